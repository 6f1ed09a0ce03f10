"""The rows of a file: what becomes of each, corrected where they stand, skipped, taken again."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from sqlalchemy import select

from financedesk.book.schema import batch
from financedesk.ui.pages import imports_rows_draft
from financedesk.ui.pages.imports import CONFIRM, DONE, PEOPLE, ROWS, Imports
from financedesk.ui.pages.imports_rows import ALL, DUPLICATES, PROBLEMS
from financedesk.ui.pages.imports_rows_lists import AllRows, Duplicates
from tests.intake.exports import gift
from tests.ui import import_hands
from tests.ui.import_hands import export, gifts_in, go_on, looked_into, stored
from tests.ui.opened_book import Opened

book, page = import_hands.book, import_hands.page


def at_rows(book: Opened, page: Imports, path: Path, shown: str = ALL) -> None:
    looked_into(book, page, path)
    go_on(book, page, ROWS)
    page.rows.lists.choose(shown)
    page.rows.table.view.setFocus()
    book.settle()


def written(model: AllRows | Duplicates, at: int) -> str:
    """The words of a row's second column."""
    return str(model.index(at, 1).data())


def outcomes(page: Imports) -> dict[int, str]:
    """What the list of all rows says becomes of each."""
    model = page.rows.all_rows
    return {one.number: written(model, at) for at, one in enumerate(model.rows)}


def take(book: Opened, page: Imports, number: int) -> None:
    """Go to a row of the list that is shown."""
    table = page.rows.table
    place = table.model.position_of(number)
    table.view.select_rows([place], place)
    book.settle()
    assert page.rows.number == number


def press(page: Imports, key: Qt.Key, times: int = 1) -> None:
    for _time in range(times):
        QTest.keyClick(page.rows.table.view, key)


def editor(page: Imports) -> QLineEdit:
    made = page.rows.cells.table.view.viewport().findChildren(QLineEdit)
    (found,) = (one for one in made if not one.isHidden())
    return found


def correct(book: Opened, page: Imports, name: str, text: str) -> None:
    """Correct a cell of the row in hand, with the keyboard alone."""
    press(page, Qt.Key.Key_Return)
    cells = page.rows.cells
    assert cells.table.view.hasFocus()
    cells.go_to(name)
    QTest.keyClicks(cells.table.view, text[0])
    QTest.keyClicks(editor(page), text[1:])
    QTest.keyClick(editor(page), Qt.Key.Key_Return)
    book.settle()


def cell(page: Imports, name: str) -> tuple[str, str]:
    """What a cell of the row in hand says, and what the file has instead."""
    found = next(one for one in page.rows.cells.model.rows if one.name == name)
    return found.text, found.old


def words_of_tabs(page: Imports) -> list[str]:
    return [button.text() for button in page.rows.lists.findChildren(type(page.next))]


def detail(book: Opened) -> Mapping[str, object]:
    with book.desk.book.read() as connection:
        found: dict[str, object] = json.loads(
            connection.execute(select(batch.c.detail)).scalar_one()
        )
    return found


def test_every_row_says_what_becomes_of_it(book: Opened, page: Imports, tmp_path: Path) -> None:
    given = [
        gift(Lineitem_ID="1", Amount="25.00", Refund_ID="9", Refund_Date="2026-03-01"),
        gift(Lineitem_ID="1", Amount="25.00"),
        gift(Lineitem_ID="2", Amount="-5.00"),
        gift(Lineitem_ID="3", Amount="much"),
        gift(Lineitem_ID="4", Recipient_Gov_ID="C00777777"),
        gift(Lineitem_ID="5", Amount="30.00"),
        gift(Lineitem_ID="5", Amount="31.00"),
    ]
    at_rows(book, page, export(tmp_path, given))
    assert outcomes(page) == {
        1: "New", 2: "Known", 3: "Refused", 4: "Refused", 5: "Refused", 6: "New", 7: "Conflict",
    }  # fmt: skip
    assert words_of_tabs(page) == ["All 7", "Problems 4", "Duplicates 1"]
    assert page.rows.more.isHidden()
    book.qtbot.waitUntil(lambda: page.rows.all_rows.rows[0].donor == "Ann Lee")


def test_problems_are_shown_first_where_there_are_any(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_into(book, page, export(tmp_path))
    go_on(book, page, ROWS)
    assert page.rows.lists.choice == PROBLEMS
    page.start_over()
    looked_into(book, page, export(tmp_path, [gift()]))
    go_on(book, page, ROWS)
    assert page.rows.lists.choice == ALL


def test_a_refused_row_is_corrected_where_it_stands_and_tried_at_once(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_rows(book, page, export(tmp_path), PROBLEMS)
    take(book, page, 6)
    # The cell that is the trouble is at hand.
    cells = page.rows.cells
    assert cells.model.rows[cells.table.view.currentIndex().row()].name == "Amount"
    correct(book, page, "Amount", "12.50")
    assert outcomes(page)[6] == "New"
    assert cell(page, "Amount") == ("12.50", "much")
    assert cells.state.text() == "New"
    assert words_of_tabs(page)[1] == "Problems 1"
    assert gifts_in(book) == 0
    go_on(book, page, DONE)
    assert gifts_in(book) == 5
    assert detail(book)["mended"] == [{"row": 6, "column": "Amount", "was": "much", "now": "12.50"}]


def test_esc_leaves_a_cell_as_it_was_and_leads_back(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    press(page, Qt.Key.Key_Return)
    view = page.rows.cells.table.view
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClicks(editor(page), "5.00")
    QTest.keyClick(editor(page), Qt.Key.Key_Escape)
    book.settle()
    assert cell(page, "Amount") == ("much", "")
    assert view.hasFocus()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert page.rows.table.view.hasFocus()
    assert page.stepper.current == ROWS


def test_what_is_typed_is_taken_when_another_row_is_chosen(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    press(page, Qt.Key.Key_Return)
    QTest.keyClicks(page.rows.cells.table.view, "7")
    take(book, page, 1)
    assert outcomes(page)[6] == "New"
    take(book, page, 6)
    assert cell(page, "Amount") == ("7", "much")


def test_what_is_typed_is_taken_before_next_goes_on(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    press(page, Qt.Key.Key_Return)
    QTest.keyClicks(page.rows.cells.table.view, "7")
    page.next.setFocus(Qt.FocusReason.MouseFocusReason)
    page.next.click()
    book.settle()
    assert page.stepper.current == PEOPLE
    assert outcomes(page)[6] == "New"


def test_a_row_gets_back_what_the_file_has(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_rows(book, page, export(tmp_path))
    assert page.rows.cells.restore.isHidden()
    take(book, page, 6)
    correct(book, page, "Amount", "12.50")
    correct(book, page, "Donor City", "Salem")
    page.rows.cells.restore.click()
    book.settle()
    assert (cell(page, "Amount"), cell(page, "Donor City")) == (("much", ""), ("Boston", ""))
    assert outcomes(page)[6] == "Refused"
    assert page.rows.draft.is_tried
    # Typing what the file has is the same.
    correct(book, page, "Amount", "12.50")
    correct(book, page, "Amount", "much")
    assert not page.rows.draft.mending


def test_ctrl_z_takes_back_one_act_after_the_other(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    correct(book, page, "Amount", "12.50")
    QTest.keyClick(page.rows.cells.table.view, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_S)
    book.settle()
    assert outcomes(page)[6] == "Skipped"
    view = page.rows.table.view
    for expected in ("New", "Refused", "Refused"):
        QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        book.settle()
        assert outcomes(page)[6] == expected
    assert gifts_in(book) == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_S, Qt.Key.Key_Delete])
def test_a_row_is_skipped_and_taken_again_with_one_key(
    book: Opened, page: Imports, tmp_path: Path, key: Qt.Key
) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 2)
    press(page, key)
    book.settle()
    assert outcomes(page)[2] == "Skipped"
    assert page.rows.cells.skip.text().strip() == "Take again"
    # What a skipped row says can still be read.
    assert page.rows.all_rows.rows[1].donor == "Ann Okoye"
    assert page.found is not None
    assert page.found.report.skipped == 1
    press(page, key)
    book.settle()
    assert outcomes(page)[2] == "New"


def test_skipped_rows_stay_out_and_are_counted(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 2)
    page.rows.cells.skip.click()
    take(book, page, 6)
    correct(book, page, "Donor City", "Salem")
    go_on(book, page, CONFIRM)
    assert page.confirm.after.text().startswith("By hand: 1 row corrected, 1 row skipped. ")
    go_on(book, page, DONE)
    assert gifts_in(book) == 3
    assert detail(book)["skipped"] == [2]
    told = {one.name: one.value for one in page.result.figures.figures}
    assert (told["New gifts"], told["Skipped by hand"]) == ("3", "1")


def test_rows_that_may_be_there_twice_are_kept_unless_skipped(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    stored(book, page, export(tmp_path, [gift(Lineitem_ID="1"), gift(Lineitem_ID="2", Amount="9")]))
    page.start_over()
    given = [
        gift(Lineitem_ID="1"),
        gift(Lineitem_ID="11"),
        gift(Lineitem_ID="12", Amount="40.00"),
        gift(Lineitem_ID="13", Amount="40.00"),
        gift(Lineitem_ID="14", Amount="40.00", Date="2026-02-04 01:00:00"),
    ]
    at_rows(book, page, export(tmp_path, given), DUPLICATES)
    shown = [(one.row, one.is_known, one.reason) for one in page.rows.twice.rows]
    assert [one[:2] for one in shown] == [(1, True), (2, False), (4, False)]
    assert "under the same key" in shown[0][2]
    assert "under another key" in shown[1][2]
    assert shown[2][2] == "Row 3 of this file has the same donor, day and amount."
    take(book, page, 4)
    press(page, Qt.Key.Key_S)
    book.settle()
    choices = [written(page.rows.twice, at) for at in range(3)]
    assert choices == ["Known", "Keep", "Skip"]
    go_on(book, page, DONE)
    assert gifts_in(book) == 2 + 3


def test_what_would_make_the_file_unreadable_is_said_and_loses_nothing(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    correct(book, page, "Amount", "12,50")
    assert "decimal comma" in page.rows.banner.text
    assert page.stepper.current == ROWS
    assert outcomes(page)[6] == "Not tried yet"
    assert cell(page, "Amount") == ("12,50", "much")
    page.next.click()
    book.settle()
    assert page.stepper.current == ROWS
    correct(book, page, "Amount", "12.50")
    assert page.rows.banner.text == ""
    assert outcomes(page)[6] == "New"


def test_a_large_file_is_tried_again_when_asked(
    book: Opened, page: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports_rows_draft, "TRIED_AT_ONCE", 3)
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    correct(book, page, "Amount", "12.50")
    assert outcomes(page)[6] == "Not tried yet"
    assert page.rows.cells.state.text() == "corrected, not tried yet"
    assert not page.rows.again.isHidden()
    page.rows.again.click()
    book.settle()
    assert outcomes(page)[6] == "New"
    assert page.rows.again.isHidden()
    QTest.keyClick(page.rows.cells.table.view, Qt.Key.Key_Escape)
    press(page, Qt.Key.Key_S)
    # Next tries as well.
    page.next.click()
    book.settle()
    assert page.stepper.current == PEOPLE
    assert page.found is not None
    assert page.found.report.skipped == 1


def test_more_than_a_thousand_rows_are_refused_in_words(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_rows(book, page, export(tmp_path, [gift(Lineitem_ID=str(n)) for n in range(1, 1_003)]))
    page.rows.table.view.selectAll()
    press(page, Qt.Key.Key_S)
    book.settle()
    assert "correct the file itself" in page.rows.banner.text
    assert not page.rows.draft.mending


def test_refused_rows_are_saved_as_they_were_corrected(
    book: Opened, page: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    correct(book, page, "Donor City", "Salem")
    target = tmp_path / "left.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    page.rows.problems.save.click()
    book.settle()
    assert "Salem" in target.read_text("utf-8")


def test_corrections_stay_while_another_page_is_shown_and_go_with_the_file(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    path = export(tmp_path)
    at_rows(book, page, path)
    take(book, page, 6)
    correct(book, page, "Amount", "12.50")
    book.show("filings")
    assert book.show("import") is page
    assert cell(page, "Amount") == ("12.50", "much")
    go_on(book, page, CONFIRM)
    box = page.confirm.entity
    box.setCurrentIndex(box.findData("alder"))
    box.activated.emit(box.currentIndex())
    book.settle()
    assert page.next.text() == "Import 4 gifts"
    page.start_over()
    at_rows(book, page, path)
    assert outcomes(page)[6] == "Refused"


def test_a_file_that_changed_meanwhile_is_not_stored(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    path = export(tmp_path)
    at_rows(book, page, path)
    go_on(book, page, CONFIRM)
    export(tmp_path, [gift(Lineitem_ID="77", Amount="99.00")])
    page.next.click()
    book.settle()
    assert "has changed since it was looked at" in page.confirm.warning.text
    assert (page.stepper.current, gifts_in(book)) == (CONFIRM, 0)


def test_past_imports_tell_what_was_put_right(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    correct(book, page, "Amount", "12.50")
    go_on(book, page, DONE)
    (past,) = page.past.model.rows
    assert past.by_hand == ("Row 6, Amount: “much” → “12.50”",)


def test_only_the_first_rows_are_listed_and_that_is_said(
    book: Opened, page: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("financedesk.intake.watching.MOST_ROWS", 4)
    at_rows(book, page, export(tmp_path))
    assert sorted(outcomes(page)) == [1, 2, 3, 4]
    assert page.rows.more.text().startswith("The first 4 rows of 6 are listed")
    page.rows.lists.choose(PROBLEMS)
    take(book, page, 6)
    correct(book, page, "Amount", "12.50")
    # A row that was corrected is listed wherever it stands.
    assert sorted(outcomes(page)) == [1, 2, 3, 4, 6]


def test_cells_come_into_sight_when_the_keyboard_goes_to_them(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    book.window.resize(1100, 700)
    at_rows(book, page, export(tmp_path))
    take(book, page, 6)
    cells, rows = page.rows.cells, page.rows.table
    book.qtbot.waitUntil(lambda: cells.height() >= cells.minimumSizeHint().height())
    assert cells.visibleRegion().boundingRect().height() < cells.height()
    press(page, Qt.Key.Key_Return)
    assert cells.visibleRegion().boundingRect().height() == cells.height()
    QTest.keyClick(cells.table.view, Qt.Key.Key_Escape)
    assert rows.visibleRegion().boundingRect().height() == rows.height()
