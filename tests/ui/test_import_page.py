"""An import from the drop of a file to its way back, as a treasurer does it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from financedesk.intake.importing import import_file
from financedesk.ledger.entities import default_account, find_entity
from financedesk.ledger.entries import NewItem
from financedesk.ledger.period import Period
from financedesk.ledger.register import RegisterQuery, register_ids
from financedesk.ledger.writer import LedgerWriter
from financedesk.reports.filing import Request, prepare
from financedesk.ui.pages.imports import CONFIRM, DONE, FILE, PEOPLE, ROWS, Imports
from financedesk.ui.pages.imports_past import format_title
from tests.intake.exports import gift, new_book, write_export
from tests.ui import import_hands
from tests.ui.import_hands import drop, export, figures, gifts_in, go_on, looked_into, stored
from tests.ui.opened_book import Opened

book, page = import_hands.book, import_hands.page


def test_a_dropped_file_shows_what_is_in_it_and_stores_nothing(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_into(book, page, export(tmp_path))
    shown = figures(page)
    assert (shown["Rows in the file"], shown["New gifts"], shown["Refused"]) == ("6", "4", "2")
    assert shown["Total of new gifts"] == "$90.00"
    assert dict(page.what.facts.pairs)["Format"] == "ActBlue export of contributions"
    received = {one.code: (one.gifts, one.cents) for one in page.found.report.recipients.values()}
    assert received == {"alder": (3, 75_00), "birch": (1, 15_00)}
    assert gifts_in(book) == 0


def test_the_problems_name_row_field_and_reason_and_can_be_filtered(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_into(book, page, export(tmp_path))
    go_on(book, page, ROWS)
    assert [(one.row, one.field) for one in page.rows.problems.model.rows] == [
        (5, "Recipient Gov ID"),
        (6, "Amount"),
    ]
    assert "C00777777" in page.rows.problems.model.rows[0].reason
    page.rows.problems.filter.set_filter("field", "Amount")
    assert [one.row for one in page.rows.problems.model.rows] == [6]
    page.rows.problems.filter.clear()
    page.rows.problems.filter.search.setText("not in this book")
    book.qtbot.waitUntil(lambda: [one.row for one in page.rows.problems.model.rows] == [5])


def test_a_file_without_problems_says_so(book: Opened, page: Imports, tmp_path: Path) -> None:
    looked_into(book, page, export(tmp_path, [gift()]))
    go_on(book, page, ROWS)
    assert page.rows.problems.table.is_empty
    assert page.rows.problems.table.empty.accessibleName() == "No problems"


def test_confirming_stores_the_gifts_and_lists_the_import(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    stored(book, page, export(tmp_path))
    assert gifts_in(book) == 4
    assert page.result.heading.text() == "4 gifts imported"
    (past,) = page.past.model.rows
    assert (past.file_name, past.rows, past.total_cents) == ("actblue.csv", 4, 90_00)
    assert not past.undone


def test_the_same_file_again_has_nothing_to_store(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    stored(book, page, export(tmp_path))
    page.start_over()
    looked_into(book, page, export(tmp_path))
    assert figures(page)["Known already"] == "4"
    go_on(book, page, CONFIRM)
    assert not page.next.isEnabled()
    assert "Nothing in this file is new" in page.confirm.sentence.text()


def test_an_import_can_be_held_to_one_entity(book: Opened, page: Imports, tmp_path: Path) -> None:
    looked_into(book, page, export(tmp_path))
    go_on(book, page, CONFIRM)
    box = page.confirm.entity
    box.setCurrentIndex(box.findData("birch"))
    box.activated.emit(box.currentIndex())
    book.settle()
    assert page.stepper.current == CONFIRM
    assert page.next.text() == "Import 1 gift"
    page.next.click()
    book.settle()
    assert gifts_in(book) == 1


def test_a_wrong_file_is_answered_in_plain_words_and_the_page_goes_on(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.csv"
    wrong.write_text("Minutes of the board\nNothing was decided\n", encoding="utf-8")
    drop(page, wrong)
    book.settle()
    assert page.stepper.current == FILE
    assert "notes.csv" in page.file.banner.text
    assert "Nothing was stored" in page.file.banner.text
    looked_into(book, page, export(tmp_path))


def test_a_draft_is_kept_while_another_page_is_shown(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_into(book, page, export(tmp_path))
    go_on(book, page, ROWS)
    book.show("filings")
    assert book.show("import") is page
    assert page.stepper.current == ROWS
    assert page.found is not None


def test_a_stopped_look_leaves_the_page_ready(book: Opened, page: Imports, tmp_path: Path) -> None:
    path = export(tmp_path)
    drop(page, path)
    assert page.job.job is not None
    page.job.stop.click()
    book.settle()
    assert page.stepper.current == FILE
    assert "stopped" in page.file.banner.text
    assert gifts_in(book) == 0
    looked_into(book, page, path)


def test_undo_takes_the_import_back(book: Opened, page: Imports, tmp_path: Path) -> None:
    stored(book, page, export(tmp_path))
    page.result.undo.click()
    book.settle()
    assert gifts_in(book) == 0
    assert page.past.model.rows[0].undone
    assert page.stepper.current == FILE


def test_undo_from_the_list_asks_when_something_stands_on_the_import(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    stored(book, page, export(tmp_path))
    add_refund(book)
    page.past.table.view.selectRow(0)
    page.past.undo.click()
    book.settle()
    assert gifts_in(book) == 4
    assert page.dependents.isVisible()
    page.dependents.keep.click()
    assert page.dependents.isHidden()
    page.past.undo.click()
    book.settle()
    page.dependents.too.click()
    book.settle()
    assert gifts_in(book) == 0


def add_refund(book: Opened) -> None:
    """Record by hand that one of the imported gifts was given back."""
    alder = next(one for one in book.desk.entity_rows() if one.code == "alder")
    with book.desk.book.read() as connection:
        query = RegisterQuery(entity_ids=(alder.id,))
        item_id = register_ids(connection, query)[0]
        account = default_account(connection, alder.id)
    assert account is not None
    refund = NewItem(
        kind="refund_individual_contribution", contact=None, item_date="2026-03-01",
        amount_cents=10_00, account_id=account.id, applies_to_id=item_id,
    )  # fmt: skip
    with (
        book.desk.book.unit_of_work("Record refund") as unit,
        LedgerWriter(unit, alder.id) as writer,
    ):
        writer.add_transaction("refund", "2026-03-01", [refund])


def test_every_step_can_be_reached_with_the_keyboard(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_into(book, page, export(tmp_path))
    for step in (ROWS, PEOPLE, CONFIRM, DONE):
        assert page.next.isEnabled()
        page.next.setFocus()
        book.qtbot.keyClick(page.next, Qt.Key.Key_Space)
        book.settle()
        assert page.stepper.current == step
    assert gifts_in(book) == 4


def past_filing(folder: Path) -> Path:
    """Write a report of alder from another book, as it was filed."""
    with new_book(folder / "other.fdesk") as other:
        import_file(other, write_export(folder / "other.csv", [gift(Amount="250.00")]))
        with other.read() as connection:
            alder = find_entity(connection, "alder")
        period = Period(first="2026-02-01", last="2026-02-28")
        request = Request(
            entity_id=alder.id, form="F3X", period=period, code="M3", signed_on="2026-03-18",
            outputs=("fec",),
        )  # fmt: skip
        return prepare(other, request, folder / "out").files[0]


def test_a_past_filing_is_adopted_and_leads_to_its_filing(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_into(book, page, past_filing(tmp_path))
    shown = dict(page.what.facts.pairs)
    assert shown["Report"] == "March Monthly Report (M3)"
    assert shown["Becomes"] == "history of alder committee"
    go_on(book, page, CONFIRM)
    assert page.next.text() == "Adopt the filing"
    page.next.click()
    book.settle()
    assert page.result.heading.text() == "March Monthly Report adopted"
    assert {one.name: one.value for one in page.result.figures.figures}[
        "Receipts this period"
    ] == "$250.00"
    assert gifts_in(book) >= 1
    page.result.to_filing.click()
    book.settle()
    assert "March Monthly Report" in book.window.page.context_line()


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("actblue", "ActBlue"),
        ("raise-the-money", "Raise the money"),
        ("donorbox", "Donorbox"),
        ("profile:Bake sale", "Layout “Bake sale”"),
        ("F3X", "F3X"),
    ],
)
def test_a_format_has_a_name_for_people(code: str, title: str) -> None:
    assert format_title(code) == title
