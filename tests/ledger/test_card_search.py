"""The search over people: which words find whom, and that the index follows every write."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.ledger.card_search import rebuild, verify, words_in
from financedesk.ledger.contacts import Contact
from financedesk.ledger.donors import DonorQuery, donor_ids
from financedesk.ledger.register import RegisterQuery, register_ids
from financedesk.ledger.register_query import ordered_ids
from financedesk.ledger.register_search import MANY, cards_matching
from financedesk.ledger.room import open_book
from financedesk.ledger.tables import contact
from financedesk.ledger.writer import LedgerWriter
from tests.bench.desk_book import fill
from tests.ledger.riverbend import Desk, committee, desk_for, person

NUNEZ = replace(
    person("O’Brien-Núñez", "María José"), city="Winston-Salem", employer="U.S. Steel (Works)",
    email="mj.nunez@example.org", phone="(503) 555-0142",
)  # fmt: skip


def found(desk: Desk, typed: str) -> set[int]:
    with desk.book.read() as connection:
        query = cards_matching(connection, (desk.entity.id,), typed)
        return set(connection.execute(query).scalars())


@pytest.mark.parametrize(
    "typed",
    [
        "o'brien", "obrien", "NUNEZ", "núñ", "jose maria", "nun mar", "winston", "salem win",
        "us steel", "U.S. Steel", "works", "mj.nunez@example.org", "mj.nun", "(503) 555",
        "503-555-0142", "5550142", "maria steel winston",
    ],
)  # fmt: skip
def test_every_word_finds_by_its_beginning(desk: Desk, typed: str) -> None:
    card = desk.meet(NUNEZ).card_id
    desk.meet(person("Lopez"))
    assert found(desk, typed) == {card}


@pytest.mark.parametrize("typed", ["%", "_", '"', "'", "*", "maria lopez", "\ud800"])
def test_what_is_nobody_finds_nobody(desk: Desk, typed: str) -> None:
    desk.meet(NUNEZ)
    desk.meet(person("Lopez"))
    assert found(desk, typed) == set()


def test_a_part_of_a_word_finds_where_no_beginning_does(desk: Desk) -> None:
    card = desk.meet(committee("Millrace Printing", "")).card_id
    desk.meet(person("Lopez"))
    assert found(desk, "race") == {card}
    other = desk.meet(person("Racewell")).card_id
    assert found(desk, "race") == {other}


def test_a_new_version_and_its_undo_are_followed(desk: Desk) -> None:
    card = desk.meet(person("Lopez")).card_id
    with desk.book.unit_of_work("Marry") as unit, LedgerWriter(unit, desk.entity.id) as writer:
        writer.add_contact(person("Quist"), card_id=card)
    assert found(desk, "quist") == found(desk, "lopez") == {card}
    desk.book.undo()
    assert found(desk, "quist") == set()
    assert found(desk, "lopez") == {card}
    assert desk.book.verify() == []


def test_people_of_another_entity_are_not_found(desk: Desk, book: Book) -> None:
    other = desk_for(book, "campaign")
    card = other.meet(person("Lopez")).card_id
    assert found(desk, "lopez") == set()
    assert found(other, "lopez") == {card}


def test_verify_finds_a_card_that_is_not_shown_as_recorded(desk: Desk) -> None:
    card = desk.meet(person("Lopez")).card_id
    with desk.book.unit_of_work("Spoil") as unit:
        unit.connection.execute(text("UPDATE card_search SET words = 'somebody else'"))
    with desk.book.read() as connection:
        assert f"card {card}" in next(iter(verify(connection))).text
    with desk.book.unit_of_work("Mend") as unit:
        rebuild(unit.connection)
    with desk.book.read() as connection:
        assert list(verify(connection)) == []


def test_verify_finds_words_that_the_index_lost(desk: Desk) -> None:
    desk.meet(person("Lopez"))
    with desk.book.read() as connection:
        if connection.dialect.name != "sqlite":
            return
    with desk.book.unit_of_work("Spoil") as unit:
        unit.connection.execute(text("INSERT INTO card_word (card_word) VALUES ('delete-all')"))
    with desk.book.read() as connection:
        assert [problem.table for problem in verify(connection)] == ["card_search"]


def test_a_word_has_no_marks_and_no_accents() -> None:
    assert words_in("  Dr. José (Pepe) O’Neill-Ruiz, a/k/a “J&R” ") == [
        "dr", "jose", "pepe", "oneill", "ruiz", "a", "k", "a", "“j", "r”",
    ]  # fmt: skip
    assert Contact(type="IND").is_person


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book in which one word finds more people than are looked up one by one."""
    place = tmp_path_factory.mktemp("many") / "many.fdesk"
    fill(str(place), 40_000)
    return place


@pytest.mark.parametrize("order", ["date", "name", "amount"])
@pytest.mark.parametrize("typed", ["a", "oregon sch", "salem", "5.00", ""])
def test_the_first_rows_are_the_beginning_of_all(many: Path, order: str, typed: str) -> None:
    with open_book(many, write=False) as book, book.read() as connection:
        entities = tuple(connection.execute(text("SELECT id FROM entity")).scalars())
        for descending in (True, False):
            query = RegisterQuery(
                entity_ids=entities, text=typed, order=order, descending=descending  # type: ignore[arg-type]
            )  # fmt: skip
            every = register_ids(connection, query)
            assert register_ids(connection, query, limit=70) == every[:70]


@pytest.mark.parametrize("order", ["last", "name", "given"])
@pytest.mark.parametrize("typed", ["a", "oregon sch", "salem", ""])
def test_the_first_donors_are_the_sorted_beginning_of_all(
    many: Path, order: Literal["last", "name", "given"], typed: str
) -> None:
    keys = text(
        "SELECT d.card_id, COALESCE(d.last_day, ''), s.name, d.given_cents"
        " FROM donor d JOIN card_search s ON s.card_id = d.card_id"
    )
    with open_book(many, write=False) as book, book.read() as connection:
        entities = tuple(connection.execute(text("SELECT id FROM entity")).scalars())
        place = ("last", "name", "given").index(order) + 1
        sorted_by = {row[0]: (row[place], row[0]) for row in connection.execute(keys)}
        meant = set(connection.execute(cards_matching(connection, entities, typed)).scalars())
        fits = [card for card in sorted_by if card in meant or not typed]
        for descending in (True, False):
            query = DonorQuery(
                entity_ids=entities, today=date(2026, 10, 1), text=typed, order=order,
                descending=descending,
            )  # fmt: skip
            wanted = sorted(fits, key=sorted_by.__getitem__, reverse=descending)
            assert list(donor_ids(connection, query)) == wanted
            assert list(donor_ids(connection, query, limit=40)) == wanted[:40]


def test_the_first_rows_of_many_people_come_from_walking_the_register(many: Path) -> None:
    with open_book(many, write=False) as book, book.read() as connection:
        number = connection.execute(text("SELECT count(*) FROM card_search")).scalar_one()
        assert number > MANY
        entities = tuple(connection.execute(text("SELECT id FROM entity")).scalars())
        query = RegisterQuery(entity_ids=entities, text="o")
        assert "instr" in str(ordered_ids(connection, query, limit=50))
        assert "instr" not in str(ordered_ids(connection, replace(query, text="zzz"), limit=50))


@pytest.mark.parametrize("order", ["city", "kind", "aggregate", "method", "drive", "entity"])
def test_any_other_order_says_how_far_it_is_and_finds_the_same(many: Path, order: str) -> None:
    steps: list[tuple[int, int | None]] = []

    class Watched:
        def step(self, done: int, total: int | None, _text: str) -> None:
            steps.append((done, total))

    with open_book(many, write=False) as book, book.read() as connection:
        entities = tuple(connection.execute(text("SELECT id FROM entity")).scalars())
        query = RegisterQuery(entity_ids=entities, order=order)  # type: ignore[arg-type]
        ids = register_ids(connection, query, progress=Watched())
        plain = register_ids(connection, replace(query, order="date"))
        assert steps[-1] == (len(ids), len(ids))
        assert sorted(ids) == sorted(plain)
        if order == "city":
            towns = dict(
                connection.execute(
                    text("SELECT i.id, c.city FROM item i JOIN contact c ON c.id = i.contact_id")
                ).all()
            )
            shown = [towns[item_id].lower() for item_id in ids]
            assert shown == sorted(shown, reverse=True)


ODD = (
    "", " ", "Salem", "salem ", " salem", "St. Paul", "Winston-Salem", "a  b", "A - B", "AT&T",
    "Coeur d'Alene", "São Paulo", "x" * 90, "R.E.I.", "-", "ann_b+c@example.org", "tab\there", "3M",
)  # fmt: skip


def test_cards_of_an_import_are_found_by_the_words_that_verify_expects(desk: Desk) -> None:
    """SQLite makes the words of plain contacts itself; of the others they are made in Python."""
    columns = ("id", "entity_id", "card_id", "type", "name", "search_name", "city", "employer",
               "email", "recorded_at")  # fmt: skip
    with desk.book.bulk_unit("Load") as unit:
        unit.start_batch(kind="t", format="t", file_name="a", file_sha256="0" * 64)
        rows = []
        for field in ("city", "employer", "email"):
            for odd in ODD:
                given = {"city": "Salem", "employer": None, "email": "d1@example.org", field: odd}
                card = unit.next_id()
                rows.append((card, desk.entity.id, card, "ORG", "Mill 7", "mill 7",
                             given["city"], given["employer"], given["email"],
                             "2026-01-01T00:00:00Z"))  # fmt: skip
        unit.bulk_insert(contact, columns, rows)
        first = rows[0][0]
    assert len(found(desk, "mill")) == len(rows)
    assert first in found(desk, "d1@exam")
    with desk.book.read() as connection:
        assert list(verify(connection)) == []
