"""Put gifts on hold that are above a limit, prohibited or doubtful, and settle them.

Deposited, such a gift stays in the books and on its line, for it was received; it may not be spent
and is not money to keep. Not deposited, it moves no cash and is on no report. Every act is one
change that undo takes back. Law: 11 CFR 103.3(b)(1) to (5).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.edit import repost, require_own, set_deposited
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.hold_rows import WAITING_KIND, Hold, open_hold
from financedesk.ledger.refunds import Refundable, TypedRefund, record_refund, refundable
from financedesk.ledger.typed_gift import TypedGift, record_gift, replace_gift
from financedesk.ledger.writer import cash_effect
from financedesk.rules.holds import hold_reason
from financedesk.rules.kinds import kind
from financedesk.rules.money import format_cents

hold, item, account = tables.hold, tables.item, tables.account


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTerms:
    """Why and since when a gift is on hold.

    ``cents`` is what of it is in question, None for all that is left of it. ``basis`` is the
    written record of why it is in question, which the treasurer must keep (11 CFR 103.3(b)(5)).
    ``since`` is the day on which the doubt arose, ``YYYY-MM-DD``. ``waiting`` keeps a check that
    is not deposited yet out of the bank. ``rule`` names the flow or limit that it breaks.
    """

    reason: str
    basis: str
    since: str
    cents: int | None = None
    waiting: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How a question was settled: on which day, by whom, and on what evidence."""

    day: str
    who: str
    why: str


# --- putting on hold


def place_hold(unit: UnitOfWork, item_id: int, terms: HoldTerms) -> int:
    """Put a gift on hold and return the hold's id.

    Raises Refused for what is no gift of money, for a gift on hold already or given back wholly,
    and where a check is to be kept out of the bank that went there; BadInput without a basis, for
    more than is left of the gift, and for a day before it came. Locked, at the end of the unit,
    when a filed row were to leave the bank; a deposited gift may be held whatever was filed.
    """
    hold_reason(terms.reason)
    if open_hold(unit.connection, item_id) is not None:
        raise Refused("This gift is on hold already; release it or give it back.")
    gift = refundable(unit.connection, item_id)
    cents = gift.left_cents if terms.cents is None else terms.cents
    _require_terms(gift, terms, cents)
    values = {
        "entity_id": gift.entity_id, "item_id": item_id, "reason": terms.reason,
        "rule": terms.rule or None, "basis": " ".join(terms.basis.split()), "cents": cents,
        "refunded_before_cents": gift.refunded_cents, "since": terms.since,
        "waiting_kind": _keep_out(unit, item_id, gift) if terms.waiting else None,
    }  # fmt: skip
    return unit.insert(hold, values)


def record_held_gift(unit: UnitOfWork, entity: EntityRow, gift: TypedGift, terms: HoldTerms) -> int:
    """Record a typed contribution on hold and return the entry's id.

    The wall does not stop it: what has arrived must be recorded to be sent back. Raises what
    ``record_gift`` raises beside that, and what ``place_hold`` raises.
    """
    item_id = record_gift(unit, entity, replace(gift, held=True))
    place_hold(unit, item_id, terms)
    return item_id


def correct_onto_hold(
    unit: UnitOfWork, entity: EntityRow, item_id: int, gift: TypedGift, terms: HoldTerms
) -> None:
    """Let an entry say what is true although the wall would refuse it, and put it on hold.

    Raises what ``replace_gift`` raises beside that, and what ``place_hold`` raises.
    """
    replace_gift(unit, entity, item_id, replace(gift, held=True))
    place_hold(unit, item_id, terms)


def _require_terms(gift: Refundable, terms: HoldTerms, cents: int) -> None:
    if not terms.basis.strip():
        raise BadInput("Write down why the gift is in question: the law asks for this record.")
    if gift.left_cents <= 0:
        raise Refused("Nothing of this gift is left: it was given back.")
    if not 0 < cents <= gift.left_cents:
        left = format_cents(gift.left_cents, symbol=True)
        raise BadInput(f"On hold can be an amount above zero, at most {left}.")
    if terms.since < gift.day:
        raise BadInput(f"The gift came on {gift.day}; it cannot have been in question before.")


def _keep_out(unit: UnitOfWork, item_id: int, gift: Refundable) -> str:
    """Take a check out of cash and off every form; returns the kind that it had."""
    before = unit.row(item, item_id)
    require_own(unit, before)
    role = unit.row(account, before["account_id"])["role"]
    if before["deposited_date"] is not None or role != "bank":
        raise Refused("This gift went to the bank already; hold it as deposited.")
    if gift.refunded_cents:
        raise Refused("Part of this gift was given back, so it went to the bank; hold it so.")
    unit.update(item, item_id, {"kind": WAITING_KIND, "cash_cents": 0})
    repost(unit, before)
    code: str = before["kind"]
    return code


# --- settling it


def release_hold(unit: UnitOfWork, item_id: int, settled: Settled) -> None:
    """End a hold because the gift was found lawful; a check that waited goes to the bank that day.

    Raises NotFound when nothing holds it, BadInput without evidence and for a day before the doubt.
    """
    held = _standing(unit, item_id, settled)
    if held.waiting:
        _take_in(unit, held, settled.day)
    _resolve(unit, held, "released", settled)


def return_held(unit: UnitOfWork, item_id: int, settled: Settled) -> None:
    """Note that a check was sent back without having been deposited (11 CFR 103.3(a), (b)(1)).

    It never was in cash and stands on no report. Raises NotFound when nothing holds it, Refused
    when it was deposited: then it takes a refund.
    """
    held = _standing(unit, item_id, settled)
    if not held.waiting:
        raise Refused("This gift went to the bank, so it is given back by a refund.")
    _resolve(unit, held, "returned", settled)


def deposit_held(unit: UnitOfWork, item_id: int, day: str) -> None:
    """Note that a check on hold went to the bank; it stays on hold, and is reported from now on.

    Raises NotFound when nothing holds it, Refused when it was deposited, BadInput for a day before
    it came.
    """
    held = _require_hold(unit, item_id)
    if not held.waiting:
        raise Refused("This gift went to the bank already.")
    if day < held.received:
        raise BadInput(f"The gift came on {held.received}; it cannot be deposited before.")
    _take_in(unit, held, day)
    unit.update(hold, held.id, {"waiting_kind": None})


def refund_held(unit: UnitOfWork, typed: TypedRefund) -> int:
    """Give back a gift on hold, wholly or in part, and return the refund's id.

    The hold ends when all that was in question has gone back. Raises what ``record_refund``
    raises, NotFound when nothing holds the gift, Refused for a check that was not deposited.
    """
    held = _require_hold(unit, typed.gift_id)
    if held.waiting:
        raise Refused("This check was not deposited; note that it was sent back.")
    return record_refund(unit, typed)


def note_deposits(unit: UnitOfWork, item_ids: Sequence[int], day: str) -> int:
    """Note on which day gifts went to the bank; those on hold enter cash and stay on hold.

    Raises BadInput for a day before one of them was received. Returns how many were noted.
    """
    kinds = {one: unit.row(item, one)["kind"] for one in item_ids}
    waiting = [one for one in item_ids if kinds[one] == WAITING_KIND]
    for one in waiting:
        deposit_held(unit, one, day)
    others = [one for one in item_ids if kinds[one] != WAITING_KIND]
    return len(waiting) + set_deposited(unit, others, day)


def _standing(unit: UnitOfWork, item_id: int, settled: Settled) -> Hold:
    held = _require_hold(unit, item_id)
    if not settled.why.strip():
        raise BadInput("Write down how it was settled: the record must bear it out.")
    if settled.day < held.since:
        raise BadInput(f"It was put on hold on {held.since}; it cannot be settled before.")
    return held


def _require_hold(unit: UnitOfWork, item_id: int) -> Hold:
    held = open_hold(unit.connection, item_id)
    if held is None:
        raise NotFound("This gift is not on hold.")
    return held


def _take_in(unit: UnitOfWork, held: Hold, day: str) -> None:
    """Let a check that waited be what it was: in cash, and on its line."""
    before = unit.row(item, held.item_id)
    code: str = unit.row(hold, held.id)["waiting_kind"]
    cash = cash_effect(
        kind(code), amount_cents=before["amount_cents"], memo=False, has_account=True
    )
    changes = {"kind": code, "cash_cents": cash, "deposited_date": day}
    unit.update(item, held.item_id, changes)
    repost(unit, before)


def _resolve(unit: UnitOfWork, held: Hold, resolution: str, settled: Settled) -> None:
    changes: dict[str, str | None] = {
        "resolution": resolution, "resolved_on": settled.day,
        "resolved_by": settled.who.strip() or unit.heading.who,
        "resolved_why": " ".join(settled.why.split()),
    }  # fmt: skip
    if resolution == "released":
        changes["waiting_kind"] = None
    unit.update(hold, held.id, changes)
