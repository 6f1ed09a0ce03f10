"""Gifts that must be told within 48 hours before an election (52 U.S.C. 30104(a)(6))."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import RowMapping, exists, select

from financedesk.compliance.checks.entries import about, by_card, entries, item
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.rules.deadlines import window_before
from financedesk.rules.thresholds import threshold_cents

_WINDOW = "notice_48_hours"
_CANDIDATES = ("F3", "F3P")
_LOOKED_BACK_DAYS = 400


def notice_48_hours(facts: Facts) -> Iterator[Finding]:
    """Yield givers of $1,000 and more at once from the 19th to the 3rd day before an election."""
    for entity in facts.entities.values():
        if entity.form in _CANDIDATES:
            for day in _elections(facts, entity.id):
                yield from _before(facts, entity.id, day)


def _elections(facts: Facts, entity_id: int) -> list[date]:
    election = tables.election
    query = select(election.c.held_on).where(
        election.c.entity_id == entity_id, election.c.held_on.is_not(None)
    )
    days = {date.fromisoformat(one) for one in facts.connection.execute(query).scalars()}
    oldest = facts.today - timedelta(days=_LOOKED_BACK_DAYS)
    return sorted(one for one in days if one >= oldest)


def _before(facts: Facts, entity_id: int, election: date) -> Iterator[Finding]:
    window = window_before(election, _WINDOW)
    first, last = window.first or election, window.last
    told = tables.filing_item
    kept = tables.filing
    notified = exists().where(
        told.c.item_id == item.c.id, kept.c.id == told.c.filing_id, kept.c.form == "F6"
    )
    query = entries(facts).where(
        item.c.entity_id == entity_id, item.c.kind.in_(gift_kinds()), item.c.memo == 0,
        item.c.amount_cents >= threshold_cents(window.threshold, election, facts.counsel),
        item.c.item_date.between(first.isoformat(), last.isoformat()), ~notified,
    )  # fmt: skip

    def found(rows: list[RowMapping]) -> Finding:
        due = window.told_by(date.fromisoformat(rows[0]["item_date"]))
        return about(
            "notice_48_hours", rows,
            f"Received within {(election - first).days} days before the election of"
            f" {election.isoformat()}.",
            due=due.isoformat(),
        )  # fmt: skip

    yield from by_card(facts.rows(query), found)
