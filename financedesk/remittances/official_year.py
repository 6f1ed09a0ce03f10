"""An official's year: what each recipient got, what is left for it, and what a change would make.

Rooms are the ledger's, as a proposal sees them. Of a recipient across a wall nothing is told but
that it stands on the list; and as soon as anything of the book is hidden, of a limit that several
share only what is left is told, not who used the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection, or_, select

from financedesk.book import walls
from financedesk.errors import BadInput, NotFound
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entities
from financedesk.remittances.awaiting import waiting_lines
from financedesk.remittances.dues import dues_if, dues_of
from financedesk.remittances.instructions import (
    INSTRUCTIONS,
    InstructionLine,
)
from financedesk.remittances.people import Official, official_in_view
from financedesk.remittances.plan import Plan, plan_of
from financedesk.remittances.pledges import PLEDGES, RECIPIENTS, PledgeRecipient
from financedesk.remittances.shelf import Kept
from financedesk.rules.allocation_rooms import Allowance
from financedesk.rules.allocation_year import Comparison, Due, YearPlan, compared
from financedesk.rules.dates import first_of_month
from financedesk.rules.dues_formula import PAY_DUE
from financedesk.rules.dues_standing import Settled, instructed
from financedesk.rules.entities import account_kind
from financedesk.rules.money import format_cents

item, account, entity = tables.item, tables.account, tables.entity
receipt, keeper = tables.remittance_receipt, tables.entity.alias("keeper")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A contribution that kept the promise, or what was given back of one (below zero); cents."""

    item_id: int
    entity_id: int
    entity: str
    account_kind: str
    day: date
    cents: int
    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientYear:
    """One recipient in a year; cents.

    ``remitted_cents`` kept the promise, ``signed_cents`` was signed for and has not come,
    ``other_cents`` is what else counts in the same limit (None: not told), and ``left_cents`` what
    the limit leaves after all of it (None: no amount is set, or not told). ``authorised`` is None
    for one that is no longer on the list, ``in_view`` false across a wall. ``words`` say what
    bounds it, ``stopped`` why nothing is proposed for it.
    """

    key: str
    name: str
    account: str
    authorised: Kept[PledgeRecipient] | None
    in_view: bool = True
    remitted_cents: int = 0
    signed_cents: int = 0
    other_cents: int | None = None
    left_cents: int | None = None
    words: str = ""
    stopped: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialYear:
    """A calendar year: its payments, the newest first, and its recipients as the pledge lists them.

    ``stops`` are sentences that say why nothing is proposed at all.
    """

    year: int
    payments: tuple[Payment, ...]
    recipients: tuple[RecipientYear, ...]
    stops: tuple[str, ...]

    @property
    def remitted_cents(self) -> int:
        """What came to entities in view."""
        return sum(one.cents for one in self.payments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What would be otherwise for the rest of a year.

    ``places`` give recipients, by key, another tier and weight; ``without`` leaves some out, and
    ``also`` brings in accounts (short name, kind, tier) that the pledge does not name.
    ``schedule`` holds from ``since`` on. ``moved`` gives the due of a month on another day.
    """

    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    also: tuple[tuple[str, str, int], ...] = ()
    schedule: str = ""
    since: date | None = None
    moved: tuple[date, date] | None = None
    smooth: bool = False


def official_year(
    connection: Connection,
    kept: Kept[Official],
    payments: Sequence[Payment],
    visible: Collection[int],
    today: date,
    year: int,
) -> OfficialYear:
    """Return what became of an official's money in a year, as far as the user may see it."""
    paid = [one for one in payments if one.day.year == year]
    known = {one.code: one for one in entities(connection)}
    listed = _listed(connection, kept, today)
    on = _day_in(year, today)
    plan, wrong = _plan(connection, kept, visible, on)
    whole = not walls.hides_some(connection) and all(one.id in visible for one in known.values())
    signed = waiting_lines(connection, kept.entity_id, [kept.id]).get(kept.id, [])
    seen = {code: one for code, one in known.items() if one.id in visible}
    found = _Recipients(seen, plan, paid, [one for one in signed if one.made_on.year == year], on)
    return OfficialYear(
        year=year,
        payments=tuple(paid),
        recipients=(
            *(found.of_list(one, whole=whole) for one in listed),
            *found.of_earlier_lists({_key(one) for one in listed}),
        ),
        stops=tuple(one.why for one in plan.allocation.stops) if plan is not None else wrong,
    )


def _plan(
    connection: Connection, kept: Kept[Official], visible: Collection[int], on: date
) -> tuple[Plan | None, tuple[str, ...]]:
    """Return the proposal of a day; without one, what is wrong with the pledge, in sentences."""
    try:
        return plan_of(connection, kept.id, f"{on:%Y-%m}", visible, made_on=on), ()
    except NotFound:  # no pledge has begun: there is nobody to give to
        return None, ()
    except BadInput as error:
        return None, (str(error),)


def _listed(connection: Connection, kept: Kept[Official], on: date) -> list[Kept[PledgeRecipient]]:
    """Return the recipients of the newest pledge that has begun, or of the newest one, by tier."""
    held = PLEDGES.of(connection, kept.entity_id, official_id=kept.id)
    begun = [one for one in held if one.fact.from_date <= on] or held
    newest = max(begun, key=lambda one: (one.fact.from_date, one.id), default=None)
    if newest is None:
        return []
    found = RECIPIENTS.of(connection, kept.entity_id, pledge_id=newest.id)
    standing = [one for one in found if (one.fact.to_date or date.max) >= on]
    return sorted(standing, key=lambda one: (one.fact.tier, one.id))


class _Recipients:
    """What is to be told of each recipient, from payments, signed lines and a proposal's rooms."""

    def __init__(
        self,
        seen: Mapping[str, EntityRow],
        plan: Plan | None,
        paid: Sequence[Payment],
        signed: Sequence[InstructionLine],
        on: date,
    ) -> None:
        self._seen, self._on = seen, on
        self._request = None if plan is None else plan.request
        blocked = () if plan is None else plan.allocation.blocked
        self._blocked = {one.recipient: one.words for one in blocked}
        codes = {one.id: code for code, one in seen.items()}
        self._remitted: dict[str, int] = defaultdict(int)
        self._names: dict[str, Payment] = {}
        for one in paid:
            key = f"{codes[one.entity_id]}/{one.account_kind}"
            self._remitted[key] += one.cents
            self._names[key] = one
        self._signed: dict[str, int] = defaultdict(int)
        for line in signed:
            self._signed[f"{line.recipient}/{line.account_kind}"] += line.cents

    def of_list(self, kept: Kept[PledgeRecipient], *, whole: bool) -> RecipientYear:
        """Return a recipient of the list; ``whole``: nothing of the book is hidden."""
        key, one = _key(kept), kept.fact
        known = self._seen.get(one.recipient)
        kind = account_kind(one.account_kind).label
        if known is None:
            return RecipientYear(
                key=key, name=one.recipient, account=kind, authorised=kept, in_view=False,
                words="Across a wall: what reached it is told to nobody here.",
            )  # fmt: skip
        room = self._room(key)
        left = None if room is None else room.left_on(self._on)
        remitted, signed = self._remitted[key], self._signed[key]
        other = max(0, room.used_cents - remitted) if room is not None and whole else None
        return RecipientYear(
            key=key, name=known.name, account=kind, authorised=kept, remitted_cents=remitted,
            signed_cents=signed, other_cents=other, left_cents=left,
            words=self._words(room, left), stopped=self._blocked.get(key, ""),
        )  # fmt: skip

    def of_earlier_lists(self, listed: Collection[str]) -> Iterator[RecipientYear]:
        """Yield recipients that got something in the year and are on the list no more."""
        for key, one in sorted(self._names.items()):
            if key not in listed:
                yield RecipientYear(
                    key=key, name=one.entity, account=account_kind(one.account_kind).label,
                    authorised=None, remitted_cents=self._remitted[key],
                    words="On the list no more.",
                )  # fmt: skip

    def _room(self, key: str) -> Allowance | None:
        """Return the limit of which the least is left; None where no amount is set."""
        if self._request is None:
            return None
        named = (one for one in self._request.recipients if one.key == key)
        keys = next((one.rooms for one in named), ())
        bound = [
            (left, one)
            for one in map(self._request.allowances.__getitem__, keys)
            if (left := one.left_on(self._on)) is not None
        ]
        return min(bound, key=lambda found: found[0])[1] if bound else None

    def _words(self, room: Allowance | None, left: int | None) -> str:
        if room is None or left is None:
            return "No amount is set."
        return f"{format_cents(left, symbol=True)} left under: {room.label} {room.window.words}."


def _key(kept: Kept[PledgeRecipient]) -> str:
    return f"{kept.fact.recipient}/{kept.fact.account_kind}"


def _day_in(year: int, today: date) -> date:
    """Return the day of a year from which to look: today, or its last or first day."""
    if year == today.year:
        return today
    return date(year, 12, 31) if year < today.year else date(year, 1, 1)


def what_if(
    connection: Connection,
    official_id: int,
    year: int,
    visible: Collection[int],
    today: date,
    change: Change,
) -> Comparison:
    """Return the rest of a year as it stands and as it would be.

    What fell due before today and is open is given today, each later due on the first of its month.
    What was signed for and has not come stays as it was signed. Raises NotFound without a pledge,
    and BadInput for a year that is over, or a change that cannot be.
    """
    kept = official_in_view(connection, official_id, visible)
    if year < today.year:
        raise BadInput(f"{year} is over; choose a year that still has dues.")
    months = _open_months(connection, kept, year, today)
    unsigned = [month for month, one in months.items() if one.instruction is None]
    period = min(unsigned, default=first_of_month(_day_in(year, today)))
    on = max(period, today)

    def plan(also: Sequence[PledgeRecipient], dues: Iterator[Due]) -> YearPlan:
        month = f"{period:%Y-%m}"
        found = plan_of(connection, official_id, month, visible, made_on=on, also=also).request
        return YearPlan(
            request=replace(found, due_cents=0, carry_in_cents=0), dues=tuple(dues)
        )  # fmt: skip

    before = plan((), _dues(months, {}, None, today))
    asked = _asked_if(connection, kept, change, year, today)
    # Rooms are read anew: who shares a limit with somebody new is held to that one's figure too.
    after = plan(_also(change, on), _dues(months, asked, change.moved, today))
    return compared(before, _changed(after, change))


def _also(change: Change, on: date) -> list[PledgeRecipient]:
    return [
        PledgeRecipient(
            pledge_id=0, recipient=code, account_kind=kind, tier=tier, consented_on=on
        )
        for code, kind, tier in change.also
    ]  # fmt: skip


def _changed(plan: YearPlan, change: Change) -> YearPlan:
    places = {one.key: one for one in plan.request.recipients}
    for key, (tier, weight) in change.places.items():
        if key not in places:
            raise NotFound(f"“{key}” is not on the list of recipients.")
        plan = plan.with_recipient(replace(places[key], tier=tier, weight=weight))
    for key in sorted(change.without):
        plan = plan.without_recipient(key)
    return plan.with_smoothing(smooth=change.smooth)


def _open_months(
    connection: Connection, kept: Kept[Official], year: int, today: date
) -> dict[date, Settled]:
    """Return the months of a year whose due of pay has not lapsed, by their first day.

    Each with the word that was signed for it, also where it was kept: it is not asked anew.
    """
    (dues,) = dues_of(
        connection, kept.entity_id, date(year, 12, 1), on=today, official_ids=[kept.id]
    )
    held = INSTRUCTIONS.of(connection, kept.entity_id, official_id=kept.id)
    words = [one.fact.signed() for one in held if one.fact.signed_on]
    return {
        one.month: one
        for one in instructed(dues.standing, words).months
        if one.month.year == year and one.kind == PAY_DUE and not one.lapsed
    }


def _asked_if(
    connection: Connection, kept: Kept[Official], change: Change, year: int, today: date
) -> Mapping[date, int]:
    """Return what each month would ask by another schedule; nothing without one."""
    if not change.schedule:
        return {}
    since = change.since or first_of_month(_day_in(year, today))
    if since.year != year:
        raise BadInput(f"Choose a day in {year} from which the other schedule is to hold.")
    run = dues_if(
        connection, kept, change.schedule, since, last=date(year, 12, 1), on=max(today, since)
    )
    asked = {month: cents for (month, kind), cents in run.asked().items() if kind == PAY_DUE}
    later = [date(year, month, 1) for month in range(since.month, 13)]
    # Months of which nothing is said ask for nothing.
    return {**dict.fromkeys(later, 0), **{month: asked[month] for month in asked if month in later}}


def _dues(
    months: Mapping[date, Settled],
    asked: Mapping[date, int],
    moved: tuple[date, date] | None,
    today: date,
) -> Iterator[Due]:
    """Yield what is still to be given, with the day; other amounts by month where they are said."""
    for month, one in sorted(months.items()):
        cents = one.left_cents
        if one.instruction is not None:  # what it places is pending at its limits already
            cents = min(cents, one.instruction.carried_cents)
        elif month in asked:
            cents = max(0, asked[month] - one.waived_cents - one.made_cents)
        day = max(month, today)
        if moved is not None and first_of_month(moved[0]) == month:
            day = moved[1]
        if cents > 0:
            yield Due(day, cents)


# --- what came


def payments_in_view(
    connection: Connection, kept: Kept[Official], visible: Collection[int]
) -> list[Payment]:
    """Return every payment to entities in view, the newest first, with what was given back."""
    query = (
        select(
            item.c.id, item.c.item_date, item.c.cash_cents, receipt.c.entity_id,
            receipt.c.period, entity.c.name, account.c.kind,
        )
        .select_from(receipt)
        .join(keeper, keeper.c.code == receipt.c.keeper)
        .join(item, or_(item.c.id == receipt.c.item_id, item.c.parent_id == receipt.c.item_id))
        .join(entity, entity.c.id == receipt.c.entity_id)
        .join(account, account.c.id == item.c.account_id)
        .where(
            keeper.c.id == kept.entity_id, receipt.c.reference == kept.fact.reference,
            receipt.c.entity_id.in_(list(visible)), item.c.cash_cents != 0,
        )
        .order_by(item.c.item_date.desc(), item.c.id.desc())
    )  # fmt: skip
    return [
        Payment(
            item_id=row.id, entity_id=row.entity_id, entity=row.name, account_kind=row.kind,
            day=date.fromisoformat(row.item_date), cents=row.cash_cents, period=row.period or "",
        )
        for row in connection.execute(query)
    ]  # fmt: skip
