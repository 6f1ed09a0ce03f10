"""What the books lack is recorded from the bank's line: fees, interest, gifts, a payout's gift."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.banking.creating import (
    FromLine,
    Missing,
    add_to_payout,
    create_from_line,
    create_gift_from_line,
    gap_to_payout,
    ways_to_record,
)
from financedesk.banking.matching import accept_certain
from financedesk.banking.standing import Standing, standing
from financedesk.book import Book
from financedesk.errors import BadInput, HasDependents, NotFound, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.checks_drawn import checks, next_number
from financedesk.ledger.contacts import Contact
from financedesk.ledger.room import open_book
from financedesk.ledger.set_aside import lines_set_aside, set_aside, take_up_again
from financedesk.ledger.typed_gift import TypedGift
from tests.intake.exports import facts, rows_of
from tests.ledger.riverbend import Desk, desk_for, person
from tests.ui.reconcile_books import february_book

BANK = Contact(type="ORG", name="Rose City Mutual")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_book(february_book(tmp_path, told=True)) as book:
        yield desk_for(book, "alder")


def seen(book: Book, account_id: int) -> Standing:
    with book.read() as connection:
        return standing(connection, account_id)


def line_of(desk: Desk, cents: int) -> int:
    found = seen(desk.book, desk.account_id)
    return next(one.key for one in found.unmatched_lines if one.cents == cents)


def test_a_fee_is_recorded_and_matched_in_one_act_and_one_undo(desk: Desk) -> None:
    before = facts(desk.book)
    line = line_of(desk, -15_00)
    with desk.book.unit_of_work("Record from the bank’s line") as unit:
        wanted = FromLine(line_id=line, kind="bank_fee", party=BANK, purpose="Bank Fees")
        create_from_line(unit, desk.account_id, wanted)
    fee = rows_of(desk.book, "SELECT kind, amount_cents, item_date, purpose FROM item"
                  " WHERE kind = 'bank_fee'")  # fmt: skip
    assert fee == [("bank_fee", 15_00, "2026-02-27", "Bank Fees")]
    found = seen(desk.book, desk.account_id)
    assert line not in {one.key for one in found.unmatched_lines}
    assert [*desk.book.verify()] == []
    desk.book.undo()
    assert facts(desk.book) == before


def test_money_in_is_interest_or_a_gift_with_its_limits(desk: Desk) -> None:
    line = line_of(desk, 250_00)
    with desk.book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    assert [one.kind for one in ways_to_record(desk.entity, account, 1)] == [
        "bank_interest", "offset_to_operating_expenditures", "other_receipt",
    ]  # fmt: skip
    assert ways_to_record(desk.entity, account, -1)[0].kind == "bank_fee"
    gift = TypedGift(giver=person("Sole"), known=None, amount_cents=0, day="2026-02-17",
                     account=account)  # fmt: skip
    with desk.book.unit_of_work("Record from the bank’s line") as unit:
        create_gift_from_line(unit, line, gift)
    (row,) = rows_of(desk.book, "SELECT amount_cents, item_date, deposited_date FROM item"
                     " WHERE id = (SELECT max(id) FROM item)")  # fmt: skip
    assert row == (250_00, "2026-02-17", "2026-02-18")


def test_what_does_not_fit_is_refused_and_leaves_nothing(desk: Desk) -> None:
    before = facts(desk.book)
    fee = FromLine(line_id=line_of(desk, -15_00), kind="bank_interest", party=BANK)
    deposit = FromLine(line_id=line_of(desk, 250_00), kind="bank_fee", party=BANK)
    nobody = FromLine(line_id=line_of(desk, 250_00), kind="bank_interest",
                      party=Contact(type="ORG"))  # fmt: skip
    strange = FromLine(line_id=1, kind="bank_fee", party=BANK)
    for wanted, error in ((fee, BadInput), (deposit, BadInput), (nobody, BadInput),
                          (strange, NotFound)):  # fmt: skip
        with pytest.raises(error), desk.book.unit_of_work("Record") as unit:
            create_from_line(unit, desk.account_id, wanted)
    assert facts(desk.book) == before


def test_a_check_that_the_bank_tells_of_first_stands_in_the_register_of_checks(desk: Desk) -> None:
    book, line = desk.book, line_of(desk, -15_00)
    with book.unit_of_work("Say its number") as unit:
        unit.update(tables.statement_line, line, {"check_number": "0001042"})
    party = Contact(type="ORG", name="Invented Printing")
    wanted = FromLine(line_id=line, kind="operating_expenditure", party=party, purpose="Printing")
    with book.unit_of_work("Record from the bank’s line") as unit:
        create_from_line(unit, desk.account_id, wanted)
    with book.read() as connection:
        (one,) = checks(connection, [desk.entity.id])
        assert (one.number, one.cents, one.state) == (1042, 15_00, "cleared")
        assert next_number(connection, desk.account_id) == 1043
    assert [*book.verify()] == []


# --- a payout that lacks a gift


def missing_gift(desk: Desk, cents: int, fee: int) -> Missing:
    with desk.book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    gift = TypedGift(giver=person("Late", "Rosa"), known=None, amount_cents=cents,
                     day="2026-02-08", account=account)  # fmt: skip
    return Missing(gift=gift, fee_cents=fee)


def add(desk: Desk, missing: Missing) -> None:
    (gap,) = seen(desk.book, desk.account_id).gaps
    with desk.book.unit_of_work("Add to payout") as unit:
        payout = gap_to_payout(unit.connection, [one.key for one in gap.entries])
        assert payout is not None
        add_to_payout(unit, payout.id, missing)


def test_a_gift_that_the_import_lacked_closes_the_gap_and_becomes_certain(desk: Desk) -> None:
    before = facts(desk.book)
    (gap,) = seen(desk.book, desk.account_id).gaps
    assert gap.cents == 24_01
    add(desk, missing_gift(desk, 25_00, 99))
    found = seen(desk.book, desk.account_id)
    assert found.gaps == ()
    payout = next(one for one in found.certain if one.cents == 96_04)
    assert len(payout.entries) == 2
    (sums,) = rows_of(desk.book, "SELECT gross_cents, fee_cents, net_cents FROM payout")
    assert sums == (100_00, 3_96, 96_04)
    # The clearing account holds nothing any more, and the conduit stands on the new gift, too.
    (left,) = rows_of(desk.book, "SELECT sum(p.cents) FROM posting p JOIN account a"
                      " ON a.id = p.account_id WHERE a.role = 'clearing'")  # fmt: skip
    assert left == (0,)
    conduits = rows_of(desk.book, "SELECT DISTINCT conduit_id FROM item WHERE kind ="
                       " 'individual_receipt' AND payout_id IS NOT NULL")  # fmt: skip
    assert len(conduits) == 1
    assert [*desk.book.verify()] == []
    desk.book.undo()
    assert facts(desk.book) == before


def test_a_fee_alone_is_added_and_part_of_a_gap_stays_told(desk: Desk) -> None:
    add(desk, missing_gift(desk, 30_00, 0))
    (gap,) = seen(desk.book, desk.account_id).gaps
    assert gap.cents == -5_99
    add(desk, Missing(fee_cents=5_99))
    assert seen(desk.book, desk.account_id).gaps == ()
    with desk.book.unit_of_work("Accept") as unit:
        assert accept_certain(unit, desk.account_id) == 2
    assert [*desk.book.verify()] == []


def test_a_processor_that_took_less_than_its_file_says_is_a_fee_below_zero(desk: Desk) -> None:
    add(desk, Missing(fee_cents=-24_01))
    assert seen(desk.book, desk.account_id).gaps == ()
    assert [*desk.book.verify()] == []


def test_a_gift_that_came_after_its_payout_is_refused(desk: Desk) -> None:
    before = facts(desk.book)
    late = missing_gift(desk, 25_00, 99)
    assert late.gift is not None
    with pytest.raises(BadInput, match="was paid out on 2026-02-09; a gift of 2026-02-10 is not"):
        add(desk, replace(late, gift=replace(late.gift, day="2026-02-10")))
    assert facts(desk.book) == before


def test_a_gift_that_may_not_pass_is_stopped_as_everywhere(desk: Desk) -> None:
    before = facts(desk.book)
    company = Contact(type="ORG", name="Acme Trading", city="Salem", state="OR")
    wanted = missing_gift(desk, 6_000_00, 0)
    assert wanted.gift is not None
    with pytest.raises(Walled):
        add(desk, replace(wanted, gift=replace(wanted.gift, giver=company)))
    with pytest.raises(BadInput, match="Say which gift"):
        add(desk, Missing())
    assert facts(desk.book) == before


# --- set aside


def test_a_line_set_aside_is_said_once_with_its_reason_and_taken_up_again(desk: Desk) -> None:
    line, on = line_of(desk, -15_00), date(2026, 3, 2)
    with desk.book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    before = facts(desk.book)
    with desk.book.unit_of_work("Set bank line aside") as unit:
        set_aside(unit, account, line, " The bank’s mistake ", "ines", on)
    with desk.book.read() as connection:
        assert lines_set_aside(connection, account) == {line: "The bank’s mistake"}
    for words, error in (("again", Refused), (" ", BadInput)):
        with pytest.raises(error), desk.book.unit_of_work("Set aside") as unit:
            set_aside(unit, account, line, words, "ines", on)
    with desk.book.unit_of_work("Take up line again") as unit:
        take_up_again(unit, line)
    assert facts(desk.book) == before


def test_a_matched_line_is_not_told_as_set_aside(desk: Desk) -> None:
    line, on = line_of(desk, -15_00), date(2026, 3, 2)
    with desk.book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    with desk.book.unit_of_work("Set bank line aside") as unit:
        set_aside(unit, account, line, "later", "ines", on)
        wanted = FromLine(line_id=line, kind="bank_fee", party=BANK)
        create_from_line(unit, account.id, wanted)
    with desk.book.read() as connection:
        assert lines_set_aside(connection, account) == {}


def test_a_statement_is_not_taken_back_under_a_line_set_aside_without_a_word(desk: Desk) -> None:
    line, on = line_of(desk, -15_00), date(2026, 3, 2)
    with desk.book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    with desk.book.unit_of_work("Set bank line aside") as unit:
        set_aside(unit, account, line, "later", "ines", on)
    (statement,) = rows_of(desk.book, "SELECT max(group_id) FROM journal WHERE action ="
                           " 'Bring in statement february.ofx'")  # fmt: skip
    with pytest.raises(HasDependents) as refused:
        desk.book.undo(statement[0])
    told = " ".join(str(one) for one in refused.value.dependents)
    assert "The reason why the line of 2026-02-27 over -$15.00 is set aside" in told
