"""An unknown vendor's table: its columns are said once, and the next file needs no question."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from financedesk.intake.profile_shelf import kept_profiles
from financedesk.ledger import tables
from financedesk.ui.pages.imports import COLUMNS, DONE, FILE, FOUND, Imports
from tests.intake.exports import gift, write_export
from tests.ui import import_hands
from tests.ui.import_hands import drop, figures, gifts_in, go_on
from tests.ui.opened_book import Opened

HEADER = "Receipt ID,When,Donor,Town,Paid in,Fee\n"
ROWS = (
    "A-1,25/03/2026,Maya Okoye,Salem,25.00,0.75\n"
    "A-2,04/03/2026,Jon Reyes,Bend,40.00,1.20\n"
    "A-3,05/03/2026,Lin Haddad,Bend,10.00,0.30\n"
)


book, page = import_hands.book, import_hands.page


def bake_sale(folder: Path, rows: str = ROWS, name: str = "bake sale.csv") -> Path:
    path = folder / name
    path.write_text(f"Bake sale of the ward\n\n{HEADER}{rows}", encoding="utf-8")
    return path


def asked(book: Opened, page: Imports, path: Path) -> None:
    drop(page, path)
    book.settle()
    assert page.stepper.current == COLUMNS, page.file.banner.text


def say(page: Imports, column: int, role: str) -> None:
    """Choose what a column holds, with the keyboard."""
    view = page.columns.table.view
    view.setFocus()
    view.selectRow(column)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert page.columns.role.hasFocus()
    page.columns.role.setCurrentIndex(page.columns.role.findText(role))
    page.columns.role.activated.emit(page.columns.role.currentIndex())
    assert view.hasFocus()


def said(page: Imports) -> dict[str, tuple[str, str]]:
    return {line.name: (line.holds, line.read.words) for line in page.columns.model.rows}


def answered(book: Opened, page: Imports, path: Path) -> None:
    """Say what the columns hold, and look at what was found."""
    asked(book, page, path)
    say(page, 1, "Day of the gift")
    say(page, 2, "Whole name")
    say(page, 4, "Amount")
    page.columns.entity.setCurrentIndex(page.columns.entity.findData("alder"))
    page.columns.entity.activated.emit(page.columns.entity.currentIndex())
    page.next.click()
    book.settle()


def test_columns_are_shown_with_what_their_names_propose(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    asked(book, page, bake_sale(tmp_path))
    assert page.columns.facts.text() == (
        "UTF-8 · comma between cells · header in line 3 · line 1 left out: stands above the header"
    )
    assert said(page) == {
        "Receipt ID": ("Receipt number", "A-1"), "When": ("—", ""), "Donor": ("Whole name",
        "Maya Okoye"), "Town": ("City", "Salem"), "Paid in": ("—", ""), "Fee": ("Fee", "0.75"),
    }  # fmt: skip
    assert "no column for day" in page.columns.problem.text
    assert not page.next.isEnabled()


def test_samples_are_read_as_the_rows_will_be(book: Opened, page: Imports, tmp_path: Path) -> None:
    asked(book, page, bake_sale(tmp_path))
    say(page, 1, "Day of the gift")
    assert said(page)["When"] == ("Day of the gift", "2026-03-25")
    asked(book, page, bake_sale(tmp_path, "A-1,04/03/2026,Maya Okoye,Salem,25.00,0.75\n"))
    say(page, 1, "Day of the gift")
    assert said(page)["When"] == ("Day of the gift", "04/03/2026: day or month first?")
    page.columns.day_order.setCurrentText("Day first")
    page.columns.day_order.activated.emit(2)
    assert said(page)["When"][1] == "2026-03-04"
    say(page, 2, "Amount")
    assert not page.columns.model.rows[2].read.is_clear


def test_a_role_is_played_by_one_column(book: Opened, page: Imports, tmp_path: Path) -> None:
    asked(book, page, bake_sale(tmp_path))
    say(page, 4, "Fee")
    assert (said(page)["Paid in"][0], said(page)["Fee"][0]) == ("Fee", "—")
    say(page, 4, "Nothing that is taken")
    assert said(page)["Paid in"][0] == "—"


def test_what_was_said_is_tried_stored_and_remembered(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    answered(book, page, bake_sale(tmp_path))
    assert page.stepper.current == FOUND, page.columns.problem.text
    assert figures(page)["Total of new gifts"] == "$75.00"
    assert dict(page.what.facts.pairs)["Format"] == "Layout “bake sale”"
    go_on(book, page, DONE)
    assert gifts_in(book) == 3
    with book.desk.book.read() as connection:
        assert [one.name for one in kept_profiles(connection)] == ["bake sale"]
    page.start_over()
    drop(page, bake_sale(tmp_path, "A-4,26/03/2026,Maya Okoye,Salem,5.00,0.15\n", "april.csv"))
    book.settle()
    assert page.stepper.current == FOUND
    assert figures(page)["Total of new gifts"] == "$5.00"
    assert page.through.isVisible()
    assert page.next.text() == "Import 1 gift"
    assert page.next.hasFocus()
    QTest.keyClick(page.next, Qt.Key.Key_Return)
    book.settle()
    assert page.stepper.current == DONE
    assert gifts_in(book) == 4


def test_a_remembered_layout_is_looked_through_where_something_is_to_decide(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    answered(book, page, bake_sale(tmp_path))
    assert page.through.isHidden()
    go_on(book, page, DONE)
    page.start_over()
    drop(page, bake_sale(tmp_path, "A-4,26/03/2026,Maya Okoye,Salem,much,0.15\n", "april.csv"))
    book.settle()
    assert page.through.isHidden()
    page.back.click()
    assert page.stepper.current == FILE


def test_what_the_file_contradicts_is_said_at_the_columns(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    rows = "A-1,04/03/2026,Maya Okoye,Salem,25.00,0.75\n"
    answered(book, page, bake_sale(tmp_path, rows))
    assert page.stepper.current == COLUMNS
    assert "day or the month comes first" in page.columns.problem.text
    assert gifts_in(book) == 0
    page.columns.day_order.setCurrentText("Month first")
    page.columns.day_order.activated.emit(1)
    page.next.click()
    book.settle()
    assert page.stepper.current == FOUND
    page.back.click()
    assert page.stepper.current == COLUMNS


def test_a_name_that_is_taken_is_not_overwritten(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    answered(book, page, bake_sale(tmp_path))
    go_on(book, page, DONE)
    page.start_over()
    path = tmp_path / "bake sale.csv"
    path.write_text("Given,By,Sum\n2026-03-04,Maya Okoye,5.00\n", encoding="utf-8")
    asked(book, page, path)
    assert "a layout of this name already" in page.columns.problem.text
    page.columns.keep.setChecked(False)
    assert "a layout of this name" not in page.columns.problem.text


def test_refused_rows_are_saved_corrected_and_taken(
    book: Opened, page: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(book, page, bake_sale(tmp_path, f"{ROWS}A-4,26/03/2026,Ann Teller,Salem,much,0.15\n"))
    page.next.click()
    assert [one.field for one in page.rows.problems.model.rows] == ["Paid in"]
    target = tmp_path / "refused.csv"
    target.write_text("an older one", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    page.rows.problems.save.click()
    book.settle()
    text = target.read_text("utf-8")
    assert "A-4" in text
    assert "A-1" not in text
    assert gifts_in(book) == 0
    go_on(book, page, DONE)
    page.start_over()
    target.write_text(text.replace("much", "5.00"), encoding="utf-8")
    drop(page, target)
    book.settle()
    assert page.stepper.current == FOUND, page.columns.problem.text
    assert figures(page)["Total of new gifts"] == "$5.00"


def test_a_file_without_refused_rows_offers_none(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    answered(book, page, bake_sale(tmp_path))
    page.next.click()
    assert page.rows.problems.save.isHidden()


def test_who_does_not_keep_the_walls_is_told_that_a_layout_is_not_remembered(
    book: Opened, page: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(book, page, bake_sale(tmp_path))
    assert page.columns.keep.isChecked()
    no = "Only who keeps the walls may."
    monkeypatch.setattr(page.desk, "why_not", lambda act, *_of: no if act == "walls" else "")
    asked(book, page, bake_sale(tmp_path))
    assert not page.columns.keep.isEnabled()
    assert not page.columns.keep.isChecked()
    assert page.columns.keep.toolTip() == no


def answer(page: Imports, words: str) -> None:
    made = next(one for one in page.file.answers if one.text() == words)
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Space)


def test_accents_that_cannot_be_told_apart_are_asked(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    path = tmp_path / "old.csv"
    given = [
        gift(Lineitem_ID="1", Donor_First_Name="Andr\u00e9s", Donor_Last_Name="N\u00fa\u00f1ez")
    ]
    text = write_export(path, given).read_text("utf-8")
    path.write_text(text, encoding="mac_roman")
    drop(page, path)
    book.settle()
    assert page.stepper.current == FILE
    assert page.file.banner.text == (
        "The accents in old.csv may be Windows-1252 or Macintosh, which differ."
    )
    assert [one.text() for one in page.file.answers] == ["Windows-1252", "Macintosh"]
    book.qtbot.waitUntil(page.file.answers[0].hasFocus)
    answer(page, "Macintosh")
    book.settle()
    assert (page.stepper.current, page.file.answers) == (FOUND, [])
    go_on(book, page, DONE)
    with book.desk.book.read() as connection:
        names = connection.execute(select(tables.contact.c.last_name)).scalars().all()
    assert "N\u00fa\u00f1ez" in names


def test_one_of_several_sheets_is_chosen(book: Opened, page: Imports, tmp_path: Path) -> None:
    workbook = Workbook()
    first = workbook.active
    assert first is not None
    first.title = "March"
    first.append(["Given", "By", "Sum"])
    second = workbook.create_sheet("April")
    second.append(["Date", "Last name", "Amount"])
    second.append(["2026-04-04", "Okoye", 12.5])
    workbook.save(tmp_path / "dinners.xlsx")
    drop(page, tmp_path / "dinners.xlsx")
    book.settle()
    assert [one.text() for one in page.file.answers] == ["March", "April"]
    answer(page, "April")
    book.settle()
    assert page.stepper.current == COLUMNS
    assert said(page)["Amount"] == ("Amount", "12.50")
    drop(page, bake_sale(tmp_path))
    book.settle()
    assert page.file.answers == []
