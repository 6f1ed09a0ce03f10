"""The list of pairs: what speaks for the one in hand, its alternatives, and what can be done."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from financedesk.rules.reconciling import Proposal
from financedesk.rules.reconciling_evidence import Entry
from financedesk.ui.formatting import counted, day, money
from financedesk.ui.pages.reconcile_reading import (
    BOOKS,
    MATCHED,
    MOST_ALONE,
    TO_DO,
    UNEQUAL,
    Case,
    Reading,
    lines_in,
)
from financedesk.ui.widgets import Card, ElidingLabel, EmptyState, button, column, label, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, set_shown
from financedesk.ui.widgets.keys import add_keys
from financedesk.ui.widgets.pair_rows import pair_columns
from financedesk.ui.widgets.pair_view import PairModel, PairView

ACCEPT, CERTAIN, FIND, CREATE, TRANSFER, ASIDE, BACK, SHOW = (
    "accept", "certain", "find", "create", "transfer", "aside", "back", "show",
)  # fmt: skip
"""What can be done with a pair."""
_SHOWN_WAYS = 9
_CHOOSE = "Choose a pair in the list."
_EMPTY = {
    TO_DO: ("circle-check", "Nothing to do here",
            "Every line of the bank to this day is matched or set aside."),
    MATCHED: ("list-checks", "Nothing is matched yet",
              "Accept what is certain first; it stands here and can be taken back."),
    BOOKS: ("circle-check", "The bank has told of everything",
            "No entry of the books to this day waits for its line."),
    UNEQUAL: ("circle-check", "All numbers agree",
              "No payout or check stands in the books at another amount than at the bank."),
}  # fmt: skip
_KEYS = {
    TO_DO: "Enter accepts · 1–9 other · M find · C create · T transfer · X aside · F2 why",
    MATCHED: "Enter or F2 shows what it is made of · U takes it back",
    BOOKS: "Enter or F2 shows what it is made of · M finds its line",
    UNEQUAL: "C records what is missing · M finds what it is · Enter or F2 opens it",
}


class PairsPanel(QWidget):
    """Shows the pairs of one list; ``wanted`` carries what is to be done with the one in hand.

    ``picked`` carries the number of the alternative that somebody takes instead, from 1.
    """

    wanted = Signal(str)
    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.shown = TO_DO
        self._cases: Mapping[int, Case] = {}
        self._why_not = ""
        self._certain = 0
        self._sure: dict[int, int] = {}
        self._reading: Reading | None = None
        self.model = PairModel(pair_columns("Bank", "Books"))
        self.view = PairView("Lines of the bank and entries of the books", self.model)
        self.empties = {key: EmptyState(title, text, icon=icon)
                        for key, (icon, title, text) in _EMPTY.items()}  # fmt: skip
        self._stack = QStackedWidget()
        for part in (self.view, *self.empties.values()):
            self._stack.addWidget(part)
        self.reason = label("", wrap=True)
        self._ways = [ElidingLabel("", "small") for _ in range(_SHOWN_WAYS)]
        self.keys = ElidingLabel("", "caption")
        self._add_buttons()
        self._lay_out()
        self._connect()

    def _add_buttons(self) -> None:
        def made(act: str, words: str, icon: str, look: str = "") -> QPushButton:
            return button(words, look, icon=icon, on_click=lambda: self.wanted.emit(act))

        self.buttons = {
            CERTAIN: made(CERTAIN, "Accept all certain", "list-checks", "primary"),
            ACCEPT: made(ACCEPT, "Accept", "check"),
            FIND: made(FIND, "Find and match", "search"),
            CREATE: made(CREATE, "Create", "plus"),
            TRANSFER: made(TRANSFER, "Transfer", "split"),
            ASIDE: made(ASIDE, "Set aside", "flag"),
            BACK: made(BACK, "Take back", "undo-2"),
        }
        self.acts = ActionRow()
        for act, one in self.buttons.items():
            if act != CERTAIN:
                self.acts.add(one)

    def _lay_out(self) -> None:
        card = Card(flush=True)
        card.body.addWidget(self._stack)
        whole = column(spacing=8)
        whole.addWidget(card, 1)
        below = row(spacing=16)
        below.addLayout(column(self.reason, *self._ways, self.keys, spacing=3), 1)
        below.addWidget(self.acts, 2, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(below)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.view.taken.connect(self._take)
        self.view.picked.connect(self.picked)
        self.view.evidence_wanted.connect(lambda: self.wanted.emit(SHOW))
        self.view.current_changed.connect(self._show_current)
        letters = {"M": FIND, "C": CREATE, "T": TRANSFER, "X": ASIDE, "U": BACK}
        acts = {**letters, "Ctrl+Return": CERTAIN, "Ctrl+Enter": CERTAIN}
        add_keys(self.view, {key: partial(self.wanted.emit, act) for key, act in acts.items()})

    def _take(self) -> None:
        """Accept what is to do; anything else opens to what it is made of."""
        case = self.case
        acceptable = case is not None and bool(case.ways) and self.shown == TO_DO
        self.wanted.emit(ACCEPT if acceptable else SHOW)

    # --- what is shown

    @property
    def case(self) -> Case | None:
        """The pair in hand."""
        row = self.view.in_hand
        return None if row is None else self._cases.get(row.key)

    @property
    def lines_left(self) -> int:
        """How many lines the pairs of the list hold."""
        return lines_in(self._cases.values())

    def show_cases(
        self, shown: str, reading: Reading, cases: Sequence[Case], *, why_not: str
    ) -> None:
        """Show a list; the pair in hand stays, or the one that now stands in its place.

        ``why_not`` says why nothing may be recorded here, empty when it may.
        """
        same = shown == self.shown
        self.shown, self._why_not, self._certain = shown, why_not, reading.certain
        self._reading = reading
        at = self.view.currentIndex().row() if same else 0
        kept = self.case.row.key if same and self.case is not None else None
        self._cases = {one.row.key: one for one in cases}
        self._sure = {one.row.key: id(one.ways[0]) for one in cases if one.is_certain}
        self.model.show([one.row for one in cases])
        place = self.model.position_of(kept) if kept is not None else -1
        self._show_state(at if place < 0 else place)

    def drop(self, keys: frozenset[int], taken: frozenset[int]) -> None:
        """Take pairs out of the list at once; the next one is then in hand.

        Whatever else was proposed with one of the ids in ``taken`` is proposed no more.
        """
        at = self.view.currentIndex().row()
        above = sum(self.model.row_id(place) in keys for place in range(at))
        reading = self._reading
        left = {key: case for key, case in self._cases.items() if key not in keys}
        if reading is not None and self.shown == TO_DO:
            touched = {key for one in taken for key in reading.proposed_in.get(one, ())}
            changed = {key: reading.without(left[key], taken) for key in touched & left.keys()}
            left |= changed
            self._note_sure(keys, changed)
        self._cases = left
        self.model.show([one.row for one in left.values()])
        self._show_state(at - above)

    def _note_sure(self, gone: frozenset[int], changed: Mapping[int, Case]) -> None:
        """Count what is certain after pairs went and others changed, without asking all others."""
        for key in (*gone, *changed):
            self._sure.pop(key, None)
        self._sure |= {key: id(one.ways[0]) for key, one in changed.items() if one.is_certain}
        # One proposal may stand at several lines.
        self._certain = len(set(self._sure.values()))

    def _show_state(self, place: int) -> None:
        filled = bool(self.model.size())
        had_focus = self.view.hasFocus()
        self._stack.setCurrentWidget(self.view if filled else self.empties[self.shown])
        self.view.take_in_hand(max(0, place))
        if filled and had_focus:
            self.view.setFocus()
        self.keys.setText(f"{self._left_out}{_KEYS[self.shown]}")
        self._show_current()

    def why_not(self, act: str) -> str:
        """Say why an act cannot be done with the pair in hand; empty where it can."""
        return _why_nots(self.case).get(act, "")

    @property
    def _left_out(self) -> str:
        """Say how many entries are not listed; empty where all are."""
        total = self._reading.count(BOOKS) if self._reading and self.shown == BOOKS else 0
        return f"The {MOST_ALONE:,} oldest of {total:,} · " if total > MOST_ALONE else ""

    def focus_list(self) -> None:
        """Take the keyboard to the list."""
        if self.model.size():
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the pair in hand

    def _show_current(self) -> None:
        case = self.case
        self.reason.setText("" if case is None else _reason(case))
        set_shown(self.reason, shown=bool(self.reason.text()))
        ways = case.ways if case is not None and len(case.ways) > 1 else ()
        for place, line in enumerate(self._ways):
            shown = place < len(ways)
            line.setText(_way_told(place + 1, ways[place]) if shown else "")
            set_shown(line, shown=shown)
        self._allow(case)

    def _allow(self, case: Case | None) -> None:
        certain = self.buttons[CERTAIN]
        certain.setText(f" Accept all certain ({self._certain:,})")
        certain.setAccessibleName(
            f"Accept all certain, {counted(self._certain, 'match', 'matches')}"
        )
        nothing = "" if self._certain else "Nothing is certain; accept what is likely one by one."
        allow(certain, self._why_not or nothing, "Ctrl+Enter")
        for act, why in _why_nots(case).items():
            allow(self.buttons[act], self._why_not or why, _TIPS[act])
        self.acts.updateGeometry()


_TIPS = {ACCEPT: "Enter or Space", FIND: "M", CREATE: "C", TRANSFER: "T", ASIDE: "X", BACK: "U"}


def _why_nots(case: Case | None) -> Mapping[str, str]:
    """Return why each act cannot be done with a pair now; empty where it can."""
    if case is None:
        return dict.fromkeys(_TIPS, _CHOOSE)
    matched, aside = case.match is not None, bool(case.aside)
    done = "It is matched; take the match back first." if matched else ""
    only_books = "" if case.lines else "The bank has not told of it: there is no line to match."
    return {
        ACCEPT: done or ("" if case.ways else "Nothing is proposed for it; find it or create it."),
        FIND: done,
        CREATE: done or only_books,
        TRANSFER: done or only_books,
        ASIDE: done or only_books or ("It is set aside already." if aside else ""),
        BACK: _why_not_back(case),
    }


def _why_not_back(case: Case) -> str:
    if case.locked:
        return "Its month is closed; reopen that under Close first."
    return "" if case.match is not None or case.aside else "Nothing is matched here yet."


def _reason(case: Case) -> str:
    """Return what speaks for a pair, in a sentence."""
    if case.gap is not None:
        return case.gap.why
    if case.aside:
        return f"Set aside: {case.aside}"
    if case.ways:
        start = "Certain" if case.is_certain else "Likely"
        return f"{start}: {case.ways[0].why}."
    if case.match is not None:
        closed = " Its month is closed." if case.locked else ""
        return f"{case.row.mark.word}: {case.row.mark.why}.{closed}"
    return ""


def _way_told(number: int, way: Proposal) -> str:
    """Return an alternative in one line, after the number that picks it."""
    if not way.entries:
        what = f"taken back on {day(way.lines[-1].day)}"
    else:
        what = f"{day(way.entries[0].day)} · {_who(way.entries)}"
    return f"{number}   {what} · {money(way.cents)} · {way.why}"


def _who(some: Sequence[Entry]) -> str:
    if len(some) > 1:
        return counted(len(some), "entry", "entries")
    one = some[0]
    return ", ".join(one.names[:2]) or one.check or one.reference or "entry of the books"
