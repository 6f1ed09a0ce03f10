"""What officials gave, as a reader may know it: gifts in books that they see, sums of the rest.

Of entities whose books the reader does not see there is one sum a month and no name: that the
promise was kept, and not by which gift.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, bindparam, or_, select

from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entities
from financedesk.remittances.receipts import payments_of
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.rules.parties import recipient, recipient_of_body

ELSEWHERE = "elsewhere"
ELSEWHERE_WORDS = "Other entities of the organisation"
"""The kind, and the name, of recipients whose books the reader does not see."""

item, receipt, account = tables.item, tables.remittance_receipt, tables.account
official, entity = tables.official, tables.entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an official gave to one recipient on a day in cents; what went back is negative.

    ``kind`` is a class of recipient (``rules.parties``), or ``ELSEWHERE``: then ``day`` is the last
    of its month and ``cents`` that month's sum. ``periods`` are the months of the instruction that
    it followed, ``entry`` and ``entity_id`` numbers of the entry and the recipient, None elsewhere.
    """

    official_id: int
    day: date
    cents: int
    name: str = ELSEWHERE_WORDS
    kind: str = ELSEWHERE
    periods: tuple[str, ...] = ()
    entry: int | None = None
    entity_id: int | None = None


def given_by(
    connection: Connection,
    official_ids: Collection[int],
    visible: Collection[int],
    *,
    until: date,
) -> Mapping[int, tuple[Given, ...]]:
    """Return what officials gave up to a day, by number and in order of days.

    ``visible`` are the entities whose books the reader may see. The sum of an official is always
    what clears the dues, whoever reads.
    """
    seen = [one for one in _seen(connection, official_ids, visible) if one.day <= until]
    found: dict[int, list[Given]] = defaultdict(list)
    for one in (*seen, *_hidden(connection, official_ids, seen, until)):
        found[one.official_id].append(one)
    return {
        key: tuple(sorted(rows, key=lambda one: (one.day, one.entry or 0)))
        for key, rows in found.items()
    }


def kind_words(kind: str) -> str:
    """Return a kind of recipient in words; raises NotFound for an unknown one."""
    return ELSEWHERE_WORDS if kind == ELSEWHERE else recipient(kind).label


def by_kind(given: Collection[Given]) -> dict[str, int]:
    """Return what reached each kind of recipient in cents, by its code."""
    found: dict[str, int] = {}
    for one in given:
        found[one.kind] = found.get(one.kind, 0) + one.cents
    return found


def _seen(
    connection: Connection, official_ids: Collection[int], visible: Collection[int]
) -> Iterator[Given]:
    known = {one.id: one for one in entities(connection) if one.id in visible}
    asked = {"officials": list(official_ids), "entities": list(known)}
    for row in connection.execute(_GIFTS, asked):
        body = known[row.entity_id]
        yield Given(
            official_id=row.official_id, day=date.fromisoformat(row.item_date),
            cents=int(row.cash_cents), name=body.name, kind=_kind(body, row.account_kind),
            periods=tuple((row.period or "").split()), entry=row.entry,
            entity_id=row.entity_id,
        )  # fmt: skip


def _kind(body: EntityRow, account_kind: str) -> str:
    return recipient_of_body(body.kind, account_kind)


def _hidden(
    connection: Connection, official_ids: Collection[int], seen: Collection[Given], until: date
) -> Iterator[Given]:
    """Yield what is left of each month's payments without those that the reader sees."""
    sums: Counter[tuple[int, date]] = Counter()
    for official_id, payment in payments_of(connection, official_ids):
        if payment.day <= until:
            sums[official_id, first_of_month(payment.day)] += payment.cents
    for one in seen:
        sums[one.official_id, first_of_month(one.day)] -= one.cents
    for (official_id, month), cents in sums.items():
        if cents:
            day = min(last_of_month(month), until)
            yield Given(official_id=official_id, day=day, cents=cents)


_GIFTS = (
    select(
        official.c.id.label("official_id"), item.c.id.label("entry"), item.c.entity_id,
        item.c.item_date, item.c.cash_cents, receipt.c.period,
        account.c.kind.label("account_kind"),
    )
    .select_from(official)
    .join(entity, entity.c.id == official.c.entity_id)
    .join(
        receipt,
        and_(receipt.c.keeper == entity.c.code, receipt.c.reference == official.c.reference),
    )
    .join(item, or_(item.c.id == receipt.c.item_id, item.c.parent_id == receipt.c.item_id))
    .join(account, account.c.id == item.c.account_id)
    .where(
        official.c.id.in_(bindparam("officials", expanding=True)),
        item.c.entity_id.in_(bindparam("entities", expanding=True)), item.c.cash_cents != 0,
    )
    .order_by(item.c.item_date, item.c.id)
)  # fmt: skip
