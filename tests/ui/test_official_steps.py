"""Steps about an open pledge and pay from the organisation, on an official's page by keyboard."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from financedesk.book.unit import UnitOfWork
from financedesk.ledger.entities import find_entity
from financedesk.ledger.overrides import overrides
from financedesk.ledger.room import open_book
from financedesk.remittances.escalation import STEPS_TAKEN, StepTaken, take_step
from financedesk.remittances.people import CANDIDACIES, OFFICIALS, FederalCandidacy
from financedesk.remittances.stipend_detail import enter_stipend
from financedesk.remittances.stipends import STIPENDS, Stipend
from financedesk.ui.pages.official_escalation import EscalationPanel
from financedesk.ui.pages.official_escalation_forms import (
    AnswerForm,
    BrokenForm,
    ReleaseForm,
    TakeStepForm,
)
from financedesk.ui.pages.official_stipend_forms import (
    ReleaseContractForm,
    StipendForm,
    hours_words,
    minutes_of,
)
from financedesk.ui.pages.official_stipends import StipendsPanel
from financedesk.ui.shell import MainWindow
from tests.remittances.fellowship import gift, keeper
from tests.ui.money_books import window_over
from tests.ui.promised_books import promised_book
from tests.ui.test_official_page import facts, form, press, show, space, tab, undone, view, words_of
from tests.ui.test_official_page import write as type_in

Key = Qt.Key
DAYS = {
    "statement": date(2026, 4, 6), "reminder": date(2026, 5, 4), "talk": date(2026, 6, 8),
    "offer": date(2026, 9, 21),
}  # fmt: skip
WORK = Stipend(
    keeper="party", reference="R-1", work="Research", monthly_cents=900_00, monthly_minutes=1_200,
    market_cents=45_00, market_evidence="Pay survey", tax_form="W-2",
    contract_on=date(2025, 11, 3), from_date=date(2026, 1, 1),
)  # fmt: skip


@pytest.fixture
def location(tmp_path: Path) -> str:
    return promised_book(tmp_path)


def opened(
    qtbot: QtBot, location: str, settings: QSettings, key: str, name: str = "Winter"
) -> MainWindow:
    made = window_over(qtbot, location, settings, page="remittances")
    show(qtbot, made, name)
    tab(qtbot, made, key)
    return made


def winter(unit: UnitOfWork) -> int:
    party = find_entity(unit.connection, "party").id
    return OFFICIALS.of(unit.connection, party, reference="R-1")[0].id


def steps_before(location: str) -> None:
    """Take the first four steps, the last of them two weeks ago."""
    with open_book(location) as book:
        for step, on in DAYS.items():
            with book.unit_of_work("Take step") as unit:
                take_step(unit, StepTaken(
                    official_id=winter(unit), step=step, on_date=on, role="treasurer",
                    who="Tom Lopez", text=f"Words of the {step}.",
                ))  # fmt: skip


def steps(window: MainWindow) -> EscalationPanel:
    return view(window).parts.steps


def stipends(window: MainWindow) -> StipendsPanel:
    return view(window).parts.stipends


def row_of(window: MainWindow, place: int, qtbot: QtBot) -> None:
    """Go to a row of the steps by keyboard and open it."""
    table = steps(window).steps.table.view
    table.setFocus()
    press(qtbot, window, Key.Key_Home, *[Key.Key_Down] * place, Key.Key_Return)


def states(window: MainWindow) -> list[str]:
    model = steps(window).steps.model
    return [str(model.index(place, 2).data()) for place in range(model.rowCount())]


def pressed(panel: EscalationPanel | StipendsPanel, key: str) -> QPushButton:
    found = panel.buttons[key]
    assert isinstance(found, QPushButton)
    return found


# --- steps


def test_the_next_step_is_taken_by_keyboard_kept_and_undone(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings, "steps")
    panel = steps(window)
    assert "is overdue. Next: statement of what was pledged" in words_of(panel.now)
    assert states(window)[:3] == ["Next", "Not yet", "Not yet"]
    space(qtbot, window, panel.take_button)
    made = form(window, TakeStepForm)
    assert made.role.hasFocus()
    press(qtbot, window, Key.Key_Return)
    assert "Name who does it." in made.who_row.message
    assert "Enter the words" in made.text_row.message
    type_in(made.who, "Tom Lopez")
    made.text.setFocus()
    QTest.keyClicks(made.text, "February is open. You may take it back at any time.")
    made.address.setFocus()
    press(qtbot, window, Key.Key_Return)
    (kept,) = facts(window, STEPS_TAKEN)
    assert (kept.step, kept.role, kept.who) == ("statement", "treasurer", "Tom Lopez")
    assert states(window)[:2] == ["Taken", "Not yet"]
    assert "Wait until 2026-10-20" in words_of(panel.now)
    assert not panel.take_button.isEnabled()
    assert "February is open." in words_of(panel.detail)
    undone(qtbot, window)
    assert facts(window, STEPS_TAKEN) == []
    assert states(window)[0] == "Next"


def test_what_the_law_forbids_is_said_while_it_is_typed(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings, "steps")
    row_of(window, 0, qtbot)
    made = form(window, TakeStepForm)
    assert "It may be taken" in made.verdict.text
    type_in(made.address, "ada@house.gov")
    press(qtbot, window)
    assert "18 U.S.C. 607" in made.verdict.text
    assert not made.save_button.isEnabled()
    type_in(made.address, "")
    made.text.setFocus()
    QTest.keyClicks(made.text, "Give, or lose your committee seat.")
    press(qtbot, window)
    assert "18 U.S.C. 601" in made.verdict.text
    made.text.clear()
    made.federal.setFocus()
    press(qtbot, window, Key.Key_Space)
    assert "18 U.S.C. 602" in made.verdict.text
    assert [one.accessibleName() for one in made.fields if one.accessibleName()] == [
        "Who does it", "Day, required", "Name, required", "Sent to", "Words, required",
        "Take the step",
    ]  # fmt: skip


def test_a_step_out_of_turn_says_why_and_opens_no_form(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings, "steps")
    row_of(window, 4, qtbot)
    assert not window.drawer.isVisible()
    assert "“Offer of a waiver or a plan” comes first" in words_of(steps(window).detail)
    assert not pressed(steps(window), "take").isEnabled()


def test_an_answer_and_a_broken_plan_change_what_is_next(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    steps_before(location)
    window = opened(qtbot, location, settings, "steps")
    assert "waits for its answer" in words_of(steps(window).now)
    row_of(window, 3, qtbot)
    assert pressed(steps(window), "broken").toolTip().startswith("Nothing stands agreed")
    space(qtbot, window, pressed(steps(window), "answer"))
    form(window, AnswerForm).answer.setFocus()
    press(qtbot, window, Key.Key_Home, Key.Key_Return)
    assert facts(window, STEPS_TAKEN)[-1].answer == "accepted"
    assert "agreed and is kept" in words_of(steps(window).now)
    assert "Accepted on Oct 6, 2026" in words_of(steps(window).detail)
    space(qtbot, window, pressed(steps(window), "broken"))
    form(window, BrokenForm).day.setFocus()
    press(qtbot, window, Key.Key_Return)
    assert "Next: report to the board" in words_of(steps(window).now)


def test_a_locked_step_is_released_by_counsel_for_the_state_or_never(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings, "steps")
    assert states(window)[7:] == ["Locked", "Locked", "Never", "Never", "Never"]
    row_of(window, 9, qtbot)
    assert "is a crime" in words_of(steps(window).detail)
    assert "Nobody can release it" in pressed(steps(window), "release").toolTip()
    row_of(window, 7, qtbot)
    space(qtbot, window, pressed(steps(window), "release"))
    made = form(window, ReleaseForm)
    assert "for OR alone" in words_of(made)
    press(qtbot, window, Key.Key_Return)
    assert "Name who decided it." in made.who_row.message
    type_in(made.who, "R. Stone")
    type_in(made.reason, "Reviewed under state law")
    press(qtbot, window, Key.Key_Return)
    with window.desk.book.read() as connection:  # type: ignore[attr-defined]
        assert [one.rule for one in overrides(connection)] == ["step:recall:OR"]
    # It is open to counsel's word now, and still comes after membership.
    assert "comes first" in words_of(steps(window).detail)
    undone(qtbot, window)
    with window.desk.book.read() as connection:  # type: ignore[attr-defined]
        assert overrides(connection) == ()


def test_who_promised_nothing_is_asked_nothing(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings, "steps", "Summer")
    assert "Nothing is overdue. Nothing is asked." in words_of(steps(window).now)
    assert not steps(window).take_button.isEnabled()


# --- stipends


def test_a_stipend_is_judged_as_it_is_typed_kept_and_released_by_counsel(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = opened(qtbot, location, settings, "stipends")
    panel = stipends(window)
    assert panel.contracts.model.size() == 0
    assert "No alarm" in [one.text for one in panel.alarm.findChildren(type(view(window).chip))]
    space(qtbot, window, panel.contracts.add_button)
    made = form(window, StipendForm)
    press(qtbot, window, Key.Key_Return)
    assert "Say what work it is for." in made.work_row.message
    assert "Enter hours" in made.hours_row.message
    assert not made.independent_row.isVisible()
    made.entity.setCurrentIndex(made.entity.findText("Fellowship Voice"))
    for field, words in (
        (made.work, "Research"), (made.monthly, "900"), (made.hours, "20"), (made.market, "45"),
        (made.market_evidence, "Pay survey"), (made.contract_on, "11/03/2025"),
        (made.first, "01/01/2026"),
    ):  # fmt: skip
        type_in(field, words)
    press(qtbot, window)
    assert made.verdict.text.startswith("For counsel.")
    assert "[state law]" in made.verdict.text
    press(qtbot, window, Key.Key_Return)
    assert "Not by counsel" in words_of(panel.detail) or panel.contracts.model.size() == 1
    space(qtbot, window, pressed(panel, "release"))
    released = form(window, ReleaseContractForm)
    assert "Research, $900.00 a month for 20 hours" in words_of(released)
    type_in(released.who, "R. Stone")
    press(qtbot, window, Key.Key_Return)
    assert "R. Stone has released it." in words_of(panel.detail)
    with window.desk.book.read() as connection:  # type: ignore[attr-defined]
        voice = find_entity(connection, "voice").id
        (kept,) = STIPENDS.of(connection, voice)
    assert (kept.fact.monthly_minutes, kept.fact.released_by) == (1_200, "R. Stone")
    undone(qtbot, window)
    assert "Have counsel release this contract" in words_of(panel.detail)


def test_a_change_ends_counsel_s_release_and_the_form_says_so_before(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location) as book, book.unit_of_work("Enter stipend") as unit:
        number = enter_stipend(unit, winter(unit), keeper(book, "voice"), WORK, date(2026, 1, 2))
        kept = STIPENDS.one(unit.connection, number)
        fact = kept.fact
        STIPENDS.edit(unit, number, type(fact)(**{
            **{name: getattr(fact, name) for name in fact.__slots__},
            "released_by": "R. Stone", "released_on": date(2026, 1, 3),
        }))  # fmt: skip
    window = opened(qtbot, location, settings, "stipends")
    space(qtbot, window, pressed(stipends(window), "edit"))
    made = form(window, StipendForm)
    assert made.verdict.text.startswith("Allowed.")
    assert not made.entity.isEnabled()
    type_in(made.monthly, "950")
    press(qtbot, window)
    assert made.verdict.text.startswith("For counsel.")
    press(qtbot, window, Key.Key_Return)
    assert "Have counsel release this contract" in words_of(stipends(window).detail)
    space(qtbot, window, pressed(stipends(window), "edit"))
    space(qtbot, window, form(window, StipendForm).delete_button)
    assert stipends(window).contracts.model.size() == 0


def test_pay_that_is_blocked_cannot_be_kept_and_says_the_law(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location) as book, book.unit_of_work("Add candidacy") as unit:
        seeking = FederalCandidacy(official_id=winter(unit), office="H", from_date=date(2026, 1, 1))
        CANDIDACIES.add(unit, keeper(book), seeking)
    window = opened(qtbot, location, settings, "stipends")
    space(qtbot, window, stipends(window).contracts.add_button)
    made = form(window, StipendForm)
    assert made.independent_row.isVisible()
    made.entity.setCurrentIndex(made.entity.findText("Fellowship Institute"))
    type_in(made.monthly, "500")
    type_in(made.hours, "10")
    press(qtbot, window)
    assert made.verdict.text.startswith("Blocked.")
    assert "may give a candidate nothing" in made.verdict.text
    assert not made.save_button.isEnabled()


def test_a_payment_without_contract_raises_the_alarm_with_its_law(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location) as book:
        gift(book, "voice", "Winter", "2026-01-20", 500_00, kind="operating_expenditure")
    window = opened(qtbot, location, settings, "stipends")
    said = words_of(stipends(window).alarm)
    assert "Paid without a contract" in said
    assert "52 U.S.C. 30122" in said
    assert "Nothing is proposed to this official" in said


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("12", 720), ("7.5", 450), (" 0.25 ", 15), ("0", None), ("", None), ("-3", None),
     ("nan", None), ("1e9", None), ("7.333", None), ("seven", None)],
)  # fmt: skip
def test_hours_are_whole_minutes_or_nothing(typed: str, minutes: int | None) -> None:
    assert minutes_of(typed) == minutes
    if minutes is not None:
        assert minutes_of(hours_words(minutes)) == minutes
