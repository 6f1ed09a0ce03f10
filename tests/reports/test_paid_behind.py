"""How a report tells who is behind a payment, and how it tells a void: judged by hardmoney."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import hardmoney
import pytest

from financedesk.errors import BadInput, Locked, NotFound, Refused
from financedesk.ledger.check_voids import void_check
from financedesk.ledger.contacts import Contact
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entries import NewItem
from financedesk.ledger.overview import cash
from financedesk.ledger.payroll import PayLine, last_payroll, record_payroll, sums_of
from financedesk.ledger.period import Period
from financedesk.ledger.ultimate_payees import (
    Behind,
    NewPayee,
    behind,
    name_payees,
    payees_missing,
    routes_for,
)
from financedesk.ledger.writer import LedgerWriter
from financedesk.reports.filing import Prepared, Request, finalise, prepare
from tests.ledger import paying
from tests.ledger.meadow import meadow_at
from tests.ledger.paying import Payer, payer, problems
from tests.reports.test_filing import file_of

Q3 = Period(first="2026-07-01", last="2026-09-30")
_BEND = {"city": "Bend", "state": "OR", "zip": "97701"}
HOTEL = Contact(type="ORG", name="Juniper Inn", street_1="1 Elm St", **_BEND)
PAPER = Contact(type="ORG", name="Paper Barn", street_1="2 Elm St", **_BEND)
STAFF = Contact(type="IND", last_name="Okafor", first_name="Ife", city="Salem", state="OR",
                street_1="3 Oak St", zip="97301")  # fmt: skip
# Where the fields of Schedule B stand in a row of the file.
_ID, _BACK, _BACK_LINE, _ORG, _DAY, _AMOUNT, _PURPOSE, _MEMO = (
    2, 3, 4, 6, 19, 20, 22, 41,
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Payer]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as book:
        yield payer(book)


def line(payee: Contact, cents: int, day: str = "2026-07-10", purpose: str = "Lodging") -> NewPayee:
    return NewPayee(payee=payee, known=None, amount_cents=cents, day=day, purpose=purpose)


def name(desk: Payer, item: int, lines: Sequence[NewPayee], route: str = "card") -> list[int]:
    with desk.book.unit_of_work("Name who is behind it") as unit:
        return name_payees(unit, item, route, lines)


def told(desk: Payer, item: int) -> Behind:
    with desk.book.read() as connection:
        return behind(connection, item)


def missing(desk: Payer) -> list[str]:
    with desk.book.read() as connection:
        found = payees_missing(connection, [desk.of.entity.id], "2026-01-01")
    return [one.missing_words for one in found]


def filed(desk: Payer, folder: Path) -> Prepared:
    asked = Request(
        entity_id=desk.of.entity.id, form="F3X", period=Q3, signed_on="2026-10-10",
        outputs=("fec",),
    )  # fmt: skip
    return prepare(desk.book, asked, folder)


def rows(prepared: Prepared) -> list[list[str]]:
    lines = file_of(prepared).read_bytes().decode("ascii").split("\r\n")[2:-1]
    return [row for row in (one.split("\x1c") for one in lines) if row[0].startswith("SB")]


def test_memo_rows_stand_under_the_card_and_change_no_total(desk: Payer, tmp_path: Path) -> None:
    item = desk.record(900_00)
    name(desk, item, [line(HOTEL, 600_00, "2026-06-28"), line(PAPER, 300_00, purpose="Supplies")])
    prepared = filed(desk, tmp_path)
    judged = hardmoney.parse_file(str(file_of(prepared)))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    assert prepared.summary["A"]["21b"] == 900_00
    card, inn, barn = rows(prepared)
    assert (card[_ORG], card[_AMOUNT], card[_PURPOSE]) == (
        "Cascade Card Services", "900.00", "Credit Card: See Below",
    )  # fmt: skip
    for memo, who, day in ((inn, "Juniper Inn", "20260628"), (barn, "Paper Barn", "20260710")):
        assert (memo[0], memo[_ORG], memo[_DAY]) == ("SB21B", who, day)
        assert (memo[_BACK], memo[_BACK_LINE]) == (card[_ID], "SB21B")
        assert memo[_MEMO] == "X"
    assert problems(desk.book) == []


def test_small_payees_are_kept_and_not_shown(desk: Payer, tmp_path: Path) -> None:
    item = desk.record(500_00)
    name(desk, item, [line(HOTEL, 300_00), line(PAPER, 200_00, purpose="Supplies")])
    assert [row[_ORG] for row in rows(filed(desk, tmp_path))] == [
        "Cascade Card Services", "Juniper Inn",
    ]  # fmt: skip
    assert [one.itemised for one in told(desk, item).payees] == [True, False]


def test_what_is_missing_is_told_until_no_payee_above_200_can_hide(desk: Payer) -> None:
    item = desk.record(900_00, purpose="Credit card payment")
    assert missing(desk) == [
        "$900.00 of it is not named yet; everybody paid more than $200.00 in the year is."
    ]
    name(desk, item, [line(HOTEL, 699_99)])
    assert told(desk, item).missing_cents == 200_01
    assert missing(desk) != []
    name(desk, item, [line(HOTEL, 700_00)])
    assert missing(desk) == []


def test_travel_of_one_person_need_not_be_named_up_to_500(desk: Payer) -> None:
    desk.record(500_00, STAFF, purpose="Reimbursement of travel")
    assert missing(desk) == []
    desk.record(500_01, STAFF, purpose="Reimbursement of travel", day="2026-07-21")
    desk.record(200_01, STAFF, purpose="Reimbursement of supplies", day="2026-07-22")
    assert len(missing(desk)) == 2


def test_lines_that_cannot_be_are_refused_whole(desk: Payer) -> None:
    item = desk.record(900_00)
    name(desk, item, [line(HOTEL, 500_00)])
    for lines, said in (
        ([line(HOTEL, 600_00), line(PAPER, 300_01)], r"come to \$900.01, more than the \$900.00"),
        ([line(HOTEL, 0)], "Line 1, Juniper Inn: an amount above zero"),
        ([line(HOTEL, 1_00), line(PAPER, 1_00, purpose=" ")], "Line 2, Paper Barn: say what it"),
        ([line(HOTEL, 1_00, "2026-07-21")], "after the payment of 2026-07-20"),
        ([line(Contact(type="ORG"), 1_00)], "Line 1: say who was paid"),
    ):
        with pytest.raises(BadInput, match=said):
            name(desk, item, lines)
    assert told(desk, item).named_cents == 500_00


def test_naming_anew_replaces_no_lines_take_back_and_undo_restores(desk: Payer) -> None:
    item = desk.record(900_00)
    before = told(desk, item)
    name(desk, item, [line(HOTEL, 500_00)])
    name(desk, item, [line(PAPER, 400_00)], "reimbursement")
    found = told(desk, item)
    assert [one.contact.name for one in found.payees] == ["Paper Barn"]
    assert found.kind == "operating_expenditure_staff_reimbursement"
    name(desk, item, [])
    assert told(desk, item).kind == before.kind
    for _ in range(2):
        desk.book.undo()
    assert told(desk, item).kind == "operating_expenditure_credit_card_payment"
    desk.book.undo()
    assert told(desk, item) == before
    assert problems(desk.book) == []


def test_a_line_that_stays_keeps_its_entry_and_its_id_of_the_form(desk: Payer) -> None:
    item = desk.record(900_00)
    first, _second = name(desk, item, [line(HOTEL, 500_00), line(PAPER, 100_00)])
    inn = told(desk, item).payees[0]
    again = replace(line(HOTEL, 500_00), payee=inn.contact, known=inn.ref)
    kept, other = name(desk, item, [again, line(PAPER, 120_00)], "reimbursement")
    assert kept == first
    assert [(one.item_id, one.kind, one.cents) for one in told(desk, item).payees] == [
        (first, "operating_expenditure_staff_reimbursement_memo", 500_00),
        (other, "operating_expenditure_staff_reimbursement_memo", 120_00),
    ]  # fmt: skip
    assert problems(desk.book) == []


def test_what_is_filed_or_has_no_such_form_is_refused(desk: Payer) -> None:
    item, other = desk.record(900_00), desk.record(50_00, kind="payroll", payee=STAFF)
    with pytest.raises(Refused, match="no memo entries for credit card"):
        name(desk, other, [line(HOTEL, 10_00)])
    with pytest.raises(BadInput, match="none of: card, payroll, reimbursement"):
        name(desk, item, [line(HOTEL, 10_00)], "barter")
    assert routes_for("payroll") == ()
    assert [one.code for one in routes_for("operating_expenditure")] == [
        "card", "payroll", "reimbursement",
    ]  # fmt: skip
    paying.finalise(desk, item)
    with pytest.raises(Locked, match="reopen"):
        name(desk, item, [line(HOTEL, 10_00)])
    with desk.book.unit_of_work("Delete") as unit:
        remove_items(unit, [other])
    with pytest.raises(NotFound, match="no longer in the book"):
        told(desk, other)


def test_a_void_of_a_filed_check_is_negative_on_its_line_and_totals_tie(
    desk: Payer, tmp_path: Path
) -> None:
    item = desk.record(900_00, method="Check 1001", day="2026-06-15")
    name(desk, item, [line(HOTEL, 600_00, "2026-06-10")])
    desk.record(400_00, HOTEL, purpose="Lodging", method="Check 1002", day="2026-06-16")
    desk.record(1_000_00, HOTEL, purpose="Lodging")
    for one in desk.checks():
        with desk.book.unit_of_work("Void check") as unit:
            void_check(unit, one.id, "2026-07-03", "Lost in the mail")
    prepared = filed(desk, tmp_path)
    judged = hardmoney.parse_file(str(file_of(prepared)))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    assert prepared.summary["A"]["21b"] == 1_000_00 - 900_00 - 400_00
    with desk.book.read() as connection:
        held = cash(connection, [desk.of.entity.id], "2026-09-30").reported_cents
    assert prepared.summary["A"]["8"] == held
    amounts = {(row[_ORG], row[_AMOUNT]) for row in rows(prepared)}
    assert {("Cascade Card Services", "-900.00"), ("Juniper Inn", "-400.00")} <= amounts
    assert ("Juniper Inn", "-600.00") in amounts
    finalise(desk.book, prepared.filing.id)
    assert problems(desk.book) == []


def pay(who: Contact, cents: int, kind: str = "payroll", **more: str) -> PayLine:
    return PayLine(payee=who, known=None, kind=kind, amount_cents=cents, **more)


TAX = Contact(type="ORG", name="Treasury Office", city="Salem", state="OR")
OTHER = Contact(type="IND", last_name="Quill", first_name="Jo", city="Salem", state="OR")


def payroll(desk: Payer, day: str, lines: Sequence[PayLine]) -> list[int]:
    with desk.book.unit_of_work("Record payroll") as unit:
        return record_payroll(unit, desk.of.entity, desk.of.account, day, lines)


def test_a_payroll_is_one_act_and_the_template_of_the_next(desk: Payer) -> None:
    lines = [
        pay(STAFF, 2_000_00, purpose="Payroll", method="ACH"),
        pay(OTHER, 1_500_00, purpose="Payroll", method="Check 1001"),
        pay(TAX, 900_00, "payroll_tax", purpose="Payroll Taxes"),
    ]
    assert (sums_of(lines).net_cents, sums_of(lines).gross_cents) == (3_500_00, 4_400_00)
    assert len(payroll(desk, "2026-07-31", lines)) == 3
    with desk.book.read() as connection:
        template = last_payroll(connection, desk.of.entity.id, desk.of.account.id, "2026-08-31")
    assert [(one.payee.display_name, one.amount_cents, one.method) for one in template] == [
        ("Ife Okafor", 2_000_00, "ACH"), ("Jo Quill", 1_500_00, ""),
        ("Treasury Office", 900_00, ""),
    ]  # fmt: skip
    payroll(desk, "2026-08-31", template)
    assert problems(desk.book) == []
    for _ in range(2):
        desk.book.undo()
    with desk.book.read() as connection:
        assert last_payroll(connection, desk.of.entity.id, desk.of.account.id, "2027-01-01") == ()


def test_a_payroll_with_a_wrong_line_records_nothing_and_names_it(desk: Payer) -> None:
    with pytest.raises(BadInput, match="Line 2, Jo Quill: A disbursement is an amount above zero"):
        payroll(desk, "2026-07-31", [pay(STAFF, 1_00), pay(OTHER, 0)])
    with pytest.raises(BadInput, match="Line 1: no such pay"):
        payroll(desk, "2026-07-31", [pay(STAFF, 1_00, "bank_fee")])
    with pytest.raises(BadInput, match="a line for each salary"):
        payroll(desk, "2026-07-31", [])
    with desk.book.read() as connection:
        assert last_payroll(connection, desk.of.entity.id, desk.of.account.id, "2027-01-01") == ()


def test_a_shared_payment_keeps_its_kind_and_its_lines_its_shares(
    desk: Payer, tmp_path: Path
) -> None:
    event = {"account_identifier": "Office", "administrative_voter_drive_activity": "X"}
    with desk.book.unit_of_work("Enter") as unit, LedgerWriter(unit, desk.of.entity.id) as writer:
        new = NewItem(
            kind="h4_allocated_disbursement", amount_cents=900_00, item_date="2026-07-20",
            contact=writer.add_contact(paying.CARD), account_id=desk.of.account.id,
            purpose="Credit Card: See Below", federal_cents=189_00, other_cents=711_00,
            fields=event,
        )  # fmt: skip
        (item,) = writer.add_transaction("bill", "2026-07-20", [new])
    assert len(missing(desk)) == 1
    name(desk, item, [line(HOTEL, 600_00), line(PAPER, 99_99, purpose="Supplies")])
    found = told(desk, item)
    assert found.route is not None
    assert (found.kind, found.route.code) == ("h4_allocated_disbursement", "card")
    assert [one.kind for one in found.payees] == ["h4_credit_card_memo"] * 2
    prepared = filed(desk, tmp_path)
    judged = hardmoney.parse_file(str(file_of(prepared)))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    lines = file_of(prepared).read_bytes().decode("ascii").split("\r\n")
    card, inn, barn = (row for one in lines if (row := one.split("\x1c"))[0] == "H4")
    assert inn[_BACK] == barn[_BACK] == card[_ID]
    assert ("126.00" in inn, "474.00" in inn, "21.00" in barn, "78.99" in barn) == (True,) * 4
    name(desk, item, [])
    assert told(desk, item).payees == ()
    assert problems(desk.book) == []
