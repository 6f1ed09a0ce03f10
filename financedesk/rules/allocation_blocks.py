"""Who may not be given anything, and by which law: the matrix first, then facts about a recipient.

The verdict is that of ``rules.flows`` for every class of giver that the official is. Names of
refusals, and what the matrix leaves to facts, stand in ``resources/rules/remittances.toml``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from financedesk.rules.allocation_facts import (
    Leaf,
    Recipient,
    Release,
    Request,
    leaves_of,
)
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.data import rules_table
from financedesk.rules.flows import NEEDS, PROHIBITED, Verdict, may_give
from financedesk.rules.limits import Override

NO_CONSENT, POLICY = "NO_CONSENT", "POLICY"
STATE_UNKNOWN, STATE_PROHIBITED = "STATE_UNKNOWN", "STATE_PROHIBITED"
ROOM_UNKNOWN, FED_CEILING = "ROOM_UNKNOWN", "FED_NONFED"
_DECLARED = ("attestation", "written_terms", "accounting", "window")
_FEDERAL, _ORDINARY = "federal_officeholder", "state_officeholder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """A recipient that is given nothing: the code, why, the law, and what to do instead."""

    recipient: str
    name: str
    code: str
    why: str
    citation: str
    remedy: str = ""

    @property
    def words(self) -> str:
        """Return the refusal as sentences with the law in brackets."""
        return " ".join(filter(None, (f"{self.name}: {self.why}", self.remedy))) + (
            f" [{self.citation}]"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One fact about a recipient that closes it."""

    fact: str
    code: str
    recipients: tuple[str, ...]
    givers: tuple[str, ...]
    released: bool
    reason: str
    remedy: str
    citation: str
    confidence: str

    def is_for(self, givers: set[str]) -> bool:
        """Whether it closes for somebody who is these classes of giver."""
        return not self.givers or not givers.isdisjoint(self.givers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Under which code a verdict of the matrix is told, and what can be done instead of giving."""

    code: str
    remedy: str
    givers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    when: tuple[str, ...] = ()

    def fits(self, verdict: Verdict, when: str) -> bool:
        """Whether it names this refusal."""
        return (
            (not self.givers or verdict.giver in self.givers)
            and (not self.recipients or verdict.recipient in self.recipients)
            and (not self.when or when in self.when)
        )


@cache
def gates() -> tuple[Gate, ...]:
    """Return every gate in the order in which they are asked."""
    return tuple(_gate(row) for row in rules_table("remittances")["gate"])


@cache
def namings() -> tuple[Naming, ...]:
    """Return the names of refusals in the order in which they are asked."""
    rows = rules_table("remittances")["block"]
    return tuple(
        Naming(
            code=row["code"],
            remedy=row["remedy"],
            givers=tuple(row.get("givers", ())),
            recipients=tuple(row.get("recipients", ())),
            when=tuple(row.get("when", ())),
        )
        for row in rows
    )


class Judged(NamedTuple):
    """One recipient as law and facts judge it, before anybody looks at what is left of a limit.

    ``verdicts`` has one for every class of giver that the official is. ``by_state`` says that state
    law measures it, ``limited`` that a limit does.
    """

    leaf: Leaf
    verdicts: tuple[Verdict, ...]
    refusal: Blocked | None
    by_state: bool
    limited: bool


def judged(request: Request) -> tuple[Judged, ...]:
    """Return every recipient of a request, by tier and key, with what is against it."""
    return _judged(
        request.recipients, request.official.classes_on(request.on), request.on,
        request.overrides, request.policies, request.releases,
    )  # fmt: skip


# A dues run asks the same list for thousands of people: it is judged once for each kind of giver.
@lru_cache(maxsize=256)
def _judged(
    recipients: tuple[Recipient, ...],
    classes: tuple[str, ...],
    on: date,
    overrides: tuple[Override, ...],
    policies: tuple[str, ...],
    releases: tuple[Release, ...],
) -> tuple[Judged, ...]:
    found = []
    for leaf in leaves_of(recipients):
        one = leaf.recipient
        cell = (one.kind, on, one.office, one.special_account, overrides, policies)
        verdicts = tuple(_verdict(giver, *cell) for giver in classes)
        found.append(
            Judged(
                leaf=leaf,
                verdicts=verdicts,
                refusal=_refusal(leaf, verdicts, on, releases),
                by_state=_by_state_law(one.kind, on),
                limited=any(verdict.limited_by for verdict in verdicts),
            )
        )
    return tuple(found)


def lacking_room(one: Judged, rooms: Sequence[Allowance]) -> Blocked | None:
    """Return why a recipient that law and facts allow is given nothing for want of a known room.

    A limit that nobody has measured is no room without end: what is left of it must be known.
    """
    if one.by_state:
        return _by_state(one, rooms)
    if one.limited and not rooms:
        return Blocked(
            recipient=one.leaf.recipient.key,
            name=one.leaf.recipient.name,
            code=ROOM_UNKNOWN,
            why="There is a limit, and what is left of it is not known here.",
            remedy="Ask who keeps the books of that entity, or leave it out.",
            citation=one.verdicts[0].citation,
        )
    return None


def _refusal(
    leaf: Leaf, verdicts: tuple[Verdict, ...], on: date, releases: tuple[Release, ...]
) -> Blocked | None:
    """Return what law and facts have against a recipient, the gravest reason first."""
    one = leaf.recipient
    if not one.consented:
        return Blocked(
            recipient=one.key,
            name=one.name,
            code=NO_CONSENT,
            why="The official’s pledge does not name it.",
            remedy="Ask the official, who alone decides where the money goes.",
            citation="52 U.S.C. 30122; 11 CFR 110.4(b)",
        )
    for verdict in verdicts:
        if verdict.verdict == PROHIBITED:
            return _refused(one, verdict, PROHIBITED)
    if closed := _closed(leaf, {verdict.giver for verdict in verdicts}, on, releases):
        return closed
    for verdict in verdicts:
        if verdict.needs == "counsel" or (verdict.needs in _DECLARED and not one.declared):
            return _refused(one, verdict, verdict.needs)
    return None


def _closed(
    leaf: Leaf, givers: set[str], on: date, releases: tuple[Release, ...]
) -> Blocked | None:
    """Return the gate that a fact about the recipient closes, unless counsel opened it."""
    one = leaf.recipient
    keys = {one.key, leaf.payee.key}
    for gate in gates():
        fact = getattr(one, gate.fact)
        if not fact or one.kind not in gate.recipients or not gate.is_for(givers):
            continue
        lifts = (word.opens(gate.code, key, on) for word in releases for key in keys)
        if gate.released and any(lifts):
            continue
        return Blocked(
            recipient=one.key,
            name=one.name,
            code=gate.code,
            why=gate.reason.format(fact=fact),
            remedy=gate.remedy,
            citation=gate.citation,
        )
    return None


def _by_state(one: Judged, rooms: Sequence[Allowance]) -> Blocked | None:
    """Return what state law has against it: no entry, a ban, no amount for federal people."""
    mine, verdict = one.leaf.recipient, one.verdicts[0]
    if not rooms:
        return _refused(mine, verdict, "state_law", code=STATE_UNKNOWN)
    if any(room.cap_cents == 0 for room in rooms):
        return _refused(mine, verdict, "state_law", code=STATE_PROHIBITED)
    if all(room.cap_cents is None for room in rooms):
        federal = next((found for found in one.verdicts if found.giver == _FEDERAL), None)
        if federal is not None:
            return _refused(mine, federal, "counsel", code=FED_CEILING)
    return None


_STATE_WORDS = {
    STATE_UNKNOWN: (
        "Nobody has entered what state law allows here.",
        "Enter the state’s limit, or have counsel say that there is none.",
    ),
    STATE_PROHIBITED: ("State law lets this giver give nothing here.", "Choose another recipient."),
    FED_CEILING: (
        "Federal officeholders and candidates give here what the Act allows, and no amount is set.",
        "Have counsel enter the federal amount that holds.",
    ),
}


def _refused(one: Recipient, verdict: Verdict, when: str, *, code: str = "") -> Blocked:
    """Return the matrix's refusal under its name.

    The matrix's own remedy is for money that came; here none has been given yet.
    """
    if code:
        why, remedy = _STATE_WORDS[code]
    else:
        naming = next(row for row in namings() if row.fits(verdict, when))
        why, remedy = verdict.reason, naming.remedy
        if verdict.needs:
            why = f"{why} {NEEDS[verdict.needs]}: {verdict.condition}"
        code = POLICY if verdict.policy else naming.code
    return Blocked(
        recipient=one.key,
        name=one.name,
        code=code,
        why=why,
        remedy=remedy,
        citation=verdict.citation,
    )


@lru_cache(maxsize=4096)
def _verdict(
    giver: str, kind: str, on: date, office: str, account: str,
    overrides: tuple[Override, ...], policies: tuple[str, ...],
) -> Verdict:  # fmt: skip
    """Return one cell of the matrix."""
    return may_give(
        giver, kind, on, office=office, account=account, overrides=overrides,
        policies_taken=policies,
    )  # fmt: skip


@lru_cache(maxsize=256)
def _by_state_law(kind: str, on: date) -> bool:
    """Whether state law measures what this class takes: the matrix says so of state officials."""
    return may_give(_ORDINARY, kind, on).needs == "state_law"


def _gate(row: Mapping[str, Any]) -> Gate:
    lists = {name: tuple(row.get(name, ())) for name in ("givers", "recipients")}
    return Gate(**{**row, **lists})
