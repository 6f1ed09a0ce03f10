"""A book of any size with people, gifts and bills of an invented party, from a fixed seed.

Names, towns and employers are put together from short lists, so that a few letters find many
people, as in a real book. Totals are known: the bench compares what the window shows with them.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact, contact_row
from financedesk.ledger.writer import ITEM_COLUMNS, TRANSACTION_COLUMNS, LedgerWriter
from financedesk.rules.kinds import kind
from tests.ledger.riverbend import desk_for, riverbend_at

ROWS_PER_PERSON = 10 / 3
FIRST, DAYS = date(2025, 1, 1), 640
_CENTS = (500, 1_000, 1_500, 2_000, 2_500, 5_000, 10_000, 25_000, 50_000)
_FIRST_NAMES = (
    "Ada", "Adaeze", "Ana", "Andre", "Beatrix", "Ben", "Bo", "Carlos", "Carmen", "Chen", "Clara",
    "Daniel", "Dmitri", "Elena", "Emeka", "Farid", "Fiona", "Grace", "Hannah", "Hugo", "Ines",
    "Ivan", "Jane", "Joao", "Jun", "Kamala", "Karim", "Lars", "Leila", "Lucia", "Magda", "Marisol",
    "Mateo", "Mei", "Miriam", "Nadia", "Noor", "Olga", "Omar", "Paula", "Priya", "Quinn", "Rosa",
    "Samuel", "Sofia", "Theodore", "Uma", "Victor", "Wanda", "Yusuf",
)  # fmt: skip
_STEMS = (
    "Alder", "Ash", "Beck", "Birch", "Brook", "Carl", "Dale", "East", "Fair", "Field", "Gold",
    "Hart", "Holm", "Kirk", "Lind", "March", "Mill", "North", "Oak", "Park", "Quarr", "Rock",
    "Sand", "Stone", "Thorn", "Under", "Vern", "West", "Wood", "York",
)  # fmt: skip
_ENDS = (
    "berg", "bury", "by", "croft", "dahl", "den", "ell", "er", "ford", "gren", "ham", "ing", "kov",
    "land", "ley", "man", "mont", "quist", "ridge", "sen", "shaw", "son", "stad", "strom", "ton",
    "vale", "ward", "well", "wick", "worth",
)  # fmt: skip
_TOWNS = (
    ("Salem", "OR", "97301"), ("Portland", "OR", "97201"), ("Eugene", "OR", "97401"),
    ("Boise", "ID", "83702"), ("Tacoma", "WA", "98402"), ("Spokane", "WA", "99201"),
    ("Fresno", "CA", "93701"), ("Oakland", "CA", "94607"), ("Reno", "NV", "89501"),
    ("Medford", "OR", "97501"), ("Yakima", "WA", "98901"), ("Ashland", "OR", "97520"),
)  # fmt: skip
_TRADES = (
    ("School District", "Teacher"), ("Mill", "Miller"), ("County Hospital", "Nurse"),
    ("Transit", "Driver"), ("Harbor Works", "Welder"), ("Public Library", "Librarian"),
    ("Orchards", "Grower"), ("Software", "Engineer"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put into the book: entries that are contributions, and what they come to."""

    gifts: int
    cents: int
    people: int


def fill(location: str, rows: int) -> Filled:
    """Make a book with so many entries, a twentieth of them bills; return its true totals."""
    people = max(10, round(rows / ROWS_PER_PERSON))
    with riverbend_at(location) as book, book.unit_of_work("Fill") as unit:
        digest = "0" * 64
        unit.start_batch(kind="bench", format="bench", file_name="bench", file_sha256=digest)
        return Filling(book, unit, rows, people).run()


class Filling:
    """One batch of people, transactions by day, their entries and postings."""

    def __init__(self, book: Book, unit: UnitOfWork, rows: int, people: int) -> None:
        desk = desk_for(book, "party")
        self.unit, self.rows, self.people = unit, rows, people
        self.entity_id, self.account_id = desk.entity.id, desk.account_id
        self.chance = random.Random(7)
        self.gifts, self.cents = 0, 0
        self.cash: dict[tuple[int, str], int] = {}

    def run(self) -> Filled:
        """Write everything."""
        unit = self.unit
        cards = unit.reserve(self.people)
        unit.bulk_insert(tables.contact, CONTACT_COLUMNS, self._contacts(cards))
        days = unit.reserve(DAYS)
        unit.bulk_insert(tables.transaction, TRANSACTION_COLUMNS, self._transactions(days))
        ids = unit.reserve(self.rows)
        unit.bulk_insert(tables.item, ITEM_COLUMNS, self._items(ids, cards, days))
        self.follow(ids)
        self._post(days)
        return Filled(self.gifts, self.cents, self.people)

    def follow(self, ids: range) -> None:
        """Write what stands beside the entries; here nothing does."""

    def drive_of(self, number: int) -> int | None:
        """Return the drive that an entry of this number carries; here none does."""
        del number
        return None

    def card_of(self, cards: range, *, bill: bool) -> int:
        """Return who gives or is paid: the first ones more often than others."""
        del bill
        return cards[int(self.chance.random() ** 1.5 * len(cards))]

    def person(self, number: int, contact: Contact) -> Contact:
        """Return the person of a number as it is known; here everything is."""
        del number
        return contact

    def beside(self, number: int, day: str) -> Mapping[str, object]:
        """Return what else stands in an entry of this number and day; here nothing does."""
        del number, day
        return {}

    def _contacts(self, cards: range) -> Iterator[tuple[object, ...]]:
        last_names = [stem + end for stem, end in product(_STEMS, _ENDS)]
        for number, card in enumerate(cards):
            chance = self.chance
            first, last = chance.choice(_FIRST_NAMES), chance.choice(last_names)
            town, state, zip_code = chance.choice(_TOWNS)
            employer, occupation = chance.choice(_TRADES)
            contact = Contact(
                type="IND", last_name=last, first_name=first,
                middle_name=chance.choice("ABCDEFGHIJKLMNOPRSTW"),
                street_1=f"{number % 9_000 + 1} Oak St", city=town, state=state, zip=zip_code,
                employer=f"{town} {employer}", occupation=occupation,
                email=f"{first}.{last}{number}@example.org".lower(),
                phone=f"555-{number // 10_000:03}-{number % 10_000:04}",
            )  # fmt: skip
            contact = self.person(number, contact)
            yield contact_row(card, self.entity_id, card, contact, "2026-10-01T00:00:00Z")

    def _transactions(self, ids: range) -> Iterator[tuple[object, ...]]:
        for number, transaction_id in enumerate(ids):
            yield (transaction_id, self.entity_id, "gift", _day(number), None, "done")

    def _items(self, ids: range, cards: range, days: range) -> Iterator[tuple[object, ...]]:
        places = {name: place for place, name in enumerate(ITEM_COLUMNS)}
        empty: list[object] = [None] * len(ITEM_COLUMNS)
        for name, value in (("memo", 0), ("unaggregated", 0)):
            empty[places[name]] = value
        for number, item_id in enumerate(ids):
            chance = self.chance
            bill = number % 20 == 19
            code = "operating_expenditure" if bill else "individual_receipt"
            day_number = number * DAYS // self.rows
            amount = chance.choice(_CENTS)
            card = self.card_of(cards, bill=bill)
            given = {
                "id": item_id, "entity_id": self.entity_id, "kind": code,
                "transaction_id": days[day_number], "contact_id": card, "card_id": card,
                "account_id": self.account_id, "amount_cents": amount,
                "cash_cents": -amount if bill else amount, "item_date": _day(day_number),
                "drive_id": self.drive_of(number),
                **self.beside(number, _day(day_number)),
            }  # fmt: skip
            row = empty.copy()
            for name, value in given.items():
                row[places[name]] = value
            self._count(code, day_number, amount, bill=bill)
            yield tuple(row)

    def _count(self, code: str, day_number: int, amount: int, *, bill: bool) -> None:
        key = (day_number, code)
        self.cash[key] = self.cash.get(key, 0) + (-amount if bill else amount)
        if not bill:
            self.gifts += 1
            self.cents += amount

    def _post(self, days: range) -> None:
        with LedgerWriter(self.unit, self.entity_id) as writer:
            for (number, code), cents in self.cash.items():
                other = writer.class_account(kind(code))
                writer.add_posting(days[number], self.account_id, _day(number), cents)
                writer.add_posting(days[number], other, _day(number), -cents)


def _day(number: int) -> str:
    return (FIRST + timedelta(number)).isoformat()
