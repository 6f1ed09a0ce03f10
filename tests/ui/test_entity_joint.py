"""A joint fundraiser's agreement in the window: the form by keyboard, versions, what it makes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.ledger.joint_agreements import JointAgreement, agreements_of
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.room import open_book
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.entities import Entities
from financedesk.ui.pages.entity_joint_form import JointForm
from financedesk.ui.pages.entity_joint_panel import JointSection
from financedesk.ui.pages.limits import Limits
from financedesk.ui.pages.subjects import ShowEntity
from tests.ledger.prepared import book_of, copy_of
from tests.ledger.riverbend import RIVERBEND, desk_for, entity, person
from tests.ledger.test_joint_agreements import keep
from tests.ui.entering import CONTROL, Hands
from tests.ui.money_books import let_in, settled, window_over
from tests.ui.reading import words_of

JOINT = "Riverbend Joint"


def _write(location: str, *, kept: bool) -> None:
    jfc = replace(entity("joint", "jfc", "C00999995"), limit_group="")
    organisation = Organisation(name="Riverbend", entities=(*RIVERBEND.entities, jfc))
    with book_of(location, organisation) as book:
        joint = desk_for(book, "joint")
        joint.meet(person("Bird", "Bo"))
        if kept:
            keep(book, joint)


@pytest.fixture
def location(tmp_path: Path) -> str:
    location = str(tmp_path / "riverbend.fdesk")
    copy_of("joint-bare", location, lambda place: _write(place, kept=False))
    return location


@pytest.fixture
def kept(tmp_path: Path) -> str:
    location = str(tmp_path / "kept.fdesk")
    copy_of("joint-kept", location, lambda place: _write(place, kept=True))
    return location


def shown(qtbot: QtBot, location: str, settings: QSettings, who: str = "") -> Hands:
    """Show the joint committee in the drawer of Entities."""
    window = window_over(qtbot, location, settings, who, page="entities")
    hands = Hands(qtbot, window)
    one = next(one for one in window.desk.entities() if one.name == JOINT)
    window.go("entities", ShowEntity(one.entity_id or 0))
    hands.settle()
    return hands


def section_of(hands: Hands) -> JointSection:
    # The newest one: an older one may still wait for its end.
    return hands.window.drawer.findChildren(JointSection)[-1]


def form_of(hands: Hands) -> JointForm:
    return hands.window.drawer.findChildren(JointForm)[-1]


def versions(hands: Hands) -> tuple[JointAgreement, ...]:
    page = hands.window.page
    assert isinstance(page, Entities)
    ids = {one.code: one.id for one in page.desk.entity_rows()}
    with page.desk.book.read() as connection:
        return agreements_of(connection, ids["joint"])


def said(hands: Hands) -> str:
    return str(hands.window.toasts.toasts[-1].accessibleName())


# --- the form


def test_an_agreement_is_entered_with_the_keyboard_and_taken_back(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    hands = shown(qtbot, location, settings)
    assert "No written agreement yet" in words_of(section_of(hands))
    section_of(hands).add_button.click()
    hands.settle()
    form = form_of(hands)
    assert hands.focus is form.first
    hands.type("2026-01-01")
    hands.tab()
    hands.type("2025-12-20")
    party, campaign = form.takers.lines
    for line, name, weight in (
        (party, "Riverbend Party", "60"),
        (campaign, "Riverbend Campaign", "35"),
    ):
        hands.go(line.who)
        line.who.lineEdit().selectAll()
        hands.type(name)
        hands.go(line.weight)
        hands.type(weight)
    assert "Adds up to 95 of 100" in form.sum.text()
    hands.enter()
    assert "add up to 95 and not to 100: 5 are missing" in form.problem.text
    hands.go(campaign.weight)
    hands.type("40")
    assert (
        "Of $1,000.00: 600.00 to Riverbend Party, 400.00 to Riverbend Campaign" in form.sum.text()
    )
    hands.enter()
    assert said(hands).startswith("Add joint fundraising agreement")
    words = words_of(section_of(hands))
    assert "Riverbend Party | 60 of 100" in words
    assert "Signed on Dec 20, 2025" in words
    (one,) = versions(hands)
    assert (one.terms.from_date, one.terms.signed_on) == ("2026-01-01", "2025-12-20")
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.settle()
    assert versions(hands) == ()


def test_tab_walks_the_form_and_a_participant_is_added_and_taken_off(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    hands = shown(qtbot, location, settings)
    section_of(hands).add_button.click()
    hands.settle()
    form = form_of(hands)
    form.takers.add_button.click()
    assert hands.focus is form.takers.lines[2].who
    outside = form.takers.lines[2]
    hands.type("Harbor for House")
    assert outside.number_row.isVisible()
    reached = [one for one in form.fields if one.isVisible() and one.isEnabled()]
    reached[0].setFocus()
    for field in reached[1:]:
        hands.tab()
        assert hands.focus is field or hands.focus.parent() is field
    hands.go(outside.number)
    hands.type("123")
    hands.go(form.note)
    hands.enter()
    assert outside.number_row.message
    outside.remove.click()
    assert len(form.takers.lines) == 2
    assert not form.takers.lines[0].remove.isEnabled()


def test_a_changed_formula_becomes_a_version_and_a_slip_is_corrected(
    qtbot: QtBot, kept: str, settings: QSettings
) -> None:
    hands = shown(qtbot, kept, settings)
    section_of(hands).add_button.click()
    hands.settle()
    form = form_of(hands)
    assert [line.weight.text() for line in form.takers.lines] == ["60", "40"]
    hands.go(form.signed)
    hands.type("2026-10-01")
    for line in form.takers.lines:
        hands.go(line.weight)
        hands.type("50")
    hands.enter()
    days = [(one.terms.from_date, one.terms.to_date) for one in versions(hands)]
    assert days == [("2026-01-01", "2026-10-05"), ("2026-10-06", "")]
    assert words_of(section_of(hands)).index("50 of 100") < words_of(section_of(hands)).index(
        "60 of"
    )
    edits = [one for one in section_of(hands).findChildren(type(section_of(hands).add_button))
             if one.text() == "Correct"]  # fmt: skip
    edits[0].click()
    hands.settle()
    form = form_of(hands)
    assert form.signed.text() == "10/01/2026"
    form.delete_button.click()
    hands.settle()
    assert len(versions(hands)) == 1
    assert hands.window.desk.undo_status().undo == "Delete joint fundraising agreement"


def test_who_may_only_look_is_told_who_can(qtbot: QtBot, kept: str, settings: QSettings) -> None:
    let_in(kept, "mo", {"joint": "read", "party": "read"})
    hands = shown(qtbot, kept, settings, "mo")
    assert not section_of(hands).add_button.isEnabled()
    assert "Ask" in section_of(hands).add_button.toolTip()
    assert "Riverbend Campaign | 40 of 100" in words_of(section_of(hands))


# --- a gift


def test_a_gift_typed_into_its_register_says_how_it_is_shared(
    qtbot: QtBot, kept: str, settings: QSettings
) -> None:
    hands = joint_register(qtbot, kept, settings)
    type_gift(hands, "14,000")
    live = hands.live()
    assert "$10,000.00 to Riverbend Party, $3,500.00 to Riverbend Campaign" in live
    assert "$500.00 fit no participant: return them by" in live
    assert "above the limit: " not in live


def test_without_an_agreement_the_live_line_says_so(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    hands = joint_register(qtbot, location, settings)
    type_gift(hands, "1,000")
    assert "No written agreement is kept for this day" in hands.live()


def test_the_drawer_of_a_joint_gift_says_whose_it_is_and_what_goes_back(
    qtbot: QtBot, kept: str, settings: QSettings
) -> None:
    with open_book(kept) as book:
        joint = desk_for(book, "joint")
        gift = joint.record("individual_receipt", joint.meet(person("Ito")), "2026-09-20",
                            14_000_00)  # fmt: skip
    hands = joint_register(qtbot, kept, settings)
    hands.page.open_entry(gift)
    hands.settle()
    words = words_of(hands.window.drawer)
    assert "$500.00 of the $14,000.00 left of it are above" in words
    assert "Riverbend Campaign | 3,500.00 | 40 of 100, which is $5,600.00" in words
    assert "Goes back to the giver | 500.00" in words


def joint_register(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    """Show the joint committee's own register."""
    window = window_over(qtbot, location, settings, page="contributions")
    one = next(one for one in window.desk.entities() if one.name == JOINT)
    window.desk.choose_entity(one.entity_id)
    settled(qtbot, window)
    assert isinstance(window.page, Contributions)
    return Hands(qtbot, window)


def type_gift(hands: Hands, amount: str) -> None:
    """Type a gift of Bo Bird into the row of entry."""
    hands.new()
    fields = hands.page.editor.fields
    hands.go(fields.donor)
    hands.donor("bird")
    hands.go(fields.amount)
    hands.type(amount)
    hands.settle()


def test_what_if_shows_the_split_and_what_goes_back(
    qtbot: QtBot, kept: str, settings: QSettings
) -> None:
    window = window_over(qtbot, kept, settings, page="limits")
    page = window.page
    assert isinstance(page, Limits)
    form = page.what_if
    form.giver_class.setCurrentIndex(form.giver_class.findData("individual"))
    names = [form.recipient.itemText(at) for at in range(form.recipient.count())]
    form.recipient.setCurrentIndex(next(at for at, name in enumerate(names) if JOINT in name))
    form.day.set_day(date(2026, 3, 1))
    form.amount.set_cents(14_000_00)
    form.ask()
    settled(qtbot, window)
    words = words_of(form.answer)
    assert "$500.00 too much" in words
    assert "How it is shared out" in words
    assert "Riverbend Party | 10,000.00 | 60 of 100" in words
    assert "Goes back to the giver | 500.00" in words
    assert "102.17(c)(5)" in words
    assert "signed on Dec 20, 2025" in words
