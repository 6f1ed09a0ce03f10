"""The head of a deposit slip: what it declares, what was entered, and the difference."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.typed_batch import Deposit
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import counted, dollars
from financedesk.ui.pages.contribution_batch_draft import Slip
from financedesk.ui.pages.contribution_fields import EntityCombo, Held
from financedesk.ui.pages.contribution_source import Choices
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import ElidingLabel, FormRow, column, label, row
from financedesk.ui.widgets.build import combo, set_shown, set_tone
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_MOST = 9_999
_INITIALS, _FRAME = 5, 28
"""So many letters wide is a field for initials, and its frame in pixels."""


class SlipHead(QWidget):
    """Entity, account, day, count and total; ``finished`` follows Enter in one of them."""

    changed = Signal()
    finished = Signal()

    def __init__(self, desk: BookDesk) -> None:
        super().__init__()
        self._choices = Choices((), ())
        self._entities: tuple[EntityRow, ...] = ()
        self.entity, self.account = EntityCombo(), combo()
        self.day = DateEdit(desk.today, desk.today)
        self.count, self.total = QLineEdit(), MoneyEdit()
        self.count.setValidator(QIntValidator(1, _MOST, self.count))
        self.count.setPlaceholderText("12")
        self.first = _initials("AB", "Initials of who counted")
        self.second = _initials("CD", "Initials of who counted again")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("Kept in the journal with the deposit")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._entity_row = FormRow("Entity", self.entity, "contributions.entity")
        self._account_row = FormRow("Into account", self.account, "contributions.account")
        self._day_row = FormRow("Deposited", self.day, "contributions.deposited")
        self._count_row = FormRow(
            "Checks", self.count, "contributions.slip_count", need=Need.REQUIRED
        )
        self._total_row = FormRow(
            "Total", self.total, "contributions.slip_total", need=Need.REQUIRED
        )
        self.reason_row = FormRow("Why it may differ", self.reason, "contributions.slip_reason")
        fields = row(spacing=12)
        shares = ((self._entity_row, 4), (self._account_row, 4), (self._day_row, 3),
                  (self._count_row, 3), (self._total_row, 3))  # fmt: skip
        for part, share in shares:
            fields.addWidget(part, share, Qt.AlignmentFlag.AlignTop)
        self.entered = ElidingLabel("", "quiet")
        self.difference = label("", "section")
        self.difference.setFont(font(current_theme().scale.section, Weight.TITLE, tabular=True))
        tie = row(label("Difference", "small-name"), self.difference, spacing=12)
        tie.addWidget(self.entered, 1)
        for place in (label("Counted by", "small-name"), self.first, self.second):
            tie.addWidget(place)
        self._trouble = label("", "small", tone="bad", wrap=True)
        self._trouble.hide()
        self.setLayout(
            column(fields, tie, self.reason_row, self._trouble, spacing=8, margins=(16, 14, 16, 10))
        )

    def _connect(self) -> None:
        for field in (self.day, self.count, self.total, self.reason, self.first, self.second):
            field.textChanged.connect(lambda _text: self._changed())
        self.account.currentIndexChanged.connect(lambda _at: self._changed())

    def _changed(self) -> None:
        self.complain("")
        for place in (self._count_row, self._total_row, self._day_row, self.reason_row):
            if place.message:
                place.say("")
        self.changed.emit()

    # --- what may be chosen

    def offer(self, choices: Choices, entities: tuple[EntityRow, ...]) -> None:
        """Take the entities and accounts; what is chosen stays where it can."""
        chosen = self.entity_row.id if self._entities else None
        self._choices, self._entities = choices, entities
        self.entity.clear()
        for one in entities:
            self.entity.add(one)
        if chosen is not None:
            self.choose_entity(chosen)
        self._offer_accounts()
        set_shown(self._entity_row, shown=len(entities) > 1)

    def choose_entity(self, entity_id: int) -> None:
        """Take another entity, if it may be written."""
        self.entity.setCurrentIndex(max(0, self.entity.findData(entity_id)))
        self._offer_accounts()

    def _offer_accounts(self) -> None:
        before = self.account.currentText()
        self.account.clear()
        self.account.addItems([one.name for one in self._accounts()])
        self.account.setCurrentIndex(max(0, self.account.findText(before)))
        set_shown(self._account_row, shown=len(self._accounts()) > 1)

    def _accounts(self) -> list[AccountRow]:
        if not self._entities:
            return []
        entity_id = self.entity_row.id
        return [
            one for one in self._choices.accounts
            if one.entity_id == entity_id and one.role == "bank" and not one.closed_on
        ]  # fmt: skip

    @property
    def entity_row(self) -> EntityRow:
        """The entity whose deposit it is."""
        return self._entities[max(0, self.entity.currentIndex())]

    @property
    def account_row(self) -> AccountRow | None:
        """The account that takes the money."""
        held, place = self._accounts(), self.account.currentIndex()
        return held[place] if 0 <= place < len(held) else None

    # --- what it holds

    @property
    def declared_count(self) -> int | None:
        """How many checks the slip declares."""
        words = self.count.text().strip()
        return int(words) if words.isdecimal() else None

    @property
    def why(self) -> str:
        """Why the deposit does not tie."""
        return self.reason.text().strip()

    def slip(self, entity_id: int, lines: tuple[Held, ...]) -> Slip:
        """Return head and lines as a slip."""
        account = self.account_row
        return Slip(
            entity_id=entity_id, account_id=account.id if account else None, day=self.day.text(),
            count=self.count.text(), total=self.total.text(), reason=self.reason.text(),
            first=self.first.text(), second=self.second.text(), lines=lines,
        )  # fmt: skip

    def hold(self, slip: Slip) -> None:
        """Show a slip's head as it was typed."""
        self.choose_entity(slip.entity_id)
        ids = [one.id for one in self._accounts()]
        if slip.account_id in ids:
            self.account.setCurrentIndex(ids.index(slip.account_id))
        self.day.setText(slip.day)
        self.count.setText(slip.count)
        self.total.setText(slip.total)
        self.reason.setText(slip.reason)
        self.first.setText(slip.first)
        self.second.setText(slip.second)
        self.complain("")

    # --- what it comes to

    def show_difference(self, deposit: Deposit, words: str) -> None:
        """Say how far slip and entries are apart; the reason is asked for only then."""
        checks = counted(len(deposit.gifts), "check")
        self.entered.setText(f"Entered {checks}, {dollars(deposit.entered_cents)}")
        declared = self.declared_count is not None and self.total.cents is not None
        said = "Ties: 0.00" if deposit.ties and declared else words or "Declare the slip first"
        self.difference.setText(said[0].upper() + said[1:])
        set_tone(self.difference, "ok" if deposit.ties and declared else "warn")
        set_shown(self.reason_row, shown=declared and not deposit.ties and bool(deposit.gifts))

    def accepts(self, deposit: Deposit, difference: str) -> bool:
        """Tell whether the deposit may be recorded; if not, say why at the field."""
        count = "" if self.declared_count else "Enter how many checks the slip declares."
        self._count_row.say(count)
        self._total_row.say(self.total.problem)
        self._day_row.say(self.day.problem)
        if count or self.total.problem or self.day.problem:
            (self.count if count else self.total if self.total.problem else self.day).setFocus()
            return False
        if not deposit.gifts:
            self.complain("Enter the checks of the slip first.")
            return False
        if not deposit.ties and not self.why:
            self.reason_row.say(f"It does not tie: {difference}. Correct it, or say why.")
            self.reason.setFocus()
            return False
        return True

    def complain(self, words: str) -> None:
        """Say what keeps the deposit from being recorded; nothing takes it away."""
        self._trouble.setText(words)
        set_shown(self._trouble, shown=bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the checks."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not control:
            self.finished.emit()
        else:
            super().keyPressEvent(event)


def _initials(words: str, name: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(words)
    made.setAccessibleName(name)
    made.setToolTip(f"{name}; two people count what can get lost")
    made.setMaximumWidth(_INITIALS * made.fontMetrics().averageCharWidth() + _FRAME)
    return made
