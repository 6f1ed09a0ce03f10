"""Processors' terms in the book, and payouts of which fee or gifts are not what they should be."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.rules.conduits import processor
from financedesk.rules.processor_terms import ProcessorTerms, agreed_fee, check_terms

contract, payout, item = tables.processor_contract, tables.payout, tables.item

# Gifts come at most so many days before their payout; see resources/rules/bank_findings.toml.
_GIFTS_BEFORE = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Contract:
    """Terms with their number and whose they are."""

    id: int
    entity_id: int
    terms: ProcessorTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidOut:
    """A payout and what stands in it; all sums in cents.

    ``gifts`` are numbers of gifts by day and amount, ``items_cents`` what all of its entries did to
    the cash: gifts less refunds and fee.
    """

    id: int
    entity_id: int
    account_id: int | None
    processor: str
    key: str
    paid_on: date
    net_cents: int
    fee_cents: int
    items_cents: int = 0
    gifts: Mapping[tuple[date, int], int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in the books: ``ActBlue payout 100003``."""
        return f"{processor(self.processor, self.paid_on).name} payout {self.key}"


# --- terms


def contracts(connection: Connection, entity_ids: Collection[int]) -> tuple[Contract, ...]:
    """Return the terms that these entities have agreed on, by processor and day."""
    query = (
        select(contract)
        .where(contract.c.entity_id.in_(entity_ids))
        .order_by(contract.c.entity_id, contract.c.processor, contract.c.since)
    )
    return tuple(_contract(row) for row in connection.execute(query))


def _contract(row: Any) -> Contract:  # noqa: ANN401 - a row of the database
    terms = ProcessorTerms(
        processor=row.processor, since=date.fromisoformat(row.since),
        rate_basis_points=row.rate_basis_points, fixed_cents=row.fixed_cents,
        settle_days=row.settle_days, source=row.source,
    )  # fmt: skip
    return Contract(row.id, row.entity_id, terms)


def add_contract(unit: UnitOfWork, entity_id: int, terms: ProcessorTerms) -> int:
    """Keep terms from their day on, until the next ones of that processor; returns their number.

    Raises BadInput for terms that no contract has, NotFound for an unknown processor, and Refused
    where other terms begin on the same day.
    """
    check_terms(terms)
    processor(terms.processor, terms.since)
    for one in contracts(unit.connection, (entity_id,)):
        if (one.terms.processor, one.terms.since) == (terms.processor, terms.since):
            raise Refused(
                f"Terms of {terms.processor} from {terms.since} are there already"
                f" ({one.terms.words}); take those back first."
            )
    return unit.insert(
        contract,
        {
            "entity_id": entity_id, "processor": terms.processor,
            "since": terms.since.isoformat(), "rate_basis_points": terms.rate_basis_points,
            "fixed_cents": terms.fixed_cents, "settle_days": terms.settle_days,
            "source": terms.source.strip(),
        },
    )  # fmt: skip


def remove_contract(unit: UnitOfWork, contract_id: int, entity_ids: Collection[int]) -> None:
    """Take terms away that were entered by mistake; raises NotFound when these have none."""
    row = unit.connection.execute(
        select(contract.c.entity_id).where(contract.c.id == contract_id)
    ).one_or_none()
    if row is None or row.entity_id not in entity_ids:
        raise NotFound(f"There are no terms {contract_id}; see the list of contracts.")
    unit.delete(contract, contract_id)


# --- payouts


def payouts_since(
    connection: Connection, entity_ids: Collection[int], since: date
) -> tuple[PaidOut, ...]:
    """Return the payouts of these entities from a day on, with what stands in them.

    Their gifts are read in one sum over the days in which they can lie.
    """
    query = (
        select(payout)
        .where(payout.c.entity_id.in_(entity_ids), payout.c.paid_on >= since.isoformat())
        .order_by(payout.c.paid_on, payout.c.id)
    )
    rows = connection.execute(query).all()
    if not rows:
        return ()
    first = date.fromisoformat(rows[0].paid_on) - _GIFTS_BEFORE
    sums = _items_of(connection, {row.entity_id for row in rows}, first)
    return tuple(_paid_out(row, sums.get(row.id, ())) for row in rows)


def _paid_out(row: Any, inside: Sequence[Any]) -> PaidOut:  # noqa: ANN401 - rows of the database
    gifts: dict[tuple[date, int], int] = defaultdict(int)
    for one in inside:
        if one.kind in gift_kinds() and one.amount_cents > 0 and one.parent is None:
            gifts[date.fromisoformat(one.item_date), one.amount_cents] += one.number
    return PaidOut(
        id=row.id, entity_id=row.entity_id, account_id=row.account_id, processor=row.processor,
        key=row.external_id, paid_on=date.fromisoformat(row.paid_on), net_cents=row.net_cents,
        fee_cents=row.fee_cents, items_cents=sum(int(one.cash) for one in inside), gifts=gifts,
    )  # fmt: skip


def _items_of(
    connection: Connection, entity_ids: Collection[int], first: date
) -> dict[int, list[Any]]:
    query = (
        select(
            item.c.payout_id, item.c.kind, item.c.item_date, item.c.amount_cents,
            func.max(item.c.parent_id).label("parent"), func.count().label("number"),
            func.sum(item.c.cash_cents).label("cash"),
        )
        .where(
            item.c.entity_id.in_(entity_ids), item.c.item_date >= first.isoformat(),
            item.c.payout_id.is_not(None),
        )
        .group_by(
            item.c.payout_id, item.c.kind, item.c.item_date, item.c.amount_cents,
            item.c.parent_id.is_(None),
        )
    )  # fmt: skip
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.payout_id].append(row)
    return found


def agreed_fees(
    paid: Sequence[PaidOut], known: Sequence[Contract]
) -> Iterator[tuple[PaidOut, int]]:
    """Yield the payouts whose fee is not what was agreed, with the agreed one in cents.

    Payouts of which nobody entered terms, or with gifts from before them, are left out.
    """
    for one in paid:
        own = [each.terms for each in known if each.entity_id == one.entity_id]
        agreed = agreed_fee(own, one.processor, one.gifts) if one.gifts else None
        if agreed is not None and agreed != one.fee_cents:
            yield one, agreed
