"""Building blocks of every page; none of them knows a feature.

Each is loaded when it is first asked for: a window need not wait for charts before it shows.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from financedesk.ui.widgets.banner import Banner
    from financedesk.ui.widgets.bar_chart import Bar, BarChart, Series
    from financedesk.ui.widgets.build import button, column, label, line, row, set_tone
    from financedesk.ui.widgets.card import Card
    from financedesk.ui.widgets.chip import Chip
    from financedesk.ui.widgets.confirm_dialog import ConfirmDialog
    from financedesk.ui.widgets.data_table import DataTable
    from financedesk.ui.widgets.drawer import Drawer
    from financedesk.ui.widgets.drop_zone import DropZone
    from financedesk.ui.widgets.eliding_label import ElidingLabel
    from financedesk.ui.widgets.empty_state import EmptyState
    from financedesk.ui.widgets.facts import Facts, Figure, FigureRow
    from financedesk.ui.widgets.filter_bar import FilterBar, FilterField, SearchField
    from financedesk.ui.widgets.form_row import FormRow
    from financedesk.ui.widgets.job_indicator import JobIndicator
    from financedesk.ui.widgets.job_panel import JobPanel
    from financedesk.ui.widgets.kpi_card import KpiCard
    from financedesk.ui.widgets.line_chart import LineChart, Point
    from financedesk.ui.widgets.nav_button import NavButton
    from financedesk.ui.widgets.segmented_control import SegmentedControl
    from financedesk.ui.widgets.sparkline import Sparkline
    from financedesk.ui.widgets.stepper import Stepper
    from financedesk.ui.widgets.thermometer import Goal, Thermometer
    from financedesk.ui.widgets.toast import ToastArea

__all__ = [
    "Banner",
    "Bar",
    "BarChart",
    "Card",
    "Chip",
    "ConfirmDialog",
    "DataTable",
    "Drawer",
    "DropZone",
    "ElidingLabel",
    "EmptyState",
    "Facts",
    "Figure",
    "FigureRow",
    "FilterBar",
    "FilterField",
    "FormRow",
    "Goal",
    "JobIndicator",
    "JobPanel",
    "KpiCard",
    "LineChart",
    "NavButton",
    "Point",
    "SearchField",
    "SegmentedControl",
    "Series",
    "Sparkline",
    "Stepper",
    "Thermometer",
    "ToastArea",
    "button",
    "column",
    "label",
    "line",
    "row",
    "set_tone",
]

_OFFERS = {
    "banner": ("Banner",),
    "bar_chart": ("Bar", "BarChart", "Series"),
    "build": ("button", "column", "label", "line", "row", "set_tone"),
    "card": ("Card",),
    "chip": ("Chip",),
    "confirm_dialog": ("ConfirmDialog",),
    "data_table": ("DataTable",),
    "drawer": ("Drawer",),
    "drop_zone": ("DropZone",),
    "eliding_label": ("ElidingLabel",),
    "empty_state": ("EmptyState",),
    "facts": ("Facts", "Figure", "FigureRow"),
    "filter_bar": ("FilterBar", "FilterField", "SearchField"),
    "form_row": ("FormRow",),
    "job_indicator": ("JobIndicator",),
    "job_panel": ("JobPanel",),
    "kpi_card": ("KpiCard",),
    "line_chart": ("LineChart", "Point"),
    "nav_button": ("NavButton",),
    "segmented_control": ("SegmentedControl",),
    "sparkline": ("Sparkline",),
    "stepper": ("Stepper",),
    "thermometer": ("Goal", "Thermometer"),
    "toast": ("ToastArea",),
}
_HOMES = {name: home for home, names in _OFFERS.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a block; it stands here from then on."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
