"""The mapping of kinds to lines in the book: as the rules say, written once, kept through undo."""

from datetime import date

import pytest
from sqlalchemy import delete, func, select

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.kind_map import load_kind_lines
from financedesk.ledger.room import open_book
from financedesk.rules.kinds import kind, line_for
from tests.ledger.riverbend import Desk, person


def lines(book: Book) -> int:
    with book.read() as connection:
        return connection.execute(select(func.count()).select_from(tables.kind_line)).scalar_one()


def test_the_book_maps_a_kind_as_the_rules_do(desk: Desk) -> None:
    column = tables.kind_line.c
    with desk.book.read() as connection:
        query = select(column.token).where(
            column.kind == "individual_receipt", column.form == "F3X", column.account_kind == ""
        )
        (token,) = connection.execute(query).scalars().all()
    gift = kind("individual_receipt")
    wanted = line_for(gift, form="F3X", account_kind=None, on=date(2026, 3, 2))
    assert wanted is not None
    assert token == wanted.token


def test_a_book_of_other_rules_is_brought_up_to_date_with_its_aggregates(
    desk: Desk, location: str
) -> None:
    desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-03-02", 250_00)
    whole = lines(desk.book)
    forget(desk.book)
    desk.book.close()
    with open_book(location) as again:
        assert again.verify() != []
        with again.unit_of_work("Look"):
            pass
        assert lines(again) == whole
        assert again.verify() == []


def test_a_mapping_that_was_rolled_back_is_written_again(desk: Desk, location: str) -> None:
    forget(desk.book)
    desk.book.close()
    with open_book(location) as again:
        with pytest.raises(KeyError):
            break_off(again)
        assert lines(again) == 0
        for _ in range(2):
            with again.unit_of_work("Next"):
                pass
            assert lines(again) > 0


def break_off(book: Book) -> None:
    with book.unit_of_work("Breaks off") as unit:
        assert load_kind_lines(unit.connection)
        raise KeyError


def forget(book: Book) -> None:
    """Leave the book as a program with other rules would: after the room's own refresh."""
    with book.unit_of_work("First"):
        pass
    with book.unit_of_work("Other rules") as unit:
        unit.connection.execute(delete(tables.kind_line))
        unit.connection.execute(delete(tables.aggregate))
