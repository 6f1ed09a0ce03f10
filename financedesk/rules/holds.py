"""Gifts on hold: why they are, which clocks run, and what a report says of them.

Dated by ``resources/rules/clocks.toml``, worded by ``holds.toml``. Law: 11 CFR 103.3(b).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import clock_on, runs_out

LONGEST_REMARK = 100
"""So many characters the FEC's format gives a record for its remark."""

_KNOWN = "known"


@dataclass(frozen=True, slots=True)
class HoldReason:
    """Why a gift is in question; ``clock`` and ``runs_from`` tell how long it may stay so."""

    code: str
    title: str
    words: str
    clock: str
    runs_from: str
    citation: str


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for something that must be done with a gift on hold."""

    day: date
    action: str
    citation: str


@cache
def hold_reasons() -> Mapping[str, HoldReason]:
    """Return every reason by its code, in the order in which it is offered."""
    rows = rules_table("holds")["reason"]
    return MappingProxyType({row["code"]: HoldReason(**row) for row in rows})


def hold_reason(code: str) -> HoldReason:
    """Return one reason; raises NotFound with the choices."""
    found = hold_reasons().get(code)
    if found is None:
        choices = ", ".join(hold_reasons())
        raise NotFound(f"There is no reason “{code}” to hold a gift; choose one of {choices}.")
    return found


def hold_dues(
    code: str,
    *,
    received: date,
    known: date,
    waiting: bool,
    overrides: Sequence[Override] = (),
) -> tuple[Due, ...]:
    """Return the last days of a gift on hold, the next one first.

    ``waiting``: it is not deposited, so it must be deposited or sent back within ten days, which
    runs besides the reason's own clock (11 CFR 103.3(a), (b)). ``overrides`` of counsel go before
    the law's times and are named with the citation.
    """
    reason = hold_reason(code)
    event = known if reason.runs_from == _KNOWN else received
    found = [_due(reason.clock, event, overrides)]
    if waiting:
        found.append(_due(rules_table("holds")["waiting_clock"], received, overrides))
    return tuple(sorted(found, key=lambda due: due.day))


def _due(code: str, event: date, overrides: Sequence[Override]) -> Due:
    found = clock_on(code, event, overrides)
    return Due(runs_out(code, event, overrides), found.action, found.law)


def legality_statement() -> str:
    """Return what the report of a receipt says while its legality is open (11 CFR 103.3(b)(5))."""
    statement: str = rules_table("holds")["statement"]
    return statement


def with_statement(remark: str | None) -> str:
    """Return a record's remark with the statement before it, as long as the format takes it."""
    statement = legality_statement()
    both = f"{statement}; {remark}" if remark else statement
    return both[:LONGEST_REMARK].rstrip("; ")
