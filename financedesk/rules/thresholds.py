"""Amounts at which a duty begins, and clocks that the law sets running.

Dated and cited in ``resources/rules/thresholds.toml`` and ``clocks.toml``; amounts in cents.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.rules.data import in_force, rules_table
from financedesk.rules.figures import Figure, figure_on, figures_of
from financedesk.rules.limits import Override, read_in_words

HOURS_A_DAY = 24

_TIME = re.compile(r"(?:(-?\d{1,4})\s+to\s+)?\+?(\d{1,4})(?:\s*([a-z]+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One amount with all its figures; ``over`` tells whether the duty begins above it or at it."""

    code: str
    label: str
    window: str
    over: bool
    citation: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FederalShare:
    """The smallest federal share of a party's shared costs in per cent, by the offices voted on."""

    code: str
    label: str
    percent: int
    since: date
    citation: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How long the law gives for what; one of days, window, hours and years is set.

    ``override`` is the word of counsel from which the time is, where it is not the law's.
    """

    code: str
    trigger: str
    action: str
    citation: str
    confidence: str
    days: int | None = None
    window: tuple[int, int] | None = None
    hours: int | None = None
    years: int | None = None
    note: str = ""
    override: Override | None = None

    @property
    def unit(self) -> str:
        """What its time is counted in: days, hours or years."""
        if self.hours is not None:
            return "hours"
        return "years" if self.years is not None else "days"

    @property
    def time(self) -> str:
        """Return its time in words: ``60 days``, ``24 hours``, ``-10 to +60 days``."""
        if self.window is not None:
            return f"{self.window[0]} to +{self.window[1]} days"
        count = next(one for one in (self.hours, self.years, self.days) if one is not None)
        return f"{count} {self.unit}"

    @property
    def law(self) -> str:
        """Return the citation, with counsel's name where the time is counsel's."""
        if self.override is None:
            return self.citation
        return f"{self.citation}; counsel’s time: {self.override.words}"


@cache
def thresholds() -> Mapping[str, Threshold]:
    """Return every threshold by its code."""
    rows = rules_table("thresholds")["threshold"]
    return MappingProxyType({row["code"]: _threshold(row) for row in rows})


@cache
def threshold_sources() -> Mapping[str, str]:
    """Return the sources in which the figures were read, by their short names."""
    own: dict[str, str] = rules_table("thresholds")["read_in"]
    return MappingProxyType({**read_in_words(), **own})


def threshold_cents(code: str, on: date, overrides: Iterable[Override] = ()) -> int | None:
    """Return the amount of a threshold on a day, or None where it is void or not yet set.

    Counsel's override goes before the law's figure. Raises NotFound for an unknown code.
    """
    word = counsel_on(code, on, overrides)
    if word is not None and code in thresholds():
        return word.cents
    figure = threshold_figure(code, on)
    return None if figure is None else figure.cents


def counsel_on(code: str, on: date, overrides: Iterable[Override]) -> Override | None:
    """Return the word of counsel that stands in place of a rule on a day; the first one wins."""
    return next((one for one in overrides if one.holds(code, on)), None)


def threshold_figure(code: str, on: date) -> Figure | None:
    """Return the figure of a threshold on a day with its status; None before the first one."""
    found = thresholds().get(code)
    if found is None:
        raise NotFound(f"There is no threshold “{code}”; choose one of {', '.join(thresholds())}.")
    return figure_on(found.figures, on)


def reaches(code: str, cents: int, on: date, overrides: Iterable[Override] = ()) -> bool:
    """Whether an amount reaches a threshold on a day: above it, or at it, as the law says."""
    amount = threshold_cents(code, on, overrides)
    if amount is None:
        return False
    return cents > amount if thresholds()[code].over else cents >= amount


@cache
def federal_shares() -> Mapping[str, FederalShare]:
    """Return the smallest federal shares by what is on the ballot."""
    rows = rules_table("thresholds")["share"]
    return MappingProxyType({row["code"]: _share(row) for row in rows})


def smallest_federal_share(*, president: bool, senate: bool, on: date) -> FederalShare:
    """Return the smallest federal share of shared costs by what is on the state's ballot.

    For state, district and local parties; a national party pays everything with federal money.
    Raises NotFound for a day before the rule. Law: 11 CFR 106.7(d)(2), 300.33(b).
    """
    names = {
        (True, True): "president_and_senate",
        (True, False): "president",
        (False, True): "senate",
        (False, False): "neither",
    }
    found = federal_shares()[names[president, senate]]
    if not in_force(found.since, None, on):
        raise NotFound(f"The smallest federal shares are known from {found.since} on, not {on}.")
    return found


@cache
def clocks() -> Mapping[str, Clock]:
    """Return every clock by its code."""
    rows = rules_table("clocks")["clock"]
    return MappingProxyType({row["code"]: _clock(row) for row in rows})


def clock(code: str) -> Clock:
    """Return one clock; raises NotFound with the choices."""
    found = clocks().get(code)
    if found is None:
        raise NotFound(f"There is no clock “{code}”; choose one of {', '.join(clocks())}.")
    return found


def clock_on(code: str, on: date, overrides: Iterable[Override] = ()) -> Clock:
    """Return a clock as it runs from an event of a day, with counsel's time where there is one.

    Raises NotFound for an unknown code.
    """
    found = clock(code)
    word = counsel_on(code, on, overrides)
    return found if word is None else replace(with_time(found, word.time), override=word)


def with_time(found: Clock, words: str) -> Clock:
    """Return a clock with another time: ``45``, ``45 days``, or ``-10 to +90`` for one with both.

    Raises BadInput for what is no time in the clock's own unit.
    """
    read = _TIME.fullmatch(words.strip().casefold())
    unit = (read.group(3) or found.unit) if read else ""
    fits = read is not None and unit in (found.unit, found.unit[:-1])
    if read is None or not fits or (read.group(1) is not None) != (found.window is not None):
        raise BadInput(f"“{words.strip()}” is no time for this clock; write it like {found.time}.")
    last = int(read.group(2))
    if found.window is not None:
        return replace(found, window=(int(read.group(1)), last))
    if last == 0:
        raise BadInput(f"A clock gives at least one of its {found.unit}.")
    if found.hours is not None:
        return replace(found, hours=last)
    return replace(found, years=last) if found.years is not None else replace(found, days=last)


def runs_out(code: str, event: date, overrides: Iterable[Override] = ()) -> date:
    """Return the last day that a clock gives after an event; hours end on the day they fall in.

    Counsel's time goes before the law's.
    """
    found = clock_on(code, event, overrides)
    if found.years is not None:
        return years_later(event, found.years)
    if found.window is not None:
        return event + timedelta(days=found.window[1])
    days = found.days if found.days is not None else -(-(found.hours or 0) // HOURS_A_DAY)
    return event + timedelta(days=days)


def is_inside(code: str, event: date, day: date) -> bool:
    """Whether a day lies inside what a clock gives around an event, both ends included."""
    window = clock(code).window
    first = event if window is None else event + timedelta(days=window[0])
    return first <= day <= runs_out(code, event)


def years_later(event: date, years: int) -> date:
    """Return the same day some years later; 29 February has its anniversary on 1 March."""
    # On 28 February the time would end a day early.
    try:
        return event.replace(year=event.year + years)
    except ValueError:
        return date(event.year + years, 3, 1)


def _threshold(row: Mapping[str, Any]) -> Threshold:
    return Threshold(
        code=row["code"],
        label=row["label"],
        window=row["window"],
        over=row["over"],
        citation=row["citation"],
        figures=figures_of(row["figures"], f"thresholds.toml, {row['code']}"),
    )


def _share(row: Mapping[str, Any]) -> FederalShare:
    return FederalShare(
        code=row["code"],
        label=row["label"],
        percent=row["percent"],
        since=row["from"],
        citation=row["citation"],
        confidence=row["confidence"],
    )


def _clock(row: Mapping[str, Any]) -> Clock:
    window = row.get("window")
    return Clock(**{**row, "window": None if window is None else (window[0], window[1])})
