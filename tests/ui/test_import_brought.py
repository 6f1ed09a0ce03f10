"""After an import the page says what the checks find about it, and leads there."""

from pathlib import Path

from financedesk.ui.pages.compliance import Compliance
from financedesk.ui.pages.imports import Imports
from tests.intake.exports import gift
from tests.ui import import_hands
from tests.ui.import_hands import export, stored
from tests.ui.opened_book import Opened

book, page = import_hands.book, import_hands.page


def test_what_an_import_brings_is_counted_beside_it(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    stored(book, page, export(tmp_path, [gift(Donor_Country="France")]))
    book.settle()
    brought = page.result.brought
    assert brought.words.text() == "The checks found 1 warning about what came in."
    assert brought.show_them.isVisible()
    brought.show_them.click()
    assert isinstance(book.window.page, Compliance)
    page.start_over()
    stored(book, page, export(tmp_path, [gift(Lineitem_ID="9")]))
    book.settle()
    assert brought.words.text() == "The checks found nothing about what came in."
    assert not brought.show_them.isVisible()
