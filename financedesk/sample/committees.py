"""The chapters and the PAC: checks, bills, gifts from and to other committees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entries import NewItem
from financedesk.sample.common import (
    Bill,
    deposit_checks,
    earn_interest,
    from_committees,
    pay_bills,
)
from financedesk.sample.days import in_month, months
from financedesk.sample.desk import Desk
from financedesk.sample.giving import Drive, Gift
from financedesk.sample.officials import give_besides

_CHAPTER = (
    Bill("rent", 2, share=2), Bill("hall", 17, often=4), Bill("catering", 18, often=3, share=5),
    Bill("print", 11, often=6, share=6), Bill("supplies", 21, often=6),
    Bill("digital", 26, often=6, share=6), Bill("bank", 28, "bank_fee", share=5),
)  # fmt: skip
_PAC = (
    Bill("digital", 8, share=26), Bill("mail", 19, often=6, share=16), Bill("software", 6),
    Bill("payroll", 15, share=4), Bill("legal", 25, often=3), Bill("bank", 28, "bank_fee"),
)  # fmt: skip


def write_chapter(
    desk: Desk, refs: Sequence[ContactRef], gifts: Sequence[Gift], drives: Sequence[Drive]
) -> None:
    """Write a local chapter's two years."""
    deposit_checks(desk, refs, gifts, drives)
    earn_interest(desk, "bank_interest")
    pay_bills(desk, _CHAPTER, drives=drives)


def write_pac(
    desk: Desk, refs: Sequence[ContactRef], gifts: Sequence[Gift], drives: Sequence[Drive]
) -> None:
    """Write the PAC's two years."""
    deposit_checks(desk, refs, gifts, drives)
    from_committees(desk, ("harbor", "orchard", "readers"), (500_00, 1000_00, 2500_00))
    earn_interest(desk, "bank_interest")
    _support_candidates(desk)
    pay_bills(desk, _PAC, drives=drives)
    for month in months():
        _pay_card(desk, in_month(month, 27))
    give_besides(desk)


@dataclass(frozen=True, slots=True)
class _Campaign:
    """A candidate whom the PAC supports, and when."""

    committee: str
    first_name: str
    last_name: str
    candidate_id: str
    district: str
    days: tuple[tuple[str, str], ...]


_CAMPAIGNS = (
    _Campaign("marisol", "Marisol", "Weatherby", "H6OR90011", "02",
              (("2026-02-10", "P2026"), ("2026-06-23", "G2026"), ("2026-10-06", "G2026"))),
    _Campaign("okonjo", "Temperance", "Okonjo-Pratt", "H6OR90029", "03",
              (("2026-03-03", "P2026"), ("2026-09-15", "G2026"))),
)  # fmt: skip


def _support_candidates(desk: Desk) -> None:
    """Contribute to candidates for the House, within 5,000 dollars an election (line 23)."""
    for campaign in _CAMPAIGNS:
        candidate = desk.contact(
            f"candidate:{campaign.candidate_id}",
            Contact(
                type="CAN", first_name=campaign.first_name, last_name=campaign.last_name,
                city="Portland", state="OR", zip="97206", candidate_id=campaign.candidate_id,
                candidate_office="H", candidate_state="OR",
                candidate_district=campaign.district,
            ),
        )  # fmt: skip
        for day, election in campaign.days:
            new = NewItem(
                kind="contribution_to_candidate", amount_cents=2_500_00, item_date=day,
                contact=desk.committee(campaign.committee), election_code=election,
                account_id=desk.accounts["federal"], purpose="Contribution",
                parties=(("candidate", candidate),),
            )  # fmt: skip
            desk.record("contribution", date.fromisoformat(day), [new], "Check")


def _pay_card(desk: Desk, day: date) -> None:
    """Pay the credit card; what was bought with it stands below as memo items (line 21(b))."""
    bought = [("catering", "Catering", 310_00), ("hall", "Event Space Rental", 240_00),
              ("supplies", "Office Supplies", 65_00)]  # fmt: skip
    parts = [(key, purpose, desk.around(cents)) for key, purpose, cents in bought]
    total = sum(cents for _, _, cents in parts)
    if total > desk.purses["federal"].least_from(day):
        return
    head = NewItem(
        kind="operating_expenditure_credit_card_payment", amount_cents=total,
        item_date=day.isoformat(), contact=desk.vendor("bank"),
        account_id=desk.accounts["federal"], purpose="Credit Card: See Below",
    )  # fmt: skip
    below = [
        NewItem(
            kind="operating_expenditure_credit_card_payment_memo", amount_cents=cents,
            item_date=day.isoformat(), contact=desk.vendor(key), memo=True, purpose=purpose,
        )
        for key, purpose, cents in parts
    ]  # fmt: skip
    desk.record_family("bill", day, head, below, "Credit card")
