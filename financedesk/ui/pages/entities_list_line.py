"""The line that says what a document would come to: the law's answer, and what is posted."""

from PySide6.QtWidgets import QWidget

from financedesk.ledger.list_outlook import ASKED, STOPPED, ListOutlook
from financedesk.ui.pages.entities_list_words import ANSWER_WORDS, cited
from financedesk.ui.widgets import Chip, column, label, row
from financedesk.ui.widgets.build import set_shown, set_tone


class AnswerLine(QWidget):
    """A chip with the answer, the law behind it, what is posted, and what to watch."""

    def __init__(self) -> None:
        super().__init__()
        self.chip = Chip("", "neutral")
        self._law, self._posts = label("", "small", wrap=True), label("", wrap=True)
        self._warns = label("", "small", tone="warn", wrap=True)
        self.setLayout(column(row(self.chip, None), self._posts, self._law, self._warns, spacing=4))
        self.say(None)

    @property
    def words(self) -> str:
        """Everything that is said beside the chip."""
        parts = (self._posts.text(), self._law.text(), self._warns.text())
        return "\n".join(part for part in parts if part)

    def say(self, found: ListOutlook | None, problem: str = "") -> None:
        """Show an answer, or why there is none; nothing at all while too little is known."""
        set_shown(self, shown=found is not None or bool(problem))
        if found is None:
            self.chip.show_status(*(ANSWER_WORDS[STOPPED] if problem else ("", "neutral")))
            self._fill(problem, "", "", bad=True)
            return
        self.chip.show_status(*ANSWER_WORDS[found.state])
        stopped = found.state in (STOPPED, ASKED)
        said = found.stop if stopped else "\n".join(found.posts)
        law = "" if stopped else found.law
        self._fill(said, law, "\n".join(found.warns), bad=found.state == STOPPED)

    def _fill(self, posts: str, law: str, warns: str, *, bad: bool) -> None:
        for part, words in ((self._posts, posts), (self._law, law), (self._warns, warns)):
            part.setText(cited(words))
            set_shown(part, shown=bool(words))
        set_tone(self._posts, "bad" if bad and posts else "")
        self.setAccessibleName(f"{self.chip.text}. {self.words}")
