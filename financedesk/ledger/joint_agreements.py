"""The written agreement of a joint fundraising committee: who takes which share, from which day.

A changed formula is a new version from a day on, and ends the one before it the day before; a
gift is shared out by the version of its own day. Law: 11 CFR 102.17(c)(1), (c)(6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from financedesk.book.rooms import Problem
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.attributions import standings
from financedesk.ledger.entities import EntityRow, entities, entity_by_id
from financedesk.rules.dates import parse_day
from financedesk.rules.joint_agreement import Taker, notes_on, require_lawful, require_written
from financedesk.rules.parties import recipient_of_body, statuses

agreement, share = tables.joint_agreement, tables.joint_share

JOINT = "jfc"
"""The kind of entity that keeps such an agreement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointShare:
    """One participant and its weight in the formula, a whole number.

    ``participant`` is the short name of an entity of the book, "" for a committee outside, of which
    ``name`` and ``committee_id`` tell. ``recipient`` is its class as a taker of money.
    """

    participant: str = ""
    name: str
    committee_id: str = ""
    recipient: str
    weight: int

    @property
    def key(self) -> str:
        """What tells it from the others of one agreement."""
        return self.participant or self.committee_id or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class JointTerms:
    """What an agreement says: its days as text ("" for an open end), its shares in their order.

    ``whole`` is what the weights add up to: 100, 10000, or 0 where they are parts of their sum.
    """

    from_date: str
    signed_on: str
    shares: tuple[JointShare, ...]
    whole: int = 0
    to_date: str = ""
    note: str = ""

    @property
    def total(self) -> int:
        """The sum of the weights, of which each is a part."""
        return sum(one.weight for one in self.shares)

    @property
    def takers(self) -> tuple[Taker, ...]:
        """The participants as the law asks for them."""
        return tuple(
            Taker(name=one.name, recipient=one.recipient, weight=one.weight) for one in self.shares
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be known of the participants, with the law."""
        return notes_on(self.takers)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointAgreement:
    """One version of an agreement as the book keeps it."""

    id: int
    entity_id: int
    terms: JointTerms

    def holds_on(self, day: date) -> bool:
        """Whether a gift of a day is shared out by it."""
        terms, text = self.terms, day.isoformat()
        return terms.from_date <= text <= (terms.to_date or "9999-12-31")


# --- reading


def agreements_of(connection: Connection, entity_id: int) -> tuple[JointAgreement, ...]:
    """Return every version of a joint committee's agreement, the oldest first."""
    query = select(agreement).where(agreement.c.entity_id == entity_id)
    rows = connection.execute(query.order_by(agreement.c.from_date)).all()
    return tuple(_read(connection, row) for row in rows)


def agreement_on(connection: Connection, entity_id: int, day: date) -> JointAgreement | None:
    """Return the version by which a gift of a day is shared out; None without one."""
    text = day.isoformat()
    query = select(agreement).where(
        agreement.c.entity_id == entity_id, agreement.c.from_date <= text,
        or_(agreement.c.to_date.is_(None), agreement.c.to_date >= text),
    )  # fmt: skip
    row = connection.execute(query).one_or_none()
    return None if row is None else _read(connection, row)


def _read(connection: Connection, row: Row[Any]) -> JointAgreement:
    query = select(share).where(share.c.agreement_id == row.id).order_by(share.c.place)
    shares = tuple(
        JointShare(
            participant=one.participant or "", name=one.name, committee_id=one.committee_id or "",
            recipient=one.recipient, weight=one.weight,
        )
        for one in connection.execute(query)
    )  # fmt: skip
    terms = JointTerms(
        from_date=row.from_date, to_date=row.to_date or "", signed_on=row.signed_on,
        whole=row.whole, note=row.note or "", shares=shares,
    )  # fmt: skip
    return JointAgreement(id=row.id, entity_id=row.entity_id, terms=terms)


def own_participant(known: Sequence[EntityRow], one: JointShare) -> EntityRow | None:
    """Return the entity of the book that a participant is: by short name, number or name."""
    named = (entity for entity in known if one.participant and entity.code == one.participant)
    numbered = (
        entity for entity in known if one.committee_id and entity.committee_id == one.committee_id
    )
    called = (entity for entity in known if entity.name.casefold() == one.name.casefold())
    return next(named, None) or next(numbered, None) or next(called, None)


def share_of_entity(connection: Connection, entity: EntityRow, weight: int, on: date) -> JointShare:
    """Return the share of an entity of the book, in the class in which it takes money on a day."""
    day = on.isoformat()
    held = (one.status for one in standings(connection, entity.id) if one.since <= day <= one.until)
    status = next(held, "")
    known = status if status in statuses() else ""
    return JointShare(
        participant=entity.code, name=entity.name, committee_id=entity.committee_id,
        recipient=recipient_of_body(entity.kind, status=known), weight=weight,
    )  # fmt: skip


# --- writing


def add_version(unit: UnitOfWork, entity_id: int, terms: JointTerms) -> int:
    """Keep an agreement, or a changed one from a day on, and return its number.

    The version before it ends the day before. Raises BadInput for shares that do not add up, for
    days out of order and a version that begins before the newest one; Refused for who may not
    take part, and for an entity that is no joint fundraising committee.
    """
    wanted = _checked(unit.connection, entity_id, terms)
    before = agreements_of(unit.connection, entity_id)
    if before and wanted.from_date <= before[-1].terms.from_date:
        raise BadInput(
            f"The newest version counts from {before[-1].terms.from_date}; a changed formula begins"
            " after that day. To put a slip right, open that version and correct it."
        )
    if before:
        _end_before(unit, before[-1], wanted.from_date)
    row_id = unit.insert(agreement, {"entity_id": entity_id, **_columns(wanted)})
    _write_shares(unit, entity_id, row_id, wanted)
    return row_id


def correct_version(unit: UnitOfWork, agreement_id: int, terms: JointTerms) -> None:
    """Let a version say what the paper says; raises what ``add_version`` raises."""
    row = unit.row(agreement, agreement_id)
    wanted = _checked(unit.connection, row["entity_id"], terms)
    others = [
        one for one in agreements_of(unit.connection, row["entity_id"]) if one.id != agreement_id
    ]
    last = wanted.to_date or "9999-12-31"
    for one in others:
        if one.terms.from_date <= last and wanted.from_date <= (one.terms.to_date or "9999-12-31"):
            raise BadInput(
                f"The version from {one.terms.from_date} counts on some of these days already; two"
                " formulas cannot hold on one day."
            )
    unit.update(agreement, agreement_id, _columns(wanted))
    _drop_shares(unit, agreement_id)
    _write_shares(unit, row["entity_id"], agreement_id, wanted)


def delete_version(unit: UnitOfWork, agreement_id: int) -> None:
    """Take a version away, as if it had never been written; the days before it stay as they are."""
    unit.row(agreement, agreement_id)
    _drop_shares(unit, agreement_id)
    unit.delete(agreement, agreement_id)


def _end_before(unit: UnitOfWork, before: JointAgreement, day: str) -> None:
    last = (parse_day(day) - timedelta(days=1)).isoformat()
    if not before.terms.to_date or before.terms.to_date > last:
        unit.update(agreement, before.id, {"to_date": last})


def _checked(connection: Connection, entity_id: int, terms: JointTerms) -> JointTerms:
    """Return the terms in their plain form, with the classes that own participants have."""
    entity = entity_by_id(connection, entity_id)
    if entity.kind != JOINT:
        raise Refused(
            f"{entity.name} is no joint fundraising committee; only one of those shares its"
            " receipts out by a written agreement (11 CFR 102.17)."
        )
    first, signed = parse_day(terms.from_date), parse_day(terms.signed_on)
    if terms.to_date and parse_day(terms.to_date) < first:
        raise BadInput("Its last day is before its first one.")
    require_written(signed.isoformat(), first.isoformat())
    known = entities(connection)
    shares = tuple(_plain(connection, known, one, first) for one in terms.shares)
    _require_once(entity, shares)
    found = replace(
        terms, shares=shares, note=" ".join(terms.note.split()), from_date=first.isoformat(),
        signed_on=signed.isoformat(),
        to_date=parse_day(terms.to_date).isoformat() if terms.to_date else "",
    )  # fmt: skip
    require_lawful(found.takers, found.whole)
    return found


def _plain(
    connection: Connection, known: Sequence[EntityRow], one: JointShare, on: date
) -> JointShare:
    own = own_participant(known, one)
    if own is not None:
        return share_of_entity(connection, own, one.weight, on)
    if one.participant:
        raise NotFound(f"There is no entity {one.participant} in this book.")
    name = " ".join(one.name.split())
    if not name:
        raise BadInput("Name every participant, as the agreement does.")
    return replace(one, name=name, committee_id=one.committee_id.strip().upper())


def _require_once(entity: EntityRow, shares: Sequence[JointShare]) -> None:
    keys = [one.key.casefold() for one in shares]
    twice = next((one for one in shares if keys.count(one.key.casefold()) > 1), None)
    if twice is not None:
        raise BadInput(f"{twice.name} is named twice; name each participant once.")
    if any(one.participant == entity.code for one in shares):
        raise BadInput(f"{entity.name} shares the proceeds out; it is no participant of its own.")


def _columns(terms: JointTerms) -> dict[str, Any]:
    return {
        "from_date": terms.from_date, "to_date": terms.to_date or None,
        "signed_on": terms.signed_on, "whole": terms.whole, "note": terms.note or None,
    }  # fmt: skip


def _write_shares(unit: UnitOfWork, entity_id: int, agreement_id: int, terms: JointTerms) -> None:
    for place, one in enumerate(terms.shares, start=1):
        unit.insert(
            share,
            {
                "entity_id": entity_id, "agreement_id": agreement_id, "place": place,
                "participant": one.participant or None, "name": one.name,
                "committee_id": one.committee_id or None, "recipient": one.recipient,
                "weight": one.weight,
            },
        )  # fmt: skip


def _drop_shares(unit: UnitOfWork, agreement_id: int) -> None:
    query = select(share.c.id).where(share.c.agreement_id == agreement_id)
    for row_id in list(unit.connection.execute(query).scalars()):
        unit.delete(share, row_id)


# --- proof


def verify(connection: Connection) -> Iterator[Problem]:
    """Yield agreements of which two hold on one day, or whose shares do not add up."""
    for owner in connection.execute(select(agreement.c.entity_id).distinct()).scalars().all():
        versions = agreements_of(connection, owner)
        for number, one in enumerate(versions):
            terms = one.terms
            if not terms.shares or (terms.whole and terms.total != terms.whole):
                sentence = f"The shares of joint agreement {one.id} do not add up."
                yield Problem("ledger", sentence, "joint_agreement", one.id)
            later = versions[number + 1].terms.from_date if number + 1 < len(versions) else ""
            if later and (terms.to_date or "9999-12-31") >= later:
                sentence = f"Joint agreement {one.id} and the one after it hold on one day."
                yield Problem("ledger", sentence, "joint_agreement", one.id)
