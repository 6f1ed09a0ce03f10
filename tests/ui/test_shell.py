"""The window as a treasurer uses it: pages, palette, undo, drawer, status."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.errors import Refused
from financedesk.progress import Progress
from financedesk.ui.desk import Area, Changes, EntityChoice
from financedesk.ui.jobs import JobRunner
from financedesk.ui.shell import MainWindow, PaletteEntry
from financedesk.ui.theme import Mode, Theme
from tests.ui.fictional import MONEY_PAGES, FictionalDesk

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def press(
    qtbot: QtBot, window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = CONTROL
) -> None:
    qtbot.keyClick(window.focusWidget() or window, key, keys)


def page_title(window: MainWindow) -> str:
    return window.top_bar.title.text()


def test_it_opens_on_the_first_page(window: MainWindow) -> None:
    assert page_title(window) == "Dashboard"
    assert window.top_bar.context.text().startswith("Tuesday, October 6, 2026")
    assert window.sidebar.button("overview").isChecked()
    assert window.windowTitle() == "riverbend-2026.fdesk – FinanceDesk"


def test_a_click_in_the_sidebar_goes_there(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.mouseClick(window.sidebar.button("gifts"), LEFT)
    assert page_title(window) == "Contributions"
    assert window.sidebar.button("gifts").isChecked()
    assert not window.sidebar.button("overview").isChecked()


def test_ctrl_and_a_number_goes_there(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_3)
    assert page_title(window) == "Filings"
    assert not window.top_bar.primary.isVisible()


def test_badges_are_counted_in_a_job(window: MainWindow) -> None:
    assert window.sidebar.button("gifts").accessibleName() == "Contributions, 14 open"
    assert window.sidebar.button("overview").accessibleName() == "Dashboard"


def test_pages_are_made_when_first_opened(window: MainWindow) -> None:
    assert set(window._pages) == {"overview"}
    window.go("gifts", subject=7)
    assert set(window._pages) == {"overview", "gifts"}
    assert window.page.subjects == [7]


def test_only_the_shown_page_refreshes_and_only_for_its_areas(
    window: MainWindow, desk: FictionalDesk
) -> None:
    overview = window.page
    window.go("gifts")
    gifts = window.page
    before = len(overview.refreshed), len(gifts.refreshed)
    desk.announce(Changes(frozenset({Area.FILINGS})))
    assert (len(overview.refreshed), len(gifts.refreshed)) == before
    desk.announce(Changes(frozenset({Area.CONTRIBUTIONS})))
    assert len(gifts.refreshed) == before[1] + 1
    assert len(overview.refreshed) == before[0]
    window.go("overview")
    assert len(overview.refreshed) == before[0] + 1
    window.go("gifts")
    assert len(gifts.refreshed) == before[1] + 1


def test_the_main_action_writes_announces_and_offers_undo(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(window.top_bar.primary, LEFT)
    (toast,) = window.toasts.toasts
    assert toast.accessibleName() == "Contribution recorded"
    undo = next(part for part in toast.findChildren(QPushButton) if part.text() == "Undo")
    with qtbot.waitSignal(desk.changed):
        qtbot.mouseClick(undo, LEFT)
    assert desk.undone == ["Delete 3 contributions"]


def test_ctrl_n_is_the_main_action_of_the_page(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    with qtbot.waitSignal(desk.changed):
        press(qtbot, window, Key.Key_N)
    window.go("filings")
    window.commands.refresh()
    assert not window.commands.action("edit.new").isEnabled()


def test_the_menu_names_what_undo_and_redo_would_do(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    undo, redo = window.commands.action("edit.undo"), window.commands.action("edit.redo")
    assert undo.text() == "Undo delete 3 contributions"
    assert not redo.isEnabled()
    with qtbot.waitSignal(desk.changed):
        press(qtbot, window, Key.Key_Z)
    assert redo.text() == "Redo delete 3 contributions"
    assert not undo.isEnabled()
    with qtbot.waitSignal(desk.changed):
        press(qtbot, window, Key.Key_Z, CONTROL | SHIFT)
    assert undo.isEnabled()


def test_a_refusal_is_said_in_words(qtbot: QtBot, window: MainWindow, desk: FictionalDesk) -> None:
    desk.refuses = True
    press(qtbot, window, Key.Key_Z)
    qtbot.waitUntil(lambda: bool(window.toasts.toasts))
    assert "amend the report first" in window.toasts.toasts[0].accessibleName()
    assert desk.done == ["Delete 3 contributions"]


def test_ctrl_z_in_a_field_belongs_to_the_field(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    window.go("gifts")
    press(qtbot, window, Key.Key_F)
    field = window.page.filter.search
    assert field.hasFocus()
    qtbot.keyClicks(field, "vega")
    qtbot.keyClick(field, Key.Key_Z, CONTROL)
    assert field.text() == ""
    assert desk.done == ["Delete 3 contributions"]


def test_the_palette_finds_pages_and_actions(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_K)
    palette = window.palette_overlay
    assert palette.isVisible()
    assert palette.field.hasFocus()
    qtbot.keyClicks(palette.field, "contr")
    assert palette.titles() == [
        "Contributions",
        "Undo delete 3 contributions",
        "Theme: high contrast",
        "Record contribution",
    ]
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert not palette.isVisible()
    assert page_title(window) == "Contributions"


def test_the_palette_is_walked_with_arrows_and_left_with_escape(
    qtbot: QtBot, window: MainWindow
) -> None:
    before = window.focusWidget()
    press(qtbot, window, Key.Key_K)
    field = window.palette_overlay.field
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Down)
    qtbot.keyClick(field, Key.Key_Up)
    assert window.palette_overlay.list.currentItem().text() == "Contributions"
    qtbot.keyClick(field, Key.Key_Escape)
    assert not window.palette_overlay.isVisible()
    assert window.focusWidget() is before


def test_a_greater_sign_leaves_actions_only(qtbot: QtBot, window: MainWindow) -> None:
    window.open_palette()
    qtbot.keyClicks(window.palette_overlay.field, ">")
    assert "Dashboard" not in window.palette_overlay.titles()
    qtbot.keyClicks(window.palette_overlay.field, " nothing like this")
    assert window.palette_overlay.titles() == []
    assert window.palette_overlay._nothing.isVisible()


def test_what_was_chosen_last_comes_first(qtbot: QtBot, window: MainWindow) -> None:
    for _time in range(2):
        window.open_palette()
        qtbot.keyClicks(window.palette_overlay.field, "filings")
        qtbot.keyClick(window.palette_overlay.field, Key.Key_Return)
    window.open_palette()
    assert window.palette_overlay.titles()[0] == "Filings"


def test_a_click_in_the_palette_runs(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    window.open_palette("switch light")
    items = window.palette_overlay.list
    qtbot.mouseClick(items.viewport(), LEFT, pos=items.visualItemRect(items.item(1)).center())
    assert theme.mode is Mode.DARK


def test_answers_that_come_late_are_dropped(qtbot: QtBot, window: MainWindow) -> None:
    waiting = []

    class Donors:
        def search(self, words: str, deliver: Callable[[Sequence[PaletteEntry]], None]) -> None:
            waiting.append((words, deliver))

    def answer(place: int) -> Sequence[PaletteEntry]:
        return [PaletteEntry("Donors", f"Donor {place}", list)]

    palette = window.palette_overlay
    palette.add_provider(Donors())
    window.open_palette()
    qtbot.keyClicks(palette.field, "do")
    waiting[-1][1](answer(2))
    waiting[-2][1](answer(1))
    assert "Donor 2" in palette.titles()
    assert "Donor 1" not in palette.titles()


def test_enter_on_a_row_opens_the_drawer_and_escape_closes_it(
    qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> None:
    window.go("gifts")
    qtbot.waitUntil(lambda: not runner.jobs)
    view = window.page.table.view
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Home)
    qtbot.keyClick(view, Key.Key_Return)
    assert window.drawer.title == "Marisol Vega-Quintero"
    assert window.drawer.isAncestorOf(window.focusWidget())
    press(qtbot, window, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert window.drawer.title == ""
    assert window.focusWidget() is view


def test_another_page_closes_the_drawer(qtbot: QtBot, window: MainWindow) -> None:
    press(qtbot, window, Key.Key_F1, Qt.KeyboardModifier.NoModifier)
    assert window.drawer.title == "Keyboard shortcuts"
    window.go("filings")
    assert window.drawer.title == ""
    window.show_about()
    assert window.drawer.title == "About FinanceDesk"


def test_typing_in_the_filter_narrows_the_register(
    qtbot: QtBot, window: MainWindow, runner: JobRunner
) -> None:
    window.go("gifts")
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 5_000)
    press(qtbot, window, Key.Key_F)
    qtbot.keyClicks(window.page.filter.search, "okonkwo")
    qtbot.waitUntil(lambda: window.page.model.rowCount() == 833)
    qtbot.keyClicks(window.page.filter.search, "zzz")
    qtbot.waitUntil(lambda: window.page.table.is_empty)


def test_another_entity_is_taken_in_hand(
    qtbot: QtBot, window: MainWindow, desk: FictionalDesk
) -> None:
    switcher = window.sidebar.switcher
    assert switcher.accessibleName() == "Entity: Riverbend Party of Oregon"
    qtbot.mouseClick(switcher, LEFT)
    menu = switcher.menu_of_entities
    assert next(action.text() for action in menu.actions()).startswith("All entities")
    with qtbot.waitSignal(desk.changed):
        menu.actions()[2].trigger()
    menu.close()
    assert desk.entity.entity_id == 2
    assert switcher.accessibleName() == "Entity: Riverbend Victory Fund"


def test_marks_are_letters() -> None:
    assert EntityChoice(1, "Riverbend Party of Oregon", "").mark == "RP"
    assert EntityChoice(1, "all people", "").mark == "AP"
    assert EntityChoice(1, "", "").mark == "?"


def test_a_narrow_window_keeps_the_icons(qtbot: QtBot, window: MainWindow) -> None:
    assert window.sidebar.width() == 232
    window.resize(1100, 700)
    assert window.sidebar.width() == 56
    assert window.sidebar.button("gifts").toolTip() == "Contributions, 14 open"
    press(qtbot, window, Key.Key_B)
    assert window.sidebar.width() == 232
    press(qtbot, window, Key.Key_B)
    assert window.sidebar.width() == 56


def test_the_theme_switches_by_key_and_button(
    qtbot: QtBot, window: MainWindow, theme: Theme
) -> None:
    press(qtbot, window, Key.Key_L, CONTROL | SHIFT)
    assert theme.mode is Mode.DARK
    assert window.top_bar.theme_button.accessibleName() == "Switch to the light theme"
    assert window.commands.action("view.theme.dark").isChecked()
    qtbot.mouseClick(window.top_bar.theme_button, LEFT)
    assert theme.mode is Mode.LIGHT


def test_text_grows_by_key(qtbot: QtBot, window: MainWindow, theme: Theme) -> None:
    press(qtbot, window, Key.Key_Equal)
    assert theme.text_size == 110
    theme.set_text_size(130)
    assert window.top_bar.search.text() == " Search"  # the longer words would touch the key
    press(qtbot, window, Key.Key_0)
    assert theme.text_size == 100


def test_the_status_says_saved_book_and_backup(window: MainWindow) -> None:
    words = window.status.words
    assert words.startswith("All changes saved")
    assert "riverbend-2026.fdesk" in words
    assert "Backed up 2 min ago" in words


def test_a_long_write_says_saving(qtbot: QtBot, window: MainWindow, runner: JobRunner) -> None:
    def slow(progress: Progress) -> Changes:
        while True:
            progress.step(0, None, "writing")

    job = window.act("Merging", slow)
    qtbot.waitUntil(lambda: window.status.words.startswith("Saving…"))
    job.cancel()
    qtbot.waitUntil(lambda: window.status.words.startswith("All changes saved"))


def test_a_failed_job_is_told_with_its_title(qtbot: QtBot, window: MainWindow) -> None:
    def refuse(_progress: Progress) -> None:
        raise Refused("The period is filed; amend the report.")

    window.runner.background("Deleting a gift", refuse)
    qtbot.waitUntil(lambda: bool(window.toasts.toasts))
    said = window.toasts.toasts[0].accessibleName()
    assert said == "Deleting a gift: The period is filed; amend the report."


def test_a_notice_stands_above_the_page(window: MainWindow, desk: FictionalDesk) -> None:
    assert not window.banner.isVisible()
    desk.notice = "This book is open elsewhere; you can read it but not write."
    desk.announce(Changes.everything())
    assert window.banner.isVisible()


def test_the_sample_is_named_in_the_title(window: MainWindow, desk: FictionalDesk) -> None:
    desk.is_sample = True
    desk.announce(Changes.everything())
    assert "(sample)" in window.windowTitle()


def test_the_window_remembers_how_it_was_left(
    qtbot: QtBot, window: MainWindow, settings: QSettings, theme: Theme
) -> None:
    window.go("filings")
    theme.set_mode(Mode.DARK)
    theme.set_text_size(110)
    window.resize(1200, 720)
    window.close()
    theme.set_mode(Mode.LIGHT)
    runner = JobRunner()
    again = MainWindow(FictionalDesk(), MONEY_PAGES, runner, settings)
    qtbot.addWidget(again)
    assert page_title(again) == "Filings"
    assert (theme.mode, theme.text_size) == (Mode.DARK, 110)
    assert again.height() == 720  # the width is cut to that of the screen
    again.close()


def test_damaged_settings_count_as_absent(qtbot: QtBot, settings: QSettings, theme: Theme) -> None:
    settings.setValue("view/theme", "purple")
    settings.setValue("view/text_size", "large")
    settings.setValue("window/geometry", "nonsense")
    settings.setValue("window/page", "gone")
    made = MainWindow(FictionalDesk(), MONEY_PAGES, JobRunner(), settings)
    qtbot.addWidget(made)
    assert page_title(made) == "Dashboard"
    assert theme.text_size == 100
    made.close()


def test_every_menu_entry_has_a_command(window: MainWindow) -> None:
    titles = [action.text() for action in window.menuBar().actions()]
    assert titles == ["&File", "&Edit", "&View", "&Go", "&Tools", "&Help"]
    for menu in window.menuBar().actions():
        for action in menu.menu().actions():
            assert action.isSeparator() or window.commands.command(action.objectName())


def test_no_two_commands_share_a_shortcut(window: MainWindow) -> None:
    keys = [command.shortcut for command in window.commands.commands() if command.shortcut]
    assert len(keys) == len(set(keys))


def test_keys_sent_to_the_window_itself_are_safe(window: MainWindow) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, event)
    window.open_drawer("Detail", QWidget())
    window.close_drawer()
    assert window.drawer.title == ""
