"""Everything about one official on a day: what the official's own page shows, in one read.

What an official gave to entities that the user may not see is nowhere in it: neither a payment nor
the amount of a line. That a due was cleared is the promise's own matter and is told.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from financedesk.ledger.entities import EntityRow, entities, entity_by_id
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.instructions import (
    INSTRUCTIONS,
    LINES,
    Instruction,
    InstructionLine,
)
from financedesk.remittances.official_year import (
    OfficialYear,
    Payment,
    official_year,
    payments_in_view,
)
from financedesk.remittances.pay import FAMILIES, SLIPS, FamilyState, PaySlip
from financedesk.remittances.people import (
    BELONGINGS,
    CANDIDACIES,
    OFFICES,
    TERMS,
    Belonging,
    FederalCandidacy,
    OfficeTerm,
    Official,
    PublicOffice,
    official_in_view,
)
from financedesk.remittances.pledges import (
    PLEDGES,
    RECIPIENTS,
    STEPS,
    Pledge,
    PledgeRecipient,
    PledgeStep,
    state_of,
)
from financedesk.remittances.schedules import SCHEDULES, ScheduleVersion
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import DECLARED, WAIVERS, Attestation, Waiver, lacking
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.dues import Gap
from financedesk.rules.dues_standing import Settled
from financedesk.rules.thresholds import years_later


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOffice:
    """A term with its office and what it pays, the newest slip first."""

    term: Kept[OfficeTerm]
    office: Kept[PublicOffice]
    slips: tuple[Kept[PaySlip], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgeDetail:
    """A pledge with its steps in their order, its recipients by tier, and its schedule today.

    ``schedule`` is None where no version of it holds on the day.
    """

    pledge: Kept[Pledge]
    state: str
    steps: tuple[Kept[PledgeStep], ...]
    recipients: tuple[Kept[PledgeRecipient], ...]
    schedule: Kept[ScheduleVersion] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Something that the official declares: its words and law, and the newest declaration of it.

    ``holds_until`` is its last day; both days are None where it was never made.
    """

    code: str
    text: str
    law: str
    newest: Kept[Attestation] | None
    holds_until: date | None
    missing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """One line of a month's due in cents, with the steps that made it."""

    kind: str
    office: str
    line: str
    cents: int
    corrects: date | None
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDue:
    """A month's due of one kind: how it stands, how old it is, and the lines that it is made of."""

    settled: Settled
    age: str
    lines: tuple[DueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InstructionDetail:
    """An instruction with the lines that the user may see; ``hidden`` counts the others."""

    instruction: Kept[Instruction]
    lines: tuple[InstructionLine, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialDetail:
    """One official as of ``today``.

    ``months`` are those of the year asked for, ``begun`` all that have begun, both the oldest
    first. ``payments`` are those to entities in view. Other lists begin with the newest.
    """

    official: Kept[Official]
    name: str
    keeper: EntityRow
    today: date
    offices: tuple[HeldOffice, ...]
    candidacies: tuple[Kept[FederalCandidacy], ...]
    families: tuple[Kept[FamilyState], ...]
    units: tuple[Kept[Belonging], ...]
    declarations: tuple[Declaration, ...]
    pledges: tuple[PledgeDetail, ...]
    waivers: tuple[Kept[Waiver], ...]
    instructions: tuple[InstructionDetail, ...]
    dues: OfficialDues
    begun: tuple[MonthDue, ...]
    months: tuple[MonthDue, ...]
    payments: tuple[Payment, ...]
    year: OfficialYear

    @property
    def pledge(self) -> PledgeDetail | None:
        """The newest pledge; None without any."""
        return self.pledges[0] if self.pledges else None

    @property
    def newest(self) -> MonthDue | None:
        """The due of the last month that has begun."""
        return self.begun[-1] if self.begun else None

    @property
    def open_cents(self) -> int:
        """What is open of everything that falls due by the end of this month."""
        return sum(one.settled.open_cents for one in self.begun)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing to compute dues, with its days."""
        return self.dues.run.gaps

    def holds_on(self, day: date) -> tuple[HeldOffice, ...]:
        """Return the offices that are held on a day."""
        return tuple(
            one
            for one in self.offices
            if one.term.fact.from_date <= day <= (one.term.fact.to_date or date.max)
        )


def official_detail(
    connection: Connection,
    official_id: int,
    visible: Collection[int],
    today: date,
    year: int,
) -> OfficialDetail:
    """Return everything about an official; raises NotFound, and BadInput for facts that clash.

    ``visible`` are the entities that the user may see.
    """
    official = official_in_view(connection, official_id, visible)
    whose = {"official_id": official_id}
    (dues,) = dues_of(
        connection, official.entity_id, date(max(year, today.year), 12, 1), on=today,
        official_ids=[official_id],
    )  # fmt: skip
    months = tuple(_months(dues, today))
    payments = payments_in_view(connection, official, visible)
    return OfficialDetail(
        official=official,
        name=dues.name,
        keeper=entity_by_id(connection, official.entity_id),
        today=today,
        offices=tuple(_offices(connection, official)),
        candidacies=_newest(CANDIDACIES.of(connection, official.entity_id, **whose)),
        families=_newest(FAMILIES.of(connection, official.entity_id, **whose)),
        units=tuple(BELONGINGS.of(connection, official.entity_id, **whose)),
        declarations=tuple(_declarations(connection, official, today)),
        pledges=tuple(_pledges(connection, official, today)),
        waivers=tuple(reversed(WAIVERS.of(connection, official.entity_id, **whose))),
        instructions=tuple(_instructions(connection, official, visible)),
        dues=dues,
        months=tuple(one for one in months if one.settled.month.year == year),
        begun=tuple(one for one in months if one.settled.month <= today),
        payments=tuple(payments),
        year=official_year(connection, official, payments, visible, today, year),
    )


def _offices(connection: Connection, official: Kept[Official]) -> Iterator[HeldOffice]:
    held = {one.id: one for one in OFFICES.of(connection, official.entity_id)}
    terms = TERMS.of(connection, official.entity_id, official_id=official.id)
    ids = [one.id for one in terms]
    slips = SLIPS.of(connection, official.entity_id, office_term_id=ids)
    for term in sorted(terms, key=lambda one: one.fact.from_date, reverse=True):
        mine = [one for one in slips if one.fact.office_term_id == term.id]
        yield HeldOffice(
            term=term, office=held[term.fact.public_office_id], slips=_newest(mine)
        )  # fmt: skip


def _declarations(
    connection: Connection, official: Kept[Official], today: date
) -> Iterator[Declaration]:
    made = DECLARED.of(connection, official.entity_id, official_id=official.id)
    newest = {one.fact.kind: one for one in sorted(made, key=lambda one: one.fact.on_date)}
    gone = set(lacking({kind: one.fact.on_date for kind, one in newest.items()}, today))
    for code, wanted in attestations().items():
        last = newest.get(code)
        until = None if last is None else years_later(last.fact.on_date, wanted.years)
        yield Declaration(
            code=code, text=wanted.text, law=wanted.citation, newest=last, holds_until=until,
            missing=code in gone,
        )  # fmt: skip


def _pledges(connection: Connection, official: Kept[Official], today: date) -> list[PledgeDetail]:
    held = PLEDGES.of(connection, official.entity_id, official_id=official.id)
    ordered = sorted(held, key=lambda one: (one.fact.from_date, one.id), reverse=True)
    return [_pledge(connection, one, today) for one in ordered]


def _pledge(connection: Connection, kept: Kept[Pledge], today: date) -> PledgeDetail:
    steps = STEPS.of(connection, kept.entity_id, pledge_id=kept.id)
    ordered = sorted(steps, key=lambda one: one.fact.on_date)
    recipients = RECIPIENTS.of(connection, kept.entity_id, pledge_id=kept.id)
    versions = SCHEDULES.of(connection, kept.entity_id, code=kept.fact.schedule_code)
    begun = [one for one in versions if one.fact.from_date <= today] or versions
    newest = max(begun, key=lambda one: one.fact.from_date, default=None)
    return PledgeDetail(
        pledge=kept,
        state=state_of([one.fact for one in steps]),
        steps=tuple(ordered),
        recipients=tuple(sorted(recipients, key=lambda one: (one.fact.tier, one.id))),
        schedule=newest,
    )


def _instructions(
    connection: Connection, official: Kept[Official], visible: Collection[int]
) -> Iterator[InstructionDetail]:
    seen = {one.code for one in entities(connection) if one.id in visible}
    held = INSTRUCTIONS.of(connection, official.entity_id, official_id=official.id)
    ids = [one.id for one in held]
    lines = LINES.of(connection, official.entity_id, remittance_instruction_id=ids)
    for kept in sorted(held, key=lambda one: one.fact.period, reverse=True):
        mine = [one.fact for one in lines if one.fact.remittance_instruction_id == kept.id]
        shown = tuple(one for one in mine if one.recipient in seen)
        yield InstructionDetail(instruction=kept, lines=shown, hidden=len(mine) - len(shown))


def _months(dues: OfficialDues, today: date) -> Iterator[MonthDue]:
    """Yield every month that asks for something, or gives something back, the oldest first."""
    for one in dues.standing.months:
        lines = tuple(
            DueLine(
                kind=due.kind, office=due.office, line=due.line, cents=due.cents,
                corrects=due.corrects, steps=due.formula.steps,
            )
            for due in dues.run.of(one.month)
            if due.kind == one.kind
        )  # fmt: skip
        yield MonthDue(settled=one, age=one.age(today), lines=lines)


class _Begun(Protocol):
    @property
    def from_date(self) -> date:
        """The day from which it holds."""


_Dated = TypeVar("_Dated", bound=_Begun)


def _newest(rows: list[Kept[_Dated]]) -> tuple[Kept[_Dated], ...]:
    return tuple(sorted(rows, key=lambda one: (one.fact.from_date, one.id), reverse=True))
