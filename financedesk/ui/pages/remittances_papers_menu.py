"""The menu of papers on remittances: a button that asks for one of them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton

from financedesk.remittances.paper_kinds import PAPERS
from financedesk.ui.widgets import button


def papers_button(
    open_paper: Callable[[str], object], *, of_one: bool | None = None
) -> QPushButton:
    """Return a button with a menu of papers; ``of_one`` leaves only those of one official."""
    made = button("Papers", icon="file-text", name="Papers (menu)")
    menu = QMenu(made)
    before = True
    for kind in PAPERS.values():
        if of_one is not None and kind.of_one is not of_one:
            continue
        if before and not kind.of_one and menu.actions():
            menu.addSeparator()
        before = kind.of_one
        action = menu.addAction(f"{kind.name}…", partial(open_paper, kind.code))
        action.setObjectName(f"paper-{kind.code}")
        action.setToolTip(kind.words)
    menu.setToolTipsVisible(True)
    made.setMenu(menu)
    return made
