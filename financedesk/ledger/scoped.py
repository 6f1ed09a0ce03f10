"""Running aggregates that do not go by person: Schedules E, F, H4 and H6.

They run per election, candidate or event (11 CFR 104.4(f), 109.32, 104.17(b)(3)); there are few
such rows, found by their lines, so they are computed with the pure functions of
``rules.itemise``.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, text

from financedesk.ledger.entities import EntityRow
from financedesk.rules.itemise import (
    Entry,
    candidate_key,
    election_key,
    event_key,
    running_aggregates,
)
from financedesk.rules.kinds import groups

_ROWS = text(
    """
    SELECT i.id, i.amount_cents, i.item_date, i.memo, i.election_code, i.fields, i.unaggregated,
           i.filed_aggregate_cents, k.aggregation_group, k.partition, k.aggregate_sign,
           COALESCE(p.person_id, q.card_id) AS candidate,
           q.id AS candidate_row, c.candidate_office AS office, c.candidate_state AS state,
           c.candidate_district AS district
    FROM aggregate g
    CROSS JOIN item i
    LEFT JOIN account a ON a.id = i.account_id
    JOIN kind_line k ON k.kind = i.kind AND k.form = g.form
        AND k.account_kind = COALESCE(a.kind, '') AND k.since <= i.item_date
        AND (k.until IS NULL OR k.until >= i.item_date)
    LEFT JOIN item_party q ON q.item_id = i.id AND q.role = 'candidate'
    LEFT JOIN contact c ON c.id = q.contact_id
    LEFT JOIN person_link p ON p.card_id = q.card_id
    WHERE i.id = g.item_id AND k.partition IS NOT NULL AND k.partition <> 'person'
        AND g.entity_id = :entity AND g.line IN (
            SELECT token FROM kind_line WHERE partition <> 'person'
            UNION SELECT unitemised_token FROM kind_line WHERE partition <> 'person')
    ORDER BY i.item_date, i.id
    """
)


def refresh_scoped(connection: Connection, entity: EntityRow) -> None:
    """Write the aggregate of each of the entity's rows of Schedules E, F, H4 and H6."""
    changes = [
        {"item": item_id, "cents": cents}
        for item_id, cents in scoped_aggregates(connection, entity).items()
    ]
    if changes:
        update = "UPDATE aggregate SET aggregate_cents = :cents WHERE item_id = :item"
        connection.execute(text(update), changes)


def scoped_aggregates(connection: Connection, entity: EntityRow) -> dict[int, int]:
    """Return the running aggregate in cents, by item id."""
    rows = connection.execute(_ROWS, {"entity": entity.id}).all()
    aggregates = running_aggregates([_entry(row) for row in rows])
    return _from_filed(rows, aggregates)


def _entry(row: Row[Any]) -> Entry:
    group = groups()[row.aggregation_group]
    fields: Mapping[str, str] = json.loads(row.fields) if row.fields else {}
    return Entry(
        partition=(group.code, _PARTITIONS[row.partition](row, fields)),
        day=date.fromisoformat(row.item_date),
        order=row.id,
        cents=row.amount_cents * row.aggregate_sign,
        counts=not row.unaggregated and (group.memo_counts or not row.memo),
    )


def _from_filed(rows: Sequence[Row[Any]], aggregates: list[int]) -> dict[int, int]:
    """Restart each run from the figures that past filings gave; those rows show them as filed."""
    entries = [_entry(row) for row in rows]
    ends = _ends_of_days(rows, entries)
    shift: dict[Hashable, int] = {}
    found: dict[int, int] = {}
    for row, entry, computed in zip(rows, entries, aggregates, strict=True):
        filed = row.filed_aggregate_cents
        if filed is not None and entry.counts:
            shift[entry.partition] = ends[entry.partition, entry.day] - computed
        found[row.id] = computed + shift.get(entry.partition, 0) if filed is None else filed
    return found


def _ends_of_days(
    rows: Sequence[Row[Any]], entries: Sequence[Entry]
) -> dict[tuple[Hashable, date], int]:
    """Return what each run had come to at the end of a day, by the figures of past filings.

    A file need not list a day's rows in the order in which they ran: the last is the one from
    which no other row goes on; where none or several are, the last in the file.
    """
    days: dict[tuple[Hashable, date], list[tuple[int, int]]] = defaultdict(list)
    for row, entry in zip(rows, entries, strict=True):
        if row.filed_aggregate_cents is not None and entry.counts:
            days[entry.partition, entry.day].append((row.filed_aggregate_cents, entry.cents))
    ends = {}
    for key, figures in days.items():
        gone_on_from = {filed - cents for filed, cents in figures}
        last = {filed for filed, _ in figures} - gone_on_from
        ends[key] = last.pop() if len(last) == 1 else figures[-1][0]
    return ends


def _by_election(row: Row[Any], fields: Mapping[str, str]) -> Hashable:
    return election_key(
        row.election_code or fields.get("election_code", ""),
        row.office or fields.get("so_candidate_office", ""),
        state=row.state or fields.get("so_candidate_state", ""),
        district=row.district or fields.get("so_candidate_district", ""),
        election_state=fields.get("so_candidate_state", ""),
        year=int(row.item_date[:4]),
    )


def _by_candidate(row: Row[Any], fields: Mapping[str, str]) -> Hashable:
    year = int(fields.get("general_election_year") or row.item_date[:4])
    names = tuple(fields.get(f"payee_candidate_{part}_name", "") for part in ("last", "first"))
    return candidate_key(row.candidate or names, year + year % 2)


def _by_event(row: Row[Any], fields: Mapping[str, str]) -> Hashable:
    return event_key(fields.get("account_identifier", ""), int(row.item_date[:4]))


_PARTITIONS: Mapping[str, Callable[[Row[Any], Mapping[str, str]], Hashable]] = {
    "election": _by_election,
    "candidate": _by_candidate,
    "event": _by_event,
}
