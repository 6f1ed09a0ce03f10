"""What the window tells of by itself: failed jobs, kept drafts, new findings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from financedesk.errors import FinanceDeskError
from financedesk.ui.desk import Badge
from financedesk.ui.formatting import counted
from financedesk.ui.jobs import Job, JobState
from financedesk.ui.shell.job_history import JobDetails, JobHistoryPanel
from financedesk.ui.shell.notice_panel import NoticePanel
from financedesk.ui.shell.notices import Notice, Offer
from financedesk.ui.widgets.confirm_dialog import ConfirmDialog
from financedesk.ui.widgets.drawer import Draft

if TYPE_CHECKING:
    from financedesk.ui.shell.main_window import MainWindow


class Telling(QObject):
    """Listens to jobs, drawer and badges of one window and says what the user should know.

    ``is_kept`` tells of a form by its key whether it outlives the window as it stands.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._saving_form: set[Job] = set()
        self._just_kept: Draft | None = None
        self._may_quit = False
        self.question: ConfirmDialog | None = None
        self.is_kept: Callable[[str], bool] = lambda _key: False
        self._saving_draft: dict[Job, Draft] = {}
        self._badges: dict[object, Mapping[str, Badge]] = {}
        window.runner.job_failed.connect(self._failed)
        window.runner.job_changed.connect(self._follow)
        window.drawer.draft_kept.connect(self._draft_kept)

    # --- jobs

    def _failed(self, job: Job, error: FinanceDeskError) -> None:
        window = self._window
        window.toasts.say(f"{job.title}: {error}")
        notice = Notice(f"{job.title} failed", str(error), "bad", self._offers(job))
        window.notices.add(notice)

    def _offers(self, job: Job) -> tuple[Offer, ...]:
        details = Offer("Details", lambda: self.show_job(job))
        if not job.can_retry:
            return (details,)
        return Offer("Retry", lambda: self.retry(job)), details

    def retry(self, job: Job) -> None:
        """Do a failed job once more, or say why that is no longer possible."""
        if self._window.runner.retry(job) is None:
            self._window.say(f"{job.title} cannot be tried again; start it anew on its page.")

    def show_job(self, job: Job) -> None:
        """Show what went wrong with a job."""

        def again() -> None:
            self._window.close_drawer()
            self.retry(job)

        self._window.open_drawer("Job", JobDetails(job, self._window.log_place, again))

    def show_jobs(self) -> None:
        """Show the jobs that run and those that are over."""
        self._window.open_drawer(
            "Jobs", JobHistoryPanel(self._window.runner, show_details=self.show_job)
        )

    def show_notices(self) -> None:
        """Show the notices of this session."""
        self._window.open_drawer("Notifications", NoticePanel(self._window.notices))

    # --- drafts

    def _follow(self, job: Job) -> None:
        """A job that a form in the drawer began, and that went well, has saved the form."""
        if job.state is JobState.WAITING and job.saves and not self._window.walking:
            self._note_form(job)
        elif job.is_over:
            self._form_saved(job)

    def _note_form(self, job: Job) -> None:
        if self._just_kept is not None:
            # The form was closed by its own page, which now stores what is in it.
            self._saving_draft[job] = self._just_kept
            self._just_kept = None
        elif self._window.drawer.isAncestorOf(self._window.focusWidget()):
            self._saving_form.add(job)

    def _form_saved(self, job: Job) -> None:
        draft = self._saving_draft.pop(job, None)
        if draft is not None:
            if job.state is JobState.DONE:
                self._window.drawer.discard(draft)
            else:
                self._offer_draft(draft)
        elif job in self._saving_form:
            self._saving_form.discard(job)
            if job.state is JobState.DONE:
                self._window.drawer.settle()

    def _draft_kept(self, draft: Draft) -> None:
        """Wait for the end of this turn: a save that follows at once makes it no draft."""
        self._just_kept = draft
        QTimer.singleShot(0, self, self._say_kept)

    def _say_kept(self) -> None:
        if self._just_kept is not None:
            self._offer_draft(self._just_kept)
            self._just_kept = None

    def _offer_draft(self, draft: Draft) -> None:
        if draft in self._window.drawer.drafts:
            self._window.toasts.say(
                f"Not saved yet, but kept: {draft.title}",
                action="Continue",
                on_action=lambda: self._window.drawer.resume(draft),
            )

    def keep_open(self, shown: bool) -> bool:  # noqa: FBT001 - what Qt tells of a window
        """Ask before forms are lost by quitting; True while there is no answer yet."""
        drawer = self._window.drawer
        unsaved = [(one.key, one.title) for one in drawer.drafts]
        unsaved += [(drawer.key, drawer.title)] if drawer.has_draft else []
        titles = [title for key, title in unsaved if not self.is_kept(key)]
        if self._may_quit or not titles or not shown:
            return False
        listed = ", ".join(f"“{title}”" for title in dict.fromkeys(titles))
        self.question = ConfirmDialog(
            "Quit before this is saved?",
            f"{listed} holds what you typed but did not save. It is not in the book, and quitting "
            "ends it for good.",
            "Quit and lose it",
            self._quit,
            self._window,
            icon="pencil",
        )
        self.question.open()
        return True

    def _quit(self) -> None:
        self._may_quit = True
        self._window.close()

    def kept_words(self) -> list[str]:
        """Say what is safe after a fault: the last act in the book, and forms with their typing."""
        window, words = self._window, []
        if last := window.desk.undo_status().undo:
            words.append(f"The last act in the book is “{last}”.")
        if window.drawer.has_draft:
            words.append(f"What you typed in “{window.drawer.title}” still stands there.")
        words += [f"“{one.title}”, not saved yet, is kept." for one in window.drawer.drafts]
        return words

    # --- findings

    def badges(self, scope: object, badges: Mapping[str, Badge], titles: Mapping[str, str]) -> None:
        """Say where more waits than at the last count for the same entities."""
        before = self._badges.get(scope)
        self._badges[scope] = badges
        if before is None:
            return
        for page_id, badge in badges.items():
            more = badge.count - before.get(page_id, Badge(0)).count
            if more > 0 and page_id in titles:
                self._new_findings(page_id, titles[page_id], more, badge.tone)

    def _new_findings(self, page_id: str, title: str, more: int, tone: str) -> None:
        show = Offer(f"Open {title}", lambda: self._window.go(page_id))
        words = f"{counted(more, 'new open item')} in {title}"
        self._window.notices.add(Notice(words, "", tone, (show,)))

    def forget(self) -> None:
        """Forget what was told of the book that was open."""
        self._saving_form.clear()
        self._saving_draft.clear()
        self._just_kept = None
        self._badges.clear()
