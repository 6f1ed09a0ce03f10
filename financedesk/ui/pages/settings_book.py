"""Settings of the open book: the organisation, its cycle, and the safety of its data."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from financedesk.book import Problem
from financedesk.book.info import BookInfo
from financedesk.errors import FinanceDeskError
from financedesk.ledger.book_settings import rename_organisation
from financedesk.progress import Progress
from financedesk.rules.dates import general_election_day
from financedesk.ui.book_backups import DAILY, Backups
from financedesk.ui.book_desk import book_desk
from financedesk.ui.desk import Area, Changes, EntityChoice
from financedesk.ui.formatting import NOTHING, count, counted, day, long_day
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.settings_policies import OwnRules
from financedesk.ui.pages.settings_section import Section
from financedesk.ui.shell.page import Shell
from financedesk.ui.widgets import ElidingLabel, FormRow, button, column, label, line, row
from financedesk.ui.widgets.build import clear, set_shown, set_tone
from financedesk.ui.widgets.drawer import fact
from financedesk.ui.widgets.folding_row import FoldingRow

_RENAME = "Rename the organisation"
_SHOWN_PROBLEMS = 20
_WIDEST = "Form of the database"
_ON_A_FILE = (
    "The walls between entities keep honest people apart: they hold in FinanceDesk, but this book"
    " is a file, and whoever has the file can read and change all of it without FinanceDesk. Keep"
    " an entity that must stay apart in a book of its own, or keep the book on PostgreSQL."
)
_ON_A_SERVER = (
    "The server holds you to the walls between entities, in FinanceDesk and past it: it shows your"
    " login what it has a right to. Whoever administers the server passes every wall."
)
_AS_SUPERUSER = (
    "The walls between entities hold in FinanceDesk alone: you have opened the book as a superuser"
    " of its server, from whom PostgreSQL hides nothing. Work under a login of your own."
)
_UNITS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))


class BookSection(Section):
    """A section that shows the open book's own facts."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.desk = book_desk(shell)
        self._question = Latest()

    def read_info(self) -> None:
        """Read the facts in a job and show them."""
        if not self.desk.is_open:
            return
        book = self.desk.book
        deliver = self._question.only(self.show_info)
        job = self.shell.runner.background(
            "Reading the book", lambda _progress: book.info(), on_done=deliver
        )
        self._question.replace(job)

    def show_info(self, info: BookInfo) -> None:
        """Show what was read."""


class OrganisationSection(BookSection):
    """The organisation's name, its entities with their marks, and the election cycle."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._known = ""
        card = self.card("Organisation")
        self.name = QLineEdit()
        self.name_row = FormRow("Name", self.name, "settings.organisation")
        self.name.editingFinished.connect(self.rename)
        card.body.addWidget(self.name_row)
        self._entities = column(spacing=2)
        entities = self.card("Entities", "The mark of each stands wherever its books are written")
        entities.body.addLayout(self._entities)
        known = {one.command_id for one in shell.commands.commands()}
        if "go.entities" in known:
            link = button("Open Entities", "link", on_click=lambda: shell.go("entities"))
            entities.body.addLayout(row(link, None))
        self.own_rules = OwnRules(shell)
        self.card("Own rules", "Above the law: the wall goes by them").body.addWidget(
            self.own_rules
        )
        self._cycle = column(spacing=2)
        self.card("Election cycle", "Follows from the calendar").body.addLayout(self._cycle)

    def refresh(self) -> None:
        """Read name and entities anew."""
        self.name.setEnabled(self.desk.may_write_all and not self.desk.is_sample)
        self.name_row.say("The sample keeps its name." if self.desk.is_sample else "", "info")
        self._show_entities()
        self._show_cycle()
        self.own_rules.refresh()
        self.read_info()

    def show_info(self, info: BookInfo) -> None:
        """Show the name as the book has it, unless another is being typed."""
        self._known = info.name
        if not self.name.hasFocus():
            self.name.setText(info.name)

    def rename(self) -> None:
        """Store the name that was typed; undo brings the old one back."""
        name = self.name.text().strip()
        if name == self._known or not self.name.isEnabled():
            return
        desk = self.desk

        def write(_progress: Progress) -> Changes:
            with desk.unit_of_work(_RENAME) as unit:
                rename_organisation(unit, name)
            return Changes(frozenset({Area.ENTITIES}))

        def done(changes: Changes) -> None:
            self._known = name
            self.name_row.say("")
            desk.announce(changes)
            self.shell.say(f"The organisation is called {name}", can_undo=True)

        def failed(error: FinanceDeskError) -> None:
            self.name_row.say(str(error))

        self.shell.runner.database(
            "Renaming the organisation", write, on_done=done, on_error=failed, saves=True
        )

    def _show_entities(self) -> None:
        clear(self._entities)
        for one in self.desk.entities():
            if one.entity_id is not None:
                self._entities.addWidget(_entity_line(one))

    def _show_cycle(self) -> None:
        clear(self._cycle)
        today = self.desk.today
        election = general_election_day(today.year + today.year % 2)
        facts = (
            ("Two-year cycle", f"{election.year - 1} – {election.year}"),
            ("General election", long_day(election)),
            ("Today, for every figure", long_day(today)),
        )
        for name, value in facts:
            self._cycle.addWidget(fact(name, value))


def _entity_line(one: EntityChoice) -> QWidget:
    made = QWidget()
    mark = label(one.mark, "mark")
    mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words = column(ElidingLabel(one.name, "name"), ElidingLabel(one.detail, "small"), spacing=0)
    content = row(mark, spacing=12, margins=(0, 4, 0, 4))
    content.addLayout(words, 1)
    made.setLayout(content)
    made.setAccessibleName(f"{one.name}, mark {one.mark}")
    return made


class DataSection(BookSection):
    """Where the book lies, its backups, and whether it is sound."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.backups = Backups(shell)
        self._facts = column(spacing=2)
        book = self.card("This book")
        book.body.addLayout(self._facts)
        self.walls = label("", "quiet", wrap=True)
        self.card("Walls", "What they are worth in this book").body.addWidget(self.walls)
        self._build_backups()
        self._build_proof()

    def _build_backups(self) -> None:
        card = self.card("Backups", "Every copy is checked before it gets its name")
        self.note = label("", wrap=True)
        self.daily = QCheckBox("Back up once a day")
        self.daily.clicked.connect(self._set_daily)
        self.now = self._command("Back up now…", "save", "file.back_up")
        self.encrypted = self._command("Encrypted backup…", "lock", "file.back_up_encrypted")
        self.restore = self._command("Restore a backup…", "history", "file.restore")
        card.body.addWidget(self.note)
        card.body.addWidget(self._copies())
        card.body.addWidget(line())
        card.body.addWidget(FormRow("Daily copy", self.daily, "settings.backup_daily"))

    def _copies(self) -> QWidget:
        """Put the buttons beside each other, or below where a drawer leaves no room."""
        last = QWidget()
        last.setLayout(row(self.restore, None))
        return FoldingRow(FoldingRow(self.now, self.encrypted), last)

    def _build_proof(self) -> None:
        card = self.card("Proof", "Every row against the journal, every figure against its rows")
        self.verify_button = button("Verify now", icon="shield-check", on_click=self.verify)
        self.verdict = label("", wrap=True)
        self._problems = column(spacing=4)
        set_shown(self.verdict, shown=False)
        card.body.addLayout(row(self.verify_button, None))
        card.body.addWidget(self.verdict)
        card.body.addLayout(self._problems)

    def _command(self, words: str, icon: str, command: str) -> QWidget:
        known = {one.command_id for one in self.shell.commands.commands()}
        made = button(words, icon=icon, on_click=lambda: self.shell.commands.run(command))
        set_shown(made, shown=command in known)
        return made

    def refresh(self) -> None:
        """Read the facts anew."""
        possible = self.backups.possible
        self.now.setEnabled(possible)
        self.encrypted.setEnabled(possible)
        self.restore.setEnabled(possible and self.desk.may_write_all)
        self.daily.setEnabled(possible and not self.desk.is_sample)
        self.daily.setChecked(self.backups.daily)
        self.verify_button.setEnabled(self.desk.is_open)
        self.note.setText(self._backup_words())
        self.read_info()

    def _backup_words(self) -> str:
        if not self.desk.is_open:
            return "No book is open."
        if not self.backups.possible:
            return "A book on a server is backed up there; ask who keeps the server."
        if self.desk.is_sample:
            return "The sample needs no backup: it can be written anew at any time."
        last = self.backups.last
        if last is None:
            return "This book was not backed up on this computer yet."
        return f"Last backed up on {long_day(last)}. Daily copies lie in {self.backups.folder}."

    def show_info(self, info: BookInfo) -> None:
        """Show the book's own facts."""
        clear(self._facts)
        for name, value in _facts(info):
            self._facts.addWidget(_fact(name, value))
        self.walls.setText(_wall_words(info))

    def _set_daily(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self.shell.settings.setValue(DAILY, "yes" if on else "no")
        if on:
            self.backups.back_up_daily()

    # --- proof

    def verify(self) -> None:
        """Prove that the book is sound, in a job."""
        self.verify_button.setEnabled(False)
        self._say("Checking…", "info")
        self.backups.verify(self._show_problems)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        self.verify_button.setEnabled(True)
        clear(self._problems)
        moment = datetime.now().astimezone()
        if not problems:
            self._say(f"✓ The book is sound. Checked at {moment:%H:%M}.", "ok")
            return
        self._say(f"{counted(len(problems), 'problem')} found at {moment:%H:%M}.", "bad")
        for problem in problems[:_SHOWN_PROBLEMS]:
            self._problems.addWidget(label(f"{problem.area}: {problem.text}", "small", wrap=True))

    def _say(self, words: str, tone: str) -> None:
        self.verdict.setText(words)
        set_tone(self.verdict, tone)
        set_shown(self.verdict, shown=True)


def _wall_words(info: BookInfo) -> str:
    if info.walled:
        return _ON_A_SERVER
    return _AS_SUPERUSER if "://" in info.location else _ON_A_FILE


def _facts(info: BookInfo) -> list[tuple[str, str]]:
    changed = NOTHING
    if info.last_entry:
        moment = datetime.fromisoformat(info.last_entry).astimezone()
        changed = f"{day(moment.date())}, {moment:%H:%M} · {info.last_action}"
    where = info.location.rpartition("@")[2] if "://" in info.location else info.location
    return [
        ("Organisation", info.name),
        ("Place", str(Path(where)) if "://" not in info.location else where),
        ("Size", size_words(info.bytes)),
        ("Acts in the journal", count(info.journal_entries)),
        ("Last act", changed),
        (_WIDEST, info.revision),
    ]


def _fact(name: str, value: str) -> QWidget:
    made = QWidget()
    words = ElidingLabel(value, "name", elide=Qt.TextElideMode.ElideMiddle)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    title = label(name, "quiet")
    title.ensurePolished()
    title.setMinimumWidth(title.fontMetrics().horizontalAdvance(_WIDEST) + 12)
    content = row(title, spacing=12, margins=(0, 3, 0, 3))
    content.addWidget(words, 1)
    made.setLayout(content)
    made.setAccessibleName(f"{name}: {value}")
    return made


def size_words(size: int) -> str:
    """Write the size of a book: ``512 KB``, ``17 MB``; rounded up."""
    for unit, words in _UNITS:
        if size >= unit:
            return f"{count(-(-size // unit))} {words}"
    return counted(size, "byte")
