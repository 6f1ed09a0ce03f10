"""Checks that stand on a slip before one that is typed: what they do to its aggregate and limit.

None of them is in the books yet. They count in the order of the slip, as they will be recorded;
whoever stands on it twice is one giver, whom ``typed_batch.record_deposit`` gives one card.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, match_keys
from financedesk.ledger.limit_person import LimitPerson, limit_person, limit_stranger
from financedesk.rules.limits import Use

link = tables.person_link


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipCheck:
    """One check of a slip as it is typed; the amount in cents, the day ``YYYY-MM-DD``.

    ``number`` is its place on the slip, from 1; ``card_id`` is None for somebody new.
    """

    number: int
    giver: Contact
    card_id: int | None
    day: str
    cents: int
    election_code: str = ""


def of_one_card(
    connection: Connection, giver: Contact, card_id: int | None, checks: Iterable[SlipCheck]
) -> tuple[SlipCheck, ...]:
    """Return the checks that will stand on a giver's card, or on one linked to it."""
    person = _person(connection, card_id)
    return tuple(
        one for one in checks
        if (one.giver == giver if None in (card_id, one.card_id)
            else _person(connection, one.card_id) == person)
    )  # fmt: skip


def of_one_giver(
    connection: Connection, entity_id: int, giver: tuple[Contact, int | None],
    checks: Iterable[SlipCheck],
) -> tuple[SlipCheck, ...]:  # fmt: skip
    """Return the checks that use a giver's limits: by card, or by what two cards agree in."""
    checks = tuple(checks)
    if not checks:
        return ()
    contact, card_id = giver
    person = _limit_person(connection, entity_id, contact, card_id)
    return tuple(
        one for one in checks
        if one.giver == contact or _agree(one.giver, contact)
        or person.persons & _limit_person(connection, entity_id, one.giver, one.card_id).persons
    )  # fmt: skip


def uses_of(checks: Iterable[SlipCheck]) -> tuple[Use, ...]:
    """Return what checks will use of a limit, for the election that each is for, if any."""
    return tuple(
        Use(
            window=one.election_code, cents=one.cents, made_on=date.fromisoformat(one.day),
            pending=True,
        )
        for one in checks
    )  # fmt: skip


def _person(connection: Connection, card_id: int | None) -> int | None:
    query = select(link.c.person_id).where(link.c.card_id == card_id)
    found: int | None = connection.execute(query).scalar()
    return found or card_id


def _limit_person(
    connection: Connection, entity_id: int, giver: Contact, card_id: int | None
) -> LimitPerson:
    if card_id is None:
        return limit_stranger(connection, entity_id, giver)
    return limit_person(connection, card_id)


def _agree(one: Contact, other: Contact) -> bool:
    """Whether two records are one donor's by the rule of imports: name with place or e-mail."""
    pairs = zip(match_keys(one), match_keys(other), strict=True)
    return any(key is not None and key == same for key, same in pairs)
