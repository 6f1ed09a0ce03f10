"""The deposit slip: what goes to the bank together, on paper with two initials, or as a table.

Checks one by one, cash apart with its own count and sum, and the total that both control; beside
each gift its tenth day, by which it must be in the bank (11 CFR 103.3(a)).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from financedesk.book import Book, Reading
from financedesk.errors import BadInput
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.deposit_rows import (
    AT_BANK,
    OPEN,
    DepositRow,
    OnSlip,
    deposit_law,
    deposit_row,
)
from financedesk.ledger.deposits import slip_difference
from financedesk.ledger.entities import AccountRow, EntityRow, entity_by_id
from financedesk.ledger.overrides import overrides
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
from financedesk.reports.pdf.type import BODY, NOTE
from financedesk.reports.remittance_tables import Row, Table
from financedesk.reports.remittance_words import amount, counted, dollars
from financedesk.reports.table_file import write_table

ENDINGS = (".pdf", ".xlsx", ".csv")
TITLE = "Deposit slip"
_COLUMNS = spread(
    Column("Donor", 0), Column("Check", 92), Column("Designation", 92),
    Column("Received", 62), Column("Tenth day", 62), Column("Amount", 74, amount=True),
)  # fmt: skip
_SUMS = spread(Column("", 0), Column("Items", 60, amount=True), Column("Amount", 110, amount=True))
_TITLES = (
    "Part", "Number", "Donor", "Check or method", "Designation", "Received", "Tenth day", "Amount",
)  # fmt: skip
_MARKS = {OPEN: "OPEN", AT_BANK: "AT THE BANK"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPaper:
    """What a slip says: whose, of which account, and what is on it; ``law`` is that of its days."""

    entity: EntityRow
    account: AccountRow
    slip: DepositRow
    law: str
    on: date

    @property
    def mark(self) -> str:
        """How far the deposit is, in capitals, as it stands in the paper's corner."""
        return _MARKS.get(self.slip.state, "PARTLY AT THE BANK")


def write_deposit_slip(
    book: Book, deposit_id: int, on: date, target: Path, progress: Progress | None = None
) -> Path:
    """Write the slip of a deposit; the ending says as what: ``.pdf``, ``.xlsx`` or ``.csv``.

    The file is there only when it is complete. Raises BadInput for another ending and when the
    disk refuses, NotFound when there is no such deposit.
    """
    if target.suffix.lower() not in ENDINGS:
        raise BadInput(f"{target.name} does not end in {' or '.join(ENDINGS)}; choose another.")
    watch = progress or Silent()
    with book.read() as connection:
        paper = slip_paper(connection, deposit_id, on)
    if target.suffix.lower() == ".pdf":
        write_pdf([on_paper(paper)], target)
    else:
        table = as_table(paper)
        write_table(target, table.name, table.titles, table.rows, len(table.rows), watch)
    return target


def slip_paper(connection: Reading, deposit_id: int, on: date) -> SlipPaper:
    """Return what a slip says; raises NotFound when there is no such deposit."""
    slip = deposit_row(connection, deposit_id)
    return SlipPaper(
        entity=entity_by_id(connection, slip.entity_id),
        account=account_by_id(connection, slip.account_id), slip=slip,
        law=deposit_law(on, overrides(connection)), on=on,
    )  # fmt: skip


# --- what it says, once for paper and table


def _parts(slip: DepositRow) -> Sequence[tuple[str, tuple[OnSlip, ...]]]:
    return (("Checks", slip.checks), ("Cash", slip.cash))


def _total(items: Sequence[OnSlip]) -> int:
    return sum(one.cents for one in items)


def _control(slip: DepositRow) -> Sequence[tuple[str, int, int]]:
    return (
        *((name, len(items), _total(items)) for name, items in _parts(slip)),
        ("Entered", len(slip.items), slip.cents),
        ("Declared by who counted it", slip.declared_count, slip.declared_cents),
    )


def _difference(slip: DepositRow) -> str:
    words = slip_difference(slip.declared_count - len(slip.items), slip.declared_cents - slip.cents)
    if not words:
        return "Count and control total agree."
    why = f": {slip.why}" if slip.why else ""
    return f"It does not tie, {words}{why}."


def _received(slip: DepositRow) -> str:
    first, last = slip.received
    return f"received {first}" if first == last else f"received {first} to {last}"


# --- on paper


def on_paper(paper: SlipPaper) -> Paper:
    """Return the slip, ready to be written."""
    slip = paper.slip
    made = Paper(
        title=TITLE, whose=paper.entity.name,
        about=f"{paper.account.name} · deposit {slip.number} · {slip.day}", mark=paper.mark,
        warns=not slip.ties, foot=f"as known on {paper.on}",
    )  # fmt: skip
    flow = made.flow
    flow.begin(TITLE)
    below = " · ".join(filter(None, (paper.account.bank, paper.account.name, _received(slip))))
    flow.add(title(f"Deposit {slip.number} of {slip.day}", below))
    flow.add(figures((
        ("Items", f"{len(slip.items):,}"),
        ("Checks", dollars(_total(slip.checks))),
        ("Cash", dollars(_total(slip.cash))),
        ("Control total", dollars(slip.declared_cents)),
    )))  # fmt: skip
    for name, items in _parts(slip):
        _items(flow, name, items, slip)
    _sums(flow, slip)
    flow.add(sentence(_difference(slip), BODY))
    flow.add(sentence(
        f"Everything that is received is deposited by its tenth day ({paper.law}).", NOTE
    ))  # fmt: skip
    flow.skip(8)
    flow.add(to_sign(
        _initials("Counted by", slip.first_initials), _initials("and by", slip.second_initials)
    ))  # fmt: skip
    return made


def _initials(words: str, said: str) -> str:
    return f"{words}: {said}" if said else f"{words} (initials)"


def _items(flow: Flow, name: str, items: tuple[OnSlip, ...], slip: DepositRow) -> None:
    if not items:
        return
    flow.add(section(f"{name}, {counted(len(items), 'item')}"))
    flow.repeat(table_head(_COLUMNS))
    for number, one in enumerate(items, start=1):
        late = "deposited after its tenth day" if one in slip.late else ""
        cells = (
            f"{number}. {one.name}", one.method, one.designation, one.received, one.last_day,
            amount(one.cents),
        )  # fmt: skip
        flow.add(table_row(_COLUMNS, cells, below=late))
    flow.repeat()
    flow.add(table_row(_COLUMNS, ("All", "", "", "", "", amount(_total(items))), strong=True))
    flow.skip(4)


def _sums(flow: Flow, slip: DepositRow) -> None:
    flow.add(section("Count and control total"))
    flow.add(table_head(_SUMS))
    for place, (words, count, cents) in enumerate(_control(slip)):
        flow.add(table_row(_SUMS, (words, f"{count:,}", amount(cents)), strong=place >= 2))
    flow.skip(4)


# --- as a table


def as_table(paper: SlipPaper) -> Table:
    """Return the slip as rows: whose it is, every gift, the sums; whole numbers are cents."""
    slip = paper.slip
    heads = (
        paper.entity.name, paper.account.name, f"Deposit {slip.number} of {slip.day}",
        _received(slip), _difference(slip),
        f"Initials {slip.first_initials} {slip.second_initials}",
    )  # fmt: skip
    rows: list[Row] = [("Slip", "", words.strip(), "", "", "", "", None) for words in heads]
    for name, items in _parts(slip):
        rows += [
            (name, str(number), one.name, one.method, one.designation, one.received,
             one.last_day, one.cents)
            for number, one in enumerate(items, start=1)
        ]  # fmt: skip
    rows += [("Sums", str(count), words, "", "", "", "", cents)
             for words, count, cents in _control(slip)]  # fmt: skip
    return Table(TITLE, _TITLES, tuple(rows))
