"""What stands in the calendar: one thing to do by a day, as a value, and what it is asked of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from financedesk.compliance.finding import Finding
from financedesk.errors import BadInput
from financedesk.ledger.entities import EntityRow
from financedesk.rules.deadlines import reminder
from financedesk.rules.limits import Override

KINDS: Mapping[str, str] = {
    "filing": "Report", "notice": "24- and 48-hour notice", "window": "Window", "hold": "Hold",
    "clock": "Clock", "deposit": "Deposit", "settlement": "Shared cost", "letter": "Letter",
    "bank": "Bank closing", "remittance": "Remittances", "bill": "Bill", "tax": "IRS",
    "noted": "Noted",
}  # fmt: skip
"""What an entry may be about, in words."""
OVERDUE, OPEN, PAST, DONE = "overdue", "open", "past", "done"
STATES: Mapping[str, str] = {
    OVERDUE: "Overdue", OPEN: "Open", PAST: "Over", DONE: "Done",
}  # fmt: skip
"""How an entry may stand; of what is *over* the book cannot know what became of it."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a calendar shows, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse days in the wrong order."""
        if self.last < self.first:
            raise BadInput(f"The calendar would end on {self.last}, before it begins on"
                           f" {self.first}; exchange the days.")  # fmt: skip

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing to do by a day, of one entity; amounts in cents.

    ``key`` tells it from all others of the book and stays the same while the books do. ``title``
    names neither people nor amounts, for it may stand on somebody's telephone; ``about`` is whom or
    what it is about, ``note`` a sentence with the figures. ``since`` is when its clock began or its
    window opens. ``number`` is the row of its kind that it is about: a noted deadline, a letter, a
    hold, a bill, a filing. ``conditional``: it is due only if something is so that no book knows.
    ``finding`` is the finding that it comes from, if it does.
    """

    key: str
    entity_id: int
    kind: str
    title: str
    day: date
    state: str
    law: str = ""
    about: str = ""
    note: str = ""
    since: date | None = None
    code: str = ""
    cents: int = 0
    card_id: int | None = None
    item_ids: tuple[int, ...] = ()
    account_id: int | None = None
    document: str = ""
    number: int | None = None
    conditional: bool = False
    finding: Finding | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in (OPEN, OVERDUE)

    @property
    def order(self) -> tuple[object, ...]:
        """What entries are sorted by: the day, what is overdue, then the title."""
        return self.day, tuple(STATES).index(self.state), self.title, self.about, self.key

    def days_left(self, today: date) -> int:
        """Return how many days are left; below zero when it is late."""
        return (self.day - today).days

    def reminder(self, today: date) -> int | None:
        """Return which reminder holds on a day (21, 7, 2 or 0 days before), None before the first.

        What is done or over reminds nobody.
        """
        return reminder(self.day, today) if self.is_open else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a calendar is asked for: whose, which days, and as of when.

    ``findings`` are those that stand. ``promises`` are the entities of which the reader may see
    what officials promised; of others there are no remittances.
    """

    connection: Connection
    entities: Mapping[int, EntityRow]
    span: Span
    today: date
    findings: Sequence[Finding] = ()
    promises: Collection[int] = ()
    counsel: Sequence[Override] = field(default=())

    @property
    def ids(self) -> list[int]:
        """The entities that are looked at."""
        return sorted(self.entities)

    def shows(self, day: date, *, is_open: bool) -> bool:
        """Whether something of a day stands in the calendar.

        What is open from before does so too, where today lies within the days.
        """
        return self.span.holds(day) or (
            is_open and day < self.span.first and self.span.holds(self.today)
        )

    def standing(self, day: date, *, done: bool = False) -> str:
        """Return how something stands that must be done by a day."""
        if done:
            return DONE
        return OVERDUE if day < self.today else OPEN

    def passing(self, day: date) -> str:
        """Return how something stands of which the book cannot know whether it was done."""
        return PAST if day < self.today else OPEN
