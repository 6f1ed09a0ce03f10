"""A backup under a passphrase of its own: nothing of the book stands in it in the open."""

from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, BookDamaged, BookError, NeedsPassphrase, Refused
from tests.book.questions import entries_of, facts_of
from tests.book.shop import ROOMS, add_buyer, add_sale, take_in

PASSPHRASE = "it’s four 'good' words & 100 %?"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A book in the open with something in it."""
    place = tmp_path / "book.fdesk"
    with Book.create(place, rooms=ROOMS, name="Shop") as book:
        with book.unit_of_work("Sell") as unit:
            add_sale(unit, add_buyer(unit, "Annabella"), receipt=b"paper")
        with book.unit_of_work("Import") as unit:
            take_in(unit, range(100))
    return place


def made(file: Path, passphrase: str | None = PASSPHRASE) -> Path:
    """Write a copy with an awkward name."""
    target = file.with_name("copy of 100% ä?.fdesk")
    with Book.open(file, rooms=ROOMS) as book:
        copy = book.backup(target, passphrase=passphrase)
    assert copy.encrypted is (passphrase is not None)
    return target


def test_the_copy_cannot_be_read_without_its_passphrase(file: Path) -> None:
    assert b"Annabella" in file.read_bytes()
    copy = made(file)
    content = copy.read_bytes()
    assert b"Annabella" not in content
    assert b"CREATE TABLE" not in content
    assert not content.startswith(b"SQLite format 3")
    with pytest.raises(BookDamaged, match="under a passphrase"):
        Book.open(copy, rooms=ROOMS)
    assert list(file.parent.glob("*.unfinished")) == []


def test_the_copy_is_restored_into_a_book_in_the_open(file: Path) -> None:
    with Book.open(file, rooms=ROOMS) as book:
        facts, entries = facts_of(book), entries_of(book)
    copy = made(file)
    with Book.open(file, rooms=ROOMS) as book, book.unit_of_work("After the backup") as unit:
        add_buyer(unit, "late")
    taken = Book.restore(copy, file, rooms=ROOMS, passphrase=PASSPHRASE)
    assert taken.encrypted
    with Book.open(file, rooms=ROOMS) as book:
        assert (facts_of(book), entries_of(book)) == (facts, entries)
        assert book.verify() == []
        book.undo()
    assert b"Annabella" in file.read_bytes()
    assert [one.name for one in file.parent.iterdir() if one.name.endswith(".opened")] == []


@pytest.mark.parametrize("given", ["it’s four 'good' words & 100 %", PASSPHRASE.upper()])
def test_a_wrong_passphrase_changes_nothing(file: Path, given: str) -> None:
    copy = made(file)
    before = file.read_bytes()
    with pytest.raises(Refused, match="not the passphrase"):
        Book.restore(copy, file, rooms=ROOMS, passphrase=given)
    for nothing in (None, ""):
        with pytest.raises(NeedsPassphrase, match="is encrypted"):
            Book.restore(copy, file, rooms=ROOMS, passphrase=nothing)
    assert file.read_bytes() == before
    assert {one.name for one in file.parent.iterdir()} <= {
        file.name,
        copy.name,
        f"{file.name}.lock",
    }


def test_a_damaged_copy_is_not_taken_for_a_book(file: Path) -> None:
    copy = made(file)
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 0xFF
    copy.write_bytes(bytes(content))
    before = file.read_bytes()
    with pytest.raises((BookDamaged, Refused)):
        Book.restore(copy, file, rooms=ROOMS, passphrase=PASSPHRASE)
    assert file.read_bytes() == before


def test_a_letter_is_not_taken_for_an_encrypted_book(file: Path) -> None:
    letter = file.with_name("letter.fdesk")
    letter.write_text("Dear treasurer, " * 100)
    for passphrase in (None, PASSPHRASE):
        with pytest.raises(BookDamaged, match="not a book"):
            Book.restore(letter, file, rooms=ROOMS, passphrase=passphrase)


def test_a_backup_in_the_open_needs_no_passphrase_and_takes_any(file: Path) -> None:
    copy = made(file, None)
    Book.restore(copy, file, rooms=ROOMS, passphrase="whatever was typed")
    with Book.open(file, rooms=ROOMS) as book:
        assert book.verify() == []


def test_a_book_under_a_key_keeps_its_key_whatever_the_copy_had(file: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.fdesk"
    with Book.create(locked, rooms=ROOMS, name="Shop", key="the book's own") as book:
        with book.unit_of_work("Meet") as unit:
            add_buyer(unit, "Annabella")
        facts = facts_of(book)
        copy = book.backup(tmp_path / "copy.fdesk", passphrase=PASSPHRASE)
    Book.restore(copy.path, locked, rooms=ROOMS, key="the book's own", passphrase=PASSPHRASE)
    assert b"Annabella" not in locked.read_bytes()
    with Book.open(locked, rooms=ROOMS, key="the book's own") as book:
        assert facts_of(book) == facts


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaa"])
def test_a_passphrase_that_is_soon_guessed_is_refused(file: Path, weak: str) -> None:
    with pytest.raises(BadInput, match="12 characters"):
        made(file, weak)
    with Book.open(file, rooms=ROOMS) as book, pytest.raises(BookError, match="exists already"):
        book.backup(file, passphrase=PASSPHRASE)
    assert {one.name for one in file.parent.iterdir()} <= {file.name, f"{file.name}.lock"}
