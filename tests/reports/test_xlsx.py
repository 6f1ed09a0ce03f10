"""Workbooks: their figures tie to the report, and nothing in them computes that should not."""

import csv
import gc
import zipfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from financedesk.errors import BadInput
from financedesk.reports.model import ComposedRecord, Report
from financedesk.reports.xlsx import ROWS_PER_SHEET, write_workbook
from financedesk.rules.summary import form_lines
from tests.reports.fictional import BILL, COMMITTEE, GIFT, LOAN, report_of, sample_records
from tests.reports.formulas import Calculator

HEADING_ROW = 4
INJECTIONS = (
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =HYPERLINK(A1)",
    "=cmd|' /C calc'!A0",
    "\uff1d1+1",
)


def written(report: Report, folder: Path, **limits: int) -> tuple[Workbook, list[Path]]:
    """A report as a workbook, read back with its formulas."""
    files = write_workbook(report, folder / "report.xlsx", csv_folder=folder, **limits)
    return load_workbook(files[0]), files


def rows_of(workbook: Workbook, kind: str) -> list[dict[str, Any]]:
    """The records of a schedule's sheet by heading."""
    headings, *rows = workbook[kind].iter_rows(min_row=HEADING_ROW, values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def line_rows(workbook: Workbook) -> dict[str, int]:
    """Where each line of the form stands on the sheet Summary."""
    numbers = {
        str(cell.value): cell.row for cell in workbook["Summary"]["A"] if cell.value is not None
    }
    return {line.code: numbers[line.number] for line in form_lines("F3X")}


def raw(path: Path, inside: str) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read(inside).decode("utf-8")


def test_every_line_computes_to_what_the_report_says(tmp_path: Path) -> None:
    report = report_of(sample_records())
    workbook, _ = written(report, tmp_path)
    calculator = Calculator(workbook)
    for code, row in line_rows(workbook).items():
        for letter, column in (("C", report.summary.a), ("D", report.summary.b)):
            if code in column:
                assert calculator.cents("Summary", f"{letter}{row}") == column[code], code
            else:
                assert workbook["Summary"][f"{letter}{row}"].value is None, code


def test_totals_are_formulas_and_components_are_figures(tmp_path: Path) -> None:
    workbook, _ = written(report_of(sample_records()), tmp_path)
    for line in form_lines("F3X"):
        value = workbook["Summary"][f"C{line_rows(workbook)[line.code]}"].value
        assert str(value).startswith("=") == line.computed, line.code


def test_the_rows_of_the_schedules_tie_to_column_a(tmp_path: Path) -> None:
    report = report_of(sample_records())
    workbook, _ = written(report, tmp_path)
    calculator = Calculator(workbook)
    rows = line_rows(workbook)
    for line in form_lines("F3X"):
        assert calculator.value("Summary", f"I{rows[line.code]}") == "ties", line.code
        if line.rows:
            assert calculator.cents("Summary", f"G{rows[line.code]}") == report.summary.a[line.code]
    assert calculator.value("Summary", "A4").startswith("Every line ties")


def test_a_row_that_the_summary_does_not_count_is_found(tmp_path: Path) -> None:
    whole = report_of(sample_records())
    more = report_of([*sample_records(), ("SA", GIFT | {"transaction_id": "SA11AI.9"})])
    workbook, _ = written(report_of(summary=whole.summary, counts=more.counts,
                                    records=more.records), tmp_path)  # fmt: skip
    calculator = Calculator(workbook)
    row = line_rows(workbook)["11ai"]
    assert calculator.value("Summary", f"I{row}") == "differs"
    assert calculator.cents("Summary", f"H{row}") == -250_00
    assert calculator.value("Summary", "A4").startswith("1 lines differ")


def test_small_amounts_that_are_not_itemised_are_no_difference(tmp_path: Path) -> None:
    """Line 21(b) may exceed its rows, line 11(b) may not."""
    exact = report_of(sample_records())
    for code, verdict in (("21b", "ties"), ("11b", "differs")):
        a = dict(exact.summary.a) | {code: exact.summary.a[code] + 5}
        summary = type(exact.summary)(a=a, b=exact.summary.b, year="2026")
        workbook, _ = written(report_of(sample_records(), summary=summary), tmp_path)
        row = line_rows(workbook)[code]
        assert Calculator(workbook).value("Summary", f"I{row}") == verdict


def test_a_sheet_for_each_schedule_that_is_there_in_the_order_of_the_form(tmp_path: Path) -> None:
    workbook, files = written(report_of(sample_records()), tmp_path)
    assert workbook.sheetnames == ["Summary", "SA", "SB", "SC", "SD", "H4", "TEXT"]
    assert files == [tmp_path / "report.xlsx"]


def test_a_record_has_real_amounts_days_and_words(tmp_path: Path) -> None:
    workbook, _ = written(report_of(sample_records()), tmp_path)
    gift = rows_of(workbook, "SA")[0]
    assert gift["Line"] == "11(a)(i)"
    assert gift["Received from"] == "Núñez, Marisol"
    assert gift["Amount"] == 250
    assert gift["Date"] == datetime(2026, 4, 12)  # noqa: DTZ001  # a day has no time zone
    assert gift["ZIP"] == "97401"
    assert rows_of(workbook, "SB")[1]["Amount"] == -30.25
    cell = workbook["SA"]["F5"]
    assert (cell.data_type, cell.number_format) == ("n", "#,##0.00")


def test_every_field_that_is_filed_stands_in_the_sheet(tmp_path: Path) -> None:
    unseen = {"filer_committee_id_number", "form_type", "entity_type"}
    for kind, record in (("SA", GIFT), ("SB", BILL), ("SC", LOAN)):
        workbook, _ = written(report_of([(kind, record)]), tmp_path)
        [row] = rows_of(workbook, kind)
        shown = {str(value) for value in row.values()}
        words = {
            v for k, v in record.items() if k not in unseen and not v.replace(".", "").isdigit()
        }
        assert words <= shown


def test_a_loan_may_be_due_on_a_day_or_on_demand(tmp_path: Path) -> None:
    loans = [("SC", LOAN), ("SC", LOAN | {"loan_due_date": "On demand"})]
    workbook, _ = written(report_of(loans), tmp_path)
    dated, open_ended = rows_of(workbook, "SC")
    assert dated["Loan due date"] == datetime(2026, 12, 31)  # noqa: DTZ001
    assert open_ended["Loan due date"] == "On demand"


def test_memo_items_are_marked_and_left_out_of_the_total(tmp_path: Path) -> None:
    workbook, _ = written(report_of(sample_records()), tmp_path)
    assert [row["Memo item"] for row in rows_of(workbook, "SA")] == [None, None, "memo", None]
    assert workbook["SA"]["A3"].value == "Total without memo items"
    assert Calculator(workbook).cents("SA", "F3") == 250_00 + 75_05 + 250_00


def test_running_totals_are_not_added_up(tmp_path: Path) -> None:
    workbook, _ = written(report_of(sample_records()), tmp_path)
    assert workbook["SA"]["G4"].value == "Aggregate"
    assert workbook["SA"]["G3"].value is None


def test_heads_stay_in_sight_and_rows_can_be_filtered(tmp_path: Path) -> None:
    workbook, _ = written(report_of(sample_records()), tmp_path)
    sheet = workbook["SA"]
    assert sheet.freeze_panes == "D5"
    assert sheet.auto_filter.ref.startswith("A4:")
    assert sheet.auto_filter.ref.endswith("8")


def test_words_never_compute(tmp_path: Path) -> None:
    bills = [("SB", BILL | {"memo_text_description": text}) for text in INJECTIONS]
    workbook, [path] = written(report_of(bills, committee_name=INJECTIONS[0]), tmp_path)
    computing = [cell.coordinate for row in workbook["SB"] for cell in row if cell.data_type == "f"]
    assert computing == ["F3"]
    assert raw(path, "xl/worksheets/sheet2.xml").count("<f>") == 1
    words = [row[7] for row in workbook["SB"].iter_rows(min_row=5)]
    assert [cell.value.strip() for cell in words] == [text.strip() for text in INJECTIONS]
    assert {(cell.data_type, cell.quotePrefix) for cell in words} == {("s", True)}
    assert workbook["Summary"]["A1"].data_type == "s"


def test_an_errors_name_stays_a_word(tmp_path: Path) -> None:
    workbook, _ = written(report_of([("SB", BILL | {"payee_street_1": "#N/A"})]), tmp_path)
    sheet = workbook["SB"]
    [cell] = [cell for cell in sheet[5] if cell.value == "#N/A"]
    assert cell.quotePrefix


def test_ordinary_words_are_not_quoted(tmp_path: Path) -> None:
    workbook, _ = written(report_of([("SB", BILL)]), tmp_path)
    assert not workbook["SB"]["D5"].quotePrefix


def test_characters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    name = "Acme\x00\x0b\x1f Print\ufffe \ud800Works é 😀"
    workbook, _ = written(report_of([("SB", BILL | {"payee_organization_name": name})]), tmp_path)
    assert rows_of(workbook, "SB")[0]["Paid to"] == "Acme Print Works é 😀"


def test_a_schedule_that_is_too_long_goes_to_csv(tmp_path: Path) -> None:
    report = report_of(sample_records())
    workbook, files = written(report, tmp_path, rows_per_sheet=3)
    assert files == [tmp_path / "report.xlsx", tmp_path / "report-SA.csv"]
    assert "4 entries" in workbook["SA"]["A2"].value
    assert "report-SA.csv" in workbook["SA"]["A2"].value
    rows = read_csv(files[1])
    assert [row["Transaction ID"] for row in rows] == ["SA11AI.1", "SA11AI.2", "SA11AI.3", "SA15.1"]
    assert [row["Amount"] for row in rows] == ["250.00", "75.05", "9999.99", "250.00"]
    assert [row["Date"] for row in rows] == ["2026-04-12"] * 4
    assert [row["Memo item"] for row in rows] == ["", "", "memo", ""]


def test_exactly_as_many_rows_as_the_limit_stay_in_the_sheet(tmp_path: Path) -> None:
    workbook, files = written(report_of(sample_records()), tmp_path, rows_per_sheet=4)
    assert len(files) == 1
    assert len(rows_of(workbook, "SA")) == 4


def test_sums_tie_when_the_rows_are_in_csv(tmp_path: Path) -> None:
    report = report_of(sample_records())
    workbook, _ = written(report, tmp_path, rows_per_sheet=0)
    calculator = Calculator(workbook)
    for code, row in line_rows(workbook).items():
        assert calculator.value("Summary", f"I{row}") == "ties", code
    assert calculator.cents("SA", "F3") == 250_00 + 75_05 + 250_00


def read_csv(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_words_in_csv_never_compute(tmp_path: Path) -> None:
    bills = [("SB", BILL | {"memo_text_description": text}) for text in INJECTIONS]
    _, [_, path] = written(report_of(bills), tmp_path, rows_per_sheet=0)
    assert [row["Memo text"] for row in read_csv(path)] == [f"'{text}" for text in INJECTIONS]


def test_negative_amounts_in_csv_are_plain_numbers(tmp_path: Path) -> None:
    report = report_of([("SB", BILL | {"expenditure_amount": "-0.05"})])
    _, [_, path] = written(report, tmp_path, rows_per_sheet=0)
    assert read_csv(path)[0]["Amount"] == "-0.05"


def test_an_empty_report_has_its_summary_alone(tmp_path: Path) -> None:
    report = report_of()
    workbook, files = written(report, tmp_path)
    assert workbook.sheetnames == ["Summary"]
    assert files == [tmp_path / "report.xlsx"]
    row = line_rows(workbook)["8"]
    assert Calculator(workbook).cents("Summary", f"C{row}") == report.summary.a["8"]
    assert workbook["Summary"]["A1"].value.startswith(COMMITTEE)


def test_a_draft_says_so(tmp_path: Path) -> None:
    draft, _ = written(report_of(), tmp_path)
    final, _ = written(report_of(state="final", version=2), tmp_path)
    assert "Draft – not filed" in draft["Summary"]["A3"].value
    assert "Final, amendment 2" in final["Summary"]["A3"].value


def test_the_largest_amounts_keep_their_cents(tmp_path: Path) -> None:
    gift = GIFT | {
        "contribution_amount": "9999999999.99",
        "contribution_aggregate": "-9999999999.99",
    }
    workbook, _ = written(report_of([("SA", gift)]), tmp_path)
    [row] = rows_of(workbook, "SA")
    assert (row["Amount"], row["Aggregate"]) == (9999999999.99, -9999999999.99)


def test_records_are_read_once(tmp_path: Path) -> None:
    passes: list[int] = []
    rows = sample_records()

    def records() -> Iterable[ComposedRecord]:
        passes.append(1)
        return iter(rows)

    write_workbook(report_of(rows, records=records), tmp_path / "a.xlsx", csv_folder=tmp_path)
    assert passes == [1]


def test_an_amount_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    rows = [("SB", BILL | {"expenditure_amount": "12.345"})]
    with pytest.raises(BadInput, match=r"12\.345"):
        written(report_of(records=lambda: iter(rows), counts={"SB": 1}), tmp_path)
    # What is left of it complains when it is taken away, unless its sheets were closed.
    gc.collect()


def test_more_than_a_hundred_thousand_rows_are_too_many_for_a_sheet() -> None:
    assert ROWS_PER_SHEET == 100_000
