"""The rows that a report itemises, streamed from the ledger in the order of the form's lines."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select, text

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, contact_from_row
from financedesk.ledger.fec_ids import generated
from financedesk.ledger.hold_rows import items_in_question
from financedesk.ledger.obligations import Obligation, obligations
from financedesk.ledger.period import Period
from financedesk.rules.holds import with_statement


class ReportRow(NamedTuple):
    """One itemised item with its contact as it was; cents, and ``fields`` is JSON or None."""

    item_id: int
    line: str
    given_id: str | None
    kind: str
    amount_cents: int
    item_date: str
    memo: int
    purpose: str | None
    memo_description: str | None
    election_code: str | None
    parent_id: int | None
    applies_to_id: int | None
    corrects_id: int | None
    conduit_id: int | None
    force_itemised: int | None
    federal_cents: int | None
    other_cents: int | None
    aggregate_cents: int | None
    fields: str | None
    contact_id: int | None
    contact_type: str | None
    name: str | None
    last_name: str | None
    first_name: str | None
    middle_name: str | None
    prefix: str | None
    suffix: str | None
    street_1: str | None
    street_2: str | None
    city: str | None
    state: str | None
    zip: str | None
    country: str | None
    employer: str | None
    occupation: str | None
    committee_id: str | None
    candidate_id: str | None

    @property
    def fec_id(self) -> str:
        """Return the transaction id that the row is filed under."""
        return self.given_id or generated(self.item_id)


_SELECT = """
SELECT i.id, g.line, f.fec_id, i.kind, i.amount_cents, i.item_date, i.memo, i.purpose,
    i.memo_description, i.election_code, i.parent_id, i.applies_to_id, i.corrects_id,
    i.conduit_id, i.force_itemised, i.federal_cents, i.other_cents, {aggregate},
    i.fields, c.id, c.type, c.name, c.last_name, c.first_name, c.middle_name, c.prefix, c.suffix,
    c.street_1, c.street_2, c.city, c.state, c.zip, c.country, c.employer,
    c.occupation, c.committee_id, c.candidate_id
FROM aggregate g
JOIN item i ON i.id = g.item_id
LEFT JOIN contact c ON c.id = i.contact_id
LEFT JOIN fec_id f ON f.item_id = i.id
"""
_SELECT = _SELECT.format(aggregate="COALESCE(i.filed_aggregate_cents, g.aggregate_cents)")

_OF_LINE = text(
    _SELECT
    + """
WHERE g.entity_id = :entity AND g.line = :line AND g.reported_on BETWEEN :first AND :last
    AND g.itemised = 1
ORDER BY g.reported_on, g.item_id
"""
)
_CHILDREN = text(
    _SELECT
    + """
WHERE g.entity_id = :entity AND i.parent_id IS NOT NULL AND g.itemised = 1
    AND g.reported_on BETWEEN :first AND :last
ORDER BY g.reported_on, g.item_id
"""
)
_FETCH = 2_000


def rows_of_line(
    connection: Connection, entity_id: int, line: str, period: Period
) -> Iterator[ReportRow]:
    """Yield the itemised items on a line in a period, by day and order of entry.

    A gift on hold says that its legality is in question (11 CFR 103.3(b)(5)).
    """
    names = {"entity": entity_id, "line": line, "first": period.first, "last": period.last}
    held = items_in_question(connection, entity_id, period)
    result = connection.execution_options(yield_per=_FETCH).execute(_OF_LINE, names)
    for rows in result.partitions(_FETCH):
        for row in rows:
            yield _told(ReportRow._make(row), held)


def _told(row: ReportRow, held: frozenset[int]) -> ReportRow:
    """Return a row as the report shall tell it: with the statement if it is in question."""
    if row.item_id not in held:
        return row
    return row._replace(memo_description=with_statement(row.memo_description))


@dataclass(frozen=True, slots=True)
class Party:
    """Another contact of an item: the candidate, a committee, the designating committee."""

    role: str
    contact: Contact


@dataclass(frozen=True, slots=True)
class MemoText:
    """The words of a TEXT record; without an item it speaks of the whole report."""

    id: int
    item_id: int | None
    given_id: str | None
    text: str


class Target(NamedTuple):
    """What a back reference may name: the id and line of a row that stands in the same file."""

    fec_id: str
    line: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """What the rows of a report need beside themselves; small against the rows.

    ``children`` are itemised items with a parent, by parent; ``targets`` the rows that others
    refer to, if they stand in this report; ``conduits`` contacts by their id.
    """

    children: Mapping[int, list[ReportRow]]
    targets: Mapping[int, Target]
    parties: Mapping[int, list[Party]]
    texts: Mapping[int, list[MemoText]]
    report_texts: list[MemoText]
    conduits: Mapping[int, Contact]
    obligations: list[Obligation]
    obligation_rows: Mapping[int, ReportRow]


def companions(connection: Connection, entity_id: int, form: str, period: Period) -> Companions:
    """Read what the rows of a report need beside themselves."""
    owed = obligations(connection, entity_id, period)
    owed_rows = _rows_by_id(connection, [one.item_id for one in owed])
    children = _children(connection, entity_id, period)
    targets = _targets(connection, entity_id, period) | {
        one.item_id: Target(owed_rows[one.item_id].fec_id, one.token, owed_rows[one.item_id].kind)
        for one in owed
    }
    texts, report_texts = _texts(connection, entity_id, form, period, list(owed_rows))
    return Companions(
        children=children, targets=targets, parties=_parties(connection, entity_id),
        texts=texts, report_texts=report_texts, conduits=_conduits(connection, entity_id),
        obligations=owed, obligation_rows=owed_rows,
    )  # fmt: skip


def _children(connection: Connection, entity_id: int, period: Period) -> dict[int, list[ReportRow]]:
    names = {"entity": entity_id, "first": period.first, "last": period.last}
    held = items_in_question(connection, entity_id, period)
    found: dict[int, list[ReportRow]] = defaultdict(list)
    for row in map(ReportRow._make, connection.execute(_CHILDREN, names)):
        if row.parent_id is not None:
            found[row.parent_id].append(_told(row, held))
    return dict(found)


def _rows_by_id(connection: Connection, item_ids: list[int]) -> dict[int, ReportRow]:
    found: dict[int, ReportRow] = {}
    query = text(_SELECT + " WHERE g.item_id = :item")
    for item_id in item_ids:
        for row in connection.execute(query, {"item": item_id}):
            found[item_id] = ReportRow._make(row)
    return found


def _targets(connection: Connection, entity_id: int, period: Period) -> dict[int, Target]:
    """Return the itemised rows of the period that some item of the entity refers to."""
    query = text(
        """
        SELECT g.item_id, f.fec_id, g.line, i.kind FROM aggregate g JOIN item i ON i.id = g.item_id
        LEFT JOIN fec_id f ON f.item_id = g.item_id
        WHERE g.entity_id = :entity AND g.itemised = 1
            AND g.reported_on BETWEEN :first AND :last AND g.item_id IN (
                SELECT parent_id FROM item WHERE entity_id = :entity AND parent_id IS NOT NULL
                UNION SELECT applies_to_id FROM item
                    WHERE entity_id = :entity AND applies_to_id IS NOT NULL
                UNION SELECT corrects_id FROM item
                    WHERE entity_id = :entity AND corrects_id IS NOT NULL)
        """
    )
    names = {"entity": entity_id, "first": period.first, "last": period.last}
    return {
        row.item_id: Target(row.fec_id or generated(row.item_id), row.line, row.kind)
        for row in connection.execute(query, names)
    }


def _parties(connection: Connection, entity_id: int) -> dict[int, list[Party]]:
    party, contact = tables.item_party, tables.contact
    query = (
        select(party.c.item_id, party.c.role, contact)
        .join(contact, contact.c.id == party.c.contact_id)
        .where(party.c.entity_id == entity_id)
        .order_by(party.c.id)
    )
    found: dict[int, list[Party]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["item_id"]].append(Party(row["role"], contact_from_row(dict(row))))
    return dict(found)


def _texts(
    connection: Connection,
    entity_id: int,
    form: str,
    period: Period,
    owed: Sequence[int],
) -> tuple[dict[int, list[MemoText]], list[MemoText]]:
    """Return the texts of the rows that stand in the report, and of the report itself."""
    column, standing = tables.memo_text.c, tables.aggregate.c
    itemised = (
        select(standing.item_id)
        .where(
            standing.entity_id == entity_id,
            standing.itemised == 1,
            standing.reported_on.between(period.first, period.last),
        )
        .correlate(None)
    )
    whole = and_(
        column.item_id.is_(None),
        column.form == form,
        column.from_date == period.first,
        column.to_date == period.last,
    )
    inside = or_(column.item_id.in_(itemised), column.item_id.in_(owed), whole)
    query = (
        select(tables.memo_text).where(column.entity_id == entity_id, inside).order_by(column.id)
    )
    of_items: dict[int, list[MemoText]] = defaultdict(list)
    of_report: list[MemoText] = []
    for row in connection.execute(query):
        found = MemoText(row.id, row.item_id, row.fec_id, row.text)
        (of_report if row.item_id is None else of_items[row.item_id]).append(found)
    return dict(of_items), of_report


def _conduits(connection: Connection, entity_id: int) -> dict[int, Contact]:
    """Return the contacts that are somebody's conduit: committees, so there are few to look at."""
    contact = tables.contact
    query = select(contact).where(
        contact.c.entity_id == entity_id,
        contact.c.type != "IND",
        contact.c.committee_id.is_not(None),
    )
    rows = connection.execute(query).mappings()
    return {row["id"]: contact_from_row(dict(row)) for row in rows}


def line_counts(connection: Connection, entity_id: int, period: Period) -> dict[str, int]:
    """Return how many records each line has in a period: itemised items and conduits' memos."""
    query = text(
        "SELECT g.line, COUNT(*) + SUM(CASE WHEN i.conduit_id IS NOT NULL AND i.memo = 0"
        " THEN 1 ELSE 0 END) AS records FROM aggregate g JOIN item i ON i.id = g.item_id"
        " WHERE g.entity_id = :entity AND g.reported_on BETWEEN :first AND :last"
        " AND g.itemised = 1 AND g.line IS NOT NULL GROUP BY g.line"
    )
    names = {"entity": entity_id, "first": period.first, "last": period.last}
    return {row.line: int(row.records) for row in connection.execute(query, names)}
