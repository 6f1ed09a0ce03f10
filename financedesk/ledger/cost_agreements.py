"""Written agreements by which two entities share costs: who bears them, who owes what share.

What the law does not let the two share is refused with its citation. The entity that owes is kept
by its short name (``tables_sharing``); ``follow_code`` keeps up with one that is renamed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, HasDependents, NotFound, Walled
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entities
from financedesk.rules.cost_sharing import (
    ADVANCE,
    AGREEMENT,
    ARREARS,
    FAIR_VALUE,
    FIXED,
    TIME,
    USUAL_CLOCK,
    WHOLE_POINTS,
    CostTerms,
    bases,
    cost_terms,
    most_agreed_days,
    what_is_shared,
)
from financedesk.rules.passages import Holder

agreement, invoice = tables.cost_agreement, tables.cost_invoice
# Where an entity stands by its short name.
_NAMED = ((agreement, "debtor"), (invoice, "debtor"), (tables.cost_hours, "worked_for"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CostParties:
    """Who bears a cost, who owes a share of it, and of whose accounts' money each is.

    ``debtor`` is an entity's short name; the kinds of account are those of ``entities.toml``.
    """

    entity_id: int
    account_kind: str
    debtor: str
    debtor_account_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """An agreement as it was typed; days ``YYYY-MM-DD``, ``to_date`` "" without an end.

    ``share_points`` is a fixed share in hundredths of a per cent; ``settle_days`` how many days an
    invoice gives, where the law names no number; ``fair_value`` how the normal charge is known.
    """

    parties: CostParties
    title: str
    what: str
    basis: str
    signed_on: str
    from_date: str
    to_date: str = ""
    share_points: int | None = None
    settle_days: int | None = None
    fair_value: str = ""
    signed_by: str = ""

    def holds(self, first: str, last: str) -> bool:
        """Whether it holds from one day to another."""
        return self.from_date <= first and (not self.to_date or last <= self.to_date)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement with its number; ``terms`` are those of its first day."""

    id: int
    facts: AgreementFacts
    terms: CostTerms


# --- reading


def agreements(connection: Connection, entity_ids: Collection[int]) -> tuple[Agreement, ...]:
    """Return the agreements in which these entities bear or owe, the newest first."""
    known = {one.id: one for one in entities(connection)}
    codes = [one.code for one in known.values() if one.id in entity_ids]
    column = agreement.c
    query = (
        select(agreement)
        .where(or_(column.entity_id.in_(entity_ids), column.debtor.in_(codes)))
        .order_by(column.signed_on.desc(), column.id.desc())
    )
    reader = TermsReader(connection)
    return tuple(_agreement(reader, row) for row in connection.execute(query).mappings().all())


def agreement_by_id(connection: Connection, agreement_id: int) -> Agreement:
    """Return one agreement; raises NotFound."""
    query = select(agreement).where(agreement.c.id == agreement_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound("This agreement is no longer in the book.")
    return _agreement(TermsReader(connection), row)


class TermsReader:
    """Tells on what terms entities of the book share costs; they are read once for many rows."""

    def __init__(self, connection: Connection) -> None:
        known = entities(connection)
        self.by_id = {one.id: one for one in known}
        self.by_code = {one.code: one for one in known}

    def required(self, parties: CostParties, day: str) -> CostTerms:
        """Return the terms between two entities of the book on a day.

        Raises NotFound for an entity that is not in it, BadInput for one entity on both sides: its
        own accounts share by Schedules H3 and H5.
        """
        bearer, debtor = self.by_id.get(parties.entity_id), self.by_code.get(parties.debtor)
        if bearer is None or debtor is None:
            raise NotFound(f"There is no entity “{parties.debtor}” in this book any more.")
        if debtor.id == bearer.id:
            raise BadInput(
                "Both sides are one entity: its own accounts share costs by Schedules H3 and H5,"
                " under Disbursements and transfers. Choose another entity."
            )
        return cost_terms(
            Holder(bearer.kind, parties.account_kind),
            Holder(debtor.kind, parties.debtor_account_kind),
            date.fromisoformat(day),
            connected=is_connected(bearer, debtor),
        )

    def known(self, parties: CostParties, day: str) -> CostTerms:
        """Return the terms of what stands in the book; of a side that is not in it, the usual."""
        if parties.entity_id in self.by_id and parties.debtor in self.by_code:
            return self.required(parties, day)
        return CostTerms(
            bearer="", debtor="", terms=ARREARS, clock=USUAL_CLOCK,
            may=frozenset(what_is_shared()), needs=frozenset(),
            says="The other entity is not in this book.", instead="", citation="11 CFR 100.52(d)",
            confidence="knowledge",
        )  # fmt: skip


def terms_of_parties(connection: Connection, parties: CostParties, day: str) -> CostTerms:
    """Return on what terms two entities may share a cost; raises as ``TermsReader.required``."""
    return TermsReader(connection).required(parties, day)


def is_connected(bearer: EntityRow, debtor: EntityRow) -> bool:
    """Whether the debtor is the bearer's own separate segregated fund (52 U.S.C. 30118(b)(2))."""
    return debtor.kind == "ssf" and debtor.parent_id == bearer.id


def entity_by_code(connection: Connection, code: str) -> EntityRow | None:
    """Return the entity with a short name; None where the book, or the reader, has none."""
    return next((one for one in entities(connection) if one.code == code), None)


def refuse(terms: CostTerms) -> None:
    """Raise Walled for what may not be shared, with its law and what to do instead."""
    raise Walled(terms.words, citation=terms.citation, remedy=terms.instead)


def _agreement(reader: TermsReader, row: RowMapping) -> Agreement:
    facts = AgreementFacts(
        parties=parties_of(row), title=row["title"], what=row["what"], basis=row["basis"],
        signed_on=row["signed_on"], from_date=row["from_date"], to_date=row["to_date"] or "",
        share_points=row["share_points"], settle_days=row["settle_days"],
        fair_value=row["fair_value"] or "", signed_by=row["signed_by"] or "",
    )  # fmt: skip
    terms = reader.known(facts.parties, facts.from_date)
    return Agreement(id=row["id"], facts=facts, terms=terms)


def parties_of(row: RowMapping) -> CostParties:
    """Return whose row an agreement or invoice is."""
    return CostParties(
        entity_id=row["entity_id"], account_kind=row["account_kind"], debtor=row["debtor"],
        debtor_account_kind=row["debtor_account_kind"],
    )  # fmt: skip


# --- writing


def add_agreement(unit: UnitOfWork, facts: AgreementFacts) -> int:
    """Keep an agreement and return its number.

    Raises Walled for a cost that the two may not share, BadInput for what is missing.
    """
    _check(unit.connection, facts)
    return unit.insert(agreement, _values(facts))


def edit_agreement(unit: UnitOfWork, agreement_id: int, facts: AgreementFacts) -> None:
    """Correct an agreement; raises as ``add_agreement``, and NotFound.

    Whose it is stays while an invoice rests on it (HasDependents).
    """
    before = agreement_by_id(unit.connection, agreement_id)
    _check(unit.connection, facts)
    if facts.parties != before.facts.parties:
        _require_unused(unit.connection, agreement_id, "its two sides stay as they are")
    unit.update(agreement, agreement_id, _values(facts))


def delete_agreement(unit: UnitOfWork, agreement_id: int) -> None:
    """Take away an agreement that no invoice rests on; raises HasDependents, NotFound."""
    agreement_by_id(unit.connection, agreement_id)
    _require_unused(unit.connection, agreement_id, "enter its last day instead of deleting it")
    unit.delete(agreement, agreement_id)


def follow_code(unit: UnitOfWork, before: str, after: str) -> None:
    """Name an entity by its new short name wherever costs are shared with it."""
    if before == after:
        return
    for table, name in _NAMED:
        query = select(table.c.id).where(table.c[name] == before)
        for row_id in unit.connection.execute(query).scalars().all():
            unit.update(table, row_id, {name: after})


def shares_costs(connection: Connection, code: str) -> bool:
    """Whether an agreement, an invoice or somebody's hours name an entity by its short name."""
    return any(
        connection.execute(select(table.c.id).where(table.c[name] == code).limit(1)).first()
        for table, name in _NAMED
    )


def _require_unused(connection: Connection, agreement_id: int, instead: str) -> None:
    query = select(invoice.c.number).where(invoice.c.agreement_id == agreement_id)
    numbers = connection.execute(query.order_by(invoice.c.id)).scalars().all()
    if numbers:
        named = ", ".join(numbers[:3])
        raise HasDependents(
            f"Invoices rest on this agreement ({named}): {instead}.", tuple(numbers)
        )


def _check(connection: Connection, facts: AgreementFacts) -> None:
    terms = terms_of_parties(connection, facts.parties, facts.from_date)
    if terms.refused:
        refuse(terms)
    _check_words(facts)
    if facts.what not in terms.may:
        may = ", ".join(
            words.lower() for code, words in what_is_shared().items() if code in terms.may
        )
        raise Walled(
            f"{what_is_shared()[facts.what]} may not be shared here: only {may}. {terms.words}",
            citation=terms.citation, remedy=terms.instead,
        )  # fmt: skip
    if terms.terms == ADVANCE and facts.basis == TIME:
        raise BadInput(
            "Hours cannot be paid before they are worked: let the price be usage or a fixed share."
        )
    if {AGREEMENT, FAIR_VALUE} <= terms.needs and not facts.fair_value.strip():
        raise Walled(
            f"Say how the usual and normal charge is known: an offer, a price list, an appraisal."
            f" {terms.says} ({terms.citation})",
            citation=terms.citation, remedy=terms.instead,
        )  # fmt: skip


def _check_words(facts: AgreementFacts) -> None:
    if not facts.title.strip():
        raise BadInput("Give the agreement a name, such as “Office of the county party”.")
    if facts.what not in what_is_shared() or facts.basis not in bases():
        raise BadInput("Choose what is shared, and how the share is measured.")
    if facts.basis == TIME and facts.what != "staff":
        raise BadInput("Only staff time is measured by timesheets; choose usage or a fixed share.")
    if facts.to_date and facts.to_date < facts.from_date:
        raise BadInput(f"It would end on {facts.to_date}, before its first day.")
    share = facts.share_points
    if facts.basis == FIXED and (share is None or not 0 < share <= WHOLE_POINTS):
        raise BadInput("Give the fixed share: above 0 and up to 100 per cent.")
    days, most = facts.settle_days, most_agreed_days()
    if days is not None and not 0 < days <= most:
        raise BadInput(f"An agreement gives from 1 to {most} days; longer is credit.")


def _values(facts: AgreementFacts) -> Mapping[str, Any]:
    parties = facts.parties
    return {
        "entity_id": parties.entity_id, "account_kind": parties.account_kind,
        "debtor": parties.debtor, "debtor_account_kind": parties.debtor_account_kind,
        "title": facts.title.strip(), "what": facts.what, "basis": facts.basis,
        "share_points": facts.share_points if facts.basis == FIXED else None,
        "settle_days": facts.settle_days, "fair_value": facts.fair_value.strip() or None,
        "signed_by": facts.signed_by.strip() or None, "signed_on": facts.signed_on,
        "from_date": facts.from_date, "to_date": facts.to_date or None,
    }  # fmt: skip
