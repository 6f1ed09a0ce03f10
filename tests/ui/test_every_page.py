"""Every page in every look: nothing cut, upon something else, undressed or faint."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from financedesk.sample import build_sample
from financedesk.ui.app import open_window
from financedesk.ui.book_commands import book_commands
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.pages import PAGES
from financedesk.ui.pictures import settle
from financedesk.ui.shell import MainWindow
from financedesk.ui.theme import Density, Mode, Theme
from tests.soaking import SOAK
from tests.ui.looking import (
    cut_words,
    disordered,
    faint_words,
    nameless,
    overlaps,
    painted_words,
    silent_cells,
    small_targets,
    undressed,
    unpaired,
)
from tests.ui.money_books import empty_book

SMALL_AND_LARGE_TEXT = (Mode.LIGHT, (1100, 700), 130, Density.COMFORTABLE)
MORE_LOOKS = (
    (Mode.DARK, (1440, 900), 130, Density.COMFORTABLE),
    (Mode.HIGH_CONTRAST, (1440, 900), 90, Density.COMPACT),
)
LOOKS = {
    "sample": (
        (Mode.LIGHT, (1440, 900), 100, Density.COMFORTABLE),
        (Mode.DARK, (1100, 700), 100, Density.COMPACT),
        *(MORE_LOOKS if SOAK else ()),
        SMALL_AND_LARGE_TEXT,
    ),
    "nothing": ((Mode.DARK, (1440, 900), 100, Density.COMFORTABLE), SMALL_AND_LARGE_TEXT),
}


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return build_sample(tmp_path_factory.mktemp("look") / "sample.fdesk").book


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> str:
    return empty_book(tmp_path_factory.mktemp("look"))


@pytest.fixture
def over(
    qtbot: QtBot, theme: Theme, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[MainWindow]:
    """The window over the book that the test's parameter names."""
    settings = QSettings(str(tmp_path / "look.ini"), QSettings.Format.IniFormat)
    settings.setValue("view/theme", "light")
    desk = BookDesk()
    desk.take(desk.open(str(request.getfixturevalue(request.param))))
    window = open_window(desk, PAGES, settings=settings, commands=book_commands)
    window.show()
    settle(window.runner)
    yield window
    window.close()
    settle()
    desk.close()


def states(window: MainWindow, *, every: bool) -> Iterator[str]:
    """Show every page as it opens, and in ``every`` state that it offers."""
    for entry in PAGES:
        window.go(entry.page_id)
        settle(window.runner)
        yield entry.page_id
        if not every:
            continue
        for state, enter in window.page.picture_states().items():
            window.close_drawer()
            enter()
            settle(window.runner)
            yield f"{entry.page_id}, {state}"
        window.close_drawer()


SEEN = (cut_words, overlaps, undressed, faint_words, small_targets)
HEARD = (nameless, unpaired, disordered, silent_cells)


def problems(window: MainWindow, size: tuple[int, int]) -> list[str]:
    """What is wrong to the eye; what is wrong to the ear changes with the states alone."""
    looks = SEEN if size == (1440, 900) else (*SEEN, *HEARD)
    return [problem for look in looks for problem in look(window)]


@pytest.mark.parametrize("over,book", [(name, name) for name in LOOKS], indirect=["over"])
def test_every_page_looks_right_in_every_look(theme: Theme, over: MainWindow, book: str) -> None:
    found: dict[str, str] = {}
    for mode, size, percent, density in LOOKS[book]:
        theme.set_mode(mode)
        theme.set_text_size(percent)
        theme.set_density(density)
        over.resize(*size)
        settle(over.runner)
        assert (over.width(), over.height()) == size
        for state in states(over, every=size == (1100, 700) and percent == 130):
            for problem in problems(over, size):
                found.setdefault(problem, f"{state}, {mode.value} {size} {percent} %")
    assert found == {}


def pictures(window: MainWindow) -> dict[str, QImage]:
    """A picture of every page, the one that is open first."""
    here = window.page
    ids = sorted(window._pages, key=lambda page_id: window._pages[page_id] is not here)
    found = {}
    for page_id in ids:
        window.go(page_id)
        settle(window.runner)
        found[page_id] = window.grab().toImage()
    return found


@pytest.mark.parametrize("over", ["sample"], indirect=True)
def test_a_page_shown_after_a_switch_wears_the_new_colours(theme: Theme, over: MainWindow) -> None:
    for _ in states(over, every=False):
        pass
    over.go("contributions")
    theme.set_mode(Mode.DARK)
    after = pictures(over)
    # Another text size and back: every widget there is gets dressed from the ground up.
    theme.set_text_size(110)
    theme.set_text_size(100)
    anew = pictures(over)
    assert [page_id for page_id in anew if after[page_id] != anew[page_id]] == []
    assert len(anew) == len(PAGES)


@pytest.mark.parametrize("over", ["sample"], indirect=True)
def test_no_amount_is_legible_on_any_page_while_amounts_are_hidden(
    theme: Theme, over: MainWindow
) -> None:
    theme.set_amounts_hidden(True)
    settle(over.runner)
    covered = 0
    for state in states(over, every=True):
        hints = {field.placeholderText() for field in over.findChildren(QLineEdit)}
        words = [one for one in painted_words(over) if one not in hints]
        assert len(words) > 20, state
        assert [one for one in words if is_amount(one)] == [], state
        covered += sum("•••" in one for one in words)
    assert covered > 0


def is_amount(words: str) -> bool:
    """Tell amounts in the test's own way: a dollar sign or two decimals.

    Citations and the numbers of programs' versions are none.
    """
    cited = r"(CFR|§|[Vv]ersion)\s*[\d.]+(\([a-z0-9]+\))*|\d+\.\d+(\([a-z0-9]+\))+"
    without = re.sub(cited, "", words)
    return bool(re.search(r"\$\s?\d|\d\.\d\d(?!\d)", without))
