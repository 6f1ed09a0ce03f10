"""The pages, each in a scrolling area of its own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.ui.shell.page import Page, PageEntry, Shell
from financedesk.ui.theme.dressing import RestingArea


class PageStack(QStackedWidget):
    """Holds one page per entry that was opened, and shows one of them.

    ``room`` is where the page that is being made will stand, None at any other time.
    """

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, Page] = {}
        self.room: QWidget | None = None
        self._areas: dict[str, RestingArea] = {}

    def make(self, entry: PageEntry, shell: Shell) -> Page:
        """Make the page of an entry, to be shown later."""
        area = RestingArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The area has its place before it is filled, and the page is made inside of it: Qt
        # dresses whatever hangs below a widget once more each time that this finds a place.
        self.addWidget(area)
        self.room = area.viewport()
        try:
            page = entry.make(shell)
        finally:
            self.room = None
        page.setAccessibleName(entry.title)
        area.setWidget(page)
        self._areas[entry.page_id], self.pages[entry.page_id] = area, page
        return page

    def show_page(self, page_id: str) -> None:
        """Show a page that was made."""
        self.setCurrentWidget(self._areas[page_id])
