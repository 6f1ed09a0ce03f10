import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from financedesk.book import Book
from financedesk.errors import BookBusy, BookDamaged, BookError, BookMissing
from tests.book.questions import facts_of, rows_of
from tests.book.shop import ROOMS, add_buyer, buyer

REPOSITORY = Path(__file__).parents[2]


def make(location: str | Path, key: str | None = None) -> None:
    book = Book.create(location, rooms=ROOMS, name="Shop", key=key)
    with book, book.unit_of_work("Add") as unit:
        add_buyer(unit)


def test_a_book_opens_again_with_what_it_held(location: str) -> None:
    make(location)
    with Book.open(location, rooms=ROOMS) as book:
        assert [row.name for row in rows_of(book, buyer)] == ["Ann"]
        assert book.info().name == "Shop"


def test_a_place_that_is_taken_is_refused(location: str) -> None:
    make(location)
    with pytest.raises(BookError, match="already"):
        Book.create(location, rooms=ROOMS, name="Other")
    with Book.open(location, rooms=ROOMS) as book:
        assert book.info().name == "Shop"


def test_a_book_that_is_not_there_is_missing(location: str) -> None:
    with pytest.raises(BookMissing, match="no book at"):
        Book.open(location, rooms=ROOMS)
    assert not Path(location).exists()


def test_opened_for_reading_it_cannot_be_written(location: str) -> None:
    make(location)
    book = Book.open(location, rooms=ROOMS, write=False)
    with book, pytest.raises(BookError, match="for reading only"), book.unit_of_work("Add"):
        pass


@pytest.mark.parametrize("content", [b"This is a letter, not a book. " * 50, b"short", b""])
def test_a_file_of_another_kind_is_not_a_book(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(content)
    with pytest.raises(BookDamaged):
        Book.open(file, rooms=ROOMS)
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_not_a_book(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    connection = driver.connect(str(file))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(BookDamaged, match="not a book"):
        Book.open(file, rooms=ROOMS)


def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    file = tmp_path / "book.fdesk"
    make(file)
    content = bytearray(file.read_bytes())
    for place in range(4096 * 2, len(content), 4096):
        content[place : place + 200] = b"\xff" * 200
    file.write_bytes(bytes(content))
    with pytest.raises(BookDamaged):
        Book.open(file, rooms=ROOMS).verify()


def test_a_key_keeps_others_out(tmp_path: Path) -> None:
    make(tmp_path / "open.fdesk")
    assert b"CREATE TABLE" in (tmp_path / "open.fdesk").read_bytes()
    file = tmp_path / "secret.fdesk"
    make(file, key="it's a secret")
    # Long enough not to stand in what is encrypted by chance; a file without a key has it.
    assert b"CREATE TABLE" not in file.read_bytes()
    for wrong in (None, "guess"):
        with pytest.raises(BookDamaged, match="key is wrong"):
            Book.open(file, rooms=ROOMS, key=wrong)
    with Book.open(file, rooms=ROOMS, key="it's a secret") as book:
        assert [row.name for row in rows_of(book, buyer)] == ["Ann"]
        copy = book.backup(tmp_path / "copy.fdesk")
    assert b"CREATE TABLE" not in copy.path.read_bytes()


def test_a_creation_that_fails_leaves_no_file(tmp_path: Path) -> None:
    file = tmp_path / "book.fdesk"
    with pytest.raises(TypeError):
        Book.create(file, rooms=ROOMS, name=5)  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("book.fdesk-")] == []
    assert not file.exists()
    make(file)


@pytest.mark.parametrize("site", [0, -1, 1 << 23])
def test_a_site_has_its_range(tmp_path: Path, site: int) -> None:
    with pytest.raises(BookError, match="site number"):
        Book.create(tmp_path / "book.fdesk", rooms=ROOMS, name="Shop", site=site)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="create it first"):
        Book.create(tmp_path / "none" / "book.fdesk", rooms=ROOMS, name="Shop")


def test_a_second_writer_is_told_who_is_first(tmp_path: Path) -> None:
    file = tmp_path / "book.fdesk"
    with Book.create(file, rooms=ROOMS, name="Shop", who="ada") as first:
        with pytest.raises(BookBusy, match=r"open for writing by ada on .* \(process \d+"):
            Book.open(file, rooms=ROOMS)
        with Book.open(file, rooms=ROOMS, write=False) as reader:
            assert facts_of(reader) == facts_of(first)
    Book.open(file, rooms=ROOMS).close()


def run(code: str, file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, str(file)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


OPEN_ELSEWHERE = """
import sys
from financedesk.book import Book
from financedesk.errors import BookBusy
from tests.book.shop import ROOMS
try:
    Book.open(sys.argv[1], rooms=ROOMS)
except BookBusy as error:
    print(error)
"""

DIE_IN_A_UNIT = """
import os, signal, sys
from financedesk.book import Book
from tests.book.shop import ROOMS, add_buyer, take_in
book = Book.open(sys.argv[1], rooms=ROOMS)
with book.unit_of_work("Add") as unit:
    add_buyer(unit, "first")
with book.unit_of_work("Import") as unit:
    add_buyer(unit, "second")
    take_in(unit, range(3000))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_another_process_cannot_write_beside(tmp_path: Path) -> None:
    file = tmp_path / "book.fdesk"
    with Book.create(file, rooms=ROOMS, name="Shop", who="ada"):
        assert "open for writing by ada" in run(OPEN_ELSEWHERE, file).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_process_that_dies_leaves_whole_units_and_no_lock(tmp_path: Path) -> None:
    file = tmp_path / "book.fdesk"
    make(file)
    assert run(DIE_IN_A_UNIT, file).returncode == -9
    with Book.open(file, rooms=ROOMS) as book:
        assert [row.name for row in rows_of(book, buyer)] == ["Ann", "first"]
        assert book.verify() == []
