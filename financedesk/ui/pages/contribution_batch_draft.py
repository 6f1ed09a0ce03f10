"""A deposit slip as it is typed: kept in the book until it is closed, and read again as it was."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from financedesk.book import Book, UnitOfWork
from financedesk.ledger.entry_drafts import drop_draft, keep_draft, read_draft
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.draft_keeper import DraftKeeper, Keeping
from financedesk.ui.pages.contribution_fields import Held
from financedesk.ui.pages.contribution_held import held_again, plain
from financedesk.ui.shell.page import Shell


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What stands on a slip, as typed: its head, its lines, and why it does not tie."""

    entity_id: int
    account_id: int | None
    day: str
    count: str = ""
    total: str = ""
    reason: str = ""
    first: str = ""
    second: str = ""
    lines: tuple[Held, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed that would be missed."""
        return not (self.count or self.total or any(map(line_is_typed, self.lines)))


def line_is_typed(line: Held) -> bool:
    """Tell whether a line of a slip says anything of its own."""
    return bool(line.donor.strip() or line.amount.strip() or line.method.strip())


def keep_slip(unit: UnitOfWork, slip: Slip, who: str) -> None:
    """Keep a slip in the book, or forget it when nothing is left of it."""
    if slip.is_blank:
        drop_draft(unit, slip.entity_id, who)
    else:
        keep_draft(unit, slip.entity_id, who, _to_text(slip))


def read_slip(book: Book, entity_id: int, who: str) -> Slip | None:
    """Return the slip that waits for an entity, or None."""
    with book.read() as connection:
        text = read_draft(connection, entity_id, who)
    if text is None:
        return None
    content: dict[str, Any] = json.loads(text)
    lines = held_again(book, content.pop("lines"))
    return Slip(**content, entity_id=entity_id, lines=lines)


_HEAD = ("account_id", "day", "count", "total", "reason", "first", "second")


def _to_text(slip: Slip) -> str:
    lines = [plain(line) for line in slip.lines if line_is_typed(line)]
    return json.dumps({name: getattr(slip, name) for name in _HEAD} | {"lines": lines})


class SlipKeeper(DraftKeeper):
    """Keeps the slip; ``slip`` answers with it, None while nothing was read yet."""

    def __init__(
        self, parent: QObject, shell: Shell, desk: BookDesk, slip: Callable[[], Slip | None]
    ) -> None:
        def keeping() -> Keeping | None:
            held = slip()
            if held is None:
                return None
            return Keeping((held.entity_id,), lambda unit: keep_slip(unit, held, unit.heading.who))

        super().__init__(parent, shell, desk, keeping, title="Keeping the deposit slip", saves=True)
