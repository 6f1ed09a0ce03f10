"""What was found in a filing: refused, warnings, advice; each leads to its row."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from financedesk.ledger.filings import Filing
from financedesk.ui.formatting import count
from financedesk.ui.pages.filings_work import LEVELS, FoundHere, findings_at
from financedesk.ui.widgets import Card, EmptyState, button, column, label, row
from financedesk.ui.widgets.build import clear, icon_label, set_look

_SHOWN_AT_ONCE = 25
_FIRST_ROW = 3
"""The first line of a file that is a row: header and cover stand before it."""


@dataclass
class _Group:
    """The findings of one level and how many of them are shown."""

    words: str
    tone: str
    icon: str
    found: Sequence[FoundHere]
    shown: int = _SHOWN_AT_ONCE


class FindingsPanel(Card):
    """Findings by level; ``row_wanted`` carries the line of the file that a finding names."""

    row_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__("Findings", "", flush=True)
        self._groups: list[_Group] = []
        self._list: QVBoxLayout = column(spacing=6, margins=(16, 0, 12, 12))
        inside = QWidget()
        whole = column(self._list, None, spacing=0)
        inside.setLayout(whole)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.area.setAccessibleName("Findings")
        self.body.addWidget(self.area)

    @property
    def messages(self) -> tuple[str, ...]:
        """Every finding's words in the order of the panel."""
        return tuple(one.message for group in self._groups for one in group.found)

    def show_filing(self, filing: Filing) -> None:
        """Show the findings of a filing."""
        self._groups = [
            _Group(words, tone, icon, found)
            for key, words, tone, icon in LEVELS
            if (found := findings_at(filing, key))
        ]
        said = [f"{count(len(group.found))} {group.words.lower()}" for group in self._groups]
        self.set_heading("Findings", " · ".join(said) or "Nothing to mend")
        self._draw()

    def _draw(self) -> None:
        clear(self._list)
        if not self._groups:
            self._list.addWidget(
                EmptyState("Nothing found", "The file can be sent as it stands.",
                           icon="circle-check", tone="ok")
            )  # fmt: skip
        for group in self._groups:
            self._list.addWidget(self._group_heading(group))
            for found in group.found[: group.shown]:
                self._list.addWidget(self._row(group, found))
            hidden = len(group.found) - group.shown
            if hidden > 0:
                words = f"Show {count(min(hidden, _SHOWN_AT_ONCE))} more of {count(hidden)}"
                more = button(words, "link", on_click=partial(self._more, group))
                self._list.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)

    def _more(self, group: _Group) -> None:
        group.shown += _SHOWN_AT_ONCE
        self._draw()

    def _group_heading(self, group: _Group) -> QWidget:
        made = QWidget()
        words = label(f"{group.words} · {count(len(group.found))}", "small-strong")
        made.setLayout(
            row(icon_label(group.icon, group.tone), words, None, spacing=6, margins=(0, 6, 0, 0))
        )
        return made

    def _row(self, group: _Group, found: FoundHere) -> QFrame:
        made = QFrame()
        set_look(made, "inset")
        made.setAccessibleName(f"{group.words}: {found.message}")
        parts = [found.record, f"line {count(found.line)}" if found.line else ""]
        place = label(" · ".join(part for part in parts if part), "caption")
        foot = row(place, None, spacing=8)
        if found.line >= _FIRST_ROW:
            foot.addWidget(
                button("Show row", "link", name=f"Show row: {found.message}",
                       on_click=lambda: self.row_wanted.emit(found.line))
            )  # fmt: skip
        content = column(label(found.message, wrap=True), spacing=2, margins=(10, 8, 10, 4))
        if found.record or found.line:
            content.addLayout(foot)
        made.setLayout(content)
        return made
