"""What the view of shared costs reads, and how its three lists show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.book import Book
from financedesk.ledger.cost_agreements import Agreement, agreements
from financedesk.ledger.cost_invoices import (
    ON_ITS_WAY,
    OPEN,
    OVERDUE,
    SETTLED,
    Invoice,
    invoices,
)
from financedesk.ledger.cost_timesheets import Timesheet, timesheets
from financedesk.ledger.entities import AccountRow, EntityRow, accounts
from financedesk.rules.cost_sharing import TERMS, CostTerms, bases, what_is_shared
from financedesk.rules.entities import account_kind
from financedesk.rules.passages import Holder, side_of
from financedesk.ui.formatting import NO_BREAK_SPACE, counted, day, dollars, percent
from financedesk.ui.models import Column, Look, money_column

STATES: Mapping[str, tuple[str, str]] = {
    OPEN: ("Open", "info"), OVERDUE: ("Overdue", "bad"), ON_ITS_WAY: ("On its way", "info"),
    SETTLED: ("Settled", "ok"),
}  # fmt: skip
_PRESSING_DAYS = 5
_GONE = "an entity that is not in this book"


@dataclass(frozen=True)
class SideChoice:
    """One side that may bear or owe: an entity with one sort of its money."""

    entity: EntityRow
    account_kind: str
    words: str


@dataclass(frozen=True)
class InvoiceLine:
    """An invoice with the names of both sides, as of a day."""

    one: Invoice
    bearer: str
    debtor: str
    today: date

    @property
    def id(self) -> int:
        """The invoice's number in the book."""
        return self.one.id


@dataclass(frozen=True)
class AgreementLine:
    """An agreement with the names of both sides, as of a day."""

    one: Agreement
    bearer: str
    debtor: str
    today: date

    @property
    def id(self) -> int:
        """The agreement's number in the book."""
        return self.one.id


@dataclass(frozen=True)
class TimesheetLine:
    """A timesheet with the employer's name."""

    one: Timesheet
    employer: str

    @property
    def id(self) -> int:
        """The timesheet's number in the book."""
        return self.one.id


@dataclass(frozen=True)
class Shared:
    """Everything that the view shows; names are those of the entities that the reader may see.

    ``short`` are their short names in the lists.
    """

    today: date
    agreements: tuple[Agreement, ...]
    invoices: tuple[Invoice, ...]
    timesheets: tuple[Timesheet, ...]
    entities: tuple[EntityRow, ...]
    sides: tuple[SideChoice, ...]
    scope: frozenset[int]
    short: Mapping[int, str]

    def name(self, code: str) -> str:
        """Return the name of an entity by its short name."""
        return next((one.name for one in self.entities if one.code == code), _GONE)

    def name_of(self, entity_id: int) -> str:
        """Return the name of an entity by its number."""
        return next((one.name for one in self.entities if one.id == entity_id), _GONE)

    def listed(self, entity_id: int) -> str:
        """Return an entity's name as the lists have it."""
        return self.short.get(entity_id) or self.name_of(entity_id)

    def listed_code(self, code: str) -> str:
        """Return an entity's name as the lists have it, by its short name in the book."""
        found = next((one.id for one in self.entities if one.code == code), 0)
        return self.listed(found)

    def invoice_lines(self) -> tuple["InvoiceLine", ...]:
        """Return the invoices as the list shows them."""
        return tuple(
            InvoiceLine(
                one, self.listed(one.facts.parties.entity_id),
                self.listed_code(one.facts.parties.debtor), self.today,
            )
            for one in self.invoices
        )  # fmt: skip

    def agreement_lines(self) -> tuple["AgreementLine", ...]:
        """Return the agreements as the list shows them."""
        return tuple(
            AgreementLine(
                one, self.listed(one.facts.parties.entity_id),
                self.listed_code(one.facts.parties.debtor), self.today,
            )
            for one in self.agreements
        )  # fmt: skip

    def timesheet_lines(self) -> tuple["TimesheetLine", ...]:
        """Return the timesheets as the list shows them."""
        return tuple(
            TimesheetLine(one, self.listed(one.facts.entity_id)) for one in self.timesheets
        )

    @property
    def owed_words(self) -> str:
        """What the entities in hand are owed and what they owe, as a sentence; "" for nothing."""
        codes = {one.code for one in self.entities if one.id in self.scope}
        among, to_them, by_them = 0, 0, 0
        for one in self.invoices:
            bears = one.facts.parties.entity_id in self.scope
            owes = one.facts.parties.debtor in codes
            among += one.open_cents if bears and owes else 0
            to_them += one.open_cents if bears and not owes else 0
            by_them += one.open_cents if owes and not bears else 0
        parts = (
            f"{dollars(among)} owed between them" if among else "",
            f"{dollars(to_them)} owed to you" if to_them else "",
            f"{dollars(by_them)} owed by you" if by_them else "",
        )
        return " · ".join(part for part in parts if part)

    @property
    def overdue(self) -> int:
        """How many invoices are late."""
        return sum(one.state(self.today) == OVERDUE for one in self.invoices)


def read_shared(
    book: Book,
    seen: Sequence[EntityRow],
    scope: Sequence[int],
    today: date,
    short: Mapping[int, str],
) -> Shared:
    """Return what the entities in hand share with others (*worker*)."""
    with book.read() as connection:
        ids = [one.id for one in seen]
        held = {one.id: accounts(connection, one.id) for one in seen}
        return Shared(
            today=today,
            agreements=agreements(connection, scope),
            invoices=invoices(connection, scope, seen=ids),
            timesheets=timesheets(connection, scope),
            entities=tuple(seen),
            sides=tuple(side for one in seen for side in _sides(one, held[one.id])),
            scope=frozenset(scope),
            short=short,
        )


def _sides(entity: EntityRow, held: Sequence[AccountRow]) -> list[SideChoice]:
    """Return the sorts of money that an entity holds; one alone needs no words of its own."""
    kinds: dict[str, str] = {}
    for one in held:
        if one.role == "bank" and not one.closed_on and not entity.closed_on:
            kinds.setdefault(side_of(Holder(entity.kind, one.kind)), one.kind)
    several = len(kinds) > 1
    return [
        SideChoice(
            entity, kind, f"{entity.name} · {account_kind(kind).label}" if several else entity.name
        )
        for kind in kinds.values()
    ]


# --- words


def days_words(one: Invoice, today: date) -> str:
    """Return what is left until the last day, or by how much it has passed."""
    if one.state(today) == SETTLED:
        return "Paid late" if one.settled_late else ""
    days = one.days_left(today)
    if days == 0:
        return "today"
    return f"{counted(days, 'day')} left" if days > 0 else f"{counted(-days, 'day')} late"


def state_words(one: Invoice, today: date) -> tuple[str, str]:
    """Return the state of an invoice as word and tone; what is nearly due is yellow."""
    state = one.state(today)
    if state == OPEN and one.days_left(today) <= _PRESSING_DAYS:
        return "Due soon", "warn"
    return STATES[state]


def terms_words(terms: CostTerms) -> str:
    """Return the terms with their law; no line breaks between a code and its number."""
    return terms.words.replace("CFR ", f"CFR{NO_BREAK_SPACE}")


def hours_words(minutes: int) -> str:
    """Return minutes as hours: ``40:30``."""
    return f"{minutes // 60}:{minutes % 60:02d}"


def certified_words(one: Timesheet) -> tuple[str, str]:
    """Return whether hours are certified as word and tone."""
    return ("Certified", "ok") if one.facts.certified_on else ("Not certified", "warn")


def agreement_state(one: Agreement, today: date) -> tuple[str, str]:
    """Return whether an agreement holds as word and tone."""
    facts = one.facts
    if facts.to_date and facts.to_date < today.isoformat():
        return "Ended", "neutral"
    return ("In force", "ok") if facts.from_date <= today.isoformat() else ("Coming", "info")


# --- columns


def invoice_columns() -> tuple[Column[InvoiceLine], ...]:
    """Return the columns of the invoices."""
    return (
        Column("state", "State", lambda row: state_words(row.one, row.today)[0], Look.CHIP, 108,
               tone=lambda row: state_words(row.one, row.today)[1]),
        Column("number", "Invoice", lambda row: row.one.facts.number, Look.STRONG, 92,
               least=76),
        Column("what", "For", lambda row: for_words(row.one), Look.QUIET, 150, stretch=True,
               yields=True, tip=lambda row: for_words(row.one)),
        # It takes the free room where there is none for what it is about.
        Column("debtor", "Owed by", lambda row: row.debtor, Look.TEXT, 160, least=96,
               stretch=True, tip=lambda row: row.debtor),
        Column("left", "Time", lambda row: days_words(row.one, row.today), Look.TEXT, 116,
               yields=True, sortable=False),
        Column("due", "Due", lambda row: day(row.one.due), Look.TEXT, 104, yields=True),
        Column("bearer", "To", lambda row: row.bearer, Look.TEXT, 160, least=104, yields=True,
               tip=lambda row: row.bearer),
        money_column("amount", "Amount", lambda row: row.one.facts.amount_cents, width=104,
                     look=Look.NUMBER, summed=False, yields=True),
        money_column("open", "Owed", lambda row: row.one.open_cents, width=104),
    )  # fmt: skip


def agreement_columns() -> tuple[Column[AgreementLine], ...]:
    """Return the columns of the agreements."""
    return (
        Column("state", "State", lambda row: agreement_state(row.one, row.today)[0], Look.CHIP, 96,
               tone=lambda row: agreement_state(row.one, row.today)[1]),
        Column("title", "Agreement", lambda row: row.one.facts.title, Look.STRONG, 180,
               stretch=True, tip=lambda row: row.one.facts.title),
        Column("bearer", "Bears the cost", lambda row: row.bearer, Look.TEXT, 170, least=110,
               tip=lambda row: row.bearer),
        Column("debtor", "Owes a share", lambda row: row.debtor, Look.TEXT, 170, least=110,
               tip=lambda row: row.debtor),
        Column("what", "What", lambda row: what_is_shared()[row.one.facts.what], Look.TEXT, 140,
               yields=True),
        Column("basis", "Measured by", lambda row: basis_words(row.one), Look.QUIET, 120,
               yields=True),
        Column("terms", "Paid", lambda row: TERMS[row.one.terms.terms], Look.TEXT, 110,
               yields=True, tip=lambda row: row.one.terms.words),
        Column("signed", "Signed", lambda row: day(date.fromisoformat(row.one.facts.signed_on)),
               Look.TEXT, 104, yields=True),
    )  # fmt: skip


def timesheet_columns() -> tuple[Column[TimesheetLine], ...]:
    """Return the columns of the timesheets."""
    return (
        Column("state", "State", lambda row: certified_words(row.one)[0], Look.CHIP, 124,
               tone=lambda row: certified_words(row.one)[1]),
        Column("month", "Month", lambda row: row.one.facts.month, Look.TEXT, 88, least=66),
        Column("person", "Person", lambda row: row.one.facts.person, Look.STRONG, 150,
               least=96, stretch=True),
        Column("employer", "Employer", lambda row: row.employer, Look.TEXT, 170, yields=True,
               tip=lambda row: row.employer),
        Column("hours", "Hours", lambda row: hours_words(row.one.facts.minutes), Look.NUMBER, 80,
               yields=True),
        Column("federal", "Federal", lambda row: federal_words(row.one), Look.CHIP, 120,
               tone=lambda row: "warn" if row.one.above_quarter else "neutral",
               tip=lambda row: _bound_words(row.one)),
        Column("invoiced", "Invoiced", lambda row: ", ".join(row.one.invoices), Look.QUIET, 110,
               yields=True, tip=lambda row: ", ".join(row.one.invoices)),
        money_column("pay", "Month’s cost", lambda row: row.one.facts.pay_cents, width=116,
                     yields=True),
    )  # fmt: skip


def for_words(one: Invoice) -> str:
    """Return what an invoice is for."""
    what = what_is_shared().get(one.facts.what, one.facts.what)
    return f"{what}: {one.facts.description}" if one.facts.description else what


def basis_words(one: Agreement) -> str:
    """Return how a share is measured, with the per cent of a fixed one."""
    if one.facts.share_points is not None:
        return f"Fixed, {percent(one.facts.share_points, 10_000, decimals=2)}"
    return bases()[one.facts.basis].partition(":")[0]


def federal_words(one: Timesheet) -> str:
    """Return the part of a month that was for federal elections; above its bound with a mark."""
    words = percent(one.facts.federal_minutes, one.facts.minutes, decimals=0)
    return f"{words} · above" if one.above_quarter else words


def _bound_words(one: Timesheet) -> str:
    if one.quarter is None:
        return "The bound of 25 % holds for state and local party committees"
    return f"{one.quarter.says} ({one.quarter.citation})"


# --- orders: what a column sorts by where that is not what it shows


def invoice_order(row: InvoiceLine, key: str) -> tuple[object, ...]:
    """Return what invoices are sorted by."""
    one = row.one
    found: Mapping[str, object] = {
        "amount": one.facts.amount_cents, "open": one.open_cents, "due": one.due,
        "number": one.facts.number, "debtor": row.debtor, "bearer": row.bearer,
        "what": for_words(one), "state": one.state(row.today),
    }  # fmt: skip
    return (found[key], one.due, one.id)


def agreement_order(row: AgreementLine, key: str) -> tuple[object, ...]:
    """Return what agreements are sorted by."""
    column = next(one for one in agreement_columns() if one.key == key)
    return (row.one.facts.signed_on if key == "signed" else column.text(row).casefold(), row.id)


def timesheet_order(row: TimesheetLine, key: str) -> tuple[object, ...]:
    """Return what timesheets are sorted by."""
    facts = row.one.facts
    figures: Mapping[str, int] = {
        "hours": facts.minutes, "pay": facts.pay_cents,
        "federal": facts.federal_minutes * 10_000 // max(1, facts.minutes),
    }  # fmt: skip
    if key in figures:
        return (figures[key], row.id)
    column = next(one for one in timesheet_columns() if one.key == key)
    return (column.text(row).casefold(), facts.month, row.id)
