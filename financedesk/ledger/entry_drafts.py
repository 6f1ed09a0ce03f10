"""What somebody is still typing, kept in the book until it is recorded.

A draft is no fact: it is not journalled, undo does not touch it and no report sees it. It stands
in the book and not beside it, because it holds donors' names: it is encrypted, backed up and
walled off like everything else there. One draft per entity, login and kind of work; kinds may
have kinds below them, as ``form/Add account``.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, or_, select, update

from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.contacts import now_text

draft = tables.entry_draft

DEPOSIT, GIFT, FORM = "deposit", "gift", "form"


@dataclass(frozen=True)
class KeptDraft:
    """A draft as it stands in the book; ``saved_at`` is in UTC."""

    entity_id: int
    kind: str
    content: str
    saved_at: str


def _is(entity_id: int, who: str, kind: str) -> ColumnElement[bool]:
    return and_(draft.c.entity_id == entity_id, draft.c.who == who, draft.c.kind == kind)


def read_draft(connection: Connection, entity_id: int, who: str, kind: str = DEPOSIT) -> str | None:
    """Return the text of a draft as it was kept, or None."""
    query = select(draft.c.content).where(_is(entity_id, who, kind))
    found: str | None = connection.execute(query).scalar()
    return found


def drafts_of(
    connection: Connection, entity_ids: tuple[int, ...], who: str, kind: str = DEPOSIT
) -> tuple[int, ...]:
    """Return the entities for which somebody has a draft waiting, the newest first."""
    query = (
        select(draft.c.entity_id)
        .where(draft.c.entity_id.in_(entity_ids), draft.c.who == who, draft.c.kind == kind)
        .order_by(draft.c.saved_at.desc(), draft.c.id.desc())
    )
    return tuple(connection.execute(query).scalars())


def kept_drafts(
    connection: Connection, entity_ids: tuple[int, ...], who: str, kind: str
) -> tuple[KeptDraft, ...]:
    """Return what somebody has waiting of a kind and of the kinds below it, the newest first."""
    of_kind = or_(draft.c.kind == kind, draft.c.kind.startswith(f"{kind}/", autoescape=True))
    query = (
        select(draft.c.entity_id, draft.c.kind, draft.c.content, draft.c.saved_at)
        .where(draft.c.entity_id.in_(entity_ids), draft.c.who == who, of_kind)
        .order_by(draft.c.saved_at.desc(), draft.c.id.desc())
    )
    return tuple(KeptDraft(*row) for row in connection.execute(query))


def keep_draft(
    unit: UnitOfWork, entity_id: int, who: str, content: str, kind: str = DEPOSIT
) -> None:
    """Keep a draft in the place of the one before it; nothing for undo to take back."""
    values = {"content": content, "saved_at": now_text()}
    changed = unit.connection.execute(
        update(draft).where(_is(entity_id, who, kind)).values(**values)
    )
    if not changed.rowcount:
        key = {"id": unit.next_id(), "entity_id": entity_id, "who": who, "kind": kind}
        unit.connection.execute(insert(draft).values(**key, **values))


def drop_draft(unit: UnitOfWork, entity_id: int, who: str, kind: str = DEPOSIT) -> None:
    """Forget a draft, because it was recorded or thrown away."""
    unit.connection.execute(delete(draft).where(_is(entity_id, who, kind)))
