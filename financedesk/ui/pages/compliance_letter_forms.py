"""The forms of letters: which one is written, that it went out, what came back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from financedesk.compliance.letter_case import LetterMore
from financedesk.ledger.kept_letters import CHANNELS, KeptLetter
from financedesk.rules.letter_kinds import LetterKind, back_reasons
from financedesk.ui.formatting import counted
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs, needs_day, needs_words
from financedesk.ui.widgets import FormRow, button, label
from financedesk.ui.widgets.build import combo, set_shown
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need

_OTHER = frozenset({"reattribution_request", "reattribution_notice"})
_OTHER_NEEDED = frozenset({"reattribution_notice"})
_REASON = frozenset({"refund", "return"})
_REQUEST = (
    "It is noted as a request to the donor, too. A request on paper goes with an addressed card or"
    " envelope for the answer [11 CFR 104.7(b)(2)]."
)
_BY_THE_BOOKS = "As the books say"


def _choice(words: Mapping[str, str]) -> QComboBox:
    made = combo()
    for code, one in words.items():
        made.addItem(one, code)
    return made


class LetterForm(DrawerForm):
    """Takes which letter is written about a finding; ``save(kind, more, words)``.

    ``words`` is a file with words of one's own, None for ours.
    """

    def __init__(
        self,
        about: str,
        kinds: Sequence[LetterKind],
        today: date,
        save: Callable[[str, LetterMore, Path | None], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Write letter")
        self._hand, self._kinds = save, {one.code: one for one in kinds}
        self.kind = _choice({one.code: one.title for one in kinds})
        self.other, self.words = QLineEdit(), QLineEdit()
        reasons = {code: one.title for code, one in back_reasons().items()}
        self.reason = _choice({"": _BY_THE_BOOKS, **reasons})
        self.law = label("", "small", wrap=True)
        self.other_row = FormRow("The other holder", self.other, "compliance.letter_other")
        self.reason_row = FormRow("Why it goes back", self.reason, "compliance.letter_reason")
        self.words_row = FormRow("Own words", self.words, "compliance.letter_words",
                                 hint="A file; empty: ours.")  # fmt: skip
        self.choose_button = button("Choose…", icon="folder-open", on_click=self._choose)
        self.lay_out(
            label(about, wrap=True), FormRow("Letter", self.kind, "compliance.letter_kind"),
            self.law, self.other_row, self.reason_row, self.words_row, self.choose_button,
        )  # fmt: skip
        self.kind.currentIndexChanged.connect(lambda _at: self._follow())
        self._follow()

    @property
    def chosen(self) -> LetterKind:
        """The letter that is chosen."""
        return self._kinds[str(self.kind.currentData())]

    def _follow(self) -> None:
        """Ask for what the chosen letter needs, and tell its law."""
        one = self.chosen
        set_shown(self.other_row, shown=one.code in _OTHER)
        set_shown(self.reason_row, shown=one.code in _REASON)
        self.law.setText(f"By {one.citation}.")

    def _choose(self) -> None:
        place, _filter = QFileDialog.getOpenFileName(
            self, "Own words", str(Path.home()), "Words (*.toml)"
        )
        if place:
            self.words.setText(place)

    def problems(self) -> Sequence[Fault]:
        """Return that the other holder is not named where the letter goes to both."""
        if self.chosen.code not in _OTHER_NEEDED:
            return ()
        said = "Name the other holder, as printed on the check."
        return (needs_words(self.other_row, self.other, said),)

    def hand_over(self) -> None:
        """Give the choice to whoever writes the letter."""
        code, words = self.chosen.code, self.words.text().strip()
        more = LetterMore(
            other=self.other.text().strip() if code in _OTHER else "",
            reason=str(self.reason.currentData()) if code in _REASON else "",
        )
        self._hand(code, more, Path(words).expanduser() if words else None)


class SentForm(DrawerForm):
    """Takes on which day and how letters went out; ``save(on, channel)``."""

    def __init__(
        self,
        letters: Sequence[KeptLetter],
        today: date,
        save: Callable[[date, str], None],
        acts: FormActs,
    ) -> None:
        super().__init__(today, acts, "Note as sent")
        self._hand = save
        self.on, self.channel = DateEdit(today, today), _choice(CHANNELS)
        self.on_row = FormRow("Sent on", self.on, "compliance.letter_sent_on", need=Need.REQUIRED)
        parts: list[QWidget] = [label(_said(letters), wrap=True)]
        if any(one.kind == "best_efforts" for one in letters):
            parts.append(label(_REQUEST, "small", wrap=True))
        channel = FormRow("How", self.channel, "compliance.letter_channel")
        self.lay_out(*parts, (self.on_row, channel))

    def problems(self) -> Sequence[Fault]:
        """Return what is wrong with the day."""
        return (needs_day(self.on_row, self.on),)

    def hand_over(self) -> None:
        """Give day and way to whoever notes them."""
        if self.on.day is not None:
            self._hand(self.on.day, str(self.channel.currentData()))


class LetterAnswerForm(DrawerForm):
    """Takes on which day a letter was answered and what came back; ``save(on, words)``."""

    def __init__(
        self, letter: KeptLetter, today: date, save: Callable[[date, str], None], acts: FormActs
    ) -> None:
        super().__init__(today, acts, "Note answer")
        self._hand = save
        self.on, self.answer = DateEdit(today, today), QLineEdit()
        need = Need.REQUIRED
        self.on_row = FormRow("Answered on", self.on, "compliance.letter_answered_on", need=need)
        self.answer_row = FormRow("Answer", self.answer, "compliance.letter_answer", need=need)
        self.lay_out(
            label(_said((letter,)), wrap=True), self.on_row, self.answer_row,
            label("What follows from it is an act of its own: redesignate, reattribute, release or"
                  " refund the gift, or enter what the donor says.", "small", wrap=True),
        )  # fmt: skip

    def problems(self) -> Sequence[Fault]:
        """Return what is missing."""
        said = "Say in a few words what was answered."
        return needs_day(self.on_row, self.on), needs_words(self.answer_row, self.answer, said)

    def hand_over(self) -> None:
        """Give day and words to whoever notes them."""
        if self.on.day is not None:
            self._hand(self.on.day, self.answer.text().strip())


def _said(letters: Sequence[KeptLetter]) -> str:
    if len(letters) > 1:
        return f"{counted(len(letters), 'letter')} that wait to be sent."
    return f"{letters[0].what.title} to {letters[0].addressee}. {letters[0].about}."
