"""One line of a deposit slip: a check, with what it comes to while the keyboard is in it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLineEdit, QWidget

from financedesk.ledger.contact_search import KnownContact
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.slip_checks import SlipCheck
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages.contribution_ahead import LookAhead
from financedesk.ui.pages.contribution_batch_draft import line_is_typed
from financedesk.ui.pages.contribution_donor import FACTS, WORK, missing_facts
from financedesk.ui.pages.contribution_fields import GiftFields, Held, declared_rows
from financedesk.ui.widgets import button, column, label, row
from financedesk.ui.widgets.build import set_look, set_shown, set_tone

SHARES = (0, 8, 3, 4, 3, 5, 0)
"""How the width of the slip goes to its columns: number, donor, amount, method, day, drive, x."""
NUMBER_WIDTH, REMOVE_WIDTH = 28, 28
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_CONTROL = Qt.KeyboardModifier.ControlModifier


def checks_before(line: "SlipLine", lines: Sequence["SlipLine"]) -> tuple[SlipCheck, ...]:
    """Return the checks that stand above a line of a slip, which are recorded before it."""
    above = lines[: lines.index(line)] if line in lines else ()
    checks = (one.ahead.check(number) for number, one in enumerate(above, start=1))
    return tuple(one for one in checks if one is not None)


class SlipLine(QFrame):
    """Donor, amount, method, day and drive of one check.

    ``changed`` follows every keystroke, ``done`` Enter, ``moved(step)`` the arrows, ``removed``
    Ctrl+Del, ``copied`` Ctrl+': the field with the keyboard wants what stands above it.
    """

    changed = Signal()
    done = Signal()
    removed = Signal()
    moved = Signal(int)
    copied = Signal()

    def __init__(
        self, desk: BookDesk, runner: JobRunner, before: Callable[[], tuple[SlipCheck, ...]]
    ) -> None:
        """``before`` answers with the checks that stand before this one."""
        super().__init__()
        set_look(self, "slip-line")
        self.fields = GiftFields(desk, runner)
        self.ahead = LookAhead(self, self.fields, desk, runner, before=before)
        self._number = label("", "caption")
        self._number.setFixedWidth(NUMBER_WIDTH)
        remove = button("", "bare", icon="x", name="Remove this check", on_click=self.removed.emit)
        remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._below = QWidget()
        self._declared = QWidget()
        self._declared.setLayout(row(*declared_rows(self.fields), None, spacing=8))
        self._asked = ""
        self._below.setLayout(
            column(self.fields.details, self.ahead.live, self._declared, spacing=6,
                   margins=(NUMBER_WIDTH + 8, 0, 0, 4))
        )  # fmt: skip
        line = row(spacing=8)
        for part, share in zip((self._number, *self.cells, remove), SHARES, strict=True):
            line.addWidget(part, share)
        self.setLayout(column(line, self._below, spacing=4, margins=(0, 2, 0, 2)))
        for spare in (self.fields.entity, self.fields.account, self.fields.election):
            spare.setParent(self)
            spare.hide()
        self._connect()
        self.ask("")
        self.follow_focus(here=False)

    @property
    def cells(self) -> tuple[QWidget, ...]:
        """The fields of the line in reading order."""
        fields = self.fields
        return (fields.donor, fields.amount, fields.method, fields.date, fields.drive)

    def _connect(self) -> None:
        fields = self.fields
        for line in (fields.donor, fields.amount, fields.method, fields.date):
            line.textChanged.connect(lambda _text: self._changed())
        for said in (fields.declared, fields.declared_by):
            said.textChanged.connect(lambda _text: self.changed.emit())
        fields.drive.currentTextChanged.connect(lambda _text: self.changed.emit())
        fields.details.changed.connect(self._changed)
        fields.donor.picked.connect(self._picked)
        for part in (*self.cells, *fields.details.fields, fields.declared, fields.declared_by):
            for field in (part, *part.findChildren(QLineEdit)):
                field.installEventFilter(self)
        self.ahead.foretold.connect(self._foretold)

    def set_number(self, number: int) -> None:
        """Say which check of the slip this is."""
        self._number.setText(f"{number}.")
        self.setAccessibleName(f"Check {number}")

    # --- what it holds

    @property
    def held(self) -> Held:
        """What stands in the line."""
        return self.fields.held()

    @property
    def is_typed(self) -> bool:
        """Whether the line says anything."""
        return line_is_typed(self.held)

    def problems(self) -> list[tuple[QWidget, str]]:
        """Return what keeps this check from being recorded, and mark those fields."""
        wrong = [*self.fields.problems(), *self._undeclared()]
        for field in (self.fields.donor, self.fields.amount, self.fields.date):
            set_tone(field, "bad" if field in [where for where, _ in wrong] else "")
        return wrong

    def _undeclared(self) -> list[tuple[QWidget, str]]:
        """Return which of the two fields of a condition is empty still."""
        fields = self.fields
        wanted = ((fields.declared, self._asked), (fields.declared_by, "Say who declared it."))
        return [
            (field, words) for field, words in wanted if self._asked and not field.text().strip()
        ]

    def ask(self, words: str) -> None:
        """Ask for what a condition of the law wants declared; empty words ask for nothing."""
        self._asked = words
        set_shown(self._declared, shown=bool(words))

    def copy_down(self, above: "SlipLine") -> None:
        """Take over what stands above the field that has the keyboard."""
        focused = QApplication.focusWidget()
        place = next(
            (at for at, cell in enumerate(self.cells)
             if focused is cell or (focused is not None and cell.isAncestorOf(focused))), -1
        )  # fmt: skip
        if place < 0:
            return
        here, there = self.cells[place], above.cells[place]
        if here is self.fields.donor:
            held = above.held
            self.fields.donor.hold(held.donor, held.known)
            self.fields.details.choose(held.giver)
            self.fields.details.hold(held.facts)
            self._changed()
        elif isinstance(here, QComboBox) and isinstance(there, QComboBox):
            here.setCurrentText(there.currentText())
        elif isinstance(here, QLineEdit) and isinstance(there, QLineEdit):
            here.setText(there.text())

    def _picked(self, value: object) -> None:
        known = value.contact if isinstance(value, KnownContact) else None
        self.fields.details.fill(known)
        self._changed()

    def _changed(self) -> None:
        set_tone(self.fields.donor, "")
        set_tone(self.fields.amount, "")
        self._show_details()
        if not self._below.isHidden():
            self.ahead.look(None)
        if self.ahead.found is None:
            self.ask("")
        self.changed.emit()

    # --- what is shown

    def _foretold(self) -> None:
        found = self.ahead.found
        self.ask("" if found is None else found.asks)
        self._show_details()

    def follow_focus(self, *, here: bool) -> None:
        """Unfold what the check comes to and lacks while the keyboard is in it."""
        set_shown(self._below, shown=here)
        set_tone(self, "info" if here else "")
        if here:
            self._show_details()
            self.ahead.look(None)

    def goes_to(self, account: AccountRow | None) -> None:
        """Take the account of the slip, or the first one."""
        known = [held.id for held in self.fields.accounts]
        wanted = None if account is None else account.id
        self.fields.account.setCurrentIndex(known.index(wanted) if wanted in known else 0)

    def judge_again(self) -> None:
        """Ask anew what the check comes to if one before it has changed or gone.

        A folded line is asked when the keyboard comes to it.
        """
        if not self._below.isHidden() and self.ahead.is_outdated:
            self.ahead.look(None)

    def _show_details(self) -> None:
        donor = self.fields.donor
        is_new = donor.known is None and bool(donor.text().strip())
        wanted: tuple[str, ...] = ()
        if donor.known is not None:
            wanted = missing_facts(donor.known.contact) if self.ahead.itemised else ()
        elif is_new:
            person = self.fields.giver_type == "IND"
            wanted = tuple(name for name in FACTS if person or name not in WORK)
        set_shown(self.fields.details, shown=self.fields.details.want(wanted, kind=is_new))

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, the arrows move, Ctrl+' copies down."""
        key, control = Qt.Key(event.key()), bool(event.modifiers() & _CONTROL)
        if key in _ENTER and not control:
            self.done.emit()
        elif key in _STEPS:
            self.moved.emit(_STEPS[key])
        elif key == Qt.Key.Key_Apostrophe and control:
            self.copied.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Ctrl+Del from the fields, which would delete a word."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
            and bool(event.modifiers() & _CONTROL)
        ):
            self.removed.emit()
            return True
        return super().eventFilter(watched, event)
