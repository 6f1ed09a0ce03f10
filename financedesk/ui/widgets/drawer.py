"""The detail on the right of a page: never a second window, closed with Esc.

A form that is closed with something typed in it is kept as it is and offered when it is asked
for again; nobody is asked whether to throw it away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from financedesk.ui.theme.tokens import DRAWER_WIDTH
from financedesk.ui.widgets.build import (
    button,
    clear,
    column,
    label,
    line,
    row,
    set_look,
    set_shown,
)
from financedesk.ui.widgets.draft import FormWatch, TypedForm
from financedesk.ui.widgets.drawer_edge import Grip
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.form_row import FormRow

NARROWEST, WIDEST = 320, 720
STEP = 40
_KEPT = 5


@dataclass(frozen=True)
class Draft:
    """A form that was closed before it was saved, with everything that was typed in it."""

    key: str
    title: str
    whose: tuple[str, str]
    content: QWidget
    left: datetime
    entity_id: int | None = None


class Drawer(QFrame):
    """Shows one content at a time; the focus returns to where it was when it closes.

    ``draft_kept`` carries the ``Draft`` of a form that was closed unsaved. ``scope`` names what
    drafts belong to (the entity in hand): one begun for another is not offered. ``entity_id`` is
    whose books the form that is shown writes to. ``typing`` carries the key of a form in which
    something was typed, saved or thrown away: ``typed`` then says what is unsaved in it.
    """

    closed = Signal()
    draft_kept = Signal(object)
    typing = Signal(str)
    width_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_look(self, "drawer")
        self.scope = ""
        self.entity_id: int | None = None
        self._drafts: dict[str, Draft] = {}
        self._remembered: dict[str, TypedForm] = {}
        self._content: QWidget | None = None
        self._watch: FormWatch | None = None
        self._spare: QWidget | None = None
        self._key = ""
        self._came_from: QWidget | None = None
        self._mark = label("", "mark")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._whose = ElidingLabel("", "caption")
        self._title = ElidingLabel("", "section")
        self._close = button("", "bare", icon="x", name="Close details", on_click=self.shut)
        self._left_words = label("", "small", wrap=True)
        self._offer = self._make_offer()
        self._body = column(spacing=0)
        self._lay_out()
        self.set_width(DRAWER_WIDTH)
        self.show_whose("", "")
        self.hide()

    @property
    def title(self) -> str:
        """What the drawer shows now; empty when it is closed."""
        return "" if self.isHidden() else self._title.text()

    @property
    def key(self) -> str:
        """What names the form that is shown among others: whose, of which kind, about what."""
        return self._key

    @property
    def content(self) -> QWidget | None:
        """What stands in the drawer now; None when it is closed."""
        return self._content

    @property
    def whose(self) -> tuple[str, str]:
        """The mark and the name of the entity that the form in the drawer writes to."""
        return self._mark.text(), self._whose.text()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The forms that were closed unsaved, the newest last."""
        return tuple(self._drafts.values())

    @property
    def has_draft(self) -> bool:
        """Whether the form that is shown holds something unsaved."""
        return self._watch is not None and self._watch.has_draft

    def open(
        self,
        title: str,
        content: QWidget,
        *,
        mark: str = "",
        whose: str = "",
        about: int | None = None,
    ) -> None:
        """Show ``content``, which the drawer owns from now on, and take the focus.

        ``mark`` and ``whose`` name the entity that the content writes to; ``about`` is the row
        that it is about, where its title does not say: a draft of one is not offered for another.
        """
        if self.isHidden():
            self._came_from = self.window().focusWidget()
        self._empty()
        self._title.setText(title)
        self._key = "/".join((self.scope, type(content).__qualname__, title, str(about or "")))
        self.setAccessibleName(f"Details: {title}")
        self.show_whose(mark, whose)
        self._put(content)
        self._offer_draft()
        self.show()
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_whose(self, mark: str, whose: str) -> None:
        """Name the entity that the form writes to, as when another is chosen in it."""
        self._mark.setText(mark)
        self._whose.setText(whose)
        self._mark.setAccessibleName(f"Entity: {whose}" if whose else "")
        for part in (self._mark, self._whose):
            set_shown(part, shown=bool(mark))

    def shut(self) -> None:
        """Close and give the focus back; what was typed is kept."""
        if self.isHidden():
            return
        self.hide()
        self._empty()
        came_from, self._came_from = self._came_from, None
        if came_from is not None and isValid(came_from) and came_from.isVisible():
            came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def settle(self) -> None:
        """The form that is shown was saved: nothing in it is a draft any more."""
        if self._watch is not None:
            self._watch.settle()

    def resume(self, draft: Draft) -> None:
        """Show a kept form again, as it was left."""
        if self._drafts.get(draft.key) is not draft:
            return
        if self.isHidden():
            self._came_from = self.window().focusWidget()
        if self._key == draft.key and self._content is not None:
            self._spare = self._take()  # its page may still speak to the form it made
        else:
            self._empty()
        del self._drafts[draft.key]
        self._key, self.entity_id = draft.key, draft.entity_id
        self._title.setText(draft.title)
        self.show_whose(*draft.whose)
        self._put(draft.content, settled=False)
        self._offer.hide()
        self.show()
        self._focus_inside(draft.content)

    def discard(self, draft: Draft) -> None:
        """Throw a kept form away."""
        if self._drafts.get(draft.key) is draft:
            del self._drafts[draft.key]
            draft.content.deleteLater()
            self._offer.hide()
            self.typing.emit(draft.key)

    def forget(self) -> None:
        """Close and know of no unsaved form any more, as when another book is opened.

        It is not said of any form: what the book keeps of them stays in the book.
        """
        if self._watch is not None:
            self._watch.blockSignals(True)  # noqa: FBT003 - Qt's own
            self._watch.settle()
        self.shut()
        for draft in self.drafts:
            draft.content.deleteLater()
        self._drafts.clear()
        self._remembered.clear()
        self._offer.hide()

    def typed(self, key: str) -> TypedForm | None:
        """Return what is typed and unsaved in a form, or None."""
        draft = self._drafts.get(key)
        if key == self._key and self._watch is not None and self._watch.has_draft:
            title, whose, left = self._title.text(), self.whose, datetime.now().astimezone()
            return TypedForm(key, title, whose, self.entity_id, self._watch.typed, left)
        watch = draft.content.findChild(FormWatch) if draft is not None else None
        if draft is None or watch is None:
            return self._remembered.get(key)
        return TypedForm(key, draft.title, draft.whose, draft.entity_id, watch.typed, draft.left)

    def remember(self, forms: Iterable[TypedForm]) -> None:
        """Offer what was typed in these forms when they are opened: the program ended before."""
        self._remembered = {one.key: one for one in forms}

    def recall(self, form: TypedForm) -> None:
        """Offer it again after it was thrown away."""
        self._remembered[form.key] = form
        self.typing.emit(form.key)

    def dismiss(self, key: str) -> bool:
        """Throw away what is remembered of a form; False when nothing is."""
        if self._remembered.pop(key, None) is None:
            return False
        if key == self._key:
            self._offer.hide()
        self.typing.emit(key)
        return True

    def set_width(self, width: int) -> None:
        """Make the drawer this wide, within its bounds."""
        kept = max(NARROWEST, min(WIDEST, width))
        if kept != self.minimumWidth():
            self.setFixedWidth(kept)
            self.width_changed.emit(kept)

    def widen(self, by: int) -> None:
        """Make the drawer wider, or narrower by a negative number."""
        self.set_width(self.minimumWidth() + by)

    # --- inside

    def _lay_out(self) -> None:
        grip = Grip()
        grip.moved.connect(self.widen)
        words = column(self._title, self._whose, spacing=0)
        heading = row(self._mark, spacing=10, margins=(20, 12, 12, 10))
        heading.addLayout(words, 1)
        heading.addWidget(self._close)
        whole = row(grip, spacing=0)
        inside = column(heading, line(), self._offer, spacing=0)
        inside.addLayout(self._body, 1)
        whole.addLayout(inside, 1)
        self.setLayout(whole)

    def _make_offer(self) -> QFrame:
        made = QFrame()
        set_look(made, "inset")
        go_on = button("Continue", on_click=self._continue)
        away = button("Discard", "link", on_click=self._throw_away)
        made.setLayout(
            column(self._left_words, row(go_on, away, None), spacing=6, margins=(20, 8, 12, 8))
        )
        made.hide()
        return made

    def _offer_draft(self) -> None:
        draft = self._drafts.get(self._key) or self._remembered.get(self._key)
        if draft is not None:
            today = draft.left.date() == datetime.now().astimezone().date()
            when = f"{draft.left:%H:%M}" if today else f"{draft.left:%H:%M on %b} {draft.left.day}"
            self._left_words.setText(f"You began this at {when} and did not save it.")
        set_shown(self._offer, shown=draft is not None)

    def _continue(self) -> None:
        if (draft := self._drafts.get(self._key)) is not None:
            self.resume(draft)
        elif (form := self._remembered.pop(self._key, None)) is not None and self._watch:
            self._watch.fill(form.values)
            self._enter()

    def _throw_away(self) -> None:
        if (draft := self._drafts.get(self._key)) is not None:
            self.discard(draft)
            self._enter()
        elif self.dismiss(self._key):
            self._enter()

    def _enter(self) -> None:
        """Go into the form; nothing is offered any more."""
        self._offer.hide()
        if self._content is not None:
            self._focus_inside(self._content)

    @staticmethod
    def _focus_inside(content: QWidget) -> None:
        """Go where the user was, else to the first field."""
        first = content.findChild(FormRow)
        places: tuple[QWidget | None, ...] = (
            content.focusWidget(),
            first.field if first is not None else None,
        )
        target = next((place for place in places if place is not None), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, content: QWidget, *, settled: bool = True) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        self._body.addWidget(area)
        for part in (area, content):
            part.show()
        self._content = content
        kept = content.findChild(FormWatch)
        self._watch = kept if kept is not None and not settled else self._watched(content)

    def _watched(self, content: QWidget) -> FormWatch:
        made = FormWatch(content)

        def tell() -> None:
            if self._watch is made:
                self.typing.emit(self._key)

        made.changed.connect(tell)
        return made

    def _take(self) -> QWidget | None:
        """Take the content out, alive and hidden."""
        item = self._body.takeAt(0)
        area = item.widget() if item is not None else None
        if not isinstance(area, QScrollArea):
            return None
        content = area.takeWidget()
        content.setParent(self)
        content.hide()
        area.hide()
        area.deleteLater()
        self._content = None
        return content

    def _empty(self) -> None:
        """Make room: what is unsaved is kept, everything else goes."""
        if self._spare is not None and isValid(self._spare):
            self._spare.deleteLater()
        self._spare = None
        if self.has_draft:
            self._keep()
        clear(self._body)
        self._content = self._watch = None
        self.entity_id = None

    def _keep(self) -> None:
        whose, title = self.whose, self._title.text()
        content = self._take()
        if content is None:
            return
        left = datetime.now().astimezone()
        draft = Draft(self._key, title, whose, content, left, self.entity_id)
        for old in (self._drafts.pop(self._key, None), *self.drafts[: -_KEPT + 1]):
            if old is not None:
                self._drafts.pop(old.key, None)
                old.content.deleteLater()
        self._drafts[self._key] = draft
        self.draft_kept.emit(draft)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)


def fact(name: str, value: str) -> QWidget:
    """Return a line of a drawer: what it is on the left, its value on the right."""
    made = QWidget()
    made.setLayout(row(label(name, "quiet"), None, label(value, "name"), margins=(0, 4, 0, 4)))
    return made
