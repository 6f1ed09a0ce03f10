"""Papers on remittances from the window: the form in the drawer, and the file in a job."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from shiboken6 import isValid

from financedesk.errors import Cancelled
from financedesk.remittances.certificates import issue_certificate, issued
from financedesk.remittances.paper_facts import people_of
from financedesk.remittances.paper_kinds import CERTIFICATE, PAPERS
from financedesk.reports.remittance_papers import file_name, write_all, write_paper_of
from financedesk.rules.roles import PROMISES
from financedesk.ui.desk import Area, Changes
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Latest
from financedesk.ui.pages.remittances_papers_form import (
    ENDINGS,
    Beginning,
    Named,
    PapersForm,
    Wanted,
)
from financedesk.ui.shell.notices import Offer

if TYPE_CHECKING:
    from financedesk.errors import FinanceDeskError
    from financedesk.progress import Progress
    from financedesk.ui.pages.remittances import Remittances

TITLE = "Papers"
FOLDER = "remittances/papers-folder"
"""Where papers went last, in the computer's settings."""


class Papers:
    """Opens the form of a paper for ``page.keeper``, asks where to, and writes it."""

    def __init__(self, page: Remittances) -> None:
        self._page, self._shell, self._desk = page, page.shell, page.desk
        self._reading = Latest()

    def open(self, code: str = "", official_id: int = 0) -> None:
        """Open the form: of a paper by its code, of an official by number, where they are meant."""
        keeper = self._page.keeper
        if keeper is None:
            return
        book, today = self._desk.book, self._desk.today

        def read(_progress: Progress) -> list[Named]:
            with book.read() as connection:
                people = people_of(connection, keeper.id, today).values()
            named = [Named(one.official_id, one.name, one.reference) for one in people]
            return sorted(named, key=lambda one: one.name.casefold())

        def show(officials: list[Named]) -> None:
            beginning = Beginning(keeper.id, officials, code, official_id)
            form = PapersForm(
                beginning, today, lambda wanted: self.ask(wanted, form), self._shell.close_drawer
            )
            self._shell.open_drawer(TITLE, form, entity_id=keeper.id)
            form.fields[0].setFocus()

        job = self._shell.runner.at_once(
            "Reading officials", read, on_done=self._reading.only(show)
        )
        self._reading.replace(job)

    def ask(self, wanted: Wanted, form: PapersForm) -> None:
        """Ask where to, and write it; the form stays when no place is chosen."""
        book = self._desk.book

        def propose(_progress: Progress) -> str:
            return file_name(book, wanted.code, wanted.asked, wanted.ending)

        self._shell.runner.at_once(
            "Naming the file", propose, on_done=lambda name: self._ask(wanted, form, name),
            on_error=form.refuse,
        )  # fmt: skip

    def _ask(self, wanted: Wanted, form: PapersForm, proposed: str) -> None:
        folder = Path(str(self._shell.settings.value(FOLDER, "") or Path.home()))
        words = f"{ENDINGS[wanted.ending].partition(',')[0]} (*{wanted.ending})"
        place, _filter = QFileDialog.getSaveFileName(
            form, f"Save {PAPERS[wanted.code].name.lower()}", str(folder / proposed), words
        )
        if not place:
            form.again()
            return
        target = Path(place)
        if target.suffix.lower() != wanted.ending:
            target = target.with_name(target.name + wanted.ending)
        self.write(wanted, target, form)

    def write(self, wanted: Wanted, target: Path, form: PapersForm) -> None:
        """Write a paper to a file in a job; a certificate is issued first, if it is not yet."""
        if wanted.code != CERTIFICATE:
            self._write(wanted, target, form)
            return
        book, asked = self._desk.book, wanted.asked

        def is_issued(_progress: Progress) -> bool:
            with book.read() as connection:
                return issued(connection, asked.official_id, asked.on) is not None

        def go_on(there: bool) -> None:  # noqa: FBT001 - what a job answers
            if there:
                self._write(wanted, target, form)
            else:
                self._issue(wanted, target, form)

        self._shell.runner.at_once(
            "Looking for the certificate", is_issued, on_done=go_on, on_error=form.refuse
        )

    def _issue(self, wanted: Wanted, target: Path, form: PapersForm) -> None:
        desk, asked = self._desk, wanted.asked

        def work(_progress: Progress) -> Changes:
            action = "Issue certificate of standing"
            with desk.unit_of_work(action, asked.keeper_id, act=PROMISES) as unit:
                issue_certificate(unit, asked.official_id, asked.on, desk.today)
            return Changes(frozenset({Area.REMITTANCES}))

        self._shell.act(
            "Issuing certificate", work, said="Certificate of standing issued",
            on_done=lambda: self._write(wanted, target, form),
        )  # fmt: skip

    def _write(self, wanted: Wanted, target: Path, form: PapersForm) -> None:
        book, kind = self._desk.book, PAPERS[wanted.code]
        name, of_all = kind.name, kind.of_one and not wanted.asked.official_id

        def work(progress: Progress) -> int:
            if of_all:
                return write_all(book, wanted.code, wanted.asked, target, progress)
            write_paper_of(book, wanted.code, wanted.asked, target, progress)
            return 1

        def done(number: int) -> None:
            self._shell.settings.setValue(FOLDER, str(target.parent))
            self._shell.close_drawer()
            many = f", {counted(number, 'official')}" if of_all else ""
            self._shell.say(f"Written: {target.name}{many}")
            self._shell.notify(
                f"{name} written{many}", str(target), tone="ok",
                offers=(Offer("Open folder", partial(_open_folder, target.parent)),),
            )  # fmt: skip

        def failed(error: FinanceDeskError) -> None:
            if isValid(form) and not isinstance(error, Cancelled):
                form.refuse(error)
            else:
                self._shell.say(str(error))

        self._shell.runner.background(
            f"Writing {name.lower()}", work, on_done=done, on_error=failed
        )


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
