"""Households: people of one entity's list who live together and get one letter.

A household joins nobody. Each member keeps the own card, gifts, aggregate and limit, for spouses
give each under a limit of their own (11 CFR 110.1(i)).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, func, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.donor_owner import kept_row, name_of_card, owner_of_card
from financedesk.ledger.names import folded

household, member = tables.household, tables.household_member
contact, donor = tables.contact, tables.donor
_AT_LEAST = 2
_OFFERED = 12
_LOOKED_AT = 200
_LAST_LETTER = "\uffff"


@dataclass(frozen=True, slots=True)
class Housemate:
    """A member of a household, or somebody who may be one; cents as given in all."""

    card_id: int
    contact: Contact
    given_cents: int
    last_day: str

    @property
    def name(self) -> str:
        """The name as a reader expects it."""
        return self.contact.display_name


@dataclass(frozen=True, slots=True)
class Household:
    """A household with its members by name; ``greeting`` is how a letter to them begins."""

    id: int
    entity_id: int
    name: str
    salutation: str
    members: tuple[Housemate, ...]

    @property
    def greeting(self) -> str:
        """The salutation that was entered, or one made of the names."""
        return self.salutation or greeting_of([one.contact for one in self.members])


def greeting_of(people: Sequence[Contact]) -> str:
    """Return how a letter to people begins: ``Dear Ada and Ben Gray``, ``Dear Ada Gray and …``."""
    names = [(one.first_name, one.last_name) for one in people if one.is_person]
    if len({last for _first, last in names}) == 1 and all(first for first, _last in names):
        firsts = [first for first, _last in names]
        return f"Dear {_listed(firsts)} {names[0][1]}"
    return f"Dear {_listed([f'{first} {last}'.strip() for first, last in names])}"


def make_household(
    unit: UnitOfWork, card_ids: Sequence[int], *, name: str = "", salutation: str = ""
) -> int:
    """Make a household of people and return its number.

    Raises BadInput for fewer than two, Refused for people of several entities or who live in a
    household already, NotFound for a card that has gone.
    """
    cards = list(dict.fromkeys(card_ids))
    if len(cards) < _AT_LEAST:
        raise BadInput("A household has two people or more.")
    owners = {owner_of_card(unit.connection, one) for one in cards}
    if len(owners) > 1:
        raise Refused("People of two entities make no household: each keeps its own list.")
    (entity_id,) = owners
    _require_free(unit.connection, cards)
    title = name.strip() or _name_of(unit.connection, cards)
    made = unit.insert(
        household,
        {"entity_id": entity_id, "name": title, "salutation": salutation.strip() or None},
    )
    for one in cards:
        _join(unit, entity_id, made, one)
    return made


def join_household(unit: UnitOfWork, household_id: int, card_id: int) -> None:
    """Add somebody to a household; raises as ``make_household``."""
    row = kept_row(unit, household, household_id, "household")
    entity_id = owner_of_card(unit.connection, card_id)
    if entity_id != row["entity_id"]:
        raise Refused("People of two entities make no household: each keeps its own list.")
    _require_free(unit.connection, [card_id])
    _join(unit, entity_id, household_id, card_id)


def leave_household(unit: UnitOfWork, card_id: int) -> None:
    """Take somebody out of the household; one that is left alone lives in none any more.

    Raises NotFound for somebody who lives in none.
    """
    query = select(member.c.id, member.c.household_id).where(member.c.card_id == card_id)
    row = unit.connection.execute(query).first()
    if row is None:
        raise NotFound("This donor is in no household.")
    unit.delete(member, row.id)
    left = select(member.c.id).where(member.c.household_id == row.household_id)
    others = list(unit.connection.execute(left).scalars())
    if len(others) < _AT_LEAST:
        for one in others:
            unit.delete(member, one)
        unit.delete(household, row.household_id)


def change_household(unit: UnitOfWork, household_id: int, *, name: str, salutation: str) -> None:
    """Say anew what a household is called and how a letter to it begins.

    Raises BadInput without a name, and NotFound.
    """
    kept_row(unit, household, household_id, "household")
    if not name.strip():
        raise BadInput("A household needs a name.")
    values = {"name": name.strip(), "salutation": salutation.strip() or None}
    unit.update(household, household_id, values)


def household_of(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> Household | None:
    """Return the household of a donor, or None; nothing over a wall."""
    query = (
        select(household)
        .join(member, member.c.household_id == household.c.id)
        .where(member.c.card_id == card_id, household.c.entity_id.in_(entity_ids))
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    lives = select(member.c.card_id).where(member.c.household_id == row.id)
    members = _people(connection, list(connection.execute(lives).scalars()))
    return Household(row.id, row.entity_id, row.name, row.salutation or "", members)


def households_of(connection: Connection, cards: Sequence[int]) -> dict[int, Household]:
    """Return the household of each of these cards that lives in one; members of one entity."""
    mine = select(member.c.card_id, member.c.household_id).where(member.c.card_id.in_(cards))
    homes = {row.card_id: row.household_id for row in connection.execute(mine)}
    ids = sorted(set(homes.values()))
    lives = select(member.c.household_id, member.c.card_id).where(member.c.household_id.in_(ids))
    people: dict[int, list[int]] = {}
    for row in connection.execute(lives):
        people.setdefault(row.household_id, []).append(row.card_id)
    known = {
        row.id: Household(
            row.id, row.entity_id, row.name, row.salutation or "",
            _people(connection, people[row.id]),
        )
        for row in connection.execute(select(household).where(household.c.id.in_(ids)))
    }  # fmt: skip
    return {card: known[home] for card, home in homes.items()}


def housemates(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> tuple[Housemate, ...]:
    """Return who may live with a donor: the same last name, ZIP code and street, in no household.

    Only people of the same entity; they are proposed and never joined by themselves.
    """
    own = _newest(connection, card_id, entity_ids)
    if own is None or not own[1].is_person or not (own[1].street_1 and own[1].zip):
        return ()
    entity_id, known = own
    begins = f"{folded(known.last_name)} "
    # The names' index leads to those of one name; what else is asked of them comes afterwards.
    query = select(contact.c.card_id, contact.c.street_1, contact.c.zip).where(
        contact.c.entity_id == entity_id, contact.c.card_id != card_id,
        contact.c.search_name.between(begins, begins + _LAST_LETTER),
    )  # fmt: skip
    place = _at(known)
    alike = {
        row.card_id
        for row in connection.execute(query)
        if ((row.zip or "")[:5], folded(row.street_1 or "")) == place
    }
    taken = select(member.c.card_id).where(member.c.card_id.in_(alike))
    free = sorted(alike - set(connection.execute(taken).scalars()))
    found = (one for one in _people(connection, free[:_LOOKED_AT]) if _at(one.contact) == place)
    return tuple(found)[:_OFFERED]


def _at(known: Contact) -> tuple[str, str]:
    return known.zip[:5], folded(known.street_1)


def verify(connection: Connection) -> "list[Problem]":
    """Return every household that is not two or more people of its own entity."""
    strange = (
        select(member.c.id)
        .join(household, household.c.id == member.c.household_id)
        .join(contact, contact.c.id == member.c.card_id)
        .where(
            (member.c.entity_id != household.c.entity_id)
            | (contact.c.entity_id != household.c.entity_id)
        )
    )
    problems = [
        Problem("ledger", "A household has a member of other books.", member.name, found)
        for found in connection.execute(strange).scalars()
    ]
    few = (
        select(household.c.id, household.c.name)
        .outerjoin(member, member.c.household_id == household.c.id)
        .group_by(household.c.id, household.c.name)
        .having(func.count(member.c.id) < _AT_LEAST)
    )
    return problems + [
        Problem("ledger", f"{row.name} is a household of fewer than two.", household.name, row.id)
        for row in connection.execute(few)
    ]


# --- parts


def _join(unit: UnitOfWork, entity_id: int, household_id: int, card_id: int) -> None:
    values = {"entity_id": entity_id, "household_id": household_id, "card_id": card_id}
    unit.insert(member, values)


def _require_free(connection: Connection, cards: Sequence[int]) -> None:
    query = (
        select(member.c.card_id, household.c.name)
        .join(household, household.c.id == member.c.household_id)
        .where(member.c.card_id.in_(cards))
    )
    row = connection.execute(query).first()
    if row is not None:
        who = name_of_card(connection, row.card_id)
        raise Refused(f"{who} lives in the household {row.name}; take them out of it first.")


def _name_of(connection: Connection, cards: Sequence[int]) -> str:
    lasts = [one.contact.last_name or one.name for one in _people(connection, cards)]
    return f"{_listed(list(dict.fromkeys(lasts)))} household"


def _listed(words: Sequence[str]) -> str:
    if len(words) < _AT_LEAST:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _newest(
    connection: Connection, card_id: int, entity_ids: Sequence[int]
) -> tuple[int, Contact] | None:
    query = (
        select(contact)
        .where(contact.c.card_id == card_id, contact.c.entity_id.in_(entity_ids))
        .order_by(contact.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return None if row is None else (row["entity_id"], contact_from_row(dict(row)))


def _people(connection: Connection, cards: Sequence[int]) -> tuple[Housemate, ...]:
    query = (
        select(contact, donor.c.given_cents, donor.c.last_day)
        .join(donor, and_(donor.c.contact_id == contact.c.id, donor.c.card_id == contact.c.card_id))
        .where(contact.c.card_id.in_(cards))
        .order_by(contact.c.search_name, contact.c.id)
    )
    return tuple(
        Housemate(
            row["card_id"], contact_from_row(dict(row)), row["given_cents"], row["last_day"] or ""
        )
        for row in connection.execute(query).mappings()
    )
