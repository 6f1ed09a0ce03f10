"""Rules: every limit, threshold, clock and cell of the matrix, with dates, status and law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from financedesk.ledger.overrides import overrides
from financedesk.progress import Progress
from financedesk.rules.limits import Override
from financedesk.rules.rule_book import (
    CLOCK,
    FLOW,
    LIMIT,
    POLICY,
    SHARE,
    STATE,
    THRESHOLD,
    RuleEntry,
    cycle_days,
    cycles,
    rule_entries,
)
from financedesk.ui.book_desk import book_desk
from financedesk.ui.formatting import NOTHING, counted, dollars, money
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.limit_words import (
    CONFIDENCE_WORDS,
    STATUS_CHIPS,
    VERDICT_CHIPS,
    days_words,
    told,
)
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
    line,
    row,
)
from financedesk.ui.widgets.build import Part
from financedesk.ui.widgets.date_edit import DateEdit

KIND_WORDS: Mapping[str, str] = {
    LIMIT: "Limit", THRESHOLD: "Threshold", CLOCK: "Clock", SHARE: "Federal share",
    FLOW: "Who to whom", POLICY: "Own policy", STATE: "State law",
}  # fmt: skip
_DAY_WIDTH = 150


@dataclass(frozen=True)
class RuleLine:
    """A rule as the table shows it: its place, its status on the day, and counsel's word."""

    place: int
    entry: RuleEntry
    standing: str
    overrides: tuple[Override, ...]


class RulesView(QWidget):
    """The rule sets with search, filters and a day; ``rule_wanted`` carries the row opened."""

    rule_wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.shell, self.desk = shell, book_desk(shell)
        self._reading = Latest()
        self._overrides: tuple[Override, ...] = ()
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
        self.show_rules()

    def refresh(self) -> None:
        """Read counsel's overrides anew; the rules themselves come with the program."""
        if not self.desk.is_open:
            return
        book = self.desk.book

        def read(_progress: Progress) -> tuple[Override, ...]:
            with book.read() as connection:
                return overrides(connection)

        deliver = self._reading.only(self._take)
        job = self.shell.runner.background("Reading counsel's word", read, on_done=deliver)
        self._reading.replace(job)

    def _take(self, found: tuple[Override, ...]) -> None:
        self._overrides = found
        self.show_rules()

    def show_rules(self) -> None:
        """Show what fits search, filters and day."""
        self.day_row.say(self.day.problem if self.day.text().strip() else "")
        today = self.day.day or self.desk.today
        spoken: dict[str, list[Override]] = {}
        for one in self._overrides:
            spoken.setdefault(one.rule, []).append(one)
        lines = [
            RuleLine(place, entry, entry.standing(today), tuple(spoken.get(entry.rule, ())))
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


def _has_status(one: RuleLine, status: str) -> bool:
    if status == "counsel":
        return bool(one.overrides)
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
        Column("title", "Rule", lambda one: one.entry.title, Look.STRONG, 240, stretch=True,
               tip=lambda one: one.entry.title),
        Column("amount", "Amount", _amount, Look.NUMBER, 112),
        Column("unit", "Counted", lambda one: one.entry.unit, Look.QUIET, 124, sortable=False,
               yields=True, tip=lambda one: one.entry.unit),
        Column("since", "From", lambda one: _iso(one.entry.since), width=96, yields=True),
        Column("until", "Until", lambda one: _iso(one.entry.until), width=96),
        Column("status", "Status", lambda one: STATUS_CHIPS[one.standing][0], Look.CHIP, 112,
               tone=lambda one: STATUS_CHIPS[one.standing][1]),
        Column("counsel", "Counsel", _counsel, Look.CHIP, 104, yields=True,
               tone=lambda _one: "info", tip=lambda one: _spoken(one.overrides)),
        Column("citation", "Law", lambda one: one.entry.citation, Look.QUIET, 180, yields=True,
               tip=lambda one: one.entry.citation),
        Column("confidence", "How it is known",
               lambda one: CONFIDENCE_WORDS[one.entry.confidence], Look.QUIET, 150, yields=True),
        Column("source", "File", lambda one: one.entry.source, Look.QUIET, 120, hidden=True,
               yields=True),
    )  # fmt: skip


def _order(one: RuleLine, key: str) -> object:
    entry = one.entry
    if key == "amount":
        return (-1 if entry.cents is None else entry.cents, entry.value)
    return next(column.text(one) for column in rule_columns() if column.key == key)


def _amount(one: RuleLine) -> str:
    entry = one.entry
    if entry.cents is not None:
        return money(entry.cents)
    return VERDICT_CHIPS[entry.value][0] if entry.value in VERDICT_CHIPS else entry.value


def _iso(day: object) -> str:
    return NOTHING if day is None else str(day)


def _counsel(one: RuleLine) -> str:
    return "Overridden" if one.overrides else ""


def _spoken(given: Sequence[Override]) -> str:
    return "\n".join(one.words for one in given)


class RuleDetail(QWidget):
    """The drawer of one rule: what it says, all its figures by date, and counsel's word."""

    def __init__(self, one: RuleLine) -> None:
        super().__init__()
        entry = one.entry
        amount = dollars(entry.cents) if entry.cents is not None else _amount(one)
        facts = (
            ("Kind", KIND_WORDS[entry.kind]),
            ("Amount" if entry.cents is not None else "It says", f"{amount} {entry.unit}".strip()),
            ("Holds", days_words(entry.since, entry.until)),
            ("Status", STATUS_CHIPS[one.standing][0]),
            ("How it is known", CONFIDENCE_WORDS[entry.confidence]),
            ("Read in", "; ".join(entry.read_in)),
            ("Law", entry.citation),
            ("File", f"rules/{entry.source}"),
        )
        parts: list[Part] = [label(entry.title, "name", wrap=True), line()]
        parts += [told(name, words) for name, words in facts if words]
        if entry.note:
            parts.append(label(entry.note, wrap=True))
        parts += _all_figures(entry)
        parts += _counsels(one.overrides)
        self.setLayout(column(*parts, None, spacing=6, margins=(20, 12, 20, 20)))


def _all_figures(entry: RuleEntry) -> list[Part]:
    same = [
        one for one in rule_entries() if (one.kind, one.rule) == (entry.kind, entry.rule)
        and one.title == entry.title
    ]  # fmt: skip
    if len(same) < 2:
        return []
    parts: list[Part] = [label("All figures", "small-strong"), line()]
    for one in reversed(same):
        amount = one.value or "no amount" if one.cents is None else dollars(one.cents)
        mark = "" if one.status == "in_force" else f" · {STATUS_CHIPS[one.status][0].lower()}"
        parts.append(told(days_words(one.since, one.until), f"{amount}{mark}"))
    return parts


def _counsels(given: Sequence[Override]) -> list[Part]:
    if not given:
        return []
    parts: list[Part] = [label("Counsel’s word", "small-strong"), line()]
    for one in given:
        limit = "lifted" if one.cents is None else dollars(one.cents)
        what = VERDICT_CHIPS[one.verdict][0] if one.verdict else limit
        parts.append(told(days_words(one.since, one.until), what))
        parts.append(label(one.words, "small", wrap=True))
    return parts
