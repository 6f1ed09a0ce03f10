"""Series and promises on a server: who only looks at an entity leaves what is kept of it alone."""

from datetime import date
from pathlib import Path

from financedesk.drives.promises import promises_of, proposals
from financedesk.drives.series import series_of
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import find_entity
from financedesk.ledger.members import members, set_right
from financedesk.ledger.promise_facts import NewPromise, keep_promise, record_promise
from financedesk.rules.promises import Terms
from tests.drives.test_series import COLUMNS, charge
from tests.intake.exports import rows_of, write_export
from tests.walls.conftest import KEEPER
from tests.walls.test_drives_on_a_server import plan, raised
from tests.walls.test_work_on_a_server import Office, office

__all__ = ["office"]

TODAY = date(2026, 6, 15)
MANY = 1_100
"""So many gifts and series at once are put together in one walk where nothing forbids it."""


def charges(committee_id: str, number: int, begins: int) -> list[dict[str, str]]:
    return [
        charge(
            1, "2026-06-01", Receipt_ID=f"AB{begins + place}", key=str(begins + place),
            Recipient_Gov_ID=committee_id,
        )
        for place in range(number)
    ]  # fmt: skip


def test_an_import_of_many_series_leaves_those_alone_that_one_only_sees(
    office: Office, tmp_path: Path
) -> None:
    with office.as_role(KEEPER) as book:
        theirs = write_export(tmp_path / "birch.csv", charges("C00990002", 2, 100), COLUMNS)
        plan(book, "birch", "autumn")
        plan(book, "alder", "elder")
        import_file(book, theirs, entity="birch", drive="autumn")
        with book.unit_of_work("Let Mo look at birch") as unit:
            (mo,) = (one.id for one in members(unit.connection) if one.login == "mo")
            set_right(unit, mo, find_entity(unit.connection, "birch").id, "viewer")
    with office.as_role("mo") as book:
        ours = write_export(tmp_path / "alder.csv", charges("C00990001", MANY, 9_000), COLUMNS)
        report = import_file(book, ours, entity="alder", drive="elder")
        assert raised(book) == {"autumn": 50_00, "elder": MANY * 25_00}
        counted = "SELECT COUNT(*) FROM recurring_series"
        assert rows_of(book, counted) == [(MANY + 2,)]
        assert rows_of(book, "SELECT COUNT(*), SUM(gifts) FROM donor") == [(2, MANY + 2)]
        assert report.batch is not None
        undo_import(book, report.batch)
        assert raised(book) == {"autumn": 50_00, "elder": 0}
        assert rows_of(book, counted) == [(2,)]
    assert office.problems() == []


def test_promises_are_kept_behind_the_wall(office: Office) -> None:
    terms = Terms(amount_cents=50_00, due_on=date(2026, 3, 1))
    for login, code in ((KEEPER, "birch"), ("mo", "alder")):
        card = office.give(login, code, 50_00)
        with office.as_role(login) as book, book.unit_of_work("Promise") as unit:
            said = NewPromise(card_id=card, terms=terms, promised_on=date(2026, 2, 1))
            number = record_promise(unit, said, TODAY)
            owner = find_entity(unit.connection, code).id
            (fits,) = proposals(unit.connection, [owner], TODAY)
            assert keep_promise(unit, number, fits.item_id, fits.due_on)
    with office.as_role("mo") as book, book.read() as connection:
        seen = sorted(access_of(connection, book.who).ids)
        (one,) = promises_of(connection, seen, TODAY)
        assert (one.kept_cents, one.state) == (50_00, "kept")
        assert series_of(connection, seen, TODAY) == []
    assert office.problems() == []
