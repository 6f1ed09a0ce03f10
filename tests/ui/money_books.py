"""Small books of the fictional organisation for tests of the window over a real book."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from financedesk.book.schema import member, member_entity
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entries import NewItem
from financedesk.ledger.room import open_book
from financedesk.ledger.writer import LedgerWriter
from financedesk.ui.app import open_window
from financedesk.ui.book_commands import book_commands
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.book_search import book_search
from financedesk.ui.pages import PAGES
from financedesk.ui.shell import MainWindow
from tests.ledger.prepared import copy_of
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 10, 6)
PARTY, CAMPAIGN = "Riverbend Party", "Riverbend Campaign"


def empty_book(folder: Path) -> str:
    """Make a book with two entities and nothing recorded."""
    location = str(folder / "riverbend.fdesk")
    with riverbend_at(location):
        return location


def small_book(folder: Path) -> str:
    """Make a book with a few gifts: one above $200, one refunded, one without employer."""
    location = str(folder / "riverbend.fdesk")
    copy_of("small", location, _write_small)
    return location


def _write_small(location: str) -> None:
    with riverbend_at(location) as book:
        party = desk_for(book, "party")
        lopez, ruiz = party.meet(person("Lopez")), party.meet(person("Ruiz", "Ana"))
        silent = party.meet(Contact(type="IND", last_name="Okoro", first_name="Ben", city="Bend"))
        drive = _drive(party)
        party.record("individual_receipt", lopez, "2026-07-06", 150_00, drive_id=drive)
        party.record("individual_receipt", lopez, "2026-10-01", 75_00, drive_id=drive)
        back = party.record("individual_receipt", ruiz, "2026-10-02", 40_00)
        party.record("refund_individual_contribution", ruiz, "2026-10-05", 40_00, parent_id=back)
        party.record("individual_receipt", silent, "2026-10-03", 500_00)
        desk_for(book, "campaign").record(
            "individual_receipt",
            desk_for(book, "campaign").meet(person("Teller", "Mo")),
            "2026-10-04",
            10_00,
            election_code="G2026",
        )


def _drive(party: Desk) -> int:
    with party.book.unit_of_work("Add drive") as unit:
        return unit.insert(
            tables.drive,
            {
                "entity_id": party.entity.id, "code": "fall", "name": "Fall Drive",
                "goal_cents": 1_000_00, "from_date": "2026-07-01", "to_date": "2026-10-31",
            },
        )  # fmt: skip


def large_book(folder: Path, gifts: int) -> str:
    """Make a book with many gifts of a thousand people, in one batch."""
    location = str(folder / "large.fdesk")
    with riverbend_at(location) as book:
        party = desk_for(book, "party")
        with book.unit_of_work("Import gifts") as unit:
            batch = unit.start_batch(
                kind="test", format="test", file_name="gifts.csv", file_sha256="0" * 64,
                entity_id=party.entity.id,
            )  # fmt: skip
            with LedgerWriter(unit, party.entity.id) as writer:
                people = [
                    writer.add_contact(person(f"Name{place:04}", "Kim")) for place in range(1_000)
                ]
                for number in range(gifts):
                    day = (date(2026, 1, 1) + timedelta(days=number % 270)).isoformat()
                    new = NewItem(
                        kind="individual_receipt", amount_cents=500 + number, item_date=day,
                        contact=people[number % 1_000], account_id=party.account_id,
                    )  # fmt: skip
                    writer.add_transaction("gift", day, [new])
            batch.finish(gifts, 0)
    return location


def let_in(location: str, login: str, rights: dict[str, str]) -> None:
    """Name a member who may see these entities and nobody else."""
    with open_book(location) as book:
        ids = {code: desk_for(book, code).entity.id for code in rights}
        with book.unit_of_work("Name members") as unit:
            who = unit.insert(member, {"login": login, "name": login.title(), "active": 1})
            for code, access in rights.items():
                unit.insert(
                    member_entity,
                    {"entity_id": ids[code], "member_id": who, "access": access},
                )


def window_over(
    qtbot: QtBot, location: str, settings: QSettings, who: str = "", *, page: str = "dashboard"
) -> MainWindow:
    """Return the shown window over a book, after everything was read.

    It stands on ``page`` from the start, as if it had been left there: no other page is built.
    """
    settings.setValue("view/theme", "light")
    settings.setValue("window/page", page)
    desk = BookDesk(who=who, today=TODAY)
    window = open_window(desk, PAGES, settings=settings, commands=book_commands, search=book_search)
    qtbot.addWidget(window, before_close_func=lambda _window: desk.close())
    window.resize(1440, 900)
    with qtbot.waitActive(window):
        window.show()
    desk.take(desk.open(location))
    settled(qtbot, window)
    return window


def settled(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until no job is left, and none follows from what the last one brought."""

    def at_rest() -> bool:
        if window.runner.jobs:
            return False
        QApplication.processEvents()
        return not window.runner.jobs

    qtbot.waitUntil(at_rest, timeout=20_000)
