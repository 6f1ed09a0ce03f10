"""What the writer writes, other programs read as it was meant."""

import warnings
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import fastfec
import fecfile
import hardmoney
import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.fec.layouts import layout
from financedesk.fec.reader import open_filing
from financedesk.fec.transliteration import plain
from financedesk.fec.values import cents
from financedesk.fec.writer import CHANGES_KEPT, FecWriter
from tests.fec.filings import GOLDEN, SEPARATOR

HEADER = {"record_type": "HDR", "ef_type": "FEC", "fec_version": "8.5"}
COVER = {"form_type": "F3XN", "filer_committee_id_number": "C00900001"}
GOLDEN_FILES = ["f3x.fec", "f3x_amended.fec", "f24.fec", "f99.fec"]


def _written(*rows: tuple[str, Mapping[str, str | None]]) -> tuple[FecWriter, bytes]:
    stream = BytesIO()
    writer = FecWriter(stream)
    writer.write("HDR", HEADER)
    writer.write("F3X", COVER)
    for record, values in rows:
        writer.write(record, values)
    return writer, stream.getvalue()


@pytest.mark.parametrize("name", GOLDEN_FILES)
def test_what_is_read_is_written_as_it_was_byte_for_byte(name: str) -> None:
    stream = BytesIO()
    writer = FecWriter(stream)
    with open_filing(GOLDEN / name) as filing:
        writer.write("HDR", filing.header)
        for record in filing.records:
            writer.write(record.record, record.fields)
    assert stream.getvalue() == (GOLDEN / name).read_bytes()
    assert writer.change_count == 0


def test_records_are_as_wide_as_their_layout_and_end_in_crlf() -> None:
    _, data = _written(("SA", {"form_type": "SA11AI"}), ("H5", {"form_type": "H5"}))
    lines = data.split(b"\r\n")
    assert lines.pop() == b""
    widths = [line.count(b"\x1c") + 1 for line in lines]
    assert widths == [8, 123, 45, 10]


def test_a_name_is_transliterated_and_the_change_reported() -> None:
    writer, data = _written(
        ("SA", {"form_type": "SA11AI", "contributor_last_name": " Núñez ", "memo_code": None})
    )
    assert b"\x1cNunez\x1c" in data
    (change,) = writer.changes
    assert (change.line, change.record, change.field) == (3, "SA", "contributor_last_name")
    assert (change.before, change.after) == (" Núñez ", "Nunez")


def test_blanks_around_a_value_are_trimmed_without_a_word() -> None:
    writer, data = _written(("SA", {"form_type": "SA11AI", "contributor_city": " Lincoln "}))
    assert b"\x1cLincoln\x1c" in data
    assert writer.changes == []


def test_a_quotation_mark_becomes_an_apostrophe() -> None:
    writer, data = _written(("SA", {"form_type": "SA11AI", "contributor_employer": '"A" “B”'}))
    assert b"\x1c'A' 'B'\x1c" in data
    assert writer.change_count == 1


@pytest.mark.parametrize("odd", ["a\x1cb", "a\nb", "a\r\nb", "a\tb"])
def test_no_value_can_break_a_row(odd: str) -> None:
    writer, data = _written(("SA", {"form_type": "SA11AI", "contributor_employer": odd}))
    assert data.count(b"\r\n") == 3
    assert b"\x1ca b\x1c" in data
    assert writer.change_count == 1


def test_a_text_that_is_too_long_is_cut_and_reported() -> None:
    writer, data = _written(("SA", {"form_type": "SA11AI", "contributor_employer": "x" * 39}))
    assert b"\x1c" + b"x" * 38 + b"\x1c" in data
    assert writer.changes[0].after == "x" * 38


@pytest.mark.parametrize(
    "field,value",
    [
        ("contribution_amount", "1234567890.99"),
        ("transaction_id", "T" * 21),
        ("contribution_date", "2026-02-031"),
        ("filer_committee_id_number", "C009000011"),
    ],
)
def test_an_id_an_amount_or_a_day_is_never_cut(field: str, value: str) -> None:
    with pytest.raises(BadInput, match="too long"):
        _written(("SA", {"form_type": "SA11AI", field: value}))


def test_a_field_that_the_record_does_not_have_is_refused() -> None:
    with pytest.raises(BadInput, match="no field shoe_size"):
        _written(("SA", {"form_type": "SA11AI", "shoe_size": "9"}))


def test_changes_are_counted_when_there_are_too_many_to_keep() -> None:
    row = ("SA", {"form_type": "SA11AI", "contributor_city": "Bogotá"})
    writer, _ = _written(*[row] * (CHANGES_KEPT + 5))
    assert len(writer.changes) == CHANGES_KEPT
    assert writer.change_count == CHANGES_KEPT + 5


def test_a_letter_keeps_its_lines_and_tabs() -> None:
    stream = BytesIO()
    writer = FecWriter(stream)
    writer.write("F99", {"form_type": "F99", "text": "One\n\n\tTwo – é\r\n[ENDTEXT]\nThree"})
    block = stream.getvalue().split(b"\r\n", 1)[1]
    expected = b"[BEGINTEXT]\r\nOne\r\n\r\n\tTwo - e\r\n(ENDTEXT)\r\nThree\r\n[ENDTEXT]\r\n"
    assert block == expected
    assert writer.change_count == 1
    with pytest.raises(BadInput, match="20,000"):
        writer.write("F99", {"form_type": "F99", "text": "x" * 20_001})


TEXT_FIELDS = [
    column.name
    for column in layout("SA").fields
    if not column.code and column.kind == "A/N" and column.longest >= 20
]


def _cut(name: str, value: str) -> str:
    """What the writer makes of a text in a field."""
    columns = layout("SA")
    return plain(value).replace('"', "'")[: columns.fields[columns.position(name)].longest].rstrip()


@given(st.dictionaries(st.sampled_from(TEXT_FIELDS), st.text(max_size=60)))
def test_any_text_reads_back_as_its_transliteration(values: dict[str, str]) -> None:
    writer, data = _written(("SA", {"form_type": "SA11AI", **values}))
    rows = data.decode("ascii").split("\r\n")
    assert len(rows) == 4
    assert rows[2].count(SEPARATOR) == 44
    with open_filing(BytesIO(data)) as filing:
        _, row = list(filing.records)
    assert filing.problems == []
    expected = {name: _cut(name, value) for name, value in values.items()}
    expected = {name: value for name, value in expected.items() if value}
    read = {name: value for name, value in row.fields.items() if name != "form_type"}
    assert read == expected
    changed = {name for name, value in values.items() if _cut(name, value) != value.strip()}
    assert {change.field for change in writer.changes} == changed


AMOUNTS = ("contribution_amount", "expenditure_amount", "loan_balance", "total_amount")


@pytest.mark.parametrize("name", ["f3x.fec", "f3x_amended.fec", "f24.fec"])
def test_three_other_programs_read_the_amounts_that_were_written(name: str) -> None:
    ours: list[tuple[str, int]] = []
    with open_filing(GOLDEN / name) as filing:
        for record in filing.records:
            ours += [
                (record.form_type, cents(record.fields[a])) for a in AMOUNTS if a in record.fields
            ]
    assert ours
    assert sorted(_by_fecfile(GOLDEN / name)) == sorted(ours)
    assert sorted(_by_fastfec(GOLDEN / name)) == sorted(ours)
    judged = hardmoney.parse_file(str(GOLDEN / name))
    assert judged.validate().is_acceptable
    assert list(judged.validate()) == []


def _by_fecfile(path: Path) -> list[tuple[str, int]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        items = list(fecfile.iter_file(str(path)))
    return [
        (item.data["form_type"], cents(str(item.data[name])))
        for item in items
        for name in AMOUNTS
        if item.data_type == "itemization" and item.data.get(name) is not None
    ]


def _by_fastfec(path: Path) -> list[tuple[str, int]]:
    with path.open("rb") as stream, fastfec.FastFEC() as reader:
        return [
            (form_type, cents(str(row[name])))
            for form_type, row in reader.parse(stream)
            for name in AMOUNTS
            if row.get(name) is not None
        ]
