"""What donors promise, as facts: recorded, changed, ended, kept by a gift, reminded of.

A promise is apart from all money: only the gift that keeps it is a contribution. That a gift keeps
a promise is certain only when somebody says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.donors_edit import consents
from financedesk.ledger.donors_windows import signed_cents
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.rules.promises import Part, Terms, parts_of

promise, kept_by, reminder = tables.promised_gift, tables.promise_kept, tables.promise_reminder
item, link = tables.item, tables.person_link

Channel = Literal["call", "letter", "email"]
CHANNELS: Mapping[Channel, str] = {"call": "phone", "letter": "mail", "email": "email"}
"""The ways to remind somebody, each with the consent that it needs."""
_ON: Mapping[str, str] = {"phone": "calls", "mail": "letters", "email": "e-mail"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPromise:
    """What somebody promised: whose card, the terms, when and how it was said, for which drive."""

    card_id: int
    terms: Terms
    promised_on: date
    drive_id: int | None = None
    channel: str = ""
    note: str = ""


def record_promise(unit: UnitOfWork, given: NewPromise, today: date) -> int:
    """Record a promise and return its number.

    Raises NotFound for an unknown card, and BadInput for terms that cannot be, a day to come, or a
    drive of another entity.
    """
    entity_id, contact_id = _owner(unit.connection, given.card_id)
    _judge(unit.connection, entity_id, given, today)
    values = _values(given)
    return unit.insert(
        promise,
        {**values, "entity_id": entity_id, "contact_id": contact_id, "card_id": given.card_id},
    )


def change_promise(unit: UnitOfWork, promise_id: int, given: NewPromise, today: date) -> None:
    """Say anew what was promised; its donor stays.

    Raises as ``record_promise``, and Refused when a part that a gift keeps would be none.
    """
    before = unit.row(promise, promise_id)
    if given.card_id != before["card_id"]:
        raise BadInput("A promise stays its donor’s; end this one and record another.")
    _judge(unit.connection, before["entity_id"], given, today)
    kept = _days_kept(unit.connection, promise_id)
    lost = kept - set(given.terms.days(max(kept, default=today)))
    if lost:
        raise Refused(
            f"A gift keeps the part of {min(lost)}; a promise with other days would lose it."
        )
    unit.update(promise, promise_id, _values(given))


def end_promise(unit: UnitOfWork, promise_id: int, on: date, why: str) -> None:
    """End a promise: from that day on nothing of it is due, and nothing is asked for any more.

    Raises BadInput without a reason, Refused when it has ended already.
    """
    before = unit.row(promise, promise_id)
    if before["ended_on"] is not None:
        raise Refused(f"The promise ended on {before['ended_on']}: {before['ended_why']}.")
    if not why.strip():
        raise BadInput("Say why it ends: paid otherwise, withdrawn, cannot be reached.")
    if on.isoformat() < before["promised_on"]:
        raise BadInput(f"It was made on {before['promised_on']} and cannot end before.")
    unit.update(promise, promise_id, {"ended_on": on.isoformat(), "ended_why": why.strip()})


def keep_promise(
    unit: UnitOfWork, promise_id: int, item_id: int, due_on: date | None = None
) -> bool:
    """Say that a gift keeps a part of a promise: the oldest open one, unless a day is named.

    Returns False when that was said before. Raises Refused when the gift keeps another part, the
    part is kept, or the gift is another person's or older than the promise; BadInput for a day on
    which no part is due.
    """
    row = unit.row(promise, promise_id)
    gift = _gift(unit.connection, item_id, row)
    standing = _standing(unit.connection, item_id)
    if standing is not None:
        if standing[0] == promise_id and due_on in (None, date.fromisoformat(standing[1])):
            return False
        raise Refused("This gift keeps another part already; a gift keeps one.")
    part = _part(unit.connection, row, due_on, gift["item_date"])
    values = {
        "entity_id": row["entity_id"], "promised_gift_id": promise_id,
        "due_on": part.due_on.isoformat(), "item_id": item_id,
    }  # fmt: skip
    unit.insert(kept_by, values)
    return True


def release_gift(unit: UnitOfWork, item_id: int) -> None:
    """Take back that a gift keeps a promise; raises NotFound when it keeps none."""
    query = select(kept_by.c.id).where(kept_by.c.item_id == item_id)
    found = unit.connection.execute(query).scalar()
    if found is None:
        raise NotFound("This gift keeps no promise.")
    unit.delete(kept_by, found)


def note_reminder(
    unit: UnitOfWork, promise_id: int, channel: Channel, on: date, *,
    due_on: date | None = None, words: str = "",
) -> int:  # fmt: skip
    """Note that a donor was reminded of a part: the oldest open one, unless a day is named.

    Raises Refused when the donor has said no to calls, letters or e-mail, or when nothing is open.
    """
    row = unit.row(promise, promise_id)
    if channel not in CHANNELS:
        raise BadInput(f"“{channel}” is none of: {', '.join(CHANNELS)}.")
    if row["ended_on"] is not None:
        raise Refused(f"The promise ended on {row['ended_on']}: {row['ended_why']}.")
    needs = CHANNELS[channel]
    said = consents(unit.connection, row["card_id"]).get(needs)
    if said is not None and not said.given:
        raise Refused(
            f"This donor said no to {_ON[needs]} on {said.since}; choose another way to remind"
            " them."
        )
    if on.isoformat() < row["promised_on"]:
        raise BadInput(f"The promise was made on {row['promised_on']}; nobody was reminded before.")
    part = _part(unit.connection, row, due_on, on.isoformat())
    values = {
        "entity_id": row["entity_id"], "promised_gift_id": promise_id,
        "due_on": part.due_on.isoformat(), "sent_on": on.isoformat(), "channel": channel,
        "words": words.strip() or None,
    }  # fmt: skip
    return unit.insert(reminder, values)


def terms_of(row: Mapping[str, Any]) -> Terms:
    """Return the terms of a promise's row."""
    ended = row["ended_on"]
    return Terms(
        amount_cents=row["amount_cents"], due_on=date.fromisoformat(row["due_on"]),
        every=row["every"] or "", times=row["times"],
        ended_on=None if ended is None else date.fromisoformat(ended),
    )  # fmt: skip


def kept_cents(connection: Connection, promise_ids: Collection[int]) -> dict[int, dict[date, int]]:
    """Return what keeps each part of promises in cents: the gifts, less what was given back."""
    found: dict[int, dict[date, int]] = {}
    for of_gift in (item.c.id, item.c.parent_id):
        query = (
            select(kept_by.c.promised_gift_id, kept_by.c.due_on, signed_cents().label("cents"))
            .join(item, of_gift == kept_by.c.item_id)
            .where(kept_by.c.promised_gift_id.in_(promise_ids))
        )
        for row in connection.execute(query):
            parts = found.setdefault(row.promised_gift_id, {})
            day = date.fromisoformat(row.due_on)
            parts[day] = parts.get(day, 0) + int(row.cents)
    return found


def persons_of(connection: Connection, entity_id: int) -> dict[int, int]:
    """Return who is behind the linked cards of an entity; another card is its own person."""
    column = link.c
    query = select(column.card_id, column.person_id).where(column.entity_id == entity_id)
    return {row.card_id: row.person_id for row in connection.execute(query)}


# --- inside


def _owner(connection: Connection, card_id: int) -> tuple[int, int]:
    column = tables.contact.c
    query = select(column.entity_id, func.max(column.id)).where(column.card_id == card_id)
    row = connection.execute(query.group_by(column.entity_id)).first()
    if row is None:
        raise NotFound("This donor is not in the book; add the donor first.")
    return int(row[0]), int(row[1])


def _judge(connection: Connection, entity_id: int, given: NewPromise, today: date) -> None:
    given.terms.require_sense()
    if given.promised_on > today:
        raise BadInput(f"{given.promised_on} is still to come; say when it was promised.")
    if given.terms.due_on < given.promised_on:
        raise BadInput("A promise falls due when it is made, or later.")
    if given.drive_id is not None:
        column = tables.drive.c
        query = select(column.entity_id).where(column.id == given.drive_id)
        if connection.execute(query).scalar() != entity_id:
            raise BadInput("The drive is another entity’s; a promise is of one entity.")


def _values(given: NewPromise) -> dict[str, Any]:
    terms = given.terms
    return {
        "drive_id": given.drive_id, "amount_cents": terms.amount_cents,
        "promised_on": given.promised_on.isoformat(), "due_on": terms.due_on.isoformat(),
        "every": terms.every or None, "times": terms.times,
        "channel": given.channel.strip() or None, "note": given.note.strip() or None,
    }  # fmt: skip


def _days_kept(connection: Connection, promise_id: int) -> set[date]:
    query = select(kept_by.c.due_on).where(kept_by.c.promised_gift_id == promise_id)
    return {date.fromisoformat(day) for day in connection.execute(query).scalars()}


def _gift(connection: Connection, item_id: int, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a gift that may keep a promise; raise where it cannot."""
    query = select(item).where(item.c.id == item_id, item.c.entity_id == row["entity_id"])
    gift = connection.execute(query).mappings().first()
    if gift is None or gift["kind"] not in gift_kinds() or gift["memo"]:
        raise NotFound(f"Number {item_id} is no gift in these books.")
    persons = persons_of(connection, row["entity_id"])
    giver, owes = gift["card_id"], row["card_id"]
    if persons.get(giver, giver) != persons.get(owes, owes):
        raise Refused(
            "The gift is another donor’s; where the two are one person, say so on the donor first."
        )
    if gift["item_date"] < row["promised_on"]:
        raise Refused(f"The gift came before the promise of {row['promised_on']} was made.")
    return dict(gift)


def _standing(connection: Connection, item_id: int) -> tuple[int, str] | None:
    column = kept_by.c
    query = select(column.promised_gift_id, column.due_on).where(column.item_id == item_id)
    row = connection.execute(query).first()
    return None if row is None else (int(row[0]), row[1])


def _part(connection: Connection, row: Mapping[str, Any], due_on: date | None, day: str) -> Part:
    """Return the part that is meant: the named one, or the oldest that is not kept."""
    kept = kept_cents(connection, [row["id"]]).get(row["id"], {})
    terms = terms_of(row)
    last = max(due_on or date.min, date.fromisoformat(day))
    parts = parts_of(terms, kept, last)
    if not any(part.left_cents for part in parts):
        # Somebody may give ahead of the day.
        parts = parts_of(terms, kept, date(last.year + 2, 1, 1))
    if due_on is not None:
        parts = tuple(part for part in parts if part.due_on == due_on)
        if not parts:
            raise BadInput(f"No part of the promise is due on {due_on}.")
    opened = [part for part in parts if part.left_cents]
    if not opened:
        raise Refused("That is kept already; nothing of it is open.")
    return opened[0]
