"""The one metadata that all tables of a book stand on, the column types, and the book's own tables.

``table.info["derived"]`` marks rows that are never journalled and may be rebuilt at will;
``table.info["shared"]`` marks rows that the undo of a batch keeps while others use them;
``table.info["also"]`` holds statements of one database alone that make what stands on the table;
``table.info["wall"]`` says whose its rows are where it is not their ``entity_id`` that says so.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.compiler import SQLCompiler

from financedesk.book.wall_policies import (
    OF_BATCH,
    OF_JOURNAL,
    OF_KEEPERS,
    OF_MEMBERS,
    OF_ORGANISATION,
    OF_RIGHTS,
    OF_WORK,
    Wall,
)

# A later revision can only change what has a name.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

# STRICT tables of SQLite know INTEGER (64 bits wide there) and no BIGINT.
Id = BigInteger().with_variant(Integer(), "sqlite")
Cents = BigInteger().with_variant(Integer(), "sqlite")
Whole = BigInteger().with_variant(Integer(), "sqlite")
Flag = Integer()
Day = Text()
Words = Text()
Octets = LargeBinary()


class RealDay(ColumnElement[bool]):
    """The condition that a text column is empty or a day that exists, as ``YYYY-MM-DD``."""

    inherit_cache = False

    def __init__(self, name: str) -> None:
        """Keep the name of the column that is judged."""
        self.name = name


@compiles(RealDay, "sqlite")
def _real_day_sqlite(element: RealDay, compiler: SQLCompiler, **_: object) -> str:
    # IS, because date() of nonsense is NULL and a comparison with NULL would pass the check.
    column = compiler.preparer.quote(element.name)
    return f"{column} IS date({column})"


@compiles(RealDay, "postgresql")
def _real_day_postgresql(element: RealDay, compiler: SQLCompiler, **_: object) -> str:
    column = compiler.preparer.quote(element.name)
    return f"{column} = to_char(to_date({column}, 'YYYY-MM-DD'), 'YYYY-MM-DD')"


def identity(name: str = "id") -> Column[int]:
    """Return the key of a table: 64 bits, given by ``UnitOfWork.next_id``.

    Only a derived table may name it otherwise: after the row that it is derived from.
    """
    return Column(name, Id, primary_key=True, autoincrement=False)


def reference(
    target: str,
    name: str = "",
    *,
    nullable: bool = False,
    index: bool = False,
    released: bool = False,
) -> Column[int]:
    """Return a column that refers to ``target``: ``contact.id`` makes ``contact_id``.

    ``index`` gives it an index of its own, because a delete looks for the rows that refer; not
    needed where another index leads with the column. That of a nullable column leaves empty
    rows out.
    ``released``: an undo that cascades empties the column instead of deleting the row.
    """
    name = name or target.replace(".", "_")
    return Column(
        name,
        Id,
        ForeignKey(target, deferrable=True, initially="IMMEDIATE"),
        nullable=nullable,
        info={"indexed": index, "released": released},
    )


def cents(name: str, *, nullable: bool = False) -> Column[int]:
    """Return a column of money in integer cents."""
    return Column(name, Cents, nullable=nullable)


def count(name: str, *, nullable: bool = False) -> Column[int]:
    """Return a column of whole numbers that are not money."""
    return Column(name, Whole, nullable=nullable)


def day(name: str, *, nullable: bool = False) -> Column[str]:
    """Return a column of days as text ``YYYY-MM-DD``; the database refuses days that never were."""
    check = CheckConstraint(RealDay(name), name=f"{name}_is_a_day")
    return Column(name, Day, check, nullable=nullable)


def flag(name: str, *, nullable: bool = False) -> Column[int]:
    """Return a column that is 0 or 1."""
    check = CheckConstraint(f"{name} IN (0, 1)", name=f"{name}_is_a_flag")
    return Column(name, Flag, check, nullable=nullable)


def words(name: str, *, nullable: bool = False) -> Column[str]:
    """Return a column of text."""
    return Column(name, Words, nullable=nullable)


def octets(name: str, *, nullable: bool = False) -> Column[bytes]:
    """Return a column of bytes; the journal keeps only their hash while they stand in the row."""
    return Column(name, Octets, nullable=nullable)


def table(
    name: str,
    *parts: SchemaItem,
    derived: bool = False,
    shared: bool = False,
    also: Mapping[str, Sequence[str]] | None = None,
    wall: Wall | None = None,
    on: MetaData = metadata,
) -> Table:
    """Return a new table of the book; it is STRICT on SQLite.

    Constraints and indexes may be named; those without a name are named after their columns.
    ``also`` are statements per database ("sqlite", "postgresql") that run behind the table's own.
    ``wall`` is whose the rows are on a server (``wall_policies``); those of a table with an
    ``entity_id`` are that entity's, and those of a table that says nothing are nobody's.
    """
    info = {"derived": derived, "shared": shared, "also": also or {}, "wall": wall}
    made = Table(name, on, *parts, info=info, sqlite_strict=True)
    for column in made.columns:
        if column.info.get("indexed"):
            _index_reference(column)
    return made


def _index_reference(column: Column[Any]) -> None:
    filled = column.is_not(None) if column.nullable else None
    name = f"{column.table.name}_{column.name}"
    Index(name, column, sqlite_where=filled, postgresql_where=filled)


setting = table(
    "setting",
    identity(),
    words("key"),
    words("value"),
    UniqueConstraint("key"),
    wall=OF_ORGANISATION,
)

# One counter for all tables: the next id is ``site << SITE_SHIFT | next_number``.
SITE_SHIFT = 40
sequence = table("sequence", identity("site"), count("next_number"), derived=True, wall=OF_WORK)

member = table(
    "member",
    identity(),
    words("login"),
    words("name"),
    flag("active"),
    UniqueConstraint("login"),
    wall=OF_MEMBERS,
)

# Roles are data of the floor of the law; "read" and "write" are the words of descriptions.
_ACCESS = (
    "'read', 'write', 'treasurer', 'compliance_officer', 'fundraiser', 'viewer', 'administrator'"
)

# The entity lives on a floor above, hence no foreign key to it.
member_entity = table(
    "member_entity",
    identity(),
    Column("entity_id", Id, nullable=False),
    reference("member.id", index=False),
    words("access"),
    CheckConstraint(f"access IN ({_ACCESS})", name="access_is_known"),
    UniqueConstraint("member_id", "entity_id"),
    wall=OF_RIGHTS,
)

# Derived, so that no hash is ever in the journal: that one was set is journalled by itself.
member_passphrase = table(
    "member_passphrase",
    Column("member_id", Id, ForeignKey("member.id"), primary_key=True, autoincrement=False),
    words("hash"),
    words("set_at"),
    words("set_by"),
    derived=True,
    wall=OF_KEEPERS,
)

batch = table(
    "batch",
    identity(),
    Column("entity_id", Id),
    words("kind"),
    words("format"),
    words("file_name"),
    words("file_sha256"),
    count("rows"),
    cents("total_cents"),
    Column("first_id", Id, nullable=False),
    Column("last_id", Id, nullable=False),
    words("state"),
    words("started_at"),
    words("detail"),  # JSON
    CheckConstraint("state IN ('active', 'undone')", name="state_is_known"),
    Index("batch_range", "first_id", "last_id"),
    derived=True,
    wall=OF_BATCH,
)

journal = table(
    "journal",
    identity(),
    Column("chain", Id, nullable=False),
    count("number"),
    Column("group_id", Id, nullable=False),
    words("at"),
    words("who"),
    words("action"),
    words("why"),
    words("kind"),
    Column("undoes", Id),
    Column("batch_id", Id),
    words("content"),  # JSON, see journal.py
    words("previous"),
    words("hash"),
    CheckConstraint("kind IN ('change', 'import', 'undo', 'redo', 'setup')", name="kind_is_known"),
    UniqueConstraint("chain", "number"),
    Index("journal_group", "group_id"),
    derived=True,
    wall=OF_JOURNAL,
)

OWN_TABLES = (setting, sequence, member, member_entity, member_passphrase, batch, journal)
