"""What one giver may give one recipient: the limits by date, and the room that is left of them.

The figures stand in ``resources/rules/limits.toml``, each dated, cited and marked with how well it
is known. Limits go by the day on which a gift is *made* (11 CFR 110.1(b)(6)), amounts are cents.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.figures import Figure, figure_on, figures_of
from financedesk.rules.money import format_cents
from financedesk.rules.parties import giver as giver_class
from financedesk.rules.parties import recipient as recipient_class
from financedesk.rules.windows import (
    CALENDAR_YEAR,
    CAMPAIGN,
    ELECTION,
    WINDOWS,
    Election,
    Window,
    campaign_window,
    election_window,
    year_window,
)

GROUP, COMMITTEE = "group", "committee"
SPECIAL_ACCOUNT = "special"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRule:
    """One limit of the law with all its figures, newest last.

    ``together``: committees of the giver's class in one limit group have this one allowance among
    them, as the national and the senatorial committee of a party have (52 U.S.C. 30116(h)).
    """

    code: str
    label: str
    givers: tuple[str, ...]
    recipient: str
    window: str
    shared: str
    indexed: bool
    citation: str
    figures: tuple[Figure, ...]
    account: str = ""
    offices: tuple[str, ...] = ()
    together: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """The word of the user's counsel in place of a rule: what, why, who and when.

    ``rule`` is the code of a limit, threshold or clock, or ``giver > recipient`` for a flow.
    ``cents`` None lifts a limit or threshold; for a flow ``verdict`` says what holds instead, for a
    clock ``time`` ("45 days"; ``rules.thresholds`` reads it).
    """

    rule: str
    reason: str
    who: str
    decided_on: date
    cents: int | None = None
    verdict: str = ""
    time: str = ""
    since: date | None = None
    until: date | None = None

    def holds(self, rule: str, on: date) -> bool:
        """Whether the override speaks of a rule and is in force on a day."""
        begun = self.since is None or self.since <= on
        return self.rule == rule and begun and (self.until is None or on <= self.until)

    def standing(self, on: date) -> str:
        """Return how it stands on a day: in_force, coming, ended, or withdrawn before it held."""
        if self.since is not None and self.until is not None and self.until < self.since:
            return "withdrawn"
        if self.since is not None and on < self.since:
            return "coming"
        return "in_force" if self.until is None or on <= self.until else "ended"

    @property
    def words(self) -> str:
        """Return who decided what, for the place where it is used."""
        return f"{self.who}, {self.decided_on.isoformat()}: {self.reason.rstrip('.')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit as it stands on a day; ``cents`` None: an override or a court lifted it."""

    code: str
    label: str
    recipient: str
    window: str
    shared: str
    cents: int | None
    since: date | None
    until: date | None
    status: str
    confidence: str
    citation: str
    read_in: tuple[str, ...] = ()
    note: str = ""
    override: Override | None = None

    @property
    def provisional(self) -> bool:
        """Whether the figure stands in for one that was not published yet."""
        return self.status == "provisional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What one gift or refund uses of an allowance, in cents; a refund's are negative.

    ``window`` is the key of the window it counts in: a refund goes to the window of the gift that
    it gives back. ``pending`` marks what was promised or is on its way and not in the books yet.
    """

    window: str
    cents: int
    made_on: date | None = None
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is left of an allowance, and why; amounts in cents.

    ``allowed_cents`` and ``left_cents`` are None where no amount is set. ``left_cents`` is
    negative when more was given than allowed: it is never hidden.
    """

    limit: Limit
    window: Window
    used_cents: int
    pending_cents: int
    allowed_cents: int | None
    left_cents: int | None

    @property
    def excess_cents(self) -> int:
        """What was given, or is pending, above the allowance."""
        return 0 if self.left_cents is None else max(0, -self.left_cents)

    @property
    def free_cents(self) -> int | None:
        """What may still be given; None where no amount is set."""
        return None if self.left_cents is None else max(0, self.left_cents)

    @property
    def closed(self) -> bool:
        """Whether nothing more may be given in this window."""
        return self.free_cents == 0

    @property
    def words(self) -> str:
        """Return the room as one sentence for the treasurer."""
        if self.allowed_cents is None or self.left_cents is None:
            lifted = self.limit.override
            counsel = "" if lifted is None else f" Counsel lifted the limit: {lifted.words}."
            return f"No amount is set {self.window.words}.{counsel}"
        of = f"{_dollars(self.allowed_cents)} {self.window.words}"
        mark = " The figure is provisional." if self.limit.provisional else ""
        if self.limit.override is not None:
            mark = f" Counsel’s figure: {self.limit.override.words}."
        if self.left_cents < 0:
            return f"{_dollars(self.excess_cents)} above the limit of {of}.{mark}"
        return f"{_dollars(self.left_cents)} left of {of}.{mark}"

    def fits(self, cents: int) -> bool:
        """Whether an amount may still be given."""
        return self.left_cents is None or cents <= self.left_cents


@cache
def limit_rules() -> Mapping[str, LimitRule]:
    """Return every limit by its code, in the order in which they are asked."""
    rows = rules_table("limits")["limit"]
    return MappingProxyType({row["code"]: _rule(row) for row in rows})


@cache
def read_in_words() -> Mapping[str, str]:
    """Return the sources in which figures were read, by their short names."""
    sources: dict[str, str] = rules_table("limits")["read_in"]
    return MappingProxyType(sources)


def limit_rule(code: str) -> LimitRule:
    """Return one limit with all its figures; raises NotFound."""
    found = limit_rules().get(code)
    if found is None:
        raise NotFound(f"There is no limit “{code}”; choose one of {', '.join(limit_rules())}.")
    return found


def rule_for(
    giver: str, recipient: str, *, office: str = "", account: str = ""
) -> LimitRule | None:
    """Return the limit on what a class of giver gives a class of recipient, or None without one.

    ``office`` is the candidate's (H, S, P); ``account`` is "special" for the national party's
    special accounts. Raises NotFound for an unknown class, so that a slip is never "no limit".
    """
    wanted_giver = giver_class(giver)
    wanted_recipient = recipient_class(recipient)
    # A class without limits of its own has those of the class whose row it stands in.
    for code in dict.fromkeys((wanted_giver.code, wanted_giver.row)):
        for rule in limit_rules().values():
            if (
                code in rule.givers
                and rule.recipient == wanted_recipient.code
                and rule.account == account
                and (not rule.offices or office in rule.offices)
            ):
                return rule
    return None


def limit_on(rule: LimitRule, on: date, overrides: Iterable[Override] = ()) -> Limit:
    """Return a limit as it stands on a day; raises NotFound for a day before its first figure.

    Counsel's override goes before the figure and stays visible beside it.
    """
    figure = figure_on(rule.figures, on)
    if figure is None:
        raise NotFound(
            f"{rule.label}: no figure is known for {on}; the first is of {rule.figures[0].since}."
        )
    override = next((one for one in overrides if one.holds(rule.code, on)), None)
    return Limit(
        code=rule.code,
        label=rule.label,
        recipient=rule.recipient,
        window=rule.window,
        shared=rule.shared,
        cents=figure.cents if override is None else override.cents,
        since=figure.since,
        until=figure.until,
        status=figure.status,
        confidence=figure.confidence,
        citation=rule.citation,
        read_in=figure.read_in,
        note=figure.note or rule.note,
        override=override,
    )


def limit_for(
    giver: str,
    recipient: str,
    on: date,
    *,
    office: str = "",
    account: str = "",
    overrides: Iterable[Override] = (),
) -> Limit | None:
    """Return the limit for a gift made on a day, or None where the law sets no amount.

    None does not mean that the gift is allowed: ``rules.flows.may_give`` says that. Raises NotFound
    for an unknown class and for a day before the limit's first figure.
    """
    rule = rule_for(giver, recipient, office=office, account=account)
    return None if rule is None else limit_on(rule, on, overrides)


def limit_day(made_on: date, election: Election | None) -> date:
    """Return the day whose figure measures a gift.

    A gift that retires the debt of an election already held has that election's limit
    (11 CFR 110.1(b)(3)); every other the one of the day on which it is made.
    """
    if election is None or election.held_on is None:
        return made_on
    return min(made_on, election.held_on)


def window_of_gift(
    limit: Limit | LimitRule,
    made_on: date,
    *,
    election: Election | None = None,
    seat_up_in: int | None = None,
) -> Window:
    """Return the window that a gift counts in.

    Raises BadInput when a limit runs per election or campaign and the caller names none.
    """
    if limit.window == CALENDAR_YEAR:
        return year_window(made_on)
    if limit.window == ELECTION and election is not None:
        return election_window(election)
    if limit.window == CAMPAIGN and seat_up_in is not None:
        return campaign_window(seat_up_in)
    raise BadInput(f"{limit.label}: say which election the gift is for, such as P2026.")


def room(limit: Limit, window: Window, uses: Iterable[Use]) -> Room:
    """Return what is left of a limit in a window after what was given and what is pending.

    Uses of other windows do not count. A refund is a negative use in the window of its gift, so it
    gives room back there and nowhere else.
    """
    mine = [use for use in uses if use.window == window.key]
    used = sum(use.cents for use in mine if not use.pending)
    pending = sum(use.cents for use in mine if use.pending)
    left = None if limit.cents is None else limit.cents - used - pending
    return Room(
        limit=limit,
        window=window,
        used_cents=used,
        pending_cents=pending,
        allowed_cents=limit.cents,
        left_cents=left,
    )


def smallest_room(rooms: Iterable[Room]) -> Room | None:
    """Return the room that binds when several limits apply to one gift; None without any."""
    bounded = [one for one in rooms if one.left_cents is not None]
    return min(bounded, key=lambda one: one.left_cents or 0, default=None)


def _rule(row: Mapping[str, Any]) -> LimitRule:
    where = f"limits.toml, {row.get('code')}"
    if row["window"] not in WINDOWS or row["shared"] not in (GROUP, COMMITTEE):
        raise BadInput(f"{where}: window {row['window']!r} or shared {row['shared']!r} is unknown.")
    return LimitRule(
        code=row["code"],
        label=row["label"],
        givers=tuple(row["giver"]),
        recipient=row["recipient"],
        window=row["window"],
        shared=row["shared"],
        indexed=row["indexed"],
        citation=row["citation"],
        figures=figures_of(row["figures"], where),
        account=row.get("account", ""),
        offices=tuple(row.get("offices", ())),
        together=row.get("together", False),
        note=row.get("note", ""),
    )


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)
