"""How near a charity or an issue organisation is to what its tax status allows: pure arithmetic.

Definitions, shares and amounts are dated and cited in ``resources/rules/meters.toml``; amounts in
cents. What a kind of item counts as is a table there as well: nothing is read out of a purpose.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.kinds import kind
from financedesk.rules.money import format_cents

SUPPORT_YEARS, CEILING_YEARS = 5, 4
OK, NEAR, OVER = "ok", "near", "over"
_OTHER = {"out": "other_spending", "in": "other_support", "none": "left_out"}
_NO_PERCENT = "–"


@dataclass(frozen=True, slots=True)
class Meter:
    """What is measured, for which kinds of entity, and under which law."""

    code: str
    label: str
    kinds: tuple[str, ...]
    definition: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterFigure:
    """One share or amount with the tax years it holds for, and how well it is known."""

    code: str
    citation: str
    confidence: str
    from_year: int
    until_year: int | None = None
    share: Fraction | None = None
    cents: int | None = None
    read_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """One bar: ``cents`` of ``full_cents``, the law's line at ``mark_cents`` (None: no line).

    ``state`` is ok, near or over: what is past the line that should not be, or short of one that
    must be reached. ``words`` say it in full.
    """

    label: str
    cents: int
    full_cents: int
    mark_cents: int | None
    state: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a meter shows for one year: its bars, and the figures that it was measured with."""

    meter: Meter
    year: int
    gauges: tuple[Gauge, ...]
    figures: tuple[MeterFigure, ...]
    note: str = ""

    @property
    def state(self) -> str:
        """The gravest state of the bars."""
        states = {gauge.state for gauge in self.gauges}
        return next((state for state in (OVER, NEAR) if state in states), OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSums:
    """What one year's items come to by use, in cents: ``political``, ``lobbying`` and so on."""

    year: int
    uses: Mapping[str, int] = field(default_factory=dict)

    def of(self, *uses: str) -> int:
        """Return the sum of some uses."""
        return sum(self.uses.get(use, 0) for use in uses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Five years' support: what each giver gave less what went back, and what counts otherwise.

    ``unnamed_cents`` are gifts that the book knows only as sums of small ones; ``years`` how many
    of the years hold any support at all.
    """

    givers: tuple[int, ...]
    unnamed_cents: int
    full_cents: int
    other_cents: int
    years: int


@cache
def meters() -> tuple[Meter, ...]:
    """Return every meter in the order in which they are shown."""
    rows = rules_table("meters")["meter"]
    return tuple(Meter(**{**row, "kinds": tuple(row["kinds"])}) for row in rows)


def meters_for(entity_kind: str) -> tuple[Meter, ...]:
    """Return the meters that apply to a kind of entity; none for most."""
    return tuple(one for one in meters() if entity_kind in one.kinds)


@cache
def meter_figures() -> tuple[MeterFigure, ...]:
    """Return every dated figure of the table."""
    return tuple(_figure(row) for row in rules_table("meters")["figure"])


def meter_figure(code: str, year: int) -> MeterFigure:
    """Return the figure that holds in a tax year; raises NotFound before the first one."""
    for one in meter_figures():
        if one.code == code and one.from_year <= year <= (one.until_year or year):
            return one
    raise NotFound(f"No figure “{code}” is known for the year {year}.")


def use_of(kind_code: str) -> str:
    """Return what a kind of item counts as on the meters; raises NotFound for an unknown kind."""
    found = kind(kind_code)
    by_kind, by_class = _uses()
    named = by_kind.get(kind_code) or by_class.get(found.income_class)
    return named or _OTHER[found.direction]


def spending(sums: YearSums) -> int:
    """Return all that was spent in a year: without refunds, loans and money that stays inside."""
    return sums.of(
        "political", "lobbying", "grassroots", "fundraising", "investment_expense", "other_spending"
    )


def exempt_purpose(sums: YearSums) -> int:
    """Return the base of the lobbying scale: without fundraising, investments and politics.

    Law: 26 U.S.C. 4911(e)(1); 26 CFR 56.4911-4(b), (c). Leaving out all fundraising, also that of
    the charity's own staff, errs to the safe side.
    """
    return sums.of("lobbying", "grassroots", "other_spending")


# --- each meter


def primary_activity(meter: Meter, sums: YearSums) -> Reading:
    """Return how much of a (c)(4)'s spending was political: over at one half of it."""
    bound, caution = _figures(sums.year, "primary_bound", "primary_caution")
    political, whole = sums.of("political"), spending(sums)
    state = OK
    if political > 0:
        part = Fraction(political, whole) if whole > 0 else Fraction(1)
        state = OVER if part >= _share(bound) else NEAR if part >= _share(caution) else OK
    words = (
        f"{_percent(political, whole)} of the year’s spending is political:"
        f" {_money(political)} of {_money(whole)}. {_bounds(whole, bound, caution)}"
    )
    gauge = Gauge(
        label="Political spending", cents=political, full_cents=max(whole, political),
        mark_cents=_part(whole, bound), state=state, words=words,
    )  # fmt: skip
    return Reading(meter=meter, year=sums.year, gauges=(gauge,), figures=(bound, caution))


def campaign_intervention(meter: Meter, sums: YearSums) -> Reading:
    """Return what a (c)(3) spent on campaigns: any of it is a finding."""
    (tax,) = _figures(sums.year, "intervention_tax")
    spent = sums.of("political")
    words = "None recorded." if spent <= 0 else (
        f"{_money(spent)} went into campaigns. Get it back and ask counsel: the exemption is at"
        f" stake, and the excise tax would be {_money(_part(spent, tax))}."
    )  # fmt: skip
    gauge = Gauge(
        label="Campaign spending", cents=spent, full_cents=max(spent, 0), mark_cents=0,
        state=OVER if spent > 0 else OK, words=words,
    )  # fmt: skip
    return Reading(meter=meter, year=sums.year, gauges=(gauge,), figures=(tax,))


def nontaxable_lobbying(base_cents: int, year: int) -> int:
    """Return what may be spent on lobbying out of so much exempt purpose expenditure, in cents.

    Law: 26 U.S.C. 4911(c)(2): a sliding scale up to 1,000,000.00. Raises NotFound before 1977.
    """
    (cap,) = _figures(year, "lobbying_cap")
    base = max(0, base_cents)
    step = next(one for one in reversed(rules_table("meters")["step"]) if base >= one["over"])
    above = int(Fraction(*step["share"]) * (base - step["over"]))
    allowed: int = min(cap.cents or 0, step["base"] + above)
    return allowed


def lobbying(meter: Meter, years: Sequence[YearSums], *, elected: bool) -> Reading:
    """Return what a (c)(3) spent on lobbying against its scale; the last year is the one asked for.

    ``years`` are up to four in order: the ceiling of one and a half times runs over all of them.
    ``elected``: whether the expenditure test was elected (Form 5768).
    """
    now = years[-1]
    part, tax, ceiling, cap, caution = _figures(
        now.year, "grassroots_part", "lobbying_tax", "lobbying_ceiling", "lobbying_cap",
        "lobbying_caution",
    )  # fmt: skip
    allowed = nontaxable_lobbying(exempt_purpose(now), now.year)
    whole, appeals = now.of("lobbying", "grassroots"), now.of("grassroots")
    gauges = [
        _spent("All lobbying", whole, allowed, caution, tax),
        _spent("Appeals to the public", appeals, _part(allowed, part), caution, tax),
    ]
    given = [nontaxable_lobbying(exempt_purpose(one), one.year) for one in years]
    total = sum(one.of("lobbying", "grassroots") for one in years)
    gauges.append(_ceiling(len(years), total, _part(sum(given), ceiling)))
    note = "" if elected else (
        "No election of this test (Form 5768) stands under Status in law: until then lobbying may"
        " be no substantial part of what the charity does, and no amount is safe."
    )  # fmt: skip
    figures = (cap, part, tax, ceiling)
    return Reading(meter=meter, year=now.year, gauges=tuple(gauges), figures=figures, note=note)


def public_support(meter: Meter, year: int, support: Support) -> Reading:
    """Return the share of five years' support that came from the public: one third is enough."""
    needed, least, each = _figures(year, "support_needed", "support_least", "support_per_giver")
    public, whole = public_part(support, _share(each))
    enough, fewest = _part(whole, needed), _share(least) * whole
    state = OK if public >= _share(needed) * whole else NEAR if public >= fewest else OVER
    said = {
        OK: "That is a third or more.",
        NEAR: "Less than a third: other facts must show that the public supports it.",
        OVER: "Less than a tenth: it would be a private foundation.",
    }
    words = f"{_percent(public, whole)} of {_money(whole)} came from the public. {said[state]}"
    if whole <= 0:
        state, words = OK, "No support is recorded in these five years."
    gauge = Gauge(
        label=f"Public support, {year - SUPPORT_YEARS + 1}–{year}", cents=public,
        full_cents=max(whole, public), mark_cents=enough, state=state, words=words,
    )  # fmt: skip
    note = "" if support.years >= SUPPORT_YEARS else (
        f"The book has support of {support.years} of the five years; in its first five a charity is"
        " a public one if it can be expected to pass."
    )  # fmt: skip
    return Reading(
        meter=meter, year=year, gauges=(gauge,), figures=(needed, least, each), note=note
    )


def public_part(support: Support, per_giver: Fraction) -> tuple[int, int]:
    """Return (public support, all support) in cents; of one giver no more than a share of all."""
    given = [max(0, cents) for cents in support.givers]
    whole = sum(given) + support.unnamed_cents + support.full_cents + support.other_cents
    most = int(per_giver * max(0, whole))
    public = sum(min(cents, most) for cents in given)
    return public + support.unnamed_cents + support.full_cents, whole


def exempt_function_tax(meter: Meter, sums: YearSums) -> Reading:
    """Return the tax on a 501(c) organisation's political spending, and what it is taken of."""
    rate, free = _figures(sums.year, "function_tax_rate", "function_tax_free")
    spent = max(0, sums.of("political"))
    income = max(0, sums.of("investment_income") - sums.of("investment_expense"))
    base = min(spent, income)
    tax = _part(max(0, base - (free.cents or 0)), rate)
    words = (
        f"{_money(spent)} spent, net investment income of {_money(income)}: the smaller is"
        f" {_money(base)}, less {_money(free.cents or 0)}, at {_rate(rate)}. "
    ) + (f"Tax of {_money(tax)}, on Form 1120-POL." if tax else "No tax.")
    gauge = Gauge(
        label="What is taxed", cents=base, full_cents=max(spent, income), mark_cents=None,
        state=NEAR if tax else OK, words=words,
    )  # fmt: skip
    return Reading(meter=meter, year=sums.year, gauges=(gauge,), figures=(rate, free))


# --- parts


def _spent(label: str, spent: int, allowed: int, caution: MeterFigure, tax: MeterFigure) -> Gauge:
    over = spent - allowed
    near = spent > 0 and spent >= _part(allowed, caution)
    words = f"{_money(spent)} of {_money(allowed)}. " + (
        f"{_money(over)} too much: tax of {_money(_part(over, tax))}."
        if over > 0
        else f"{_money(-over)} left."
    )
    return Gauge(
        label=label, cents=spent, full_cents=max(spent, allowed), mark_cents=allowed,
        state=OVER if over > 0 else NEAR if near else OK, words=words,
    )  # fmt: skip


def _ceiling(years: int, spent: int, most: int) -> Gauge:
    over = spent > most
    said = "Above it the exemption is lost." if over else "Above it the exemption would be lost."
    return Gauge(
        label="Ceiling of four years", cents=spent, full_cents=max(spent, most), mark_cents=most,
        state=OVER if over else OK,
        words=f"{_money(spent)} of {_money(most)} in {years} years. {said}",
    )  # fmt: skip


def _bounds(whole: int, bound: MeterFigure, caution: MeterFigure) -> str:
    least = f"Caution at {_rate(caution)}, {_money(_part(whole, caution))}"
    return f"{least}; outer bound {_rate(bound)}, {_money(_part(whole, bound))}."


def _figures(year: int, *codes: str) -> tuple[MeterFigure, ...]:
    return tuple(meter_figure(code, year) for code in codes)


def _share(figure: MeterFigure) -> Fraction:
    return figure.share or Fraction(0)


def _part(cents: int, figure: MeterFigure) -> int:
    return int(_share(figure) * cents)


def _money(cents: int) -> str:
    return format_cents(cents, symbol=True)


def _rate(figure: MeterFigure) -> str:
    return f"{int(_share(figure) * 100)} %"


def _percent(part: int, whole: int) -> str:
    if whole <= 0:
        return _NO_PERCENT
    tenths = Fraction(part * 1000, whole)
    return f"{int(tenths) // 10}.{int(tenths) % 10} %"


@cache
def _uses() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the use of each kind that is named, and of each income class."""
    by_kind: dict[str, str] = {}
    by_class: dict[str, str] = {}
    for use, row in rules_table("meters")["uses"].items():
        by_kind |= dict.fromkeys(row.get("kinds", ()), use)
        by_class |= dict.fromkeys(row.get("classes", ()), use)
    return MappingProxyType(by_kind), MappingProxyType(by_class)


def _figure(row: Mapping[str, Any]) -> MeterFigure:
    share = row.get("share")
    return MeterFigure(
        **{**row, "share": None if share is None else Fraction(*share),
           "read_in": tuple(row.get("read_in", ()))}
    )  # fmt: skip
