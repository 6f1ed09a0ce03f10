"""A disbursement typed in by hand: where it will stand, what it leaves, and writing it."""

import re
from dataclasses import dataclass, fields, replace
from datetime import date

from sqlalchemy import Connection, func, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_balance import Balance, after, balance
from financedesk.ledger.checks_drawn import check_number_in, draw_check
from financedesk.ledger.contacts import (
    PERSON_TYPES,
    Contact,
    ContactRef,
    read_contact,
    search_name,
)
from financedesk.ledger.crossings import MetGift, payment_crossing
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.entries import NewItem
from financedesk.ledger.register_rows import line_in_words
from financedesk.ledger.report_place import ReportPlace, report_place
from financedesk.ledger.typed_gift import standing
from financedesk.ledger.wall import Crossing, Judgement, Note, judge, require
from financedesk.ledger.wall_notes import keep_note
from financedesk.ledger.writer import LedgerWriter, cash_effect
from financedesk.rules.itemise import ITEMISATION_THRESHOLD_CENTS, is_itemised
from financedesk.rules.kinds import KindLine, kind, line_for
from financedesk.rules.passages import Holder, Passage, passage_of_sides, side_of
from financedesk.rules.payments import PaymentKind, payment_kind, payments_from

contact = tables.contact

CATEGORY = "category_code"
"""The field of Schedules B and E that holds the category's code."""

_ELECTION = re.compile(r"[CEGOPRS]\d{4}", re.ASCII)
_LONGEST_PURPOSE = 100
# What a committee that is paid is in the table of passages. A PAC may be any of several.
_SIDES = {"CCM": "candidate", "PTY": "party"}


# --- what the law says of the payee


def passage_to_payee(
    entity: EntityRow, account: AccountRow, kind_code: str, payee_type: str
) -> Passage | None:
    """Return what the law says of a contribution to a committee outside the book.

    None where nothing is given (a bill, a grant) or where it hangs on what committee it is.
    """
    side = _SIDES.get(payee_type)
    if side is None or "committee" not in payment_kind(kind_code).asks:
        return None
    giver = side_of(Holder(entity.kind, account.kind))
    affiliated = kind_code == "transfer_to_affiliates"
    return passage_of_sides(giver, side, own=False, affiliated=affiliated)


# --- what it will come to


@dataclass(frozen=True, slots=True)
class SideOutlook:
    """Where an entry will stand and what it leaves; amounts in cents.

    ``line`` is the line in words, empty where no form has it; ``report`` the report that shows it.
    ``before_cents`` and ``after_cents`` are the running aggregate, None where the law knows none;
    ``crosses`` is true when the entry lifts it above the threshold of itemisation.
    """

    line: str
    report: ReportPlace | None
    before_cents: int | None
    after_cents: int | None
    itemised: bool
    crosses: bool
    balance: Balance


def side_outlook(
    connection: Connection,
    entity: EntityRow,
    account: AccountRow,
    kind_code: str,
    card_id: int | None,
    day: str,
    cents: int,
) -> SideOutlook:
    """Return what an entry of a kind would come to (11 CFR 104.3(b)(3), (4), 104.9(a)).

    ``card_id`` is the payee's card, None for somebody new. Entries dated later are not counted.
    """
    on, item_kind = date.fromisoformat(day), kind(kind_code)
    stands = line_for(item_kind, form=entity.form or "", account_kind=account.kind, on=on)
    moved = cash_effect(item_kind, amount_cents=cents, memo=False, has_account=True)
    left = after(balance(connection, entity, account, day), moved)
    if stands is None:
        return SideOutlook("", None, None, None, itemised=False, crosses=False, balance=left)
    before, total = _aggregate(connection, entity, stands, card_id, on, cents)
    itemised = is_itemised(stands.itemise, total)
    was_below = before is not None and before <= ITEMISATION_THRESHOLD_CENTS
    token = stands.token if itemised else stands.unitemised_token
    return SideOutlook(
        line=line_in_words(entity.form, token),
        report=report_place(connection, entity, on, kind=kind_code),
        before_cents=before,
        after_cents=total,
        itemised=itemised,
        crosses=itemised and was_below and stands.itemise == "over_200",
        balance=left,
    )


def _aggregate(
    connection: Connection,
    entity: EntityRow,
    stands: KindLine,
    card_id: int | None,
    on: date,
    cents: int,
) -> tuple[int, int] | tuple[None, None]:
    if stands.group is None or stands.partition != "person":
        return None, None
    before = standing(connection, entity, stands, card_id, on) if card_id else 0
    return before, before + stands.aggregate_sign * cents


# --- writing it


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPayment:
    """A disbursement as it was typed; the amount in cents, the day ``YYYY-MM-DD``.

    ``known`` is a card that the entity has already; without it ``payee`` is somebody new. What
    ``payee`` says beyond a known card becomes a new version of it. ``candidate`` is whom a
    contribution supports, ``method`` the check's number or another way of paying, ``note`` what
    settles a condition of the law.
    """

    payee: Contact
    known: ContactRef | None
    kind: str
    amount_cents: int
    day: str
    account: AccountRow
    purpose: str = ""
    category: str = ""
    method: str = ""
    election_code: str = ""
    candidate: Contact | None = None
    note: Note | None = None


def payment_judgements(
    connection: Connection, entity: EntityRow, payment: TypedPayment
) -> tuple[Judgement | None, Judgement | None]:
    """Return what the wall says of a contribution without, and with, what was declared.

    None of anything else, and for a day of which no rule is known.
    """
    crossing = _crossing(connection, entity, payment)
    if crossing is None:
        return None, None
    try:
        bare = judge(connection, crossing)
        return bare, judge(connection, crossing, payment.note) if payment.note else bare
    except NotFound:
        return None, None


def _crossing(connection: Connection, entity: EntityRow, payment: TypedPayment) -> Crossing | None:
    if "committee" not in payment_kind(payment.kind).asks:
        return None
    known, payee = recognised_payee(connection, entity.id, payment.payee, payment.known)
    made = MetGift(
        entity=entity, account=payment.account, other=payee,
        card_id=None if known is None else known.card_id, kind=payment.kind, day=payment.day,
        cents=payment.amount_cents, election_code=payment.election_code,
    )  # fmt: skip
    return payment_crossing(connection, made)


def record_payment(unit: UnitOfWork, entity: EntityRow, payment: TypedPayment) -> int:
    """Write a typed disbursement with its postings and return the entry's id.

    Raises BadInput for an amount that is not above zero, a payee without a name, a kind that this
    account does not know and a contribution without its election; Refused for what the law forbids
    and for the number of a check that was used; Walled for a contribution above the limit or under
    a condition that nobody has settled.
    """
    wanted = _offered(entity, payment)
    _check(payment, wanted)
    _require_lawful(entity, payment)
    crossing = _crossing(unit.connection, entity, payment)
    passed = None if crossing is None else require(unit.connection, crossing, payment.note)
    with LedgerWriter(unit, entity.id) as writer:
        parties: tuple[tuple[str, ContactRef], ...] = ()
        if payment.candidate is not None and "candidate" in wanted.asks:
            parties = (("candidate", writer.add_contact(payment.candidate)),)
        known, payee = recognised_payee(unit.connection, entity.id, payment.payee, payment.known)
        new = NewItem(
            kind=payment.kind, amount_cents=payment.amount_cents, item_date=payment.day,
            contact=version_of(unit, writer, known, payee, payment.day),
            account_id=payment.account.id, purpose=payment.purpose.strip() or None,
            election_code=payment.election_code.strip().upper() or None,
            fields={CATEGORY: payment.category} if payment.category else {}, parties=parties,
        )  # fmt: skip
        method = payment.method.strip() or None
        item_id = writer.add_transaction("bill", payment.day, [new], description=method)[0]
    number = check_number_in(payment.method)
    if number is not None:
        draw_check(unit, item_id, number)
    if passed is not None:
        keep_note(unit, item_id, passed, payment.note)
    return item_id


def _offered(entity: EntityRow, payment: TypedPayment) -> PaymentKind:
    for one in payments_from(entity.kind, payment.account.kind):
        if one.kind == payment.kind:
            return one
    raise BadInput(
        f"{kind(payment.kind).label} is not paid from {payment.account.name} of {entity.name}; "
        "choose another kind or another account."
    )


def _check(payment: TypedPayment, wanted: PaymentKind) -> None:
    if payment.amount_cents <= 0:
        raise BadInput("A disbursement is an amount above zero; delete what was not paid.")
    if not payment.payee.display_name.strip():
        raise BadInput("Say who was paid: the company’s name, or a person’s last name.")
    check_purpose(payment.purpose)
    if "election" in wanted.asks or payment.election_code.strip():
        check_election(payment.election_code)


def check_purpose(purpose: str) -> None:
    """Raise BadInput for a purpose that does not fit into the form's field."""
    if len(purpose.strip()) > _LONGEST_PURPOSE:
        raise BadInput(f"The form has room for {_LONGEST_PURPOSE} letters of purpose; shorten it.")


def check_election(code: str) -> None:
    """Raise BadInput for what is not an election as the FEC writes it: P2026, G2026."""
    if not _ELECTION.fullmatch(code.strip().upper()):
        raise BadInput("Say for which election: P (primary) or G (general) and the year, P2026.")


def _require_lawful(entity: EntityRow, payment: TypedPayment) -> None:
    found = passage_to_payee(entity, payment.account, payment.kind, payment.payee.type)
    if found is not None and found.refused:
        raise Refused(found.words)


def recognised_payee(
    connection: Connection, entity_id: int, given: Contact, known: ContactRef | None
) -> tuple[ContactRef | None, Contact]:
    """Return the card that a typed payee means, with what is known of it filled in.

    A company or committee whose very name the entity knows once is that one: two cards of one
    payee would split its aggregate (11 CFR 104.9(a)). People share names, so they do not.
    """
    if known is not None or given.is_person:
        return known, given
    query = (
        select(contact.c.card_id, func.max(contact.c.id))
        .where(
            contact.c.entity_id == entity_id,
            contact.c.search_name == search_name(given),
            contact.c.type.not_in(PERSON_TYPES),
        )
        .group_by(contact.c.card_id)
    )
    cards = connection.execute(query).all()
    if len(cards) != 1:
        return None, given
    known = ContactRef(cards[0][1], cards[0][0])
    before = read_contact(connection, known.contact_id)
    said = {one.name: value for one in fields(given) if (value := getattr(given, one.name))}
    return known, replace(before, **{**said, "type": before.type, "name": before.name})


def version_of(
    unit: UnitOfWork, writer: LedgerWriter, known: ContactRef | None, given: Contact, day: str
) -> ContactRef:
    """Return the version of a card that says what is given, made when the newest does not.

    Somebody who is not known gets a new card.
    """
    if known is None:
        return writer.add_contact(given)
    before = read_contact(unit.connection, known.contact_id)
    wanted = replace(given, valid_from=before.valid_from)
    if wanted == before:
        return known
    return writer.add_contact(replace(wanted, valid_from=day), card_id=known.card_id)
