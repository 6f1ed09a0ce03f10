"""The register's row of entry as it is typed: kept in the book, and brought back afterwards."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from financedesk.book import Book, UnitOfWork
from financedesk.ledger.entered_gift import EnteredGift
from financedesk.ledger.entry_drafts import GIFT, drop_draft, keep_draft, kept_drafts
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.draft_keeper import DraftKeeper, Keeping
from financedesk.ui.formatting import day
from financedesk.ui.pages.contribution_editor import GiftEditor
from financedesk.ui.pages.contribution_fields import Held
from financedesk.ui.pages.contribution_held import held_again, plain
from financedesk.ui.shell.page import Shell

ReadEntry = Callable[[int, Callable[[EnteredGift], None]], None]
"""Reads an entry and hands it to the second."""


@dataclass(frozen=True)
class KeptRow:
    """A row as it was typed; ``item_id`` is the entry that it corrects, None for a new one."""

    item_id: int | None
    held: Held
    words: str


class RowKeeper(QObject):
    """Keeps the rows that the editor holds unsaved, each with the entity that it is for."""

    def __init__(
        self, shell: Shell, desk: BookDesk, editor: GiftEditor, read_entry: ReadEntry
    ) -> None:
        super().__init__(editor)
        self._shell, self._desk, self._editor = shell, desk, editor
        self._read_entry = read_entry
        self._scope: tuple[Book, tuple[int, ...]] | None = None
        self._stands: set[int] = set()
        self._keeper = DraftKeeper(self, shell, desk, self._keeping)
        editor.typing.connect(self._keeper.soon)
        editor.closing.connect(self._keeper.flush)

    def look(self) -> None:
        """Bring back what waits for the entities in hand, once when they are taken in hand."""
        if not self._desk.is_open:
            return
        scope = self._desk.book, self._desk.scope
        if scope == self._scope:
            return
        self._scope = scope
        self._editor.forget_refused()
        self._keeper.watch(self._editor.row.window())
        book, entity_ids = scope

        def bring(found: tuple[KeptRow, ...]) -> None:
            if self._scope == scope and self._desk.may_write:
                self._bring(found)

        # In the line of writes, so that what was typed a moment ago is there already.
        self._shell.runner.database(
            "Reading what was typed", lambda _progress: _read(book, entity_ids), on_done=bring
        )

    def _bring(self, found: tuple[KeptRow, ...]) -> None:
        known = {one.id for one in self._editor.fields.entities}
        rows = [one for one in found if one.held.entity_id in known]
        self._stands = {one.held.entity_id for one in rows}
        for one in rows:
            if one.item_id is None:
                self._editor.bring_back(one.held, one.words)
            else:
                self._correct(one.item_id, one)

    def _correct(self, item_id: int, kept: KeptRow) -> None:
        self._read_entry(
            item_id, lambda entered: self._editor.correct_again(entered, kept.held, kept.words)
        )

    def _keeping(self) -> Keeping | None:
        rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for item_id, held in self._editor.unsaved:
            rows[held.entity_id].append(plain(held) | {"item_id": item_id})
        touched = tuple(self._stands | rows.keys())
        self._stands = set(rows)
        if not touched:
            return None

        def write(unit: UnitOfWork) -> None:
            for entity_id in touched:
                if entity_id in rows:
                    keep_draft(unit, entity_id, unit.heading.who, json.dumps(rows[entity_id]), GIFT)
                else:
                    drop_draft(unit, entity_id, unit.heading.who, GIFT)

        return Keeping(touched, write)


def _read(book: Book, entity_ids: tuple[int, ...]) -> tuple[KeptRow, ...]:
    with book.read() as connection:
        found = kept_drafts(connection, entity_ids, book.who, GIFT)
    made: list[KeptRow] = []
    for one in found:
        left = datetime.fromisoformat(one.saved_at).astimezone()
        words = f"You typed this on {day(left.date())} at {left:%H:%M} and did not save it."
        rows = json.loads(one.content)
        for row, held in zip(rows, held_again(book, rows), strict=True):
            made.append(KeptRow(row["item_id"], held, words))
    return tuple(made)
