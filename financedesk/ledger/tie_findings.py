"""Ties of independent bodies to parties and candidates that nobody has answered yet.

The books show signs (``independence_signs``); whether one matters somebody must write down. A sign
is answered when the body's independence file names it under its topic, for or against.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.ledger.entities import entities
from financedesk.ledger.independence import IndependenceRow, independence_file
from financedesk.ledger.independence_signs import CONTROL, MONEY, STAFF, VENDORS, Sign, signs_of
from financedesk.ledger.names import folded
from financedesk.rules.independence import keeps_file, topic
from financedesk.rules.money import format_cents

_REMEDY: Mapping[str, str] = {
    VENDORS: "Enter what the firm did for whom, and whether a written firewall stood, in the"
    " independence file; else give the work to somebody else until then.",
    STAFF: "Enter what the person did for whom and until when, and whether a written firewall"
    " stood, in the independence file; else keep the person off its advertising until then.",
    MONEY: "Enter what the money was for in the independence file; a body that a party finances"
    " comes under the party’s own rules.",
    CONTROL: "Enter who decides in the independence file and ask counsel: a body that a party"
    " controls may take only money that the party may take.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tie:
    """A sign that nobody has answered, in whose file it belongs, and what to do by what law."""

    entity_id: int
    sign: Sign
    remedy: str
    citation: str

    @property
    def words(self) -> str:
        """Return the tie as a sentence."""
        return tie_words(self.sign)


def tie_words(sign: Sign) -> str:
    """Return what the books show, and until when it would count, as a sentence."""
    if sign.how:
        return f"{sign.entity} {sign.how}."
    if sign.payee:
        staff = ", one of the two as staff" if sign.topic == STAFF else ""
        words = f"{sign.payee} was also paid by {sign.entity} on {sign.last}{staff}"
    else:
        cents = format_cents(sign.cents, symbol=True)
        words = f"{cents} came from {sign.entity}, last on {sign.last}"
    return f"{words}." if sign.until is None else f"{words}; it counts until {sign.until}."


def open_ties(
    connection: Connection, entity_ids: Collection[int], visible: Collection[int], on: date
) -> Iterator[Tie]:
    """Yield the unanswered ties of those of these entities that must be independent, on a day.

    ``visible`` are the entities that the user may see: only their books are looked through.
    """
    for entity in entities(connection):
        if entity.id not in entity_ids or not keeps_file(entity.kind) or entity.closed_on:
            continue
        signs = [one for one in signs_of(connection, entity.id, visible, on) if _counts(one, on)]
        rows = independence_file(connection, entity.id, on).rows if signs else ()
        for sign in signs:
            if not any(_answers(row, sign) for row in rows):
                law = topic(sign.topic).citation
                yield Tie(entity.id, sign, _REMEDY[sign.topic], law)


def _counts(sign: Sign, on: date) -> bool:
    return sign.until is None or on <= sign.until


def _answers(row: IndependenceRow, sign: Sign) -> bool:
    facts = row.facts
    said = folded(f"{facts.facts} {facts.concerning} {facts.source} {facts.note}")
    return facts.topic == sign.topic and folded(sign.name) in said
