"""What is typed in the drawer's forms and not saved yet, kept in the book past a crash.

The book and not the settings keep it, because it names donors. It is written shortly after each
pause, dropped when the form is saved or thrown away, and offered when the form is opened again,
also after the process was killed or the window closed.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QObject

from financedesk.book import UnitOfWork
from financedesk.ledger.entry_drafts import FORM, KeptDraft, drop_draft, keep_draft, kept_drafts
from financedesk.progress import Progress
from financedesk.ui.book_desk import BookDesk, book_desk
from financedesk.ui.desk import Changes
from financedesk.ui.draft_keeper import DraftKeeper, Keeping
from financedesk.ui.formatting import counted, day
from financedesk.ui.shell.main_window import MainWindow
from financedesk.ui.shell.notices import Offer
from financedesk.ui.widgets.draft import TypedForm

_FIELDS = ("key", "title", "whose", "entity_id", "values")


class KeptTyping(QObject):
    """Keeps the unsaved forms of one window in the book that it has open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._desk: BookDesk = book_desk(window)
        self._book: tuple[int, str] | None = None
        self._stands: dict[str, int] = {}
        self._pages: dict[str, str] = {}
        self._changed: set[str] = set()
        self._is_refused = False
        self._keeper = DraftKeeper(self, window, self._desk, self._keeping)
        self._keeper.refused.connect(lambda: self._note(refused=True))
        self._keeper.kept.connect(lambda: self._note(refused=False))
        self._keeper.watch(window)
        window.telling.is_kept = self.keeps
        window.drawer.typing.connect(self._follow)
        self._desk.changed.connect(self._follow_book)
        self._follow_book(Changes())

    def keeps(self, key: str) -> bool:
        """Tell whether the book holds what is typed in a form, so that quitting loses nothing."""
        return key in self._stands and key not in self._changed and not self._is_refused

    # --- writing

    def _follow(self, key: str) -> None:
        self._changed.add(key)
        self._pages.setdefault(key, self._window.page_id)
        self._keeper.soon()

    def _keeping(self) -> Keeping | None:
        """Take what changed since the last time, as one write."""
        drawer, elsewhere = self._window.drawer, self._default_entity()
        forms: dict[str, TypedForm | None] = {key: drawer.typed(key) for key in self._changed}
        self._changed.clear()
        old, new = dict(self._stands), {}
        for key, form in forms.items():
            self._stands.pop(key, None)
            whose = elsewhere if form is None or form.entity_id is None else form.entity_id
            if form is not None and whose is not None:
                new[key] = whose
        self._stands |= new
        touched = {old[key] for key in forms if key in old} | set(new.values())
        if not touched:
            return None

        def write(unit: UnitOfWork) -> None:
            who = unit.heading.who
            for key, form in forms.items():
                if key in old:
                    drop_draft(unit, old[key], who, _kind(key))
                if form is not None and key in new:
                    keep_draft(unit, new[key], who, _to_text(form, self._pages[key]), _kind(key))

        return Keeping(tuple(touched), write)

    def _default_entity(self) -> int | None:
        """Return in whose name a form is kept that writes to no single entity."""
        rows = self._desk.writable_entities
        return rows[0].id if rows else None

    def _note(self, *, refused: bool) -> None:
        """Note whether the book took it; while it does not, quitting asks before it is lost."""
        self._is_refused = refused

    # --- reading

    def _follow_book(self, _changes: Changes) -> None:
        desk = self._desk
        book = (id(desk.book), desk.book.who) if desk.is_open and not desk.waits_for else None
        if book == self._book:
            return
        self._book = book
        self._keeper.rest()
        self._changed.clear()
        self._stands.clear()
        self._pages.clear()
        if book is not None:
            self._read()

    def _read(self) -> None:
        opened, ids = self._desk.book, tuple(row.id for row in self._desk.entity_rows())

        def read(_progress: Progress) -> tuple[KeptDraft, ...]:
            with opened.read() as connection:
                return kept_drafts(connection, ids, opened.who, FORM)

        def done(found: tuple[KeptDraft, ...]) -> None:
            if self._desk.is_open and self._desk.book is opened:
                self._offer(found)

        self._window.runner.background("Reading what was typed", read, on_done=done)

    def _offer(self, found: Sequence[KeptDraft]) -> None:
        forms = [_from_text(one) for one in found]
        for form, one in zip(forms, found, strict=True):
            self._stands[form.key] = one.entity_id
            self._pages[form.key] = json.loads(one.content)["page"]
        self._window.drawer.remember(forms)
        for form in reversed(forms):
            self._window.notify(
                f"Typed but not saved: {form.title}", _words(form), offers=self._offers(form)
            )
        if forms:
            self._window.toasts.say(
                f"{counted(len(forms), 'form')} not saved the last time: what you typed is kept",
                action="Show",
                on_action=self._window.telling.show_notices,
            )

    def _offers(self, form: TypedForm) -> tuple[Offer, ...]:
        window, page_id = self._window, self._pages[form.key]
        away = Offer("Throw away", lambda: self._throw_away(form))
        title = next((one.title for one in window.entries if one.page_id == page_id), "")
        if not title:
            return (away,)
        return Offer(f"Open {title}", lambda: window.go(page_id)), away

    def _throw_away(self, form: TypedForm) -> None:
        """Forget a form that is kept in the book; the toast brings it back."""
        drawer = self._window.drawer
        if drawer.dismiss(form.key):
            self._window.toasts.say(
                f"Thrown away: {form.title}", action="Undo", on_action=lambda: drawer.recall(form)
            )


def _kind(key: str) -> str:
    return f"{FORM}/{key}"


def _to_text(form: TypedForm, page_id: str) -> str:
    return json.dumps({name: getattr(form, name) for name in _FIELDS} | {"page": page_id})


def _from_text(kept: KeptDraft) -> TypedForm:
    content = json.loads(kept.content)
    del content["page"]
    left = datetime.fromisoformat(kept.saved_at).astimezone()
    return TypedForm(**content | {"whose": tuple(content["whose"]), "left": left})


def _words(form: TypedForm) -> str:
    """Return what was typed, so that it can be read also where its form is not found again."""
    whose = f"{form.whose[1]}, " if form.whose[1] else ""
    typed = " · ".join(value for value in form.values.values() if value.strip())
    return f"{whose}{day(form.left.date())} at {form.left:%H:%M}: {typed}"
