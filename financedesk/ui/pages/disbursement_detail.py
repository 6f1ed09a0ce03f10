"""The drawer of one disbursement or transfer: every fact of it, and the way to its other side."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget

from financedesk.ledger.bills import Bill
from financedesk.ledger.outlays import OutlayRow
from financedesk.ledger.ultimate_payees import Behind
from financedesk.ui.formatting import dollars, short_day
from financedesk.ui.pages.contribution_detail import EntryDetail
from financedesk.ui.pages.disbursement_columns import category_words
from financedesk.ui.pages.disbursement_edit import Outlay
from financedesk.ui.widgets import Banner, button, column, label, line, row
from financedesk.ui.widgets.build import Part

_WALLED = "Its other side stands in books that you may not see."


class OutlayDetail(QWidget):
    """Shows an entry; ``show_other`` opens the other side of a transfer.

    ``name_payees`` opens the form that says who is behind it. ``why_not`` says why the user may
    not correct it, empty where they may.
    """

    def __init__(
        self,
        one: Outlay,
        *,
        why_not: str,
        edit: Callable[[], None],
        delete: Callable[[], None],
        show_other: Callable[[], None],
        name_payees: Callable[[], None],
    ) -> None:
        super().__init__()
        body = column(spacing=0)
        beyond = _beyond(one, show_other, None if why_not else name_payees)
        if beyond is not None:
            body.addSpacing(12)
            body.addWidget(beyond)
        facts = EntryDetail(one.detail, why_not=why_not, edit=edit, delete=delete)
        body.addWidget(facts, 1)
        self.setLayout(body)


def _beyond(
    one: Outlay, show_other: Callable[[], None], name_payees: Callable[[], None] | None
) -> QWidget | None:
    """Return what disbursements say beyond any entry: category, bill, who is behind it, sides."""
    parts: list[Part] = []
    if one.row.category:
        parts.append(_fact("Category", category_words(one.row.category)))
    if one.bill is not None:
        parts += _bill(one.bill)
    if one.behind is not None:
        parts += _behind(one.behind, name_payees)
    if one.row.paired:
        parts += _pair(one.row, show_other)
    if not parts:
        return None
    made = QWidget()
    made.setLayout(column(*parts, spacing=6, margins=(20, 0, 20, 4)))
    return made


def _bill(one: Bill) -> list[Part]:
    names = ", ".join(f"{each.approver}, {short_day(each.on)}" for each in one.approvals)
    found: list[Part] = [_fact("Bill", one.number or f"of {short_day(one.received_on)}")]
    return [*found, _fact("Approved by", names)] if names else found


def _behind(one: Behind, name_payees: Callable[[], None] | None) -> list[Part]:
    """Return who is behind a payment, and the way to say it where money goes on."""
    if one.route is None:
        return []
    found: list[Part] = [label(f"Behind the {one.route.title.lower()}", "small-strong"), line()]
    found += [
        _fact(each.contact.display_name, f"{dollars(each.cents)} · {each.purpose}")
        for each in one.payees
    ]
    if one.missing_words:
        found.append(Banner(one.missing_words, "warn"))
    if name_payees is not None and not one.locked:
        words = "Say who is behind it" if not one.payees else "Change who is behind it"
        found.append(row(None, button(words, "link", on_click=name_payees)))
    return found


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
