"""Schedules by chance: every kind with every part, as plain values and then read."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from financedesk.rules.money import plain_cents
from financedesk.rules.schedule_kinds import plain
from financedesk.rules.schedules import Schedule, schedule_from

PERS = st.sampled_from(["month", "year"])
BASES = st.sampled_from(["gross", "net"])
EACH = st.sampled_from(["child", "dependant", "either"])
NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=12
).filter(lambda text: text.strip() == text)
WAGES = (("industry", "US"), ("minimum", ""))


def percents(most: int = 100) -> st.SearchStrategy[str]:
    whole = st.integers(1, most * 8).map(lambda eighths: plain(Fraction(eighths, 8)))
    return st.one_of(whole, st.sampled_from(["1/3", "0.01", "12.25"]))


def amounts(most: int = 100_000_00) -> st.SearchStrategy[str]:
    return st.integers(1, most).map(plain_cents)


def per(most: int = 100_000_00) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"amount": amounts(most), "per": PERS})


keeps = st.one_of(
    st.builds(
        lambda amount, factor: {**amount, "factor": factor},
        per(),
        st.sampled_from(["1", "1.5", "4/3"]),
    ),
    st.builds(
        lambda wage, factor: {"wage": wage[0], "area": wage[1], "factor": factor},
        st.sampled_from(WAGES),
        st.sampled_from(["1", "0.75", "3"]),
    ),
)
supplements = st.fixed_dictionaries(
    {"each": EACH, "amount": amounts(500_00), "per": PERS}, optional={"most": amounts(900_00)}
)
reductions = st.one_of(
    st.fixed_dictionaries({"each": EACH, "amount": amounts(500_00), "per": PERS}),
    st.fixed_dictionaries({"each": EACH, "percent": percents()}, optional={"most": percents()}),
)


@st.composite
def brackets(draw: st.DrawFn) -> dict[str, Any]:
    ends = sorted(draw(st.sets(st.integers(1, 200_000_00), max_size=4)))
    rows: list[dict[str, Any]] = [
        {"up_to": plain_cents(end), "percent": draw(st.one_of(percents(), st.just("0")))}
        for end in ends
    ]
    found: dict[str, Any] = {"kind": "brackets", "bracket": [*rows, {"percent": draw(percents())}]}
    if draw(st.booleans()):
        found |= {"whole": True, **draw(st.sampled_from([{}, {"by": "gross"}, {"by": "net"}]))}
    return found


@st.composite
def rules(draw: st.DrawFn, most: int = 100) -> dict[str, Any]:
    found = draw(
        st.one_of(
            st.fixed_dictionaries(
                {"kind": st.just("cap"), "keep": keeps},
                optional={"supplement": st.lists(supplements, min_size=1, max_size=2)},
            ),
            st.fixed_dictionaries({"kind": st.just("percent"), "percent": percents(most)}),
            brackets(),
            per(2_000_00).map(lambda amount: {"kind": "flat", **amount}),
        )
    )
    if draw(st.booleans()):
        found["base"] = draw(BASES)
    found["reduction"] = draw(st.lists(reductions, max_size=2))
    if draw(st.booleans()):
        found["minimum"] = {"amount": draw(amounts(100_00)), "per": "month"}
    if draw(st.booleans()):
        found["maximum"] = {"amount": draw(amounts(90_000_00)), "per": "year"}
        found.pop("minimum", None)
    return found


@st.composite
def composites(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    levels = [{"name": name, **draw(rules(most=25))} for name in names]
    return {"kind": "composite", "level": levels}


@st.composite
def shared(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(rules())
    names = draw(st.lists(NAMES, min_size=2, max_size=4, unique=True))
    first = draw(st.integers(1, 99))
    rows: list[dict[str, Any]] = [
        {"to": names[0], "percent": str(first)}, {"to": names[1], "percent": str(100 - first)},
    ]  # fmt: skip
    rows += [{"to": name, **draw(per(3_000_00))} for name in names[2:]]
    return {**found, "share": rows}


@st.composite
def schedules(draw: st.DrawFn, from_day: date | None = None) -> Schedule:
    """A schedule of any kind; it holds from the day given, or from one by chance to another."""
    values = draw(st.one_of(rules(), composites(), shared()))
    begins = from_day or draw(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    values |= {"code": draw(NAMES), "name": draw(NAMES), "from": begins}
    values |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "note": NAMES,
                "source": NAMES,
                "currency": st.sampled_from(["EUR", "USD"]),
                "salaries": st.integers(1, 16),
                "offices": st.sampled_from(["together", "each"]),
                "severance": st.fixed_dictionaries({"percent": percents(), "base": BASES}),
            },
        )
    )
    if from_day is None and draw(st.booleans()):
        values["to"] = begins + timedelta(days=draw(st.integers(0, 3000)))
        values["approved_on"] = begins - timedelta(days=draw(st.integers(0, 300)))
        values["approved_by"] = draw(NAMES)
    return schedule_from(values, "Chance")
