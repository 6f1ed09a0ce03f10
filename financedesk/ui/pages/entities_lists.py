"""Lists and data: the documents of what entities gave one another and others, at what price."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSettings, Signal

from financedesk.ledger.list_rows import STATES, ListRow
from financedesk.rules.data_crossing import data_kinds
from financedesk.ui.models import ListTableModel
from financedesk.ui.pages.entities_list_words import STATE_WORDS, list_columns
from financedesk.ui.widgets import Card, DataTable, EmptyState, FilterBar, FilterField
from financedesk.ui.widgets.build import set_shown

_TEACHES = (
    "A donor list, a poll or a voter file is something of value. Inside one entity, and between a"
    " party and its own units, it passes freely; across every other wall it is sold or exchanged at"
    " its fair value, or the rest is a contribution in kind. Record each one here: the wall answers"
    " before you save, and both sides are booked."
)
_FIELDS = (
    FilterField("data", "What", tuple((code, one.label) for code, one in data_kinds().items())),
    FilterField("state", "State", tuple((code, STATE_WORDS[code][0]) for code in STATES)),
)


class ListsCard(Card):
    """The documents with search and filters; ``opened`` carries the one that was opened."""

    opened = Signal(object)
    record_wanted = Signal()

    def __init__(self, settings: QSettings) -> None:
        super().__init__(flush=True)
        self.rows: tuple[ListRow, ...] = ()
        self.filter = FilterBar("Who, what, or number of the document", _FIELDS)
        self.model: ListTableModel[ListRow] = ListTableModel(
            list_columns(), identify=lambda one: one.id, order=_order
        )
        self.empty = EmptyState(
            "No list has left yet", icon="file-spreadsheet", action="Record list or data"
        )
        self.table = DataTable(
            "Lists and data", self.model, empty=self.empty, noun=("document", "documents")
        )
        self.table.remember(settings, "entities/lists-columns")
        self.filter.setContentsMargins(16, 10, 16, 8)
        self.body.addWidget(self.filter)
        self.body.addWidget(self.table, 1)
        self._may_record, self._why_not = False, ""
        self.filter.changed.connect(lambda _text, _filters: self._arrange())
        self.table.row_opened.connect(self._open)
        self.empty.action_wanted.connect(self.record_wanted)
        self._say_empty()

    def show_rows(self, rows: Sequence[ListRow], *, may_record: bool) -> None:
        """Show these documents; ``may_record`` says whether the user may write any books."""
        self.rows, self._may_record = tuple(rows), may_record
        self._arrange()

    def look_for(self, text: str) -> None:
        """Search for a text, such as a document's number; without one show everything."""
        self.filter.clear()
        self.filter.search.setText(text)
        self._arrange()

    def _arrange(self) -> None:
        self._say_empty()
        set_shown(self.filter, shown=bool(self.rows))
        text, wanted = self.filter.search.text(), dict(self.filter.filters)
        self.model.show([one for one in self.rows if _fits(one, text, wanted)])

    def _say_empty(self) -> None:
        if self.rows:
            self.empty.say("Nothing fits", "Remove a filter, or search for something else.",
                           with_actions=False)  # fmt: skip
            return
        self.empty.say("No list has left yet", _TEACHES, with_actions=self._may_record)

    def _open(self, row_id: int) -> None:
        found = next((one for one in self.rows if one.id == row_id), None)
        if found is not None:
            self.opened.emit(found)


def _fits(one: ListRow, text: str, wanted: dict[str, str]) -> bool:
    sought = text.strip().casefold()
    words = (one.giver, one.taker, one.kind.label, one.document, one.approver, one.contents)
    return (
        wanted.get("data", one.kind.code) == one.kind.code
        and wanted.get("state", one.state) == one.state
        and any(sought in part.casefold() for part in words)
    )


def _order(one: ListRow, key: str) -> Any:  # noqa: ANN401 - whatever compares
    values: dict[str, Any] = {
        "day": one.given_on, "what": one.kind.label, "giver": one.giver, "taker": one.taker,
        "records": one.records, "worth": one.worth.cents, "back": one.counter_cents,
        "given": one.in_kind_cents, "state": STATES.index(one.state),
    }  # fmt: skip
    return values.get(key, one.id)
