"""Pledges: in what state one is, and who may bring it into which.

A pledge is a public promise, voluntary and revocable; it is a memorandum, never a receivable, and
stands on no federal filing (Bliss v. Lawrence, 58 N.Y. 442; Brown v. Hartlage, 456 U.S. 45). What
states, moves and authors there are is told in ``resources/rules/pledges.toml``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import NotFound, Refused
from financedesk.rules.data import rules_table

DRAFTED, PLEDGED, ACTIVE = "drafted", "pledged", "active"
PAUSED, WAIVED, ENDED, REVOKED = "paused", "waived", "ended", "revoked"
_OFFICIAL = "official"
FEDERAL_LAW = "18 U.S.C. 602; 52 U.S.C. 30125(e)"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of a pledge; ``open``: money may be proposed, ``final``: nothing leads out."""

    code: str
    label: str
    open: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One way between states: who may take it, and what must be there first (codes of needs)."""

    sources: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    needs: tuple[str, ...]
    citation: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who does something: the role, and whether a federal officeholder, candidate or employee."""

    role: str
    name: str = ""
    federal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Whether something may be done, why (not), and by what law.

    ``missing`` are the codes of what must be there first; ``instead`` says what to do.
    """

    allowed: bool
    why: str
    citation: str
    instead: str = ""
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return the ruling as sentences with the law in brackets."""
        return f"{' '.join(filter(None, (self.why, self.instead)))} [{self.citation}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardText:
    """The text that the program offers: a version, its first day, and the words."""

    version: str
    since: date
    text: str


@cache
def states() -> Mapping[str, State]:
    """Return every state of a pledge by its code, in the order of its life."""
    rows = rules_table("pledges")["state"]
    return MappingProxyType({row["code"]: State(**row) for row in rows})


@cache
def moves() -> tuple[Move, ...]:
    """Return every way between states."""
    return tuple(_move(row) for row in rules_table("pledges")["move"])


@cache
def author_roles() -> Mapping[str, str]:
    """Return the roles of authors with their words."""
    rows = rules_table("pledges")["author"]
    return MappingProxyType({row["code"]: row["label"] for row in rows})


@cache
def needs() -> Mapping[str, str]:
    """Return what a move may want first, by its code, in words."""
    found: dict[str, str] = rules_table("pledges")["needs"]
    return MappingProxyType(found)


@cache
def standard_text() -> StandardText:
    """Return the text that the program offers; it says everything that a pledge must say."""
    row = rules_table("pledges")["standard"]
    return StandardText(version=row["version"], since=row["since"], text=row["text"].strip())


def next_states(state: str) -> tuple[str, ...]:
    """Return the states into which one may be brought; none from a final one."""
    _state(state)
    return tuple(dict.fromkeys(move.to for move in moves() if state in move.sources))


def may_move(state: str, to: str, author: Author, met: Collection[str] = ()) -> Ruling:
    """Return whether an author may bring a pledge from one state into another.

    ``met`` are the needs that are there (``text``, ``signature`` …). Raises NotFound for a state or
    role that does not exist.
    """
    was, wanted = _state(state), _state(to)
    move = next((one for one in moves() if state in one.sources and one.to == to), None)
    if move is None:
        return _no_way(was, wanted)
    # The official's pledge is the official's own, federal or not.
    own = author.role == _OFFICIAL and _OFFICIAL in move.by
    if not own and (refusal := author_ruling(author, move.by)):
        return refusal
    missing = tuple(code for code in move.needs if code not in met)
    if missing:
        wanted_first = ", ".join(needs()[code] for code in missing)
        return Ruling(
            allowed=False,
            why=f"{wanted.label} needs {wanted_first}.",
            citation=move.citation,
            instead="Enter that first.",
            missing=missing,
        )
    return Ruling(allowed=True, why=move.reason, citation=move.citation)


def require_move(state: str, to: str, author: Author, met: Collection[str] = ()) -> None:
    """Raise Refused with reason and law when a pledge may not be brought into a state."""
    ruling = may_move(state, to, author, met)
    if not ruling.allowed:
        raise Refused(ruling.words)


def author_ruling(author: Author, by: Collection[str]) -> Ruling | None:
    """Return why somebody may not be the author of an act; None when they may.

    Federal officeholders, candidates and employees ask nobody for money and remind nobody.
    """
    if author.role not in author_roles():
        raise NotFound(f"There is no role “{author.role}”; choose one of {_list(author_roles())}.")
    if author.federal:
        return Ruling(
            allowed=False,
            why=f"{author.name or author_roles()[author.role].capitalize()} holds or seeks federal"
            " office, or works for the federal government, and may ask nobody for a contribution.",
            citation=FEDERAL_LAW,
            instead="Let a treasurer or officer do it who is no federal person.",
        )
    if author.role not in by:
        who = " or ".join(author_roles()[role] for role in by)
        return Ruling(
            allowed=False,
            why=f"Only {who} may do this, not {author_roles()[author.role]}.",
            citation="18 U.S.C. 601; 52 U.S.C. 30122",
            instead=f"Ask {who}.",
        )
    return None


def _no_way(was: State, wanted: State) -> Ruling:
    ways = ", ".join(states()[code].label for code in next_states(was.code))
    instead = f"From there it can become: {ways}." if ways else "Have a new pledge signed."
    return Ruling(
        allowed=False,
        why=f"“{was.label}” does not become “{wanted.label}”.",
        citation="Bliss v. Lawrence, 58 N.Y. 442 (1874)",
        instead=instead,
    )


def _state(code: str) -> State:
    found = states().get(code)
    if found is None:
        raise NotFound(f"A pledge has no state “{code}”; choose one of {_list(states())}.")
    return found


def _list(codes: Collection[str]) -> str:
    return ", ".join(codes)


def _move(row: Mapping[str, Any]) -> Move:
    return Move(
        sources=tuple(row["from"]),
        to=row["to"],
        by=tuple(row["by"]),
        needs=tuple(row.get("needs", ())),
        citation=row["citation"],
        reason=row["reason"],
    )
