"""The tab of a donor's giving: by year and entity, and entry by entry."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from financedesk.ledger.donors_detail import DonorDetail, YearGiving
from financedesk.ledger.register import RegisterRow
from financedesk.ui.formatting import counted, day, money
from financedesk.ui.models import Column, Look, money_column
from financedesk.ui.models.listed import ListTableModel
from financedesk.ui.widgets import (
    Bar,
    BarChart,
    DataTable,
    EmptyState,
    Figure,
    FigureRow,
    Series,
    button,
    column,
    label,
    row,
)

_INKS = ("accent", "chart_2", "chart_3")
_CHART_HEIGHT = 200
_OUT = "refund"


class GivingTab(QWidget):
    """Figures, bars by year, and the newest entries; ``entry_opened`` carries an item's id."""

    entry_opened = Signal(object)
    register_wanted = Signal()

    def __init__(self, detail: DonorDetail, names: Mapping[int, str]) -> None:
        super().__init__()
        self._names = names
        body = column(spacing=12)
        if not detail.entries:
            body.addWidget(
                EmptyState(
                    "No gift yet",
                    "Record the first one with Ctrl+Shift+N; it appears here with its aggregate.",
                    icon="hand-coins",
                )
            )
            self.setLayout(body)
            return
        body.addWidget(_figures(detail))
        self._chart(body, detail.years)
        self._entries(body, detail)
        body.addStretch(1)
        self.setLayout(body)

    def _chart(self, body: QVBoxLayout, years: tuple[YearGiving, ...]) -> None:
        entities = list(dict.fromkeys(one.entity_id for one in years))
        if len(entities) > len(_INKS):
            series = [Series("Given", _INKS[0])]
        else:
            series = [
                Series(self._names.get(entity_id, "Given"), ink)
                for entity_id, ink in zip(entities, _INKS, strict=False)
            ]
        chart = BarChart("Giving by year", series)
        chart.setFixedHeight(_CHART_HEIGHT)
        chart.show_bars(_bars(years, entities, len(series)))
        body.addWidget(chart)
        if len(entities) > 1:
            body.addWidget(chart.legend())

    def _entries(self, body: QVBoxLayout, detail: DonorDetail) -> None:
        model: ListTableModel[RegisterRow] = ListTableModel(
            _columns(several=len({one.entity_id for one in detail.listed}) > 1),
            identify=lambda one: one.id,
        )
        model.show(detail.listed)
        table = DataTable("Entries of this donor", model, noun=("entry", "entries"))
        table.fit_rows(len(detail.listed))
        table.row_opened.connect(self.entry_opened)
        body.addWidget(table)
        more = detail.entries - len(detail.listed)
        if more > 0:
            words = counted(more, "older entry", "older entries")
            body.addWidget(label(f"{words} in the register", "small"))
        link = button("Open in the register", "link", on_click=self.register_wanted.emit)
        body.addLayout(row(link, None))


def _figures(detail: DonorDetail) -> FigureRow:
    one = detail.row
    figures = FigureRow("What this donor gave")
    figures.show_figures(
        (
            Figure("Aggregate", money(one.aggregate_cents)),
            Figure("This cycle", money(one.cycle_cents)),
            Figure("In all", money(one.given_cents), note=counted(one.gifts, "gift")),
        )
    )
    return figures


def _bars(years: tuple[YearGiving, ...], entities: list[int], series: int) -> list[Bar]:
    """Return a bar for each year from the first to the last, the empty ones included."""
    cents: dict[tuple[int, int], int] = defaultdict(int)
    for one in years:
        place = entities.index(one.entity_id) if series > 1 else 0
        cents[one.year, place] += one.cents
    first, last = years[-1].year, years[0].year
    return [
        Bar(str(year), str(year), tuple(cents[year, place] for place in range(series)))
        for year in range(first, last + 1)
    ]


def _columns(*, several: bool) -> tuple[Column[RegisterRow], ...]:
    entity: Column[RegisterRow] = Column(
        "entity", "Entity", lambda one: one.entity_code, Look.QUIET, 72, sortable=False,
        hidden=not several,
    )  # fmt: skip
    return (
        Column(
            "date", "Date", lambda one: day(date.fromisoformat(one.date)), Look.QUIET, 122,
            sortable=False, copied=lambda one: one.date,
        ),
        entity,
        Column("kind", "What", _what, Look.TEXT, 100, stretch=True, sortable=False, tip=_what),
        money_column("amount", "Amount", _signed, width=88),
    )  # fmt: skip


def _what(one: RegisterRow) -> str:
    words = "Memo: " if one.memo else ""
    return f"{words}{one.drive or one.method or one.kind_label}"


def _signed(one: RegisterRow) -> int:
    return -one.amount_cents if one.kind.startswith(_OUT) else one.amount_cents
