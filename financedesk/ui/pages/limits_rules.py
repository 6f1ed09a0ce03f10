"""Rules: every limit, threshold, clock and cell of the matrix, with dates, status and law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from financedesk.ledger.overrides import KeptOverride, kept_overrides
from financedesk.progress import Progress
from financedesk.rules.counsel import rule_spoken_of
from financedesk.rules.limits import Override
from financedesk.rules.rule_book import LIMIT, RuleEntry, cycle_days, cycles, rule_entries
from financedesk.ui.book_desk import book_desk
from financedesk.ui.formatting import NOTHING, counted, money
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.limit_words import (
    CONFIDENCE_WORDS,
    KIND_WORDS,
    STATUS_CHIPS,
    VERDICT_CHIPS,
)
from financedesk.ui.pages.limits_override_forms import law_words
from financedesk.ui.pages.limits_rule_detail import word_value
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import (
    Card,
    DataTable,
    EmptyState,
    FilterBar,
    FilterField,
    FormRow,
    column,
    label,
    row,
)
from financedesk.ui.widgets.date_edit import DateEdit

_DAY_WIDTH = 150


@dataclass(frozen=True)
class RuleLine:
    """A rule as the table shows it: its place, its status on the day, and counsel's words on it.

    ``word`` is the one that holds in its place on the day, None where the law does.
    """

    place: int
    entry: RuleEntry
    standing: str
    kept: tuple[KeptOverride, ...]
    word: Override | None


class RulesView(QWidget):
    """The rule sets with search, filters and a day; ``rule_wanted`` carries the row opened.

    ``word_wanted`` and ``withdraw_wanted`` carry the row on which counsel is to speak, or did.
    """

    rule_wanted = Signal(object)
    word_wanted = Signal(object)
    withdraw_wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.desk = shell, book_desk(shell)
        self._reading = Latest()
        self._kept: tuple[KeptOverride, ...] = ()
        self.model: ListTableModel[RuleLine] = ListTableModel(
            rule_columns(), identify=lambda one: one.place, order=_order
        )
        self.filter = FilterBar("Rule, citation, state or file", _fields())
        self.filter.hold_to("", (("kind", LIMIT),))
        self.day = DateEdit(self.desk.today, self.desk.today)
        self.day.setFixedWidth(_DAY_WIDTH)
        self.day_row = FormRow("In force on", self.day, "limits.in_force")
        self.empty = EmptyState(
            "No rule fits", "Remove a filter, or empty the day for rules of any time.", icon="scale"
        )
        self.table = DataTable(
            "Rules", self.model, empty=self.empty, noun=("rule", "rules"), totals=False
        )
        self.table.remember(shell.settings, "limits/rule-columns")
        self.count = label("", "small", wrap=True)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        top = row(spacing=16)
        top.addWidget(self.filter, 1)
        top.addWidget(self.day_row)
        whole = column(top, self.count, spacing=8)
        whole.addWidget(card, 1)
        self.setLayout(whole)
        self.filter.changed.connect(lambda _text, _filters: self.show_rules())
        self.day.day_changed.connect(lambda _day: self.show_rules())
        self.table.row_opened.connect(self._open)
        self._listen()
        self.show_rules()

    def _listen(self) -> None:
        """Del on a rule withdraws counsel's word; Ctrl+N enters one (the page's main act)."""
        key = QShortcut(QKeySequence("Del"), self.table.view)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(lambda: self._with_current(self.withdraw_wanted))

    def enter_word(self) -> None:
        """Ask for the form of counsel's word on the chosen rule, or on the first one shown."""
        self._with_current(self.word_wanted)

    def _with_current(self, wanted: SignalInstance) -> None:
        found = self.model.row_at(max(0, self.table.view.currentIndex().row()))
        if found is not None:
            wanted.emit(found)

    def refresh(self) -> None:
        """Read counsel's overrides anew; the rules themselves come with the program."""
        if not self.desk.is_open:
            return
        book = self.desk.book

        def read(_progress: Progress) -> tuple[KeptOverride, ...]:
            with book.read() as connection:
                return kept_overrides(connection)

        deliver = self._reading.only(self._take)
        job = self.shell.runner.background("Reading counsel's word", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, found: tuple[KeptOverride, ...]) -> None:
        self._kept = found
        self.show_rules()

    def show_rules(self) -> None:
        """Show what fits search, filters and day."""
        self.day_row.say(self.day.problem if self.day.text().strip() else "")
        today = self.day.day or self.desk.today
        spoken: dict[str, list[KeptOverride]] = {}
        for one in self._kept:
            spoken.setdefault(rule_spoken_of(one.override), []).append(one)
        lines = [
            _line(place, entry, today, spoken.get(entry.rule, ()))
            for place, entry in enumerate(rule_entries())
            if self._fits(entry)
        ]
        wanted = dict(self.filter.filters)
        if (status := wanted.get("status")) is not None:
            lines = [one for one in lines if _has_status(one, status)]
        self.model.show(lines)
        self.count.setText(self._counted(len(lines), len(spoken)))

    def _counted(self, rules: int, spoken: int) -> str:
        words = [counted(rules, "rule")]
        if self.day.day is not None:
            words.append("empty the day to see every figure, past and to come")
        if spoken:
            words.append(f"counsel has spoken on {counted(spoken, 'rule')}")
        return " · ".join(words)

    def _fits(self, entry: RuleEntry) -> bool:
        wanted, on = dict(self.filter.filters), self.day.day
        if wanted.get("kind") not in (None, entry.kind):
            return False
        if on is not None and not entry.holds(on, on):
            return False
        if "cycle" in wanted and not entry.holds(*cycle_days(int(wanted["cycle"]))):
            return False
        told = f"{entry.title} {entry.citation} {entry.source} {entry.rule} {entry.note}".casefold()
        return all(word in told for word in self.filter.search.text().casefold().split())

    def _open(self, place: int) -> None:
        at = self.model.position_of(place)
        found = self.model.row_at(at)
        if found is not None:
            self.rule_wanted.emit(found)


def _line(place: int, entry: RuleEntry, on: date, kept: Sequence[KeptOverride]) -> RuleLine:
    """Return a rule's line; counsel's word counts for the figure that holds on the same day."""
    here = tuple(one for one in kept if _meets(entry, one.override))
    words = (one.override for one in here)
    word = next((one for one in words if one.holds(one.rule, on)), None)
    return RuleLine(place, entry, entry.standing(on), here, word if entry.holds(on, on) else None)


def _meets(entry: RuleEntry, word: Override) -> bool:
    first, last = word.since or date.min, word.until or date.max
    return entry.holds(first, max(first, last))


def _has_status(one: RuleLine, status: str) -> bool:
    if status == "counsel":
        return bool(one.kept)
    return status in (one.entry.status, one.standing)


def _fields() -> tuple[FilterField, ...]:
    statuses = tuple((key, words) for key, (words, _tone) in STATUS_CHIPS.items())
    return (
        FilterField("kind", "Kind", tuple(KIND_WORDS.items())),
        FilterField("status", "Status", (*statuses, ("counsel", "overridden by counsel"))),
        FilterField("cycle", "Cycle", tuple((str(y), f"{y - 1}–{y}") for y in cycles())),
    )


def rule_columns() -> tuple[Column[RuleLine], ...]:
    """Return the columns of the table of rules."""
    return (
        Column("kind", "Kind", lambda one: KIND_WORDS[one.entry.kind], Look.QUIET, 104,
               yields=True),
        Column("title", "Rule", lambda one: one.entry.title, Look.STRONG, 340, least=340,
               stretch=True, tip=lambda one: one.entry.title),
        Column("amount", "Amount", _amount, Look.NUMBER, 104, tip=_law_beside),
        Column("unit", "Counted", lambda one: one.entry.unit, Look.QUIET, 110, sortable=False,
               yields=True, tip=lambda one: one.entry.unit),
        Column("since", "From", lambda one: _iso(one.entry.since), width=104, yields=True),
        Column("until", "Until", lambda one: _iso(one.entry.until), width=104),
        Column("status", "Status", lambda one: _status(one)[0], Look.CHIP, 104,
               tone=lambda one: _status(one)[1], tip=_law_beside),
        Column("citation", "Law", lambda one: one.entry.citation, Look.QUIET, 140, yields=True,
               tip=lambda one: one.entry.citation),
        Column("counsel", "Counsel", _counsel, Look.CHIP, 104, yields=True,
               tone=lambda one: "info" if one.word else "neutral", tip=_spoken),
        Column("confidence", "How it is known",
               lambda one: CONFIDENCE_WORDS[one.entry.confidence], Look.QUIET, 150, yields=True),
        Column("source", "File", lambda one: one.entry.source, Look.QUIET, 120, hidden=True,
               yields=True),
    )  # fmt: skip


def _order(one: RuleLine, key: str) -> object:
    entry = one.entry
    if key == "amount":
        cents = one.word.cents if one.word is not None else entry.cents
        return (-1 if cents is None else cents, _amount(one))
    return next(column.text(one) for column in rule_columns() if column.key == key)


def _amount(one: RuleLine) -> str:
    """Return what holds: counsel's value where counsel has spoken, else the law's."""
    entry, word = one.entry, one.word
    if word is not None:
        value = word_value(word)
        return money(word.cents) if word.cents is not None else value[0].upper() + value[1:]
    if entry.cents is not None:
        return money(entry.cents)
    return VERDICT_CHIPS[entry.value][0] if entry.value in VERDICT_CHIPS else entry.value


def _status(one: RuleLine) -> tuple[str, str]:
    """Return how a rule stands; where counsel's word holds, that is never out of sight."""
    return STATUS_CHIPS[one.standing] if one.word is None else ("Counsel’s", "info")


def _law_beside(one: RuleLine) -> str:
    if one.word is None:
        return ""
    return f"Counsel’s word. The law: {law_words(one.entry)}"


def _iso(day: object) -> str:
    return NOTHING if day is None else str(day)


def _counsel(one: RuleLine) -> str:
    if one.word is not None:
        return "In force"
    return "Not now" if one.kept else ""


def _spoken(one: RuleLine) -> str:
    return "\n".join(f"{word_value(kept.override)}: {kept.override.words}" for kept in one.kept)
