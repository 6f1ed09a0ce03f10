"""What speaks for it that a line of a bank and an entry of the books are one: in figures and words.

Amounts are integer cents. Names are compared by their words, without accents, case, signs and what
banks add to every line.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

DAYS_BEFORE, DAYS_AFTER = 5, 20
"""How many days before and after its entry a bank's line may come without a further word."""
LATE_BEFORE, LATE_AFTER = 10, 60
"""Within these days a line or an entry of the same name and amount casts doubt on a pair."""
MARKED_BEFORE, MARKED_AFTER = 10, 180
"""The same where both bear one number: checks wait for months (UCC 4-404: six)."""
FEWEST_SEEN = 3
"""So many accepted matches make a habit."""
USUAL_DAYS = 1
_SURE_LETTERS = 4
_SHORTEST_MARK = 4

_OF_BANKS = frozenset(
    [
        "ach", "and", "ccd", "card", "check", "checkcard", "co", "company", "corp",
        "credit", "debit", "deposit", "direct", "disbursement", "for", "id", "in", "inc",
        "llc", "merchant", "of", "online", "payment", "payout", "pos", "ppd", "purchase",
        "ref", "the", "to", "transfer", "web", "withdrawal", "reversal", "reversed",
        "return", "returned", "void", "voided", "nsf", "chargeback", "correction",
        "cancelled",
    ]
)  # fmt: skip
_REVERSING = re.compile(
    r"\b(revers\w*|return(ed)?|void(ed)?|nsf|chargeback|correction|cancel+(ed|ation)?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_TOKEN = re.compile(r"[\w-]*\d[\w-]*")
_CHECK_SAID = re.compile(r"\b(?:check|chk|ck)\b", re.IGNORECASE)
_CHECK = re.compile(r"(?:check|chk|ck)?\s*(?:no\.?|number|#)?\s*(\d{1,12})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a bank's statement; ``cents`` is positive for money in.

    ``payee`` and ``memo`` are the bank's words, ``reference`` and ``check`` its numbers.
    """

    key: int
    day: date
    cents: int
    payee: str = ""
    memo: str = ""
    reference: str = ""
    check: str = ""

    @property
    def words(self) -> frozenset[str]:
        """The words that may be of a name."""
        return name_words(f"{self.payee} {self.memo}")

    @property
    def marks(self) -> frozenset[str]:
        """The numbers by which an entry may be known, as ``Entry.mark`` writes them."""
        texts = f"{self.payee} {self.memo} {self.reference}"
        told = check_number(self.check) or check_number(self.payee) or check_number(self.memo)
        return numbers_in(texts) | ({f"check {told}"} if told else frozenset())

    @property
    def reverses(self) -> bool:
        """Whether the bank says that the line takes another one back."""
        return bool(_REVERSING.search(f"{self.payee} {self.memo}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the books say moved on the account; ``cents`` is positive for money in.

    ``names`` are whom it is to or from. ``reference`` is a payout's number, ``check`` a check's;
    ``deposited`` the day on which it went to the bank with others, ``deposit`` the number of the
    account's slip that it is on, all of which is open.
    """

    key: int
    day: date
    cents: int
    names: tuple[str, ...] = ()
    reference: str = ""
    check: str = ""
    deposited: date | None = None
    deposit: int | None = None

    @property
    def mark(self) -> str:
        """The number by which a line may know it; empty where there is none."""
        check = check_number(self.check)
        return f"check {check}" if check else self.reference.casefold()

    @property
    def party(self) -> str:
        """By what its habits are kept: the one name that it has, as it is compared."""
        return party_of(self.names[0]) if len(self.names) == 1 else ""


@dataclass(frozen=True, slots=True)
class Habit:
    """How many days after the books a bank tells of somebody's money, and how often it was seen."""

    usual_days: int
    seen: int


@dataclass(frozen=True, slots=True)
class Habits:
    """What was learnt from accepted matches, by party as ``party_of`` names it.

    ``called`` is how often the bank's words for a payee (``bank_words``) were which party.
    """

    by_party: Mapping[str, Habit] = field(default_factory=lambda: MappingProxyType({}))
    called: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, entry: Entry) -> Habit | None:
        """Return the habit of an entry's party, None while too little was seen of it."""
        habit = self.by_party.get(entry.party) if entry.party else None
        return habit if habit is not None and habit.seen >= FEWEST_SEEN else None

    def times_called(self, line: Line, entry: Entry) -> int:
        """Return how often a line's words were an entry's party before; 0 for what is not known."""
        return self._meant(line).get(entry.party, 0) if entry.party else 0

    def called_share(self, line: Line, entry: Entry) -> int:
        """Return of how many of the line's words before this was the party, in percent."""
        times = self.times_called(line, entry)
        return 100 * times // sum(self._meant(line).values()) if times else 0

    def _meant(self, line: Line) -> Mapping[str, int]:
        return self.called.get(bank_words(line.payee), {}) if self.called else {}


@lru_cache(maxsize=65536)
def name_words(text: str) -> frozenset[str]:
    """Return the words of a text that tell one name from another."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in plain if not unicodedata.combining(one) and one not in "'’.")
    return frozenset(_WORD.findall(plain)) - _OF_BANKS


@lru_cache(maxsize=65536)
def numbers_in(text: str) -> frozenset[str]:
    """Return what in a text may be a number of something: whole words with figures in them."""
    return frozenset(
        one.casefold() for one in _TOKEN.findall(text) if len(one) >= _SHORTEST_MARK
    )  # fmt: skip


def party_of(name: str) -> str:
    """Return a name as habits are kept by it."""
    return " ".join(sorted(name_words(name)))


@lru_cache(maxsize=65536)
def bank_words(payee: str) -> str:
    """Return a bank's words for a payee as it is known again: without figures, in any order."""
    return " ".join(sorted(name_words(payee)))


def check_number(text: str) -> str:
    """Return the number of a check without leading zeros; empty for words that are none."""
    match = _CHECK.fullmatch(text.strip())
    return match[1].lstrip("0") if match else ""


def days_apart(line: Line, entry: Entry) -> int:
    """Return how many days after the books the bank has it; below zero, before them."""
    return (line.day - entry.day).days


def is_near(line: Line, entry: Entry) -> bool:
    """Tell whether a line may be of an entry by its day alone."""
    return -DAYS_BEFORE <= days_apart(line, entry) <= DAYS_AFTER


def is_late(line: Line, entry: Entry) -> bool:
    """Tell whether a line may be of an entry when one of them is late."""
    return -LATE_BEFORE <= days_apart(line, entry) <= LATE_AFTER


def is_marked(line: Line, entry: Entry) -> bool:
    """Tell whether a line bears the number of an entry, within the months that a check may take."""
    return bears(line, entry) and -MARKED_BEFORE <= days_apart(line, entry) <= MARKED_AFTER


def bears(line: Line, entry: Entry) -> bool:
    """Tell whether a line bears the number that an entry is known by."""
    return bool(entry.mark) and entry.mark in line.marks


def moves_alike(line: Line, entry: Entry) -> bool:
    """Tell whether both move money the same way, as a check must; a payout may be taken back."""
    return not entry.check or (line.cents > 0) == (entry.cents > 0)


def decides(line: Line, entry: Entry) -> bool:
    """Tell whether the number of an entry can decide: a giver's check has it from another bank.

    Any other number may be the same, so that the line must say that it is a check's.
    """
    if not entry.check or entry.cents <= 0:
        return True
    return bool(line.check or _CHECK_SAID.search(f"{line.payee} {line.memo}"))


def says_otherwise(line: Line, entry: Entry) -> bool:
    """Tell whether both name a check or a payout, and not the same one.

    Another payout's number is one that is written like this one's.
    """
    one, other = check_number(line.check), check_number(entry.check)
    if one and other:
        return one != other
    if not entry.reference or bears(line, entry):
        return False
    shape = _shape(entry.reference.casefold())
    return any(_shape(number) == shape for number in numbers_in(f"{line.payee} {line.memo}"))


def _shape(number: str) -> str:
    return re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "0", number))


def name_share(line: Line, entry: Entry) -> int:
    """Return how much of an entry's name stands in a line, in percent; of several, the best."""
    words = line.words
    shares = [
        100 * len(own & words) // len(own) for own in map(name_words, entry.names) if own
    ]  # fmt: skip
    return max(shares, default=0)


def is_named(line: Line, entry: Entry) -> bool:
    """Tell whether a line names an entry's one party beyond doubt.

    All words of the name stand in the line; a name of one word must be all that the bank says.
    """
    own = name_words(entry.names[0]) if len(entry.names) == 1 else frozenset()
    if sum(map(len, own)) < _SURE_LETTERS:
        return False
    return (
        own == name_words(line.payee) or own == line.words or (len(own) > 1 and own <= line.words)
    )


def are_strangers(line: Line, entry: Entry) -> bool:
    """Tell whether both have names without a word in common."""
    known = [own for own in map(name_words, entry.names) if own]
    return bool(known and line.words) and not any(own & line.words for own in known)


def score(line: Line, entry: Entry, habits: Habits) -> int:
    """Return how much speaks for a pair whose amounts agree; more is likelier."""
    habit = habits.of(entry)
    usual = habit.usual_days if habit else USUAL_DAYS
    nearness = max(0, 30 - 2 * abs(days_apart(line, entry) - usual))
    named = max(name_share(line, entry), habits.called_share(line, entry))
    return nearness + named * 2 // 5 + 50 * is_marked(line, entry)


def told(line: Line, entry: Entry, habits: Habits) -> str:
    """Return what speaks for a pair, in words after those of its amount."""
    said = [_days_told(days_apart(line, entry), habits.of(entry))]
    if is_marked(line, entry):
        said.append(f"bears {entry.mark}" if entry.check else f"bears {entry.reference}")
    times = habits.times_called(line, entry)
    if is_named(line, entry):
        said.append("name agrees")
    elif times:
        said.append("the bank called it so before" if times == 1 else f"called so {times} times")
    elif share := name_share(line, entry):
        said.append(f"{share} % of the name")
    elif are_strangers(line, entry):
        said.append("another name")
    return ", ".join(said)


def _days_told(apart: int, habit: Habit | None) -> str:
    days = "1 day" if abs(apart) == 1 else f"{abs(apart)} days"
    when = "same day" if apart == 0 else f"{days} {'later' if apart > 0 else 'earlier'}"
    if habit is None:
        return when
    if abs(apart - habit.usual_days) <= 1:
        return f"{when}, as usual"
    return f"{when}, usually {habit.usual_days}"
