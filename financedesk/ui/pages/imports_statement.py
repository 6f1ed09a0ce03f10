"""A bank's statement on the Import page: its lines, and which account of the books it is of.

It touches no money of the books: it says what the bank says, for a later look at both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake.source_file import opened
from financedesk.intake.statements import (
    Statement,
    StatementFile,
    StatementLine,
    camt,
    mt940,
    ofx,
    qif,
)
from financedesk.intake.statements.storing import StatementReport, take_statement
from financedesk.ledger.entities import accounts
from financedesk.ui.formatting import count, counted, day, dollars
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.widgets import (
    Banner,
    DataTable,
    Figure,
    FigureRow,
    FormRow,
    column,
    label,
)
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.form_row import Need

_HEAD = 16_384
_FITS = (camt.fits, ofx.fits, mt940.fits, qif.fits)
_CHOOSE = "Choose the account"


@dataclass(frozen=True)
class BankAccount:
    """A bank account of the books by the codes of entity and account, and in words."""

    entity: str
    account: str
    words: str


@dataclass(frozen=True)
class FoundStatement:
    """What a bank's file holds, and whose account it may be."""

    path: Path
    file: StatementFile
    accounts: tuple[BankAccount, ...]

    @property
    def lines(self) -> tuple[StatementLine, ...]:
        """The lines of all its statements."""
        return tuple(line for one in self.file.statements for line in one.lines)


def is_statement(path: Path) -> bool:
    """Tell whether a file is one that only banks write: OFX, QFX, QIF, CAMT or MT940.

    Of a bank's CSV the window cannot know whether it is one; the shell is told.
    """
    try:
        with (
            opened(path, "latin-1", any_kind=True) as source,
            source.content.open("rb") as stream,
        ):
            head = stream.read(_HEAD)
    except BadInput:
        return False
    return any(fits(head) for fits in _FITS)


def bank_accounts(book: Book, entities: Mapping[str, tuple[int, str]]) -> tuple[BankAccount, ...]:
    """Return the bank accounts of entities, given as ids and names by code."""
    with book.read() as connection:
        return tuple(
            BankAccount(code, one.code, f"{name} · {one.name or one.code}")
            for code, (entity_id, name) in entities.items()
            for one in accounts(connection, entity_id)
            if one.role == "bank"
        )


def take(book: Book, found: FoundStatement, of: BankAccount, *, dry_run: bool) -> StatementReport:
    """Bring the statement into the book, or try it; raises as ``take_statement`` does."""
    return take_statement(
        book, found.path, account=of.account, entity=of.entity, dry_run=dry_run
    )  # fmt: skip


_COLUMNS: tuple[Column[StatementLine], ...] = (
    Column("day", "Booked", lambda one: day(date.fromisoformat(one.booked_on)), Look.TEXT, 120,
           sortable=False),
    Column("payee", "Who", lambda one: one.payee or one.memo, Look.STRONG, 220, stretch=True,
           least=120, sortable=False),
    Column("memo", "What for", lambda one: one.memo if one.payee else "", Look.QUIET, 260,
           yields=True, sortable=False),
    Column("reference", "Reference", lambda one: one.reference, Look.QUIET, 150, yields=True,
           sortable=False),
    Column("check", "Check", lambda one: one.check_number, Look.QUIET, 90, yields=True,
           sortable=False),
    money_column("cents", "Amount", lambda one: one.cents),
)  # fmt: skip


class StatementPanel(QWidget):
    """Shows the lines and asks whose account it is; ``account_chosen`` follows the choice."""

    account_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: FoundStatement | None = None
        self.report: StatementReport | None = None
        self.figures = FigureRow("The statement")
        self.account = combo()
        self.account_row = FormRow(
            "Account", self.account, "imports.statement_account", need=Need.REQUIRED
        )
        self.notes = Banner()
        self.facts = label("", "small", wrap=True)
        self.model: ListTableModel[StatementLine] = ListTableModel(_COLUMNS)
        self.table = DataTable("Lines of the statement", self.model, selection_bar=False)
        self.table.setMinimumHeight(260)
        self.account.activated.connect(lambda _at: self._chosen())
        self.setLayout(
            column(self.facts, self.figures, self.account_row, self.notes, self.table, spacing=12)
        )

    @property
    def chosen(self) -> BankAccount | None:
        """The account that was chosen."""
        made: BankAccount | None = self.account.currentData()
        return made

    def show_found(self, found: FoundStatement) -> None:
        """Show another file; the only account there is needs no choice."""
        self._found, self.report = found, None
        self.facts.setText(" · ".join(_words(found)))
        self.account.clear()
        self.account.addItem(_CHOOSE, None)
        for one in found.accounts:
            self.account.addItem(one.words, one)
        self.account.setCurrentIndex(1 if len(found.accounts) == 1 else 0)
        self.model.show(found.lines)
        self._show_figures()

    def show_report(self, report: StatementReport) -> None:
        """Show what is new of it for the account that was chosen."""
        self.report = report
        self._show_figures()

    def refuse(self, words: str) -> None:
        """Say why it is not of this account."""
        self.report = None
        self._show_figures()
        self.notes.say(words, "bad")

    def _chosen(self) -> None:
        self.report = None
        self._show_figures()
        self.account_chosen.emit()

    def _show_figures(self) -> None:
        if self._found is None:
            return
        lines, report = self._found.lines, self.report
        closing = [one.closing for one in self._found.file.statements if one.closing]
        self.figures.show_figures(
            (
                Figure("Lines", count(len(lines))),
                Figure("Money in", dollars(sum(one.cents for one in lines if one.cents > 0))),
                Figure("Money out", dollars(-sum(one.cents for one in lines if one.cents < 0))),
                *(Figure("Closing balance", dollars(one.cents)) for one in closing[-1:]),
                *_news(report),
            )
        )
        rejected = [one for each in self._found.file.statements for one in each.rejected]
        said = [f"{one.place}: {one.reason}" for one in rejected]
        said += (
            report.notes if report else [n for s in self._found.file.statements for n in s.notes]
        )
        self.notes.say("\n".join(dict.fromkeys(said)), "warn")


def _told(statement: Statement) -> Sequence[str]:
    """Return what was not read of a statement, and what does not add up in it."""
    rejected = (f"{one.place}: {one.reason}" for one in statement.rejected)
    return (*rejected, *statement.notes)


def _news(report: StatementReport | None) -> Sequence[Figure]:
    if report is None:
        return ()
    return (
        Figure("New lines", count(report.added), "ok" if report.added else ""),
        Figure("Known already", count(report.known)),
    )


def _words(found: FoundStatement) -> Sequence[str]:
    numbers = [one.account for one in found.file.statements if one.account]
    several = len(found.file.statements)
    return (
        found.path.name,
        found.file.format.upper(),
        *([f"account {', '.join(dict.fromkeys(numbers))}"] if numbers else []),
        *([counted(several, "statement")] if several > 1 else []),
    )
