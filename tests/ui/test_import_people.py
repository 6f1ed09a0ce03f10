"""The donors of a file: who may be known already, side by side, and what somebody says of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import text

from financedesk.ui.pages.imports import CONFIRM, DONE, PEOPLE, ROWS, Imports
from financedesk.ui.pages.imports_people import LATER
from tests.intake.exports import gift
from tests.ui import import_hands
from tests.ui.import_hands import export, gifts_in, go_on, looked_into, stored
from tests.ui.opened_book import Opened

book, page = import_hands.book, import_hands.page

BILL = gift(
    Lineitem_ID="21", Donor_First_Name="Bill", Donor_Last_Name="Reyes", Donor_Email="",
    Donor_Addr1="5 Oak Street",
)  # fmt: skip
WILLIAM = BILL | {
    "Lineitem ID": "22", "Donor First Name": "William", "Donor Addr1": "9 Elm Ave",
    "Donor Employer": "",
}  # fmt: skip
JUNIOR = BILL | {"Lineitem ID": "23", "Donor Last Name": "Reyes Jr"}


def at_people(book: Opened, page: Imports, folder: Path, *rows: Mapping[str, str]) -> None:
    looked_into(book, page, export(folder, rows))
    go_on(book, page, PEOPLE)


def figures(page: Imports) -> dict[str, str]:
    return {one.name: one.value for one in page.people.figures.figures}


def written(page: Imports, place: int) -> list[str]:
    """The words of one of the list's columns."""
    model = page.people.model
    return [str(model.index(at, place).data()) for at in range(model.rowCount())]


def press(page: Imports, key: Qt.Key) -> None:
    QTest.keyClick(page.people.table.view, key)


def links(book: Opened) -> list[tuple[str, str, str]]:
    query = text(
        "SELECT c.first_name, p.first_name, l.reason FROM person_link l"
        " JOIN contact c ON c.id = l.card_id JOIN contact p ON p.id = l.person_id"
    )
    with book.desk.book.read() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def test_who_may_be_known_stands_side_by_side_with_the_card(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    stored(book, page, export(tmp_path, [BILL]))
    page.start_over()
    at_people(book, page, tmp_path, BILL | {"Lineitem ID": "30"}, WILLIAM, gift())
    assert figures(page) == {"Known donors": "1", "May be known": "1", "New donors": "1"}
    assert written(page, 1) == ["William Reyes"]
    assert written(page, 2) == ["Bill Reyes, in the book"]
    assert written(page, 3) == ["William may be Bill. Same last name and ZIP code."]
    facts = {one.name: (one.left, one.right, one.compared) for one in page.people.facts.rows}
    assert facts["Name"] == ("William Reyes", "Bill Reyes", "differs")
    assert facts["Street"] == ("9 Elm Ave", "5 Oak Street", "differs")
    assert facts["Town"] == ("Boston, MA 02118", "Boston, MA 02118", "same")
    assert facts["Employer"] == ("", "City Schools", "")
    assert "Phone" not in facts
    assert page.people.choice.choice == LATER
    assert gifts_in(book) == 1


def test_the_same_person_is_linked_with_the_import_and_goes_back_with_it(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_people(book, page, tmp_path, BILL, WILLIAM)
    press(page, Qt.Key.Key_S)
    assert written(page, 4) == ["Same person"]
    assert page.people.choice.choice == "same person"
    go_on(book, page, CONFIRM)
    assert page.confirm.after.text().startswith("By hand: 1 donor linked with a known one. ")
    go_on(book, page, DONE)
    ((new, other, reason),) = links(book)
    assert (new, other) == ("William", "Bill")
    assert reason.startswith("Said at the import of actblue.csv, row 2. William may be Bill.")
    page.result.undo.click()
    book.settle()
    assert (gifts_in(book), links(book)) == (0, [])


def test_nobody_is_linked_unless_it_is_said(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_people(book, page, tmp_path, BILL, WILLIAM)
    press(page, Qt.Key.Key_S)
    press(page, Qt.Key.Key_L)
    go_on(book, page, DONE)
    assert (gifts_in(book), links(book)) == (2, [])


def test_father_and_son_are_told_apart(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_people(book, page, tmp_path, BILL, JUNIOR)
    assert "father and son" in page.people.against.text()
    page.people.choice.choose("different people")
    assert written(page, 4) == ["Different people"]
    go_on(book, page, DONE)
    with book.desk.book.read() as connection:
        (reason,) = connection.execute(text("SELECT reason FROM person_apart")).one()
    assert "Jr." in reason
    assert links(book) == []


def test_what_was_said_outlives_another_try(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_people(book, page, tmp_path, BILL, WILLIAM, gift(Lineitem_ID="50", Amount="much"))
    press(page, Qt.Key.Key_S)
    page.back.click()
    assert page.stepper.current == ROWS
    page.rows.skip([3])
    book.settle()
    go_on(book, page, PEOPLE)
    assert written(page, 4) == ["Same person"]
    go_on(book, page, CONFIRM)
    box = page.confirm.entity
    box.setCurrentIndex(box.findData("alder"))
    box.activated.emit(box.currentIndex())
    book.settle()
    assert page.stepper.current == CONFIRM
    page.back.click()
    assert page.stepper.current == PEOPLE
    go_on(book, page, DONE)
    assert len(links(book)) == 1


def test_what_is_said_of_rows_of_another_entity_is_left(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_people(book, page, tmp_path, BILL, WILLIAM)
    press(page, Qt.Key.Key_S)
    go_on(book, page, CONFIRM)
    box = page.confirm.entity
    box.setCurrentIndex(box.findData("birch"))
    box.activated.emit(box.currentIndex())
    book.settle()
    assert page.people.said() == ()
    assert not page.next.isEnabled()


def test_a_row_corrected_to_the_name_that_is_known_is_no_question(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    at_people(book, page, tmp_path, BILL, WILLIAM)
    page.back.click()
    names = [one.name for one in page.rows.cells.model.rows]
    page.rows.draft.correct(2, names.index("Donor First Name"), "Bill")
    page.rows.draft.correct(2, names.index("Donor Addr1"), "5 Oak Street")
    go_on(book, page, PEOPLE)
    assert page.people.table.is_empty
    assert page.people.table.empty.accessibleName() == "Nobody to ask about"
    assert figures(page)["May be known"] == "0"


def test_another_file_forgets_what_was_said(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_people(book, page, tmp_path, BILL, WILLIAM)
    press(page, Qt.Key.Key_S)
    page.start_over()
    at_people(book, page, tmp_path, BILL, WILLIAM)
    assert written(page, 4) == ["Decide later"]


def test_who_may_not_correct_cards_is_told_so(
    book: Opened, page: Imports, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no = "Only a treasurer may."
    monkeypatch.setattr(page.desk, "why_not", lambda act, *_of: no if act == "correct" else "")
    at_people(book, page, tmp_path, BILL, WILLIAM)
    assert page.people.banner.text == no
    press(page, Qt.Key.Key_S)
    assert written(page, 4) == ["Decide later"]
    assert not page.people.choice.isEnabled()


def test_enter_leads_to_the_choice(book: Opened, page: Imports, tmp_path: Path) -> None:
    at_people(book, page, tmp_path, BILL, WILLIAM)
    page.people.table.view.setFocus()
    press(page, Qt.Key.Key_Return)
    focused = page.window().focusWidget()
    assert focused is not None
    assert focused.parent() is page.people.choice
    QTest.keyClick(focused, Qt.Key.Key_Right)
    assert written(page, 4) == ["Same person"]
