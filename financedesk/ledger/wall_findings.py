"""What stands in the books and would not pass the wall: adopted, entered and imported history.

Such rows stay, for they happened; the treasurer is told which, why, and by what law. Only rows that
can break the matrix are looked at: those whose giver is no person known as such. Who gave above a
limit comes from ``limit_findings``, sums over who gave much.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, text

from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import read_contact
from financedesk.ledger.cost_findings import LATE, NOT_SHARED, QUARTER, UNPROVED, cost_findings
from financedesk.ledger.crossings import body_class, own_entity, recipient_class
from financedesk.ledger.entities import EntityRow, entities
from financedesk.ledger.limit_findings import ABOVE, MAY_BE_ONE, limit_findings
from financedesk.ledger.list_findings import list_findings
from financedesk.ledger.overrides import overrides
from financedesk.ledger.own_policies import policies_taken
from financedesk.ledger.register_kinds import gift_kinds, kinds_of
from financedesk.ledger.shared_costs import UntimelyTransfer, untimely_transfers
from financedesk.ledger.tables_bodies import NO_PERSON
from financedesk.ledger.tie_findings import Tie, open_ties
from financedesk.ledger.wall import ASKED
from financedesk.rules.flows import Verdict, may_give
from financedesk.rules.limits import Override
from financedesk.rules.parties import giver_of_contact

item, account, contact, note = tables.item, tables.account, tables.contact, tables.wall_note

# What one entity gets from another beside gifts; accounts of one entity are not asked about.
_PASSED = tuple(
    code
    for code in (*kinds_of("transfers_in"), "grant_received")
    if code not in ("account_transfer_in", "h3_transfer_from_nonfederal", "h5_transfer_levin")
)
FORBIDDEN, UNSETTLED, UNTIMELY = "forbidden", "unsettled", "untimely"
ON_LIST, TIED = "list", "tied"


@dataclass(frozen=True, slots=True, kw_only=True)
class WallFinding:
    """What one giver gave one entity against the wall; ``cents`` is the sum in question.

    ``kind`` is ``forbidden``, ``unsettled`` (nobody noted what the condition asks for), ``above``
    (a limit), ``may_be_one`` (above it if some cards are one person's) or ``untimely`` (a share of
    a cost that was not paid near that day). ``item_ids`` are the entries, the oldest first; ``why``
    and ``remedy`` are sentences. Of costs that two entities share it is one of ``cost_findings``:
    an invoice or a month instead of entries. ``list`` is a list or other data that was given
    without its price (``document`` is its number), ``tied`` a tie of an independent body that
    nobody has answered.
    """

    kind: str
    entity_id: int
    name: str
    item_ids: tuple[int, ...]
    cents: int
    first_day: str
    last_day: str
    why: str
    remedy: str
    citation: str
    document: str = ""
    card_id: int | None = None


def wall_findings(
    connection: Connection, entity_ids: Collection[int], today: date | None = None
) -> tuple[WallFinding, ...]:
    """Return every row of these entities' books that breaks the matrix, a limit or a window.

    What is forbidden comes first, then what is above a limit, what came on a day on which it may
    not, and what nobody settled. ``today`` is the day from which clocks are looked at, without it
    the computer's.
    """
    today = today or date.today()
    order = (
        FORBIDDEN, ABOVE, MAY_BE_ONE, ON_LIST, NOT_SHARED, QUARTER, UNTIMELY, LATE, UNSETTLED,
        UNPROVED, TIED,
    )  # fmt: skip
    found = [
        *matrix_findings(connection, entity_ids), *other_findings(connection, entity_ids, today)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), -one.cents, one.name)))


def other_findings(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterator[WallFinding]:
    """Yield what breaks a limit, a window or the rules of shared costs, lists and ties."""
    yield from _on_limits(connection, entity_ids)
    for found in (_untimely, _costs, _on_lists, _ties):
        yield from found(connection, entity_ids, today)


# --- the matrix


def matrix_findings(
    connection: Connection, entity_ids: Collection[int], cards: Collection[int] | None = None
) -> Iterator[WallFinding]:
    """Yield what was given against the matrix of flows, of ``cards`` alone where some are named."""
    owners = {one.id: one for one in entities(connection) if one.id in entity_ids}
    judge = _Judge(connection, owners)
    broken: dict[tuple[int, int, str, str], list[Row[Any]]] = defaultdict(list)
    said: dict[tuple[int, int, str, str], Verdict] = {}
    for row in connection.execute(_candidates(owners, cards)):
        verdict = judge.verdict(row)
        kind = _broken(verdict, noted=bool(row.noted))
        if verdict is not None and kind:
            key = (row.entity_id, row.card_id, kind, verdict.citation)
            broken[key].append(row)
            said[key] = verdict
    for key, rows in broken.items():
        entity_id, card_id, kind, _ = key
        verdict = said[key]
        yield WallFinding(
            kind=kind, entity_id=entity_id, card_id=card_id, name=judge.name(rows[0].contact_id),
            item_ids=tuple(row.id for row in rows), cents=sum(row.amount_cents for row in rows),
            first_day=rows[0].item_date, last_day=rows[-1].item_date,
            why=" ".join(part for part in (verdict.reason, verdict.condition) if part),
            remedy=verdict.remedy, citation=verdict.citation,
        )  # fmt: skip


def _candidates(owners: Collection[int], cards: Collection[int] | None) -> Select[Any]:
    """Return the query of money that came in from anybody who is no person."""
    # In the words of the index that holds them alone.
    bodies = select(contact.c.card_id).where(contact.c.entity_id.in_(owners), text(NO_PERSON))
    if cards is not None:
        bodies = bodies.where(contact.c.card_id.in_(cards))
    noted = select(func.count()).where(note.c.item_id == item.c.id).scalar_subquery()
    return (
        select(
            item.c.id, item.c.entity_id, item.c.card_id, item.c.contact_id, item.c.kind,
            item.c.item_date, item.c.amount_cents, account.c.kind.label("account_kind"),
            noted.label("noted"),
        )
        .outerjoin(account, account.c.id == item.c.account_id)
        .where(
            # A sum keeps SQLite from walking all of an entity's items to find those of a few.
            item.c.card_id.in_(bodies), (item.c.entity_id + 0).in_(owners), item.c.memo == 0,
            item.c.amount_cents > 0, item.c.kind.in_((*gift_kinds(), *_PASSED)),
        )
        .order_by(item.c.item_date, item.c.id)
    )  # fmt: skip


def _broken(verdict: Verdict | None, *, noted: bool) -> str:
    if verdict is None:
        return ""
    if not verdict.allowed:
        return FORBIDDEN
    return UNSETTLED if verdict.needs in ASKED and not noted else ""


class _Judge:
    """Judges rows; what a contact is and what a pair of classes may is asked once."""

    def __init__(self, connection: Connection, owners: dict[int, EntityRow]) -> None:
        self._connection, self._owners = connection, owners
        self._overrides: tuple[Override, ...] = overrides(connection)
        self._policies = policies_taken(connection)
        self._names: dict[int, str] = {}
        self._own: dict[int, EntityRow | None] = {}
        self._types: dict[int, str] = {}
        self._classes: dict[tuple[int, str, str, bool], str] = {}

    def verdict(self, row: Row[Any]) -> Verdict | None:
        """Return what the matrix says of a row; None for a day of which no rule is known."""
        on = date.fromisoformat(row.item_date)
        self._meet(row.contact_id)
        own = self._own[row.contact_id]
        giver = (
            giver_of_contact(self._types[row.contact_id], row.kind)
            if own is None
            else self._class(own, "", on, gives=True)
        )
        owner = self._owners[row.entity_id]
        recipient = self._class(owner, row.account_kind or "", on, gives=False)
        try:
            return may_give(
                giver, recipient, on, overrides=self._overrides, policies_taken=self._policies
            )
        except NotFound:
            return None

    def _class(self, entity: EntityRow, account_kind: str, on: date, *, gives: bool) -> str:
        key = (entity.id, account_kind, on.isoformat(), gives)
        if key not in self._classes:
            asked = body_class if gives else recipient_class
            self._classes[key] = asked(self._connection, entity, account_kind, on)
        return self._classes[key]

    def name(self, contact_id: int) -> str:
        """Return the name under which a giver stands."""
        return self._names[contact_id]

    def _meet(self, contact_id: int) -> None:
        if contact_id in self._names:
            return
        known = read_contact(self._connection, contact_id)
        self._names[contact_id], self._types[contact_id] = known.display_name, known.type
        self._own[contact_id] = own_entity(self._connection, known)


# --- days


def _untimely(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterable[WallFinding]:
    by_law: dict[tuple[int, str], list[UntimelyTransfer]] = defaultdict(list)
    for one in untimely_transfers(connection, entity_ids, today):
        by_law[one.entity_id, one.clock.law].append(one)
    for (entity_id, law), rows in by_law.items():
        yield WallFinding(
            kind=UNTIMELY, entity_id=entity_id, name="Transfer for shared costs",
            item_ids=tuple(one.item_id for one in rows), cents=sum(one.cents for one in rows),
            first_day=rows[0].day, last_day=rows[-1].day,
            why=f"No shared cost was paid within {rows[0].clock.time} of it.",
            remedy="Return the money to the account that it came from, or record the shared cost"
            " that it pays for.",
            citation=law,
        )  # fmt: skip


def _costs(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterable[WallFinding]:
    for one in cost_findings(connection, entity_ids, today):
        yield WallFinding(
            kind=one.kind, entity_id=one.entity_id, name=one.name, item_ids=(), cents=one.cents,
            first_day=one.day, last_day=one.day, why=one.why, remedy=one.remedy,
            citation=one.citation,
        )  # fmt: skip


def _on_lists(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterable[WallFinding]:
    for one in list_findings(connection, entity_ids, today):
        row = one.row
        yield WallFinding(
            kind=ON_LIST, entity_id=row.entity_id, name=f"{row.kind.label} for {row.taker}",
            item_ids=row.item_ids, cents=one.cents, first_day=row.given_on, last_day=row.given_on,
            why=one.why, remedy=one.remedy, citation=one.citation, document=row.document,
        )  # fmt: skip


def _ties(
    connection: Connection, entity_ids: Collection[int], today: date
) -> Iterable[WallFinding]:
    """Yield one finding for each body with ties: many firms work for many."""
    of_body: dict[int, list[Tie]] = defaultdict(list)
    for one in open_ties(connection, entity_ids, entity_ids, today):
        of_body[one.entity_id].append(one)
    for entity_id, ties in of_body.items():
        first, days = ties[0], sorted(one.sign.last.isoformat() for one in ties)
        more = f" and {len(ties) - 1} more" if len(ties) > 1 else ""
        yield WallFinding(
            kind=TIED, entity_id=entity_id, name=f"{first.sign.name}{more}", item_ids=(),
            cents=sum(one.sign.cents for one in ties), first_day=days[0], last_day=days[-1],
            why=" ".join(one.words for one in ties), remedy=first.remedy,
            citation=first.citation,
        )  # fmt: skip


# --- limits


def _on_limits(connection: Connection, entity_ids: Collection[int]) -> Iterable[WallFinding]:
    for one in limit_findings(connection, entity_ids):
        yield WallFinding(
            kind=one.kind, entity_id=one.entity_id, name=one.name, item_ids=one.item_ids,
            cents=one.cents, first_day=one.first_day, last_day=one.last_day, why=one.why,
            remedy=one.remedy, citation=one.citation,
        )  # fmt: skip
