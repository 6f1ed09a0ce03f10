"""The letters that the law asks for: what each is, which findings it answers, which days count.

The list is ``resources/rules/letters.toml``; the words stand under ``resources/letters``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.limits import Override
from financedesk.rules.thresholds import runs_out

DONOR, GIFT = "donor", "gift"
"""What a letter may be about: everything of somebody, or one entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterKind:
    """One kind of letter; ``fields`` and ``conditions`` are those that its words may name.

    ``checks`` are the checks whose findings it answers. The clocks are codes of ``clocks.toml``,
    "" for none; ``reply_days`` is no law but what the letter asks for.
    """

    code: str
    title: str
    about: str
    checks: tuple[str, ...]
    fields: frozenset[str]
    conditions: frozenset[str]
    citation: str
    confidence: str
    send_clock: str = ""
    reply_clock: str = ""
    reply_days: int = 0

    @property
    def awaits(self) -> bool:
        """Whether an answer is asked for."""
        return bool(self.reply_clock or self.reply_days)

    def send_by(self, received: date, counsel: Sequence[Override] = ()) -> date | None:
        """Return the last day on which sending it counts; None where no law says one."""
        return runs_out(self.send_clock, received, counsel) if self.send_clock else None

    def reply_by(
        self, received: date, written: date, counsel: Sequence[Override] = ()
    ) -> date | None:
        """Return the last day for an answer; None where none is asked for."""
        if self.reply_clock:
            return runs_out(self.reply_clock, received, counsel)
        return written + timedelta(days=self.reply_days) if self.reply_days else None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackReason:
    """Why money goes back; ``restores`` tells that the giver may give as much again."""

    code: str
    title: str
    words: str
    citation: str
    restores: bool = False


@cache
def letter_kinds() -> Mapping[str, LetterKind]:
    """Return every kind of letter by its code, in the order of the table."""
    table = rules_table("letters")
    made = []
    for row in table["letter"]:
        lists = {
            "checks": tuple(row["checks"]),
            "fields": frozenset({*table["common"], *row["fields"]}),
            "conditions": frozenset(row["conditions"]),
        }
        made.append(LetterKind(**{**row, **lists}))
    return MappingProxyType({one.code: one for one in made})


def letter_kind(code: str) -> LetterKind:
    """Return one kind of letter; raises NotFound with the choices."""
    found = letter_kinds().get(code)
    if found is None:
        choices = ", ".join(letter_kinds())
        raise NotFound(f"There is no letter “{code}”; choose one of {choices}.")
    return found


@cache
def back_reasons() -> Mapping[str, BackReason]:
    """Return every reason for which money goes back by its code."""
    rows = rules_table("letters")["reason"]
    return MappingProxyType({code: BackReason(code=code, **row) for code, row in rows.items()})


def back_reason(code: str) -> BackReason:
    """Return one reason; raises NotFound with the choices."""
    found = back_reasons().get(code)
    if found is None:
        choices = ", ".join(back_reasons())
        raise NotFound(f"There is no reason “{code}” to give money back; choose one of {choices}.")
    return found


def every_question() -> tuple[str, ...]:
    """Return the questions on the source of a gift that there are."""
    return tuple(rules_table("letters")["questions"]["every"])


def questions_of(rule: str) -> tuple[str, ...]:
    """Return the questions on the source of a gift that a check's finding leads to."""
    table = rules_table("letters")["questions"]
    return tuple(table.get(rule, table["usual"]))
