"""Workbooks: the sheet that is meant is read as it is written, and nothing else of the file is."""

import re
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from financedesk.errors import BadInput
from financedesk.intake.csv_table import find_table
from financedesk.intake.importing import import_file
from financedesk.intake.source_file import opened
from financedesk.intake.staged import Notes
from tests.intake.exports import HEADER, gift, new_book
from tests.soaking import examples

STAMP = datetime(2026, 2, 3, 4, 5, 6)  # noqa: DTZ001 - a workbook knows no time zone


def lines_of(path: Path, sheet: str | None = None) -> list[str]:
    with opened(path, sheet=sheet) as source:
        return list(source.lines())


def remarks_of(path: Path, sheet: str | None = None) -> str:
    with opened(path, sheet=sheet) as source:
        return " ".join(source.remarks)


@pytest.fixture
def book() -> Workbook:
    made = Workbook()
    made.active.title = "Gifts"
    return made


def saved(book: Workbook, folder: Path, name: str = "gifts.xlsx") -> Path:
    book.save(folder / name)
    return folder / name


def changed(path: Path, part: str, pattern: str, words: str) -> Path:
    """Write the workbook again with one of its parts changed."""
    target = path.with_name("changed-" + path.name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == part:
                text, times = re.subn(pattern, words, content.decode(), count=1)
                assert times == 1
                content = text.encode()
            new.writestr(info.filename, content)
    return target


def test_cells_are_kept_as_they_were_written(book: Workbook, tmp_path: Path) -> None:
    book.active.append(["Day", "Stamp", "Amount", "Zip", "Yes", "Note"])
    book.active.append(
        [date(2026, 2, 3), STAMP, 19.989999999999998, "02118", True,
         'say "a,b"']
    )  # fmt: skip
    book.active.append([date(2026, 2, 4), time(3, 4), 0.00001, 1000, False, "  =1+1"])
    assert lines_of(saved(book, tmp_path)) == [
        "Day,Stamp,Amount,Zip,Yes,Note",
        '2026-02-03,2026-02-03 04:05:06,19.99,02118,TRUE,"say ""a,b"""',
        "2026-02-04,03:04:00,0.00001,1000,FALSE,  =1+1",
    ]


def test_rows_and_columns_before_the_table_keep_their_places(
    book: Workbook, tmp_path: Path
) -> None:
    book.active.cell(3, 2, "Date")
    book.active.cell(4, 2, "2026-02-03")
    assert lines_of(saved(book, tmp_path)) == [",", ",", ",Date", ",2026-02-03"]


def test_a_gift_of_a_workbook_is_a_gift(book: Workbook, tmp_path: Path) -> None:
    row = gift()
    book.active.append(list(HEADER))
    book.active.append(
        [float(row[name]) if name in ("Amount", "Fee") else row.get(name, "") for name in HEADER]
    )
    with new_book(tmp_path / "book.fdesk") as made:
        report = import_file(made, saved(book, tmp_path))
        again = import_file(made, saved(book, tmp_path))
        assert made.verify() == []
    assert (report.accepted, report.total_cents, report.fee_cents) == (1, 2_500, 99)
    assert (again.accepted, again.duplicates) == (0, 1)


def test_numbers_that_lost_digits_are_told(book: Workbook, tmp_path: Path) -> None:
    book.active.append(["Id", "Amount"])
    book.active.append([1234567890123456789, 25])
    file = saved(book, tmp_path)
    assert lines_of(file)[1].startswith("1.23456789012346e+18,")
    assert "1 numbers have more than 15 digits" in remarks_of(file)


def test_among_several_sheets_one_has_to_be_named(book: Workbook, tmp_path: Path) -> None:
    for name, amount in (("Gifts", 25), ("More", 30)):
        sheet = book[name] if name in book else book.create_sheet(name)
        sheet.append(["Date", "Amount"])
        sheet.append(["2026-02-03", amount])
    file = saved(book, tmp_path)
    with pytest.raises(BadInput, match="--sheet NAME: “Gifts”, “More”"):
        lines_of(file)
    assert lines_of(file, "more")[1] == lines_of(file, "2")[1] == "2026-02-03,30"
    with pytest.raises(BadInput, match="no sheet 'Other'; it has: “Gifts”, “More”"):
        lines_of(file, "Other")


def test_hidden_and_empty_sheets_are_no_choice(book: Workbook, tmp_path: Path) -> None:
    book.active.append(["Date", "Amount"])
    book.active.append(["2026-02-03", 25])
    hidden = book.create_sheet("Old")
    hidden.append(["Date", "Amount"])
    hidden.append(["2020-02-03", 9])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    file = saved(book, tmp_path)
    assert lines_of(file)[1] == "2026-02-03,25"
    assert "Hidden sheets were left out: “Old”" in remarks_of(file)
    assert lines_of(file, "Old")[1] == "2020-02-03,9"
    book["Gifts"].delete_rows(1, 2)
    with pytest.raises(BadInput, match="no visible sheet with a table in it; hidden: “Old”"):
        lines_of(saved(book, tmp_path))


def test_errors_and_formulas_without_a_value_are_told_and_stay_in_their_cells(
    book: Workbook, tmp_path: Path
) -> None:
    book.active.append(["Date", "Amount"])
    book.active.append(["2026-02-03", "=SUM(A1:A1)+25"])
    book.active.append(["2026-02-03", "#DIV/0!"])
    file = saved(book, tmp_path)
    assert lines_of(file)[1:] == ["2026-02-03,=SUM(A1:A1)+25", "2026-02-03,#DIV/0!"]
    assert "The cell B2 of the sheet holds a formula without a value" in remarks_of(file)


def test_a_stray_cell_is_cut_off_and_told(book: Workbook, tmp_path: Path) -> None:
    book.active.append(["Date", "Amount"])
    book.active.append(["2026-02-03", 25])
    book.active.cell(900_000, 2, "x")
    file = saved(book, tmp_path)
    assert lines_of(file) == ["Date,Amount", "2026-02-03,25"]
    assert "The cell B900000 stands far away" in remarks_of(file)


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet', "declares entities"),
        ('<?xml version="1.0"?><!doctype x SYSTEM "http://127.0.0.1/x"><worksheet', "declares"),
    ],
)
def test_declared_entities_are_refused(
    book: Workbook, tmp_path: Path, declared: str, said: str
) -> None:
    book.active.append(["Date", "Amount"])
    file = changed(saved(book, tmp_path), "xl/worksheets/sheet1.xml", "<worksheet", declared)
    with pytest.raises(BadInput, match=said):
        lines_of(file)


@pytest.mark.parametrize("address", ['r="B9999999992"', 'r="b2"', ""])
def test_a_cell_whose_place_is_unknown_is_refused(
    book: Workbook, tmp_path: Path, address: str
) -> None:
    book.active.append(["Date", "Amount"])
    book.active.append(["2026-02-03", 25])
    file = changed(saved(book, tmp_path), "xl/worksheets/sheet1.xml", 'r="B2"', address)
    with pytest.raises(BadInput, match="cells without an address"):
        lines_of(file)


def test_locked_and_other_workbooks_are_refused(tmp_path: Path) -> None:
    for name, content, said in (
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged workbook"),
        (
            "b.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 9,
            "locked with a password",
        ),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(BadInput, match=said):
            lines_of(tmp_path / name)
    with zipfile.ZipFile(tmp_path / "c.xlsb", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", b"\x00")
    with pytest.raises(BadInput, match="XLSB"):
        lines_of(tmp_path / "c.xlsb")


# --- OpenDocument

_CELL = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
_NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)


def document(path: Path, rows: str) -> Path:
    content = (
        f"<office:document-content{_NAMES}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def test_an_open_document_is_read(tmp_path: Path) -> None:
    day = '<table:table-cell office:value-type="date" office:date-value="2026-02-03"/>'
    amount = '<table:table-cell office:value-type="float" office:value="25.10"/>'
    rest = '<table:table-cell table:number-columns-repeated="16382"/>'
    rows = (
        f"<table:table-row>{_CELL.format('Date')}{_CELL.format('Amount')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{day}{amount}{rest}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048573">{rest}</table:table-row>'
    )
    assert lines_of(document(tmp_path / "a.ods", rows)) == [
        "Date,Amount", "2026-02-03,25.1", "2026-02-03,25.1",
    ]  # fmt: skip


def test_an_open_document_that_repeats_itself_without_end_is_refused(tmp_path: Path) -> None:
    cell = _CELL.format("x").replace("<table:table-cell", "<table:table-cell"
                                     ' table:number-columns-repeated="1000"', 1)  # fmt: skip
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    with pytest.raises(BadInput, match="more than 2,000,000 cells"):
        lines_of(document(tmp_path / "a.ods", rows))


def test_an_open_document_that_hides_how_often_it_repeats_is_refused(tmp_path: Path) -> None:
    row = f"<table:table-row table:number-rows-repeated='900000000'>{_CELL.format('x')}"
    with pytest.raises(BadInput, match="in a way that no spreadsheet program writes"):
        lines_of(document(tmp_path / "a.ods", f"{row}</table:table-row>"))


# --- bytes that nobody meant


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    made = Workbook()
    made.active.append(["Date", "Amount", "Name"])
    made.active.append([date(2026, 2, 3), 25, "Lee"])
    return saved(made, tmp_path_factory.mktemp("small")).read_bytes()


@settings(max_examples=examples(60, 2_000), deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(
    data: st.DataObject, small_file: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    damaged = bytearray(small_file)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(damaged) - 1)))
        match data.draw(st.sampled_from(("cut", "swap", "repeat"))):
            case "cut":
                del damaged[place : place + data.draw(st.integers(1, 200))]
            case "swap":
                damaged[place : place + 1] = bytes([data.draw(st.integers(0, 255))])
            case _:
                damaged[place:place] = damaged[place : place + 50]
    file = tmp_path_factory.mktemp("damaged") / "damaged.xlsx"
    file.write_bytes(bytes(damaged))
    with suppress(BadInput):
        assert lines_of(file)


_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co"), include_characters="\n"),
    max_size=20,
)


@settings(max_examples=examples(30, 2_000), deadline=None)
@given(rows=st.lists(st.lists(_TEXT, min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_text_of_a_sheet_arrives_in_its_column(
    rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = Workbook()
    made.active.append(["First", "Second", "Third"])
    for number, cells in enumerate(rows):
        for place, text in enumerate((f"x{number}", *cells[1:])):
            # A text that begins with = would be written as a formula.
            cell = made.active.cell(number + 2, place + 1, text)
            cell.data_type = "s"
    with opened(saved(made, tmp_path_factory.mktemp("texts"))) as source:
        table = find_table(source, ("First", "Third"))
        assert table is not None
        read = [cells for _, cells in table.rows(Notes())]
    assert read == [[f"x{number}", *cells[1:]] for number, cells in enumerate(rows)]
