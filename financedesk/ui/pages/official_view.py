"""One official in place of the segments of Remittances: head, tabs, and the forms in the drawer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from financedesk.errors import FinanceDeskError, Refused
from financedesk.remittances.official_detail import OfficialDetail, official_detail
from financedesk.remittances.official_edit import OfficialChoices, official_choices
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.pledges import PLEDGES
from financedesk.rules.roles import PROMISES
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.official_editing import OfficialEditing
from financedesk.ui.pages.official_tabs import TABS, OfficialTabs
from financedesk.ui.pages.official_words import (
    PLEDGE_TONES,
    days_words,
    pledge_word,
    standing_words,
)
from financedesk.ui.pages.remittances_papers_menu import papers_button
from financedesk.ui.pages.subjects import AddOfficial, ShowOfficial
from financedesk.ui.widgets import Card, Chip, EmptyState, button, column, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, combo, set_look, set_shown
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.folding_choice import FoldingChoice

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.pages.remittances import Remittances


@dataclass(frozen=True)
class _Read:
    """What is read at once; ``detail`` is None while no official is chosen."""

    detail: OfficialDetail | None
    choices: OfficialChoices


class OfficialView(QWidget):
    """Shows one official; ``take`` says which, or asks for the form of a new one.

    What its tabs show is in ``OfficialTabs``.
    """

    def __init__(self, page: Remittances) -> None:
        super().__init__()
        self.page = page
        self.desk, self.shell = page.desk, page.shell
        self._official_id: int | None = None
        self._read: _Read | None = None
        self._adding = self._fresh = False
        self.shown_year = self.desk.today.year
        self._reading = Latest()
        self.editing = OfficialEditing(self)
        self._build()

    def _build(self) -> None:
        self.tabs = FoldingChoice("About this official", TABS)
        self.year = combo()
        self.year.setAccessibleName("Year")
        self.parts = OfficialTabs(self)
        self.empty = EmptyState("", icon="users")
        self._nobody = Card(flush=True)
        self._nobody.body.addWidget(self.empty)
        self._inside = QWidget()
        line = row(spacing=8)
        line.addWidget(self.tabs, 1)
        line.addWidget(self.year)
        inside = column(self._header(), line, spacing=12)
        inside.addWidget(self.parts, 1)
        self._inside.setLayout(inside)
        whole = column(spacing=0)
        whole.addWidget(self._inside, 1)
        whole.addWidget(self._nobody, 1)
        self.setLayout(whole)
        self._say_nobody()
        self.tabs.chosen.connect(self._show_tab)
        self.year.currentIndexChanged.connect(lambda _at: self._other_year())

    def _header(self) -> QFrame:
        self.name, self.chip = ElidingLabel("", "section"), Chip("")
        self.facts, self.standing = ElidingLabel("", "small"), ElidingLabel("", "name")
        back = button("", "icon", icon="chevron-left", name="Back to all officials",
                      on_click=self.page.show_list)  # fmt: skip
        self.edit_button = button("Edit", icon="pencil", on_click=self.editing.edit_official)
        self.papers_button = papers_button(
            lambda code: self.page.open_paper(code, self._official_id or 0), of_one=True
        )
        self.slip_button = button("Add pay slip", icon="plus", on_click=self.editing.edit_slip)
        stands = row(self.chip, spacing=10)
        stands.addWidget(self.standing, 1)
        words = column(self.name, self.facts, stands, spacing=2)
        top = row(back, spacing=12)
        acts = ActionRow()
        for one in (self.papers_button, self.slip_button, self.edit_button):
            acts.add(one)
        top.addLayout(words, 5)
        top.addWidget(acts, 4)
        made = QFrame()
        set_look(made, "card")
        made.setLayout(column(top, margins=(14, 10, 14, 10)))
        return made

    # --- what the page asks

    @property
    def shown_detail(self) -> OfficialDetail:
        """The official that is shown; raises LookupError while none is."""
        if self._read is None or self._read.detail is None:
            raise LookupError("No official is shown.")
        return self._read.detail

    @property
    def choices(self) -> OfficialChoices:
        """What forms choose from; raises LookupError before they were read."""
        if self._read is None:
            raise LookupError("Nothing was read yet.")
        return self._read.choices

    def take(self, subject: object) -> None:
        """Show an official, or the form of a new one."""
        if isinstance(subject, ShowOfficial):
            self.show_official(subject.official_id)
        elif isinstance(subject, AddOfficial):
            self._adding, self._official_id = True, None
            self._read = None
            self.refresh()

    def show_official(self, official_id: int) -> None:
        """Show an official, from the first tab on when it is another one."""
        if official_id != self._official_id:
            self._official_id, self.shown_year = official_id, self.desk.today.year
            self._adding, self._fresh = False, True
            self._read = None
            self.tabs.choose("overview")
        self.refresh()

    def leave_new(self) -> None:
        """Close the form of a new official and go back to where there are some."""
        self._adding = False
        self.shell.close_drawer()
        if self._official_id is None:
            self.page.show_list()

    def refresh(self) -> None:
        """Read the official in hand, and what forms choose from."""
        keeper = self.page.keeper
        if keeper is None or not self.desk.is_open:
            return
        why_not = self.desk.why_not(PROMISES, keeper.id)
        if why_not:
            self.empty.say("Pay and promises are not shown", why_not)
            self._show_inside(shown=False)
            return
        if self._official_id is None and not self._adding:
            self._say_nobody()
            return
        book, today, year, official_id = (
            self.desk.book,
            self.desk.today,
            self.shown_year,
            self._official_id,
        )
        seen = frozenset(one.id for one in self.desk.entity_rows())

        def read(_progress: Progress) -> _Read:
            with book.read() as connection:
                if official_id is None:
                    return _Read(None, official_choices(connection, keeper.id, seen))
                # With all entities in hand an official may be another one's than the keeper's.
                whose = OFFICIALS.one(connection, official_id).entity_id
                if self.desk.why_not(PROMISES, whose):
                    raise Refused(self.desk.why_not(PROMISES, whose))
                detail = official_detail(connection, official_id, seen, today, year)
                return _Read(detail, official_choices(connection, whose, seen))

        deliver = self._reading.only(self._take)
        job = self.shell.runner.background(
            "Reading the official", read, on_done=deliver, on_error=self._gone
        )
        self._reading.replace(job)

    def _gone(self, error: FinanceDeskError) -> None:
        self._official_id = None
        self.empty.say("This official cannot be shown", str(error))
        self._show_inside(shown=False)

    def _take(self, found: _Read) -> None:
        self._read = found
        if found.detail is None:
            self._say_nobody()
            if self._adding and self.page.keeper is not None:
                self._adding = False
                self.editing.add_official(self.page.keeper.id)
            return
        self._show(found.detail)

    def _say_nobody(self) -> None:
        self.empty.say(
            "Enter the official in the form",
            "The person, the office and its first day; pay, schedule and pledge come next.",
        )
        self._show_inside(shown=False)

    def _show_inside(self, *, shown: bool) -> None:
        set_shown(self._inside, shown=shown)
        set_shown(self._nobody, shown=not shown)

    # --- showing

    def _show(self, detail: OfficialDetail) -> None:
        why_not = self.why_not(detail)
        self.name.setText(detail.name)
        state = detail.pledge.state if detail.pledge else ""
        self.chip.show_status(pledge_word(state) or "No pledge", PLEDGE_TONES.get(state, "neutral"))
        self.facts.setText(" · ".join(_facts(detail)))
        self.standing.setText(standing_words(detail))
        allow(self.edit_button, why_not)
        no_term = "" if detail.offices else "Enter the term in office first."
        allow(self.slip_button, why_not or no_term)
        self._offer_years(detail)
        self._show_inside(shown=True)
        self._show_tab(self.tabs.choice)
        self.page.context_changed.emit()
        if self._fresh:  # the keyboard comes along from the list
            self._fresh = False
            self.parts.overview.months.table.view.setFocus()

    def _offer_years(self, detail: OfficialDetail) -> None:
        begun = [one.term.fact.from_date.year for one in detail.offices]
        years = range(detail.today.year + 1, min([*begun, detail.today.year]) - 1, -1)
        self.year.blockSignals(True)  # noqa: FBT003 - Qt's
        self.year.clear()
        for one in years:
            self.year.addItem(str(one), one)
        self.year.setCurrentIndex(max(0, self.year.findData(self.shown_year)))
        self.year.blockSignals(False)  # noqa: FBT003 - Qt's

    def _other_year(self) -> None:
        self.shown_year = int(self.year.currentData() or self.shown_year)
        self.refresh()

    def _show_tab(self, key: str) -> None:
        set_shown(self.year, shown=key in ("overview", "if"))
        if self._read is not None and self._read.detail is not None:
            self.parts.show_tab(key, self._read.detail)

    def why_not(self, detail: OfficialDetail) -> str:
        """Why nothing may be written of an official; empty for who may."""
        return self.desk.why_not(PROMISES, detail.official.entity_id)

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return each tab of an official, and a form, with the first official who has pledged."""
        tabs = {f"official-{key}": partial(self._picture, key) for key, _words in TABS}
        return {**tabs, "official-form": lambda: self._picture("office", form=True)}

    def _picture(self, key: str, *, form: bool = False) -> None:
        keeper = self.page.keeper
        if keeper is None or not self.desk.may(PROMISES, keeper.id):
            return
        with self.desk.book.read() as connection:
            pledges = PLEDGES.of(connection, keeper.id)
        if pledges:
            self.page.show_official(pledges[0].fact.official_id)
            self.tabs.choose(key)
        if form and self._read is not None and self._read.detail is not None:
            self.editing.edit_slip()


def _facts(detail: OfficialDetail) -> Iterator[str]:
    yield detail.official.fact.reference
    held = detail.holds_on(detail.today) or detail.offices[:1]
    for one in held:
        term = one.term.fact
        yield f"{one.office.fact.words}, {days_words(term.from_date, term.to_date)}"
    if not held:
        yield "No term in office yet"
