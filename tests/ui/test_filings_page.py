"""A report from its due date to the FEC, as a treasurer does it on the page."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.errors import Locked
from financedesk.intake.importing import import_file
from financedesk.ledger import tables
from financedesk.ledger.register import RegisterQuery, register_ids
from financedesk.rules.summary import form_lines
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages.filings import Filings
from financedesk.ui.pages.filings_changes import ChangesPanel
from financedesk.ui.pages.filings_form import NumberForm, PrepareForm
from tests.intake.exports import gift, write_export
from tests.ui.opened_book import Opened, opened


@pytest.fixture
def book(qtbot: QtBot, runner: JobRunner, settings: QSettings, tmp_path: Path) -> Opened:
    """A window on alder, which was given 250.00 and 25.00 in March 2026."""
    found = opened(qtbot, runner, settings, tmp_path)
    rows = [
        gift(Lineitem_ID="1", Amount="250.00", Date="2026-03-03 10:00:00", Donor_Employer="",
             Disbursement_ID="", Disbursement_Date="", Fee=""),
        gift(Lineitem_ID="2", Amount="25.00", Date="2026-03-04 10:00:00", Donor_Last_Name="Okoye",
             Donor_Email="", Disbursement_ID="", Disbursement_Date="", Fee=""),
    ]  # fmt: skip
    import_file(found.desk.book, write_export(tmp_path / "actblue.csv", rows))
    alder = next(one for one in found.desk.entity_rows() if one.code == "alder")
    found.desk.choose_entity(alder.id)
    found.settle()
    return found


@pytest.fixture
def page(book: Opened) -> Filings:
    shown = book.show("filings")
    assert isinstance(shown, Filings)
    return shown


def prepared(book: Opened, page: Filings, folder: Path) -> None:
    """Fill in the form for the April monthly report and send it."""
    form = page.open_form()
    assert form is not None
    form.outputs["pdf"].setChecked(False)
    form.outputs["xlsx"].setChecked(False)
    form.folder.setText(str(folder))
    form.go.click()
    book.settle()
    assert page.view.row.filing.report_code == "M4", page.banner.text


def finalised(book: Opened, page: Filings) -> None:
    page.filing.act_buttons["finalise"].click()
    assert page.acts.dialog is not None
    page.acts.dialog.yes.click()
    book.settle()
    assert page.view.row.filing.state == "final", page.banner.text


def test_the_calendar_shows_the_years_reports_and_what_became_of_them(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    states = {one.report.code: one.state for one in page.calendar.deadlines}
    assert (states["M2"], states["M4"], states["M5"]) == ("No filing", "To do", "Coming")
    prepared(book, page, tmp_path / "out")
    states = {one.report.code: one.state for one in page.calendar.deadlines}
    assert states["M4"] == "Draft"


def test_the_form_proposes_the_report_that_is_due_next(book: Opened, page: Filings) -> None:
    form = page.open_form()
    assert form is not None
    assert form.report.currentText().startswith("April Monthly Report")
    assert (form.first.day, form.last.day) == (date(2026, 3, 1), date(2026, 3, 31))
    assert form.code.currentData() == "M4"


def test_a_cell_of_the_calendar_opens_the_form_for_its_report(book: Opened, page: Filings) -> None:
    codes = [one.report.code for one in page.calendar.deadlines]
    page.calendar.cells[codes.index("M3")].click()
    form = book.window.drawer.findChild(PrepareForm)
    assert form is not None
    assert form.code.currentData() == "M3"
    assert form.last.day == date(2026, 2, 28)


def test_a_form_with_the_days_the_wrong_way_round_is_not_sent(book: Opened, page: Filings) -> None:
    form = page.open_form()
    assert form is not None
    form.last.set_day(date(2026, 2, 1))
    form.go.click()
    book.settle()
    assert not page.listing.rows
    assert form.wanted() is None


def test_a_prepared_filing_shows_its_summary_and_its_findings(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    assert (tmp_path / "out" / page.view.row.filing.file_name).exists()
    lines = {one.code: (one.number, one.a, one.b) for one in page.filing.lines.rows}
    assert lines["11ai"] == ("11(a)(i)", 250_00, 250_00)
    assert lines["11aii"] == ("11(a)(ii)", 25_00, 25_00)
    assert lines["6a"][1] is None
    assert any("employer" in message for message in page.filing.findings.messages)
    assert "SA" in page.filing.section_buttons


def test_a_click_on_a_line_shows_rows_that_come_to_it(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    codes = [one.code for one in page.filing.lines.rows]
    index = page.filing.lines.index(codes.index("11ai"), 2)
    view = page.filing.summary.view
    view.scrollTo(index)
    book.qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
    )
    book.settle()
    rows = page.filing.rows
    row = rows.model.row_at(0)
    assert rows.model.size() == 1
    assert row is not None
    assert (row.cents, row.status) == (250_00, "Itemised")
    assert rows.total.text() == "250.00"


def test_every_line_of_the_form_opens_to_a_total_that_is_equal_to_it(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    for line in form_lines("F3X"):
        for column in ("A", "B"):
            page.filing.show_line(line.code, column)
            book.settle()
            assert page.filing.rows.agreement == "Equal to the line", (line.code, column)


def test_a_computed_line_leads_on_to_the_lines_it_is_made_of(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    page.filing.show_line("11aiii")
    book.settle()
    first = page.filing.rows.model.row_at(0)
    assert first is not None
    assert first.code == "11ai"
    page.filing.rows.table.row_opened.emit(first.id)
    book.settle()
    assert "11(a)(i)" in page.filing.rows.title.text()


def test_a_finding_leads_to_its_row(book: Opened, page: Filings, tmp_path: Path) -> None:
    prepared(book, page, tmp_path / "out")
    found = page.view.row.filing.findings["warnings"]
    line = next(one["line"] for one in found if one["record"] == "SA11AI")
    page.show_finding(line)
    book.settle()
    assert page.filing.rows.table.selected_ids() == [
        row.id for row in [page.filing.rows.model.row_at(0)] if row is not None
    ]


def test_a_draft_says_so_when_the_book_has_moved_on(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    late = gift(Lineitem_ID="9", Amount="60.00", Date="2026-03-09 10:00:00", Disbursement_ID="",
                Disbursement_Date="", Fee="")  # fmt: skip
    import_file(book.desk.book, write_export(tmp_path / "late.csv", [late]))
    page.show_filing(page.view.row.filing.id)
    book.settle()
    assert "Prepare it again" in page.filing.banner.text


def test_finalising_asks_once_and_locks_the_rows(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    page.filing.act_buttons["finalise"].click()
    assert page.acts.dialog is not None
    assert page.acts.dialog.yes.text() == "Finalise April Monthly Report"
    page.acts.dialog.no.click()
    book.settle()
    assert page.view.row.filing.state == "draft"
    finalised(book, page)
    assert page.view.row.filing.state == "final"
    item = register_item(book)
    with (
        pytest.raises(Locked),
        book.desk.book.unit_of_work("Change a gift") as unit,
    ):
        unit.update(tables.item, item, {"purpose": "Changed"})


def register_item(book: Opened) -> int:
    with book.desk.book.read() as connection:
        return register_ids(connection, RegisterQuery(entity_ids=book.desk.scope))[0]


def test_a_final_filing_is_reopened_to_a_draft(book: Opened, page: Filings, tmp_path: Path) -> None:
    prepared(book, page, tmp_path / "out")
    finalised(book, page)
    page.filing.act_buttons["reopen"].click()
    book.settle()
    assert page.view.row.filing.state == "draft"


def test_the_fecs_number_makes_it_filed_and_then_it_can_be_amended(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    finalised(book, page)
    page.filing.act_buttons["number"].click()
    form = book.window.drawer.findChild(NumberForm)
    assert form is not None
    form.number.setText("soon")
    form.go.click()
    assert page.view.row.filing.state == "final"
    form.number.setText("1234567")
    form.go.click()
    book.settle()
    assert (page.view.row.filing.state, page.view.row.filing.fec_number) == (
        "filed",
        "FEC-1234567",
    )
    page.filing.act_buttons["amend"].click()
    book.settle()
    assert page.view.row.filing.state == "amending"


def test_an_amendment_is_compared_with_the_version_before(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    finalised(book, page)
    page.acts.record_number("FEC-1234567")
    book.settle()
    page.filing.act_buttons["amend"].click()
    book.settle()
    late = gift(Lineitem_ID="9", Amount="60.00", Date="2026-03-09 10:00:00", Disbursement_ID="",
                Disbursement_Date="", Fee="")  # fmt: skip
    import_file(book.desk.book, write_export(tmp_path / "late.csv", [late]))
    page.filing.act_buttons["prepare"].click()
    form = book.window.drawer.findChild(PrepareForm)
    assert form is not None
    assert form.amend.isChecked()
    form.folder.setText(str(tmp_path / "out"))
    form.go.click()
    book.settle()
    assert page.view.row.version == "Amendment 1", page.banner.text
    page.acts.run("compare")
    book.settle()
    panel = book.window.drawer.findChild(ChangesPanel)
    assert panel is not None
    changed = {one.words: (one.before, one.after) for one in panel.lines}
    assert ("275.00", "335.00") in changed.values()


def test_the_kept_file_is_exported_again_byte_by_byte(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    finalised(book, page)
    page.acts.export("fec", tmp_path / "again")
    book.settle()
    name = page.view.row.filing.file_name
    first, again = (tmp_path / folder / name for folder in ("out", "again"))
    assert again.read_bytes() == first.read_bytes()


def test_escape_closes_the_rows_and_then_the_filing(
    book: Opened, page: Filings, tmp_path: Path
) -> None:
    prepared(book, page, tmp_path / "out")
    page.filing.show_line("11ai")
    book.settle()
    book.qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.filing.rows_are_open
    book.qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 0
