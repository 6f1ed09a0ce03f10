"""``financedesk``: without arguments the window, with arguments the command line.

``--explore`` opens the window as well, on the sample organisation while no book is known yet.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from financedesk.cli.picture_commands import Pictures

EXPLORE = "--explore"
NO_SCREEN = (
    "financedesk: there is no screen here for the window; run `financedesk --help` for the "
    "commands, or `financedesk pictures --out DIR` to see the pages.\n"
)


def main() -> int:
    """Open the window, run a command, or draw the window's pages; returns the exit status."""
    if sys.argv[1:] in ([], [EXPLORE]):
        return _open_the_window(explore=EXPLORE in sys.argv)
    from financedesk.cli import main as run_command
    from financedesk.cli.picture_commands import picture_command

    return run_command(sys.argv[1:], more=(picture_command(_draw),))


def _open_the_window(*, explore: bool) -> int:
    if not _has_screen():
        sys.stderr.write(NO_SCREEN)
        return 2
    from financedesk.ui.start import open_the_window

    return open_the_window(explore=explore)


def _has_screen() -> bool:
    """Whether Qt will find a display: without one it would end the program with a dump."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _draw(wanted: "Pictures") -> Sequence[Path]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from financedesk.ui.pictures import Wish, draw_book, draw_components

    wish = Wish(wanted.theme, wanted.size, wanted.text_size, wanted.density)
    if wanted.gallery:
        return draw_components(wanted.folder, wish)
    return draw_book(wanted.location, wanted.folder, wish)


if __name__ == "__main__":
    sys.exit(main())
