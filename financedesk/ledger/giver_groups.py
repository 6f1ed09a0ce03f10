"""The giving side of common control: whose contributions use one allowance together.

Committees that are established, financed, maintained or controlled by the same person or group
have one limit for what they receive and one for what they give (52 U.S.C. 30116(a)(5); 11 CFR
110.3(a)(1)); a state party gives together with its district and local committees (110.3(b)(3)).
A national party and a candidate's committee give for themselves, but for what the national and the
senatorial committee of a party may give a Senate candidate together (30116(h)).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date

from sqlalchemy import Connection, select

from financedesk.ledger import tables
from financedesk.ledger.attributions import Standing, all_standings
from financedesk.ledger.contacts import Contact, search_name
from financedesk.ledger.entities import EntityRow, entities
from financedesk.rules.attribution import giving_group, joint_group, limit_group, limit_uses
from financedesk.rules.limits import Use
from financedesk.rules.parties import giver_of_body, recipient_of_body, statuses
from financedesk.rules.passages import Holder, passage_of_sides, side_of

order, account = tables.transfer_order, tables.account
_SENT = "sent"


def own_entity(known: Sequence[EntityRow], contact: Contact) -> EntityRow | None:
    """Return the entity of the book that a contact is, by its committee's number or its name."""
    if contact.is_person:
        return None
    named = search_name(contact)
    for one in known:
        if contact.committee_id and one.committee_id == contact.committee_id:
            return one
        if named and search_name(Contact(type="ORG", name=one.name)) == named:
            return one
    return None


def affiliated_givers(
    connection: Connection, known: Sequence[EntityRow], entity_id: int, on: date
) -> tuple[EntityRow, ...]:
    """Return the other entities whose contributions count with an entity's own on a day."""
    return _others(connection, known, entity_id, on, giving_name)


def joint_givers(
    connection: Connection, known: Sequence[EntityRow], entity_id: int, on: date
) -> tuple[EntityRow, ...]:
    """Return the other entities that have a limit of their class together with an entity.

    The national and the senatorial committee of a party, which stand in one limit group, give a
    Senate candidate one amount (52 U.S.C. 30116(h); 11 CFR 110.2(e)).
    """
    return _others(connection, known, entity_id, on, joint_name)


def _others(
    connection: Connection,
    known: Sequence[EntityRow],
    entity_id: int,
    on: date,
    name: Callable[[EntityRow, Sequence[Standing], date], str],
) -> tuple[EntityRow, ...]:
    standing = all_standings(connection, [one.id for one in known])
    groups = {one.id: name(one, standing[one.id], on) for one in known}
    mine = groups.get(entity_id)
    return tuple(one for one in known if one.id != entity_id and groups[one.id] == mine)


def giving_name(entity: EntityRow, spans: Sequence[Standing], on: date) -> str:
    """Return the name under which an entity's contributions are added up on a day."""
    held = _held(spans, on)
    return giving_group(
        recipient_of_body(entity.kind, status=_status(held)), owner=str(entity.id),
        affiliation=held.affiliation,
    )  # fmt: skip


def joint_name(entity: EntityRow, spans: Sequence[Standing], on: date) -> str:
    """Return the same for a limit that committees of one class in a limit group have together."""
    held = _held(spans, on)
    giver = giver_of_body(entity.kind, status=_status(held))
    return joint_group(giver, owner=str(entity.id), affiliation=held.affiliation)


def _held(spans: Sequence[Standing], on: date) -> Standing:
    day = on.isoformat()
    return next(one for one in spans if one.since <= day <= one.until)


def _status(held: Standing) -> str:
    return held.status if held.status in statuses() else ""


# --- what is on its way


def underway(connection: Connection, givers: Collection[int]) -> dict[str, tuple[Use, ...]]:
    """Return what entities have sent that was not received yet, as pending uses by limit group.

    It will be the taker's receipt and is not to be stopped any more; what is sent beside it must
    leave room for it.
    """
    query = select(order).where(order.c.state == _SENT, order.c.entity_id.in_(givers))
    rows = connection.execute(query).mappings().all()
    if not rows:
        return {}
    known = {one.id: one for one in entities(connection)}
    kinds = {row.id: row.kind for row in connection.execute(select(account.c.id, account.c.kind))}
    standing = all_standings(connection, list(known))
    found: dict[str, list[Use]] = defaultdict(list)
    for row in rows:
        if row["taker_id"] not in known:  # behind a wall of the server, and so is its allowance
            continue
        on = date.fromisoformat(row["sent_on"])
        giver, taker = known[row["entity_id"]], known[row["taker_id"]]
        into = kinds[row["taker_account_id"]]
        gave, took = _held(standing[giver.id], on), _held(standing[taker.id], on)
        affiliated = bool(gave.affiliation) and gave.affiliation == took.affiliation
        passage = passage_of_sides(
            side_of(Holder(giver.kind, kinds[row["account_id"]])),
            side_of(Holder(taker.kind, into)), own=False, affiliated=affiliated,
        )  # fmt: skip
        use = limit_uses().get(passage.into)
        if use is None:
            continue
        recipient = recipient_of_body(taker.kind, into, status=_status(took))
        group = limit_group(recipient, use.purse, owner=str(taker.id), affiliation=took.affiliation)
        said = json.loads(row["content"]).get("election_code") or ""
        window = said if recipient == "candidate" and said else row["sent_on"][:4]
        if group is not None:
            pending = Use(window=window, cents=row["amount_cents"], made_on=on, pending=True)
            found[group].append(pending)
    return {group: tuple(uses) for group, uses in found.items()}
