"""Which data and goods may pass from one body to another, at what price, and what is booked.

The table is ``resources/rules/data_crossings.toml``; each row carries the law that it rests on.
What a lower price would be is a contribution, and of that the matrix (``flows``) has the last word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.rules.data import EARLIEST, in_force, rules_table

FREE, FAIR, NEVER = "free", "fair", "never"
"""Prices: nothing is asked, the usual and normal charge, and not at any price."""

PRICES = {FREE: "Free", FAIR: "At fair value", NEVER: "Never"}

IN_KIND, REFUSED, NOTHING = "in_kind", "refused", "nothing"
OWN, PARTY, AFFILIATED = "own", "party", "affiliated"
"""Ties between two bodies: one and the same, committees of one party, a limit in common."""

COMPANY, PERSON = "company", "person"
"""Sides of those who are no committee; the others are the sides of ``rules.passages``."""

PARTY_SIDES = frozenset({"national", "party", "state_money", "levin"})
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DataKind:
    """A kind of data: ``names`` of people are in it, its worth ``falls``, ``unit`` is counted.

    ``purpose`` and ``income`` are what payment and receipt of a price say on a form.
    """

    code: str
    label: str
    unit: str
    asks: str
    purpose: str = ""
    income: str = ""
    names: bool = False
    falls: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRule:
    """Whether data may pass and at what price; ``below`` is what a lower price would be."""

    price: str
    reason: str
    citation: str
    confidence: str
    below: str = REFUSED
    condition: str = ""
    remedy: str = ""
    since: date = EARLIEST
    until: date | None = None

    @property
    def words(self) -> str:
        """Return the rule as sentences, with the law in brackets."""
        parts = (f"{PRICES[self.price]}.", self.reason, self.condition)
        return f"{' '.join(part for part in parts if part)} [{self.citation}]"


@dataclass(frozen=True, slots=True)
class Worth:
    """What data is worth on a day, in cents: ``percent`` of what it was worth when it came."""

    cents: int
    percent: int
    citation: str


@dataclass(frozen=True, slots=True)
class InKind:
    """What is booked when no money passes: a kind, the payment against it, and if it is a memo."""

    kind: str
    out: str = ""
    memo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNames:
    """Why names out of filed reports serve no appeal, and what can be done (30111(a)(4))."""

    reason: str
    remedy: str
    citation: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow:
    """One row of the table with those whom it is about; empty tuples and words mean any."""

    data: tuple[str, ...]
    givers: tuple[str, ...]
    takers: tuple[str, ...]
    tie: str
    rule: DataRule


@cache
def data_kinds() -> Mapping[str, DataKind]:
    """Return every kind of data by its code, in the order of the table."""
    rows = rules_table("data_crossings")["data"]
    return MappingProxyType({row["code"]: DataKind(**row) for row in rows})


def data_kind(code: str) -> DataKind:
    """Return one kind of data; raises NotFound with the choices."""
    found = data_kinds().get(code)
    if found is None:
        raise NotFound(
            f"There is no kind of data “{code}”; choose one of {', '.join(data_kinds())}."
        )
    return found


@cache
def data_rows() -> tuple[DataRow, ...]:
    """Return every row of the table in its order; the first that fits decides."""
    return tuple(_row(row) for row in rules_table("data_crossings")["crossing"])


def may_cross(code: str, giver: str, taker: str, on: date, *, tie: str = "") -> DataRule:
    """Return whether data may pass from one side to another on a day, and at what price.

    Sides are those of ``rules.passages``, ``company`` or ``person``. Raises NotFound for an unknown
    kind of data; a pair that no row knows is refused.
    """
    wanted = data_kind(code).code
    for row in data_rows():
        if wanted not in row.data or (row.tie and row.tie != tie):
            continue
        if not _names(row.givers, giver) or not _names(row.takers, taker):
            continue
        if in_force(row.rule.since, row.rule.until, on):
            return row.rule
    raise NotFound(f"No rule is known for {code} from {giver} to {taker} on {on}.")


def worth_on(code: str, cents: int, came_on: date | None, on: date) -> Worth:
    """Return what data is worth on a day, in cents (11 CFR 106.4(g)); half a cent goes up.

    ``came_on`` is the day on which results came to their first owner; without it, and for what
    keeps its worth, nothing is taken off.
    """
    if came_on is None or not data_kind(code).falls:
        return Worth(cents, _PERCENT, "")
    age = (on - came_on).days
    for row in rules_table("data_crossings")["worth"]:
        if row["data"] == code and age <= row.get("days", age):
            percent = int(row["percent"])
            left = (cents * percent * 2 + _PERCENT) // (2 * _PERCENT)
            return Worth(left, percent, row["citation"])
    return Worth(cents, _PERCENT, "")


def sale_kinds(entity_kind: str, account_kind: str) -> tuple[str, str]:
    """Return as what a buyer pays and a seller receives on this account.

    Raises BadInput for an account that may neither buy nor sell.
    """
    for row in rules_table("data_crossings")["sale"]:
        if entity_kind not in row.get("entities", (entity_kind,)):
            continue
        if account_kind not in row.get("accounts", (account_kind,)):
            continue
        if "paid" in row:
            return str(row["paid"]), str(row["received"])
        break
    raise BadInput("This account serves election activity alone; choose another one for a price.")


def in_kind_of(money_kind: str) -> InKind:
    """Return what is booked in place of a kind of money when something else is given."""
    found = _in_kinds().get(money_kind)
    return InKind(money_kind) if found is None else found


@cache
def report_names() -> ReportNames:
    """Return the rule about names out of filed reports."""
    return ReportNames(**rules_table("data_crossings")["report_names"])


@cache
def _in_kinds() -> Mapping[str, InKind]:
    rows = rules_table("data_crossings")["in_kind"]
    return MappingProxyType(
        {
            row["of"]: InKind(row["kind"], row.get("out", ""), bool(row.get("memo", False)))
            for row in rows
        }
    )


def _names(listed: tuple[str, ...], side: str) -> bool:
    return not listed or side in listed


def _row(row: Mapping[str, Any]) -> DataRow:
    known = [data_kind(code).code for code in row["data"]]
    below = row.get("below", REFUSED)
    if row["price"] not in PRICES or below not in (IN_KIND, REFUSED, NOTHING):
        raise BadInput(f"data_crossings.toml, {', '.join(known)}: price or below is no known word.")
    own = ("data", "tie", "from", "to")
    rule = DataRule(**{name: value for name, value in row.items() if name not in own})
    return DataRow(
        data=tuple(known), givers=tuple(row.get("from", ())), takers=tuple(row.get("to", ())),
        tie=row.get("tie", ""), rule=rule,
    )  # fmt: skip
