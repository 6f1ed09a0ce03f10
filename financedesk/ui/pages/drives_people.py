"""The people behind drives: segments of one entity's donors, what to ask, and papers for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from financedesk.drives.plans import part_ids_of
from financedesk.drives.prospects import Prospect, prospects
from financedesk.drives.segments import SEGMENTS, SegmentQuery, segment_cards, segment_counts
from financedesk.errors import FinanceDeskError
from financedesk.ui.formatting import NOTHING, count, counted, short_day
from financedesk.ui.jobs import Latest
from financedesk.ui.models import Column, ListTableModel, Look, money_column
from financedesk.ui.widgets import (
    Banner,
    Card,
    DataTable,
    EmptyState,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, combo, set_shown

if TYPE_CHECKING:
    from financedesk.book import Reading
    from financedesk.ledger.entities import EntityRow
    from financedesk.progress import Progress
    from financedesk.ui.pages.drives import Drives

MOST_SHOWN = 200
_LAPSED_MONTHS = (("6 months", 6), ("12 months", 12), ("18 months", 18), ("24 months", 24))


@dataclass(frozen=True)
class Segment:
    """A segment with how many donors it holds; None is not counted."""

    key: str
    donors: int | None

    @property
    def words(self) -> str:
        """What the segment is called."""
        return SEGMENTS[self.key].label


_SEGMENTS: tuple[Column[Segment], ...] = (
    Column("name", "Segment", lambda one: one.words, Look.STRONG, 120, stretch=True, least=80,
           sortable=False, tip=lambda one: SEGMENTS[one.key].words),
    Column("donors", "Donors", lambda one: NOTHING if one.donors is None else count(one.donors),
           Look.NUMBER, 78, sortable=False),
)  # fmt: skip


def _last(one: Prospect) -> str:
    return short_day(date.fromisoformat(one.last_day)) if one.last_day else NOTHING


def _ask(one: Prospect) -> str:
    if one.ask is None or not one.ask.amounts:
        return "nothing"
    return one.ask.text


def _reach(one: Prospect) -> str:
    return "no calls" if one.no_calls else one.phone


_PEOPLE: tuple[Column[Prospect], ...] = (
    Column("name", "Donor", lambda one: one.name, Look.STRONG, 170, stretch=True, least=110),
    Column("place", "Town", lambda one: one.place, Look.QUIET, 130, yields=True),
    Column("gifts", "Gifts", lambda one: count(one.gifts), Look.NUMBER, 66),
    money_column("given", "Given", lambda one: one.given_cents, width=104, summed=False),
    Column("last", "Last", _last, Look.QUIET, 96),
    Column("ask", "Ask", _ask, Look.TEXT, 150, sortable=False,
           tip=lambda one: "" if one.ask is None else one.ask.words),
    Column("missing", "Missing", lambda one: ", ".join(one.missing), Look.QUIET, 140, yields=True,
           tip=lambda one: ", ".join(one.missing)),
    Column("phone", "Telephone", _reach, Look.QUIET, 120, yields=True),
)  # fmt: skip


def _order(one: Prospect, key: str) -> object:
    known: Mapping[str, object] = {
        "name": one.name.casefold(), "place": one.place.casefold(), "gifts": one.gifts,
        "given": one.given_cents, "last": one.last_day, "missing": len(one.missing),
        "phone": one.phone,
    }  # fmt: skip
    return known[key]


def _with_parts(connection: Reading, query: SegmentQuery) -> SegmentQuery:
    """Let a drive stand for its parts as well."""
    parts = part_ids_of(connection, query.drive_ids)
    ids = (*query.drive_ids, *(one for each in parts.values() for one in each))
    return replace(query, drive_ids=ids)


class Paper(NamedTuple):
    """A paper for the people of a segment: its words, the files it may be, and its writer."""

    words: str
    name: str
    files: str
    write: Callable[[Reading, EntityRow, Sequence[int], str, date, Path, Progress], int]


def _call_sheet(
    connection: Reading, entity: EntityRow, cards: Sequence[int], about: str, on: date,
    target: Path, progress: Progress,
) -> int:  # fmt: skip
    from financedesk.reports.call_sheet import CallSheet, write_call_sheet

    people = tuple(prospects(connection, cards, entity.id, on, progress))
    sheet = CallSheet(entity=entity, about=about, on=on, people=people)
    write_call_sheet(sheet, target)
    return len(sheet.listed)


def _thank_you(
    connection: Reading, entity: EntityRow, cards: Sequence[int], _about: str, on: date,
    target: Path, progress: Progress,
) -> int:  # fmt: skip
    from financedesk.reports.thank_you import thank_yous, write_thank_yous

    found = thank_yous(connection, entity, cards, date(on.year, 1, 1), on, on, progress)
    write_thank_yous(found, target, progress)
    return len(found)


def _receipts(
    connection: Reading, entity: EntityRow, cards: Sequence[int], _about: str, on: date,
    target: Path, progress: Progress,
) -> int:  # fmt: skip
    from financedesk.reports.receipt_letter import receipt_letters, write_receipts

    found = receipt_letters(connection, entity, cards, date(on.year, 1, 1), on, on)
    write_receipts(found, target, progress)
    return len(found)


def _mail_merge(
    connection: Reading, entity: EntityRow, cards: Sequence[int], _about: str, on: date,
    target: Path, progress: Progress,
) -> int:  # fmt: skip
    from financedesk.reports.mail_merge import write_mail_merge

    people = prospects(connection, cards, entity.id, on, progress)
    write_mail_merge(people, target, progress)
    return len(people)


_PDF = "PDF (*.pdf)"
PAPERS: tuple[Paper, ...] = (
    Paper("Call sheet…", "call-sheet.pdf", _PDF, _call_sheet),
    Paper("Thank-you letters…", "thank-you.pdf", _PDF, _thank_you),
    Paper("Receipts…", "receipts.pdf", _PDF, _receipts),
    Paper("Mail merge…", "mail-merge.xlsx", "Workbook (*.xlsx);;CSV (*.csv)", _mail_merge),
)


class PeopleView(QWidget):
    """Segments at the left, their donors at the right; papers are for the whole segment.

    Everything is of one entity: what another one knows of the same people stays there.
    """

    def __init__(self, page: Drives) -> None:
        super().__init__()
        self._page, self._desk, self._shell = page, page.desk, page.shell
        self._counting, self._reading = Latest(), Latest()
        self._cards: tuple[int, ...] = ()
        self.segments: ListTableModel[Segment] = ListTableModel(_SEGMENTS)
        self.people: ListTableModel[Prospect] = ListTableModel(
            _PEOPLE, identify=lambda one: one.card_id, order=_order
        )
        self._build()

    def _build(self) -> None:
        self.entity, self.drive, self.months = combo(), combo(), combo()
        self.state, self.zip = QLineEdit(), QLineEdit()
        for words, number in _LAPSED_MONTHS:
            self.months.addItem(f"lapsed after {words}", number)
        self.months.setCurrentIndex(1)
        for one, words in ((self.entity, "Whose donors"), (self.drive, "Of which drive"),
                           (self.months, "Lapsed after"), (self.state, "State"),
                           (self.zip, "ZIP code begins with")):  # fmt: skip
            one.setAccessibleName(words)
        self.state.setPlaceholderText("State")
        self.state.setMaxLength(2)
        self.state.setFixedWidth(70)
        self.zip.setPlaceholderText("ZIP")
        self.zip.setMaxLength(5)
        self.zip.setFixedWidth(76)
        self.list = DataTable("Segments", self.segments, selection_bar=False)
        self.table = DataTable(
            "Donors of the segment", self.people, noun=("donor", "donors"), selection_bar=False,
            empty=EmptyState("Nobody is in this segment", icon="users"),
        )  # fmt: skip
        self.acts = ActionRow()
        self.buttons = [button(one.words, icon="file-text") for one in PAPERS]
        for paper, made in zip(PAPERS, self.buttons, strict=True):
            made.clicked.connect(lambda _on=False, paper=paper: self.ask(paper))
            self.acts.add(made)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.said, self.problem = label("", "small", wrap=True), Banner()
        left = Card(flush=True)
        left.body.addWidget(self.list, 1)
        right = Card(flush=True)
        right.body.addWidget(self.table, 1)
        both = row(spacing=16)
        both.addWidget(left, 4)
        both.addWidget(right, 10)
        above = row(spacing=8)
        above.addWidget(self.entity, 3)
        above.addWidget(self.drive, 3)
        above.addWidget(self.months, 3)
        above.addWidget(self.state)
        above.addWidget(self.zip)
        below = row(spacing=12)
        below.addWidget(self.said, 1)
        below.addWidget(self.acts, 1)
        whole = column(spacing=10)
        whole.addLayout(above)
        whole.addWidget(self.problem)
        whole.addLayout(both, 1)
        whole.addLayout(below)
        self.setLayout(whole)

    def _connect(self) -> None:
        for box in (self.drive, self.months):
            box.activated.connect(lambda _at: self._count())
        self.entity.activated.connect(lambda _at: self._other_entity())
        for field in (self.state, self.zip):
            field.editingFinished.connect(self._count)
        self.list.view.selectionModel().currentRowChanged.connect(lambda _now, _was: self._show())

    # --- what the page asks

    def refresh(self) -> None:
        """Offer the entities in hand, and count the segments of the one that is chosen."""
        kept = self.entity.currentData()
        self.entity.clear()
        for one in self._desk.rows_in_hand:
            self.entity.addItem(one.name, one.id)
        self.entity.setCurrentIndex(max(0, self.entity.findData(kept)))
        set_shown(self.entity, shown=self.entity.count() > 1)
        self._other_entity()

    def _other_entity(self) -> None:
        kept = self.drive.currentData()
        self.drive.clear()
        self.drive.addItem("Of any drive", 0)
        for one in self._page.listed:
            if one.plan.entity_id == self.entity.currentData():
                self.drive.addItem(one.plan.name, one.plan.id)
        self.drive.setCurrentIndex(max(0, self.drive.findData(kept)))
        self._count()

    @property
    def segment(self) -> str:
        """The segment in hand."""
        found = self.segments.row_at(self.list.view.currentIndex().row())
        return found.key if found is not None else "all"

    def query(self, name: str = "") -> SegmentQuery:
        """Return what is chosen."""
        drive_id = int(self.drive.currentData() or 0)
        return SegmentQuery(
            name=name or self.segment, entity_id=int(self.entity.currentData() or 0),
            today=self._desk.today, months=int(self.months.currentData()),
            state=self.state.text().strip().upper(), zip_prefix=self.zip.text().strip(),
            drive_ids=(drive_id,) if drive_id else (),
        )  # fmt: skip

    def _count(self) -> None:
        if not self._desk.is_open or not self.entity.count():
            return
        book, query = self._desk.book, self.query()

        def counted_of(_progress: Progress) -> dict[str, int]:
            with book.read() as connection:
                return segment_counts(connection, _with_parts(connection, query))

        deliver = self._counting.only(self._counted)
        self._counting.replace(self._shell.runner.background(
            "Counting segments", counted_of, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def _counted(self, found: dict[str, int] | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.problem.say(str(found), "bad")
            return
        self.problem.say("")
        place = max(0, self.list.view.currentIndex().row())
        self.segments.show([Segment(key, found.get(key)) for key in SEGMENTS])
        self.list.view.selectRow(place)
        self._show()

    def _show(self) -> None:
        book, query, today = self._desk.book, self.query(), self._desk.today

        def read(progress: Progress) -> tuple[list[int], list[Prospect]]:
            with book.read() as connection:
                cards = segment_cards(connection, _with_parts(connection, query))
                shown = cards[:MOST_SHOWN]
                return cards, prospects(connection, shown, query.entity_id, today, progress)

        deliver = self._reading.only(self._take)
        self._reading.replace(self._shell.runner.background(
            "Reading the segment", read, on_done=deliver, on_error=deliver
        ))  # fmt: skip

    def _take(self, found: tuple[list[int], list[Prospect]] | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.problem.say(str(found), "bad")
            self.people.show([])
            return
        cards, people = found
        self._cards = tuple(cards)
        self.people.show(people)
        words = f"{SEGMENTS[self.segment].words} {counted(len(cards), 'donor')}."
        if len(cards) > len(people):
            words += f" The first {count(len(people))} are listed; papers are for all of them."
        self.said.setText(words)
        for one in self.buttons:
            allow(one, "" if cards else "Nobody is in this segment.")

    # --- papers

    def ask(self, paper: Paper) -> None:
        """Ask where to, and write a paper for the whole segment."""
        place, _filter = QFileDialog.getSaveFileName(
            self, paper.words.rstrip("…"), str(Path.home() / paper.name), paper.files
        )
        if place:
            self.write(paper, Path(place))

    def write(self, paper: Paper, target: Path) -> None:
        """Write a paper for the whole segment to a file."""
        book, today, cards = self._desk.book, self._desk.today, self._cards
        chosen = int(self.entity.currentData() or 0)
        entity = next((one for one in self._desk.rows_in_hand if one.id == chosen), None)
        if entity is None:
            return
        about = SEGMENTS[self.segment].label
        if self.drive.currentData():
            about += f" · {self.drive.currentText()}"

        def work(progress: Progress) -> int:
            with book.read() as connection:
                return paper.write(connection, entity, cards, about, today, target, progress)

        def written(number: int) -> None:
            self._shell.notify(f"Saved {target.name}: {counted(number, 'donor')}", tone="ok")

        self._shell.runner.background(f"Writing {target.name}", work, on_done=written)
