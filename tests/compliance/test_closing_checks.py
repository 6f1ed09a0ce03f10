"""A report before its bank is closed, and books that went on after a report."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.ledger.entities import entities
from financedesk.ledger.filings import mark_filed
from financedesk.ledger.period import Period
from financedesk.reports.filing import Request, finalise, prepare
from tests.banking.closing_house import FEE_WORDS, MARCH_END, ClosingHouse, closing_house

APRIL = date(2026, 4, 5)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[ClosingHouse]:
    with closing_house(tmp_path) as made:
        yield made


def found(house: ClosingHouse, rule: str, today: date = APRIL) -> list[Finding]:
    with house.book.read() as connection:
        judged = judge(connection, entities(connection), today).findings
    return [one for one in judged if one.rule == rule]


def filed(house: ClosingHouse, folder: Path) -> None:
    request = Request(
        entity_id=house.desk.entity.id, form="F3X", code="Q1", signed_on="2026-04-10",
        period=Period(first="2026-01-01", last=MARCH_END), outputs=("fec",),
    )  # fmt: skip
    filing = finalise(house.book, prepare(house.book, request, folder).filing.id)
    with house.book.unit_of_work("Record filing number") as unit:
        mark_filed(unit, filing, "FEC-1234567")


def test_a_bank_is_closed_before_its_report(house: ClosingHouse) -> None:
    (one,) = found(house, "report_before_closing")
    assert (one.subject, one.level, one.since) == ("main", "warn", MARCH_END)
    assert one.why.startswith("It was never closed; the ")
    assert one.account_id == house.account_id
    house.close("2026-03-10")
    assert found(house, "report_before_closing")[0].why.startswith(
        "It is closed through 2026-03-10"
    )
    house.close(explained={house.fee: FEE_WORDS})
    assert found(house, "report_before_closing") == []


def test_a_report_that_is_out_wants_no_closing(house: ClosingHouse, tmp_path: Path) -> None:
    filed(house, tmp_path)
    assert found(house, "report_before_closing") == []


def test_books_that_went_on_after_their_report(house: ClosingHouse, tmp_path: Path) -> None:
    filed(house, tmp_path)
    assert found(house, "changed_since_reported") == []
    house.pay("Later", "2026-04-02", 5_00)
    assert found(house, "changed_since_reported") == []
    house.pay("Late Bill", "2026-03-20", 30_00)
    (one,) = found(house, "changed_since_reported")
    assert (one.cents, one.level, one.subject) == (30_00, "block", "Q1 report through 2026-03-31")
    assert "$30.00: Late Bill is in the books and not in the report." in one.why
