"""While something is typed, the forms say what would be found of it; nothing of it is written."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from financedesk.ledger.room import open_book
from financedesk.ui.pages.brought import PAUSE_MS
from tests.ledger.riverbend import desk_for, person
from tests.ui.entering import CONTROL, Hands, names
from tests.ui.money_books import PARTY, settled, small_book, window_over
from tests.ui.outlay_books import page_of, take, window_on_page, write_book

SHIFT = Qt.KeyboardModifier.ShiftModifier
ABROAD = "Address outside the United States. The address is in France."
FIRM = "A person with the name of an organisation. “Ada Harbor LLC” has “llc” in it."


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> Hands:
    location = small_book(tmp_path)
    with open_book(location) as book:
        party = desk_for(book, "party")
        party.meet(replace(person("Away"), country="France"))
        party.meet(person("Harbor LLC"))
    window = window_over(qtbot, location, settings, page="contributions")
    chosen = next(one for one in window.desk.entities() if one.name == PARTY)
    window.desk.choose_entity(chosen.entity_id)
    window.go("contributions")
    settled(qtbot, window)
    return Hands(qtbot, window)


def test_what_a_form_does_not_say_itself_is_told_while_a_gift_is_typed(
    qtbot: QtBot, hands: Hands
) -> None:
    hands.new()
    hands.donor("harbor")
    hands.type("50")
    live = hands.page.editor.live
    qtbot.waitUntil(lambda: any(one.startswith(FIRM) for one in live.concerns), timeout=10_000)
    assert sum(one.startswith(FIRM) for one in live.concerns) == 1
    rows = len(names(hands.page))
    assert hands.window.desk.undo_status().undo != "What this would bring"
    hands.enter()
    assert len(names(hands.page)) == rows + 1
    assert not live.concerns, "the next one is nobody's yet"


def test_a_slip_says_what_its_checks_would_bring_and_by_whom(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_E, CONTROL | SHIFT)
    hands.settle()
    panel = hands.page.deposit
    hands.type("2")
    hands.tab()
    hands.type("75")
    hands.press(Qt.Key.Key_Return)
    assert panel.brought.isHidden()
    for donor, amount in (("lopez", "25"), ("away", "50")):
        hands.donor(donor)
        hands.type(amount)
        hands.enter()
    qtbot.waitUntil(lambda: not panel.brought.isHidden(), timeout=10_000)
    assert panel.brought.words == "Once this is recorded, Compliance asks about:"
    (one,) = panel.brought.concerns
    assert one.startswith(f"Ada Away: {ABROAD} Last day: ")
    panel.remove_line(panel.lines[1])
    qtbot.waitUntil(panel.brought.isHidden, timeout=10_000)


def test_a_payment_through_a_card_asks_who_is_behind_it(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = window_on_page(qtbot, str(write_book(tmp_path)), settings)
    take(qtbot, window, "Meadow Party")
    window.commands.run("disbursements.record")
    settled(qtbot, window)
    form = page_of(window).form
    assert form is not None
    for field, words in ((form.fields.payee, "Corner Bank"), (form.fields.amount, "900")):
        field.setText(words)
    form.fields.purpose.setText("Printing of leaflets")
    lines = form.outlook.brought
    settled(qtbot, window)
    form.fields.purpose.setText("Credit card payment")
    wanted = "Nobody named behind a payment."
    qtbot.waitUntil(lambda: any(one.startswith(wanted) for one in lines.concerns), timeout=10_000)
    assert not lines.isHidden()


def test_while_a_file_comes_in_nothing_is_tried(qtbot: QtBot, hands: Hands) -> None:
    hands.new()
    with hands.page.desk.book.unit_of_work("A long import"):
        hands.donor("harbor")
        hands.type("50")
        qtbot.wait(2 * PAUSE_MS)
        assert "Looking ahead" not in [job.title for job in hands.window.runner.jobs]
    live = hands.page.editor.live
    qtbot.waitUntil(lambda: any(one.startswith(FIRM) for one in live.concerns), timeout=10_000)
