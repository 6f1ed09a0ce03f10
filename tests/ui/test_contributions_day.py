"""A whole day's entry by keyboard alone, and then the books tie to the cent."""

from collections import defaultdict
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from financedesk.ledger import tables
from financedesk.ledger.register import RegisterQuery as Asked
from financedesk.ledger.register import RegisterRow, register_ids, register_rows
from financedesk.ledger.room import open_book
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.ui.entering import CONTROL, Hands, names
from tests.ui.money_books import PARTY, settled, window_over

SHIFT = Qt.KeyboardModifier.ShiftModifier
KNOWN = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir")
NEW = ("Hazel", "Juniper", "Larch", "Maple")
YEARS_BEFORE_CENTS = 150_00


def a_book(folder: Path) -> str:
    """A book in which six people gave $150.00 each earlier in the year."""
    location = str(folder / "day.fdesk")
    with riverbend_at(location) as book:
        party = desk_for(book, "party")
        for last_name in KNOWN:
            who = party.meet(person(last_name, "Kim"))
            party.record("individual_receipt", who, "2026-02-03", YEARS_BEFORE_CENTS)
    return location


def gifts() -> list[tuple[str, str, int]]:
    """Thirty gifts: what is typed for the donor and the amount, and the amount in cents."""
    planned: list[tuple[str, str, int]] = []
    for number in range(30):
        if number % 5 == 4:
            planned.append((f"Pat {NEW[number // 5 % 4]}{number}", "3*12", 36_00))
        else:
            cents = 10_00 + number
            planned.append((KNOWN[number % 6].lower(), f"10+.{number:02}", cents))
    return planned


def enter_thirty(hands: Hands) -> None:
    hands.new()
    for donor, amount, _cents in gifts():
        hands.donor(donor)
        hands.type(amount)
        hands.press(Qt.Key.Key_Return)
    hands.settle()


def correct_two(hands: Hands) -> None:
    """Leave the row and correct the two newest gifts where they stand: one up, one to a new day."""
    hands.escape()
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_F2)
    hands.settle()
    hands.type("250")
    hands.enter()
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    hands.press(Qt.Key.Key_Tab, SHIFT)
    hands.press(Qt.Key.Key_Tab, SHIFT)
    hands.type("-")
    hands.enter()


def enter_one_twice(hands: Hands) -> str:
    """Enter the current row once more; returns what the line under it says of that."""
    hands.press(Qt.Key.Key_Home)
    hands.press(Qt.Key.Key_D, CONTROL)
    hands.settle()
    said = hands.live()
    hands.enter()
    hands.escape()
    return said


def deposit_five(hands: Hands) -> None:
    hands.press(Qt.Key.Key_E, CONTROL | SHIFT)
    hands.settle()
    hands.type("5")
    hands.tab()
    hands.type("5*20")
    hands.press(Qt.Key.Key_Return)
    for number, last_name in enumerate(KNOWN[:5]):
        hands.donor(last_name.lower())
        hands.type("20")
        hands.tab()
        hands.type(f"Check {number}")
        hands.enter()
    hands.press(Qt.Key.Key_Space)
    hands.settle()


def rows_of(location: str) -> list[RegisterRow]:
    with open_book(location) as book:
        assert list(book.verify()) == []
        entity = desk_for(book, "party").entity.id
        with book.read() as connection:
            asked = Asked(entity_ids=(entity,), descending=False)
            rows = register_rows(connection, register_ids(connection, asked))
            posted = select(func.sum(tables.posting.c.cents)).join(
                tables.account, tables.account.c.id == tables.posting.c.account_id
            )
            bank = connection.execute(posted.where(tables.account.c.role == "bank")).scalar()
            both = connection.execute(select(func.sum(tables.posting.c.cents))).scalar()
    assert both == 0
    assert bank == sum(row.amount_cents for row in rows)
    return rows


def test_a_whole_day_by_keyboard_alone(qtbot: QtBot, tmp_path: Path, settings: QSettings) -> None:
    location = a_book(tmp_path)
    window = window_over(qtbot, location, settings, page="contributions")
    party = next(one for one in window.desk.entities() if one.name == PARTY)
    window.desk.choose_entity(party.entity_id)
    window.go("contributions")
    settled(qtbot, window)
    hands = Hands(qtbot, window)

    enter_thirty(hands)
    assert len(names(hands.page)) == 36
    correct_two(hands)
    assert "Possible duplicate" in enter_one_twice(hands)
    assert len(names(hands.page)) == 37
    deposit_five(hands)
    assert len(names(hands.page)) == 42

    for key, expected in ((Qt.Key.Key_Z, 37), (Qt.Key.Key_Z, 36)):
        hands.press(key, CONTROL)
        hands.settle()
        assert len(names(hands.page)) == expected
    hands.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    hands.settle()
    hands.press(Qt.Key.Key_Z, CONTROL | SHIFT)
    hands.settle()
    assert len(names(hands.page)) == 42
    window.close()
    window.desk.close()

    rows = rows_of(location)
    entered = [cents for _, _, cents in gifts()]
    # The newest was corrected to 250.00 and entered once more; the slip brought 100.00.
    corrected = [*entered[:-1], 250_00, 250_00]
    earlier = YEARS_BEFORE_CENTS * len(KNOWN)
    assert sum(row.amount_cents for row in rows) == sum(corrected) + 100_00 + earlier
    assert [row.date for row in rows].count("2026-10-05") == 1
    running: dict[str, int] = defaultdict(int)
    for row in rows:
        running[row.name] += row.amount_cents
        assert row.aggregate_cents == running[row.name]
        assert row.itemised == (running[row.name] > 200_00)
    assert set(running) == {f"Kim {name}" for name in KNOWN} | {
        donor for donor, amount, _ in gifts() if amount == "3*12"
    }
