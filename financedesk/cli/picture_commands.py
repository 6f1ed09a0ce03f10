"""``pictures``: every page of the window, drawn without a screen."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from financedesk.cli.command import Command, Context, Outcome

THEMES = ("light", "dark")
SIZE = "1440x900"

Draw = Callable[[str, Path, str, str], Sequence[Path]]
"""Draws the pages of the book at a location into a folder, in a theme and a size."""


def picture_command(draw: Draw) -> Command:
    """Return the command; ``draw`` is handed down, because the command line knows no window."""

    def run(context: Context) -> Outcome:
        given = context.arguments
        files = draw(context.location, given.out, given.theme, given.size)
        words = [f"Drew {len(files)} pages:", *(f"  {path}" for path in files)]
        return Outcome({"files": [str(path) for path in files]}, "\n".join(words))

    return Command("pictures", "draw every page of the window to PNG", _arguments, run)


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument("--theme", choices=THEMES, default=THEMES[0])
    parser.add_argument("--size", default=SIZE, metavar=SIZE)
