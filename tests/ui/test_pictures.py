"""``financedesk pictures``: every page of a book in files, through the program's own door."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from financedesk import __main__ as program
from financedesk.errors import BadInput
from financedesk.ui.pages import PAGES
from financedesk.ui.pictures import Wish, draw_book
from financedesk.ui.theme import Theme
from financedesk.ui.theme.tokens import DARK
from tests.ui.money_books import small_book


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["financedesk", *arguments])
    return program.main()


def test_every_page_is_drawn_in_its_size_and_theme(
    qtbot: QtBot,
    theme: Theme,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    book, out = small_book(tmp_path), tmp_path / "shots" / "new"
    wanted = ("--out", str(out), "--theme", "dark", "--size", "1100x700")
    assert run(monkeypatch, "pictures", "--book", book, "--json", *wanted) == 0
    files = [Path(name) for name in json.loads(capsys.readouterr().out)["files"]]
    names = [file.name for file in files]
    as_opened = [f"{entry.page_id}-dark.png" for entry in PAGES]
    assert [name for name in names if name in as_opened] == as_opened
    assert "contributions-recording-dark.png" in names
    assert "filings-preparing-dark.png" in names
    for file in files:
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == (1100, 700)
        # The margin of the sidebar, where nothing stands.
        assert picture.pixelColor(2, 600).name().upper() == DARK.sidebar


@pytest.mark.parametrize("size", ["12", "400x300"])
def test_a_size_that_is_none_is_refused(
    tmp_path: Path,
    size: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    arguments = ("--book", "none.fdesk", "--out", str(tmp_path), "--size", size)
    assert run(monkeypatch, "pictures", *arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith("financedesk: ")
    assert size in error


def test_a_book_that_is_not_there_is_said(
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing = str(tmp_path / "none.fdesk")
    assert run(monkeypatch, "pictures", "--book", missing, "--out", str(tmp_path)) == 2
    assert "no book" in capsys.readouterr().err


def test_a_theme_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="light, dark, high contrast"):
        draw_book("none.fdesk", tmp_path, Wish(theme="sepia"))


def test_without_a_screen_the_window_says_what_else_there_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert run(monkeypatch) == 2
    assert "pictures --out" in capsys.readouterr().err


def test_pictures_stand_in_the_help(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run(monkeypatch, "--help")
    assert "pictures" in capsys.readouterr().out


def test_text_size_density_and_states_reach_the_pictures(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    book = small_book(tmp_path)
    wish = Wish(theme="high contrast", size="1100x700", text_size="130", density="compact")
    files = draw_book(book, tmp_path / "out", wish)
    names = {file.name for file in files}
    assert {f"{entry.page_id}-high-contrast.png" for entry in PAGES} <= names
    assert (theme.text_size, theme.density.value) == (130, "compact")


@pytest.mark.parametrize(
    "wish,said",
    [
        (Wish(text_size="200"), "90 to 130"),
        (Wish(text_size="big"), "'big'"),
        (Wish(density="tight"), "comfortable or compact"),
    ],
)
def test_a_look_that_is_none_is_refused(tmp_path: Path, wish: Wish, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        draw_book("none.fdesk", tmp_path, wish)
