"""What the law asks about the books: findings by gravity and clock, explained, fixed or waived."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QScrollArea

from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.compliance.waivers import (
    Answered,
    Waiver,
    answered,
    waive,
    waiver_words,
    waivers,
    withdraw,
)
from financedesk.errors import FinanceDeskError
from financedesk.progress import Progress
from financedesk.rules.checks import ADVICE, BLOCK, WARN, check_kinds
from financedesk.rules.roles import CORRECT
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import count, counted, money
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.compliance_detail import FindingActs, FindingView, WaiverForm
from financedesk.ui.pages.compliance_words import LEVELS, due_words, place_of
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    FilterBar,
    FilterField,
    SegmentedControl,
    column,
    row,
)
from financedesk.ui.widgets.keys import add_keys

OPEN, WAIVED = "open", "waived"
_VIEWS = ((OPEN, "To settle"), (WAIVED, "Waived"))
_WAIVED_CHANGE = Changes(frozenset({Area.COMPLIANCE}))


@dataclass(frozen=True)
class Listed:
    """A finding with what was said of it, if it is waived."""

    finding: Finding
    waiver: Waiver | None = None


class Compliance(Page):
    """Lists the findings of the entities in hand; only what changed is judged again."""

    areas = frozenset(Area)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self._reading = Latest()
        self._acts = WrittenActs(shell, self.desk, CORRECT, _WAIVED_CHANGE)
        self._judged: Judged | None = None
        self._answered = Answered((), ())
        self._location, self._looked = "", ""
        self._build()

    def _build(self) -> None:
        self.figures, self.banner = FigureRow("Findings"), Banner()
        self.view = SegmentedControl("Which findings", _VIEWS)
        self.filter = FilterBar("Name, rule or law")
        self.filter.offer(_filters())
        self.model: ListTableModel[Listed] = ListTableModel(self._columns(), order=self._order)
        self.empty = EmptyState("Nothing to fix", icon="shield-check", tone="ok")
        self.table = DataTable(
            "Findings", self.model, empty=self.empty, noun=("finding", "findings"),
            selection_bar=False,
        )  # fmt: skip
        self.table.remember(self.shell.settings, "compliance")
        card = Card(flush=True)
        card.body.addWidget(self.table)
        head = row(spacing=12)
        head.addWidget(self.view)
        head.addWidget(self.filter, 1)
        whole = column(self.figures, self.banner, spacing=12)
        whole.addLayout(head)
        whole.addWidget(card, 1)
        self.body.addLayout(whole, 1)
        self.view.chosen.connect(lambda _key: self._list())
        self.filter.changed.connect(lambda _text, _filters: self._list())
        self.table.row_opened.connect(lambda place: self.open_finding(int(place)))
        add_keys(self.table.view, {"W": self.waive_current, "G": self.go_to_current})
        self._show_figures()

    def _columns(self) -> tuple[Column[Listed], ...]:
        return (
            Column("level", "Level", lambda one: LEVELS[one.finding.level][0], Look.CHIP, 108,
                   tone=lambda one: LEVELS[one.finding.level][1]),
            Column("subject", "About", lambda one: one.finding.subject, Look.STRONG, 190,
                   least=120, tip=lambda one: one.finding.subject),
            Column("rule", "Finding", lambda one: one.finding.kind.title, Look.TEXT, 260,
                   stretch=True, least=150, tip=lambda one: one.finding.why),
            Column("entity", "Entity", self._entity, Look.QUIET, 150, yields=True,
                   tip=self._entity),
            Column("cents", "Amount", lambda one: money(one.finding.cents or None), Look.AMOUNT,
                   110),
            Column("due", "Last day", lambda one: due_words(one.finding, self.desk.today),
                   Look.NUMBER, 116),
        )  # fmt: skip

    def _entity(self, one: Listed) -> str:
        rows = self.desk.entity_rows() if self.desk.is_open else ()
        return next((row.name for row in rows if row.id == one.finding.entity_id), "")

    def _order(self, one: Listed, key: str) -> object:
        found = one.finding
        known: Mapping[str, object] = {
            "level": found.order, "subject": found.subject.casefold(), "rule": found.kind.title,
            "entity": self._entity(one), "cents": found.cents, "due": found.due or "9999",
        }  # fmt: skip
        return known[key]

    def context_line(self) -> str:
        """Say when the books were last looked through."""
        return f"Last checked at {self._looked}" if self._looked else self.desk.entity.name

    # --- looking

    def refresh(self, changes: Changes) -> None:
        """Judge what changed; everything after another book or other entities were taken."""
        if not self.desk.is_open:
            return
        book, scope, today = self.desk.book, self.desk.scope, self.desk.today
        rows = tuple(row for row in self.desk.entity_rows() if row.id in scope)
        known = self._judged if self._location == self.desk.location else None
        self._location = self.desk.location

        def look(progress: Progress) -> tuple[Judged, Answered]:
            with book.read() as connection:
                found = (
                    judge(connection, rows, today, progress)
                    if known is None
                    else judge_again(connection, known, rows, today)
                )
                return found, answered(found.findings, waivers(connection, scope))

        deliver = self._reading.only(self._take)
        self._reading.replace(self.shell.runner.background(
            "Checking the books", look, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def _take(self, found: tuple[Judged, Answered] | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.banner.say(str(found), "bad")
            return
        self.banner.say("")
        self._judged, self._answered = found
        self._looked = datetime.now().astimezone().strftime("%H:%M")
        self._show_figures()
        self._list()
        self.context_changed.emit()

    def _show_figures(self) -> None:
        standing, today = self._answered.standing, self.desk.today
        by_level = {level: sum(one.level == level for one in standing) for level in LEVELS}
        late = sum(one.is_overdue(today) for one in standing)
        self.figures.show_figures(
            (
                Figure("Blocking", count(by_level[BLOCK]), "bad" if by_level[BLOCK] else ""),
                Figure("Warnings", count(by_level[WARN]), "warn" if by_level[WARN] else ""),
                Figure("Advice", count(by_level[ADVICE])),
                Figure("Last day is over", count(late), "bad" if late else ""),
                Figure("Waived", count(len(self._answered.waived))),
            )
        )

    def _list(self) -> None:
        text = self.filter.search.text().casefold()
        chosen = dict(self.filter.filters)
        found = (
            [Listed(one) for one in self._answered.standing]
            if self.view.choice == OPEN
            else [Listed(*both) for both in self._answered.waived]
        )
        self.model.show([one for one in found if _fits(one, text, chosen)])
        self._say_empty(len(found))

    def _say_empty(self, number: int) -> None:
        if number:
            self.empty.say("Nothing fits", "Remove a filter or search for something else.")
        elif self.view.choice == WAIVED:
            self.empty.say("Nothing is waived", "What is answered with a reason stands here.")
        else:
            looked = f"Last checked at {self._looked}. " if self._looked else ""
            self.empty.say(
                "Nothing to fix", f"{looked}{counted(len(check_kinds()), 'check')} looked through"
                " the books; each change is judged as it is made.",
            )  # fmt: skip

    # --- one finding

    def open_finding(self, place: int) -> None:
        """Explain the finding of a row in the drawer."""
        one = self.model.row_at(place)
        if one is not None:
            self._open(one)

    def _open(self, one: Listed) -> None:
        view = FindingView(
            one.finding, one.waiver, self.desk.today, self._entity(one),
            FindingActs(lambda: self._go(one), lambda: self._ask(one), lambda: self._withdraw(one),
                        self._why_not(one)),
        )  # fmt: skip
        self._in_drawer(one.finding.subject, view, one)
        view.fix.setFocus()

    def _in_drawer(self, title: str, content: FindingView | WaiverForm, one: Listed) -> None:
        pane = QScrollArea()
        pane.setWidgetResizable(True)
        pane.setAccessibleName(title)
        pane.setWidget(content)
        self.shell.open_drawer(title, pane, entity_id=one.finding.entity_id)

    def _why_not(self, one: Listed) -> str:
        kind = one.finding.kind
        why_not = self.desk.why_not(CORRECT, one.finding.entity_id)
        return why_not or ("" if kind.can_be_waived else "No reason makes this lawful; put it"
                           " right instead.")  # fmt: skip

    def _current(self) -> Listed | None:
        return self.model.row_at(self.table.view.currentIndex().row())

    def go_to_current(self) -> None:
        """Go where the finding in hand is put right."""
        one = self._current()
        if one is not None:
            self._go(one)

    def _go(self, one: Listed) -> None:
        page, subject = place_of(one.finding)
        self.shell.go(page, subject)

    # --- waiving

    def waive_current(self) -> None:
        """Ask why the finding in hand stays as it is."""
        one = self._current()
        if one is None or one.waiver is not None:
            return
        if self._why_not(one):
            self.shell.say(self._why_not(one))
        else:
            self._ask(one)

    def _ask(self, one: Listed) -> None:
        found, day = one.finding, self.desk.today.isoformat()

        def save(reason: str, initials: str) -> None:
            self._acts.write(
                waiver_words(found.rule),
                lambda unit: waive(unit, found, reason=reason, initials=initials, day=day),
                entity_id=found.entity_id, said=f"Waived: {found.subject}", form=form,
                on_done=lambda _number: self.shell.close_drawer(),
            )  # fmt: skip

        form = WaiverForm(found, self.desk.today, save, FormActs(lambda: self._open(one)))
        self.shell.open_drawer("Waive", form, entity_id=found.entity_id)
        form.reason.setFocus()

    def _withdraw(self, one: Listed) -> None:
        if one.waiver is None:
            return
        number = one.waiver.id
        self._acts.write(
            f"Withdraw the waiver of {one.finding.subject}", lambda unit: withdraw(unit, number),
            entity_id=one.finding.entity_id, said="The finding stands again",
            on_done=lambda _nothing: self.shell.close_drawer(),
        )  # fmt: skip

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return a finding explained, and the form of a waiver."""

        def waiving() -> None:
            one = next((one for one in self.model.rows if not self._why_not(one)), None)
            if one is not None:
                self._ask(one)

        return {"finding": lambda: self.open_finding(0), "waiving": waiving}


def _filters() -> Sequence[FilterField]:
    return (
        FilterField("level", "Level", tuple((key, words) for key, (words, _) in LEVELS.items())),
        FilterField("rule", "Finding", tuple((one.code, one.title) for one in
                                             check_kinds().values())),
    )  # fmt: skip


def _fits(one: Listed, text: str, chosen: Mapping[str, str]) -> bool:
    found = one.finding
    words = f"{found.subject} {found.kind.title} {found.citation} {found.why}".casefold()
    return (
        text in words
        and chosen.get("level", found.level) == found.level
        and chosen.get("rule", found.rule) == found.rule
    )
