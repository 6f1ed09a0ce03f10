"""Drives on a server that holds people to the walls: each sees and counts their entity's own."""

from datetime import date

import pytest

from financedesk.book import Book
from financedesk.drives.assigning import RuleForm, add_rule, reassign
from financedesk.drives.closing import close_drive
from financedesk.drives.figures import drive_list
from financedesk.drives.planning import DriveForm, make_drive
from financedesk.errors import FinanceDeskError
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger.access import access_of, reach_of
from financedesk.ledger.drive_setting import set_drive
from financedesk.ledger.entities import find_entity
from tests.intake.exports import gift, rows_of, write_export
from tests.walls.conftest import KEEPER
from tests.walls.test_work_on_a_server import Office, office

__all__ = ["office"]

TODAY = date(2026, 6, 1)


def plan(book: Book, code: str, name: str) -> int:
    with book.unit_of_work("Plan drive") as unit:
        entity_id = find_entity(unit.connection, code).id
        drive = make_drive(unit, DriveForm(entity_id=entity_id, name=name))
        add_rule(unit, RuleForm(drive_id=drive, page=f"{name}*"))
        return drive


def raised(book: Book) -> dict[str, int]:
    """What each drive in sight has raised, in cents."""
    with book.read() as connection:
        seen = drive_list(connection, access_of(connection, book.who).ids, TODAY)
    return {one.plan.name: one.figures.raised_cents for one in seen}


def test_a_treasurer_runs_a_drive_behind_the_wall(
    office: Office, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    with office.as_role(KEEPER) as book:
        theirs = plan(book, "birch", "autumn")
        plan(book, "alder", "elder")
        rows = [gift(Recipient_Gov_ID="C00990002", Fundraising_Page="autumn", Lineitem_ID="9")]
        import_file(book, write_export(folder / "birch.csv", rows), entity="birch")
    with office.as_role("mo") as book:
        assert raised(book) == {"elder": 0}
        rows = [
            gift(Recipient_Gov_ID="C00990001", Fundraising_Page=page, Lineitem_ID=key)
            for page, key in (("elder-1", "1"), ("spring-1", "2"))
        ]
        report = import_file(book, write_export(folder / "alder.csv", rows), entity="alder")
        spring = plan(book, "alder", "spring")
        with book.unit_of_work("Assign") as unit:
            assert reassign(unit, find_entity(unit.connection, "alder").id).gifts == 1
        assert raised(book) == {"elder": 25_00, "spring": 25_00}
        first = rows_of(book, "SELECT item_id FROM source_row WHERE external_id = '1'")[0][0]
        with book.unit_of_work("Set drive") as unit:
            set_drive(unit, [first], spring)
        with pytest.raises(FinanceDeskError), book.unit_of_work("Set drive") as unit:
            set_drive(unit, [first], theirs)
        with book.unit_of_work("Close") as unit:
            close_drive(unit, spring, TODAY)
        assert raised(book) == {"elder": 0, "spring": 50_00}
        for _ in range(4):
            book.undo(reach=reach_of(book))
        assert raised(book) == {"elder": 25_00}
        assert report.batch is not None
        undo_import(book, report.batch)
        assert raised(book) == {"elder": 0}
    with office.as_role(KEEPER) as book:
        assert raised(book) == {"elder": 0, "autumn": 25_00}
    assert office.problems() == []
