"""What entities pay officials for work, and whether it may look like giving a gift back.

A stipend is pay for work that is done, or it makes the official's gift a gift in another's name
(52 U.S.C. 30122). Signs of that come from the entries of the entities that the user may see, and
are judged in ``rules.round_trip``.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.limit_person import LimitPerson, limit_person
from financedesk.ledger.register_kinds import refund_kinds
from financedesk.remittances.people import Official
from financedesk.remittances.receipts import payments_of
from financedesk.remittances.shelf import Kept, Shelf
from financedesk.rules.round_trip import (
    Contract,
    ContractRelease,
    Gift,
    History,
    Paid,
    Sign,
    alarm_words,
    round_trip,
)
from financedesk.rules.stipends import pay_kinds

item, link = tables.item, tables.person_link
TAX_FORMS = ("W-2", "1099-NEC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stipend:
    """A contract of an entity with an official for work, with what counsel said of it.

    ``keeper`` and ``reference`` say whose promise the official's is; ``pay`` is a kind of
    ``rules.stipends``. ``market_cents`` is what an hour of such work usually costs, by the
    evidence; the other two kinds of evidence are what a federal candidate's pay is judged by
    besides (11 CFR 113.1(g)(6)(iii)).
    """

    keeper: str
    reference: str
    pay: str = "wage"
    work: str
    monthly_cents: int
    monthly_minutes: int
    market_cents: int | None = None
    market_evidence: str = ""
    independent_evidence: str = ""
    services_evidence: str = ""
    tax_form: str
    contract_on: date
    from_date: date
    to_date: date | None = None
    released_by: str = ""
    released_on: date | None = None
    released_until: date | None = None


def alarms_of(
    connection: Connection,
    official: Kept[Official],
    pledged_on: date | None,
    visible: Collection[int],
    on: date,
    *,
    person: LimitPerson | None = None,
) -> tuple[str, ...]:
    """Return why pay and gifts of an official look as if they hung together, as sentences.

    Nothing is proposed as long as one of them stands; counsel's release of the contract settles it.
    ``person`` is who stands behind the official's card, where that was looked up.
    """
    return alarm_words(signs_of(connection, official, pledged_on, visible, on, person=person))


def signs_of(
    connection: Connection,
    official: Kept[Official],
    pledged_on: date | None,
    visible: Collection[int],
    on: date,
    *,
    person: LimitPerson | None = None,
) -> tuple[Sign, ...]:
    """Return every sign of that up to a day, with the law that it is looked at by."""
    known = {one.id: one for one in entities(connection) if one.id in visible}
    held = list(contracts_of(connection, official, known.values()))
    history = History(
        paid=tuple(payments_to(connection, official, known, held, person)),
        gifts=tuple(Gift(one.day, one.cents) for _, one in
                    payments_of(connection, [official.id]) if one.cents > 0),
        contracts=tuple(_contract(known, kept) for kept in held),
        releases=tuple(_releases(held)),
        pledged_on=pledged_on,
    )  # fmt: skip
    return round_trip(history, on)


def contracts_of(
    connection: Connection, official: Kept[Official], known: Iterable[EntityRow]
) -> Iterator[Kept[Stipend]]:
    """Yield the contracts that some entities have with an official."""
    own = select(tables.entity.c.code).where(tables.entity.c.id == official.entity_id)
    keeper = str(connection.execute(own).scalar())
    column = tables.stipend.c
    yield from STIPENDS.where(
        connection, column.entity_id.in_([one.id for one in known]), column.keeper == keeper,
        column.reference == official.fact.reference,
    )  # fmt: skip


def payments_to(
    connection: Connection,
    official: Kept[Official],
    known: dict[int, EntityRow],
    held: list[Kept[Stipend]],
    person: LimitPerson | None = None,
) -> Iterator[Paid]:
    """Yield what entities paid an official; what gives a contribution back is no pay."""
    persons = list((person or limit_person(connection, official.fact.card_id)).persons)
    linked = connection.execute(select(link.c.card_id).where(link.c.person_id.in_(persons)))
    query = (
        select(item.c.entity_id, item.c.item_date, item.c.cash_cents)
        .where(
            item.c.card_id.in_({*persons, *linked.scalars()}),
            # A sum keeps SQLite from walking all items of an entity to find those of a few cards.
            (item.c.entity_id + 0).in_(list(known)), item.c.cash_cents < 0,
            item.c.kind.not_in(refund_kinds()),
        )
        .order_by(item.c.item_date, item.c.id)
    )  # fmt: skip
    for row in connection.execute(query):
        day = date.fromisoformat(row.item_date)
        contract = _contract_on(held, row.entity_id, day)
        yield Paid(
            on=day, cents=-row.cash_cents, entity=known[row.entity_id].name,
            contract="" if contract is None else str(contract.id),
            minutes=0 if contract is None else contract.fact.monthly_minutes,
            pay="wage" if contract is None else contract.fact.pay,
        )  # fmt: skip


def _contract_on(held: list[Kept[Stipend]], entity_id: int, day: date) -> Kept[Stipend] | None:
    return next(
        (
            one
            for one in held
            if one.entity_id == entity_id
            and one.fact.from_date <= day <= (one.fact.to_date or date.max)
        ),
        None,
    )


def _contract(known: dict[int, EntityRow], kept: Kept[Stipend]) -> Contract:
    return Contract(
        key=str(kept.id), entity=known[kept.entity_id].name, signed_on=kept.fact.contract_on,
        monthly_cents=kept.fact.monthly_cents, monthly_minutes=kept.fact.monthly_minutes,
        market_cents=kept.fact.market_cents,
    )  # fmt: skip


def _releases(held: list[Kept[Stipend]]) -> Iterator[ContractRelease]:
    for kept in held:
        fact = kept.fact
        if fact.released_on is not None:
            yield ContractRelease(
                contract=str(kept.id), who=fact.released_by, decided_on=fact.released_on,
                monthly_cents=fact.monthly_cents, monthly_minutes=fact.monthly_minutes,
                until=fact.released_until,
            )  # fmt: skip


def _judge(_connection: Connection, _entity: int, fact: Stipend, _row: int) -> None:
    if fact.pay not in pay_kinds():
        raise BadInput(f"Pay is one of {', '.join(pay_kinds())}.")
    if not fact.work.strip():
        raise BadInput("Say what work the stipend is for; pay for no work is a gift.")
    if fact.monthly_cents <= 0 or fact.monthly_minutes <= 0:
        raise BadInput("A stipend is so much a month for so many hours; enter both.")
    if fact.tax_form not in TAX_FORMS:
        raise BadInput(f"Pay is reported to the tax office on one of {', '.join(TAX_FORMS)}.")
    if fact.to_date is not None and fact.to_date < fact.from_date:
        raise BadInput("The contract ends before it begins; correct the days.")
    if bool(fact.released_by) != (fact.released_on is not None):
        raise BadInput("A release by counsel has a name and a day; enter both.")


STIPENDS = Shelf(tables.stipend, Stipend, "stipend", _judge)
