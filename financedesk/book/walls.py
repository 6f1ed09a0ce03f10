"""What a server says about its walls, and about who it has signed in.

On SQLite there is no such wall, and on PostgreSQL none for a superuser: ``enforced`` is false for
both, and the program's own walls (``ledger.access``) are all there is. Where it is true the
database hides rows, so that a question about *everything* (is anybody named, who keeps the walls,
is an act whole) has to be put to the functions of ``wall_policies``.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, bindparam, text

from financedesk.book import wall_policies
from financedesk.errors import BookError, Refused

HIDDEN = -1
"""Stands for the chains of an act that the user does not see."""

_ENFORCED = "financedesk.walls"


def enforced(connection: Connection) -> bool:
    """Tell whether the database itself holds the user of a connection to the walls."""
    if connection.dialect.name != "postgresql":
        return False
    known: bool | None = connection.info.get(_ENFORCED)
    if known is None:
        # A new database has no table yet, and what is not there hides nothing.
        known = bool(_ask(connection, "to_regclass('member') IS NOT NULL"))
        known = known and bool(_ask(connection, "row_security_active('member')"))
        if known:
            connection.info[_ENFORCED] = known
    return known


def server_login(connection: Connection) -> str | None:
    """Return the login that a server has signed in, by which its walls go; None without such."""
    return str(_ask(connection, "SESSION_USER")) if enforced(connection) else None


def author(connection: Connection, wanted: str, otherwise: str) -> str:
    """Return who works in a book: who the server has signed in, where it holds them to the walls.

    Without such a server it is the login that is ``wanted``, else the ``otherwise`` one. Raises
    Refused when somebody is wanted whom the server does not know this connection as.
    """
    login = server_login(connection)
    if login is None:
        return wanted or otherwise
    if wanted and wanted != login:
        raise Refused(
            f"The server has signed you in as {login}; to work as {wanted}, open the book with that"
            " login in its address."
        )
    return login


def hides_some(connection: Connection) -> bool:
    """Tell whether the database hides some entity of the book from the user of a connection."""
    return enforced(connection) and not _ask(connection, "wall_whole()")


def hides_rows(connection: Connection) -> bool:
    """Tell whether the database hides any row from the user: an entity’s, or officials’ pay.

    Who sees every entity may see them in a role that officials’ promises are not for.
    """
    if hides_some(connection):
        return True
    return enforced(connection) and not _ask(connection, "wall_seen() <@ wall_promised()")


def is_open(connection: Connection) -> bool:
    """Tell, where walls are enforced, whether the book names nobody and is the user's own."""
    return bool(_ask(connection, "wall_open()"))


def keeps(connection: Connection) -> bool:
    """Tell, where walls are enforced, whether the user keeps the walls of every entity."""
    return bool(_ask(connection, "wall_keeps()"))


def has_keeper(connection: Connection) -> bool:
    """Tell, where walls are enforced, whether anybody keeps the walls of every entity."""
    return bool(_ask(connection, "wall_has_keeper()"))


def crossing(connection: Connection, since: int) -> frozenset[int]:
    """Return the acts since some group of which another part is hidden from the user."""
    if not enforced(connection):
        return frozenset()
    query = text("SELECT wall_crossing(:since)").bindparams(bindparam("since", since))
    return frozenset(connection.execute(query).scalars())


def head_of(connection: Connection, chain: int) -> tuple[int, str] | None:
    """Return number and hash of the last entry of a chain that the user may write on."""
    # What is seen is asked as well: the owner who sets a book up may write before anybody.
    query = text(
        "SELECT number, hash FROM wall_head(:chain) UNION ALL"
        " SELECT number, hash FROM journal WHERE chain = :chain ORDER BY number DESC LIMIT 1"
    ).bindparams(bindparam("chain", chain))
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.number, row.hash)


def set_up(connection: Connection) -> None:
    """Free the owner of the tables of the walls until the transaction ends: to set a book up."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL {wall_policies.INSIDE} = 'yes'"))


def let_in(connection: Connection) -> None:
    """Let every role find the tables and read which schema they have; policies do the rest."""
    schema = str(_ask(connection, "current_schema()"))
    connection.execute(text("GRANT SELECT ON alembic_version TO PUBLIC"))
    if schema != "public":  # which is open to everybody as it comes
        quoted = connection.dialect.identifier_preparer.quote(schema)
        connection.execute(text(f"GRANT USAGE ON SCHEMA {quoted} TO PUBLIC"))


@contextmanager
def lowered(connection: Connection) -> Iterator[None]:
    """Free the owner of the tables of every policy for a while: to migrate all rows."""
    force = "ALTER TABLE {} {} ROW LEVEL SECURITY"
    quote = connection.dialect.identifier_preparer.quote
    for name in _walled(connection):
        connection.exec_driver_sql(force.format(quote(name), "NO FORCE"))
    yield
    for name in _walled(connection):
        connection.exec_driver_sql(force.format(quote(name), "FORCE"))


def _walled(connection: Connection) -> Sequence[str]:
    query = text(
        "SELECT relname FROM pg_class WHERE relrowsecurity"
        " AND relnamespace = CAST(current_schema() AS regnamespace) ORDER BY relname"
    )
    return connection.execute(query).scalars().all()


HIDING = ("23503", "23505")
"""SQLSTATEs of a broken reference and a taken name: faults, but for who does not see all rows."""

_STATES = {
    "23503": "Something behind a wall stands on it, or is needed and not there; ask who keeps the"
    " walls to do this.",
    "23505": "Something behind a wall has that name already; choose another one.",
}


def explain(state: str, message: str, location: str) -> Exception | None:
    """Return what a server's refusal means to its user; None for a fault of the program."""
    if state in _STATES:
        return Refused(_STATES[state])
    if state != "42501":
        return None
    if "row-level security" in message:
        return Refused("That would write books that you may not write; ask who keeps the walls.")
    if "must be owner" in message:
        return BookError(
            f"The tables of {location} have to be brought up to date, which only the role that"
            " owns them can: ask the server's administrator to open the book once as that role."
        )
    reason = message.strip().splitlines()[0]
    return Refused(f"The server of {location} does not allow that: {reason}.")


def _ask(connection: Connection, question: str) -> Any:  # noqa: ANN401 - whatever the server says
    return connection.execute(text(f"SELECT {question}")).scalar_one()
