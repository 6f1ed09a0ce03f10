"""A processor's list of ended recurring gifts, dropped on the page: no money, and said so."""

from pathlib import Path

from financedesk.ui.pages.imports import CONFIRM, Imports
from tests.drives.test_series import CANCELLED, ended
from tests.intake.exports import write_export
from tests.ui import import_hands
from tests.ui.import_hands import figures, gifts_in, go_on, looked_into, stored
from tests.ui.opened_book import Opened

book, page = import_hands.book, import_hands.page


def list_of_ended(folder: Path) -> Path:
    rows = [ended(), ended("AB2", "2026-05-02"), ended("AB3") | {"Cancelled On": ""}]
    return write_export(folder / "cancelled.csv", rows, CANCELLED)


def test_the_list_is_known_and_shown_without_money(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    looked_into(book, page, list_of_ended(tmp_path))
    shown = figures(page)
    assert (shown["Rows in the file"], shown["New"], shown["Refused"]) == ("3", "2", "1")
    assert "Total of new gifts" not in shown
    assert dict(page.what.facts.pairs)["Format"] == "ActBlue list of ended gifts"
    assert page.what.control.isHidden()
    go_on(book, page, CONFIRM)
    assert page.confirm.sentence.text() == ("2 ended recurring gifts will be stored for 1 entity.")


def test_stored_it_ends_the_series_and_is_an_import_like_others(
    book: Opened, page: Imports, tmp_path: Path
) -> None:
    stored(book, page, list_of_ended(tmp_path))
    assert page.result.heading.text() == "2 ended recurring gifts imported"
    assert gifts_in(book) == 0
    (past,) = page.past.model.rows
    assert (past.format, past.rows, past.total_cents) == ("actblue-cancelled", 2, 0)
