"""What several entities of the sample do alike: deposit checks, pay bills, give money back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.entries import NewItem
from financedesk.sample.cast import others
from financedesk.sample.days import LAST, in_month, months
from financedesk.sample.desk import Desk
from financedesk.sample.giving import CHECK, Drive, Gift, drive_of

_LARGE = 500_00
_GIVEN_BACK_ONE_IN = 40
_BOUNCED_ONE_IN = 90


def deposit_checks(
    desk: Desk, refs: Sequence[ContactRef], gifts: Sequence[Gift], drives: Sequence[Drive]
) -> None:
    """Record the gifts that came by check; a few bounce, a few large ones are given back."""
    chance = desk.chance
    for number, gift in enumerate(one for one in gifts if one.method == CHECK):
        who = refs[gift.giver]
        words = f"Check {1000 + number * 7 % 8999}"
        drive = drive_of(chance, drives, gift)
        item = desk.receive("individual_receipt", gift.day, gift.cents, who, words,
                            drive_id=None if drive is None else drive.id)  # fmt: skip
        if gift.cents >= _LARGE and chance.randrange(_GIVEN_BACK_ONE_IN) == 0:
            give_back(desk, item, who, gift)
        elif gift.cents < _LARGE and chance.randrange(_BOUNCED_ONE_IN) == 0:
            _bounce(desk, item, who, gift)


def give_back(desk: Desk, item: int, who: ContactRef, gift: Gift) -> None:
    """Refund a gift by check three weeks later, if the account can bear it."""
    day = gift.day + timedelta(days=21)
    if day > LAST or gift.cents > desk.purses["federal"].least_from(day):
        return
    new = NewItem(
        kind="refund_individual_contribution", amount_cents=gift.cents,
        item_date=day.isoformat(), contact=who, account_id=desk.accounts["federal"],
        purpose="Refund of Contribution", parent_id=item,
    )  # fmt: skip
    desk.record("refund", day, [new], "Refund by check")


def _bounce(desk: Desk, item: int, who: ContactRef, gift: Gift) -> None:
    day = gift.day + timedelta(days=6)
    if day > LAST:
        return
    new = NewItem(
        kind="return_receipt", amount_cents=-gift.cents, item_date=day.isoformat(), contact=who,
        account_id=desk.accounts["federal"], purpose="Returned/Bounced Receipt", parent_id=item,
    )  # fmt: skip
    desk.record("void", day, [new], "Check returned unpaid")


@dataclass(frozen=True, slots=True)
class Bill:
    """What is paid to a firm of the lists: by which kind, on which day, in how many months of 10.

    ``share`` is the part of the firm's usual amount in tenths: a chapter rents smaller rooms.
    """

    vendor: str
    day: int
    kind: str = "operating_expenditure"
    often: int = 10
    share: int = 10


_FOR_DRIVES = frozenset({"mail"})


def pay_bills(
    desk: Desk, bills: Sequence[Bill], account: str = "federal", drives: Sequence[Drive] = ()
) -> None:
    """Pay the bills of every month, as far as the account can bear them.

    What is mailed while a drive goes on is the drive’s cost.
    """
    usual = {row["key"]: row for row in others("vendor")}
    for month in months():
        for bill in bills:
            if desk.chance.randrange(10) >= bill.often:
                continue
            row = usual[bill.vendor]
            cents = desk.around(row["dollars"] * 10 * bill.share)
            day = in_month(month, bill.day)
            own = [one.id for one in drives if bill.vendor in _FOR_DRIVES and one.covers(day)]
            desk.pay(bill.kind, day, cents, desk.vendor(bill.vendor),
                     row["purpose"], account, own[0] if own else None)  # fmt: skip


def earn_interest(desk: Desk, kind_code: str, account: str = "federal") -> None:
    """Credit a little interest at each quarter's end."""
    for month in months():
        if month.month % 3 == 0:
            cents = desk.chance.randrange(6_00, 48_00)
            bank = desk.vendor("bank")
            desk.receive(kind_code, in_month(month, 31), cents, bank, "Interest", account)


def from_committees(desk: Desk, keys: Sequence[str], cents: Sequence[int]) -> None:
    """Record contributions of outside committees, twice a year each."""
    for year in (2025, 2026):
        for key in keys:
            for month in desk.chance.sample(range(1, 11), 2):
                day = date(year, month, desk.chance.randrange(2, 27))
                words = f"Check {desk.chance.randrange(2000, 9000)}"
                amount = desk.chance.choice(cents)
                desk.receive("pac_receipt", day, amount, desk.committee(key), words)
