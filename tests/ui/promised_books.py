"""A small book with officials behind a real window, for tests of the pages of remittances."""

from datetime import date
from pathlib import Path

from financedesk.book.schema import member, member_entity
from financedesk.ledger.room import open_book
from financedesk.remittances.plan import keep_plan, plan_of, sign_plan
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from tests.ledger.prepared import copy_of
from tests.remittances.fellowship import (
    CAP,
    councillor,
    fellowship_at,
    gift,
    keeper,
    paid,
    pledge,
)

SINCE = date(2026, 1, 1)
RECIPIENTS = (("party", "federal"), ("action", "federal"), ("voice", "operating"))


def promised_book(folder: Path) -> str:
    """Make a book with Ada Winter, who keeps the pledge since January, and Ada Summer, who drafts.

    Winter's first month was instructed, signed and paid to the party.
    """
    location = str(folder / "fellowship.fdesk")
    copy_of("promised", location, _write_promised)
    return location


def _write_promised(location: str) -> None:
    with fellowship_at(location) as book:
        party = keeper(book)
        with book.unit_of_work("Add official") as unit:
            add_schedule(unit, party, CAP)
            winter, term = councillor(unit, party, "Winter")
            paid(unit, term, party, SINCE, 148_500_00, 101_000_00)
            pledge(unit, party, winter, SINCE, "councillors", RECIPIENTS)
            councillor(unit, party, "Summer", SINCE)
        seen = [keeper(book, code) for code in ("party", "action", "voice", "institute")]
        with book.read() as connection:
            plan = plan_of(connection, winter, "2026-01", seen)
        with book.unit_of_work("Keep instruction") as unit:
            sign_plan(unit, keep_plan(unit, plan, SINCE), SINCE)
        item = gift(book, "party", "Winter", "2026-01-05", 3_416_66)
        with book.unit_of_work("Take as remittance") as unit:
            take_as_remittance(
                unit, Receipt(item_id=item, keeper="party", reference="R-1", period="2026-01")
            )


def let_in_fellowship(location: str, roles: dict[str, str]) -> None:
    """Name members of the fellowship, each in one role in all of its entities."""
    with open_book(location) as book:
        held = [keeper(book, code) for code in ("party", "action", "voice", "institute")]
        with book.unit_of_work("Name members") as unit:
            for login, role in roles.items():
                who = unit.insert(member, {"login": login, "name": login.title(), "active": 1})
                for one in held:
                    row = {"entity_id": one, "member_id": who, "access": role}
                    unit.insert(member_entity, row)
