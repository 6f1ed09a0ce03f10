"""The round-trip alarm: whether pay to an official and the official's gifts hang together.

Money given to somebody so that he or she gives it is a contribution in another's name (52 U.S.C.
30122). The tests are of independence: a contract before the pledge, hours, a usual rate, no amounts
or days that follow each other, counsel's release of each contract. What counsel has looked at is
settled until something new matches or changes: a lawful monthly stipend does not stop every month.
Bounds stand in ``resources/rules/stipends.toml``; amounts in cents, time in minutes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from financedesk.rules.data import rules_table
from financedesk.rules.money import format_cents

MINUTES_AN_HOUR, PERCENT = 60, 100
EXPENSE = "expense"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contract of an entity with an official.

    ``market_cents`` is what an hour of such work usually costs, by the evidence; None without any.
    """

    key: str
    entity: str
    signed_on: date
    monthly_cents: int
    monthly_minutes: int
    market_cents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRelease:
    """Counsel's release of one contract, for the pay and hours that counsel saw."""

    contract: str
    who: str
    decided_on: date
    monthly_cents: int
    monthly_minutes: int
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment of an entity to the official; ``pay`` is a kind of ``rules.stipends``."""

    on: date
    cents: int
    entity: str
    contract: str = ""
    minutes: int = 0
    pay: str = "wage"


@dataclass(frozen=True, slots=True)
class Gift:
    """A contribution of the official to any entity."""

    on: date
    cents: int
    recipient: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that is looked at for one official. ``pledged_on`` is the day of the signature."""

    paid: tuple[Paid, ...]
    gifts: tuple[Gift, ...]
    contracts: tuple[Contract, ...] = ()
    releases: tuple[ContractRelease, ...] = ()
    pledged_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One sign that pay and gifts hang together, with the numbers that show it."""

    code: str
    on: date
    words: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    days: int
    following_days: int
    pairs: int
    change_percent: int
    ratio_percent: int
    citation: str


@cache
def sign_labels() -> Mapping[str, str]:
    """Return every test by its code, in words."""
    return MappingProxyType({row["code"]: row["label"] for row in rules_table("stipends")["test"]})


def round_trip(history: History, on: date) -> tuple[Sign, ...]:
    """Return every sign up to a day that counsel has not settled; none: no alarm.

    A payment counts when a gift lies within the days that are looked at, before or after it.
    """
    bounds = _bounds()
    paid = sorted((one for one in history.paid if one.on <= on), key=lambda one: one.on)
    gifts = sorted((one for one in history.gifts if one.on <= on), key=lambda one: one.on)
    near = [one for one in paid if _near(one, gifts, bounds)]
    found: list[Sign] = []
    for one in near:
        release = _release_of(one, history, one.on)
        if release is None or one.on > release.decided_on:
            signs = [*_of_payment(one, history, release, bounds)]
            signs += _same_amount(one, paid, gifts, bounds)
            found += _uncovered(signs, released=release is not None)
    work = [one for one in near if one.pay != EXPENSE]
    if new := [one for one in work if not _seen(one, history)]:
        released = all(_release_of(one, history, one.on) for one in new)
        pattern = [*_in_proportion(work, gifts, bounds), *_following(work, gifts, bounds)]
        found += _uncovered(pattern, released=released)
    return tuple(sorted(found, key=lambda sign: (sign.on, _ORDER.index(sign.code))))


def alarm_words(signs: Iterable[Sign]) -> tuple[str, ...]:
    """Return the signs as sentences, each once: what an allocation is stopped by."""
    return tuple(dict.fromkeys(sign.words for sign in signs))


_ORDER = (
    "no_contract", "not_released", "changed", "after_pledge", "no_hours", "above_market",
    "same_amount", "in_proportion", "following",
)  # fmt: skip


def _of_payment(
    one: Paid, history: History, release: ContractRelease | None, bounds: _Bounds
) -> Iterator[Sign]:
    """Yield what is wrong with one payment by itself."""
    if one.pay == EXPENSE:
        return
    said = f"The payment of {_dollars(one.cents)} by {one.entity} on {one.on}"
    contract = next((row for row in history.contracts if row.key == one.contract), None)
    if contract is None:
        yield _sign("no_contract", one.on, f"{said} stands in no contract.")
        return
    if release is None:
        yield _sign(
            "not_released", one.on, f"{said} is under a contract that counsel has not released."
        )
    elif _changed(one, release, bounds):
        yield _sign(
            "changed", one.on,
            f"{said} for {_hours(one.minutes)} is not what {release.who} released:"
            f" {_dollars(release.monthly_cents)} for {_hours(release.monthly_minutes)}.",
        )  # fmt: skip
    if history.pledged_on is not None and contract.signed_on > history.pledged_on:
        yield _sign(
            "after_pledge", one.on,
            f"{said} is under a contract of {contract.signed_on}, made after the pledge of"
            f" {history.pledged_on}.",
        )  # fmt: skip
    if one.minutes <= 0:
        yield _sign("no_hours", one.on, f"{said} has no hours behind it.")
    elif contract.market_cents is None:
        yield _sign("above_market", one.on, f"{said} has no evidence of the usual rate behind it.")
    elif one.cents * MINUTES_AN_HOUR > contract.market_cents * one.minutes:
        yield _sign(
            "above_market", one.on,
            f"{said} for {_hours(one.minutes)} is more than the usual"
            f" {_dollars(contract.market_cents)} an hour.",
        )  # fmt: skip


def _same_amount(
    one: Paid, paid: Sequence[Paid], gifts: Sequence[Gift], bounds: _Bounds
) -> Iterator[Sign]:
    """Yield the gifts that come to exactly a payment: one, those of a day, those until the next."""
    span = timedelta(days=bounds.days)
    close = [gift for gift in gifts if abs(gift.on - one.on) <= span]
    later = next((other.on for other in paid if other.on > one.on), date.max)
    sums = {gift.on: 0 for gift in close}
    for gift in close:
        sums[gift.on] += gift.cents
    until = sum(gift.cents for gift in close if one.on <= gift.on < later)
    singles = [gift.on for gift in close if gift.cents == one.cents]
    days = singles or [day for day, cents in sums.items() if cents == one.cents]
    if days:
        when = f"given on {days[0]}"
    elif until == one.cents:
        when = "given between it and the next payment"
    else:
        return
    yield _sign(
        "same_amount", one.on,
        f"The payment of {_dollars(one.cents)} by {one.entity} on {one.on} is exactly what the"
        f" official has {when}.",
    )  # fmt: skip


def _in_proportion(paid: Sequence[Paid], gifts: Sequence[Gift], bounds: _Bounds) -> Iterator[Sign]:
    """Yield a sign when payments that differ are each the same part of the gifts that follow."""
    pairs = []
    for one, after in pairwise([*paid, None]):
        if one is None:
            continue
        end = date.max if after is None else after.on
        given = sum(gift.cents for gift in gifts if one.on <= gift.on < end)
        if given:
            pairs.append((one.cents, given))
    first = pairs[0] if pairs else (0, 0)
    alike = all(
        abs(cents * first[1] - first[0] * given) * PERCENT
        <= first[0] * given * bounds.ratio_percent
        for cents, given in pairs
    )
    if len(pairs) >= bounds.pairs and alike and len({cents for cents, _given in pairs}) > 1:
        yield _sign(
            "in_proportion", paid[-1].on,
            f"{len(pairs)} payments that differ are each the same part of the gifts after them.",
        )  # fmt: skip


def _following(paid: Sequence[Paid], gifts: Sequence[Gift], bounds: _Bounds) -> Iterator[Sign]:
    """Yield a sign when every payment is followed by a gift within days."""
    span = timedelta(days=bounds.following_days)
    zero = timedelta(0)
    followed = [one for one in paid if any(zero <= gift.on - one.on <= span for gift in gifts)]
    if len(paid) >= bounds.pairs and len(followed) == len(paid):
        yield _sign(
            "following", paid[-1].on,
            f"Each of {len(paid)} payments is followed by a gift within"
            f" {bounds.following_days} days.",
        )  # fmt: skip


def _near(one: Paid, gifts: Sequence[Gift], bounds: _Bounds) -> bool:
    span = timedelta(days=bounds.days)
    return any(abs(gift.on - one.on) <= span for gift in gifts)


def _release_of(one: Paid, history: History, on: date) -> ContractRelease | None:
    """Return counsel's newest release of a payment's contract that was not over on its day."""
    mine = [
        row
        for row in history.releases
        if row.contract == one.contract and (row.until is None or on <= row.until)
    ]
    return max(mine, key=lambda row: row.decided_on, default=None)


def _seen(one: Paid, history: History) -> bool:
    """Whether counsel had a payment before them when they released its contract."""
    release = _release_of(one, history, one.on)
    return release is not None and one.on <= release.decided_on


def _uncovered(signs: Iterable[Sign], *, released: bool) -> list[Sign]:
    """Return the signs without those that a release of the contract covers."""
    covered = {row["code"] for row in rules_table("stipends")["test"] if row["covered"]}
    return [sign for sign in signs if not (released and sign.code in covered)]


def _changed(one: Paid, release: ContractRelease, bounds: _Bounds) -> bool:
    return any(
        abs(now - was) * PERCENT > was * bounds.change_percent
        for now, was in (
            (one.cents, release.monthly_cents), (one.minutes, release.monthly_minutes)
        )
    )  # fmt: skip


def _sign(code: str, on: date, words: str) -> Sign:
    return Sign(code=code, on=on, words=words, citation=_bounds().citation)


@cache
def _bounds() -> _Bounds:
    row: Mapping[str, Any] = rules_table("stipends")["round_trip"]
    return _Bounds(**row)


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, MINUTES_AN_HOUR)
    return f"{hours} hours" if not rest else f"{hours} hours {rest} minutes"


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
