"""Letters that ask: for employer and occupation, for the source of a gift, for how it is shared.

Law: 11 CFR 103.3(b)(1), 104.7(b), 110.1(e), (g), 102.17(c)(2), 104.13.
"""

from datetime import date

from sqlalchemy import select

from financedesk.compliance.letter_case import (
    Case,
    LetterRow,
    LetterValues,
    about_gift,
    gift_of,
    item,
)
from financedesk.errors import BadInput, Refused
from financedesk.ledger.donors_letters import letters
from financedesk.ledger.gift_remedies import shared_out
from financedesk.ledger.hold_rows import open_hold
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.progress import Silent
from financedesk.rules.kinds import kind
from financedesk.rules.letter_kinds import every_question, questions_of
from financedesk.rules.money import format_cents

_IN_KIND = "In-Kind"


def best_efforts(case: Case) -> LetterValues:
    """Ask a donor for what the law wants to be known of who gives more than $200."""
    if case.about.card_id is None:
        raise Refused("Choose a donor: the request goes to somebody.")
    found = list(letters(case.connection, [case.about.card_id], case.on, Silent()))
    if not found or found[0].entity.id != case.entity.id:
        raise Refused("Nothing has to be asked of this donor: all is known, or too little given.")
    asked = found[0]
    received = date.fromisoformat(asked.gift_day)
    amount = format_cents(asked.gift_cents, symbol=True)
    return LetterValues(
        kind=case.kind, entity=case.entity, to=asked.contact, on=case.on,
        about=f"{', '.join(asked.missing)}; gift of {amount} of {received}".capitalize(),
        card_id=asked.card_id, cents=asked.gift_cents,
        item_id=_newest_gift(case, asked.card_id, asked.gift_day),
        send_by=case.kind.send_by(received, case.counsel),
        reply_by=case.kind.reply_by(received, case.on, case.counsel), asks=asked.missing,
        words={"missing": _and(asked.missing), "best_efforts": asked.statement},
        amounts={"gift_amount": asked.gift_cents}, days={"gift_date": received},
        conditions=frozenset(asked.missing),
    )  # fmt: skip


def source_inquiry(case: Case) -> LetterValues:
    """Ask where a gift comes from: citizenship, contracts, the account, whose money it is."""
    gift = gift_of(case)
    known, asked = questions_of(case.about.rule), case.more.questions
    if unknown := [one for one in asked if one not in every_question()]:
        choices = ", ".join(every_question())
        raise BadInput(f"“{unknown[0]}” is no question; choose of: {choices}.")
    held = open_hold(case.connection, gift.id)
    since = date.fromisoformat(held.since) if held is not None else None
    return about_gift(case, gift, known_on=since, conditions=frozenset(asked or known))


def attribution_form(case: Case) -> LetterValues:
    """Ask a firm how a gift is shared among those whose gift it is."""
    gift = gift_of(case)
    if gift.giver.is_person:
        raise Refused("Only an organisation shares a gift among its owners; this is a person.")
    return about_gift(case, gift)


def in_kind_form(case: Case) -> LetterValues:
    """Ask who gave goods or services to confirm what they were and what they are worth."""
    gift = gift_of(case)
    known = kind(gift.row["kind"])
    if known.cash or not known.system_purpose.startswith(_IN_KIND):
        raise Refused("Only a gift in kind has such a form; this one is money.")
    what = case.more.what.strip() or str(gift.row["purpose"] or "").strip()
    if not what:
        raise BadInput("Say what was given: the form describes it.")
    return about_gift(case, gift, words={"what": what})


def joint_notice(case: Case) -> LetterValues:
    """Tell who gave to a joint fundraiser whose gift it becomes, and what may be changed."""
    gift = gift_of(case)
    shared = shared_out(case.connection, gift.id, case.visible)
    if shared is None:
        raise Refused("Only a joint fundraiser with a written agreement shares a gift out.")
    parts = [one for one in shared.parts if one.cents]
    return about_gift(
        case, gift, amounts={"back_amount": shared.back_cents},
        words={"participants": _and(tuple(one.share.name for one in shared.parts))},
        days={"agreement_date": date.fromisoformat(shared.agreement.terms.signed_on)},
        conditions=frozenset({"goes_back"} if shared.back_cents else set()),
        rows=tuple(LetterRow(one.share.name, one.cents) for one in parts),
    )  # fmt: skip


def _newest_gift(case: Case, card_id: int, day: str) -> int | None:
    query = (
        select(item.c.id)
        .where(
            item.c.card_id == card_id, item.c.item_date == day, item.c.memo == 0,
            item.c.kind.in_(gift_kinds()),
        )
        .order_by(item.c.id.desc())
        .limit(1)
    )  # fmt: skip
    return case.connection.execute(query).scalar()


def _and(names: tuple[str, ...]) -> str:
    """Return names as a sentence lists them."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
