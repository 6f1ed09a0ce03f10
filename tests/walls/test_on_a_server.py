"""Around the program: plain SQL on the server, as the role of somebody behind a wall."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString, cast

import psycopg
import pytest
from psycopg import Connection, errors, sql

from financedesk.book import login_name
from financedesk.book.schema import identity, metadata, table, words
from financedesk.book.stores import create_statements
from financedesk.errors import Refused
from financedesk.ledger.access import access_of
from financedesk.ledger.members import add_member
from financedesk.ledger.room import open_book
from tests.postgresql_server import SUPERUSER, PostgresqlServer, as_role
from tests.walls.conftest import KEEPER
from tests.walls.two_houses import MARK, Houses, crossed, two_houses

OPEN_TABLES = {"alembic_version"}
"""What everybody may read: which form the tables have."""

OF_ALL = {
    "intake_profile", "kind_line", "member", "member_passphrase", "rule_override", "sequence",
    "setting", "unit", "entity", "journal",
}  # fmt: skip
"""Tables without an ``entity_id``: each says for itself whose its rows are."""

Row = dict[str, Any]


@dataclass
class Server:
    """The two houses on a server, and ways to it for each login."""

    houses: Houses
    url: str

    def as_role(self, login: str) -> Connection[Row]:
        """Connect with plain SQL."""
        return psycopg.connect(
            as_role(self.url, login), autocommit=True, row_factory=psycopg.rows.dict_row
        )


@pytest.fixture(scope="module")
def server(postgresql_server: PostgresqlServer) -> Server:
    """The book of two houses; whoever runs the tests is treasurer of one of them."""
    for login in (login_name(), "vera", "nobody_here"):
        postgresql_server.role(login)
    url = postgresql_server.fresh(KEEPER)
    houses = two_houses(url)
    with houses.book as book, book.unit_of_work("Add member") as unit:
        rights = {houses.own.entity.id: "viewer", houses.other.entity.id: "treasurer"}
        add_member(unit, login="vera", name="Vera", rights=rights)
        add_member(
            unit, login="hidden", name=f"{MARK} Hidden", rights={houses.other.entity.id: "viewer"}
        )
    return Server(houses, url)


@pytest.fixture
def burglar(server: Server) -> Iterator[Connection[Row]]:
    """A connection of the treasurer of one house, past the program."""
    with server.as_role(login_name()) as connection:
        yield connection


@pytest.fixture
def god(server: Server) -> Iterator[Connection[Row]]:
    """A superuser's connection: it sees what there is."""
    with server.as_role(SUPERUSER) as connection:
        yield connection


def names_of(connection: Connection[Row]) -> list[str]:
    """Return every table, view and sequence of the book, as the server knows them."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')"
        " AND relnamespace = current_schema()::regnamespace ORDER BY relname"
    )
    return [row["relname"] for row in rows]


def unwalled(connection: Connection[Row]) -> set[str]:
    """Return the tables that the server holds nobody back from, or not their owner."""
    rows = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p', 'v', 'm', 'f')"
        " AND relnamespace = current_schema()::regnamespace"
        " AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    return {row["relname"] for row in rows}


def columns_of(connection: Connection[Row], name: str) -> list[str]:
    rows = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum",
        (f'"{name}"',),
    )
    return [row["attname"] for row in rows]


def told(connection: Connection[Row], name: str) -> str:
    """Return what a table shows; the name of the colleague who keeps the walls may be in it."""
    return repr(rows_of(connection, name)).replace(f"{MARK} Ada", "Ada")


def rows_of(connection: Connection[Row], name: str) -> list[Row]:
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))
    return connection.execute(query).fetchall()


def plain(text: str) -> LiteralString:
    """Let a statement be put together in a test."""
    return cast("LiteralString", text)


# --- every table


def test_every_table_is_behind_the_wall(god: Connection[Row]) -> None:
    assert unwalled(god) == OPEN_TABLES
    without = {name for name in names_of(god) if "entity_id" not in columns_of(god, name)}
    assert without == OF_ALL | OPEN_TABLES


def test_a_table_without_a_policy_would_be_found(god: Connection[Row]) -> None:
    god.execute("CREATE TABLE forgotten (id bigint, entity_id bigint)")
    try:
        assert "forgotten" in unwalled(god)
    finally:
        god.execute("DROP TABLE forgotten")


def test_a_table_that_says_nothing_is_nobodys() -> None:
    silent = table("silent", identity(), words("text"))
    metadata.remove(silent)
    said = "\n".join(create_statements([silent], "postgresql"))
    assert "FORCE ROW LEVEL SECURITY" in said
    assert "CREATE POLICY" not in said
    assert "GRANT" not in said


def test_nothing_of_another_entity_is_in_any_table(
    server: Server, burglar: Connection[Row], god: Connection[Row]
) -> None:
    own, other = server.houses.own.entity, server.houses.other.entity.id
    held: set[str] = set()
    for name in names_of(god):
        rows, every = rows_of(burglar, name), rows_of(god, name)
        assert not crossed(told(burglar, name)), name
        if "entity_id" in columns_of(god, name):
            # What is asked of one is told by who asks it: the lines to oneself, and no other.
            foreign = [row for row in rows if row["entity_id"] != own.id]
            asked = [row for row in foreign if row.get("recipient") == own.code]
            assert foreign == (asked if name == "instruction_line" else []), name
        if any(row.get("entity_id") == other for row in every) or crossed(repr(every)):
            held.add(name)
    # What is looked for is there: these tables hold something of the other house.
    assert held >= {
        "account", "aggregate", "approval_rule", "attribution", "bank_check", "bank_closing",
        "bank_closing_item", "bill", "bill_approval",
        "bank_match", "bank_match_line",
        "bank_match_posting", "bank_statement", "batch", "card_search", "contact",
        "cost_agreement", "cost_hours", "cost_invoice", "cost_invoice_sheet", "cost_timesheet",
        "deposit", "deposit_item", "donor", "donor_attestation", "donor_document", "donor_note",
        "donor_request", "drive", "household", "household_member",
        "entity", "item", "joint_agreement", "joint_share", "journal", "kept_letter",
        "limit_group_member",
        "line_set_aside", "list_transfer", "list_transfer_entry", "member", "member_entity",
        "noted_deadline", "posting", "processor_contract", "saved_filter", "statement_line",
        "transaction", "waiver",
    }  # fmt: skip


def test_copying_and_counting_tell_no_more(server: Server, burglar: Connection[Row]) -> None:
    with burglar.cursor() as cursor, cursor.copy("COPY contact TO STDOUT") as copy:
        assert not crossed(b"".join(bytes(piece) for piece in copy).decode())
    own = server.houses.own.entity.id
    for name in ("item", "journal", "card_search", "donor"):
        key = "chain" if name == "journal" else "entity_id"
        query = plain(f"SELECT count(*) AS n FROM {name} WHERE {key} <> {own}")
        found = burglar.execute(query).fetchone()
        assert found == {"n": 0}, name


# --- writing


def test_nothing_can_be_written_in_another_entitys_books(
    server: Server, burglar: Connection[Row], god: Connection[Row]
) -> None:
    other, tried = server.houses.other.entity.id, set()
    for name in names_of(god):
        columns = columns_of(god, name)
        if "entity_id" not in columns:
            continue
        theirs = [row for row in rows_of(god, name) if row["entity_id"] == other]
        if theirs:
            tried.add(name)
            copy = {**theirs[0], **({"id": 77} if "id" in columns else {})}
            _refused(burglar, name, copy)
            _untouched(burglar, name, "entity_id", other)
    assert tried >= {"account", "aggregate", "attribution", "contact", "item", "posting"}
    _untouched(burglar, "entity", "id", other)
    _untouched(burglar, "journal", "chain", other, denied=True)


def _refused(connection: Connection[Row], name: str, row: Row) -> None:
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )  # fmt: skip
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        connection.execute(statement, list(row.values()))


def _untouched(
    connection: Connection[Row], name: str, key: str, value: int, *, denied: bool = False
) -> None:
    for verb in ("UPDATE {} SET {} = {} WHERE {} = {}", "DELETE FROM {} WHERE {} = {}"):
        parts = [sql.Identifier(name), sql.Identifier(key), sql.Literal(value)]
        statement = sql.SQL(plain(verb)).format(*parts, *parts[1:])
        if denied:
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)
        else:
            assert connection.execute(statement).rowcount == 0, name


def test_own_rows_cannot_be_moved_over_the_wall(server: Server, burglar: Connection[Row]) -> None:
    other = server.houses.other.entity.id
    for name in ("item", "contact", "posting", "attribution", "drive"):
        if not rows_of(burglar, name):
            continue
        statement = plain(f"UPDATE {name} SET entity_id = {other}")
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
            burglar.execute(statement)


def test_nobody_joins_an_act_in_order_to_see_it(
    server: Server, burglar: Connection[Row], god: Connection[Row]
) -> None:
    theirs = next(row for row in rows_of(god, "item") if row["id"] in server.houses.other_items)
    mine = rows_of(burglar, "item")[0]
    act = theirs["transaction_id"]
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        burglar.execute("UPDATE item SET transaction_id = %s WHERE id = %s", (act, mine["id"]))
    _refused(burglar, "item", {**mine, "id": 77, "transaction_id": act})


def test_the_journal_is_only_written_on_and_in_ones_own_name(burglar: Connection[Row]) -> None:
    mine = rows_of(burglar, "journal")[0]
    _refused(burglar, "journal", {**mine, "id": 77, "number": 77, "who": KEEPER})
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        burglar.execute("UPDATE journal SET why = 'never mind'")
    with pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        burglar.execute("DELETE FROM journal")


# --- widening one's rights

WAYS: tuple[str, ...] = (
    f"SET SESSION AUTHORIZATION {KEEPER}",
    f"SET ROLE {KEEPER}",
    f"SET ROLE {SUPERUSER}",
    "SET row_security = off; SELECT * FROM item",
    "ALTER TABLE item DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE item NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY seen ON item",
    "CREATE POLICY mine ON item USING (true)",
    "TRUNCATE item CASCADE",
    "CREATE OR REPLACE FUNCTION wall_named() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "ALTER FUNCTION wall_seen() OWNER TO CURRENT_USER",
    "CREATE RULE mine AS ON SELECT TO item DO INSTEAD SELECT 1",
    f"GRANT {KEEPER} TO CURRENT_USER",
    "INSERT INTO member (id, login, name, active) VALUES (77, 'x', 'x', 1)",
    "DELETE FROM sequence",
)


@pytest.mark.parametrize("way", WAYS)
def test_nobody_lets_himself_over_the_wall(burglar: Connection[Row], way: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        burglar.execute(plain(way))


SHADOWS = "CREATE TEMP TABLE {0} AS SELECT * FROM {0}"
SETTINGS = (
    "SET financedesk.inside = 'yes'",
    "SET search_path = pg_catalog, pg_temp",
    "; ".join(SHADOWS.format(name) for name in ("member_entity", "member")),
)


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_shows_more(
    server: Server, burglar: Connection[Row], god: Connection[Row], setting: str
) -> None:
    found = god.execute("SELECT current_schema() AS name").fetchone()
    assert found is not None
    tables = [sql.Identifier(found["name"], name) for name in names_of(god)]
    burglar.execute(plain(setting))
    if "TEMP" in setting:
        burglar.execute("INSERT INTO pg_temp.member_entity (id, entity_id, member_id, access)"
                        " SELECT 77, %s, id, 'treasurer' FROM pg_temp.member",
                        (server.houses.other.entity.id,))  # fmt: skip
    for one in tables:
        rows = burglar.execute(sql.SQL("SELECT * FROM {}").format(one)).fetchall()
        assert not crossed(repr(rows).replace(f"{MARK} Ada", "Ada")), one


def test_rights_are_set_by_who_keeps_the_walls_alone(
    server: Server, burglar: Connection[Row]
) -> None:
    own, other = server.houses.own.entity.id, server.houses.other.entity.id
    right = next(
        row for row in rows_of(burglar, "member_entity") if row["entity_id"] == own
    )  # fmt: skip
    _refused(burglar, "member_entity", {**right, "id": 77, "entity_id": other})
    group = {"id": 77, "entity_id": own, "limit_group": "yqx"}
    _refused(burglar, "limit_group_member", group)
    for statement in ("UPDATE member_entity SET access = 'viewer'", "UPDATE member SET active = 0"):
        assert burglar.execute(plain(statement)).rowcount == 0


# --- others than the treasurer


def test_a_role_that_the_book_does_not_name_sees_nothing(server: Server) -> None:
    with server.as_role("nobody_here") as stranger:
        for name in set(names_of(stranger)) - OPEN_TABLES:
            assert rows_of(stranger, name) == [], name
    with open_book(as_role(server.url, "nobody_here")) as book, book.read() as connection:
        access = access_of(connection, book.who)
    assert (access.whole_book, access.entities) == (False, ())
    assert "does not name nobody_here" in access.why_not("see")


def test_the_owner_of_the_tables_is_held_to_the_walls_as_well(server: Server) -> None:
    own = server.houses.own.entity.id
    with server.as_role(KEEPER) as keeper, keeper.transaction(force_rollback=True):
        assert crossed(told(keeper, "item"))
        keeper.execute(
            "DELETE FROM member_entity WHERE entity_id <> %s AND member_id IN"
            " (SELECT id FROM member WHERE login = %s)", (own, KEEPER),
        )  # fmt: skip
        for name in names_of(keeper):
            assert not crossed(told(keeper, name)), name


def test_somebody_is_who_the_server_has_signed_in(server: Server) -> None:
    with pytest.raises(Refused, match=f"signed you in as {login_name()}"):
        open_book(as_role(server.url, login_name()), who=KEEPER)
    with open_book(as_role(server.url, login_name())) as book:
        assert book.who == login_name()
        with pytest.raises(Refused, match="may not write"), book.unit_of_work("X", who=KEEPER) as u:
            u.update(metadata.tables["account"], server.houses.own.account_id, {"bank": "Other"})
