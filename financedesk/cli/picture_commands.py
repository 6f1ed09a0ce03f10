"""``pictures``: every page of the window, or every component, drawn without a screen."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from financedesk.cli.command import Command, Context, Outcome

THEMES = ("light", "dark", "high contrast")
DENSITIES = ("comfortable", "compact")
SIZE, TEXT_SIZE = "1440x900", "100"


@dataclass(frozen=True)
class Pictures:
    """What is to be drawn, as it was asked for; an empty theme was not asked for."""

    location: str
    folder: Path
    gallery: bool
    theme: str
    size: str
    text_size: str
    density: str


Draw = Callable[[Pictures], Sequence[Path]]
"""Draws what was asked for and returns the files."""


def picture_command(draw: Draw) -> Command:
    """Return the command; ``draw`` is handed down, because the command line knows no window."""

    def run(context: Context) -> Outcome:
        given = context.arguments
        location = "" if given.gallery else context.location
        wanted = Pictures(
            location, given.out, given.gallery, given.theme, given.size, given.text_size,
            given.density,
        )  # fmt: skip
        files = draw(wanted)
        words = [f"Drew {len(files)} pictures:", *(f"  {path}" for path in files)]
        return Outcome({"files": [str(path) for path in files]}, "\n".join(words))

    return Command("pictures", "draw every page of the window to PNG", _arguments, run)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument(
        "--gallery",
        action="store_true",
        help="draw the components instead, each in all its states; no book is opened",
    )
    parser.add_argument(
        "--theme",
        type=_theme,
        choices=THEMES,
        default="",
        help="light when not given; the gallery is drawn in every theme then",
    )
    parser.add_argument("--size", default=SIZE, metavar=SIZE)
    parser.add_argument("--text-size", default=TEXT_SIZE, metavar="PERCENT", help="90 to 130")
    parser.add_argument("--density", choices=DENSITIES, default=DENSITIES[0])


def _theme(words: str) -> str:
    """Take ``high-contrast`` as well, which needs no quotes."""
    return words.replace("-", " ")
