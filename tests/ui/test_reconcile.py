"""The page Reconcile: its lists, what keys do with a pair, undo, statements and closed months."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from financedesk.banking.matching import take_back
from financedesk.banking.standing import standing
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import write_account
from financedesk.ledger.organisation import NewAccount
from financedesk.ledger.room import open_book
from financedesk.ledger.tables import item
from financedesk.rules.roles import VIEWER
from financedesk.ui.desk import Changes
from financedesk.ui.pages.reconcile import CLOSE, STATEMENTS, TERMS, Reconcile
from financedesk.ui.pages.reconcile_closing_forms import CloseForm, ReopenForm, ReviewForm
from financedesk.ui.pages.reconcile_evidence import PairDetail
from financedesk.ui.pages.reconcile_forms import GIFT, AsideForm, CreateForm, MissingForm
from financedesk.ui.pages.reconcile_pairs import ACCEPT, BACK, CERTAIN, SHOW
from financedesk.ui.pages.reconcile_reading import BOOKS, MATCHED, TO_DO, UNEQUAL, read_account
from financedesk.ui.pages.reconcile_transfer import TransferPairForm
from financedesk.ui.shell import MainWindow
from financedesk.ui.widgets.pair_rows import PairRow
from tests.banking.closing_house import closing_house
from tests.banking.lines import tell
from tests.ledger.riverbend import desk_for
from tests.ui.keyboard import CONTROL, Keyboard
from tests.ui.money_books import empty_book, let_in, window_over
from tests.ui.reconcile_books import february_book

Keys = Qt.Key


class Page:
    """The page over a book of its own, with the keyboard on its list."""

    def __init__(self, qtbot: QtBot, settings: QSettings, location: str, who: str = "") -> None:
        self.location, self.qtbot = location, qtbot
        self.window: MainWindow = window_over(qtbot, location, settings, who, page="reconcile")
        page = self.window.page
        assert isinstance(page, Reconcile)
        self.page = page
        self.hands = Keyboard(qtbot, self.window)
        page.pairs.focus_list()

    @property
    def rows(self) -> tuple[PairRow, ...]:
        return self.page.pairs.model.rows

    @property
    def in_hand(self) -> PairRow:
        row = self.page.pairs.view.in_hand
        assert row is not None
        return row

    @property
    def words(self) -> list[str]:
        return [one.mark.word for one in self.rows]

    def figure(self, name: str) -> int | None:
        return {one.name: one.cents for one in self.page.head.strip.figures}[name]

    def show(self, view: str) -> None:
        self.page.views.choose(view)
        self.hands.rest()
        self.page.pairs.focus_list()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        self.hands.press(key, held or Qt.KeyboardModifier.NoModifier)

    def to_row(self, words: str) -> None:
        """Go down to the row whose left or right side has these words."""
        self.press(Keys.Key_Home)
        for _ in self.rows:
            sides = (self.in_hand.left, self.in_hand.right)
            if any(side is not None and words in f"{side.title} {side.note}" for side in sides):
                return
            self.press(Keys.Key_Down)
        pytest.fail(f"No row has {words}: {self.words}")

    def undo(self) -> None:
        self.window.commands.run("edit.undo")
        self.hands.rest()


@pytest.fixture
def told(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> Page:
    return Page(qtbot, settings, february_book(tmp_path, told=True))


# --- the lists


def test_lines_stand_beside_what_they_may_be_and_every_list_has_its_own(told: Page) -> None:
    assert [one.left and one.left.title for one in told.rows] == [
        "ELM ESTATES", "ACTBLUE", "OAK CAFE", "OAK CAFE", "DEPOSIT", "MONTHLY FEE",
    ]  # fmt: skip
    assert [re.sub(r"\d+ ·", "n ·", one) for one in told.words[:4]] == [
        "Certain", "24.01 more", "Likely n · 1 more", "Likely n · 1 more",
    ]  # fmt: skip
    assert told.words[4].startswith("Likely")
    assert told.words[5] == "No match"
    payout = told.rows[1].right
    assert payout is not None
    assert (payout.title, payout.note) == (
        "ActBlue payout W20260209", "gifts 75.00 · fees 2.97",
    )  # fmt: skip
    assert told.figure("Statement") == 1423_04
    assert told.figure("Difference") == -576_96
    assert told.page.head.progress.text() == "6 to do of 7 lines"
    told.show(MATCHED)
    assert told.words == ["By hand"]
    told.show(UNEQUAL)
    assert told.words == ["24.01 more"]
    told.show(BOOKS)
    titles = {one.right.title for one in told.rows if one.right is not None}
    assert titles >= {"Elm Estates", "Oak Cafe", "ActBlue payout W20260209"}
    assert all(one.left is None for one in told.rows)
    for view in (MATCHED, BOOKS, UNEQUAL, STATEMENTS, TERMS, CLOSE):
        told.show(view)
        strip = told.page.head.strip
        assert strip.isVisible(), view
        assert told.figure("Difference") == -576_96
    # To the end of January all is done, and the tick says so.
    told.show(TO_DO)
    until = told.page.head.until
    until.setCurrentIndex(until.findData("2026-01-31"))
    until.activated.emit(until.currentIndex())
    told.hands.rest()
    assert (told.rows, told.figure("Difference")) == ((), 0)
    assert told.page.head.progress.text() == "All 1 line done"
    assert told.page.pairs.empties[TO_DO].isVisible()


def test_a_book_without_accounts_or_statements_says_what_to_do(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    page = Page(qtbot, settings, empty_book(tmp_path)).page
    assert page.parts.currentWidget() is page.empty
    assert page.empty.accessibleName() == "No statement yet"


# --- with the pair in hand


def test_each_act_leaves_the_next_line_in_hand_and_is_one_step_of_undo(told: Page) -> None:
    told.press(Keys.Key_Return)
    assert (told.in_hand.left and told.in_hand.left.title, len(told.rows)) == ("ACTBLUE", 5)
    told.press(Keys.Key_Down)
    told.press(Keys.Key_Space)
    assert told.in_hand.left is not None
    assert (told.in_hand.left.title, told.in_hand.mark.word) == ("OAK CAFE", "Certain")
    assert told.page.desk.undo_status().undo == "Match with the bank"
    told.undo()
    told.undo()
    assert len(told.rows) == 6
    assert told.page.desk.undo_status().redo == "Match with the bank"


def test_a_digit_takes_the_alternative_of_that_number(told: Page) -> None:
    told.to_row("OAK CAFE")
    case = told.page.pairs.case
    assert case is not None
    second = case.ways[1].entries[0].key
    told.press(Keys.Key_9)
    assert len(told.rows) == 6
    told.press(Keys.Key_2)
    told.show(MATCHED)
    told.to_row("OAK CAFE")
    taken = told.page.pairs.case
    assert taken is not None
    assert taken.entries == (second,)


def test_keys_in_a_row_are_written_one_after_the_other(told: Page, qtbot: QtBot) -> None:
    told.to_row("OAK CAFE")
    view = told.page.pairs.view
    for _ in range(2):
        qtbot.keyClick(view, Keys.Key_Return)
    qtbot.keyClick(view, Keys.Key_Return)
    assert told.page.acts.is_busy
    told.hands.rest()
    assert [one.left and one.left.title for one in told.rows] == [
        "ELM ESTATES", "ACTBLUE", "MONTHLY FEE",
    ]  # fmt: skip
    with open_book(told.location, write=False) as book, book.read() as connection:
        assert len(standing(connection, desk_for(book, "alder").account_id).matched) == 4


def test_a_match_is_taken_back_and_its_line_is_to_do_again(told: Page) -> None:
    told.press(Keys.Key_Return, CONTROL)
    assert len(told.rows) == 5
    told.show(MATCHED)
    told.to_row("ELM ESTATES")
    told.press(Keys.Key_U)
    told.show(TO_DO)
    assert told.words[0] == "Certain"
    told.undo()
    assert told.words[0] == "24.01 more"


def test_a_pair_opens_to_what_it_is_made_of_and_says_what_cannot_be_done_with_it(
    told: Page,
) -> None:
    told.to_row("ACTBLUE")
    told.press(Keys.Key_F2)
    detail = told.window.drawer.content
    assert isinstance(detail, PairDetail)
    names = {one.accessibleName() for one in detail.findChildren(QWidget)}
    assert {"Gifts, gross: 75.00", "Fees: −2.97", "Paid out: 72.03"} <= names
    assert sum(one.startswith("Open ") for one in names) == 4
    assert "Difference: $24.01" in names
    told.window.close_drawer()
    told.to_row("MONTHLY FEE")
    told.press(Keys.Key_U)
    told.page.matching.do(ACCEPT)
    assert [one.accessibleName() for one in told.window.toasts.toasts] == [
        "Nothing is matched here yet.", "Nothing is proposed for it; find it or create it.",
    ]  # fmt: skip
    assert len(told.rows) == 6


# --- find and match


def test_lines_and_entries_are_ticked_until_nothing_is_left(told: Page) -> None:
    told.to_row("DEPOSIT")
    told.press(Keys.Key_M)
    finder = told.page.matching.finder
    told.press(Keys.Key_Return)
    assert told.page.matching.is_finding
    told.press(Keys.Key_Escape)
    assert not told.page.matching.is_finding
    assert len(told.rows) == 6
    told.press(Keys.Key_M)
    assert told.hands.focus is finder.entries.table.view
    assert not finder.match_button.isEnabled()
    for name in ("Lee", "Day"):
        finder.entries.search.setText(name)
        told.hands.rest()
        finder.entries.table.view.setFocus()
        places = [at for at, one in enumerate(finder.entries.model.rows) if name in one.title]
        while finder.entries.table.view.currentIndex().row() != places[0]:
            told.press(Keys.Key_Down)
        told.press(Keys.Key_Space)
    assert [one.cents for one in finder.strip.figures] == [250_00, 250_00, 0]
    told.press(Keys.Key_Return)
    assert told.page.parts.currentWidget() is told.page.pairs
    told.show(MATCHED)
    assert "DEPOSIT" in {one.left.title for one in told.rows if one.left}
    assert told.figure("Difference") == -576_96 - 250_00


# --- create, set aside, transfer


def test_a_line_becomes_a_gift_with_its_giver_or_is_set_aside_with_its_reason(told: Page) -> None:
    told.to_row("DEPOSIT")
    told.press(Keys.Key_C)
    form = told.window.drawer.content
    assert isinstance(form, CreateForm)
    form.kind.setCurrentIndex(form.kind.findData(GIFT))
    told.hands.press(Keys.Key_Return)
    assert form.party.name_row.message == "Say who it was."
    form.party.type.setCurrentIndex(form.party.type.findData("ORG"))
    told.hands.fill(form.party.name, "Acme Trading")
    told.press(Keys.Key_Return)
    assert told.window.drawer.content is form
    assert form.problem.text != ""
    assert len(told.rows) == 6
    form.party.type.setCurrentIndex(form.party.type.findData("IND"))
    told.hands.fill(form.party.name, "Petra Sole")
    told.press(Keys.Key_Return)
    assert told.window.drawer.isHidden()
    told.show(MATCHED)
    told.to_row("Petra Sole")
    told.undo()
    assert "Petra Sole" not in str(told.rows)
    told.show(TO_DO)
    told.to_row("MONTHLY FEE")
    told.press(Keys.Key_X)
    form = told.window.drawer.content
    assert isinstance(form, AsideForm)
    told.hands.fill(form.why, "The bank gives it back in March")
    told.press(Keys.Key_Return)
    assert told.page.head.progress.text() == "5 to do of 7 lines"
    told.show(MATCHED)
    told.to_row("MONTHLY FEE")
    assert told.in_hand.mark.word == "Set aside"
    told.press(Keys.Key_U)
    told.show(TO_DO)
    assert told.words[-1] == "No match"


def test_a_transfer_is_matched_on_both_own_accounts(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    location = february_book(tmp_path, told=True)
    with open_book(location) as book:
        owner = desk_for(book, "alder")
        with book.unit_of_work("Open account") as unit:
            new = NewAccount(code="savings", kind="federal", opening_date="2026-01-01")
            second = account_by_id(unit.connection, write_account(unit, owner.entity.id, new))
            first = account_by_id(unit.connection, owner.account_id)
        tell(book, first, ("2026-02-20", -300_00, "TRANSFER TO SAVINGS"))
        tell(book, second, ("2026-02-20", 300_00, "TRANSFER FROM CHECKING"))
    page = Page(qtbot, settings, location)
    page.to_row("TRANSFER TO")
    page.press(Keys.Key_T)
    form = page.window.drawer.content
    assert isinstance(form, TransferPairForm)
    page.press(Keys.Key_Return)
    page.show(MATCHED)
    page.to_row("TRANSFER TO")
    page.page.show_account(second.id)
    page.hands.rest()
    assert page.words == ["By hand"]
    page.undo()
    page.show(TO_DO)
    assert page.words == ["No match"]


# --- what changes beneath it


def test_a_match_that_dropped_since_is_said(told: Page) -> None:
    told.press(Keys.Key_Return)
    desk = told.page.desk
    with desk.writing() as book, book.unit_of_work("Delete 1 entry") as unit:
        rent = select(item.c.id).where(item.c.amount_cents == 900_00)
        remove_items(unit, [unit.connection.execute(rent).scalar_one()])
    desk.announce(Changes.everything())
    told.hands.rest()
    assert told.page.dropped.text.startswith("The match of −$900.00 on Feb 5, 2026 no longer holds")
    assert told.rows[0].left is not None
    assert told.rows[0].left.title == "ELM ESTATES"


def test_who_may_only_look_sees_the_same_and_changes_nothing(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    location = february_book(tmp_path, told=True)
    let_in(location, "vera", {"alder": VIEWER})
    page = Page(qtbot, settings, location, "vera")
    assert len(page.rows) == 6
    for act in (ACCEPT, CERTAIN, BACK):
        page.page.matching.do(act)
    page.press(Keys.Key_1)
    page.page.matching.do(SHOW)
    page.hands.rest()
    assert isinstance(page.window.drawer.content, PairDetail)
    assert len(page.rows) == 6
    assert not page.page.pairs.buttons[CERTAIN].isEnabled()


# --- statements


def test_a_statement_is_typed_line_by_line_and_corrected(told: Page) -> None:
    told.show(STATEMENTS)
    statements = told.page.statements
    assert [one.told for one in statements.model.rows] == ["", ""]
    told.press(Keys.Key_N, CONTROL)
    form = statements.form
    assert form is not None
    assert (form.first.text(), form.opening.cents) == ("03/01/2026", 1423_04)
    told.hands.fill(form.lines[0].day, "never")
    told.press(Keys.Key_Return, CONTROL)
    assert form.problem.text == "Line 1: its day is missing or is none."
    told.hands.fill(form.lines[0].day, "3/9/2026")
    told.hands.fill(form.lines[0].amount, "5")
    told.press(Keys.Key_Return, CONTROL)
    assert form.last_row.message != ""
    assert statements.form is form
    told.press(Keys.Key_Escape)
    assert statements.form is None
    told.press(Keys.Key_N, CONTROL)
    assert statements.form is form
    told.hands.fill(form.last, "3/31/2026")
    told.hands.fill(form.closing, "1,400.04")
    told.hands.fill(form.lines[0].payee, "Printer")
    told.hands.fill(form.lines[0].amount, "-23.00")
    assert len(form.lines) == 2
    assert [one.cents for one in form.strip.figures] == [1400_04, 1400_04, 0]
    told.press(Keys.Key_Return, CONTROL)
    assert statements.form is None
    newest = statements.model.rows[0]
    assert (newest.file_name, newest.lines, newest.told) == ("", 1, "")
    told.press(Keys.Key_Return)
    again = statements.form
    assert again is not None
    told.hands.fill(again.closing, "1,410.04")
    told.press(Keys.Key_Return, CONTROL)
    assert statements.model.rows[0].told == "Lines and balances differ by $10.00."
    assert "differ by $10.00" in statements.gaps.text


def test_a_payout_of_which_less_was_taken_than_the_file_says(told: Page) -> None:
    told.show(UNEQUAL)
    told.press(Keys.Key_C)
    form = told.window.drawer.content
    assert isinstance(form, MissingForm)
    told.hands.fill(form.fee, "-24.01")
    assert form.ahead.text == "Then bank and books are equal."
    told.press(Keys.Key_Return)
    assert told.rows == ()


# --- processors' terms


def test_terms_are_entered_looked_at_and_taken_away_by_the_keyboard(told: Page) -> None:
    told.show(TERMS)
    terms = told.page.terms
    terms.empty.action_wanted.emit()
    form = terms.form
    assert form is not None
    told.hands.fill(form.rate, "3.955")
    told.press(Keys.Key_Return)
    assert form.rate_row.message.startswith("“3.955” is no rate")
    for field, words in ((form.since, "1/1/2026"), (form.rate, "3.95"), (form.days, "900")):
        told.hands.fill(field, words)
    told.press(Keys.Key_Return)
    assert form.problem.text == "Money is in the bank within 0 to 60 days after its payout."
    told.hands.fill(form.days, "2")
    told.press(Keys.Key_Return)
    assert told.window.drawer.content is not form
    (kept,) = terms.model.rows
    assert (kept.terms.processor, kept.terms.words) == ("actblue", "3.95 % of each gift")
    told.press(Keys.Key_Delete)
    assert terms.model.rows == ()
    told.undo()
    assert terms.model.rows == (kept,)
    told.press(Keys.Key_N)
    again = terms.form
    assert again is not None
    told.hands.fill(again.since, "1/1/2026")
    told.hands.fill(again.rate, "4")
    told.press(Keys.Key_Return)
    assert "are there already" in again.problem.text


# --- closing


def test_a_month_is_explained_closed_reviewed_by_another_and_reopened_with_a_reason(
    told: Page,
) -> None:
    told.show(CLOSE)
    closing = told.page.closing
    closing.table.view.setCurrentIndex(closing.model.index(1, 0))
    told.hands.rest()
    assert closing.shown is not None
    assert closing.shown.month.title == "January 2026"
    assert closing.tie.heading.text() == "Federal money of all accounts on Jan 31, 2026"
    assert [(one.value, one.tone) for one in closing.tie.figures.figures] == [
        ("2,000.00", "ok"), ("2,000.00", ""), ("2,000.00", "ok"),
    ]  # fmt: skip
    assert closing.tie.state.text.startswith("Bank, books and report say the same. Line 8 as")
    closing.table.view.setCurrentIndex(closing.model.index(0, 0))
    told.hands.rest()
    assert "6 lines of the bank are not in the books" in closing.hinders.text
    told_of = closing.tie.state.text.splitlines()
    assert [one.tone for one in closing.tie.figures.figures] == ["warn", "", "ok"]
    assert told_of[1] == (
        "Bank less books, Feb 5, 2026: −$900.00, bank: ELM ESTATES RENT (not in the books)"
    )
    assert told_of[-1] == "… and 1 more; Print has all of them."
    closing.close_month()
    early = told.window.drawer.content
    assert isinstance(early, CloseForm)
    early.who.setText("Ada Clerk")
    early.save()
    assert len(early.why) == 6
    assert closing.shown.month.closing is None
    told.window.close_drawer()
    closing.table.view.setCurrentIndex(closing.model.index(1, 0))
    told.hands.rest()
    closing.close_month()
    form = told.window.drawer.content
    assert isinstance(form, CloseForm)
    form.who.setText("Ada Clerk")
    form.save()
    told.hands.rest()
    told.show(MATCHED)
    told.press(Keys.Key_U)
    (refused,) = [one.accessibleName() for one in told.window.toasts.toasts][-1:]
    assert refused == "Its month is closed; reopen that under Close first."
    assert (told.words, told.rows[0].mark.icon) == (["By hand"], "lock")
    told.show(CLOSE)
    closing.review()
    review = told.window.drawer.content
    assert isinstance(review, ReviewForm)
    review.who.setText("ada  clerk")
    review.save()
    told.hands.rest()
    assert "somebody else must review it" in review.problem.text
    review.who.setText("Bo Chair")
    review.save()
    told.hands.rest()
    assert closing.shown.month.state == ("Reviewed", "ok")
    reopened(told)


def test_what_reaches_out_of_a_closed_month_is_not_locked(tmp_path: Path) -> None:
    with closing_house(tmp_path) as house:
        fee = house.fee
        house.close_march()
        house.pay("Bank of Salem", "2026-04-02", 15_00)
        found = house.seen("2026-04-30").unmatched_entries
        match = house.match([fee], [one.key for one in found if one.cents == -15_00])
        reading = read_account(house.book, house.account_id, "2026-04-30")
        locked = {one.cents: one.locked for one in reading.cases[MATCHED]}
        assert (locked.pop(-15_00), set(locked.values())) == (False, {True})
        with house.book.unit_of_work("Take back") as unit:
            take_back(unit, house.account, match)


def reopened(told: Page) -> None:
    """Reopen the month in hand, which asks why."""
    closing = told.page.closing
    assert closing.shown is not None
    closing.reopen()
    reopen = told.window.drawer.content
    assert isinstance(reopen, ReopenForm)
    reopen.who.setText("Ada Clerk")
    reopen.save()
    assert reopen.why_row.message == "Say why it is reopened."
    reopen.why.setText("A check came late")
    reopen.save()
    told.hands.rest()
    assert closing.shown.month.state == ("Open", "neutral")
