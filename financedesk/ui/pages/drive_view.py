"""One drive in place of the list: its head, its tabs, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame

from financedesk.drives.closing import Result, result_in_force
from financedesk.drives.figures import DriveStory, drive_story
from financedesk.drives.outlook import Outlook, outlook_of
from financedesk.errors import FinanceDeskError
from financedesk.rules.roles import CORRECT, RECORD
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.drive_course import CourseTab
from financedesk.ui.pages.drive_editing import DriveEditing
from financedesk.ui.pages.drive_rules_tab import RulesTab
from financedesk.ui.pages.drive_tabs import DonorsTab, FiguresTab, PartsTab, SourcesTab
from financedesk.ui.pages.drives_compare import REPORT_FILES
from financedesk.ui.pages.drives_words import about_words, days_words, left_words, standing_of
from financedesk.ui.widgets import Chip, button, column, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, set_look
from financedesk.ui.widgets.eliding_label import ElidingLabel
from financedesk.ui.widgets.tabbed_view import TabbedView

if TYPE_CHECKING:
    from financedesk.progress import Progress
    from financedesk.ui.pages.drives import Drives

COURSE, SOURCES, DONORS = "course", "sources", "donors"
PARTS, RULES, FIGURES = "parts", "rules", "figures"
TABS = (
    (COURSE, "Course"), (SOURCES, "Where it comes from"), (DONORS, "Donors"),
    (PARTS, "Parts and costs"), (RULES, "Which gifts"), (FIGURES, "All figures"),
)  # fmt: skip


class Tab(Protocol):
    """What stands below the tabs: it shows what was read of a drive."""

    def show_read(self, read: ReadDrive) -> None:
        """Show a drive."""


@dataclass(frozen=True)
class ReadDrive:
    """What is read of a drive at once."""

    story: DriveStory
    outlook: Outlook | None
    result: Result | None = None


class DriveView(TabbedView):
    """Shows one drive; ``show_drive`` says which."""

    def __init__(self, page: Drives) -> None:
        super().__init__()
        self.page, self.desk, self.shell = page, page.desk, page.shell
        self.read: ReadDrive | None = None
        self._drive_id = 0
        self._reading = Latest()
        self.editing = DriveEditing(self)
        self._build()

    def _build(self) -> None:
        today = self.desk.today
        self.course, self.sources = CourseTab(today), SourcesTab()
        self.donors, self.parts, self.figures = DonorsTab(), PartsTab(), FiguresTab()
        self.rules = RulesTab(self)
        tabs: dict[str, CourseTab | SourcesTab | DonorsTab | PartsTab | RulesTab | FiguresTab] = {
            COURSE: self.course, SOURCES: self.sources, DONORS: self.donors,
            PARTS: self.parts, RULES: self.rules, FIGURES: self.figures,
        }  # fmt: skip
        self._shown: Mapping[str, Tab] = tabs
        self.lay_out("About this drive", TABS, tabs, self._header(), icon="target")
        self.tabs.chosen.connect(self._show_tab)
        self.parts.part_opened.connect(self.page.show_drive)
        self.parts.part_wanted.connect(lambda: self.editing.add(self._drive_id))
        self.parts.milestones_wanted.connect(self.editing.edit_milestones)
        self.course.goal_wanted.connect(self.editing.edit)
        self.course.milestones_wanted.connect(self.editing.edit_milestones)

    def _header(self) -> QFrame:
        self.name, self.chip = ElidingLabel("", "section"), Chip("")
        self.facts, self.standing = ElidingLabel("", "small"), ElidingLabel("", "name")
        self.back = button("", "icon", icon="chevron-left", name="Back to all drives",
                           on_click=self._back)  # fmt: skip
        self.edit_button = button("Edit", icon="pencil", on_click=self.editing.edit)
        self.close_button = button("Close", icon="lock", on_click=self.editing.close_or_reopen)
        self.present_button = button(
            "Present", icon="play", on_click=lambda: self.present(self._drive_id)
        )
        self.report_button = button("Report…", icon="file-text", on_click=self.save_report)
        self.report_button.setToolTip("The drive's report as PDF, workbook or CSV")
        stands = row(self.chip, spacing=10)
        stands.addWidget(self.standing, 1)
        words = column(self.name, self.facts, stands, spacing=2)
        acts = ActionRow()
        for one in (
            self.report_button, self.present_button, self.close_button, self.edit_button,
        ):  # fmt: skip
            acts.add(one)
        top = row(self.back, spacing=12)
        top.addLayout(words, 5)
        top.addWidget(acts, 4)
        made = QFrame()
        set_look(made, "card")
        made.setLayout(column(top, margins=(14, 10, 14, 10)))
        return made

    # --- what the page asks

    @property
    def title(self) -> str:
        """What the top bar says of the drive that is shown."""
        return "" if self.read is None else " · ".join(_title(self.read.story, self.page.names))

    @property
    def drive_id(self) -> int:
        """The drive that is shown, or is being read."""
        return self._drive_id

    def show_drive(self, drive_id: int) -> None:
        """Show a drive, from its first tab on when it is another one."""
        if drive_id != self._drive_id:
            self._drive_id, self.read = drive_id, None
            self.tabs.choose(COURSE)
        book, today = self.desk.book, self.desk.today

        def read(_progress: Progress) -> ReadDrive:
            with book.read() as connection:
                story = drive_story(connection, drive_id, today)
                outlook = outlook_of(connection, story.card.plan, today)
                return ReadDrive(story, outlook, result_in_force(connection, drive_id))

        deliver = self._reading.only(self._take)
        self._reading.replace(
            self.shell.runner.background(
                "Reading the drive", read, on_done=deliver, on_error=deliver
            )
        )

    def present(self, drive_id: int) -> None:
        """Show a drive full screen, without names, for a hall."""
        from financedesk.ui.pages.drive_presentation import Presentation

        Presentation(self.page, drive_id).showFullScreen()

    def save_report(self) -> None:
        """Ask where to, and write the drive's report there."""
        if self.read is None:
            return
        plan = self.read.story.card.plan
        proposed = Path.home() / f"drive-{plan.code}-{self.desk.today.isoformat()}.pdf"
        place, _filter = QFileDialog.getSaveFileName(self, "Save the drive's report",
                                                     str(proposed), REPORT_FILES)  # fmt: skip
        if place:
            self.write_report(Path(place))

    def write_report(self, target: Path) -> None:
        """Write the report of the drive that is shown; the ending says as what."""
        from financedesk.reports.drive_report import write_drive_report

        book, drive_id, today = self.desk.book, self._drive_id, self.desk.today

        def work(progress: Progress) -> Path:
            return write_drive_report(book, drive_id, today, target, progress)

        def written(file: Path) -> None:
            self.shell.notify(f"Saved {file.name}", tone="ok")

        self.shell.runner.background(f"Writing {target.name}", work, on_done=written)

    def _back(self) -> None:
        """Go back: from a part to its drive, from a drive to the list."""
        whole = self.read.story.card.plan.parent_id if self.read is not None else None
        if whole is None:
            self.page.show_list()
        else:
            self.page.show_drive(whole)

    def _take(self, found: ReadDrive | FinanceDeskError) -> None:
        if isinstance(found, FinanceDeskError):
            self.read = None
            self.say_gone("This drive cannot be shown", str(found))
            return
        first = self.read is None
        self.read = found
        self._show(found)
        if first:
            self.tabs.segments.setFocus()

    def _show(self, found: ReadDrive) -> None:
        card, today = found.story.card, self.desk.today
        plan = card.plan
        self.name.setText(plan.name)
        self.chip.show_status(*standing_of(card, today))
        facts = (self.page.names.get(plan.entity_id, ""), days_words(plan), left_words(card, today))
        self.facts.setText(" · ".join(one for one in facts if one))
        self.standing.setText(about_words(plan))
        why_not = self.desk.why_not(RECORD, plan.entity_id)
        closed = f"{plan.name} is closed; reopen it first." if plan.is_closed else ""
        allow(self.edit_button, why_not or closed)
        part = "A part is closed with its drive." if plan.is_part else ""
        allow(self.close_button, why_not or part)
        self.close_button.setText("Reopen" if plan.is_closed else "Close")
        self.parts.allow(why_not or closed)
        self.course.allow(why_not or closed)
        # Who records plans drives; what is in the book is moved by who corrects.
        self.rules.allow(why_not or closed, self.desk.why_not(CORRECT, plan.entity_id) or closed)
        self.show_inside(shown=True)
        self._show_tab(self.tabs.choice)
        self.page.context_changed.emit()

    def _show_tab(self, key: str) -> None:
        if self.read is not None:
            self._shown[key].show_read(self.read)
            self.show_part(key)

    def picture_states(self) -> Mapping[str, Callable[[], None]]:
        """Return each tab of the drive that raised most, and the form of a drive."""
        tabs = {f"drive-{key}": partial(self._picture, key) for key, _words in TABS}
        return {**tabs, "drive-form": self.editing.edit, "presentation": self._picture_of_hall}

    def _picture_of_hall(self) -> None:
        """Stand the presentation where the page is, so that it is drawn with the others."""
        from financedesk.ui.pages.drive_presentation import Presentation

        if self.read is None:
            return
        made = Presentation(self.page, self._drive_id)
        made.setWindowFlag(Qt.WindowType.Window, on=False)
        self.page.stack.addWidget(made)
        self.page.stack.setCurrentWidget(made)

    def _picture(self, key: str) -> None:
        if self.page.listed:
            largest = max(self.page.listed, key=lambda one: one.figures.raised_cents)
            self.page.show_drive(largest.plan.id)
            self.tabs.choose(key)


def _title(story: DriveStory, names: Mapping[int, str]) -> Iterator[str]:
    plan = story.card.plan
    yield plan.name
    if plan.entity_id in names:
        yield names[plan.entity_id]
