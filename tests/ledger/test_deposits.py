"""Deposits: put together, changed while open, locked by the bank, and the ten days of each gift."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from financedesk.book import UnitOfWork
from financedesk.errors import BadInput, HasDependents, Locked, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_matches import take_match_back, write_match
from financedesk.ledger.deposit_lock import posting_of_item
from financedesk.ledger.deposit_rows import (
    AT_BANK,
    OPEN,
    DepositRow,
    deposit_row,
    deposits,
    overdue,
    undeposited,
)
from financedesk.ledger.deposits import (
    SlipHead,
    change_slip,
    deposit_by_number,
    make_deposit,
    put_on,
    take_apart,
    take_off,
)
from financedesk.ledger.edit import ItemEdit, remove_items, replace_item, set_deposited
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.typed_batch import Deposit, record_deposit
from financedesk.ledger.typed_gift import TypedGift, record_gift
from tests.ledger.riverbend import Desk, person
from tests.soaking import examples

DAY = "2026-03-04"


def bank(desk: Desk) -> AccountRow:
    with desk.book.read() as connection:
        return account_by_id(connection, desk.account_id)


def check(desk: Desk, name: str, cents: int, day: str = "2026-03-02", by: str = "") -> TypedGift:
    return TypedGift(
        giver=person(name), known=None, amount_cents=cents, day=day, account=bank(desk),
        method=by or f"Check {cents}",
    )  # fmt: skip


def gifts(desk: Desk, *cents: int, day: str = "2026-03-02") -> list[int]:
    with desk.book.unit_of_work("Record contributions") as unit:
        return [
            record_gift(unit, desk.entity, check(desk, f"Giver{at}", one, day))
            for at, one in enumerate(cents)
        ]


def slip(desk: Desk, ids: Sequence[int], **head: object) -> int:
    with desk.book.unit_of_work("Make deposit") as unit:
        return make_deposit(unit, bank(desk), SlipHead(day=DAY, **head), ids)  # type: ignore[arg-type]


def row(desk: Desk, deposit_id: int) -> DepositRow:
    with desk.book.read() as connection:
        return deposit_row(connection, deposit_id)


def do(desk: Desk, work: Callable[[UnitOfWork], object]) -> None:
    with desk.book.unit_of_work("Change") as unit:
        work(unit)


def postings(desk: Desk, deposit_id: int) -> list[tuple[int, int]]:
    query = (
        select(tables.posting.c.id, tables.posting.c.cents)
        .join(tables.item, posting_of_item())
        .join(tables.deposit_item, tables.deposit_item.c.item_id == tables.item.c.id)
        .where(tables.deposit_item.c.deposit_id == deposit_id)
        .order_by(tables.posting.c.id)
    )
    with desk.book.read() as connection:
        return [(one.id, one.cents) for one in connection.execute(query)]


def told_by_bank(desk: Desk, deposit_id: int) -> int:
    """Let a statement tell of a deposit, match both, and return the match."""
    own = postings(desk, deposit_id)
    whose = {"entity_id": desk.entity.id, "account_id": desk.account_id}
    with desk.book.unit_of_work("Bring in statement") as unit:
        kept = unit.insert(
            tables.bank_statement,
            {**whose, "number": "1", "bank": "", "currency": "USD", "format": "ofx",
             "file_name": "a.ofx", "file_sha256": "x", "part": 1},
        )  # fmt: skip
        line = unit.insert(
            tables.statement_line,
            {**whose, "bank_statement_id": kept, "line_key": f"k{deposit_id}",
             "booked_on": "2026-03-06", "amount_cents": sum(cents for _, cents in own),
             "reference": "", "payee": "DEPOSIT", "memo": "", "check_number": "", "kind": "",
             "place": "1"},
        )  # fmt: skip
    with desk.book.unit_of_work("Accept match") as unit:
        ids = [one for one, _ in own]
        return write_match(unit, bank(desk), [line], ids, why="amount", certain=True)


# --- putting together


def test_a_recorded_slip_is_kept_with_its_number_and_who_counted_it(desk: Desk) -> None:
    both = (check(desk, "Lopez", 50_00), check(desk, "Ruiz", 25_00, by="cash"))
    typed = Deposit(day=DAY, gifts=both, declared_count=2, declared_cents=75_00,
                    first_initials=" AL ", second_initials="BR")  # fmt: skip
    with desk.book.unit_of_work("Record deposit of 2 checks") as unit:
        record_deposit(unit, desk.entity, typed)
    with desk.book.read() as connection:
        (found,) = deposits(connection, [desk.entity.id])
        assert deposit_by_number(connection, bank(desk), 1) == found.id
    assert (found.number, found.day, found.state) == (1, DAY, OPEN)
    assert (found.first_initials, found.second_initials) == ("AL", "BR")
    assert [one.cents for one in found.cash] == [25_00]
    assert [one.cents for one in found.checks] == [50_00]
    assert found.ties
    assert found.received == ("2026-03-02", "2026-03-02")
    desk.book.undo()
    with desk.book.read() as connection:
        assert deposits(connection, [desk.entity.id]) == ()
    desk.book.redo()
    assert row(desk, found.id) == found
    assert list(desk.book.verify()) == []


def test_gifts_that_wait_go_on_a_slip_and_come_off_again(desk: Desk) -> None:
    first, second, third = gifts(desk, 10_00, 20_00, 30_00)
    made = slip(desk, [first, second])
    with desk.book.read() as connection:
        assert [one.item_id for one in undeposited(connection, [desk.entity.id])] == [third]
    do(desk, lambda unit: put_on(unit, made, [third]))
    found = row(desk, made)
    assert (found.declared_count, found.declared_cents, found.cents) == (3, 60_00, 60_00)
    do(desk, lambda unit: take_off(unit, [first]))
    assert (row(desk, made).declared_count, row(desk, made).cents) == (2, 50_00)
    with desk.book.read() as connection:
        assert [one.item_id for one in undeposited(connection, [desk.entity.id])] == [first]
    do(desk, lambda unit: take_apart(unit, made))
    with desk.book.read() as connection:
        assert len(undeposited(connection, [desk.entity.id])) == 3
    for _ in range(2):
        desk.book.undo()
    assert row(desk, made) == found
    assert list(desk.book.verify()) == []


def test_a_slip_that_differs_needs_a_reason_and_keeps_it(desk: Desk) -> None:
    ids = gifts(desk, 10_00, 20_00)
    with pytest.raises(BadInput, match=r"1 item missing, \$5.00 missing"):
        slip(desk, ids, declared_count=3, declared_cents=35_00)
    made = slip(desk, ids, declared_count=3, declared_cents=35_00, why="One was returned")
    assert (row(desk, made).ties, row(desk, made).why) == (False, "One was returned")
    do(desk, lambda unit: take_off(unit, ids[:1]))
    assert row(desk, made).declared_count == 3, "what was counted by hand stays"


def test_what_is_no_money_for_this_bank_is_refused_by_name(desk: Desk) -> None:
    (one,) = gifts(desk, 10_00)
    made = slip(desk, [one])
    with pytest.raises(Refused, match=r"Giver0, \$10.00, is on deposit 1 already"):
        slip(desk, [one])
    with pytest.raises(BadInput, match="at least one"):
        slip(desk, [])
    (late,) = gifts(desk, 5_00, day="2026-03-05")
    with pytest.raises(BadInput, match="received on 2026-03-05"):
        do(desk, lambda unit: put_on(unit, made, [late]))
    (gone,) = gifts(desk, 6_00)
    do(desk, lambda unit: set_deposited(unit, [gone], "2026-03-03"))
    with pytest.raises(Refused, match="went to the bank on 2026-03-03"):
        do(desk, lambda unit: put_on(unit, made, [gone]))
    with pytest.raises(NotFound, match="on no deposit"):
        do(desk, lambda unit: take_off(unit, [late]))


def test_another_day_of_the_slip_is_that_of_its_gifts(desk: Desk) -> None:
    ids = gifts(desk, 10_00, 20_00)
    made = slip(desk, ids)
    do(desk, lambda unit: change_slip(unit, made, SlipHead(day="2026-03-05", first_initials="A")))
    with desk.book.read() as connection:
        days = connection.execute(select(tables.item.c.deposited_date).distinct()).scalars().all()
    assert (days, row(desk, made).first_initials) == (["2026-03-05"], "A")
    with pytest.raises(Refused, match="on deposit 1 of 2026-03-05"):
        do(desk, lambda unit: set_deposited(unit, ids[:1], "2026-03-06"))
    do(desk, lambda unit: remove_items(unit, ids[:1]))
    assert not row(desk, made).ties
    assert list(desk.book.verify()) == []


# --- the lock


def _change_amount(desk: Desk, made: int, unit: UnitOfWork) -> None:
    one = row(desk, made).items[0]
    replace_item(unit, one.item_id, ItemEdit(one.cents + 1, one.received, None))


def _change_day(desk: Desk, made: int, unit: UnitOfWork) -> None:
    one = row(desk, made).items[0]
    replace_item(unit, one.item_id, ItemEdit(one.cents, "2026-03-01", None))


WAYS: dict[str, Callable[[Desk, int, UnitOfWork], object]] = {
    "amount": _change_amount,
    "day of receipt": _change_day,
    "day of deposit": lambda desk, made, unit: set_deposited(
        unit, [row(desk, made).items[0].item_id], "2026-03-09"
    ),
    "deleted": lambda desk, made, unit: remove_items(unit, [row(desk, made).items[0].item_id]),
    "taken off": lambda desk, made, unit: take_off(unit, [row(desk, made).items[0].item_id]),
    "put on": lambda desk, made, unit: put_on(
        unit, made, [record_gift(unit, desk.entity, check(desk, "Late", 1_00))]
    ),
    "taken apart": lambda _desk, made, unit: take_apart(unit, made),
    "slip's day": lambda _desk, made, unit: change_slip(unit, made, SlipHead(day="2026-03-05")),
    "account": lambda desk, made, unit: unit.update(
        tables.deposit, made, {"account_id": _second_account(desk, unit)}
    ),
}


def _second_account(desk: Desk, unit: UnitOfWork) -> int:
    values = {**unit.row(tables.account, desk.account_id), "code": "second"}
    return unit.insert(tables.account, {k: v for k, v in values.items() if k != "id"})


@pytest.mark.parametrize("way", WAYS)
def test_what_the_bank_has_stays_as_it_is(desk: Desk, way: str) -> None:
    made = slip(desk, gifts(desk, 10_00, 20_00))
    match = told_by_bank(desk, made)
    before = row(desk, made)
    assert (before.state, before.bank_day) == (AT_BANK, "2026-03-06")
    with pytest.raises(Locked, match="take"):
        do(desk, lambda unit: WAYS[way](desk, made, unit))
    assert row(desk, made) == before
    do(desk, lambda unit: take_match_back(unit, match))
    assert row(desk, made).state == OPEN
    if way not in ("account", "day of deposit"):
        do(desk, lambda unit: WAYS[way](desk, made, unit))
        assert list(desk.book.verify()) == []


def test_who_counted_may_sign_later_and_an_undo_does_not_unlock(desk: Desk) -> None:
    (first, second) = gifts(desk, 10_00, 20_00)
    made = slip(desk, [first])
    do(desk, lambda unit: put_on(unit, made, [second]))
    added = desk.book.undo_status().undo_group
    told_by_bank(desk, made)
    do(desk, lambda unit: change_slip(unit, made, SlipHead(day=DAY, second_initials="Q")))
    assert row(desk, made).second_initials == "Q"
    with pytest.raises((Locked, HasDependents)):
        desk.book.undo(added)
    assert row(desk, made).state == AT_BANK
    assert len(row(desk, made).items) == 2


# --- ten days


@pytest.mark.parametrize(("today", "left", "late"), [("2026-03-12", 0, 0), ("2026-03-13", -1, 1)])
def test_the_tenth_day_is_the_last(desk: Desk, today: str, left: int, late: int) -> None:
    gifts(desk, 10_00, day="2026-03-02")
    with desk.book.read() as connection:
        waiting = undeposited(connection, [desk.entity.id])
    on = date.fromisoformat(today)
    assert [one.last_day for one in waiting] == ["2026-03-12"]
    assert [one.days_left(on) for one in waiting] == [left]
    assert len(overdue(waiting, on)) == late


def test_a_slip_says_which_gifts_went_late(desk: Desk) -> None:
    ids = [*gifts(desk, 10_00, day="2026-02-22"), *gifts(desk, 20_00, day="2026-02-21")]
    assert [one.cents for one in row(desk, slip(desk, ids)).late] == [20_00]


# --- anything


@settings(
    max_examples=examples(4, 200), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(st.data())
def test_a_slip_is_the_sum_of_its_gifts_and_of_their_postings(
    desk: Desk, data: st.DataObject
) -> None:
    amounts = data.draw(st.lists(st.integers(1, 90_00), min_size=1, max_size=5))
    ids = gifts(desk, *amounts)
    made = slip(desk, ids)
    states = [row(desk, made)]
    for _ in range(data.draw(st.integers(0, 4))):
        on = [one.item_id for one in row(desk, made).items]
        off = [one for one in ids if one not in on]
        acts = [*(["off"] if on else []), *(["on"] if off else [])]
        act = data.draw(st.sampled_from(acts))
        some = data.draw(st.lists(st.sampled_from(on if act == "off" else off), min_size=1,
                                  unique=True))  # fmt: skip
        do(
            desk,
            lambda unit, act=act, some=some: (
                take_off(unit, some) if act == "off" else put_on(unit, made, some)
            ),
        )  # type: ignore[misc]
        found = row(desk, made)
        assert found.ties
        assert sum(cents for _, cents in postings(desk, made)) == found.cents
        states.append(found)
    while len(states) > 1:
        assert row(desk, made) == states.pop()
        desk.book.undo()
    assert row(desk, made) == states[0]
    with desk.book.read() as connection:
        on_slips = select(func.count()).select_from(tables.deposit_item)
        assert connection.execute(on_slips).scalar_one() >= len(ids)


# --- cash


@pytest.mark.parametrize(
    ("name", "cents", "law"),
    [
        ("Lopez", 100_00, ""), ("Lopez", 100_01, "30123; 11 CFR 110.4"),
        ("Anonymous", 50_00, ""), ("Anonymous", 50_01, r"110.4\(c\)\(3\)"),
    ],
)  # fmt: skip
def test_cash_is_taken_up_to_what_the_law_allows(
    desk: Desk, name: str, cents: int, law: str
) -> None:
    cash = check(desk, name, cents, by="Cash")
    if name == "Anonymous":
        cash = replace(cash, giver=replace(cash.giver, first_name=""))
    if not law:
        do(desk, lambda unit: record_gift(unit, desk.entity, cash))
        return
    with pytest.raises(Refused, match=law):
        do(desk, lambda unit: record_gift(unit, desk.entity, cash))
    typed = Deposit(day=DAY, gifts=(cash,), declared_count=1, declared_cents=cents)
    with pytest.raises(Refused, match=f"Check 1, .*{law}"):
        do(desk, lambda unit: record_deposit(unit, desk.entity, typed))
    do(desk, lambda unit: record_gift(unit, desk.entity, replace(cash, held=True)))


def test_cash_of_one_day_is_added_up_on_the_slip(desk: Desk) -> None:
    both = tuple(check(desk, "Lopez", cents, by="cash") for cents in (60_00, 40_01))
    typed = Deposit(day=DAY, gifts=both, declared_count=2, declared_cents=100_01)
    with pytest.raises(Refused, match=r"Check 2, .*Return \$0.01 to the giver"):
        do(desk, lambda unit: record_deposit(unit, desk.entity, typed))
    other = replace(typed, gifts=(both[0], replace(both[1], day="2026-03-03")))
    do(desk, lambda unit: record_deposit(unit, desk.entity, other))
