"""Text and controls are legible in every theme, and the style sheet knows no stranger."""

import re
from pathlib import Path

import pytest

from financedesk.resources import resource
from financedesk.ui.theme import Theme
from financedesk.ui.theme.style import palette, style_sheet
from financedesk.ui.theme.tokens import (
    CONTROL_PAIRS,
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    TEXT_PAIRS,
    THEMES,
    Density,
    Scale,
    Tokens,
    contrast,
)


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_text_reaches_four_and_a_half(tokens: Tokens, pair: tuple[str, str]) -> None:
    ink, ground = pair
    assert contrast(tokens.colour(ink), tokens.colour(ground)) >= 4.5


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
@pytest.mark.parametrize("pair", CONTROL_PAIRS, ids=" on ".join)
def test_controls_reach_three(tokens: Tokens, pair: tuple[str, str]) -> None:
    ink, ground = pair
    assert contrast(tokens.colour(ink), tokens.colour(ground)) >= 3


@pytest.mark.parametrize("tokens", THEMES, ids=lambda tokens: tokens.name)
def test_stacked_series_differ_in_lightness(tokens: Tokens) -> None:
    assert contrast(tokens.accent, tokens.chart_2) >= 1.5


def test_high_contrast_is_higher_than_light() -> None:
    for ink, ground in TEXT_PAIRS:
        high = contrast(HIGH_CONTRAST.colour(ink), HIGH_CONTRAST.colour(ground))
        assert high >= min(7, contrast(LIGHT.colour(ink), LIGHT.colour(ground)))


def test_the_style_sheet_is_whole(theme: Theme, tmp_path: Path) -> None:
    sheet = style_sheet(DARK, Scale.at(100), tmp_path)
    assert "$" not in sheet
    assert DARK.accent in sheet
    assert "font-size: 13px" not in sheet  # the application's font is the body size


def test_the_template_writes_no_colour_of_its_own() -> None:
    words = resource("ui", "app.qss").read_text(encoding="utf-8")
    assert "#" not in words


def test_an_unknown_name_in_the_template_is_refused(
    theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = tmp_path / "app.qss"
    template.write_text("QLabel { color: $pink; }", encoding="utf-8")

    def other(*parts: str) -> Path:
        return template if parts[-1] == "app.qss" else resource(*parts)

    monkeypatch.setattr("financedesk.ui.theme.style.resource", other)
    with pytest.raises(KeyError, match="pink"):
        style_sheet(LIGHT, Scale.at(100), tmp_path)


def test_unknown_colour_is_an_error() -> None:
    with pytest.raises(KeyError):
        LIGHT.colour("is_dark")


def test_palette_follows_the_tokens(theme: Theme) -> None:
    assert palette(DARK).window().color().name().upper() == DARK.window
    assert palette(LIGHT).highlight().color().name().upper() == LIGHT.accent_soft


@pytest.mark.parametrize("percent,body,row", [(100, 13, 38), (130, 17, 49), (90, 12, 34)])
def test_text_size_scales_type_and_rows(percent: int, body: int, row: int) -> None:
    scale = Scale.at(percent)
    assert (scale.body, scale.row) == (body, row)


def test_text_size_stays_within_what_the_window_can_show() -> None:
    assert Scale.at(500) == Scale.at(130)
    assert Scale.at(1) == Scale.at(90)


def test_compact_rows_and_controls_are_lower_and_the_type_stays() -> None:
    wide, tight = Scale.at(100), Scale.at(100, Density.COMPACT)
    assert (wide.row, wide.control, wide.header_row) == (38, 32, 32)
    assert (tight.row, tight.control, tight.header_row) == (28, 28, 28)
    assert (tight.body, tight.kpi) == (wide.body, wide.kpi)


def test_no_target_is_lower_than_28_pixels_in_any_size_and_density() -> None:
    for density in Density:
        for percent in (90, 100, 130):
            scale = Scale.at(percent, density)
            assert min(scale.row, scale.control, scale.nav_row) >= 28


def test_every_token_of_the_sheet_has_its_contrast_proved() -> None:
    sheet = resource("ui", "app.qss").read_text(encoding="utf-8")
    inks = set(re.findall(r"[{; ]color: \$(\w+)", sheet))
    grounds = set(re.findall(r"background: \$(\w+)", sheet))
    # What is switched off, and what is drawn rather than read, need not be legible as text.
    drawn = {"border", "hairline", "accent_hover", "text_3", "border_strong", "text", "accent"}
    assert inks - {"border_strong"} <= {ink for ink, _ground in TEXT_PAIRS}
    assert grounds - drawn <= {ground for _ink, ground in TEXT_PAIRS}
