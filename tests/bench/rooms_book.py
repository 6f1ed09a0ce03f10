"""A book of eight entities in limit groups, with gifts of known people, from a fixed seed.

The same generator writes the book and tells the truth: what each person used of each allowance.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact, contact_row
from financedesk.ledger.entities import AccountRow, EntityRow, default_account, entities
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration, Organisation
from financedesk.ledger.writer import ITEM_COLUMNS, TRANSACTION_COLUMNS, LedgerWriter
from financedesk.rules.kinds import kind
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER

ROWS_PER_PERSON = 10 / 3
SECOND_CARD_EVERY = 5
"""Every so many people have a card with a second entity, linked to the first."""

_FIRST, _DAYS = date(2025, 1, 1), 640
_REFUND_EVERY = 100
_CENTS = (1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 350_000)
_GIFT, _REFUND = "individual_receipt", "refund_individual_contribution"
_LINK_COLUMNS = ("id", "entity_id", "card_id", "person_id", "reason")


def _entity(number: int, code: str, kind_of_entity: str, limit_group: str = "") -> NewEntity:
    return NewEntity(
        code=code, kind=kind_of_entity, name=f"Bench {code.capitalize()}",
        limit_group=limit_group or None, address=ADDRESS, treasurer=TREASURER,
        registrations=(NewRegistration(authority="FEC", identifier=f"C0099880{number}"),),
        accounts=(NewAccount(code="main", opening_date="2025-01-01"),),
    )  # fmt: skip


HOUSES = (
    _entity(1, "state", "state_party", "river"), _entity(2, "north", "local_party", "river"),
    _entity(3, "south", "local_party", "river"), _entity(4, "labor", "pac", "founder"),
    _entity(5, "green", "pac", "founder"), _entity(6, "national", "national_party"),
    _entity(7, "senate", "candidate"), _entity(8, "house", "candidate"),
)  # fmt: skip
_ELECTIONS = ("P2026", "G2026")

RoomName = tuple[int, str, str]
"""A person's number, the allowance (its group, or the entity's code) and the window."""


@dataclass(frozen=True, slots=True)
class Given:
    """One gift, or a refund of the gift before it: who, to whom, when and how much."""

    person: int
    house: int
    day: str
    cents: int
    election: str
    refund: bool

    @property
    def room(self) -> RoomName:
        """The allowance that it uses."""
        house = HOUSES[self.house]
        return self.person, house.limit_group or house.code, self.election or self.day[:4]


def people_of(rows: int) -> int:
    """Return how many people give so many gifts."""
    return max(10, round(rows / ROWS_PER_PERSON))


def houses_of(person: int) -> tuple[int, ...]:
    """Return the numbers of the entities that know a person."""
    home = person % len(HOUSES)
    second = (home + 3) % len(HOUSES)
    return (home, second) if person % SECOND_CARD_EVERY == 0 else (home,)


def gifts(rows: int) -> Iterator[Given]:
    """Yield so many gifts and refunds, oldest first; always the same."""
    chance = random.Random(11)
    people = people_of(rows)
    before: Given | None = None
    for number in range(rows):
        day = (_FIRST + timedelta(number * _DAYS // rows)).isoformat()
        if before is not None and number % _REFUND_EVERY == _REFUND_EVERY - 1:
            # On the gift's own day: a refund counts in its window, and the year must not turn.
            yield Given(before.person, before.house, before.day, before.cents, before.election,
                        refund=True)  # fmt: skip
            continue
        person = int(chance.random() ** 1.5 * people)
        house = chance.choice(houses_of(person))
        election = chance.choice(_ELECTIONS) if HOUSES[house].kind == "candidate" else ""
        before = Given(person, house, day, chance.choice(_CENTS), election, refund=False)
        yield before


def truth(rows: int) -> Counter[RoomName]:
    """Return what each person used of each allowance, in cents, net of refunds."""
    used: Counter[RoomName] = Counter()
    for one in gifts(rows):
        used[one.room] += -one.cents if one.refund else one.cents
    return used


def fill(location: str, rows: int) -> None:
    """Make the book."""
    organisation = Organisation(name="Bench", entities=HOUSES)
    with book_of(location, organisation) as book, book.unit_of_work("Fill") as unit:
        digest = "0" * 64
        unit.start_batch(kind="bench", format="bench", file_name="bench", file_sha256=digest)
        _Filling(book, unit, rows).run()


def cards(connection_of: Book) -> dict[tuple[int, str], int]:
    """Return the card of each person with each entity, by the person's number and its code."""
    with connection_of.read() as connection:
        column = tables.contact.c
        query = tables.contact.select().with_only_columns(
            column.card_id, column.entity_id, column.external_key
        )
        codes = {one.id: one.code for one in entities(connection)}
        return {
            (int(row.external_key), codes[row.entity_id]): row.card_id
            for row in connection.execute(query)
            if row.external_key
        }


class _Filling:
    """One batch: people, their cards, transactions by entity and day, gifts and postings."""

    def __init__(self, book: Book, unit: UnitOfWork, rows: int) -> None:
        self.unit, self.rows = unit, rows
        with book.read() as connection:
            known = {one.code: one for one in entities(connection)}
            self.houses: list[EntityRow] = [known[house.code] for house in HOUSES]
            found = [default_account(connection, one.id) for one in self.houses]
        self.accounts: list[AccountRow] = [one for one in found if one is not None]
        self.cards: dict[tuple[int, int], int] = {}
        self.cash: Counter[tuple[int, str, str]] = Counter()

    def run(self) -> None:
        unit = self.unit
        known = [(person, house) for person in range(people_of(self.rows))
                 for house in houses_of(person)]  # fmt: skip
        self.cards = dict(zip(known, unit.reserve(len(known)), strict=True))
        unit.bulk_insert(tables.contact, CONTACT_COLUMNS, self._contacts())
        second = [pair for pair in known if pair[1] != houses_of(pair[0])[0]]
        links = unit.reserve(len(second))
        unit.bulk_insert(tables.person_link, _LINK_COLUMNS, self._links(links, second))
        days = unit.reserve(len(HOUSES) * _DAYS)
        unit.bulk_insert(tables.transaction, TRANSACTION_COLUMNS, self._transactions(days))
        ids = unit.reserve(self.rows)
        unit.bulk_insert(tables.item, ITEM_COLUMNS, self._items(ids, days))
        self._post(days)

    def _contacts(self) -> Iterator[tuple[object, ...]]:
        for (person, house), card in self.cards.items():
            contact = Contact(
                type="IND", last_name=f"Last{person}", first_name=f"First{person % 401}",
                street_1=f"{person} Oak St", city="Salem", state="OR",
                zip=f"{10_000 + person % 89_999}", employer="Mill", occupation="Miller",
                email=f"p{person}@example.org", external_key=str(person),
            )  # fmt: skip
            owner = self.houses[house].id
            yield contact_row(card, owner, card, contact, "2026-10-01T00:00:00Z")

    def _links(self, ids: range, second: Sequence[tuple[int, int]]) -> Iterator[tuple[object, ...]]:
        for link_id, (person, house) in zip(ids, second, strict=True):
            first = self.cards[person, houses_of(person)[0]]
            yield (link_id, self.houses[house].id, self.cards[person, house], first, None)

    def _transactions(self, ids: range) -> Iterator[tuple[object, ...]]:
        for number, transaction_id in enumerate(ids):
            house, day = divmod(number, _DAYS)
            on = (_FIRST + timedelta(day)).isoformat()
            yield (transaction_id, self.houses[house].id, "gift", on, None, "done")

    def _items(self, ids: range, days: range) -> Iterator[tuple[object, ...]]:
        places = {name: place for place, name in enumerate(ITEM_COLUMNS)}
        empty: list[object] = [None] * len(ITEM_COLUMNS)
        empty[places["memo"]] = empty[places["unaggregated"]] = 0
        for item_id, one in zip(ids, gifts(self.rows), strict=True):
            card, sign = self.cards[one.person, one.house], -1 if one.refund else 1
            code = _REFUND if one.refund else _GIFT
            given = {
                "id": item_id, "entity_id": self.houses[one.house].id, "kind": code,
                "transaction_id": self._transaction(days, one), "contact_id": card,
                "card_id": card, "account_id": self.accounts[one.house].id,
                "amount_cents": one.cents, "cash_cents": sign * one.cents, "item_date": one.day,
                "election_code": one.election or None,
                "parent_id": item_id - 1 if one.refund else None,
            }  # fmt: skip
            row = empty.copy()
            for name, value in given.items():
                row[places[name]] = value
            self.cash[one.house, one.day, code] += sign * one.cents
            yield tuple(row)

    def _transaction(self, days: range, one: Given) -> int:
        return days[one.house * _DAYS + (date.fromisoformat(one.day) - _FIRST).days]

    def _post(self, days: range) -> None:
        for number, house in enumerate(self.houses):
            with LedgerWriter(self.unit, house.id) as writer:
                for (owner, day, code), cents in self.cash.items():
                    if owner != number or not cents:
                        continue
                    transaction = days[number * _DAYS + (date.fromisoformat(day) - _FIRST).days]
                    writer.add_posting(transaction, self.accounts[number].id, day, cents)
                    writer.add_posting(transaction, writer.class_account(kind(code)), day, -cents)
