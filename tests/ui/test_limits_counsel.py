"""Counsel's word on the page of rules, by keyboard: entered, shown, withdrawn, undone."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.overrides import keep_override, kept_overrides
from financedesk.ledger.room import open_book
from financedesk.rules.escalation import RELEASED
from financedesk.rules.limits import Override
from financedesk.ui.pages.donor_limits import LimitBar
from financedesk.ui.pages.limits import Limits
from financedesk.ui.pages.limits_override_forms import OverrideForm, WithdrawForm
from financedesk.ui.pages.limits_rule_detail import RuleDetail
from financedesk.ui.pages.subjects import ShowDonor
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for, person
from tests.ui.money_books import empty_book, let_in, settled, window_over
from tests.ui.test_limits_page import answered, choose_recipient, limits_of, type_giver, words_of

CONTROL = Qt.KeyboardModifier.ControlModifier
STATE_PARTY = "person_to_state_party"


@pytest.fixture
def location(tmp_path: Path) -> str:
    made = empty_book(tmp_path)
    with open_book(made) as book:
        party = desk_for(book, "party")
        lopez = party.meet(person("Lopez"))
        party.record("individual_receipt", lopez, "2026-03-01", 4_500_00)
    return made


def rules_of(qtbot: QtBot, location: str, settings: QSettings, who: str = "") -> MainWindow:
    window = window_over(qtbot, location, settings, who, page="limits")
    limits_of(window).view.choose("rules")
    settled(qtbot, window)
    return window


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    return rules_of(qtbot, location, settings)


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, held)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def choose_rule(qtbot: QtBot, window: MainWindow, rule: str, kind: str = "limit") -> Limits:
    """Find a rule with the search field and go to its row with the keyboard."""
    page = limits_of(window)
    page.rules.filter.hold_to(rule, (("kind", kind),))
    settled(qtbot, window)
    at = next(at for at, one in enumerate(page.rules.model.rows) if one.entry.rule == rule)
    page.rules.table.view.setFocus()
    press(Qt.Key.Key_Home)
    for _ in range(at):
        press(Qt.Key.Key_Down)
    return page


def type_word(qtbot: QtBot, window: MainWindow, *value: str) -> OverrideForm:
    """Ctrl+N on the chosen rule, then the value, reason and name with Tab between."""
    press(Qt.Key.Key_N, CONTROL)
    settled(qtbot, window)
    form = window.findChild(OverrideForm)
    assert form is not None
    assert focused() is form.fields[0]
    for words in (*value, "Not yet a party", "R. Stone"):
        QTest.keyClicks(focused(), words)
        press(Qt.Key.Key_Tab)
    assert focused() is form.decided
    return form


def shown_amount(page: Limits) -> str:
    row = page.rules.model.row_at(page.rules.table.view.currentIndex().row())
    assert row is not None
    column = next(one for one in page.rules.model.columns if one.key == "amount")
    return column.text(row)


def kept(location_of: MainWindow) -> list[tuple[str, int | None, str]]:
    with location_of.desk.book.read() as connection:
        found = [one.override for one in kept_overrides(connection)]
    return [(one.rule, one.cents, one.standing(location_of.desk.today)) for one in found]


def test_a_limit_is_overridden_by_keys_and_taken_back_with_ctrl_z(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = choose_rule(qtbot, window, STATE_PARTY)
    assert shown_amount(page) == "10,000.00"
    form = type_word(qtbot, window, "", "5000")
    assert "Instead of $10,000.00 per year holds: $5,000.00" in form.effect.text()
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert kept(window) == [(STATE_PARTY, 5_000_00, "in_force")]
    assert shown_amount(page) == "5,000.00"
    assert not window.drawer_is_open()
    press(Qt.Key.Key_Z, CONTROL)
    settled(qtbot, window)
    assert kept(window) == []
    assert shown_amount(page) == "10,000.00"


def test_the_word_is_named_wherever_it_is_used(qtbot: QtBot, window: MainWindow) -> None:
    page = choose_rule(qtbot, window, STATE_PARTY)
    type_word(qtbot, window, "", "5000")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    page.view.choose("near")
    settled(qtbot, window)
    assert "$5,000.00 (R. Stone, " in page.near.counsel.text()
    page.view.choose("what-if")
    type_giver(qtbot, page, "Lopez")
    choose_recipient(page, "Riverbend Party")
    found = answered(qtbot, window, page, "$500.00 left of $5,000.00")
    assert "Counsel’s figure: R. Stone" in found
    with window.desk.book.read() as connection:
        (card,) = connection.exec_driver_sql("SELECT DISTINCT card_id FROM donor").scalars()
    window.go("donors", ShowDonor(int(card)))
    settled(qtbot, window)
    bars = [one for one in window.findChildren(LimitBar) if "Party" in one.words]
    assert any("$4,500.00 of $5,000.00 used" in one.words for one in bars)
    assert all("Counsel’s word: R. Stone" in one.words for one in bars)


def test_a_word_is_withdrawn_with_a_reason_and_stays_in_the_history(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = choose_rule(qtbot, window, STATE_PARTY)
    type_word(qtbot, window, "", "5000")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    choose_rule(qtbot, window, STATE_PARTY)
    press(Qt.Key.Key_Delete)
    form = window.findChild(WithdrawForm)
    assert form is not None
    assert focused() is form.why
    press(Qt.Key.Key_Return)
    assert form.why_row.message == "Say why it no longer holds."
    QTest.keyClicks(form.why, "Recognised as a party")
    form.last.setFocus()
    form.last.selectAll()
    QTest.keyClicks(form.last, "2026-10-05")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert kept(window) == [(STATE_PARTY, 5_000_00, "ended")]
    assert shown_amount(page) == "10,000.00"
    choose_rule(qtbot, window, STATE_PARTY)
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    detail = window.findChildren(RuleDetail)[-1]
    told = words_of(detail)
    assert "Entered by " in told
    assert ": Recognised as a party" in told.partition("Withdrawn by ")[2]
    assert all(one.isHidden() for one in detail.withdraw_buttons)
    page.rules.table.view.setFocus()
    press(Qt.Key.Key_Delete)
    assert "no word on this rule to withdraw" in window.toasts.toasts[-1].accessibleName()
    press(Qt.Key.Key_Z, CONTROL)
    settled(qtbot, window)
    assert kept(window) == [(STATE_PARTY, 5_000_00, "in_force")]


def test_a_released_step_stands_in_the_list_and_is_withdrawn_there(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    word = Override(
        rule="step:recall:OR", verdict=RELEASED, reason="Memo 7", who="R. Stone",
        decided_on=date(2026, 9, 1),
    )  # fmt: skip
    with open_book(location) as book, book.unit_of_work("Keep word") as unit:
        keep_override(unit, word)
    window = rules_of(qtbot, location, settings)
    page = choose_rule(qtbot, window, "step:recall", "step")
    assert shown_amount(page) == "Released in OR"
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    told = words_of(window.findChildren(RuleDetail)[-1])
    assert "released in OR" in told
    assert "for one state, on the official’s page" in told
    page.rules.table.view.setFocus()
    press(Qt.Key.Key_Delete)
    form = window.findChild(WithdrawForm)
    assert form is not None
    QTest.keyClicks(form.why, "The statute changed")
    form.last.setFocus()
    form.last.selectAll()
    QTest.keyClicks(form.last, "2026-10-05")
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert kept(window) == [("step:recall:OR", None, "ended")]


@pytest.mark.parametrize(
    ("rule", "kind", "typed", "wrong", "said"),
    [
        ("excessive", "clock", "45", "soon", "write it like 60 days"),
        ("cash", "threshold", "20", "much", "is not an amount"),
    ],
)
def test_clocks_and_thresholds_take_their_own_values(
    qtbot: QtBot, window: MainWindow, rule: str, kind: str, typed: str, wrong: str, said: str
) -> None:
    page = choose_rule(qtbot, window, rule, kind)
    before = ("",) if kind == "threshold" else ()
    form = type_word(qtbot, window, *before, wrong)
    press(Qt.Key.Key_Return)
    assert said in form.value.place.message
    assert focused() is form.value.place.field
    form.value.place.field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(focused(), typed)
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert shown_amount(page) in ("45 days", "20.00")


def test_a_cell_of_the_matrix_gets_a_verdict(qtbot: QtBot, window: MainWindow) -> None:
    page = choose_rule(qtbot, window, "corporation > state_party", "flow")
    assert shown_amount(page) == "Prohibited"
    press(Qt.Key.Key_N, CONTROL)
    settled(qtbot, window)
    form = window.findChild(OverrideForm)
    assert form is not None
    QTest.keyClicks(focused(), "Cond")
    for words in ("Partnership papers", "R. Stone"):
        press(Qt.Key.Key_Tab)
        QTest.keyClicks(focused(), words)
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert shown_amount(page) == "Condition"


def test_what_is_not_counsel_s_says_so(qtbot: QtBot, window: MainWindow) -> None:
    choose_rule(qtbot, window, "itemise_individual", "threshold")
    press(Qt.Key.Key_N, CONTROL)
    settled(qtbot, window)
    assert window.findChild(OverrideForm) is None
    assert "same for everybody" in window.toasts.toasts[-1].accessibleName()
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    detail = window.findChild(RuleDetail)
    assert detail is not None
    assert not detail.enter_button.isEnabled()
    assert "same for everybody" in detail.enter_button.toolTip()


@pytest.mark.parametrize(
    ("role", "may"), [("compliance_officer", True), ("fundraiser", False), ("viewer", False)]
)
def test_the_role_decides_who_enters_a_word(
    qtbot: QtBot, location: str, settings: QSettings, role: str, *, may: bool
) -> None:
    let_in(location, "max", {"party": role, "campaign": role})
    window = rules_of(qtbot, location, settings, "max")
    choose_rule(qtbot, window, STATE_PARTY)
    assert window.commands.action("limits.override").isEnabled() is may
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    detail = window.findChild(RuleDetail)
    assert detail is not None
    assert detail.enter_button.isEnabled() is may
    assert ("put counsel’s word in place" in detail.enter_button.toolTip()) is not may
    if not may:
        return
    detail.enter_button.setFocus()
    press(Qt.Key.Key_Space)
    form = window.findChild(OverrideForm)
    assert form is not None
    form.value.amount.setFocus()
    for words in ("5000", "Not yet a party", "R. Stone"):
        QTest.keyClicks(focused(), words)
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    settled(qtbot, window)
    assert kept(window) == [(STATE_PARTY, 5_000_00, "in_force")]
    press(Qt.Key.Key_Z, CONTROL)
    settled(qtbot, window)
    assert kept(window) == []


def test_tab_goes_through_the_form_in_reading_order(qtbot: QtBot, window: MainWindow) -> None:
    choose_rule(qtbot, window, STATE_PARTY)
    form = type_word(qtbot, window, "", "5000")
    assert [one.accessibleName() for one in form.fields if not isinstance(one, QPushButton)] == [
        "Counsel sets", "Amount, required", "Reason, required", "Counsel’s name, required",
        "Decided, required", "From", "Until",
    ]  # fmt: skip
    for field in form.fields[5:]:
        press(Qt.Key.Key_Tab)
        assert focused() is field
