"""Random months of an account, with the truth of which act each line and entry is of.

Acts of one payee and amount that are whole on both sides may come twice; which of two such acts a
line is of nobody can tell, so they are one kin. An act that lacks a side is unlike every other of
its payee, because no reader could know that it was not the other one.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from hypothesis import strategies as st

from financedesk.rules.reconciling_evidence import Entry, Line

PAYEES = ("Oak Printing", "Oak Catering", "Miller Printing", "Miller", "Ann Lee", "Stripe")
FIRST = date(2026, 3, 1)
PLAIN, CHECK, PAYOUT, SPLIT, PARTS, BACK = "plain", "check", "payout", "split", "parts", "back"
GIVEN, FIRST_NUMBER = "given", 70_001
"""A giver's check, whose number is that of an own one."""
MOVE, OWN = "move", "Riverbend Savings"
"""A transfer to an own account: banks say so, and seldom to which."""
MOVES = ("TRANSFER", "ONLINE TRANSFER TO SAV 4821", "XFER RIVERBEND SAVINGS")
WHOLE, NO_LINE, NO_ENTRY = "whole", "no line", "no entry"


@dataclass(frozen=True)
class Act:
    """What happened: how it is told, to whom, its parts in cents, and what of it is missing."""

    kind: str
    payee: str
    parts: tuple[int, ...]
    day: int
    later: int
    state: str
    words: str
    again: bool

    @property
    def cents(self) -> int:
        """The sum of the parts; all acts but payouts and gifts are money out."""
        total = sum(self.parts)
        return total if self.kind in (PAYOUT, GIVEN) else -total

    @property
    def whom(self) -> str:
        """Whom the books have it from or to."""
        return OWN if self.kind == MOVE else self.payee

    @property
    def kin(self) -> tuple[str, int, str]:
        """What nobody can tell apart."""
        return self.whom, self.cents, "" if self.kind in (PLAIN, BACK, MOVE, GIVEN) else repr(self)


@dataclass
class Month:
    """The lines and entries of some acts; ``kin`` is by key whose each is."""

    lines: list[Line] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    kin: dict[int, tuple[str, int, str]] = field(default_factory=dict)


ACTS = st.builds(
    Act,
    kind=st.sampled_from((PLAIN, PLAIN, PLAIN, CHECK, PAYOUT, SPLIT, PARTS, BACK, MOVE, GIVEN)),
    payee=st.sampled_from(PAYEES),
    parts=st.lists(st.integers(1, 9).map(lambda one: one * 100), min_size=1, max_size=3).map(tuple),
    day=st.integers(0, 30),
    later=st.sampled_from((0, 1, 1, 2, 3, 7, 19, 30, 45)),
    state=st.sampled_from((WHOLE, WHOLE, WHOLE, NO_LINE, NO_ENTRY)),
    words=st.sampled_from(("{}", "{} SALEM OR", "ACH {} PPD ID", "DEPOSIT", "")),
    again=st.booleans(),
)


def months(most: int = 14) -> st.SearchStrategy[Month]:
    """Return months of some acts."""
    return st.lists(ACTS, min_size=1, max_size=most).map(told)


def told(acts: list[Act]) -> Month:
    """Return what bank and books say of acts, without those that nobody could tell from others."""
    used = Counter(
        (act.whom, cents) for act in acts for cents in {abs(act.cents), *act.parts}
    )  # fmt: skip
    month, keys, numbers = Month(), count(1), count(FIRST_NUMBER)
    for act in acts:
        amounts = {abs(act.cents), *act.parts}
        if act.state != WHOLE and any(used[act.whom, cents] > 1 for cents in amounts):
            continue
        number = str(next(numbers))
        parts: list[Line | Entry] = []
        if act.state != NO_LINE:
            parts += _lines(act, number, keys)
        if act.state != NO_ENTRY:
            parts += _entries(act, number, keys)
        for one in parts:
            month.kin[one.key] = act.kin
        month.lines += [one for one in parts if isinstance(one, Line)]
        month.entries += [one for one in parts if isinstance(one, Entry)]
    return month


def _lines(act: Act, number: str, keys: Iterator[int]) -> Iterator[Line]:
    day = FIRST + timedelta(act.day + act.later)
    text = act.words.format(act.payee.upper())
    if act.kind == MOVE:
        text = MOVES[act.later % len(MOVES)]
    if act.kind == CHECK:
        yield Line(key=next(keys), day=day, cents=act.cents, payee="CHECK", check=f"00{number}")
    elif act.kind == PARTS:
        for at, cents in enumerate(act.parts):
            yield Line(key=next(keys), day=day + timedelta(at), cents=-cents, payee=text)
    else:
        payee = f"{text} {number}" if act.kind == PAYOUT and act.again else text
        yield Line(key=next(keys), day=day, cents=act.cents, payee=payee)
    if act.kind == BACK:
        back = f"REVERSAL {text}"
        yield Line(key=next(keys), day=day + timedelta(2), cents=-act.cents, payee=back)
        if act.again:
            yield Line(key=next(keys), day=day + timedelta(5), cents=act.cents, payee=text)


def _entries(act: Act, number: str, keys: Iterator[int]) -> Iterator[Entry]:
    day = FIRST + timedelta(act.day)
    if act.kind == SPLIT:
        for cents in act.parts:
            yield Entry(key=next(keys), day=day, cents=-cents, names=(act.whom,))
        return
    checks = {CHECK: number, GIVEN: str(FIRST_NUMBER)}
    yield Entry(
        key=next(keys), day=day, cents=act.cents, names=(act.whom,),
        reference=number if act.kind == PAYOUT else "", check=checks.get(act.kind, ""),
    )  # fmt: skip
