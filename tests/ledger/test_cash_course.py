"""How the cash of an entity went over the months: each point is the books' own cash of that day."""

from financedesk.ledger.cash_course import cash_course
from financedesk.ledger.overview import cash
from tests.ledger.riverbend import Desk, person

TODAY = "2026-04-10"


def test_each_point_is_the_cash_of_its_day(desk: Desk) -> None:
    who = desk.meet(person("Lopez"))
    for day, cents in (("2026-01-31", 100_00), ("2026-02-01", 50_00), ("2026-04-10", 7_00)):
        desk.record("individual_receipt", who, day, cents)
    desk.record("individual_receipt", who, "2026-04-11", 1_000_00)  # not yet
    with desk.book.read() as connection:
        course = cash_course(connection, desk.entity.id, TODAY)
        days = [cash(connection, [desk.entity.id], one.day).total_cents for one in course]
    assert [(one.day, one.cents - 12_500_00) for one in course] == [
        ("2026-01-31", 100_00), ("2026-02-28", 150_00), ("2026-03-31", 150_00),
        (TODAY, 157_00),
    ]  # fmt: skip
    assert [one.cents for one in course] == days


def test_months_before_the_first_account_are_left_out_and_the_rest_are_counted(desk: Desk) -> None:
    with desk.book.read() as connection:
        assert len(cash_course(connection, desk.entity.id, "2026-01-15")) == 1
        later = cash_course(connection, desk.entity.id, "2028-02-29")
        short = cash_course(connection, desk.entity.id, "2028-02-29", months=2)
    assert [later[0].day, later[-1].day, len(later)] == ["2027-02-28", "2028-02-29", 13]
    assert [one.day for one in short] == ["2027-12-31", "2028-01-31", "2028-02-29"]
