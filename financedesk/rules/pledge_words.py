"""What a pledge must say, what it and a reminder may not, and where and by whom one is sent.

Each judgement is a fault with what is wrong, what to do instead, and the law. Patterns stand in
``resources/rules/pledges.toml``; they find what is plainly there and replace no lawyer's reading.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import NotFound
from financedesk.rules.data import rules_table
from financedesk.rules.pledges import FEDERAL_LAW, Author, author_ruling

PLEDGE, REMINDER = "pledge", "reminder"
REFUSED, WARN = "refused", "warn"
REMINDERS_BY = ("treasurer", "board", "membership_officer")

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
# Where a new clause begins, what stood before says nothing about it.
_CLAUSE = re.compile(
    r"[;:–—]|\bbut\b|,\s*(?:and|or else|otherwise|then|so|you|we|i|they|it|he|she|this)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\b(?:if|unless|until|when|whenever|should you)\b[^,;:]*", re.IGNORECASE)
_DENIAL = re.compile(
    r"\b(?:no|not|never|nothing|nobody|none|neither|nor|without|cannot)\b|n[’']t\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a text, address, author or act; ``quote`` is the sentence it stands in.

    ``tone`` is refused (it may not go out so) or warn.
    """

    code: str
    tone: str
    wrong: str
    instead: str
    citation: str
    quote: str = ""

    @property
    def words(self) -> str:
        """Return the fault as sentences with the law in brackets."""
        quote = f"“{self.quote}” " if self.quote else ""
        return f"{quote}{self.wrong} {self.instead} [{self.citation}]".replace("  ", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One thing that a pledge must say."""

    code: str
    label: str
    found: tuple[re.Pattern[str], ...]
    denied: bool
    citation: str
    confidence: str
    example: str

    def said_in(self, sentence: str) -> bool:
        """Whether a sentence says it."""
        return any(
            _denied(sentence[: match.start()]) == self.denied
            for pattern in self.found
            for match in pattern.finditer(sentence)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One thing that a text may not say."""

    code: str
    where: tuple[str, ...]
    tone: str
    found: tuple[re.Pattern[str], ...]
    unless_denied: bool
    wrong: str
    instead: str
    citation: str
    confidence: str

    def said_in(self, sentence: str) -> bool:
        """Whether a sentence says it, and not the opposite."""
        return any(
            not (self.unless_denied and _denied(sentence[: match.start()]))
            for pattern in self.found
            for match in pattern.finditer(sentence)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder before it is sent: to which address, by whom, with what words."""

    address: str
    author: Author
    text: str
    office_addresses: tuple[str, ...] = ()


def judge_pledge(text: str) -> tuple[Fault, ...]:
    """Return what is wrong with the text of a pledge: what it lacks, then what it may not say."""
    sentences = _sentences(text)
    lacking = (_lacks(clause) for clause in clauses() if not _says(clause, sentences))
    return (*lacking, *_wordings(sentences, PLEDGE))


def judge_reminder_text(text: str) -> tuple[Fault, ...]:
    """Return what the words of a reminder may not say."""
    return tuple(_wordings(_sentences(text), REMINDER))


def judge_reminder(reminder: Reminder) -> tuple[Fault, ...]:
    """Return what is wrong with a reminder: its address, its author, its words; none when fine."""
    found = judge_address(reminder.address, reminder.office_addresses)
    author = judge_author(reminder.author)
    return (*found, *author, *judge_reminder_text(reminder.text))


def judge_author(author: Author) -> tuple[Fault, ...]:
    """Return why somebody may not send reminders: nobody who is a federal person may."""
    ruling = author_ruling(author, REMINDERS_BY)
    if ruling is None:
        return ()
    code = "federal_author" if author.federal else "author"
    return (
        Fault(
            code=code, tone=REFUSED, wrong=ruling.why, instead=ruling.instead,
            citation=FEDERAL_LAW if author.federal else ruling.citation,
        ),
    )  # fmt: skip


def judge_address(address: str, office_addresses: tuple[str, ...] = ()) -> tuple[Fault, ...]:
    """Return why an e-mail or postal address may not be written to.

    ``office_addresses`` are those that the book has for offices of the official: 18 U.S.C. 607.
    """
    plain = " ".join(address.split()).casefold()
    own = plain in {" ".join(one.split()).casefold() for one in office_addresses}
    domain = plain.rpartition("@")[2] if "@" in plain else ""
    for row in rules_table("pledges")["address"]:
        looked_at = plain if row["postal"] else domain
        hit = looked_at and any(re.search(one, looked_at) for one in row["found"])
        if hit or (own and row["postal"]):
            return (_fault(row, quote=address.strip()),)
    return ()


def judge_route(payer: str) -> tuple[Fault, ...]:
    """Return why a remittance may not be paid by somebody or from an account; none when it may.

    Raises NotFound for an unknown payer.
    """
    row = _by("route", "payer", payer)
    return () if row["lawful"] else (_fault(row),)


def judge_act(code: str) -> Fault:
    """Return why nobody may do something that the law forbids; raises NotFound."""
    return _fault(_by("act", "code", code))


@cache
def acts() -> Mapping[str, str]:
    """Return what nobody may do, by code, in words."""
    return MappingProxyType({row["code"]: row["label"] for row in rules_table("pledges")["act"]})


@cache
def routes() -> Mapping[str, str]:
    """Return by whom and from where a remittance may come, lawful or not, in words."""
    rows = rules_table("pledges")["route"]
    return MappingProxyType({row["payer"]: row["label"] for row in rows})


@cache
def clauses() -> tuple[Clause, ...]:
    """Return what a pledge must say."""
    rows = rules_table("pledges")["clause"]
    return tuple(Clause(**{**row, "found": _patterns(row)}) for row in rows)


@cache
def wordings() -> tuple[Wording, ...]:
    """Return what a text may not say."""
    rows = rules_table("pledges")["wording"]
    return tuple(
        Wording(**{**row, "found": _patterns(row), "where": tuple(row["where"])}) for row in rows
    )


def _says(clause: Clause, sentences: list[str]) -> bool:
    return any(clause.said_in(sentence) for sentence in sentences)


def _lacks(clause: Clause) -> Fault:
    return Fault(
        code=f"lacks_{clause.code}",
        tone=REFUSED,
        wrong=f"The text does not say: {clause.label[0].lower()}{clause.label[1:]}.",
        instead=f"Add a sentence like “{clause.example}”",
        citation=clause.citation,
    )


def _wordings(sentences: list[str], where: str) -> Iterator[Fault]:
    """Yield each fault once for a sentence, in the order of the text."""
    for sentence in sentences:
        seen = set()
        for wording in wordings():
            if where in wording.where and wording.code not in seen and wording.said_in(sentence):
                seen.add(wording.code)
                yield Fault(
                    code=wording.code,
                    tone=wording.tone,
                    wrong=wording.wrong,
                    instead=wording.instead,
                    citation=wording.citation,
                    quote=sentence,
                )


def _denied(before: str) -> bool:
    """Whether the clause in which something stands denies it: "nobody may …", "it is no …"."""
    clause = _CLAUSE.split(before)[-1]
    return _DENIAL.search(_CONDITION.sub(" ", clause)) is not None


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE.split(text.strip()) if sentence.strip()]


def _patterns(row: Mapping[str, Any]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in row["found"])


def _by(table: str, key: str, value: str) -> Mapping[str, Any]:
    rows: list[dict[str, Any]] = rules_table("pledges")[table]
    for row in rows:
        if row[key] == value:
            return row
    choices = ", ".join(row[key] for row in rows)
    raise NotFound(f"“{value}” is none of {choices}.")


def _fault(row: Mapping[str, Any], quote: str = "") -> Fault:
    return Fault(
        code=row["code"],
        tone=REFUSED,
        wrong=row["wrong"],
        instead=row["instead"],
        citation=row["citation"],
        quote=quote,
    )
