"""What a document of a list would come to before it is saved: the law, and what is posted."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from financedesk.errors import BadInput, Walled
from financedesk.ledger.list_rows import APPRAISAL_CLOCK, PRICE_CLOCK
from financedesk.ledger.list_terms import (
    COST,
    EXCHANGE,
    MONEY,
    ListTerms,
    Party,
    TypedList,
    list_terms,
    name_of,
    require_lawful,
)
from financedesk.ledger.overrides import overrides
from financedesk.ledger.tie_findings import open_ties
from financedesk.ledger.typed_transfer import Side
from financedesk.rules.data_crossing import FAIR, FREE, NEVER, in_kind_of, sale_kinds
from financedesk.rules.kinds import kind
from financedesk.rules.limits import Override
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import runs_out

FREELY, FAIRLY, GIVEN, UNKNOWN, ASKED, STOPPED = (
    "free", "fair", "in_kind", "unknown", "asks", "stopped",
)  # fmt: skip
"""What the answer comes to, from nothing to ask to nothing to be done."""


@dataclass(frozen=True, slots=True)
class ListOutlook:
    """The answer: its state, the law, what would be posted, and what to watch.

    ``asks`` is what somebody must declare first, "" for nothing; ``stop`` is why it will not be
    recorded as it stands.
    """

    state: str
    terms: ListTerms
    stop: str
    asks: str
    posts: tuple[str, ...]
    warns: tuple[str, ...]

    @property
    def law(self) -> str:
        """Return the rule of the data with its law."""
        return self.terms.rule.words


def list_outlook(connection: Connection, typed: TypedList, visible: Collection[int]) -> ListOutlook:
    """Return what a document would come to as it stands; nothing is written.

    ``visible`` are the entities that the user may see, whose books may show ties. Raises BadInput
    for what is no document at all: data that stays in one entity.
    """
    found = list_terms(connection, typed)
    given = overrides(connection)
    stop, asks = "", ""
    try:
        require_lawful(connection, typed, found)
    except Walled as walled:
        stop, asks = str(walled), walled.asks
    except BadInput as wrong:
        stop = str(wrong)
    warns = (*_warnings(typed, found, given), *_ties(connection, typed, visible))
    posts = () if stop and not asks else tuple(_posts(typed, found, given))
    return ListOutlook(_state(typed, found, stop, asks), found, stop, asks, posts, warns)


def _state(typed: TypedList, found: ListTerms, stop: str, asks: str) -> str:
    if asks:
        return ASKED
    if stop or found.rule.price == NEVER:
        return STOPPED
    if found.rule.price == FREE:
        return FREELY
    if not typed.value_known:
        return UNKNOWN
    return GIVEN if found.gives_in_kind else FAIRLY


# --- what is posted


def _posts(typed: TypedList, found: ListTerms, given: tuple[Override, ...]) -> Iterator[str]:
    if found.rule.price == FREE and typed.counter != MONEY:
        yield "Nothing is posted: it passes freely, and the document is kept."
        return
    if typed.counter == MONEY and typed.counter_cents > 0:
        yield from _price(typed, given)
    if typed.counter == EXCHANGE and found.gap_cents == 0 and typed.value_known:
        yield "Equal value on both sides: nothing is posted, and the document is kept."
    if found.gives_in_kind:
        yield from _in_kind(typed, found)
    if not typed.value_known and found.rule.price == FAIR:
        yield "Nothing can be posted until somebody says what it is worth: that will be a finding."


def _price(typed: TypedList, given: tuple[Override, ...]) -> Iterator[str]:
    cents = format_cents(typed.counter_cents, symbol=True)
    if typed.paid_on:
        when = f"on {typed.paid_on}"
    else:
        by = runs_out(PRICE_CLOCK, date.fromisoformat(typed.day), given)
        yield f"{name_of(typed.taker)} owes {cents} until {by}; nothing is posted before it pays."
        return
    for party, place, verb in ((typed.taker, 0, "pays"), (typed.giver, 1, "receives")):
        if isinstance(party, Side):
            try:
                code = sale_kinds(party.entity.kind, party.account.kind)[place]
            except BadInput as wrong:
                yield str(wrong)
                continue
            yield f"{party.entity.name} {verb} {cents} {when} ({kind(code).label})."


def _in_kind(typed: TypedList, found: ListTerms) -> Iterator[str]:
    cents = format_cents(found.gap_cents, symbol=True)
    for party, money, verb in (
        (typed.giver, found.out, "gives"), (typed.taker, found.into, "takes"),
    ):  # fmt: skip
        if isinstance(party, Side) and money:
            yield f"{party.entity.name} {verb} {cents} in kind ({_booked(money)})."
    if found.judged is not None and found.judged.left_words:
        yield found.judged.left_words


def _booked(money: str) -> str:
    how = in_kind_of(money)
    words = kind(how.kind).label
    if how.out:
        return f"{words}, and {kind(how.out).label} against it"
    return f"{words}, a memo entry" if how.memo else words


# --- what to watch


def _warnings(typed: TypedList, found: ListTerms, given: tuple[Override, ...]) -> Iterator[str]:
    names = found.names
    if found.kind.names and names.by_reports and not names.are_all:
        yield (
            f"{names.by_reports} of {names.people} people in the books of {name_of(typed.giver)}"
            " are known by filed reports alone: leave them out (52 U.S.C. 30111(a)(4))."
        )
    if found.rule.price != FAIR or not typed.basis:
        return
    if found.worth.percent < 100:
        worth = format_cents(found.worth.cents, symbol=True)
        yield f"Worth {found.worth.percent} % of it on that day: {worth} ({found.worth.citation})."
    if typed.basis != COST and _too_old(typed, given):
        yield "The appraisal has no day or is too old on that day: that will be a finding."


def _too_old(typed: TypedList, given: tuple[Override, ...]) -> bool:
    if not typed.appraised_on:
        return True
    made = date.fromisoformat(typed.appraised_on)
    return runs_out(APPRAISAL_CLOCK, made, given) < date.fromisoformat(typed.day)


def _ties(connection: Connection, typed: TypedList, visible: Collection[int]) -> Iterator[str]:
    """Say what the books show against the independence of one of the two, if nobody answered it."""
    ids = [one.entity.id for one in (typed.giver, typed.taker) if isinstance(one, Side)]
    for tie in open_ties(connection, ids, visible, date.fromisoformat(typed.day)):
        yield f"{_owner(typed, tie.entity_id)} must be independent: {tie.words} ({tie.citation})"


def _owner(typed: TypedList, entity_id: int) -> str:
    parties: tuple[Party, ...] = (typed.giver, typed.taker)
    return next(
        name_of(one) for one in parties if isinstance(one, Side) and one.entity.id == entity_id
    )
