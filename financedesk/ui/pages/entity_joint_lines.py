"""The participants in the form of a joint fundraising agreement: a line for each, and their sum."""

from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.joint_agreements import JointShare
from financedesk.rules.entity_accounts import read_committee_id
from financedesk.rules.parties import recipients
from financedesk.ui.widgets import FormRow, button, column, row
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.form_row import Need

FEWEST = 2
_LONGEST_WEIGHT = 9


class TakerLine(QWidget):
    """One participant: an entity of the book, or a committee outside with number and class.

    ``changed`` follows every change, ``remove_wanted`` the button that takes the line off.
    """

    changed = Signal()
    remove_wanted = Signal()

    def __init__(self, own: Sequence[EntityRow]) -> None:
        super().__init__()
        self._own = {one.name.casefold(): one for one in own}
        self.who, self.weight = combo(editable=True), QLineEdit()
        self.who.addItems(["", *(one.name for one in own)])
        self.number, self.takes = QLineEdit(), combo()
        self.number.setPlaceholderText("C00123456")
        self.weight.setMaxLength(_LONGEST_WEIGHT)
        for code, one in recipients().items():
            self.takes.addItem(one.label, code)
        self.remove: QPushButton = button("", "bare", icon="x", on_click=self.remove_wanted.emit)
        self.who_row = FormRow(
            "Participant", self.who, "entities.joint_participant", need=Need.REQUIRED
        )
        self.weight_row = FormRow("Share", self.weight, "entities.joint_weight")
        self.number_row = FormRow("FEC number", self.number, "entities.joint_number")
        self.takes_row = FormRow("Takes money as", self.takes, "entities.joint_takes")
        self._lay_out()
        self.who.currentTextChanged.connect(lambda _text: self._follow())
        self.weight.textChanged.connect(lambda _text: self.changed.emit())
        self.takes.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self._follow()

    def _lay_out(self) -> None:
        top = row(spacing=10)
        top.addWidget(self.who_row, 5, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.weight_row, 2, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        self._outside = QWidget()
        self._outside.setLayout(column(self.number_row, self.takes_row, spacing=6))
        self.setLayout(column(top, self._outside, spacing=6))

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (self.who, self.weight, self.remove, self.number, self.takes)

    @property
    def own(self) -> EntityRow | None:
        """The entity of the book that is named, None for a committee outside."""
        return self._own.get(self._name.casefold())

    @property
    def _name(self) -> str:
        return " ".join(self.who.currentText().split())

    def call(self, place: int, *, may_go: bool) -> None:
        """Say which participant the line is, and whether it may be taken off."""
        self.who.setAccessibleName(f"Participant {place}, required")
        self.weight.setAccessibleName(f"Share of participant {place}, required")
        self.remove.setAccessibleName(f"Take participant {place} off")
        self.remove.setToolTip("Take this participant off" if may_go else "Two is the least")
        self.remove.setEnabled(may_go)

    def fill(self, share: JointShare) -> None:
        """Show a participant as it is kept."""
        self.who.setCurrentText(share.name)
        _show_beginning(self.who)
        self.weight.setText(str(share.weight))
        self.number.setText(share.committee_id)
        self.takes.setCurrentIndex(max(0, self.takes.findData(share.recipient)))

    @property
    def cares(self) -> bool:
        """Whether anything stands in the line."""
        return bool(self._name or self.weight.text().strip())

    @property
    def points(self) -> int:
        """The weight as a whole number; 0 while it is none."""
        plain = self.weight.text().replace(",", "").strip()
        return int(plain) if plain.isascii() and plain.isdigit() else 0

    @property
    def share(self) -> JointShare:
        """The participant as it is typed."""
        own = self.own
        if own is not None:
            return JointShare(
                participant=own.code, name=own.name, committee_id=own.committee_id,
                recipient=str(self.takes.currentData()), weight=self.points,
            )  # fmt: skip
        return JointShare(
            name=self._name, committee_id=self.number.text().strip().upper(),
            recipient=str(self.takes.currentData()), weight=self.points,
        )  # fmt: skip

    def problems(self) -> Sequence[tuple[FormRow, str]]:
        """Return what is missing or wrong in the line."""
        number = "" if self.own is not None else _number_problem(self.number.text())
        return (
            (self.who_row, "" if self._name else "Name the participant."),
            (self.weight_row, "" if self.points > 0 else "A whole number above zero."),
            (self.number_row, number),
        )

    def _follow(self) -> None:
        set_shown(self._outside, shown=bool(self._name) and self.own is None)
        self.changed.emit()


class TakerLines(QWidget):
    """All participants, one below the other; ``changed`` follows every change of one."""

    changed = Signal()
    moved = Signal()

    def __init__(self, own: Sequence[EntityRow], shares: Sequence[JointShare]) -> None:
        """``moved`` follows when a line is added or taken off, so that Tab finds it."""
        super().__init__()
        self._own = own
        self.lines: list[TakerLine] = []
        self._body: QVBoxLayout = column(spacing=10)
        self.add_button = button("Add participant", "link", icon="plus", on_click=self.add_next)
        self._body.addLayout(row(self.add_button, None))
        self.setLayout(self._body)
        for share in shares:
            self._add().fill(share)
        while len(self.lines) < FEWEST:
            self._add()

    @property
    def fields(self) -> Sequence[QWidget]:
        """The fields in the order in which Tab reaches them."""
        return (*chain.from_iterable(one.fields for one in self.lines), self.add_button)

    @property
    def shares(self) -> tuple[JointShare, ...]:
        """The participants as they are typed."""
        return tuple(one.share for one in self.lines)

    def add_next(self) -> None:
        """Add a line and take the keyboard to it."""
        self._add().who.setFocus()
        self.moved.emit()

    def _add(self) -> TakerLine:
        made = TakerLine(self._own)
        made.changed.connect(self.changed.emit)
        made.remove_wanted.connect(lambda: self._remove(made))
        self.lines.append(made)
        self._body.insertWidget(len(self.lines) - 1, made)
        # At once, so that the keyboard can be taken to it: Qt would show it in its own time.
        set_shown(made, shown=True)
        self._call()
        return made

    def _remove(self, gone: TakerLine) -> None:
        place = self.lines.index(gone)
        self.lines.remove(gone)
        self._body.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self._call()
        self.lines[min(place, len(self.lines) - 1)].who.setFocus()
        self.moved.emit()
        self.changed.emit()

    def _call(self) -> None:
        for place, one in enumerate(self.lines, start=1):
            one.call(place, may_go=len(self.lines) > FEWEST)


def _show_beginning(field: QComboBox) -> None:
    """Show how a long name begins, not how it ends."""
    edit = field.lineEdit()
    if edit is not None:
        edit.setCursorPosition(0)


def _number_problem(text: str) -> str:
    if not text.strip():
        return ""
    try:
        read_committee_id(text)
    except FinanceDeskError as error:
        return str(error)
    return ""
