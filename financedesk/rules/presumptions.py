"""Whose gift it is, for which election, and what the law presumes when nobody said.

Pure arithmetic over the facts of one gift, in cents. Law: 11 CFR 103.3(b), 110.1(b), (e), (i), (k),
110.6; the clock of every notice here is 60 days from receipt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from financedesk.errors import BadInput
from financedesk.rules.limits import Override, Use
from financedesk.rules.money import allocate
from financedesk.rules.thresholds import runs_out
from financedesk.rules.windows import Election, Window

PRESUMING_GIVERS = frozenset(
    {"individual", "state_officeholder", "federal_officeholder", "partnership", "federal_pac",
     "tribe"}
)  # fmt: skip
"""Whose gifts may be presumed redesignated: multicandidate committees' may not (110.2(b)(5))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What of one gift is one person's: their own key and the amount in cents."""

    person: str
    cents: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One partner of a partnership: key, weight in the profits, and whether it may give at all."""

    person: str
    weight: int
    may_give: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumption:
    """What may be presumed of an excess, and what must be done for it.

    ``cents`` moves from one election or person to the other; ``left_over_cents`` cannot and must be
    refunded or settled in writing. The notice, with the offer of a refund, is due by ``notify_by``.
    """

    moved_from: str
    moved_to: str
    cents: int
    left_over_cents: int
    notify_by: date
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFacts:
    """What a check shows: the names imprinted on the account, and whose signatures it bears.

    ``stated`` are shares that the givers themselves wrote down, by name.
    """

    cents: int
    imprinted: tuple[str, ...]
    signed: tuple[str, ...]
    stated: tuple[tuple[str, int], ...] = ()


def shares_of_check(check: CheckFacts) -> tuple[Share, ...]:
    """Return whose gift a check is: the signers', in equal parts unless they said otherwise.

    One signature makes it that person's alone, whoever else the account belongs to. Raises BadInput
    without a signature, or when stated shares do not add up. Law: 11 CFR 110.1(k)(1), (2).
    """
    if not check.signed:
        raise BadInput("The check bears no signature; find out whose gift it is before it counts.")
    if check.stated:
        return _stated_shares(check)
    if len(check.signed) == 1:
        return (Share(person=check.signed[0], cents=check.cents, why="the only signature"),)
    parts = allocate(check.cents, [1] * len(check.signed))
    return tuple(
        Share(person=person, cents=cents, why="joint check, equal parts")
        for person, cents in zip(check.signed, parts, strict=True)
    )


def shares_of_partners(cents: int, partners: Sequence[Partner]) -> tuple[Share, ...]:
    """Return what of a partnership's gift counts for each partner, beside the firm's own limit.

    By the shares in the profits; a partner who may not give (a corporation, a foreign national, a
    contractor) gets none, and the others' shares make up the whole. Raises BadInput when nobody may
    give: then the partnership may not either. Law: 11 CFR 110.1(e).
    """
    giving = [one for one in partners if one.may_give and one.weight > 0]
    if not giving:
        raise BadInput("None of the partners may give, so the partnership may not; return it.")
    parts = allocate(cents, [one.weight for one in giving])
    return tuple(
        Share(person=one.person, cents=part, why="share in the profits")
        for one, part in zip(giving, parts, strict=True)
    )


def presumed_redesignation(
    *,
    giver: str,
    received_on: date,
    made_on: date,
    designated: bool,
    excess_cents: int,
    primary: Election,
    general: Election,
    general_left_cents: int,
) -> Presumption | None:
    """Return what of a gift above the primary's limit may be presumed to be for the general.

    Only for people and committees without multicandidate status; made before the primary, not
    designated in writing, and only as far as it fits the general's limit. None when the law
    presumes nothing. Law: 11 CFR 110.1(b)(5)(ii)(B).
    """
    before = primary.held_on is not None and made_on < primary.held_on
    if designated or not before or giver not in PRESUMING_GIVERS:
        return None
    return _moved(
        primary.code,
        general.code,
        excess_cents,
        general_left_cents,
        received_on,
        "11 CFR 110.1(b)(5)(ii)(B)",
    )


def presumed_reattribution(
    check: CheckFacts, *, received_on: date, excess_cents: int, other_left_cents: int
) -> Presumption | None:
    """Return what of a gift above one person's limit may be presumed to be the other holder's.

    Only when several people are imprinted on the check and one has signed, and as far as it fits
    the other's limit. None when the law presumes nothing. Law: 11 CFR 110.1(k)(3)(ii)(B).
    """
    others = [name for name in check.imprinted if name not in check.signed]
    if len(check.signed) != 1 or not others:
        return None
    return _moved(
        check.signed[0],
        others[0],
        excess_cents,
        other_left_cents,
        received_on,
        "11 CFR 110.1(k)(3)(ii)(B)",
    )


def written_by(received_on: date, overrides: Iterable[Override] = ()) -> date:
    """Return the last day for a signed redesignation or reattribution, or for the refund.

    Counsel's time goes before the law's.
    """
    return runs_out("excessive", received_on, overrides)


def net_debt_cents(*, owed_cents: int, cash_cents: int, receivable_cents: int = 0) -> int:
    """Return the debt of a past election that gifts may still retire, never below zero.

    What is owed, less cash on hand and what is still to come in. Law: 11 CFR 110.1(b)(3)(ii).
    """
    return max(0, owed_cents - cash_cents - receivable_cents)


def past_election_left_cents(left_cents: int | None, debt_cents: int) -> int:
    """Return what may still be given for an election already held: limit and debt both bind.

    ``left_cents`` None: no amount is set. Law: 11 CFR 110.1(b)(3)(i).
    """
    return max(0, debt_cents if left_cents is None else min(left_cents, debt_cents))


def refund_use(window: Window, refund_cents: int, *, refunded_on: date) -> Use:
    """Return what a refund gives back of an allowance: in the window of its gift, nowhere else.

    Refunding November's gift in February makes no room in the new year.
    """
    return Use(window=window.key, cents=-refund_cents, made_on=refunded_on)


def earmarked_for(donor: str, conduit: str, *, conduit_directs: bool) -> tuple[str, ...]:
    """Return whose limit an earmarked gift uses: the donor's, the conduit's too if it directs it.

    Law: 52 U.S.C. 30116(a)(8); 11 CFR 110.6(d).
    """
    return (donor, conduit) if conduit_directs else (donor,)


def is_multicandidate(
    *,
    registered_on: date,
    on: date,
    contributors: int,
    candidates_supported: int,
    state_party: bool = False,
) -> bool:
    """Whether a committee meets the three conditions of a multicandidate committee on a day.

    Registered six months, more than 50 contributors, gifts to five federal candidates; a state
    party needs no five candidates. Law: 52 U.S.C. 30116(a)(4); 11 CFR 100.5(e)(3).
    """
    months = (on.year - registered_on.year) * 12 + on.month - registered_on.month
    full = months > 6 or (months == 6 and on.day >= registered_on.day)
    return full and contributors > 50 and (state_party or candidates_supported >= 5)


def _stated_shares(check: CheckFacts) -> tuple[Share, ...]:
    total = sum(cents for _, cents in check.stated)
    unsigned = [person for person, _ in check.stated if person not in check.signed]
    if total != check.cents or unsigned:
        raise BadInput(
            "The stated shares must add up to the check, and everybody named must have signed it."
        )
    return tuple(
        Share(person=person, cents=cents, why="stated in writing") for person, cents in check.stated
    )


def _moved(
    moved_from: str, moved_to: str, excess: int, room_left: int, received_on: date, citation: str
) -> Presumption | None:
    fits = min(excess, max(0, room_left))
    if fits <= 0:
        return None
    return Presumption(
        moved_from=moved_from,
        moved_to=moved_to,
        cents=fits,
        left_over_cents=excess - fits,
        notify_by=written_by(received_on),
        citation=citation,
    )
