"""What is typed into the search of the list of donors: words, an amount, or more and less than one.

Words find people as everywhere (``register_search``). An amount such as ``250`` also finds who gave
a gift of just that much; ``>1000``, ``>=1000``, ``<20`` and ``<=20`` find who gave one of more or
less, alone or with words: ``salem >1000``.
"""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.card_search import Wanted, cards_of, typed_words
from financedesk.ledger.id_lists import number_in
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.register_search import (
    MANY,
    People,
    among_cards,
    first_cards,
    people_matching,
)
from financedesk.rules.money import parse_cents

item, donor, card_search = tables.item, tables.donor, tables.card_search

_COMPARED = re.compile(r"(>=|<=|>|<)\s*\$?([\d,]+(?:\.\d{0,2})?)")
_MOST_CENTS = (1 << 62) - 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """Gifts of so many cents: from ``least`` to ``most``, both included."""

    least_cents: int
    most_cents: int

    def fits(self) -> ColumnElement[bool]:
        """Return the condition that an item is such a gift, in the order of the amounts' index."""
        sized = item.c.amount_cents.between(self.least_cents, self.most_cents)
        return and_(sized, item.c.memo == 0, item.c.kind.in_(gift_kinds()))

    def given_by(self, card: ColumnElement[int]) -> ColumnElement[bool]:
        """Return the condition that a card has such a gift, for cards that are at hand."""
        # A sum keeps the index of amounts out of it: a card's own items are few.
        sized = (item.c.amount_cents + 0).between(self.least_cents, self.most_cents)
        kinds = item.c.kind.in_(gift_kinds())
        return exists().where(item.c.card_id == card, item.c.memo == 0, kinds, sized)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: words, and the sizes of gifts that stood between them."""

    words: str
    sizes: Sizes | None


def typed_search(text: str) -> Typed:
    """Return the words of a search and what it says of amounts."""
    least, most = -_MOST_CENTS, _MOST_CENTS
    found = _COMPARED.findall(text)
    for sign, figures in found:
        cents = _cents(figures)
        if cents is None:
            continue
        if sign.startswith(">"):
            least = max(least, cents + (sign == ">"))
        else:
            most = min(most, cents - (sign == "<"))
    words = _COMPARED.sub(" ", text).strip()
    return Typed(words, Sizes(least, most) if found else None)


def donors_matching(connection: Connection, entity_ids: tuple[int, ...], text: str) -> People:
    """Return the people of these entities that a typed text means."""
    typed = typed_search(text)
    if typed.sizes is None:
        return _named(connection, entity_ids, typed.words)
    if not typed.words:
        return _gave(connection, entity_ids, typed.sizes)
    named = _named(connection, entity_ids, typed.words)
    gave = typed.sizes.given_by(card_search.c.card_id)
    cards = select(card_search.c.card_id).where(card_search.c.card_id.in_(named.cards), gave)
    return People(cards, None if named.walked is None else and_(named.walked, gave))


def _named(connection: Connection, entity_ids: tuple[int, ...], words: str) -> People:
    cents = _cents(words)
    if cents is None:
        return people_matching(connection, entity_ids, words)
    gave = _gave(connection, entity_ids, Sizes(cents, cents))
    if "." in words or "$" in words:
        return gave
    return _either(gave, _beginning(connection, entity_ids, words))


def _beginning(connection: Connection, entity_ids: tuple[int, ...], words: str) -> People:
    """Return the people a word of whose begins with figures: a telephone, an e-mail address."""
    wanted = Wanted(tuple(typed_words(words)))
    found = first_cards(connection, wanted)
    if number_in(found) < MANY:
        return People(cards_of(entity_ids, among_cards(connection, found)))
    cards = cards_of(entity_ids, card_search.c.card_id.in_(wanted.found(connection)))
    return People(cards, wanted.reads_so(connection))


def _gave(connection: Connection, entity_ids: tuple[int, ...], sizes: Sizes) -> People:
    """Return who gave a gift of a size: by the gifts where they are few, else card by card."""
    ours = (item.c.entity_id.in_(entity_ids), sizes.fits())
    # The index alone counts them; whose they are it does not know.
    counted = select(func.count()).select_from(
        select(item.c.id).where(*ours).limit(MANY).subquery()
    )
    if connection.execute(counted).scalar_one() < MANY:
        return People(select(item.c.card_id).where(*ours, item.c.card_id.is_not(None)))
    each = sizes.given_by(donor.c.card_id)
    cards = select(donor.c.card_id).where(donor.c.entity_id.in_(entity_ids), each)
    return People(cards, sizes.given_by(card_search.c.card_id))


def _either(one: People, other: People) -> People:
    both = union(one.cards, other.cards).subquery()
    cards: Select[tuple[int]] = select(both.c.card_id)
    walked = [
        people.walked if people.walked is not None else card_search.c.card_id.in_(people.cards)
        for people in (one, other)
    ]
    is_broad = one.walked is not None or other.walked is not None
    return People(cards, or_(*walked) if is_broad else None)


def _cents(words: str) -> int | None:
    """Return the amount that was typed, also while its cents are still to come (``250.``)."""
    try:
        return parse_cents(words.strip().removesuffix("."))
    except BadInput:
        return None
