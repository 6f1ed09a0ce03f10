"""Everything about one item: what the drawer beside a register shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from financedesk.book.history import recorded
from financedesk.book.schema import batch, journal
from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, read_contact
from financedesk.ledger.fec_ids import ids_of
from financedesk.ledger.hold_rows import Hold, holds_of
from financedesk.ledger.register_rows import RegisterRow, register_rows
from financedesk.ledger.wall_notes import KeptNote, notes_of

item = tables.item


@dataclass(frozen=True, slots=True)
class Event:
    """One moment of a row's history: who did what, when (UTC), and why if they said so.

    ``before`` and ``after`` hold the columns that differ; both are empty for an import.
    """

    at: str
    who: str
    action: str
    why: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StandsIn:
    """A filing that shows an item, and the line and transaction id under which it does."""

    filing_id: int
    form: str
    report_code: str
    from_date: str
    to_date: str
    state: str
    version: int
    line: str
    fec_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDetail:
    """One item with all that hangs on it.

    ``dates`` are the four that the law tells apart, by name, where they are known. ``children``
    are items that explain or follow it: memo items, refunds, repayments, corrections;
    ``remarks`` is what these and its parents say of themselves, by their ids. ``holds`` are
    the questions about its legality, the oldest first, ``declared`` is what settled a condition of
    the law.
    """

    row: RegisterRow
    contact: Contact | None
    account: str
    purpose: str
    memo_description: str
    election_code: str
    fec_id: str
    dates: Mapping[str, str]
    federal_cents: int | None
    other_cents: int | None
    texts: tuple[str, ...]
    holds: tuple[Hold, ...]
    declared: KeptNote | None
    children: tuple[RegisterRow, ...]
    parents: tuple[RegisterRow, ...]
    filings: tuple[StandsIn, ...]
    history: tuple[Event, ...]
    remarks: Mapping[int, str] = field(default_factory=dict)


_LINKS = ("parent_id", "applies_to_id", "corrects_id")
_DATES: Mapping[str, str] = {
    "made_date": "Made",
    "agent_date": "Received by an agent or conduit",
    "item_date": "Received or paid",
    "reported_on": "Reported as of",
    "deposited_date": "Deposited",
}


def register_row_detail(connection: Connection, item_id: int) -> RegisterDetail:
    """Return everything about one item; raises NotFound when it is not in the book."""
    stored = connection.execute(select(item).where(item.c.id == item_id)).one_or_none()
    if stored is None:
        raise NotFound(f"There is no entry {item_id} in this book; it may have been deleted.")
    values = stored._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row's mapping
    parents = [values[link] for link in _LINKS if values[link] is not None]
    children = _children(connection, item_id)
    return RegisterDetail(
        row=register_rows(connection, [item_id])[0],
        contact=None if stored.contact_id is None else read_contact(connection, stored.contact_id),
        account=_account(connection, stored.account_id),
        purpose=stored.purpose or "",
        memo_description=stored.memo_description or "",
        election_code=stored.election_code or "",
        fec_id=ids_of(connection, [item_id])[item_id],
        dates={words: values[name] for name, words in _DATES.items() if values[name]},
        federal_cents=stored.federal_cents,
        other_cents=stored.other_cents,
        texts=_texts(connection, item_id),
        holds=holds_of(connection, [item_id]),
        declared=notes_of(connection, [item_id]).get(item_id),
        children=children,
        parents=tuple(register_rows(connection, parents)),
        filings=_filings(connection, item_id),
        history=history_of(connection, stored.entity_id, "item", item_id),
        remarks=_remarks(connection, [*parents, *(one.id for one in children)]),
    )


def _account(connection: Connection, account_id: int | None) -> str:
    column = tables.account.c
    query = select(column.name).where(column.id == account_id)
    return connection.execute(query).scalar() or ""


def _texts(connection: Connection, item_id: int) -> tuple[str, ...]:
    column = tables.memo_text.c
    query = select(column.text).where(column.item_id == item_id).order_by(column.id)
    return tuple(connection.execute(query).scalars())


def _children(connection: Connection, item_id: int) -> tuple[RegisterRow, ...]:
    points = or_(*(item.c[link] == item_id for link in _LINKS))
    query = select(item.c.id).where(points).order_by(item.c.item_date, item.c.id)
    return tuple(register_rows(connection, connection.execute(query).scalars().all()))


def _remarks(connection: Connection, item_ids: Sequence[int]) -> dict[int, str]:
    """Return what entries say of themselves, of those that say something."""
    query = select(item.c.id, item.c.memo_description).where(
        item.c.id.in_(item_ids), item.c.memo_description.is_not(None)
    )
    return {row.id: row.memo_description for row in connection.execute(query)}


def _filings(connection: Connection, item_id: int) -> tuple[StandsIn, ...]:
    kept, used = tables.filing.c, tables.filing_item.c
    query = (
        select(
            kept.id, kept.form, kept.report_code, kept.from_date, kept.to_date, kept.state,
            kept.version, used.line, used.fec_id,
        )
        .join(tables.filing_item, used.filing_id == kept.id)
        .where(used.item_id == item_id)
        .order_by(kept.to_date, kept.version)
    )  # fmt: skip
    return tuple(
        StandsIn(
            row.id, row.form, row.report_code or "", row.from_date or "", row.to_date or "",
            row.state, row.version, row.line, row.fec_id or "",
        )
        for row in connection.execute(query)
    )  # fmt: skip


def history_of(
    connection: Connection, entity_id: int, table: str, row_id: int
) -> tuple[Event, ...]:
    """Return what the journal says was done to one row, oldest first.

    A row that came in with others of one file begins with that import.
    """
    taken = select(batch.c.id).where(batch.c.first_id <= row_id, batch.c.last_id >= row_id)
    imports = connection.execute(taken).scalars().all()
    # Ids are unique over all tables, so a look at the text finds the entries to unpack.
    names_row = journal.c.content.contains(f'"id":{row_id},', autoescape=True)
    query = (
        select(journal)
        .where(
            journal.c.chain == entity_id,
            or_(names_row, (journal.c.batch_id.in_(imports)) & (journal.c.kind == "import")),
        )
        .order_by(journal.c.number)
    )
    entries = connection.execute(query)
    return tuple(
        event for entry in entries if (event := _event(entry, table, row_id, imports)) is not None
    )


def _event(
    entry: Row[tuple[Any, ...]], table: str, row_id: int, imports: Sequence[int]
) -> Event | None:
    heading = (entry.at, entry.who, entry.action, entry.why)
    for change in recorded(entry.content):
        if change.id == row_id and change.table == table:
            return Event(*heading, before=change.before or {}, after=change.after or {})
    taken_in = entry.kind == "import" and entry.batch_id in imports
    return Event(*heading, before={}, after={}) if taken_in else None
