"""The deposit slip: by keyboard alone, kept until it ties, recorded as one step."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.ledger.deposit_rows import deposits
from financedesk.ledger.overrides import keep_override
from financedesk.ledger.register import register_row_detail
from financedesk.ledger.room import open_book
from financedesk.ledger.wall_notes import notes_of
from financedesk.rules.limits import Override
from financedesk.ui.pages.contribution_batch import DepositPanel
from financedesk.ui.shell import MainWindow
from tests.ui.entering import CONTROL, Hands, column_of, names
from tests.ui.money_books import PARTY, settled, small_book, window_over
from tests.ui.reading import words_of

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def location(tmp_path: Path) -> str:
    return small_book(tmp_path)


def opened(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    window: MainWindow = window_over(qtbot, location, settings, page="contributions")
    party = next(one for one in window.desk.entities() if one.name == PARTY)
    window.desk.choose_entity(party.entity_id)
    window.go("contributions")
    settled(qtbot, window)
    return Hands(qtbot, window)


@pytest.fixture
def hands(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    return opened(qtbot, location, settings)


@pytest.fixture
def panel(hands: Hands) -> DepositPanel:
    return slip(hands)


def slip(hands: Hands) -> DepositPanel:
    hands.press(Qt.Key.Key_E, CONTROL | SHIFT)
    hands.settle()
    panel = hands.page.deposit
    assert panel.isVisible()
    return panel


def declare(hands: Hands, count: str, total: str) -> None:
    hands.type(count)
    hands.tab()
    hands.type(total)
    hands.press(Qt.Key.Key_Return)


def check(hands: Hands, donor: str, amount: str, method: str = "") -> None:
    hands.donor(donor)
    hands.type(amount)
    hands.tab()
    hands.type(method)
    hands.enter()


def test_a_slip_that_ties_is_recorded_by_keys_alone_and_taken_back_in_one_step(
    hands: Hands, panel: DepositPanel, location: str
) -> None:
    assert hands.focus is panel.head.count
    declare(hands, "3", "50+25+10")
    assert hands.focus is panel.lines[0].fields.donor
    check(hands, "lopez", "50", "Check 11")
    assert panel.head.difference.text() == "2 checks missing, $35.00 missing"
    assert panel.head.entered.text() == "Entered 1 check, $50.00"
    check(hands, "Nkem Adeyemi", "25", "Check 12")
    check(hands, "lopez", "10", "Check 13")
    assert panel.head.difference.text() == "Ties: 0.00"
    assert hands.focus is panel.record_button
    hands.go(panel.head.first)
    hands.type("AL")
    hands.tab()
    hands.type("BR")
    hands.go(panel.record_button)
    hands.press(Qt.Key.Key_Space)
    hands.settle()
    assert not panel.isVisible()
    assert "Recorded deposit of 3 checks, $85.00" in hands.window.toasts.toasts[-1].accessibleName()
    assert hands.window.desk.undo_status().undo == "Record deposit of 3 checks"
    with hands.page.desk.book.read() as connection:
        (kept,) = deposits(connection, hands.page.desk.scope)
    assert (kept.number, kept.cents, kept.state) == (1, 85_00, "open")
    assert (kept.first_initials, kept.second_initials) == ("AL", "BR")
    assert sorted(column_of(hands.page, "method")[:3]) == ["Check 11", "Check 12", "Check 13"]
    hands.page.views.choose("undeposited")
    hands.settle()
    assert len(names(hands.page)) == 4, "those of the slip are deposited"
    hands.page.views.choose("")
    hands.window.commands.run("edit.undo")
    hands.settle()
    assert len(names(hands.page)) == 4
    assert slip(hands).slip().is_blank


def test_a_difference_asks_for_a_reason_that_the_journal_keeps(
    hands: Hands, panel: DepositPanel, location: str
) -> None:
    declare(hands, "2", "100")
    check(hands, "lopez", "60")
    assert len(panel.lines) == 2
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert panel.isVisible()
    assert hands.focus is panel.head.reason
    assert "It does not tie: 1 check missing, $40.00 missing" in panel.head.reason_row.message
    hands.type("One check was returned at the counter")
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert not panel.isVisible()
    gift = hands.page.model.row_id(0)
    with hands.window.desk.book.read() as connection:
        history = register_row_detail(connection, gift).history
    assert history[0].why == "One check was returned at the counter"


def test_the_live_line_and_the_facts_follow_the_keyboard(hands: Hands, panel: DepositPanel) -> None:
    declare(hands, "2", "300")
    hands.donor("ruiz")
    hands.type("170")
    hands.settle()
    assert panel.lines[0].ahead.live.words.startswith("Makes $170.00 this year")
    hands.enter()
    assert not panel.lines[0].ahead.live.isVisible()
    hands.donor("Somebody New")
    assert panel.lines[1].fields.details.isVisible()


def test_copying_down_moving_and_removing(hands: Hands, panel: DepositPanel) -> None:
    declare(hands, "3", "75")
    check(hands, "lopez", "25", "cash")
    hands.press(Qt.Key.Key_Apostrophe, CONTROL)
    second = panel.lines[1].fields
    assert second.donor.text() == "Ada Lopez"
    assert second.donor.known is not None
    hands.tab()
    hands.press(Qt.Key.Key_Apostrophe, CONTROL)
    hands.tab()
    hands.press(Qt.Key.Key_Apostrophe, CONTROL)
    assert (second.amount.text(), second.method.text()) == ("25.00", "cash")
    hands.press(Qt.Key.Key_Up)
    assert hands.focus is panel.lines[0].fields.method
    hands.press(Qt.Key.Key_Delete, CONTROL)
    assert len(panel.lines) == 1
    assert panel.lines[0].fields is second
    hands.press(Qt.Key.Key_Delete, CONTROL)
    assert len(panel.lines) == 1
    assert not panel.lines[0].is_typed


def test_a_line_that_cannot_be_recorded_is_said_where_it_stands(
    hands: Hands, panel: DepositPanel
) -> None:
    declare(hands, "1", "25")
    hands.donor("lopez")
    hands.enter()
    assert hands.focus is panel.lines[0].fields.amount
    assert panel.lines[0].ahead.live.words == "Enter an amount."
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert panel.isVisible()


def test_an_undeclared_slip_is_not_recorded(hands: Hands, panel: DepositPanel) -> None:
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert panel.isVisible()
    assert panel.head.difference.text() == "Declare the slip first"
    assert hands.focus is panel.head.count


def test_an_open_slip_survives_the_page_and_the_program(
    qtbot: QtBot, hands: Hands, panel: DepositPanel, location: str, settings: QSettings
) -> None:
    declare(hands, "3", "85")
    check(hands, "lopez", "50", "Check 11")
    hands.donor("Nkem Adeyemi")
    hands.type("25")
    hands.press(Qt.Key.Key_Escape)
    hands.settle()
    assert not panel.isVisible()
    assert "waits" in hands.page.deposit_button.text()
    assert len(names(hands.page)) == 4, "nothing is recorded yet"
    slip(hands)
    hands.go(panel.lines[1].fields.method)
    hands.type("Check 12")
    hands.window.close()
    hands.window.desk.close()
    with open_book(location) as book:
        assert list(book.verify()) == []
    again = opened(qtbot, location, settings)
    panel = slip(again)
    assert (panel.head.count.text(), panel.head.total.cents) == ("3", 85_00)
    first, second = (one.held for one in panel.lines)
    assert (first.donor, first.amount, first.method) == ("Ada Lopez", "50.00", "Check 11")
    assert first.known is not None
    assert (second.donor, second.amount, second.method) == ("Nkem Adeyemi", "25.00", "Check 12")
    assert panel.head.difference.text() == "1 check missing, $10.00 missing"


def test_what_is_thrown_away_can_be_brought_back(hands: Hands, panel: DepositPanel) -> None:
    declare(hands, "3", "85")
    check(hands, "lopez", "50")
    panel.discard()
    hands.settle()
    assert panel.slip().is_blank
    panel.discard()
    hands.settle()
    assert panel.lines[0].held.donor == "Ada Lopez"
    assert panel.head.count.text() == "3"


# --- the wall


def speak(location: str, verdict: str) -> None:
    """Let counsel say that people give the party on a condition, or not at all."""
    word = Override(
        rule="individual > state_party", verdict=verdict, reason="A signed pledge form",
        who="R. Stone", decided_on=date(2026, 1, 2),
    )  # fmt: skip
    with open_book(location) as book, book.unit_of_work("Keep counsel's word") as unit:
        keep_override(unit, word)


def test_each_check_asks_for_what_its_giver_must_declare(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    speak(location, "conditional")
    hands = opened(qtbot, location, settings)
    panel = slip(hands)
    declare(hands, "1", "50")
    hands.donor("lopez")
    hands.type("50")
    hands.settle()
    hands.enter()
    line = panel.lines[0]
    assert "A signed pledge form" in " ".join(line.ahead.live.concerns)
    assert "Counsel’s word, conditional: R. Stone" in line.ahead.live.words
    assert hands.focus is line.fields.declared, "Enter goes to what is missing"
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert panel.isVisible()
    assert hands.focus is line.fields.declared
    hands.type("Pledge form of Oct 5")
    hands.tab()
    assert hands.focus is line.fields.declared_by
    hands.type("Ada Lopez")
    hands.enter()
    assert hands.focus is panel.record_button
    hands.press(Qt.Key.Key_Space)
    hands.settle()
    assert not panel.isVisible()
    gift = hands.page.model.row_id(0)
    with hands.window.desk.book.read() as connection:
        kept = notes_of(connection, [gift])[gift].note
    assert (kept.words, kept.who) == ("Pledge form of Oct 5", "Ada Lopez")
    hands.window.commands.run("edit.undo")
    hands.settle()
    with hands.window.desk.book.read() as connection:
        assert notes_of(connection, [gift]) == {}


def test_a_check_that_may_not_be_taken_is_named_and_gone_to(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    speak(location, "prohibited")
    hands = opened(qtbot, location, settings)
    panel = slip(hands)
    declare(hands, "2", "100")
    check(hands, "lopez", "50")
    check(hands, "ruiz", "50")
    before = len(names(hands.page))
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert panel.isVisible()
    assert hands.focus is panel.lines[0].fields.donor
    assert "Check 1, Ada Lopez: " in words_of(panel.head)
    assert "R. Stone" in words_of(panel.head)
    hands.settle()
    assert len(names(hands.page)) == before


def test_an_answer_that_comes_late_still_holds_the_slip(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    speak(location, "conditional")
    hands = opened(qtbot, location, settings)
    panel = slip(hands)
    declare(hands, "1", "50")
    check(hands, "lopez", "50")
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert panel.isVisible()
    assert hands.focus is panel.lines[0].fields.declared


def test_a_declaration_waits_with_its_slip(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    speak(location, "conditional")
    hands = opened(qtbot, location, settings)
    panel = slip(hands)
    declare(hands, "2", "100")
    hands.donor("lopez")
    hands.type("50")
    hands.settle()
    hands.enter()
    hands.type("Pledge form")
    hands.press(Qt.Key.Key_Escape)
    hands.settle()
    again = slip(hands)
    assert again.slip().lines[0].declared == "Pledge form"
    assert panel is again
