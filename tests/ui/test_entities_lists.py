"""Lists and data on the Entities page: what is said before saving, keys, undo, and what is late."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ledger.entities import entities
from financedesk.ledger.list_rows import ListRow, list_rows
from financedesk.ledger.list_transfers import record_list
from financedesk.ledger.members import add_member
from financedesk.ledger.room import open_book
from financedesk.ui.open_items import open_items
from financedesk.ui.pages.entities import Entities
from financedesk.ui.pages.entities_list_detail import ListPanel, PayListForm, WorthForm
from financedesk.ui.pages.entities_list_form import ListForm
from financedesk.ui.pages.entities_lists import ListsCard
from financedesk.ui.shell import MainWindow
from tests.ledger.meadow import meadow_at
from tests.ledger.test_list_transfers import sold, typed
from tests.ui.money_books import settled, window_over
from tests.ui.outlay_books import copied

KEY = Qt.Key


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with two documents: one to be paid since March, one whose worth nobody knows."""
    where = tmp_path_factory.mktemp("books") / "meadow.fdesk"
    with meadow_at(str(where)) as book, book.unit_of_work("Record lists") as unit:
        record_list(unit, sold(book, "party", "loud"))
        record_list(unit, typed(book, "strangers", "action", value_cents=0, basis=""))
    return where


@pytest.fixture
def place(written: Path, tmp_path: Path) -> Path:
    """A copy of that book for one test."""
    return Path(copied(written, tmp_path))


@pytest.fixture
def window(qtbot: QtBot, place: Path, settings: QSettings) -> MainWindow:
    return shown(qtbot, window_over(qtbot, str(place), settings))


def shown(qtbot: QtBot, window: MainWindow) -> MainWindow:
    window.go("entities")
    settled(qtbot, window)
    page_of(window).view.choose("lists")
    settled(qtbot, window)
    return window


def page_of(window: MainWindow) -> Entities:
    assert isinstance(window.page, Entities)
    return window.page


def card_of(window: MainWindow) -> ListsCard:
    return page_of(window).lists.card


def column(window: MainWindow, key: str) -> list[str]:
    model = card_of(window).model
    at = [one.key for one in model.columns].index(key)
    return [model.data(model.index(place, at)) for place in range(model.rowCount())]


def choose(field: QComboBox, words: str) -> None:
    names = [field.itemText(at) for at in range(field.count())]
    field.setCurrentIndex(next(at for at, one in enumerate(names) if words in one))


def form_of(qtbot: QtBot, window: MainWindow, giver: str, taker: str) -> ListForm:
    window.commands.run("entities.record_list")
    settled(qtbot, window)
    form = window.findChild(ListForm)
    assert form is not None
    made = form.inputs
    choose(made.giver, giver)
    choose(made.taker, taker)
    made.records.setText("1,200")
    made.fields.setText("name, address")
    made.value.set_cents(600_00)
    made.approver.setText("A. Lopez")
    settled(qtbot, window)
    return form


def press(window: MainWindow, key: Qt.Key, *, ctrl: bool = False) -> None:
    held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def button(window: MainWindow, words: str) -> QPushButton:
    found = [one for one in window.findChildren(QPushButton)
             if one.text().strip() == words and one.isVisible()]  # fmt: skip
    return found[-1]


def test_the_view_lists_documents_with_a_word_and_a_glyph_each(window: MainWindow) -> None:
    assert column(window, "state") == ["No appraisal", "Not paid"]
    assert column(window, "taker") == ["Meadow Action", "Meadow Loud"]
    assert column(window, "worth") == ["—", "600.00"]
    model = card_of(window).model
    glyphs = [one.icon(row) for one in model.columns if one.icon for row in model.rows]
    assert glyphs == ["circle-alert", "hourglass"]
    assert page_of(window).primary_action == "entities.record_list"


def test_search_filter_and_order_find_a_document(qtbot: QtBot, window: MainWindow) -> None:
    card = card_of(window)
    card.filter.set_filter("state", "overdue")
    qtbot.waitUntil(lambda: column(window, "taker") == ["Meadow Loud"])
    card.filter.clear()
    card.filter.search.setText("action")
    qtbot.waitUntil(lambda: column(window, "taker") == ["Meadow Action"])
    card.filter.search.setText("nobody")
    qtbot.waitUntil(lambda: card.empty.accessibleName() == "Nothing fits")
    card.filter.search.clear()
    qtbot.waitUntil(lambda: len(column(window, "worth")) == 2)
    places = [one.key for one in card.model.columns]
    card.model.sort(places.index("worth"), Qt.SortOrder.DescendingOrder)
    assert column(window, "worth") == ["600.00", "—"]


def test_an_empty_view_teaches(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    with meadow_at(str(tmp_path / "empty.fdesk")):
        pass
    window = shown(qtbot, window_over(qtbot, str(tmp_path / "empty.fdesk"), settings))
    empty = card_of(window).empty
    assert empty.accessibleName() == "No list has left yet"
    words = " ".join(one.text() for one in empty.findChildren(QLabel))
    assert "the wall answers before you save" in words
    button(window, "Record list or data").click()
    settled(qtbot, window)
    assert window.findChild(ListForm) is not None


def test_before_saving_a_line_says_what_will_be_posted(qtbot: QtBot, window: MainWindow) -> None:
    form = form_of(qtbot, window, "Strangers", "Action")
    choose(form.inputs.counter, "Nothing")
    settled(qtbot, window)
    assert form.line.chip.text == "A contribution in kind"
    assert "Meadow Strangers gives $600.00 in kind" in form.line.words
    assert "Leaves $4,400.00 of $5,000.00 in 2026" in form.line.words
    choose(form.inputs.counter, "A price")
    form.inputs.price.set_cents(600_00)
    settled(qtbot, window)
    assert form.line.chip.text == "At fair value"
    assert "Meadow Action pays $600.00 on" in form.line.words
    form.inputs.value.clear()
    settled(qtbot, window)
    assert form.line.chip.text == "Worth not known"
    assert "that will be a finding" in form.line.words
    form.inputs.value.set_cents(600_00)
    form.inputs.paid_on.clear()
    settled(qtbot, window)
    assert "nothing is posted before it pays" in form.line.words


def test_what_the_wall_forbids_is_said_and_refused_with_its_law(
    qtbot: QtBot, window: MainWindow
) -> None:
    form = form_of(qtbot, window, "Voice", "Party")
    choose(form.inputs.counter, "Nothing")
    settled(qtbot, window)
    assert form.line.chip.text == "Not allowed"
    assert "30118" in form.line.words
    form.save()
    settled(qtbot, window)
    assert "30118" in form.problem.text
    assert form.inputs.records.text() == "1,200", "what was typed stays"
    assert len(card_of(window).rows) == 2
    choose(form.inputs.data, "Plans")
    settled(qtbot, window)
    assert "109.21" in form.line.words
    hidden = (form.inputs.value_row, form.inputs.counter_row, form.inputs.price_row)
    assert all(one.isHidden() for one in hidden), "what may never pass has no price"
    choose(form.inputs.data, "Donor list")
    settled(qtbot, window)
    assert not form.inputs.value_row.isHidden()


def test_names_out_of_reports_are_stopped_at_the_field(qtbot: QtBot, window: MainWindow) -> None:
    form = form_of(qtbot, window, "Party", "County")
    assert form.line.chip.text == "Free"
    choose(form.inputs.origin, "Copied")
    settled(qtbot, window)
    assert form.line.chip.text == "Not allowed"
    assert "30111(a)(4)" in form.line.words
    choose(form.inputs.serves, "Something else")
    settled(qtbot, window)
    assert form.line.chip.text == "Free"


def test_enter_records_both_sides_and_undo_takes_both_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    form = form_of(qtbot, window, "Strangers", "Action")
    form.inputs.price.set_cents(600_00)
    form.inputs.approver.setFocus()
    press(window, KEY.Key_Return)
    settled(qtbot, window)
    assert column(window, "state")[0] == "Old appraisal"
    assert column(window, "back")[0] == "600.00"
    assert not any(one.isVisible() for one in window.findChildren(ListForm))
    press(window, KEY.Key_Z, ctrl=True)
    settled(qtbot, window)
    assert len(card_of(window).rows) == 2
    window.commands.run("entities.record_list")
    settled(qtbot, window)
    (fresh,) = (one for one in window.findChildren(ListForm) if one.isVisible())
    assert fresh.inputs.records.text() == "", "what was saved is no draft any more"


def test_a_condition_asks_who_declared_it(qtbot: QtBot, window: MainWindow) -> None:
    form = form_of(qtbot, window, "Institute", "Voice")
    choose(form.inputs.counter, "Nothing")
    settled(qtbot, window)
    assert form.line.chip.text == "On a condition"
    assert form.inputs.declaration.is_asked
    form.save()
    assert form.inputs.declaration.who_row.message
    form.inputs.declaration.words.setText("For education only")
    form.inputs.declaration.who.setText("A. Lopez")
    settled(qtbot, window)
    assert form.line.chip.text == "A contribution in kind"
    assert form.inputs.declaration.is_asked, "it stays to be read and changed"
    form.save()
    settled(qtbot, window)
    assert column(window, "state")[0] == "Old appraisal"
    assert column(window, "given")[0] == "600.00"


def test_somebody_outside_is_named_with_what_they_are(qtbot: QtBot, window: MainWindow) -> None:
    form = form_of(qtbot, window, "Strangers", "Somebody outside")
    made = form.inputs
    assert made.who_row.isVisible()
    assert not made.committee_row.isVisible()
    form.save()
    assert made.who_row.message == "Say who it is."
    choose(made.giver, "Somebody outside")
    form.save()
    assert "One of the two" in made.taker_row.message
    choose(made.giver, "Strangers")
    made.who.setText("Hill Friends")
    choose(made.type, "PAC")
    made.committee.setText("c00777777")
    choose(made.counter, "Nothing")
    settled(qtbot, window)
    assert "Leaves $4,400.00" in form.line.words
    form.save()
    settled(qtbot, window)
    assert column(window, "taker")[0] == "Hill Friends"


def test_what_is_missing_is_said_at_its_field(qtbot: QtBot, window: MainWindow) -> None:
    form = form_of(qtbot, window, "Party", "Loud")
    made = form.inputs
    made.records.setText("many")
    made.fields.clear()
    made.approver.clear()
    choose(made.counter, "Another list")
    form.save()
    said = [one.message for one in (made.records_row, made.fields_row, made.approver_row,
                                    made.price_row, made.words_row)]  # fmt: skip
    assert all(said)
    assert window.focusWidget() is made.records


def test_tab_follows_the_fields_from_top_to_bottom(qtbot: QtBot, window: MainWindow) -> None:
    form = form_of(qtbot, window, "Party", "Loud")
    form.inputs.data.setFocus()
    wanted = [one for one in form.fields if one.isVisible()]
    met = []
    for _ in wanted:
        met.append(QApplication.focusWidget())
        press(window, KEY.Key_Tab)
    assert met == wanted
    for one in wanted:
        assert one.accessibleName() or one is form.save_button


def opened(qtbot: QtBot, window: MainWindow, place: int) -> ListPanel:
    card = card_of(window)
    card.table.row_opened.emit(card.rows[place].id)
    settled(qtbot, window)
    panel = window.findChild(ListPanel)
    assert panel is not None
    return panel


def test_a_price_is_paid_in_parts_from_its_drawer(qtbot: QtBot, window: MainWindow) -> None:
    panel = opened(qtbot, window, 1)
    assert panel.chip.text == "Not paid"
    button(window, "Record payment…").click()
    form = window.findChild(PayListForm)
    assert form is not None
    assert form.amount.cents == 600_00
    form.amount.set_cents(0)
    form.save()
    assert form.amount_row.message == "Enter an amount above zero."
    form.amount.set_cents(600_00)
    press(window, KEY.Key_Return)
    settled(qtbot, window)
    assert column(window, "state")[1] == "Settled"
    press(window, KEY.Key_Z, ctrl=True)
    settled(qtbot, window)
    assert column(window, "state")[1] == "Not paid"


def test_a_worth_that_is_known_later_is_entered_in_the_drawer(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, 0)
    button(window, "Enter its worth…").click()
    form = window.findChild(WorthForm)
    assert form is not None
    form.value.set_cents(800_00)
    form.day.setText("02/01/2026")
    form.words.setText("List House")
    form.save()
    settled(qtbot, window)
    assert column(window, "state")[0] == "In kind"
    assert column(window, "given")[0] == "800.00"


def test_a_document_is_deleted_with_its_entries_and_comes_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    opened(qtbot, window, 1)
    button(window, "Delete document").click()
    settled(qtbot, window)
    assert column(window, "taker") == ["Meadow Action"]
    press(window, KEY.Key_Z, ctrl=True)
    settled(qtbot, window)
    assert len(card_of(window).rows) == 2


def test_what_is_late_waits_among_the_open_items(window: MainWindow) -> None:
    desk = page_of(window).desk
    titles = [one.title for one in open_items(desk.book, desk.scope, desk.today)]
    assert "Donor list for Meadow Loud: given without its price, $600.00" in titles
    assert "Donor list for Meadow Action: given without its price" in titles


def test_a_finding_leads_to_its_document(qtbot: QtBot, window: MainWindow) -> None:
    desk = page_of(window).desk
    items = open_items(desk.book, desk.scope, desk.today)
    (late,) = (one for one in items if one.title.startswith("Donor list for Meadow Loud"))
    window.go(late.page, late.subject)
    settled(qtbot, window)
    assert column(window, "taker") == ["Meadow Loud"]
    card_of(window).look_for("")
    assert len(column(window, "taker")) == 2


@pytest.fixture
def viewer(place: Path, qtbot: QtBot, settings: QSettings) -> MainWindow:
    with open_book(place) as book:
        with book.read() as connection:
            ids = {one.code: one.id for one in entities(connection)}
        with book.unit_of_work("Add members") as unit:
            every = dict.fromkeys(ids.values(), "treasurer")
            add_member(unit, login="ada", name="Ada", rights=every, own_name="Ada")
            add_member(unit, login="vic", name="Vic", rights={ids["party"]: "viewer"},
                       own_name="Vic")  # fmt: skip
    return shown(qtbot, window_over(qtbot, str(place), settings, who="vic"))


def test_who_only_looks_sees_own_documents_and_why_nothing_may_change(
    qtbot: QtBot, viewer: MainWindow
) -> None:
    assert column(viewer, "taker") == ["Meadow Loud"]
    panel = opened(qtbot, viewer, 0)
    changing = [one for one in panel.buttons if "entries" not in one.text()]
    assert changing
    assert not any(one.isEnabled() for one in changing)
    assert all(one.toolTip() for one in changing)


def test_rows_tell_the_same_from_either_side(place: Path) -> None:
    with open_book(place) as book, book.read() as connection:
        ids = {one.code: one.id for one in entities(connection)}
        sides: list[ListRow] = []
        for code in ("party", "loud"):
            sides += list_rows(connection, [ids[code]], date(2026, 4, 10))
    gave, took = sides
    assert (gave.giver, gave.taker, gave.state) == (took.giver, took.taker, took.state)
