"""What the dashboard shows, read from the book in one job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.book import Book
from financedesk.ledger.entities import accounts
from financedesk.ledger.hold_rows import held_cash
from financedesk.ledger.overview import (
    Bucket,
    DayFlow,
    Drive,
    DriveProgress,
    Raised,
    SmallDollars,
    Step,
    bars_of,
    cash_on_days,
    day_flows,
    drives,
    progress_of,
    raised_of,
    recent_contributions,
    shown_span,
    small_dollars_of,
)
from financedesk.ledger.quick_search import knows_anybody
from financedesk.ledger.register import RegisterQuery, RegisterRow, register_ids
from financedesk.progress import Progress
from financedesk.rules.dates import first_of_quarter

STEPS: tuple[Step, ...] = ("week", "month", "cycle")
RECENT_ROWS = 6
_CASH_BACK_DAYS = 30
_TREND_POINTS = 8


@dataclass(frozen=True)
class Compared:
    """Figures of the quarter to this day and of as many days of the one before."""

    first: date
    now: Raised
    before: Raised
    small: SmallDollars
    small_before: SmallDollars

    @property
    def quarter(self) -> str:
        """The quarter before, as its name goes."""
        previous = self.first - timedelta(days=1)
        return f"Q{(previous.month + 2) // 3}"


@dataclass(frozen=True)
class Beginnings:
    """How far a new book has come: accounts, people and the first entry."""

    accounts: bool
    people: bool
    items: bool


@dataclass(frozen=True)
class Figures:
    """The figures of the dashboard, for one day and the entities in hand; amounts in cents."""

    today: date
    begun: Beginnings
    cash: int
    cash_before: int
    cash_trend: tuple[int, ...]
    on_hold: int
    compared: Compared
    bars: Mapping[Step, tuple[Bucket, ...]]
    drive: DriveProgress | None
    recent: tuple[RegisterRow, ...]


def read_figures(book: Book, scope: Sequence[int], today: date, progress: Progress) -> Figures:
    """Read every figure of the dashboard; raises Cancelled when a newer question was asked."""
    progress.step(0, None, "Cash")
    days = cash_days(today)
    with book.read() as connection:
        held = cash_on_days(connection, scope, [day.isoformat() for day in days])
        trend = [one.total_cents for one in held]
        on_hold = held_cash(connection, scope, today.isoformat())
        progress.step(0, None, "Contributions")
        shown_first, shown_last = shown_span(STEPS, today.isoformat())
        first = min(shown_first, _quarter_before(today).isoformat())
        flows = day_flows(connection, scope, first, shown_last)
        drive = active_drive(drives(connection, scope), today)
        shown = progress_of(connection, [drive] if drive else [])
        recent = tuple(recent_contributions(connection, scope, limit=RECENT_ROWS))
        every = RegisterQuery(entity_ids=tuple(scope), kind_group="all")
        begun = Beginnings(
            accounts=any(accounts(connection, entity_id) for entity_id in scope),
            people=knows_anybody(connection, tuple(scope)),
            items=bool(len(register_ids(connection, every, limit=1))),
        )
    return Figures(
        today=today,
        begun=begun,
        cash=trend[-1],
        cash_before=trend[0],
        cash_trend=tuple(trend),
        on_hold=on_hold,
        compared=_compared(flows, today),
        bars={step: bars_of(flows, step, today.isoformat()) for step in STEPS},
        drive=shown[0] if shown else None,
        recent=recent,
    )


def cash_days(today: date) -> list[date]:
    """Return the days whose cash the trend shows, oldest first."""
    backs = reversed(range(_TREND_POINTS))
    return [today - timedelta(days=_CASH_BACK_DAYS * back // (_TREND_POINTS - 1)) for back in backs]


def _compared(flows: Sequence[DayFlow], today: date) -> Compared:
    first, before = first_of_quarter(today), _quarter_before(today)
    # As many days, so that a young quarter is not held against a whole one.
    until = min(before + (today - first), first - timedelta(days=1))
    now, then = (first.isoformat(), today.isoformat()), (before.isoformat(), until.isoformat())
    return Compared(
        first,
        raised_of(flows, *now),
        raised_of(flows, *then),
        small_dollars_of(flows, *now),
        small_dollars_of(flows, *then),
    )


def _quarter_before(today: date) -> date:
    return first_of_quarter(first_of_quarter(today) - timedelta(days=1))


def active_drive(planned: Sequence[Drive], today: date) -> Drive | None:
    """Return the drive to show: running today with a goal, else the newest with one, else any."""
    whole = [drive for drive in planned if drive.parent_id is None]
    with_goal = [drive for drive in whole if drive.goal_cents]
    running = [drive for drive in with_goal if _runs(drive, today)]
    return next(iter((*running, *with_goal, *whole)), None)


def _runs(drive: Drive, today: date) -> bool:
    day = today.isoformat()
    return (drive.from_date or day) <= day <= (drive.to_date or day)


def drive_pace(drive: DriveProgress, today: date) -> int | None:
    """Return what an even course would have raised by today; None without goal or dates."""
    if not drive.goal_cents or not drive.from_date or not drive.to_date:
        return None
    first, last = date.fromisoformat(drive.from_date), date.fromisoformat(drive.to_date)
    whole = (last - first).days + 1
    gone = max(0, min(whole, (today - first).days + 1))
    return drive.goal_cents * gone // whole if whole > 0 else None
