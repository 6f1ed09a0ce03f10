"""Everybody's rooms, one person's, and one person's after a new gift.

The book has eight entities, some under common control, and is made first, by a process of its own.
The floor of all rooms is one SQL aggregate over the same rows, asked of the driver itself. Every
room is compared with what the generator knows: a book that says otherwise gives no figure.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shutil import copyfile
from statistics import median

import sqlcipher3

from financedesk.book import Book
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.entities import entities
from financedesk.ledger.limit_rooms import all_rooms
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.room import open_book
from tests.bench.measuring import Moment, Ratio, Reported, measured
from tests.bench.rooms_book import HOUSES, RoomName, cards, fill, houses_of, people_of, truth
from tests.ledger.riverbend import Desk, desk_for

KEPT = "FINANCEDESK_BENCH_ROOMS"
"""Names a book that an earlier run made, so that it need not be made again."""

_FLOOR = 'SELECT person_id, limit_group, "window", SUM(cents) FROM attribution NOT INDEXED'
_FLOOR += ' GROUP BY person_id, limit_group, "window"'
_ON = date(2026, 10, 1)
_TURNS, _PEOPLE = 3, 200
_GIFT_CENTS = 700


def run(rows: int) -> list[Reported]:
    """Make the book and measure its rooms."""
    with tempfile.TemporaryDirectory() as folder:
        kept = os.environ.get(KEPT, f"{folder}/kept.fdesk")
        if not Path(kept).exists():
            measured(fill, kept, rows)
        work = copyfile(kept, Path(folder) / "rooms.fdesk")
        with open_book(work) as book:
            return _measure(book, rows)


def _measure(book: Book, rows: int) -> list[Reported]:
    known = cards(book)
    floors, ours = [], []
    for _turn in range(_TURNS):
        floors.append(_floor(book.location))
        took, found = _all_rooms(book)
        ours.append(took)
    _compare(_by_name(book, known, found), truth(rows))
    return [
        Ratio(f"all rooms of {people_of(rows):,} people, {rows:,} entries", min(ours),
              min(floors), 5.0),
        Moment("rooms of one person", median(_one_person(book, known, rows)), 10),
        Moment("a new gift, and the rooms of its giver", median(_new_gift(book, known, rows)), 20),
    ]  # fmt: skip


def _floor(location: str) -> float:
    connection = sqlcipher3.connect(location)
    try:
        begun = time.perf_counter()
        connection.execute(_FLOOR).fetchall()
        return (time.perf_counter() - begun) * 1000
    finally:
        connection.close()


_Found = Mapping[tuple[int, str, str], tuple[int, int | None]]


def _all_rooms(book: Book) -> tuple[float, _Found]:
    with book.read() as connection:
        begun = time.perf_counter()
        rooms = list(all_rooms(connection, _ON))
        took = (time.perf_counter() - begun) * 1000
    return took, {(one[0], one[1], one[2]): (one.used_cents, one.left_cents) for one in rooms}


def _by_name(
    book: Book, known: Mapping[tuple[int, str], int], found: _Found
) -> dict[RoomName, tuple[int, int | None]]:
    """Return the rooms by the names that the generator has for them."""
    people = {card: person for (person, _), card in known.items()}
    with book.read() as connection:
        codes = {str(one.id): one.code for one in entities(connection)}
    return {
        (people[person], codes.get(group.rpartition(":")[2], group), window): figures
        for (person, group, window), figures in found.items()
    }


# What a person may give the houses of the bench, from the text of the law (limits.toml is ours).
_ALLOWED = {"river": 10_000_00, "founder": 5_000_00, "national": 44_300_00, "senate": 3_500_00,
            "house": 3_500_00}  # fmt: skip


def _compare(found: Mapping[RoomName, tuple[int, int | None]], used: Counter[RoomName]) -> None:
    wanted = {name: (cents, _ALLOWED[name[1]] - cents) for name, cents in used.items()}
    if found != wanted:
        wrong = [name for name in wanted if found.get(name) != wanted[name]]
        raise SystemExit(f"{len(wrong)} of {len(wanted)} rooms are not what was given: {wrong[:3]}")


def _one_person(book: Book, known: Mapping[tuple[int, str], int], rows: int) -> list[float]:
    """Ask for people from all over the book, as a drawer that opens does."""
    used = truth(rows)
    took = []
    with book.read() as connection:
        codes = {one.id: one for one in entities(connection)}
        for person in range(0, people_of(rows), max(1, people_of(rows) // _PEOPLE)):
            card = known[person, HOUSES[houses_of(person)[0]].code]
            begun = time.perf_counter()
            found = rooms_of_person(connection, card, list(codes), Question(on=_ON))
            took.append((time.perf_counter() - begun) * 1000)
            for one in found:
                group = one.group if ":" not in one.group else codes[one.entity_id].code
                if one.room is None or one.account:
                    continue
                name = (person, group, one.room.window.key)
                if one.room.used_cents != used[name]:
                    raise SystemExit(f"the room {name} has {one.room.used_cents} used")
    return took


def _new_gift(book: Book, known: Mapping[tuple[int, str], int], rows: int) -> list[float]:
    """Record gifts one by one, each in a unit of work of its own, and ask what is left."""
    desks = {house.code: desk_for(book, house.code) for house in HOUSES}
    took = []
    for person in range(1, people_of(rows), max(1, people_of(rows) // 20)):
        house = houses_of(person)[0]
        desk, card = desks[HOUSES[house].code], known[person, HOUSES[house].code]
        before = _used_of(book, desk, card)
        begun = time.perf_counter()
        _record(desk, card)
        after = _used_of(book, desk, card)
        took.append((time.perf_counter() - begun) * 1000)
        if after - before != _GIFT_CENTS:
            raise SystemExit(f"a gift of {_GIFT_CENTS} used {after - before}")
    return took


def _record(desk: Desk, card: int) -> None:
    more = {"election_code": "G2026"} if desk.entity.kind == "candidate" else {}
    desk.record("individual_receipt", ContactRef(card, card), "2026-10-01", _GIFT_CENTS, **more)


def _used_of(book: Book, desk: Desk, card: int) -> int:
    with book.read() as connection:
        everybody = [one.id for one in entities(connection)]
        found = rooms_of_person(connection, card, everybody, Question(on=_ON))
    mine = [one.room for one in found if one.entity_id == desk.entity.id and not one.account]
    return sum(one.used_cents for one in mine if one is not None)
