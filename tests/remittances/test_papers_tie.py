"""Every paper's totals over the seeded year: the dues' own, and the ledger's entries."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.ledger.entities import entities, find_entity
from financedesk.remittances.aged import aged_list
from financedesk.remittances.board_report import board_report
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.forecast import forecast_of
from financedesk.remittances.given import ELSEWHERE, given_by
from financedesk.remittances.statements import Statement, statement_of
from financedesk.remittances.transparency import transparency_report
from financedesk.rules.dues_standing import AGES
from tests.remittances.seeded_truth import LAST_DAY, YEAR
from tests.remittances.seeded_year import KEEPER, seeded_book

JANUARY = date(YEAR, 1, 1)
DAYS = (date(YEAR, 3, 31), date(YEAR, 8, 17), LAST_DAY)
IN_LEDGER = text(
    "SELECT o.id, SUM(i.cash_cents) FROM official o JOIN entity e ON e.id = o.entity_id"
    " JOIN remittance_receipt r ON r.keeper = e.code AND r.reference = o.reference"
    " JOIN item i ON i.id = r.item_id OR i.parent_id = r.item_id"
    " WHERE i.item_date BETWEEN :first AND :last GROUP BY o.id"
)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The book of the year."""
    with seeded_book(str(tmp_path_factory.mktemp("papers") / "year.fdesk")) as book:
        yield book


def keeper(book: Book) -> int:
    with book.read() as connection:
        return find_entity(connection, KEEPER).id


def everybody(book: Book) -> frozenset[int]:
    with book.read() as connection:
        return frozenset(one.id for one in entities(connection))


def in_ledger(book: Book, first: date, last: date) -> dict[int, int]:
    """Return what the entries themselves say that each official gave, less what went back."""
    asked = {"first": first.isoformat(), "last": last.isoformat()}
    with book.read() as connection:
        return {row[0]: int(row[1]) for row in connection.execute(IN_LEDGER, asked)}


def dues(book: Book, on: date) -> list[OfficialDues]:
    with book.read() as connection:
        return dues_of(connection, keeper(book), on, on=on)


def statements(book: Book, first: date, on: date, visible: frozenset[int]) -> list[Statement]:
    with book.read() as connection:
        return [
            statement_of(connection, one.official_id, first, on, visible, on=on)
            for one in dues(book, on)
        ]


@pytest.mark.parametrize("on", DAYS)
def test_statements_tie_to_the_dues_and_to_the_ledger(year: Book, on: date) -> None:
    paid = in_ledger(year, JANUARY, on)
    stated = statements(year, JANUARY, on, everybody(year))
    assert len(stated) == 40
    for one, due in zip(stated, dues(year, on), strict=True):
        assert one.given_cents == paid.get(one.person.official_id, 0), one.person.name
        assert one.brought_cents + one.due_cents == due.run.cents
        assert one.balance_cents == one.open_cents + one.lapsed_cents - one.credit_cents
        assert one.open_cents == due.standing.open_cents == sum(one.ageing.values())
        assert one.waived_cents == sum(month.waived_cents for month in due.standing.months)
    assert sum(one.given_cents for one in stated) == sum(paid.values())


def test_a_later_statement_brings_forward_what_an_earlier_one_left(year: Book) -> None:
    seen = everybody(year)
    for spring, rest in zip(
        statements(year, JANUARY, date(YEAR, 3, 31), seen),
        statements(year, date(YEAR, 4, 1), LAST_DAY, seen),
        strict=True,
    ):
        # What was waived or corrected later for the spring changes what is brought forward; what
        # was known by its end does not.
        late = {one.approved_on for one in rest.waivers if one.approved_on > spring.on}
        if not late:
            assert rest.brought_cents == spring.balance_cents, spring.person.name


@pytest.mark.parametrize("on", DAYS)
def test_the_aged_list_is_what_is_open_by_age(year: Book, on: date) -> None:
    with year.read() as connection:
        aged = aged_list(connection, keeper(year), on)
    found = dues(year, on)
    assert aged.open_cents == sum(one.standing.open_cents for one in found)
    assert aged.credit_cents == sum(one.standing.credit_cents for one in found)
    for age in AGES:
        assert aged.ages[age] == sum(one.standing.ageing[age] for one in found)
    assert len(aged.rows) + aged.others == 40
    assert all(one.open_cents for one in aged.rows)


@pytest.mark.parametrize("on", DAYS)
def test_the_boards_sums_are_those_of_all_months(year: Book, on: date) -> None:
    with year.read() as connection:
        report = board_report(connection, keeper(year), JANUARY, on, on=on)
    months = [one for due in dues(year, on) for one in due.standing.months]
    sums = report.sums
    assert sums.due == sum(one.asked_cents for one in months)
    assert sums.kept == sum(one.made_cents for one in months)
    assert sums.waived == sum(one.waived_cents for one in months)
    assert sums.open == sum(one.open_cents for one in months)
    assert sums.due == sums.waived + sums.kept + sums.open + sums.lapsed
    assert sum(one.due_cents for one in report.lines) == sum(
        due.cents for one in dues(year, on) for due in one.run.dues
    )
    assert report.named == ()
    assert len(report.rows) > 5


def test_the_open_accounts_give_what_the_ledger_holds(year: Book) -> None:
    with year.read() as connection:
        report = transparency_report(
            connection, keeper(year), JANUARY, LAST_DAY, everybody(year), on=LAST_DAY
        )
    assert (report.accounts, report.others) == ((), 40)
    assert report.given_cents == sum(in_ledger(year, JANUARY, LAST_DAY).values())
    assert report.ever_cents == sum(in_ledger(year, date(2000, 1, 1), LAST_DAY).values())


def test_a_forecast_places_or_carries_every_cent(year: Book) -> None:
    on = date(YEAR, 10, 1)
    with year.read() as connection:
        found = forecast_of(connection, keeper(year), everybody(year), on=on)
        rest = dues_of(connection, keeper(year), LAST_DAY, on=on)
    assert found.last == LAST_DAY
    asked = sum(
        one.left_cents for due in rest for one in due.standing.months
        if one.month >= on and one.kind == "pay" and not one.lapsed
    )  # fmt: skip
    assert found.due_cents == asked
    assert found.due_cents + found.carried_in_cents == (
        sum(found.given.values()) + found.carried_cents + found.ended_cents
    )
    assert len(found.given) >= 3
    for one in found.months:
        assert all(cents >= 0 for cents in (*one.given.values(), *one.rooms.values()))


def test_who_sees_one_book_alone_reads_sums_of_the_others_and_the_same_balance(year: Book) -> None:
    party, seen = keeper(year), everybody(year)
    whole = statements(year, JANUARY, LAST_DAY, seen)
    walled = statements(year, JANUARY, LAST_DAY, frozenset({party}))
    for open_one, one in zip(whole, walled, strict=True):
        assert one.balance_cents == open_one.balance_cents
        assert one.given_cents == open_one.given_cents
        hidden = [row for row in one.given if row.kind == ELSEWHERE]
        assert all(row.entry is None and row.entity_id is None for row in hidden)
        assert {row.entity_id for row in one.given if row.entry} <= {party}
        months = [row.day.month for row in hidden]
        assert len(months) == len(set(months))
    assert any(row.kind == ELSEWHERE for one in walled for row in one.given)


def test_the_sum_of_gifts_is_the_same_whoever_reads(year: Book) -> None:
    party, seen = keeper(year), everybody(year)
    with year.read() as connection:
        ids = [one.official_id for one in dues(year, LAST_DAY)]
        for visible in (frozenset[int](), frozenset({party}), seen):
            given = given_by(connection, ids, visible, until=LAST_DAY)
            found = {key: sum(one.cents for one in rows) for key, rows in given.items()}
            assert {key: cents for key, cents in found.items() if cents} == {
                key: cents
                for key, cents in in_ledger(year, date(2000, 1, 1), LAST_DAY).items()
                if cents
            }
