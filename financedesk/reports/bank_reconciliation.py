"""The bank reconciliation statement: one paper for the files and the auditor, the same as a table.

Bank and books brought to one figure, with everything that lies between them, who prepared and who
reviewed it (72 Fed. Reg. 16695), and the tie to the cash on hand that the report states.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from financedesk.banking.reconciliation import (
    Reconciliation,
    cents_of,
    reconciliation,
    reconciliation_of,
)
from financedesk.banking.tie_out import LINE_SIDE, Tie, tie_of
from financedesk.book import Book, Reading
from financedesk.errors import BadInput
from financedesk.ledger.bank_closings import ClosingItem
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.progress import Progress, Silent
from financedesk.reports.pdf.page import Flow
from financedesk.reports.pdf.paper import (
    Column,
    Paper,
    figures,
    spread,
    table_head,
    table_row,
    to_sign,
)
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.reports.pdf.parts import section, sentence, title
from financedesk.reports.pdf.type import BODY
from financedesk.reports.remittance_tables import Row, Table
from financedesk.reports.remittance_words import amount, counted, dollars
from financedesk.reports.table_file import write_table

ENDINGS = (".pdf", ".xlsx", ".csv")
TITLE = "Bank reconciliation statement"
_SUMS = spread(Column("", 0), Column("Amount", 110, amount=True))
_ITEMS = spread(
    Column("What", 0), Column("Day", 72), Column("Days old", 60, amount=True),
    Column("Amount", 90, amount=True),
)  # fmt: skip
_TITLES = ("Part", "What", "Day", "Days old", "Why", "Amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPaper:
    """What the statement says: whose, bank and books, and the tie of that sort of money."""

    entity: EntityRow
    found: Reconciliation
    tie: Tie
    on: date

    @property
    def mark(self) -> str:
        """How far the closing is, in capitals, as it stands in the paper's corner."""
        kept = self.found.closing
        if kept is None:
            return "NOT CLOSED"
        if not kept.is_in_force:
            return "REOPENED"
        return "CLOSED AND REVIEWED" if kept.reviewed_on else "CLOSED, NOT REVIEWED"


def write_bank_reconciliation(
    book: Book, account_id: int, through: str, on: date, target: Path,
    progress: Progress | None = None, *, closing_id: int | None = None,
) -> Path:  # fmt: skip
    """Write the statement of an account through a day; the ending says as what.

    ``closing_id`` asks for one closing, also a reopened one. The file is there only when it is
    complete. Raises BadInput for another ending, for what is no day and when the disk refuses,
    Refused for an account that no bank keeps.
    """
    if target.suffix.lower() not in ENDINGS:
        raise BadInput(f"{target.name} does not end in {' or '.join(ENDINGS)}; choose another.")
    watch = progress or Silent()
    watch.step(0, 2, "Reading the account")
    with book.read() as connection:
        paper = bank_paper(connection, account_id, through, on, closing_id=closing_id)
    watch.step(1, 2, f"Writing {target.name}")
    if target.suffix.lower() == ".pdf":
        write_pdf([on_paper(paper)], target)
    else:
        table = as_table(paper)
        write_table(target, table.name, table.titles, table.rows, len(table.rows), watch)
    watch.step(2, 2, f"Written {target.name}")
    return target


def bank_paper(
    connection: Reading, account_id: int, through: str, on: date,
    *, closing_id: int | None = None,
) -> BankPaper:  # fmt: skip
    """Return what the statement says; raises as ``write_bank_reconciliation`` does."""
    if closing_id is None:
        found = reconciliation(connection, account_id, through)
    else:
        found = reconciliation_of(connection, closing_id)
    tie = tie_of(connection, found.account, found.through)
    entity = entity_by_id(connection, found.account.entity_id)
    return BankPaper(entity=entity, found=found, tie=tie, on=on)


# --- what it says, once for paper and table


def _bank_sums(found: Reconciliation) -> list[tuple[str, int]]:
    told = f"Balance of the bank on {found.through}"
    if found.statement_on and found.statement_on != found.through:
        told = f"{told}, from the statement of {found.statement_on}"
    return [
        (told, found.statement_cents),
        (f"Plus deposits in transit ({len(found.in_transit):,})", cents_of(found.in_transit)),
        (f"Less outstanding items ({len(found.outstanding):,})", cents_of(found.outstanding)),
    ]


def _book_sums(found: Reconciliation) -> list[tuple[str, int]]:
    came = tuple(one for one in found.unbooked if one.cents > 0)
    went = tuple(one for one in found.unbooked if one.cents < 0)
    return [
        (f"Balance of the books on {found.through}", found.book_cents),
        (f"Plus receipts that only the bank has ({len(came):,})", cents_of(came)),
        (f"Less charges and returns that only the bank has ({len(went):,})", cents_of(went)),
    ]


def _lists(found: Reconciliation) -> Sequence[tuple[str, tuple[ClosingItem, ...]]]:
    return (
        ("Deposits in transit", found.in_transit),
        ("Outstanding checks and payments", found.outstanding),
        ("Only the bank has", found.unbooked),
    )


def _tie_sums(tie: Tie) -> Iterator[tuple[str, int | None]]:
    yield f"Adjusted bank, {tie.label.lower()}", tie.bank_cents
    yield "Books", tie.book_cents
    yield tie.line_words, tie.line_cents


def _signed(paper: BankPaper) -> Iterator[str]:
    kept = paper.found.closing
    if kept is None:
        yield "Nothing is closed through this day; the paper shows the books as they stand."
        yield from paper.found.hinders
        return
    yield f"Prepared by {kept.prepared_by} on {kept.prepared_on}."
    if kept.reviewed_on:
        yield f"Reviewed by {kept.reviewed_by} on {kept.reviewed_on}."
    else:
        yield "Not reviewed yet; somebody who neither prepared it nor signs as treasurer does that."
    if kept.reopened_on:
        yield f"Reopened by {kept.reopened_by} on {kept.reopened_on}: {kept.reopened_why}."


# --- on paper


def on_paper(paper: BankPaper) -> Paper:
    """Return the statement, ready to be written."""
    found, account = paper.found, paper.found.account
    made = Paper(
        title=TITLE, whose=paper.entity.name,
        about=f"{account.name} · {found.first} to {found.through}", mark=paper.mark,
        warns=found.closing is None or not found.closing.is_in_force,
        foot=f"as known on {paper.on}",
    )  # fmt: skip
    flow = made.flow
    flow.begin(TITLE)
    below = " · ".join(filter(None, (account.bank, f"{found.first} to {found.through}")))
    flow.add(title(account.name, below))
    flow.add(figures((
        ("Adjusted bank", dollars(found.adjusted_bank_cents)),
        ("Adjusted books", dollars(found.adjusted_book_cents)),
        ("Difference", dollars(found.remainder_cents)),
    )))  # fmt: skip
    _sums(flow, "Bank", _bank_sums(found), ("Adjusted bank", found.adjusted_bank_cents))
    _sums(flow, "Books", _book_sums(found), ("Adjusted books", found.adjusted_book_cents))
    for name, items in _lists(found):
        _items(flow, name, items, found)
    _tie(flow, paper)
    flow.add(section("Prepared and reviewed"), *(sentence(one, BODY) for one in _signed(paper)))
    flow.skip(8)
    flow.add(to_sign("Prepared by, day", "Reviewed by, day"))
    return made


def _sums(flow: Flow, name: str, sums: Sequence[tuple[str, int]], total: tuple[str, int]) -> None:
    flow.add(section(name))
    for words, cents in sums:
        flow.add(table_row(_SUMS, (words, amount(cents))))
    flow.add(table_row(_SUMS, (total[0], amount(total[1])), strong=True))
    flow.skip(4)


def _items(flow: Flow, name: str, items: tuple[ClosingItem, ...], found: Reconciliation) -> None:
    if not items:
        return
    flow.add(section(f"{name}, {counted(len(items), 'item')}"))
    flow.repeat(table_head(_ITEMS))
    for one in items:
        cells = (one.text or "No words", one.day, f"{found.age(one):,}", amount(one.cents))
        flow.add(table_row(_ITEMS, cells, below=one.why))
    flow.repeat()
    flow.add(table_row(_ITEMS, ("All", "", "", amount(cents_of(items))), strong=True))
    flow.skip(4)


def _tie(flow: Flow, paper: BankPaper) -> None:
    tie, own = paper.tie, paper.found.account
    flow.add(section("Bank, books and report"))
    if len(tie.accounts) > 1:
        for held in tie.accounts:
            beyond = "" if held.account.role == "bank" else ", in no bank: as the books have it"
            flow.add(table_row(_SUMS, (held.account.name + beyond, _known(held.bank_cents))))
    for words, cents in _tie_sums(tie):
        flow.add(table_row(_SUMS, (words, _known(cents)), strong=True))
    flow.skip(4)
    if tie.is_tied:
        flow.add(sentence("They are the same to the cent.", BODY))
        return
    listed = tuple(one for one in tie.rows if one.account_id == own.id and one.cents)
    if listed:
        less = dollars(sum(one.cents for one in listed))
        flow.add(sentence(f"Bank less books: {less} of {own.name}, as listed above.", BODY))
    for one in tie.rows:
        if one not in listed:
            side = "Report less books" if one.side == LINE_SIDE else "Bank less books"
            flow.add(sentence(f"{side}: {dollars(one.cents)} on {one.day}, {one.text}", BODY))


def _known(cents: int | None) -> str:
    return "not known" if cents is None else amount(cents)


# --- as a table


def as_table(paper: BankPaper) -> Table:
    """Return the statement as rows: the sums, then every item; whole numbers are cents."""
    found = paper.found
    rows: list[Row] = [
        ("Statement", words, "", "", "", None)
        for words in (paper.entity.name, found.account.name, paper.mark, *_signed(paper))
    ]
    for part, sums, total in (
        ("Bank", _bank_sums(found), found.adjusted_bank_cents),
        ("Books", _book_sums(found), found.adjusted_book_cents),
    ):
        rows += [(part, words, found.through, "", "", cents) for words, cents in sums]
        rows.append((part, f"Adjusted {part.lower()}", found.through, "", "", total))
    rows.append(("Difference", "", found.through, "", "", found.remainder_cents))
    for name, items in _lists(found):
        rows += [
            (name, one.text, one.day, str(found.age(one)), one.why, one.cents) for one in items
        ]
    rows += [("Tie", words, found.through, "", "", cents) for words, cents in _tie_sums(paper.tie)]
    rows += [("Tie, differs by", one.text, one.day, "", "", one.cents) for one in paper.tie.rows]
    return Table("Bank reconciliation", _TITLES, tuple(rows))
