"""Closed bank accounts as kept: each closing with its figures and what explains them.

A closing in force closes everything of its account to its day. They follow one another without
overlap, and the newest alone is reopened, so that no open day lies before a closed one. What is
closed is kept by ``closed_rows``; when an account may be closed is ``banking/closing.py``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, case, func, or_, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables

closing, part = tables.bank_closing, tables.bank_closing_item
account, line, posting = tables.account, tables.statement_line, tables.posting

BANK, BOOKS = "bank", "books"
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One closing of an account, in force or reopened; all sums in cents.

    ``statement_cents`` is the bank's balance on the last day, counted from the statement of
    ``statement_on``. What is not reviewed or reopened yet has empty words there.
    """

    id: int
    entity_id: int
    account_id: int
    closed_from: str
    closed_through: str
    statement_cents: int
    statement_on: str
    cleared_cents: int
    book_cents: int
    prepared_by: str
    prepared_on: str
    reviewed_by: str = ""
    reviewed_on: str = ""
    reopened_by: str = ""
    reopened_on: str = ""
    reopened_why: str = ""

    @property
    def difference_cents(self) -> int:
        """What the bank had that no match explained, in cents."""
        return self.statement_cents - self.cleared_cents

    @property
    def is_in_force(self) -> bool:
        """Whether it closes anything still."""
        return not self.reopened_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingItem:
    """What lies between the bank's balance and the books' on the last day, in cents.

    ``side`` is who had it: BANK for a line without entries, BOOKS for an entry that the bank had
    not told. ``row_id`` is that line or posting, None once the closing was reopened. ``why`` says
    why the other side has it not, and is empty for what was on its way.
    """

    side: str
    row_id: int | None
    day: str
    cents: int
    text: str
    why: str = ""


def closings_of(connection: Connection, account_id: int) -> list[Closing]:
    """Return every closing of an account, in force or reopened, the newest days first."""
    query = (
        select(closing)
        .where(closing.c.account_id == account_id)
        .order_by(closing.c.closed_through.desc(), closing.c.id.desc())
    )
    return [_closing(row) for row in connection.execute(query).mappings()]


def newest_closing(connection: Connection, account_id: int) -> Closing | None:
    """Return the closing in force that ends last: to its day the account is closed."""
    return next((one for one in closings_of(connection, account_id) if one.is_in_force), None)


def closing_by_id(connection: Connection, closing_id: int) -> Closing:
    """Return one closing; raises NotFound when there is none."""
    query = select(closing).where(closing.c.id == closing_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(f"There is no closing {closing_id}; look at the account again.")
    return _closing(row)


def items_of_closing(connection: Connection, closing_id: int) -> list[ClosingItem]:
    """Return what explained a closing, what only the bank had first, the oldest first."""
    query = (
        select(part)
        .where(part.c.bank_closing_id == closing_id)
        .order_by(part.c.side, part.c.day, part.c.id)
    )
    return [
        ClosingItem(
            side=row.side, row_id=row.statement_line_id or row.posting_id, day=row.day,
            cents=row.cents, text=row.text, why=row.why,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def _closing(row: RowMapping) -> Closing:
    values: dict[str, Any] = {name: "" if value is None else value for name, value in row.items()}
    return Closing(**values)


# --- writing


def write_closing(unit: UnitOfWork, kept: Closing, items: Iterable[ClosingItem]) -> int:
    """Store a closing, which gets its id here, with what explains it; returns the id."""
    values = {name: getattr(kept, name) or None for name in _OPTIONAL}
    values |= {name: getattr(kept, name) for name in _PLAIN}
    closing_id = unit.insert(closing, values)
    columns = {BANK: "statement_line_id", BOOKS: "posting_id"}
    unit.insert_many(part, (
        {"entity_id": kept.entity_id, "bank_closing_id": closing_id, "side": one.side,
         columns[one.side]: one.row_id, "day": one.day, "cents": one.cents, "text": one.text,
         "why": one.why}
        for one in items
    ))  # fmt: skip
    return closing_id


_PLAIN = (
    "entity_id", "account_id", "closed_from", "closed_through", "statement_cents", "statement_on",
    "cleared_cents", "book_cents", "prepared_by", "prepared_on",
)  # fmt: skip
_OPTIONAL = ("reviewed_by", "reviewed_on", "reopened_by", "reopened_on", "reopened_why")


def note_review(unit: UnitOfWork, closing_id: int, reviewed_by: str, on: str) -> None:
    """Keep who reviewed a closing, and when."""
    unit.update(closing, closing_id, {"reviewed_by": reviewed_by, "reviewed_on": on})


def note_reopened(unit: UnitOfWork, closing_id: int, by: str, on: str, why: str) -> None:
    """Let a closing end; its words stay, and its rows are free to change."""
    unit.update(
        closing, closing_id, {"reopened_by": by, "reopened_on": on, "reopened_why": why}
    )  # fmt: skip
    query = select(part.c.id).where(part.c.bank_closing_id == closing_id)
    held = or_(part.c.statement_line_id.is_not(None), part.c.posting_id.is_not(None))
    ids: Sequence[int] = unit.connection.execute(query.where(held)).scalars().all()
    unit.update_many(part, ids, {"statement_line_id": None, "posting_id": None})


def required(words: str, what: str) -> str:
    """Return words without space around them; raises BadInput when there are none."""
    given = " ".join(words.split())
    if not given:
        raise BadInput(f"Say {what}.")
    return given


def require_newest(connection: Connection, kept: Closing, account_name: str) -> None:
    """Raise Refused for a closing that is reopened already or that a later one stands on."""
    if not kept.is_in_force:
        raise Refused(
            f"{account_name} through {kept.closed_through} was reopened on {kept.reopened_on}."
        )
    newest = newest_closing(connection, kept.account_id)
    if newest is not None and newest.id != kept.id:
        raise Refused(
            f"{account_name} is closed through {newest.closed_through} as well, which stands on"
            " this closing; reopen that one first."
        )


# --- proof and words


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield closings in force that overlap, whose books have changed, or that do not come out."""
    for row in connection.execute(_overlapping().limit(_SHOWN)):
        sentence = f"Closing {row.id} begins on or before the last day of another in force."
        yield Problem("ledger", sentence, "bank_closing", row.id)
    for row in connection.execute(_figures()).all():
        for sentence in _faults(row):
            yield Problem("ledger", sentence, "bank_closing", row.id)


def figures_fault(connection: Connection, closing_id: int) -> str:
    """Return why a closing cannot be in force as it stands; empty when its figures still hold."""
    rows = connection.execute(_figures().where(closing.c.id == closing_id)).all()
    kept = closing_by_id(connection, closing_id)
    taken = connection.execute(_overlapping().where(closing.c.account_id == kept.account_id))
    if taken.first() is None and not any(True for row in rows for _ in _faults(row)):
        return ""
    query = select(account.c.name).where(account.c.id == kept.account_id)
    name = connection.execute(query).scalar_one()
    return (
        f"{name} has changed since it was closed through {kept.closed_through}; close it anew"
        " instead."
    )


def _overlapping() -> Any:  # noqa: ANN401 - a query
    other = closing.alias("other")
    earlier = (
        (other.c.account_id == closing.c.account_id) & (other.c.id != closing.c.id)
        & (other.c.closed_through >= closing.c.closed_from)
        & (other.c.closed_from <= closing.c.closed_from)
    )  # fmt: skip
    in_force = closing.c.reopened_on.is_(None) & other.c.reopened_on.is_(None)
    return select(closing.c.id).join(other, earlier).where(in_force).order_by(closing.c.id)


def _figures() -> Any:  # noqa: ANN401 - a query
    """Return a query for closings in force: their figures, and those of the books now, in cents."""
    posted = (
        select(func.coalesce(func.sum(posting.c.cents), 0))
        .where(
            posting.c.account_id == closing.c.account_id,
            posting.c.posted_on <= closing.c.closed_through,
        )
        .scalar_subquery()
    )
    signed = case((part.c.side == BOOKS, part.c.cents), else_=-part.c.cents)
    between = (
        select(func.coalesce(func.sum(signed), 0))
        .where(part.c.bank_closing_id == closing.c.id)
        .scalar_subquery()
    )
    return (
        select(
            closing.c.id, closing.c.closed_through, closing.c.statement_cents, closing.c.book_cents,
            (account.c.opening_balance_cents + posted).label("now"), between.label("between"),
        )
        .join(account, account.c.id == closing.c.account_id)
        .where(closing.c.reopened_on.is_(None))
        .order_by(closing.c.id)
    )  # fmt: skip


def _faults(row: Any) -> Iterator[str]:  # noqa: ANN401 - a row of the query
    if row.now != row.book_cents:
        yield (
            f"Closing {row.id} through {row.closed_through} says that the books held"
            f" {row.book_cents} cents; they hold {row.now}."
        )
    off = row.statement_cents + row.between - row.book_cents
    if off:
        yield (
            f"Closing {row.id} through {row.closed_through} does not come out: bank and books"
            f" differ by {off} cents after all that explains them."
        )


def describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return a closing, or the closing that an item explains, in words; None for other tables."""
    if table not in (closing.name, part.name):
        return None
    query = select(account.c.name, closing.c.closed_through).join(
        closing, closing.c.account_id == account.c.id
    )
    if table == part.name:
        query = query.join(part, part.c.bank_closing_id == closing.c.id)
    found = connection.execute(query.where(_table(table).c.id == row_id)).first()
    return None if found is None else f"The closing of {found.name} through {found.closed_through}"


def _table(name: str) -> Any:  # noqa: ANN401 - one of the two tables
    return closing if name == closing.name else part
