"""Bills: how many must approve, that nobody counts twice, paying, and that each step is undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.errors import BadInput, HasDependents, NotFound, Refused
from financedesk.ledger.bill_approvals import set_approval_rule
from financedesk.ledger.bills import bills, correct_bill, looks_like, withdraw_bill
from financedesk.ledger.checks_drawn import mark_printed
from financedesk.ledger.edit import remove_items
from financedesk.ledger.members import add_member
from financedesk.ledger.payment_edit import PaymentEdit, correct_payment
from financedesk.rules.payables import approval_terms
from financedesk.rules.roles import TREASURER
from tests.ledger.meadow import meadow_at
from tests.ledger.paying import Payer, payer, problems


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Payer]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as book:
        yield payer(book)


@pytest.fixture
def anywhere(location: str) -> Iterator[Payer]:
    """Who pays, on each database."""
    with meadow_at(location) as book:
        yield payer(book)


@given(st.integers(1, 10_000_00), st.integers(0, 5_000_00))
def test_two_must_approve_above_the_threshold_and_every_wire(cents: int, above: int) -> None:
    terms = approval_terms(above)
    assert terms.needed(cents, "check") == (2 if cents > above else 0)
    assert terms.needed(cents, "wire") == 2


def test_the_threshold_is_that_of_the_safe_harbour(desk: Payer) -> None:
    for cents, method, needed in (
        (1_000_00, "check", 0), (1_000_01, "check", 2), (1_00, "wire", 2), (1_000_00, "card", 0),
    ):  # fmt: skip
        made = desk.bill(cents, f"{method}-{cents}", method=method)
        assert desk.read(made).needed == needed
        if needed:
            desk.approve(made, "Ann Lee")
            with pytest.raises(Refused, match="Ann Lee approved it; one more person must"):
                desk.pay(made)
            desk.approve(made, "Bo Day")
        desk.pay(made)
        assert desk.read(made).state == "paid"


def test_a_large_bill_without_a_word_is_not_paid_and_a_small_one_needs_none(desk: Payer) -> None:
    small, large = desk.bill(20_00, "1"), desk.bill(2_000_00, "2")
    with pytest.raises(Refused, match=r"\$2,000.00 .* two people must approve"):
        desk.pay(large)
    assert desk.checks() == []
    assert desk.read(small).state == "approved"
    desk.pay(small)
    assert [one.cents for one in desk.checks()] == [20_00]


def test_whoever_entered_a_bill_never_approves_it_alone(desk: Payer) -> None:
    """Ann Lee enters every bill here; none that needs a word goes by hers alone."""
    for number, more in (("1", {}), ("2", {"method": "wire"})):
        made = desk.bill(1_000_01, number, **more)
        desk.approve(made, "Ann Lee")
        with pytest.raises(Refused, match="one more person must"):
            desk.pay(made)


def test_one_person_counts_once_in_whatever_letters(desk: Payer) -> None:
    made = desk.bill(2_000_00)
    desk.approve(made, "Ann Lee")
    with pytest.raises(Refused, match="another person must be the second"):
        desk.approve(made, " ann  LEE ")
    assert [one.approver for one in desk.read(made).approvals] == ["Ann Lee"]


def test_a_member_approves_under_the_own_login_and_nobody_elses(desk: Payer) -> None:
    desk.book.who = "ada"
    with desk.book.unit_of_work("Name member") as unit:
        rights = {desk.of.entity.id: TREASURER}
        add_member(unit, login="bo", name="Bo Day", rights=rights, own_name="Ada")
    made = desk.bill(2_000_00)
    desk.approve(made, "")
    with pytest.raises(Refused, match="You are signed in as ada; bo approves under an own name"):
        desk.approve(made, "bo")
    with pytest.raises(Refused, match="another person must be the second"):
        desk.approve(made, "ADA")
    desk.book.who = "bo"
    desk.approve(made, "Bo")
    assert [one.approver for one in desk.read(made).approvals] == ["ada", "bo"]


def test_an_own_threshold_counts_from_its_day(desk: Payer) -> None:
    with desk.book.unit_of_work("Set approvals") as unit:
        set_approval_rule(unit, desk.of.entity.id, 50_00, "2026-07-01")
    assert desk.read(desk.bill(50_00, "1")).needed == 0
    assert desk.read(desk.bill(50_01, "2")).needed == 2
    before = desk.bill(50_01, "3", received_on="2026-06-30")
    assert desk.read(before).needed == 0
    with pytest.raises(BadInput, match="0 or more"), desk.book.unit_of_work("x") as unit:
        set_approval_rule(unit, desk.of.entity.id, -1, "2026-08-01")


def test_paying_writes_the_payment_draws_the_check_and_is_undone(anywhere: Payer) -> None:
    desk = anywhere
    made = desk.bill(3_000_00)
    for who in ("Ann Lee", "Bo Day"):
        desk.approve(made, who)
    desk.pay(made, number=2001)
    paid = desk.read(made)
    assert (paid.state, paid.check, str(paid.paid_on)) == ("paid", 2001, "2026-07-06")
    (check,) = desk.checks()
    assert (check.payee, check.cents, check.bill) == ("Heron Press", 3_000_00, "1042")
    with pytest.raises(Refused, match="paid already"):
        desk.pay(made)
    assert problems(desk.book) == []
    desk.book.undo()
    assert (desk.read(made).state, desk.checks()) == ("approved", [])
    desk.book.undo()
    assert desk.read(made).state == "waiting"
    desk.book.undo()
    desk.book.undo()
    with desk.book.read() as connection:
        assert bills(connection, [desk.of.entity.id]) == []
    assert problems(desk.book) == []


def test_a_bill_is_entered_once(desk: Payer) -> None:
    made = desk.bill(300_00, "A-17")
    with pytest.raises(Refused, match=r"bill A-17 is here already: \$300.00 on 2026-07-01, still"):
        desk.bill(300_00, " a-17 ")
    desk.bill(300_00, "")
    desk.bill(300_00, "")
    one = desk.read(made)
    with desk.book.read() as connection:
        assert looks_like(connection, one.card_id, 300_00, "B-1") is not None
        assert looks_like(connection, one.card_id, 299_00, "B-1") is None
        twin = looks_like(connection, one.card_id, 1_00, "a-17")
        assert twin is not None
        assert twin.id == made


def test_a_withdrawn_bill_gives_its_number_free(desk: Payer) -> None:
    made = desk.bill(300_00)
    for why, said in (("  ", "Say why"), ("Credited", "")):
        with desk.book.unit_of_work("Withdraw bill") as unit:
            if said:
                with pytest.raises(BadInput, match=said):
                    withdraw_bill(unit, made, why, "2026-07-03")
            else:
                withdraw_bill(unit, made, why, "2026-07-03")
    assert (desk.read(made).state, desk.read(made).withdrawn_why) == ("withdrawn", "Credited")
    for act in (lambda: desk.pay(made), lambda: desk.approve(made, "Ann Lee")):
        with pytest.raises(Refused, match="withdrawn"):
            act()
    desk.bill(300_00)
    desk.book.undo()
    desk.book.undo()
    assert desk.read(made).state == "approved"


def correct(desk: Payer, bill_id: int, **more: object) -> int:
    with desk.book.unit_of_work("Correct bill") as unit:
        return correct_bill(unit, desk.of.entity, bill_id, desk.new(3_000_00, **more))


def test_a_corrected_bill_is_approved_anew_when_what_was_approved_changes(desk: Payer) -> None:
    made = desk.bill(3_000_00)
    for who in ("Ann Lee", "Bo Day"):
        desk.approve(made, who)
    assert correct(desk, made, due_on="2026-08-15", number="1043") == 0
    assert desk.read(made).state == "approved"
    assert correct(desk, made, due_on="2026-08-15", number="1043", method="ach") == 2
    found = desk.read(made)
    assert (found.state, found.entered_by, found.method) == ("waiting", "Ann Lee", "ach")
    desk.book.undo()
    assert desk.read(made).state == "approved"
    other = desk.bill(300_00, "1044")
    with pytest.raises(Refused, match="bill 1043 is here already"):
        correct(desk, other, number="1043")
    desk.pay(made)
    with pytest.raises(Refused, match="is paid; undo that first"):
        correct(desk, made)


def test_what_cannot_be_is_refused_and_leaves_nothing(desk: Payer) -> None:
    wrong: tuple[tuple[int, dict[str, object], str], ...] = (
        (0, {}, "above zero"), (3_00, {"due_on": "2026-06-30"}, "cannot be due before"),
        (3_00, {"method": "barter"}, "none of"),
        (3_00, {"kind": "contribution_to_candidate"}, "not paid from"),
        (3_00, {"purpose": "x" * 101}, "100 letters"),
    )  # fmt: skip
    for cents, more, said in wrong:
        with pytest.raises(BadInput, match=said):
            desk.bill(cents, **more)  # type: ignore[arg-type]
    with desk.book.read() as connection:
        assert bills(connection, [desk.of.entity.id]) == []


def test_no_bill_goes_to_the_account_or_into_the_hands_of_another_entity(desk: Payer) -> None:
    made, other = desk.bill(300_00), payer(desk.book, "campaign")
    with pytest.raises(Refused, match="is no account of"):
        desk.bill(300_00, "2", account=other.of.account)
    for act in (lambda: other.pay(made), lambda: correct(other, made)):
        with pytest.raises(NotFound, match="There is no bill"):
            act()
    assert (desk.read(made).state, desk.checks()) == ("approved", [])


def test_a_bill_whose_payment_goes_is_open_again(desk: Payer) -> None:
    made = desk.bill(300_00)
    desk.approve(made, "Bo Day")
    item = desk.pay(made)
    with desk.book.unit_of_work("Delete entry") as unit:
        remove_items(unit, [item])
    assert (desk.read(made).state, desk.checks()) == ("approved", [])
    desk.book.undo()
    assert (desk.read(made).state, len(desk.checks())) == ("paid", 1)
    assert problems(desk.book) == []


def edit_of(cents: int, method: str) -> PaymentEdit:
    return PaymentEdit(
        amount_cents=cents, day="2026-07-06", purpose="Printing", category="", election_code="",
        method=method, payee=None,
    )  # fmt: skip


def test_a_bill_is_not_paid_with_more_than_was_approved_by_correcting_its_payment(
    desk: Payer,
) -> None:
    item = desk.pay(desk.bill(900_00, "8"))
    with (
        pytest.raises(
            Refused, match=r"pays the bill 8 of Heron Press of \$900.00; more is approved"
        ),
        desk.book.unit_of_work("Edit disbursement") as unit,
    ):
        correct_payment(unit, item, edit_of(9_000_00, "Check 1001"))
    for cents in (1_000_00, 850_00):
        with desk.book.unit_of_work("Edit disbursement") as unit:
            correct_payment(unit, item, edit_of(cents, "Check 1001"))
    assert [one.cents for one in desk.checks()] == [850_00]


def test_a_check_follows_the_correction_of_its_payment_until_it_is_printed(desk: Payer) -> None:
    item = desk.paid(300_00, "7")
    with desk.book.unit_of_work("Edit disbursement") as unit:
        correct_payment(unit, item, edit_of(310_00, "Check 1500"))
    (check,) = desk.checks()
    assert (check.number, check.cents) == (1500, 310_00)
    with desk.book.unit_of_work("Print check") as unit:
        mark_printed(unit, [check.id], "2026-07-06")
    with (
        pytest.raises(Refused, match="Check 1500 is printed and says otherwise"),
        desk.book.unit_of_work("Edit disbursement") as unit,
    ):
        correct_payment(unit, item, edit_of(311_00, "Check 1500"))
    with (
        pytest.raises(HasDependents, match="paid by check 1500; void the check"),
        desk.book.unit_of_work("Delete entry") as unit,
    ):
        remove_items(unit, [item])
    assert problems(desk.book) == []
