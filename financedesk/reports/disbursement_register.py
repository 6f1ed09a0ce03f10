"""The register of disbursements on paper or as a table: who was paid, who is behind it, who agreed.

Payee, ultimate payee, purpose, category, line, bill, check and approvals of every payment of a span
of days; what came to who is behind a payment is part of it and not added up again.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from financedesk.book import Book, Reading
from financedesk.errors import BadInput
from financedesk.ledger.bills import Bill, bills_of_items
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.outlays import OutlayRow, outlay_rows, paid_between
from financedesk.ledger.period import Period
from financedesk.ledger.ultimate_payees import UltimatePayee, payees_of
from financedesk.progress import Progress, Silent
from financedesk.reports.pdf.paper import Column, Paper, figures, spread, table_head, table_row
from financedesk.reports.pdf.paper_file import write_pdf
from financedesk.reports.pdf.parts import title
from financedesk.reports.remittance_words import amount, dollars
from financedesk.reports.table_file import write_table
from financedesk.reports.xlsx.columns import Value

ENDINGS = (".pdf", ".xlsx", ".csv")
TITLES = (
    "Day", "Entity", "Payee", "Ultimate payee", "Purpose", "Category", "Kind", "Line", "Paid by",
    "Account", "Bill", "Approved by", "Amount", "Of it",
)  # fmt: skip
_COLUMNS = spread(
    Column("Payee", 0), Column("Day", 68), Column("Purpose", 124), Column("Paid by", 66),
    Column("Bill", 60), Column("Amount", 74, amount=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of the register, the bill that it paid and who is behind it."""

    row: OutlayRow
    entity: EntityRow
    bill: Bill | None
    behind: tuple[UltimatePayee, ...]

    @property
    def approved(self) -> str:
        """Who approved it, in words; empty where no bill says so."""
        said = self.bill.approvals if self.bill is not None else ()
        return ", ".join(f"{one.approver} {one.on}" for one in said)


@dataclass(frozen=True, slots=True)
class DisbursementRegister:
    """Every payment of some entities in a span of days, oldest first; amounts in cents."""

    entities: tuple[EntityRow, ...]
    period: Period
    paid: tuple[Paid, ...]

    @property
    def total_cents(self) -> int:
        """What was paid, voids taken off; memo entries add nothing."""
        return sum(one.row.out_cents for one in self.paid)


def disbursement_register(
    connection: Reading, entity_ids: Collection[int], period: Period
) -> DisbursementRegister:
    """Return the register of entities for a span of days."""
    ids = paid_between(connection, entity_ids, period)
    bills, behind = bills_of_items(connection, ids), payees_of(connection, ids)
    owners = {one: entity_by_id(connection, one) for one in entity_ids}
    return DisbursementRegister(
        tuple(owners.values()),
        period,
        tuple(
            Paid(row, owners[row.entry.entity_id], bills.get(row.id), behind.get(row.id, ()))
            for row in outlay_rows(connection, ids, entity_ids)
        ),
    )


def write_register(
    book: Book,
    entity_ids: Collection[int],
    period: Period,
    target: Path,
    progress: Progress | None = None,
) -> Path:
    """Write the register; the ending says as what (PDF, workbook, CSV).

    The file is there only when it is complete. Raises BadInput for another ending and when the
    disk refuses, Cancelled from ``progress``.
    """
    if target.suffix.lower() not in ENDINGS:
        raise BadInput(f"{target.name} does not end in {' or '.join(ENDINGS)}; choose another.")
    with book.read() as connection:
        register = disbursement_register(connection, entity_ids, period)
    if target.suffix.lower() == ".pdf":
        write_pdf([register_paper(register)], target)
    else:
        rows = list(register_rows(register))
        name = "Disbursement register"
        write_table(target, name, TITLES, rows, len(rows), progress or Silent())
    return target


# --- as a table


def register_rows(register: DisbursementRegister) -> Iterator[Sequence[Value]]:
    """Yield the rows of the table: a payment, then who is behind it, under *Of it*."""
    for one in register.paid:
        row, entry = one.row, one.row.entry
        yield (
            entry.date, one.entity.code, row.payee, "", row.purpose, row.category,
            entry.kind_label, entry.line, entry.method, row.account,
            one.bill.number if one.bill else "", one.approved, row.out_cents, None,
        )  # fmt: skip
        for each in one.behind:
            yield (
                each.day, one.entity.code, row.payee, each.contact.display_name, each.purpose,
                each.category, "", "", "", "", "", "", None, each.cents,
            )  # fmt: skip


# --- on paper


def register_paper(register: DisbursementRegister) -> Paper:
    """Return the register, ready to be written."""
    names = ", ".join(one.name for one in register.entities)
    span = f"{register.period.first} to {register.period.last}"
    numbers = ", ".join(one.committee_id for one in register.entities if one.committee_id)
    foot = f"FEC {numbers}" if numbers else ""
    paper = Paper(title="Disbursement register", whose=names, about=span, foot=foot)
    flow = paper.flow
    flow.begin("Disbursement register")
    flow.add(title("Disbursement register", f"{names} · {span}"))
    flow.add(figures((
        ("Payments", f"{len(register.paid):,}"), ("Paid", dollars(register.total_cents)),
        ("With a bill", f"{sum(one.bill is not None for one in register.paid):,}"),
        ("With ultimate payees", f"{sum(bool(one.behind) for one in register.paid):,}"),
    )))  # fmt: skip
    flow.repeat(table_head(_COLUMNS))
    for one in register.paid:
        flow.add(table_row(_COLUMNS, _cells(one), below=_below(one)))
    total = ("Total", "", "", "", "", amount(register.total_cents))
    flow.add(table_row(_COLUMNS, total, strong=True))
    return paper


def _cells(one: Paid) -> tuple[str, ...]:
    row = one.row
    return (
        row.payee, row.entry.date, row.purpose, row.entry.method,
        one.bill.number if one.bill is not None else "", amount(row.out_cents),
    )  # fmt: skip


def _below(one: Paid) -> str:
    """Return what else is known of a payment: its line, approvals, who is behind it."""
    behind = "; ".join(
        f"{each.contact.display_name} {amount(each.cents)} ({each.purpose})" for each in one.behind
    )
    parts = (
        one.row.entry.line,
        f"Category {one.row.category}" if one.row.category else "",
        f"Approved by {one.approved}" if one.approved else "",
        f"Behind it: {behind}" if behind else "",
    )
    return " · ".join(filter(None, parts))
