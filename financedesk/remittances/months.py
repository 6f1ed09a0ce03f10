"""Promises by official and month: what was due, what was given, and how each month stands.

A year is computed for the officials that are asked for and no others, so that a list of any size
opens at once. All figures are those of ``dues_of``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from financedesk.ledger import tables
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.rules import dues_standing as standing_rules
from financedesk.rules.dates import last_of_month
from financedesk.rules.dues import Gap
from financedesk.rules.dues_standing import Settled

KEPT, PART, WAIVED, OVERDUE, DUE = "kept", "part", "waived", "overdue", "due"
CARRIED, LAPSED, MISSING, NOTHING = "carried", "lapsed", "missing", "nothing"
STATES: Mapping[str, str] = {
    OVERDUE: "The month is over and nothing was given yet.",
    PART: "A part was given, the rest is open.",
    DUE: "The month is not over yet.",
    CARRIED: "No recipient had room; the official holds the rest for a later month.",
    LAPSED: "The promise ended before it was given; nothing more is asked.",
    WAIVED: "The organisation waived it.",
    KEPT: "All of it was given.",
    MISSING: "Something is not known, so that nothing can be computed.",
    NOTHING: "Nothing was promised for this month.",
}
"""How a month stands. Of two dues in one month the state that stands first here is the month's."""

_RANK = {state: place for place, state in enumerate(STATES)}
_MONTHS = range(1, 13)

official, contact, entity = tables.official, tables.contact, tables.entity
office_term, public_office = tables.office_term, tables.public_office


class Listed(NamedTuple):
    """An official as a list names them, with the offices that they ever held and their states.

    ``since`` is the first year in office.
    """

    id: int
    name: str
    reference: str
    offices: tuple[str, ...]
    states: tuple[str, ...]
    since: int


class Sums(NamedTuple):
    """What was due, waived, kept and is open, in cents; ``overdue_cents`` is a part of the last."""

    due_cents: int = 0
    waived_cents: int = 0
    kept_cents: int = 0
    open_cents: int = 0
    overdue_cents: int = 0

    def and_(self, other: "Sums") -> "Sums":
        """Return both together."""
        return Sums(*map(sum, zip(self, other, strict=True)))


class Month(NamedTuple):
    """One month of one official: a key of ``STATES``, and its sums."""

    state: str
    sums: Sums


@dataclass(frozen=True, slots=True)
class OfficialMonths:
    """A year of one official: twelve months, and what is open from the years before, in cents.

    ``pledge`` is the state of the newest pledge; ``gaps`` say what is missing to compute the rest.
    """

    official_id: int
    name: str
    pledge: str
    months: tuple[Month, ...]
    earlier_cents: int
    gaps: tuple[Gap, ...]

    @property
    def sums(self) -> Sums:
        """The year."""
        return total(one.sums for one in self.months)

    @property
    def is_overdue(self) -> bool:
        """Whether something of a month that is over is still open, of earlier years too."""
        return self.earlier_cents > 0 or self.sums.overdue_cents > 0

    @property
    def is_open(self) -> bool:
        """Whether anything up to the end of the year is open."""
        return self.earlier_cents > 0 or self.sums.open_cents > 0


def total(sums: Iterable[Sums]) -> Sums:
    """Return sums added up."""
    columns = zip(*sums, strict=True)
    return Sums(*map(sum, columns))


def officials_kept(connection: Connection, entity_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many officials' promises each of these entities keeps, if it keeps any."""
    query = (
        select(official.c.entity_id, func.count())
        .where(official.c.entity_id.in_(list(entity_ids)))
        .group_by(official.c.entity_id)
    )
    return {int(entity_id): int(number) for entity_id, number in connection.execute(query)}


def listed_officials(connection: Connection, entity_id: int) -> tuple[Listed, ...]:
    """Return every official of an entity by name, as ``dues_of`` orders them."""
    whose = {"entity": entity_id}
    offices = {row[0]: (row[1], row[2] or "") for row in connection.execute(_OFFICES, whose)}
    held: dict[int, list[tuple[str, str, int]]] = {}
    for official_id, office_id, from_date in connection.execute(_HELD, whose).all():
        held.setdefault(official_id, []).append((*offices[office_id], int(from_date[:4])))
    # Of several versions of a card the newest comes last.
    newest = {row[0]: row for row in connection.execute(_NAMED, whose).all()}
    found = [
        _listed(official_id, _name(last_name, first_name), reference, held.get(official_id, []))
        for official_id, reference, last_name, first_name in newest.values()
    ]
    found.sort(key=lambda one: (one.name.casefold(), one.id))
    return tuple(found)


def _name(last_name: str | None, first_name: str | None) -> str:
    return ", ".join(filter(None, (last_name, first_name)))


def _listed(
    official_id: int, name: str, reference: str, terms: Sequence[tuple[str, str, int]]
) -> Listed:
    if len(terms) == 1:
        ((body, state, since),) = terms
        return Listed(official_id, name, reference, (body,), (state,) if state else (), since)
    return Listed(
        id=official_id, name=name, reference=reference,
        offices=tuple(dict.fromkeys(body for body, _, _ in terms)),
        states=tuple(dict.fromkeys(state for _, state, _ in terms if state)),
        since=min((since for _, _, since in terms), default=date.max.year),
    )  # fmt: skip


_NAMED = (
    select(official.c.id, official.c.reference, contact.c.last_name, contact.c.first_name)
    .join(contact, contact.c.card_id == official.c.card_id)
    .where(official.c.entity_id == bindparam("entity"))
    .order_by(contact.c.id)
)
_OFFICES = select(public_office.c.id, public_office.c.body, public_office.c.state).where(
    public_office.c.entity_id == bindparam("entity")
)
_HELD = (
    select(office_term.c.official_id, office_term.c.public_office_id, office_term.c.from_date)
    .where(office_term.c.entity_id == bindparam("entity"))
    .order_by(office_term.c.from_date.desc(), office_term.c.id)
)  # fmt: skip


def months_of(
    connection: Connection, entity_id: int, year: int, *, on: date, official_ids: Collection[int]
) -> list[OfficialMonths]:
    """Return a year of these officials by name, as it stands on a day.

    Months after that day are due as far as is known by then. Raises BadInput when facts contradict
    each other.
    """
    found = dues_of(
        connection, entity_id, date(year, 12, 1), on=on, first=date(year, 1, 1),
        official_ids=official_ids,
    )  # fmt: skip
    return [year_of(one, year, on) for one in found]


def year_of(dues: OfficialDues, year: int, on: date) -> OfficialMonths:
    """Return the months of a year out of an official's dues, which reach to its end."""
    settled: dict[int, list[Settled]] = {month: [] for month in _MONTHS}
    first = date(year, 1, 1)
    for one in dues.standing.between(first, date(year, 12, 31)):
        settled[one.month.month].append(one)
    earlier = sum(one.open_cents for one in dues.standing.newest_left() if one.month < first)
    return OfficialMonths(
        official_id=dues.official_id, name=dues.name, pledge=dues.pledge,
        months=tuple(
            _month(settled[month], on, lacks=_lacks(dues.run.gaps, date(year, month, 1)))
            for month in _MONTHS
        ),
        earlier_cents=earlier, gaps=dues.run.gaps,
    )  # fmt: skip


def _month(settled: Collection[Settled], on: date, *, lacks: bool) -> Month:
    asked = [one for one in settled if one.asked_cents]
    states = [_state(one, on) for one in asked] or [MISSING if lacks else NOTHING]
    return Month(min(states, key=_RANK.__getitem__), total(_sums(one, on) for one in asked))


def _lacks(gaps: Iterable[Gap], month: date) -> bool:
    ends = last_of_month(month)
    return any(gap.first <= ends and month <= gap.last for gap in gaps)


def _sums(one: Settled, on: date) -> Sums:
    return Sums(
        one.asked_cents, one.waived_cents, one.made_cents, one.open_cents,
        one.open_cents if one.due_on < on else 0,
    )  # fmt: skip


_SHOWN_AS = {
    standing_rules.FULFILLED: KEPT,
    standing_rules.PARTLY_MADE: PART,
    standing_rules.WAIVED: WAIVED,
    standing_rules.CARRIED: CARRIED,
    standing_rules.LAPSED: LAPSED,
}


def _state(one: Settled, on: date) -> str:
    """Return how a due is shown: what is open is overdue once its month is over."""
    return _SHOWN_AS.get(one.state) or (OVERDUE if one.due_on < on else DUE)
