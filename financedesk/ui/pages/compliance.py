"""What the law asks about the books: findings by gravity and clock, explained, fixed or waived."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from PySide6.QtWidgets import QStackedWidget

from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.compliance.letters import letters_for
from financedesk.compliance.waivers import answered, waivers, withdraw
from financedesk.errors import FinanceDeskError
from financedesk.ledger.hold_rows import open_holds
from financedesk.progress import Progress
from financedesk.rules.checks import check_kinds
from financedesk.rules.roles import CORRECT
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import count, counted
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel
from financedesk.ui.pages.compliance_detail import FindingActs, FindingView, Told
from financedesk.ui.pages.compliance_fix import FixActs, Ways
from financedesk.ui.pages.compliance_letters import LettersView
from financedesk.ui.pages.compliance_listed import (
    Listed,
    Lists,
    clock_columns,
    clock_figures,
    finding_columns,
    gravity_figures,
    hold_columns,
    hold_figures,
    in_order,
)
from financedesk.ui.pages.compliance_watch import Watch
from financedesk.ui.pages.compliance_words import LEVELS, place_of
from financedesk.ui.pages.subjects import ShowFindings
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    EmptyState,
    FigureRow,
    FilterBar,
    FilterField,
    column,
)
from financedesk.ui.widgets.build import set_shown
from financedesk.ui.widgets.folding_choice import FoldingChoice
from financedesk.ui.widgets.folding_row import FoldingRow
from financedesk.ui.widgets.keys import add_keys

OPEN, CLOCK, HELD, WAIVED, LETTERS = "open", "clock", "held", "waived", "letters"
_VIEWS = (
    (OPEN, "To settle"), (CLOCK, "By clock"), (HELD, "On hold"), (WAIVED, "Waived"),
    (LETTERS, "Letters"),
)  # fmt: skip
Columns = Callable[[Callable[[], date]], tuple[Column[Listed], ...]]
_FINDINGS = ("finding", "findings")
_TABLES: Mapping[str, tuple[str, Columns, tuple[str, str]]] = {
    OPEN: ("Findings", finding_columns, _FINDINGS),
    CLOCK: ("Findings by their clocks", clock_columns, _FINDINGS),
    HELD: ("Gifts on hold", hold_columns, ("gift", "gifts")),
}
_WAIVED_CHANGE = Changes(frozenset({Area.COMPLIANCE}))
_NO_WAIVER = "No reason makes this lawful; put it right instead."


class Compliance(Page):
    """Lists the findings of the entities in hand; only what changed is judged again."""

    areas = frozenset(Area)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self._reading = Latest()
        self._acts = WrittenActs(shell, self.desk, CORRECT, _WAIVED_CHANGE)
        self.fixes = FixActs(shell, self.desk)
        self._judged: Judged | None = None
        self.lists = Lists()
        self._location, self._looked = "", ""
        self.watch = Watch(self, self.desk, shell.runner, lambda: self._judged)
        self._build()

    def _build(self) -> None:
        self.figures, self.banner = FigureRow("Findings"), Banner()
        self.view = FoldingChoice("Which findings", _VIEWS)
        self.filter = FilterBar("Name, rule or law")
        self.filter.offer(_filters())
        self._models: dict[str, ListTableModel[Listed]] = {}
        self.tables = {key: self._table(key, *told) for key, told in _TABLES.items()}
        self.letters = LettersView(self.shell, self.desk)
        self._stack, self._sides = QStackedWidget(), QStackedWidget()
        for table in self.tables.values():
            self._stack.addWidget(table)
        self._findings = Card(flush=True)
        self._findings.body.addWidget(self._stack)
        self._sides.addWidget(self._findings)
        self._sides.addWidget(self.letters)
        self._lay_out()
        self.view.chosen.connect(lambda _key: self._list())
        self.filter.changed.connect(lambda _text, _filters: self._list())
        self.letters.shown.connect(self._count_letters)
        self._show_figures()

    def _lay_out(self) -> None:
        whole = column(self.figures, self.banner, spacing=12)
        whole.addWidget(FoldingRow(self.view, self.filter))
        whole.addWidget(self._sides, 1)
        self.body.addLayout(whole, 1)

    def _count_letters(self) -> None:
        number = self.letters.waiting
        self.view.say(LETTERS, f"Letters {count(number)}" if number else "Letters")

    def _table(self, key: str, name: str, columns: Columns, noun: tuple[str, str]) -> DataTable:
        model: ListTableModel[Listed] = ListTableModel(
            columns(lambda: self.desk.today), order=in_order
        )
        self._models[key] = model
        empty = EmptyState("Nothing to fix", icon="shield-check", tone="ok")
        made = DataTable(name, model, empty=empty, noun=noun, selection_bar=False)
        made.remember(self.shell.settings, "compliance" if key == OPEN else f"compliance_{key}")
        made.row_opened.connect(lambda place: self.open_finding(int(place)))
        add_keys(made.view, {
            "F": self.fix_current, "W": self.waive_current, "G": self.go_to_current,
            "L": self.write_to_current,
        })  # fmt: skip
        return made

    # --- the view in hand

    @property
    def table(self) -> DataTable:
        """The table of the view in hand; what is waived stands as findings do."""
        return self.tables.get(self.view.choice, self.tables[OPEN])

    @property
    def model(self) -> ListTableModel[Listed]:
        """The rows of the view in hand."""
        return self._models.get(self.view.choice, self._models[OPEN])

    @property
    def empty(self) -> EmptyState:
        """What stands where there are no rows."""
        return self.table.empty

    def context_line(self) -> str:
        """Say when the books were last looked through."""
        return f"Last checked at {self._looked}" if self._looked else self.desk.entity.name

    # --- looking

    def refresh(self, changes: Changes) -> None:
        """Judge what changed; everything after another book or other entities were taken."""
        if not self.desk.is_open:
            return
        self.letters.refresh()
        book, scope, today = self.desk.book, self.desk.scope, self.desk.today
        rows = tuple(row for row in self.desk.entity_rows() if row.id in scope)
        known = self._judged if self._location == self.desk.location else None
        self._location = self.desk.location

        def look(progress: Progress) -> tuple[Judged, Lists]:
            with book.read() as connection:
                found = (
                    judge(connection, rows, today, progress)
                    if known is None
                    else judge_again(connection, known, rows, today)
                )
                said = answered(found.findings, waivers(connection, scope))
                names = {one.id: one.name for one in rows}
                held = {f"hold {one.id}": one for one in open_holds(connection, scope)}
                standing = tuple(
                    Listed(one, names[one.entity_id], None, held.get(one.key))
                    for one in said.standing
                )
                waived = tuple(Listed(one, names[one.entity_id], word) for one, word in said.waived)
                return found, Lists(standing, waived)

        deliver = self._reading.only(self._take)
        self._reading.replace(self.shell.runner.background(
            "Checking the books", look, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def _take(self, found: tuple[Judged, Lists] | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.banner.say(str(found), "bad")
            return
        self.banner.say("")
        self._judged, self.lists = found
        self.letters.offer([one.finding for one in self.lists.standing])
        self._looked = datetime.now().astimezone().strftime("%H:%M")
        self._list()
        self.context_changed.emit()

    def _show_figures(self) -> None:
        made = {CLOCK: clock_figures, HELD: hold_figures}.get(self.view.choice, gravity_figures)
        some = self.view.choice != LETTERS
        self.figures.show_figures(made(self.lists, self.desk.today) if some else ())

    def _list(self) -> None:
        of_letters = self.view.choice == LETTERS
        self._sides.setCurrentWidget(self.letters if of_letters else self._findings)
        set_shown(self.filter, shown=not of_letters)
        self._show_figures()
        if not of_letters:
            self._list_findings()

    def _list_findings(self) -> None:
        text, chosen = self.filter.search.text().casefold(), dict(self.filter.filters)
        found = {
            OPEN: self.lists.standing, CLOCK: self.lists.clocked, HELD: self.lists.held,
            WAIVED: self.lists.waived,
        }[self.view.choice]  # fmt: skip
        self._stack.setCurrentWidget(self.table)
        self.model.show([one for one in found if _fits(one, text, chosen)])
        self._say_empty(len(found))

    def _say_empty(self, number: int) -> None:
        looked = f"Last checked at {self._looked}. " if self._looked else ""
        if number:
            self.empty.say("Nothing fits", "Remove a filter or search for something else.")
        elif self.view.choice == WAIVED:
            self.empty.say("Nothing is waived", "What is answered with a reason stands here.")
        elif self.view.choice == HELD:
            self.empty.say(
                "Nothing is on hold", f"{looked}A gift in question stands here with its ten,"
                " thirty and sixty days until it is settled.",
            )  # fmt: skip
        elif self.view.choice == CLOCK:
            self.empty.say("No clock runs", f"{looked}What has a last day stands here.")
        else:
            self.empty.say(
                "Nothing to fix", f"{looked}{counted(len(check_kinds()), 'check')} looked through"
                " the books; each change is judged as it is made.",
            )  # fmt: skip

    def open_subject(self, subject: object) -> None:
        """Show a view, held to a search."""
        if isinstance(subject, ShowFindings):
            self.view.choose(subject.view)
            self.filter.hold_to(subject.text, ())

    def focus_filter(self) -> None:
        """Take the keyboard to the search of the view in hand."""
        shown = self.letters.filter if self.view.choice == LETTERS else self.filter
        shown.search.setFocus()
        shown.search.selectAll()

    # --- one finding

    def open_finding(self, place: int) -> None:
        """Explain the finding of a row in the drawer, with what may be done about it."""
        one = self.model.row_at(place)
        if one is not None:
            self._open(one)

    def _open(self, one: Listed) -> None:
        self.fixes.read(one.finding, lambda ways: self._explain(one, ways))

    def _explain(self, one: Listed, ways: Ways) -> None:
        found = one.finding
        acts = FindingActs(
            lambda way: self.fixes.ask(found, way, ways, lambda: self._open(one)),
            lambda: self._go(one), lambda: self._withdraw(one),
            self.desk.why_not(CORRECT, found.entity_id),
            (lambda: self.letters.write_for(found)) if letters_for(found) else None,
        )  # fmt: skip
        view = FindingView(Told(found, one.entity, ways.remedies, one.waiver), self.desk.today,
                           acts)  # fmt: skip
        self.shell.open_drawer(found.subject, view, entity_id=found.entity_id)
        view.first.setFocus()

    def _current(self) -> Listed | None:
        return self.model.row_at(self.table.view.currentIndex().row())

    def fix_current(self) -> None:
        """Open the form of the usual remedy of the finding in hand, or go where it is put right."""
        one = self._current()
        if one is not None and one.waiver is None:
            self.fixes.fix(one.finding, lambda: self._go(one))

    def write_to_current(self) -> None:
        """Write the letter that the finding in hand needs."""
        one = self._current()
        if one is not None:
            self.letters.write_for(one.finding)

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
        why_not = self.desk.why_not(CORRECT, one.finding.entity_id)
        if why_not or not one.finding.kind.can_be_waived:
            self.shell.say(why_not or _NO_WAIVER)
        else:
            self.fixes.waive(one.finding)

    def _withdraw(self, one: Listed) -> None:
        if one.waiver is None:
            return
        number = one.waiver.id
        self._acts.write(
            f"Withdraw the waiver of {one.finding.subject}", lambda unit: withdraw(unit, number),
            entity_id=one.finding.entity_id, said="The finding stands again",
            on_done=lambda _nothing: self.shell.close_drawer(),
        )  # fmt: skip

    # --- pictures

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return a finding explained, forms of remedies, and the other views."""

        def with_way(code: str) -> Callable[[], None]:
            def show() -> None:
                self.view.choose(OPEN)
                for one in self.model.rows:
                    if code in one.finding.kind.remedies:
                        self.fixes.fix(one.finding, lambda: None)
                        return

            return show

        def waiving() -> None:
            self.view.choose(OPEN)
            one = next((one for one in self.model.rows if one.finding.kind.can_be_waived), None)
            if one is not None:
                self.fixes.waive(one.finding)

        def held() -> None:
            self.view.choose(HELD)
            self.open_finding(0)

        return {
            "finding": lambda: self.open_finding(0), "refund": with_way("refund"),
            "request": with_way("request"), "waiving": waiving,
            "clock": lambda: self.view.choose(CLOCK), "hold": lambda: self.view.choose(HELD),
            "settling": held, "letters": lambda: self.view.choose(LETTERS),
            **self.letters.picture_states(),
        }  # fmt: skip


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
