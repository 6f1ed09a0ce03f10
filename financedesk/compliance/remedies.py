"""What may be done about a finding, as values, and the one way to do it.

What is an act of the books is done here in one unit of work, so that undo takes it back and the
finding returns; what is not (a report to file, a bank to close) names the page where it is done.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.finding import Finding
from financedesk.compliance.remedy import Act, Asked, Given, Remedy
from financedesk.compliance.remedy_gifts import GIFT_ACTS
from financedesk.compliance.remedy_holds import HOLD_ACTS
from financedesk.compliance.remedy_notes import NOTE_ACTS
from financedesk.errors import NotFound, Refused
from financedesk.rules.checks import remedy_words
from financedesk.rules.remedy_acts import WAIVE, RemedyAct, acts_for, remedy_acts

ACTS: Mapping[str, Act] = {**GIFT_ACTS, **HOLD_ACTS, **NOTE_ACTS}
"""How each act of ``rules.remedy_acts`` is offered and done, by its code."""


def remedies_of(
    connection: Connection, finding: Finding, today: date, visible: Collection[int] = ()
) -> tuple[Remedy, ...]:
    """Return what may be done about a finding, the usual first; a closed way says why.

    ``visible`` are further entities that the user may see: of a joint fundraiser's participants
    behind a wall only whether their share fits is told.
    """
    asked = Asked(connection=connection, finding=finding, today=today, visible=tuple(visible))
    found: dict[str, Remedy] = {}
    for code in finding.kind.remedies:
        for one in _remedies(asked, code):
            found.setdefault(one.code, one)
    waiver = _offered(asked, remedy_acts()[WAIVE])
    return (*found.values(), *(() if waiver is None else (waiver,)))


def put_right(
    unit: UnitOfWork, finding: Finding, code: str, given: Given, today: date,
    visible: Collection[int] = (),
) -> None:  # fmt: skip
    """Do one of the acts of ``remedies_of`` within a unit of work.

    Raises NotFound for what is no act, Refused with the reason where it is not open for this
    finding, and whatever the act itself raises for what it is given (BadInput, Walled, Locked).
    """
    known = remedy_acts().get(code)
    if known is None:
        raise NotFound(f"There is no act “{code}”; choose one of {', '.join(remedy_acts())}.")
    asked = Asked(connection=unit.connection, finding=finding, today=today, visible=tuple(visible))
    offered = next(
        (one for one in remedies_of(unit.connection, finding, today, visible) if one.code == code),
        None,
    )
    if offered is None or offered.why_not:
        why = "" if offered is None else offered.why_not
        raise Refused(why or f"“{known.title}” puts nothing right here: look at the finding again.")
    ACTS[code].do(unit, asked, given)


def _remedies(asked: Asked, code: str) -> Iterator[Remedy]:
    """Yield the acts that a remedy stands for; without any it is done elsewhere."""
    acts = acts_for(asked.finding.kind, code)
    offered = [one for act in acts if (one := _offered(asked, act)) is not None]
    yield from offered
    if not offered:
        words = remedy_words()[code]
        yield Remedy(code=code, title=words.rstrip("."), words=words, is_act=False)


def _offered(asked: Asked, act: RemedyAct) -> Remedy | None:
    opening = ACTS[act.code].offer(asked)
    if opening is None:
        return None
    asks = tuple(one for one in act.asks if one not in opening.without)
    return Remedy(
        code=act.code, title=act.title, words=opening.words or act.words, asks=asks,
        cents=opening.cents, by=opening.by, why_not=opening.why_not, note=opening.note,
        item_ids=opening.item_ids, entity_ids=opening.entity_ids,
        citation=opening.citation or act.citation or asked.finding.citation,
    )  # fmt: skip
