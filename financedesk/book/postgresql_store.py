"""A book in a PostgreSQL database: several people at once, one unit of work at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.schema import AddConstraint, DropConstraint

from financedesk.book import walls
from financedesk.book.rooms import Problem
from financedesk.errors import BookBusy, BookError, BookMissing

# One number for "I am writing this book"; locks are counted per database.
WRITER_LOCK = 0x46444253
LOCK_WAIT = "60s"
# Behind a wall COPY goes to a list of its own first; fewer rows than these are inserted at once.
FEW = 500


class PostgresqlStore:
    """The database behind a ``postgresql://`` URL; the book's tables stand in its first schema."""

    dialect = "postgresql"

    def __init__(self, url: str) -> None:
        self.location = make_url(url).render_as_string(hide_password=True)
        self._engine = _engine(url)

    def require_absent(self) -> None:
        """Raise BookError when the schema holds a book already."""
        if self._has_book():
            raise BookError(f"{self.location} holds a book already; choose another database.")

    def require_present(self) -> None:
        """Raise BookMissing when the database holds no book."""
        if not self._has_book():
            raise BookMissing(f"There is no book at {self.location}; check the name or create one.")

    def initialise(self) -> None:
        """Do nothing: a database that exists is ready for tables."""

    def lock(self, who: str) -> None:
        """Do nothing: each unit of work waits for its turn."""

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give one consistent read transaction."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._plain_errors(), self._engine.connect() as connection:
            connection.execution_options(**options)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, *, free: Sequence[Table] = ()) -> Iterator[Connection]:
        """Give one write transaction, alone among the writers of the book."""
        with self._plain_errors(), self._engine.begin() as connection:
            connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:book)"), {"book": WRITER_LOCK})
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            references = [key for table in free for key in table.foreign_key_constraints]
            if references and walls.enforced(connection):
                # Tables are their owner's to alter; the server looks when everything is done.
                connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
                references = []
            # A reference looks at every row that leaves; adding it again looks once at all.
            for reference in references:
                connection.execute(DropConstraint(reference))
            yield connection
            for reference in references:
                connection.execute(AddConstraint(reference, isolate_from_table=False))

    def put_rows(
        self,
        connection: Connection,
        table: Table,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
    ) -> None:
        """Insert rows through COPY, which the server refuses for tables behind a wall.

        For who is held to the walls the rows are copied to a list of the transaction's own, and
        inserted from there.
        """
        if not walls.enforced(connection):
            _copy(connection, table.name, columns, rows)
            return
        quote = connection.dialect.identifier_preparer.quote
        names, target = ", ".join(map(quote, columns)), quote(table.name)
        waiting = iter(rows)
        some = list(islice(waiting, FEW))
        if len(some) < FEW:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {target} ({names}) VALUES ({marks})"  # noqa: S608
            driver: Any = connection.connection.driver_connection
            with driver.cursor() as cursor:
                cursor.executemany(statement, some)
            return
        like = f"SELECT {names} FROM {target} WITH NO DATA"  # noqa: S608
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE coming ON COMMIT DROP AS {like}")
        _copy(connection, "coming", columns, chain(some, waiting))
        connection.exec_driver_sql(
            f"INSERT INTO {target} ({names}) SELECT {names} FROM coming"  # noqa: S608
        )
        connection.exec_driver_sql("DROP TABLE coming")

    def check(self) -> Iterator[Problem]:
        """Report nothing: the server checks its pages and never lets a reference break."""
        yield from ()

    def copy_to(self, target: Path, key: str | None = None) -> None:
        """Refuse: the server has a tool of its own."""
        raise BookError(
            "A book on a server is backed up by the server's own tool, as a role from which no wall"
            f" hides a row: pg_dump --format=custom --file={target} {self.location}"
        )

    def replace_by(self, source: Path) -> None:
        """Refuse: the server has a tool of its own."""
        raise BookError(
            f"A book on a server is restored by the server's own tool: pg_restore --clean "
            f"--dbname={self.location} {source}"
        )

    def keep_before_upgrade(self, revision: str) -> None:
        """Do nothing: an upgrade is one transaction, and backups are the server's."""

    def size(self) -> int:
        """Return the bytes of the whole database."""
        with self.reading() as connection:
            size: int = connection.execute(
                text("SELECT pg_database_size(current_database())")
            ).scalar_one()
            return size

    def discard(self) -> None:
        """Leave the database as it was: tables are made in a transaction."""
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _has_book(self) -> bool:
        with self.reading() as connection:
            found = connection.execute(text("SELECT to_regclass('journal')")).scalar_one()
            return found is not None

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        from psycopg import Error

        try:
            yield
        except OperationalError as error:
            raise self._explain(error) from error
        except (ProgrammingError, IntegrityError) as error:
            raise self._refusal(error, error.orig) from error
        except Error as error:  # of what was said to the driver itself
            raise self._refusal(error, error) from error

    def _refusal(self, error: Exception, said: object) -> Exception:
        state = str(getattr(said, "sqlstate", ""))
        if state in walls.HIDING and not self._hides_some():
            return error
        return walls.explain(state, str(said), self.location) or error

    def _hides_some(self) -> bool:
        with self._engine.connect() as connection:
            return walls.hides_some(connection)

    def _explain(self, error: OperationalError) -> Exception:
        reason = str(error.orig).strip().splitlines()[0]
        if "lock timeout" in reason:
            return BookBusy(f"{self.location} is being written by somebody else; try again soon.")
        if "does not exist" in reason:
            return BookMissing(f"There is no database at {self.location}: {reason}")
        return BookError(f"The server of {self.location} does not answer as it should: {reason}")


def _copy(
    connection: Connection, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(map(quote, columns))
    driver: Any = connection.connection.driver_connection
    statement = f"COPY {quote(name)} ({names}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _engine(url: str) -> Engine:
    try:
        return create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    except ImportError as error:
        raise BookError(
            "A book on PostgreSQL needs the library psycopg; "
            "install it with: pip install 'financedesk[postgresql]'"
        ) from error
