"""Writing letters from the window: one about a finding, or the requests to many donors at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from financedesk.compliance.letters import letter_openings, letter_values, letters_about
from financedesk.reports.compliance_letter import (
    keep_written,
    write_in_one,
    written_letter,
    written_letters,
)
from financedesk.rules.letter_kinds import letter_kind
from financedesk.rules.roles import CORRECT
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted, dollars, long_day
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.compliance_letter_forms import LetterForm
from financedesk.ui.pages.drawer_form import FormActs
from financedesk.ui.pages.written_acts import WrittenActs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from financedesk.book.unit import UnitOfWork
    from financedesk.compliance.finding import Finding
    from financedesk.compliance.letter_case import LetterAbout, LetterMore
    from financedesk.compliance.letters import LetterOpening
    from financedesk.compliance.letters_due import LetterDue
    from financedesk.progress import Progress
    from financedesk.rules.letter_kinds import LetterKind
    from financedesk.ui.book_desk import BookDesk
    from financedesk.ui.shell.page import Shell

LETTERS = Changes(frozenset({Area.COMPLIANCE, Area.DONORS}))
"""What other pages read anew after an act on letters: a request is the donor's, too."""
_REQUEST = "best_efforts"
_NO_LETTER = "No letter answers this finding; put it right where it stands."
_NOBODY = "Nobody has to be asked for employer or occupation."


@dataclass(frozen=True)
class _Subject:
    """What a letter is about, whose it is, to whom it goes, and what the form says of it."""

    about: Finding | LetterAbout
    entity_id: int
    name: str
    said: str


class LetterWriting:
    """Writes letters and keeps them in the book; ``done`` is called when some were written."""

    def __init__(self, shell: Shell, desk: BookDesk, done: Callable[[], None]) -> None:
        self._shell, self._desk, self._done = shell, desk, done
        self._acts = WrittenActs(shell, desk, CORRECT, LETTERS)
        self._asking: tuple[Finding, ...] = ()
        self._reading = Latest()

    # --- one

    def write_for(self, finding: Finding) -> None:
        """Show the form that writes a letter about a finding."""
        why_not = self._desk.why_not(CORRECT, finding.entity_id)
        if why_not:
            self._shell.say(why_not)
            return
        book, today = self._desk.book, self._desk.today
        seen = tuple(one.id for one in self._desk.entity_rows())

        def look(_progress: Progress) -> tuple[LetterOpening, ...]:
            with book.read() as connection:
                return letter_openings(connection, finding, today, seen)

        def show(found: tuple[LetterOpening, ...]) -> None:
            self._ask(finding, found)

        self._reading.replace(self._shell.runner.background(
            "Looking which letter fits", look, on_done=self._reading.only(show)
        ))  # fmt: skip

    def _ask(self, finding: Finding, found: Sequence[LetterOpening]) -> None:
        """Show the form with the letters that can be written; without any, say why."""
        kinds = [one.kind for one in found if not one.why_not]
        if not kinds:
            self._shell.say(found[0].why_not if found else _NO_LETTER)
            return
        said = f"{finding.kind.title}: {finding.subject}. {finding.why}"
        self._open(_Subject(finding, finding.entity_id, finding.subject, said), kinds)

    def write_due(self, one: LetterDue) -> None:
        """Show the form of a letter that an act of the books calls for."""
        why_not = self._desk.why_not(CORRECT, one.about.entity_id)
        if why_not:
            self._shell.say(why_not)
            return
        said = f"{dollars(one.cents)} on {long_day(one.since)}: {one.addressee}."
        self._open(_Subject(one.about, one.about.entity_id, one.addressee, said), [one.kind])

    def _open(self, subject: _Subject, kinds: Sequence[LetterKind]) -> None:
        today = self._desk.today
        seen = tuple(one.id for one in self._desk.entity_rows())

        def save(kind: str, more: LetterMore, words: Path | None) -> None:
            def write(unit: UnitOfWork) -> int:
                values = letter_values(unit.connection, subject.about, kind, today, more, seen)
                return keep_written(unit, written_letter(values, words))

            self._acts.write(
                f"Write to {subject.name}: {letter_kind(kind).title}", write,
                entity_id=subject.entity_id, said=f"Letter to {subject.name} written", form=form,
                on_done=lambda _number: self._done(),
            )  # fmt: skip

        form = LetterForm(subject.said, kinds, today, save, FormActs(self._shell.close_drawer))
        self._shell.open_drawer("Write a letter", form, entity_id=subject.entity_id)
        form.kind.setFocus()

    # --- many

    def offer(self, findings: Sequence[Finding]) -> None:
        """Take the findings that stand: those that a request answers, where one may write it."""
        wanted = letter_kind(_REQUEST).checks
        self._asking = tuple(
            one
            for one in findings
            if one.rule in wanted and not self._desk.why_not(CORRECT, one.entity_id)
        )

    def write_first(self) -> None:
        """Show the form for the first of those who have to be asked, if there is anybody."""
        if self._asking:
            self.write_for(self._asking[0])

    @property
    def why_not(self) -> str:
        """Why no requests are written; "" where some are needed."""
        return "" if self._asking else _NOBODY

    def ask_all(self, parent: QWidget) -> None:
        """Ask where to, and write the requests to everybody whose employer is not known."""
        name = f"requests-{self._desk.today.isoformat()}.pdf"
        place, _filter = QFileDialog.getSaveFileName(
            parent, "Write requests", str(Path.home() / name), "PDF (*.pdf)"
        )
        if place:
            self.write_all(Path(place))

    def write_all(self, target: Path) -> None:
        """Write the requests into one file and keep each of them, in a job that may be stopped."""
        desk, asking, today = self._desk, self._asking, self._desk.today
        seen = tuple(one.id for one in desk.entity_rows())
        owners = sorted({one.entity_id for one in asking})

        def work(progress: Progress) -> tuple[int, int]:
            with desk.book.read() as connection:
                found = letters_about(connection, asking, _REQUEST, today, progress, seen)
            written = written_letters(found.letters, progress)
            if not written:
                return 0, len(found.left_out)
            with desk.unit_of_work("Write requests to donors", *owners, act=CORRECT) as unit:
                for one in written:
                    keep_written(unit, one)
                # The file comes last: where it cannot be written, nothing is kept either.
                write_in_one(written, target)
            return len(written), len(found.left_out)

        self._shell.runner.database(
            "Writing requests", work, on_done=lambda found: self._said(*found, target), saves=True
        )

    def _said(self, number: int, left_out: int, target: Path) -> None:
        left = f"; {counted(left_out, 'request')} written before" if left_out else ""
        if not number:
            self._shell.say(f"No new request is needed{left}.")
            return
        self._desk.announce(LETTERS)
        said = f"{counted(number, 'request')} in {target.name}{left}; note them as sent"
        self._shell.say(said, can_undo=True)
        self._done()
