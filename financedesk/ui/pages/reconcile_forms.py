"""The forms in the drawer by which a line of the bank becomes an entry of the books.

Day and amount are the bank's and stand above the fields; only what the bank does not say is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from shiboken6 import isValid

from financedesk.banking.creating import FromLine, Missing, PayoutRow, Way, net_told
from financedesk.errors import FinanceDeskError, Walled
from financedesk.ledger.contact_search import KnownContact
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.typed_gift import TypedGift
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.contribution_donor import split_name
from financedesk.ui.pages.drawer_form import (
    DrawerForm,
    Fault,
    FormActs,
    may_have_amount,
    needs_day,
    needs_words,
)
from financedesk.ui.widgets import Banner, FormRow, label
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.type_ahead import Proposal, TypeAhead

_TYPES = (("IND", "A person"), ("ORG", "A company or bank"), ("COM", "A committee"))
GIFT = "gift"
"""A line is a gift: it has a form of its own kind, with limits and walls."""
Search = Callable[[str, Callable[[Sequence[KnownContact]], None]], None]
"""Looks for cards whose name begins with a text, and hands them over when they are found."""


@dataclass(frozen=True, slots=True)
class Told:
    """The line that a form is about: its id, its day and cents, and the bank's words."""

    line_id: int
    day: date
    cents: int
    words: str


class PartyField:
    """Who it was: a name that proposes known cards, and the type of somebody new."""

    def __init__(self, search: Search, help_key: str, words: str, title: str = "Who") -> None:
        self.name, self.type = TypeAhead("Begin to type a name"), combo()
        for code, said in _TYPES:
            self.type.addItem(said, code)
        self._words = words
        self.name_row = FormRow(title, self.name, help_key, need=Need.REQUIRED)
        self.type_row = FormRow("Is", self.type, "reconcile.party_type")
        self.name.searched.connect(lambda text: search(text, self._propose))
        self.name.picked.connect(lambda _value: self._show_type())

    def _propose(self, found: Sequence[KnownContact]) -> None:
        """Show who may be meant, unless the form was closed while they were looked for."""
        if isValid(self.name):
            self.name.propose(_proposals(found))

    def hold(self, name: str, kind: str) -> None:
        """Show somebody who is likely meant; a card of that name is found when it is saved."""
        self.name.hold(name, None)
        self.type.setCurrentIndex(max(0, self.type.findData(kind)))

    def _show_type(self) -> None:
        set_shown(self.type_row, shown=self.known is None)

    @property
    def known(self) -> ContactRef | None:
        """The card that was picked."""
        value = self.name.value
        return value.ref if isinstance(value, KnownContact) else None

    @property
    def contact(self) -> Contact:
        """Who it is, known or as typed."""
        value = self.name.value
        if isinstance(value, KnownContact):
            return value.contact
        code = str(self.type.currentData())
        return Contact(type=code, **split_name(code, self.name.text()))

    def fault(self) -> Fault:
        """Say that a name is missing."""
        return needs_words(self.name_row, self.name, self._words)


def _proposals(found: Sequence[KnownContact]) -> list[Proposal]:
    return [Proposal(_told(one), one.contact.display_name, one) for one in found]


def _told(one: KnownContact) -> str:
    place = ", ".join(filter(None, (one.contact.city, one.contact.state)))
    return " · ".join(filter(None, (one.contact.display_name, place)))


# --- a line that the books lack


class CreateForm(DrawerForm):
    """Takes what a line is recorded as; ``save`` is handed that, or a gift."""

    def __init__(
        self,
        told: Told,
        account: AccountRow,
        ways: Sequence[Way],
        search: Search,
        save: Callable[[FromLine | TypedGift], None],
        acts: FormActs,
    ) -> None:
        super().__init__(told.day, acts, "Record and match")
        self._told, self._account, self._save = told, account, save
        self._ways = {one.kind: one for one in ways}
        self.kind: QComboBox = combo()
        for one in ways:
            self.kind.addItem(one.title, one.kind)
        if told.cents > 0:
            self.kind.addItem("A contribution", GIFT)
        self.party = PartyField(search, "reconcile.party_name", "Say who it was.")
        self.purpose, self.election = QLineEdit(), QLineEdit()
        self.kind_row = FormRow("What it is", self.kind, "reconcile.kind", need=Need.REQUIRED)
        self.purpose_row = FormRow("What for", self.purpose, "reconcile.purpose")
        self.election_row = FormRow("Election", self.election, "reconcile.election")
        self.kind.currentIndexChanged.connect(lambda _at: self._kind_changed())
        self.lay_out(_about(told), self.kind_row, self.party.name_row, self.party.type_row,
                     self.purpose_row, self.election_row)  # fmt: skip
        self.party.hold(account.bank, "ORG")
        self._kind_changed()

    @property
    def chosen(self) -> str:
        """The kind that is chosen."""
        return str(self.kind.currentData())

    def _kind_changed(self) -> None:
        is_gift = self.chosen == GIFT
        set_shown(self.purpose_row, shown=not is_gift)
        set_shown(self.election_row, shown=is_gift)
        if is_gift:
            self.party.hold("", "IND")
            return
        way = self._ways[self.chosen]
        self.purpose.setText(way.purpose)
        of_bank = self.chosen in {"bank_fee", "bank_interest"}
        self.party.hold(self._account.bank if of_bank else "", "ORG")

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return (self.party.fault(),)

    def refuse(self, error: FinanceDeskError) -> None:
        """Say why it was not taken, and where a condition of the law can be declared."""
        super().refuse(error)
        if isinstance(error, Walled) and error.asks:
            self.problem.say(
                f"{error} Record it on Contributions, where that can be declared, and match it"
                " here.", "bad",
            )  # fmt: skip

    def hand_over(self) -> None:
        """Give what the line is to whoever writes it."""
        told, party = self._told, self.party
        if self.chosen == GIFT:
            gift = TypedGift(
                giver=party.contact, known=party.known, amount_cents=told.cents,
                day=told.day.isoformat(), account=self._account,
                election_code=self.election.text().strip().upper(),
            )  # fmt: skip
            self._save(gift)
            return
        self._save(
            FromLine(
                line_id=told.line_id, kind=self.chosen, party=party.contact, known=party.known,
                purpose=self.purpose.text(),
            )
        )  # fmt: skip


def _about(told: Told) -> QWidget:
    words = f"{dollars(told.cents)} on {told.day:%B} {told.day.day}, {told.day.year}: {told.words}"
    made = label(words, "small", wrap=True)
    made.setAccessibleName(f"The bank’s line: {words}")
    return made


# --- what a payout lacks


class MissingForm(DrawerForm):
    """Takes the gift or the fee that a payout lacks, and says whether it is then equal."""

    def __init__(
        self,
        gap_cents: int,
        payout: PayoutRow,
        owner: tuple[EntityRow, AccountRow],
        search: Search,
        save: Callable[[Missing], None],
        acts: FormActs,
        today: date,
    ) -> None:
        super().__init__(today, acts, "Add to the payout")
        self._gap, self._save = gap_cents, save
        entity, self._account = owner
        paid_on = date.fromisoformat(payout.paid_on) if payout.paid_on else today
        self.party = PartyField(search, "reconcile.giver_name", "Say who gave.", "Who gave")
        self.gross, self.fee = MoneyEdit(), MoneyEdit()
        self.day, self.election = DateEdit(today, paid_on), QLineEdit()
        self.gross_row = FormRow("Gift before the fee", self.gross, "reconcile.gross")
        self.fee_row = FormRow("Fee", self.fee, "reconcile.fee")
        self.day_row = FormRow("Day of the gift", self.day, "reconcile.gift_day")
        self.election_row = FormRow("Election", self.election, "reconcile.election")
        self.ahead = Banner("", "info")
        about = label(
            f"{payout.label} payout {payout.number}: the bank has {dollars(abs(gap_cents))}"
            f" {'more' if gap_cents > 0 else 'less'} than the books.", "small", wrap=True,
        )  # fmt: skip
        self.lay_out(about, (self.gross_row, self.fee_row), self.ahead, self.party.name_row,
                     self.party.type_row, self.day_row, self.election_row)  # fmt: skip
        set_shown(self.election_row, shown=entity.form == "F3")
        for one in (self.gross, self.fee):
            one.amount_changed.connect(lambda _cents: self._look_ahead())
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Say what would be left of the gap, and ask for a giver where there is a gift."""
        set_shown(self.party.name_row, shown=bool(self.gross.cents))
        set_shown(self.day_row, shown=bool(self.gross.cents))
        set_shown(self.party.type_row, shown=bool(self.gross.cents) and self.party.known is None)
        net = (self.gross.cents or 0) - (self.fee.cents or 0)
        told = net_told(self._gap, Missing(fee_cents=-net))
        self.ahead.say(told, "ok" if net == self._gap else "info")

    def problems(self) -> Sequence[Fault]:
        """Return what is missing or no amount."""
        nothing = "" if self.gross.cents or self.fee.cents else "Enter the gift, or the fee alone."
        gross, wrong = may_have_amount(self.gross_row, self.gross)
        return (
            (gross, wrong or nothing),
            # Below zero: the processor took less than its file says.
            (self.fee_row, self.fee.problem if self.fee.text().strip() else ""),
            (self.party.name_row, self.party.fault()[1] if self.gross.cents else ""),
            needs_day(self.day_row, self.day),
        )

    def hand_over(self) -> None:
        """Give what the payout lacks to whoever writes it."""
        gift, when = None, self.day.day
        if self.gross.cents and when is not None:
            gift = TypedGift(
                giver=self.party.contact, known=self.party.known, amount_cents=self.gross.cents,
                day=when.isoformat(), account=self._account,
                election_code=self.election.text().strip().upper(),
            )  # fmt: skip
        self._save(Missing(gift=gift, fee_cents=self.fee.cents or 0))


# --- a line that the books will not have


class AsideForm(DrawerForm):
    """Takes the reason why the books will not have a line."""

    def __init__(self, told: Told, save: Callable[[str], None], acts: FormActs) -> None:
        super().__init__(told.day, acts, "Set aside")
        self._save = save
        self.why = QLineEdit()
        self.why.setPlaceholderText("The bank’s mistake, corrected in November")
        self.why_row = FormRow("Why", self.why, "reconcile.why_aside", need=Need.REQUIRED)
        note = label(
            "The line stays in the difference until its month is closed; these words then explain"
            " it.", "small", wrap=True,
        )  # fmt: skip
        self.lay_out(_about(told), self.why_row, note)

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        return (needs_words(self.why_row, self.why, "Say why the books will not have it."),)

    def hand_over(self) -> None:
        """Give the reason to whoever writes it."""
        self._save(self.why.text())
