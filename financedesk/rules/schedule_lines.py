"""A schedule as a value: its dated versions, and the lines of a year's due."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from financedesk.rules.money import allocate
from financedesk.rules.pay import MONTHS_A_YEAR, ReferenceWage
from financedesk.rules.schedule_kinds import Amount, Counted, Level, Reckoned, Step, WageKey

TOGETHER, APART = "together", "each"
OFFICES = (TOGETHER, APART)
COMPOSITE = "composite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a due: an amount that goes first, or per cent of what is left after these."""

    to: str
    amount: Amount | None = None
    percent: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveranceShare:
    """What is asked of a severance, in per cent of its gross or net."""

    percent: Fraction
    base: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """One dated version of a schedule; it holds until its last day or until the next begins.

    Make it with ``read_schedule`` or ``schedule_from``, which check it. ``levels`` is one without
    a name, or the named lines of a composite; ``currency`` names what its cents are of.
    """

    code: str
    name: str
    from_day: date
    levels: tuple[Level, ...]
    to_day: date | None = None
    currency: str = "USD"
    source: str = ""
    note: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    salaries: int = MONTHS_A_YEAR
    offices: str = TOGETHER
    shares: tuple[Share, ...] = ()
    severance: SeveranceShare | None = None
    needs_pay: bool = field(init=False, compare=False, repr=False)
    counts_people: bool = field(init=False, compare=False, repr=False)
    wages: tuple[WageKey, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Note once what its lines ask for: pay, people, reference wages."""
        levels = self.levels
        asked = tuple(level.wage for level in levels if level.wage is not None)
        object.__setattr__(self, "needs_pay", any(level.rule.needs_pay for level in levels))
        object.__setattr__(self, "counts_people", any(level.counts_people for level in levels))
        object.__setattr__(self, "wages", asked)

    @property
    def kind(self) -> str:
        """Cap, percent, brackets, flat or composite."""
        return COMPOSITE if self.levels[0].name else self.levels[0].rule.kind

    @property
    def known_on(self) -> date | None:
        """The day on which it was approved; None: known since it began to hold."""
        return self.approved_on


WageOf = Callable[[WageKey], ReferenceWage | None]


def due_of_a_year(
    schedule: Schedule,
    *,
    gross_cents: int,
    net_cents: int,
    children: int = 0,
    dependants: int = 0,
    wage_of: WageOf = lambda _: None,
) -> tuple[tuple[str, Reckoned], ...]:
    """Return each line of a year's due by name; its cents are whole and never below zero.

    Gross and net are cents of the counted pay of a year. ``wage_of`` finds the figure of a
    reference wage; where it knows none, the line is 0 and its steps say so.
    """
    found, salaries = [], schedule.salaries
    for level in schedule.levels:
        key = level.rule.wage
        wage = None if key is None else wage_of(key)
        wage_cents = None if wage is None else wage.a_year(salaries)
        counted = Counted(gross_cents, net_cents, children, dependants, wage_cents, salaries)
        found.append((level.name, level.reckon(counted)))
    return _shared(schedule, found[0][1]) if schedule.shares else tuple(found)


def in_force_on(schedules: Sequence[Schedule], day: date) -> Schedule | None:
    """Return the version that holds on a day: the newest that has begun, unless it has ended."""
    begun = [one for one in schedules if one.from_day <= day]
    newest = max(begun, key=lambda one: (one.from_day, one.known_on or date.min), default=None)
    ended = newest is None or (newest.to_day is not None and newest.to_day < day)
    return None if ended else newest


def _shared(schedule: Schedule, whole: Reckoned) -> tuple[tuple[str, Reckoned], ...]:
    left, parts = whole.cents, {}
    for share in schedule.shares:
        if share.amount is not None:
            first = min(left, share.amount.a_year(schedule.salaries))
            parts[share.to] = (first, Step("of it {} to {}", (first, share.to)))
            left -= first
    rest = [share for share in schedule.shares if share.percent is not None]
    cents = allocate(left, [share.percent or 0 for share in rest])
    for share, part in zip(rest, cents, strict=True):
        values = (share.percent or Fraction(0), left, share.to, part)
        parts[share.to] = (part, Step("{} of {} to {} = {} a year", values))
    return tuple(
        (share.to, Reckoned(parts[share.to][0], (*whole.steps, parts[share.to][1])))
        for share in schedule.shares
    )
