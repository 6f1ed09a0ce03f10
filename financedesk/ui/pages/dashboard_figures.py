"""What the dashboard shows, read from the book in one job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.book import Book
from financedesk.ledger.entities import accounts
from financedesk.ledger.hold_rows import held_cash
from financedesk.ledger.overview import (
    Bucket,
    DriveProgress,
    Raised,
    SmallDollars,
    Step,
    cash,
    drives_progress,
    over_time,
    raised,
    recent_contributions,
    small_dollars,
)
from financedesk.ledger.quick_search import knows_anybody
from financedesk.ledger.register import RegisterQuery, RegisterRow, register_ids
from financedesk.progress import Progress
from financedesk.rules.dates import first_of_quarter
from financedesk.ui.open_items import OpenItem, open_items

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
    """Everything on the dashboard, for one day and the entities in hand; amounts in cents."""

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
    open_items: tuple[OpenItem, ...]


def read_figures(book: Book, scope: Sequence[int], today: date, progress: Progress) -> Figures:
    """Read every figure of the dashboard; raises Cancelled when a newer question was asked."""
    progress.step(0, None, "Cash")
    days = cash_days(today)
    with book.read() as connection:
        trend = []
        for day in days:
            progress.step(0, None, "Cash")
            trend.append(cash(connection, scope, day.isoformat()).total_cents)
        on_hold = held_cash(connection, scope, today.isoformat())
        progress.step(0, None, "Contributions")
        bars = {step: over_time(connection, scope, step, today.isoformat()) for step in STEPS}
        drives = drives_progress(connection, scope)
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
        compared=_compared(book, scope, today),
        bars=bars,
        drive=active_drive(drives, today),
        recent=recent,
        open_items=open_items(book, scope, today),
    )


def cash_days(today: date) -> list[date]:
    """Return the days whose cash the trend shows, oldest first."""
    backs = reversed(range(_TREND_POINTS))
    return [today - timedelta(days=_CASH_BACK_DAYS * back // (_TREND_POINTS - 1)) for back in backs]


def _compared(book: Book, scope: Sequence[int], today: date) -> Compared:
    first = first_of_quarter(today)
    before = first_of_quarter(first - timedelta(days=1))
    # As many days, so that a young quarter is not held against a whole one.
    until = min(before + (today - first), first - timedelta(days=1))
    now, then = (first.isoformat(), today.isoformat()), (before.isoformat(), until.isoformat())
    with book.read() as connection:
        return Compared(
            first,
            raised(connection, scope, *now),
            raised(connection, scope, *then),
            small_dollars(connection, scope, *now),
            small_dollars(connection, scope, *then),
        )


def active_drive(drives: Sequence[DriveProgress], today: date) -> DriveProgress | None:
    """Return the drive to show: running today with a goal, else the newest with one, else any."""
    with_goal = [drive for drive in drives if drive.goal_cents]
    running = [drive for drive in with_goal if _runs(drive, today)]
    return next(iter((*running, *with_goal, *drives)), None)


def _runs(drive: DriveProgress, today: date) -> bool:
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
