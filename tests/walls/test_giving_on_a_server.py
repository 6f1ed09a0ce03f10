"""Around the program: what the two functions that count affiliates' gifts tell of the hidden."""

import pytest
from sqlalchemy import text

from financedesk.ledger.entities import find_entity
from tests.postgresql_server import PostgresqlServer
from tests.walls.conftest import KEEPER
from tests.walls.test_giving_across import BODIES, SEEN, Place, pay, trees_at

ASKED = (
    "SELECT * FROM limit_uses_across(CAST(ARRAY[] AS BIGINT[]), CAST(ARRAY[] AS TEXT[]),"
    " CAST(ARRAY[] AS TEXT[]), CAST(ARRAY[] AS TEXT[]), CAST(ARRAY[] AS TEXT[]),"
    " CAST(:giver AS BIGINT), '2026-04-01', :jointly)"
)
OUTSIDE = (
    "SELECT * FROM limit_given_across(CAST(:giver AS BIGINT), '2026-04-01',"
    " ARRAY['contribution_to_candidate'], '', 'friends of else', '', true)"
)


@pytest.fixture
def place(postgresql_server: PostgresqlServer) -> Place:
    postgresql_server.role("mo")
    return trees_at(postgresql_server.fresh(KEEPER))


def test_a_server_tells_no_more_than_the_sum(place: Place) -> None:
    place.give("birch", "cedar", 3_000_00)
    place.give("birch", "loner", 900_00)
    pay(place, KEEPER, "birch", 700_00)
    with place.as_login(KEEPER) as book, book.read() as connection:
        ids = {one.code: find_entity(connection, one.code).id for one in BODIES}
    with place.as_login("mo") as book, book.read() as connection:

        def told(query: str, **names: object) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(text(query), names)]

        # Of an entity in view: sums of allowances that it sees, no name, no row, no other taker.
        cedar = f"entity:{ids['cedar']}"
        assert told(ASKED, giver=ids["alder"], jointly=False) == [(cedar, "2026", 3_000_00)]
        assert told(OUTSIDE, giver=ids["alder"]) == [("G2026", 700_00)]
        # Of one that is hidden, by its number: nothing at all.
        assert told(ASKED, giver=ids["birch"], jointly=False) == []
        assert told(ASKED, giver=ids["senators"], jointly=True) == []
        assert told(OUTSIDE, giver=ids["birch"]) == []
        for one in ("item", "attribution", "contact"):
            rows = told(f"SELECT entity_id FROM {one}")
            assert {row[0] for row in rows} <= {ids[code] for code in SEEN}
