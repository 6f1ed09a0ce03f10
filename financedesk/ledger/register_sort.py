"""Orders of the register that no index has: every row is read once, with progress and cancel.

Ids are gathered under the value of their row, and the few different values are put in order: that
takes the memory of the ids and no more, also for a million rows.
"""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from financedesk.ledger import tables
from financedesk.ledger.names import folded
from financedesk.ledger.register_query import Beside, Order, RegisterQuery, ordered_ids
from financedesk.ledger.register_rows import method_words
from financedesk.progress import Progress
from financedesk.rules.kinds import kinds

item, contact = tables.item, tables.contact
conduit = contact.alias("sorted_conduit")
# A filter by status joins the aggregates themselves.
aggregate = tables.aggregate.alias("sorted_aggregate")

_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class _Sorting:
    """What is read of each row, and what different values of it are compared by."""

    beside: Beside
    compared: Callable[[tuple[Any, ...]], Any]


def _first_word(value: tuple[Any, ...]) -> str:
    return folded(value[0] or "")


def _place(value: tuple[Any, ...]) -> tuple[str, str]:
    return folded(value[0] or ""), value[1] or ""


def _figure(value: tuple[Any, ...]) -> int:
    # Amounts are never so low: rows that have none come before them.
    return -(2**63) if value[0] is None else value[0]


def _kind_label(value: tuple[Any, ...]) -> str:
    return kinds()[value[0]].label


def _method(value: tuple[Any, ...]) -> str:
    return folded(method_words(*value))


_OF_CONTACT = (contact, contact.c.id == item.c.contact_id)
_OF_DRIVE = (tables.drive, tables.drive.c.id == item.c.drive_id)
_OF_ENTITY = (tables.entity, tables.entity.c.id == item.c.entity_id)
_OF_AGGREGATE = (aggregate, aggregate.c.item_id == item.c.id)
_OF_METHOD = (
    (tables.payout, tables.payout.c.id == item.c.payout_id),
    (conduit, conduit.c.id == item.c.conduit_id),
    (tables.transaction, tables.transaction.c.id == item.c.transaction_id),
)
_METHOD = (tables.payout.c.processor, conduit.c.name, tables.transaction.c.description)

_SORTINGS: Mapping[Order, _Sorting] = {
    "city": _Sorting(Beside((contact.c.city, contact.c.state), (_OF_CONTACT,)), _place),
    "drive": _Sorting(Beside((tables.drive.c.name,), (_OF_DRIVE,)), _first_word),
    "entity": _Sorting(Beside((tables.entity.c.code,), (_OF_ENTITY,)), _first_word),
    "aggregate": _Sorting(Beside((aggregate.c.aggregate_cents,), (_OF_AGGREGATE,)), _figure),
    "kind": _Sorting(Beside((item.c.kind,)), _kind_label),
    "method": _Sorting(Beside(_METHOD, _OF_METHOD), _method),
}


def sorted_ids(
    connection: Connection, query: RegisterQuery, rows: int, progress: Progress
) -> "array[int]":
    """Return the ids that a query finds in an order that no index has, newest first among equals.

    ``rows`` is how many there are, for the progress; it may stop in between.
    """
    sorting = _SORTINGS[query.order]
    newest_first = replace(query, descending=True)
    statement = ordered_ids(connection, newest_first, beside=sorting.beside)
    width = len(sorting.beside.columns)
    gathered: dict[tuple[Any, ...], array[int]] = {}
    seen = 0
    result = connection.execution_options(yield_per=_AT_ONCE).execute(statement)
    for portion in result.partitions():
        for row in portion:
            gathered.setdefault(tuple(row[-width:]), array("q")).append(row[0])
        seen += len(portion)
        progress.step(seen, rows, "Sorting")
    return _in_order(gathered, sorting.compared, descending=query.descending)


def _in_order(
    gathered: Mapping[tuple[Any, ...], "array[int]"],
    compared: Callable[[tuple[Any, ...]], Any],
    *,
    descending: bool,
) -> "array[int]":
    found = array("q")
    for value in sorted(gathered, key=compared, reverse=descending):
        found.extend(gathered[value])
    return found
