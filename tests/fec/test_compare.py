"""What changed between two filings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from financedesk.errors import BadInput
from financedesk.fec.compare import changes_by_form_type, compare
from tests.fec.filings import GOLDEN, as_bytes, lines_of, row_with, spoilt

SharedFile = Callable[..., Path]


def _file(folder: Path, name: str, rows: list[list[str]]) -> Path:
    path = folder / name
    path.write_bytes(as_bytes(rows))
    return path


def test_a_filing_is_the_same_as_itself() -> None:
    result = compare(GOLDEN / "f3x.fec", GOLDEN / "f3x.fec")
    assert result.same
    assert result.unchanged == 17


def test_an_amendment_and_its_original() -> None:
    result = compare(GOLDEN / "f3x.fec", GOLDEN / "f3x_amended.fec")
    assert [row.fields["transaction_id"] for row in result.added] == ["A-6"]
    assert [row.fields["transaction_id"] for row in result.removed] == ["A-4"]
    changes = {c.after.fields.get("transaction_id", "T-2"): c.fields for c in result.changed}
    assert {change.field: (change.before, change.after) for change in changes["A-1"]} == {
        "contribution_amount": ("250.00", "260.00"),
        "contribution_aggregate": ("450.00", "460.00"),
        "contributor_occupation": ("Typesetter", "Printer"),
    }
    assert list(changes) == ["A-1", "T-2"]
    assert result.unchanged == 14
    assert [change.field for change in result.cover] == ["form_type"]
    lines = {line.field: (line.before, line.after) for line in result.lines}
    assert lines["L12_transfers_from_affiliated_other_party_cmtes_period"] == (0, 7000)
    assert lines["L15_offsets_to_operating_expenditures_refunds_period"] == (8050, 0)
    assert "L31_total_disbursements_period" not in lines
    assert changes_by_form_type(result)["SA11AI"] == {"changed": 1}


def test_a_row_that_moved_to_another_line(tmp_path: Path) -> None:
    moved = _file(tmp_path, "b.fec", spoilt("f3x.fec", ("A-4", "form_type", "SA17")))
    (change,) = compare(GOLDEN / "f3x.fec", moved).changed
    assert [(c.field, c.before, c.after) for c in change.fields] == [("form_type", "SA15", "SA17")]


def test_the_same_amount_and_day_written_otherwise_is_no_change(tmp_path: Path) -> None:
    other = _file(tmp_path, "b.fec", spoilt("f3x.fec", ("A-1", "contribution_amount", "250")))
    assert compare(GOLDEN / "f3x.fec", other).same


def test_new_ids_alone_are_no_change(tmp_path: Path) -> None:
    rows = spoilt("f3x.fec", ("A-4", "transaction_id", "NEW-4"))
    assert compare(GOLDEN / "f3x.fec", _file(tmp_path, "b.fec", rows)).same


def test_rows_without_ids_are_matched_by_what_they_say(tmp_path: Path) -> None:
    rows = lines_of("f3x.fec")
    twin = [*row_with(rows, "A-4")]
    twin[2] = ""
    other = [*twin]
    other[20] = "81.50"
    before = _file(tmp_path, "a.fec", [*rows, twin, twin])
    after = _file(tmp_path, "b.fec", [*rows, other, twin])
    result = compare(before, after)
    assert [row.fields["contribution_amount"] for row in result.removed] == ["80.50"]
    assert [row.fields["contribution_amount"] for row in result.added] == ["81.50"]
    assert result.changed == ()
    assert result.unchanged == 18


def test_a_real_original_and_its_amendment_of_another_version(shared_file: SharedFile) -> None:
    result = compare(
        shared_file("data", "fec", "467627.fec"), shared_file("data", "fec", "767339.fec")
    )
    assert (len(result.added), len(result.removed)) == (43, 4)
    assert (len(result.changed), result.unchanged) == (298, 300)
    receipts = next(line for line in result.lines if line.field.startswith("L16_"))
    assert receipts.after > receipts.before > 0
    known_to_one_version = {"contribution_purpose_code", "expenditure_purpose_code"}
    assert not known_to_one_version & {f.field for c in result.changed for f in c.fields}


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        compare(GOLDEN / "f3x.fec", tmp_path / "missing.fec")
