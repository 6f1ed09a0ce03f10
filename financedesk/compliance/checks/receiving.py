"""Checks about how money comes in: handed on, deposited, in cash."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import RowMapping, select, tuple_

from financedesk.compliance.checks.entries import about, by_card, entries, item
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.rules.thresholds import runs_out

_SMALL_CENTS = 50_00
_AUTHORISED = ("F3", "F3P")


def late_forwarding(facts: Facts) -> Iterator[Finding]:
    """Yield givers whose money reached the treasurer too late (52 U.S.C. 30102(b))."""
    pairs = _late_pairs(facts)
    if not pairs:
        return
    query = entries(facts, item.c.agent_date).where(
        tuple_(item.c.agent_date, item.c.item_date).in_(pairs)
    )

    def found(rows: list[RowMapping]) -> Finding | None:
        late = [row for row in rows if _is_late(facts, row)]
        if not late:
            return None
        agent, treasurer = late[0]["agent_date"], late[0]["item_date"]
        why = f"Received by an agent on {agent}, by the treasurer on {treasurer}."
        return about("late_forwarding", late, why)

    yield from by_card(facts.rows(query), found)


def _late_pairs(facts: Facts) -> list[tuple[str, str]]:
    """Return the pairs of days that are apart by more than the shortest time: few of many rows.

    No index has both days, so that all rows are read, best in the order in which they lie.
    """
    days = (item.c.agent_date, item.c.item_date)
    query = (
        select(*days)
        .where(
            facts.theirs(item.c.entity_id, few=True), facts.about(item.c.card_id),
            item.c.agent_date < item.c.item_date,
        )
        .distinct()
    )  # fmt: skip
    return [
        (agent, received)
        for agent, received in facts.connection.execute(query)
        if _last_day(facts, "forward_over_50", agent) < date.fromisoformat(received)
    ]


def _is_late(facts: Facts, row: RowMapping) -> bool:
    authorised = facts.entities[row["whose"]].form in _AUTHORISED
    clock = "forward_authorised" if authorised else (
        "forward_over_50" if row["amount_cents"] > _SMALL_CENTS else "forward_up_to_50"
    )  # fmt: skip
    return _last_day(facts, clock, row["agent_date"]) < date.fromisoformat(row["item_date"])


def _last_day(facts: Facts, clock: str, event: str) -> date:
    return runs_out(clock, date.fromisoformat(event), facts.counsel)
