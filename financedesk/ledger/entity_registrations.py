"""The dated facts beside an entity: its FEC registration, its status there, its limit group."""

from datetime import date, timedelta

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Locked
from financedesk.ledger import tables
from financedesk.ledger.entities import write_registration
from financedesk.ledger.entity_standing import LIMIT_GROUP, DatedFact, add_fact, facts_of
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.ledger.organisation import NewRegistration
from financedesk.ledger.organisation_tree import RegistrationRow, registrations


def _newest_fec(connection: Connection, entity_id: int) -> RegistrationRow | None:
    own = registrations(connection, [entity_id]).get(entity_id, [])
    return next((one for one in reversed(own) if one.authority == "FEC"), None)


def register(unit: UnitOfWork, entity_id: int, committee_id: str, filing: str) -> None:
    """Keep the FEC registration as it was typed.

    Raises Locked for another id than the one that finalised filings name.
    """
    current = _newest_fec(unit.connection, entity_id)
    if current is None:
        if committee_id:
            new = NewRegistration(
                authority="FEC", identifier=committee_id, filing=filing or None,
            )  # fmt: skip
            write_registration(unit, entity_id, new)
        return
    if committee_id != current.identifier:
        _refuse_filed(unit.connection, current)
    if not committee_id:
        unit.delete(tables.registration, current.id)
        return
    changes = {"identifier": committee_id, "filing": filing or None}
    unit.update(tables.registration, current.id, changes)


def _refuse_filed(connection: Connection, current: RegistrationRow) -> None:
    column = tables.filing.c
    query = (
        select(column.id)
        .where(column.entity_id == current.entity_id, column.state.in_(LOCKING_STATES))
        .limit(1)
    )
    if connection.execute(query).first() is not None:
        raise Locked(
            f"{current.identifier} stands in a report that is final; reopen or amend that report"
            " before you change the id."
        )


def set_qualified(unit: UnitOfWork, entity_id: int, since: str) -> None:
    """Date the multicandidate status, or take it away when ``since`` is empty.

    The registration that stood before it ends on the day before (52 U.S.C. 30116(a)(4)).
    """
    current = _newest_fec(unit.connection, entity_id)
    if current is None or (current.qualified and current.from_date == since):
        return
    if not since:
        unit.update(tables.registration, current.id, {"qualified": 0})
    elif current.qualified or current.from_date >= since:
        unit.update(tables.registration, current.id, {"qualified": 1, "from_date": since})
    else:
        _split_registration(unit, current, since)


def _split_registration(unit: UnitOfWork, current: RegistrationRow, since: str) -> None:
    before = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
    unit.update(tables.registration, current.id, {"to_date": before})
    write_registration(
        unit,
        current.entity_id,
        NewRegistration(
            authority=current.authority, identifier=current.identifier,
            filing=current.filing or None, qualified=True, from_date=since,
        ),
    )  # fmt: skip


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def set_limit_group(unit: UnitOfWork, entity_id: int, wanted: str) -> None:
    """Name the group whose members share one limit (11 CFR 110.3(a)); empty leaves it.

    A membership that had ended is followed from the next day on. Raises BadInput for leaving a
    dated one: it was true for a while, and ends on a day.
    """
    rows = facts_of(unit.connection, LIMIT_GROUP, entity_id)
    current = next((one for one in reversed(rows) if not one.fact.to_date), None)
    if current is None:
        if wanted:
            ended = max((one.fact.to_date for one in rows), default="")
            since = _day_after(ended) if ended else ""
            fact = DatedFact(word=wanted, from_date=since)
            add_fact(unit, LIMIT_GROUP, entity_id, fact)
    elif not wanted and current.fact.from_date:
        raise BadInput(
            f"It shares the limits of “{current.fact.word}” since {current.fact.from_date}; end"
            " that on its last day, under Status in law."
        )
    elif not wanted:
        unit.delete(tables.limit_group_member, current.id)
    else:
        unit.update(tables.limit_group_member, current.id, {"limit_group": wanted})
