"""The statement of an official: what was due and why, what was waived and given, and what is left.

As of a day: what was entered as learned later changes nothing of it. Amounts in cents.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.errors import BadInput
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.given import Given, by_kind, given_by
from financedesk.remittances.paper_facts import Person, people_of
from financedesk.remittances.people import official_in_view
from financedesk.remittances.waivers import WAIVER_REASONS, WAIVERS
from financedesk.rules.dates import last_of_month
from financedesk.rules.dues import Gap
from financedesk.rules.dues_run import Due
from financedesk.rules.dues_standing import Settled
from financedesk.rules.money import format_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedMonth:
    """One month's due of pay or severance: its lines, and what became of it.

    ``due_cents`` may be below zero, where a correction gives back. ``age`` is a bucket of
    ``rules.dues_standing``.
    """

    settled: Settled
    dues: tuple[Due, ...]
    age: str

    @property
    def due_cents(self) -> int:
        """What its lines come to."""
        return sum(one.cents for one in self.dues)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedWaiver:
    """What the organisation waived: months, reason, amount in words, by whom and when."""

    first_period: str
    last_period: str
    reason: str
    amount: str
    approved_by: str
    approved_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One official's statement for the months from ``first`` to ``last`` as of the day ``on``.

    ``brought_cents`` is what stood open before (below zero: in advance). Lapsed dues are part of
    the balance and nothing of them is asked.
    """

    keeper: EntityRow
    person: Person
    first: date
    last: date
    on: date
    brought_cents: int
    months: tuple[StatedMonth, ...]
    waivers: tuple[StatedWaiver, ...]
    given: tuple[Given, ...]
    gaps: tuple[Gap, ...]
    open_cents: int
    lapsed_cents: int
    credit_cents: int
    ageing: Mapping[str, int]

    @property
    def due_cents(self) -> int:
        """What was due in its months, corrections included."""
        return sum(one.due_cents for one in self.months)

    @property
    def waived_cents(self) -> int:
        """What of it was waived."""
        return sum(one.settled.waived_cents for one in self.months)

    @property
    def given_cents(self) -> int:
        """What was given in its days, less what went back."""
        return sum(one.cents for one in self.given)

    @property
    def balance_cents(self) -> int:
        """What is left: open and lapsed dues less what was given in advance."""
        return self.brought_cents + self.due_cents - self.waived_cents - self.given_cents

    @property
    def given_by_kind(self) -> dict[str, int]:
        """What was given to each kind of recipient."""
        return by_kind(self.given)


def statement_of(
    connection: Connection,
    official_id: int,
    first: date,
    last: date,
    visible: Collection[int],
    *,
    on: date,
) -> Statement:
    """Return an official's statement for whole months, as of a day or the end of the last month.

    ``visible`` are the entities whose books the reader sees: what reached others is one sum a
    month. Raises NotFound for an unknown official and BadInput for months in the wrong order.
    """
    begins, ends = first.replace(day=1), last_of_month(last)
    if ends < begins:
        raise BadInput("The statement ends before it begins; choose the months anew.")
    known_on = min(ends, max(on, begins))
    entity_id = official_in_view(connection, official_id, visible).entity_id
    (dues,) = dues_of(
        connection, entity_id, min(ends, known_on), on=known_on, official_ids=[official_id]
    )
    people = people_of(connection, entity_id, known_on, [official_id])
    given = given_by(connection, [official_id], visible, until=known_on).get(official_id, ())
    months = [_month(dues, one) for one in dues.standing.months]
    before = [one for one in months if one.settled.month < begins]
    brought = sum(one.due_cents - one.settled.waived_cents for one in before)
    return Statement(
        keeper=entity_by_id(connection, entity_id), person=people[official_id],
        first=begins, last=ends, on=known_on,
        brought_cents=brought - sum(one.cents for one in given if one.day < begins),
        months=tuple(one for one in months if one.settled.month >= begins),
        waivers=tuple(_waivers(connection, entity_id, official_id, begins, known_on)),
        given=tuple(one for one in given if one.day >= begins),
        gaps=tuple(gap for gap in dues.run.gaps if gap.last >= begins),
        open_cents=dues.standing.open_cents, lapsed_cents=lapsed_of(dues.standing.months),
        credit_cents=dues.standing.credit_cents, ageing=dues.standing.ageing,
    )  # fmt: skip


def lapsed_of(months: Sequence[Settled]) -> int:
    """Return what of dues ended with the pledge before it was given."""
    return sum(one.left_cents for one in months if one.lapsed)


def _month(dues: OfficialDues, settled: Settled) -> StatedMonth:
    lines = tuple(one for one in dues.run.of(settled.month) if one.kind == settled.kind)
    return StatedMonth(settled=settled, dues=lines, age=settled.age(dues.standing.on))


def _waivers(
    connection: Connection, entity_id: int, official_id: int, begins: date, on: date
) -> list[StatedWaiver]:
    """Return waivers that were approved by a day and reach into the months shown."""
    held = WAIVERS.of(connection, entity_id, official_id=official_id)
    return [
        StatedWaiver(
            first_period=one.first_period, last_period=one.last_period,
            reason=WAIVER_REASONS[one.reason], approved_by=one.approved_by,
            approved_on=one.approved_on,
            amount="all of it" if one.cents is None
            else f"{format_cents(one.cents, symbol=True)} a month",
        )
        for one in (kept.fact for kept in held)
        if one.approved_on <= on and one.last_period >= f"{begins:%Y-%m}"
        and one.first_period <= f"{on:%Y-%m}"
    ]  # fmt: skip
