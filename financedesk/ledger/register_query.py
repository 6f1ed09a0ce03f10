"""What a register asks: its question as data, and the statements that answer it from indexes.

A statement has one arm per entity, each in the order of an index. The database merges the arms, so
that the first screen of a million rows is there before the second one is looked at.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    and_,
    asc,
    desc,
    false,
    literal,
    or_,
    select,
    union,
    union_all,
)

from financedesk.ledger import tables
from financedesk.ledger.hold_rows import WAITING_KIND, on_hold
from financedesk.ledger.register_kinds import REFUND_LINKS, KindGroup, kinds_of, refund_kinds
from financedesk.ledger.register_search import Meaning, meaning_of

Status = Literal[
    "itemised", "unitemised", "refunded", "memo", "incomplete", "undeposited", "on_hold",
]  # fmt: skip
Order = Literal["date", "name", "amount", "city", "method", "drive", "aggregate", "kind", "entity"]

INDEXED: frozenset[Order] = frozenset({"date", "name", "amount"})
"""The orders that an index answers, whatever the size."""

item, aggregate = tables.item, tables.aggregate
card_search = tables.card_search

_KEYS: Mapping[Order, tuple[str, ...]] = {
    "date": ("item_date",),
    "amount": ("amount_cents", "item_date"),
    "name": ("name", "card_id", "item_date"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """What a register shows; only items of ``entity_ids`` are ever found.

    ``text`` finds an amount ("250.00"), or people by the beginnings of their words: names in any
    order, town, employer, e-mail, phone (``register_search.meaning_of``);
    ``drive`` and ``account`` are ids, ``first_day`` and ``last_day`` inclusive ``YYYY-MM-DD``.
    Status ``refunded``: gifts that were given back wholly or in part, and refunds whose gift
    is not in the book. Status ``incomplete``: itemised gifts of people whose employer or occupation
    is not known (11 CFR 104.8(a); 100.12). Status ``on_hold``: gifts in question that nobody has
    settled, checks that are kept out of the bank included (11 CFR 103.3(b)).
    """

    entity_ids: tuple[int, ...]
    text: str = ""
    drive: int | None = None
    status: Status | None = None
    kind_group: KindGroup = "contributions"
    first_day: str | None = None
    last_day: str | None = None
    account: int | None = None
    order: Order = "date"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Beside:
    """What a statement reads of each row beside its id, and the tables that hold it."""

    columns: tuple[ColumnElement[Any], ...] = ()
    joined: tuple[tuple[FromClause, ColumnElement[bool]], ...] = ()


def ordered_ids(
    connection: Connection,
    query: RegisterQuery,
    *,
    limit: int | None = None,
    beside: Beside | None = None,
) -> Select[Any] | CompoundSelect[Any]:
    """Return the statement whose first column is the ids that a query finds, in its order.

    With a limit it is asked so that the first rows come soon, without one so that all do. An
    order that no index has is answered in that of the days. ``beside`` adds its columns.
    """
    search = Search.of(connection, query, first_rows=limit is not None)
    arms = [arm for entity_ids in search.portions for arm in search.arms(entity_ids, beside)]
    if not arms:
        return select(item.c.id).where(false())
    turned = desc if query.descending else asc
    statement = arms[0] if len(arms) == 1 else union_all(*arms)
    columns = statement.selected_columns
    keys = [*(columns[name] for name in search.keys), columns["id"]]
    return statement.order_by(*map(turned, keys)).limit(limit)


def unordered(connection: Connection, query: RegisterQuery) -> Iterator[Select[Any]]:
    """Yield statements that find the rows of a query, one per entity, yet without columns."""
    search = Search.of(connection, query, first_rows=False)
    for entity_ids in search.portions:
        yield (
            select()
            .select_from(search.source())
            .where(*search.conditions(item.c.entity_id, entity_ids))
        )


@dataclass(frozen=True, slots=True)
class Search:
    """A query with what its text turned out to mean, and with how it is answered best.

    ``walked``: the register is walked in its order and each row is held to this, because so many
    fit that the first rows are soon met.
    """

    query: RegisterQuery
    meaning: Meaning | None
    walked: ColumnElement[bool] | None

    @classmethod
    def of(cls, connection: Connection, query: RegisterQuery, *, first_rows: bool) -> "Search":
        """Find out what the text means and how many people that may be."""
        if not query.text.strip() or not query.entity_ids:
            return cls(query, None, None)
        meaning = meaning_of(connection, query.entity_ids, query.text)
        return cls(query, meaning, meaning.walked if first_rows else None)

    @property
    def by_name(self) -> bool:
        """Whether people lead the order, and not what the items hold themselves."""
        return self.query.order == "name"

    @property
    def keys(self) -> tuple[str, ...]:
        """The labels of the columns that order the rows, before the id."""
        return _KEYS.get(self.query.order, _KEYS["date"])

    @property
    def portions(self) -> tuple[tuple[int, ...], ...]:
        """The entities that one arm answers: each by itself where its index gives the order.

        The few items that a text finds are put in order anyway, so one arm does for all.
        """
        entity_ids = self.query.entity_ids
        if self.meaning is None or self.walked is not None:
            return tuple((entity_id,) for entity_id in entity_ids)
        return (entity_ids,) if entity_ids else ()

    def arms(self, entity_ids: tuple[int, ...], beside: Beside | None) -> Iterator[Select[Any]]:
        """Yield the statements for entities: by name, items of nobody have one of their own."""
        if not self.by_name:
            with_cards = self.meaning is not None and self.meaning.reads_cards
            conditions = self.conditions(item.c.entity_id, entity_ids)
            yield self._arm(None, beside, conditions, with_cards=self._walks and with_cards)
            return
        people = self.conditions(card_search.c.entity_id, entity_ids)
        yield self._arm(card_search.c.name, beside, people, with_cards=True)
        if self.meaning is None or not self.meaning.only_people:
            # A sum keeps the index of days out of it: items of nobody are few.
            nobody = [item.c.card_id.is_(None), *self.conditions(item.c.entity_id + 0, entity_ids)]
            yield self._arm(literal("").label("name"), beside, nobody, with_cards=False)

    def _arm(
        self,
        name: ColumnElement[str] | None,
        beside: Beside | None,
        conditions: list[ColumnElement[bool]],
        *,
        with_cards: bool,
    ) -> Select[Any]:
        # Named, because where tables are joined the bare names would be of more than one.
        own = ((key, name if key == "name" else item.c[key]) for key in ("id", *self.keys))
        keys = [column.label(key) for key, column in own if column is not None]
        more = beside or Beside()
        source = self.source(with_cards=with_cards)
        for other, on in more.joined:
            source = source.outerjoin(other, on)
        return select(*keys, *more.columns).select_from(source).where(*conditions)

    def source(self, *, with_cards: bool = False) -> FromClause:
        """Return the tables that the conditions speak of."""
        source: FromClause = item
        if with_cards:
            source = card_search.join(item, item.c.card_id == card_search.c.card_id)
        if self.query.status in ("itemised", "unitemised"):
            source = source.join(aggregate, aggregate.c.item_id == item.c.id)
        return source

    def conditions(
        self, owner: ColumnElement[int], entity_ids: tuple[int, ...]
    ) -> list[ColumnElement[bool]]:
        """Return what the items of entities must fulfil; a text says itself whose they are."""
        found = self._of_items()
        if self.meaning is not None and not self._walks:
            return [*found, self.meaning.items]
        # A single value keeps the order of the index.
        ours = owner == entity_ids[0] if len(entity_ids) == 1 else owner.in_(entity_ids)
        return [*found, ours, *([] if self.walked is None else [self.walked])]

    @property
    def _walks(self) -> bool:
        return self.walked is not None

    def _of_items(self) -> list[ColumnElement[bool]]:
        query = self.query
        found = _kind_conditions(query)
        if query.drive is not None:
            found.append(item.c.drive_id == query.drive)
        if query.account is not None:
            found.append(item.c.account_id == query.account)
        if query.first_day:
            found.append(item.c.item_date >= query.first_day)
        if query.last_day:
            found.append(item.c.item_date <= query.last_day)
        if query.status is not None:
            found.append(_STATUS[query.status]())
        return found


# --- conditions


def _kind_conditions(query: RegisterQuery) -> list[ColumnElement[bool]]:
    if query.kind_group == "all":
        return []
    codes = kinds_of(query.kind_group)
    if query.status == "refunded" and query.kind_group == "contributions":
        codes += refund_kinds()
    if query.status == "on_hold":
        codes += (WAITING_KIND,)
    return [item.c.kind.in_(codes)]


def _itemised() -> ColumnElement[bool]:
    return aggregate.c.itemised == 1


def _unitemised() -> ColumnElement[bool]:
    return and_(aggregate.c.itemised == 0, aggregate.c.line.is_not(None))


def _memo() -> ColumnElement[bool]:
    return item.c.memo == 1


def _refunded() -> ColumnElement[bool]:
    refund = item.alias("refund")
    codes = refund_kinds()
    given_back = union(
        *(
            select(refund.c[link]).where(refund.c[link].is_not(None), refund.c.kind.in_(codes))
            for link in REFUND_LINKS
        )
    )
    alone = (item.c[link].is_(None) for link in REFUND_LINKS)
    return or_(item.c.id.in_(given_back), and_(item.c.kind.in_(codes), *alone))


def _incomplete() -> ColumnElement[bool]:
    return item.c.id.in_(select(tables.incomplete_item.c.item_id))


def _undeposited() -> ColumnElement[bool]:
    """Return the condition for typed money: a payout says itself when it landed, a filing did."""
    banks = select(tables.account.c.id).where(tables.account.c.role == "bank")
    filed = select(tables.transaction.c.id).where(tables.transaction.c.kind == "report")
    return and_(
        item.c.deposited_date.is_(None),
        item.c.payout_id.is_(None),
        item.c.cash_cents > 0,
        item.c.account_id.in_(banks),
        item.c.transaction_id.not_in(filed),
    )


_STATUS: Mapping[Status, Callable[[], ColumnElement[bool]]] = {
    "itemised": _itemised,
    "unitemised": _unitemised,
    "memo": _memo,
    "refunded": _refunded,
    "incomplete": _incomplete,
    "undeposited": _undeposited,
    "on_hold": on_hold,
}
