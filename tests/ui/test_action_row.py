"""Buttons that find no room wait in a menu and act from there."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import button

WORDS = ("Set drive…", "Deposit…", "Refund…", "Delete")


def row_of(qtbot: QtBot, done: list[str]) -> tuple[ActionRow, list[QPushButton]]:
    made = ActionRow()
    qtbot.addWidget(made)
    buttons = [button(words, on_click=lambda words=words: done.append(words)) for words in WORDS]
    for one in buttons:
        made.add(one)
    made.show()
    return made, buttons


def test_a_wide_row_shows_every_button(qtbot: QtBot) -> None:
    made, buttons = row_of(qtbot, [])
    made.resize(made.sizeHint().width(), 32)
    assert all(one.isVisible() for one in buttons)
    assert not made.more.isVisible()


def test_a_narrow_row_folds_the_last_ones_and_cuts_none(qtbot: QtBot) -> None:
    done: list[str] = []
    made, buttons = row_of(qtbot, done)
    made.resize(made.sizeHint().width() - 40, 32)
    assert made.more.isVisible()
    assert made.folded == buttons[-len(made.folded) :]
    for one in (*buttons, made.more):
        assert one.isHidden() or one.width() >= one.sizeHint().width()
    buttons[-1].setEnabled(False)
    buttons[-1].setToolTip("Filed")
    buttons[-2].hide()
    acts = made.menu().actions()
    assert [act.text() for act in acts][-1] == "Delete"
    assert (acts[-1].isEnabled(), acts[-1].toolTip()) == (False, "Filed")
    acts[-2].trigger()
    assert done == ["Refund…"]


def test_the_narrowest_row_is_the_menu_alone(qtbot: QtBot) -> None:
    made, buttons = row_of(qtbot, [])
    made.resize(made.minimumSizeHint())
    assert made.folded == buttons
    made.resize(made.sizeHint().width(), 32)
    assert made.folded == []
