"""The word of the user's counsel in place of a rule: kept in the book with reason, name and day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.rules.flows import VERDICTS, flow_code
from financedesk.rules.limits import Override, limit_rule, limit_rules
from financedesk.rules.parties import givers, recipients

rule_override = tables.rule_override


@dataclass(frozen=True, slots=True)
class KeptOverride:
    """An override with the number under which the book keeps it."""

    id: int
    override: Override


def overrides(connection: Connection) -> tuple[Override, ...]:
    """Return every override of the book, the newest first: it goes before older ones."""
    return tuple(kept.override for kept in kept_overrides(connection))


def kept_overrides(connection: Connection) -> tuple[KeptOverride, ...]:
    """Return every override with its number, the newest first."""
    query = select(rule_override).order_by(
        rule_override.c.decided_on.desc(), rule_override.c.id.desc()
    )
    return tuple(KeptOverride(row.id, _override(row)) for row in connection.execute(query))


def keep_override(unit: UnitOfWork, override: Override) -> int:
    """Keep counsel's word and return its number.

    Raises BadInput when the rule is unknown, when reason or name is missing, when a limit gets a
    verdict or a flow an amount, and when the days are turned round.
    """
    _check(override)
    return unit.insert(
        rule_override,
        {
            "rule": override.rule,
            "cents": override.cents,
            "verdict": override.verdict or None,
            "reason": override.reason.strip(),
            "who": override.who.strip(),
            "decided_on": override.decided_on.isoformat(),
            "from_date": _text(override.since),
            "to_date": _text(override.until),
        },
    )


def end_override(unit: UnitOfWork, override_id: int, last_day: date) -> None:
    """Let an override hold no longer than a day; raises NotFound, and BadInput before its start.

    It stays in the book: what was decided under it must be understood later.
    """
    row = unit.connection.execute(
        select(rule_override).where(rule_override.c.id == override_id)
    ).one_or_none()
    if row is None:
        raise NotFound(f"There is no override number {override_id} in this book.")
    if row.from_date is not None and last_day.isoformat() < row.from_date:
        raise BadInput(f"The override begins on {row.from_date}; end it then or later.")
    unit.update(rule_override, override_id, {"to_date": last_day.isoformat()})


def _check(override: Override) -> None:
    if not override.reason.strip() or not override.who.strip():
        raise BadInput("An override needs its reason and the name of who decided it.")
    if override.since and override.until and override.until < override.since:
        raise BadInput(f"The override would end on {override.until}, before it begins.")
    if override.rule in limit_rules():
        if override.verdict:
            raise BadInput(
                f"“{limit_rule(override.rule).label}” is a limit: give an amount, or none to lift"
                " it, and no verdict."
            )
        if override.cents is not None and override.cents < 0:
            raise BadInput("A limit cannot be below zero; type the amount that may be given.")
    elif override.rule not in _flow_codes():
        raise BadInput(
            f"There is no rule “{override.rule}”; name a limit such as person_to_pac, or giver and"
            " recipient such as party_nonfederal > issue_c4."
        )
    elif override.verdict not in VERDICTS or override.cents is not None:
        raise BadInput(f"For “{override.rule}” say one of {', '.join(VERDICTS)}, and no amount.")


def _flow_codes() -> frozenset[str]:
    return frozenset(
        flow_code(giver, recipient) for giver in givers() for recipient in recipients()
    )


def _override(row: Row[tuple[object, ...]]) -> Override:
    return Override(
        rule=row.rule,
        cents=row.cents,
        verdict=row.verdict or "",
        reason=row.reason,
        who=row.who,
        decided_on=date.fromisoformat(row.decided_on),
        since=None if row.from_date is None else date.fromisoformat(row.from_date),
        until=None if row.to_date is None else date.fromisoformat(row.to_date),
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
