"""Promises by official and month: what was due, what was given, and how each month stands."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from financedesk.ledger import tables

official = tables.official


def officials_kept(connection: Connection, entity_ids: Collection[int]) -> Mapping[int, int]:
    """Return how many officials' promises each of these entities keeps; without any it is absent."""
    query = (
        select(official.c.entity_id, func.count())
        .where(official.c.entity_id.in_(list(entity_ids)))
        .group_by(official.c.entity_id)
    )
    return {int(entity_id): int(number) for entity_id, number in connection.execute(query)}
