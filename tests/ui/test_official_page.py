"""One official's page by keyboard: every form, its refusals, undo, and what is read beside it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.book import Reading
from financedesk.ledger.entities import find_entity
from financedesk.remittances.pay import FAMILIES, SLIPS
from financedesk.remittances.people import CANDIDACIES, OFFICES, OFFICIALS, TERMS
from financedesk.remittances.pledges import PLEDGES, RECIPIENTS, STEPS
from financedesk.remittances.shelf import Shelf
from financedesk.remittances.waivers import DECLARED, WAIVERS
from financedesk.ui.pages.drawer_form import DrawerForm
from financedesk.ui.pages.official_pay_form import PaySlipForm
from financedesk.ui.pages.official_person_forms import AddOfficialForm, OfficialForm
from financedesk.ui.pages.official_pledge_forms import PledgeForm, RecipientForm, StepForm
from financedesk.ui.pages.official_pledge_tab import PledgeTab
from financedesk.ui.pages.official_small_forms import DeclarationForm, WaiverForm
from financedesk.ui.pages.official_time_forms import CandidacyForm, FamilyForm, TermForm
from financedesk.ui.pages.official_view import OfficialView
from financedesk.ui.pages.remittances import Remittances
from financedesk.ui.pages.subjects import AddOfficial
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import Theme
from tests.ui.money_books import settled, window_over
from tests.ui.promised_books import let_in_fellowship, promised_book

Key = Qt.Key
Form = TypeVar("Form", bound=DrawerForm)
Fact = TypeVar("Fact")


@pytest.fixture
def location(tmp_path: Path) -> str:
    return promised_book(tmp_path)


@pytest.fixture
def window(qtbot: QtBot, location: str, settings: QSettings) -> MainWindow:
    made = window_over(qtbot, location, settings, page="remittances")
    show(qtbot, made, "Winter")
    return made


def ids(window: MainWindow) -> dict[str, int]:
    with window.desk.book.read() as connection:  # type: ignore[attr-defined]
        party = find_entity(connection, "party").id
        held = OFFICIALS.of(connection, party)
        return {"party": party, "Winter": held[0].id, "Summer": held[1].id}


def show(qtbot: QtBot, window: MainWindow, name: str) -> None:
    page(window).show_official(ids(window)[name])
    settled(qtbot, window)


def page(window: MainWindow) -> Remittances:
    found = window.page
    assert isinstance(found, Remittances)
    return found


def view(window: MainWindow) -> OfficialView:
    return page(window).findChildren(OfficialView)[-1]


def tab(qtbot: QtBot, window: MainWindow, key: str) -> None:
    view(window).tabs.choose(key)
    settled(qtbot, window)


def form(window: MainWindow, kind: Callable[..., Form]) -> Form:
    found = window.drawer.content
    assert isinstance(found, kind)  # type: ignore[arg-type]
    return found  # type: ignore[return-value]


def press(qtbot: QtBot, window: MainWindow, *keys: Qt.Key, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(QApplication.focusWidget() or window, key, held)
    settled(qtbot, window)


def write(field: QWidget, words: str) -> None:
    """Replace what stands in a field, key by key."""
    field.setFocus()
    QTest.keyClick(field, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Key.Key_Delete)
    QTest.keyClicks(field, words)


def space(qtbot: QtBot, window: MainWindow, made: QPushButton) -> None:
    """Press a button with the keyboard."""
    assert made.isEnabled(), made.toolTip()
    made.setFocus()
    press(qtbot, window, Key.Key_Space)


def facts(window: MainWindow, shelf: Shelf[Fact]) -> list[Fact]:
    with window.desk.book.read() as connection:  # type: ignore[attr-defined]
        return [one.fact for one in shelf.of(connection, _party(connection))]


def _party(connection: Reading) -> int:
    return find_entity(connection, "party").id


def words_of(widget: QWidget) -> str:
    return " | ".join(one.text() for one in widget.findChildren(QLabel) if one.text())


def undone(qtbot: QtBot, window: MainWindow) -> None:
    window.setFocus()
    press(qtbot, window, Key.Key_Z, ctrl=True)


# --- what is shown


def test_the_head_says_who_it_is_and_how_it_stands(window: MainWindow) -> None:
    shown = view(window)
    assert shown.name.text() == "Winter, Ada"
    assert shown.facts.text() == "R-1 · City Council of Salem, Ward 3, since Jan 1, 2025"
    assert shown.chip.text == "Active"
    assert "is overdue, the oldest of February 2026." in shown.standing.text()
    assert "$3,416.66 is due by Oct 31, 2026." in shown.standing.text()


def test_the_newest_due_prints_its_formula_and_another_month_its_own(
    qtbot: QtBot, window: MainWindow
) -> None:
    overview = view(window).parts.overview
    assert "Due for October 2026" in words_of(overview.due_card)
    assert "101,000.00 net - 60,000.00 kept = 41,000.00 a year" in words_of(overview.due_card)
    months = overview.months.table.view
    months.setFocus()
    press(qtbot, window, Key.Key_Home, Key.Key_Return)
    assert "Due for January 2026" in words_of(overview.due_card)
    assert "Kept" in [
        one.text for one in overview.due_card.findChildren(type(view(window).chip))
    ]  # fmt: skip


def test_the_year_is_a_chart_and_a_table_that_a_screen_reader_hears(window: MainWindow) -> None:
    chart = view(window).parts.overview.chart
    assert [bar.label for bar in chart.plot.bars] == ["Party", "Action", "Voice"]
    assert chart.plot.bars[0].cents == (3_416_66, 0, 0, 6_583_34)
    assert "Given to keep the promise" in chart.words_of(0)
    assert "3 periods" in chart.summary()
    chart.show_as_table()
    assert chart.table.model.rowCount() == 3


def test_another_year_is_read_when_it_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    shown = view(window)
    shown.year.setFocus()
    press(qtbot, window, Key.Key_Down)
    assert shown.year.currentText() == "2025"
    assert shown.parts.overview.months.model.size() == 0
    assert shown.parts.overview.chart.plot.bars[0].cents == (0, 0, 0, 0)


def test_payments_and_instructions_tell_each_line_and_open_the_contribution(
    qtbot: QtBot, window: MainWindow
) -> None:
    tab(qtbot, window, "money")
    money = view(window).parts.money
    assert "Instruction for January 2026" in words_of(money.lines_card)
    assert "$3,416.66 to party, Federal account" in words_of(money.lines_card)
    money.payments.table.view.setFocus()
    press(qtbot, window, Key.Key_Home, Key.Key_Return)
    assert window.page is not None
    assert type(window.page).__name__ == "Contributions"


def test_history_says_what_was_done_in_words(qtbot: QtBot, window: MainWindow) -> None:
    tab(qtbot, window, "history")
    told = view(window).parts.history.model.rows
    assert [one.action for one in told] == ["Keep instruction", "Add official"]
    first = "; ".join(told[-1].changes)
    assert "citizen yes" in first
    assert "gross 148,500.00" in first


def test_esc_goes_back_to_all_officials(qtbot: QtBot, window: MainWindow) -> None:
    assert view(window).parts.overview.months.table.view.hasFocus()
    press(qtbot, window, Key.Key_Escape)
    assert not view(window).isVisible()
    assert page(window).view.isVisible()


# --- forms


def test_somebody_new_becomes_an_official_with_an_office(qtbot: QtBot, window: MainWindow) -> None:
    window.go("remittances", AddOfficial())
    settled(qtbot, window)
    made = form(window, AddOfficialForm)
    assert made.person.hasFocus()
    press(qtbot, window, Key.Key_Return)
    assert "Name the person" in made.person_row.message
    QTest.keyClicks(made.person, "Frost, Ida")
    qtbot.waitUntil(lambda: made.person.is_open)
    press(qtbot, window, Key.Key_Return)
    assert made.city_row.isVisible()
    write(made.city, "Salem")
    made.office.office.setFocus()
    QTest.keyClick(made.office.office, Key.Key_End)
    write(made.office.body, "House of Representatives")
    press(qtbot, window, Key.Key_Return)
    assert "Its law binds the pay" in made.office.state_row.message
    made.office.level.setFocus()
    QTest.keyClick(made.office.level, Key.Key_Home)
    assert not made.office.state_row.isVisible()
    write(made.first, "2025-01-03")
    press(qtbot, window, Key.Key_Return)
    assert view(window).name.text() == "Frost, Ida"
    assert "House of Representatives, since Jan 3, 2025" in view(window).facts.text()
    assert [one.level for one in facts(window, OFFICES)] == ["local", "federal"]
    undone(qtbot, window)
    assert len(facts(window, OFFICIALS)) == 2


def test_somebody_whom_the_books_know_is_found_and_not_entered_twice(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.go("remittances", AddOfficial())
    settled(qtbot, window)
    made = form(window, AddOfficialForm)
    QTest.keyClicks(made.person, "Wint")
    qtbot.waitUntil(lambda: made.person.is_open)
    press(qtbot, window, Key.Key_Return)
    assert made.person.known is not None
    assert not made.city_row.isVisible()
    write(made.first, "2026-01-01")
    press(qtbot, window, Key.Key_Return)
    assert "is an official of this entity already" in made.problem.text
    assert len(facts(window, OFFICIALS)) == 2


def test_an_official_is_corrected_and_stays_while_pay_stands(
    qtbot: QtBot, window: MainWindow
) -> None:
    space(qtbot, window, view(window).edit_button)
    made = form(window, OfficialForm)
    assert made.reference.hasFocus()
    write(made.reference, "")
    press(qtbot, window, Key.Key_Return)
    assert "Give a reference" in made.reference_row.message
    QTest.keyClicks(made.reference, "R-1")
    made.contractor.setFocus()
    press(qtbot, window, Key.Key_Space, Key.Key_Return)
    assert facts(window, OFFICIALS)[0].contractor
    undone(qtbot, window)
    assert not facts(window, OFFICIALS)[0].contractor
    space(qtbot, window, view(window).edit_button)
    made = form(window, OfficialForm)
    space(qtbot, window, made.delete_button)
    assert "so the official stays; end the term instead" in made.problem.text


def test_an_official_without_anything_is_deleted_and_brought_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    show(qtbot, window, "Summer")
    assert view(window).chip.text == "No pledge"
    space(qtbot, window, view(window).edit_button)
    space(qtbot, window, form(window, OfficialForm).delete_button)
    assert len(facts(window, OFFICIALS)) == 1
    undone(qtbot, window)
    assert len(facts(window, OFFICIALS)) == 2


def test_a_term_ends_and_dues_end_with_it(qtbot: QtBot, window: MainWindow) -> None:
    tab(qtbot, window, "office")
    terms = view(window).parts.office.terms.table.view
    terms.setFocus()
    press(qtbot, window, Key.Key_Home, Key.Key_Return)
    made = form(window, TermForm)
    write(made.last, "2024-12-01")
    press(qtbot, window, Key.Key_Return)
    assert "before it begins" in made.problem.text
    write(made.last, "2026-06-30")
    write(made.reason, "resigned")
    press(qtbot, window, Key.Key_Return)
    assert facts(window, TERMS)[0].end_reason == "resigned"
    tab(qtbot, window, "overview")
    assert view(window).parts.overview.months.model.size() == 6
    undone(qtbot, window)
    assert facts(window, TERMS)[0].to_date is None


def test_a_pay_slip_adds_up_or_says_why_not(qtbot: QtBot, window: MainWindow) -> None:
    tab(qtbot, window, "office")
    space(qtbot, window, view(window).parts.office.slips.add_button)
    made = form(window, PaySlipForm)
    assert made.term.hasFocus()
    write(made.first, "2026-07-01")
    write(made.gross, "160000")
    write(made.withheld, "50,000")
    assert made.net.text() == "110,000.00"
    write(made.net, "170000")
    press(qtbot, window, Key.Key_Return)
    assert "the net is more than gross" in made.problem.text
    write(made.net, "108000")
    write(made.document, "Slip of July")
    press(qtbot, window, Key.Key_Return)
    slip = facts(window, SLIPS)[-1]
    assert (slip.net_cents, slip.document, slip.known_on) == (
        108_000_00, "Slip of July", date(2026, 10, 6),
    )  # fmt: skip
    assert view(window).parts.office.slips.model.size() == 2
    undone(qtbot, window)
    assert len(facts(window, SLIPS)) == 1


def test_a_severance_asks_for_no_allowance(qtbot: QtBot, window: MainWindow) -> None:
    space(qtbot, window, view(window).slip_button)
    made = form(window, PaySlipForm)
    made.kind.setFocus()
    QTest.keyClick(made.kind, Key.Key_End)
    assert not made.allowance_row.isVisible()
    assert not made.per_row.isVisible()
    write(made.first, "2026-09-01")
    write(made.gross, "10000")
    press(qtbot, window, Key.Key_Return)
    assert [one.per for one in facts(window, SLIPS)] == ["year", "once"]


def test_family_and_candidacy_are_entered_and_bind(qtbot: QtBot, window: MainWindow) -> None:
    tab(qtbot, window, "office")
    space(qtbot, window, view(window).parts.office.families.add_button)
    family = form(window, FamilyForm)
    write(family.younger, "two")
    press(qtbot, window, Key.Key_Return)
    assert "whole number from 0" in family.children_row.message
    write(family.younger, "2")
    press(qtbot, window, Key.Key_Return)
    assert [one.children for one in facts(window, FAMILIES)] == [2]
    space(qtbot, window, view(window).parts.office.candidacies.add_button)
    seeking = form(window, CandidacyForm)
    write(seeking.first, "2026-10-01")
    press(qtbot, window, Key.Key_Return)
    assert [one.office for one in facts(window, CANDIDACIES)] == ["H"]
    voice = view(window).shown_detail.year.recipients[-1]
    assert "FED" in voice.stopped or "30125(e)" in voice.stopped


def drafted(qtbot: QtBot, window: MainWindow) -> PledgeTab:
    """Draft a pledge of Summer's with the standard text, by keyboard."""
    show(qtbot, window, "Summer")
    tab(qtbot, window, "pledge")
    pledge = view(window).parts.pledge
    space(qtbot, window, pledge.draft_button)
    made = form(window, PledgeForm)
    write(made.first, "2026-10-01")
    write(made.signed, "2026-10-01")
    press(qtbot, window, Key.Key_Return)
    return pledge


def authorised(qtbot: QtBot, window: MainWindow, pledge: PledgeTab) -> None:
    """Enter a recipient of the draft, by keyboard."""
    space(qtbot, window, pledge.recipients.add_button)
    recipient = form(window, RecipientForm)
    write(recipient.tier, "0")
    press(qtbot, window, Key.Key_Return)
    assert "whole number from 1" in recipient.tier_row.message
    write(recipient.tier, "1")
    write(recipient.consented, "2026-10-01")
    press(qtbot, window, Key.Key_Return)


def test_the_text_of_a_pledge_is_judged_while_it_is_typed(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window, "Summer")
    tab(qtbot, window, "pledge")
    space(qtbot, window, view(window).parts.pledge.draft_button)
    made = form(window, PledgeForm)
    assert "nothing that it forbids" in made.verdict.text
    made.text.setFocus()
    QTest.keyClick(made.text, Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(made.text, " You lose your seat if you do not pay.")
    assert "18 U.S.C. 601" in made.verdict.text
    space(qtbot, window, made.standard)
    assert "nothing that it forbids" in made.verdict.text
    made.signed.setFocus()
    press(qtbot, window, Key.Key_Return)
    assert made.first_row.message


def test_a_pledge_is_signed_when_somebody_may_receive(qtbot: QtBot, window: MainWindow) -> None:
    pledge = drafted(qtbot, window)
    assert view(window).chip.text == "Drafted"
    assert "It is “Drafted”" in pledge.step_buttons["active"].toolTip()
    space(qtbot, window, pledge.step_buttons["pledged"])
    step = form(window, StepForm)
    assert "needs at least one recipient" in step.verdict.text
    assert not step.save_button.isEnabled()
    window.close_drawer()
    authorised(qtbot, window, pledge)
    space(qtbot, window, pledge.step_buttons["pledged"])
    press(qtbot, window, Key.Key_Return)
    assert view(window).chip.text == "Pledged"


def test_a_pledge_begins_with_the_declarations_and_by_who_may(
    qtbot: QtBot, window: MainWindow
) -> None:
    pledge = drafted(qtbot, window)
    authorised(qtbot, window, pledge)
    space(qtbot, window, pledge.step_buttons["pledged"])
    press(qtbot, window, Key.Key_Return)
    space(qtbot, window, pledge.step_buttons["active"])
    assert "declarations" in form(window, StepForm).verdict.text
    window.close_drawer()
    space(qtbot, window, pledge.declarations.add_button)
    assert all(box.isChecked() for box in form(window, DeclarationForm).boxes.values())
    press(qtbot, window, Key.Key_Return)
    assert len([one for one in facts(window, DECLARED) if one.on_date.month == 10]) == 4
    space(qtbot, window, pledge.step_buttons["active"])
    step = form(window, StepForm)
    write(step.who, "Tom Lopez")
    step.federal.setFocus()
    press(qtbot, window, Key.Key_Space)
    assert "18 U.S.C. 602" in step.verdict.text
    press(qtbot, window, Key.Key_Space, Key.Key_Return)
    assert view(window).chip.text == "Active"
    undone(qtbot, window)
    assert view(window).chip.text == "Pledged"
    assert [one.state for one in facts(window, STEPS)][-1] == "pledged"


def test_what_was_signed_is_not_edited_and_only_the_official_pauses(
    qtbot: QtBot, window: MainWindow
) -> None:
    tab(qtbot, window, "pledge")
    pledge = view(window).parts.pledge
    assert not pledge.edit_button.isVisible()
    assert "This pledge stands" in pledge.draft_button.toolTip()
    space(qtbot, window, pledge.step_buttons["paused"])
    step = form(window, StepForm)
    assert [step.role.itemData(place) for place in range(step.role.count())] == ["official"]
    assert step.who.text() == "Winter, Ada"
    press(qtbot, window, Key.Key_Return)
    assert view(window).chip.text == "Paused"
    assert "I alone decide" in words_of(pledge.text_card)


def test_a_draft_is_deleted_with_its_recipients(qtbot: QtBot, window: MainWindow) -> None:
    show(qtbot, window, "Summer")
    tab(qtbot, window, "pledge")
    pledge = view(window).parts.pledge
    space(qtbot, window, pledge.draft_button)
    write(form(window, PledgeForm).first, "2026-10-01")
    press(qtbot, window, Key.Key_Return)
    space(qtbot, window, pledge.edit_button)
    space(qtbot, window, form(window, PledgeForm).delete_button)
    assert len(facts(window, PLEDGES)) == 1
    assert len(facts(window, RECIPIENTS)) == 3


def test_a_waiver_lowers_what_is_asked(qtbot: QtBot, window: MainWindow) -> None:
    tab(qtbot, window, "pledge")
    space(qtbot, window, view(window).parts.pledge.waivers.add_button)
    made = form(window, WaiverForm)
    write(made.first, "2026-03")
    write(made.last, "2026-02")
    press(qtbot, window, Key.Key_Return)
    assert "comes before the first" in made.last_row.message
    assert "Say who approved it" in made.approver_row.message
    write(made.last, "2026-04")
    write(made.approver, "The board")
    press(qtbot, window, Key.Key_Return)
    (waiver,) = facts(window, WAIVERS)
    assert (waiver.first_period, waiver.last_period, waiver.cents) == ("2026-03", "2026-04", None)
    march = view(window).shown_detail.months[2]
    assert (march.settled.waived_cents, march.settled.state) == (3_416_66, "waived")
    undone(qtbot, window)
    assert facts(window, WAIVERS) == []


@pytest.mark.parametrize(
    "opener",
    ["edit_slip", "edit_term", "edit_official", "edit_waiver", "edit_pledge", "declare",
     "edit_family", "edit_candidacy", "edit_unit"],
)  # fmt: skip
def test_tab_follows_the_fields_of_every_form(
    qtbot: QtBot, window: MainWindow, opener: str
) -> None:
    getattr(view(window).editing, opener)()
    settled(qtbot, window)
    made = form(window, DrawerForm)
    for field in made.fields:
        assert field.hasFocus(), field.accessibleName()
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)


# --- what if


def test_what_if_answers_with_the_year_and_saves_nothing(qtbot: QtBot, window: MainWindow) -> None:
    tab(qtbot, window, "if")
    asked = view(window).parts.what_if
    rows = {one.name: one for one in asked.model.rows}
    assert rows["Fellowship Action"].after_cents == 5_000_00
    first = asked._places[0]
    write(first.tier, "9")
    qtbot.waitUntil(lambda: "Nothing changes." not in words_of(asked.result_card))
    settled(qtbot, window)
    rows = {one.name: one for one in asked.model.rows}
    assert rows["Fellowship Party"].after_cents == 0
    assert rows["Fellowship Party"].before_cents == 6_583_34
    assert "Fellowship Voice" in words_of(asked.result_card)
    asked.also.setFocus()
    press(qtbot, window, Key.Key_End)
    qtbot.waitUntil(lambda: "Fellowship Institute" in words_of(asked.result_card))
    asked.start_over()
    settled(qtbot, window)
    assert "Nothing changes." in words_of(asked.result_card)
    assert window.desk.undo_status().undo != "What if"
    view(window).year.setCurrentIndex(view(window).year.findData(2025))
    settled(qtbot, window)
    assert "2025 is over" in asked.problem.text


# --- who may


def test_who_only_looks_sees_neither_pay_nor_promise(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    let_in_fellowship(location, {"ada": "treasurer", "vi": "viewer"})
    window = window_over(qtbot, location, settings, who="vi", page="remittances")
    with window.desk.book.read() as connection:  # type: ignore[attr-defined]
        (winter, _summer) = OFFICIALS.of(connection, find_entity(connection, "party").id)
    page(window).show_official(winter.id)
    settled(qtbot, window)
    assert "you may not see and keep officials’ pay and promises" in words_of(page(window))
    assert "Winter" not in words_of(page(window))


@pytest.mark.parametrize(
    "opener",
    ["edit_slip", "edit_term", "edit_official", "edit_waiver", "edit_pledge", "declare",
     "edit_family", "edit_candidacy", "edit_unit"],
)  # fmt: skip
def test_no_form_is_wider_than_the_drawer_in_large_text(
    qtbot: QtBot, window: MainWindow, theme: Theme, opener: str
) -> None:
    theme.set_text_size(130)
    getattr(view(window).editing, opener)()
    settled(qtbot, window)
    made = form(window, DrawerForm)
    assert made.minimumSizeHint().width() <= window.drawer.width() - 16
