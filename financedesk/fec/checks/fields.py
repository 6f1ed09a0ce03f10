"""The fields of one record: filled where they must be, short enough, of the right kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from financedesk.fec.checks.codes import Judge, judge_of
from financedesk.fec.checks.conditions import CONDITIONS, Asked, Condition, Context
from financedesk.fec.checks.findings import LEVELS, Finding, Level, called
from financedesk.fec.layouts import Field, Layout
from financedesk.fec.lines import SEPARATOR
from financedesk.fec.reader import Record

_LINE_BREAKS = "\r\n\t\f"
_CONSEQUENCE: dict[Level, str] = {
    "refused": "the Commission refuses the filing without it",
    "warning": "the Commission asks for it",
    "advice": "it is better given",
}


@dataclass(frozen=True, slots=True)
class _Value:
    """How to judge one field that is filled. ``longest`` 0: any length."""

    column: Field
    longest: int
    judge: Judge | None


@dataclass(frozen=True, slots=True)
class _Need:
    """A field that must be filled under a condition."""

    column: Field
    level: Level
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class _Plan:
    values: dict[str, _Value]
    needs: tuple[_Need, ...]


@cache
def _plan(layout: Layout) -> _Plan:
    values = {
        column.name: _Value(
            column, 0 if column.kind == "AMT" else column.longest, judge_of(column.code)
        )
        for column in layout.fields
    }
    needs = tuple(
        _Need(column, LEVELS[column.level], CONDITIONS[column.when] if column.when else None)
        for column in layout.fields
        if column.level
    )
    return _Plan(values, needs)


def check_fields(record: Record, layout: Layout, context: Context) -> Iterator[Finding]:
    """Every finding about single fields of a record."""
    plan = _plan(layout)
    yield from _check_needs(record, plan, context)
    for name, value in record.fields.items():
        known = plan.values.get(name)
        if known is None:
            continue
        if known.longest and len(value) > known.longest:
            yield _finding(
                record,
                known.column,
                "refused",
                "field_too_long",
                f"has {len(value)} characters; there is room for {known.longest}",
            )
        if known.judge is not None:
            objection = known.judge(value)
            if objection is not None:
                yield _finding(
                    record, known.column, objection.level, objection.rule, f"is {objection.text}"
                )
    yield from _check_characters(record, layout)


def _check_needs(record: Record, plan: _Plan, context: Context) -> Iterator[Finding]:
    fields = record.fields
    for need in plan.needs:
        column = need.column
        if column.name in fields:
            continue
        if need.condition is None or need.condition(Asked(fields, column, context)):
            rule = "required_empty" if need.level == "refused" else "recommended_empty"
            text = f"is empty; {_CONSEQUENCE[need.level]}"
            yield _finding(record, column, need.level, rule, text)


def _check_characters(record: Record, layout: Layout) -> Iterator[Finding]:
    """Printable ASCII only, no blank in front, no quotation marks inside."""
    line = SEPARATOR.join(record.values)
    odd = not (line.isascii() and line.replace(SEPARATOR, "").isprintable())
    blank = f"{SEPARATOR} " in line or line[:1] == " "
    if not odd and not blank and '"' not in line:
        return
    for column, value in zip(layout.fields, record.values, strict=False):
        if odd and not (value.isascii() and value.isprintable()):
            yield _finding(record, column, "refused", "illegal_character", _odd_characters(value))
        if value[:1] == " " and value.strip():
            text = "begins with a blank; take it out"
            yield _finding(record, column, "refused", "leading_blank", text)
        if '"' in value:
            text = "holds a quotation mark, which the Commission's programs may stumble over"
            yield _finding(record, column, "warning", "quotation_mark", text)


def _odd_characters(value: str) -> str:
    odd = [c for c in value if not (c.isascii() and c.isprintable())]
    if any(c in _LINE_BREAKS for c in odd):
        return "holds a tab or a line break; take it out"
    shown = " ".join(dict.fromkeys(c if c.isprintable() else f"U+{ord(c):04X}" for c in odd))
    return f"holds characters that a filing may not hold: {shown[:40]}"


def _finding(record: Record, column: Field, level: Level, rule: str, text: str) -> Finding:
    name = called(column)
    message = f"{name[:1].upper()}{name[1:]} {text}."
    return Finding(level, record.line, record.form_type, column.name, rule, message)
