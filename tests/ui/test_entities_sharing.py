"""Shared costs on the Entities page: what empty lists teach, agreements and timesheets."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ledger.cost_timesheets import timesheets
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import open_book
from financedesk.ui.open_items import open_items
from financedesk.ui.pages.entities_sharing import AGREEMENTS, INVOICES, TIMESHEETS
from financedesk.ui.pages.entities_sharing_forms import (
    AgreementForm,
    points_words,
    read_points,
)
from financedesk.ui.pages.entities_sharing_invoice import InvoiceForm
from financedesk.ui.pages.entities_sharing_timesheet import TimesheetForm, read_minutes
from financedesk.ui.pages.subjects import ShareCosts
from tests.ui.money_books import TODAY, settled
from tests.ui.outlay_books import CONTROL, focused, press, said, tab_to
from tests.ui.sharing_hands import (
    agreement_form,
    begin,
    choose,
    copied,
    page_of,
    shown,
    timesheet_form,
    window_on,
    write_books,
)
from tests.ui.test_entities import type_in

Key = Qt.Key


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_books(tmp_path_factory.mktemp("books"))


@pytest.fixture
def location(written: Path, tmp_path: Path) -> str:
    """A book of entities that share nothing yet."""
    return copied(written, "bare", tmp_path)


@pytest.fixture
def shared(written: Path, tmp_path: Path) -> str:
    """A book with two agreements, a month and two invoices, of which one is overdue."""
    return copied(written, "shared", tmp_path)


# --- what is there, and what is not yet


def test_empty_lists_teach_and_begin(qtbot: QtBot, location: str, settings: QSettings) -> None:
    window = window_on(qtbot, location, settings)
    card = page_of(window).sharing.card
    for listed, form in ((AGREEMENTS, AgreementForm), (TIMESHEETS, TimesheetForm),
                         (INVOICES, InvoiceForm)):  # fmt: skip
        card.listed.choose(listed)
        table = card.tables[listed]
        assert table.is_empty
        buttons = [one for one in table.empty.findChildren(QPushButton) if one.isVisible()]
        assert len(buttons) == 1
        buttons[0].click()
        settled(qtbot, window)
        assert window.drawer.findChild(form) is not None
        assert page_of(window).primary_action == f"entities.share_{listed}"


def test_lists_say_what_is_owed_and_how_long(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    window = window_on(qtbot, shared, settings)
    first, second = shown(window, INVOICES)
    assert first[:4] == ["Open", "2026-1", "Staff time: Rent of April", "Meadow Voice"]
    assert first[4:] == [
        "19 days left", "Oct 25, 2026", "Meadow Institute", "1,500.00", "1,500.00",
    ]  # fmt: skip
    assert second[0] == "Overdue"
    assert second[4].endswith("days late")
    card = page_of(window).sharing.card
    assert card.sum.text() == "$1,750.00 owed between them"
    assert card.late.text == "1 overdue"
    assert [row[0] for row in shown(window, TIMESHEETS)] == ["Certified"]
    assert [row[0] for row in shown(window, AGREEMENTS)] == ["In force", "In force"]


def test_a_finding_leads_to_the_list(qtbot: QtBot, shared: str, settings: QSettings) -> None:
    with open_book(shared) as book:
        with book.read() as connection:
            ids = [find_entity(connection, "county").id]
        found = [one for one in open_items(book, ids, TODAY) if "Invoice B-17" in one.title]
    assert [(one.page, one.subject, one.tone) for one in found] == [
        ("entities", ShareCosts("invoices"), "bad")
    ]
    window = window_on(qtbot, shared, settings)
    window.go("dashboard")
    window.go(found[0].page, found[0].subject)
    settled(qtbot, window)
    assert page_of(window).sharing.card.isVisible()
    assert window.drawer.findChild(InvoiceForm) is None


# --- agreements


def test_an_agreement_is_typed_by_keys_and_undone(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_on(qtbot, location, settings)
    begin(qtbot, window, AGREEMENTS)
    form = agreement_form(window)
    choose(form.sides.bearer, "Institute")
    choose(form.sides.debtor, "Voice")
    assert "461 U.S. 540" in form.sides.words.text()
    assert focused() is form.title
    type_in("Research staff")
    choose(form.basis, "Fixed")
    tab_to(form.share)
    type_in("12.5")
    press(Key.Key_Return)
    settled(qtbot, window)
    assert said(window).startswith("Entered Research staff")
    (row,) = shown(window, AGREEMENTS)
    assert row[1:6] == [
        "Research staff", "Meadow Institute", "Meadow Voice", "Staff time", "Fixed, 12.50\u00a0%",
    ]  # fmt: skip
    press(Key.Key_Z, CONTROL)
    settled(qtbot, window)
    assert shown(window, AGREEMENTS) == []


def test_what_may_not_be_shared_is_said_while_it_is_chosen(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_on(qtbot, location, settings)
    begin(qtbot, window, AGREEMENTS)
    form = agreement_form(window)
    assert form.sides.problem == "", "it begins with two that may"
    choose(form.sides.bearer, "Federal account")
    choose(form.sides.debtor, "Loud")
    assert "30125(a)(2)" in form.sides.debtor_row.message
    form.title.setText("Office")
    form.save()
    settled(qtbot, window)
    assert shown(window, AGREEMENTS) == []
    choose(form.sides.bearer, "Institute")
    choose(form.sides.debtor, "Action")
    assert form.value_row.isVisible()
    choose(form.what, "Rent")
    choose(form.basis, "Usage")
    form.save()
    assert "normal charge" in form.value_row.message
    choose(form.what, "Bills of vendors")
    form.fair_value.setText("An offer")
    form.save()
    settled(qtbot, window)
    assert "may not be shared here" in form.problem.text
    assert form.title.text() == "Office"


def test_an_agreement_is_corrected_and_deleted(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    window = window_on(qtbot, shared, settings)
    card = page_of(window).sharing.card
    card.listed.choose(AGREEMENTS)
    place = next(at for at in range(2) if "25" in shown(window, AGREEMENTS)[at][5])
    card.tables[AGREEMENTS].row_opened.emit(card.agreements.row_id(place))
    settled(qtbot, window)
    form = agreement_form(window)
    assert (form.title.text(), form.share.text()) == ("Staff of the office", "25")
    form.title.setText("The office")
    form.save()
    settled(qtbot, window)
    assert "The office" in [row[1] for row in shown(window, AGREEMENTS)]
    card.tables[AGREEMENTS].row_opened.emit(card.agreements.row_id(place))
    settled(qtbot, window)
    form = agreement_form(window)
    delete = next(
        one for one in form.findChildren(QPushButton)
        if one.accessibleName() == "Delete the agreement"
    )  # fmt: skip
    delete.click()
    settled(qtbot, window)
    assert "Invoices rest on this agreement (B-17)" in form.problem.text


# --- timesheets


def test_a_month_is_typed_by_keys_and_its_shares_are_said(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_on(qtbot, location, settings)
    begin(qtbot, window, TIMESHEETS)
    form = timesheet_form(window)
    choose(form.employer, "Institute")
    assert focused() is form.person
    assert form.month.text() == "2026-09"
    type_in("Ada Lopez")
    tab_to(form.pay)
    type_in("1000")
    choose(form.lines[0].whom, "Institute")
    choose(form.lines[0].use, "Outside")
    choose(form.lines[1].whom, "Voice")
    choose(form.lines[1].use, "Outside")
    tab_to(form.lines[0].hours)
    type_in("100")
    tab_to(form.lines[1].hours)
    type_in("50:30")
    assert "Meadow Voice: 50:30 h of 150:30 h × $1,000.00 = $335.55" in form.shares.text()
    assert form.bound.isHidden(), "no bound for a charity"
    press(Key.Key_Return)
    settled(qtbot, window)
    (row,) = shown(window, TIMESHEETS)
    assert (row[0], row[2], row[4], row[7]) == (
        "Not certified", "Ada Lopez", "150:30", "1,000.00",
    )  # fmt: skip
    press(Key.Key_Z, CONTROL)
    settled(qtbot, window)
    assert shown(window, TIMESHEETS) == []


def test_the_quarter_is_said_while_it_is_typed(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_on(qtbot, location, settings)
    begin(qtbot, window, TIMESHEETS)
    form = timesheet_form(window)
    choose(form.employer, "Party")
    line, other = form.lines
    choose(line.use, "Federal")
    line.hours.setText("25")
    choose(other.use, "Administration")
    other.hours.setText("75")
    assert "Federal elections 25.0" in form.bound.text()
    assert "106.7" not in form.bound.text()
    line.hours.setText("26")
    assert "11 CFR 106.7(d)(1)" in form.bound.text()
    line.hours.setText("2x")
    form.save()
    assert form.hours_row.message == "Write hours like 40 or 40:30."


def test_hours_for_a_pac_that_has_not_paid_are_refused_with_the_law(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_on(qtbot, location, settings)
    begin(qtbot, window, TIMESHEETS)
    form = timesheet_form(window)
    choose(form.employer, "Institute")
    form.person.setText("Ada Lopez")
    form.pay.set_cents(1_000_00)
    choose(form.lines[0].whom, "Action")
    form.lines[0].hours.setText("10")
    form.save()
    settled(qtbot, window)
    assert "no invoice of its full value was paid before" in form.problem.text
    assert "4955" in form.problem.text
    assert form.person.text() == "Ada Lopez"
    assert shown(window, TIMESHEETS) == []


def test_a_month_that_was_invoiced_takes_a_certificate_alone(
    qtbot: QtBot, shared: str, settings: QSettings
) -> None:
    window = window_on(qtbot, shared, settings)
    card = page_of(window).sharing.card
    card.listed.choose(TIMESHEETS)
    card.tables[TIMESHEETS].row_opened.emit(card.timesheets.row_id(0))
    settled(qtbot, window)
    form = timesheet_form(window)
    assert "Invoice 2026-1 took its share" in form.problem.text
    assert not form.pay.isEnabled()
    form.by.setText("R. Stone")
    form.save()
    settled(qtbot, window)
    with open_book(shared, write=False) as book, book.read() as connection:
        (kept,) = timesheets(connection, [find_entity(connection, "institute").id])
    assert kept.facts.certified_by == "R. Stone"


# --- what is typed


@pytest.mark.parametrize(
    ("words", "minutes"),
    [("40", 2_400), ("40:30", 2_430), ("0.5", 30), ("40.25", 2_415), ("", None), ("4:5", None),
     ("1:60", None), ("x", None), ("1.234", None)],
)  # fmt: skip
def test_hours_are_read_without_a_fraction_of_a_minute(words: str, minutes: int | None) -> None:
    assert read_minutes(words) == minutes


@pytest.mark.parametrize(
    ("words", "points"),
    [("25", 2_500), ("12.5", 1_250), ("12.05 %", 1_205), ("100", 10_000), ("x", None),
     ("1.234", None), ("", None)],
)  # fmt: skip
def test_per_cent_is_read_and_written_back(words: str, points: int | None) -> None:
    assert read_points(words) == points
    if points is not None:
        assert read_points(points_words(points)) == points
