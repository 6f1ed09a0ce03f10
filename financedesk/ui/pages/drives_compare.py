"""Drives side by side: a row for each figure, a column for each drive, and their courses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from financedesk.drives.figures import DEFINITIONS, DriveCard
from financedesk.ui.formatting import NOTHING, count, dollars, money
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.drives_words import (
    cost_words,
    days_words,
    goal_words,
    share_words,
    standing_of,
)
from financedesk.ui.widgets import Card, DataTable, EmptyState, button, column, label, row
from financedesk.ui.widgets.build import allow, combo

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.pages.drives import Drives

SEATS = 3
REPORT_FILES = "PDF (*.pdf);;Workbook (*.xlsx);;CSV (*.csv)"


@dataclass(frozen=True)
class Measure:
    """One row: the figure's name, what each drive has, and what it means."""

    name: str
    values: tuple[str, ...]
    means: str = ""


_MEASURES: Sequence[tuple[str, str, Callable[[DriveCard], str]]] = (
    ("Days", "", lambda one: days_words(one.plan)),
    ("Goal", "", lambda one: money(one.plan.goal_cents)),
    ("Raised", "raised", lambda one: dollars(one.figures.raised_cents)),
    ("Of the goal", "", goal_words),
    ("Net", "net", lambda one: dollars(one.figures.net_cents)),
    ("Compliant net", "compliant", lambda one: dollars(one.figures.compliant_cents)),
    ("Gifts", "gifts", lambda one: count(one.figures.gifts)),
    ("Donors", "donors", lambda one: count(one.figures.donors)),
    ("New donors", "new", lambda one: count(one.figures.new_donors)),
    ("Average gift", "average", lambda one: money(one.figures.average_cents)),
    ("Median gift", "median", lambda one: money(one.figures.median_cents)),
    ("Unitemised share", "unitemised", lambda one: share_words(one.figures.unitemised_per_mille)),
    ("Refund rate", "refund_rate", lambda one: share_words(one.figures.refund_per_mille)),
    ("Chargeback rate", "chargeback_rate",
     lambda one: share_words(one.figures.chargeback_per_mille)),
    ("Cost per dollar", "cost_per_dollar", lambda one: cost_words(one.figures.cost_per_mille)),
)  # fmt: skip


def measures(cards: Sequence[DriveCard | None]) -> list[Measure]:
    """Return each figure with what each drive has; a seat that is free has a dash."""
    return [
        Measure(name, tuple(NOTHING if one is None else read(one) for one in cards),
                DEFINITIONS.get(key, ""))
        for name, key, read in _MEASURES
    ]  # fmt: skip


class CompareView(QWidget):
    """Up to three drives, chosen from the list that the page holds."""

    def __init__(self, page: Drives) -> None:
        super().__init__()
        self._page = page
        self._cards: tuple[DriveCard, ...] = ()
        self.choices = [combo() for _ in range(SEATS)]
        for number, one in enumerate(self.choices, 1):
            one.setAccessibleName(f"Drive {number}")
            one.activated.connect(lambda _at: self._compare())
        self.model: ListTableModel[Measure] = ListTableModel(self._columns())
        nothing = EmptyState("No drive like this", icon="target")
        self.table = DataTable("Drives side by side", self.model, empty=nothing,
                               selection_bar=False)  # fmt: skip
        card = Card(flush=True)
        card.body.addWidget(self.table, 1)
        self.report = button("Report…", icon="file-text", on_click=self.save_report)
        self.report.setToolTip("All listed drives side by side, as PDF, workbook or CSV")
        chosen = row(label("Compare", "quiet"), spacing=10)
        for one in self.choices:
            chosen.addWidget(one, 1)
        chosen.addWidget(self.report)
        whole = column(spacing=12)
        whole.addLayout(chosen)
        whole.addWidget(card, 1)
        self.setLayout(whole)

    def _columns(self) -> list[Column[Measure]]:
        def seat(place: int) -> Column[Measure]:
            return Column(
                f"drive_{place}", f"Drive {place + 1}", lambda one: one.values[place],
                Look.NUMBER, 170, sortable=False,
            )  # fmt: skip

        name: Column[Measure] = Column(
            "name", "Figure", lambda one: one.name, Look.STRONG, 190, stretch=True,
            sortable=False, tip=lambda one: one.means,
        )  # fmt: skip
        return [name, *(seat(place) for place in range(SEATS))]

    def show_drives(self, cards: Sequence[DriveCard]) -> None:
        """Offer other drives; those that are compared stay as long as they are offered."""
        kept = [one.currentData() for one in self.choices]
        self._cards = tuple(cards)
        ids = [one.plan.id for one in cards]
        for place, (box, before) in enumerate(zip(self.choices, kept, strict=True)):
            box.clear()
            box.addItem("None", 0)
            for one in cards:
                box.addItem(f"{one.plan.name} · {standing_of(one, self._page.today).word}",
                            one.plan.id)  # fmt: skip
            usual = ids[place] if place < len(ids) else 0
            box.setCurrentIndex(max(0, box.findData(before if before in ids else usual)))
        allow(self.report, "" if cards else "There is no drive to report on.")
        self._compare()

    def save_report(self) -> None:
        """Ask where to, and write all listed drives side by side."""
        day = self._page.today.isoformat()
        place, _filter = QFileDialog.getSaveFileName(
            self, "Save drives side by side", str(Path.home() / f"drives-{day}.pdf"), REPORT_FILES
        )
        if place:
            self.write_report(Path(place))

    def write_report(self, target: Path) -> None:
        """Write all listed drives side by side; small ones stand together."""
        from financedesk.reports.drive_report import write_side_by_side

        page, ids = self._page, [one.plan.id for one in self._cards]
        book, today = page.desk.book, page.today

        def work(progress: Progress) -> Path:
            return write_side_by_side(book, ids, today, target, progress)

        def written(file: Path) -> None:
            page.shell.notify(f"Saved {file.name}", tone="ok")

        page.shell.runner.background(f"Writing {target.name}", work, on_done=written)

    def _compare(self) -> None:
        by_id = {one.plan.id: one for one in self._cards}
        chosen = [by_id.get(int(one.currentData() or 0)) for one in self.choices]
        self.model.show(measures(chosen) if any(chosen) else [])
