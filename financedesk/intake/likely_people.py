"""Donors of a file who would get a card of their own though another card may be theirs.

Asked at the end of a dry run, while the new cards stand in the book. Never across entities.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, case, func, select

from financedesk.donors.people import persons_of
from financedesk.intake.resemblance import Likeness, Resemblance, resemblance
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.same_person import cards_of

MOST_LIKELY = 500
_MOST_ALIKE = 200
"""So many cards of one place and name are held against each other; more are no household."""
_READ_AT_ONCE = 2_000
_SHOWN_AT_ONCE = 400

contact = tables.contact


class NewCards:
    """The cards that a file makes, each with the row that made it: two numbers a card."""

    def __init__(self, first_id: int) -> None:
        self.first_id = first_id
        self._cards, self._rows = array("q"), array("q")

    def met(self, card_id: int, row: int) -> None:
        """Note whose card a row's gift is on; a card that was there before is none of these."""
        if card_id >= self.first_id and (not self._cards or card_id > self._cards[-1]):
            self._cards.append(card_id)
            self._rows.append(row)

    def row_of(self, card_id: int) -> int | None:
        """Return the row that made a card, None for a card that was there before."""
        place = bisect_left(self._cards, card_id)
        if place < len(self._cards) and self._cards[place] == card_id:
            return self._rows[place]
        return None

    def of_rows(self, wanted: Sequence[int]) -> Mapping[int, int]:
        """Return the cards that these rows made, by row."""
        asked = set(wanted)
        pairs = zip(self._rows, self._cards, strict=True)
        return {row: card for row, card in pairs if row in asked}


@dataclass(frozen=True, slots=True)
class LikelyPerson:
    """A donor of the file, known by the row, and a card that may be the same person's.

    ``other_row`` is the row of the other donor when both are new; else ``other_card`` is a card of
    the book.
    """

    row: int
    entity_id: int
    new: Contact
    other: Contact
    resemblance: Resemblance
    other_card: int | None = None
    other_row: int | None = None


def likely_people(
    connection: Connection, entity_ids: Sequence[int], made: NewCards, limit: int
) -> list[LikelyPerson]:
    """Return new donors with whom they may be, in the order of the file; at most ``limit``.

    Who is linked, by somebody or by the import itself, is no question.
    """
    found: dict[tuple[int, int], tuple[int, Resemblance]] = {}
    for entity_id in entity_ids:
        linked = persons_of(connection, entity_id)
        for new_id, other_id, alike in _pairs(connection, entity_id, made):
            if linked.get(new_id, new_id) == linked.get(other_id, other_id):
                continue
            found.setdefault((new_id, other_id), (entity_id, alike))
            if len(found) >= limit:
                break
    shown = _contacts(connection, sorted({card for pair in found for card in pair}))
    made_of = (
        _likely(made, shown, pair, entity_id, alike) for pair, (entity_id, alike) in found.items()
    )
    return sorted(made_of, key=lambda one: (one.row, one.other_card or 0, one.other_row or 0))


def _likely(
    made: NewCards,
    shown: Mapping[int, Contact],
    pair: tuple[int, int],
    entity_id: int,
    alike: Resemblance,
) -> LikelyPerson:
    new_id, other_id = pair
    other_row = made.row_of(other_id)
    return LikelyPerson(
        made.row_of(new_id) or 0, entity_id, shown[new_id], shown[other_id], alike,
        other_card=other_id if other_row is None else None, other_row=other_row,
    )  # fmt: skip


def _contacts(connection: Connection, card_ids: Sequence[int]) -> dict[int, Contact]:
    found: dict[int, Contact] = {}
    for start in range(0, len(card_ids), _SHOWN_AT_ONCE):
        for one in cards_of(connection, card_ids[start : start + _SHOWN_AT_ONCE]):
            found[one.card_id] = one.contact
    return found


# --- who is held against whom


def _place_and_name() -> ColumnElement[Any]:
    column = contact.c
    named = func.lower(func.coalesce(column.last_name, column.name))
    return func.substr(column.zip, 1, 5).concat(named)


def _street_and_name() -> ColumnElement[Any]:
    # The beginning is enough: a Jr. may stand behind the name, or an accent be lost in it.
    beginning = func.substr(contact.c.search_name, 1, 4)
    return func.lower(contact.c.street_1).concat(beginning)


def _email() -> ColumnElement[Any]:
    return func.lower(contact.c.email)


def _place_and_both_names() -> ColumnElement[Any]:
    """Return what people share whose names have changed places."""
    first, last = func.lower(contact.c.first_name), func.lower(contact.c.last_name)
    return func.substr(contact.c.zip, 1, 5).concat(case((first < last, first), else_=last))


_KEYS: tuple[Callable[[], ColumnElement[Any]], ...] = (
    _place_and_name, _street_and_name, _email, _place_and_both_names,
)  # fmt: skip


def _pairs(
    connection: Connection, entity_id: int, made: NewCards
) -> Iterator[tuple[int, int, Resemblance]]:
    """Yield (new card, other card, why): the other is older, or further up in the file."""
    for key in _KEYS:
        for _, group in groupby(_alike(connection, entity_id, made, key()), itemgetter("key")):
            cards = _newest(group)
            for one, other in combinations(sorted(cards, reverse=True), 2):
                if made.row_of(one) is not None:
                    alike = resemblance(cards[one], cards[other])
                    if alike is not None:
                        yield one, other, alike


def _alike(
    connection: Connection, entity_id: int, made: NewCards, key: ColumnElement[Any]
) -> Iterator[RowMapping]:
    """Yield the cards that have a key in common with a new one, key by key."""
    column = contact.c
    people = (column.entity_id == entity_id, column.type.in_(("IND", "ORG")))
    new_ones = select(key).where(column.id >= made.first_id, *people).correlate(None)
    query = (
        select(
            key.label("key"), column.card_id, column.name, column.first_name, column.last_name,
            column.suffix, column.street_1, column.zip, column.email,
        )
        .where(*people, key.in_(new_ones))
        .order_by(key, column.id)
    )  # fmt: skip
    yield from connection.execute(query.execution_options(yield_per=_READ_AT_ONCE)).mappings()


def _newest(group: Iterator[RowMapping]) -> dict[int, Likeness]:
    """Return the newest of each card of a group; of a large group the first ones."""
    found: dict[int, Likeness] = {}
    for row in group:
        if row["card_id"] in found or len(found) < _MOST_ALIKE:
            found[row["card_id"]] = Likeness(
                row["first_name"] or "", row["last_name"] or row["name"] or "",
                row["suffix"] or "", row["street_1"] or "", row["zip"] or "", row["email"] or "",
            )  # fmt: skip
    return found
