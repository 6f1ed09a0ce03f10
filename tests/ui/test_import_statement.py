"""A bank's statement dropped on the page: looked at, kept for an account, taken back."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from financedesk.ledger import tables
from financedesk.ui.pages.imports import DONE, FILE, FOUND, Imports
from tests.intake.exports import gift, write_export
from tests.intake.statement_files import ALL, OFX, ofx, ofx_entry, ofx_statement, written
from tests.ui import import_hands
from tests.ui.import_hands import drop, figures
from tests.ui.opened_book import Opened

book, page = import_hands.book, import_hands.page


def lines_in(book: Opened) -> int:
    with book.desk.book.read() as connection:
        query = select(func.count()).select_from(tables.statement_line)
        return int(connection.execute(query).scalar_one())


def shown(page: Imports) -> dict[str, str]:
    return {one.name: one.value for one in page.bank.figures.figures}


def looked_at(book: Opened, page: Imports, path: Path) -> None:
    drop(page, path)
    book.settle()
    assert (page.stepper.current, page.bank.isHidden()) == (FOUND, False), page.file.banner.text


def of(book: Opened, page: Imports, place: int) -> None:
    """Choose an account; 0 is none."""
    page.bank.account.setCurrentIndex(place)
    page.bank.account.activated.emit(place)
    book.settle()


def test_a_statement_is_kept_for_the_account_that_is_chosen_and_taken_back(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_at(book, page, written(tmp_path, OFX, "march.ofx"))
    assert shown(page) == {
        "Lines": "2", "Money in": "$100.00", "Money out": "$9.50", "Closing balance": "$90.50",
    }  # fmt: skip
    assert [one.payee for one in page.bank.model.rows] == ["Invented Printing Co"] * 2
    assert not page.next.isEnabled()
    of(book, page, 1)
    assert page.bank.notes.text == ""
    assert (shown(page)["New lines"], page.next.text()) == ("2", "Keep 2 lines")
    assert lines_in(book) == 0
    page.next.click()
    book.settle()
    assert (page.stepper.current, lines_in(book)) == (DONE, 2)
    assert page.result.heading.text().startswith("2 lines")
    assert page.result.undo.isHidden()
    book.desk.book.undo()
    assert lines_in(book) == 0


def test_what_is_known_is_not_kept_again(book: Opened, page: Imports, tmp_path: Path) -> None:
    path = written(tmp_path, OFX, "march.ofx")
    looked_at(book, page, path)
    of(book, page, 1)
    page.next.click()
    book.settle()
    page.start_over()
    looked_at(book, page, path)
    of(book, page, 1)
    assert (shown(page)["New lines"], shown(page)["Known already"]) == ("0", "2")
    assert not page.next.isEnabled()
    page.back.click()
    assert page.stepper.current == FILE


def test_another_currency_is_refused_in_words(book: Opened, page: Imports, tmp_path: Path) -> None:
    euros = ofx(ofx_statement(ofx_entry("20260203", "-9.50", "a1"), currency="EUR"))
    looked_at(book, page, written(tmp_path, euros, "euro.ofx"))
    of(book, page, 1)
    assert "EUR" in page.bank.notes.text
    assert "Nothing was stored" in page.bank.notes.text
    assert not page.next.isEnabled()


@pytest.mark.parametrize("kind", ["ofx", "ofx2", "camt", "mt940", "qif"])
def test_every_format_that_only_banks_write_is_known(
    book: Opened, page: Imports, tmp_path: Path, kind: str
) -> None:
    looked_at(book, page, written(tmp_path, ALL[kind], f"statement.{kind}"))
    assert shown(page)["Lines"] != "0"


def test_after_a_statement_an_export_is_an_export(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_at(book, page, written(tmp_path, OFX, "march.ofx"))
    drop(page, write_export(tmp_path / "actblue.csv", [gift()]))
    book.settle()
    assert (page.stepper.current, page.bank.isHidden()) == (FOUND, True)
    assert figures(page)["New gifts"] == "1"
