"""Proof that the ledger ties: items to postings, postings to zero, aggregates to the items."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select, text

from financedesk.book.rooms import Problem
from financedesk.book.walls import hides_some
from financedesk.ledger import (
    attributions,
    bank_closings,
    bank_matches,
    card_search,
    cost_settling,
    day_totals,
    deposit_lock,
    donor_documents,
    donors_summary,
    drive_totals,
    entity_standing,
    gift_corrections,
    hold_rows,
    households,
    incomplete_items,
    independence,
    joint_agreements,
    kept_letters,
    limit_totals,
    list_rows,
    noted_deadlines,
    payment_links,
    remittance_checks,
    series_totals,
    tables,
    transfer_steps,
)
from financedesk.ledger.aggregates import judged_rows
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.scoped import scoped_aggregates

_SHOWN = 20


def verify(connection: Connection) -> Iterable[Problem]:
    """Yield every way in which the ledger does not tie; nothing when all is well.

    Nothing either where a server hides entities: one side alone of what passed between two of
    them ties to nothing.
    """
    if hides_some(connection):
        return
    yield from _balanced(connection)
    yield from _items_are_posted(connection)
    for entity in entities(connection):
        yield from _aggregates_fit(connection, entity)
    yield from attributions.verify(connection, entities(connection))
    for derived in (
        donors_summary, day_totals, limit_totals, incomplete_items, series_totals, drive_totals,
    ):  # fmt: skip
        yield from derived.verify(connection)
    yield from entity_standing.verify(connection)
    yield from independence.verify(connection)
    yield from joint_agreements.verify(connection)
    yield from card_search.verify(connection)
    yield from hold_rows.verify(connection)
    yield from transfer_steps.verify(connection)
    yield from cost_settling.verify(connection)
    yield from gift_corrections.verify(connection)
    yield from list_rows.verify(connection)
    yield from remittance_checks.verify(connection)
    yield from bank_matches.verify(connection)
    yield from bank_closings.verify(connection)
    yield from payment_links.verify(connection)
    yield from deposit_lock.verify(connection)
    yield from households.verify(connection)
    yield from donor_documents.verify(connection)
    yield from kept_letters.verify(connection)
    yield from noted_deadlines.verify(connection)
    yield from _filings_are_whole(connection)


def _balanced(connection: Connection) -> Iterator[Problem]:
    rows = connection.execute(
        text(
            "SELECT transaction_id, entity_id, SUM(cents) AS cents FROM posting"
            " GROUP BY transaction_id, entity_id HAVING SUM(cents) <> 0 LIMIT :shown"
        ),
        {"shown": _SHOWN},
    )
    for row in rows:
        sentence = f"The postings of transaction {row.transaction_id} are off by {row.cents} cents."
        yield Problem("ledger", sentence, "posting", row.transaction_id)


def _items_are_posted(connection: Connection) -> Iterator[Problem]:
    """Per transaction and account, what items did to cash is what was posted.

    A payout moves money between two accounts of one entity, which no item shows: of it the sum
    over its accounts must be what its items (the fee) did.
    """
    rows = connection.execute(
        text(
            """
            SELECT transaction_id, account_id, SUM(item_cents) AS items, SUM(posted) AS postings
            FROM (
                SELECT i.transaction_id, i.cash_cents AS item_cents, 0 AS posted,
                       CASE WHEN t.kind = 'payout' THEN 0 ELSE i.account_id END AS account_id
                FROM item i JOIN "transaction" t ON t.id = i.transaction_id
                WHERE i.cash_cents <> 0
                UNION ALL
                SELECT p.transaction_id, 0, p.cents,
                       CASE WHEN t.kind = 'payout' THEN 0 ELSE p.account_id END
                FROM posting p
                JOIN account a ON a.id = p.account_id
                JOIN "transaction" t ON t.id = p.transaction_id
                WHERE a.role IN ('bank', 'clearing', 'in_transit')
            ) AS both_sides
            GROUP BY transaction_id, account_id
            HAVING SUM(item_cents) <> SUM(posted) LIMIT :shown
            """
        ),
        {"shown": _SHOWN},
    )
    for row in rows:
        yield Problem(
            "ledger",
            f"Transaction {row.transaction_id}: its items move {row.items} cents on account"
            f" {row.account_id}, but {row.postings} cents are posted.",
            "item",
            row.transaction_id,
        )


def _aggregates_fit(connection: Connection, entity: EntityRow) -> Iterator[Problem]:
    query, names = judged_rows(connection, entity)
    # Rows that run per election, candidate or event are compared below; and parents may be
    # itemised for their children's sake, so the flag is compared only where there are none.
    differing = connection.execute(
        text(
            f"""
            SELECT e.item_id FROM ({query}) AS e
            LEFT JOIN aggregate g ON g.item_id = e.item_id
            WHERE g.item_id IS NULL OR g.reported_on <> e.reported_on
               OR g.counted_cents <> e.counted OR g.other_cents <> e.other
               OR (e.running IS NOT NULL AND (g.aggregate_cents IS NULL
                   OR g.aggregate_cents <> e.running))
               OR (g.itemised <> e.itemised AND NOT EXISTS (
                   SELECT 1 FROM item c WHERE c.parent_id = e.item_id))
            LIMIT :shown
            """  # noqa: S608
        ),
        names | {"shown": _SHOWN},
    )
    wrong = list(differing.scalars())
    stale = text(
        "SELECT g.item_id FROM aggregate g LEFT JOIN item i ON i.id = g.item_id"
        " WHERE g.entity_id = :entity AND i.id IS NULL LIMIT :shown"
    )
    wrong += connection.execute(stale, {"entity": entity.id, "shown": _SHOWN}).scalars()
    wrong += _scoped_differ(connection, entity)
    for item_id in wrong[:_SHOWN]:
        sentence = f"The aggregate of item {item_id} of {entity.code} is not what its items give."
        yield Problem("ledger", sentence, "aggregate", item_id)


def _scoped_differ(connection: Connection, entity: EntityRow) -> list[int]:
    wanted = scoped_aggregates(connection, entity)
    column = tables.aggregate.c
    query = select(column.item_id, column.aggregate_cents).where(
        column.entity_id == entity.id, column.item_id.in_(list(wanted))
    )
    kept = {row.item_id: row.aggregate_cents for row in connection.execute(query)}
    return [item_id for item_id, cents in wanted.items() if kept.get(item_id) != cents]


def _filings_are_whole(connection: Connection) -> Iterator[Problem]:
    column = tables.filing.c
    query = select(column.id, column.content, column.sha256).where(column.content.is_not(None))
    for row in connection.execute(query):
        if hashlib.sha256(_inflated(row.content)).hexdigest() != row.sha256:
            sentence = f"The kept file of filing {row.id} is not the one that was finalised."
            yield Problem("ledger", sentence, "filing", row.id)


def _inflated(content: bytes) -> bytes:
    try:
        return zlib.decompress(content)
    except zlib.error:
        return b""
