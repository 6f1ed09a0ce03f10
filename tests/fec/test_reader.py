"""Reading filings: every dialect, and what is broken is said and not dropped."""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput
from financedesk.fec.lines import LONGEST_LINE
from financedesk.fec.reader import FilingReader, Record, open_filing
from tests.fec.filings import GOLDEN, SEPARATOR, as_bytes, lines_of

OLD_HEADER = b'"HDR","FEC","3.00","Ledgerette","1.2","^","","",""\n'
COVER = b'"F3XN","C00900001","PRAIRIE LANTERN"\n'


def _read(data: bytes) -> tuple[list[Record], FilingReader]:
    with open_filing(BytesIO(data)) as filing:
        return list(filing.records), filing


def test_a_filing_of_today() -> None:
    with open_filing(GOLDEN / "f3x.fec") as filing:
        assert filing.version == "8.5"
        assert filing.header["soft_name"] == "FinanceDesk"
        assert filing.cover.form_type == "F3XN"
        records = list(filing.records)
    assert filing.problems == []
    assert records[0] is filing.cover
    assert [record.line for record in records] == list(range(2, 20))
    conduit = records[3]
    assert (conduit.record, conduit.form_type, conduit.line) == ("SA", "SA11AI", 5)
    assert conduit.fields["contributor_organization_name"] == "Threshing Floor Fund"
    assert conduit.fields["memo_code"] == "X"
    assert "contributor_last_name" not in conduit.fields


def test_records_are_read_as_they_are_asked_for() -> None:
    """The second half of a file is not touched before the first is taken."""

    class Watched(BytesIO):
        def read_lines(self) -> int:
            return self.getvalue()[: self.tell()].count(b"\n")

    rows = lines_of("f3x.fec")
    stream = Watched(as_bytes([*rows[:2], *[rows[2]] * 1000]))
    with open_filing(stream) as filing:
        records: Iterator[Record] = filing.records
        for _ in range(10):
            next(records)
        assert stream.read_lines() < 20


def test_a_filing_of_2001_speaks_the_names_of_today() -> None:
    records, filing = _read((GOLDEN / "f3x_2001.fec").read_bytes())
    cover, gift, memo, payment = records
    assert filing.version == "3.0"
    assert cover.fields["committee_name"] == "PRAIRIE LANTERN, THE COMMITTEE"
    assert cover.fields["L19_total_receipts_period"] == "310.00"
    assert cover.fields["L6c_total_receipts_period"] == "310.00"
    assert cover.fields["zip"] == "68508"
    assert cover.fields["treasurer_last_name"] == "Quill"
    assert cover.fields["treasurer_middle_name"] == "T"
    assert (gift.form_type, gift.raw_form_type) == ("SA11AI", "SA11A1")
    assert gift.fields["contributor_last_name"] == "Fernsby"
    assert gift.fields["contributor_first_name"] == "Tobias"
    assert gift.fields["contributor_middle_name"] == "B."
    assert gift.fields["contributor_prefix"] == "Dr"
    assert gift.fields["contributor_suffix"] == "III"
    assert "contributor_name" not in gift.fields
    assert gift.fields["contributor_street_1"] == "3 ALDER CT, APT 2"
    assert gift.fields["contributor_employer"] == 'Bluestem "Fine" Printing'
    assert memo.fields["memo_code"] == "X"
    assert payment.form_type == "SB21B"
    assert payment.fields["payee_organization_name"] == "Sandhill Hall Rentals"


def test_the_first_filings_had_a_header_of_lines() -> None:
    data = (
        b"/* Header\nFEC_Ver_# = 2.02\nSoft_Name = Ledgerette\nNameDelim = ~\nControl_# = K1\n"
        b"Schedule_Counts:\nSA11A1    = 00001\n/* End Header\n"
        b"F3XA,C00900001,PRAIRIE LANTERN\nSA11A1,C00900001,IND,Vale~Ines\n"
    )
    records, filing = _read(data)
    assert (filing.version, filing.header["soft_name"]) == ("2.02", "Ledgerette")
    assert [record.form_type for record in records] == ["F3XA", "SA11AI"]
    assert records[1].fields["contributor_first_name"] == "Ines"
    assert records[1].line == 10


def test_a_filing_typed_in_from_paper() -> None:
    data = SEPARATOR.join(["HDR", "P3.2", "Typists", "1", "20161008"]) + "\n"
    data += SEPARATOR.join(["SA11A1", "C00900001", "", "VALE", "INES"]) + "\n"
    records, filing = _read(data.encode())
    assert filing.version == "P3.2"
    assert records[0].fields["contributor_last_name"] == "VALE"


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_lines_may_end_in_three_ways(end: bytes) -> None:
    data = (GOLDEN / "f3x.fec").read_bytes()
    expected, _ = _read(data)
    records, filing = _read(data.replace(b"\r\n", end))
    assert [record.fields for record in records] == [record.fields for record in expected]
    assert filing.problems == []


@pytest.mark.parametrize(
    "encoding,name",
    [("utf-8", "José Núñez"), ("cp1252", "José O’Núñez"), ("cp437", "José Núñez"),
     ("latin-1", "P.O.\u00a0Box § 3"), ("cp437", "Peña")],
)  # fmt: skip
def test_letters_in_every_encoding_that_filings_have(encoding: str, name: str) -> None:
    rows = lines_of("f3x.fec")
    rows[2][7] = name
    records, _ = _read(as_bytes(rows, encoding))
    assert records[1].fields["contributor_last_name"] == name


def test_a_mark_of_byte_order_is_not_part_of_the_header() -> None:
    records, _ = _read(b"\xef\xbb\xbf" + (GOLDEN / "f3x.fec").read_bytes())
    assert len(records) == 18


def test_a_letter_has_its_text() -> None:
    records, filing = _read((GOLDEN / "f99.fec").read_bytes())
    expected = "To whom it may concern:\n\n\tThe lamp was refilled.\nMarigold Quill"
    assert records[0].fields["text"] == expected
    assert filing.problems == []


def test_a_text_that_never_ends_is_kept_and_reported() -> None:
    data = (GOLDEN / "f99.fec").read_bytes().replace(b"[ENDTEXT]", b"")
    records, filing = _read(data)
    assert records[0].fields["text"].endswith("Marigold Quill")
    assert [problem.kind for problem in filing.problems] == ["text_block"]


def test_a_text_that_belongs_to_no_letter_is_reported() -> None:
    data = (GOLDEN / "f3x.fec").read_bytes() + b"[BEGINTEXT]\r\nHello\r\n[ENDTEXT]\r\n"
    records, filing = _read(data)
    assert len(records) == 18
    assert [(p.kind, p.text) for p in filing.problems] == [("text_block", "Hello")]


def test_unknown_records_and_stray_lines_are_reported_with_their_line() -> None:
    rows = lines_of("f3x.fec")
    data = as_bytes([*rows[:3], ["ZZ99", "C00900001"], ["and so on & so forth"], *rows[3:]])
    records, filing = _read(data)
    assert len(records) == 18
    assert [(p.line, p.kind) for p in filing.problems] == [(4, "unknown_record"), (5, "no_record")]


def test_fields_behind_the_last_are_set_aside_and_reported() -> None:
    rows = lines_of("f3x.fec")
    rows[2] += ["", "stray"]
    rows[3] += [""]
    records, filing = _read(as_bytes(rows))
    assert records[1].extra == ("", "stray")
    assert records[2].extra == ()
    assert [(p.line, p.kind) for p in filing.problems] == [(3, "extra_data")]


def test_a_short_row_lacks_only_its_last_fields() -> None:
    rows = lines_of("f3x.fec")
    rows[2] = rows[2][:9]
    records, filing = _read(as_bytes(rows))
    assert records[1].fields["contributor_first_name"] == "Tobias"
    assert "contribution_amount" not in records[1].fields
    assert filing.problems == []


def test_one_pair_of_quotes_around_a_field_is_taken_off() -> None:
    rows = lines_of("f3x.fec")
    rows[2][23] = '"Bluestem ""Fine"" Printing"'
    rows[2][24] = '"Typesetter'
    records, _ = _read(as_bytes(rows))
    assert records[1].fields["contributor_employer"] == 'Bluestem "Fine" Printing'
    assert records[1].fields["contributor_occupation"] == '"Typesetter'


GIFT = b'"SA11A1","C00900001","IND","Vale^Ines","3 Alder Ct","","Omaha","NE","68102"'


def test_an_open_quote_never_swallows_the_next_record() -> None:
    broken = GIFT.replace(b'"Omaha"', b'"Omaha') + b"\n" + GIFT + b"\n"
    records, filing = _read(OLD_HEADER + COVER + broken)
    assert len(records) == 3
    assert [(p.line, p.kind) for p in filing.problems] == [(3, "open_quote")]
    assert records[1].fields["contributor_last_name"] == "Vale"
    assert records[2].fields["contributor_city"] == "Omaha"


def test_two_rows_that_each_lost_a_quote_stay_two_rows() -> None:
    broken = GIFT.replace(b'"Omaha"', b'"Omaha') + b"\n"
    records, filing = _read(OLD_HEADER + COVER + broken + broken + GIFT + b"\n")
    assert [record.line for record in records] == [2, 3, 4, 5]
    assert [(p.line, p.kind) for p in filing.problems] == [(3, "open_quote"), (4, "open_quote")]


def test_a_quoted_field_may_run_over_two_lines() -> None:
    broken = GIFT.replace(b"3 Alder Ct", b"3 Alder Ct\nsecond floor") + b"\n" + GIFT + b"\n"
    records, filing = _read(OLD_HEADER + COVER + broken)
    assert filing.problems == []
    assert records[1].fields["contributor_street_1"] == "3 Alder Ct second floor"
    assert [record.line for record in records] == [2, 3, 5]


def test_a_lone_quote_at_the_end_of_a_row_is_nothing() -> None:
    records, filing = _read(OLD_HEADER + COVER + GIFT + b',"\n' + GIFT + b"\n")
    assert filing.problems == []
    assert [record.fields["contributor_zip"] for record in records[1:]] == ["68102", "68102"]


@pytest.mark.parametrize(
    "data,words",
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"%PDF-1.7\n...", "not a .fec filing"),
        (b"Name,Amount\nVale,5\n", "not a .fec filing"),
        (b"HDR\x1cFEC\x1c9.9\x1cX\n", "version “9.9”"),
        (b"HDR\x1cFEC\x1c180.5\x1cX\n", "version “180.5”"),
        (b"HDR,FEC,8.4,X,1\nF3XN,C00900003,ABC\n", "character 28"),
        (b"HDR\x1cFEC\x1c8.5\x1cX\x1c1\r\n", "no report in it"),
        (b"HDR\x1cFEC\x1c8.4\x1cX\nF3XN\x1cC00900003\x1cABC\x1cPARTY\x1c\x1c1 Main\n", "shifted"),
        (b"/* Header\nFEC_Ver_# = 2.02\n", "never ends"),
        (b"HDR\x1cFEC\x1c8.5\x1c" + b"x" * (LONGEST_LINE + 1), "million characters"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_cannot_be_read_is_refused_in_one_clear_line(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        _read(data)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"gone\.fec cannot be opened"):
        open_filing(tmp_path / "gone.fec")


@given(st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(noise: bytes) -> None:
    head = b"HDR\x1cFEC\x1c8.5\x1cX\r\nF3XN\x1cC00900001\r\n"
    for data in (noise, head + noise, OLD_HEADER + COVER + noise):
        with suppress(BadInput):
            _read(data)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b'SA11A1,"C00000042",\r"IND"', 0),
        (b'SA11A1,"C00000042","' + b"x" * 140_000 + b'"', 1),
    ],
    ids=["a lone return", "a field without end"],
)
def test_odd_lines_of_old_versions_are_read_or_told(line: bytes, told: int) -> None:
    """Both stopped Python's own reader of such lines; the fuzzer found the first."""
    head = b'HDR,"FEC","3.00","Any","1.00"\nF3XN,"C00000042","A COMMITTEE"\n'
    with open_filing(BytesIO(head + line + b"\n")) as reader:
        records = list(reader.records)
        assert [one.record for one in records][-1] == "SA"
        assert sum(one.kind == "open_quote" for one in reader.problems) == told
