"""The row of entry: new contributions on top, corrections on their row, and the line below."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ledger import tables
from financedesk.ledger.room import open_book
from financedesk.ui.pages.contribution_editor import GiftEditor
from financedesk.ui.pages.contribution_hold_forms import HoldForm
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for
from tests.ui.entering import CONTROL, Hands, column_of, names
from tests.ui.money_books import settled, small_book, window_over


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> Hands:
    window = window_over(qtbot, small_book(tmp_path), settings, page="contributions")
    return at_the_register(qtbot, window)


def at_the_register(qtbot: QtBot, window: MainWindow) -> Hands:
    window.go("contributions")
    settled(qtbot, window)
    return Hands(qtbot, window)


@pytest.fixture
def page(hands: Hands) -> Contributions:
    return hands.page


@pytest.fixture
def editor(hands: Hands) -> GiftEditor:
    hands.new()
    assert hands.page.editor.is_open
    assert hands.focus is hands.page.editor.fields.donor
    return hands.page.editor


def go_to(hands: Hands, place: int, key: Qt.Key = Qt.Key.Key_F2) -> GiftEditor:
    """Press a key on a row of the register."""
    hands.page.table.view.selectRow(place)
    hands.page.table.view.setFocus()
    hands.press(key)
    hands.settle()
    return hands.page.editor


# --- something new


def test_a_known_donor_is_proposed_foretold_and_recorded_by_keys_alone(
    hands: Hands, editor: GiftEditor, page: Contributions
) -> None:
    hands.type("ruiz")
    hands.qtbot.waitUntil(lambda: editor.fields.donor.is_open)
    proposed = [one.words for one in editor.fields.donor.proposals()]
    assert proposed[0].startswith("Ana Ruiz · Salem, OR · $40.00 on Oct 2")
    assert proposed[-1] == "New donor “ruiz”"
    hands.tab()
    assert editor.fields.donor.text() == "Ana Ruiz"
    assert hands.focus is editor.fields.amount
    hands.type("150+25*2+1")
    assert hands.live() == (
        "Makes $201.00 this year, above $200: itemised on Line 11(a)(i) of the 30-Day Post-General "
        "Election report, due Dec 3, 2026. Leaves $9,799.00 of $10,000.00 in 2026 "
        "(52 U.S.C. 30116(a)(1)(D), (a)(5); 11 CFR 110.1(c)(5), 110.3(b)(3))."
    )
    assert not editor.row.aside.isVisible(), "everything is known of this giver"
    hands.enter()
    assert names(page)[0] == "Ana Ruiz"
    assert column_of(page, "amount")[0] == "201.00"
    assert "Recorded $201.00 from Ana Ruiz" in hands.window.toasts.toasts[-1].accessibleName()


def test_enter_opens_the_next_row_and_keeps_what_a_stack_has_in_common(
    hands: Hands, editor: GiftEditor
) -> None:
    fields = editor.fields
    hands.donor("lopez")
    assert fields.drive.currentText() == "Fall Drive", "the giver's last drive"
    hands.type("25")
    hands.tab()
    hands.type("Check 17")
    hands.go(fields.date)
    hands.type("-")
    hands.enter()
    assert hands.focus is fields.donor
    assert (fields.donor.text(), fields.amount.text()) == ("", "")
    assert (fields.date.text(), fields.method.text()) == ("10/05/2026", "Check 17")
    assert fields.drive.currentText() == "Fall Drive"
    assert column_of(hands.page, "method")[0] == "Check 17"


def test_tab_goes_through_the_row_in_reading_order(hands: Hands, editor: GiftEditor) -> None:
    fields = editor.fields
    fields.date.setFocus()
    seen = [hands.focus]
    for _ in range(7):
        hands.tab()
        seen.append(hands.focus)
    row = [fields.date, fields.entity, fields.donor, fields.amount, fields.method, fields.drive]
    reached = [one.focusProxy() or one for one in row]
    assert [one.focusProxy() or one for one in seen[:6]] == reached
    assert seen[6:] == [editor.save_button, editor.close_button]


def test_somebody_new_unfolds_what_is_asked_and_nothing_of_it_is_required(
    hands: Hands, editor: GiftEditor, page: Contributions
) -> None:
    details = editor.fields.details
    hands.donor("Nkem Adeyemi-Stone")
    assert all(field.isVisible() for field in details.fields)
    hands.type("250")
    assert "asks for street, city, state, ZIP, employer and occupation" in hands.live()
    details.giver.setCurrentIndex(details.giver.findData("ORG"))
    assert not details.facts["employer"].isVisible()
    assert "30118" in hands.live()
    details.giver.setCurrentIndex(details.giver.findData("IND"))
    hands.go(details.facts["city"])
    hands.type("Salem")
    hands.enter()
    assert names(page)[0] == "Nkem Adeyemi-Stone"
    assert column_of(page, "city")[0] == "Salem"
    assert not editor.row.aside.isVisible()


def test_only_the_facts_that_are_missing_unfold_and_only_when_itemised(
    hands: Hands, editor: GiftEditor, page: Contributions
) -> None:
    details = editor.fields.details
    hands.go(editor.fields.date)
    hands.type("10/3")
    hands.go(editor.fields.donor)
    hands.donor("okoro")
    hands.type("1")
    hands.live()
    shown = [name for name, field in details.facts.items() if field.isVisible()]
    assert shown == ["street", "state", "zip", "employer", "occupation"]
    hands.go(details.facts["employer"])
    hands.type("Ferry Works")
    hands.go(details.facts["occupation"])
    hands.type("Pilot")
    hands.enter()
    page.filter.set_filter("status", "incomplete")
    hands.settle()
    assert names(page) == [], "the earlier gift says it now, too"


def test_what_cannot_be_recorded_is_said_and_marked(hands: Hands, editor: GiftEditor) -> None:
    hands.enter()
    assert editor.live.words == "Say who gave."
    assert editor.live.concerns == ("Enter an amount.",)
    assert hands.focus is editor.fields.donor
    hands.donor("lopez")
    hands.type("twelve")
    hands.enter()
    assert "“twelve” is not an amount" in editor.live.words
    assert hands.focus is editor.fields.amount
    assert editor.fields.amount.property("tone") == "bad"
    assert len(names(hands.page)) == 5


WARNINGS = (
    ("10/1", "75", "Check 4", "Possible duplicate: Ada Lopez has a gift of $75.00"),
    ("10/6/2027", "5", "", "has not come yet"),
)


def test_warnings_stand_in_the_line_and_stop_nothing(hands: Hands, editor: GiftEditor) -> None:
    for day, amount, method, said in WARNINGS:
        hands.go(editor.fields.date)
        hands.type(day)
        hands.go(editor.fields.donor)
        hands.donor("lopez")
        hands.type(amount)
        hands.go(editor.fields.method)
        hands.type(method)
        assert said in hands.live()
        hands.enter()
    assert len(names(hands.page)) == 7


def test_cash_above_what_the_law_allows_is_stopped_and_offered_on_hold(
    hands: Hands, editor: GiftEditor
) -> None:
    hands.donor("lopez")
    hands.type("100.01")
    hands.go(editor.fields.method)
    hands.type("cash")
    assert "Cash above $100" in hands.live()
    hands.enter()
    assert len(names(hands.page)) == 5
    assert "Return $0.01" in hands.window.toasts.toasts[-1].accessibleName()
    assert hands.window.drawer.findChild(HoldForm) is not None, "it can be recorded on hold"


def test_escape_restores_first_and_leaves_then(hands: Hands, editor: GiftEditor) -> None:
    hands.donor("lopez")
    hands.type("25")
    hands.escape()
    assert (editor.fields.donor.text(), editor.fields.amount.text()) == ("", "")
    assert editor.is_open
    hands.escape()
    assert not editor.is_open
    assert hands.focus is hands.page.table.view


def test_escape_closes_the_proposals_and_keeps_what_was_typed(
    hands: Hands, editor: GiftEditor
) -> None:
    hands.type("lopez")
    hands.qtbot.waitUntil(lambda: editor.fields.donor.is_open)
    hands.escape()
    assert editor.fields.donor.text() == "lopez"
    assert editor.fields.donor.known is None
    hands.tab()
    assert editor.fields.donor.text() == "lopez"


def test_the_arrows_choose_somebody_new_instead(hands: Hands, editor: GiftEditor) -> None:
    hands.type("ruiz")
    hands.qtbot.waitUntil(lambda: editor.fields.donor.is_open)
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Return)
    assert editor.fields.donor.text() == "ruiz"
    assert editor.fields.donor.known is None
    assert editor.fields.details.isVisible()


def test_undo_reaches_the_book_from_the_empty_row(hands: Hands, editor: GiftEditor) -> None:
    hands.donor("lopez")
    hands.type("25")
    hands.enter()
    assert len(names(hands.page)) == 6
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.settle()
    assert len(names(hands.page)) == 5
    assert hands.focus is editor.fields.donor


def test_each_entity_has_its_own_people_and_its_own_window(
    hands: Hands, editor: GiftEditor
) -> None:
    fields = editor.fields
    assert [fields.entity.itemText(at) for at in range(fields.entity.count())] == [
        "RP · Riverbend Party", "RC · Riverbend Campaign",
    ]  # fmt: skip
    assert not fields.election.isVisible()
    fields.entity.setCurrentIndex(1)
    assert fields.election.isVisible()
    hands.go(fields.donor)
    hands.type("lopez")
    hands.qtbot.waitUntil(lambda: fields.donor.is_open)
    assert [one.value for one in fields.donor.proposals()] == [None]
    hands.escape()
    fields.donor.clear()
    hands.donor("teller")
    hands.type("20")
    assert hands.live().startswith("Makes $30.00 this election cycle")
    assert "for which election" in hands.live()


def test_a_column_that_makes_room_leaves_its_field_a_place(
    hands: Hands, editor: GiftEditor
) -> None:
    hands.window.resize(1100, 700)
    hands.settle()
    hands.qtbot.waitUntil(lambda: hands.page.table.view.isColumnHidden(6))
    drive = editor.fields.drive
    hands.qtbot.waitUntil(lambda: drive.parentWidget() is not editor.row)
    assert drive.isVisible()
    hands.window.resize(1440, 900)
    hands.qtbot.waitUntil(lambda: drive.parentWidget() is editor.row)


# --- what stands already


def test_control_d_enters_the_current_row_once_more(hands: Hands, page: Contributions) -> None:
    page.table.view.selectRow(3)
    page.table.view.setFocus()
    hands.press(Qt.Key.Key_D, CONTROL)
    hands.settle()
    editor = page.editor
    assert editor.correcting is None
    assert (editor.fields.donor.text(), editor.fields.amount.text()) == ("Ada Lopez", "75.00")
    assert "Possible duplicate" in hands.live()
    hands.type("80")
    hands.enter()
    assert column_of(page, "amount").count("80.00") == 1
    assert len(names(page)) == 6


def test_a_row_is_corrected_in_its_place(hands: Hands, page: Contributions) -> None:
    editor = go_to(hands, 1)
    assert editor.row.is_on_row
    assert hands.focus is editor.fields.amount
    assert hands.live().startswith("Makes $500.00 this year"), "itself is not counted twice"
    hands.type("450")
    hands.go(editor.fields.method)
    hands.type("wire")
    hands.enter()
    assert not editor.is_open
    assert column_of(page, "amount")[1] == "450.00"
    assert column_of(page, "method")[1] == "wire"
    assert hands.window.desk.undo_status().undo == "Edit entry"
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.settle()
    assert column_of(page, "amount")[1] == "500.00"


def test_escape_gives_a_corrected_row_back_as_it_was(hands: Hands, page: Contributions) -> None:
    editor = go_to(hands, 1, Qt.Key.Key_Return)
    hands.type("450")
    hands.escape()
    assert editor.fields.amount.text() == "500.00"
    hands.escape()
    assert not editor.is_open
    assert column_of(page, "amount")[1] == "500.00"


def test_a_correction_that_the_book_refuses_stays_to_be_corrected(hands: Hands) -> None:
    editor = go_to(hands, 2)
    hands.type("39.99")
    hands.enter()
    assert editor.is_open
    assert "$40.00 of this gift were given back" in editor.live.words
    assert editor.fields.amount.text() == "39.99"


def test_a_new_gift_that_the_book_refuses_comes_back_with_the_reason(
    hands: Hands, editor: GiftEditor
) -> None:
    hands.donor(",")
    hands.type("25")
    hands.enter()
    assert "Say who gave" in editor.live.words
    assert (editor.fields.donor.text(), editor.fields.amount.text()) == (",", "25")
    hands.escape()
    assert editor.fields.donor.text() == ""


@pytest.fixture
def filed(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> Hands:
    location = small_book(tmp_path)
    with open_book(location) as book:
        party = desk_for(book, "party")
        with book.unit_of_work("File") as unit:
            filing = unit.insert(tables.filing, {
                "entity_id": party.entity.id, "form": "F3X", "report_code": "Q3",
                "state": "filed", "from_date": "2026-07-01", "to_date": "2026-09-30",
                "version": 0, "recorded_at": "2026-10-05T12:00:00Z",
            })  # fmt: skip
            gift = unit.connection.exec_driver_sql(
                "SELECT id FROM item WHERE item_date = '2026-07-06'"
            ).scalar()
            unit.insert(tables.filing_item, {
                "entity_id": party.entity.id, "filing_id": filing, "item_id": gift,
                "line": "SA11AII", "itemised": 0, "amount_cents": 150_00,
            })  # fmt: skip
    return at_the_register(qtbot, window_over(qtbot, location, settings, page="contributions"))


def test_a_locked_row_says_why_and_what_to_do(filed: Hands) -> None:
    editor = go_to(filed, 4)
    assert editor.live.words == "This row is locked."
    assert "Q3 report through 2026-09-30" in editor.live.concerns[0]
    assert "amend that filing first" in editor.live.concerns[0]
    assert not editor.fields.amount.isEnabled()
    assert filed.focus.window() is filed.window
    editor.fields.drive.setCurrentText("Winter Drive")
    filed.enter()
    assert column_of(filed.page, "drive")[4] == "Winter Drive"
    go_to(filed, 4)
    (amend,) = [one for one in editor.live.findChildren(QPushButton) if one.text() == "Amend…"]
    amend.click()
    filed.settle()
    assert not isinstance(filed.window.page, Contributions)


def test_a_day_of_a_filed_report_warns_of_an_amendment(filed: Hands) -> None:
    filed.new()
    fields = filed.page.editor.fields
    filed.go(fields.date)
    filed.type("9/30")
    filed.go(fields.donor)
    filed.donor("ruiz")
    filed.type("5")
    assert "October Quarterly Report, which is filed already: it will need an" in filed.live()


def test_a_read_only_book_opens_no_row(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    location = small_book(tmp_path)
    with open_book(location):
        hands = at_the_register(qtbot, window_over(qtbot, location, settings, page="contributions"))
        editor = go_to(hands, 1)
        hands.press(Qt.Key.Key_D, CONTROL)
        hands.press(Qt.Key.Key_N, CONTROL)
        hands.settle()
        assert not editor.is_open
        hands.window.close()
        hands.window.desk.close()
