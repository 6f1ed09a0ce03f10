"""How a schedule makes a year's due out of pay: cap, percentage, brackets, flat.

Each kind is a frozen value with ``reckon``: a year's counted pay in, whole cents of a year out,
with the steps on the way. Every step ends in whole cents: what is due is cut, what is kept is
raised, so that nobody is asked for a cent more than the schedule says. A composite schedule is
several ``Level``s, each a line of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from financedesk.rules.money import format_cents
from financedesk.rules.pay import GROSS, MONTH, MONTHS_A_YEAR, NET

CHILD, DEPENDANT, EITHER = "child", "dependant", "either"
EACH: Mapping[str, str] = MappingProxyType(
    {CHILD: "children", DEPENDANT: "dependants", EITHER: "children and dependants"}
)
"""For whom a supplement or reduction is, and how the formula names them."""

HUNDRED = 100


class Step(NamedTuple):
    """One step of a computation, put into words only when somebody reads it.

    In ``values`` a whole number is cents, a fraction is a rate; words stand for themselves.
    """

    pattern: str
    values: tuple[int | Fraction | str, ...]

    @property
    def words(self) -> str:
        """Return the step with its numbers: ``101,000.00 net - 60,000.00 kept = 41,000.00``."""
        return self.pattern.format(*map(_shown, self.values))


class Counted(NamedTuple):
    """What a rule goes by: pay of a year in cents, people cared for, a wage of a year if known."""

    gross_cents: int
    net_cents: int
    children: int
    dependants: int
    wage_cents: int | None
    salaries: int

    def pay(self, base: str) -> int:
        """Return gross or net of a year."""
        return self.gross_cents if base == GROSS else self.net_cents

    def people(self, each: str) -> int:
        """Return how many a supplement or reduction is for."""
        if each == CHILD:
            return self.children
        return self.dependants if each == DEPENDANT else self.children + self.dependants


class Reckoned(NamedTuple):
    """A year's due in whole cents, and the steps that lead to it."""

    cents: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """Cents of a month or of a year."""

    cents: int
    per: str = MONTH

    def a_year(self, salaries: int = MONTHS_A_YEAR) -> int:
        """Return the amount of a year, in which a monthly one comes ``salaries`` times."""
        return self.cents * (salaries if self.per == MONTH else 1)

    def steps(self, salaries: int = MONTHS_A_YEAR) -> tuple[Step, ...]:
        """Return how a month's amount becomes a year's; nothing for a year's."""
        if self.per != MONTH:
            return ()
        values = (self.cents, str(salaries), self.a_year(salaries))
        return (Step("{} a month × {} = {}", values),)


@dataclass(frozen=True, slots=True, kw_only=True)
class WageKey:
    """Which reference wage a cap goes by."""

    series: str
    area: str = ""

    @property
    def words(self) -> str:
        """Return its name as a formula shows it."""
        return f"{self.series} {self.area}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement:
    """What is kept besides for each child or dependant; ``most`` bounds it."""

    each: str
    amount: Amount
    most: Amount | None = None

    def a_year(self, counted: Counted) -> int:
        """Return what it adds in a year."""
        cents = counted.people(self.each) * self.amount.a_year(counted.salaries)
        return cents if self.most is None else min(cents, self.most.a_year(counted.salaries))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """What is taken off the due for each child or dependant: an amount, or per cent of the due.

    One of ``amount`` and ``percent`` is set; ``most`` is the highest percentage together.
    """

    each: str
    amount: Amount | None = None
    percent: Fraction | None = None
    most: Fraction | None = None

    def taken_off(self, cents: int, counted: Counted) -> tuple[int, Step] | None:
        """Return what is left of a year's due, and the step; None where it is for nobody."""
        people = counted.people(self.each)
        if not people or not cents:
            return None
        who = f"{people} {EACH[self.each]}"
        if self.amount is not None:
            off = people * self.amount.a_year(counted.salaries)
            left = max(0, cents - off)
            return left, Step("{} - {} for {} = {} a year", (cents, off, who, left))
        rate = min(people * (self.percent or Fraction(0)), self.most or Fraction(HUNDRED))
        left = part(cents, Fraction(HUNDRED) - rate)
        return left, Step("{} less {} for {} = {} a year", (cents, rate, who, left))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """Keep a reference wage × factor, or an amount, with supplements; the rest is due."""

    kind: ClassVar[str] = "cap"
    default_base: ClassVar[str] = NET
    needs_pay: ClassVar[bool] = True

    amount: Amount | None = None
    wage: WageKey | None = None
    factor: Fraction = Fraction(1)
    supplements: tuple[Supplement, ...] = ()

    def reckon(self, counted: Counted, base: str) -> Reckoned:
        """Return the pay above what is kept, never below zero."""
        keep, steps = self._kept(counted)
        pay = counted.pay(base)
        if pay <= keep:
            nothing = Step("{} {}, {} kept: nothing is due", (pay, base, keep))
            return Reckoned(0, (*steps, nothing))
        last = Step("{} {} - {} kept = {} a year", (pay, base, keep, pay - keep))
        return Reckoned(pay - keep, (*steps, last))

    def _kept(self, counted: Counted) -> tuple[int, list[Step]]:
        keep, steps = self._wage(counted)
        for one in self.supplements:
            more = one.a_year(counted)
            if more:
                who = f"{counted.people(one.each)} {EACH[one.each]}"
                steps.append(Step("{} + {} for {} = {} kept", (keep, more, who, keep + more)))
                keep += more
        return keep, steps

    def _wage(self, counted: Counted) -> tuple[int, list[Step]]:
        if self.wage is None:
            return self._stated(self.amount or Amount(cents=0), counted.salaries)
        wage = counted.wage_cents or 0
        keep = part_raised(wage, self.factor)
        values = (self.wage.words, wage, plain(self.factor), keep)
        return keep, [Step("{} {} a year × {} = {} kept", values)]

    def _stated(self, amount: Amount, salaries: int) -> tuple[int, list[Step]]:
        whole = amount.a_year(salaries)
        keep, steps = part_raised(whole, self.factor), list(amount.steps(salaries))
        if self.factor != 1:
            steps.append(Step("{} × {} = {} kept", (whole, plain(self.factor), keep)))
        return keep, steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Percentage:
    """A share of the pay, in per cent."""

    kind: ClassVar[str] = "percent"
    default_base: ClassVar[str] = GROSS
    needs_pay: ClassVar[bool] = True
    wage: ClassVar[WageKey | None] = None

    percent: Fraction

    def reckon(self, counted: Counted, base: str) -> Reckoned:
        """Return the share of a year's pay."""
        pay = counted.pay(base)
        cents = part(pay, self.percent)
        step = Step("{} of {} {} = {} a year", (self.percent, pay, base, cents))
        return Reckoned(cents, (step,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """The pay of a year up to an amount (None: all the rest), and its rate in per cent."""

    up_to_cents: int | None
    percent: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Brackets:
    """A rate for each slice of a year's pay; the slices begin where the one before ends.

    ``whole``: the rate of the bracket in which the pay lies is taken of all of it. ``by`` names
    the pay that chooses this bracket, where it is not the pay that the rate is taken of.
    """

    kind: ClassVar[str] = "brackets"
    default_base: ClassVar[str] = GROSS
    needs_pay: ClassVar[bool] = True
    wage: ClassVar[WageKey | None] = None

    brackets: tuple[Bracket, ...]
    whole: bool = False
    by: str = ""

    def reckon(self, counted: Counted, base: str) -> Reckoned:
        """Return the sum of the slices, or the one rate of all the pay."""
        return (
            self._one_rate(counted, base) if self.whole else self._slices(counted.pay(base), base)
        )

    def _slices(self, pay: int, base: str) -> Reckoned:
        total, begins = 0, 0
        pieces: list[str] = []
        values: list[int | Fraction | str] = []
        for one in self.brackets:
            ends = pay if one.up_to_cents is None else min(pay, one.up_to_cents)
            if ends <= begins:
                break
            cents = part(ends - begins, one.percent)
            pieces.append("{} of {} = {}")
            values += [one.percent, ends - begins, cents]
            total, begins = total + cents, ends
        if not pieces:
            return Reckoned(0, (Step("{} {}: nothing is due", (pay, base)),))
        shown = "{} {}: " + " + ".join(pieces) + "; together {} a year"
        return Reckoned(total, (Step(shown, (pay, base, *values, total)),))

    def _one_rate(self, counted: Counted, base: str) -> Reckoned:
        by = self.by or base
        measure, pay = counted.pay(by), counted.pay(base)
        found = next(
            (one for one in self.brackets if one.up_to_cents is None or measure <= one.up_to_cents),
            self.brackets[-1],
        )
        cents = part(pay, found.percent)
        shown = "at {} {} a year {} of {} {} = {} a year"
        return Reckoned(cents, (Step(shown, (measure, by, found.percent, pay, base, cents)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Flat:
    """The same amount whatever the pay."""

    kind: ClassVar[str] = "flat"
    default_base: ClassVar[str] = GROSS
    needs_pay: ClassVar[bool] = False
    wage: ClassVar[WageKey | None] = None

    amount: Amount

    def reckon(self, counted: Counted, base: str) -> Reckoned:
        """Return the amount of a year."""
        cents = self.amount.a_year(counted.salaries)
        last = Step("{} a year", (cents,))
        return Reckoned(cents, (*self.amount.steps(counted.salaries), last))


Rule = Cap | Percentage | Brackets | Flat
RULES: Mapping[str, type[Rule]] = MappingProxyType(
    {one.kind: one for one in (Cap, Percentage, Brackets, Flat)}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One rule with its base, reductions in their order, least and most; a line of a due.

    Least and most are of the due after the reductions. Where a rule goes by pay and there is
    none, nothing is due; the least is never more than the pay itself.
    """

    rule: Rule
    base: str
    name: str = ""
    reductions: tuple[Reduction, ...] = ()
    minimum: Amount | None = None
    maximum: Amount | None = None

    @property
    def wage(self) -> WageKey | None:
        """The reference wage that its rule asks for."""
        return self.rule.wage

    @property
    def counts_people(self) -> bool:
        """Whether it asks for how many somebody cares."""
        return bool(self.reductions or getattr(self.rule, "supplements", ()))

    def reckon(self, counted: Counted) -> Reckoned:
        """Return what is due for a year, in whole cents and never below zero."""
        if self.wage is not None and counted.wage_cents is None:
            unknown = Step("no figure of {}: nothing can be computed", (self.wage.words,))
            return Reckoned(0, (unknown,))
        cents, steps = self.rule.reckon(counted, self.base)
        if not self.reductions and self.minimum is None and self.maximum is None:
            return Reckoned(cents, steps)
        more = list(steps)
        for one in self.reductions:
            taken = one.taken_off(cents, counted)
            if taken is not None:
                cents = taken[0]
                more.append(taken[1])
        return self._bounded(cents, counted, more)

    def _bounded(self, cents: int, counted: Counted, steps: list[Step]) -> Reckoned:
        if self.minimum is not None:
            least = self.minimum.a_year(counted.salaries)
            if self.rule.needs_pay:
                least = min(least, counted.pay(self.base))
            if cents < least:
                steps.append(Step("at least {} a year", (least,)))
                cents = least
        if self.maximum is not None and cents > (most := self.maximum.a_year(counted.salaries)):
            steps.append(Step("at most {} a year", (most,)))
            cents = most
        return Reckoned(cents, tuple(steps))


def part(cents: int, percent: Fraction) -> int:
    """Return a percentage of an amount, cut to whole cents."""
    return cents * percent.numerator // (HUNDRED * percent.denominator)


def part_raised(cents: int, factor: Fraction) -> int:
    """Return an amount times a factor, raised to whole cents."""
    return -(-cents * factor.numerator // factor.denominator)


def plain(number: Fraction) -> str:
    """Return a number as people write it: ``12.5``; a fraction where no decimals end it."""
    places, rest = 0, number.denominator
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime in (2, 5):
        while rest % prime == 0:
            rest, places = rest // prime, places + 1
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    whole, decimals = divmod(abs(number.numerator) * 10**places // number.denominator, 10**places)
    sign = "-" if number < 0 else ""
    shown = f"{decimals:0{places}d}".rstrip("0") if places else ""
    return f"{sign}{whole}.{shown}" if shown else f"{sign}{whole}"


def _shown(value: int | Fraction | str) -> str:
    if isinstance(value, int):
        return format_cents(value)
    return f"{plain(value)} %" if isinstance(value, Fraction) else value
