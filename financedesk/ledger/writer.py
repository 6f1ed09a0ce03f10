"""The only writer of money: transactions with their items and the postings that balance them.

Inside a batch (an import, an adopted filing, an entered file) rows go out in bulk; otherwise
each row is a journalled change. Both ways use the same rows, so they cannot drift apart.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Self

from sqlalchemy import Table, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact, ContactRef, contact_row, now_text
from financedesk.ledger.entries import NewItem
from financedesk.rules.kinds import Kind, kind

TRANSACTION_COLUMNS = ("id", "entity_id", "kind", "happened_on", "description", "state")
POSTING_COLUMNS = ("id", "entity_id", "transaction_id", "account_id", "posted_on", "cents")
PARTY_COLUMNS = ("id", "entity_id", "item_id", "role", "contact_id", "card_id")
FEC_ID_COLUMNS = ("id", "entity_id", "fec_id", "item_id")
MEMO_TEXT_COLUMNS = (
    "id", "entity_id", "item_id", "form", "from_date", "to_date", "fec_id", "text",
)  # fmt: skip
ITEM_COLUMNS = tuple(column.name for column in tables.item.columns)

# Rows are written in this order, so that what is referred to stands before what refers to it.
_ORDER: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (tables.contact, CONTACT_COLUMNS),
    (tables.transaction, TRANSACTION_COLUMNS),
    (tables.item, ITEM_COLUMNS),
    (tables.item_party, PARTY_COLUMNS),
    (tables.posting, POSTING_COLUMNS),
    (tables.memo_text, MEMO_TEXT_COLUMNS),
    (tables.fec_id, FEC_ID_COLUMNS),
)
_FLUSH_AT = 20_000


def cash_effect(item_kind: Kind, *, amount_cents: int, memo: bool, has_account: bool) -> int:
    """Return what an item of this kind does to its account, in cents."""
    if memo or not has_account or not item_kind.cash or item_kind.direction == "none":
        return 0
    return amount_cents if item_kind.direction == "in" else -amount_cents


def check_item(new: NewItem, item_kind: Kind) -> None:
    """Raise BadInput when an item breaks its kind's rule of memo or sign."""
    if item_kind.memo == "always" and not new.memo:
        raise BadInput(f"{item_kind.label} is always a memo item; mark it as memo.")
    if item_kind.memo == "never" and new.memo:
        raise BadInput(f"{item_kind.label} can not be a memo item.")
    if item_kind.sign == "negative" and new.amount_cents > 0:
        raise BadInput(f"{item_kind.label} needs a negative amount.")
    if item_kind.sign == "positive" and new.amount_cents < 0:
        raise BadInput(f"{item_kind.label} needs a positive amount.")


def class_account(unit: UnitOfWork, entity_id: int, item_kind: Kind) -> int:
    """Return the income or expense account that a kind posts against, made when first used."""
    code = f"class:{item_kind.income_class}"
    column = tables.account.c
    query = select(column.id).where(column.entity_id == entity_id, column.code == code)
    found = unit.connection.execute(query).scalar()
    if found is not None:
        return int(found)
    name = item_kind.income_class.replace("_", " ").capitalize()
    return unit.insert(
        tables.account,
        {
            "entity_id": entity_id, "code": code, "kind": "class",
            "role": "expense" if item_kind.direction == "out" else "income",
            "name": name, "opening_balance_cents": 0,
        },
    )  # fmt: skip


class LedgerWriter:
    """Collects rows of one unit of work and writes them in an order that keeps references whole.

    Call ``flush`` at the end (or use it as a context manager, which does on success).
    """

    def __init__(self, unit: UnitOfWork, entity_id: int) -> None:
        """Write for one entity in one unit of work."""
        self.unit = unit
        self.entity_id = entity_id
        self._rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self._waiting = 0
        self._classes: dict[str, int] = {}
        self._now = now_text()

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(self, kind_of_error: object, *_: object) -> None:
        """Write what still waits, unless something went wrong."""
        if kind_of_error is None:
            self.flush()

    def add_contact(self, contact: Contact, *, card_id: int | None = None) -> ContactRef:
        """Add a contact: a new card, or a new version on the card ``card_id``."""
        contact_id = self.unit.next_id()
        card = contact_id if card_id is None else card_id
        self._add("contact", contact_row(contact_id, self.entity_id, card, contact, self._now))
        return ContactRef(contact_id, card)

    def add_transaction(
        self,
        kind_name: str,
        happened_on: str,
        items: Sequence[NewItem],
        *,
        description: str | None = None,
        state: str = "done",
    ) -> list[int]:
        """Add a transaction with its items and balanced postings; returns the items' ids."""
        transaction_id = self.open_transaction(
            kind_name, happened_on, description=description, state=state
        )
        return self.add_side(transaction_id, items)

    def open_transaction(
        self,
        kind_name: str,
        happened_on: str,
        *,
        description: str | None = None,
        state: str = "done",
    ) -> int:
        """Add a transaction without items and return its id; ``add_side`` gives it items."""
        transaction_id = self.unit.next_id()
        self._add(
            "transaction",
            (transaction_id, self.entity_id, kind_name, happened_on, description, state),
        )
        return transaction_id

    def add_side(
        self,
        transaction_id: int,
        items: Sequence[NewItem],
        *,
        item_ids: Sequence[int] | None = None,
    ) -> list[int]:
        """Add this entity's items to a transaction, with balanced postings; returns their ids.

        Money between two entities is one transaction with a side in each one's books.
        ``item_ids`` were reserved from the unit, ascending, for items that refer to one another.
        """
        reserved = item_ids or [self.unit.next_id() for _ in items]
        ids = [
            self.add_item(new, transaction_id, item_id=item_id)
            for new, item_id in zip(items, reserved, strict=True)
        ]
        self._post_items(transaction_id, items)
        self._flush_when_full()
        return ids

    def add_item(self, new: NewItem, transaction_id: int, *, item_id: int | None = None) -> int:
        """Add one item to a transaction whose postings the caller sees to."""
        item_kind = kind(new.kind)
        check_item(new, item_kind)
        item_id = item_id or self.unit.next_id()
        self._add("item", self._item_row(item_id, transaction_id, new, item_kind))
        for role, contact in new.parties:
            row = (self.unit.next_id(), self.entity_id, item_id, role, *contact)
            self._add("item_party", row)
        if new.memo_text:
            self.add_memo_text(new.memo_text, item_id=item_id, fec_id=new.memo_text_fec_id)
        if new.fec_id:
            self._add("fec_id", (self.unit.next_id(), self.entity_id, new.fec_id.upper(), item_id))
        return item_id

    def add_memo_text(
        self,
        text: str,
        *,
        item_id: int | None = None,
        form: str | None = None,
        from_date: str | None = None,
        to_date: str | None = None,
        fec_id: str | None = None,
    ) -> None:
        """Add a TEXT record's words, to an item or to the report of a period."""
        row = (self.unit.next_id(), self.entity_id, item_id, form, from_date, to_date, fec_id, text)
        self._add("memo_text", row)

    def add_posting(self, transaction_id: int, account_id: int, day: str, cents: int) -> None:
        """Add one posting; the caller sees to it that the transaction's postings sum to zero."""
        row = (self.unit.next_id(), self.entity_id, transaction_id, account_id, day, cents)
        self._add("posting", row)

    def class_account(self, item_kind: Kind) -> int:
        """Return the income or expense account that a kind posts against, made when first used."""
        if item_kind.income_class not in self._classes:
            self._classes[item_kind.income_class] = class_account(
                self.unit, self.entity_id, item_kind
            )
        return self._classes[item_kind.income_class]

    def flush(self) -> None:
        """Write the rows that wait."""
        for table, columns in _ORDER:
            rows = self._rows.pop(table.name, [])
            if rows:
                self._write(table, columns, rows)
        self._waiting = 0

    def _add(self, table_name: str, row: tuple[object, ...]) -> None:
        self._rows[table_name].append(row)
        self._waiting += 1

    def _flush_when_full(self) -> None:
        if self._waiting >= _FLUSH_AT:
            self.flush()

    def _write(
        self, table: Table, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]
    ) -> None:
        if self.unit.batch is not None:
            self.unit.bulk_insert(table, columns, rows)
            return
        for row in rows:
            self.unit.insert(table, dict(zip(columns, row, strict=True)))

    def _item_row(
        self, item_id: int, transaction_id: int, new: NewItem, item_kind: Kind
    ) -> tuple[object, ...]:
        contact = new.contact or (None, None)
        cash = cash_effect(
            item_kind,
            amount_cents=new.amount_cents,
            memo=new.memo,
            has_account=new.account_id is not None,
        )
        forced = None if new.force_itemised is None else int(new.force_itemised)
        # json.dumps with sorted keys: the journal's digest needs one spelling of one content.
        fields = json.dumps(dict(new.fields), sort_keys=True, ensure_ascii=False)
        return (
            item_id, self.entity_id, transaction_id, new.kind, *contact, new.account_id,
            new.amount_cents, cash, new.item_date, new.reported_on, new.made_date, new.agent_date,
            new.deposited_date, int(new.memo), new.purpose, new.memo_description,
            new.election_code, new.parent_id, new.applies_to_id, new.corrects_id,
            new.conduit_id, new.payout_id, new.drive_id, forced, int(new.unaggregated),
            new.federal_cents, new.other_cents, new.filed_aggregate_cents,
            fields if new.fields else None,
        )  # fmt: skip

    def _post_items(self, transaction_id: int, items: Sequence[NewItem]) -> None:
        totals: dict[tuple[int, str], int] = defaultdict(int)
        for new in items:
            item_kind = kind(new.kind)
            cash = cash_effect(
                item_kind,
                amount_cents=new.amount_cents,
                memo=new.memo,
                has_account=new.account_id is not None,
            )
            if cash and new.account_id is not None:
                # By the report's day: line 8 of one report is line 6(b) of the next.
                day = new.reported_on or new.item_date
                totals[new.account_id, day] += cash
                totals[self.class_account(item_kind), day] -= cash
        for (account_id, day), cents in totals.items():
            if cents:
                self.add_posting(transaction_id, account_id, day, cents)
