"""Store the rows of a past filing: items in an order that keeps references whole, and as filed."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from financedesk.fec.shapes import SHAPES, STANDING_RECORDS
from financedesk.intake.fec_filing_contacts import Cards
from financedesk.intake.fec_filing_cover import Cover
from financedesk.intake.fec_filing_entity import levin_account
from financedesk.intake.fec_filing_lumps import Lump
from financedesk.intake.fec_filing_obligations import known_items
from financedesk.intake.fec_filing_rows import LONGEST_ID, FiledRow, State
from financedesk.ledger import tables
from financedesk.ledger.contacts import ContactRef
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.entries import NewItem
from financedesk.ledger.writer import LedgerWriter, cash_effect
from financedesk.rules.kinds import kind

_FILING_ITEM = (
    "id", "entity_id", "filing_id", "item_id", "line", "itemised", "fec_id", "amount_cents",
    "fields",
)  # fmt: skip


@dataclass(slots=True)
class StoredRows:
    """What was stored: items by FEC id, loans and debts with what is owed per line, and cash.

    ``cash`` is (day, cents) of everything that moved the filing's account.
    """

    by_fec_id: dict[str, int] = field(default_factory=dict)
    states: dict[int, State] = field(default_factory=dict)
    owed: Counter[str] = field(default_factory=Counter)
    cash: list[tuple[str, int]] = field(default_factory=list)

    def moved_before(self, day: str | None) -> int:
        """Return what moved before a day, in cents; nothing when there is no such day."""
        return sum(cents for on, cents in self.cash if day is not None and on < day)


class RowStore:
    """Writes the rows and lumps of one filing."""

    def __init__(
        self,
        writer: LedgerWriter,
        entity: EntityRow,
        cover: Cover,
        account_id: int,
        note: Callable[[int, str], None],
    ) -> None:
        """Write through ``writer``; ``note`` is told of (line, what was not taken as it stands)."""
        self._writer = writer
        self._entity = entity
        self._cover = cover
        self._account_id = account_id
        self._note = note
        self._cards = Cards(writer)
        self._stored = StoredRows()
        self._items: dict[int, int] = {}  # the item of each row, by the row's line in the file

    def store(self, filing_id: int, rows: Sequence[FiledRow], found: Sequence[Lump]) -> StoredRows:
        """Write everything and return what was written."""
        ordered = parents_first([row for row in rows if row.item is not None])
        ids = {row.fec_id for row in ordered if row.fec_id}
        known = known_items(self._writer.unit, self._entity.id, ids)
        new = [row for row in ordered if not self._continues(row, known)]
        reserved = self._writer.unit.reserve(len(new) + len(found))
        self._items |= {row.line: item for row, item in zip(new, reserved, strict=False)}
        targets = self._targets(ordered)
        items = [self._completed(row, targets, known) for row in new]
        items += [lump.item for lump in found]
        transaction = self._writer.open_transaction(
            "report",
            self._cover.period.last,
            description=f"As filed: {self._cover.report_code or self._cover.form} report",
        )
        self._writer.add_side(transaction, items, item_ids=list(reserved))
        self._store_texts([row for row in rows if row.record == "TEXT"], targets)
        self._writer.flush()
        self._store_as_filed(filing_id, rows, found, list(reserved)[len(new) :])
        self._note_cash(items)
        return self._stored

    def _continues(self, row: FiledRow, known: Mapping[str, tuple[int, str | None]]) -> bool:
        """Whether the row states a loan or debt that the book has; its item is used again."""
        item_id, record = known.get(row.fec_id, (0, None))
        if row.state is None or not item_id or record != row.record:
            return False
        if item_id in self._stored.states:
            return False
        self._items[row.line] = item_id
        self._state(row, item_id)
        return True

    def _state(self, row: FiledRow, item_id: int) -> None:
        if row.state is None or (row.item is not None and row.item.memo):
            return
        self._stored.states[item_id] = row.state
        self._stored.owed["9" if row.token.endswith("9") else "10"] += row.state.balance

    def _targets(self, rows: Sequence[FiledRow]) -> dict[str, FiledRow]:
        """Return what a back reference names; of two rows with one id the first."""
        found: dict[str, FiledRow] = {}
        for row in rows:
            if row.fec_id:
                found.setdefault(row.fec_id, row)
        return found

    def _completed(
        self,
        row: FiledRow,
        targets: Mapping[str, FiledRow],
        known: Mapping[str, tuple[int, str | None]],
    ) -> NewItem:
        if row.item is None:
            raise ValueError("only rows with an item are completed")
        item_id = self._items[row.line]
        fec_id = self._own_id(row, known)
        kept = dict(row.item.fields)
        if fec_id is None and row.fec_id and row.record in STANDING_RECORDS:
            # The id belongs to the row of an earlier report, which describes the same thing.
            kept[SHAPES[row.record].id] = row.fec_id
        new = replace(
            row.item,
            fields=kept,
            contact=None if row.contact is None else self._cards.place(row.contact),
            parties=self._parties(row),
            account_id=self._account(row),
            fec_id=fec_id,
        )
        if row.state is not None:
            self._state(row, item_id)
        return self._with_references(row, new, targets.get(row.back_id))

    def _with_references(self, row: FiledRow, new: NewItem, target: FiledRow | None) -> NewItem:
        """Let a row refer to the one that it names, if that stands before it by now."""
        target_id = self._items.get(target.line) if target is not None else None
        if target is None or target_id is None or target_id >= self._items[row.line]:
            return self._with_unmet_reference(row, new, target)
        if target.state is not None and row.record in ("SA", "SB"):
            return replace(new, applies_to_id=target_id)
        return replace(new, parent_id=target_id)

    def _with_unmet_reference(
        self, row: FiledRow, new: NewItem, target: FiledRow | None
    ) -> NewItem:
        """Keep a reference that no item can carry among the row's own fields."""
        if not row.back_id:
            return new
        if target is None:
            self._note(row.line, f"It refers to {row.back_id}, which is not in the file.")
        shape = SHAPES[row.record]
        kept = {
            name: row.fields[name]
            for name in (shape.back_id, shape.back_name)
            if name and name in row.fields
        }
        return replace(new, fields={**new.fields, **kept})

    def _own_id(self, row: FiledRow, known: Mapping[str, tuple[int, str | None]]) -> str | None:
        """Return the id under which the item is known, unless an earlier row has it."""
        if not row.fec_id:
            return None
        if len(row.fec_id) > LONGEST_ID:
            self._note(row.line, f"Its id is longer than {LONGEST_ID} characters.")
        if row.fec_id not in known and row.fec_id not in self._stored.by_fec_id:
            self._stored.by_fec_id[row.fec_id] = self._items[row.line]
            return row.fec_id
        if row.record not in STANDING_RECORDS:
            self._note(
                row.line,
                f"The id {row.fec_id} is that of an earlier row; both are kept, and this one is"
                " known by it in this filing alone.",
            )
        return None

    def _account(self, row: FiledRow) -> int | None:
        if row.item is None or row.item.memo or not kind(row.item.kind).cash:
            return None
        if row.is_levin:
            return levin_account(self._writer.unit, self._entity, self._cover)
        return self._account_id

    def _parties(self, row: FiledRow) -> tuple[tuple[str, ContactRef], ...]:
        if row.candidate is None:
            return ()
        return (("candidate", self._cards.place(row.candidate)),)

    def _store_texts(self, rows: Sequence[FiledRow], targets: Mapping[str, FiledRow]) -> None:
        period = self._cover.period
        for row in rows:
            words = row.fields.get("text4000", "")
            target = targets.get(row.back_id)
            if not words:
                self._note(row.line, "The TEXT record has no text.")
            elif target is not None:
                self._writer.add_memo_text(
                    words, item_id=self._items[target.line], fec_id=row.fec_id or None
                )
            else:
                if row.back_id:
                    self._note(row.line, f"The text is about {row.back_id}, not in the file.")
                self._writer.add_memo_text(
                    words, form=self._cover.form, from_date=period.first, to_date=period.last,
                    fec_id=row.fec_id or None,
                )  # fmt: skip

    def _store_as_filed(
        self,
        filing_id: int,
        rows: Sequence[FiledRow],
        found: Sequence[Lump],
        lump_ids: Sequence[int],
    ) -> None:
        unit = self._writer.unit
        entity_id = self._entity.id
        as_filed: list[tuple[object, ...]] = [
            (
                unit.next_id(), entity_id, filing_id, self._items.get(row.line), row.token, 1,
                row.fec_id or None, row.amount_cents,
                json.dumps(dict(row.fields), sort_keys=True, ensure_ascii=False),
            )
            for row in rows
        ]  # fmt: skip
        as_filed += [
            (
                unit.next_id(), entity_id, filing_id, item_id, lump.token, 0, None,
                lump.item.amount_cents, None,
            )
            for lump, item_id in zip(found, lump_ids, strict=True)
        ]  # fmt: skip
        unit.bulk_insert(tables.filing_item, _FILING_ITEM, as_filed)

    def _note_cash(self, items: Sequence[NewItem]) -> None:
        for new in items:
            if new.account_id == self._account_id:
                cents = cash_effect(
                    kind(new.kind), amount_cents=new.amount_cents, memo=new.memo, has_account=True
                )
                self._stored.cash.append((new.reported_on or new.item_date, cents))


def parents_first(rows: Sequence[FiledRow]) -> list[FiledRow]:
    """Return rows so that what a row refers to stands before it; otherwise in the file's order.

    Rows that refer to each other in a circle keep the file's order.
    """
    by_id: dict[str, FiledRow] = {}
    for row in rows:
        if row.fec_id:
            by_id.setdefault(row.fec_id, row)
    placed: set[int] = set()
    ordered: list[FiledRow] = []
    for row in rows:
        chain = [row]
        waiting = {row.line}
        while (above := by_id.get(chain[-1].back_id)) is not None:
            if above.line in placed or above.line in waiting:
                break
            chain.append(above)
            waiting.add(above.line)
        for one in reversed(chain):
            if one.line not in placed:
                placed.add(one.line)
                ordered.append(one)
    return ordered
