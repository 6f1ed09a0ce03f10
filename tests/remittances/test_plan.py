"""Where a due may go, from the book's own rooms; and the instruction that the official signs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import NotFound, Refused
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import find_entity
from financedesk.remittances.awaiting import FEW
from financedesk.remittances.instructions import INSTRUCTIONS, lines_of
from financedesk.remittances.people import CANDIDACIES, OFFICIALS, FederalCandidacy
from financedesk.remittances.plan import Plan, Planner, keep_plan, plan_of, sign_plan
from financedesk.remittances.pledges import PLEDGES, PledgeStep, move_pledge
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.stipends import STIPENDS, Stipend
from tests.remittances.fellowship import (
    CAP,
    councillor,
    fellowship_at,
    gift,
    keeper,
    paid,
    pledge,
)

JANUARY = date(2026, 1, 1)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The book of the fellowship in a file: what differs on a server is tried in tests/walls."""
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        yield made


WIDE = (("party", "federal"), ("action", "federal"), ("voice", "operating"))


def pledged_book(book: Book, recipients: Sequence[tuple[str, str]] = WIDE) -> int:
    """Enter a councillor who owes 3,416.66 a month, and return the official's number."""
    party = keeper(book)
    with book.unit_of_work("Add official") as unit:
        add_schedule(unit, party, CAP)
        official_id, term_id = councillor(unit, party, "Winter", JANUARY)
        paid(unit, term_id, party, JANUARY, 148_500_00, 101_000_00)
        pledge(unit, party, official_id, JANUARY, "councillors", recipients)
    return official_id


def proposed(book: Book, official_id: int, period: str = "2026-01", **more: object) -> Plan:
    with book.read() as connection:
        visible = access_of(connection, book.who).ids
        return plan_of(connection, official_id, period, visible, **more)  # type: ignore[arg-type]


def lines(plan: Plan) -> dict[str, int]:
    return {line.recipient: line.cents for line in plan.allocation.lines}


def test_rooms_of_the_book_bound_what_is_proposed(book: Book) -> None:
    official_id = pledged_book(book)
    gift(book, "party", "Winter", "2026-01-02", 9_000_00)
    found = proposed(book, official_id)
    assert lines(found) == {"party/federal": 1_000_00, "action/federal": 2_416_66}
    first = found.allocation.lines[0]
    assert (first.before_cents, first.after_cents) == (1_000_00, 0)
    assert "30116" in "; ".join(first.citations)


def test_what_no_limit_bounds_comes_last_and_takes_the_rest(book: Book) -> None:
    official_id = pledged_book(book)
    gift(book, "party", "Winter", "2026-01-02", 10_000_00)
    gift(book, "action", "Winter", "2026-01-02", 4_900_00)
    found = lines(proposed(book, official_id))
    assert found == {"action/federal": 100_00, "voice/operating": 3_316_66}


def test_a_federal_candidate_may_not_feed_a_body_that_campaigns(book: Book) -> None:
    official_id = pledged_book(book)
    with book.unit_of_work("Add candidacy") as unit:
        seeking = FederalCandidacy(official_id=official_id, office="H", from_date=JANUARY)
        CANDIDACIES.add(unit, keeper(book), seeking)
    found = proposed(book, official_id).allocation
    assert [one.recipient for one in found.blocked] == ["voice/operating"]
    assert found.blocked[0].citation


def test_a_contractor_gives_nothing_to_committees(book: Book) -> None:
    official_id = pledged_book(book)
    with book.unit_of_work("Correct official") as unit:
        fact = OFFICIALS.one(unit.connection, official_id).fact
        OFFICIALS.edit(unit, official_id, replace(fact, contractor=True))
    found = proposed(book, official_id).allocation
    assert {one.code for one in found.blocked} >= {"CONTRACTOR"}
    assert not {"party/federal", "action/federal"} & set(lines(proposed(book, official_id)))


def test_what_is_kept_ties_and_what_was_signed_stays(book: Book) -> None:
    official_id = pledged_book(book, (("party", "federal"),))
    gift(book, "party", "Winter", "2026-01-02", 9_000_00)
    found = proposed(book, official_id)
    with book.unit_of_work("Keep instruction") as unit:
        kept = keep_plan(unit, found, JANUARY)
        again = keep_plan(unit, found, JANUARY)
        assert (
            [one.id for one in INSTRUCTIONS.of(unit.connection, keeper(book))] == [again] != [kept]
        )
        (line,) = lines_of(unit.connection, keeper(book), again)
        assert (line.fact.recipient, line.fact.cents, line.fact.giver) == (
            "party", 1_000_00, "winter ada",
        )  # fmt: skip
        sign_plan(unit, again, JANUARY)
        with pytest.raises(Refused, match="signed on 2026-01-01"):
            keep_plan(unit, found, JANUARY)
    assert book.verify() == []
    following = proposed(book, official_id, "2026-02").allocation
    assert (following.due_cents, following.carry_in_cents) == (3_416_66, 2_416_66)
    # What was signed and has not come yet takes the room that is left.
    assert (following.lines, following.carry.cents) == ((), 5_833_32)
    item = gift(book, "party", "Winter", "2026-01-20", 1_000_00)
    with book.unit_of_work("Take as remittance") as unit:
        receipt = Receipt(item_id=item, keeper="party", reference="R-1", period="2026-01")
        take_as_remittance(unit, receipt)
    assert proposed(book, official_id, "2026-02").allocation.lines == ()


def test_nothing_is_proposed_while_the_pledge_rests(book: Book) -> None:
    official_id = pledged_book(book)
    with book.unit_of_work("Pause pledge") as unit:
        (kept,) = PLEDGES.of(unit.connection, keeper(book))
        step = PledgeStep(
            pledge_id=kept.id, state="paused", on_date=JANUARY, who="Ada Winter", role="official"
        )
        move_pledge(unit, step)
    found = proposed(book, official_id).allocation
    assert [one.code for one in found.stops] == ["PLEDGE"]


def test_who_may_not_move_a_pledge_is_told_the_law(book: Book) -> None:
    pledged_book(book)
    with book.unit_of_work("Revoke pledge") as unit:
        (kept,) = PLEDGES.of(unit.connection, keeper(book))
        step = PledgeStep(
            pledge_id=kept.id, state="revoked", on_date=JANUARY, who="Tom", role="treasurer"
        )
        with pytest.raises(Refused, match="Only the official"):
            move_pledge(unit, step)
        move_pledge(unit, replace(step, role="official"), federal=True)
        with pytest.raises(Refused, match="does not become"):
            move_pledge(unit, replace(step, state="active", role="official"))


@pytest.mark.parametrize("others", [0, FEW], ids=["few", "many"])
def test_of_many_each_is_proposed_what_they_are_alone(book: Book, others: int) -> None:
    """What several share is read once, and of many officials every row at once."""
    first = pledged_book(book)
    with book.unit_of_work("Add official") as unit:
        party = keeper(book)
        second, term_id = councillor(unit, party, "Summer", JANUARY)
        paid(unit, term_id, party, JANUARY, 120_000_00, 90_000_00)
        pledge(unit, party, second, JANUARY, "councillors", WIDE[1:])
        third, _term = councillor(unit, party, "Autumn", JANUARY)
    gift(book, "party", "Winter", "2026-01-02", 9_000_00)
    with book.unit_of_work("Sign instruction") as unit:
        sign_plan(unit, keep_plan(unit, proposed(book, first), JANUARY), JANUARY)
    ids = [first, second, third, *range(10_000, 10_000 + others)]
    with book.read() as connection:
        visible = access_of(connection, book.who).ids
        planner = Planner(connection, party, visible, ids)
        for period in ("2026-02", "2026-03"):
            for one in (first, second):
                alone = plan_of(connection, one, period, visible)
                assert alone.allocation.lines
                assert planner.plan(one, period) == alone
        with pytest.raises(NotFound, match="has no pledge"):
            planner.plan(third, "2026-02")


def test_without_a_pledge_nothing_is_planned(book: Book) -> None:
    with book.unit_of_work("Add official") as unit:
        official_id, _term = councillor(unit, keeper(book), "Winter", JANUARY)
    with pytest.raises(NotFound, match="no pledge"):
        proposed(book, official_id)


def test_pay_without_a_contract_stops_everything_until_counsel_releases_it(book: Book) -> None:
    official_id = pledged_book(book)
    received = gift(book, "party", "Winter", "2026-01-20", 900_00)
    with book.unit_of_work("Take as remittance") as unit:
        take_as_remittance(unit, Receipt(item_id=received, keeper="party", reference="R-1"))
    gift(book, "voice", "Winter", "2026-01-25", 500_00, kind="operating_expenditure")
    stopped = proposed(book, official_id, "2026-02").allocation
    assert [one.code for one in stopped.stops] == ["ROUND_TRIP"]
    with book.unit_of_work("Add stipend") as unit:
        voice = find_entity(unit.connection, "voice").id
        STIPENDS.add(unit, voice, Stipend(
            keeper="party", reference="R-1", work="Research", monthly_cents=500_00,
            monthly_minutes=1_200, market_cents=30_00, market_evidence="Survey", tax_form="W-2",
            contract_on=date(2025, 12, 1), from_date=date(2025, 12, 1), released_by="Counsel",
            released_on=date(2025, 12, 15),
        ))  # fmt: skip
    assert proposed(book, official_id, "2026-02").allocation.stops == ()
