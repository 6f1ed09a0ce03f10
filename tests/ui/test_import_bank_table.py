"""A bank's CSV on the page: known by its columns, asked about, or its columns said one by one."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from financedesk.ledger import tables
from financedesk.ui.pages.imports import COLUMNS, DONE, FILE, FOUND, Imports
from tests.intake.statement_files import ofx, ofx_entry, ofx_statement
from tests.ui import import_hands
from tests.ui.import_hands import drop
from tests.ui.opened_book import Opened
from tests.ui.test_import_statement import lines_in, of, shown

book, page = import_hands.book, import_hands.page

WITH_BALANCE = (
    "Date,Description,Amount,Running Bal.\n"
    "02/03/2026,Print shop,-9.50,90.50\n02/04/2026,Deposit,100.00,190.50\n"
)
PLAIN = "Date,Description,Amount\n13.02.2026,Print shop,-9.50\n14.02.2026,Deposit,100.00\n"
UNCLEAR = "Date,Description,Amount\n03.02.2026,Print shop,-9.50\n04.02.2026,Deposit,100.00\n"
FOREIGN = (
    "Buchung,Text,Soll,Haben\n2026-02-03,Print shop,9.50,\n2026-02-04,Deposit,,100.00\n"
)  # fmt: skip
GIFTS = "Date,First name,Last name,Amount\n2026-02-03,Ann,Lee,5.00\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "bank.csv"
    path.write_text(text, encoding="utf-8")
    return path


def dropped(book: Opened, page: Imports, folder: Path, text: str) -> None:
    drop(page, written(folder, text))
    book.settle()


def answer(book: Opened, page: Imports, words: str) -> None:
    next(one for one in page.file.answers if one.text() == words).click()
    book.settle()


def kept(book: Opened) -> list[tuple[str, int, str]]:
    column = tables.statement_line.c
    query = select(column.booked_on, column.amount_cents, column.payee).order_by(column.id)
    with book.desk.book.read() as connection:
        return [(one[0], one[1], one[2]) for one in connection.execute(query)]


def keep(book: Opened, page: Imports) -> None:
    of(book, page, 1)
    assert page.next.isEnabled(), page.bank.notes.text
    page.next.click()
    book.settle()
    assert page.stepper.current == DONE


def hold(page: Imports, place: int, words: str) -> None:
    """Choose what a bank's column holds, with the keyboard."""
    columns = page.statements.columns
    columns.table.view.setFocus()
    columns.table.view.selectRow(place)
    QTest.keyClick(columns.table.view, Qt.Key.Key_Return)
    assert columns.role.hasFocus()
    at = columns.role.findText(words)
    columns.role.setCurrentIndex(at)
    columns.role.activated.emit(at)
    assert columns.table.view.hasFocus()


def test_a_table_with_a_bank_s_columns_is_a_statement(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path, WITH_BALANCE)
    assert (page.stepper.current, page.bank.isHidden()) == (FOUND, False), page.file.banner.text
    assert (shown(page)["Lines"], shown(page)["Closing balance"]) == ("2", "$190.50")
    keep(book, page)
    assert kept(book) == [("2026-02-03", -950, "Print shop"), ("2026-02-04", 10_000, "Deposit")]


def test_it_can_be_said_to_be_gifts_after_all_and_back(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path, WITH_BALANCE)
    page.bank.gifts.click()
    book.settle()
    assert (page.stepper.current, page.columns.isHidden(), page.bank.isHidden()) == (
        COLUMNS, False, True,
    )  # fmt: skip
    page.columns.statement.click()
    book.settle()
    assert (page.stepper.current, page.columns.isHidden(), page.bank.isHidden()) == (
        FOUND, True, False,
    )  # fmt: skip
    keep(book, page)
    assert lines_in(book) == 2


@pytest.mark.parametrize(("answered", "cents"), [("A minus is money out", -950),
                                                ("A minus is money in", 950)])  # fmt: skip
def test_what_may_be_either_is_asked_and_then_what_a_minus_means(
    book: Opened, page: Imports, tmp_path: Path, answered: str, cents: int
) -> None:
    dropped(book, page, tmp_path, PLAIN)
    assert (page.stepper.current, "may be a list of gifts or a bank's statement" in
            page.file.banner.text) == (FILE, True)  # fmt: skip
    answer(book, page, "A bank’s statement")
    assert "does not prove whether a minus is money out or money in" in page.file.banner.text
    assert "--minus" not in page.file.banner.text
    answer(book, page, answered)
    assert page.stepper.current == FOUND, page.file.banner.text
    keep(book, page)
    assert kept(book)[0] == ("2026-02-13", cents, "Print shop")


def test_the_order_of_days_is_asked(book: Opened, page: Imports, tmp_path: Path) -> None:
    dropped(book, page, tmp_path, UNCLEAR)
    answer(book, page, "A bank’s statement")
    assert "the day or the month first" in page.file.banner.text
    answer(book, page, "Day first: 03/04 is April 3")
    answer(book, page, "A minus is money out")
    keep(book, page)
    assert [day for day, _, _ in kept(book)] == ["2026-02-03", "2026-02-04"]


def test_the_other_answer_is_a_table_of_gifts(book: Opened, page: Imports, tmp_path: Path) -> None:
    dropped(book, page, tmp_path, PLAIN)
    answer(book, page, "A list of gifts")
    assert (page.stepper.current, page.columns.isHidden()) == (COLUMNS, False)


def test_a_table_of_donors_is_asked_nothing(book: Opened, page: Imports, tmp_path: Path) -> None:
    dropped(book, page, tmp_path, GIFTS)
    assert (page.stepper.current, page.columns.isHidden()) == (COLUMNS, False)


def test_columns_that_no_name_tells_are_said(book: Opened, page: Imports, tmp_path: Path) -> None:
    dropped(book, page, tmp_path, FOREIGN)
    assert page.stepper.current == COLUMNS
    page.columns.statement.click()
    book.settle()
    columns = page.statements.columns
    assert (page.stepper.current, columns.isHidden(), page.columns.isHidden()) == (
        COLUMNS, False, True,
    )  # fmt: skip
    assert "which column has the day" in columns.problem.text
    assert not page.next.isEnabled()
    for place, words in enumerate(("Day it was booked", "Who", "Money out", "Money in")):
        hold(page, place, words)
    assert columns.problem.text == ""
    assert [one.read.words for one in columns.model.rows] == [
        "2026-02-03", "Print shop", "9.50", "100.00",
    ]  # fmt: skip
    page.next.click()
    book.settle()
    assert page.stepper.current == FOUND, columns.problem.text
    page.back.click()
    assert (page.stepper.current, columns.isHidden()) == (COLUMNS, False)
    page.next.click()
    book.settle()
    keep(book, page)
    assert kept(book) == [("2026-02-03", -950, "Print shop"), ("2026-02-04", 10_000, "Deposit")]


def test_a_table_without_names_can_be_said_to_be_a_bank_s(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path, "2026-02-03;Print shop;-9.50;x\n2026-02-04;Deposit;100.00;y\n")
    assert (page.stepper.current, "no line of it names its columns" in page.file.banner.text) == (
        FILE, True,
    )  # fmt: skip
    answer(book, page, "A bank’s statement")
    assert [one.name for one in page.statements.columns.model.rows] == [
        "Column 1", "Column 2", "Column 3", "Column 4",
    ]  # fmt: skip
    for place, words in enumerate(("Day it was booked", "Who", "Amount, in and out")):
        hold(page, place, words)
    page.statements.columns.minus.setCurrentIndex(1)
    page.next.click()
    book.settle()
    keep(book, page)
    assert kept(book) == [("2026-02-03", -950, "Print shop"), ("2026-02-04", 10_000, "Deposit")]


def test_columns_that_do_not_hold_that_are_told_where_they_were_said(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path, FOREIGN)
    page.columns.statement.click()
    book.settle()
    hold(page, 0, "Day it was booked")
    hold(page, 1, "Amount, in and out")
    assert not page.statements.columns.model.rows[1].read.is_clear
    page.next.click()
    book.settle()
    assert page.stepper.current == COLUMNS
    assert "amount" in page.statements.columns.problem.text
    assert lines_in(book) == 0


def test_a_file_with_two_accounts_asks_which(book: Opened, page: Imports, tmp_path: Path) -> None:
    two = ofx(
        ofx_statement(ofx_entry("20260203", "1", "a"), account="1"),
        ofx_statement(ofx_entry("20260203", "2", "a"), account="2"),
    )
    path = tmp_path / "both.ofx"
    path.write_text(two, encoding="utf-8")
    drop(page, path)
    book.settle()
    of(book, page, 1)
    assert not page.next.isEnabled()
    page.bank.number.setCurrentIndex(2)
    page.bank.number.activated.emit(2)
    book.settle()
    assert (shown(page)["Lines"], shown(page)["Money in"]) == ("1", "$2.00")
    keep(book, page)
    assert [cents for _, cents, _ in kept(book)] == [200]


def test_another_file_is_looked_at_for_what_it_is(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    dropped(book, page, tmp_path, FOREIGN)
    page.columns.statement.click()
    book.settle()
    dropped(book, page, tmp_path, GIFTS)
    assert (page.stepper.current, page.columns.isHidden()) == (COLUMNS, False)
    dropped(book, page, tmp_path, WITH_BALANCE)
    assert (page.stepper.current, page.bank.isHidden()) == (FOUND, False)
