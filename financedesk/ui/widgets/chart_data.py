"""The figures behind a chart: as a table, as text for the clipboard, and as spoken words."""

from collections.abc import Sequence
from dataclasses import dataclass

from financedesk.ui.formatting import NOTHING, money, plain_money, spoken_money
from financedesk.ui.models.columns import Column, Look
from financedesk.ui.models.listed import ListTableModel


@dataclass(frozen=True)
class ChartRow:
    """One place of a chart: its name, and its cents in each column; None is not known."""

    name: str
    cents: tuple[int | None, ...]


@dataclass(frozen=True)
class ChartData:
    """A chart as figures: what the first column holds, the other columns, and the rows."""

    first: str
    columns: tuple[str, ...]
    rows: tuple[ChartRow, ...]

    def as_text(self) -> str:
        """Return the figures as tab-separated text for a spreadsheet."""
        lines = ["\t".join((self.first, *self.columns))]
        for row in self.rows:
            cells = ("" if cents is None else plain_money(cents) for cents in row.cents)
            lines.append("\t".join((row.name, *cells)))
        return "\n".join(lines)

    def as_model(self) -> ListTableModel[ChartRow]:
        """Return the figures as a table."""
        model: ListTableModel[ChartRow] = ListTableModel(chart_columns(self.first, self.columns))
        model.show(self.rows)
        return model


def chart_columns(first: str, columns: Sequence[str]) -> list[Column[ChartRow]]:
    """Return the columns of a chart's table."""
    named: Column[ChartRow] = Column(
        "name", first, lambda row: row.name, Look.STRONG, 150, stretch=True, sortable=False
    )
    return [named, *(_column(place, title) for place, title in enumerate(columns))]


def _column(place: int, title: str) -> Column[ChartRow]:
    def spoken(row: ChartRow) -> str:
        cents = row.cents[place]
        return "not known" if cents is None else spoken_money(cents)

    def copied(row: ChartRow) -> str:
        cents = row.cents[place]
        return "" if cents is None else plain_money(cents)

    return Column(
        f"figure_{place}",
        title,
        lambda row: NOTHING if row.cents[place] is None else money(row.cents[place]),
        Look.NUMBER,
        112,
        sortable=False,
        cents=(lambda row: row.cents[place] or 0) if place == 0 else None,
        copied=copied,
        spoken=spoken,
    )
