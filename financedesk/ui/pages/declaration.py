"""What the wall says under a form, and the fields in which is noted what a condition asks for."""

from PySide6.QtWidgets import QLineEdit, QWidget

from financedesk.ledger.wall import Judgement, Note
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.limit_words import VERDICT_CHIPS
from financedesk.ui.widgets import Chip, FormRow, column, label
from financedesk.ui.widgets.build import set_shown, set_tone
from financedesk.ui.widgets.form_row import Need

_WHO = "Say who declared it."


class WallLine(QWidget):
    """One line: allowed, limited, on a condition or prohibited, with what is left and the law."""

    def __init__(self) -> None:
        super().__init__()
        self.chip = Chip("", "neutral")
        self._words = label("", "small", wrap=True)
        holder = column(self.chip, self._words, spacing=3)
        self.setLayout(holder)
        self.say(None)

    @property
    def words(self) -> str:
        """What is said beside the verdict."""
        return self._words.text()

    def say(self, found: Judgement | None) -> None:
        """Show a judgement; nothing of money that no limit and no cell of the matrix is about."""
        set_shown(self, shown=found is not None)
        if found is None:
            self._words.setText("")
            return
        title, tone = VERDICT_CHIPS[found.verdict.verdict]
        over = bool(found.excess_cents)
        self.chip.show_status("Above the limit" if over else title, "bad" if over else tone)
        self._words.setText(wall_words(found))
        set_tone(self._words, "bad" if found.prohibited or over else "warn" if found.asks else "")
        self.setAccessibleName(f"{self.chip.text}. {self.words}")


def wall_words(found: Judgement) -> str:
    """Return what a judgement comes to: why not, what is asked, what is left, by what law."""
    if found.prohibited:
        return found.verdict.words
    if found.excess_cents:
        return found.left_words
    if found.asks:
        return " ".join(part for part in (found.asking_words, found.allowing_words) if part)
    said = f"{found.verdict.reason} ({found.verdict.citation})."
    return found.allowing_words or said.replace("..", ".")


def excess_words(found: Judgement | None) -> str:
    """Return by how much an amount goes above the limit, for its field; empty where it fits."""
    if found is None or not found.excess_cents:
        return ""
    return f"{dollars(found.excess_cents)} above the limit: lower the amount."


class Declaration:
    """Two fields that are shown while a condition asks for them: what was said, and by whom."""

    def __init__(self, words_help: str, who_help: str, *, said_beside: bool = True) -> None:
        """Name the help of both fields, as ``FormRow`` does.

        ``said_beside``: a wall line says what is asked, so that the field need not say it as well.
        """
        self.words, self.who = QLineEdit(), QLineEdit()
        need = Need.REQUIRED
        self.words_row = FormRow("Declared", self.words, words_help, need=need)
        self.who_row = FormRow("By whom", self.who, who_help, need=need)
        self._asked, self._said_beside = "", said_beside
        self.show_for("")

    @property
    def rows(self) -> tuple[FormRow, FormRow]:
        """Both rows in the order of reading."""
        return self.words_row, self.who_row

    @property
    def is_asked(self) -> bool:
        """Whether something must be declared."""
        return bool(self._asked)

    def show_for(self, asked: str) -> None:
        """Ask for a declaration in these words; empty words ask for none."""
        self._asked = asked
        for part in self.rows:
            set_shown(part, shown=self.is_asked)
        self.words_row.say("" if self._said_beside else asked, "warn")

    @property
    def problems(self) -> tuple[tuple[FormRow, str], tuple[FormRow, str]]:
        """What is missing at each row."""
        nobody = self.is_asked and not self.who.text().strip()
        return (
            (self.words_row, "" if self.words.text().strip() else self._asked),
            (self.who_row, _WHO if nobody else ""),
        )

    def note(self, on: str) -> Note | None:
        """Return what was declared on a day (``YYYY-MM-DD``); None where nothing whole was."""
        words, who = self.words.text().strip(), self.who.text().strip()
        if not self.is_asked or not words or not who:
            return None
        return Note(words=words, who=who, on=on)

    def clear(self) -> None:
        """Forget what was typed."""
        self.words.clear()
        self.who.clear()
