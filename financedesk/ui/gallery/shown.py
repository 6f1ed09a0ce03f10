"""Specimens of what is only looked at: cards, figures, tables and messages."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from financedesk.progress import Progress
from financedesk.ui.formatting import dollars
from financedesk.ui.gallery.charts import CHARTS, TREND
from financedesk.ui.gallery.controls import LONG, disabled
from financedesk.ui.gallery.exhibit import Exhibit, Specimen, Touch
from financedesk.ui.jobs import JobRunner
from financedesk.ui.models import ListTableModel
from financedesk.ui.models.columns import Column, Look, money_column
from financedesk.ui.widgets.banner import Banner
from financedesk.ui.widgets.build import column, label, row, set_look, set_tone
from financedesk.ui.widgets.card import Card
from financedesk.ui.widgets.chip import Chip
from financedesk.ui.widgets.data_table import DataTable
from financedesk.ui.widgets.drawer import Drawer
from financedesk.ui.widgets.drop_zone import DropZone
from financedesk.ui.widgets.empty_state import EmptyState
from financedesk.ui.widgets.facts import Facts, Figure, FigureRow
from financedesk.ui.widgets.job_indicator import JobIndicator
from financedesk.ui.widgets.kpi_card import KpiCard
from financedesk.ui.widgets.stepper import Stepper
from financedesk.ui.widgets.toast import ToastArea

_WORDS = "What belongs here, in a sentence that says how to begin."


def _card(title: str, text: str, *, link: str = "", words: str = "") -> Callable[[], QWidget]:
    def made() -> QWidget:
        one = Card(title, text, link=link)
        one.body.addWidget(label(words or _WORDS, "quiet", wrap=True))
        return one

    return made


def _empty_card() -> QWidget:
    one = Card("Recent contributions")
    one.body.addWidget(EmptyState("No contributions yet", icon="hand-coins"))
    return one


CARD = Exhibit(
    "card",
    "Card",
    [
        Specimen("With heading and link", _card("Drive", "Fall", link="View drive")),
        Specimen("Without heading", _card("", "")),
        Specimen("Long text", _card(LONG, LONG, link="View", words=f"{LONG}. {LONG}.")),
        Specimen("Empty", _empty_card),
    ],
)


def _figure(value: str, *, trend: Sequence[int] = (), icon: str = "", tone: str = "neutral",
            note: str = "in 30 days", delta: str = "+4.1 %") -> Callable[[], QWidget]:  # fmt: skip
    def made() -> QWidget:
        one = KpiCard("Cash on hand", icon=icon, opens="Open the register")
        one.show_figure(value, delta=delta, tone=tone, note=note, trend=trend)
        return one

    return made


KPI = Exhibit(
    "kpi-card",
    "KpiCard",
    [
        Specimen("With its trend", _figure(dollars(482_316_45), trend=TREND, tone="ok"),
                 width=300),
        Specimen("Focus", _figure(dollars(482_316_45), trend=TREND, tone="ok"), Touch.FOCUS,
                 width=300),
        Specimen("Something to put right",
                 _figure("7", icon="shield-check", tone="bad", delta="2 urgent", note="to do"),
                 width=300),
        Specimen("Long figure: the trend makes room",
                 _figure(dollars(1_482_316_451_99), trend=TREND, note=LONG), width=260),
        Specimen("Nothing yet", _figure("—", delta="", note=""), width=300),
    ],
)  # fmt: skip


def _chips() -> QWidget:
    host = QWidget()
    words = (("Draft", "neutral"), ("Filed", "ok"), ("Missing info", "warn"),
             ("Over limit", "bad"), ("Upcoming", "info"))  # fmt: skip
    host.setLayout(row(*(Chip(*one) for one in words), None))
    return host


CHIP = Exhibit(
    "chip",
    "Chip",
    [
        Specimen("Every tone", _chips),
        Specimen("Long text", lambda: Chip("Missing employer and occupation", "warn"), width=320),
    ],
)


@dataclass(frozen=True)
class _Gift:
    donor: str
    status: str
    tone: str
    cents: int


_COLUMNS: tuple[Column[_Gift], ...] = (
    Column("donor", "Donor", lambda row: row.donor, Look.STRONG, 160, stretch=True),
    Column("status", "Status", lambda row: row.status, Look.CHIP, 140, tone=lambda row: row.tone),
    money_column("amount", "Amount", lambda row: row.cents),
)
_GIFTS = (
    _Gift("Ana Lopez", "Cleared", "ok", 36_00),
    _Gift("Ben Okoro", "Missing info", "warn", 500_00),
    _Gift(LONG, "Refunded", "neutral", -1_250_00),
)


def _table(gifts: Sequence[_Gift] = _GIFTS) -> Callable[[], QWidget]:
    def made() -> QWidget:
        model = ListTableModel(_COLUMNS)
        model.show(gifts)
        empty = EmptyState("No contributions yet", _WORDS, action="Record contribution",
                           link="Import a file", icon="hand-coins")  # fmt: skip
        card = Card(flush=True)
        card.body.addWidget(DataTable("Contributions", model, empty=empty))
        return card

    return made


def _view(whole: QWidget) -> QWidget:
    return whole.findChildren(DataTable)[0].view


def _select(whole: QWidget) -> None:
    whole.findChildren(DataTable)[0].view.select_rows([0, 1], 1)


TABLE = Exhibit(
    "data-table",
    "DataTable",
    [
        Specimen("Rows; a long name is cut", _table(), width=640, height=210),
        Specimen("Focus on a row, two selected", _table(), Touch.FOCUS, _view, _select, 640, 260),
        Specimen("Empty", _table(()), width=640, height=300),
    ],
)


def _drawer(title: str, value: str) -> Callable[[], QWidget]:
    def made() -> QWidget:
        facts, one, inside = Facts("Gift"), Drawer(), QWidget()
        facts.show_pairs([("Donor", "Ana Lopez"), ("Amount", dollars(36_00)), ("Note", value)])
        inside.setLayout(column(facts, None, margins=(20, 14, 20, 14)))
        one.open(title, inside)
        return one

    return made


DRAWER = Exhibit(
    "drawer",
    "Drawer and Facts",
    [
        Specimen("Open", _drawer("Contribution", "By check"), width=390, height=220),
        Specimen("Long text", _drawer(LONG, LONG), width=390, height=220),
    ],
)


def _figures(tone: str) -> Callable[[], QWidget]:
    def made() -> QWidget:
        one = FigureRow("Totals")
        one.show_figures([Figure("Rows", "3,214"), Figure("Total", dollars(482_316_45)),
                          Figure("Difference", dollars(2_500_00), tone, "Look at it")])  # fmt: skip
        return one

    return made


FIGURES = Exhibit(
    "figure-row", "FigureRow",
    [Specimen("A figure that needs a look", _figures("warn")), Specimen("Wrong", _figures("bad"))],
)  # fmt: skip


def _toast(text: str, action: str = "") -> Callable[[], QWidget]:
    def made() -> QWidget:
        host = QWidget()
        ToastArea(host).say(text, action=action, on_action=lambda: None)
        return host

    return made


TOAST = Exhibit(
    "toast",
    "Toast",
    [
        Specimen("A result", _toast("3 rows copied"), width=640, height=130),
        Specimen("With the way back", _toast("Contribution deleted", "Undo"), width=640,
                 height=130),
        Specimen("Long text", _toast(f"{LONG}: {LONG}.", "Undo"), width=640, height=190),
    ],
)  # fmt: skip


class _Busy(QWidget):
    """A job that does not end by itself, and its indicator."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._runner = JobRunner(self)
        self.setLayout(column(JobIndicator(self._runner, shown_after_ms=0)))
        self._runner.background(title, _count)

    def hideEvent(self, event: object) -> None:
        """Stop the job with its picture."""
        self._runner.shutdown()


def _count(progress: Progress) -> None:
    while True:
        progress.step(12_480, 18_200, "rows")
        time.sleep(0.01)


JOB = Exhibit(
    "job-indicator",
    "JobIndicator",
    [
        Specimen("At work", lambda: _Busy("Importing the August export")),
        Specimen("Long text", lambda: _Busy(LONG)),
    ],
)


def _nothing(title: str, text: str) -> Callable[[], QWidget]:
    return lambda: EmptyState(title, text, action="Record contribution", link="Import a file")


EMPTY = Exhibit(
    "empty-state",
    "EmptyState",
    [
        Specimen("With its action and its link", _nothing("No contributions yet", _WORDS),
                 width=600),
        Specimen("A good state", lambda: EmptyState("Nothing waits", tone="ok",
                 icon="circle-check"), width=600),
        Specimen("Long text", _nothing(LONG, f"{LONG}. {LONG}."), width=600),
    ],
)  # fmt: skip


def _banner(text: str, tone: str, action: str = "") -> Callable[[], QWidget]:
    return lambda: Banner(text, tone, action=action, closable=True)


BANNER = Exhibit(
    "banner",
    "Banner",
    [
        *(Specimen(tone, _banner(_WORDS, tone, "Look at it"), width=640)
          for tone in ("neutral", "info", "ok", "warn", "bad")),
        Specimen("Long text", _banner(f"{LONG}. {LONG}.", "warn", "Look"), width=640, height=90),
    ],
)  # fmt: skip


def _steps(at: int) -> Callable[[], QWidget]:
    def made() -> QWidget:
        one = Stepper("Import", ("File", "Columns", "Rows", "Donors", "Review"))
        one.go_to(at)
        return one

    return made


STEPPER = Exhibit(
    "stepper",
    "Stepper",
    [
        Specimen("Begun", _steps(0), width=720),
        Specimen("In the middle", _steps(2), width=720),
        Specimen("Narrow: only the current word", _steps(2), width=420),
    ],
)


def _drop(tone: str = "") -> Callable[[], QWidget]:
    def made() -> QWidget:
        one = DropZone("Drop a file here", "CSV, XLSX or .fec", kinds="Files", suffixes=(".csv",))
        set_tone(one, tone)
        set_look(one, "drop")
        return one

    return made


DROP = Exhibit(
    "drop-zone",
    "DropZone",
    [
        Specimen("At rest", _drop(), width=560),
        Specimen("A file over it", _drop("over"), width=560),
        Specimen("Disabled", disabled(_drop()), width=560),
    ],
)
SHOWN = (
    CARD, KPI, CHIP, TABLE, DRAWER, FIGURES, TOAST, JOB, *CHARTS, EMPTY, BANNER, STEPPER, DROP,
)  # fmt: skip
