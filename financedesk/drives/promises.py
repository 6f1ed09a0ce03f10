"""What donors promised, as lists read it: parts due, kept, overdue, and gifts that may keep them.

Nothing here is income. Amounts are cents; parts of a promise without end are shown a year ahead.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, RowMapping, func, or_, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import contact_from_row
from financedesk.ledger.promise_facts import kept_cents, persons_of, terms_of
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.rules.promises import KEPT, LET_GO, OVERDUE, PARTLY, Part, parts_of
from financedesk.rules.recurring import after

promise, item, contact = tables.promised_gift, tables.item, tables.contact

AHEAD = timedelta(days=366)
EARLY = timedelta(days=45)
"""So long before its day a gift may still be meant to keep a part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder that was sent: of which part, on which day, how, and what was said."""

    due_on: date
    sent_on: date
    channel: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise with its parts up to a year from today, the oldest first."""

    id: int
    entity_id: int
    card_id: int
    name: str
    drive_id: int | None
    amount_cents: int
    every: str
    times: int | None
    promised_on: date
    due_on: date
    channel: str
    note: str
    ended_on: date | None
    ended_why: str
    parts: tuple[Part, ...]
    reminders: tuple[Reminder, ...]
    today: date

    @property
    def kept_cents(self) -> int:
        """What came of it, less what was given back."""
        return sum(part.kept_cents for part in self.parts)

    @property
    def overdue_cents(self) -> int:
        """What should have come and has not."""
        late = (part for part in self.parts if part.state(self.today) in (OVERDUE, PARTLY))
        return sum(part.left_cents for part in late)

    @property
    def next_part(self) -> Part | None:
        """The oldest part that is open, due or not; None when none is."""
        return next(
            (one for one in self.parts if one.state(self.today) not in (KEPT, LET_GO)), None
        )

    @property
    def state(self) -> str:
        """How the promise stands: as its oldest open part, else kept or let go."""
        if self.next_part is not None:
            return self.next_part.state(self.today)
        let_go = any(one.state(self.today) == LET_GO for one in self.parts)
        return LET_GO if let_go or not self.parts else KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class PromisedMonth:
    """What promises let one expect in a month (``YYYY-MM``): parts that are still open."""

    month: str
    parts: int
    cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptProposal:
    """A gift that fits a part by donor and amount; certain it is when somebody says so."""

    promise_id: int
    due_on: date
    item_id: int
    gift_day: str
    cents: int
    name: str


def promises_of(
    connection: Connection,
    entity_ids: Collection[int],
    today: date,
    drive_ids: Collection[int] | None = None,
    *,
    promise_ids: Collection[int] | None = None,
    state: str = "",
) -> list[Promise]:
    """Return the promises made to some entities, or for some drives, the next due first."""
    query = select(promise).where(promise.c.entity_id.in_(entity_ids))
    if drive_ids is not None:
        query = query.where(promise.c.drive_id.in_(drive_ids))
    if promise_ids is not None:
        query = query.where(promise.c.id.in_(promise_ids))
    rows = connection.execute(query.order_by(promise.c.id)).mappings().all()
    found = [one for one in _promises(connection, rows, today) if not state or one.state == state]
    return sorted(found, key=lambda one: (_next_day(one), one.id))


def promised_by_month(
    connection: Connection,
    entity_ids: Collection[int],
    today: date,
    months: int,
    drive_ids: Collection[int] | None = None,
) -> list[PromisedMonth]:
    """Return the parts that are open in this month and the following ones.

    What is overdue since an earlier month is not among them (``Promise.overdue_cents``).
    """
    first = first_of_month(today)
    shown = [after(first, "month", number) for number in range(months)]
    last = last_of_month(shown[-1]) if shown else first
    goes_on = or_(promise.c.ended_on.is_(None), promise.c.ended_on > today.isoformat())
    query = select(promise).where(promise.c.entity_id.in_(entity_ids), goes_on)
    if drive_ids is not None:
        query = query.where(promise.c.drive_id.in_(drive_ids))
    rows = connection.execute(query).mappings().all()
    kept = kept_cents(connection, [row["id"] for row in rows])
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        for part in parts_of(terms_of(dict(row)), kept.get(row["id"], {}), last):
            if part.due_on >= first and part.left_cents:
                counts = found[f"{part.due_on:%Y-%m}"]
                counts[0] += 1
                counts[1] += part.left_cents
    keys = [f"{one:%Y-%m}" for one in shown]
    return [PromisedMonth(month=key, parts=found[key][0], cents=found[key][1]) for key in keys]


def proposals(
    connection: Connection, entity_ids: Collection[int], today: date
) -> list[KeptProposal]:
    """Return gifts that may keep open parts: the same person's, of the open amount, in time.

    A gift that keeps a part already is none; each gift is proposed once, for the oldest part.
    """
    found: list[KeptProposal] = []
    opened = [one for one in promises_of(connection, entity_ids, today) if one.next_part]
    for entity_id in sorted({one.entity_id for one in opened}):
        own = [one for one in opened if one.entity_id == entity_id]
        persons = persons_of(connection, entity_id)
        gifts = _free_gifts(connection, entity_id, own, persons)
        for one in own:
            found += _fitting(one, gifts[persons.get(one.card_id, one.card_id)])
    return found


# --- inside


def _next_day(one: Promise) -> date:
    return one.next_part.due_on if one.next_part is not None else date.max


def _promises(connection: Connection, rows: Sequence[RowMapping], today: date) -> Iterable[Promise]:
    ids = [row["id"] for row in rows]
    kept = kept_cents(connection, ids)
    names = _names(connection, {row["card_id"] for row in rows})
    sent = _reminders(connection, ids)
    for row in rows:
        yield _promise(row, names[row["card_id"]], kept.get(row["id"], {}), sent[row["id"]], today)


def _promise(
    row: RowMapping,
    name: str,
    kept: Mapping[date, int],
    sent: Sequence[Reminder],
    today: date,
) -> Promise:
    terms = terms_of(dict(row))
    last = max(today + AHEAD, terms.due_on)
    return Promise(
        id=row["id"], entity_id=row["entity_id"], card_id=row["card_id"], name=name,
        drive_id=row["drive_id"], amount_cents=terms.amount_cents, every=terms.every,
        times=terms.times, promised_on=date.fromisoformat(row["promised_on"]),
        due_on=terms.due_on, channel=row["channel"] or "", note=row["note"] or "",
        ended_on=terms.ended_on, ended_why=row["ended_why"] or "",
        parts=parts_of(terms, kept, last), reminders=tuple(sent), today=today,
    )  # fmt: skip


def _names(connection: Connection, cards: Collection[int]) -> dict[int, str]:
    newest = select(func.max(contact.c.id)).where(contact.c.card_id.in_(cards))
    query = select(contact).where(contact.c.id.in_(newest.group_by(contact.c.card_id)))
    rows = connection.execute(query).mappings()
    return {row["card_id"]: contact_from_row(dict(row)).display_name for row in rows}


def _reminders(connection: Connection, ids: Collection[int]) -> dict[int, list[Reminder]]:
    column = tables.promise_reminder.c
    query = select(tables.promise_reminder).where(column.promised_gift_id.in_(ids))
    found: dict[int, list[Reminder]] = defaultdict(list)
    for row in connection.execute(query.order_by(column.sent_on, column.id)):
        found[row.promised_gift_id].append(
            Reminder(
                due_on=date.fromisoformat(row.due_on), sent_on=date.fromisoformat(row.sent_on),
                channel=row.channel, words=row.words or "",
            )
        )  # fmt: skip
    return found


_Gift = tuple[str, int, int]
"""Day, cents and number of a gift."""


def _free_gifts(
    connection: Connection,
    entity_id: int,
    opened: Sequence[Promise],
    persons: Mapping[int, int],
) -> dict[int, list[_Gift]]:
    """Return by person the gifts that keep nothing yet, since the oldest promise, oldest first."""
    wanted = {persons.get(one.card_id, one.card_id) for one in opened}
    cards = {*wanted, *(card for card, person in persons.items() if person in wanted)}
    since = min(one.promised_on for one in opened).isoformat()
    keeping = select(tables.promise_kept.c.item_id)
    query = (
        select(item.c.card_id, item.c.item_date, item.c.amount_cents, item.c.id)
        .where(
            item.c.entity_id == entity_id, item.c.card_id.in_(cards), item.c.memo == 0,
            item.c.kind.in_(gift_kinds()), item.c.item_date >= since, item.c.id.not_in(keeping),
        )
        .order_by(item.c.item_date, item.c.id)
    )  # fmt: skip
    found: dict[int, list[_Gift]] = defaultdict(list)
    for card, day, cents, item_id in connection.execute(query):
        found[persons.get(card, card)].append((day, cents, item_id))
    return found


def _fitting(one: Promise, gifts: list[_Gift]) -> Iterable[KeptProposal]:
    """Yield for the open parts of a promise the first gift that fits, and take it from the list."""
    for part in one.parts:
        if part.state(one.today) in (KEPT, LET_GO):
            continue
        begins = max(one.promised_on, part.due_on - EARLY).isoformat()
        chosen = _first(gifts, begins, part.left_cents)
        if chosen is None:
            continue
        day, cents, item_id = gifts.pop(chosen)
        yield KeptProposal(
            promise_id=one.id, due_on=part.due_on, item_id=item_id, gift_day=day, cents=cents,
            name=one.name,
        )  # fmt: skip


def _first(gifts: Sequence[_Gift], begins: str, cents: int) -> int | None:
    start = bisect_left(gifts, (begins, 0, 0))
    return next((n for n in range(start, len(gifts)) if gifts[n][1] == cents), None)
