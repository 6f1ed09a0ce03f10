"""The views of the page Donors: the list, who may be one person, and who is linked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from financedesk.ui.widgets import SegmentedControl

if TYPE_CHECKING:
    from financedesk.ui.pages.donors import Donors
    from financedesk.ui.pages.donors_linked import LinkedView
    from financedesk.ui.pages.donors_review import ReviewView

LIST, REVIEW, LINKED = "list", "review", "linked"
VIEWS = ((LIST, "All donors"), (REVIEW, "One person?"), (LINKED, "Linked"))


class DonorViews(QStackedWidget):
    """Stands for the page's body; a view beside the list is made when it is first shown."""

    def __init__(self, page: Donors, listed: QWidget) -> None:
        super().__init__()
        self._page = page
        self._made: dict[str, ReviewView | LinkedView] = {}
        self.choice = SegmentedControl("View", VIEWS)
        self.addWidget(listed)
        self._listed = listed
        self.choice.chosen.connect(self._show)

    def show_view(self, key: str) -> None:
        """Show one of ``VIEWS`` and take the keyboard there."""
        self.choice.choose(key)
        if key != LIST:
            self.view(key).table.view.setFocus()

    def refresh(self) -> None:
        """Read again what is shown beside the list."""
        if self.choice.choice != LIST:
            self.view(self.choice.choice).refresh()

    def view(self, key: str) -> ReviewView | LinkedView:
        """Return the view beside the list that has this key."""
        if key not in self._made:
            self._made[key] = self._make(key)
            self.addWidget(self._made[key])
        return self._made[key]

    def _make(self, key: str) -> ReviewView | LinkedView:
        from financedesk.ui.pages.donors_linked import LinkedView
        from financedesk.ui.pages.donors_review import ReviewView

        made = ReviewView if key == REVIEW else LinkedView
        return made(self._page.shell, self._page.desk, self._page.open_donor)

    def go_back(self) -> None:
        """Show again what was chosen before a donor's page stood in its place."""
        self._show(self.choice.choice)

    def _show(self, key: str) -> None:
        self._page.shell.close_drawer()
        self.setCurrentWidget(self._listed if key == LIST else self.view(key))
        self.refresh()
