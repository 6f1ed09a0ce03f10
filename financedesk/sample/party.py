"""The state party: federal and non-federal accounts, shared costs, officials, a loan and a debt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entries import NewItem
from financedesk.rules.money import plain_cents, split_cents
from financedesk.sample.cast import Cast, funders, officials, others
from financedesk.sample.common import (
    Bill,
    deposit_checks,
    earn_interest,
    from_committees,
    pay_bills,
)
from financedesk.sample.days import in_month, months
from financedesk.sample.desk import Desk, Remitted
from financedesk.sample.giving import Drive, Gift

# A Senate seat but no President is on the ballot in 2026, which rules both years of the cycle
# (11 CFR 106.7(d)(2)(iii)).
FEDERAL_SHARE = Fraction(21, 100)
EVENT = "Administrative/Voter Drive"
_SHARED = (
    Bill("rent", 1), Bill("payroll", 15), Bill("payroll", 30), Bill("phone", 12),
    Bill("software", 9), Bill("supplies", 18, often=8), Bill("legal", 22, often=3),
)  # fmt: skip
_FEDERAL_ALONE = (
    Bill("print", 14, often=7, share=18), Bill("mail", 16, often=7, share=24),
    Bill("digital", 20, share=30),
    Bill("catering", 24, often=3), Bill("hall", 23, often=3), Bill("bank", 28, "bank_fee"),
)  # fmt: skip


def write_party(
    desk: Desk, refs: Sequence[ContactRef], gifts: Sequence[Gift], drives: Sequence[Drive]
) -> None:
    """Write the state party's two years, money in before money out."""
    deposit_checks(desk, refs, gifts, drives)
    _officials_remit(desk)
    from_committees(desk, ("harbor", "orchard"), (1000_00, 2500_00, 5000_00))
    _state_money(desk)
    earn_interest(desk, "bank_interest")
    _borrow(desk)
    _allocation_method(desk)
    for month in months():
        _shared_costs(desk, month)
    pay_bills(desk, _FEDERAL_ALONE, drives=drives)
    _owe_the_printer(desk)
    _state_candidates(desk)


def _officials_remit(desk: Desk) -> None:
    """Elected people give a share of their pay each month; now and then a month is missed."""
    for number, (official, cents) in enumerate(officials()):
        who = desk.contact(f"official:{number}", official)
        for month in months():
            if desk.chance.randrange(14):
                day = in_month(month, 3 + number)
                item = desk.receive(
                    "individual_receipt", day, cents, who, "Bank transfer, remittance"
                )
                desk.remitted.append(Remitted(number + 1, item, day))


def _state_money(desk: Desk) -> None:
    people = [
        desk.contact(f"state:{number}", person)
        for number, person in enumerate(Cast(desk.chance).people(70))
    ]
    firms = [desk.contact(f"firm:{number}", firm) for number, firm in enumerate(funders())]
    for month in months():
        for _ in range(desk.chance.randrange(7, 13)):
            firm = desk.chance.randrange(4) == 0
            who = desk.chance.choice(firms if firm else people)
            cents = desk.chance.choice((2500_00, 5000_00) if firm else (250_00, 500_00, 1000_00))
            day = in_month(month, desk.chance.randrange(1, 29))
            words = f"Check {desk.chance.randrange(1000, 9999)}"
            desk.receive("nonfederal_receipt", day, cents, who, words, account="nonfederal")


def _allocation_method(desk: Desk) -> None:
    """File the fixed percentage once in each year (Schedule H1)."""
    for year in (2025, 2026):
        day = date(year, 1, 2)
        fields = {"senate_only_election_year": "X", "administrative_ratio_applies": "X",
                  "generic_voter_drive_ratio_applies": "X"}  # fmt: skip
        new = NewItem(
            kind="h1_allocation_method", amount_cents=0, item_date=day.isoformat(), fields=fields
        )
        desk.record("allocation", day, [new], "Method of allocation")


def _shared_costs(desk: Desk, month: date) -> None:
    """Pay what serves federal and state elections alike, and fetch the state's share (H4, H3)."""
    usual = {row["key"]: row for row in others("vendor")}
    transfer_day = in_month(month, 30)
    state_can_bear = desk.purses["nonfederal"].least_from(transfer_day)
    state_share = 0
    for bill in _SHARED:
        if desk.chance.randrange(10) >= bill.often:
            continue
        row, day = usual[bill.vendor], in_month(month, bill.day)
        cents = desk.around(row["dollars"] * 100)
        federal, other = split_cents(cents, FEDERAL_SHARE)
        enough = cents <= desk.purses["federal"].least_from(day)
        if enough and state_share + other <= state_can_bear:
            state_share += other
            _pay_shared(desk, day, (federal, other), desk.vendor(bill.vendor), row["purpose"])
    if state_share:
        _fetch_state_share(desk, transfer_day, state_share)


def _pay_shared(
    desk: Desk, day: date, shares: tuple[int, int], who: ContactRef, purpose: str
) -> None:
    new = NewItem(
        kind="h4_allocated_disbursement", amount_cents=sum(shares), item_date=day.isoformat(),
        contact=who, account_id=desk.accounts["federal"], purpose=purpose,
        federal_cents=shares[0], other_cents=shares[1],
        fields={"account_identifier": EVENT, "administrative_voter_drive_activity": "X"},
    )  # fmt: skip
    desk.record("bill", day, [new], f"Payment {desk.items:05d}")


def _fetch_state_share(desk: Desk, day: date, cents: int) -> None:
    # The form wants the row of administrative costs to name itself as what it belongs to.
    number = f"H3{day:%Y%m}"
    fields = {
        "account_name": "State checking", "event_type": "AD", "activity_event_name": EVENT,
        "total_amount_transferred": plain_cents(cents), "back_reference_tran_id": number,
    }  # fmt: skip
    out = NewItem(
        kind="transfer_to_federal_account", amount_cents=cents, item_date=day.isoformat(),
        account_id=desk.accounts["nonfederal"],
    )  # fmt: skip
    into = replace(
        out, kind="h3_transfer_from_nonfederal", account_id=desk.accounts["federal"],
        fields=fields, fec_id=number,
    )  # fmt: skip
    desk.record("transfer", day, [out, into], "State share of shared costs")


_LOAN_CENTS, _LOAN_DAY = 25_000_00, date(2025, 8, 12)


def _borrow(desk: Desk) -> None:
    """Borrow from the credit union and pay back month by month (Schedules C, C-1; line 26)."""
    bank, account = desk.vendor("bank"), desk.accounts["federal"]
    terms = {"loan_interest_rate": "0.0650", "loan_due_date": "20270812"}
    loan = NewItem(
        kind="loan_received_from_bank", amount_cents=_LOAN_CENTS,
        item_date=_LOAN_DAY.isoformat(), contact=bank,
        fields={**terms, "secured": "N", "personal_funds": "N"},
    )  # fmt: skip
    agreement = replace(loan, kind="c1_loan_agreement", fields={**terms, **_agreement()})
    receipt = replace(
        loan, kind="loan_received_from_bank_receipt", account_id=account,
        purpose="Loan from Bank", fields={},
    )  # fmt: skip
    loan_id = desk.record_family("loan", _LOAN_DAY, loan, [agreement, receipt], "Bank loan")
    for month in (month for month in months() if month >= date(2025, 10, 1)):
        day = in_month(month, 12)
        new = NewItem(
            kind="loan_repayment_made", amount_cents=1_000_00, item_date=day.isoformat(),
            contact=bank, account_id=account, purpose="Loan Repayment", applies_to_id=loan_id,
        )  # fmt: skip
        desk.record("loan", day, [new], "Automatic transfer")


def _agreement() -> dict[str, str]:
    signed = f"{_LOAN_DAY:%Y%m%d}"
    return {
        "loan_restructured": "N", "others_liable": "N", "collateral": "N",
        "perfected_interest": "N", "future_income": "N",
        "basis_of_loan_description": "History of regular contributions",
        "treasurer_last_name": "Abernathy-Sol", "treasurer_first_name": "Ruth",
        "treasurer_date_signed": signed, "authorized_last_name": "Drummond-Osei",
        "authorized_first_name": "Hollis", "authorized_title": "Loan Officer",
        "authorized_date_signed": signed,
    }  # fmt: skip


def _owe_the_printer(desk: Desk) -> None:
    """Owe a printing bill and pay a part of it (Schedule D)."""
    printer, day = desk.vendor("print"), date(2026, 9, 18)
    debt = NewItem(
        kind="debt_owed_by_committee", amount_cents=6_400_00, item_date=day.isoformat(),
        contact=printer, purpose="Printing",
    )  # fmt: skip
    (debt_id,) = desk.record("debt", day, [debt], "Invoice 2218")
    paid = date(2026, 10, 9)
    part = NewItem(
        kind="operating_expenditure", amount_cents=2_400_00, item_date=paid.isoformat(),
        contact=printer, account_id=desk.accounts["federal"], purpose="Printing",
        applies_to_id=debt_id,
    )  # fmt: skip
    desk.record("bill", paid, [part], "Part of invoice 2218")


def _state_candidates(desk: Desk) -> None:
    """Support candidates for state offices from the non-federal account."""
    for number, (official, _) in enumerate(officials()[:7]):
        campaign = desk.contact(f"campaign:{number}", _campaign_of(official.last_name))
        day = date(2026, 4 + number % 6, 11)
        desk.pay(
            "nonfederal_contribution_made", day, 1_500_00, campaign,
            "Contribution to State Candidate", account="nonfederal",
        )  # fmt: skip


def _campaign_of(last_name: str) -> Contact:
    return Contact(
        type="ORG", name=f"Neighbors for {last_name}", city="Salem", state="OR", zip="97301"
    )
