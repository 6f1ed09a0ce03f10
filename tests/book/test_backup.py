import hashlib
import threading
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BookBusy, BookDamaged, BookError, BookMissing
from tests.book.questions import entries_of, facts_of
from tests.book.shop import ROOMS, add_buyer, add_sale, take_in


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "book.fdesk"


def fill(book: Book) -> None:
    with book.unit_of_work("Sell") as unit:
        add_sale(unit, add_buyer(unit), receipt=b"paper")
    with book.unit_of_work("Import") as unit:
        take_in(unit, range(100))


def test_a_backup_taken_while_in_use_restores_the_same_book(file: Path, tmp_path: Path) -> None:
    with Book.create(file, rooms=ROOMS, name="Shop") as book:
        fill(book)
        with book.read() as _reader:
            made = book.backup(tmp_path / "copy.fdesk")
        facts, entries = facts_of(book), entries_of(book)
        with book.unit_of_work("After the backup") as unit:
            add_buyer(unit, "late")
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    restored = Book.restore(made.path, file, rooms=ROOMS)
    assert restored.sha256 == made.sha256
    with Book.open(file, rooms=ROOMS) as book:
        assert (facts_of(book), entries_of(book)) == (facts, entries)
        assert book.verify() == []
        book.undo()


def test_a_backup_during_a_unit_holds_what_was_committed(file: Path, tmp_path: Path) -> None:
    with Book.create(file, rooms=ROOMS, name="Shop") as book:
        fill(book)
        facts = facts_of(book)
        with book.unit_of_work("Going on") as unit:
            add_buyer(unit, "unfinished")
            copying = threading.Thread(target=book.backup, args=(tmp_path / "copy.fdesk",))
            copying.start()
            copying.join()
    with Book.open(tmp_path / "copy.fdesk", rooms=ROOMS) as copy:
        assert facts_of(copy) == facts


def test_a_backup_restores_where_there_is_no_book(file: Path, tmp_path: Path) -> None:
    with Book.create(file, rooms=ROOMS, name="Shop") as book:
        fill(book)
        made = book.backup(tmp_path / "copy.fdesk")
        facts = facts_of(book)
    other = tmp_path / "elsewhere.fdesk"
    Book.restore(made.path, other, rooms=ROOMS)
    with Book.open(other, rooms=ROOMS) as book:
        assert facts_of(book) == facts


def test_a_backup_never_overwrites(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.fdesk"
    target.write_text("precious")
    with Book.create(file, rooms=ROOMS, name="Shop") as book:
        with pytest.raises(BookError, match="exists already"):
            book.backup(target)
        with pytest.raises(BookError, match="create it first"):
            book.backup(tmp_path / "none" / "copy.fdesk")
    assert target.read_text() == "precious"


def test_a_damaged_backup_is_not_restored(file: Path, tmp_path: Path) -> None:
    with Book.create(file, rooms=ROOMS, name="Shop") as book:
        fill(book)
        made = book.backup(tmp_path / "copy.fdesk")
        facts = facts_of(book)
    made.path.write_bytes(made.path.read_bytes().replace(b"Buyer", b"Buxer"))
    with pytest.raises(BookDamaged, match="was not used"):
        Book.restore(made.path, file, rooms=ROOMS)
    with Book.open(file, rooms=ROOMS) as book:
        assert facts_of(book) == facts


def test_a_damaged_book_is_not_passed_on_by_a_backup(file: Path, tmp_path: Path) -> None:
    with Book.create(file, rooms=ROOMS, name="Shop") as book:
        fill(book)
        with book._store.writing() as connection:
            connection.exec_driver_sql("UPDATE buyer SET name = 'Eve'")
        with pytest.raises(BookDamaged):
            book.backup(tmp_path / "copy.fdesk")
    assert not list(tmp_path.glob("copy.fdesk*"))


def test_a_missing_backup_is_named(file: Path, tmp_path: Path) -> None:
    with pytest.raises(BookMissing, match="no book at"):
        Book.restore(tmp_path / "none.fdesk", file, rooms=ROOMS)
    assert not file.exists()


def test_a_book_that_is_being_written_is_not_replaced(file: Path, tmp_path: Path) -> None:
    with Book.create(file, rooms=ROOMS, name="Shop") as book:
        made = book.backup(tmp_path / "copy.fdesk")
        fill(book)
        with pytest.raises(BookBusy):
            Book.restore(made.path, file, rooms=ROOMS)
        assert len(entries_of(book)) == 3


def test_a_file_is_copied_and_a_server_names_the_servers_own_tools(
    location: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.fdesk"
    with Book.create(location, rooms=ROOMS, name="Shop") as book:
        if not location.startswith("postgresql"):
            assert book.backup(copy).path == copy
            return
        with pytest.raises(BookError, match="pg_dump"):
            book.backup(copy)
        with pytest.raises(BookError, match="pg_restore"):
            book._store.replace_by(copy)
