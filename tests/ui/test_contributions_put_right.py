"""A gift above its limit in the drawer: what may be done, both acts, and the chain of entries."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ledger import tables
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.hold_rows import open_hold
from financedesk.ledger.room import open_book
from financedesk.ui.pages.contribution_correction_forms import (
    CorrectionForm,
    ReattributeForm,
    RedesignateForm,
)
from financedesk.ui.pages.contribution_detail import EntryDetail
from financedesk.ui.pages.contribution_remedies import RemediesSection
from financedesk.ui.pages.subjects import ShowLimits
from tests.ledger.prepared import copy_of
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ui.entering import CONTROL, Hands
from tests.ui.money_books import let_in, settled, window_over
from tests.ui.reading import words_of

SHIFT = Qt.KeyboardModifier.ShiftModifier


def _write(location: str) -> None:
    """Make a book with a gift of 5,000.00 for a primary that is to come, and one to the party."""
    with riverbend_at(location) as book:
        campaign, party = desk_for(book, "campaign"), desk_for(book, "party")
        with book.unit_of_work("Enter election") as unit:
            values = {"entity_id": campaign.entity.id, "code": "P2026", "held_on": "2026-10-20"}
            unit.insert(tables.election, values)
        campaign.meet(person("Bird", "Bo"))
        lopez = campaign.meet(person("Lopez"))
        campaign.record("individual_receipt", lopez, "2026-09-20", 5_000_00)
        party.record("individual_receipt", party.meet(person("Okoro", "Ben")), "2026-09-21",
                     12_000_00)  # fmt: skip
        party.record("individual_receipt", party.meet(person("Ruiz", "Ana")), "2026-09-22", 50_00)


@pytest.fixture
def location(tmp_path: Path) -> str:
    location = str(tmp_path / "riverbend.fdesk")
    copy_of("above", location, _write)
    return location


@pytest.fixture
def hands(qtbot: QtBot, location: str, settings: QSettings) -> Hands:
    return Hands(qtbot, window_over(qtbot, location, settings, page="contributions"))


def choose(hands: Hands, name: str) -> None:
    """Mark a row of the register."""
    model = hands.page.model
    keys = [one.key for one in model.columns]
    names = [model.data(model.index(at, keys.index("name"))) for at in range(model.rowCount())]
    hands.page.table.view.setFocus()
    hands.page.table.view.select_rows([names.index(name)], names.index(name))


def opened(hands: Hands, name: str) -> RemediesSection:
    """Open a gift with Ctrl+Enter and return what may be done about it."""
    choose(hands, name)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    found = hands.window.drawer.findChild(RemediesSection)
    assert isinstance(found, RemediesSection)
    return found


def form_of(hands: Hands) -> CorrectionForm:
    found = hands.window.drawer.findChild(CorrectionForm)
    assert isinstance(found, CorrectionForm)
    return found


def said(hands: Hands) -> str:
    return str(hands.window.toasts.toasts[-1].accessibleName())


def entry(hands: Hands) -> EntryDetail:
    # The newest one: an older one may still wait for its end.
    return hands.window.drawer.findChildren(EntryDetail)[-1]


def ways_to(hands: Hands) -> list[QPushButton]:
    """Return the buttons that open other entries of the chain, as they are shown."""
    buttons = entry(hands).findChildren(QPushButton)
    return [one for one in buttons if one.text() == "Open"]


# --- what may be done


def test_the_drawer_says_every_way_with_amount_day_and_law(hands: Hands) -> None:
    section = opened(hands, "Ada Lopez")
    words = words_of(section)
    assert "$1,500.00 of the $5,000.00 left of it are above the giver’s limit" in words
    assert "Presume it is for the general election | 1,500.00" in words
    assert "By Nov 19, 2026 · 11 CFR 110.1(b)(5)(ii)(A)" in words
    assert all(one.isEnabled() for one in section.buttons.values())
    assert list(section.buttons) == ["redesignate", "reattribute", "refund"]


def test_what_is_not_offered_says_why_and_its_button_too(hands: Hands) -> None:
    section = opened(hands, "Ben Okoro")
    assert "Not open for this gift" in words_of(section)
    # One reason closes both ways to another election, and is said once.
    assert words_of(section).count("there is no election to name") == 1
    button = section.buttons["redesignate"]
    assert not button.isEnabled()
    assert "calendar year" in button.toolTip()
    assert button.accessibleDescription() == button.toolTip()
    assert section.buttons["reattribute"].isEnabled()


def test_a_gift_within_its_limit_has_no_such_section(hands: Hands) -> None:
    choose(hands, "Ana Ruiz")
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.settle()
    assert hands.window.drawer.findChild(RemediesSection) is None
    hands.window.commands.run("contributions.redesignate")
    hands.settle()
    assert "nothing to put right" in said(hands)


def test_who_may_only_look_is_told_who_can(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    let_in(location, "mo", {"campaign": "read", "party": "read"})
    hands = Hands(qtbot, window_over(qtbot, location, settings, "mo", page="contributions"))
    section = opened(hands, "Ada Lopez")
    assert not any(one.isEnabled() for one in section.buttons.values())
    assert "Ask who keeps the walls" in section.buttons["refund"].toolTip()


# --- another election


def test_an_excess_is_presumed_for_the_general_by_keys_and_taken_back(hands: Hands) -> None:
    choose(hands, "Ada Lopez")
    hands.press(Qt.Key.Key_R, CONTROL | SHIFT)
    hands.settle()
    form = form_of(hands)
    assert isinstance(form, RedesignateForm)
    assert hands.focus is form.election
    assert (form.election.currentText(), form.amount.text()) == ("G2026", "1,500.00")
    assert (form.how_code, form.presuming.isChecked()) == ("presumed", True)
    assert "$1,500.00 counts for the general 2026" in form.live.words
    assert "Leaves $2,000.00 of $3,500.00" in form.live.words
    hands.enter()
    assert "in writing" in form.evidence_row.message
    assert hands.focus is form.evidence
    hands.type("Notice e-mailed to the giver")
    hands.enter()
    assert said(hands).startswith("$1,500.00 count for the general 2026")
    assert hands.window.desk.undo_status().undo == "Redesignate contribution"
    assert hands.window.drawer.findChild(RemediesSection) is None
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.settle()
    opened(hands, "Ada Lopez")


def test_tab_walks_the_form_and_the_live_line_says_what_is_wrong(hands: Hands) -> None:
    opened(hands, "Ada Lopez").buttons["redesignate"].click()
    hands.settle()
    form = form_of(hands)
    for field in form.fields[1:]:
        hands.tab()
        assert hands.focus is field
    hands.go(form.amount)
    hands.type("2,000.00")
    hands.settle()
    assert "Only $1,500.00 may be presumed" in " ".join(form.live.concerns)
    hands.go(form.evidence)
    hands.type("x")
    hands.enter()
    assert "Only $1,500.00 may be presumed" in form.problem.text
    hands.go(form.date)
    hands.type("2026-11-20")
    hands.settle()
    assert "sixty days ended" in " ".join(form.live.concerns)


def test_the_gift_and_its_two_memo_entries_open_one_another(hands: Hands) -> None:
    opened(hands, "Ada Lopez").buttons["redesignate"].click()
    hands.settle()
    form = form_of(hands)
    hands.go(form.evidence)
    hands.type("Notice e-mailed")
    hands.enter()
    to_pair = ways_to(hands)
    assert len(to_pair) == 2
    assert words_of(entry(hands)).count("Redesignation from P2026 to G2026: gift of") == 2
    assert "-1,500.00" in to_pair[0].accessibleName().replace("−", "-")
    to_pair[0].click()
    hands.settle()
    assert "P2026" in words_of(entry(hands))
    assert len(ways_to(hands)) == 2
    names = [one.accessibleName() for one in ways_to(hands)]
    assert any("5,000.00" in one for one in names)
    next(one for one in ways_to(hands) if "5,000.00" in one.accessibleName()).click()
    hands.settle()
    assert "$5,000.00" in words_of(entry(hands))


# --- another giver


def test_a_part_becomes_the_gift_of_somebody_known(hands: Hands) -> None:
    choose(hands, "Ada Lopez")
    hands.press(Qt.Key.Key_A, CONTROL | SHIFT)
    hands.settle()
    form = form_of(hands)
    assert isinstance(form, ReattributeForm)
    assert hands.focus is form.other
    hands.donor("bird")
    assert form.work_rows.isHidden()
    hands.settle()
    assert "counts as Bo Bird’s" in form.live.words
    hands.go(form.evidence)
    hands.type("Both signed on Oct 5")
    hands.enter()
    assert said(hands).startswith("$1,500.00 count as the gift of Bo Bird")
    assert [one.accessibleName().count("Bo Bird") for one in ways_to(hands)] == [0, 1]


def test_somebody_new_gets_a_card_with_the_same_address(hands: Hands) -> None:
    opened(hands, "Ada Lopez").buttons["reattribute"].click()
    hands.settle()
    form = form_of(hands)
    assert isinstance(form, ReattributeForm)
    hands.type("Bea")
    hands.escape() if form.other.is_open else None
    hands.go(form.evidence)
    hands.type("Both signed")
    hands.enter()
    assert "first and last name" in form.other_row.message
    hands.go(form.other)
    hands.type("Bea Lopez")
    hands.settle()
    assert "address of Ada Lopez" in form.other_row.message
    assert not form.work_rows.isHidden()
    form.work["employer"].setText("Mill")
    hands.go(form.evidence)
    hands.enter()
    assert "Bea Lopez" in said(hands)
    with hands.page.desk.book.read() as connection:
        rows = connection.execute(tables.contact.select()).all()
    (bea,) = [row for row in rows if row.first_name == "Bea"]
    assert (bea.street_1, bea.zip, bea.employer) == ("2 Oak St", "97302", "Mill")
    hands.press(Qt.Key.Key_Z, CONTROL)
    hands.settle()
    with hands.page.desk.book.read() as connection:
        rows = connection.execute(tables.contact.select()).all()
    assert "Bea" not in [row.first_name for row in rows]


# --- on hold, and from Limits


def test_the_paper_releases_a_gift_that_was_on_hold_for_its_limit(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    with open_book(location) as book:
        with book.read() as connection:
            gift = connection.execute(tables.item.select().order_by(tables.item.c.id)).first()
        assert gift is not None
        terms = HoldTerms(reason="excessive", basis="Above", since="2026-09-20", cents=1_500_00)
        with book.unit_of_work("Hold") as unit:
            place_hold(unit, gift.id, terms)
    hands = Hands(qtbot, window_over(qtbot, location, settings, page="contributions"))
    section = opened(hands, "Ada Lopez")
    assert "settle" in section.buttons
    assert "above the limit still" in section.buttons["settle"].toolTip()
    section.buttons["redesignate"].click()
    hands.settle()
    form = form_of(hands)
    assert "the hold is released" in form.live.words
    hands.go(form.evidence)
    hands.type("Notice e-mailed")
    hands.enter()
    assert "the hold is released" in said(hands)
    with hands.page.desk.book.read() as connection:
        assert open_hold(connection, gift.id) is None


def test_a_row_over_its_limit_leads_to_the_gift_and_what_may_be_done(
    qtbot: QtBot, location: str, settings: QSettings
) -> None:
    window = window_over(qtbot, location, settings, page="limits")
    window.go("limits", ShowLimits("near"))
    settled(qtbot, window)
    view = window.page.near.table.view  # type: ignore[attr-defined]
    view.setFocus()
    view.selectRow(0)
    hands = Hands(qtbot, window)
    hands.enter()
    section = hands.window.drawer.findChild(RemediesSection)
    assert isinstance(section, RemediesSection)
    assert section.found.excess_cents > 0
