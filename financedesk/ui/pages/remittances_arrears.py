"""Arrears: who has what open, and for how long; unfulfilled pledges, a memorandum only."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from financedesk.errors import Cancelled, FinanceDeskError
from financedesk.progress import Progress
from financedesk.remittances.aged import AgedList, AgedRow, aged_list
from financedesk.rules.dues_standing import AGES, NOT_YET_DUE
from financedesk.ui.book_desk import book_desk
from financedesk.ui.formatting import counted, dollars, month
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.pages.remittances_run_columns import (
    AGE_TITLES,
    ARREARS_AGES,
    NOUN,
    in_some_rows,
    show_columns,
)
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    FilterBar,
    FilterField,
    FormRow,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.date_edit import DateEdit

if TYPE_CHECKING:
    from financedesk.ui.pages.remittances import Remittances

MEMORANDUM = (
    "What stands here is an unfulfilled pledge, a memorandum only: voluntary, revocable, in no"
    " balance sheet and on no federal form."
)
FORMATS = "Workbook (*.xlsx);;CSV file (*.csv);;PDF (*.pdf)"
_AGES = FilterField(
    "age",
    "Age",
    (
        *((age, f"something {AGE_TITLES[age]} days old") for age in ARREARS_AGES),
        (NOT_YET_DUE, "what is not yet due, too"),
    ),
)
_DAY_WIDTH = 150


class ArrearsView(QWidget):
    """The aged list of ``page.keeper``'s officials on a day; Enter opens the official."""

    def __init__(self, page: "Remittances") -> None:
        super().__init__()
        self.page, self.shell, self.desk = page, page.shell, book_desk(page.shell)
        self.found: AgedList | None = None
        self._location = ""
        self._some: set[str] = {*_SOMETIMES}
        self._reading = Latest()
        self.model: ListTableModel[AgedRow] = ListTableModel(
            arrears_columns(), identify=lambda one: one.person.official_id, order=arrears_order
        )
        self.filter = FilterBar("Name or reference", (_AGES,))
        self.day = DateEdit(self.desk.today, self.desk.today)
        self.day_row = FormRow("As of", self.day, "remittances.arrears_on")
        self.day_row.setFixedWidth(_DAY_WIDTH)
        self.export_button = button("Export…", icon="download", on_click=self.ask_export)
        self.figures = FigureRow("Unfulfilled pledges by age")
        self.problem = Banner("", "bad", closable=True)
        self.empty = EmptyState("", icon="circle-check", tone="ok")
        self.table = DataTable("Arrears", self.model, empty=self.empty, noun=NOUN)
        self.table.remember(self.shell.settings, "remittances/arrears-columns")
        self._lay_out()
        self.filter.changed.connect(lambda _text, _filters: self._show())
        self.day.day_changed.connect(lambda _day: self._day_changed())
        self.table.row_opened.connect(self.page.show_official)

    def _lay_out(self) -> None:
        self.filter.trailing.addWidget(self.export_button)
        top = row(spacing=16)
        top.addWidget(self.filter, 1)
        top.addWidget(self.day_row)
        card = Card(flush=True)
        card.body.addWidget(self.table)
        whole = column(top, self.problem, self.figures, spacing=12)
        whole.addWidget(label(MEMORANDUM, "small", wrap=True))
        whole.addWidget(card, 1)
        self.setLayout(whole)

    # --- reading

    def refresh(self) -> None:
        """Read the list of the day anew."""
        if not self.desk.is_open:
            return
        if self._location != self.desk.location:
            self._location = self.desk.location
            self.day.set_day(self.desk.today)
        keeper, on = self.page.keeper, self.day.day
        if keeper is None or on is None:
            return
        book = self.desk.book

        def read(_progress: Progress) -> AgedList:
            with book.read() as connection:
                return aged_list(connection, keeper.id, on)

        deliver = self._reading.only(self._take)
        job = self.shell.runner.background(
            "Reading the arrears", read, on_done=deliver, on_error=self._failed
        )
        self._reading.replace(job)

    def take(self, subject: object) -> None:
        """Show the list; it has no more than one way of being looked at."""

    def _day_changed(self) -> None:
        self.day_row.say(self.day.problem)
        self.refresh()

    def _failed(self, error: FinanceDeskError) -> None:
        if not isinstance(error, Cancelled):
            self.problem.say(str(error), "bad")

    def _take(self, found: AgedList) -> None:
        self.found = found
        self.problem.say("")
        self._make_room(found)
        self.figures.show_figures(_figures(found))
        self._show()

    def _make_room(self, found: AgedList) -> None:
        """Hide what nobody has; whoever wants to see the column still can."""
        some = {key for key, cents in _SOMETIMES.items() if any(map(cents, found.rows))}
        show_columns(self.table, some - self._some, shown=True)
        show_columns(self.table, self._some - some, shown=False)
        self._some = some

    def _show(self) -> None:
        """Show the rows that fit search and filter, in the order that the user has chosen."""
        rows = [] if self.found is None else [one for one in self.found.rows if self._fits(one)]
        if self.model.sorted_by is not None:
            key, descending = self.model.sorted_by
            rows.sort(key=lambda one: arrears_order(one, key), reverse=descending)
        self.model.show(rows)
        self._say_empty()
        why = "" if self.found is not None else "Nothing is read yet."
        allow(self.export_button, why, "The whole list, as a workbook, a CSV file or on paper")

    def _fits(self, one: AgedRow) -> bool:
        age = dict(self.filter.filters).get("age", "")
        fitting = {**one.ages, "": arrears_of(one), NOT_YET_DUE: one.open_cents}
        told = f"{one.person.name} {one.person.reference}".casefold()
        words = self.filter.search.text().casefold().split()
        return fitting[age] > 0 and all(word in told for word in words)

    def _say_empty(self) -> None:
        if self.filter.search.text() or self.filter.filters:
            self.empty.say("Nobody fits", "Remove the filter or search for another name.")
        else:
            self.empty.say(
                "Every promise that was due is kept",
                "Whoever has something open stands here from the last day of its month on, with"
                " its age.",
            )

    # --- export

    def ask_export(self) -> None:
        """Ask where to and in which form, and write the whole list of the day."""
        if self.found is None:
            return
        name = f"arrears-{self.found.keeper.code}-{self.found.on}.xlsx"
        place, form = QFileDialog.getSaveFileName(
            self, "Export the arrears", str(Path.home() / name), FORMATS
        )
        if place:
            self.export(_with_ending(Path(place), form))

    def export(self, target: Path) -> None:
        """Write the whole list of the day in a job; the ending says as what."""
        found, book = self.found, self.desk.book
        if found is None:
            return

        def write(progress: Progress) -> Path:
            from financedesk.remittances.paper_kinds import AGED
            from financedesk.reports.remittance_papers import Asked, write_paper_of

            asked = Asked(keeper_id=found.keeper.id, on=found.on)
            return write_paper_of(book, AGED, asked, target, progress)

        def done(written: Path) -> None:
            words = f"{counted(len(found.rows), *NOUN)} listed in {written.name}"
            self.shell.say(words)
            self.shell.notify(words, str(written.parent))

        self.shell.runner.background(
            "Exporting the arrears", write, on_done=done, on_error=self._failed
        )


def arrears_of(one: AgedRow) -> int:
    """Return what is open of months that are over, in cents."""
    return sum(one.ages[age] for age in ARREARS_AGES)


def arrears_columns() -> tuple[Column[AgedRow], ...]:
    """Return the columns: who, since when, and how much by age."""
    return (
        Column("name", "Official", lambda one: one.person.name, Look.STRONG, 190, stretch=True,
               tip=lambda one: f"{one.person.name}, {one.person.reference}"),
        Column("pledge", "Pledge", lambda one: one.pledge, Look.QUIET, 130, yields=True,
               tip=lambda one: one.pledge),
        Column("oldest", "Since", lambda one: month(one.oldest), width=140, yields=True),
        *(_age(age) for age in ARREARS_AGES),
        money_column("open", "Unfulfilled", arrears_of, width=116),
        in_some_rows("later", "Not yet due", lambda one: one.ages[NOT_YET_DUE], 112),
        in_some_rows("carried", "Of it: no room", lambda one: one.carried_cents, 124),
    )  # fmt: skip


def arrears_order(one: AgedRow, key: str) -> Any:  # noqa: ANN401 - whatever compares
    """Return what sorting by a column compares."""
    found = _ORDERS.get(key)
    return one.person.name.casefold() if found is None else found(one)


def _age(age: str) -> Column[AgedRow]:
    return in_some_rows(age, AGE_TITLES[age], lambda one: one.ages[age], 104, yields=False)


_SOMETIMES: Mapping[str, Callable[[AgedRow], int]] = {
    "later": lambda one: one.ages[NOT_YET_DUE],
    "carried": lambda one: one.carried_cents,
}
_ORDERS: Mapping[str, Callable[[AgedRow], Any]] = {
    "pledge": lambda one: one.pledge,
    "oldest": lambda one: one.oldest,
    "open": arrears_of,
    **_SOMETIMES,
    **{age: lambda one, age=age: one.ages[age] for age in AGES},  # type: ignore[misc]
}


def _figures(found: AgedList) -> tuple[Figure, ...]:
    """Return the totals: all that is open of months that are over, and of what age it is."""
    ages = found.ages
    tones = dict(zip(ARREARS_AGES, ("", "", "warn", "bad"), strict=True))
    behind = [one for one in found.rows if arrears_of(one)]
    later = f", {dollars(ages[NOT_YET_DUE])} not yet due" if ages[NOT_YET_DUE] else ""
    whole = Figure(
        "Unfulfilled", dollars(sum(map(arrears_of, behind))),
        note=f"{counted(len(behind), *NOUN)}{later}",
    )  # fmt: skip
    return (
        whole,
        *(
            Figure(f"{AGE_TITLES[age]} days", dollars(ages[age]), tones[age] if ages[age] else "")
            for age in ARREARS_AGES
        ),
    )


def _with_ending(place: Path, form: str) -> Path:
    """Return the place with the ending of the form that was chosen, where none was typed."""
    if place.suffix.lower() in (".csv", ".xlsx", ".pdf"):
        return place
    known = next((one for one in ("csv", "pdf") if f"*.{one}" in form), "xlsx")
    return place.with_name(f"{place.name}.{known}")
