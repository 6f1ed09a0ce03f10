"""Contacts and items as rows of the interchange form: its plain words, and what they leave out."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, select

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.fec_ids import ids_of
from financedesk.rules.kinds import kind
from financedesk.rules.money import plain_cents

_FETCH = 400
# Columns of an item that the plain form names otherwise, or not by a column of its own.
SAME_WORDS = ("purpose", "memo_description")
EXTRA_WORDS = (
    "reported_on", "made_date", "agent_date", "deposited_date", "election_code", "cash_cents",
    "federal_cents", "other_cents", "filed_aggregate_cents",
)  # fmt: skip
EXTRA_KEYS: Mapping[str, tuple[str, str]] = {
    "account_id": ("account_key", "a"),
    "transaction_id": ("act", "t"),
    "conduit_id": ("conduit", "v"),
    "payout_id": ("payout", "y"),
    "drive_id": ("drive", "d"),
    "contact_id": ("contact_version", "v"),
}
REFERENCES: Mapping[str, str] = {"parent_id": "parent", "corrects_id": "reatt_redes"}
_PARTIES: Mapping[str, str] = {
    "candidate": "contact_2",
    "committee": "contact_3",
    "designating": "contact_4",
    "subordinate": "contact_5",
}


def portable_contacts(connection: Connection, entity_id: int) -> Iterator[dict[str, Any]]:
    """Yield each card with what is known now, and all its versions, oldest first."""
    column = tables.contact.c
    query = (
        select(tables.contact)
        .where(column.entity_id == entity_id)
        .order_by(column.card_id, column.id)
    )
    result = connection.execution_options(yield_per=_FETCH).execute(query).mappings()
    for card_id, group in groupby(result, key=lambda row: row["card_id"]):
        versions = [_version(dict(row)) for row in group]
        newest = versions[-1]
        plain = {name: value for name, value in newest.items() if name not in _OF_VERSIONS}
        yield {**plain, "key": f"c{card_id}", "versions": versions}


CONTACT_FIELDS = tuple(one.name for one in fields(Contact))
_OF_VERSIONS = ("key", "external_key", "recorded_at", "valid_from")


def _version(row: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: row[name] for name in (*CONTACT_FIELDS, "recorded_at") if row[name]}
    return {"key": f"v{row['id']}", **known}


def portable_items(connection: Connection, entity_id: int) -> Iterator[dict[str, Any]]:
    """Yield the entity's items in the order of entry."""
    column = tables.item.c
    last = 0
    while True:
        query = (
            select(tables.item)
            .where(column.entity_id == entity_id, column.id > last)
            .order_by(column.id)
            .limit(_FETCH)
        )
        rows = [dict(row) for row in connection.execute(query).mappings()]
        if not rows:
            return
        beside = _Beside(connection, rows)
        yield from (_item(row, beside) for row in rows)
        last = rows[-1]["id"]


class _Beside:
    """What some items refer to, read together: FEC ids, loans and debts, parties, texts, codes."""

    def __init__(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        own = [row["id"] for row in rows]
        pointed = {
            row[name]
            for row in rows
            for name in (*REFERENCES, "applies_to_id")
            if row[name] is not None
        }
        self.fec_ids = ids_of(connection, [*own, *sorted(pointed)])
        self.kinds = _kinds(connection, {row["applies_to_id"] for row in rows} - {None})
        self.parties = _grouped(
            connection, select(tables.item_party).where(tables.item_party.c.item_id.in_(own))
        )
        self.texts = _grouped(
            connection, select(tables.memo_text).where(tables.memo_text.c.item_id.in_(own))
        )
        self.accounts = _account_codes(connection, {row["account_id"] for row in rows} - {None})


def _kinds(connection: Connection, item_ids: set[int]) -> dict[int, str]:
    column = tables.item.c
    query = select(column.id, column.kind).where(column.id.in_(item_ids))
    return {row.id: row.kind for row in connection.execute(query)}


def _account_codes(connection: Connection, account_ids: set[int]) -> dict[int, str]:
    column = tables.account.c
    query = select(column.id, column.code).where(column.id.in_(account_ids))
    return {row.id: row.code for row in connection.execute(query)}


def _grouped(connection: Connection, query: Select[Any]) -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by("id")).mappings():
        found[row["item_id"]].append(dict(row))
    return found


def _item(row: Mapping[str, Any], beside: _Beside) -> dict[str, Any]:
    of_kind = kind(row["kind"])
    plain = {
        "key": f"i{row['id']}",
        "id": beside.fec_ids[row["id"]],
        "type": of_kind.fecfile_type or of_kind.code,
        "contact": None if row["card_id"] is None else f"c{row['card_id']}",
        "date": row["item_date"],
        "amount": plain_cents(row["amount_cents"]),
        "memo": True if row["memo"] else None,
        "account": beside.accounts.get(row["account_id"]),
        "force_itemized": None if row["force_itemised"] is None else bool(row["force_itemised"]),
        "force_unaggregated": True if row["unaggregated"] else None,
        "fields": _fields(row),
        **{word: row[word] for word in (*SAME_WORDS, *EXTRA_WORDS)},
        **_references(row, beside),
        **{
            word: f"{letter}{row[name]}"
            for name, (word, letter) in EXTRA_KEYS.items()
            if row[name] is not None
        },
    }
    for party in beside.parties.get(row["id"], ()):
        if party["role"] in _PARTIES:
            plain[_PARTIES[party["role"]]] = f"c{party['card_id']}"
    if texts := beside.texts.get(row["id"]):
        plain["memo_text"] = texts[0]["text"]
    return {name: value for name, value in plain.items() if value is not None}


def _fields(row: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the record's own fields; the plain form counts the election among them."""
    own: dict[str, str] = json.loads(row["fields"]) if row["fields"] else {}
    if row["election_code"]:
        own = {**own, "election_code": row["election_code"]}
    return own or None


def _references(row: Mapping[str, Any], beside: _Beside) -> dict[str, str]:
    found = {
        word: beside.fec_ids[row[name]]
        for name, word in REFERENCES.items()
        if row[name] is not None
    }
    repaid = row["applies_to_id"]
    if repaid is not None:
        word = "debt" if kind(beside.kinds[repaid]).record == "SD" else "loan"
        found[word] = beside.fec_ids[repaid]
    return found
