"""Officials and the offices they hold: who they are, since when, and what binds them meanwhile.

An official is a card of the entity that keeps the promise. No social security number and no tax
return is asked for anywhere.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count

from sqlalchemy import Connection, select

from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.remittances.shelf import Kept, Shelf

FEDERAL = "federal"
LEVELS = (FEDERAL, "state", "local")
_FEDERAL_OFFICES = frozenset("HSP")
_OPEN_END = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """Somebody who holds or held public office: a card of the keeping entity.

    ``reference`` stands on instructions and payments instead of a name. ``citizen`` is true for
    permanent residents too (52 U.S.C. 30121), ``contractor`` for who has a contract with the
    federal government, alone or as a sole proprietor (52 U.S.C. 30119). ``published_from`` is the
    day on which they agreed to stand in the transparency report, ``published_to`` its last day.
    """

    card_id: int
    reference: str
    citizen: bool = True
    contractor: bool = False
    note: str = ""
    published_from: date | None = None
    published_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """A unit of the organisation's tree, by its code, that an official answers to."""

    official_id: int
    unit: str
    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicOffice:
    """A public office: the body, its level, where, and the class that rules of pay go by."""

    body: str
    level: str
    state: str = ""
    district: str = ""
    office_class: str = ""

    @property
    def words(self) -> str:
        """How it is named: the body and the district."""
        return ", ".join(filter(None, (self.body, self.district)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeTerm:
    """Somebody's time in an office; ``to_date`` is the last day, None while it runs.

    What was stated before ``end_known_on`` does not know the end; without it, it was always known.
    """

    official_id: int
    public_office_id: int
    from_date: date
    to_date: date | None = None
    end_known_on: date | None = None
    end_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalCandidacy:
    """The time in which an official is a candidate for federal office (52 U.S.C. 30101(2))."""

    official_id: int
    office: str
    from_date: date
    to_date: date | None = None
    basis: str = ""


def _judge_official(connection: Connection, entity_id: int, fact: Official, row_id: int) -> None:
    contact = tables.contact.c
    card = connection.execute(
        select(contact.entity_id, contact.type).where(contact.id == fact.card_id)
    ).one_or_none()
    if card is None or card.entity_id != entity_id:
        raise NotFound("That person has no card in the books of this entity; enter one first.")
    if card.type not in ("IND", "CAN"):
        raise BadInput("An official is a person; this card is of an organisation.")
    others = [one for one in OFFICIALS.of(connection, entity_id) if one.id != row_id]
    if any(one.fact.card_id == fact.card_id for one in others):
        raise BadInput("This person is an official of this entity already; open that one.")
    if not fact.reference.strip() or any(one.fact.reference == fact.reference for one in others):
        raise BadInput("An official’s reference is their own; choose one that nobody else has.")
    _in_order("consent to be published", fact.published_from, fact.published_to)


def _judge_belonging(connection: Connection, _entity: int, fact: Belonging, _row: int) -> None:
    query = select(tables.unit.c.id).where(tables.unit.c.code == fact.unit)
    if connection.execute(query).first() is None:
        raise NotFound(f"The organisation has no unit “{fact.unit}”; add it under Entities first.")
    _in_order("time in that unit", fact.from_date, fact.to_date)


def _judge_office(_connection: Connection, _entity: int, fact: PublicOffice, _row: int) -> None:
    if not fact.body.strip():
        raise BadInput("Name the body that the office belongs to, such as City Council of Salem.")
    if fact.level not in LEVELS:
        raise BadInput(f"The level of an office is one of {', '.join(LEVELS)}.")
    if fact.level != FEDERAL and not fact.state:
        raise BadInput("Name the state of a state or local office: its law binds the pay.")


def _judge_term(connection: Connection, entity_id: int, fact: OfficeTerm, row_id: int) -> None:
    _in_order("term", fact.from_date, fact.to_date)
    held = TERMS.of(
        connection, entity_id, official_id=fact.official_id, public_office_id=fact.public_office_id
    )
    for other in held:
        if other.id != row_id and _meet(other.fact, fact):
            since = other.fact.from_date.isoformat()
            raise BadInput(f"There is a term in this office already since {since}; end that first.")


def _judge_candidacy(
    _connection: Connection, _entity: int, fact: FederalCandidacy, _row: int
) -> None:
    if fact.office not in _FEDERAL_OFFICES:
        raise BadInput("A federal office is H (House), S (Senate) or P (President).")
    _in_order("candidacy", fact.from_date, fact.to_date)


def _in_order(what: str, first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise BadInput(f"The {what} ends on {last} before it begins on {first}; correct the days.")


def _meet(one: OfficeTerm, other: OfficeTerm) -> bool:
    last, end = one.to_date or _OPEN_END, other.to_date or _OPEN_END
    return one.from_date <= end and other.from_date <= last


OFFICIALS = Shelf(tables.official, Official, "official", _judge_official)
BELONGINGS = Shelf(tables.official_unit, Belonging, "unit of an official", _judge_belonging)
OFFICES = Shelf(tables.public_office, PublicOffice, "office", _judge_office)
TERMS = Shelf(tables.office_term, OfficeTerm, "term", _judge_term)
CANDIDACIES = Shelf(
    tables.federal_candidacy, FederalCandidacy, "candidacy for federal office", _judge_candidacy
)


def next_reference(connection: Connection, entity_id: int) -> str:
    """Return a reference that no official of an entity has: R-1, R-2 and so on."""
    taken = {one.fact.reference for one in OFFICIALS.of(connection, entity_id)}
    return next(code for number in count(len(taken) + 1) if (code := f"R-{number}") not in taken)


def is_federal_on(
    terms: Iterable[tuple[OfficeTerm, PublicOffice]],
    candidacies: Iterable[FederalCandidacy],
    on: date,
) -> bool:
    """Tell whether 52 U.S.C. 30125(e) binds somebody on a day: federal office or candidacy."""
    holds = any(
        office.level == FEDERAL and _holds(term.from_date, term.to_date, on)
        for term, office in terms
    )
    return holds or any(_holds(one.from_date, one.to_date, on) for one in candidacies)


def _holds(first: date, last: date | None, on: date) -> bool:
    return first <= on <= (last or _OPEN_END)


def official_in_view(
    connection: Connection, official_id: int, visible: Collection[int]
) -> Kept[Official]:
    """Return an official of one of the entities whose books the reader sees; raises NotFound."""
    found = OFFICIALS.one(connection, official_id)
    if found.entity_id not in visible:
        raise NotFound(f"There is no official number {official_id} in these books.")
    return found


def names_of(connection: Connection, officials: Iterable[Kept[Official]]) -> dict[int, str]:
    """Return officials' names by number as their newest cards have them, last name first."""
    card = {one.fact.card_id: one.id for one in officials}
    column = tables.contact.c
    query = (
        select(column.card_id, column.last_name, column.first_name)
        .where(column.card_id.in_(card))
        .order_by(column.id)
    )
    return {
        card[row.card_id]: ", ".join(filter(None, (row.last_name, row.first_name)))
        for row in connection.execute(query)
    }
