"""Officials and the offices they hold: who they are, since when, and what binds them meanwhile.

An official is a card of the entity that keeps the promise. No social security number and no tax
return is asked for anywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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

    ``published_from`` is the day on which they agreed to stand in the transparency report, and
    ``published_to`` the last day of that.
    """

    card_id: int
    note: str = ""
    published_from: date | None = None
    published_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """A unit of the organisation's tree that an official answers to, by its days."""

    official_id: int
    unit_id: int
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
    contact, kept = tables.contact.c, tables.official.c
    card = connection.execute(
        select(contact.entity_id, contact.type).where(contact.id == fact.card_id)
    ).one_or_none()
    if card is None or card.entity_id != entity_id:
        raise NotFound("That person has no card in the books of this entity; enter one first.")
    if card.type not in ("IND", "CAN"):
        raise BadInput("An official is a person; this card is of an organisation.")
    query = select(kept.id).where(
        kept.entity_id == entity_id, kept.card_id == fact.card_id, kept.id != row_id
    )
    if connection.execute(query).first() is not None:
        raise BadInput("This person is an official of this entity already; open that one.")
    _in_order("consent to be published", fact.published_from, fact.published_to)


def _judge_belonging(_connection: Connection, _entity: int, fact: Belonging, _row: int) -> None:
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


def name_of(connection: Connection, official: Kept[Official]) -> str:
    """Return an official's name as their newest card has it: last name first."""
    column = tables.contact.c
    query = (
        select(column.last_name, column.first_name)
        .where(column.card_id == official.fact.card_id)
        .order_by(column.id.desc())
        .limit(1)
    )
    row = connection.execute(query).one()
    return ", ".join(filter(None, (row.last_name, row.first_name)))
