"""``financedesk pictures --gallery``: every component, and that its states can be told apart."""

import json
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from financedesk import __main__ as program
from financedesk.ui.gallery import EXHIBITS
from financedesk.ui.gallery.drawing import specimen_picture
from financedesk.ui.gallery.exhibit import Exhibit, Touch
from financedesk.ui.theme import Density, Theme
from financedesk.ui.theme.tokens import HIGH_CONTRAST

COMPONENTS = {
    "card", "kpi-card", "chip", "nav-button", "segmented-control", "filter-bar", "data-table",
    "drawer", "form-row", "money-edit", "date-edit", "entity-picker", "toast", "job-indicator",
    "bar-chart", "line-chart", "thermometer", "sparkline", "empty-state", "banner", "stepper",
}  # fmt: skip


def exhibit(name: str) -> Exhibit:
    return next(one for one in EXHIBITS if one.name == name)


def test_every_component_is_drawn_in_the_theme_asked_for(
    qtbot: QtBot,
    theme: Theme,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wanted = ["--gallery", "--out", str(tmp_path), "--theme", "high contrast"]
    look = ["--density", "compact", "--text-size", "90"]
    monkeypatch.setattr(sys, "argv", ["financedesk", "pictures", "--json", *wanted, *look])
    assert program.main() == 0
    files = [Path(name) for name in json.loads(capsys.readouterr().out)["files"]]
    assert [file.name for file in files] == [f"{one.name}-high-contrast.png" for one in EXHIBITS]
    for file in files:
        picture = QImage(str(file))
        assert picture.pixelColor(2, 2).name().upper() == HIGH_CONTRAST.window
        assert picture.height() > 80
    assert (theme.density, theme.text_size) == (Density.COMPACT, 90)


def test_no_component_of_the_design_is_missing() -> None:
    assert {one.name for one in EXHIBITS} >= COMPONENTS
    assert all(len(one.specimens) >= 2 for one in EXHIBITS)


@pytest.mark.parametrize(
    "name", ["button", "nav-button", "segmented-control", "kpi-card", "money-edit", "fields"]
)
def test_focus_pointer_and_disabled_look_different_from_rest(
    qtbot: QtBot, theme: Theme, name: str
) -> None:
    shown = exhibit(name).specimens
    rest = specimen_picture(shown[0]).toImage()
    held = [one for one in shown if one.touch is not Touch.NONE or one.state == "Disabled"]
    assert held
    for one in held:
        if one.width == shown[0].width:
            assert specimen_picture(one).toImage() != rest, one.state
