"""A book of entities that share costs, its window, and what tests do with the lists and forms."""

from pathlib import Path
from shutil import copyfile

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from financedesk.book import Book
from financedesk.ui.pages.entities import Entities
from financedesk.ui.pages.entities_sharing import AGREEMENTS, INVOICES, TIMESHEETS
from financedesk.ui.pages.entities_sharing_forms import AgreementForm
from financedesk.ui.pages.entities_sharing_invoice import InvoiceForm
from financedesk.ui.pages.entities_sharing_panel import InvoicePanel, SettleForm
from financedesk.ui.pages.entities_sharing_timesheet import TimesheetForm
from financedesk.ui.pages.subjects import ShareCosts
from financedesk.ui.shell import MainWindow
from tests.ledger.meadow import meadow_at
from tests.ledger.sharing import agreed, invoiced, worked
from tests.ui.money_books import settled, window_over

AUGUST = {"month": "2026-08", "certified_on": "2026-09-02"}


def write_books(folder: Path) -> Path:
    """Write two books: one that shares nothing yet, one with invoices."""
    with meadow_at(str(folder / "bare.fdesk")):
        pass
    with meadow_at(str(folder / "shared.fdesk")) as book:
        share(book)
    return folder


def copied(written: Path, name: str, folder: Path) -> str:
    """Return a copy of one of the books for one test."""
    return str(copyfile(written / f"{name}.fdesk", folder / "meadow.fdesk"))


def share(book: Book) -> None:
    staff = agreed(book, "institute", "voice")
    space = agreed(book, "party", "county", what="space", basis="fixed", share_points=25_00)
    sheet = worked(book, "institute", ("institute", "other", 100), ("voice", "other", 60),
                   **AUGUST)  # fmt: skip
    invoiced(
        book, "institute", "voice", agreement_id=staff, what="staff", basis="time",
        timesheet_ids=(sheet,), invoiced_on="2026-09-25", from_date="2026-08-01",
        to_date="2026-08-31",
    )  # fmt: skip
    invoiced(
        book, "party", "county", agreement_id=space, basis="fixed", part=25_00, whole=100_00,
        number="B-17",
    )  # fmt: skip


def window_on(qtbot: QtBot, place: str, settings: QSettings, who: str = "") -> MainWindow:
    made = window_over(qtbot, place, settings, who, page="entities")
    made.go("entities", ShareCosts())
    settled(qtbot, made)
    return made


def page_of(window: MainWindow) -> Entities:
    assert isinstance(window.page, Entities)
    return window.page


def shown(window: MainWindow, listed: str) -> list[list[str]]:
    """Return the cells of a list as they are shown."""
    card = page_of(window).sharing.card
    model = {INVOICES: card.invoices, AGREEMENTS: card.agreements, TIMESHEETS: card.timesheets}
    found = model[listed]
    return [
        [str(found.data(found.index(row, at))) for at in range(len(found.columns))]
        for row in range(found.rowCount())
    ]


def begin(qtbot: QtBot, window: MainWindow, listed: str) -> None:
    window.commands.run(f"entities.share_{listed}")
    settled(qtbot, window)


def choose(field: QComboBox, words: str) -> None:
    places = [at for at in range(field.count()) if words in field.itemText(at)]
    field.setCurrentIndex(places[0])


def one_of(window: MainWindow, kind: type[QWidget]) -> QWidget:
    found = window.drawer.findChild(kind)
    assert found is not None
    return found


def agreement_form(window: MainWindow) -> AgreementForm:
    found = one_of(window, AgreementForm)
    assert isinstance(found, AgreementForm)
    return found


def timesheet_form(window: MainWindow) -> TimesheetForm:
    found = one_of(window, TimesheetForm)
    assert isinstance(found, TimesheetForm)
    return found


def invoice_form(window: MainWindow) -> InvoiceForm:
    found = one_of(window, InvoiceForm)
    assert isinstance(found, InvoiceForm)
    return found


def panel_of(qtbot: QtBot, window: MainWindow, row: int) -> InvoicePanel:
    card = page_of(window).sharing.card
    card.tables[INVOICES].row_opened.emit(card.invoices.row_id(row))
    settled(qtbot, window)
    found = one_of(window, InvoicePanel)
    assert isinstance(found, InvoicePanel)
    return found


def settle_form(qtbot: QtBot, window: MainWindow, row: int) -> SettleForm:
    panel_of(qtbot, window, row).settle.click()
    settled(qtbot, window)
    found = one_of(window, SettleForm)
    assert isinstance(found, SettleForm)
    return found


def words_of(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())
