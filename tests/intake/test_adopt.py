"""Real past filings become history: the ledger then says what they said, to the cent."""

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.cli import main
from financedesk.errors import BadInput, FinanceDeskError, Refused
from financedesk.fec.reader import open_filing
from financedesk.intake.fec_filing import Adopted, adopt, disagreements
from financedesk.ledger import tables
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import create_book
from financedesk.ledger.summary import summarise
from tests.intake.exports import rows_where
from tests.ledger.prepared import empty_book

SharedFile = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with empty_book(tmp_path / "book.fdesk", "History") as made:
        yield made


def _differing(book: Book, done: Adopted) -> list[tuple[str, str, int, int]]:
    """Return (column, line, cover, ledger) wherever the ledger says something else."""
    [filing] = rows_where(book, "filing", id=done.filing_id)
    cover = json.loads(filing["summary"])
    with book.read() as connection:
        entity = find_entity(connection, done.entity)
        found = summarise(connection, entity, done.form, done.period)
    return [
        (column, line, cents, values[line])
        for column, values in (("A", found.a), ("B", found.b))
        for line, cents in cover[column].items()
        if values[line] != cents
    ]


WHOLE = ("27789", "753533", "1550548", "771694", "780387", "1229017", "1550126", "1247604")


@pytest.mark.parametrize("number", WHOLE)
def test_both_columns_are_what_was_filed_to_the_cent(
    number: str, book: Book, shared_file: SharedFile
) -> None:
    path = shared_file("data", "fec", f"{number}.fec")
    done = adopt(book, path)
    assert _differing(book, done) == []
    assert done.unread == ()
    assert done.findings == ()
    assert all(lump.lawful for lump in done.lumps)
    assert book.verify() == []
    with open_filing(path) as reader:
        assert sum(done.records.values()) == sum(1 for _ in reader.records)
    [filing] = rows_where(book, "filing")
    assert zlib.decompress(filing["content"]) == path.read_bytes()
    assert filing["state"] == "adopted"


def test_every_record_is_kept_as_filed(book: Book, shared_file: SharedFile) -> None:
    path = shared_file("data", "fec", "771694.fec")
    adopt(book, path)
    with open_filing(path) as reader:
        filed = sorted(
            json.dumps(dict(record.fields), sort_keys=True) for record in list(reader.records)[1:]
        )
    kept = [row["fields"] for row in rows_where(book, "filing_item", itemised=1)]
    assert sorted(json.dumps(json.loads(fields), sort_keys=True) for fields in kept) == filed


def test_two_successive_months_roll(book: Book, shared_file: SharedFile) -> None:
    february = adopt(book, shared_file("data", "fec", "771694.fec"))
    march = adopt(book, shared_file("data", "fec", "780387.fec"))
    assert not march.new_entity
    assert march.entity == february.entity
    assert _differing(book, february) == _differing(book, march) == []
    with book.read() as connection:
        entity = find_entity(connection, march.entity)
        before = summarise(connection, entity, "F3X", february.period)
        this = summarise(connection, entity, "F3X", march.period)
        assert disagreements(connection, entity) == []
    assert this.a["6b"] == before.a["8"]
    assert this.b["19"] == before.b["19"] + this.a["19"]
    assert entity.kind == "state_party"
    assert book.verify() == []


def test_the_order_of_adoption_does_not_matter(book: Book, shared_file: SharedFile) -> None:
    march = adopt(book, shared_file("data", "fec", "780387.fec"))
    february = adopt(book, shared_file("data", "fec", "771694.fec"))
    assert _differing(book, february) == _differing(book, march) == []
    [account] = rows_where(book, "account", role="bank")
    with book.read() as connection:
        first = summarise(connection, find_entity(connection, march.entity), "F3X", february.period)
    assert account["opening_date"] == february.period.first
    assert account["opening_balance_cents"] == first.a["6b"]
    assert book.verify() == []


def test_undo_takes_an_adoption_back(book: Book, shared_file: SharedFile) -> None:
    before = _facts(book)
    done = adopt(book, shared_file("data", "fec", "753533.fec"))
    assert _facts(book) != before
    book.undo_batch(done.batch_id)
    assert _facts(book) == before
    assert book.verify() == []


def test_undo_of_the_second_month_leaves_the_first(book: Book, shared_file: SharedFile) -> None:
    february = adopt(book, shared_file("data", "fec", "771694.fec"))
    before = _facts(book)
    march = adopt(book, shared_file("data", "fec", "780387.fec"))
    book.undo_batch(march.batch_id)
    assert _facts(book) == before
    assert _differing(book, february) == []


def _facts(book: Book) -> dict[str, list[Any]]:
    with book.read() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables.LEDGER_TABLES
            if table.name != "kind_line"
        }


def test_the_same_file_again_adds_nothing(book: Book, shared_file: SharedFile) -> None:
    path = shared_file("data", "fec", "753533.fec")
    first = adopt(book, path)
    before = _facts(book)
    again = adopt(book, path)
    assert again.already
    assert (again.records, again.batch_id, again.filing_id) == ({}, 0, first.filing_id)
    assert again.total_receipts_cents == first.total_receipts_cents
    assert _facts(book) == before


def test_an_amendment_replaces_what_it_amends(book: Book, shared_file: SharedFile) -> None:
    original = adopt(book, shared_file("data", "fec", "467627.fec"))
    assert [lump.lines for lump in original.lumps if not lump.lawful] == [("11ai",)]
    assert _differing(book, original) == []
    amended = adopt(book, shared_file("data", "fec", "767339.fec"))
    assert _differing(book, amended) == []
    states = {row["id"]: row["state"] for row in rows_where(book, "filing")}
    assert states == {original.filing_id: "replaced", amended.filing_id: "adopted"}
    first_of_batch = amended.batch_id
    assert all(row["id"] > first_of_batch for row in rows_where(book, "item"))
    assert book.verify() == []
    with pytest.raises(Refused, match="adopted already"):
        adopt(book, shared_file("data", "fec", "467627.fec"))


BROKEN_FOLDERS = (("data", "fec"), ("data", "negative", "fec"))


@pytest.mark.parametrize("folder", BROKEN_FOLDERS, ids="/".join)
def test_no_file_crashes_and_none_comes_in_by_half(
    folder: tuple[str, ...], book: Book, shared_file: SharedFile
) -> None:
    taken, refused = set(), {}
    for path in sorted(shared_file(*folder).glob("*.fec")):
        before = len(rows_where(book, "filing"))
        try:
            adopt(book, path)
            taken.add(path.stem)
        except FinanceDeskError as error:
            refused[path.stem] = str(error)
            assert len(rows_where(book, "filing")) == before, path.name
    assert [words for words in refused.values() if not words.endswith(".")] == []
    assert book.verify() == []
    if folder == ("data", "fec"):
        assert set(WHOLE) <= taken
        assert {"empty", "f99", "last-value", "filing_invalid_version"} <= set(refused)


def test_a_filing_of_another_committee_is_refused(book: Book, shared_file: SharedFile) -> None:
    adopt(book, shared_file("data", "fec", "753533.fec"), "river")
    before = _facts(book)
    with pytest.raises(BadInput, match="C00014498"):
        adopt(book, shared_file("data", "fec", "771694.fec"), "river")
    assert _facts(book) == before


def test_the_command_answers_with_the_keys_of_the_contract(
    tmp_path: Path, shared_file: SharedFile, capsys: pytest.CaptureFixture[str]
) -> None:
    location = tmp_path / "book.fdesk"
    create_book(location, name="History").close()
    path = shared_file("data", "fec", "753533.fec")
    arguments = ["adopt", str(path), "--book", str(location), "--json"]
    assert main(arguments) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["form"], told["report_code"]) == ("F3X", "M11")
    assert (told["from"], told["to"]) == ("2011-10-01", "2011-10-31")
    assert told["records"] == {"F3X": 1, "SA": 3, "SB": 1, "SD": 1}
    assert (told["total_receipts_cents"], told["total_disbursements_cents"]) == (550_000, 30_000)
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["records"] == {}
    assert main(["adopt", str(tmp_path / "none.fec"), "--book", str(location)]) == 2
    assert capsys.readouterr().err.startswith("financedesk: ")
