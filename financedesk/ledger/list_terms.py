"""A list, poll or other thing of value that is about to change hands: what the law says of it.

Free, at its fair value, or never (``rules.data_crossing``). What is asked below that value is a
contribution, and of it the wall is asked like of any other money.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from financedesk.book.walls import hides_some
from financedesk.errors import BadInput, NotFound, Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import (
    PERSON_TYPES,
    Contact,
    ContactRef,
    read_contact,
    search_name,
)
from financedesk.ledger.crossings import MetGift, gift_crossing, own_entity, payment_crossing
from financedesk.ledger.list_names import ReportedNames, names_known_by_reports_alone
from financedesk.ledger.typed_gift import gift_kind
from financedesk.ledger.typed_payment import check_election
from financedesk.ledger.typed_transfer import (
    Side,
    TypedTransfer,
    passage_between,
    share_a_limit,
    transfer_crosses,
)
from financedesk.ledger.wall import Crossing, Judgement, Note, judge, require
from financedesk.rules.data_crossing import (
    AFFILIATED,
    COMPANY,
    FAIR,
    IN_KIND,
    NEVER,
    OWN,
    PARTY,
    PARTY_SIDES,
    PERSON,
    REFUSED,
    DataKind,
    DataRule,
    Worth,
    data_kind,
    may_cross,
    report_names,
    sale_kinds,
    worth_on,
)
from financedesk.rules.money import format_cents
from financedesk.rules.passages import Holder, Passage, passage_of_sides, side_of

OWN_RECORDS, BOUGHT, REPORTS = "own", "bought", "reports"
ORIGINS: Mapping[str, str] = {
    OWN_RECORDS: "From its own records",
    BOUGHT: "Bought or rented from somebody else",
    REPORTS: "Copied from reports to the FEC",
}
"""Where the names come from."""

APPEALS, OTHERWISE = "appeals", "other"
SERVES: Mapping[str, str] = {
    APPEALS: "Asking for money",
    OTHERWISE: "Something else: talking to voters, research",
}
"""What it will be used for."""

APPRAISED, LISTED, COST = "appraisal", "price_list", "cost"
BASES: Mapping[str, str] = {
    APPRAISED: "An appraisal",
    LISTED: "A price list that anybody gets",
    COST: "Its share of what it cost",
    "": "Nobody has said yet",
}
"""What the value rests on."""

NOTHING, MONEY, EXCHANGE = "none", "money", "exchange"
COUNTERS: Mapping[str, str] = {
    MONEY: "A price in money",
    EXCHANGE: "Another list or thing in exchange",
    NOTHING: "Nothing",
}
"""What comes back for it."""

_OUTSIDE = {"CCM": "candidate", "CAN": "candidate", "PTY": "party", "PAC": "pac", "COM": "pac",
            "ORG": COMPANY}  # fmt: skip
_ONE_CENT = 1


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody outside the organisation: what is known of them, and their card if there is one."""

    contact: Contact
    known: ContactRef | None = None


Party = Side | Outsider


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedList:
    """A document as it was typed; amounts in cents, days ``YYYY-MM-DD``, empty where unknown.

    ``value_cents`` is what it was worth when it came; ``basis`` (a key of ``BASES``) with
    ``basis_words`` and ``appraised_on`` say by what. ``came_on`` is the day of a poll's results.
    ``counter_cents`` is the price, or the worth of what came in exchange; ``paid_on`` the day of
    payment, empty while it is owed. ``attested`` says who holds the names in own records;
    ``note`` settles a condition of the matrix.
    """

    giver: Party
    taker: Party
    data: str
    records: int
    contents: str
    day: str
    approver: str
    origin: str = OWN_RECORDS
    serves: str = APPEALS
    value_cents: int = 0
    basis: str = ""
    basis_words: str = ""
    appraised_on: str = ""
    came_on: str = ""
    counter: str = NOTHING
    counter_cents: int = 0
    counter_words: str = ""
    paid_on: str = ""
    election_code: str = ""
    attested: str = ""
    note: Note | None = None

    @property
    def value_known(self) -> bool:
        """Whether somebody has said what it is worth, and by what."""
        return bool(self.basis) and self.value_cents > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTerms:
    """What the law says of a document, and what it will post; amounts in cents.

    ``gap_cents`` is what of its worth nobody pays. ``judged`` is what the wall says of that (of one
    cent while nobody knows the worth), None where nothing is given; ``out`` and ``into`` are the
    kinds of money whose place is taken in kind. ``stopped`` is the passage where the law names no
    way for it; ``names`` tells of whom only filed reports know.
    """

    kind: DataKind
    rule: DataRule
    worth: Worth
    gap_cents: int
    judged: Judgement | None
    crossing: Crossing | None
    stopped: Passage | None
    out: str
    into: str
    asks_election: bool
    names: ReportedNames

    @property
    def gives_in_kind(self) -> bool:
        """Whether a part of its worth is a contribution."""
        return self.gap_cents > 0 and self.rule.below == IN_KIND and self.rule.price == FAIR


def side_code(connection: Connection, party: Party) -> str:
    """Return the side of the table that a giver or taker stands on."""
    if isinstance(party, Side):
        return side_of(Holder(party.entity.kind, party.account.kind))
    own = own_entity(connection, party.contact)
    if own is not None:
        return side_of(Holder(own.kind, ""))
    return _OUTSIDE.get(party.contact.type, PERSON)


def name_of(party: Party) -> str:
    """Return the name of a giver or taker."""
    return party.entity.name if isinstance(party, Side) else party.contact.display_name


def tie_between(connection: Connection, giver: Party, taker: Party, day: str) -> str:
    """Return what joins two bodies on a day: ``own``, ``party``, ``affiliated`` or nothing."""
    if not isinstance(giver, Side) or not isinstance(taker, Side):
        return ""
    ids = (giver.entity.id, taker.entity.id)
    return tie_of(
        connection, ids, (side_code(connection, giver), side_code(connection, taker)), day
    )


def tie_of(connection: Connection, ids: tuple[int, int], sides: tuple[str, str], day: str) -> str:
    """Return what joins two entities of the book that stand on these sides on a day."""
    if ids[0] == ids[1]:
        return OWN
    if set(sides) <= PARTY_SIDES:
        return PARTY
    return AFFILIATED if share_a_limit(connection, *ids, day) else ""


def recognise(connection: Connection, typed: TypedList) -> TypedList:
    """Return a document whose outsider has the card that the own side's books have of them.

    An organisation whose very name or number is known once is that one; people share names.
    """
    giver, taker = typed.giver, typed.taker
    if isinstance(giver, Side) and isinstance(taker, Outsider):
        return replace(typed, taker=_known(connection, giver.entity.id, taker))
    if isinstance(taker, Side) and isinstance(giver, Outsider):
        return replace(typed, giver=_known(connection, taker.entity.id, giver))
    return typed


def _known(connection: Connection, entity_id: int, given: Outsider) -> Outsider:
    who, column = given.contact, tables.contact.c
    if given.known is not None or who.is_person:
        return given
    same = column.search_name == search_name(who)
    if who.committee_id:
        same = same | (column.committee_id == who.committee_id)
    query = (
        select(column.card_id, func.max(column.id))
        .where(column.entity_id == entity_id, column.type.not_in(PERSON_TYPES), same)
        .group_by(column.card_id)
    )
    cards = connection.execute(query).all()
    if len(cards) != 1:
        return given
    known = ContactRef(cards[0][1], cards[0][0])
    return Outsider(read_contact(connection, known.contact_id), known)


def list_terms(connection: Connection, typed: TypedList) -> ListTerms:
    """Return what the law says of a document; nothing is refused here but what is no document.

    Raises BadInput for data that stays in one entity, for a deal of which no side is an entity of
    the book, and for an entity of the book that was typed as somebody outside.
    """
    _require_two(connection, typed)
    typed = recognise(connection, typed)
    on = date.fromisoformat(typed.day)
    giver, taker = side_code(connection, typed.giver), side_code(connection, typed.taker)
    tie = tie_between(connection, typed.giver, typed.taker, typed.day)
    rule = may_cross(typed.data, giver, taker, on, tie=tie)
    came_on = date.fromisoformat(typed.came_on) if typed.came_on else None
    worth = worth_on(typed.data, typed.value_cents, came_on, on)
    gap = worth.cents - typed.counter_cents if rule.price == FAIR else 0
    bare = ListTerms(
        kind=data_kind(typed.data), rule=rule, worth=worth, gap_cents=gap, judged=None,
        crossing=None, stopped=None, out="", into="", asks_election=False,
        names=_names(connection, typed),
    )  # fmt: skip
    if rule.price != FAIR or rule.below != IN_KIND:
        return bare
    if typed.value_known and gap <= 0:
        return bare
    return _asked_of_the_wall(connection, typed, bare, max(gap, _ONE_CENT))


def _require_two(connection: Connection, typed: TypedList) -> None:
    giver, taker = typed.giver, typed.taker
    if isinstance(giver, Side) and isinstance(taker, Side):
        if giver.entity.id == taker.entity.id:
            raise BadInput("It stays in one entity, which gives nothing to itself: keep no paper.")
        return
    if not isinstance(giver, Side) and not isinstance(taker, Side):
        raise BadInput("One of the two must be an entity of this book.")
    other = taker if isinstance(giver, Side) else giver
    own = own_entity(connection, other.contact) if isinstance(other, Outsider) else None
    if own is not None and not hides_some(connection):
        raise BadInput(
            f"{own.name} is an entity of this book: choose it, so that both sides are booked."
        )


def _names(connection: Connection, typed: TypedList) -> ReportedNames:
    if not data_kind(typed.data).names or not isinstance(typed.giver, Side):
        return ReportedNames(0, 0)
    return names_known_by_reports_alone(connection, typed.giver.entity.id)


# --- what the wall says of the part that nobody pays


def _asked_of_the_wall(
    connection: Connection, typed: TypedList, bare: ListTerms, cents: int
) -> ListTerms:
    giver, taker = typed.giver, typed.taker
    if isinstance(giver, Side) and isinstance(taker, Side):
        return _between(connection, typed, bare, giver, taker, cents)
    if isinstance(taker, Side):
        return _coming_in(connection, typed, bare, taker, cents)
    return _going_out(connection, typed, bare, cents)


def _between(
    connection: Connection, typed: TypedList, bare: ListTerms, giver: Side, taker: Side, cents: int
) -> ListTerms:
    asked = TypedTransfer(
        giver=giver, taker=taker, amount_cents=cents, day=typed.day,
        election_code=typed.election_code, note=typed.note,
    )  # fmt: skip
    found = passage_between(connection, giver, taker, typed.day)
    return _judged(connection, typed, bare, transfer_crosses(connection, asked), found)


def _coming_in(
    connection: Connection, typed: TypedList, bare: ListTerms, taker: Side, cents: int
) -> ListTerms:
    giver = typed.giver
    if not isinstance(giver, Outsider):
        return bare
    code = gift_kind(taker.entity.kind, taker.account.kind, giver.contact.type)
    gift = MetGift(
        entity=taker.entity, account=taker.account, other=giver.contact,
        card_id=None if giver.known is None else giver.known.card_id,
        # An organisation's gift in kind is a corporation's until somebody knows better.
        kind="", day=typed.day, cents=cents, election_code=typed.election_code.strip().upper(),
    )  # fmt: skip
    found = _judged(connection, typed, bare, gift_crossing(connection, gift), None)
    return replace(found, into=code)


def _going_out(connection: Connection, typed: TypedList, bare: ListTerms, cents: int) -> ListTerms:
    giver, taker = typed.giver, typed.taker
    if not isinstance(giver, Side) or not isinstance(taker, Outsider):
        return bare
    found = passage_of_sides(side_code(connection, giver), side_code(connection, taker), own=False)
    made = MetGift(
        entity=giver.entity, account=giver.account, other=taker.contact,
        card_id=None if taker.known is None else taker.known.card_id, kind=found.out,
        day=typed.day, cents=cents, election_code=typed.election_code.strip().upper(),
    )  # fmt: skip
    return _judged(connection, typed, bare, payment_crossing(connection, made), found)


def _judged(
    connection: Connection,
    typed: TypedList,
    bare: ListTerms,
    crossing: Crossing | None,
    found: Passage | None,
) -> ListTerms:
    judged = None
    if crossing is not None:
        try:
            judged = judge(connection, crossing, typed.note)
        except NotFound:  # a day of which no rule is known
            crossing = None
    stopped = found if found is not None and found.refused else None
    return replace(
        bare, judged=judged, crossing=crossing, stopped=stopped,
        out="" if found is None else found.out, into="" if found is None else found.into,
        asks_election=found is not None and "election" in found.asks,
    )  # fmt: skip


# --- what may not be recorded


def require_terms(connection: Connection, typed: TypedList) -> ListTerms:
    """Return the terms of what may be recorded.

    Raises BadInput for what is missing or cannot be; Walled, with law and remedy, for names out of
    filed reports, for what may never pass, for a contribution that the matrix or a limit stops, and
    for a worth that nobody knows where not a cent may be given.
    """
    _require_complete(typed)
    found = list_terms(connection, typed)
    require_lawful(connection, typed, found)
    return found


def require_lawful(connection: Connection, typed: TypedList, found: ListTerms) -> None:
    """Raise what the law has against a document, whether or not everything is said of it yet.

    Raises Walled, and BadInput where more comes back than it is worth.
    """
    _require_lawful_names(typed, found)
    rule, label = found.rule, found.kind.label
    if rule.price == NEVER:
        raise Walled(f"{label}: {rule.words} {rule.remedy}".strip(), citation=rule.citation,
                     remedy=rule.remedy)  # fmt: skip
    if rule.price != FAIR:
        return
    if typed.value_known and found.gap_cents < 0:
        over = format_cents(-found.gap_cents, symbol=True)
        raise BadInput(
            f"What comes back is {over} more than it is worth; that part is a contribution the"
            " other way: lower it, or record it as one."
        )
    if typed.value_known and found.gap_cents > 0 and rule.below == REFUSED:
        raise Walled(f"{label}: {rule.words} {rule.remedy}", citation=rule.citation,
                     remedy=rule.remedy)  # fmt: skip
    _require_contribution(connection, typed, found)


def _require_contribution(connection: Connection, typed: TypedList, found: ListTerms) -> None:
    """Ask the wall of what nobody pays; without a value, whether anything may be given at all."""
    words = _opening_words(typed, found)
    if found.crossing is not None and (found.gives_in_kind or not typed.value_known):
        prohibited = found.judged is not None and found.judged.prohibited
        if found.gives_in_kind or prohibited:
            try:
                require(connection, found.crossing, typed.note)
            except Walled as stop:
                raise Walled(
                    f"{words} {stop} {found.rule.remedy}", citation=stop.citation,
                    remedy=found.rule.remedy or stop.remedy, asks=stop.asks,
                ) from stop  # fmt: skip
    if found.stopped is not None:
        raise Walled(f"{words} {found.stopped.words} {found.rule.remedy}",
                     citation=found.stopped.citation, remedy=found.rule.remedy)  # fmt: skip
    if found.gives_in_kind and found.asks_election:
        check_election(typed.election_code)


def _opening_words(typed: TypedList, found: ListTerms) -> str:
    if not typed.value_known:
        return "Nobody has said what it is worth, so nobody can show that nothing is given:"
    gap = format_cents(found.gap_cents, symbol=True)
    return f"{gap} of its worth is not paid, and that is a contribution:"


def _require_lawful_names(typed: TypedList, found: ListTerms) -> None:
    law = report_names()
    if not found.kind.names:
        return
    appeals = typed.serves == APPEALS
    if typed.origin == REPORTS and (appeals or typed.counter == MONEY):
        raise Walled(f"{law.reason} {law.remedy} [{law.citation}]", citation=law.citation,
                     remedy=law.remedy)  # fmt: skip
    if appeals and found.names.are_all and not typed.attested.strip():
        words = (
            f"All {found.names.people} people in the books of {name_of(typed.giver)} came out of"
            f" filed reports. {law.reason} Say who holds the names in own records."
            f" [{law.citation}]"
        )
        raise Walled(words, citation=law.citation, remedy=law.remedy, asks="own_records")


def _require_complete(typed: TypedList) -> None:
    for words, known in (
        (typed.origin, ORIGINS), (typed.serves, SERVES), (typed.basis, BASES),
        (typed.counter, COUNTERS),
    ):  # fmt: skip
        if words not in known:
            raise BadInput(f"“{words}” is not among {', '.join(filter(None, known))}.")
    if typed.records <= 0:
        raise BadInput(f"Say how many {data_kind(typed.data).unit} there are.")
    if not typed.contents.strip():
        raise BadInput("Say what is in it: name, postal address, e-mail address.")
    if not typed.approver.strip():
        raise BadInput("Say who approved it; a list leaves on somebody’s word.")
    if typed.came_on and typed.came_on > typed.day:
        raise BadInput(f"The results came on {typed.came_on}; nobody can get them before that.")
    _require_counter(typed)


def _require_counter(typed: TypedList) -> None:
    """Raise BadInput when what comes back is not told whole, or cannot be booked."""
    if typed.counter == NOTHING:
        if typed.counter_cents:
            raise BadInput("Where nothing comes back there is no price.")
        return
    if typed.counter == EXCHANGE:
        if typed.counter_cents <= 0 or not typed.counter_words.strip():
            raise BadInput("Say what came in exchange, and what it is worth.")
        return
    if typed.counter_cents <= 0:
        raise BadInput("Say the price, or that nothing is asked.")
    for party in (typed.giver, typed.taker):
        if isinstance(party, Side):
            sale_kinds(party.entity.kind, party.account.kind)
