"""Findings that somebody has answered: waived with a reason and initials, and by whom it is seen.

A waiver says of one finding that it is known and why it stays. It covers what was in question on
its day: when more is, the finding stands again. Undo takes it back like anything else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.finding import Finding
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.rules.checks import check_kind

waiver = tables.waiver

_Of = tuple[int, str, int | None, str]


@dataclass(frozen=True, slots=True)
class Waiver:
    """What was said of a finding; ``cents`` is what was in question then."""

    id: int
    entity_id: int
    rule: str
    card_id: int | None
    about: str
    cents: int
    reason: str
    initials: str
    waived_on: str

    def covers(self, finding: Finding) -> bool:
        """Whether it was said of this finding, and no more is in question by now."""
        own = (self.entity_id, self.rule, self.card_id, self.about)
        return own == _of(finding) and finding.cents <= self.cents


@dataclass(frozen=True, slots=True)
class Answered:
    """Findings that stand, and those that are waived beside what was said of them."""

    standing: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...]


def waive(unit: UnitOfWork, finding: Finding, *, reason: str, initials: str, day: str) -> int:
    """Note why a finding stays as it is; returns the waiver's id.

    Raises BadInput without a reason or initials, Refused where the law knows no waiver.
    """
    if not finding.kind.can_be_waived:
        raise Refused(
            f"{finding.kind.title} cannot be waived: {finding.kind.words} Put it right instead."
        )
    if not reason.strip() or not initials.strip():
        raise BadInput("A waiver needs its reason and the initials of whoever answers for it.")
    entity_id, rule, card_id, about = _of(finding)
    return unit.insert(waiver, {
        "entity_id": entity_id, "rule": rule, "card_id": card_id, "about": about,
        "cents": finding.cents, "reason": reason.strip(), "initials": initials.strip(),
        "waived_on": day,
    })  # fmt: skip


def withdraw(unit: UnitOfWork, waiver_id: int) -> None:
    """Take a waiver back: its finding stands again. Raises NotFound when it has gone."""
    if unit.connection.execute(select(waiver.c.id).where(waiver.c.id == waiver_id)).first() is None:
        raise NotFound("This waiver has gone; look at the findings again.")
    unit.delete(waiver, waiver_id)


def waivers(connection: Connection, entity_ids: Sequence[int]) -> tuple[Waiver, ...]:
    """Return the waivers of some entities, the oldest first."""
    query = select(waiver).where(waiver.c.entity_id.in_(entity_ids)).order_by(waiver.c.id)
    return tuple(Waiver(**row) for row in connection.execute(query).mappings())


def answered(findings: Iterable[Finding], given: Iterable[Waiver]) -> Answered:
    """Part findings into those that stand and those that a waiver covers, in their order."""
    kept: dict[_Of, list[Waiver]] = {}
    for one in given:
        kept.setdefault((one.entity_id, one.rule, one.card_id, one.about), []).append(one)
    standing: list[Finding] = []
    waived: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        covering = [one for one in kept.get(_of(finding), ()) if one.covers(finding)]
        if covering:
            waived.append((finding, covering[-1]))
        else:
            standing.append(finding)
    return Answered(tuple(standing), tuple(waived))


def _of(finding: Finding) -> _Of:
    """Return what tells a finding from all others, in words that an export keeps."""
    about = "" if finding.card_id is not None else finding.key
    return finding.entity_id, finding.rule, finding.card_id, about


def waiver_words(rule: str) -> str:
    """Return what a check's waiver is called in the journal."""
    return f"Waive “{check_kind(rule).title}”"
