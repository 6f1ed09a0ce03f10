"""A bank's statement on the Import page: its lines, and which account of the books it is of.

It touches no money of the books: it says what the bank says, for a later look at both.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake.asking import GIFTS, STATEMENT, WHAT, Question
from financedesk.intake.dialect import FoundTable, look_at
from financedesk.intake.formats import UnknownFormat
from financedesk.intake.source_file import opened
from financedesk.intake.statements import (
    Statement,
    StatementFile,
    StatementLine,
    bank_csv,
    camt,
    mt940,
    ofx,
    qif,
    read_statements,
)
from financedesk.intake.statements.bank_csv import Likeness, likeness
from financedesk.intake.statements.storing import StatementReport, take_statement
from financedesk.ledger.entities import accounts
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import count, counted, day, dollars
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.imports_bank_columns import FoundBankTable
from financedesk.ui.pages.imports_work import FoundColumns, Looked, Options, look
from financedesk.ui.widgets import (
    Banner,
    DataTable,
    Figure,
    FigureRow,
    FormRow,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.form_row import Need

_HEAD = 16_384
_FITS = (camt.fits, ofx.fits, mt940.fits, qif.fits)
_CHOOSE = "Choose the account"
_WHICH = "Choose which of them"
_SEARCHED = 200
"""So many lines of a table are looked at to tell whether it is a bank's."""


@dataclass(frozen=True)
class BankAccount:
    """A bank account of the books by the codes of entity and account, and in words."""

    entity: str
    account: str
    words: str


@dataclass(frozen=True)
class FoundStatement:
    """What a bank's file holds, whose account it may be, and how the file was read."""

    path: Path
    file: StatementFile
    accounts: tuple[BankAccount, ...]
    options: Options

    @property
    def lines(self) -> tuple[StatementLine, ...]:
        """The lines of all its statements."""
        return tuple(line for one in self.file.statements for line in one.lines)


def is_statement(path: Path) -> bool:
    """Tell whether a file is one that only banks write: OFX, QFX, QIF, CAMT or MT940."""
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


LookedAt = Looked | FoundStatement | FoundBankTable
Entities = Mapping[str, tuple[int, str]]
"""Ids and names by code."""


def look_at_any(
    desk: BookDesk,
    path: Path,
    options: Options,
    entities: Entities,
    progress: Progress,
    *,
    people: bool = False,
) -> LookedAt:
    """Find out what a file holds: gifts, a filing, or a bank's statement; nothing is stored.

    A table of no known format whose columns are a bank's is its statement; one that may be either
    raises a Question. Raises as ``look`` does.
    """
    if options.what == STATEMENT or is_statement(path):
        return _statement(desk, path, options, entities)
    try:
        with desk.writing() as book:
            result = look(book, path, options, progress, people=people)
    except UnknownFormat:
        if options.what:
            raise
        if _likeness(path, options) is Likeness.STATEMENT:
            return _statement(desk, path, options, entities)
        _ask_of_headless(path, options)
        raise
    if isinstance(result, FoundColumns) and not options.what and options.profile is None:
        like = _likeness(path, options)
        if like is Likeness.STATEMENT:
            return _statement(desk, path, options, entities)
        if like is Likeness.EITHER:
            raise Question(
                f"{path.name} may be a list of gifts or a bank's statement; its columns do not"
                " tell.",
                WHAT, _WHATS,
            )  # fmt: skip
    return result


_WHATS = ((GIFTS, "A list of gifts"), (STATEMENT, "A bank’s statement"))


def _ask_of_headless(path: Path, options: Options) -> None:
    """Raise a Question where a file is a table without the names of its columns."""
    try:
        with opened(path, options.encoding, options.sheet) as source:
            look_at(source, header_line=0)
    except BadInput:
        return
    raise Question(
        f"{path.name} is the export of no processor that is known, and no line of it names its"
        " columns. If it is a bank's, you can say what they hold.",
        WHAT, _WHATS[1:],
    )  # fmt: skip


def _likeness(path: Path, options: Options) -> Likeness:
    with opened(path, options.encoding, options.sheet) as source:
        return likeness(list(islice(source.lines(), _SEARCHED)), path.name)


def _statement(
    desk: BookDesk, path: Path, options: Options, entities: Entities
) -> FoundStatement | FoundBankTable:
    """Return a bank's statement, or the table whose columns have to be said for it."""
    said = replace(options.said, encoding=options.encoding, sheet=options.sheet)
    try:
        file = read_statements(path, said)
    except Question:
        raise
    except BadInput as error:
        if said.table is not None or is_statement(path):
            raise
        why = f"{error} {_SAY}"
        return FoundBankTable(path, _table_of(path, options, error), why, options)
    return FoundStatement(path, file, bank_accounts(desk.book, entities), options)


_SAY = "Or say here what its columns hold; nothing is stored before you confirm it."


def _table_of(path: Path, options: Options, error: BadInput) -> FoundTable:
    for header_line in (None, 0):
        with suppress(BadInput), opened(path, options.encoding, options.sheet) as source:
            return look_at(source, header_line=header_line)
    raise error


def take(
    book: Book, found: FoundStatement, of: BankAccount, number: str | None, *, dry_run: bool
) -> StatementReport:
    """Bring the statement into the book, or try it; raises as ``take_statement`` does.

    ``number`` is the bank's number of the account that is meant, where the file holds several.
    """
    options = found.options
    said = replace(options.said, encoding=options.encoding, sheet=options.sheet)
    return take_statement(
        book, found.path, account=of.account, entity=of.entity, number=number, said=said,
        dry_run=dry_run,
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
    """Shows the lines and asks whose account it is; ``account_chosen`` follows the choice.

    ``gifts_said`` when a table is none of a bank's.
    """

    account_chosen = Signal()
    gifts_said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._found: FoundStatement | None = None
        self.report: StatementReport | None = None
        self.figures = FigureRow("The statement")
        self.account = combo()
        self.account_row = FormRow(
            "Account", self.account, "imports.statement_account", need=Need.REQUIRED
        )
        self.number = combo()
        self.number_row = FormRow(
            "The bank’s account", self.number, "imports.statement_number", need=Need.REQUIRED
        )
        self.gifts = button("It is a table of gifts", "link", on_click=self.gifts_said.emit)
        self.notes = Banner()
        self.facts = label("", "small", wrap=True)
        self.model: ListTableModel[StatementLine] = ListTableModel(_COLUMNS)
        self.table = DataTable("Lines of the statement", self.model, selection_bar=False)
        self.table.setMinimumHeight(260)
        for box in (self.account, self.number):
            box.activated.connect(lambda _at: self._chosen())
        fields = row(spacing=16)
        for part in (self.number_row, self.account_row):
            fields.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        body = column(row(self.facts, None, self.gifts), self.figures, spacing=12)
        body.addLayout(fields)
        body.addWidget(self.notes)
        body.addWidget(self.table)
        self.setLayout(body)

    @property
    def chosen(self) -> BankAccount | None:
        """The account of the books that was chosen, once it is said which of the bank's it is."""
        made: BankAccount | None = self.account.currentData()
        return None if self._is_open else made

    @property
    def chosen_number(self) -> str | None:
        """The bank's number that was chosen, where the file holds several accounts."""
        number: str | None = self.number.currentData()
        return number

    @property
    def _is_open(self) -> bool:
        return self.number.count() > 1 and self.number.currentIndex() == 0

    def show_found(self, found: FoundStatement) -> None:
        """Show another file; the only account there is needs no choice."""
        self._found, self.report = found, None
        self.facts.setText(" · ".join(_words(found)))
        self.account.clear()
        self.account.addItem(_CHOOSE, None)
        for one in found.accounts:
            self.account.addItem(one.words, one)
        self.account.setCurrentIndex(1 if len(found.accounts) == 1 else 0)
        numbers = list(dict.fromkeys(one.account for one in found.file.statements))
        self.number.clear()
        self.number.addItem(_WHICH, None)
        for number in numbers if len(numbers) > 1 else ():
            self.number.addItem(number or "The one without a number", number)
        set_shown(self.number_row, shown=len(numbers) > 1)
        set_shown(self.gifts, shown=found.file.format == bank_csv.CODE)
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

    @property
    def _shown(self) -> Sequence[Statement]:
        """The statements of the bank's account that was chosen, or all of them."""
        if self._found is None:
            return ()
        number = self.chosen_number
        return [one for one in self._found.file.statements if number in (None, one.account)]

    def _show_figures(self) -> None:
        if self._found is None:
            return
        report, statements = self.report, self._shown
        lines = [line for one in statements for line in one.lines]
        self.model.show(lines)
        closing = [one.closing for one in statements if one.closing]
        self.figures.show_figures(
            (
                Figure("Lines", count(len(lines))),
                Figure("Money in", dollars(sum(one.cents for one in lines if one.cents > 0))),
                Figure("Money out", dollars(-sum(one.cents for one in lines if one.cents < 0))),
                *(Figure("Closing balance", dollars(one.cents)) for one in closing[-1:]),
                *_news(report),
            )
        )
        rejected = [one for each in statements for one in each.rejected]
        said = [f"{one.place}: {one.reason}" for one in rejected]
        said += report.notes if report else [note for one in statements for note in one.notes]
        self.notes.say("\n".join(dict.fromkeys(said)), "warn")


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
