"""Money between own accounts: both banks' lines at once, recorded only as the law lets them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from financedesk.banking.standing import standing
from financedesk.banking.transfers import (
    BOOKED,
    MEANT,
    MISSING,
    ON_ITS_WAY,
    TransferPair,
    accept_transfer,
    transfer_pairs,
)
from financedesk.book import Book
from financedesk.errors import BadInput, FinanceDeskError, Refused
from financedesk.ledger.account_balance import balance
from financedesk.ledger.members import add_member
from financedesk.ledger.transfer_steps import open_orders, propose_transfer, send_transfer
from financedesk.ledger.typed_transfer import Side, TypedTransfer, record_transfer
from tests.banking.lines import Told, tell
from tests.intake.exports import facts, rows_of
from tests.ledger.meadow import OPENING, meadow_at, side
from tests.soaking import examples


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def say(book: Book, of: Side, *lines: Told, number: str = "") -> None:
    tell(book, of.account, *lines, number=number)


def pairs(book: Book, *sides: Side, account: Side | None = None) -> tuple[TransferPair, ...]:
    owners = {one.entity.id for one in sides}
    with book.read() as connection:
        found = None if account is None else account.account.id
        return transfer_pairs(connection, owners, account_id=found)


def take(book: Book, pair: TransferPair, typed: TypedTransfer | None = None) -> tuple[int, int]:
    with book.unit_of_work("Match transfer") as unit:
        return accept_transfer(unit, pair, typed)


def differences(book: Book, *sides: Side) -> list[tuple[int, int]]:
    with book.read() as connection:
        found = [standing(connection, one.account.id) for one in sides]
    return [(one.difference_cents, len(one.matched)) for one in found]


def transfer(giver: Side, taker: Side, cents: int, day: str) -> TypedTransfer:
    return TypedTransfer(giver=giver, taker=taker, amount_cents=cents, day=day, purpose="Share")


def own_accounts(book: Book) -> tuple[Side, Side]:
    return side(book, "party.checking"), side(book, "party.reserve")


def test_a_transfer_in_the_books_is_matched_on_both_accounts(book: Book) -> None:
    checking, reserve = own_accounts(book)
    with book.unit_of_work("Record transfer") as unit:
        record_transfer(unit, transfer(checking, reserve, 500_00, "2026-03-02"))
    say(book, checking, ("2026-03-03", -500_00, "ONLINE TRANSFER TO SAV"))
    say(book, reserve, ("2026-03-04", 500_00, "ONLINE TRANSFER FROM CHK"))
    (pair,) = pairs(book, checking)
    assert (pair.state, pair.only, pair.cents) == (BOOKED, True, 500_00)
    assert pair.why == "amount equal, 1 day later, the bank calls it a transfer"
    before = facts(book)
    assert len(take(book, pair)) == 2
    assert differences(book, checking, reserve) == [(0, 1), (0, 1)]
    assert pairs(book, checking) == ()
    assert book.verify() == []
    book.undo()
    assert facts(book) == before


def test_one_that_the_books_lack_is_recorded_and_matched_in_one_step(book: Book) -> None:
    checking, reserve = own_accounts(book)
    say(book, checking, ("2026-03-03", -500_00, "TRANSFER TO 4821"))
    say(book, reserve, ("2026-03-05", 500_00, "DEPOSIT"), number="000004821")
    (pair,) = pairs(book, checking, account=reserve)
    assert (pair.state, pair.hinders, pair.entries) == (MISSING, "", ())
    assert "the bank names the other account" in pair.why
    before = facts(book)
    take(book, pair, replace(pair.typed, purpose="To the reserve"))
    assert differences(book, checking, reserve) == [(0, 1), (0, 1)]
    assert rows_of(book, "SELECT DISTINCT purpose, item_date FROM item") == [
        ("To the reserve", "2026-03-03")
    ]
    assert book.verify() == []
    book.undo()
    assert facts(book) == before


def test_between_entities_each_side_is_of_its_banks_day(book: Book) -> None:
    party, county = side(book, "party.checking"), side(book, "county")
    say(book, party, ("2026-03-30", -800_00, "WIRE MEADOW COUNTY"))
    say(book, county, ("2026-04-01", 800_00, "WIRE MEADOW PARTY"))
    (pair,) = pairs(book, party, county)
    take(book, pair)
    with book.read() as connection:
        month_end = "2026-03-31"
        assert balance(connection, party.entity, party.account, month_end).cents == OPENING - 800_00
        assert balance(connection, county.entity, county.account, month_end).cents == OPENING
    assert differences(book, party, county) == [(0, 1), (0, 1)]
    assert book.verify() == []


@pytest.mark.parametrize("sent", [False, True])
def test_one_in_steps_goes_the_steps_that_are_left(book: Book, sent: bool) -> None:
    party, county = side(book, "party.checking"), side(book, "county")
    with book.unit_of_work("Propose transfer") as unit:
        order_id = propose_transfer(unit, transfer(party, county, 800_00, "2026-03-28"))
        if sent:
            send_transfer(unit, order_id, "2026-03-30")
    say(book, party, ("2026-03-30", -800_00, "WIRE OUT"))
    say(book, county, ("2026-04-01", 800_00, "WIRE IN"))
    (pair,) = pairs(book, party, county)
    assert (pair.state, pair.order_id) == (ON_ITS_WAY if sent else MEANT, order_id)
    take(book, pair)
    with book.read() as connection:
        assert open_orders(connection, (party.entity.id, county.entity.id)) == ()
    assert differences(book, party, county) == [(0, 1), (0, 1)]
    assert rows_of(book, "SELECT item_date FROM item ORDER BY id") == [
        ("2026-03-30",), ("2026-04-01",),
    ]  # fmt: skip
    assert book.verify() == []


def test_what_the_law_forbids_is_told_and_never_recorded(book: Book) -> None:
    """State money may not go to the federal account (11 CFR 102.5)."""
    state, checking = side(book, "party.state"), side(book, "party.checking")
    say(book, state, ("2026-03-03", -500_00, "TRANSFER TO CHK"))
    say(book, checking, ("2026-03-03", 500_00, "TRANSFER FROM STATE"))
    (pair,) = pairs(book, state)
    forbidden = side(book, "loud"), side(book, "campaign")
    say(book, forbidden[0], ("2026-03-03", -900_00, "WIRE OUT"))
    say(book, forbidden[1], ("2026-03-03", 900_00, "WIRE IN"))
    (stopped,) = pairs(book, *forbidden)
    assert stopped.hinders
    before = facts(book)
    for one in (pair, stopped):
        if one.hinders:
            with pytest.raises(Refused):
                take(book, one)
            assert facts(book) == before


def test_two_of_one_amount_are_offered_and_neither_is_the_only_one(book: Book) -> None:
    checking, reserve = own_accounts(book)
    say(book, checking, ("2026-03-03", -500_00, "XFER"), ("2026-03-09", -500_00, "XFER"))
    say(book, reserve, ("2026-03-09", 500_00, "XFER"))
    found = pairs(book, checking)
    assert [(one.out_line.day.day, one.only) for one in found] == [(9, False), (3, False)]
    take(book, found[0])
    with pytest.raises(Refused, match="changed since"):
        take(book, found[1])


def test_accounts_and_amount_are_the_banks(book: Book) -> None:
    checking, reserve = own_accounts(book)
    say(book, checking, ("2026-03-03", -500_00, "XFER"))
    say(book, reserve, ("2026-03-09", 500_00, "XFER"))
    (pair,) = pairs(book, checking)
    with pytest.raises(BadInput, match="what the banks say"):
        take(book, pair, replace(pair.typed, amount_cents=499_00))
    with book.unit_of_work("Record transfer") as unit:
        record_transfer(unit, transfer(checking, reserve, 500_00, "2026-03-02"))
    with pytest.raises(Refused, match="changed since"):
        take(book, pair)


def test_of_entities_that_are_not_seen_nothing_is_proposed(book: Book) -> None:
    party, county = side(book, "party.checking"), side(book, "county")
    say(book, party, ("2026-03-30", -800_00, "WIRE MEADOW COUNTY"))
    say(book, county, ("2026-04-01", 800_00, "WIRE MEADOW PARTY"))
    assert pairs(book, party) == ()
    (pair,) = pairs(book, party, county)
    with book.unit_of_work("Add member") as unit:
        add_member(
            unit, login="vera", name="Vera", own_name="Ada",
            rights={party.entity.id: "treasurer", county.entity.id: "viewer"},
        )  # fmt: skip
    book.who = "vera"
    with pytest.raises(Refused, match="Meadow County"):
        take(book, pair)
    assert rows_of(book, "SELECT COUNT(*) FROM item") == [(0,)]


# --- anything

ACCOUNTS = ("party.checking", "party.reserve", "party.state", "county", "loud", "campaign")
MOVES = st.lists(
    st.tuples(
        st.sampled_from(ACCOUNTS), st.sampled_from((-3, -2, -1, 1, 2, 3)), st.integers(1, 28)
    ),
    min_size=2, max_size=10,
)  # fmt: skip


@given(moves=MOVES)
@settings(max_examples=examples(4, 200), deadline=None)
def test_whatever_is_accepted_ties_and_is_undone(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[str, int, int]]
) -> None:
    with meadow_at(str(tmp_path_factory.mktemp("moves") / "book.fdesk")) as book:
        for place, hundreds, day in moves:
            say(book, side(book, place), (f"2026-03-{day:02}", hundreds * 100_00, "XFER"))
        places = [side(book, one) for one in ACCOUNTS]
        before, steps = facts(book), 0
        for pair in pairs(book, *places):
            held = facts(book)
            try:
                take(book, pair)
                steps += 1
            except FinanceDeskError:
                assert facts(book) == held
        assert book.verify() == []
        crossed = text(
            "SELECT COUNT(*) FROM bank_match m JOIN bank_match_posting q ON q.bank_match_id = m.id"
            " JOIN posting p ON p.id = q.posting_id WHERE p.account_id <> m.account_id"
        )
        with book.read() as connection:
            assert connection.execute(crossed).scalar_one() == 0
        for _ in range(steps):
            book.undo()
        assert facts(book) == before
