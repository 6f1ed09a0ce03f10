"""Building blocks of every page; none of them knows a feature."""

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
