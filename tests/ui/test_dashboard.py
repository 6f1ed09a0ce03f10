"""The dashboard over a real book: its figures, where they lead, and an empty book's steps."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.book import Book
from financedesk.ledger.filings import NewFiling, keep_draft
from financedesk.ledger.overview import DriveProgress
from financedesk.ledger.period import Period
from financedesk.ledger.room import open_book
from financedesk.progress import Silent
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.desk import Changes
from financedesk.ui.formatting import NOTHING, percent
from financedesk.ui.open_items import badges, open_items
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.dashboard import Dashboard
from financedesk.ui.pages.dashboard_cards import AttentionRow
from financedesk.ui.pages.dashboard_content import DashboardContent, change, points
from financedesk.ui.pages.dashboard_figures import active_drive, drive_pace, read_figures
from financedesk.ui.pages.subjects import ShowItems
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets import Thermometer
from tests.ledger.riverbend import desk_for
from tests.ui.money_books import TODAY, empty_book, settled, small_book, window_over


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return window_over(qtbot, small_book(tmp_path), settings)


@pytest.fixture
def content(window: MainWindow) -> DashboardContent:
    assert isinstance(window.page, Dashboard)
    assert window.page.content is not None
    return window.page.content


def words_of(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.text())


def test_the_figures_are_the_books(content: DashboardContent) -> None:
    # 12,500.00 at the opening, 775.00 given, 40.00 given back.
    assert content.cash.accessibleName() == "Cash on hand: $13,235.00"
    # October so far: 75 + 40 + 500 for the party, 10 for the campaign.
    assert content.raised.accessibleName() == "Raised this quarter: $625.00"
    # 10.00 of 625.00 is not itemised; the gift of 40.00 stands on the form with its refund.
    assert content.share.accessibleName() == f"Small-dollar share: {percent(10_00, 625_00)}"
    assert len(content.recent.model.rows) == 5


def test_each_figure_carries_its_definition(content: DashboardContent) -> None:
    for card, words in (
        (content.cash, "Opening balances"),
        (content.raised, "Contributions received"),
        (content.share, "not itemised"),
        (content.open, "newest draft"),
    ):
        assert words in card.toolTip()


def test_the_drive_stands_at_its_goal_and_pace(content: DashboardContent) -> None:
    thermometer = content.drive.findChild(Thermometer)
    assert thermometer.accessibleName() == "Drive: $225.00 of $1,000.00"
    words = words_of(content.drive)
    for expected in (
        "Fall Drive",
        percent(23, 100, decimals=0),
        "of $1,000",
        "25",
        "days left",
        "behind",
    ):
        assert expected in words


def test_the_chart_has_its_table_and_leads_to_its_days(
    qtbot: QtBot, window: MainWindow, content: DashboardContent
) -> None:
    content.chart.steps.choose("month")
    bars = content.chart.chart.plot.bars
    assert [bar.title for bar in bars[-4:]] == [
        "July 2026", "August 2026", "September 2026", "October 2026",
    ]  # fmt: skip
    assert bars[-1].cents == (10_00, 615_00)
    content.chart.chart.show_as_table()
    assert content.chart.chart.table.isVisible()
    content.chart.chart.bar_opened.emit(len(bars) - 1)
    settled(qtbot, window)
    assert isinstance(window.page, Contributions)
    assert window.page.filter.filters == (("period", "2026-10-01..2026-10-31"),)
    assert window.page.model.rowCount() == 4


def test_what_waits_is_one_key_from_its_place(
    qtbot: QtBot, window: MainWindow, content: DashboardContent
) -> None:
    rows = content.attention.findChildren(AttentionRow)
    missing = next(row for row in rows if "employer" in row.item.title)
    assert missing.item.title == "1 itemised gift lacks employer"
    QTest.keyClick(missing, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert isinstance(window.page, Contributions)
    row = window.page.model.row_at(0)
    assert window.page.model.rowCount() == 1
    assert row is not None
    assert row.name == "Ben Okoro"


def test_cards_and_rows_lead_to_the_register(
    qtbot: QtBot, window: MainWindow, content: DashboardContent
) -> None:
    QTest.mouseClick(content.raised, Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert isinstance(window.page, Contributions)
    assert window.page.filter.filters == (("period", "2026-10-01..2026-10-06"),)
    window.go("dashboard")
    content.recent.table.view.row_opened.emit(0)
    settled(qtbot, window)
    assert window.drawer.title == "Mo Teller"


def test_a_change_in_the_book_is_shown_at_once(
    qtbot: QtBot, window: MainWindow, content: DashboardContent
) -> None:
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert content.raised.accessibleName() == "Raised this quarter: $615.00"
    window.desk.choose_entity(window.desk.entities()[2].entity_id)
    settled(qtbot, window)
    assert content.cash.accessibleName() == "Cash on hand: $0.00"


def test_an_empty_book_shows_three_steps(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    window = window_over(qtbot, empty_book(tmp_path), settings)
    assert isinstance(window.page, Dashboard)
    steps = window.page.content.steps  # type: ignore[union-attr]
    assert steps.isVisible()
    assert steps.accounts.accessibleName().endswith(": done")
    assert steps.recorded.accessibleName().endswith(": to do")
    buttons = {one.text().strip(): one for one in steps.findChildren(QPushButton)}
    buttons["Record contribution"].click()
    settled(qtbot, window)
    assert isinstance(window.page, Contributions)


def test_a_narrow_page_stacks_its_cards(
    qtbot: QtBot, window: MainWindow, content: DashboardContent
) -> None:
    assert content.chart.y() == content.drive.y()
    window.resize(950, 700)
    qtbot.waitUntil(lambda: content.drive.y() > content.chart.y())
    assert content.share.y() > content.cash.y()
    assert content.cash.width() == content.share.width()


# --- what waits, and figures by themselves


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return open_book(small_book(tmp_path))


def draft(book: Book, findings: dict[str, object]) -> None:
    entity = desk_for(book, "party").entity.id
    new = NewFiling(
        entity_id=entity, form="F3X", report_code="Q3",
        period=Period(first="2026-07-01", last="2026-09-30"), version=0, amends_id=None,
        original_number="", signed_on="", file_name="q3.fec", sha256="", summary={},
        findings=findings, cover={},
    )  # fmt: skip
    with book.unit_of_work("Keep draft") as unit:
        keep_draft(unit, new)


def test_findings_of_a_draft_wait_with_the_worst_first(book: Book) -> None:
    scope = [desk_for(book, "party").entity.id]
    before = open_items(book, scope, TODAY)
    draft(book, {"refused": [{}, {}], "warnings": [{}]})
    found = open_items(book, scope, TODAY)
    assert len(found) == len(before) + 1
    assert found[0].title == "1 gift waits for a deposit", "overdue since July"
    first = found[1]
    assert first.title == "October Quarterly: 2 errors"
    assert (first.number, first.urgent, first.page) == (3, 2, "filings")
    assert first.due == date(2026, 10, 15)
    assert first.when == "9 days"
    assert badges(found)["filings"].tone == "bad"
    book.close()


def test_a_sound_draft_waits_for_nothing(book: Book) -> None:
    scope = [desk_for(book, "party").entity.id]
    before = open_items(book, scope, TODAY)
    draft(book, {"refused": [], "warnings": [], "advice": [{}]})
    assert open_items(book, scope, TODAY) == before
    book.close()


def test_what_waits_is_looked_for_once_after_a_change(book: Book) -> None:
    desk = BookDesk(today=TODAY)
    desk.take(desk.open(book.location))
    before = desk.waiting()
    assert desk.waiting() is before
    draft(book, {"refused": [{}], "warnings": []})
    desk.announce(Changes.everything())
    assert len(desk.waiting()) == len(before) + 1
    assert desk.badges() == badges(desk.waiting())
    desk.close()
    book.close()


def test_what_waits_for_another_entity_is_looked_for_anew(book: Book) -> None:
    draft(book, {"refused": [{}], "warnings": []})
    desk = BookDesk(today=TODAY)
    desk.take(desk.open(book.location))
    titles = {}
    for choice in desk.entities():
        if choice.entity_id is not None:
            desk.choose_entity(choice.entity_id)
            titles[choice.name] = [one.title for one in desk.waiting()]
    with_error = [name for name, found in titles.items() if any("1 error" in one for one in found)]
    assert with_error == [desk_for(book, "party").entity.name]
    desk.close()
    book.close()


def test_until_it_is_known_what_waits_no_number_stands_there(content: DashboardContent) -> None:
    assert content.attention.items
    content.show_waiting(None)
    assert content.attention.items == ()
    assert all(row.isHidden() for row in content.attention.findChildren(AttentionRow))
    assert content.open.accessibleName().endswith(NOTHING)
    assert "looked for" in content.open.accessibleDescription()


def test_a_share_of_no_cost_leads_to_the_transfers_of_its_day(book: Book) -> None:
    desk = desk_for(book, "party")
    desk.record("h3_transfer_from_nonfederal", None, "2026-05-04", 700_00)
    (found,) = [
        one for one in open_items(book, [desk.entity.id], TODAY) if "shared costs" in one.title
    ]
    assert (found.page, found.urgent) == ("disbursements", 1)
    assert found.subject == ShowItems((("period", "2026-05-04..2026-05-04"),))
    assert "700.00" in found.title
    book.close()


def test_figures_of_other_entities_are_not_read(book: Book) -> None:
    figures = read_figures(book, [desk_for(book, "campaign").entity.id], TODAY, Silent())
    assert figures.compared.now.gross_cents == 10_00
    assert [row.name for row in figures.recent] == ["Mo Teller"]
    assert figures.drive is None
    book.close()


def drive(**changes: object) -> DriveProgress:
    values: dict[str, object] = {
        "id": 1, "entity_id": 1, "code": "a", "name": "A", "goal_cents": 1_000_00,
        "from_date": "2026-10-01", "to_date": "2026-10-10", "raised_cents": 0,
        "refunded_cents": 0, "gifts": 0, "donors": 0, "average_cents": 0, **changes,
    }  # fmt: skip
    return DriveProgress(**values)  # type: ignore[arg-type]


def test_the_drive_that_runs_is_shown_before_newer_ones() -> None:
    running, ended = drive(id=1), drive(id=2, from_date="2026-01-01", to_date="2026-02-01")
    without = drive(id=3, goal_cents=None)
    assert active_drive([ended, without, running], TODAY) == running
    assert active_drive([without, ended], TODAY) == ended
    assert active_drive([without], TODAY) == without
    assert active_drive([], TODAY) is None


def test_the_pace_is_even_from_the_first_to_the_last_day() -> None:
    assert drive_pace(drive(), date(2026, 10, 1)) == 100_00
    assert drive_pace(drive(), TODAY) == 600_00
    assert drive_pace(drive(), date(2026, 12, 1)) == 1_000_00
    assert drive_pace(drive(), date(2026, 9, 1)) == 0
    assert drive_pace(drive(to_date=None), TODAY) is None


def test_changes_are_written_with_their_sign() -> None:
    assert change(110, 100) == (f"+{percent(1, 10)}", "ok")
    assert change(90, 100) == (f"−{percent(1, 10)}", "neutral")
    assert change(90, 0) == ("", "neutral")
    assert points(-51) == "−5.1 pts"
    assert points(4) == "+0.4 pts"
