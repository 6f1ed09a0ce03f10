"""Design tokens: the one place where colours and sizes have names.

The accent is teal: red and blue belong to parties. Income is not green and spending is
not red; colour appears only where it means something, and never alone.
"""

from dataclasses import asdict, dataclass, fields
from enum import Enum

TONES = ("neutral", "ok", "warn", "bad", "info")


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme, each as ``#RRGGBB``."""

    name: str
    is_dark: bool
    window: str
    sidebar: str
    surface: str
    surface_2: str
    hover: str
    border: str
    border_strong: str
    hairline: str
    text: str
    text_2: str
    text_3: str
    accent: str
    accent_hover: str
    accent_text: str
    on_accent: str
    accent_soft: str
    chart_2: str
    chart_3: str
    focus: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    info: str
    info_soft: str

    def colour(self, token: str) -> str:
        """Return the colour called ``token``; an unknown name is a KeyError."""
        if token not in COLOUR_NAMES:
            raise KeyError(token)
        return str(getattr(self, token))

    def colours(self) -> dict[str, str]:
        """Return every colour by its name."""
        return {name: self.colour(name) for name in COLOUR_NAMES}

    def tone(self, tone: str) -> tuple[str, str]:
        """Return the text colour and the soft ground of one of ``TONES``."""
        if tone == "neutral":
            return self.text_2, self.surface_2
        return self.colour(tone), self.colour(f"{tone}_soft")


COLOUR_NAMES = frozenset(field.name for field in fields(Tokens)) - {"name", "is_dark"}

LIGHT = Tokens(
    name="light",
    is_dark=False,
    window="#F5F7F7",
    sidebar="#FBFCFC",
    surface="#FFFFFF",
    surface_2="#F2F5F5",
    hover="#EEF3F2",
    border="#DFE5E5",
    border_strong="#7D8B8C",
    hairline="#EAEEEE",
    text="#14201F",
    text_2="#4E5D5C",
    text_3="#647371",
    accent="#0F766E",
    accent_hover="#0B5F59",
    accent_text="#0B6B64",
    on_accent="#FFFFFF",
    accent_soft="#DDF1EE",
    chart_2="#9AD3CC",
    chart_3="#B8811F",
    focus="#0F766E",
    ok="#17703F",
    ok_soft="#E3F4E9",
    warn="#8A5A00",
    warn_soft="#FCF0D6",
    bad="#B3261E",
    bad_soft="#FBE6E4",
    info="#2B5C9E",
    info_soft="#E4EEFA",
)

DARK = Tokens(
    name="dark",
    is_dark=True,
    window="#0E1413",
    sidebar="#0A0F0E",
    surface="#161E1D",
    surface_2="#1C2625",
    hover="#1F2A29",
    border="#283433",
    border_strong="#6B7B79",
    hairline="#222D2C",
    text="#E7EDEC",
    text_2="#A3B1AF",
    text_3="#82918F",
    accent="#2FB8A8",
    accent_hover="#4CCABB",
    accent_text="#4CCABB",
    on_accent="#04211E",
    accent_soft="#123733",
    chart_2="#1E6A62",
    chart_3="#D9A441",
    focus="#4CCABB",
    ok="#5FCB8C",
    ok_soft="#14301F",
    warn="#E8B651",
    warn_soft="#35290F",
    bad="#F58B83",
    bad_soft="#3A1D1B",
    info="#8AB8F0",
    info_soft="#16283D",
)

HIGH_CONTRAST = Tokens(
    name="high contrast",
    is_dark=False,
    window="#FFFFFF",
    sidebar="#FFFFFF",
    surface="#FFFFFF",
    surface_2="#F2F2F2",
    hover="#E6EFEE",
    border="#4A5554",
    border_strong="#1F2928",
    hairline="#8C9796",
    text="#000000",
    text_2="#1F2928",
    text_3="#333E3D",
    accent="#00504A",
    accent_hover="#003B36",
    accent_text="#00453F",
    on_accent="#FFFFFF",
    accent_soft="#CDEBE7",
    chart_2="#4E8F88",
    chart_3="#8A5A00",
    focus="#000000",
    ok="#0B4F2A",
    ok_soft="#E3F4E9",
    warn="#5E3D00",
    warn_soft="#FCF0D6",
    bad="#8A1109",
    bad_soft="#FBE6E4",
    info="#173F73",
    info_soft="#E4EEFA",
)

THEMES = (LIGHT, DARK, HIGH_CONTRAST)

GROUNDS = ("window", "sidebar", "surface", "surface_2", "hover", "accent_soft")
"""Every colour that text may stand on."""

TEXT_PAIRS = (
    *(("text", ground) for ground in GROUNDS),
    *(("text_2", ground) for ground in GROUNDS),
    *(("text_3", ground) for ground in ("window", "sidebar", "surface", "surface_2")),
    *(("accent_text", ground) for ground in GROUNDS),
    *(("text", f"{tone}_soft") for tone in ("ok", "warn", "bad", "info")),
    *(("text_2", f"{tone}_soft") for tone in ("ok", "warn", "bad", "info")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *((tone, f"{tone}_soft") for tone in ("ok", "warn", "bad", "info")),
    *((tone, ground) for tone in ("ok", "warn", "bad", "info") for ground in GROUNDS),
    ("surface", "text"),
)
"""Text and ground that must reach 4.5:1 (WCAG 2 AA)."""

_CHART_GROUNDS = ("surface", "hover")
CONTROL_PAIRS = (
    *(("border_strong", ground) for ground in ("window", "sidebar", "surface", "surface_2")),
    *(("focus", ground) for ground in GROUNDS),
    *(("accent", ground) for ground in GROUNDS),
    ("accent", "hairline"),
    *(("chart_3", ground) for ground in _CHART_GROUNDS),
    *(("text_2", ground) for ground in _CHART_GROUNDS),
    *((tone, ground) for tone in ("ok", "warn", "bad", "info") for ground in GROUNDS),
    ("surface", "text"),
)
"""Outlines, rings, marks of charts and filled controls that must reach 3:1.

``chart_2`` is not among them: it is a filling, and has an edge in the accent's colour.
"""


def contrast(first: str, second: str) -> float:
    """Return the WCAG 2 contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


SMALLEST_TEXT, LARGEST_TEXT = 90, 130
SMALLEST_TARGET = 28


class Density(Enum):
    """How much air rows and controls have; the type keeps its size."""

    COMFORTABLE = "comfortable"
    COMPACT = "compact"


@dataclass(frozen=True)
class Scale:
    """Type sizes and row heights in logical pixels at one text size and density."""

    caption: int
    small: int
    body: int
    card_title: int
    section: int
    page_title: int
    kpi: int
    control: int
    row: int
    header_row: int
    nav_row: int
    chip: int
    top_bar: int
    day: int
    day_wide: int

    @classmethod
    def at(cls, percent: int, density: Density = Density.COMFORTABLE) -> "Scale":
        """Return the scale at a text size of 90 to 130 percent; others are brought inside.

        What is clicked never gets lower than 28 pixels, whatever size and density ask for.
        """
        kept = max(SMALLEST_TEXT, min(LARGEST_TEXT, percent))
        full = _FULL_SIZE | _SIZES[density]
        sizes = {name: (size * kept + 50) // 100 for name, size in full.items()}
        targets = {name: max(SMALLEST_TARGET, sizes[name]) for name in _SIZES[density]}
        return cls(**sizes | targets)

    def numbers(self) -> dict[str, str]:
        """Return the sizes as the words that the style sheet asks for."""
        return {f"{name}_px": str(size) for name, size in asdict(self).items()}


_FULL_SIZE = {
    "caption": 11,
    "small": 12,
    "body": 13,
    "card_title": 14,
    "section": 15,
    "page_title": 20,
    "kpi": 24,
    "chip": 20,
    "top_bar": 64,
    "day": 66,
    "day_wide": 70,
}
_SIZES = {
    Density.COMFORTABLE: {"control": 32, "row": 38, "header_row": 32, "nav_row": 34},
    Density.COMPACT: {"control": 28, "row": 28, "header_row": 28, "nav_row": 30},
}

PAGE_MARGIN = 24
CARD_GAP = 16
CARD_PADDING = 16
ICON = 16
SIDEBAR_WIDTH = 232
SIDEBAR_COLLAPSED = 56
STATUS_HEIGHT = 30
DRAWER_WIDTH = 380
CONTROL_RADIUS = 6
CARD_RADIUS = 10
