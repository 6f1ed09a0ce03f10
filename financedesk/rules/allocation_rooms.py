"""What an official may still give, as allowances that recipients share, and when they refill.

``room = limit - used - pending - reserve`` in the window of the day on which the gift is made. A
refund is netted in the window of its gift, so whoever hands the figures over (the ledger, from its
attributions) has netted it there. Amounts in cents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from financedesk.errors import BadInput
from financedesk.rules.limits import Override, Room, limit_on, limit_rules
from financedesk.rules.money import format_cents
from financedesk.rules.windows import CALENDAR_YEAR, Window, year_window

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """One limit in one window, with what was used of it; several recipients may share it.

    ``cap_cents`` None: the law sets no amount. ``rule`` is its code in ``limits.toml``, "" for one
    of a state or of the organisation. ``pending_cents`` was promised or is on its way,
    ``reserve_cents`` is kept free by whoever asks.
    """

    key: str
    label: str
    window: Window
    citation: str
    cap_cents: int | None
    used_cents: int = 0
    pending_cents: int = 0
    reserve_cents: int = 0
    rule: str = ""
    provisional: bool = False

    def left_on(self, on: date) -> int | None:
        """Return what may be given on a day, never below zero; None where no amount is set.

        Room for an election ends with the election: outside the window nothing is left.
        """
        if not self.holds(on):
            return 0
        if self.cap_cents is None:
            return None
        taken = self.used_cents + self.pending_cents + self.reserve_cents
        return max(0, self.cap_cents - taken)

    def holds(self, on: date) -> bool:
        """Whether a gift made on a day counts in this window."""
        begun = self.window.first is None or self.window.first <= on
        return begun and (self.window.last is None or on <= self.window.last)

    def periods_left(self, on: date, months_a_period: int = 1) -> int:
        """Return how many periods of the window remain, that of the day included; at least one."""
        last = self.window.last
        if last is None:
            return 1
        months = (last.year - on.year) * MONTHS + last.month - on.month + 1
        return max(1, -(-months // months_a_period))

    def portion_on(self, on: date, months_a_period: int = 1) -> int | None:
        """Return one period's share of what is left, so that it lasts to the window's end."""
        left = self.left_on(on)
        return None if left is None else left // self.periods_left(on, months_a_period)

    def opens_again(self, on: date) -> date | None:
        """Return the day on which there is room again: 1 January, or the day after the election.

        None where nobody knows it. After an election it is the next election's room, not this one.
        """
        if self.window.first is not None and on < self.window.first:
            return self.window.first
        return None if self.window.last is None else self.window.last + timedelta(days=1)

    def with_use(self, cents: int) -> "Allowance":
        """Return it after another gift (or, below zero, after a refund in its window)."""
        return replace(self, used_cents=self.used_cents + cents)

    def on(self, day: date, overrides: Iterable[Override] = ()) -> "Allowance":
        """Return the allowance that holds on a later day: a new year's is fresh, by its own figure.

        What runs by elections does not refill: the next election has an allowance of its own.
        """
        if self.window.kind != CALENDAR_YEAR or self.holds(day):
            return self
        cap, provisional = self.cap_cents, self.provisional
        if self.rule in limit_rules():
            limit = limit_on(limit_rules()[self.rule], day, overrides)
            cap, provisional = limit.cents, limit.provisional
        fresh = replace(self, window=year_window(day), used_cents=0, pending_cents=0)
        return replace(fresh, cap_cents=cap, provisional=provisional)

    def words_after(self, used_cents: int) -> str:
        """Return how much is used with what is proposed: "used $4,400.00 of $10,000.00 in 2026"."""
        used = format_cents(used_cents, symbol=True)
        if self.cap_cents is None:
            return f"{self.label}: used {used}, and no amount is set {self.window.words}"
        of = format_cents(self.cap_cents, symbol=True)
        also = [
            f"{format_cents(cents, symbol=True)} {what}"
            for cents, what in ((self.pending_cents, "pending"), (self.reserve_cents, "kept free"))
            if cents
        ]
        mark = ", a provisional figure" if self.provisional else ""
        extra = f" ({', '.join(also)})" if also else ""
        return f"{self.label}: used {used} of {of} {self.window.words}{extra}{mark}"


@dataclass(frozen=True, slots=True)
class GivenRoom:
    """What the ledger answers for one recipient: the limit group it stands in, and its room."""

    recipient: str
    group: str
    room: Room


@dataclass(frozen=True, slots=True)
class SharedRooms:
    """Allowances by key, and the keys of those that each recipient stands in."""

    allowances: Mapping[str, Allowance]
    of_recipient: Mapping[str, tuple[str, ...]]


def shared_rooms(
    rows: Iterable[GivenRoom], reserves: Mapping[str, int] | None = None
) -> SharedRooms:
    """Return allowances from the rooms of single recipients: who shares a group shares its rooms.

    Recipients under common control have one limit (52 U.S.C. 30116(a)(5)). Where their figures
    differ, as a party's and a PAC's do, every one of them is held to each: the smaller figure holds
    for all of them together as long as one whom it measures is on the list. ``reserves`` are kept
    free, by group. Raises BadInput when two rooms of one group do not agree on what was used.
    """
    allowances: dict[str, Allowance] = {}
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    keys: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        group = row.group or f"recipient:{row.recipient}"
        place = (group, row.room.window.key)
        found = _allowance(group, row.room, (reserves or {}).get(group, 0))
        before = allowances.setdefault(found.key, found)
        if (before.used_cents, before.pending_cents) != (found.used_cents, found.pending_cents):
            raise BadInput(f"{found.label}: two rooms of one group do not agree; read both anew.")
        members[place].append(row.recipient)
        if found.key not in keys[place]:
            keys[place].append(found.key)
    stands_in: dict[str, list[str]] = defaultdict(list)
    for place, recipients in members.items():
        for recipient in dict.fromkeys(recipients):
            stands_in[recipient] += sorted(keys[place])
    return SharedRooms(
        allowances=allowances, of_recipient={one: tuple(sorted(k)) for one, k in stands_in.items()}
    )


def _allowance(group: str, room: Room, reserve: int) -> Allowance:
    limit = room.limit
    # A year's key is the same in every year, so that recipients find the new year's room.
    span = CALENDAR_YEAR if room.window.kind == CALENDAR_YEAR else room.window.key
    return Allowance(
        key=f"{group}|{span}|{limit.code}",
        label=limit.label,
        window=room.window,
        citation=limit.citation,
        cap_cents=room.allowed_cents,
        used_cents=room.used_cents,
        pending_cents=room.pending_cents,
        reserve_cents=reserve,
        rule=limit.code,
        provisional=limit.provisional,
    )
