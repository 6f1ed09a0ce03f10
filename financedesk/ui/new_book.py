"""The form of a new book: an organisation, its first entity, and the account it keeps."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from financedesk.ledger.entities import write_organisation
from financedesk.ledger.organisation import (
    NewAccount,
    NewEntity,
    NewRegistration,
    Organisation,
    read_organisation,
)
from financedesk.ledger.room import create_book
from financedesk.rules.entities import account_kinds, entity_kind, entity_kinds
from financedesk.ui.widgets import FormRow, button, column, label, line, row
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need, pair
from financedesk.ui.widgets.money_edit import MoneyEdit

Create = Callable[[str, Callable[[str], None]], None]
"""Makes a book at a place with the function that writes it, and opens it."""

_FREQUENCIES = (("quarterly", "Quarterly"), ("monthly", "Monthly"))
_SUFFIX = ".fdesk"


def write_book(location: str, organisation: Organisation) -> None:
    """Make a book and write an organisation into it; raises BookError when the place is taken."""
    with (
        create_book(location, name=organisation.name) as book,
        book.unit_of_work("Set up the organisation", kind="setup") as unit,
    ):
        write_organisation(unit, organisation)


class NewBookForm(QWidget):
    """Asks for the least that a book needs; a description in a file may bring all the rest."""

    def __init__(self, folder: str, create: Create) -> None:
        super().__init__()
        self._folder, self._create = folder, create
        today = date.today()
        self.name, self.entity, self.committee = QLineEdit(), QLineEdit(), QLineEdit()
        self.committee.setPlaceholderText("C00123456")
        self.kind, self.filing, self.account_kind = combo(), combo(), combo()
        for code, kind in entity_kinds().items():
            self.kind.addItem(kind.label, code)
        for code, words in _FREQUENCIES:
            self.filing.addItem(words, code)
        for code, account in account_kinds().items():
            self.account_kind.addItem(account.label, code)
        self.bank = QLineEdit()
        self.opened_on = DateEdit(today, date(today.year, 1, 1))
        self.balance = MoneyEdit(0)
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _at: self._show_fec())
        self._show_fec()

    def _lay_out(self) -> None:
        self.name_row = FormRow("Organisation", self.name, "books.name", need=Need.REQUIRED)
        self.entity_row = FormRow("First entity", self.entity, "books.entity", need=Need.REQUIRED)
        self._committee_row = FormRow("FEC committee id", self.committee, "books.committee")
        self._filing_row = FormRow("Files", self.filing, "books.filing")
        self.day_row = FormRow("Open since", self.opened_on, "books.day")
        self.balance_row = FormRow("Balance on that day", self.balance, "books.balance")
        body = column(self.name_row, line(), self.entity_row, spacing=12, margins=(20, 14, 20, 20))
        body.addWidget(FormRow("Kind of entity", self.kind, "books.kind"))
        body.addLayout(pair(self._committee_row, self._filing_row))
        body.addWidget(line())
        body.addLayout(
            pair(
                FormRow("Bank", self.bank, "books.bank"),
                FormRow("Kind of account", self.account_kind, "books.account_kind"),
            )
        )
        body.addLayout(pair(self.day_row, self.balance_row))
        make = button("Choose a place and create", "primary", on_click=self.make_book)
        body.addLayout(row(make, None))
        body.addWidget(line())
        words = "Several entities, units and members are described in a file (ORG.toml)."
        body.addWidget(label(words, "small", wrap=True))
        body.addLayout(row(button("Create from a file…", on_click=self.create_from_file), None))
        body.addStretch(1)
        self.setLayout(body)

    def _show_fec(self) -> None:
        federal = entity_kind(str(self.kind.currentData())).form is not None
        self._committee_row.setVisible(federal)
        self._filing_row.setVisible(federal)
        wanted = "federal" if federal else "operating"
        self.account_kind.setCurrentIndex(self.account_kind.findData(wanted))

    def organisation(self) -> Organisation | None:
        """Return what was typed, or None after saying what is missing."""
        problems = (
            (self.name_row, "" if self.name.text().strip() else "Name the organisation."),
            (self.entity_row, "" if self.entity.text().strip() else "Name its first entity."),
            (self.day_row, self.opened_on.problem),
            (self.balance_row, self.balance.problem),
        )
        for place, problem in problems:
            place.say(problem)
        day = self.opened_on.day
        if any(problem for _, problem in problems) or day is None:
            return None
        account = NewAccount(
            code="main", kind=str(self.account_kind.currentData()),
            name=f"{self.bank.text().strip()} checking".strip(), bank=self.bank.text().strip(),
            opening_date=day.isoformat(), opening_balance_cents=self.balance.cents or 0,
        )  # fmt: skip
        entity = NewEntity(
            code="main", kind=str(self.kind.currentData()), name=self.entity.text().strip(),
            registrations=self._registrations(), accounts=(account,),
        )  # fmt: skip
        return Organisation(name=self.name.text().strip(), entities=(entity,))

    def _registrations(self) -> tuple[NewRegistration, ...]:
        number = self.committee.text().strip().upper()
        if self._committee_row.isHidden() or not number:
            return ()
        filing = str(self.filing.currentData())
        return (NewRegistration(authority="FEC", identifier=number, filing=filing),)

    def make_book(self) -> None:
        """Ask where to, and make the book."""
        organisation = self.organisation()
        if organisation is not None:
            self._create_at_chosen_place(lambda: organisation)

    def create_from_file(self) -> None:
        """Ask for a description and for a place, and make the book."""
        path, _filter = QFileDialog.getOpenFileName(
            self, "Describe the organisation", self._folder, "Descriptions (*.toml)"
        )
        if path:
            self._create_at_chosen_place(lambda: read_organisation(Path(path)))

    def _create_at_chosen_place(self, read: Callable[[], Organisation]) -> None:
        place, _filter = QFileDialog.getSaveFileName(
            self, "New book", self._folder, f"Books (*{_SUFFIX})"
        )
        if place:
            location = place if place.endswith(_SUFFIX) else f"{place}{_SUFFIX}"
            self._create(location, lambda where: write_book(where, read()))
