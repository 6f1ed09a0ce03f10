"""The drawer of one rule: what it says, its figures, counsel's words and what became of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from financedesk.ledger.override_story import OverrideStory
from financedesk.ledger.overrides import KeptOverride
from financedesk.ledger.register_detail import Event
from financedesk.rules.counsel import value_words, why_not_overridden
from financedesk.rules.limits import Override
from financedesk.rules.rule_book import RuleEntry, rule_entries
from financedesk.ui.formatting import day, dollars
from financedesk.ui.pages.limit_words import (
    CONFIDENCE_WORDS,
    COUNSEL_CHIPS,
    KIND_WORDS,
    STATUS_CHIPS,
    VERDICT_CHIPS,
    days_words,
    told,
)
from financedesk.ui.pages.limits_override_forms import law_words
from financedesk.ui.widgets import Chip, button, column, label, line, row
from financedesk.ui.widgets.build import Part


@dataclass(frozen=True)
class CounselActs:
    """What the buttons of the drawer do, and why they cannot: empty words where they can."""

    enter: Callable[[], None]
    withdraw: Callable[[KeptOverride], None]
    why_not: str


class RuleDetail(QWidget):
    """Shows one rule as it stands on a day, with every word of counsel on it."""

    def __init__(
        self,
        entry: RuleEntry,
        standing: str,
        stories: Sequence[OverrideStory],
        acts: CounselActs,
        today: date,
    ) -> None:
        super().__init__()
        facts = (
            ("Kind", KIND_WORDS[entry.kind]),
            ("Amount" if entry.cents is not None else "It says", law_words(entry)),
            ("Holds", days_words(entry.since, entry.until)),
            ("Status", STATUS_CHIPS[standing][0]),
            ("How it is known", CONFIDENCE_WORDS[entry.confidence]),
            ("Read in", "; ".join(entry.read_in)),
            ("Law", entry.citation),
            ("File", f"rules/{entry.source}"),
            ("Its name for commands", entry.rule),
        )
        self.enter_button = button("Enter counsel’s word…", "primary", on_click=acts.enter)
        why_not = acts.why_not or why_not_overridden(entry.kind, entry.rule)
        self.enter_button.setEnabled(not why_not)
        self.enter_button.setToolTip(why_not or "What your counsel decided in place of this rule")
        self.withdraw_buttons = [
            _withdraw_button(story, acts, today) for story in stories
        ]  # fmt: skip
        parts: list[Part] = [label(entry.title, "name", wrap=True), line()]
        parts += [told(name, words) for name, words in facts if words]
        if entry.note:
            parts.append(label(entry.note, wrap=True))
        parts += _all_figures(entry)
        parts += [label("Counsel’s word", "small-strong"), line()]
        for story, withdraw in zip(stories, self.withdraw_buttons, strict=True):
            parts += _story(story, withdraw, today)
        if not stories:
            parts.append(label("The law holds: counsel has not spoken on it.", "small", wrap=True))
        parts.append(row(self.enter_button, None))
        if why_not:
            parts.append(label(f"{why_not.rstrip('.')}.", "small", wrap=True))
        self.setLayout(column(*parts, None, spacing=6, margins=(20, 12, 20, 20)))


def _all_figures(entry: RuleEntry) -> list[Part]:
    same = [
        one for one in rule_entries() if (one.kind, one.rule) == (entry.kind, entry.rule)
        and one.title == entry.title
    ]  # fmt: skip
    if len(same) < 2:
        return []
    parts: list[Part] = [label("All figures", "small-strong"), line()]
    for one in reversed(same):
        amount = one.value or "no amount" if one.cents is None else dollars(one.cents)
        mark = "" if one.status == "in_force" else f" · {STATUS_CHIPS[one.status][0].lower()}"
        parts.append(told(days_words(one.since, one.until), f"{amount}{mark}"))
    return parts


def word_value(word: Override) -> str:
    """Return what holds by counsel's word, as the table of rules writes such a value."""
    if word.verdict in VERDICT_CHIPS:
        return VERDICT_CHIPS[word.verdict][0]
    return value_words(word)


def _withdraw_button(story: OverrideStory, acts: CounselActs, today: date) -> QWidget:
    word = story.kept.override
    made = button(
        "Withdraw…", "link", name=f"Withdraw counsel’s word: {word_value(word)}",
        on_click=lambda: acts.withdraw(story.kept),
    )  # fmt: skip
    over = word.standing(today) in ("ended", "withdrawn")
    made.setEnabled(not over and not acts.why_not)
    if over:
        made.hide()
    made.setToolTip(acts.why_not or "Let it hold no longer; it stays in this history")
    return made


def _story(story: OverrideStory, withdraw: QWidget, today: date) -> list[Part]:
    word = story.kept.override
    words, tone = COUNSEL_CHIPS[word.standing(today)]
    head = row(label(word_value(word), "name"), Chip(words, tone), None, withdraw, spacing=8)
    spans = bool(word.since or word.until)
    held = days_words(word.since, word.until) if spans else "whenever it is made"
    parts: list[Part] = [head, label(held[0].upper() + held[1:], "small", wrap=True)]
    parts.append(label(f"{word.words}.", "small", wrap=True))
    parts += [label(_told(event), "caption", wrap=True) for event in story.events]
    return [*parts, line()]


def _told(event: Event) -> str:
    when = day(datetime.fromisoformat(event.at).date())
    why = f": {event.why.rstrip('.')}" if event.why else ""
    done = "Entered" if not event.before else "Withdrawn" if event.after else "Taken back"
    return f"{done} by {event.who}, {when}{why}"
