"""The eyes of ``test_every_page`` see what is wrong when something is."""

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from financedesk.ui.theme import Theme
from financedesk.ui.widgets import ElidingLabel, FormRow, column
from tests.ui import looking


def host(qtbot: QtBot, *parts: QWidget, width: int = 300) -> QWidget:
    made = QWidget()
    made.setLayout(column(*parts))
    qtbot.addWidget(made)
    made.resize(width, 200)
    made.show()
    return made


def test_cut_words_are_seen(qtbot: QtBot, theme: Theme) -> None:
    narrow, button = QLabel("A sentence that is long"), QPushButton("A button that is long")
    for one in (narrow, button):
        one.setFixedWidth(40)
    assert len(looking.cut_words(host(qtbot, narrow, button))) == 2


def test_a_cut_label_may_have_a_tool_tip_instead(qtbot: QtBot, theme: Theme) -> None:
    cut = ElidingLabel("A sentence that is far too long for its place")
    root = host(qtbot, cut, width=80)
    assert cut.toolTip()
    assert looking.cut_words(root) == []
    cut.setToolTip("")
    assert len(looking.cut_words(root)) == 1


def test_what_lies_upon_something_is_seen(qtbot: QtBot, theme: Theme) -> None:
    first, second = QLabel("one"), QLabel("two")
    root = host(qtbot, first, second)
    assert looking.overlaps(root) == []
    second.setGeometry(first.geometry())
    assert looking.overlaps(root)


def test_what_nobody_dressed_is_seen(qtbot: QtBot, theme: Theme) -> None:
    odd = QLabel("odd")
    odd.setProperty("look", "pink")
    found = " ".join(looking.undressed(host(qtbot, odd, QSlider())))
    assert "QSlider" in found
    assert "pink" in found


def test_faint_words_are_seen(qtbot: QtBot, theme: Theme) -> None:
    faint = QLabel("hardly to be read")
    root = host(qtbot, faint)
    assert looking.faint_words(root) == []
    faint.setStyleSheet(f"color: {theme.tokens.border}")
    assert len(looking.faint_words(root)) == 1


def test_small_and_nameless_things_are_found(qtbot: QtBot, theme: Theme) -> None:
    small = QPushButton("ok")
    small.setStyleSheet("min-height: 12px; max-height: 12px")
    root = host(qtbot, small, QLineEdit())
    assert len(looking.small_targets(root)) == 1
    assert looking.nameless(root) == ["no name: QPushButton", "no name: QLineEdit"]


def test_rows_out_of_order_or_without_a_buddy_are_found(qtbot: QtBot, theme: Theme) -> None:
    rows = [FormRow(title, QLineEdit(), "contributions.amount") for title in ("One", "Two")]
    root = host(qtbot, *rows)
    assert looking.disordered(root) == []
    assert looking.unpaired(root) == []
    layout = root.layout()
    assert layout is not None
    layout.removeWidget(rows[0])
    layout.addWidget(rows[0])  # below the other now, but still before it for Tab
    layout.activate()
    assert looking.disordered(root)
    rows[0].findChildren(QLabel)[0].setBuddy(root)
    assert looking.unpaired(root) == ["no buddy: contributions.amount"]


def test_painted_words_are_read_wherever_they_come_from(qtbot: QtBot, theme: Theme) -> None:
    words = looking.painted_words(host(qtbot, QLabel("$12.00"), QPushButton("Pay 3.50")))
    assert words == ["$12.00", "Pay 3.50"]
