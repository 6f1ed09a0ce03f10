"""Gifts on hold, each with the next of its last days (11 CFR 103.3(b))."""

from collections.abc import Iterator

from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger.hold_rows import open_holds


def on_hold(facts: Facts) -> Iterator[Finding]:
    """Yield every gift that is on hold, with what must be done by when."""
    for one in open_holds(facts.connection, facts.ids):
        due = one.dues[0]
        yield Finding(
            rule="on_hold", entity_id=one.entity_id, key=f"hold {one.id}", subject=one.name,
            why=f"{one.why.title}: {one.basis.rstrip('.')}. {due.action}", cents=one.open_cents,
            item_ids=(one.item_id,), since=one.since, due=due.day.isoformat(), law=due.citation,
        )  # fmt: skip
