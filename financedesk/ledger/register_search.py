"""Search as you type: what a few letters or figures of a register's search field mean.

``card_search`` answers from the first letter on. How the register is then asked decides the time:
the items of a few people are looked up by person; where very many fit, walking down the register
in its order soon meets enough of them to fill a screen.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, func, select, union

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.card_search import Wanted, cards_of, typed_words
from financedesk.ledger.id_lists import among_ids, number_in, read_as_text
from financedesk.rules.money import parse_cents

item, card_search = tables.item, tables.card_search

MANY = 3_000
"""From so many people or amounts on, a first screen is found sooner by walking the register."""

_SHORTEST_PART = 3
_SHORTEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a typed text finds: items by a condition, or people and with them their items.

    ``items`` leads to indexes. ``walked``, where there is one, says the same of rows that are at
    hand: very many fit. It may speak of ``card_search`` (``reads_cards``).
    """

    items: ColumnElement[bool]
    walked: ColumnElement[bool] | None = None
    reads_cards: bool = False
    only_people: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """Cards that a text finds.

    ``walked``, where very many fit, says the same of the ``card_search`` row of a card at hand.
    """

    cards: Select[tuple[int]]
    walked: ColumnElement[bool] | None = None


def meaning_of(connection: Connection, entity_ids: tuple[int, ...], text: str) -> Meaning:
    """Return what a typed text means in the registers of entities.

    An amount finds that amount, in or out; four figures and more also find a phone number.
    Anything else finds people every word of whose begins so: names in any order, town, employer
    and e-mail. See ``card_search.words_in`` for what a word is.
    """
    wanted = Wanted(tuple(typed_words(text)))
    cents = _amount(text)
    if cents is None:
        return _of_people(connection, entity_ids, wanted)
    figures = sum(map(str.isdigit, text))
    phone = wanted if "." not in text and figures >= _SHORTEST_NUMBER else None
    return _of_amount(connection, entity_ids, cents, phone)


def _of_people(connection: Connection, entity_ids: tuple[int, ...], wanted: Wanted) -> Meaning:
    people = _people(connection, entity_ids, wanted)
    return Meaning(item.c.card_id.in_(people.cards), people.walked,
                   reads_cards=people.walked is not None, only_people=True)  # fmt: skip


def _people(connection: Connection, entity_ids: tuple[int, ...], wanted: Wanted) -> People:
    found = first_cards(connection, wanted)
    if number_in(found) < MANY:
        return People(_listed(connection, entity_ids, wanted, found))
    cards = cards_of(entity_ids, card_search.c.card_id.in_(wanted.found(connection)))
    return People(cards, wanted.reads_so(connection))


def first_cards(connection: Connection, wanted: Wanted) -> str:
    """Return cards of the whole book that fit, written down, in no order and ``MANY`` at most."""
    (card_id,) = wanted.found(connection).limit(MANY).subquery().c
    return read_as_text(connection, card_id)


def _of_amount(
    connection: Connection, entity_ids: tuple[int, ...], cents: int, phone: Wanted | None
) -> Meaning:
    sizes = {cents, -cents}
    alike = select(item.c.id).where(
        item.c.entity_id.in_(entity_ids), item.c.amount_cents.in_(sizes)
    )
    if phone is not None:
        cards = first_cards(connection, phone)
        # So many telephones begin so that hardly one of them is meant.
        if cards and number_in(cards) < MANY:
            ours = cards_of(entity_ids, among_cards(connection, cards))
            people = select(item.c.id).where(item.c.card_id.in_(ours))
            return Meaning(item.c.id.in_(union(alike, people)))
    counted = select(func.count()).select_from(alike.limit(MANY).subquery())
    is_broad = connection.execute(counted).scalar_one() >= MANY
    # A sum keeps the index of amounts out of it: the register is read in its own order.
    walked = (item.c.amount_cents + 0).in_(sizes) if is_broad else None
    return Meaning(item.c.id.in_(alike), walked)


def _amount(text: str) -> int | None:
    """Return the amount that was typed, also while its cents are still to come ("250.")."""
    try:
        return parse_cents(text.strip().removesuffix("."))
    except BadInput:
        return None


def cards_matching(
    connection: Connection, entity_ids: tuple[int, ...], text: str
) -> Select[tuple[int]]:
    """Return the query for the cards of these entities that a text means, see ``meaning_of``."""
    return people_matching(connection, entity_ids, text).cards


def people_matching(connection: Connection, entity_ids: tuple[int, ...], text: str) -> People:
    """Return the people of these entities that a text means, see ``meaning_of``."""
    return _people(connection, entity_ids, Wanted(tuple(typed_words(text))))


def _listed(
    connection: Connection, entity_ids: tuple[int, ...], wanted: Wanted, found: str
) -> Select[tuple[int]]:
    """Return the query for those of the cards found that are the entities' own.

    Where no word of anybody begins so, words that hold what was typed are found as well.
    """
    longest = max(map(len, wanted.words), default=0)
    if not found and longest >= _SHORTEST_PART:
        return cards_of(entity_ids, wanted.inside_words())
    return cards_of(entity_ids, among_cards(connection, found))


def among_cards(connection: Connection, cards: str) -> ColumnElement[bool]:
    """Return the condition that a row of ``card_search`` is of cards that were written down."""
    return among_ids(connection.dialect.name, card_search.c.card_id, cards)
