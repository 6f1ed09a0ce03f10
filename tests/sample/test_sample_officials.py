"""The elected people of the sample: sound, lifelike, and one of each thing that there is to see."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, text

from financedesk.book import Book
from financedesk.ledger.entities import entities, find_entity
from financedesk.ledger.room import open_book
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.escalation import escalation_of
from financedesk.remittances.people import OFFICIALS, Official
from financedesk.remittances.plan import Plan, plan_of
from financedesk.remittances.receiving import awaited_by, proposals
from financedesk.remittances.shelf import Kept
from financedesk.sample import build_sample
from financedesk.sample.days import LAST
from financedesk.sample.officials import KEEPER


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The sample's book, built once."""
    place = tmp_path_factory.mktemp("sample") / "sample.fdesk"
    build_sample(place)
    with open_book(place, write=False) as opened:
        yield opened


@pytest.fixture
def connection(book: Book) -> Iterator[Connection]:
    """A view of the book."""
    with book.read() as reading:
        yield reading


def known(connection: Connection) -> dict[str, Kept[Official]]:
    party = find_entity(connection, KEEPER).id
    return {one.fact.reference: one for one in OFFICIALS.of(connection, party)}


def dues(connection: Connection) -> dict[str, OfficialDues]:
    party = find_entity(connection, KEEPER).id
    references = {one.id: reference for reference, one in known(connection).items()}
    found = dues_of(connection, party, LAST.replace(day=1), on=LAST)
    return {references[one.official_id]: one for one in found}


def plan(connection: Connection, reference: str) -> Plan:
    ids = [one.id for one in entities(connection)]
    return plan_of(connection, known(connection)[reference].id, "2026-11", ids)


def test_twelve_promised_by_three_schedules_and_nothing_is_missing(connection: Connection) -> None:
    found = dues(connection)
    assert len(found) == 12
    codes = connection.execute(text("SELECT DISTINCT schedule_code FROM pledge")).scalars()
    assert set(codes) == {"legislators", "commissioners", "councils"}
    assert Counter(one.pledge for one in found.values()) == {"active": 11, "paused": 1}
    assert [one.run.gaps for one in found.values()] == [()] * 12


def test_most_of_it_is_kept_and_one_is_far_behind(connection: Connection) -> None:
    found = dues(connection)
    asked = sum(one.run.cents for one in found.values())
    open_cents = sum(one.standing.open_cents for one in found.values())
    assert 0 < open_cents * 5 < asked
    late = {
        reference: cents
        for reference, one in found.items()
        if (cents := one.standing.ageing["90+"])
    }
    assert max(late, key=lambda reference: late[reference]) == "R-9"
    waived = [one for one in found["R-3"].standing.months if one.waived_cents]
    assert [f"{one.month:%Y-%m}" for one in waived] == ["2025-11", "2025-12"]


def test_every_gift_of_an_official_keeps_a_promise_once(connection: Connection) -> None:
    rows = connection.execute(
        text(
            "SELECT i.kind, COUNT(r.id) AS receipts, COUNT(*) AS items FROM item i"
            " JOIN contact c ON c.id = i.contact_id AND c.external_key LIKE 'OFFICIAL-%'"
            " LEFT JOIN remittance_receipt r ON r.item_id = i.id"
            " WHERE i.cash_cents > 0 GROUP BY i.kind"
        )
    ).all()
    assert [row.kind for row in rows] == ["individual_receipt"]
    # One gift of October is less than what was agreed: somebody has to look at it.
    assert rows[0].items - rows[0].receipts == 1
    party = find_entity(connection, KEEPER).id
    assert [one.lines[0].reference for one in proposals(connection, party)] == ["R-9"]
    assert {one.reference for one in awaited_by(connection, party)} == {"R-2", "R-9"}


def test_a_federal_candidate_may_not_give_where_the_law_says_so(connection: Connection) -> None:
    blocked = {one.recipient: one.citation for one in plan(connection, "R-5").allocation.blocked}
    assert "30125(e)" in blocked["party/nonfederal"]
    assert "voice/operating" in blocked


def test_a_released_contract_with_hours_raises_no_alarm(connection: Connection) -> None:
    pay = connection.execute(
        text(
            "SELECT COUNT(*) FROM item i JOIN contact c ON c.id = i.contact_id"
            " WHERE c.external_key = 'OFFICIAL-11' AND i.cash_cents < 0"
        )
    ).scalar_one()
    assert pay == 3
    found = plan(connection, "R-11")
    assert found.allocation.stops == ()
    assert found.request.alarms == ()


def test_who_is_behind_was_offered_a_plan_before_the_board_hears_of_it(
    connection: Connection,
) -> None:
    found = escalation_of(connection, known(connection)["R-9"].id, LAST)
    assert [way.step.code for way in found.ways if way.taken] == [
        "statement", "reminder", "talk", "offer",
    ]  # fmt: skip
    assert found.next is not None
    assert found.next.code == "board_report"
    before = escalation_of(connection, known(connection)["R-9"].id, date(2026, 10, 1))
    assert before.next is None
