"""The drawer of one disbursement or transfer: every fact of it, and the way to its other side."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from financedesk.ledger.outlays import OutlayRow
from financedesk.ui.pages.contribution_detail import EntryDetail
from financedesk.ui.pages.disbursement_columns import category_words
from financedesk.ui.pages.disbursement_edit import Outlay
from financedesk.ui.widgets import Banner, button, column, label, line, row
from financedesk.ui.widgets.build import Part

_WALLED = "Its other side stands in books that you may not see."


class OutlayDetail(QWidget):
    """Shows an entry; ``show_other`` opens the other side of a transfer.

    ``why_not`` says why the user may not correct it, empty where they may.
    """

    def __init__(
        self,
        one: Outlay,
        *,
        why_not: str,
        edit: Callable[[], None],
        delete: Callable[[], None],
        show_other: Callable[[], None],
    ) -> None:
        super().__init__()
        body = column(spacing=0)
        beyond = _beyond(one.row, show_other)
        if beyond is not None:
            body.addSpacing(12)
            body.addWidget(beyond)
        facts = EntryDetail(one.detail, why_not=why_not, edit=edit, delete=delete)
        body.addWidget(facts, 1)
        self.setLayout(body)


def _beyond(one: OutlayRow, show_other: Callable[[], None]) -> QWidget | None:
    """Return what disbursements say beyond any entry: the category and the other side."""
    parts: list[Part] = []
    if one.category:
        parts.append(_fact("Category", category_words(one.category)))
    if one.paired:
        parts += _pair(one, show_other)
    if not parts:
        return None
    made = QWidget()
    made.setLayout(column(*parts, spacing=6, margins=(20, 0, 20, 4)))
    return made


def _pair(one: OutlayRow, show_other: Callable[[], None]) -> list[Part]:
    heading: list[Part] = [label("Other side of the transfer", "small-strong"), line()]
    if one.other is None:
        return [*heading, label(_WALLED, "small", wrap=True)]
    words = f"{one.other.entity} · {one.other.account}"
    other = button("Show the other side", "link", name=f"Show the other side: {words}",
                   on_click=show_other)  # fmt: skip
    way = _fact("From" if one.incoming else "To", words)
    found: list[Part] = [*heading, way, row(None, other)]
    if one.locked and not one.entry.locked:
        found.append(Banner(one.locked, "neutral"))
    return found


def _fact(name: str, words: str) -> QLayout:
    value = label(words, "name", wrap=True)
    value.setAccessibleName(f"{name}: {words}")
    value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    made = row(label(name, "quiet"), spacing=12)
    made.addWidget(value, 1)
    return made
