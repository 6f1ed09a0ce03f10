"""Building blocks: what they show, what they say, and that they can be worked by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from financedesk.progress import Progress
from financedesk.ui.jobs import JobRunner
from financedesk.ui.widgets import (
    Banner,
    Bar,
    BarChart,
    Chip,
    Drawer,
    DropZone,
    ElidingLabel,
    FilterBar,
    FilterField,
    FormRow,
    Goal,
    JobIndicator,
    KpiCard,
    NavButton,
    SegmentedControl,
    Series,
    Sparkline,
    Stepper,
    Thermometer,
    ToastArea,
    row,
)
from financedesk.ui.widgets.bar_scale import axis_step
from financedesk.ui.widgets.filter_bar import FilterChip
from financedesk.ui.widgets.folding_choice import FoldingChoice
from financedesk.ui.widgets.form_row import Need

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton
WEEKS = [Bar(f"Oct {n}", f"Week of Oct {n}", (100_000 * n, 50_000)) for n in range(1, 6)]


@pytest.fixture
def chart(qtbot: QtBot) -> BarChart:
    made = BarChart("Per week", (Series("Small", "accent"), Series("Large", "chart_2")))
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    made.show_bars(WEEKS, 300_000)
    return made


@pytest.mark.parametrize(
    "highest,step",
    [(0, 100), (4_000_000, 1_000_000), (4_886_200, 1_500_000), (100, 100), (23_900, 6_000)],
)
def test_axis_steps_are_round(highest: int, step: int) -> None:
    assert axis_step(highest) == step
    assert axis_step(highest) * 4 >= highest


def test_the_chart_reads_its_bars_by_arrow_keys(qtbot: QtBot, chart: BarChart) -> None:
    chart.plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.plot.accessibleDescription() == "Week of Oct 5: Small $5,000, Large $500"
    qtbot.keyClick(chart.plot, Key.Key_Left)
    assert chart.plot.accessibleDescription() == "Week of Oct 4: Small $4,000, Large $500"
    with qtbot.waitSignal(chart.bar_opened) as caught:
        qtbot.keyClick(chart.plot, Key.Key_Return)
    assert caught.args == [3]
    qtbot.keyClick(chart.plot, Key.Key_Escape)
    assert "5 periods, $17,500 together" in chart.plot.accessibleDescription()


def test_the_pointer_chooses_the_bar_below_it(qtbot: QtBot, chart: BarChart) -> None:
    area = chart.plot.area()
    spot = QPoint(int(area.left() + area.width() / 10), 100)
    with qtbot.waitSignal(chart.plot.picked) as caught:
        qtbot.mouseMove(chart.plot, spot)
    assert caught.args == [0]
    with qtbot.waitSignal(chart.bar_opened):
        qtbot.mouseClick(chart.plot, LEFT, pos=spot)


def test_the_chart_is_also_a_table_and_text(qtbot: QtBot, chart: BarChart) -> None:
    actions = {action.text(): action for action in chart.plot.actions()}
    actions["Show as table"].trigger()
    assert chart.currentWidget() is chart.table
    model = chart.table.model
    assert [model.data(model.index(0, at)) for at in range(4)] == [
        "Week of Oct 1",
        "1,000.00",
        "500.00",
        "1,500.00",
    ]
    actions["Copy as data"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == ["Period\tSmall\tLarge\tTotal", "Week of Oct 1\t1000.00\t500.00\t1500.00"]
    {action.text(): action for action in chart.table.view.actions()}["Show as chart"].trigger()
    assert chart.currentWidget() is chart.plot


def test_a_chart_without_bars_says_so(qtbot: QtBot, chart: BarChart) -> None:
    chart.show_bars(())
    assert chart.currentWidget() not in {chart.plot, chart.table}


def test_the_thermometer_tells_its_figures(qtbot: QtBot) -> None:
    made = Thermometer("Fall drive", Goal(11_130_000, 15_000_000, 8_850_000))
    qtbot.addWidget(made)
    assert made.accessibleName() == "Fall drive: $111,300.00 of $150,000.00"
    assert "74" in made.accessibleDescription()
    assert "$88,500.00" in made.accessibleDescription()


@pytest.mark.parametrize("goal", [Goal(0, 0), Goal(-500, 1_000), Goal(9_000, 1_000, 2_000)])
def test_the_thermometer_draws_every_course(qtbot: QtBot, goal: Goal) -> None:
    made = Thermometer("Drive", goal)
    qtbot.addWidget(made)
    made.resize(148, 240)
    level = made._level(goal.raised)
    assert made._level(goal.goal) <= level <= made._level(0)
    assert not made.grab().isNull()


def test_a_sparkline_needs_two_values(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    made = Sparkline([5])
    made.setParent(host)
    assert made.isHidden()
    made.show_values([500, 900, 700])
    assert not made.isHidden()
    assert made.accessibleDescription() == "Rising from $5 to $7; between $5 and $9"
    assert not made.grab().isNull()


def test_a_kpi_card_opens_by_mouse_and_keys(qtbot: QtBot) -> None:
    made = KpiCard("Cash on hand", opens="Open the register")
    qtbot.addWidget(made)
    made.show()
    made.show_figure("$1.00", delta="+4 %", tone="ok", note="since Sep 6")
    assert made.accessibleName() == "Cash on hand: $1.00"
    assert made.accessibleDescription() == "+4 % since Sep 6"
    with qtbot.waitSignal(made.opened):
        qtbot.mouseClick(made, LEFT)
    with qtbot.waitSignal(made.opened):
        qtbot.keyClick(made, Key.Key_Space)


def test_a_kpi_card_drops_its_line_before_its_figure(qtbot: QtBot) -> None:
    made = KpiCard("Cash")
    qtbot.addWidget(made)
    made.resize(320, 90)
    made.show()
    made.show_figure("$482,316.45", trend=[1, 2, 3])
    assert made._spark.isVisible()
    made.resize(200, 90)
    assert not made._spark.isVisible()


def test_a_figure_that_leads_nowhere_is_no_stop_for_the_keyboard(qtbot: QtBot) -> None:
    made = KpiCard("Cash")
    qtbot.addWidget(made)
    assert made.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_a_chip_is_as_wide_as_its_word(qtbot: QtBot) -> None:
    short, long = Chip("Filed", "ok"), Chip("Needs employer", "warn")
    for chip in (short, long):
        qtbot.addWidget(chip)
    assert short.sizeHint().width() < long.sizeHint().width()
    assert long.accessibleName() == "Needs employer"


def test_a_nav_button_counts_aloud(qtbot: QtBot) -> None:
    made = NavButton("Reconcile", "list-checks")
    qtbot.addWidget(made)
    made.set_badge(14, "warn")
    assert made.accessibleName() == "Reconcile, 14 open"
    assert made.toolTip() == ""
    made.set_collapsed(True)
    assert made.toolTip() == "Reconcile, 14 open"
    made.set_badge(0)
    assert made.accessibleName() == "Reconcile"


def test_segments_are_chosen_by_click_and_arrow(qtbot: QtBot) -> None:
    made = SegmentedControl("Period", (("week", "Week"), ("month", "Month")))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    assert made.choice == "week"
    with qtbot.waitSignal(made.chosen) as caught:
        qtbot.mouseClick(made._buttons["month"], LEFT)
    assert caught.args == ["month"]
    made._buttons["month"].setFocus()
    qtbot.keyClick(made._buttons["month"], Key.Key_Left)
    assert made.choice == "week"


def test_segments_without_room_become_a_list_with_the_same_choice(qtbot: QtBot) -> None:
    made = FoldingChoice("View", (("a", "Everything in this book"), ("b", "Over the limit")))
    qtbot.addWidget(made)
    made.resize(600, 40)
    with qtbot.waitActive(made):
        made.show()
    assert not made.is_folded
    made.choose("b")
    made.resize(160, 40)
    assert made.is_folded
    assert made.minimumSizeHint().width() <= 160 < made.sizeHint().width()
    assert made.list.currentText() == "Over the limit"
    made.list.setFocus()
    with qtbot.waitSignal(made.chosen) as caught:
        qtbot.keyClick(made.list, Key.Key_Home)
    assert (caught.args, made.choice) == (["a"], "a")
    made.resize(600, 40)
    assert not made.is_folded
    assert made.segments.choice == "a"


def test_a_longer_word_on_a_segment_takes_room_and_never_shows_both_faces(qtbot: QtBot) -> None:
    made, holder = FoldingChoice("View", (("a", "All"), ("b", "Letters"))), QWidget()
    line = row(made, spacing=12)
    line.addWidget(QLineEdit(), 1)
    holder.setLayout(line)
    qtbot.addWidget(holder)
    holder.resize(600, 40)
    with qtbot.waitActive(holder):
        holder.show()
    made.say("b", "Letters 1,234")
    qtbot.waitUntil(lambda: made.width() >= made.sizeHint().width())
    assert (made.segments.isVisible(), made.list.isVisible()) == (True, False)


def test_a_long_text_is_cut_and_told(qtbot: QtBot) -> None:
    made = ElidingLabel("Riverbend Party of Oregon, Federal Account")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert made.toolTip() == made.text()
    made.resize(600, 20)
    assert made.toolTip() == ""


def test_labels_never_read_markup(qtbot: QtBot) -> None:
    made = ElidingLabel("<b>Smith & Sons</b>")
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_a_filter_is_set_shown_and_taken_away(qtbot: QtBot) -> None:
    status = FilterField("status", "Status", (("ok", "Cleared"), ("bad", "At limit")))
    made = FilterBar("Filter gifts", (status,))
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.changed) as caught:
        made._menu.actions()[0].menu().actions()[1].trigger()
    assert caught.args == ["", (("status", "bad"),)]
    chip = made._chips.itemAt(0).widget()
    assert chip.accessibleName() == "Remove filter: Status is At limit"
    qtbot.mouseClick(chip, LEFT)
    assert made.filters == ()
    assert made._chips.count() == 0


def test_filters_say_less_where_room_is_short_and_never_widen_the_page(qtbot: QtBot) -> None:
    words = "Lapsed: nothing for twelve months"
    fields = [FilterField(key, f"Field {key}", (("v", words),)) for key in "abc"]
    made = FilterBar("Filter gifts", fields)
    qtbot.addWidget(made)
    made.hold_to("", [(key, "v") for key in "abc"])
    made.resize(1_400, 40)
    made.show()
    chips = made.findChildren(FilterChip)
    assert {chip.text().strip() for chip in chips} == {f"Field {key} is {words}" for key in "abc"}
    made.resize(made.minimumSizeHint().width(), 40)
    assert made.width() < 800
    shown = {chip.text().strip() for chip in chips}
    assert all(text.startswith("Lapsed") and text.endswith("…") for text in shown)
    assert {chip.toolTip() for chip in chips} == {f"Field {key} is {words}" for key in "abc"}


def test_typing_is_reported_once_it_pauses(qtbot: QtBot) -> None:
    made = FilterBar("Filter gifts")
    qtbot.addWidget(made)
    made.show()
    heard: list[str] = []
    made.changed.connect(lambda text, _filters: heard.append(text))
    qtbot.keyClicks(made.search, "vega")
    assert heard == []
    qtbot.waitUntil(lambda: heard == ["vega"])
    qtbot.keyClicks(made.search, "x")
    qtbot.keyClick(made.search, Key.Key_Return)
    assert heard == ["vega", "vegax"]
    qtbot.keyClick(made.search, Key.Key_Escape)
    assert made.search.text() == ""


def test_offering_other_filters_drops_the_ones_that_are_gone(qtbot: QtBot) -> None:
    status = FilterField("status", "Status", (("ok", "Cleared"),))
    made = FilterBar("Filter gifts", (status,))
    qtbot.addWidget(made)
    made.set_filter("status", "ok")
    made.offer((FilterField("drive", "Drive", (("1", "Fall"),)),))
    assert made.filters == ()


def test_a_form_row_names_its_field_and_says_what_is_wrong(qtbot: QtBot) -> None:
    field = QLineEdit()
    made = FormRow(
        "Employer",
        field,
        "contributions.employer",
        hint="As the donor wrote it",
        need=Need.BEST_EFFORTS,
    )
    qtbot.addWidget(made)
    made.show()
    assert field.accessibleName() == "Employer, best efforts"
    assert field.accessibleDescription() == "As the donor wrote it"
    assert made._title.buddy() is field
    made.say("Missing; a letter must be sent within 30 days.", "warn")
    assert made._message.isVisible()
    assert field.property("tone") == "warn"
    assert field.accessibleDescription().startswith("Missing")
    made.say("")
    assert not made._message.isVisible()
    assert field.accessibleDescription() == "As the donor wrote it"


def test_a_form_row_unfolds_its_help(qtbot: QtBot) -> None:
    field = QLineEdit()
    made = FormRow("Employer", field, "contributions.employer")
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    assert made.help_shown == ""
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert "30101(13)" in made.help_shown
    made.toggle_help()
    assert made.help_shown == ""


def test_the_drawer_takes_and_returns_the_focus(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, drawer = QLineEdit(window), Drawer(window)
    window.resize(800, 400)
    with qtbot.waitActive(window):
        window.show()
    field.setFocus()
    drawer.open("Ada Example", QWidget())
    assert drawer.title == "Ada Example"
    assert drawer.isAncestorOf(window.focusWidget())
    with qtbot.waitSignal(drawer.closed):
        qtbot.keyClick(window.focusWidget(), Key.Key_Escape)
    assert drawer.title == ""
    assert window.focusWidget() is field


def test_a_toast_undoes_and_goes(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 400)
    host.show()
    undone: list[int] = []
    area = ToastArea(host)
    toast = area.say("3 gifts deleted", action="Undo", on_action=lambda: undone.append(1))
    undo = next(part for part in toast.findChildren(QPushButton) if part.text() == "Undo")
    qtbot.mouseClick(undo, LEFT)
    assert undone == [1]
    assert area.toasts == ()


def test_toasts_leave_by_themselves_and_never_pile_up(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    field = QLineEdit(host)
    host.resize(800, 400)
    host.show()
    field.setFocus()
    area = ToastArea(host, shown_ms=60)
    for number in range(5):
        area.say(f"Message {number}")
    assert [toast.accessibleName() for toast in area.toasts] == [
        "Message 2",
        "Message 3",
        "Message 4",
    ]
    bottoms = [toast.y() for toast in area.toasts]
    assert bottoms == sorted(bottoms)
    qtbot.waitUntil(lambda: not area.toasts)


def test_a_banner_shows_only_when_it_has_something_to_say(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    made = Banner()
    made.setParent(host)
    assert made.isHidden()
    made.say("This book is open elsewhere; you can read it.", "warn")
    assert not made.isHidden()
    assert made.accessibleName().startswith("This book")


def test_the_stepper_tells_where_it_stands(qtbot: QtBot) -> None:
    made = Stepper("Import", ("File", "Columns", "Rows"))
    qtbot.addWidget(made)
    made.go_to(1)
    assert made.accessibleName() == "Import: step 2 of 3, Columns"
    made.go_to(99)
    assert made.current == 2
    assert made.minimumSizeHint().width() < made.sizeHint().width()
    assert not made.grab().isNull()


def test_only_files_of_the_right_kind_can_be_dropped(qtbot: QtBot, tmp_path: Path) -> None:
    made = DropZone("Drop a file", "CSV or OFX", kinds="Bank files", suffixes=(".csv", ".ofx"))
    qtbot.addWidget(made)
    taken: list[list[Path]] = []
    made.files_given.connect(taken.append)
    for name in ("gifts.CSV", "picture.png"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        drop = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
            QEvent.Type.Drop,
        )
        made.dropEvent(drop)
    assert taken == [[tmp_path / "gifts.CSV"]]


def test_the_indicator_waits_then_shows_and_stops(qtbot: QtBot, runner: JobRunner) -> None:
    made = JobIndicator(runner, shown_after_ms=1)
    qtbot.addWidget(made)

    def endless(progress: Progress) -> None:
        while True:
            progress.step(12_480, 18_200, "rows")

    runner.background("Importing gifts.csv", endless)
    qtbot.waitUntil(lambda: not made.isHidden() and "of" in made._figures.text())
    assert made._figures.text() == "12,480 of 18,200"
    assert made.accessibleName() == "Importing gifts.csv, 12,480 of 18,200"
    qtbot.mouseClick(made._stop, LEFT)
    qtbot.waitUntil(made.isHidden)
    assert runner.jobs == ()


def test_a_short_job_is_never_shown(qtbot: QtBot, runner: JobRunner) -> None:
    made = JobIndicator(runner, shown_after_ms=60_000)
    qtbot.addWidget(made)
    runner.background("Quick", lambda _progress: None)
    qtbot.waitUntil(lambda: not runner.jobs)
    assert made.isHidden()
    assert not made._patience.isActive()


def test_fixed_controls_are_large_enough_to_hit(qtbot: QtBot) -> None:
    made = FilterBar("Filter", (FilterField("a", "A", (("1", "One"),)),))
    qtbot.addWidget(made)
    made.set_filter("a", "1")
    made.show()
    for part in made.findChildren(QPushButton):
        assert part.size().height() >= QSize(28, 28).height()
