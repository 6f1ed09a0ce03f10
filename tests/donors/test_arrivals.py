"""Who an import knows again: linked in its own act, asked about, or left alone; and taken back."""

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.donors.duplicates import DuplicatePair
from financedesk.donors.noted import noted_pairs
from financedesk.intake.importing import import_file
from financedesk.intake.report import IntakeReport
from financedesk.intake.undoing import undo_import
from financedesk.ledger import tables
from financedesk.ledger.same_person import link_cards, tell_apart, unlink_cards
from tests.intake.exports import entity, facts, gift, new_book, rows_of, write_export
from tests.soaking import SOAK

_GIFTS = 100_000 if SOAK else 3_000
SharedFile = Callable[..., Path]
BILL = gift(
    Lineitem_ID="1", Donor_First_Name="Bill", Donor_Last_Name="Reyes", Donor_Addr1="5 Oak Street",
    Donor_Email="breyes@example.org", Donor_Phone="503-555-0101", Amount="150.00",
)  # fmt: skip
WILLIAM = BILL | {
    "Lineitem ID": "2", "Donor First Name": "William", "Donor Phone": "(503) 555-0101",
    "Donor Email": "", "Date": "2026-02-05 09:00:00",
}  # fmt: skip
LATER = BILL | {"Lineitem ID": "3", "Date": "2026-03-01 10:00:00"}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made
        assert made.verify() == []


def brought(book: Book, folder: Path, *rows: Mapping[str, str]) -> IntakeReport:
    number = len(list(folder.glob("*.csv")))
    return import_file(book, write_export(folder / f"{number}.csv", rows))


def links(book: Book) -> list[tuple[object, ...]]:
    return rows_of(
        book,
        "SELECT c.first_name, p.first_name FROM person_link l JOIN contact c ON c.id = l.card_id"
        " JOIN contact p ON p.id = l.person_id ORDER BY l.id",
    )


def questions(book: Book) -> list[tuple[object, ...]]:
    return rows_of(
        book,
        "SELECT c.first_name, o.first_name FROM person_question q"
        " JOIN contact c ON c.id = q.card_id JOIN contact o ON o.id = q.other_id ORDER BY q.id",
    )


def cards(book: Book, *first_names: str) -> list[int]:
    found = dict(rows_of(book, "SELECT first_name, card_id FROM contact"))
    return [found[name] for name in first_names]


def aggregates(book: Book) -> list[int]:
    query = "SELECT g.aggregate_cents FROM aggregate g JOIN item i ON i.id = g.item_id"
    rows = rows_of(book, f"{query} WHERE i.kind = 'individual_receipt' ORDER BY i.item_date, i.id")
    return [cents for (cents,) in rows]


@pytest.mark.parametrize("in_book", [True, False])
def test_the_same_is_linked_and_both_cards_stay_as_given(
    book: Book, tmp_path: Path, in_book: bool
) -> None:
    if in_book:
        brought(book, tmp_path, BILL)
    report = brought(book, tmp_path, *([WILLIAM] if in_book else [BILL, WILLIAM]))
    assert links(book) == [("William", "Bill")]
    assert (report.donors_linked, report.donors_asked) == (1, 0)
    given = "SELECT first_name, email, phone FROM contact WHERE type = 'IND' ORDER BY id"
    assert rows_of(book, given) == [
        ("Bill", "breyes@example.org", "503-555-0101"), ("William", None, "(503) 555-0101"),
    ]  # fmt: skip
    assert aggregates(book) == [150_00, 300_00]


def test_links_come_and_go_on_both_databases(location: str, tmp_path: Path) -> None:
    son = BILL | {"Lineitem ID": "4", "Donor Last Name": "Reyes Jr"}
    with new_book(location) as book:
        brought(book, tmp_path, BILL, LATER)
        before, sums = facts(book), aggregates(book)
        report = brought(book, tmp_path, WILLIAM, son)
        assert (report.donors_linked, report.donors_asked) == (1, 1)
        assert aggregates(book) == [150_00, 150_00, 300_00, 450_00]
        assert len(noted(book)) == 1
        assert report.batch is not None
        undo_import(book, report.batch)
        after = facts(book)
        assert [name for name, rows in before.items() if sorted(rows) != sorted(after[name])] == []
        assert (aggregates(book), noted(book)) == (sums, ())
        assert book.verify() == []


def test_a_linked_person_is_joined_by_whoever_is_like_one_of_the_cards(
    book: Book, tmp_path: Path
) -> None:
    moved = BILL | {
        "Lineitem ID": "7", "Donor First Name": "Billy", "Donor Addr1": "9 Elm", "Donor Phone": "",
        "Donor ZIP": "97301", "Donor Email": "", "Donor City": "Salem",
    }  # fmt: skip
    brought(book, tmp_path, BILL, moved)
    with book.unit_of_work("Link") as unit:
        link_cards(unit, cards(book, "Bill", "Billy"))
    again = moved | {"Lineitem ID": "8", "Donor First Name": "William", "Donor Addr1": "9 Elm #2"}
    brought(book, tmp_path, again)
    assert links(book) == [("Billy", "Bill"), ("William", "Bill")]


def test_father_and_son_are_asked_about_and_nobody_joins_them(book: Book, tmp_path: Path) -> None:
    son = BILL | {"Lineitem ID": "4", "Donor Last Name": "Reyes Jr"}
    brought(book, tmp_path, BILL, son)
    assert links(book) == []
    assert questions(book) == [("Bill", "Bill")]


def test_spouses_who_share_everything_are_two(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, BILL, BILL | {"Lineitem ID": "4", "Donor First Name": "Martha"})
    assert (links(book), questions(book)) == ([], [])


def test_strangers_of_one_name_and_e_mail_address_are_asked_about(
    book: Book, tmp_path: Path
) -> None:
    stranger = BILL | {
        "Lineitem ID": "4", "Donor Addr1": "77 Hill Rd", "Donor ZIP": "10025", "Donor State": "NY",
        "Donor Phone": "2125550199", "Donor City": "New York",
    }  # fmt: skip
    report = brought(book, tmp_path, BILL, stranger, stranger | {"Lineitem ID": "5"})
    assert (report.donors_new, links(book)) == (2, [])
    assert questions(book) == [("Bill", "Bill")]


def test_a_missing_first_name_is_asked_about(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, BILL, BILL | {"Lineitem ID": "4", "Donor First Name": "."})
    assert (links(book), len(questions(book))) == ([], 1)


def test_who_was_told_apart_is_never_joined_again(book: Book, tmp_path: Path) -> None:
    brought(book, tmp_path, BILL, WILLIAM)
    with book.unit_of_work("Part") as unit:
        unlink_cards(unit, cards(book, "William"))
        tell_apart(unit, cards(book, "Bill", "William"), "cousins")
    brought(book, tmp_path, WILLIAM | {"Lineitem ID": "9", "Donor Employer": "Mill"}, LATER)
    assert (links(book), questions(book)) == ([], [])
    # Somebody who could as well be either of them is nobody's.
    brought(book, tmp_path, WILLIAM | {"Lineitem ID": "4", "Donor First Name": "Billy"})
    assert links(book) == []
    assert questions(book) == [("Bill", "Billy"), ("William", "Billy")]


def test_two_who_were_there_before_are_not_joined_by_a_third(book: Book, tmp_path: Path) -> None:
    here = BILL | {"Donor Email": ""}
    moved = BILL | {
        "Lineitem ID": "2", "Donor First Name": "William", "Donor Addr1": "9 Elm", "Donor Phone":
        "", "Donor ZIP": "10025", "Donor City": "New York", "Donor State": "NY",
    }  # fmt: skip
    brought(book, tmp_path, here, moved)
    assert links(book) == []
    bridge = BILL | {"Lineitem ID": "3", "Donor First Name": "Billy"}
    brought(book, tmp_path, bridge)
    assert links(book) == [("Billy", "Bill")]
    assert questions(book) == [("William", "Billy")]


def test_what_was_asked_is_told_until_it_is_answered(book: Book, tmp_path: Path) -> None:
    son = BILL | {"Lineitem ID": "4", "Donor Last Name": "Reyes Jr"}
    brought(book, tmp_path, BILL, son)
    (pair,) = noted(book)
    assert (pair.answer, pair.score > 50) == ("likely", True)
    assert "perhaps father and son" in pair.against[0]
    for act in (link_cards, lambda unit, both: tell_apart(unit, both, "father and son")):
        with book.unit_of_work("Answer") as unit:
            act(unit, [pair.a, pair.b])
        assert noted(book) == ()
        book.undo()
        assert noted(book) == (pair,)


def noted(book: Book) -> tuple[DuplicatePair, ...]:
    with book.read() as connection:
        entity_ids = [row.id for row in connection.execute(select(tables.entity.c.id))]
        return noted_pairs(connection, entity_ids)


def test_nobody_is_known_again_from_another_entity(book: Book, tmp_path: Path) -> None:
    birch = WILLIAM | {"Recipient Gov ID": "C00990002", "Recipient": "Birch"}
    brought(book, tmp_path, BILL, birch)
    assert (links(book), questions(book)) == ([], [])


def test_a_dry_run_counts_and_links_nobody(book: Book, tmp_path: Path) -> None:
    before = facts(book)
    path = write_export(tmp_path / "dry.csv", [BILL, WILLIAM])
    assert import_file(book, path, dry_run=True).donors_linked == 1
    assert facts(book) == before


@pytest.mark.parametrize("seed", [7, 19, 31] if SOAK else [7])
def test_donors_of_a_generated_export_are_known_again(
    shared_file: SharedFile, tmp_path: Path, seed: int
) -> None:
    tool = shared_file("tools", "make_donations.py")
    words = ("-n", str(_GIFTS), "--seed", str(seed), "--out", str(tmp_path))
    subprocess.run([sys.executable, str(tool), *words], check=True, capture_output=True)
    entities = [entity(f"e{n}", f"C0090000{n}") for n in range(1, 9)]
    with new_book(tmp_path / "book.fdesk", entities) as book:
        before = facts(book)
        report = import_file(book, tmp_path / "contributions.csv")
        said, right, true = _pairs(book, tmp_path)
        assert right >= 0.998 * said
        assert right >= 0.97 * true
        assert report.donors_linked > 20
        assert report.batch is not None
        undo_import(book, report.batch)
        assert book.verify() == []
        assert facts(book) == before


def _pairs(book: Book, folder: Path) -> tuple[int, int, int]:
    """Pairs of gifts of one entity: said to be one person's, rightly so, and truly."""
    with (folder / "truth_rows.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["lineitem"]: row["donor"] for row in csv.DictReader(stream)}
    with (folder / "truth_donors.jsonl").open(encoding="utf-8") as lines:
        assert {str(json.loads(line)["id"]) for line in lines} >= set(truth.values())
    rows = rows_of(
        book,
        "SELECT s.external_id, i.entity_id, COALESCE(l.person_id, i.card_id) FROM source_row s"
        " JOIN item i ON i.id = s.item_id LEFT JOIN person_link l ON l.card_id = i.card_id",
    )
    known = [(truth[key], whose, person) for key, whose, person in rows if key in truth]
    return (
        _number(person for _, _, person in known),
        _number((donor, person) for donor, _, person in known),
        _number((donor, whose) for donor, whose, _ in known),
    )


def _number(groups: Iterator[object]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())
