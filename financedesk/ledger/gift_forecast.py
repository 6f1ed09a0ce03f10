"""What a gift would come to if it were recorded now: aggregate, line, report, and warnings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.cash_checks import Arrived, cash_before
from financedesk.ledger.contacts import Contact, search_name
from financedesk.ledger.crossings import MetGift, gift_crossing, joined_uses
from financedesk.ledger.entities import AccountRow, EntityRow
from financedesk.ledger.joint_agreements import JOINT
from financedesk.ledger.joint_shares import joint_forecast, waiting_uses
from financedesk.ledger.limit_person import LimitPerson, limit_person, limit_stranger
from financedesk.ledger.limits import (
    Question,
    RecipientRoom,
    exceeds_by,
    room_for_gift,
    without_item,
)
from financedesk.ledger.overrides import overrides
from financedesk.ledger.register_kinds import gift_kinds
from financedesk.ledger.report_place import ReportPlace, report_place
from financedesk.ledger.slip_checks import SlipCheck, of_one_card, of_one_giver, uses_of
from financedesk.ledger.typed_gift import Outlook, gift_kind, outlook
from financedesk.ledger.wall import Judgement, judge
from financedesk.ledger.wall_notes import note_again
from financedesk.rules.cash import is_cash
from financedesk.rules.joint_agreement import needed_words
from financedesk.rules.limits import Use
from financedesk.rules.money import format_cents
from financedesk.rules.receiving import Concern, GiftFacts, concerns_of, takes_federal_money
from financedesk.rules.thresholds import clock_on, runs_out

item, contact = tables.item, tables.contact

Waiting = Mapping[str, tuple[Use, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftQuestion:
    """A gift as far as it is typed; the amount in cents, ``today`` is the day of the desk.

    ``card_id`` is None for somebody new; ``item_id`` names the entry that is being corrected,
    ``before`` are the checks that stand before it on a slip.
    ``visible`` are the ids of the entities that the user may see beside this one: of a joint
    fundraiser's other participants only whether their share fits is told.
    """

    entity: EntityRow
    account: AccountRow
    giver: Contact
    card_id: int | None
    day: str
    cents: int
    method: str
    today: date
    item_id: int | None = None
    election_code: str = ""
    visible: tuple[int, ...] = ()
    before: tuple[SlipCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """The aggregate and line, the report that will show it, and what speaks against it.

    ``report`` is None where no form shows the gift; ``lacks`` are the facts that an itemised
    gift must show and that are not known yet (11 CFR 100.12). ``left`` says what the limit leaves,
    or how a gift to a joint fundraiser is shared out; ``asks`` what somebody must declare before
    the gift may pass; empty for nothing.
    """

    outlook: Outlook
    report: ReportPlace | None
    lacks: tuple[str, ...]
    concerns: tuple[Concern, ...]
    left: str = ""
    asks: str = ""


def forecast(connection: Connection, asked: GiftQuestion) -> Forecast:
    """Return what a gift would come to (11 CFR 104.3(a)(4), 104.8(b), 104.5)."""
    giver = (asked.giver.type, asked.card_id)
    same = of_one_card(connection, asked.giver, asked.card_id, asked.before)
    found = outlook(
        connection, asked.entity, asked.account, giver, asked.day, asked.cents,
        besides=asked.item_id, ahead=[(one.day, one.cents) for one in same],
    )  # fmt: skip
    federal = takes_federal_money(asked.entity.form, asked.account.kind)
    day = date.fromisoformat(asked.day)
    report = report_place(connection, asked.entity, day) if federal else None
    beside = _beside(connection, asked)
    passed = _judged(connection, asked, beside)
    settled = _is_settled(connection, asked, passed)
    shared = _shared_out(connection, asked, passed)
    concerns = (
        *_closed(report),
        *_walled(passed, settled=settled),
        *concerns_of(_facts(connection, asked, federal=federal)),
        *_above_limit(connection, asked, beside),
        *shared.concerns,
        *_duplicate(connection, asked),
        *_twice_on_slip(asked, same),
        *_namesake(connection, asked),
    )
    return Forecast(
        found, report, _lacking(asked.giver) if found.itemised else (), concerns,
        left=shared.words or ("" if passed is None else passed.allowing_words),
        asks="" if passed is None or settled else passed.asking_words,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Beside:
    """What counts beside a gift and is not in the books: with joint fundraisers, on its slip."""

    waiting: Waiting
    ahead: tuple[Use, ...]


def _beside(connection: Connection, asked: GiftQuestion) -> _Beside:
    whose = (asked.giver, asked.card_id)
    ahead = uses_of(of_one_giver(connection, asked.entity.id, whose, asked.before))
    return _Beside(_waiting(connection, asked), ahead)


def _waiting(connection: Connection, asked: GiftQuestion) -> Waiting:
    """Return what joint fundraisers hold of the giver for this recipient and others."""
    if asked.entity.kind == JOINT:  # which shares it out with the gift itself
        return {}
    question = Question(on=date.fromisoformat(asked.day))
    seen = (asked.entity.id, *asked.visible)
    return waiting_uses(connection, _giver(connection, asked), seen, question)


def _judged(connection: Connection, asked: GiftQuestion, beside: _Beside) -> Judgement | None:
    met = MetGift(
        entity=asked.entity, account=asked.account, other=asked.giver, card_id=asked.card_id,
        kind=gift_kind(asked.entity.kind, asked.account.kind, asked.giver.type), day=asked.day,
        cents=asked.cents, election_code=asked.election_code, besides=asked.item_id,
        waiting=beside.waiting, ahead=beside.ahead,
    )  # fmt: skip
    try:
        return judge(connection, gift_crossing(connection, met))
    except NotFound:  # a day of which no rule is known
        return None


def _is_settled(connection: Connection, asked: GiftQuestion, found: Judgement | None) -> bool:
    """Tell whether the note that is kept with a corrected entry settles its condition."""
    if found is None or asked.item_id is None:
        return False
    return note_again(connection, asked.item_id, found.crossing, None) is not None


@dataclass(frozen=True, slots=True)
class _Shared:
    """How a joint fundraiser shares a gift out, in words, and what speaks against it."""

    words: str = ""
    concerns: tuple[Concern, ...] = ()


def _shared_out(connection: Connection, asked: GiftQuestion, passed: Judgement | None) -> _Shared:
    """Say whose a gift to a joint fundraiser will be, who is full, and what must go back."""
    if asked.entity.kind != JOINT or passed is None or passed.prohibited:
        return _Shared()
    question = Question(on=date.fromisoformat(asked.day), cents=asked.cents)
    found = joint_forecast(
        connection, asked.entity.id, _giver(connection, asked),
        (asked.entity.id, *asked.visible), question, asked.item_id,
    )  # fmt: skip
    if found is None:
        return _Shared("", (Concern("warn", needed_words()),))
    told = [Concern("bad", found.back_words)] if found.back_cents else []
    told += [Concern("warn", words) for words in (*found.full_words, found.outside_words) if words]
    return _Shared(found.shares_words, tuple(told))


def _walled(found: Judgement | None, *, settled: bool) -> Sequence[Concern]:
    """Say what keeps the gift from being recorded: the law, or what must be declared first."""
    if found is None:
        return ()
    if found.prohibited:
        return (Concern("bad", found.verdict.words),)
    if found.asks and not settled:
        return (Concern("warn", found.asking_words),)
    return ()


def _facts(connection: Connection, asked: GiftQuestion, *, federal: bool) -> GiftFacts:
    return GiftFacts(
        entity_kind=asked.entity.kind, account_kind=asked.account.kind, federal=federal,
        giver_type=asked.giver.type, giver_name=asked.giver.display_name,
        state=asked.giver.state, country=asked.giver.country, method=asked.method,
        cents=asked.cents, day=date.fromisoformat(asked.day), today=asked.today,
        overrides=overrides(connection), cash_before_cents=_cash_before(connection, asked),
    )  # fmt: skip


def _cash_before(connection: Connection, asked: GiftQuestion) -> int:
    """Return the giver's other currency of that day in the books."""
    if not is_cash(asked.method):
        return 0
    arrived = Arrived(
        entity=asked.entity, account=asked.account, giver=asked.giver, card_id=asked.card_id,
        method=asked.method, cents=asked.cents, day=asked.day, besides=asked.item_id,
    )  # fmt: skip
    return cash_before(connection, arrived)


_WANTED = (("street_1", "street"), ("city", "city"), ("state", "state"), ("zip", "ZIP"))
_WANTED_OF_PEOPLE = (("employer", "employer"), ("occupation", "occupation"))


def _lacking(giver: Contact) -> tuple[str, ...]:
    wanted = _WANTED + (_WANTED_OF_PEOPLE if giver.is_person else ())
    return tuple(words for name, words in wanted if not getattr(giver, name).strip())


def _above_limit(connection: Connection, asked: GiftQuestion, beside: _Beside) -> Sequence[Concern]:
    """Say by how much the gift would go above the giver's limit, and what to do until when."""
    day = date.fromisoformat(asked.day)
    try:
        found = _room(connection, asked, day, beside)
    except NotFound:  # a day of which no figure is known: no question of amount
        return ()
    excess = exceeds_by(found, asked.cents)
    if not excess or found.room is None:
        return ()
    given = overrides(connection)
    until = runs_out("excessive", day, given).isoformat()
    words = (
        f"{format_cents(excess, symbol=True)} above the limit: {found.room.words} Refund it, or"
        f" have it reattributed or redesignated, by {until} ({found.room.limit.citation};"
        f" {clock_on('excessive', day, given).law})."
    )
    return (Concern("bad", words),)


def _room(connection: Connection, asked: GiftQuestion, day: date, beside: _Beside) -> RecipientRoom:
    person = _giver(connection, asked)
    besides = {} if asked.item_id is None else without_item(connection, asked.item_id)
    return room_for_gift(
        connection, person, asked.entity.id, [asked.entity.id],
        Question(
            on=day, cents=asked.cents, pending=joined_uses(besides, beside.waiting),
            ahead=beside.ahead,
        ),
        account_kind=asked.account.kind,
    )  # fmt: skip


def _giver(connection: Connection, asked: GiftQuestion) -> LimitPerson:
    if asked.card_id is None:
        return limit_stranger(connection, asked.entity.id, asked.giver)
    return limit_person(connection, asked.card_id)


def _closed(report: ReportPlace | None) -> Sequence[Concern]:
    if report is None or not report.closed:
        return ()
    final = report.closed == "final"
    way = "reopen it before it is sent" if final else "it will need an amendment"
    state = "final" if final else "filed already"
    return (Concern("warn", f"That day lies in the {report.title}, which is {state}: {way}."),)


def _duplicate(connection: Connection, asked: GiftQuestion) -> Sequence[Concern]:
    if asked.card_id is None:
        return ()
    query = select(item.c.id).where(
        item.c.card_id == asked.card_id,
        item.c.item_date == asked.day,
        item.c.amount_cents == asked.cents,
        item.c.kind.in_(gift_kinds()),
        item.c.id != (asked.item_id or 0),
    )
    if connection.execute(query.limit(1)).first() is None:
        return ()
    amount = format_cents(asked.cents, symbol=True)
    words = f"{asked.giver.display_name} has a gift of {amount} on this day already."
    return (Concern("warn", f"Possible duplicate: {words}"),)


def _twice_on_slip(asked: GiftQuestion, same: Sequence[SlipCheck]) -> Sequence[Concern]:
    """Say that a check of the same giver, day and amount stands on the slip already."""
    twin = next((one for one in same if (one.day, one.cents) == (asked.day, asked.cents)), None)
    if twin is None:
        return ()
    amount = format_cents(asked.cents, symbol=True)
    words = f"check {twin.number} of this slip is {amount} of the same giver and day."
    return (Concern("warn", f"Possible duplicate: {words}"),)


def _namesake(connection: Connection, asked: GiftQuestion) -> Sequence[Concern]:
    if asked.card_id is not None or not search_name(asked.giver).strip():
        return ()
    query = select(contact.c.city, contact.c.state).where(
        contact.c.entity_id == asked.entity.id, contact.c.search_name == search_name(asked.giver)
    )
    known = connection.execute(query.order_by(contact.c.id.desc()).limit(1)).one_or_none()
    if known is None:
        return ()
    place = ", ".join(part for part in known if part)
    words = f"{asked.giver.display_name}{f' of {place}' if place else ''} is known already"
    return (Concern("warn", f"{words}: choose that record if it is the same giver."),)
