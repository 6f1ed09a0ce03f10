"""What the tests ask of a book."""

from typing import Any

from sqlalchemy import Table, select

from financedesk.book import Book
from financedesk.book.info import dump_facts
from financedesk.book.schema import journal


def facts_of(book: Book) -> list[tuple[str, list[Any]]]:
    with book.read() as connection:
        return list(dump_facts(connection, book.tables))


def rows_of(book: Book, table: Table) -> list[Any]:
    with book.read() as connection:
        return list(connection.execute(select(table).order_by(table.c.id)).all())


def entries_of(book: Book) -> list[Any]:
    return rows_of(book, journal)


def texts_of(book: Book) -> list[str]:
    return [problem.text for problem in book.verify()]
