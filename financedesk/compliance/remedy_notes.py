"""Remedies that note something: requests, declarations, who is one person, purposes, waivers.

The acts are the ledger's; here is to which cards and entries of a finding they are done.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.finding import Finding
from financedesk.compliance.remedy import Act, Asked, Given, Opening, card_of, require_words
from financedesk.compliance.waivers import waive
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.check_voids import void_check
from financedesk.ledger.contacts import read_contact
from financedesk.ledger.crossings import MetGift, gift_crossing
from financedesk.ledger.deposits import SlipHead, make_deposit
from financedesk.ledger.donor_attestations import NewDeclaration, declare
from financedesk.ledger.donor_requests import NewRequest, ask_by, record_request
from financedesk.ledger.donors_edit import Corrected, edit_donor
from financedesk.ledger.edit import complete_work
from financedesk.ledger.entities import entity_by_id
from financedesk.ledger.gift_corrections import newest_of
from financedesk.ledger.locks import locked_items
from financedesk.ledger.overrides import overrides
from financedesk.ledger.payment_edit import PaymentEdit, correct_payment
from financedesk.ledger.same_person import cards_of, link_cards, tell_apart
from financedesk.ledger.typed_payment import CATEGORY
from financedesk.ledger.wall import Note, judge
from financedesk.ledger.wall_notes import keep_note
from financedesk.rules.donor_declarations import declarations

item, link, check = tables.item, tables.person_link, tables.bank_check

_DECLARED: Mapping[str, str] = {
    "foreign_address": "citizen", "declared_foreign": "citizen", "minor": "adult",
    "declared_contractor": "not_contractor", "contractor_sign": "not_contractor",
    "declared_not_own": "own_funds", "paid_by_another": "own_funds",
    "many_names_one_address": "own_funds",
}  # fmt: skip
_LATE = (
    "The thirty days of its gifts are over: a request no longer makes a best effort (11 CFR"
    " 104.7(b)(2)). Note what the donor answers, or waive it with what you did."
)


def _of_finding(asked: Asked) -> Opening:
    one = asked.finding
    return Opening(cents=one.cents, by=one.due, item_ids=one.item_ids)


def _whole(asked: Asked) -> Opening | None:
    return _of_finding(asked) if asked.finding.item_ids else None


def _unfiled(asked: Asked) -> tuple[int, ...]:
    """Return the entries of a finding that stand in no finalised filing, the oldest first."""
    locked = locked_items(asked.connection, asked.finding.item_ids)
    return tuple(one for one in asked.finding.item_ids if one not in locked)


def _of_unfiled(asked: Asked) -> Opening | None:
    """Open what changes entries: those of a filed report stay as they are until it is amended."""
    ids = asked.finding.item_ids
    locked, free = locked_items(asked.connection, ids), _unfiled(asked)
    if not ids:
        return None
    if not free:
        return replace(_of_finding(asked), why_not=locked[ids[-1]])
    query = select(func.sum(item.c.amount_cents)).where(item.c.id.in_(free))
    cents = int(asked.connection.execute(query).scalar_one() or 0)
    told = dict.fromkeys(locked.values())
    return replace(_of_finding(asked), item_ids=free, note=" ".join(told),
                   cents=cents if locked else asked.finding.cents)  # fmt: skip


# --- the donor


def _offer_request(asked: Asked) -> Opening:
    counsel = overrides(asked.connection)
    days = [
        (ask_by(date.fromisoformat(row.item_date), counsel), int(row.amount_cents))
        for row in asked.connection.execute(
            select(item.c.item_date, item.c.amount_cents).where(item.c.id.in_(asked.item_ids))
        )
    ]
    in_time = sum(cents for last, cents in days if last >= asked.today)
    open_days = [last for last, _ in days if last >= asked.today]
    if not open_days:
        return Opening(by=asked.finding.due, why_not=_LATE, item_ids=asked.finding.item_ids)
    some = len(open_days) < len(days)
    return Opening(
        cents=in_time, by=min(open_days).isoformat(), item_ids=asked.finding.item_ids,
        note="For gifts more than thirty days ago it comes too late." if some else "",
    )  # fmt: skip


def _request(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    known = read_contact(unit.connection, _contact_of(unit.connection, asked.finding.item_ids[-1]))
    missing = tuple(one for one in ("employer", "occupation") if not getattr(known, one))
    new = NewRequest(
        asked_on=given.on, how=given.how or "letter", asked=missing or ("employer", "occupation"),
        note=given.words,
    )  # fmt: skip
    return record_request(unit, card_of(asked.finding), new, asked.today)


def _contact_of(connection: Connection, item_id: int) -> int:
    query = select(item.c.contact_id).where(item.c.id == item_id)
    return int(connection.execute(query).scalar_one())


def _complete(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    employer = require_words(given.employer, "Say who the employer is; of nobody, “Self-employed”"
                             " or “None”.")  # fmt: skip
    occupation = require_words(given.occupation, "Say what the occupation is.")
    return complete_work(unit, _unfiled(asked)[-1], employer, occupation)


def _address(unit: UnitOfWork, asked: Asked, given: Given) -> Corrected:
    """Note where a donor lives, on the card and on every entry that is not filed."""
    card_id = card_of(asked.finding)
    newest = newest_of(unit.connection, card_id)
    known = read_contact(unit.connection, newest.contact_id)
    street = require_words(given.street, "Say the street and number.")
    city = require_words(given.city, "Say the town.")
    told = replace(
        known, street_1=street, city=city, state=given.state.strip() or known.state,
        zip=given.zip.strip() or known.zip,
    )  # fmt: skip
    return edit_donor(unit, card_id, told)


def _offer_declaration(asked: Asked) -> Opening | None:
    kind = _DECLARED.get(asked.finding.rule)
    if kind is None or asked.finding.card_id is None:
        return None
    said = declarations()[kind]
    return replace(_of_finding(asked), words=f"The donor declares: “{said.text}”",
                   citation=said.citation)  # fmt: skip


def _declare(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    new = NewDeclaration(
        kind=_DECLARED[asked.finding.rule],
        given=True,
        on=given.on,
        how=given.how or "form",
        note=given.words,
    )
    return declare(unit, card_of(asked.finding), new, asked.today)


# --- who is one person


def people_of(connection: Connection, finding: Finding) -> tuple[int, ...]:
    """Return a card of each person who gave what a finding names, the oldest card first."""
    query = (
        select(item.c.card_id, link.c.person_id)
        .outerjoin(link, link.c.card_id == item.c.card_id)
        .where(item.c.id.in_(finding.item_ids), item.c.card_id.is_not(None))
        .order_by(item.c.card_id)
    )
    found: dict[int, int] = {}
    for card_id, person_id in connection.execute(query):
        found.setdefault(person_id or card_id, card_id)
    return tuple(found.values())


def _offer_people(asked: Asked) -> Opening | None:
    cards = people_of(asked.connection, asked.finding)
    if len(cards) < 2:
        return None
    owners = {one.entity_id for one in cards_of(asked.connection, cards)}
    return replace(_of_finding(asked), entity_ids=tuple(sorted(owners)))


def _link(unit: UnitOfWork, asked: Asked, given: Given) -> None:
    link_cards(unit, people_of(unit.connection, asked.finding), given.words)


def _apart(unit: UnitOfWork, asked: Asked, given: Given) -> None:
    tell_apart(unit, people_of(unit.connection, asked.finding), given.words)


# --- entries and papers


def _keep_note(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    note = Note(words=given.words, who=given.who, on=given.day)
    for item_id in asked.finding.item_ids:
        met = _met(unit.connection, item_id)
        keep_note(unit, item_id, judge(unit.connection, gift_crossing(unit.connection, met)), note)
    return len(asked.finding.item_ids)


def _met(connection: Connection, item_id: int) -> MetGift:
    row = connection.execute(select(item).where(item.c.id == item_id)).one_or_none()
    if row is None:
        raise NotFound("This entry is no longer in the book; look at the finding again.")
    return MetGift(
        entity=entity_by_id(connection, row.entity_id),
        account=account_by_id(connection, row.account_id),
        other=read_contact(connection, row.contact_id), card_id=row.card_id, kind=row.kind,
        day=row.made_date or row.item_date, cents=row.amount_cents,
        election_code=row.election_code or "", besides=item_id,
    )  # fmt: skip


def _say_purpose(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    purpose = require_words(given.purpose, "Say what it was paid for.")
    for item_id in _unfiled(asked):
        row = unit.row(item, item_id)
        fields = json.loads(row["fields"]) if row["fields"] else {}
        method = unit.row(tables.transaction, row["transaction_id"])["description"] or ""
        edit = PaymentEdit(
            amount_cents=row["amount_cents"], day=row["item_date"], purpose=purpose,
            category=fields.get(CATEGORY, ""), election_code=row["election_code"] or "",
            method=method, payee=None,
        )  # fmt: skip
        correct_payment(unit, item_id, edit)
    return len(_unfiled(asked))


def _deposit(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    if asked.finding.account_id is None:
        raise NotFound("The account of these gifts is no longer in the book.")
    account = account_by_id(unit.connection, asked.finding.account_id)
    head = SlipHead(day=given.day, first_initials=given.who)
    return make_deposit(unit, account, head, asked.finding.item_ids)


def _check_of(connection: Connection, item_ids: Sequence[int]) -> int | None:
    query = select(check.c.id).where(check.c.item_id.in_(item_ids), check.c.voided_on.is_(None))
    return connection.execute(query.order_by(check.c.id)).scalars().first()


def _offer_void(asked: Asked) -> Opening | None:
    found = _check_of(asked.connection, asked.finding.item_ids)
    return None if found is None else _of_finding(asked)


def _void(unit: UnitOfWork, asked: Asked, given: Given) -> int | None:
    found = _check_of(unit.connection, asked.finding.item_ids)
    if found is None:
        raise NotFound("This check has been voided or its payment is gone; look again.")
    return void_check(unit, found, given.day, given.words)


# --- as it stands


def _offer_waiver(asked: Asked) -> Opening | None:
    return Opening(cents=asked.finding.cents) if asked.finding.kind.can_be_waived else None


def _waive(unit: UnitOfWork, asked: Asked, given: Given) -> int:
    if given.on > asked.today:
        raise BadInput(f"{given.day} is still to come; enter the day on which you say so.")
    return waive(unit, asked.finding, reason=given.words, initials=given.who, day=given.day)


NOTE_ACTS: Mapping[str, Act] = {
    "request": Act(_offer_request, _request),
    "complete": Act(_of_unfiled, _complete),
    "address": Act(_of_unfiled, _address),
    "purpose": Act(_of_unfiled, _say_purpose),
    "attest": Act(_offer_declaration, _declare),
    "note": Act(_whole, _keep_note),
    "link": Act(_offer_people, _link),
    "apart": Act(_offer_people, _apart),
    "deposit": Act(_whole, _deposit),
    "void": Act(_offer_void, _void),
    "waive": Act(_offer_waiver, _waive),
}
