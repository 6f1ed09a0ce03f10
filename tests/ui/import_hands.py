"""What the tests of the import page share: a book, its page, a file dropped on it, its steps."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from financedesk.ledger.register import RegisterQuery, register_count
from financedesk.ui.jobs import JobRunner
from financedesk.ui.pages.imports import DONE, FOUND, Imports
from tests.intake.exports import gift, write_export
from tests.ui.opened_book import Opened, opened


@pytest.fixture
def book(qtbot: QtBot, runner: JobRunner, settings: QSettings, tmp_path: Path) -> Opened:
    return opened(qtbot, runner, settings, tmp_path)


@pytest.fixture
def page(book: Opened) -> Imports:
    shown = book.show("import")
    assert isinstance(shown, Imports)
    # Only in the window in front has anything the focus.
    book.qtbot.waitUntil(shown.window().isActiveWindow)
    return shown


def rows() -> list[Mapping[str, str]]:
    """Three gifts to alder, one to birch, one to a stranger, one without an amount."""
    return [
        gift(Lineitem_ID="1", Amount="25.00"),
        gift(Lineitem_ID="2", Amount="40.00", Donor_Last_Name="Okoye", Donor_Email=""),
        gift(Lineitem_ID="3", Amount="10.00"),
        gift(Lineitem_ID="4", Amount="15.00", Recipient_Gov_ID="C00990002", Recipient="Birch"),
        gift(Lineitem_ID="5", Recipient_Gov_ID="C00777777"),
        gift(Lineitem_ID="6", Amount="much"),
    ]


def export(folder: Path, given: Iterable[Mapping[str, str]] | None = None) -> Path:
    return write_export(folder / "actblue.csv", rows() if given is None else given)


def drop(page: Imports, path: Path) -> None:
    """Drop a file on the page as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left = Qt.MouseButton.LeftButton
    event = QDropEvent(
        QPointF(20, 20), Qt.DropAction.CopyAction, data, left, Qt.KeyboardModifier.NoModifier
    )
    page.file.drop.dropEvent(event)


def looked_into(book: Opened, page: Imports, path: Path) -> None:
    drop(page, path)
    book.settle()
    assert page.stepper.current == FOUND, page.file.banner.text


def gifts_in(book: Opened) -> int:
    with book.desk.book.read() as connection:
        return register_count(connection, RegisterQuery(entity_ids=book.desk.scope)).rows


def go_on(book: Opened, page: Imports, step: int) -> None:
    """Press Next until a step is reached."""
    while page.stepper.current < step:
        before = page.stepper.current
        page.next.click()
        book.settle()
        assert page.stepper.current > before, page.rows.banner.text
    assert page.stepper.current == step


def stored(book: Opened, page: Imports, path: Path) -> None:
    looked_into(book, page, path)
    go_on(book, page, DONE)


def figures(page: Imports) -> dict[str, str]:
    both = (*page.what.figures.figures, *page.what.money.figures)
    return {one.name: one.value for one in both}
