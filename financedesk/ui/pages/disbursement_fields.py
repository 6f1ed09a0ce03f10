"""The fields of a disbursement, with their rows and their places in the form."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from financedesk.ledger.contacts import Contact
from financedesk.ledger.payee_search import KnownPayee
from financedesk.rules.payments import PaymentKind
from financedesk.rules.purposes import adequate_purposes, categories
from financedesk.ui.formatting import day as short_day
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.declaration import Declaration
from financedesk.ui.widgets import FormRow, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.entity_picker import EntityPicker
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit
from financedesk.ui.widgets.type_ahead import Proposal, TypeAhead

PAYEE_WORDS = {
    "ORG": "Business", "IND": "Person", "CCM": "Candidate’s committee", "PAC": "PAC",
    "PTY": "Party committee",
}  # fmt: skip
_OFFICES = (("", ""), ("H", "House"), ("S", "Senate"), ("P", "President"))
_ADDRESS = ("street", "city", "state", "zip")
_PROPOSED = 7


class PaymentFields:
    """Every field of a disbursement; ``order`` is that of reading and of Tab."""

    def __init__(self, entities: Sequence[tuple[int, str]], today: date) -> None:
        """``entities`` are the ids and names of those that may pay."""
        self.entity = combo()
        for entity_id, name in entities:
            self.entity.addItem(name, entity_id)
        self.payee = EntityPicker("Name, as on the invoice", noun="payee", many="payees")
        self.payee_type, self.kind = combo(), combo()
        self.amount = MoneyEdit()
        self.date = DateEdit(today, today)
        self.purpose = TypeAhead("What it was for: Printing, Rent")
        self.account = combo()
        self.method = QLineEdit()
        self.method.setPlaceholderText("Check 1042, card, wire")
        self.category = category_choice()
        self.committee, self.candidate = QLineEdit(), QLineEdit()
        self.committee.setPlaceholderText("C00123456")
        self.candidate.setPlaceholderText("First and last name")
        self.office = combo()
        for code, words in _OFFICES:
            self.office.addItem(words, code)
        self.office_state, self.district, self.election = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.office_state, self.district):
            field.setMaxLength(2)
        self.election.setPlaceholderText(f"G{today.year + today.year % 2}")
        self.words = {name: QLineEdit() for name in _ADDRESS}
        self.words["state"].setMaxLength(2)
        self.declaration = Declaration("disbursements.declared", "disbursements.declared_by")
        self._make_rows()

    def _make_rows(self) -> None:
        need = Need.REQUIRED
        self.entity_row = FormRow("Entity", self.entity, "disbursements.entity")
        self.payee_row = FormRow("Payee", self.payee, "disbursements.payee", need=need)
        self.type_row = FormRow("Who is paid", self.payee_type, "disbursements.payee_type")
        self.kind_row = FormRow("Kind", self.kind, "disbursements.kind")
        self.amount_row = FormRow("Amount", self.amount, "disbursements.amount", need=need)
        self.date_row = FormRow("Paid on", self.date, "disbursements.date", need=need)
        self.purpose_row = FormRow("Purpose", self.purpose, "disbursements.purpose", need=need)
        self.account_row = FormRow("Account", self.account, "disbursements.account")
        self.method_row = FormRow("Method", self.method, "disbursements.method")
        self.category_row = FormRow("Category", self.category, "disbursements.category")
        self.committee_row = FormRow(
            "Committee number", self.committee, "disbursements.committee", need=Need.BEST_EFFORTS
        )
        self.candidate_row = FormRow(
            "Candidate", self.candidate, "disbursements.candidate", need=Need.BEST_EFFORTS
        )
        self.office_row = FormRow("Office", self.office, "disbursements.office")
        self.seat_row = FormRow("Seat in", self.office_state, "disbursements.office_state")
        self.district_row = FormRow("District", self.district, "disbursements.district")
        self.election_row = FormRow("Election", self.election, "disbursements.election", need=need)
        self.street_row = FormRow("Street", self.words["street"], "disbursements.street")
        self.city_row = FormRow("City", self.words["city"], "disbursements.city")
        self.state_row = FormRow("State", self.words["state"], "disbursements.state")
        self.zip_row = FormRow("ZIP", self.words["zip"], "disbursements.zip")

    def lay_out(self, body: QVBoxLayout, ahead: QWidget) -> None:
        """Put the rows in their places; ``ahead`` is the line that says what it will come to."""
        for part in (self.entity_row, self.payee_row, self.type_row, self.kind_row):
            body.addWidget(part)
        body.addLayout(pair(self.amount_row, self.date_row))
        body.addWidget(self.purpose_row)
        body.addLayout(pair(self.account_row, self.method_row))
        body.addWidget(ahead)
        for part in self.declaration.rows:
            body.addWidget(part)
        body.addWidget(self.category_row)
        for part in (self.committee_row, self.election_row, self.candidate_row, self.office_row):
            body.addWidget(part)
        body.addLayout(pair(self.seat_row, self.district_row))
        body.addWidget(self.street_row)
        place = row(spacing=10)
        for part, share in ((self.city_row, 3), (self.state_row, 1), (self.zip_row, 2)):
            place.addWidget(part, share)
        body.addLayout(place)

    def set_tab_order(self, last: QWidget) -> None:
        """Let Tab go in the order of reading, to the button at last."""
        order: Sequence[QWidget] = (
            self.entity, self.payee, self.payee_type, self.kind, self.amount, self.date,
            self.purpose, self.account, self.method, self.declaration.words, self.declaration.who,
            self.category, self.committee, self.election, self.candidate, self.office,
            self.office_state, self.district, *self.words.values(), last,
        )  # fmt: skip
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def show_asked(self, kind: PaymentKind | None, *, categorised: bool) -> None:
        """Show the fields that a kind of payment asks for, and hide the others."""
        asks = kind.asks if kind else frozenset()
        self.committee_row.setVisible("committee" in asks)
        self.election_row.setVisible("election" in asks)
        for part in (self.candidate_row, self.office_row, self.seat_row, self.district_row):
            part.setVisible("candidate" in asks)
        self.category_row.setVisible(categorised)

    def fill_address(self, known: Contact | None) -> None:
        """Show what is known of a payee's address and committee."""
        for name, field in self.words.items():
            field.setText(getattr(known, "street_1" if name == "street" else name) if known else "")
        self.committee.setText(known.committee_id if known else "")

    def supported(self) -> Contact | None:
        """The candidate as typed; None where none is asked for or named."""
        if self.candidate_row.isHidden() or not self.candidate.text().strip():
            return None
        first, _, last = " ".join(self.candidate.text().split()).rpartition(" ")
        given, _, middle = first.partition(" ")
        return Contact(
            type="CAN", last_name=last, first_name=given, middle_name=middle,
            candidate_office=str(self.office.currentData()),
            candidate_state=self.office_state.text().strip().upper(),
            candidate_district=self.district.text().strip(),
        )  # fmt: skip


def category_choice(code: str = "") -> QComboBox:
    """Return the choice of the category's code; empty is the first."""
    made = combo()
    made.addItem("", "")
    for one in categories():
        made.addItem(f"{one.code} {one.label}", one.code)
    made.setCurrentIndex(max(0, made.findData(code)))
    return made


def payee_proposal(found: KnownPayee) -> Proposal:
    """Return a payee with the last payment, as the list shows it."""
    known, last = found.contact, found.last
    parts = [known.display_name]
    if known.city:
        parts.append(f"{known.city}, {known.state}".rstrip(", "))
    if last is not None:
        when = short_day(date.fromisoformat(last.day))
        parts.append(f"{dollars(last.cents)} on {when}")
    return Proposal(" · ".join(parts), known.display_name, found)


def purpose_proposals(text: str, used: Sequence[str]) -> list[Proposal]:
    """Return the purposes that a text may mean: what was typed first, then used, then usual ones.

    The typed words come first, so that Tab never takes others in their place.
    """
    wanted = text.casefold()
    if not wanted:
        return []
    known = dict.fromkeys((*used, *adequate_purposes()))
    fits = [one for one in known if one.casefold().startswith(wanted)]
    fits += [one for one in known if wanted in one.casefold() and one not in fits]
    others = [one for one in fits if one.casefold() != wanted][:_PROPOSED]
    if not others:
        return []
    return [Proposal(one, one, one) for one in (text, *others)]
