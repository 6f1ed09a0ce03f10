"""The word of the user's counsel in place of a rule: kept in the book with reason, name and day.

It stands for the whole organisation, so only who may set rules in every entity of the book enters
or withdraws one (``ledger/permits.py``). A withdrawn one stays: what was decided under it must be
understood later.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Connection, Row, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.rules.counsel import check_override
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import clock, clocks, with_time

rule_override = tables.rule_override


@dataclass(frozen=True, slots=True)
class KeptOverride:
    """An override with the number under which the book keeps it."""

    id: int
    override: Override


# Put together once: every room and every clock asks for them.
_KEPT = select(rule_override).order_by(rule_override.c.decided_on.desc(), rule_override.c.id.desc())


def overrides(connection: Connection) -> tuple[Override, ...]:
    """Return every override of the book, the newest first: it goes before older ones."""
    return tuple(kept.override for kept in kept_overrides(connection))


def kept_overrides(connection: Connection) -> tuple[KeptOverride, ...]:
    """Return every override with its number, the newest first; withdrawn ones as well."""
    return tuple(KeptOverride(row.id, _override(row)) for row in connection.execute(_KEPT))


def kept_override(connection: Connection, override_id: int) -> KeptOverride:
    """Return one override; raises NotFound."""
    query = select(rule_override).where(rule_override.c.id == override_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no override number {override_id} in this book.")
    return KeptOverride(row.id, _override(row))


def keep_override(unit: UnitOfWork, override: Override) -> int:
    """Keep counsel's word and return its number.

    Raises BadInput when the rule is unknown or not counsel's to decide, when reason or name is
    missing, when a rule is given what its sort cannot have, and when the days are turned round.
    """
    check_override(override)
    return unit.insert(
        rule_override,
        {
            "rule": override.rule,
            "cents": override.cents,
            "verdict": override.verdict or _time_of(override) or None,
            "reason": " ".join(override.reason.split()),
            "who": " ".join(override.who.split()),
            "decided_on": override.decided_on.isoformat(),
            "from_date": _text(override.since),
            "to_date": _text(override.until),
        },
    )


def withdraw_override(unit: UnitOfWork, override_id: int, last_day: date) -> None:
    """Let an override hold no longer than a day, for the reason that the unit gives (``why``).

    On the day before its first it never held. Raises NotFound, BadInput for a day before that or
    after its own last day, and where nobody says why.
    """
    word = kept_override(unit.connection, override_id).override
    if not unit.heading.why.strip():
        raise BadInput("Say why counsel’s word no longer holds; it stays in the book with that.")
    if word.since is not None and last_day < word.since - timedelta(days=1):
        raise BadInput(
            f"The override begins on {word.since}; let it end the day before, and it never held,"
            " or later."
        )
    if word.until is not None and last_day > word.until:
        raise BadInput(
            f"The override ends on {word.until} already; withdraw it for an earlier day."
        )
    unit.update(rule_override, override_id, {"to_date": last_day.isoformat()})


def _override(row: Row[tuple[object, ...]]) -> Override:
    found = Override(
        rule=row.rule,
        cents=row.cents,
        reason=row.reason,
        who=row.who,
        decided_on=date.fromisoformat(row.decided_on),
        since=None if row.from_date is None else date.fromisoformat(row.from_date),
        until=None if row.to_date is None else date.fromisoformat(row.to_date),
    )
    said = row.verdict or ""
    return replace(found, time=said) if row.rule in clocks() else replace(found, verdict=said)


def _time_of(word: Override) -> str:
    """Return a clock's time as it is kept, in one spelling: ``45 days``."""
    return with_time(clock(word.rule), word.time).time if word.time else ""


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
