"""The fields of a document of a list, with their rows and their order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.list_terms import BASES, COUNTERS, ORIGINS, SERVES, Outsider
from financedesk.ledger.payee_search import KnownPayee
from financedesk.ledger.typed_transfer import Side
from financedesk.rules.data_crossing import data_kinds
from financedesk.ui.pages.contribution_donor import split_name
from financedesk.ui.pages.declaration import Declaration
from financedesk.ui.pages.entities_list_words import PARTY_WORDS
from financedesk.ui.widgets import FormRow
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.entity_picker import EntityPicker
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

OUTSIDE = "outside"
_OUTSIDE_WORDS = "Somebody outside this book"


def choice(words: Mapping[str, str]) -> QComboBox:
    """Return a choice of codes, shown in words."""
    made = combo()
    for code, said in words.items():
        made.addItem(said, code)
    return made


class ListFields:
    """Every field of the form by its name, with the row that shows it."""

    def __init__(self, sides: Sequence[Side], names: Mapping[int, str], today: date) -> None:
        """``sides`` are the accounts to choose from, ``names`` what their entities are called."""
        self.sides = tuple(sides)
        self.data = choice({code: one.label for code, one in data_kinds().items()})
        self.giver, self.taker = self._party(names), self._party(names)
        self.who = EntityPicker("Name of the other one", noun="contact", many="contacts")
        self.type, self.committee = choice(PARTY_WORDS), QLineEdit()
        self.records, self.fields = QLineEdit(), QLineEdit()
        self.day = DateEdit(today, today)
        self.origin, self.serves = choice(ORIGINS), choice(SERVES)
        self.value, self.basis = MoneyEdit(), choice(BASES)
        self.basis_words, self.appraised_on = QLineEdit(), DateEdit(today)
        self.came_on = DateEdit(today)
        self.counter, self.price = choice(COUNTERS), MoneyEdit()
        self.counter_words, self.paid_on = QLineEdit(), DateEdit(today, today)
        self.election, self.approver = QLineEdit(), QLineEdit()
        self.declaration = Declaration(
            "entities.list_declared", "entities.list_declared_by", said_beside=True
        )
        self._hint(today)
        self._make_rows()

    def _party(self, names: Mapping[int, str]) -> QComboBox:
        made = combo()
        held = [one.entity.id for one in self.sides]
        for one in self.sides:
            name = names.get(one.entity.id, one.entity.name)
            words = f"{name} · {one.account.name}" if held.count(one.entity.id) > 1 else name
            made.addItem(words, one.account.id)
            made.setItemData(made.count() - 1, words, Qt.ItemDataRole.ToolTipRole)
        made.addItem(_OUTSIDE_WORDS, OUTSIDE)
        return made

    def _hint(self, today: date) -> None:
        self.records.setPlaceholderText("1,200")
        self.fields.setPlaceholderText("Name, postal address, e-mail address")
        self.committee.setPlaceholderText("C00123456")
        self.basis_words.setPlaceholderText("Who appraised it, or which price list")
        self.counter_words.setPlaceholderText("900 names of its own donors")
        self.election.setPlaceholderText(f"G{today.year + today.year % 2}")
        self.approver.setPlaceholderText("Name of who let it go")

    def _make_rows(self) -> None:
        need = Need.REQUIRED
        self.data_row = FormRow("What", self.data, "entities.list_data", need=need)
        self.giver_row = FormRow("From", self.giver, "entities.list_giver", need=need)
        self.taker_row = FormRow("To", self.taker, "entities.list_taker", need=need)
        self.who_row = FormRow("Who", self.who, "entities.list_who", need=need)
        self.type_row = FormRow("What they are", self.type, "entities.list_type")
        self.committee_row = FormRow("Committee id", self.committee, "entities.list_committee")
        self.records_row = FormRow("Number", self.records, "entities.list_records", need=need)
        self.day_row = FormRow("Day", self.day, "entities.list_day", need=need)
        self.fields_row = FormRow("What is in it", self.fields, "entities.list_fields", need=need)
        self.origin_row = FormRow("Where the names come from", self.origin, "entities.list_origin")
        self.serves_row = FormRow("What it is for", self.serves, "entities.list_serves")
        self.value_row = FormRow("Worth", self.value, "entities.list_value")
        self.basis_row = FormRow("By what", self.basis, "entities.list_basis")
        self.basis_words_row = FormRow("Who says so", self.basis_words, "entities.list_appraiser")
        self.appraised_row = FormRow("As of", self.appraised_on, "entities.list_appraised_on")
        self.came_row = FormRow("Results came on", self.came_on, "entities.list_came_on")
        self.counter_row = FormRow("What comes back", self.counter, "entities.list_counter")
        self.price_row = FormRow("Amount", self.price, "entities.list_price", need=need)
        self.words_row = FormRow("What it is", self.counter_words, "entities.list_exchange",
                                 need=need)  # fmt: skip
        self.paid_row = FormRow("Paid on", self.paid_on, "entities.list_paid_on")
        self.election_row = FormRow("Election", self.election, "entities.list_election", need=need)
        self.approver_row = FormRow("Approved by", self.approver, "entities.list_approver",
                                    need=need)  # fmt: skip

    def lay_out(self, body: QVBoxLayout, between: Iterable[QWidget]) -> None:
        """Put the rows below each other; ``between`` stands before who approved it."""
        for part in (self.data_row, self.giver_row, self.taker_row, self.who_row):
            body.addWidget(part)
        body.addLayout(pair(self.type_row, self.committee_row))
        body.addLayout(pair(self.records_row, self.day_row))
        for part in (self.fields_row, self.origin_row, self.serves_row):
            body.addWidget(part)
        body.addLayout(pair(self.value_row, self.basis_row))
        body.addLayout(pair(self.basis_words_row, self.appraised_row))
        body.addWidget(self.came_row)
        body.addWidget(self.counter_row)
        body.addLayout(pair(self.price_row, self.paid_row))
        body.addWidget(self.words_row)
        body.addWidget(self.election_row)
        for made in (*between, *self.declaration.rows, self.approver_row):
            body.addWidget(made)

    @property
    def order(self) -> tuple[QWidget, ...]:
        """The fields as Tab reaches them."""
        return (
            self.data, self.giver, self.taker, self.who, self.type, self.committee, self.records,
            self.day, self.fields, self.origin, self.serves, self.value, self.basis,
            self.basis_words, self.appraised_on, self.came_on, self.counter, self.price,
            self.paid_on, self.counter_words, self.election, self.declaration.words,
            self.declaration.who, self.approver,
        )  # fmt: skip

    # --- what was chosen

    def side(self, chosen: QComboBox) -> Side | None:
        """Return the account that a choice names, None for somebody outside."""
        place = chosen.currentIndex()
        return self.sides[place] if 0 <= place < len(self.sides) else None

    @property
    def own(self) -> Side | None:
        """The side in whose books somebody outside is looked for."""
        return self.side(self.giver) or self.side(self.taker)

    @property
    def has_outsider(self) -> bool:
        """Whether one of the two is somebody outside."""
        return self.side(self.giver) is None or self.side(self.taker) is None

    @property
    def number(self) -> int:
        """How many there are; 0 for what is no number."""
        digits = self.records.text().replace(",", "").strip()
        return int(digits) if digits.isdecimal() and digits.isascii() else 0

    def outsider(self) -> Outsider:
        """Return who was picked or typed."""
        known = self.who.value
        if isinstance(known, KnownPayee):
            return Outsider(known.contact, ContactRef(*known.ref))
        name, kind = self.who.text().strip(), str(self.type.currentData())
        number = "" if self.committee_row.isHidden() else self.committee.text().strip().upper()
        return Outsider(Contact(type=kind, committee_id=number, **split_name(kind, name)))

    def show_who(self) -> None:
        """Ask who it is where one of the two is somebody outside."""
        known = isinstance(self.who.value, KnownPayee)
        outside = self.has_outsider
        set_shown(self.who_row, shown=outside)
        set_shown(self.type_row, shown=outside and not known)
        committee = str(self.type.currentData()) in ("PAC", "PTY", "CCM")
        set_shown(self.committee_row, shown=outside and not known and committee)
