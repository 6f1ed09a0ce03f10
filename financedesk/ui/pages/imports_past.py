"""The imports of the book, newest first, each of which can be taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from financedesk.intake.formats import FORMATS
from financedesk.intake.mapped import PREFIX
from financedesk.intake.past_imports import PastImport
from financedesk.ui.formatting import NOTHING, count, counted, day, money, plain_money
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.widgets import Card, DataTable, EmptyState, button, column, label, row
from financedesk.ui.widgets.build import allow, glyph, set_look

_FORMATS = {
    "actblue": "ActBlue", "actblue-cancelled": "ActBlue list of ended gifts",
    "fec-itcont": "FEC list", "interchange": "Entries", "paypal": "PayPal", "sample": "Sample",
    "winred": "WinRed",
}  # fmt: skip
_LISTED = 12
_MOST_TOLD = 30


def format_title(code: str) -> str:
    """Write a format for people: ``Raise the money``, or the name of a layout."""
    if code.startswith(PREFIX):
        return f"Layout “{code.removeprefix(PREFIX)}”"
    known = any(one.code == code for one in FORMATS)
    return _FORMATS.get(code, code.replace("-", " ").capitalize() if known else code)


class PastImports(Card):
    """Lists imports; ``undo_wanted`` carries the import that is to be taken back."""

    undo_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("Past imports", "Select one to take it back; a row that is filed holds it",
                         flush=True)  # fmt: skip
        self._names: Mapping[int, str] = {}
        self.model: ListTableModel[PastImport] = ListTableModel(
            self._columns(), identify=lambda one: one.id, order=_order
        )
        empty = EmptyState(
            "Nothing was imported yet", "Files that you bring in are listed here.",
            icon="file-input",
        )  # fmt: skip
        self.table = DataTable("Past imports", self.model, empty=empty, noun=("import", "imports"))
        self.undo = button("Undo this import", icon="undo-2", on_click=self._undo)
        self.table.add_action(self.undo)
        self.table.selection_changed.connect(lambda _rows: self._allow())
        self.table.setMinimumHeight(220)
        self.body.addWidget(self.table)
        self.why_not = "No book is open."

    def show_imports(
        self, imports: Sequence[PastImport], names: Mapping[int, str], *, why_not: str
    ) -> None:
        """Show imports; ``names`` are the entities in hand by their ids.

        ``why_not`` says why the user may take none back and who can, empty where they may.
        """
        self._names, self.why_not = names, why_not
        self.model.show(imports)
        self._allow()

    @property
    def chosen(self) -> PastImport | None:
        """The one import that is selected, None for none and for several."""
        ids = self.table.selected_ids()
        found = [one for one in self.model.rows if one.id in ids]
        return found[0] if len(found) == 1 else None

    def _allow(self) -> None:
        chosen = self.chosen
        may = chosen is not None and not chosen.undone and not self.why_not
        taken = "It was taken back already." if chosen is not None and chosen.undone else ""
        choose = "" if chosen is not None else "Choose one import to take back."
        allow(self.undo, self.why_not or ("" if may else taken or choose))

    def _undo(self) -> None:
        if self.chosen is not None:
            self.undo_wanted.emit(self.chosen)

    def _columns(self) -> tuple[Column[PastImport], ...]:
        return (
            Column("file_name", "File", lambda one: one.file_name, Look.STRONG, 240, stretch=True,
                   tip=lambda one: one.file_name),
            Column("format", "Format", format_words, Look.TEXT, 110, yields=True),
            Column("whose", "For", self._whose, Look.TEXT, 170, yields=True, sortable=False,
                   tip=self._whose),
            Column("at", "Date", lambda one: day(_moment(one.at).date()), Look.QUIET, 110),
            Column("rows", "Rows", lambda one: count(one.rows), Look.NUMBER, 84),
            Column("by_hand", "By hand", _by_hand, Look.QUIET, 110, yields=True, sortable=False,
                   tip=lambda one: "\n".join(one.by_hand[:_MOST_TOLD]),
                   copied=_all_by_hand, spoken=_all_by_hand),
            Column("total_cents", "Total", _total, Look.AMOUNT, 124,
                   copied=lambda one: plain_money(one.total_cents)),
            Column("state", "State", _state, Look.CHIP, 110, sortable=False,
                   tone=lambda one: "neutral" if one.undone else "ok"),
        )  # fmt: skip

    def _whose(self, one: PastImport) -> str:
        return ", ".join(name for key, name in self._names.items() if key in one.chains)


def _by_hand(one: PastImport) -> str:
    """Say how much was put right by hand; what it was stands in the tooltip."""
    return counted(len(one.by_hand), "change") if one.by_hand else ""


def _all_by_hand(one: PastImport) -> str:
    return "; ".join(one.by_hand)


def format_words(one: PastImport) -> str:
    """Return an import's format in words."""
    if one.kind == "adopt":
        return "Past filing"
    return format_title(one.format)


def _total(one: PastImport) -> str:
    return money(one.total_cents) if one.total_cents else NOTHING


def _state(one: PastImport) -> str:
    return "Taken back" if one.undone else "In the book"


def _order(one: PastImport, key: str) -> object:
    return format_words(one) if key == "format" else getattr(one, key)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)


class Dependents(QFrame):
    """Asks what becomes of the work that stands on an import: it is listed, nothing is done yet."""

    take_back = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        set_look(self, "card")
        self._import: PastImport | None = None
        self._title = label("", "section", wrap=True)
        self._list = label("", "quiet", wrap=True)
        self.too = button("Take those back too", "primary", icon="undo-2", on_click=self._take)
        self.keep = button("Keep", name="Keep the import", on_click=self.hide)
        words = column(self._title, self._list, row(self.too, self.keep, None), spacing=8)
        content = row(spacing=14, margins=(16, 14, 16, 14))
        content.addWidget(glyph("triangle-alert", "warn"))
        content.addLayout(words, 1)
        self.setLayout(content)
        self.hide()

    def ask(self, one: PastImport, depends: Sequence[str]) -> None:
        """List what stands on an import."""
        self._import = one
        number = counted(len(depends), "later entry", "later entries")
        self._title.setText(f"{number} stand on {one.file_name}; nothing was taken back yet.")
        more = len(depends) - _LISTED
        shown = [f"• {sentence}" for sentence in depends[:_LISTED]]
        self._list.setText("\n".join([*shown, f"… and {count(more)} more"] if more > 0 else shown))
        self.setAccessibleName(self._title.text())
        self.show()
        self.keep.setFocus()

    def _take(self) -> None:
        self.hide()
        if self._import is not None:
            self.take_back.emit(self._import)
