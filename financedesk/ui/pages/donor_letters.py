"""The job that writes the list of letters to donors of whom something is not known."""

from dataclasses import dataclass, replace
from pathlib import Path

from financedesk.ledger.donor_requests import record_letters, sent_by
from financedesk.ledger.donors_letters import letters
from financedesk.progress import Progress
from financedesk.reports.letters import write_letters
from financedesk.rules.roles import RECORD
from financedesk.ui.book_desk import MONEY, BookDesk
from financedesk.ui.formatting import count, counted
from financedesk.ui.models import Query
from financedesk.ui.pages.donor_source import DonorSource
from financedesk.ui.shell.export_shown import MIXED
from financedesk.ui.shell.page import Shell

_NONE = "Nobody in this list has to be asked: the file holds its headings alone."


@dataclass(frozen=True)
class _Listed:
    """The file, how many letters stand in it, and of how many a request was noted."""

    path: Path
    letters: int
    requests: int
    to_call: int = 0


class LetterJob:
    """Writes letters for the donors that a list shows and that lack something.

    That they were asked is noted in the same act, where the user may record: that is the proof of
    best efforts (11 CFR 104.7(b)(2)), and undo takes all of it back.
    """

    def __init__(self, shell: Shell, desk: BookDesk, source: DonorSource) -> None:
        self._shell, self._desk, self._source = shell, desk, source

    def write(self, place: Path, query: Query) -> None:
        """Write the list in a job: all of it or no file; the status bar shows how far it is."""
        path = place if place.suffix else place.with_suffix(".csv")
        others = tuple(one for one in query.filters if one[0] != "flag")
        asked = replace(query, filters=(*others, ("flag", "missing")), sort_key="name",
                        descending=False)  # fmt: skip
        if self._why_not:
            self._shell.runner.background(
                "Writing the letters list",
                lambda progress: self._only_list(path, asked, progress), on_done=self._say,
            )  # fmt: skip
        else:
            self._shell.runner.database(
                "Writing the letters list",
                lambda progress: self._list_and_note(path, asked, progress),
                on_done=self._noted, saves=True,
            )  # fmt: skip

    @property
    def _why_not(self) -> str:
        """Why no request is noted: some of these books may only be read."""
        return self._desk.why_not(RECORD, *self._desk.scope)

    def _only_list(self, path: Path, query: Query, progress: Progress) -> _Listed:
        cards, today = self._source.ids(query, progress), self._desk.today
        with self._desk.book.read() as connection:
            found = write_letters(path, letters(connection, cards, today, progress), today)
        return _Listed(path, found, 0)

    def _list_and_note(self, path: Path, query: Query, progress: Progress) -> _Listed:
        cards, today = self._source.ids(query, progress), self._desk.today
        with self._desk.book.read() as connection:
            listed = list(letters(connection, cards, today, progress))
        if not listed:
            return _Listed(path, write_letters(path, listed, today), 0)
        with self._desk.unit_of_work(f"Letters list {path.name}", *self._desk.scope) as unit:
            noted = record_letters(unit, listed, today)
            # The file comes last: where it cannot be written, nothing is noted either.
            to_call = sum(not sent_by(one) for one in listed)
            return _Listed(path, write_letters(path, listed, today), noted, to_call)

    def _noted(self, found: _Listed) -> None:
        if found.requests:
            self._desk.announce(MONEY)
        self._say(found)

    def _say(self, found: _Listed) -> None:
        if not found.letters:
            self._shell.say(_NONE)
            return
        mixed = f". {MIXED}" if self._desk.entity.entity_id is None else ""
        noted = f", {counted(found.requests, 'request')} noted" if found.requests else ""
        if found.to_call:
            noted += f"; {count(found.to_call)} to be called: note each call on the donor’s page"
        said = f"{counted(found.letters, 'letter')} listed in {found.path.name}{noted}{mixed}"
        self._shell.say(said, can_undo=bool(found.requests))
