"""Currency: how much of it one giver may bring, and how much may come from nobody by name.

Pure. The figures are dated and cited in ``resources/rules/thresholds.toml``; amounts in cents.
Law: 52 U.S.C. 30123; 11 CFR 110.4(c).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.rules.limits import Override
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import counsel_on, threshold_cents

CASH, ANONYMOUS_CASH = "cash", "anonymous_cash"
_UNKNOWN_GIVERS = frozenset(
    {"", "anonymous", "unknown", "unknown donor", "anonymous donor", "unknown giver",
     "anonymous giver"}
)  # fmt: skip
_CURRENCY = frozenset({"cash", "currency", "coin", "coins", "banknotes"})
# "Cash App" is a processor: what it moves is no currency.
_NO_CURRENCY = ("cash app", "cashapp")


def is_cash(method: str) -> bool:
    """Tell whether how a gift came, in the user's words, says that it is currency."""
    words = " ".join(re.findall(r"[\w’']+", method.casefold()))
    if any(one in words for one in _NO_CURRENCY):
        return False
    return not _CURRENCY.isdisjoint(words.split())


def is_anonymous(name: str) -> bool:
    """Tell whether a giver's name says that nobody knows who gave."""
    return " ".join(name.casefold().split()) in _UNKNOWN_GIVERS


@dataclass(frozen=True, slots=True, kw_only=True)
class CashGift:
    """What the law of cash asks of a gift to federal money; amounts in cents.

    ``before_cents`` is what the same giver brought in cash on the same day already.
    """

    giver_name: str
    method: str
    cents: int
    day: date
    before_cents: int = 0
    overrides: Sequence[Override] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CashStop:
    """Why currency may not be taken as it is: what exceeds, in cents, the words, law and way out.

    ``keeps_cents`` is what of the gift may be recorded.
    """

    excess_cents: int
    keeps_cents: int
    words: str
    citation: str
    remedy: str


def cash_stop(gift: CashGift) -> CashStop | None:
    """Return why a gift may not be taken whole, None when it may.

    More than 100 dollars in currency from one giver on a day: the excess goes back. From nobody
    known more than 50 dollars: the excess may serve no federal election.
    """
    anonymous = is_anonymous(gift.giver_name)
    if not is_cash(gift.method) and not (anonymous and not gift.method.strip()):
        return None
    return _unnamed(gift) if anonymous else _named(gift)


def _named(gift: CashGift) -> CashStop | None:
    most = threshold_cents(CASH, gift.day, gift.overrides)
    if most is None or gift.before_cents + gift.cents <= most:
        return None
    keeps = max(0, most - gift.before_cents)
    brought = (
        f": {_dollars(gift.before_cents + gift.cents)} came on {gift.day} with what is recorded"
        if gift.before_cents else ""
    )  # fmt: skip
    return _stop(
        gift, CASH, keeps,
        said=f"Cash above {_short(most)} from one giver{brought}.",
        remedy=f"Return {_dollars(gift.cents - keeps)} to the giver promptly",
        citation="52 U.S.C. 30123; 11 CFR 110.4(c)(2)",
    )  # fmt: skip


def _unnamed(gift: CashGift) -> CashStop | None:
    most = threshold_cents(ANONYMOUS_CASH, gift.day, gift.overrides)
    if most is None or gift.cents <= most:
        return None
    return _stop(
        gift, ANONYMOUS_CASH, most,
        said=f"Anonymous above {_short(most)} in cash.",
        remedy=f"Put {_dollars(gift.cents - most)} to a lawful purpose that has nothing to do with"
        " any federal election, campaign or candidate",
        citation="11 CFR 110.4(c)(3)",
    )  # fmt: skip


def _stop(
    gift: CashGift, code: str, keeps: int, *, said: str, remedy: str, citation: str
) -> CashStop:
    whole = f"{remedy} and record {_dollars(keeps)}" if keeps else remedy
    word = counsel_on(code, gift.day, gift.overrides)
    counsel = "" if word is None else f" Counsel’s figure: {word.words}."
    return CashStop(
        excess_cents=gift.cents - keeps, keeps_cents=keeps,
        words=f"{said} {whole} ({citation}).{counsel}", citation=citation, remedy=f"{whole}.",
    )  # fmt: skip


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


def _short(cents: int) -> str:
    return _dollars(cents).removesuffix(".00")
