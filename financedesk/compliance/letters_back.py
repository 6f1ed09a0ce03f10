"""Letters about money that does not stay: refunds, checks sent back, what is given away.

Law: 11 CFR 103.3(a), (b), 110.4(c)(3).
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ColumnElement, RowMapping, or_, select

from financedesk.compliance.letter_case import (
    Case,
    Gift,
    LetterValues,
    about_gift,
    gift_of,
    giver_of,
    item,
    transaction,
)
from financedesk.errors import BadInput, Refused
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.hold_rows import Hold, holds_of
from financedesk.ledger.refunds import refundable, return_kinds
from financedesk.ledger.register_kinds import DISPOSAL, REFUND_LINKS, refund_kinds
from financedesk.rules.entities import files_federally
from financedesk.rules.letter_kinds import BackReason, back_reason, back_reasons
from financedesk.rules.money import format_cents

# Why money goes back where nobody says it: by the reason of the hold, or by the finding.
_BY_HOLD: Mapping[str, str] = {
    "excessive": "excessive", "prohibited": "prohibited", "doubtful": "unanswered",
}  # fmt: skip
_BY_RULE: Mapping[str, str] = {
    "above_limit": "excessive", "cash_over_limit": "excessive", "forbidden": "prohibited",
    "declared_foreign": "prohibited", "declared_contractor": "prohibited",
    "declared_not_own": "prohibited",
}  # fmt: skip


def refund(case: Case) -> LetterValues:
    """Tell the giver what was given back, why, by which check, and that there is room again."""
    gift = gift_of(case)
    paid = _paid(case, gift, item.c.kind.in_(sorted(set(refund_kinds()) - set(return_kinds()))))
    if paid is None:
        raise Refused("Record the refund first: the letter says its day, amount and check.")
    why = _reason(case, gift)
    back = abs(int(paid["amount_cents"]))
    line = refundable(case.connection, gift.id).line
    days = {"refund_date": date.fromisoformat(paid["item_date"])}
    if gift.deposited is not None:
        days["deposit_date"] = gift.deposited
    return about_gift(
        case, gift, cents=back, about=_told(f"Refund of {_dollars(back)}", gift), days=days,
        amounts={"refund_amount": back},
        words={"reason": why.words, "law": why.citation, "line": line,
               "paid_by": str(paid["description"] or "")},
        conditions=_holding({
            "in_part": back < gift.cents, "deposited": gift.deposited is not None,
            "on_a_line": bool(line), "how": bool(paid["description"]),
            "restores": why.restores and _is_federal(case, gift),
        }),
    )  # fmt: skip


def returned(case: Case) -> LetterValues:
    """Send a check back that never was in the bank."""
    gift = gift_of(case)
    held = _newest_hold(case, gift)
    if held is None or not (held.waiting or held.resolution == "returned"):
        raise Refused("Only a check that is kept out of the bank is sent back; refund this gift.")
    why = _reason(case, gift)
    return about_gift(
        case, gift, about=_told("Return", gift),
        words={"reason": why.words, "law": why.citation,
               "check_words": gift.method or "your check"},
    )  # fmt: skip


def disgorgement(case: Case) -> LetterValues:
    """Tell who takes it what the money is that may not be kept and cannot go back."""
    gift = gift_of(case)
    paid = _paid(case, gift, item.c.kind == DISPOSAL)
    if paid is None or paid["card_id"] is None:
        raise Refused("Record who it was given to first: the letter goes with that payment.")
    payee = giver_of(case.connection, paid["card_id"])
    cents = int(paid["amount_cents"])
    return about_gift(
        case, gift, to=payee, cents=cents, about=_told(f"{_dollars(cents)} given away", gift),
        amounts={"paid_amount": cents}, days={"paid_date": date.fromisoformat(paid["item_date"])},
        words={"paid_by": str(paid["description"] or ""), "payee": payee.display_name},
        conditions=_holding({"how": bool(paid["description"])}),
    )  # fmt: skip


def _paid(case: Case, gift: Gift, which: ColumnElement[bool]) -> RowMapping | None:
    """Return the newest payment of some kinds that names a gift; None without one."""
    named = or_(*(item.c[link] == gift.id for link in REFUND_LINKS))
    query = (
        select(item, transaction.c.description)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .where(named, which, item.c.memo == 0)
        .order_by(item.c.item_date.desc(), item.c.id.desc())
        .limit(1)
    )
    return case.connection.execute(query).mappings().one_or_none()


def _reason(case: Case, gift: Gift) -> BackReason:
    """Return why it goes back: as somebody says, by its hold, or by the finding."""
    held = _newest_hold(case, gift)
    by_hold = "" if held is None else _BY_HOLD.get(held.reason, "")
    code = case.more.reason or by_hold or _BY_RULE.get(case.about.rule, "")
    if not code:
        raise BadInput(f"Say why it goes back: {', '.join(back_reasons())}.")
    return back_reason(code)


def _newest_hold(case: Case, gift: Gift) -> Hold | None:
    found = holds_of(case.connection, [gift.id])
    return found[-1] if found else None


def _is_federal(case: Case, gift: Gift) -> bool:
    return files_federally(account_by_id(case.connection, gift.row["account_id"]).kind)


def _told(what: str, gift: Gift) -> str:
    return f"{what}: gift of {_dollars(gift.cents)} of {gift.received}"


def _holding(there: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(name for name, holds in there.items() if holds)


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
