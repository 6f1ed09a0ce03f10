"""Reports that were finalised or filed with gifts of somebody, before cards are linked or parted.

What was filed stays as it was filed. But aggregates run per person, so what the next report says
of these gifts may not follow from it any more, and an amendment may be due (11 CFR 104.3(a)(4)).
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables
from financedesk.ledger.locks import LOCKING_STATES

filing, filing_item, item = tables.filing, tables.filing_item, tables.item
link = tables.person_link


@dataclass(frozen=True, slots=True)
class TouchedReport:
    """A report with how many entries of these people stand in it."""

    filing_id: int
    entity_id: int
    form: str
    report_code: str
    from_date: str
    to_date: str
    state: str
    entries: int

    @property
    def words(self) -> str:
        """Return the report as a reader calls it."""
        days = f"{self.from_date} to {self.to_date}"
        entries = "1 entry" if self.entries == 1 else f"{self.entries:,} entries"
        name = " ".join(filter(None, (self.form, self.report_code)))
        return f"{name} ({days}, {self.state}): {entries}"


def touched_reports(
    connection: Connection, card_ids: Iterable[int], entity_ids: Collection[int]
) -> tuple[TouchedReport, ...]:
    """Return finalised, filed and adopted reports of some entities that hold entries of people.

    The people are those of the cards, with all cards that are linked to them; the oldest first.
    """
    cards = _all_cards(connection, card_ids)
    column = filing.c
    query = (
        select(
            column.id, column.entity_id, column.form, column.report_code, column.from_date,
            column.to_date, column.state, func.count(filing_item.c.item_id.distinct()),
        )
        .join(filing_item, filing_item.c.filing_id == column.id)
        .join(item, item.c.id == filing_item.c.item_id)
        .where(
            item.c.card_id.in_(cards), column.state.in_(LOCKING_STATES),
            column.entity_id.in_(entity_ids),
        )
        .group_by(
            column.id, column.entity_id, column.form, column.report_code, column.from_date,
            column.to_date, column.state,
        )
        .order_by(column.to_date, column.id)
    )  # fmt: skip
    return tuple(
        TouchedReport(number, entity, form, code or "", first or "", last or "", state, entries)
        for number, entity, form, code, first, last, state, entries in connection.execute(query)
    )


def _all_cards(connection: Connection, card_ids: Iterable[int]) -> list[int]:
    asked = set(card_ids)
    named = select(link.c.person_id).where(link.c.card_id.in_(asked))
    persons = asked | set(connection.execute(named).scalars())
    linked = select(link.c.card_id).where(link.c.person_id.in_(persons))
    return sorted(persons | set(connection.execute(linked).scalars()))
