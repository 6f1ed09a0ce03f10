"""Schedules: what an organisation's officials pledge of their pay, dated and approved.

A schedule is data. Its terms are TOML, checked completely when read and written back as they were
(``read_schedule`` and ``schedule_text``), so that a book keeps the text and nothing else::

    code = "councillors"
    name = "Councillors"
    currency = "USD"                 # absent: USD
    from = 2026-01-01                # to = … when it has a last day
    approved_by = "Convention"
    approved_on = 2025-12-01         # from this day on it is known
    salaries = 12                    # a monthly amount comes so often a year
    offices = "together"             # or each: pay of two offices is one, or each has its due
    kind = "cap"                     # cap, percent, brackets, flat, composite
    base = "net"                     # absent: net for a cap, gross for the others
    keep = { wage = "industry", area = "US", factor = "1.5" }     # or { amount = "5000.00" }
    minimum = { amount = "20.00", per = "month" }                 # and maximum
    severance = { percent = "50", base = "gross" }                # absent: none is due

    [[supplement]]                   # a cap: kept besides for each child or dependant
    each = "child"                   # child, dependant, either
    amount = "100.00"
    per = "month"
    [[reduction]]                    # taken off the due: amount, or percent with most
    each = "either"
    percent = "5"
    most = "30"
    [[share]]                        # lines of the due: amounts first, the rest in per cent
    to = "party"
    percent = "100"

A percentage has ``percent``; a flat due ``amount`` and ``per``; brackets have ``[[bracket]]`` with
``up_to`` (a year, absent in the last) and ``percent``, perhaps ``whole`` and ``by``; a composite
has a ``[[level]]`` for each line, with ``name``, ``kind`` and what the kind asks for. Numbers with
decimals stand in quotes, because a binary fraction never touches money.
"""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from financedesk.errors import BadInput
from financedesk.rules.data import rules_table
from financedesk.rules.pay import ReferenceWage
from financedesk.rules.schedule_lines import Schedule, due_of_a_year, in_force_on
from financedesk.rules.schedule_terms import reference_wage_of, schedule_of, text_of, values_of

__all__ = [
    "Schedule",
    "due_of_a_year",
    "in_force_on",
    "read_schedule",
    "sample_schedules",
    "sample_wages",
    "schedule_from",
    "schedule_of_parts",
    "schedule_text",
    "terms_text",
]

_HEAD = frozenset({"code", "name", "from", "to", "approved_by", "approved_on"})


def schedule_from(values: Mapping[str, Any], where: str) -> Schedule:
    """Return the schedule that plain values tell; ``where`` names them in errors.

    Raises BadInput that names the place, what is wrong there and what to write.
    """
    return schedule_of(values, where)


@lru_cache(maxsize=1024)
def read_schedule(text: str, where: str = "Schedule") -> Schedule:
    """Return the schedule that a text of TOML tells; the same text is read only once.

    Raises BadInput that names the place, what is wrong there and what to write.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{where} is not valid TOML: {error}.") from error
    return schedule_from(values, where)


def schedule_text(schedule: Schedule) -> str:
    """Return the terms as TOML; what is read from it is the same schedule, and the same text."""
    return text_of(values_of(schedule))


def terms_text(schedule: Schedule) -> str:
    """Return what a schedule asks, as TOML, without what names, dates and approves it."""
    values = values_of(schedule)
    return text_of({key: value for key, value in values.items() if key not in _HEAD})


def schedule_of_parts(head: Mapping[str, Any], terms: str) -> Schedule:
    """Return a schedule from what names, dates and approves it, and its terms as TOML.

    What ``head`` has goes before what the terms say. Raises BadInput as ``read_schedule`` does.
    """
    try:
        values = tomllib.loads(terms)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The terms are not valid TOML: {error}.") from error
    said = {key: value for key, value in head.items() if value not in (None, "")}
    others = {key: value for key, value in values.items() if key not in _HEAD}
    return schedule_from({**said, **others}, "Schedule")


@lru_cache(maxsize=1)
def sample_schedules() -> tuple[Schedule, ...]:
    """Return the public schedules that ship as samples, each with its source and its currency."""
    return tuple(
        schedule_from(values, f"sample_schedules.toml, schedule {number}")
        for number, values in enumerate(rules_table("sample_schedules")["schedule"], start=1)
    )


@lru_cache(maxsize=1)
def sample_wages() -> tuple[ReferenceWage, ...]:
    """Return the reference wages that the samples go by."""
    return tuple(
        reference_wage_of(values, f"sample_schedules.toml, wage {number}")
        for number, values in enumerate(rules_table("sample_schedules")["wage"], start=1)
    )
