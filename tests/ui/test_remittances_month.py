"""A month of forty officials by keyboard: due, proposed, signed, received, and what stops it.

The walk counts its keys and fails when anything would have needed the mouse.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ledger.room import open_book
from financedesk.remittances.month_run import (
    FULFILLED,
    NOT_PROPOSED,
    PROPOSED,
    SIGNED,
)
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.pledges import PLEDGES, PledgeStep, move_pledge
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import DECLARED
from financedesk.rules.dues_standing import WAIVED
from financedesk.ui.book_desk import book_desk
from financedesk.ui.pages.contributions import Contributions
from financedesk.ui.pages.remittances import Remittances
from financedesk.ui.pages.remittances_run import RunView
from financedesk.ui.pages.remittances_run_forms import SignedForm, WaiverForm
from financedesk.ui.pages.remittances_run_proposal import ProposalPanel
from financedesk.ui.pages.subjects import RunDues
from financedesk.ui.shell import MainWindow
from tests.remittances.fellowship import CAP, councillor, fellowship_at, gift, keeper, paid, pledge
from tests.ui.money_books import TODAY, let_in, settled, window_over
from tests.ui.reading import press, words_of
from tests.ui.remittance_books import (
    OFFICIALS as MANY,
)
from tests.ui.remittance_books import (
    due_cents,
    give,
    last_name,
    month_book,
    rows_of,
    sign_month,
    states_of,
)

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
FEW = 4


class Mouse(QObject):
    """Counts what a mouse would have done."""

    PRESSED = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick})

    def __init__(self) -> None:
        super().__init__()
        self.clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count presses of buttons and let everything pass."""
        self.clicks += event.type() in self.PRESSED
        return super().eventFilter(watched, event)


class Hands:
    """Two hands on the keyboard of a window: each key is counted and its work awaited."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.keys = qtbot, window, 0

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, wait: bool = True) -> None:
        """Press a key wherever the keyboard is."""
        press(self.window, key, *modifiers)
        self.keys += 1
        if wait:
            settled(self.qtbot, self.window)

    def type(self, words: str) -> None:
        """Type words into the field that has the keyboard."""
        place = QApplication.focusWidget()
        assert place is not None
        QTest.keyClicks(place, words)
        self.keys += len(words)


@pytest.fixture
def mouse(qapp: QApplication) -> Iterator[Mouse]:
    """Whatever presses of mouse buttons there are."""
    made = Mouse()
    qapp.installEventFilter(made)
    yield made
    qapp.removeEventFilter(made)


@pytest.fixture
def few(tmp_path: Path) -> str:
    """A book of four officials, for what does not need forty."""
    return month_book(tmp_path, FEW)


def run_window(qtbot: QtBot, location: str, settings: QSettings, who: str = "") -> MainWindow:
    window = window_over(qtbot, location, settings, who=who, page="remittances")
    window.go("remittances", RunDues())
    settled(qtbot, window)
    return window


def view_of(window: MainWindow) -> RunView:
    assert isinstance(window.page, Remittances)
    (found,) = window.page.findChildren(RunView)
    return found


def column_of(view: RunView, key: str) -> list[str]:
    model = view.month.model
    place = [one.key for one in model.columns].index(key)
    return [model.data(model.index(at, place)) for at in range(model.rowCount())]


def focus() -> QWidget | None:
    return QApplication.focusWidget()


# --- the walk


def test_a_treasurer_runs_a_month_of_forty_by_keyboard(
    qtbot: QtBot, tmp_path: Path, settings: QSettings, mouse: Mouse
) -> None:
    location = month_book(tmp_path)
    with open_book(location) as book:
        for place in range(30):
            give(book, place, "2026-10-05")
        give(book, 30, "2026-10-05", 150_00)
    window = window_over(qtbot, location, settings, page="dashboard")
    hands = Hands(qtbot, window)

    hands.press(Qt.Key.Key_M, CONTROL, SHIFT)  # the dues run
    view = view_of(window)
    assert focus() is view.month.table.view
    assert view.month.model.rowCount() == MANY
    assert set(column_of(view, "state")) == {"Not proposed"}
    assert view.month.figures.figures[0].value == "$12,000.00"

    hands.press(Qt.Key.Key_Return, CONTROL)  # prepare all
    assert column_of(view, "state") == ["Proposed"] * MANY
    assert set(column_of(view, "split")) == {"FP 200.00", "FP 400.00"}

    hands.press(Qt.Key.Key_S)  # signed …
    form = focus().parentWidget().window().findChild(SignedForm)  # type: ignore[union-attr]
    assert form is not None
    assert focus() is form.day
    hands.press(Qt.Key.Key_Return)  # … today
    assert column_of(view, "state") == ["Signed"] * MANY
    assert focus() is view.month.table.view

    hands.press(Qt.Key.Key_M)  # match what came
    assert focus() is view.came.table.view
    assert view.came.exact_button.text().strip() == "Take all exact (30)"
    hands.press(Qt.Key.Key_Return, CONTROL)  # take all exact ones
    assert view.came.model.rowCount() == 1
    assert "$250.00 less than was signed" in view.came.reason.text()
    hands.press(Qt.Key.Key_Return)  # and the one with another amount
    hands.press(Qt.Key.Key_Escape)  # back to the month

    assert focus() is view.month.table.view
    states = column_of(view, "state")
    assert (states.count("Fulfilled"), states.count("Signed")) == (31, 9)
    assert mouse.clicks == 0
    # Two minutes are a hundred times as much.
    assert hands.keys <= 8
    assert states_of(location) == {FULFILLED: 31, SIGNED: 9}


def test_marks_narrow_what_is_done_and_arrows_leave_them(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    window = run_window(qtbot, few, settings)
    view, hands = view_of(window), Hands(qtbot, window)
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_Up)
    hands.press(Qt.Key.Key_Space)
    assert view.month.prepare_button.text().strip() == "Prepare 2"
    assert [one.name for one in view.month.marked()] == ["Haleaa, Ada", "Haleac, Ada"]
    hands.press(Qt.Key.Key_Home)
    assert len(view.month.marked()) == 2
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert column_of(view, "state") == ["Proposed", "Not proposed"] * 2
    assert len(view.month.marked()) == 2
    hands.press(Qt.Key.Key_S)
    hands.press(Qt.Key.Key_Return)
    assert states_of(few) == {SIGNED: 2, NOT_PROPOSED: 2}


def test_each_step_is_taken_back_at_once(qtbot: QtBot, few: str, settings: QSettings) -> None:
    with open_book(few) as book:
        for place in range(FEW):
            give(book, place, "2026-10-05")
    window = run_window(qtbot, few, settings)
    hands = Hands(qtbot, window)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.press(Qt.Key.Key_S)
    hands.press(Qt.Key.Key_Return)
    hands.press(Qt.Key.Key_M)
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert states_of(few) == {FULFILLED: FEW}
    for words, left in (
        ("Take 4 payments of officials", SIGNED),
        ("Sign October 2026 for 4 officials", PROPOSED),
        ("Propose October 2026 for 4 officials", NOT_PROPOSED),
    ):
        assert window.desk.undo_status().undo == words
        hands.press(Qt.Key.Key_Z, CONTROL)
        assert states_of(few) == {left: FEW}
    assert book_desk(window).book.verify() == []


def test_proposing_can_be_stopped_and_leaves_nothing(
    qtbot: QtBot, tmp_path: Path, settings: QSettings
) -> None:
    location = month_book(tmp_path)
    window = run_window(qtbot, location, settings)
    press(window, Qt.Key.Key_Return, CONTROL)
    (job,) = (one for one in window.runner.jobs if one.title == "Proposing October 2026")
    qtbot.waitUntil(lambda: job.done > 1, timeout=20_000)
    assert job.total == MANY
    assert job.text.startswith("Hale")
    job.cancel()
    settled(qtbot, window)
    assert states_of(location) == {NOT_PROPOSED: MANY}
    assert window.desk.undo_status().undo != "Propose October 2026 for 40 officials"


def test_months_are_turned_over_and_named_by_who_asks(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    window = run_window(qtbot, few, settings)
    view, hands = view_of(window), Hands(qtbot, window)
    hands.press(Qt.Key.Key_Left, ALT)
    assert view.period == "2026-09"
    assert column_of(view, "state") == ["Not proposed", "Not proposed", "Not proposed", "Fulfilled"]
    # August of the first is older than a month by now.
    assert column_of(view, "31-60") == ["200.00", "—", "—", "—"]
    window.go("remittances", RunDues("2026-11"))
    settled(qtbot, window)
    assert view.month.head.month.choice.currentText() == "November 2026"
    assert view.month.head.made_on == date(2026, 11, 1)
    hands.press(Qt.Key.Key_Right, ALT)
    assert view.period == "2026-12"


# --- what stands in the way


def pause(location: str, place: int) -> None:
    """Pause the pledge of an official."""
    with open_book(location) as book, book.unit_of_work("Pause pledge") as unit:
        (official,) = OFFICIALS.of(unit.connection, keeper(book), reference=f"R-{place + 1}")
        (held,) = PLEDGES.of(unit.connection, keeper(book), official_id=official.id)
        step = PledgeStep(
            pledge_id=held.id, state="paused", on_date=date(2026, 10, 2), who="Ada", role="official"
        )
        move_pledge(unit, step)


def forget_declarations(location: str, place: int) -> None:
    """Take away what an official declared."""
    with open_book(location) as book, book.unit_of_work("Remove declarations") as unit:
        (official,) = OFFICIALS.of(unit.connection, keeper(book), reference=f"R-{place + 1}")
        for one in DECLARED.of(unit.connection, keeper(book), official_id=official.id):
            DECLARED.remove(unit, one.id)


def test_a_proposal_that_stops_says_why_and_where_it_is_put_right(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    forget_declarations(few, 1)
    with open_book(few) as book:
        # Paid by an entity, without a contract: counsel has to look first.
        gift(book, "voice", last_name(2), "2026-09-25", 200_00, kind="operating_expenditure")
    window = run_window(qtbot, few, settings)
    view, hands = view_of(window), Hands(qtbot, window)
    assert column_of(view, "state") == ["Not proposed", "Stopped", "Not proposed", "Not proposed"]
    hands.press(Qt.Key.Key_Return, CONTROL)
    assert column_of(view, "state") == ["Proposed", "Stopped", "Stopped", "Proposed"]
    assert "2 proposals stopped. Haleab, Ada: The declaration" in view.month.problem.text
    assert states_of(few)[PROPOSED] == 2
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    panel = window.drawer.findChild(ProposalPanel)
    assert panel is not None
    said = words_of(panel)
    assert "Ask the official to declare it anew." in said
    assert "30122" in said
    assert panel.buttons["put_right"].text() == "Put it right on the official’s page"
    panel.buttons["put_right"].setFocus()
    hands.press(Qt.Key.Key_Space)
    assert isinstance(window.page, Remittances)
    assert window.page.stack.currentWidget() is not view


def test_a_paused_pledge_is_asked_nothing(qtbot: QtBot, few: str, settings: QSettings) -> None:
    pause(few, 0)
    window = run_window(qtbot, few, settings)
    assert column_of(view_of(window), "state")[0] in ("Stopped", "Nothing due")


def test_a_draft_that_no_longer_fits_is_not_signed(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    window = run_window(qtbot, few, settings)
    view, hands = view_of(window), Hands(qtbot, window)
    hands.press(Qt.Key.Key_Return, CONTROL)
    # Meanwhile the first one gives the party all that the law lets them.
    give(book_desk(window).book, 0, "2026-10-06", 10_000_00)
    hands.press(Qt.Key.Key_S)
    hands.press(Qt.Key.Key_Return)
    assert column_of(view, "state") == ["Proposed", "Signed", "Signed", "Signed"]
    assert "1 signature not recorded" in view.month.problem.text
    assert "Haleaa, Ada: Fellowship Party" in view.month.problem.text


def test_a_day_before_the_proposal_is_no_day_of_a_signature(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    window = run_window(qtbot, few, settings)
    hands = Hands(qtbot, window)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.press(Qt.Key.Key_S)
    hands.type("10/5/2026")
    hands.press(Qt.Key.Key_Return)
    form = window.drawer.findChild(SignedForm)
    assert form is not None
    assert "10/06/2026" in form.day_row.message
    assert states_of(few) == {PROPOSED: FEW}


def test_every_line_of_a_proposal_has_room_reason_and_law(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    with open_book(few) as book:
        give(book, 3, "2026-03-01", 9_500_00)
    window = run_window(qtbot, few, settings)
    hands = Hands(qtbot, window)
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_Return)
    panel = window.drawer.findChild(ProposalPanel)
    assert panel is not None
    said = words_of(panel)
    for words in (
        "Proposed payments, to be made on Oct 6, 2026", "Fellowship Party", "100.00",
        "Federal account · room 100.00 before, 0.00 after", "All that the limit leaves",
        "Fellowship Action", "room 5,000.00 before, 4,900.00 after", "30116(a)",
        "62,400.00 net - 60,000.00 kept",
    ):  # fmt: skip
        assert words in said
    # The panel's own button proposes this one alone.
    panel.buttons["prepare"].setFocus()
    hands.press(Qt.Key.Key_Space)
    assert states_of(few) == {PROPOSED: 1, NOT_PROPOSED: 3}
    assert rows_of(few, [last_name(3)])[0].shares[0].cents == 100_00
    # The panel before it may still wait to be deleted.
    panel = window.drawer.findChildren(ProposalPanel)[-1]
    assert panel.detail.row.state == PROPOSED
    # What is proposed goes on paper, to be signed.
    panel.buttons["sheet"].setFocus()
    hands.press(Qt.Key.Key_Space)
    assert "Instruction sheet" in [
        one.currentText() for one in window.drawer.findChildren(QComboBox)
    ]


# --- waivers


def test_a_month_is_waived_with_the_class_of_its_reason(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    window = run_window(qtbot, few, settings)
    view, hands = view_of(window), Hands(qtbot, window)
    hands.press(Qt.Key.Key_W)
    form = window.drawer.findChild(WaiverForm)
    assert form is not None
    assert focus() is form.reason
    for field in form.fields[1:]:
        hands.press(Qt.Key.Key_Tab)
        assert focus() is field
    form.approver.setFocus()
    hands.press(Qt.Key.Key_Return)
    assert "nobody waives their own" in form.approver_row.message
    hands.type("Executive committee")
    hands.press(Qt.Key.Key_Return)
    assert column_of(view, "state") == ["Waived", "Not proposed", "Not proposed", "Not proposed"]
    assert column_of(view, "waived")[0] == "200.00"
    assert states_of(few)[WAIVED] == 1
    hands.press(Qt.Key.Key_Z, CONTROL)
    assert states_of(few) == {NOT_PROPOSED: FEW}


# --- receiving


def proposed_and_signed(qtbot: QtBot, window: MainWindow) -> Hands:
    hands = Hands(qtbot, window)
    hands.press(Qt.Key.Key_Return, CONTROL)
    hands.press(Qt.Key.Key_S)
    hands.press(Qt.Key.Key_Return)
    return hands


def test_somebody_else_s_payment_is_refused_in_words(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    window = run_window(qtbot, few, settings)
    hands = proposed_and_signed(qtbot, window)
    # The second one sends money under the reference of the third.
    give(book_desk(window).book, 1, "2026-10-06", due_cents(2), memo_description="R-3")
    hands.press(Qt.Key.Key_M)
    view = view_of(window)
    assert view.came.model.data(view.came.model.index(0, 4)) == "Look at it"
    assert "another name stands on it" in view.came.reason.text()
    hands.press(Qt.Key.Key_Space)
    assert "nobody gives in another’s name (52 U.S.C. 30122)" in view.came.problem.text
    assert view.came.model.rowCount() == 1
    assert states_of(few) == {SIGNED: FEW}
    hands.press(Qt.Key.Key_O)
    assert isinstance(window.page, Contributions)


def test_what_is_above_the_limit_is_taken_and_leads_to_its_remedies(
    qtbot: QtBot, few: str, settings: QSettings
) -> None:
    with open_book(few) as book:
        give(book, 3, "2026-03-01", 9_400_00)
    window = run_window(qtbot, few, settings)
    hands = proposed_and_signed(qtbot, window)
    give(book_desk(window).book, 3, "2026-10-06", 500_00)
    hands.press(Qt.Key.Key_M)
    view = view_of(window)
    assert "$300.00 of Ada Halead’s $500.00 are above the limit" in view.came.reason.text()
    hands.press(Qt.Key.Key_Return)
    # Sixty days from the day on which it came.
    assert "put it right by Dec 5, 2026" in view.came.problem.text
    assert "103.3(b)(3)" in view.came.problem.text
    assert states_of(few) == {SIGNED: 3, FULFILLED: 1}
    view.came.problem.action_wanted.emit()
    settled(qtbot, window)
    assert isinstance(window.page, Contributions)
    assert "above the giver’s limit" in words_of(window.drawer)


# --- walls


@pytest.fixture
def wide(tmp_path: Path) -> str:
    """Two officials: one gives to the party and to the issue organisation, one to the latter."""
    location = str(tmp_path / "wide.fdesk")
    with fellowship_at(location) as book:
        party = keeper(book)
        with book.unit_of_work("Add officials") as unit:
            add_schedule(unit, party, CAP)
            for name, to in (("Winter", ("party", "voice")), ("Lopez", ("voice",))):
                official_id, term_id = councillor(unit, party, name, TODAY.replace(day=1))
                paid(unit, term_id, party, TODAY.replace(day=1), 90_000_00, 62_400_00)
                recipients = [(one, "federal" if one == "party" else "operating") for one in to]
                pledge(unit, party, official_id, TODAY.replace(day=1), "councillors", recipients)
        gift(book, "party", "Winter", "2026-03-01", 9_900_00)
        sign_month(book)
        gift(book, "voice", "Lopez", "2026-10-06", 200_00)
        gift(book, "party", "Winter", "2026-10-06", 100_00)
    return location


def test_who_keeps_one_entity_alone_sees_its_payments_and_no_pay(
    qtbot: QtBot, wide: str, settings: QSettings
) -> None:
    let_in(wide, "vera", {"voice": "write", "party": "viewer"})
    window = run_window(qtbot, wide, settings, who="vera")
    view, hands = view_of(window), Hands(qtbot, window)
    # Her own entity keeps no promises; of the party's officials nothing is told.
    assert view.run is not None
    assert view.run.rows == ()
    assert "Winter" not in words_of(window)
    assert focus() is view.month.match_button
    hands.press(Qt.Key.Key_Space)
    model = view.came.model
    assert [one.payer for one in model.rows] == ["Ada Lopez"]
    assert "Still awaited: 1 payment, $100.00" in view.came.awaited.text()
    hands.press(Qt.Key.Key_Return)
    assert model.rowCount() == 0


def test_what_goes_behind_a_wall_has_no_amount(
    qtbot: QtBot, wide: str, settings: QSettings
) -> None:
    let_in(wide, "paul", {"party": "write"})
    window = run_window(qtbot, wide, settings, who="paul")
    view, hands = view_of(window), Hands(qtbot, window)
    assert column_of(view, "split") == ["behind a wall", "FP 100.00 · behind a wall"]
    hands.press(Qt.Key.Key_End)
    hands.press(Qt.Key.Key_Return)
    panel = window.drawer.findChild(ProposalPanel)
    assert panel is not None
    said = words_of(panel)
    assert "1 payment to books behind a wall" in said
    assert "Fellowship Voice" not in said
    assert column_of(view, "state") == ["Signed", "Signed"]


def test_a_viewer_is_told_who_may_see_pay(qtbot: QtBot, few: str, settings: QSettings) -> None:
    let_in(few, "ada", {"party": "write"})
    let_in(few, "vi", {"party": "viewer"})
    window = run_window(qtbot, few, settings, who="vi")
    view = view_of(window)
    assert view.run is None
    assert view.stack.currentWidget() is view.closed
    assert "Ada (treasurer) may" in words_of(view.closed)
