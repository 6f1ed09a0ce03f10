"""Profiles in the book and from the shell, what a file looks like, and rows that were not taken."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.cli import main
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.intake.dialect import look_at
from financedesk.intake.importing import import_file
from financedesk.intake.profile_shelf import (
    drop_profile,
    keep_profile,
    kept_profile,
    kept_profiles,
)
from financedesk.intake.profiles import Profile, profile_text
from financedesk.intake.source_file import opened
from financedesk.ledger.access import access_of
from financedesk.ledger.members import add_member
from tests.intake.exports import gift, new_book, write_export
from tests.intake.test_profiles import SHOP, replace, row, table


@pytest.fixture
def location(tmp_path: Path) -> str:
    new_book(tmp_path / "book.fdesk").close()
    return str(tmp_path / "book.fdesk")


def keep(book: Book, profile: Profile) -> bool:
    with book.unit_of_work("Keep a profile") as unit:
        return keep_profile(unit, profile)


def shelf(book: Book) -> list[Profile]:
    with book.read() as connection:
        return kept_profiles(connection)


# --- in the book


def test_a_profile_is_kept_changed_undone_and_deleted(tmp_path: Path) -> None:
    changed = replace(SHOP, name="SHOP", day_order="day first")
    with new_book(tmp_path / "book.fdesk") as book:
        assert keep(book, SHOP)
        assert not keep(book, changed)
        assert shelf(book) == [changed]
        book.undo()
        assert shelf(book) == [SHOP]
        with book.unit_of_work("Delete it") as unit:
            drop_profile(unit, "shop")
        assert shelf(book) == []
        book.undo()
        with book.read() as connection:
            assert kept_profile(connection, " shop ") == SHOP
            with pytest.raises(NotFound, match="no profile “Fair” in this book; it has: Shop"):
                kept_profile(connection, "Fair")
        assert book.verify() == []


def test_a_processor_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    with (
        new_book(tmp_path / "book.fdesk") as book,
        pytest.raises(NotFound, match="no processor “shopify”"),
    ):
        keep(book, replace(SHOP, processor="shopify"))


# --- from the shell


def answer(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> dict[str, Any]:
    assert main([*words, "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_profile_goes_from_a_file_through_the_book_to_an_import(
    location: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "shop.toml"
    given.write_text(profile_text(SHOP), encoding="utf-8")
    book = ("--book", location)
    assert answer(capsys, "profiles", "save", str(given), *book) == {"name": "Shop", "new": True}
    listed = answer(capsys, "profiles", "list", *book)
    assert listed == {"profiles": [{"name": "Shop", "processor": "other", "columns": 9}]}
    assert answer(capsys, "profiles", "show", "shop", *book)["toml"] == profile_text(SHOP)
    copy = tmp_path / "copy.toml"
    answer(capsys, "profiles", "export", "Shop", str(copy), *book)
    assert copy.read_text(encoding="utf-8") == profile_text(SHOP)
    assert main(["profiles", "export", "Shop", str(copy), *book]) == 2
    file = str(table(tmp_path / "a.csv", [row()]))
    by_name = answer(capsys, "intake", file, "--profile", "Shop", *book)
    assert (by_name["accepted"], by_name["format"]) == (1, "profile:Shop")
    answer(capsys, "profiles", "delete", "Shop", *book)
    by_file = answer(capsys, "intake", file, "--profile", str(copy), *book)
    assert by_file["duplicates"] == 1
    assert main(["intake", file, "--profile", "Shop", *book]) == 2
    assert main(["intake", file, "--profile", str(copy), "--as", "actblue", *book]) == 2


def test_what_a_file_looks_like_is_told_without_a_book(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path / "a.csv", [row(), row(Ticket="2")], above="Sales\n\n")
    found = answer(capsys, "profiles", "look", str(file))
    assert (found["delimiter"], found["header_line"], found["rows"]) == (",", 3, 2)
    assert found["columns"][2] == {"place": 3, "name": "Price", "samples": ["25.00", "25.00"]}
    assert found["left_out"] == [{"line": 1, "text": "Sales", "reason": "stands above the header"}]
    assert main(["profiles", "look", str(file), "--header", "99"]) == 2
    assert main(["profiles", "look", str(file), "--delimiter", "tab"]) == 2
    assert main(["profiles", "look", str(file)]) == 0
    assert "   3  Price: 25.00 | 25.00" in capsys.readouterr().out


# --- what a file looks like


@pytest.mark.parametrize(
    ("text", "delimiter", "header"),
    [
        ("a;b;c\nx, y;1,50;3\n", ";", 1),
        ("sep=|\na|b\n1,5|2,5\n", "|", 2),
        ("a\tb\n1\t2\n", "\t", 1),
        ('"a, b","c;d"\n"1;2;3","4"\n', ",", 1),
    ],
)
def test_the_delimiter_and_the_header_are_found(
    tmp_path: Path, text: str, delimiter: str, header: int
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text, encoding="utf-8")
    with opened(file) as source:
        found = look_at(source)
    assert (found.delimiter, found.header_line, found.rows) == (delimiter, header, 1)


def test_two_delimiters_that_fit_are_asked_about(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a;b,c\n1;2,3\n", encoding="utf-8")
    with opened(file) as source:
        with pytest.raises(BadInput, match="',' and ';' both part the lines"):
            look_at(source)
        assert [one.name for one in look_at(source, delimiter=";").columns] == ["a", "b,c"]


# --- rows that were not taken


def rows_in(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_rows_not_taken_are_corrected_and_fed_back(tmp_path: Path) -> None:
    rows = [row(), row(Ticket="2", Price="lots", First="=1+1"), row(Ticket="3", Last="")]
    file = table(tmp_path / "a.csv", rows, above="Sales\n\n")
    left, profile = tmp_path / "left.csv", replace(SHOP, header_line=3)
    with new_book(tmp_path / "book.fdesk") as book:
        report = import_file(book, file, profile=profile, rejected=left)
        assert (report.accepted, report.rejected_count) == (1, 2)
        kept = rows_in(left)
        assert kept[0] == ["Sales"]
        assert kept[2][-1] == "Not taken because"
        assert kept[3][4] == "'=1+1"
        assert "“lots” is not an amount" in kept[3][-1]
        corrected = left.read_text("utf-8").replace(",lots,", ",-12.00,").replace("Ann,,", "Ann,B,")
        left.write_text(corrected.replace("-12.00", "12.00"), encoding="utf-8")
        again = import_file(book, left, profile=profile, rejected=tmp_path / "left-2.csv")
        assert (again.accepted, again.total_cents) == (2, 3_700)
        assert not (tmp_path / "left-2.csv").exists()
        with book.read() as connection:
            names = set(connection.exec_driver_sql("SELECT first_name FROM contact").scalars())
        assert "=1+1" in names


def test_rows_of_a_processor_that_were_not_taken_come_back_as_they_were(tmp_path: Path) -> None:
    rows = [gift(), gift(Lineitem_ID="2", Amount="lots", Donor_Employer="-"), gift(Amount="30.00")]
    file, left = write_export(tmp_path / "a.csv", rows), tmp_path / "left.csv"
    with new_book(tmp_path / "book.fdesk") as book:
        report = import_file(book, file, rejected=left)
        assert (report.rejected_count, report.conflict_count) == (1, 1)
        header, refused, conflicting = rows_in(left)
        original = rows_in(file)
        assert header[:-1] == original[0]
        assert [cell.removeprefix("'") for cell in refused[:-1]] == original[2]
        assert conflicting[:-1] == original[3]
        again = import_file(book, left)
        assert (again.rejected_count, again.conflict_count, again.accepted) == (1, 1, 0)


def test_a_row_with_too_few_cells_is_refused_again_until_it_is_corrected(tmp_path: Path) -> None:
    file, left = table(tmp_path / "a.csv", [row()]), tmp_path / "left.csv"
    file.write_text(file.read_text("utf-8") + "2,2026-02-03,25.00\n", encoding="utf-8")
    with new_book(tmp_path / "book.fdesk") as book:
        assert import_file(book, file, profile=SHOP, rejected=left).rejected_count == 1
        assert import_file(book, left, profile=SHOP).rejected_count == 1


def test_no_file_is_written_over_and_none_without_need(tmp_path: Path) -> None:
    file, left = table(tmp_path / "a.csv", [row(Price="lots")]), tmp_path / "left.csv"
    left.write_text("mine", encoding="utf-8")
    with new_book(tmp_path / "book.fdesk") as book:
        with pytest.raises(BadInput, match="already"):
            import_file(book, file, profile=SHOP, rejected=left)
        with pytest.raises(BadInput, match="no folder"):
            import_file(book, file, profile=SHOP, rejected=tmp_path / "no" / "left.csv")
        assert left.read_text("utf-8") == "mine"
        left.unlink()
        import_file(book, file, profile=SHOP, rejected=left, dry_run=True)
        assert len(rows_in(left)) == 2


def test_rows_not_taken_keep_the_encoding_of_their_file(tmp_path: Path) -> None:
    file, left = tmp_path / "a.csv", tmp_path / "left.csv"
    text = table(tmp_path / "b.csv", [row(First="José", Price="lots")]).read_text("utf-8")
    file.write_bytes(text.encode("cp1252"))
    profile = replace(SHOP, encoding="cp1252")
    with new_book(tmp_path / "book.fdesk") as book:
        import_file(book, file, profile=profile, rejected=left)
        left.write_bytes(left.read_bytes().replace(b",lots,", b",25.00,"))
        assert import_file(book, left, profile=profile).accepted == 1
        with book.read() as connection:
            names = set(connection.exec_driver_sql("SELECT first_name FROM contact").scalars())
    assert "José" in names


def test_who_does_not_keep_the_walls_saves_no_profile(tmp_path: Path) -> None:
    with new_book(tmp_path / "book.fdesk") as book:
        book.who = "ada"
        with book.read() as connection:
            alder = access_of(connection, "ada").find("alder").id
        with book.unit_of_work("Add a member") as unit:
            add_member(unit, login="mo", name="Mo", own_name="Ada", rights={alder: "treasurer"})
        assert keep(book, SHOP)
        book.who = "mo"
        with pytest.raises(Refused, match="ask who keeps the walls to save it"):
            keep(book, replace(SHOP, name="Other"))
        with (
            pytest.raises(Refused, match="whole organisation"),
            book.unit_of_work("Delete it") as unit,
        ):
            drop_profile(unit, "Shop")
        assert shelf(book) == [SHOP]
        file = table(tmp_path / "a.csv", [row()])
        assert import_file(book, file, profile=shelf(book)[0]).accepted == 1


def test_look_shows_the_texts_that_a_profile_has_to_translate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"T{number},{'Sold' if number % 3 else ''},x\n" for number in range(1, 8))
    path.write_text(f"Ticket,Status,Same\n{rows}", encoding="utf-8")
    assert answer(capsys, "profiles", "look", str(path))["texts"] == {
        "2": {"Sold": 5, "": 2}, "3": {"x": 7},
    }  # fmt: skip
    assert main(["profiles", "look", str(path)]) == 0
    assert "its texts and their rows: Sold 5, (empty) 2" in capsys.readouterr().out
