"""A deposit slip as it is typed: kept in the book until it is closed, and read again as it was."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from financedesk.book import Book, UnitOfWork
from financedesk.ledger.contact_search import KnownContact
from financedesk.ledger.entered_gift import known_contact
from financedesk.ledger.entry_drafts import drop_draft, keep_draft, read_draft
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import Job
from financedesk.ui.pages.contribution_fields import Held
from financedesk.ui.shell.page import Shell

KEPT_AFTER_MS = 400


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What stands on a slip, as typed: its head, its lines, and why it does not tie."""

    entity_id: int
    account_id: int | None
    day: str
    count: str = ""
    total: str = ""
    reason: str = ""
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
        known = {
            (line["contact_id"], line["card_id"]): known_contact(
                connection, line["contact_id"], line["card_id"]
            )
            for line in content["lines"]
            if line["contact_id"] is not None
        }
    lines = tuple(_line(line, known) for line in content.pop("lines"))
    return Slip(**content, entity_id=entity_id, lines=lines)


_PLAIN = tuple(one.name for one in fields(Held) if one.name != "known")
_HEAD = ("account_id", "day", "count", "total", "reason")


def _to_text(slip: Slip) -> str:
    lines = [
        {name: getattr(line, name) for name in _PLAIN}
        | {
            "contact_id": line.known.ref.contact_id if line.known else None,
            "card_id": line.known.ref.card_id if line.known else None,
        }
        for line in slip.lines
        if line_is_typed(line)
    ]
    return json.dumps({name: getattr(slip, name) for name in _HEAD} | {"lines": lines})


def _line(kept: dict[str, Any], known: Mapping[tuple[int, int], KnownContact | None]) -> Held:
    who = known.get((kept.pop("contact_id"), kept.pop("card_id")))
    return Held(**kept, known=who)


class SlipKeeper(QObject):
    """Keeps a slip in the book shortly after each change, and before the window closes.

    ``slip`` answers with what is to be kept, None while nothing was read yet; ``kept`` follows
    when it stands in the book.
    """

    kept = Signal()

    def __init__(
        self, parent: QObject, shell: Shell, desk: BookDesk, slip: Callable[[], Slip | None]
    ) -> None:
        super().__init__(parent)
        self._shell, self._desk, self._slip = shell, desk, slip
        self._job: Job | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEPT_AFTER_MS)
        self._pause.timeout.connect(self.keep)

    def soon(self) -> None:
        """Keep the slip once the typing pauses."""
        self._pause.start()

    def rest(self) -> None:
        """Keep nothing more: the slip is being recorded."""
        self._pause.stop()

    def flush(self) -> None:
        """Keep now what was typed since the last time."""
        if self._pause.isActive():
            self.keep()

    def keep(self) -> None:
        """Keep the slip in the place of the one before."""
        self._pause.stop()
        slip = self._slip()
        if slip is None or not self._desk.is_open or not self._desk.may_write:
            return

        def work(_progress: Progress) -> None:
            with self._desk.unit_of_work("Keep the deposit slip", slip.entity_id) as unit:
                keep_slip(unit, slip, unit.heading.who)

        self._job = self._shell.runner.database(
            "Keeping the deposit slip", work, on_done=lambda _none: self.kept.emit(), saves=True
        )

    def watch(self, window: QWidget) -> None:
        """Keep the slip before this window closes and its jobs are stopped."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait, when the window closes, until what was typed last stands in the book."""
        if event.type() == QEvent.Type.Close:
            self.flush()
            while self._job is not None and not self._job.is_over:
                QApplication.processEvents()
        return super().eventFilter(watched, event)
