import re
import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import financedesk.ledger.tables
from financedesk.book import Book, migrate
from financedesk.book.schema import metadata
from financedesk.book.stores import create_statements, store_at
from financedesk.errors import BookDamaged, BookError, BookTooNew
from tests.book.questions import facts_of
from tests.book.shop import ROOMS, add_buyer

LEDGER_TABLES = financedesk.ledger.tables.LEDGER_TABLES


def schema_of(connection: Connection) -> dict[str, list[list[str]]]:
    """Return all that the database says of its tables, without the addresses of objects."""
    found = inspect(connection)
    said = (
        found.get_columns,
        found.get_indexes,
        found.get_foreign_keys,
        found.get_unique_constraints,
        found.get_check_constraints,
        lambda name: [found.get_pk_constraint(name)],
    )
    return {
        name: [sorted(re.sub(r" at 0x\w+", "", repr(part)) for part in ask(name)) for ask in said]
        for name in sorted(found.get_table_names())
        if name != "alembic_version"
    }


def _is_of_one_database(name: str | None) -> bool:
    """Tell what one database alone has: on ``card_search``, and for references behind walls."""
    return (name or "").startswith(("card_word", "refers_"))


def test_the_frozen_schema_is_the_schema_of_the_tables(location: str) -> None:
    store = store_at(location)
    try:
        with store.writing() as connection:
            migrate.make_tables(connection, ())
            context = MigrationContext.configure(
                connection, opts={"include_name": lambda name, *_: not _is_of_one_database(name)}
            )
            difference = compare_metadata(context, metadata)
        frozen = migrate.frozen_statements(migrate.FIRST, store.dialect)
    finally:
        store.close()
    # Tables that changed while their revision is unreleased are written down again by
    # python -m financedesk.book.freeze financedesk.ledger.tables
    assert difference == []
    assert frozen == create_statements(metadata.tables.values(), store.dialect)


def test_a_migrated_book_is_like_a_new_one(location: str, tmp_path: Path) -> None:
    store = store_at(location)
    try:
        with store.writing() as connection:
            migrate.upgrade(connection)
            migrated = schema_of(connection)
            assert migrate.revision_of(connection) == migrate.NEWEST
            _empty(connection)
            migrate.make_tables(connection, ())
            assert schema_of(connection) == migrated
    finally:
        store.close()


def _empty(connection: Connection) -> None:
    """Take every table away, and what stands on them."""
    if connection.dialect.name == "postgresql":
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}")
        return
    for name in ("card_word_held", "card_word"):
        connection.exec_driver_sql(f"DROP TABLE {name}")
    metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE alembic_version")


def test_the_program_knows_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.NEWEST


def set_revision(file: Path, revision: str) -> None:
    store = store_at(file)
    with store.writing() as connection:
        change = text("UPDATE alembic_version SET version_num = :revision")
        connection.execute(change, {"revision": revision})
    store.close()


def test_a_book_of_a_later_version_is_refused(location: str) -> None:
    Book.create(location, rooms=ROOMS, name="Shop").close()
    set_revision(Path(location) if "://" not in location else location, "9999")  # type: ignore[arg-type]
    with pytest.raises(BookTooNew, match="later FinanceDesk"):
        Book.open(location, rooms=ROOMS)


def test_a_book_without_a_revision_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "book.fdesk"
    Book.create(file, rooms=ROOMS, name="Shop").close()
    store = store_at(file)
    with store.writing() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    store.close()
    with pytest.raises(BookDamaged, match="which schema"):
        Book.open(file, rooms=ROOMS)


LATER = """
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.execute("CREATE TABLE later (id INTEGER)")
"""


@pytest.fixture
def later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program one revision on, with a migration that adds a table."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder)
    (folder / "versions" / "r0002_later.py").write_text(LATER)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    monkeypatch.setattr(migrate, "NEWEST", "0002")


@pytest.fixture
def old_book(location: str) -> list[object]:
    with Book.create(location, rooms=ROOMS, name="Shop") as book:
        with book.unit_of_work("Add") as unit:
            add_buyer(unit)
        return list(facts_of(book))


def test_an_older_book_is_kept_and_upgraded(
    location: str, old_book: list[object], later_version: None
) -> None:
    with pytest.raises(BookError, match="open it once for writing"):
        Book.open(location, rooms=ROOMS, write=False)
    with Book.open(location, rooms=ROOMS) as book:
        assert facts_of(book) == old_book
        assert book.info().revision == "0002"
        with book.read() as connection:
            assert inspect(connection).has_table("later")
    if "://" in location:
        return
    kept = Path(location + ".before-upgrade-from-0001")
    with store_at(kept).reading() as connection:
        assert migrate.revision_of(connection) == "0001"


def test_a_new_book_of_a_later_version_has_it_all(location: str, later_version: None) -> None:
    with Book.create(location, rooms=ROOMS, name="Shop") as book:
        assert book.info().revision == "0002"
        with book.read() as connection:
            assert inspect(connection).has_table("later")


def test_an_upgrade_that_fails_changes_nothing(
    location: str, old_book: list[object], later_version: None
) -> None:
    script = migrate.MIGRATIONS / "versions" / "r0002_later.py"
    script.write_text(LATER + '    op.execute("INSERT INTO nowhere VALUES (1)")\n')
    with pytest.raises(Exception, match="nowhere"):
        Book.open(location, rooms=ROOMS)
    store = store_at(location)
    with store.reading() as connection:
        assert migrate.revision_of(connection) == "0001"
        assert not inspect(connection).has_table("later")
    store.close()
