"""The terms of a schedule: plain values and TOML read with every check, and written back."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput
from financedesk.rules.money import plain_cents
from financedesk.rules.pay import BASES, GROSS, MONTH, MONTHS_A_YEAR, PERS, ReferenceWage
from financedesk.rules.schedule_fields import Fields
from financedesk.rules.schedule_kinds import (
    EACH,
    HUNDRED,
    RULES,
    Amount,
    Bracket,
    Brackets,
    Cap,
    Flat,
    Level,
    Percentage,
    Reduction,
    Rule,
    Supplement,
    WageKey,
    plain,
)
from financedesk.rules.schedule_lines import (
    COMPOSITE,
    OFFICES,
    TOGETHER,
    Schedule,
    SeveranceShare,
    Share,
)

MOST_SALARIES = 16
_USD = "USD"
_DELETE = "\x7f"


# --- reading


def schedule_of(values: Mapping[str, Any], where: str) -> Schedule:
    """Return the schedule that plain values tell; raises BadInput with place, fault and remedy."""
    fields = Fields(values, where)
    begins, ends = fields.needed_day("from"), fields.day("to")
    if ends is not None and ends < begins:
        raise fields.fault("to", f"{ends} is before the first day, {begins}.")
    found = Schedule(
        code=fields.filled("code", '"councillors"'),
        name=fields.filled("name", '"Councillors"'),
        from_day=begins,
        to_day=ends,
        currency=_currency(fields),
        source=fields.text("source"),
        note=fields.text("note"),
        approved_by=fields.text("approved_by"),
        approved_on=fields.day("approved_on"),
        salaries=fields.count("salaries", MONTHS_A_YEAR, 1, MOST_SALARIES),
        offices=fields.choice("offices", OFFICES, TOGETHER),
        severance=_severance(fields.table("severance")),
        levels=_levels(fields),
        shares=_shares(fields),
    )
    fields.done()
    return found


def reference_wage_of(values: Mapping[str, Any], where: str) -> ReferenceWage:
    """Return the reference wage that plain values tell; raises BadInput like ``schedule_of``."""
    fields = Fields(values, where)
    found = ReferenceWage(
        series=fields.filled("series", '"minimum_wage"'),
        area=fields.text("area"),
        from_day=fields.needed_day("from"),
        cents=fields.cents("amount"),
        per=fields.choice("per", PERS, MONTH),
        source=fields.filled("source", '"where it was published"'),
    )
    fields.done()
    return found


def _currency(fields: Fields) -> str:
    found = fields.text("currency") or _USD
    if len(found) != 3 or not found.isascii() or not found.isalpha() or not found.isupper():
        raise fields.fault("currency", f'{found!r} is no currency; write three letters: "USD".')
    return found


def _levels(fields: Fields) -> tuple[Level, ...]:
    kind = fields.choice("kind", (*RULES, COMPOSITE))
    if kind != COMPOSITE:
        return (_level(fields, ""),)
    rows = fields.tables("level")
    if len(rows) < 2:
        raise fields.fault("level", "a composite has two or more lines; write each as [[level]].")
    levels = []
    for row in rows:
        levels.append(_level(row, row.filled("name", '"national"')))
        row.done()
    _refuse_doubles(fields, "level", [level.name for level in levels])
    _refuse_too_much(fields, levels)
    return tuple(levels)


def _level(fields: Fields, name: str) -> Level:
    kind = fields.choice("kind", tuple(RULES))
    level = Level(
        name=name,
        rule=_READERS[kind](fields),
        base=fields.choice("base", BASES, RULES[kind].default_base),
        reductions=tuple(_reduction(row) for row in fields.tables("reduction")),
        minimum=_bound(fields, "minimum"),
        maximum=_bound(fields, "maximum"),
    )
    least, most = level.minimum, level.maximum
    if least and most and least.a_year() > most.a_year():
        raise fields.fault("minimum", "it is more than the maximum.")
    return level


def _cap(fields: Fields) -> Rule:
    keep = fields.table("keep")
    if keep is None:
        raise fields.fault(
            "keep",
            'it is missing; write keep = { amount = "2500.00", per = "month" } or name a wage:'
            ' keep = { wage = "industry", area = "US", factor = "1" }.',
        )
    if keep.has("wage") == keep.has("amount"):
        raise BadInput(f"{keep.where}: give exactly one of wage and amount.")
    wage = None
    if keep.has("wage"):
        wage = WageKey(series=keep.filled("wage", '"industry"'), area=keep.text("area"))
    found = Cap(
        wage=wage,
        amount=_amount(keep) if wage is None else None,
        factor=keep.number("factor") if keep.has("factor") else Fraction(1),
        supplements=tuple(_supplement(row) for row in fields.tables("supplement")),
    )
    keep.done()
    return found


def _percentage(fields: Fields) -> Rule:
    return Percentage(percent=fields.percent("percent"))


def _brackets(fields: Fields) -> Rule:
    rows = fields.tables("bracket")
    if not rows:
        raise fields.fault("bracket", "it is missing; write each slice as a table [[bracket]].")
    found = tuple(_bracket(row, last=row is rows[-1]) for row in rows)
    ends = [one.up_to_cents for one in found if one.up_to_cents is not None]
    if any(before >= after for before, after in pairwise(ends)):
        raise fields.fault("bracket", "each up_to must be higher than the one before.")
    by = fields.choice("by", BASES) if fields.has("by") else ""
    whole = fields.truth("whole")
    if by and not whole:
        raise fields.fault("by", "it chooses the one bracket of whole = true; leave it out.")
    return Brackets(brackets=found, whole=whole, by=by)


def _bracket(row: Fields, *, last: bool) -> Bracket:
    if row.has("up_to") is last:
        words = "the last one has none" if last else "each but the last needs its upper end"
        raise row.fault("up_to", f"{words}; what is above all ends is the last bracket's.")
    found = Bracket(
        up_to_cents=None if last else row.cents("up_to"),
        percent=_free_percent(row),
    )
    row.done()
    return found


def _free_percent(row: Fields) -> Fraction:
    """A bracket may be free: 0 is a percentage here."""
    if row.has("percent") and str(row.value("percent")).strip() == "0":
        return Fraction(0)
    return row.percent("percent")


def _flat(fields: Fields) -> Rule:
    # Nothing of the pay, where only the severance is asked for.
    return Flat(amount=_amount(fields, least=0))


_READERS: Mapping[str, Callable[[Fields], Rule]] = MappingProxyType(
    {Cap.kind: _cap, Percentage.kind: _percentage, Brackets.kind: _brackets, Flat.kind: _flat}
)


def _amount(fields: Fields, least: int = 1) -> Amount:
    return Amount(cents=fields.cents("amount", least), per=fields.choice("per", PERS, MONTH))


def _bound(fields: Fields, key: str) -> Amount | None:
    table = fields.table(key)
    if table is None:
        return None
    found = _amount(table)
    table.done()
    return found


def _supplement(row: Fields) -> Supplement:
    amount = _amount(row)
    most = Amount(cents=row.cents("most"), per=amount.per) if row.has("most") else None
    found = Supplement(each=row.choice("each", tuple(EACH)), amount=amount, most=most)
    row.done()
    return found


def _reduction(row: Fields) -> Reduction:
    if row.has("amount") == row.has("percent"):
        raise BadInput(f"{row.where}: give exactly one of amount and percent.")
    each = row.choice("each", tuple(EACH))
    if row.has("amount"):
        found = Reduction(each=each, amount=_amount(row))
    else:
        most = row.percent("most") if row.has("most") else None
        found = Reduction(each=each, percent=row.percent("percent"), most=most)
    row.done()
    return found


def _severance(fields: Fields | None) -> SeveranceShare | None:
    if fields is None:
        return None
    found = SeveranceShare(
        percent=fields.percent("percent"), base=fields.choice("base", BASES, GROSS)
    )
    fields.done()
    return found


def _shares(fields: Fields) -> tuple[Share, ...]:
    if fields.has("share") and fields.text("kind") == COMPOSITE:
        raise fields.fault("share", "a composite has its lines already; leave the shares out.")
    found = tuple(_share(row) for row in fields.tables("share"))
    _refuse_doubles(fields, "share", [one.to for one in found])
    rest = [one.percent for one in found if one.percent is not None]
    if found and sum(rest) != HUNDRED:
        raise fields.fault("share", "the percentages of what is left must come to 100 together.")
    return found


def _share(row: Fields) -> Share:
    if row.has("amount") == row.has("percent"):
        raise BadInput(f"{row.where}: give exactly one of amount and percent.")
    to = row.filled("to", '"party"')
    if row.has("amount"):
        found = Share(to=to, amount=_amount(row))
    else:
        found = Share(to=to, percent=row.percent("percent"))
    row.done()
    return found


def _refuse_doubles(fields: Fields, key: str, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise fields.fault(key, f"“{twice}” is there twice; each line needs a name of its own.")


def _refuse_too_much(fields: Fields, levels: list[Level]) -> None:
    for base in BASES:
        rules = [level.rule for level in levels if level.base == base]
        rates = [rule.percent for rule in rules if isinstance(rule, Percentage)]
        if sum(rates) > HUNDRED:
            raise fields.fault("level", f"together they take more than 100 per cent of the {base}.")


# --- writing


def values_of(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as plain values, without what goes without saying."""
    single = schedule.levels[0] if schedule.kind != COMPOSITE else None
    values = {
        "code": schedule.code,
        "name": schedule.name,
        "currency": schedule.currency if schedule.currency != _USD else None,
        "source": schedule.source,
        "note": schedule.note,
        "from": schedule.from_day,
        "to": schedule.to_day,
        "approved_by": schedule.approved_by,
        "approved_on": schedule.approved_on,
        "salaries": schedule.salaries if schedule.salaries != MONTHS_A_YEAR else None,
        "offices": schedule.offices if schedule.offices != TOGETHER else None,
        "severance": _severance_values(schedule.severance),
        "kind": schedule.kind,
        **(_level_values(single) if single else {}),
        "share": [_share_values(one) for one in schedule.shares],
        "level": [] if single else [_level_values(one) for one in schedule.levels],
    }
    return _said(values)


def text_of(values: Mapping[str, Any]) -> str:
    """Return plain values as TOML: values first, then the rows of each list of tables."""
    return "\n".join(_lines(values, ""))


def _level_values(level: Level) -> dict[str, Any]:
    base = level.base if level.base != level.rule.default_base else None
    return _said(
        {
            "name": level.name,
            "kind": level.rule.kind,
            "base": base,
            **_rule_values(level.rule),
            "minimum": _amount_values(level.minimum),
            "maximum": _amount_values(level.maximum),
            "supplement": [
                _supplement_values(one) for one in getattr(level.rule, "supplements", ())
            ],
            "reduction": [_reduction_values(one) for one in level.reductions],
            "bracket": [_bracket_values(one) for one in getattr(level.rule, "brackets", ())],
        }
    )


def _rule_values(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, Cap):
        return {"keep": _keep_values(rule)}
    if isinstance(rule, Percentage):
        return {"percent": plain(rule.percent)}
    if isinstance(rule, Brackets):
        return {"whole": rule.whole or None, "by": rule.by}
    return _amount_values(rule.amount) or {}


def _keep_values(cap: Cap) -> dict[str, Any]:
    wage = {"wage": cap.wage.series, "area": cap.wage.area} if cap.wage else {}
    factor = plain(cap.factor) if cap.factor != 1 else None
    return _said({**wage, **(_amount_values(cap.amount) or {}), "factor": factor})


def _amount_values(amount: Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    return {"amount": plain_cents(amount.cents), "per": amount.per}


def _supplement_values(one: Supplement) -> dict[str, Any]:
    most = plain_cents(one.most.cents) if one.most else None
    return _said({"each": one.each, **(_amount_values(one.amount) or {}), "most": most})


def _reduction_values(one: Reduction) -> dict[str, Any]:
    percent = plain(one.percent) if one.percent else None
    most = plain(one.most) if one.most else None
    amount = _amount_values(one.amount) or {}
    return _said({"each": one.each, **amount, "percent": percent, "most": most})


def _bracket_values(one: Bracket) -> dict[str, Any]:
    up_to = None if one.up_to_cents is None else plain_cents(one.up_to_cents)
    return _said({"up_to": up_to, "percent": plain(one.percent)})


def _share_values(one: Share) -> dict[str, Any]:
    percent = plain(one.percent) if one.percent else None
    return _said({"to": one.to, **(_amount_values(one.amount) or {}), "percent": percent})


def _severance_values(one: SeveranceShare | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"percent": plain(one.percent), "base": one.base}


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _lines(values: Mapping[str, Any], path: str) -> Iterator[str]:
    rows = {key: value for key, value in values.items() if isinstance(value, list)}
    for key, value in values.items():
        if key not in rows:
            yield f"{key} = {_value(value)}"
    for key, tables in rows.items():
        for table in tables:
            yield f"[[{path}{key}]]"
            yield from _lines(table, f"{path}{key}.")
    if not path:
        yield ""


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{key} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | date):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")
