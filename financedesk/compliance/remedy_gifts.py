"""Remedies that give back, give away or hold what came in, over all gifts of a finding.

The acts themselves are the ledger's (``refunds``, ``disposals``, ``hold``); here is which gifts of
a finding they are done to, and how much of each. Law: 11 CFR 103.3(b), 110.4(c).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.checks.depositing import cash_excesses
from financedesk.compliance.facts import facts_of
from financedesk.compliance.remedy import Act, Asked, Given, Opening, require_words, spread
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.disposals import TREASURY, Disposal, record_disposal
from financedesk.ledger.entities import accounts, default_account, entity_by_id
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.ledger.hold_outlook import DOUBTFUL, EXCESSIVE, PROHIBITED, holdable
from financedesk.ledger.hold_rows import Hold, open_hold
from financedesk.ledger.refunds import Refundable, TypedRefund, record_refund, refundable
from financedesk.rules.entities import files_federally
from financedesk.rules.money import format_cents

item = tables.item

# What of the gifts is in question: the finding's own sum, what each brought too much in cash, or
# all of it, because the giver may give nothing.
_SUM = frozenset({"above_limit", "on_hold"})
_CASH = frozenset({"cash_over_limit", "anonymous_cash"})
_REASONS = {"above_limit": EXCESSIVE, "forbidden": PROHIBITED}


def gifts_in_question(asked: Asked) -> list[tuple[Refundable, int]]:
    """Return the gifts of a finding of which something is in question, with how much, in cents.

    Checks that are not deposited are left out: they are sent back, and not refunded. The newest
    comes first, for the law asks the last dollars back.
    """
    finding, connection = asked.finding, asked.connection
    gifts = [
        one for one in _gifts(connection, asked.item_ids)
        if one.entity_id == finding.entity_id and not _speaks_for_itself(asked, one.item_id)
    ]  # fmt: skip
    left = [(one.item_id, one.left_cents) for one in gifts]
    if finding.rule in _SUM:
        parts = dict(spread(left, finding.cents))
    elif finding.rule in _CASH:
        entity = entity_by_id(connection, finding.entity_id)
        cards = frozenset(() if finding.card_id is None else (finding.card_id,))
        parts = cash_excesses(facts_of(connection, (entity,), asked.today), cards)
    else:
        parts = dict(left)
    return [(one, parts[one.item_id]) for one in gifts if parts.get(one.item_id, 0) > 0]


def _speaks_for_itself(asked: Asked, item_id: int) -> bool:
    """Tell whether a gift above a limit is a finding of its own, because it is on hold."""
    return asked.finding.rule == "above_limit" and open_hold(asked.connection, item_id) is not None


def _gifts(connection: Connection, item_ids: Sequence[int]) -> Iterator[Refundable]:
    for item_id in item_ids:
        try:
            found = refundable(connection, item_id)
        except (NotFound, Refused):
            continue
        if found.left_cents > 0:
            yield found


# --- refund


def _offer_refund(asked: Asked) -> Opening | None:
    gifts = gifts_in_question(asked)
    if gifts:
        return _opening(asked, gifts)
    held = _held_alone(asked)
    if held is not None and held.waiting:
        return Opening(why_not="This check was not deposited: it is sent back, and not refunded.")
    return None


def _opening(asked: Asked, gifts: Sequence[tuple[Refundable, int]]) -> Opening:
    cents = sum(part for _, part in gifts)
    short = asked.finding.cents - cents if asked.finding.rule in _SUM else 0
    note = (
        f"{format_cents(short, symbol=True)} more are in other books that share the limit."
        if short > 0 else ""
    )  # fmt: skip
    return Opening(
        cents=cents, by=asked.finding.due, note=note,
        item_ids=tuple(one.item_id for one, _ in gifts),
    )  # fmt: skip


def _refund(unit: UnitOfWork, asked: Asked, given: Given) -> list[int]:
    return [
        record_refund(
            unit,
            TypedRefund(
                gift_id=item_id, amount_cents=cents, day=given.day,
                account_id=bank_of(unit.connection, item_id), method=given.words,
            ),
        )
        for item_id, cents in _parts(asked, given)
    ]  # fmt: skip


def _parts(asked: Asked, given: Given) -> list[tuple[int, int]]:
    """Return what is taken from each gift; raises BadInput for more than is in question."""
    gifts = gifts_in_question(asked)
    most = sum(part for _, part in gifts)
    cents = most if given.cents is None else given.cents
    if not 0 < cents <= most:
        words = format_cents(most, symbol=True)
        raise BadInput(f"Enter an amount above zero, at most {words}: that is in question.")
    return spread([(one.item_id, part) for one, part in gifts], cents)


def bank_of(connection: Connection, item_id: int) -> int:
    """Return the account out of which a gift is given back: its own bank, else the entity's.

    Raises Refused for an entity without a bank account that is open.
    """
    query = select(item.c.entity_id, item.c.account_id).where(item.c.id == item_id)
    row = connection.execute(query).one()
    own = [one for one in accounts(connection, row.entity_id) if one.id == row.account_id]
    if own and own[0].role == "bank" and not own[0].closed_on:
        return own[0].id
    other = default_account(connection, row.entity_id)
    if other is None:
        raise Refused("The entity has no open bank account to pay it from; enter one first.")
    return other.id


# --- give away


def _offer_disposal(asked: Asked) -> Opening | None:
    found = _offer_refund(asked)
    if found is None or found.why_not or not _is_federal(asked.connection, found.item_ids):
        return None
    if asked.finding.rule != "on_hold":
        return found
    # What is above a limit goes back to a giver who is known; what may not be kept may have none.
    held = _held_alone(asked)
    if held is None or held.reason == EXCESSIVE:
        return None
    return replace(found, citation=held.why.citation)


def _is_federal(connection: Connection, item_ids: Sequence[int]) -> bool:
    account = tables.account
    query = select(account.c.kind).join(item, item.c.account_id == account.c.id)
    kinds = connection.execute(query.where(item.c.id.in_(item_ids))).scalars()
    return all(files_federally(one) for one in kinds)


def _dispose(unit: UnitOfWork, asked: Asked, given: Given) -> list[int]:
    return [
        record_disposal(
            unit,
            Disposal(
                gift_id=item_id, amount_cents=cents, day=given.day,
                account_id=bank_of(unit.connection, item_id), payee=given.payee or TREASURY,
                method=given.words,
            ),
        )
        for item_id, cents in _parts(asked, given)
    ]  # fmt: skip


# --- hold


def _offer_hold(asked: Asked) -> Opening | None:
    free = _holdable(asked)
    if not free:
        return None
    found = _opening(asked, free)
    waits = _waits(asked.connection, found.item_ids)
    return found if waits else replace(found, without=("waiting",))


def _waits(connection: Connection, item_ids: Sequence[int]) -> bool:
    """Tell whether a gift may be a check that nobody has deposited."""
    query = select(item.c.id).where(
        item.c.id.in_(item_ids), item.c.deposited_date.is_(None), item.c.payout_id.is_(None)
    )
    return connection.execute(query.limit(1)).first() is not None


def _holdable(asked: Asked) -> list[tuple[Refundable, int]]:
    """Return the gifts in question that are not on hold."""
    return [
        (one, cents)
        for one, cents in gifts_in_question(asked)
        if open_hold(asked.connection, one.item_id) is None
    ]


def _hold(unit: UnitOfWork, asked: Asked, given: Given) -> list[int]:
    basis = require_words(given.words, "Write down why it is in question: the law asks for it.")
    reason = given.reason or _REASONS.get(asked.finding.rule, DOUBTFUL)
    free = _holdable(asked)
    most = sum(part for _, part in free)
    cents = most if given.cents is None else given.cents
    if not 0 < cents <= most:
        words = format_cents(most, symbol=True)
        raise BadInput(f"On hold can be an amount above zero, at most {words}.")
    return [
        place_hold(
            unit, item_id,
            HoldTerms(
                reason=reason, basis=basis, cents=part,
                since=given.day,
                waiting=given.waiting and holdable(unit.connection, item_id).may_wait,
            ),
        )
        for item_id, part in spread([(one.item_id, part) for one, part in free], cents)
    ]  # fmt: skip


def _held_alone(asked: Asked) -> Hold | None:
    ids = asked.finding.item_ids
    return open_hold(asked.connection, ids[0]) if len(ids) == 1 else None


GIFT_ACTS: Mapping[str, Act] = {
    "refund": Act(_offer_refund, _refund),
    "dispose": Act(_offer_disposal, _dispose),
    "hold": Act(_offer_hold, _hold),
}
