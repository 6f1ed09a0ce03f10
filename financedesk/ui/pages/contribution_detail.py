"""The drawer of one entry: what it is, where it stands, what was done to it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from financedesk.ledger.hold_rows import Hold
from financedesk.ledger.register import RegisterDetail, RegisterRow
from financedesk.ledger.register_detail import Event, StandsIn
from financedesk.ledger.wall_notes import KeptNote
from financedesk.rules.flows import NEEDS
from financedesk.rules.money import format_cents
from financedesk.ui.formatting import NOTHING, day, dollars, money
from financedesk.ui.pages.contribution_columns import status_of
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import Banner, Chip, button, column, label, line, row
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.facts import fact_line

_STATES = {
    "draft": "draft", "final": "final", "filed": "filed", "adopted": "as filed before",
    "amending": "being amended", "replaced": "replaced by an amendment",
}  # fmt: skip
_CHANGED_WORDS = {
    "amount_cents": "Amount", "item_date": "Date", "drive_id": "Drive", "contact_id": "Donor",
    "purpose": "Purpose",
}  # fmt: skip


class EntryDetail(QWidget):
    """Every fact of one entry; ``edit`` and ``delete`` act on it where that is allowed.

    ``why_not`` says why the user may not correct it and who can, empty where they may.
    """

    def __init__(
        self,
        detail: RegisterDetail,
        *,
        why_not: str,
        edit: Callable[[], None],
        delete: Callable[[], None],
        open_entry: Callable[[int], None] | None = None,
        sections: Sequence[QWidget] = (),
    ) -> None:
        """``open_entry`` shows another entry that hangs on this one; ``sections`` come first."""
        super().__init__()
        self._open_entry = open_entry
        self._body = column(spacing=4, margins=(20, 16, 20, 20))
        self._heading(detail)
        self._actions(detail, edit, delete, why_not)
        for one in sections:
            self._body.addWidget(one)
        self._section("Entry", _facts(detail))
        if detail.declared is not None:
            self._section("Passed on a condition", _declared_facts(detail.declared))
        for held in detail.holds:
            self._section("On hold", _hold_facts(held))
        self._section("Giver or payee", _giver_facts(detail))
        self._related("Stands on", detail.parents, detail.remarks)
        self._related("Explained or followed by", detail.children, detail.remarks)
        self._notes(detail.texts)
        self._filings(detail.filings)
        self._history(detail.history)
        self._body.addStretch(1)
        self.setLayout(self._body)

    def _heading(self, detail: RegisterDetail) -> None:
        amount = label(dollars(detail.row.amount_cents), "kpi")
        amount.setFont(font(current_theme().scale.kpi, Weight.TITLE, tabular=True))
        words, tone = status_of(detail.row)
        top = row(amount, None, spacing=8)
        top.addWidget(Chip(words, tone), 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.addLayout(top)
        stands = detail.row.line or "No form shows this entry."
        self._body.addWidget(label(stands, "small", wrap=True))

    def _actions(
        self,
        detail: RegisterDetail,
        edit: Callable[[], None],
        delete: Callable[[], None],
        why_not: str,
    ) -> None:
        if detail.row.locked:
            self._body.addSpacing(6)
            self._body.addWidget(Banner(detail.row.locked, "neutral"))
        self._body.addSpacing(8)
        change = button("Edit", icon="pencil", on_click=edit)
        remove = button("Delete", icon="trash-2", on_click=delete)
        allow(change, why_not, "Can be undone")
        allow(remove, why_not or detail.row.locked or "", "Can be undone")
        self._body.addLayout(row(change, remove, None, spacing=8))

    def _section(self, title: str, facts: Mapping[str, str]) -> None:
        shown = {name: words for name, words in facts.items() if words}
        if not shown:
            return
        self._title(title)
        for name, words in shown.items():
            self._body.addLayout(fact_line(name, words))

    def _title(self, words: str) -> None:
        self._body.addSpacing(12)
        self._body.addWidget(label(words, "small-strong"))
        self._body.addWidget(line())

    def _related(
        self, title: str, rows: tuple[RegisterRow, ...], remarks: Mapping[int, str]
    ) -> None:
        if rows:
            self._title(title)
        for one in rows:
            name = f"{one.kind_label}, {_day(one.date)}"
            words = f"{one.name} · {money(one.amount_cents)}"
            self._body.addLayout(fact_line(name, words))
            self._below_related(one, remarks.get(one.id, ""), f"Open {name}: {words}")

    def _below_related(self, one: RegisterRow, said: str, name: str) -> None:
        """Add what a related entry says of itself, and the way to it."""
        if not said and self._open_entry is None:
            return
        below = row(spacing=12)
        below.addWidget(label(said, "small", wrap=True), 1)
        if self._open_entry is not None:
            below.addWidget(self._way_to(one, name), 0, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(below)

    def _way_to(self, one: RegisterRow, name: str) -> QPushButton:
        show = self._open_entry
        return button("Open", "link", name=name, on_click=lambda: show and show(one.id))

    def _notes(self, texts: tuple[str, ...]) -> None:
        if texts:
            self._title("Memo text")
            for words in texts:
                self._body.addWidget(label(words, wrap=True))

    def _filings(self, filings: tuple[StandsIn, ...]) -> None:
        self._title("Stands in")
        if not filings:
            self._body.addWidget(label("No finalised filing yet.", "small"))
        for one in filings:
            name = f"{one.form} {one.report_code} through {_day(one.to_date)}"
            state = _STATES.get(one.state, one.state)
            version = f", amendment {one.version}" if one.version else ""
            self._body.addLayout(fact_line(name, f"{state}{version} · {one.fec_id or one.line}"))

    def _history(self, events: tuple[Event, ...]) -> None:
        if not events:
            return
        self._title("History")
        for event in reversed(events):
            when = f"{_day(event.at[:10])}, {event.at[11:16]} UTC"
            self._body.addLayout(fact_line(event.action, when))
            said = "; ".join([f"by {event.who}", *_changes(event), *filter(None, [event.why])])
            self._body.addWidget(label(said, "small", wrap=True))


def _day(words: str) -> str:
    return day(date.fromisoformat(words)) if words else NOTHING


def _facts(detail: RegisterDetail) -> dict[str, str]:
    one = detail.row
    aggregate = "" if one.aggregate_cents is None else money(one.aggregate_cents)
    shares = ""
    if detail.federal_cents is not None:
        shares = f"{money(detail.federal_cents)} federal, {money(detail.other_cents)} other"
    return {
        "Kind": one.kind_label,
        **{name: _day(when) for name, when in detail.dates.items()},
        "Method": one.method,
        "Account": detail.account,
        "Drive": one.drive,
        "Aggregate with it": aggregate,
        "Shares": shares,
        "Purpose": detail.purpose,
        "Memo": detail.memo_description,
        "Election": detail.election_code,
        "Transaction id": detail.fec_id,
    }


def _declared_facts(kept: KeptNote) -> Mapping[str, str]:
    asked = NEEDS.get(kept.needs, "") or "Noted"
    return {asked: kept.note.words, "By whom": kept.note.who, "On": _day(kept.note.on)}


def _hold_facts(held: Hold) -> dict[str, str]:
    """Return why a gift was on hold, until when, and how that was settled."""
    settled = _SETTLED.get(held.resolution, "")
    by = f" by {held.resolved_by}" if held.resolved_by else ""
    return {
        "Reason": f"{held.why.title} ({held.why.citation})",
        "In question": money(held.cents),
        "Of it still open": money(held.open_cents) if held.is_open else "",
        "Since": _day(held.since),
        "Why": held.basis,
        "Deposited": "Not yet" if held.waiting and held.is_open else "",
        **{f"By {day(due.day)}": due.action for due in held.dues},
        "Settled": f"{settled} {_day(held.resolved_on) if held.resolved_on else ''}{by}".strip(),
        "Evidence": held.resolved_why,
    }


_SETTLED = {"released": "Released", "returned": "Sent back", "refunded": "Given back"}


def _giver_facts(detail: RegisterDetail) -> dict[str, str]:
    known = detail.contact
    if known is None:
        return {}
    town = ", ".join(part for part in (known.city, f"{known.state} {known.zip}".strip()) if part)
    street = ", ".join(part for part in (known.street_1, known.street_2) if part)
    work = {
        "Employer": known.employer or "Not known",
        "Occupation": known.occupation or "Not known",
    }
    return {
        "Name": known.display_name,
        "Street": street,
        "Town": town,
        **(work if known.is_person else {}),
        "E-mail": known.email,
        "Phone": known.phone,
        "Committee": known.committee_id,
    }


def _changes(event: Event) -> list[str]:
    """Return what an act changed, in words; an entry that was made or imported changed nothing."""
    if not event.before:
        return []
    return [
        f"{words} {_value(name, event.before[name])} → {_value(name, event.after.get(name))}"
        for name, words in _CHANGED_WORDS.items()
        if name in event.before
    ]


def _value(name: str, value: object) -> str:
    if value is None:
        return NOTHING
    if name.endswith("_cents") and isinstance(value, int):
        return format_cents(value)
    return "changed" if name.endswith("_id") else str(value)
