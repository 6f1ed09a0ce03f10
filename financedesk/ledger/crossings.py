"""What crosses the wall: gifts received, contributions made, money between two entities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, text

from financedesk.book.walls import hides_some
from financedesk.ledger import tables
from financedesk.ledger.attributions import standings
from financedesk.ledger.contacts import Contact, search_name
from financedesk.ledger.entities import AccountRow, EntityRow, entities
from financedesk.ledger.giver_groups import affiliated_givers
from financedesk.ledger.giver_groups import own_entity as entity_of_contact
from financedesk.ledger.limit_person import LimitPerson, limit_person, limit_stranger
from financedesk.ledger.limits import without_item
from financedesk.ledger.wall import Crossing
from financedesk.rules.data_crossing import in_kind_of
from financedesk.rules.limits import Use
from financedesk.rules.parties import giver_of_body, giver_of_contact, recipient_of_body, statuses

item = tables.item

# What a committee outside the book is; its affiliates' limits are not told apart.
_OUTSIDE = {"CCM": "candidate", "CAN": "candidate", "PTY": "state_party", "PAC": "pac"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetGift:
    """Money between an entity of the book and somebody else: giver or payee is ``other``.

    The amount is in cents, the day ``YYYY-MM-DD``; ``card_id`` is None for somebody new. ``said``
    is the class of giver where the treasurer knows it better than the card; ``besides`` is the
    entry that a corrected gift takes the place of, ``waiting`` what joint fundraisers hold of the
    giver and have not shared out, as pending uses by limit group, ``ahead`` what stands before it
    on a slip.
    """

    entity: EntityRow
    account: AccountRow
    other: Contact
    card_id: int | None
    kind: str
    day: str
    cents: int
    said: str = ""
    election_code: str = ""
    besides: int | None = None
    waiting: Mapping[str, tuple[Use, ...]] | None = None
    ahead: tuple[Use, ...] = ()


def gift_crossing(connection: Connection, gift: MetGift) -> Crossing:
    """Return the crossing of a gift that an entity receives."""
    on, entity, kind = date.fromisoformat(gift.day), gift.entity, gift.account.kind
    person = (
        limit_stranger(connection, entity.id, gift.other)
        if gift.card_id is None
        else limit_person(connection, gift.card_id)
    )
    return Crossing(
        giver=gift.said or giver_class(connection, gift.other, on, gift.kind),
        recipient=recipient_class(connection, entity, kind, on),
        on=on, cents=gift.cents, entity_id=entity.id, account_kind=kind,
        election_code=gift.election_code, person=person,
        pending=_pending(connection, gift),
        ahead=gift.ahead,
    )  # fmt: skip


def _pending(connection: Connection, gift: MetGift) -> Mapping[str, tuple[Use, ...]] | None:
    """Return what counts beside the attributions: a corrected gift not twice, what waits once."""
    if gift.besides is None:
        return gift.waiting
    return joined_uses(without_item(connection, gift.besides), gift.waiting or {})


def joined_uses(
    one: Mapping[str, tuple[Use, ...]], other: Mapping[str, tuple[Use, ...]]
) -> dict[str, tuple[Use, ...]]:
    """Return two lots of uses by limit group as one."""
    return {group: (*one.get(group, ()), *other.get(group, ())) for group in {*one, *other}}


def giver_class(connection: Connection, giver: Contact, on: date, item_kind: str = "") -> str:
    """Return the class of a giver: an entity of the book by number or name, else by its card."""
    own = own_entity(connection, giver)
    if own is None:
        return giver_of_contact(giver.type, item_kind)
    return body_class(connection, own, "", on)


def own_entity(connection: Connection, contact: Contact) -> EntityRow | None:
    """Return the entity of the book that a contact is, by its committee's number or its name."""
    return None if contact.is_person else entity_of_contact(entities(connection), contact)


def body_class(connection: Connection, entity: EntityRow, account_kind: str, on: date) -> str:
    """Return the class of giver that an entity is with money of this account on a day."""
    status = _status(connection, entity, on)
    return giver_of_body(entity.kind, account_kind, status=status, qualified=entity.qualified)


def recipient_class(connection: Connection, entity: EntityRow, account_kind: str, on: date) -> str:
    """Return the class of recipient that an entity is with this account on a day."""
    return recipient_of_body(entity.kind, account_kind, status=_status(connection, entity, on))


def _status(connection: Connection, entity: EntityRow, on: date) -> str:
    day = on.isoformat()
    held = (one.status for one in standings(connection, entity.id) if one.since <= day <= one.until)
    found = next(held, "")
    return found if found in statuses() else ""


def payment_crossing(connection: Connection, made: MetGift) -> Crossing | None:
    """Return the crossing of a contribution made to a committee; None where it hangs on no class.

    What this entity gave the same payee before counts, for the same election or year.
    """
    on, own = date.fromisoformat(made.day), own_entity(connection, made.other)
    recipient = _OUTSIDE.get(made.other.type)
    if own is not None:
        recipient = recipient_class(connection, own, "", on)
    if recipient is None:
        return None
    return Crossing(
        giver=body_class(connection, made.entity, made.account.kind, on), recipient=recipient,
        on=on, cents=made.cents, account_kind=made.account.kind,
        election_code=made.election_code.strip().upper(), own_act=True,
        measured=made.kind != "transfer_to_affiliates", used=_given(connection, made, recipient),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferMoney:
    """How much passes between two entities, when, and for which election; the amount in cents.

    ``measured`` is false where no limit counts it, as between affiliates; ``pending`` takes out
    of the count what it takes the place of.
    """

    on: date
    cents: int
    election_code: str = ""
    measured: bool = True
    pending: Mapping[str, tuple[Use, ...]] | None = None


def transfer_crossing(
    connection: Connection,
    giver: tuple[EntityRow, AccountRow],
    taker: tuple[EntityRow, AccountRow],
    person: LimitPerson,
    money: TransferMoney,
) -> Crossing:
    """Return the crossing of money from one entity of the book to another.

    ``person`` is the giver as the taker's books know it.
    """
    (entity, account), (other, into) = giver, taker
    return Crossing(
        giver=body_class(connection, entity, account.kind, money.on),
        recipient=recipient_class(connection, other, into.kind, money.on),
        on=money.on, cents=money.cents, entity_id=other.id, account_kind=into.kind,
        election_code=money.election_code.strip().upper(), person=person, own_act=True,
        measured=money.measured, pending=money.pending,
    )  # fmt: skip


def _given(connection: Connection, made: MetGift, recipient: str) -> tuple[Use, ...]:
    """Return what this entity, and whoever shares its limit for giving, gave the same payee."""
    on = date.fromisoformat(made.day)
    others = affiliated_givers(connection, entities(connection), made.entity.id, on)
    cards = _cards_of_payee(connection, [one.id for one in others], made.other)
    if made.card_id is not None:
        cards.append(made.card_id)
    column = item.c
    by_year = func.substr(column.item_date, 1, 4)
    window = func.coalesce(column.election_code, by_year) if recipient == "candidate" else by_year
    # What was given in kind is a contribution as well, although a memo item: it was paid before.
    in_kind = in_kind_of(made.kind).kind
    query = (
        select(window, func.sum(column.amount_cents))
        .where(
            column.card_id.in_(cards), column.kind.in_((made.kind, in_kind)),
            or_(column.memo == 0, column.kind == in_kind), column.id != (made.besides or 0),
        )
        .group_by(window)
    )  # fmt: skip
    rows = [*connection.execute(query), *_given_across(connection, made, recipient, in_kind)]
    return tuple(Use(window=key, cents=int(cents)) for key, cents in rows)


_ACROSS = text(
    'SELECT "window", cents FROM limit_given_across(CAST(:giver AS BIGINT), CAST(:day AS TEXT),'
    " CAST(:kinds AS TEXT[]), CAST(:in_kind AS TEXT), CAST(:payee AS TEXT),"
    " CAST(:number AS TEXT), CAST(:each AS BOOLEAN))"
)


def _given_across(
    connection: Connection, made: MetGift, recipient: str, in_kind: str
) -> Sequence[Row[Any]]:
    """Return what affiliates that a server hides gave the same payee: sums by window."""
    if not hides_some(connection):
        return ()
    names = {
        "giver": made.entity.id, "day": made.day, "kinds": [made.kind, in_kind],
        "in_kind": in_kind, "payee": search_name(made.other), "number": made.other.committee_id,
        "each": recipient == "candidate",
    }  # fmt: skip
    return connection.execute(_ACROSS, names).all()


def _cards_of_payee(connection: Connection, entity_ids: Sequence[int], payee: Contact) -> list[int]:
    """Return the cards under which other entities know a payee: by name, or committee's number."""
    column = tables.contact.c
    same = column.search_name == search_name(payee)
    if payee.committee_id:
        same = same | (column.committee_id == payee.committee_id)
    query = select(column.card_id).where(
        column.entity_id.in_(entity_ids), column.type.not_in(("IND", "CAN")), same
    )
    return list(connection.execute(query.distinct()).scalars()) if entity_ids else []
