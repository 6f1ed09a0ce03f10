"""One donor in place of the list: the head with marks and limits, and everything kept by tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from financedesk.errors import FinanceDeskError
from financedesk.ledger.donor_page import DonorPage, donor_page
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.donor_columns import marks_of, place_of
from financedesk.ui.pages.donor_detail import TYPES
from financedesk.ui.pages.donor_kept_acts import DonorActs
from financedesk.ui.pages.donor_kept_tabs import DocumentsTab, HouseholdTab, NotesTab
from financedesk.ui.pages.donor_limits import limit_bars
from financedesk.ui.pages.donor_said_tabs import RequestsTab, SaidTab
from financedesk.ui.pages.donor_tabs import DetailsTab, GivenTab, StoryTab
from financedesk.ui.widgets import Chip, button, column, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, clear, set_look
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.tabbed_view import TabbedView

if TYPE_CHECKING:
    from financedesk.ledger.donors_limits import LimitUse
    from financedesk.progress import Progress
    from financedesk.ui.pages.donors import Donors

GIVING, DETAILS, HOUSEHOLD, NOTES = "giving", "details", "household", "notes"
DOCUMENTS, SAID, REQUESTS, HISTORY = "documents", "said", "requests", "history"
TABS = (
    (GIVING, "Giving"), (DETAILS, "Details"), (HOUSEHOLD, "Household"), (NOTES, "Notes"),
    (DOCUMENTS, "Documents"), (SAID, "Consent"), (REQUESTS, "Requests"), (HISTORY, "History"),
)  # fmt: skip
_BARS = 2


@dataclass(frozen=True)
class ReadDonor:
    """What is read of a donor at once, with the words of entities and of what is not allowed."""

    page: DonorPage
    names: Mapping[int, str]
    may_not_add: str
    may_not_change: str


class Tab(Protocol):
    """What stands below the tabs: it shows what was read of a donor."""

    def show_read(self, read: ReadDonor) -> None:
        """Show a donor."""


class DonorPageView(TabbedView):
    """Shows one donor; ``show_donor`` says which. Esc and the arrow go back to the list."""

    def __init__(self, page: Donors) -> None:
        super().__init__()
        self.page, self.desk, self.shell = page, page.desk, page.shell
        self.read: ReadDonor | None = None
        self.card_id = 0
        self._reading = Latest()
        self.acts = DonorActs(self)
        self._build()

    def _build(self) -> None:
        self.given, self.details = GivenTab(self), DetailsTab(self)
        self.household, self.notes = HouseholdTab(self), NotesTab(self)
        self.documents, self.said = DocumentsTab(self), SaidTab(self)
        self.requests, self.story = RequestsTab(self), StoryTab()
        tabs: dict[str, QWidget] = {
            GIVING: self.given, DETAILS: self.details, HOUSEHOLD: self.household,
            NOTES: self.notes, DOCUMENTS: self.documents, SAID: self.said,
            REQUESTS: self.requests, HISTORY: self.story,
        }  # fmt: skip
        self._shown: Mapping[str, Tab] = {
            GIVING: self.given, DETAILS: self.details, HOUSEHOLD: self.household,
            NOTES: self.notes, DOCUMENTS: self.documents, SAID: self.said,
            REQUESTS: self.requests, HISTORY: self.story,
        }  # fmt: skip
        self.lay_out("About this donor", TABS, tabs, self._header(), icon="users")
        self.tabs.chosen.connect(self._show_tab)
        self._keys()

    def _header(self) -> QFrame:
        self.name, self.facts = ElidingLabel("", "section"), ElidingLabel("", "small")
        self.chips, self.bars = row(spacing=6), row(spacing=20)
        self.back = button("", "icon", icon="chevron-left", name="Back to all donors",
                           on_click=self.page.show_list)  # fmt: skip
        self.edit_button = button("Edit", icon="pencil", on_click=self._edit)
        self.ask_button = button("Asked…", icon="bell", on_click=self.acts.ask)
        self.ask_button.setToolTip("Note that the donor was asked for what is missing")
        self.note_button = button("Note…", icon="plus", on_click=self.acts.add_note)
        acts = ActionRow()
        for one in (self.edit_button, self.note_button, self.ask_button):
            acts.add(one)
        words = column(self.name, self.facts, self.chips, spacing=2)
        top = row(self.back, spacing=12)
        top.addLayout(words, 5)
        top.addWidget(acts, 4)
        made = QFrame()
        set_look(made, "card")
        made.setLayout(column(top, self.bars, spacing=8, margins=(14, 10, 14, 10)))
        return made

    def _keys(self) -> None:
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("F2", self._edit), ("Alt+Down", partial(self.step, 1)),
            ("Alt+Up", partial(self.step, -1)),
        )  # fmt: skip
        for sequence, run in keys:
            shortcut = QShortcut(QKeySequence(sequence), self.inside)
            shortcut.activated.connect(run)

    # --- what the page and the tabs ask

    @property
    def name_shown(self) -> str:
        """The donor's name; empty while nothing is read."""
        return "" if self.read is None else self.read.page.detail.row.name

    @property
    def entity_id(self) -> int:
        """Whose donor it is."""
        return 0 if self.read is None else self.read.page.detail.row.entity_id

    def show_donor(self, card_id: int, *, tab: str = "") -> None:
        """Show a donor, from the first tab on when it is another one."""
        if card_id != self.card_id:
            self.card_id, self.read = card_id, None
            self.tabs.choose(tab or GIVING)
        elif tab:
            self.tabs.choose(tab)
        book, scope, today = self.desk.book, self.desk.scope, self.desk.today

        def read(_progress: Progress) -> DonorPage:
            with book.read() as connection:
                return donor_page(connection, card_id, scope, today)

        deliver = self._reading.only(self._take)
        self._reading.replace(
            self.shell.runner.background(
                "Reading the donor", read, on_done=deliver, on_error=deliver
            )
        )

    def step(self, by: int) -> None:
        """Show the next (1) or the previous (-1) donor of the list, in the same tab."""
        place = self.page.model.position_of(self.card_id) + by
        if 0 <= place < self.page.model.rowCount():
            self.page.show_page(self.page.model.row_id(place), tab=self.tabs.choice)
        else:
            self.shell.say("That was the last donor of the list." if by > 0
                           else "That was the first donor of the list.")  # fmt: skip

    def take_keyboard(self) -> None:
        """Take the keyboard to the tabs, after what had it is gone."""
        if self.isVisible():
            self.tabs.segments.setFocus()

    def _edit(self) -> None:
        if self.read is not None and self.edit_button.isEnabled():
            self.page.edit(self.read.page.detail)

    # --- showing

    def _take(self, found: DonorPage | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.read = None
            self.say_gone("This donor cannot be shown", str(found))
            return
        first = self.read is None
        entity_id = found.detail.row.entity_id
        names = {
            one.entity_id: one.name for one in self.desk.entities() if one.entity_id is not None
        }
        self.read = ReadDonor(
            found, names, self.desk.why_not(RECORD, entity_id),
            self.desk.why_not(CORRECT, entity_id),
        )  # fmt: skip
        self._show(self.read)
        if first:
            self.take_keyboard()

    def _show(self, read: ReadDonor) -> None:
        page, donor = read.page, read.page.detail.row
        self.name.setText(donor.name)
        facts = (
            TYPES.get(donor.contact.type, "Donor"), read.names.get(donor.entity_id, ""),
            place_of(donor),
        )  # fmt: skip
        self.facts.setText(" · ".join(one for one in facts if one))
        self._show_marks(read)
        self._show_bars(page.detail.limits, read.names)
        allow(self.edit_button, read.may_not_change, "F2")
        for one in (self.note_button, self.ask_button):
            allow(one, read.may_not_add, one.toolTip() if one.isEnabled() else "")
        for key, number in (
            (NOTES, len(page.notes)), (DOCUMENTS, len(page.documents)),
            (REQUESTS, len(page.requests)),
        ):  # fmt: skip
            words = dict(TABS)[key]
            self.tabs.say(key, f"{words} {number}" if number else words)
        self.show_inside(shown=True)
        self._show_tab(self.tabs.choice)
        self.page.context_changed.emit()

    def _show_marks(self, read: ReadDonor) -> None:
        clear(self.chips)
        for word, tone, sentence in marks_of(read.page.detail.row):
            chip = Chip(word, tone)
            chip.setToolTip(sentence)
            chip.setAccessibleDescription(sentence)
            self.chips.addWidget(chip)
        efforts = read.page.efforts
        if efforts is not None and efforts.is_late(self.desk.today):
            chip = Chip("Not asked in time", "bad")
            chip.setToolTip(f"Nobody asked until {efforts.ask_by:%m/%d/%Y} [11 CFR 104.7(b)(2)]")
            self.chips.addWidget(chip)
        self.chips.addStretch(1)

    def _show_bars(self, uses: tuple[LimitUse, ...], names: Mapping[int, str]) -> None:
        """Show the limits that are fullest; all of them stand with the giving."""
        clear(self.bars)
        known = [one for one in uses if one.allowed_cents]
        fullest = sorted(known, key=_share, reverse=True)[:_BARS]
        for bar in limit_bars(fullest, names):
            self.bars.addWidget(bar, 1)

    def _show_tab(self, key: str) -> None:
        if self.read is not None:
            self._shown[key].show_read(self.read)
            self.show_part(key)

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return each tab of the first donor of the list, and a form."""
        tabs = {f"page-{key}": partial(self._picture, key) for key, _words in TABS}
        return {**tabs, "page-request-form": self.acts.ask}

    def _picture(self, key: str) -> None:
        if self.page.model.size():
            self.page.show_page(self.page.model.row_id(0), tab=key)


def _share(use: LimitUse) -> int:
    """Return how full a limit is, in thousandths."""
    return use.used_cents * 1_000 // (use.allowed_cents or 1)
