"""What speaks against taking a gift as it is typed: warnings of the law, with what to do.

Pure: nothing but the facts that are handed over. Limits by giver and recipient are a matter of
their own; here stand the rules that one gift breaks by itself. None of them but that of cash
(``rules/cash.py``) stops the entry: what arrived has arrived, and the record is needed to send it
back.
Law: 52 U.S.C. 30118, 30119, 30121, 30123; 11 CFR 110.4(c), 110.20, 114.2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from financedesk.rules.cash import CashGift, cash_stop, is_anonymous, is_cash
from financedesk.rules.entities import files_federally
from financedesk.rules.limits import Override
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import counsel_on, reaches, threshold_cents

_AT_HOME = frozenset({"", "US", "USA", "UNITED STATES"})
_FOREIGN_STATE = "ZZ"
# Who may take corporate and union money: SpeechNow.org v. FEC, 599 F.3d 686 (D.C. Cir. 2010);
# Carey v. FEC, 791 F. Supp. 2d 121 (D.D.C. 2011).
_OPEN_ENTITIES = frozenset({"super_pac"})
_OPEN_ACCOUNTS = frozenset({"noncontribution"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftFacts:
    """What the rules ask of a gift; the amount in cents. ``federal``: a form shows the account.

    ``overrides`` are the words of the user's counsel in place of thresholds; ``cash_before_cents``
    is what the giver brought in cash on the same day already.
    """

    entity_kind: str
    account_kind: str
    federal: bool
    giver_type: str
    giver_name: str
    state: str
    country: str
    method: str
    cents: int
    day: date
    today: date
    overrides: tuple[Override, ...] = ()
    cash_before_cents: int = 0


@dataclass(frozen=True, slots=True)
class Concern:
    """One warning: how grave (``bad`` or ``warn``), and what is wrong and what to do, in words."""

    tone: str
    words: str


def takes_federal_money(form: str | None, account_kind: str) -> bool:
    """Whether gifts to this account stand under the Act: a form of the FEC and an account on it."""
    return form is not None and files_federally(account_kind)


def concerns_of(gift: GiftFacts) -> tuple[Concern, ...]:
    """Return what speaks against taking a gift as it is, the gravest first."""
    found = (check(gift) for check in _CHECKS)
    return tuple(one for one in found if one is not None)


def _prohibited(gift: GiftFacts) -> Concern | None:
    is_open = gift.entity_kind in _OPEN_ENTITIES or gift.account_kind in _OPEN_ACCOUNTS
    if not gift.federal or gift.giver_type != "ORG" or is_open:
        return None
    return Concern(
        "bad",
        "Corporations, unions and federal contractors may not give to this account: return it, "
        "or note who the partners are (52 U.S.C. 30118, 30119).",
    )


def _foreign(gift: GiftFacts) -> Concern | None:
    at_home = gift.state.upper() != _FOREIGN_STATE and gift.country.upper() in _AT_HOME
    if at_home:
        return None
    return Concern(
        "warn",
        "The address is abroad: ask for proof of citizenship or permanent residence before it is "
        "deposited (52 U.S.C. 30121; 11 CFR 110.20).",
    )


def _cash(gift: GiftFacts) -> Concern | None:
    if not gift.federal:
        return None
    found = cash_stop(
        CashGift(
            giver_name=gift.giver_name, method=gift.method, cents=gift.cents, day=gift.day,
            before_cents=gift.cash_before_cents, overrides=gift.overrides,
        )
    )  # fmt: skip
    return None if found is None else Concern("bad", found.words)


def _anonymous(gift: GiftFacts) -> Concern | None:
    """Warn of a giver whom nobody named but who paid otherwise than in cash, as by check."""
    unnamed = is_anonymous(gift.giver_name) and gift.method.strip() and not is_cash(gift.method)
    if not gift.federal or not unnamed or not _reaches("anonymous_cash", gift):
        return None
    amount = _amount("anonymous_cash", gift)
    return Concern(
        "bad",
        f"Anonymous above {amount}: find out whose it is, or what exceeds it may not be used for"
        f" any federal election (11 CFR 110.4(c)(3)).{_counsel('anonymous_cash', gift)}",
    )


def _reaches(code: str, gift: GiftFacts) -> bool:
    return reaches(code, gift.cents, gift.day, gift.overrides)


def _amount(code: str, gift: GiftFacts) -> str:
    cents = threshold_cents(code, gift.day, gift.overrides) or 0
    return format_cents(cents, symbol=True).removesuffix(".00")


def _counsel(code: str, gift: GiftFacts) -> str:
    word = counsel_on(code, gift.day, gift.overrides)
    return "" if word is None else f" Counsel’s figure: {word.words}."


def _in_the_future(gift: GiftFacts) -> Concern | None:
    if gift.day <= gift.today:
        return None
    return Concern("warn", "The date has not come yet: a gift counts from the day it is received.")


_CHECKS: tuple[Callable[[GiftFacts], Concern | None], ...] = (
    _prohibited, _cash, _anonymous, _foreign, _in_the_future,
)  # fmt: skip
