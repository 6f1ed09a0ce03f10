"""The rows of a register as a reader sees them, for the few ids that are on the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, or_, select

from financedesk.ledger import tables
from financedesk.ledger.closed_rows import held_items, is_closed
from financedesk.ledger.contacts import display_name
from financedesk.ledger.hold_rows import holds_of
from financedesk.ledger.id_lists import among_ids, with_ids
from financedesk.ledger.locks import is_locked
from financedesk.ledger.register_kinds import REFUND_LINKS, refund_kinds
from financedesk.rules.conduits import processors
from financedesk.rules.kinds import kinds
from financedesk.rules.summary import form_lines, summary_forms

item, contact, aggregate = tables.item, tables.contact, tables.aggregate
conduit = contact.alias("conduit")

# Databases limit how many values a statement may name.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One item as the register shows it; amounts in cents.

    ``method`` is how the money came or went: the processor, or what the transaction says (a
    check's number). ``aggregate_cents`` is the running aggregate on the day, None where the law
    knows none. ``line`` is the form's line in words, empty when no form has it. ``locked`` is
    the sentence that says which filing or closing holds the row, None when it may be changed.
    ``hold`` is ``open`` for a gift in question, ``waiting`` for such a check that is not
    deposited, ``returned`` for one that went back so, else empty; ``hold_due`` is the next last
    day.
    """

    id: int
    entity_id: int
    entity_code: str
    date: str
    name: str
    city: str
    state: str
    kind: str
    kind_label: str
    amount_cents: int
    method: str
    drive: str
    aggregate_cents: int | None
    itemised: bool
    line: str
    memo: bool
    refunded: bool
    locked: str | None
    hold: str = ""
    hold_due: str = ""


def register_rows(connection: Connection, ids: Sequence[int]) -> list[RegisterRow]:
    """Return the rows of these items in the order of the ids; ids that are gone are left out."""
    found: dict[int, RegisterRow] = {}
    for start in range(0, len(ids), _AT_ONCE):
        found |= _rows(connection, ids[start : start + _AT_ONCE])
    return [found[item_id] for item_id in ids if item_id in found]


def _rows(connection: Connection, ids: Sequence[int]) -> dict[int, RegisterRow]:
    statement = _statement(connection.dialect.name)
    stored = connection.execute(statement, with_ids(ids)).all()
    # Few rows are locked or were ever on hold: those alone are asked about.
    locked = [row.item_id for row in stored if row.is_kept]
    sentences = held_items(connection, locked) if locked else {}
    found = {row.item_id: _row(row, sentences.get(row.item_id)) for row in stored}
    held = [row.item_id for row in stored if row.was_held]
    return found | _on_hold(connection, found, held) if held else found


def _on_hold(
    connection: Connection, found: Mapping[int, RegisterRow], held: Sequence[int]
) -> dict[int, RegisterRow]:
    """Return the rows among these that are on hold or went back so, saying it."""
    said: dict[int, RegisterRow] = {}
    for one in holds_of(connection, held):
        row = found[one.item_id]
        if one.is_open:
            due = one.dues[0].day.isoformat()
            state = "waiting" if one.waiting else "open"
            said[one.item_id] = replace(row, hold=state, hold_due=due)
        elif one.resolution == "returned":
            said[one.item_id] = replace(row, hold="returned")
    return said


_READ = (
    item.c.id.label("item_id"),
    item.c.entity_id,
    tables.entity.c.code.label("entity_code"),
    item.c.item_date,
    item.c.kind,
    item.c.amount_cents,
    item.c.memo,
    item.c.purpose,
    tables.transaction.c.description,
    tables.payout.c.processor,
    conduit.c.name.label("conduit_name"),
    tables.drive.c.name.label("drive_name"),
    aggregate.c.form,
    aggregate.c.line,
    aggregate.c.aggregate_cents,
    aggregate.c.itemised,
    contact.c.type,
    contact.c.name,
    contact.c.last_name,
    contact.c.first_name,
    contact.c.middle_name,
    contact.c.prefix,
    contact.c.suffix,
    contact.c.city,
    contact.c.state,
)


@cache
def _statement(dialect: str) -> Select[tuple[Any, ...]]:
    source = (
        item.join(tables.entity, tables.entity.c.id == item.c.entity_id)
        .join(tables.transaction, tables.transaction.c.id == item.c.transaction_id)
        .outerjoin(contact, contact.c.id == item.c.contact_id)
        .outerjoin(conduit, conduit.c.id == item.c.conduit_id)
        .outerjoin(tables.payout, tables.payout.c.id == item.c.payout_id)
        .outerjoin(tables.drive, tables.drive.c.id == item.c.drive_id)
        .outerjoin(aggregate, aggregate.c.item_id == item.c.id)
    )
    more = (
        _given_back().label("given_back"),
        or_(is_locked(item.c.id), is_closed(item)).label("is_kept"),
        exists().where(tables.hold.c.item_id == item.c.id).label("was_held"),
    )
    return select(*_READ, *more).select_from(source).where(among_ids(dialect, item.c.id))


def _given_back() -> ColumnElement[bool]:
    """Return the condition that a refund or a bounced check points to the item."""
    refund = item.alias("refund")
    codes = refund.c.kind.in_(refund_kinds())
    return or_(*(exists().where(refund.c[link] == item.c.id, codes) for link in REFUND_LINKS))


def _row(row: Row[tuple[Any, ...]], locked: str | None) -> RegisterRow:
    return RegisterRow(
        id=row.item_id,
        entity_id=row.entity_id,
        entity_code=row.entity_code,
        date=row.item_date,
        name=_name(row),
        city=row.city or "",
        state=row.state or "",
        kind=row.kind,
        kind_label=kinds()[row.kind].label,
        amount_cents=row.amount_cents,
        method=method_words(row.processor, row.conduit_name, row.description),
        drive=row.drive_name or "",
        aggregate_cents=row.aggregate_cents,
        itemised=bool(row.itemised),
        line=line_in_words(row.form, row.line),
        memo=bool(row.memo),
        refunded=bool(row.given_back),
        locked=locked,
    )


def _name(row: Row[tuple[Any, ...]]) -> str:
    if row.type is None:
        return row.purpose or kinds()[row.kind].label
    return display_name(
        row.type, row.name, row.last_name,
        (row.prefix, row.first_name, row.middle_name, row.last_name, row.suffix),
    )  # fmt: skip


def method_words(processor: str | None, conduit_name: str | None, description: str | None) -> str:
    """Return how money came or went: the processor, the conduit, or what its transaction says."""
    if processor:
        return _processor_names().get(processor, processor)
    return conduit_name or description or ""


@cache
def _processor_names() -> Mapping[str, str]:
    return {processor.code: processor.name for processor in processors()}


def line_in_words(form: str | None, token: str | None) -> str:
    """Return a form's line as the form prints it and what it holds; empty for no line."""
    if not form or not token:
        return ""
    return _lines(form).get(token, token)


@cache
def _lines(form: str) -> Mapping[str, str]:
    if form not in summary_forms():
        return {}
    words: dict[str, str] = {}
    for line in form_lines(form):
        for token in line.tokens:
            # A token that stands on two lines (shares of Schedule H4) is named by the first.
            words.setdefault(token, f"Line {line.number}: {line.label}")
    return words
