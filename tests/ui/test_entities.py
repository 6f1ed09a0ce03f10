"""The Entities page by keyboard alone: the tree, accounts, walls; and that the walls hold."""

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.errors import Refused
from financedesk.ledger.entity_edit import move_entity
from financedesk.ledger.room import open_book
from financedesk.ledger.tables import filing
from financedesk.ledger.unit_edit import UnitFacts, add_unit
from financedesk.ui.desk import Changes
from financedesk.ui.pages import PAGES
from financedesk.ui.pages.entities import Entities
from financedesk.ui.pages.entity_account_form import AccountForm
from financedesk.ui.pages.entity_detail_panel import EntityPanel, UnitPanel
from financedesk.ui.pages.entity_form import EntityForm, proposed_code
from financedesk.ui.pages.entity_member_form import MemberForm
from financedesk.ui.pages.entity_small_forms import CloseForm, UnitForm
from financedesk.ui.pages.subjects import ShowEntity
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for
from tests.ui.money_books import (
    CAMPAIGN,
    PARTY,
    empty_book,
    let_in,
    settled,
    small_book,
    window_over,
)

Key = Qt.Key
NOWHERE = QModelIndex()
HORIZONTAL = Qt.Orientation.Horizontal


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return shown(qtbot, window_over(qtbot, small_book(tmp_path), settings, who="ada"))


@pytest.fixture
def page(window: MainWindow) -> Entities:
    return page_of(window)


def shown(qtbot: QtBot, made: MainWindow) -> MainWindow:
    made.go("entities")
    settled(qtbot, made)
    return made


def page_of(window: MainWindow) -> Entities:
    assert isinstance(window.page, Entities)
    return window.page


def press(window: MainWindow, *keys: Qt.Key, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key, held)


def type_in(words: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), words)


def names(page: Entities) -> list[str]:
    return [f"{'  ' * one.level}{one.name}" for one in page.tree_card.lines]


def cells(page: Entities, key: str) -> list[str]:
    model = page.tree_card.model
    place = [column.key for column in model.columns].index(key)
    return [model.data(model.index(at, place)) for at in range(model.rowCount())]


def words_of(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def reach(window: MainWindow, name: str) -> None:
    """Press Tab until the button with this name has the keyboard."""
    for _step in range(40):
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus.accessibleName() == name:
            return
        press(window, Key.Key_Tab)
    pytest.fail(f"Tab does not reach {name}")


# --- a day by keyboard


def test_an_entity_with_two_accounts_is_added_changed_closed_and_undone(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    press(window, Key.Key_N, ctrl=True)
    form = window.drawer.findChild(EntityForm)
    assert form.name.hasFocus()
    type_in("Riverbend Action")
    press(window, Key.Key_Tab)
    type_in("Nonc")
    press(window, Key.Key_Tab, Key.Key_Tab)
    type_in("c00999993")
    assert form.code.text() == "riverbend-action"
    press(window, Key.Key_Return)
    settled(qtbot, window)
    accounts = window.drawer.findChild(AccountForm)
    assert accounts.name.hasFocus()
    type_in("Federal checking")
    press(window, Key.Key_Return)
    settled(qtbot, window)
    assert accounts.name.hasFocus()
    assert accounts.name.text() == ""
    type_in("State checking")
    press(window, Key.Key_Tab)
    type_in("Non")
    press(window, Key.Key_Return)
    settled(qtbot, window)
    press(window, Key.Key_Escape)
    assert names(page) == [PARTY, CAMPAIGN, "Riverbend Action"]
    assert cells(page, "accounts") == ["1", "1", "2"]
    assert cells(page, "number")[2] == "C00999993"
    edit_and_close(qtbot, window, page)
    undo_everything(qtbot, window, page)


def edit_and_close(qtbot: QtBot, window: MainWindow, page: Entities) -> None:
    page.tree_card.table.view.setFocus()
    press(window, Key.Key_End, Key.Key_Return)
    settled(qtbot, window)
    assert "Non-federal account" in words_of(window.drawer)
    reach(window, "Edit")
    press(window, Key.Key_Space)
    form = window.drawer.findChild(EntityForm)
    assert form.committee.text() == "C00999993"
    form.name.selectAll()
    type_in("Riverbend Action PAC")
    press(window, Key.Key_Return)
    settled(qtbot, window)
    assert names(page)[2] == "Riverbend Action PAC"
    reach(window, "Close the entity")
    press(window, Key.Key_Space)
    assert window.drawer.findChild(CloseForm).day.hasFocus()
    press(window, Key.Key_Return)
    settled(qtbot, window)
    assert cells(page, "state") == ["Open", "Open", "Closed"]
    assert window.drawer.findChild(EntityPanel).detail.entity.closed_on == "2026-10-06"


def undo_everything(qtbot: QtBot, window: MainWindow, page: Entities) -> None:
    acts = ["Close entity", "Edit entity", "Add account", "Add account", "Add entity"]
    for act in acts:
        assert window.desk.undo_status().undo == act
        window.drawer.setFocus()
        press(window, Key.Key_Z, ctrl=True)
        settled(qtbot, window)
    assert names(page) == [PARTY, CAMPAIGN]
    assert window.drawer.title == ""
    assert [one.name for one in window.desk.entities()] == ["All entities", PARTY, CAMPAIGN]


def test_a_first_member_puts_walls_up_that_hold_on_every_page(
    qtbot: QtBot, window: MainWindow, page: Entities, tmp_path: Path, settings: QSettings
) -> None:
    window.commands.run("entities.add_member")
    form = window.drawer.findChild(MemberForm)
    type_in("Mo Teller")
    press(window, Key.Key_Tab)
    type_in("mo")
    press(window, Key.Key_Tab, Key.Key_Tab)
    assert form.own_name.hasFocus()
    type_in("Ada Lopez")
    press(window, Key.Key_Return)
    settled(qtbot, window)
    assert [(one.login, one.is_keeper) for one in page.walls.members] == [
        ("ada", True), ("mo", False),
    ]  # fmt: skip
    grid = page.walls.grid
    assert grid.hasFocus()
    press(window, Key.Key_Down, Key.Key_End, Key.Key_W)
    settled(qtbot, window)
    assert list(page.walls.members[1].rights.values()) == ["treasurer"]
    location = window.desk.location
    window.close()
    window.desk.close()
    walls_hold(qtbot, location, settings)


def walls_hold(qtbot: QtBot, location: str, settings: QSettings) -> None:
    """Open the book as Mo, and look through every page for a name from behind the wall."""
    settings.clear()
    window = shown(qtbot, window_over(qtbot, location, settings, who="mo"))
    page = page_of(window)
    assert names(page) == [CAMPAIGN]
    assert not window.commands.action("entities.add").isEnabled()
    page.view.choose("walls")
    assert "You are treasurer of Riverbend Campaign." in words_of(page.walls)
    for entry in PAGES:
        window.go(entry.page_id)
        settled(qtbot, window)
        for hidden in (PARTY, "Lopez", "Okoro"):
            assert hidden not in everything_on(window), entry.page_id
    assert "Mo Teller" in everything_on(open_register(qtbot, window))


def open_register(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.go("contributions")
    settled(qtbot, window)
    return window


def everything_on(window: MainWindow) -> str:
    """Return every word of the window: labels, buttons, and the cells of every table."""
    found = [words_of(window)]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if isinstance(model, QAbstractTableModel):
            places = range(model.rowCount(NOWHERE))
            columns = range(model.columnCount(NOWHERE))
            found += [str(model.index(at, column).data()) for at in places for column in columns]
            found += [str(model.headerData(column, HORIZONTAL)) for column in columns]
    return " | ".join(found)


# --- the tree


def test_units_nest_and_fold_by_keyboard(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    location = empty_book(tmp_path)
    with open_book(location) as book:
        party, campaign = (desk_for(book, code).entity.id for code in ("party", "campaign"))
        with book.unit_of_work("Tree") as unit:
            state = add_unit(unit, UnitFacts(code="or", name="Oregon", level="regional"))
            lane = UnitFacts(code="lane", name="Lane", level="local", parent_id=state)
            move_entity(unit, campaign, parent_id=party, unit_id=add_unit(unit, lane))
            move_entity(unit, party, parent_id=None, unit_id=state)
    window = shown(qtbot, window_over(qtbot, location, settings))
    page = page_of(window)
    assert names(page) == ["Oregon", f"  {PARTY}", "  Lane", f"    {CAMPAIGN}"]
    page.tree_card.table.view.setFocus()
    press(window, Key.Key_Home, Key.Key_Left)
    assert names(page) == ["Oregon"]
    press(window, Key.Key_Right)
    assert len(names(page)) == 4
    page.filter.hold_to("", (("kind", "candidate"),))
    assert names(page) == ["Oregon", "  Lane", f"    {CAMPAIGN}"]
    press(window, Key.Key_Home, Key.Key_Return)
    settled(qtbot, window)
    panel = window.drawer.findChild(UnitPanel)
    assert not panel.delete.isEnabled()
    assert PARTY in words_of(panel)
    reach(window, "Edit")
    press(window, Key.Key_Space)
    assert window.drawer.findChild(UnitForm).name.text() == "Oregon"
    type_in(" State")
    press(window, Key.Key_Return)
    settled(qtbot, window)
    assert names(page)[0] == "Oregon State"


def test_search_keeps_what_fits_and_says_when_nothing_does(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    press(window, Key.Key_F, ctrl=True)
    type_in("c00999992")
    press(window, Key.Key_Return)
    assert names(page) == [CAMPAIGN]
    press(window, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 2)
    page.filter.hold_to("zzz", ())
    assert page.tree_card.table.is_empty
    assert page.tree_card.empty.accessibleName() == "Nothing fits"


def test_balances_come_from_the_postings(page: Entities) -> None:
    assert cells(page, "balance") == ["13,225.00", "10.00"]
    assert cells(page, "kind")[0] == "State party committee"
    assert cells(page, "registered") == ["FEC", "FEC"]


def test_where_an_entity_is_used_leads_there(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    party = window.desk.entity_rows()[0].id
    window.go("entities", ShowEntity(party))
    settled(qtbot, window)
    reach(window, "Show 5 entries")
    press(window, Key.Key_Space)
    settled(qtbot, window)
    assert window.desk.entity.name == PARTY
    assert window.page.accessibleName() == "Contributions"


def test_a_used_entity_is_not_deleted_and_the_reason_is_said(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    page.open_entity(window.desk.entity_rows()[0].id)
    settled(qtbot, window)
    window.drawer.findChild(EntityPanel).delete.click()
    settled(qtbot, window)
    assert "is in use" in window.toasts.toasts[-1].accessibleName()
    assert len(names(page)) == 2


def test_closing_with_money_says_what_to_do_and_keeps_the_form(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    page.editing.close_entity(window.desk.entity_rows()[0])
    press(window, Key.Key_Return)
    settled(qtbot, window)
    form = window.drawer.findChild(CloseForm)
    assert "still holds" in form.problem.text
    assert form.save_button.isEnabled()


def test_what_a_final_report_uses_is_locked_and_says_why(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    party = window.desk.entity_rows()[0]
    with window.desk.unit_of_work("Finalise", party.id) as unit:
        unit.insert(
            filing,
            {
                "entity_id": party.id, "form": "F3X", "report_code": "Q3", "state": "final",
                "from_date": "2026-07-01", "to_date": "2026-09-30", "version": 0,
                "recorded_at": "2026-10-06T00:00:00Z",
            },
        )  # fmt: skip
    page.open_entity(party.id)
    settled(qtbot, window)
    assert "kind and opening balance are locked" in words_of(window.drawer)
    reach(window, "Edit the account main")
    press(window, Key.Key_Space)
    form = window.drawer.findChild(AccountForm)
    assert "Reopen that filing first" in form.lock.text
    assert [one.isEnabled() for one in (form.name, form.kind, form.opened_on, form.balance)] == [
        True, False, False, False,
    ]  # fmt: skip
    form.name.setText("Party checking")
    press(window, Key.Key_Return)
    settled(qtbot, window)
    assert "Party checking" in words_of(window.drawer)


# --- forms


def test_a_form_says_what_is_missing_or_refused(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    page.editing.add_entity()
    form = window.drawer.findChild(EntityForm)
    press(window, Key.Key_Return)
    assert form.name_row.message
    form.name.setText("Other")
    form.code.setText("party")
    form.committee.setText("X1")
    form.save()
    assert "C and eight digits" in form.committee_row.message
    form.committee.clear()
    form.save()
    settled(qtbot, window)
    assert "is taken" in form.problem.text
    assert form.name.text() == "Other"


def test_fields_and_accounts_follow_the_kind_and_say_the_law(
    window: MainWindow, page: Entities
) -> None:
    page.editing.add_entity()
    form = window.drawer.findChild(EntityForm)
    form.kind.setCurrentIndex(form.kind.findData("issue_c4"))
    assert form.committee_row.isHidden()
    form.kind.setCurrentIndex(form.kind.findData("pac"))
    assert not form.committee_row.isHidden()
    campaign = window.desk.entity_rows()[1]
    page.editing.add_account(campaign)
    form = window.drawer.findChild(AccountForm)
    offered = [form.kind.itemData(at) for at in range(form.kind.count())]
    assert offered == ["federal", "operating"]
    assert "30125(e)(1)(A)" in words_of(form)


def test_tab_goes_through_each_form_in_its_order(window: MainWindow, page: Entities) -> None:
    forms = {
        EntityForm: page.editing.add_entity,
        AccountForm: lambda: page.editing.add_account(window.desk.entity_rows()[0]),
        UnitForm: page.editing.add_unit,
        MemberForm: page.member_editing.add,
    }
    for form, show in forms.items():
        show()
        found = window.drawer.findChild(form)
        fields = [one for one in found.fields if one.isVisible()]
        fields[0].setFocus()
        for field in fields[1:]:
            press(window, Key.Key_Tab)
            assert field.hasFocus()


def test_every_place_of_the_page_and_its_drawer_has_a_name(
    qtbot: QtBot, window: MainWindow, page: Entities
) -> None:
    views = (
        lambda: page.open_entity(window.desk.entity_rows()[0].id),
        page.editing.add_entity,
        page.member_editing.add,
        lambda: page.view.choose("walls"),
    )
    for show in views:
        show()
        settled(qtbot, window)
        reachable = [
            one
            for one in window.findChildren(QWidget)
            if one.isVisible() and one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        ]
        assert [one for one in reachable if not one.accessibleName()] == []


def test_short_names_are_proposed() -> None:
    assert proposed_code("Lantern Party of Oregon") == "lantern-party-or"
    assert proposed_code("voice") == "voice"


# --- walls


def test_a_book_without_members_says_what_that_means(page: Entities) -> None:
    page.view.choose("walls")
    assert page.walls.empty.accessibleName() == "Everyone with this file sees everything"
    assert "whoever has the file has all of it" in page.walls.banner.text


def test_rights_change_by_key_and_the_last_keeper_stays(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = small_book(tmp_path)
    let_in(location, "ada", {"party": "write", "campaign": "write"})
    let_in(location, "mo", {"campaign": "read"})
    window = shown(qtbot, window_over(qtbot, location, settings, who="ada"))
    page = page_of(window)
    page.view.choose("walls")
    grid = page.walls.grid
    grid.setFocus()
    grid.setCurrentIndex(page.walls.model.index(0, 3))
    for key in (Key.Key_N, Key.Key_R):
        press(window, key)
        settled(qtbot, window)
        assert page.walls.members[0].is_keeper
        assert "One member must" in window.toasts.toasts[-1].accessibleName()
    press(window, Key.Key_Down, Key.Key_Space)
    settled(qtbot, window)
    assert page.walls.model.data(page.walls.model.index(1, 3)) == "Viewer"
    assert grid.currentIndex().row() == 1
    press(window, Key.Key_Space)
    settled(qtbot, window)
    assert page.walls.model.data(page.walls.model.index(1, 3)) == "Fundraiser"
    press(window, Key.Key_Z, ctrl=True)
    settled(qtbot, window)
    assert page.walls.model.data(page.walls.model.index(1, 3)) == "Viewer"
    press(window, Key.Key_Home, Key.Key_Return)
    form = window.drawer.findChild(MemberForm)
    assert form.login.text() in ("ada", "mo")
    page.walls.down.click()
    settled(qtbot, window)
    assert page.walls.members == ()
    assert page.walls.empty.isVisible()


def test_who_may_not_write_sees_disabled_acts(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = small_book(tmp_path)
    let_in(location, "eve", {"campaign": "read"})
    window = shown(qtbot, window_over(qtbot, location, settings, who="eve"))
    page = page_of(window)
    page.open_entity(window.desk.entity_rows()[0].id)
    settled(qtbot, window)
    panel = window.drawer.findChild(EntityPanel)
    assert not panel.edit.isEnabled()
    assert not panel.delete.isEnabled()
    with pytest.raises(Refused), window.desk.unit_of_work("x", window.desk.scope[0]):
        pass
    window.desk.announce(Changes.everything())
    settled(qtbot, window)
    assert names(page) == [CAMPAIGN]
