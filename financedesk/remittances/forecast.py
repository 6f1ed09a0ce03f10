"""What officials would give until the end of a cycle, month by month and by kind of recipient.

From the pay, schedules and pledges that are known on a day and the rooms that the books leave: each
proposal is taken as given, and what finds no room is offered again the month after. Cents.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import dropwhile

from sqlalchemy import Connection

from financedesk.errors import BadInput, NotFound
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.plan import Plan, Planner
from financedesk.rules.allocation_facts import Request
from financedesk.rules.allocation_result import Allocation
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.allocation_year import Due, YearPlan, rooms_on, with_lines, year_of
from financedesk.rules.dates import last_of_month
from financedesk.rules.dues_formula import PAY_DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastMonth:
    """One month: what is due, what each kind of recipient would get, what is carried after it.

    ``rooms`` is what all officials together could still give to each kind after it; a kind for
    which the law sets no amount is not in it. ``ended_cents`` is what ends in it with terms of
    office: what was carried until then, and what would fall due afterwards.
    """

    month: date
    due_cents: int
    given: Mapping[str, int]
    carried_cents: int
    ended_cents: int
    rooms: Mapping[str, int]

    @property
    def given_cents(self) -> int:
        """What all of them would get."""
        return sum(self.given.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Unforeseen:
    """Why nothing is foreseen of some officials, and how many they are."""

    why: str
    officials: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The forecast of a cycle from the month of a day on.

    ``open_cents`` stands open before it and is not in it, but for ``carried_in_cents`` that signed
    instructions carry into it. That and all that is due is given, carried on at the end, or ended.
    """

    keeper: EntityRow
    on: date
    last: date
    months: tuple[ForecastMonth, ...]
    officials: int
    open_cents: int
    carried_in_cents: int
    unforeseen: tuple[Unforeseen, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of recipients that would get anything, or for whom there is room."""
        return tuple(
            dict.fromkeys(kind for one in self.months for kind in (*one.given, *one.rooms))
        )

    @property
    def given(self) -> Mapping[str, int]:
        """What each kind of recipient would get in all."""
        found: Counter[str] = Counter()
        for one in self.months:
            found.update(one.given)
        return dict(found)

    @property
    def due_cents(self) -> int:
        """What is due in all."""
        return sum(one.due_cents for one in self.months)

    @property
    def ended_cents(self) -> int:
        """What would end with terms of office."""
        return sum(one.ended_cents for one in self.months)

    @property
    def carried_cents(self) -> int:
        """What would find no room until the end."""
        return self.months[-1].carried_cents if self.months else 0


def end_of_cycle(on: date) -> date:
    """Return the last day of the two-year cycle that a day lies in."""
    return date(on.year + on.year % 2, 12, 31)


def forecast_of(
    connection: Connection,
    entity_id: int,
    visible: Collection[int],
    *,
    on: date,
    last: date | None = None,
) -> Forecast:
    """Return what an entity's officials would give from a day's month until the cycle's end.

    ``visible`` are the entities whose books the reader sees: to others nothing is foreseen. Raises
    BadInput for an end before the day.
    """
    ends = last_of_month(last or end_of_cycle(on))
    if ends < on:
        raise BadInput("The forecast ends before it begins; choose a later month.")
    months = _Months(on, ends)
    stopped: Counter[str] = Counter()
    found = dues_of(connection, entity_id, ends, on=on)
    planner = Planner(connection, entity_id, visible, [one.official_id for one in found])
    for dues in found:
        why = _foresee(planner, dues, months)
        if why:
            stopped[why] += 1
    begins = on.replace(day=1)
    return Forecast(
        keeper=entity_by_id(connection, entity_id), on=on, last=ends, months=months.found(),
        officials=len(found),
        open_cents=sum(
            one.open_cents for dues in found for one in dues.standing.months if one.month < begins
        ),
        carried_in_cents=months.carried_in_cents,
        unforeseen=tuple(Unforeseen(why=why, officials=count) for why, count in stopped.items()),
    )  # fmt: skip


def _foresee(planner: Planner, dues: OfficialDues, months: "_Months") -> str:
    """Add what one official would give; return why nothing, or not all of it, is foreseen."""
    asked = _asked(dues, months)
    if not asked:
        return ""
    first = asked[0].on
    try:
        plan = planner.plan(dues.official_id, f"{first:%Y-%m}", made_on=first)
    except NotFound:
        return "No pledge has been made."
    year = year_of(YearPlan(request=plan.request, dues=tuple(asked)))
    months.take(plan, year.proposals, asked)
    stops = [stop.why for one in year.proposals for stop in one.stops]
    return stops[0] if stops else ""


def _asked(dues: OfficialDues, months: "_Months") -> list[Due]:
    """Return what is left to give of each month's pay, from the first month that has any on.

    On the first day of each month; in that of the forecast's day, on that day.
    """
    left = {
        one.month: one.left_cents
        for one in dues.standing.months
        if one.kind == PAY_DUE and not one.lapsed
    }
    asked = [Due(max(month, months.on), left.get(month, 0)) for month in months.all]
    return list(dropwhile(lambda one: not one.cents, asked))


@dataclass(slots=True)
class _Months:
    """The months of a forecast while officials are added up."""

    on: date
    last: date
    carried_in_cents: int = 0
    _due: Counter[date] = field(default_factory=Counter)
    _carried: Counter[date] = field(default_factory=Counter)
    _ended: Counter[date] = field(default_factory=Counter)
    _given: dict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    _rooms: dict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def all(self) -> tuple[date, ...]:
        """The first days of the months, that of the day included."""
        first = self.on.year * 12 + self.on.month - 1
        after = self.last.year * 12 + self.last.month
        return tuple(date(one // 12, one % 12 + 1, 1) for one in range(first, after))

    def take(self, plan: Plan, proposals: Iterable[Allocation], asked: Iterable[Due]) -> None:
        """Add one official's proposals, and the rooms that they leave month by month."""
        request, allowances = plan.request, dict(plan.request.allowances)
        made = {one.on: one for one in proposals}
        carried = request.carry_in_cents
        self.carried_in_cents += carried
        for due in asked:
            month = due.on.replace(day=1)
            proposal = made.get(due.on)
            self._due[month] += due.cents
            if proposal is None:  # the term has ended, and the pledge with what it carried
                self._ended[month] += carried + due.cents
                carried = 0
                continue
            allowances = rooms_on(allowances, due.on, request.overrides)
            allowances = with_lines(allowances, proposal)
            carried = proposal.carry.cents
            self._carried[month] += carried
            self._given[month].update(_by_kind(request, proposal))
            self._rooms[month].update(_rooms(replace(request, allowances=allowances), due.on))

    def found(self) -> tuple[ForecastMonth, ...]:
        """Return the months with their sums."""
        return tuple(
            ForecastMonth(
                month=one, due_cents=self._due[one], given=dict(self._given[one]),
                carried_cents=self._carried[one], ended_cents=self._ended[one],
                rooms=dict(self._rooms[one]),
            )
            for one in self.all
        )  # fmt: skip


def _by_kind(request: Request, proposal: Allocation) -> Counter[str]:
    found: Counter[str] = Counter()
    kinds = {one.key: one.kind for one in request.recipients}
    for line in proposal.lines:
        found[kinds[line.recipient]] += line.cents
    return found


def _rooms(request: Request, on: date) -> Counter[str]:
    """Return what is left for each kind of recipient; of a shared limit each kind has all of it."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for one in request.recipients:
        left = [_left(request.allowances[key], on) for key in one.rooms]
        known = [
            (cents, key) for cents, key in zip(left, one.rooms, strict=True) if cents is not None
        ]
        if known:
            cents, key = min(known)
            found[one.kind][key] = cents
    return Counter({kind: sum(by_room.values()) for kind, by_room in found.items()})


def _left(allowance: Allowance, on: date) -> int | None:
    return allowance.left_on(on)
