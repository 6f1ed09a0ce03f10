"""A schedule in plain words: what it asks, of which pay, with which reductions and shares."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from financedesk.rules.money import format_cents
from financedesk.rules.pay import MONTH, MONTHS_A_YEAR
from financedesk.rules.schedule_kinds import (
    Amount,
    Brackets,
    Cap,
    Flat,
    Level,
    Percentage,
    Reduction,
    Rule,
    Supplement,
    plain,
)
from financedesk.rules.schedule_lines import APART, Schedule, Share

KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cap": "Cap",
        "percent": "Percentage",
        "brackets": "Brackets",
        "flat": "Flat",
        "composite": "Several levels",
    }
)
"""What kinds of schedules are called."""

_ONE = MappingProxyType(
    {"child": "child", "dependant": "dependant", "either": "child or dependant"}
)


def schedule_words(schedule: Schedule) -> tuple[str, ...]:
    """Return what a schedule asks, sentence by sentence; amounts are in its currency."""
    return tuple(_sentences(schedule))


def _sentences(schedule: Schedule) -> Iterator[str]:
    for level in schedule.levels:
        name = f"{level.name}: " if level.name else ""
        yield f"{name}{_RULES[type(level.rule)](level)}"
        yield from _around(level)
    for share in schedule.shares:
        yield _share(share)
    if schedule.severance is not None:
        of = schedule.severance
        yield f"Of a severance {plain(of.percent)} % of the {of.base}."
    if schedule.salaries != MONTHS_A_YEAR:
        yield f"A monthly amount comes {schedule.salaries} times a year."
    if schedule.offices == APART:
        yield "Each office has its own due."
    if schedule.currency != "USD":
        yield f"Amounts are in {schedule.currency}."


def _cap(level: Level) -> str:
    rule = level.rule
    if not isinstance(rule, Cap):
        return ""
    times = f" × {plain(rule.factor)}" if rule.factor != 1 else ""
    kept = f"the wage “{rule.wage.words}”" if rule.wage is not None else _amount(rule.amount)
    return f"The official keeps {kept}{times}; what the {level.base} is above that is given."


def _percentage(level: Level) -> str:
    rule = level.rule
    return f"{plain(rule.percent)} % of the {level.base}." if isinstance(rule, Percentage) else ""


def _brackets(level: Level) -> str:
    rule = level.rule
    if not isinstance(rule, Brackets):
        return ""
    slices, begins = [], "0.00"
    for one in rule.brackets:
        if one.up_to_cents is None:
            slices.append(f"{plain(one.percent)} % above {begins}")
        else:
            ends = format_cents(one.up_to_cents)
            slices.append(f"{plain(one.percent)} % from {begins} to {ends}")
            begins = ends
    by = rule.by or level.base
    how = f"of all the {level.base}, by the {by} of the year" if rule.whole else (
        f"of each slice of the {level.base} of the year"
    )  # fmt: skip
    return f"{'; '.join(slices)}, {how}."


def _flat(level: Level) -> str:
    return f"{_amount(level.rule.amount)}." if isinstance(level.rule, Flat) else ""


_RULES: Mapping[type[Rule], Callable[[Level], str]] = MappingProxyType(
    {Cap: _cap, Percentage: _percentage, Brackets: _brackets, Flat: _flat}
)


def _around(level: Level) -> Iterator[str]:
    """Say what is kept besides, what is taken off, and the bounds."""
    for one in getattr(level.rule, "supplements", ()):
        yield _supplement(one)
    for less in level.reductions:
        yield _reduction(less)
    for bound, words in ((level.minimum, "At least"), (level.maximum, "At most")):
        if bound is not None:
            yield f"{words} {_amount(bound)}."


def _supplement(one: Supplement) -> str:
    most = f", {_amount(one.most)} at most" if one.most is not None else ""
    return f"Kept besides for each {_ONE[one.each]}: {_amount(one.amount)}{most}."


def _reduction(one: Reduction) -> str:
    if one.amount is not None:
        return f"Less {_amount(one.amount)} for each {_ONE[one.each]}."
    most = f", {plain(one.most)} % at most" if one.most is not None else ""
    percent = plain(one.percent) if one.percent is not None else "0"
    return f"Less {percent} % of the due for each {_ONE[one.each]}{most}."


def _share(share: Share) -> str:
    if share.amount is not None:
        return f"Of it {_amount(share.amount)} to {share.to} first."
    percent = plain(share.percent) if share.percent is not None else "0"
    return f"{percent} % of what is left to {share.to}."


def _amount(amount: Amount | None) -> str:
    if amount is None:
        return "nothing"
    return f"{format_cents(amount.cents)} a {'month' if amount.per == MONTH else 'year'}"
