"""The list of donors in use: search, open, correct, take back, go on; and the walls around it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger import tables
from financedesk.ledger.donors_limits import LimitUse
from financedesk.ledger.room import open_book
from financedesk.ui.pages.donor_detail import DonorView
from financedesk.ui.pages.donor_form import DonorForm
from financedesk.ui.pages.donor_limits import LimitBar
from financedesk.ui.pages.donors import Donors
from financedesk.ui.pages.subjects import ShowDonor, ShowDonors
from financedesk.ui.shell import MainWindow
from tests.ledger.riverbend import desk_for
from tests.ui.money_books import empty_book, large_book, let_in, settled, small_book, window_over
from tests.ui.reading import column_of, press, words_of


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> MainWindow:
    return at_donors(qtbot, window_over(qtbot, small_book(tmp_path), settings, page="donors"))


def at_donors(qtbot: QtBot, made: MainWindow) -> MainWindow:
    made.go("donors")
    settled(qtbot, made)
    return made


@pytest.fixture
def page(window: MainWindow) -> Donors:
    return donors_of(window)


def donors_of(window: MainWindow) -> Donors:
    assert isinstance(window.page, Donors)
    return window.page


def write(text: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def form_of(window: MainWindow) -> DonorForm:
    assert isinstance(window.drawer.content, DonorForm)
    return window.drawer.content


def view_of(window: MainWindow) -> DonorView:
    assert isinstance(window.drawer.content, DonorView)
    return window.drawer.content


def open_by(qtbot: QtBot, window: MainWindow, name: str, tab: str = "") -> DonorView:
    page = donors_of(window)
    page.open_donor(page.model.row_id(column_of(page, "name").index(name)), tab=tab)
    settled(qtbot, window)
    return view_of(window)


def test_the_newest_givers_come_first_with_what_matters(page: Donors) -> None:
    assert column_of(page, "name") == ["Mo Teller", "Ben Okoro", "Ana Ruiz", "Ada Lopez"]
    assert column_of(page, "aggregate") == ["10.00", "500.00", "0.00", "225.00"]
    assert column_of(page, "gifts") == ["1", "1", "1", "2"]
    assert column_of(page, "marks") == ["", "Missing info", "Refunded", ""]
    assert page.table.totals.words == "4 donors · 775.00"


def test_a_day_with_the_keyboard_alone(qtbot: QtBot, window: MainWindow, page: Donors) -> None:
    press(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    write("okoro")
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert column_of(page, "name") == ["Ben Okoro"]
    page.table.view.setFocus()
    press(window, Qt.Key.Key_Home)
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.drawer.title == "Ben Okoro"
    press(window, Qt.Key.Key_F2)
    form = form_of(window)
    assert form.words["employer"].hasFocus()
    write("Ferry Works")
    press(window, Qt.Key.Key_Tab)
    write("Pilot")
    press(window, Qt.Key.Key_Tab)
    write("1 Elm St")
    press(window, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert view_of(window).tab == "details"
    assert "Ferry Works" in words_of(window.drawer, seen=True)
    assert column_of(page, "marks") == [""]
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    assert "Ferry Works" not in words_of(window.drawer, seen=True)
    assert column_of(page, "marks") == ["Missing info"]
    page.filter.clear()
    settled(qtbot, window)
    view_of(window).edit_button.setFocus()
    press(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, window)
    assert window.drawer.title == "Ana Ruiz"
    press(window, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, window)
    assert window.drawer.title == "Ben Okoro"
    press(window, Qt.Key.Key_Escape)
    assert window.drawer.title == ""


def test_control_enter_saves_and_opens_the_next_one(
    qtbot: QtBot, window: MainWindow, page: Donors
) -> None:
    view = open_by(qtbot, window, "Ben Okoro")
    view.edit_wanted.emit()
    form_of(window).words["phone"].setText("541 555 0100")
    press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    assert window.drawer.title == "Edit Ana Ruiz"
    assert form_of(window).words["employer"].hasFocus()


def test_what_is_wrong_is_said_at_its_field(window: MainWindow, qtbot: QtBot) -> None:
    open_by(qtbot, window, "Ada Lopez").edit_wanted.emit()
    form = form_of(window)
    form.words["last_name"].clear()
    form.valid_from.setText("13/45")
    form.save()
    assert form.rows["last_name"].message == "A donor needs a name."
    assert "10/06/2026" in form.rows["valid_from"].message
    assert form.words["last_name"].hasFocus()


def test_tab_goes_through_the_form_in_reading_order(window: MainWindow, qtbot: QtBot) -> None:
    open_by(qtbot, window, "Ada Lopez").edit_wanted.emit()
    form = form_of(window)
    order: list[QWidget] = [form.words["first_name"]]
    while len(order) < 18:
        here = order[-1].nextInFocusChain()
        while not (here.focusPolicy() & Qt.FocusPolicy.TabFocus) or not here.isVisible():
            here = here.nextInFocusChain()
        order.append(here)
    words = form.words
    assert order == [
        words["first_name"], words["middle_name"], words["last_name"], words["suffix"],
        words["employer"], words["occupation"], words["street_1"], words["street_2"],
        words["city"], words["state"], words["zip"], words["email"], form.consents["email"],
        words["phone"], form.consents["phone"], form.valid_from, form.save_button,
        form.next_button,
    ]  # fmt: skip


def test_a_move_is_told_with_its_day_and_consent_with_it(
    qtbot: QtBot, window: MainWindow, page: Donors
) -> None:
    open_by(qtbot, window, "Ada Lopez").edit_wanted.emit()
    form = form_of(window)
    form.words["city"].setText("Astoria")
    form.valid_from.setText("9/1/2026")
    form.consents["email"].setCurrentIndex(1)
    form.save()
    settled(qtbot, window)
    told = words_of(window.drawer, seen=True)
    assert "Now · True since Sep 1, 2026" in told
    assert "Yes, since Oct 6, 2026" in told
    assert told.count("1 entry names this version.") == 2
    view_of(window).tabs.choose("history")
    assert "City: Salem → Astoria" in words_of(window.drawer, seen=True)
    assert window.desk.undo_status().undo == "Edit Ada Lopez"


def test_giving_opens_its_entries_in_the_register(
    qtbot: QtBot, window: MainWindow, page: Donors
) -> None:
    view = open_by(qtbot, window, "Ada Lopez")
    assert "$225.00 of $10,000.00" in words_of(view, seen=True)
    entry = view.detail.listed[0].id
    view.entry_opened.emit(entry)
    settled(qtbot, window)
    assert type(window.page).__name__ == "Contributions"
    assert window.drawer.title == "Ada Lopez"


def test_somebody_is_added_before_the_first_gift(
    qtbot: QtBot, window: MainWindow, page: Donors
) -> None:
    window.commands.run("donors.add")
    settled(qtbot, window)
    form = form_of(window)
    assert form.words["first_name"].hasFocus()
    form.who.setCurrentIndex(form.who.findData("ORG"))
    assert form.words["name"].isVisible()
    assert not form.words["employer"].isVisible()
    form.words["name"].setText("Salem Bakery")
    QTest.keyClick(form.words["name"], Qt.Key.Key_Return)
    settled(qtbot, window)
    assert window.drawer.title == "Salem Bakery"
    assert "30118" in words_of(window.drawer, seen=True)
    assert "Salem Bakery" in column_of(page, "name")
    window.commands.run("edit.undo")
    settled(qtbot, window)
    assert "Salem Bakery" not in column_of(page, "name")
    assert window.drawer.title == ""


def test_what_is_filed_is_said_to_stay(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    location = small_book(tmp_path)
    with open_book(location) as book:
        entity = desk_for(book, "party").entity.id
        with book.read() as connection:
            column = tables.item.c
            item = connection.execute(
                tables.item.select().where(column.amount_cents == 500_00)
            ).one()
        with book.unit_of_work("File") as unit:
            filing = unit.insert(
                tables.filing,
                {"entity_id": entity, "form": "F3X", "report_code": "M10", "state": "filed",
                 "from_date": "2026-10-01", "to_date": "2026-10-31", "version": 0,
                 "recorded_at": "2026-11-20T00:00:00Z"},
            )  # fmt: skip
            unit.insert(
                tables.filing_item,
                {"entity_id": entity, "filing_id": filing, "item_id": item.id, "line": "SA11AI",
                 "itemised": 1, "amount_cents": 500_00},
            )  # fmt: skip
    window = at_donors(qtbot, window_over(qtbot, location, settings, page="donors"))
    view = open_by(qtbot, window, "Ben Okoro", tab="details")
    assert "Locked: 1 entry stands in filed reports" in words_of(view, seen=True)
    view.edit_wanted.emit()
    form = form_of(window)
    assert "will stay as filed" in words_of(form, seen=True)
    form.words["employer"].setText("Ferry Works")
    form.save()
    settled(qtbot, window)
    said = [toast.accessibleName() for toast in window.toasts.toasts]
    assert any("keep what was filed" in words for words in said)


def test_a_member_of_one_entity_never_meets_anothers_donors(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = small_book(tmp_path)
    let_in(location, "mo", {"campaign": "write"})
    with open_book(location) as book, book.read() as connection:
        hidden = connection.execute(
            tables.contact.select().where(tables.contact.c.last_name == "Okoro")
        ).one()
    window = at_donors(qtbot, window_over(qtbot, location, settings, who="mo", page="donors"))
    page = donors_of(window)
    assert column_of(page, "name") == ["Mo Teller"]
    assert page.table.totals.words == "1 donor · 10.00"
    window.go("donors", ShowDonor(hidden.card_id))
    settled(qtbot, window)
    assert window.drawer.title == ""
    assert page.source.rows([hidden.card_id]) == [None]
    for text in ("okoro", "lopez", "bend"):
        window.go("donors", ShowDonors(text=text))
        settled(qtbot, window)
        assert column_of(page, "name") == []
        assert page.table.is_empty


def test_letters_are_listed_for_whom_has_to_be_asked(
    qtbot: QtBot, window: MainWindow, page: Donors, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "letters.csv"
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_asked: (str(place.with_suffix("")), "")
    )
    window.commands.run("donors.letters")
    settled(qtbot, window)
    lines = place.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Ben Okoro" in lines[1]
    assert "1 letter listed in letters.csv" in window.toasts.toasts[-1].accessibleName()


def test_a_file_with_people_of_several_entities_says_what_it_may_not_serve(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "people.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(place), "csv"))
    for entity_id, mixed in ((None, True), (window.desk.entities()[1].entity_id, False)):
        window.desk.choose_entity(entity_id)
        settled(qtbot, window)
        for command in ("donors.letters", "table.export"):
            window.commands.run(command)
            settled(qtbot, window)
            said = window.toasts.toasts[-1].accessibleName()
            assert ("across a wall none may use another’s" in said) == mixed, command


def test_missing_information_is_a_filter_that_empties_well(
    qtbot: QtBot, window: MainWindow, page: Donors
) -> None:
    window.go("donors", ShowDonors((("flag", "missing"),)))
    settled(qtbot, window)
    assert column_of(page, "name") == ["Ben Okoro"]
    window.desk.choose_entity(
        next(one.entity_id for one in window.desk.entities() if "Campaign" in one.name)
    )
    settled(qtbot, window)
    assert page.empty.accessibleName() == "Nobody has to be asked"


def test_an_empty_book_teaches(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    window = at_donors(qtbot, window_over(qtbot, empty_book(tmp_path), settings, page="donors"))
    page = donors_of(window)
    assert page.table.is_empty
    assert page.empty.accessibleName() == "No donors yet"
    page.empty.link_wanted.emit()
    settled(qtbot, window)
    assert window.drawer.title == "Add donor"


def test_a_read_only_book_lets_look_and_not_write(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = small_book(tmp_path)
    with open_book(location):
        window = at_donors(qtbot, window_over(qtbot, location, settings, page="donors"))
        view = open_by(qtbot, window, "Ada Lopez")
        assert not view.edit_button.isEnabled()
        press(window, Qt.Key.Key_F2)
        assert window.drawer.title == "Ada Lopez"
        window.close()
        window.desk.close()


def test_a_thousand_donors_are_sorted_and_stepped_through(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    window = at_donors(
        qtbot, window_over(qtbot, large_book(tmp_path, 3_000), settings, page="donors")
    )
    page = donors_of(window)
    assert page.model.rowCount() == 1_000
    keys = [column.key for column in page.model.columns]
    page.model.sort(keys.index("name"), Qt.SortOrder.AscendingOrder)
    settled(qtbot, window)
    assert column_of(page, "name")[:2] == ["Kim Name0000", "Kim Name0001"]
    open_by(qtbot, window, "Kim Name0999").step_wanted.emit(1)
    settled(qtbot, window)
    assert window.drawer.title == "Kim Name0999"
    assert "last donor" in window.toasts.toasts[-1].accessibleName()


@pytest.mark.parametrize(
    ("used", "allowed", "says"),
    [(400_00, 1_000_00, "$600.00 left"), (1_200_00, 1_000_00, "$200.00 over the limit"),
     (0, None, "Nobody knows")],
)  # fmt: skip
def test_the_limit_bar_speaks(used: int, allowed: int | None, says: str) -> None:
    use = LimitUse(
        entity_id=1, window="in 2026", used_cents=used, allowed_cents=allowed,
        words="Nobody knows.", citation="", provisional=True,
    )  # fmt: skip
    bar = LimitBar(use, "Riverbend Party")
    assert says in bar.accessibleName()
    assert ("not published" in bar.accessibleName()) == (allowed is not None)


def test_everything_that_can_be_reached_has_a_name(
    qtbot: QtBot, window: MainWindow, page: Donors
) -> None:
    for show in (lambda: open_by(qtbot, window, "Ada Lopez"), page.add):
        show()
        unnamed = [
            type(widget).__name__
            for widget in window.findChildren(QWidget)
            if widget.isVisible()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not widget.accessibleName()
            and not (isinstance(widget, QPushButton) and widget.text())
            and not widget.objectName().startswith("qt_")
        ]
        assert unnamed == []
