"""Recreate an entity from what ``financedesk export`` wrote: every row, under new numbers."""

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import LargeBinary, Table, select

from financedesk.book import UnitOfWork
from financedesk.book.schema import SITE_SHIFT
from financedesk.errors import BadInput
from financedesk.intake.interchange_committee import entity_of_file
from financedesk.intake.interchange_file import InterchangeFile
from financedesk.intake.interchange_orders import EnteredOrders
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact, contact_row
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.ledger.portable import SECTIONS, Section
from financedesk.ledger.portable_items import (
    CONTACT_FIELDS,
    EXTRA_KEYS,
    EXTRA_WORDS,
    REFERENCES,
    SAME_WORDS,
)
from financedesk.progress import Progress
from financedesk.rules.kinds import kind_of_type, kinds
from financedesk.rules.money import parse_cents

Row = dict[str, Any]
_NAMES_ENTITY = frozenset(
    {
        ("cost_hours", "worked_for"), ("instruction_line", "recipient"),
        ("pledge_recipient", "recipient"), ("remittance_receipt", "keeper"), ("stipend", "keeper"),
    }
)  # fmt: skip
_OWN_ENTITY_COLUMNS = (
    "kind", "name", "ein", "street_1", "street_2", "city", "state", "zip", "treasurer_last_name",
    "treasurer_first_name", "treasurer_middle_name", "treasurer_prefix", "treasurer_suffix",
    "closed_on",
)  # fmt: skip


def enter_whole(
    unit: UnitOfWork, file: InterchangeFile, entity_code: str, progress: Progress
) -> tuple[EntityRow, int, int]:
    """Recreate an entity; returns it with the number of its items and the sum of their amounts.

    The entity may be in the book already, but nothing may have been entered for it. Raises
    BadInput when the file names something that it does not hold, or when the entity is in use.
    """
    notes: list[str] = []
    committee = file.table("committee")
    entity = entity_of_file(unit, entity_code, {**committee, "committee_id": ""}, notes)
    _require_unused(unit, entity)
    _complete_entity(unit, entity, file, committee)
    _skip_numbers(unit, file.content.get("last_number"))
    loading = _Loading(unit, file, entity)
    try:
        for section in SECTIONS:
            progress.step(0, None, f"Entering {section.name.replace('_', ' ')}")
            loading.load(section)
    except (KeyError, TypeError, AttributeError, binascii.Error) as error:
        raise BadInput(
            f"{file.name} is incomplete: {section.name.replace('_', ' ')} has no usable {error}."
            " Export the entity again."
        ) from error
    return entity_by_id(unit.connection, entity.id), loading.items, loading.total_cents


def _require_unused(unit: UnitOfWork, entity: EntityRow) -> None:
    for table in (tables.item, tables.filing, tables.opening):
        query = select(table.c.id).where(table.c.entity_id == entity.id).limit(1)
        if unit.connection.execute(query).first() is not None:
            raise BadInput(
                f"{entity.code} has entries in this book already; an export is recreated only in"
                " an entity without any. Name a new one with --entity."
            )


def _complete_entity(
    unit: UnitOfWork, entity: EntityRow, file: InterchangeFile, committee: Mapping[str, Any]
) -> None:
    changes: Row = {name: committee.get(name) for name in _OWN_ENTITY_COLUMNS}
    units = {row["code"]: _unit(unit, row) for row in file.rows("units")}
    changes["unit_id"] = units.get(committee.get("unit", ""))
    parent = select(tables.entity.c.id).where(tables.entity.c.code == committee.get("parent"))
    changes["parent_id"] = unit.connection.execute(parent).scalar()
    unit.update(tables.entity, entity.id, changes)


def _unit(unit: UnitOfWork, row: Mapping[str, Any]) -> int:
    """Return the unit of the organisation with this code, made when it is not there."""
    column = tables.unit.c
    known = unit.connection.execute(select(column.id).where(column.code == row["code"])).scalar()
    if known is not None:
        return int(known)
    above = select(column.id).where(column.code == row.get("parent"))
    parent_id = unit.connection.execute(above).scalar()
    values = {"code": row["code"], "name": row["name"], "level": row["level"]}
    return unit.insert(tables.unit, {**values, "parent_id": parent_id})


def _skip_numbers(unit: UnitOfWork, last: object) -> None:
    """Go beyond the numbers of the other book, so that an id made from one is made only once."""
    if isinstance(last, int) and last >> SITE_SHIFT == unit.last_id >> SITE_SHIFT:
        unit.reserve(max(0, last - unit.last_id))


# What an entity is set up with: a row of the file takes the place of the one that is named alike.
_PLACED: Mapping[str, tuple[str, ...]] = {
    "registration": ("authority", "identifier"),
    "entity_status": ("status",),
    "limit_group_member": ("limit_group",),
    "account": ("code",),
}


class _Loading:
    """One export on its way into an entity; ``_ids`` are the new numbers of its keys."""

    def __init__(self, unit: UnitOfWork, file: InterchangeFile, entity: EntityRow) -> None:
        self.items = 0
        self.total_cents = 0
        self._unit = unit
        self._file = file
        self._entity = entity
        self._ids: dict[str, int] = {}
        self._by_fec_id: dict[str, int] = {}
        self._persons: dict[str, int] = {}
        self._later: list[tuple[int, Row]] = []
        own_code = str(file.table("committee").get("code", ""))
        self._own_code = own_code
        orders = file.rows("transfer_orders")
        self._orders = EnteredOrders(unit.connection, orders, own_code)

    def load(self, section: Section) -> None:
        """Store the rows of one section."""
        table = section.table
        if table is tables.contact:
            self._store(table, self._contacts())
        elif table is tables.item:
            self._load_items(section)
        elif table is tables.transaction:
            # The other entity of a transfer may have brought its act.
            self._ids |= self._orders.acts
            fresh = (row for row in self._file.rows(section.name) if row["key"] not in self._ids)
            self._store(table, (self._plain(table, row) for row in fresh))
        elif table is tables.transfer_order:
            self._store(table, self._whole_orders())
        elif table.name in _PLACED:
            for row in self._file.rows(section.name):
                self._place(table, row)
        else:
            rows = (self._plain(table, row) for row in self._file.rows(section.name))
            self._store(table, rows)

    def _whole_orders(self) -> Iterator[Row]:
        column = tables.account.c
        query = select(column.code, column.id).where(column.entity_id == self._entity.id)
        accounts = {row.code: row.id for row in self._unit.connection.execute(query)}
        for row in self._orders.rows(self._entity.id, accounts):
            yield {"id": self._new_id(row.pop("key")), **row}

    def _store(self, table: Table, rows: Iterator[Row]) -> None:
        names = [column.name for column in table.columns]
        ready = [tuple(row.get(name) for name in names) for row in rows]
        if ready:
            self._unit.bulk_insert(table, names, ready)

    def _new_id(self, key: str) -> int:
        found = self._ids[key] = self._unit.next_id()
        return found

    def _plain(self, table: Table, given: Mapping[str, Any]) -> Row:
        row: Row = {"id": self._new_id(given["key"]), "entity_id": self._entity.id}
        for name, value in given.items():
            if name != "key":
                row[name] = self._value(table, name, value)
        if table is tables.person_link:
            row["person_id"] = self._person(given["person_id"], row["card_id"])
        return row

    def _value(self, table: Table, name: str, value: Any) -> Any:  # noqa: ANN401 - any column's
        if name == "person_id":
            return None
        if table.c[name].foreign_keys or "names" in table.c[name].info:
            return self._ids[value]
        if (table.name, name) in _NAMES_ENTITY and value == self._own_code:
            return self._entity.code  # it may be entered under another short name
        if isinstance(table.c[name].type, LargeBinary):
            return base64.b64decode(value, validate=True)
        return _fields_text(value) if name == "fields" else value

    def _person(self, key: str, card_id: int) -> int:
        """Return the card that names a person; one that stayed behind is replaced by the first."""
        return self._ids.get(key) or self._persons.setdefault(key, card_id)

    def _place(self, table: Table, given: Mapping[str, Any]) -> None:
        """Store a row, or take over the one that the entity was set up with."""
        column = table.c
        same = [column[name] == given[name] for name in _PLACED[table.name]]
        # Of two rows with one name, as a group that was left and joined again, each has its own.
        own = column.id.not_in(list(self._ids.values()))
        query = select(column.id).where(column.entity_id == self._entity.id, own, *same)
        known = self._unit.connection.execute(query.order_by(column.id)).scalar()
        values = {name: value for name, value in given.items() if name != "key"}
        if known is not None:
            self._ids[given["key"]] = int(known)
            self._unit.update(table, known, values)
            return
        row = {"entity_id": self._entity.id, **values, "id": self._new_id(given["key"])}
        self._unit.insert(table, row)

    def _contacts(self) -> Iterator[Row]:
        names = [column.name for column in tables.contact.columns]
        for card in self._file.rows("contacts"):
            card_id = None
            for version in card["versions"]:
                contact_id = self._new_id(version["key"])
                card_id = card_id or contact_id
                known = {name: version[name] for name in CONTACT_FIELDS if name in version}
                values = contact_row(
                    contact_id, self._entity.id, card_id, Contact(**known), version["recorded_at"]
                )
                yield dict(zip(names, self._in_order(values), strict=True))
            self._ids[card["key"]] = card_id or 0

    def _in_order(self, values: tuple[object, ...]) -> tuple[object, ...]:
        by_name = dict(zip(CONTACT_COLUMNS, values, strict=True))
        return tuple(by_name[column.name] for column in tables.contact.columns)

    def _load_items(self, section: Section) -> None:
        given = self._file.rows(section.name)
        for row in given:
            self._by_fec_id[row["id"]] = self._new_id(row["key"])
        self._store(tables.item, (self._item(row) for row in given))
        for item_id, changes in self._later:
            self._unit.update(tables.item, item_id, changes)
        ids = (
            {
                "id": self._unit.next_id(), "entity_id": self._entity.id,
                "fec_id": fec_id, "item_id": item_id,
            }
            for fec_id, item_id in self._by_fec_id.items()
        )  # fmt: skip
        self._store(tables.fec_id, ids)

    def _item(self, given: Mapping[str, Any]) -> Row:
        card = given.get("contact")
        amount = parse_cents(given["amount"])
        forced = given.get("force_itemized")
        self.items += 1
        self.total_cents += amount
        own = {k: v for k, v in given.get("fields", {}).items() if k != "election_code"}
        row: Row = {
            "id": self._ids[given["key"]],
            "entity_id": self._entity.id,
            "kind": _kind_code(given["type"]),
            "card_id": None if card is None else self._ids[card],
            "amount_cents": amount,
            "item_date": given["date"],
            "memo": int(given.get("memo", False)),
            "force_itemised": None if forced is None else int(forced),
            "unaggregated": int(given.get("force_unaggregated", False)),
            "fields": _fields_text(own) if own else None,
        }
        row |= {word: given.get(word) for word in (*SAME_WORDS, *EXTRA_WORDS)}
        for name, (word, _) in EXTRA_KEYS.items():
            row[name] = self._ids[given[word]] if word in given else None
        repaid = given.get("loan") or given.get("debt")
        named = {name: given.get(word) for name, word in REFERENCES.items()}
        row |= self._references(row["id"], {**named, "applies_to_id": repaid})
        return row

    def _references(self, item_id: int, named: Mapping[str, str | None]) -> Row:
        """Return what an item refers to; what stands behind it in the file is set later."""
        found: Row = {
            name: None if fec_id is None else self._by_fec_id[fec_id]
            for name, fec_id in named.items()
        }
        behind = {name: target for name, target in found.items() if (target or 0) > item_id}
        if behind:
            self._later.append((item_id, behind))
        return {**found, **dict.fromkeys(behind)}


def _kind_code(given: str) -> str:
    return given if given in kinds() else kind_of_type(given).code


def _fields_text(fields: Any) -> str:  # noqa: ANN401 - a JSON value
    return json.dumps(fields, sort_keys=True, ensure_ascii=False)
