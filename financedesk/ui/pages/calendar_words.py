"""How entries of the calendar read, and the page on which each is dealt with."""

from collections.abc import Callable, Mapping
from datetime import date

from financedesk.compliance.calendar_entry import DONE, OPEN, OVERDUE, PAST, Entry
from financedesk.ui.formatting import counted
from financedesk.ui.pages.compliance_words import Place, place_of
from financedesk.ui.pages.disbursement_subjects import ShowBills
from financedesk.ui.pages.subjects import (
    ShareCosts,
    ShowDeposits,
    ShowDonorPage,
    ShowDonors,
    ShowEntity,
    ShowFiling,
    ShowFindings,
    ShowItem,
    ShowItems,
    ShowReconcile,
    ShowRemittances,
)

TONES: Mapping[str, str] = {OVERDUE: "bad", OPEN: "info", PAST: "neutral", DONE: "ok"}
ICONS: Mapping[str, str] = {
    "filing": "landmark", "notice": "bell", "window": "clock", "hold": "hourglass",
    "clock": "clock", "deposit": "banknote", "settlement": "split", "letter": "file-text",
    "bank": "wallet", "remittance": "list-checks", "bill": "file-text", "tax": "building",
    "noted": "pencil",
}  # fmt: skip
MARKED_DONE = frozenset({"noted", "tax", "window"})
"""What the books cannot know: somebody says that it is done."""


def state_words(one: Entry, today: date) -> tuple[str, str]:
    """Return how an entry stands, with the tone: how late, how near, done or over."""
    if one.state == DONE:
        return "Done", TONES[DONE]
    if one.state == PAST:
        return "Over", TONES[PAST]
    left = one.days_left(today)
    if left < 0:
        return f"{counted(-left, 'day')} late", TONES[OVERDUE]
    if left == 0:
        return "Today", "bad"
    near = one.reminder(today) is not None
    return counted(left, "day"), "warn" if near else TONES[OPEN]


def place_for(one: Entry) -> Place | None:
    """Return where an entry is dealt with; None for what was noted, which has a form here."""
    found = _PLACES.get(one.kind)
    return None if found is None else found(one)


def _filing(one: Entry) -> Place:
    return "filings", None if one.number is None else ShowFiling(one.number)


def _finding(one: Entry) -> Place:
    if one.finding is None or one.number is not None:
        return "compliance", ShowFindings("clock", one.title)
    return place_of(one.finding)


def _hold(one: Entry) -> Place:
    return "contributions", ShowItem(one.item_ids[0])


def _letter(one: Entry) -> Place:
    if one.number is not None:
        return "compliance", ShowFindings("letters", one.about)
    if one.card_id is None:
        return "donors", ShowDonors((("flag", "asked"),))
    return "donors", ShowDonorPage(one.card_id, "requests")


def _window(one: Entry) -> Place:
    first = one.since or one.day
    days = (("period", f"{first.isoformat()}..{one.day.isoformat()}"),)
    return ("contributions" if one.code == "F6" else "disbursements"), ShowItems(days)


def _dues(one: Entry) -> Place:
    return "remittances", ShowRemittances("arrears" if one.state == OVERDUE else "months")


_PLACES: Mapping[str, Callable[[Entry], Place]] = {
    "filing": _filing, "notice": _finding, "clock": _finding, "hold": _hold,
    "deposit": lambda _one: ("contributions", ShowDeposits(waiting=True)),
    "settlement": lambda _one: ("entities", ShareCosts("invoices")), "letter": _letter,
    "bank": lambda one: ("reconcile", ShowReconcile(one.account_id, "close")),
    "remittance": _dues,
    "bill": lambda one: ("disbursements", ShowBills(one.number or 0)), "window": _window,
    "tax": lambda one: ("entities", ShowEntity(one.entity_id)),
}  # fmt: skip
