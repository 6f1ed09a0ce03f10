"""Everything that must be done by a day: overdue first, by month, entity and person."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.calendar import calendar, origins
from financedesk.compliance.calendar_entry import DONE, KINDS, OVERDUE, Entry, Span
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.errors import FinanceDeskError
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.noted_deadlines import (
    NewDeadline,
    NotedDeadline,
    change_deadline,
    delete_deadline,
    finish_deadline,
    note_deadline,
    noted_deadlines,
    reopen_deadline,
)
from financedesk.progress import Progress
from financedesk.reports.icalendar_file import Shared, write_calendar
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.rules.roles import CORRECT, PROMISES
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, day, money, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.calendar_form import DeadlineForm
from financedesk.ui.pages.calendar_strip import EVERYTHING, LATE, MonthStrip, cell_of, months_from
from financedesk.ui.pages.calendar_words import ICONS, MARKED_DONE, place_for, state_words
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.subjects import ExportCalendar, NoteDeadline, ShowCalendar
from financedesk.ui.pages.whose import ENTITY_COLUMN, Whose, with_whose
from financedesk.ui.pages.written_acts import WrittenActs
from financedesk.ui.shell.page import Page, Shell
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    ElidingLabel,
    EmptyState,
    FilterBar,
    FilterField,
    SegmentedControl,
    button,
    column,
    row,
)
from financedesk.ui.widgets.keys import add_keys

TO_DO, ALL = "to_do", "all"
_VIEWS = ((TO_DO, "To do"), (ALL, "All"))
_CHANGE = Changes(frozenset({Area.COMPLIANCE}))
_FILES = "Calendar (*.ics)"


@dataclass(frozen=True)
class Reading:
    """What one look at the books gave: the findings, to judge only changes next, and entries."""

    judged: Judged
    entries: tuple[Entry, ...]
    origins: Mapping[int, str]
    noted: Mapping[int, NotedDeadline]


class Calendar(Page):
    """Lists what must be done in the entities in hand, for a year from this month on."""

    areas = frozenset(Area)
    primary_action = "calendar.note"

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self._reading = Latest()
        self._acts = WrittenActs(shell, self.desk, CORRECT, _CHANGE)
        self._whose = Whose(self.desk)
        self._known: Reading | None = None
        self._location = ""
        self._build()

    def _build(self) -> None:
        self.banner, self.strip = Banner(), MonthStrip()
        self.view = SegmentedControl("What is shown", _VIEWS)
        self.filter = FilterBar("Name, deadline or law")
        self.export = button("Export…", icon="download", on_click=self.ask_export)
        self.filter.trailing.addWidget(self.export)
        self.model: ListTableModel[Entry] = ListTableModel(self._columns(), order=self._order)
        self.empty = EmptyState("Nothing is due", icon="calendar", tone="ok")
        self.table = DataTable(
            "Calendar", self.model, empty=self.empty, noun=("entry", "entries"),
            selection_bar=False,
        )  # fmt: skip
        self.table.remember(self.shell.settings, "calendar")
        self.said = ElidingLabel("", "small")
        card = Card(flush=True)
        card.body.addWidget(self.table)
        head = row(spacing=12)
        head.addWidget(self.view)
        head.addWidget(self.filter, 1)
        whole = column(self.strip, self.banner, spacing=10)
        whole.addLayout(head)
        whole.addWidget(card, 1)
        whole.addWidget(self.said)
        self.body.addLayout(whole, 1)
        self._connect()

    def _connect(self) -> None:
        self.view.chosen.connect(lambda _key: self._list())
        self.strip.chosen.connect(lambda _key: self._list())
        self.filter.changed.connect(lambda _text, _filters: self._list())
        self.table.row_opened.connect(lambda place: self.open_entry(int(place)))
        self.table.view.selectionModel().currentRowChanged.connect(
            lambda _now, _before: self._say_more()
        )
        add_keys(self.table.view, {
            "D": self.mark_done, "F2": self.edit_current, "Del": self.delete_current,
        })  # fmt: skip

    def _columns(self) -> tuple[Column[Entry], ...]:
        columns: tuple[Column[Entry], ...] = (
            Column("day", "Last day", lambda one: day(one.day, today=self.desk.today),
                   Look.NUMBER, 118),
            Column("state", "Left", lambda one: state_words(one, self.desk.today)[0], Look.CHIP,
                   130, tone=lambda one: state_words(one, self.desk.today)[1]),
            Column("glyph", "", lambda _one: "", Look.ICON, 36, sortable=False,
                   icon=lambda one: ICONS[one.kind], spoken=lambda one: KINDS[one.kind]),
            Column("title", "What", lambda one: one.title, Look.STRONG, 280, stretch=True,
                   least=150, tip=lambda one: one.note or one.title),
            Column(ENTITY_COLUMN, "Entity", lambda one: str(one.entity_id), Look.QUIET, 148),
            Column("about", "About", lambda one: one.about, Look.TEXT, 190, least=100, yields=True,
                   tip=lambda one: one.about),
            Column("kind", "Kind", lambda one: KINDS[one.kind], Look.QUIET, 110, yields=True),
            Column("cents", "Amount", lambda one: money(one.cents or None), Look.AMOUNT, 104,
                   yields=True),
        )  # fmt: skip
        return with_whose(columns, self._whose, lambda one: one.entity_id)

    def _order(self, one: Entry, key: str) -> object:
        known: Mapping[str, object] = {
            "day": one.order, "state": (one.is_open, one.order), "title": one.title,
            "about": one.about.casefold(), ENTITY_COLUMN: self._whose(one.entity_id),
            "kind": KINDS[one.kind], "cents": one.cents,
        }  # fmt: skip
        return known[key]

    def context_line(self) -> str:
        """Say what is late and what comes next."""
        entries = self._known.entries if self._known is not None else ()
        late = sum(one.state == OVERDUE for one in entries)
        if late:
            return f"{counted(late, 'entry is', 'entries are')} overdue"
        coming = next((one for one in entries if one.is_open), None)
        return f"Next: {coming.title}, {short_day(coming.day)}" if coming else "Nothing is due"

    def focus_filter(self) -> None:
        """Take the keyboard to the search."""
        self.filter.search.setFocus()

    # --- reading

    def refresh(self, changes: Changes) -> None:
        """Read the calendar anew; findings only of what changed."""
        if not self.desk.is_open:
            return
        desk = self.desk
        book, today, rows = desk.book, desk.today, desk.rows_in_hand
        known = self._known if self._location == desk.location else None
        self._location = desk.location
        promises = [one.id for one in rows if desk.may(PROMISES, one.id)]

        def look(progress: Progress) -> Reading:
            with book.read() as connection:
                judged = (
                    judge(connection, rows, today, progress) if known is None
                    else judge_again(connection, known.judged, rows, today)
                )  # fmt: skip
                entries = calendar(
                    connection, rows, _span(today), today, findings=judged.findings,
                    promises=promises, progress=progress,
                )  # fmt: skip
                ids = [one.id for one in rows]
                noted = {one.id: one for one in noted_deadlines(connection, ids)}
                return Reading(judged, entries, origins(connection, ids), noted)

        deliver = self._reading.only(self._take)
        self._reading.replace(self.shell.runner.background(
            "Reading the calendar", look, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def _take(self, found: Reading | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.banner.say(str(found), "bad")
            return
        self.banner.say("")
        self._known = found
        self.filter.offer(_filters(self.desk.rows_in_hand))
        self.strip.show_entries(found.entries, self.desk.today)
        self._list()
        self.context_changed.emit()

    def _list(self) -> None:
        entries = self._known.entries if self._known is not None else ()
        text, today = self.filter.search.text().casefold(), self.desk.today
        chosen = dict(self.filter.filters)
        shown = [
            one for one in entries
            if (self.view.choice == ALL or one.is_open)
            and self.strip.choice in (EVERYTHING, cell_of(one, today))
            and _fits(one, text, chosen)
        ]  # fmt: skip
        self.model.show(shown)
        self._say_empty(held=bool(entries))
        self._say_more()

    def _say_empty(self, *, held: bool) -> None:
        if not held or (self.strip.choice == EVERYTHING and not self.filter.filters
                        and not self.filter.search.text()):  # fmt: skip
            self.empty.say("Nothing is due", "Reports, clocks and holds stand here by themselves;"
                           " note what the books cannot know.")  # fmt: skip
        else:
            self.empty.say("Nothing here", "Choose another month, or remove a filter.")

    def _current(self) -> Entry | None:
        return self.model.row_at(self.table.view.currentIndex().row())

    def _say_more(self) -> None:
        """Say the figures and the law of the entry in hand below the table."""
        one = self._current()
        words = "" if one is None else " · ".join(filter(None, (one.about, one.note, one.law)))
        self.said.setText(words)

    # --- going and noting

    def open_subject(self, subject: object) -> None:
        """Show a cell of the strip, the form of a deadline, or the dialog of an export."""
        if isinstance(subject, ShowCalendar):
            self.strip.choose(subject.month or EVERYTHING)
        elif isinstance(subject, NoteDeadline):
            self.ask_deadline()
        elif isinstance(subject, ExportCalendar):
            self.ask_export()

    def open_entry(self, place: int) -> None:
        """Go where an entry is dealt with; what was noted opens in its form."""
        one = self.model.row_at(place)
        if one is None:
            return
        found = place_for(one)
        if found is None:
            self.edit_current()
        else:
            self.shell.go(*found)

    def ask_deadline(self, before: NotedDeadline | None = None) -> None:
        """Show the form of a deadline, new or kept."""
        rows = self.desk.entities_for(CORRECT)
        if not rows:
            self.shell.say(self.desk.why_not(CORRECT) or "No entity is in hand.")
            return
        entity_id = before.entity_id if before is not None else rows[0].id

        def save(whose: int, new: NewDeadline) -> None:
            if before is None:
                self._write("Note deadline", whose, lambda unit: note_deadline(unit, whose, new),
                            "Noted", form)  # fmt: skip
            else:
                self._write("Correct deadline", whose,
                            lambda unit: change_deadline(unit, before.id, new), "Corrected",
                            form)  # fmt: skip

        form = DeadlineForm(
            rows, self.desk.today, save,
            FormActs(self.shell.close_drawer, self.delete_current if before else None), before,
        )  # fmt: skip
        form.entity.activated.connect(
            lambda _at: self.shell.show_entity(int(form.entity.currentData()))
        )
        title = "Note deadline" if before is None else "Deadline"
        self.shell.open_drawer(title, form, entity_id=entity_id,
                               about=before.id if before else None)  # fmt: skip
        form.clock.setFocus()

    def edit_current(self) -> None:
        """Open the form of the deadline in hand; other entries follow from the books."""
        one = self._current()
        if one is None:
            return
        noted = self._known.noted if self._known is not None else {}
        kept = noted.get(one.number or 0) if one.kind == "noted" else None
        if kept is None:
            self.shell.say("This follows from the books; Enter goes there.")
        else:
            self.ask_deadline(kept)

    def mark_done(self) -> None:
        """Say that the entry in hand is done, or that it is not, where the books cannot know."""
        one = self._current()
        if one is None:
            return
        if one.kind not in MARKED_DONE:
            self.shell.say("It is done when the books show it; Enter goes there.")
            return
        self._write(*_done_act(one, self.desk.today))

    def delete_current(self) -> None:
        """Take the noted deadline in hand away."""
        one = self._current()
        if one is None or one.number is None or one.kind != "noted":
            self.shell.say("Only a deadline that was noted can be taken away.")
            return
        number = one.number
        self._write("Delete deadline", one.entity_id, lambda unit: delete_deadline(unit, number),
                    f"Deleted: {one.title}")  # fmt: skip

    def _write(
        self,
        action: str,
        entity_id: int,
        work: Callable[[UnitOfWork], object],
        said: str,
        form: DeadlineForm | None = None,
    ) -> None:
        why_not = self.desk.why_not(CORRECT, entity_id)
        if why_not:
            self.shell.say(why_not)
            return
        self._acts.write(action, work, entity_id=entity_id, said=said, form=form,
                         on_done=lambda _result: self.shell.close_drawer())  # fmt: skip

    # --- the file

    def ask_export(self) -> None:
        """Ask where to, and write the calendar without names and amounts."""
        place, _filter = QFileDialog.getSaveFileName(
            self, "Export the calendar", str(Path.home() / "financedesk.ics"), _FILES
        )
        if place:
            self.write_file(Path(place))

    def write_file(self, target: Path) -> None:
        """Write the calendar of the entities in hand into a file, in a job."""
        known = self._known
        if known is None:
            return
        shared = Shared(
            names={one.id: one.name for one in self.desk.rows_in_hand}, origins=known.origins,
            at=datetime.now(UTC), today=self.desk.today,
        )  # fmt: skip
        number = counted(len(known.entries), "entry", "entries")
        self.shell.runner.background(
            f"Writing {target.name}",
            lambda _progress: write_calendar(known.entries, shared, target),
            on_done=lambda _nothing: self.shell.notify(
                f"Saved {target.name}: {number}", "Without names of people and amounts.", tone="ok"
            ),
        )  # fmt: skip

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return what is late, everything with what is done, and the form of a deadline."""

        def all_of_it() -> None:
            self.strip.choose(EVERYTHING)
            self.view.choose(ALL)

        return {
            "late": lambda: self.strip.choose(LATE), "done": all_of_it, "noting": self.ask_deadline,
        }  # fmt: skip


def _span(today: date) -> Span:
    return Span(first_of_month(today), last_of_month(months_from(today)[-1]))


def _filters(rows: Sequence[EntityRow]) -> Sequence[FilterField]:
    return (
        FilterField("kind", "Kind", tuple(KINDS.items())),
        FilterField("entity", "Entity", tuple((str(one.id), one.name) for one in rows)),
    )


def _fits(one: Entry, text: str, chosen: Mapping[str, str]) -> bool:
    words = f"{one.title} {one.about} {one.law} {one.note} {one.code}".casefold()
    return (
        text in words
        and chosen.get("kind", one.kind) == one.kind
        and chosen.get("entity", str(one.entity_id)) == str(one.entity_id)
    )


def _done_act(one: Entry, today: date) -> tuple[str, int, Callable[[UnitOfWork], object], str]:
    """Return the act that marks an entry as done, or as open again: name, whose, work, words."""
    number = one.number if one.kind == "noted" else None
    if number is not None and one.state == DONE:
        return ("Open deadline again", one.entity_id, lambda unit: reopen_deadline(unit, number),
                f"Open again: {one.title}")  # fmt: skip

    def finish(unit: UnitOfWork) -> None:
        new = NewDeadline(due_on=one.day, what=one.title, law=one.law)
        kept = note_deadline(unit, one.entity_id, new) if number is None else number
        finish_deadline(unit, kept, today, today)

    return "Deadline done", one.entity_id, finish, f"Done: {one.title}"
