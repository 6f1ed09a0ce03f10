"""What is missing or late between processors, bank and books is told, with its clock."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.banking.matching import accept_certain
from financedesk.banking.missing import BankFinding, bank_findings, findings_of_account
from financedesk.banking.processors import add_contract
from financedesk.book import Book
from financedesk.errors import BadInput, Refused
from financedesk.intake.importing import import_file
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.deposits import SlipHead, make_deposit
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import AccountRow
from financedesk.rules.bank_findings import finding_kinds
from financedesk.rules.processor_terms import ProcessorTerms, fee_cents
from tests.banking.lines import tell
from tests.intake.exports import gift, rows_of, write_export
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 4, 10)
FEE = 3_95
"""What every gift of 100.00 costs here: 3.95 %."""


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Three payouts of two gifts each, on March 6, 13 and 20."""
    with riverbend_at(str(tmp_path / "book.fdesk")) as made:
        rows = [
            gift(Lineitem_ID=f"{week}{one}", Receipt_ID=f"AB{week}{one}", Amount="100.00",
                 Fee="3.95", Date=f"2026-03-0{week}", Donor_Last_Name=f"Giver{week}{one}",
                 Donor_Email=f"g{week}{one}@example.org", Recipient_Gov_ID="C00999991",
                 Disbursement_ID=f"90000{week}", Disbursement_Date=f"2026-03-{7 * week - 1:02}")
            for week in (1, 2, 3) for one in (1, 2)
        ]  # fmt: skip
        import_file(made, write_export(tmp_path / "actblue.csv", rows), entity="party")
        yield made


def party(book: Book) -> Desk:
    return desk_for(book, "party")


def account(book: Book) -> AccountRow:
    with book.read() as connection:
        return account_by_id(connection, party(book).account_id)


def found(book: Book, today: date = TODAY) -> dict[str, list[BankFinding]]:
    with book.read() as connection:
        every = bank_findings(connection, [party(book).entity.id], today)
    return {code: [one for one in every if one.code == code] for code in finding_kinds()}


def only(book: Book, code: str) -> BankFinding:
    (one,) = found(book)[code]
    return one


def accept(book: Book) -> None:
    with book.unit_of_work("Accept certain matches") as unit:
        accept_certain(unit, party(book).account_id)


def nothing(book: Book) -> bool:
    return not any(found(book).values())


PAID = 2 * 100_00 - 2 * FEE
WEEKS = (
    ("2026-03-07", PAID, "ACTBLUE PAYOUT 900001"), ("2026-03-14", PAID, "ACTBLUE PAYOUT 900002"),
    ("2026-03-21", PAID, "ACTBLUE PAYOUT 900003"),
)  # fmt: skip


def test_a_month_in_which_everything_arrived_has_no_finding(book: Book) -> None:
    assert nothing(book)
    tell(book, account(book), *WEEKS, ("2026-03-31", -15_00, "SERVICE FEE"))
    assert nothing(book)
    accept(book)
    assert nothing(book)


def test_a_payout_is_late_only_once_the_bank_tells_of_later_days(book: Book) -> None:
    tell(book, account(book), WEEKS[0], WEEKS[2])
    (late,) = found(book)["late_payout"]
    assert (late.name, late.cents) == ("ActBlue payout 900002", PAID)
    assert (late.since, late.due) == (date(2026, 3, 19), date(2026, 3, 29))
    assert "to 2026-03-21" in late.why
    tell(book, account(book), WEEKS[1])
    assert nothing(book)


def test_what_never_came_is_late_however_long_ago_it_was(book: Book) -> None:
    tell(book, account(book), WEEKS[0], WEEKS[2], ("2027-06-30", -15_00, "SERVICE FEE"))
    (late,) = found(book, date(2027, 6, 30))["late_payout"]
    assert (late.name, late.cents) == ("ActBlue payout 900002", PAID)


def test_how_long_is_waited_follows_the_contract(book: Book) -> None:
    tell(book, account(book), WEEKS[0], WEEKS[2])
    terms = ProcessorTerms(processor="actblue", since=date(2026, 1, 1), rate_basis_points=395,
                           fixed_cents=0, settle_days=8, source="signed")  # fmt: skip
    with book.unit_of_work("Enter terms") as unit:
        add_contract(unit, party(book).entity.id, terms)
    assert found(book)["late_payout"] == []
    with pytest.raises(Refused), book.unit_of_work("Enter terms") as unit:
        add_contract(unit, party(book).entity.id, terms)


def test_gifts_that_the_import_lacks_are_told_by_amount(book: Book) -> None:
    more = ("2026-03-14", PAID + 24_01, "ACTBLUE PAYOUT 900002")
    (line,) = tell(book, account(book), more)
    one = only(book, "payout_differs")
    assert (one.cents, one.lines, one.since) == (24_01, (line,), date(2026, 3, 14))
    assert "$24.01 more at the bank" in one.why
    assert found(book)["payout_unknown"] == []


def test_the_first_payout_that_a_bank_tells_of_may_differ_and_is_not_late(book: Book) -> None:
    """It was paid out before the bank's first line, which is its own."""
    tell(book, account(book), ("2026-03-08", PAID - 5_00, "ACTBLUE PAYOUT 900001"), *WEEKS[1:])
    one = only(book, "payout_differs")
    assert (one.name, one.cents) == ("ActBlue payout 900001", -5_00)
    assert not any(found(book)[code] for code in ("payout_unknown", "late_payout"))


def test_what_was_paid_out_before_the_banks_first_line_may_have_come_before_it(book: Book) -> None:
    tell(book, account(book), *WEEKS[1:], ("2026-04-30", -1_00, "FEE"))
    assert nothing(book)


def test_a_payout_that_nobody_imported(book: Book) -> None:
    tell(book, account(book), *WEEKS, ("2026-03-28", 77_00, "ACTBLUE PAYOUT 900009"),
         ("2026-03-29", 5_00, "STRIPED BASS GRILL"))  # fmt: skip
    one = only(book, "payout_unknown")
    assert (one.name, one.cents, one.since) == ("ActBlue payout", 77_00, date(2026, 3, 28))


def test_a_payout_whose_gift_was_deleted(book: Book) -> None:
    rows = rows_of(book, "SELECT id FROM item WHERE payout_id IS NOT NULL AND cash_cents = 10000")
    with book.unit_of_work("Delete") as unit:
        unit.update(tables.item, rows[0][0], {"payout_id": None})
    one = only(book, "gifts_differ")
    assert one.cents == -100_00
    assert "$192.10" in one.why


def test_a_fee_that_does_not_fit_the_contract(book: Book) -> None:
    def agreed(since: date, basis_points: int) -> None:
        terms = ProcessorTerms(processor="actblue", since=since, rate_basis_points=basis_points,
                               fixed_cents=10, settle_days=5)  # fmt: skip
        with book.unit_of_work("Enter terms") as unit:
            add_contract(unit, party(book).entity.id, terms)

    agreed(date(2026, 1, 1), 385)
    assert found(book)["fee_differs"] == []
    agreed(date(2026, 3, 2), 375)
    two = found(book)["fee_differs"]
    assert [(one.name, one.cents) for one in two] == [
        ("ActBlue payout 900002", 20), ("ActBlue payout 900003", 20),
    ]  # fmt: skip
    with book.read() as connection:
        assert list(findings_of_account(connection, account(book), TODAY)) == two


@pytest.mark.parametrize(
    ("basis_points", "fixed", "gift_cents", "fee"),
    [
        (395, 0, 100_00, 3_95), (395, 0, 10_00, 40), (50, 0, 1_00, 1), (49, 0, 1_00, 0),
        (290, 30, 5_00, 45),
    ],
)  # fmt: skip
def test_each_gift_is_rounded_by_itself(
    basis_points: int, fixed: int, gift_cents: int, fee: int
) -> None:
    terms = ProcessorTerms(
        processor="stripe", since=date(2026, 1, 1), rate_basis_points=basis_points,
        fixed_cents=fixed, settle_days=2,
    )  # fmt: skip
    assert fee_cents(terms, gift_cents) == fee


def test_terms_that_no_contract_has_are_refused(book: Book) -> None:
    bad = ProcessorTerms(processor="actblue", since=date(2026, 1, 1), rate_basis_points=10_001,
                         fixed_cents=0, settle_days=2)  # fmt: skip
    with pytest.raises(BadInput, match="0 and 100"), book.unit_of_work("Enter terms") as unit:
        add_contract(unit, party(book).entity.id, bad)


def test_a_deposit_that_did_not_arrive(book: Book) -> None:
    for name in ("Lee", "Day"):
        party(book).record(
            "individual_receipt", party(book).meet(person(name)), "2026-03-01", 50_00,
            deposited_date="2026-03-04",
        )  # fmt: skip
    opening = ("2026-03-02", -1_00, "FEE")
    tell(book, account(book), opening, WEEKS[0], ("2026-03-13", -15_00, "FEE"))
    assert found(book)["late_deposit"] == []
    tell(book, account(book), *WEEKS[1:])
    one = only(book, "late_deposit")
    assert (one.cents, one.since, one.due) == (100_00, date(2026, 3, 14), date(2026, 3, 17))
    assert one.why == "2 entries deposited on 2026-03-04 did not reach the bank's statement."


def test_two_slips_of_one_day_are_waited_for_one_by_one(book: Book) -> None:
    for name, cents in (("Lee", 50_00), ("Day", 70_00)):
        given = party(book).record(
            "individual_receipt", party(book).meet(person(name)), "2026-03-03", cents
        )
        with book.unit_of_work("Make deposit") as unit:
            make_deposit(unit, account(book), SlipHead(day="2026-03-04"), [given])
    tell(book, account(book), ("2026-03-02", -1_00, "FEE"), ("2026-03-05", 50_00, "DEPOSIT"),
         *WEEKS)  # fmt: skip
    one = only(book, "late_deposit")
    assert (one.name, one.cents) == ("Deposit 2 of 2026-03-04", 70_00)
    tell(book, account(book), ("2026-03-06", 70_00, "DEPOSIT"))
    assert found(book)["late_deposit"] == []


def test_what_the_bank_took_back_and_nobody_booked(book: Book) -> None:
    tell(book, account(book), *WEEKS, ("2026-03-22", -50_00, "RETURNED ITEM CHARGEBACK 204"))
    one = only(book, "bank_returned")
    assert (one.cents, one.since) == (-50_00, date(2026, 3, 22))
    # A fee that the bank took and gave back explains itself.
    tell(book, account(book), ("2026-03-23", -12_00, "COUNTER FEE"),
         ("2026-03-24", 12_00, "COUNTER FEE REVERSAL"))  # fmt: skip
    assert only(book, "bank_returned") == one


def test_chargebacks_are_told_for_a_month(book: Book) -> None:
    ((given,),) = rows_of(
        book, "SELECT MIN(id) FROM item WHERE payout_id IS NOT NULL AND cash_cents = 10000"
    )
    lee = party(book).meet(person("Lee"))
    back = party(book).record("return_receipt", lee, "2026-03-25", -100_00, parent_id=given)
    one = only(book, "chargeback")
    assert (one.name, one.cents, one.items) == ("Ada Lee", -100_00, (back,))
    assert found(book, date(2026, 4, 25))["chargeback"] == []
    with book.unit_of_work("Delete") as unit:
        remove_items(unit, [back])
    assert found(book)["chargeback"] == []
