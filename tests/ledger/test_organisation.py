"""A new book from its TOML file: entities, dated facts, accounts, people; and its faults."""

from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.errors import BadInput
from financedesk.ledger.entities import accounts, entities, find_entity, write_organisation
from financedesk.ledger.organisation import read_organisation
from financedesk.ledger.room import create_book

GOOD = """
name = "Riverbend Organisation"
state = "OR"

[[unit]]
code = "state"
name = "Oregon"
level = "regional"

[[entity]]
code = "chapter"
kind = "local_party"
name = "Riverbend of Salem"
parent = "party"
unit = "state"

[[entity]]
code = "party"
kind = "state_party"
name = "Riverbend Party of Oregon"
committee_id = "c00999999"
filing = "monthly"
affiliation = "riverbend"
treasurer = { first = "Ada", last = "Lopez", middle = "Q" }
address = { street_1 = "1 Main St", city = "Salem", state = "OR", zip = "97301" }

  [[entity.account]]
  code = "federal"
  kind = "federal"
  opening_date = 2026-01-01
  opening_balance = "12,500.00"

  [[entity.status]]
  status = "political committee"
  from = 2026-01-01
  counsel_note = "Party status pending."

[[member]]
login = "ada"
name = "Ada Lopez"
entities = ["party"]
"""


def written(tmp_path: Path, toml: str) -> Path:
    """Write a description to a file."""
    path = tmp_path / "org.toml"
    path.write_text(toml, encoding="utf-8")
    return path


def test_everything_that_the_file_says_stands_in_the_book(location: str, tmp_path: Path) -> None:
    organisation = read_organisation(written(tmp_path, GOOD))
    with create_book(location, name=organisation.name, who="eve") as book:
        with book.unit_of_work("Set up", kind="setup") as unit:
            ids = write_organisation(unit, organisation)
        with book.read() as connection:
            party = find_entity(connection, "C00999999")
            assert [entity.code for entity in entities(connection)] == ["party", "chapter"]
            assert (party.form, party.committee_id, party.filing) == ("F3X", "C00999999", "monthly")
            assert party.treasurer == {
                "last": "Lopez", "first": "Ada", "middle": "Q", "prefix": "", "suffix": "",
            }  # fmt: skip
            (account,) = accounts(connection, party.id)
            assert account.opening_balance_cents == 1_250_000
            parent = connection.execute(
                text("SELECT parent_id FROM entity WHERE code = 'chapter'")
            ).scalar_one()
            assert parent == ids["party"]
            noted = text("SELECT status, from_date, counsel_note FROM entity_status")
            assert tuple(connection.execute(noted).one()) == (
                "political committee", "2026-01-01", "Party status pending.",
            )  # fmt: skip
            access = text(
                "SELECT m.login, a.entity_id, a.access FROM member m"
                " JOIN member_entity a ON a.member_id = m.id ORDER BY a.id"
            )
            rights = [tuple(row) for row in connection.execute(access)]
            assert rights[0] == ("ada", ids["party"], "write")
            # Ada does not write everything, so who made the book sets the walls.
            assert {row[:2] for row in rights[1:]} == {("eve", one) for one in ids.values()}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("state_party", "circus"), "circus"),
        (('parent = "party"', 'parent = "nobody"'), "nobody"),
        (('name = "Riverbend Party of Oregon"', ""), "name"),
        (('code = "chapter"', 'code = "party"'), "twice"),
        (('"12,500.00"', '"many"'), "many"),
        (("opening_date = 2026-01-01", 'opening_date = "soon"'), "soon"),
        (('entities = ["party"]', 'entities = ["circus"]'), "circus"),
        (('entities = ["party"]', 'right = "shout"'), "shout"),
        (('kind = "federal"', 'kind = "sock"'), "sock"),
        (("[[entity]]", "[entity]]"), "TOML"),
    ],
)
def test_a_fault_in_the_file_is_named_and_no_entity_is_written(
    tmp_path: Path, change: tuple[str, str], says: str
) -> None:
    path = written(tmp_path, GOOD.replace(*change))
    with create_book(tmp_path / "book.fdesk", name="Riverbend") as book:
        with pytest.raises(BadInput, match=says), book.unit_of_work("Set up") as unit:
            write_organisation(unit, read_organisation(path))
        with book.read() as connection:
            assert entities(connection) == ()
