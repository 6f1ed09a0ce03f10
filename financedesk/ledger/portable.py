"""Everything the book holds of one entity, as plain rows that name one another by keys.

What ``financedesk export`` writes and ``financedesk enter`` reads. A key is a letter and the row's
number in the book it comes from; numbers of the book it goes to are new. Contacts and items also
carry the words of the plain interchange form (``portable_items``).
"""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, or_, select

from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.fec_ids import generated
from financedesk.ledger.portable_items import portable_contacts, portable_items
from financedesk.ledger.portable_orders import portable_orders

FORMAT = "financedesk-1"
_FETCH = 2_000


@dataclass(frozen=True, slots=True)
class Section:
    """A table as a list in the file: its name there and the letter that its keys begin with."""

    name: str
    table: Table
    letter: str


# In the order in which they can be written: what is referred to stands before what refers.
SECTIONS = (
    Section("registrations", tables.registration, "r"),
    Section("statuses", tables.entity_status, "s"),
    Section("limit_groups", tables.limit_group_member, "g"),
    Section("independence", tables.independence_entry, "q"),
    Section("joint_agreements", tables.joint_agreement, "ja"),
    Section("joint_shares", tables.joint_share, "js"),
    Section("accounts", tables.account, "a"),
    Section("bank_statements", tables.bank_statement, "bs"),
    Section("bank_files", tables.bank_file, "bf"),
    Section("statement_lines", tables.statement_line, "bl"),
    Section("processor_contracts", tables.processor_contract, "pc"),
    Section("contacts", tables.contact, "v"),
    Section("person_links", tables.person_link, "l"),
    Section("people_apart", tables.person_apart, "la"),
    Section("consents", tables.consent, "k"),
    Section("households", tables.household, "hh"),
    Section("household_members", tables.household_member, "hm"),
    Section("donor_notes", tables.donor_note, "dt"),
    Section("donor_documents", tables.donor_document, "dd"),
    Section("donor_attestations", tables.donor_attestation, "da"),
    Section("donor_requests", tables.donor_request, "de"),
    Section("saved_filters", tables.saved_filter, "sf"),
    Section("drives", tables.drive, "d"),
    Section("elections", tables.election, "e"),
    Section("acts", tables.transaction, "t"),
    Section("payouts", tables.payout, "y"),
    Section("transactions", tables.item, "i"),
    Section("item_parties", tables.item_party, "p"),
    Section("postings", tables.posting, "b"),
    Section("deposits", tables.deposit, "dp"),
    Section("deposit_items", tables.deposit_item, "dq"),
    Section("bank_matches", tables.bank_match, "bm"),
    Section("bank_match_lines", tables.bank_match_line, "bn"),
    Section("bank_match_postings", tables.bank_match_posting, "bo"),
    Section("lines_set_aside", tables.line_set_aside, "bx"),
    Section("bank_closings", tables.bank_closing, "cl"),
    Section("bank_closing_items", tables.bank_closing_item, "cm"),
    Section("approval_rules", tables.approval_rule, "ar"),
    Section("bills", tables.bill, "bi"),
    Section("bill_approvals", tables.bill_approval, "ba"),
    Section("bank_checks", tables.bank_check, "bc"),
    Section("holds", tables.hold, "h"),
    Section("wall_notes", tables.wall_note, "j"),
    Section("waivers", tables.waiver, "wv"),
    Section("noted_deadlines", tables.noted_deadline, "nd"),
    Section("kept_letters", tables.kept_letter, "kl"),
    Section("transfer_orders", tables.transfer_order, "z"),
    Section("cost_agreements", tables.cost_agreement, "ca"),
    Section("cost_timesheets", tables.cost_timesheet, "ct"),
    Section("cost_hours", tables.cost_hours, "ch"),
    Section("cost_invoices", tables.cost_invoice, "ci"),
    Section("cost_invoice_sheets", tables.cost_invoice_sheet, "cs"),
    Section("list_transfers", tables.list_transfer, "lt"),
    Section("list_transfer_entries", tables.list_transfer_entry, "le"),
    Section("officials", tables.official, "of"),
    Section("official_units", tables.official_unit, "ou"),
    Section("public_offices", tables.public_office, "po"),
    Section("office_terms", tables.office_term, "ot"),
    Section("federal_candidacies", tables.federal_candidacy, "fc"),
    Section("pay_records", tables.pay_record, "pr"),
    Section("reference_wages", tables.reference_wage, "rw"),
    Section("family_states", tables.family_state, "fs"),
    Section("remittance_schedules", tables.remittance_schedule, "rs"),
    Section("pledges", tables.pledge, "pl"),
    Section("pledge_steps", tables.pledge_step, "ps"),
    Section("pledge_recipients", tables.pledge_recipient, "pp"),
    Section("attestations", tables.attestation, "at"),
    Section("remittance_waivers", tables.remittance_waiver, "wv"),
    Section("remittance_instructions", tables.remittance_instruction, "ri"),
    Section("instruction_lines", tables.instruction_line, "il"),
    Section("remittance_receipts", tables.remittance_receipt, "rr"),
    Section("stipends", tables.stipend, "sp"),
    Section("escalation_steps", tables.escalation_step, "es"),
    Section("standing_certificates", tables.standing_certificate, "sc"),
    Section("drive_milestones", tables.drive_milestone, "dm"),
    Section("drive_rules", tables.drive_rule, "dr"),
    Section("drive_results", tables.drive_result, "dx"),
    Section("series_events", tables.series_event, "se"),
    Section("promised_gifts", tables.promised_gift, "pg"),
    Section("promises_kept", tables.promise_kept, "pk"),
    Section("promise_reminders", tables.promise_reminder, "pm"),
    Section("source_rows", tables.source_row, "o"),
    Section("memo_texts", tables.memo_text, "m"),
    Section("filings", tables.filing, "f"),
    Section("filing_items", tables.filing_item, "n"),
    Section("openings", tables.opening, "w"),
    Section("obligation_states", tables.obligation_state, "x"),
)
_LETTERS: Mapping[str, str] = {section.table.name: section.letter for section in SECTIONS}
# Other entities of the organisation and its tree are named by their codes.
OUTSIDE = frozenset({"entity", "unit"})


def portable_heading(connection: Connection, entity: EntityRow) -> dict[str, Any]:
    """Return what comes before the rows: the committee in the plain form's words, and its codes."""
    row = connection.execute(
        select(tables.entity).where(tables.entity.c.id == entity.id)
    ).mappings().one()  # fmt: skip
    own = {name: row[name] for name in row if name not in ("id", "parent_id", "unit_id")}
    committee = {
        **own,
        "committee_id": entity.committee_id or None,
        "qualified_committee": entity.qualified,
        "filing_frequency": entity.filing[:1].upper() if entity.filing else None,
        "parent": _code_of(connection, tables.entity, row["parent_id"]),
        "unit": _code_of(connection, tables.unit, row["unit_id"]),
    }
    return {
        "format": FORMAT,
        "last_number": _last_number(connection, entity),
        "committee": {name: value for name, value in committee.items() if value is not None},
        "units": list(_unit_chain(connection, row["unit_id"])),
    }


def portable_rows(
    connection: Connection, entity: EntityRow, section: Section
) -> Iterator[dict[str, Any]]:
    """Yield the rows of one section; empty columns are left out."""
    if section.table is tables.contact:
        yield from portable_contacts(connection, entity.id)
    elif section.table is tables.item:
        yield from portable_items(connection, entity.id)
    elif section.table is tables.transfer_order:
        yield from portable_orders(connection, entity.id)
    else:
        for row in _streamed(connection, _rows_query(section.table, entity.id)):
            yield _portable(section, row)


def key_of(table: str, row_id: int) -> str:
    """Return the key by which a file names a row."""
    return f"{_LETTERS[table]}{row_id}"


def _portable(section: Section, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"key": f"{section.letter}{row['id']}"}
    for column in section.table.columns:
        value = row[column.name]
        if column.name in ("id", "entity_id") or value is None:
            continue
        found[column.name] = _value(column.name, value, _target(section.table, column.name))
    if section.table is tables.memo_text:
        # The text's own id is part of what was filed, or will be.
        found.setdefault("fec_id", generated(row["id"]))
    return found


def _value(name: str, value: Any, target: str | None) -> Any:  # noqa: ANN401 - any column's
    if target is not None:
        return key_of(target, value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return json.loads(value) if name == "fields" else value


def _target(table: Table, name: str) -> str | None:
    """Return the table that a column refers to, or names without a foreign key, or None."""
    column = table.c[name]
    named: str | None = column.info.get("names")
    return next((str(key.column.table.name) for key in column.foreign_keys), named)


def _rows_query(table: Table, entity_id: int) -> Select[Any]:
    own: ColumnElement[bool] = table.c.entity_id == entity_id
    if table is tables.transaction:
        # An act between two entities is kept by one of them and has a side in each one's books.
        sides = (tables.item, tables.posting)
        used = [
            table.c.id.in_(select(side.c.transaction_id).where(side.c.entity_id == entity_id))
            for side in sides
        ]
        own = or_(own, *used)
    elif table is tables.person_apart:
        # What is said of a card of another entity stays behind with that card.
        cards = select(tables.contact.c.id).where(tables.contact.c.entity_id == entity_id)
        own = and_(own, table.c.other_id.in_(cards))
    query = select(table).where(own)
    if table is tables.drive:
        # A drive may have become a part of a younger one, which must stand before it.
        query = query.order_by(table.c.parent_id.is_not(None))
    return query.order_by(table.c.id)


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[Mapping[str, Any]]:
    result = connection.execution_options(yield_per=_FETCH).execute(query)
    for rows in result.mappings().partitions(_FETCH):
        yield from (dict(row) for row in rows)


def _code_of(connection: Connection, table: Table, row_id: int | None) -> str | None:
    if row_id is None:
        return None
    code: str | None = connection.execute(
        select(table.c.code).where(table.c.id == row_id)
    ).scalar()  # fmt: skip
    return code


def _unit_chain(connection: Connection, unit_id: int | None) -> Iterable[dict[str, Any]]:
    """Return the unit that the entity belongs to and those above it, the highest first."""
    chain: list[dict[str, Any]] = []
    while unit_id is not None:
        row = connection.execute(
            select(tables.unit).where(tables.unit.c.id == unit_id)
        ).one()  # fmt: skip
        found = {"code": row.code, "name": row.name, "level": row.level}
        parent = _code_of(connection, tables.unit, row.parent_id)
        chain.insert(0, found if parent is None else {**found, "parent": parent})
        unit_id = row.parent_id
    return chain


def _last_number(connection: Connection, entity: EntityRow) -> int:
    """Return the largest number that an id of the entity was made from."""
    column = tables.item.c
    query = select(column.id).where(column.entity_id == entity.id).order_by(column.id.desc())
    return connection.execute(query.limit(1)).scalar() or 0
