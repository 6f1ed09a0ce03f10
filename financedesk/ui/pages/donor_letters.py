"""The job that writes the list of letters to donors of whom something is not known."""

from dataclasses import replace
from pathlib import Path

from financedesk.ledger.donors_letters import letters
from financedesk.progress import Progress
from financedesk.reports.letters import write_letters
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.formatting import counted
from financedesk.ui.models import Query
from financedesk.ui.pages.donor_source import DonorSource
from financedesk.ui.shell.export_shown import MIXED
from financedesk.ui.shell.page import Shell

_NONE = "Nobody in this list has to be asked: the file holds its headings alone."


class LetterJob:
    """Writes letters for the donors that a list shows and that lack something."""

    def __init__(self, shell: Shell, desk: BookDesk, source: DonorSource) -> None:
        self._shell, self._desk, self._source = shell, desk, source

    def write(self, place: Path, query: Query) -> None:
        """Write the list in a job: all of it or no file; the status bar shows how far it is."""
        path = place if place.suffix else place.with_suffix(".csv")
        others = tuple(one for one in query.filters if one[0] != "flag")
        asked = replace(query, filters=(*others, ("flag", "missing")), sort_key="name",
                        descending=False)  # fmt: skip

        def work(progress: Progress) -> int:
            cards = self._source.ids(asked, progress)
            today = self._desk.today
            with self._desk.book.read() as connection:
                return write_letters(path, letters(connection, cards, today, progress), today)

        def done(written: int) -> None:
            mixed = f". {MIXED}" if self._desk.entity.entity_id is None else ""
            said = f"{counted(written, 'letter')} listed in {path.name}{mixed}"
            self._shell.say(said if written else _NONE)

        self._shell.runner.background("Writing the letters list", work, on_done=done)
