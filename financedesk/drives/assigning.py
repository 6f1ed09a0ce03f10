"""Rules that assign gifts to drives: kept, changed, and applied to gifts that are in the book.

A gift of an import takes the drive that its own row names, else that of a rule, else the one that
the import was told. Rules are applied again only when somebody asks: first it is shown what would
move, then it moves as one step that can be undone. Gifts that came without a processor's file
keep what was typed, gifts whose drive somebody set by hand, or whose own row named it, keep it
unless asked otherwise, and a gift of which no rule speaks stays where it is.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select

from financedesk.book.unit import UnitOfWork
from financedesk.drives.planning import require_open
from financedesk.drives.plans import plan_of
from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.drive_kinds import parts
from financedesk.ledger.drive_rules import (
    ANY_ENDING,
    CONDITIONS,
    DriveChooser,
    DriveRule,
    GiftFacts,
    chooser_of,
    rules_of,
)
from financedesk.ledger.register_kinds import REFUND_LINKS
from financedesk.rules.conduits import processors
from financedesk.rules.dates import parse_day

drive_rule, item, source_row = tables.drive_rule, tables.item, tables.source_row

_AT_ONCE = 20_000
_ZIP_LENGTH = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleForm:
    """A rule as a form holds it; empty words are no condition.

    ``page`` and ``reference_code`` may end with ``*`` for whatever begins like that.
    """

    drive_id: int
    source: str = ""
    page: str = ""
    reference_code: str = ""
    state: str = ""
    zip_prefix: str = ""
    from_date: str = ""
    to_date: str = ""


def add_rule(unit: UnitOfWork, form: RuleForm) -> int:
    """Add a rule and return its id; it counts from the next import on.

    Raises BadInput for a rule without a condition, a condition that no gift can have, and one that
    another rule has already; Refused for a closed drive, NotFound for one that is gone.
    """
    return unit.insert(drive_rule, _judged(unit.connection, form, own=0))


def change_rule(unit: UnitOfWork, rule_id: int, form: RuleForm) -> None:
    """Let a rule say what a form says; raises as ``add_rule``, and NotFound for a rule gone."""
    before = unit.row(drive_rule, rule_id)
    values = _judged(unit.connection, form, own=rule_id)
    if values["entity_id"] != before["entity_id"]:
        raise BadInput("A drive never mixes entities: make a rule for the other entity’s drive.")
    unit.update(drive_rule, rule_id, values)


def delete_rule(unit: UnitOfWork, rule_id: int) -> None:
    """Delete a rule; gifts that it has assigned stay where they are. Raises NotFound."""
    unit.delete(drive_rule, rule_id)


def rule_words(rule: DriveRule) -> str:
    """Return a rule's conditions as words: ``page begins with spring, giver in OR``."""
    said = (_words(name, getattr(rule, name)) for name in CONDITIONS)
    return ", ".join(one for one in said if one)


_SAID: Mapping[str, str] = {
    "source": "through {}",
    "page": "page {}",
    "reference_code": "reference code {}",
    "state": "giver in {}",
    "zip_prefix": "ZIP code begins with {}",
    "from_date": "from {} on",
    "to_date": "until {}",
}


def _words(name: str, value: str | None) -> str:
    if value is None:
        return ""
    if value.endswith(ANY_ENDING):
        value = f"begins with {value[: -len(ANY_ENDING)]}"
    elif name == "source":
        value = next((one.name for one in processors() if one.code == value), value)
    return _SAID[name].format(value)


def _judged(connection: Connection, form: RuleForm, own: int) -> dict[str, Any]:
    plan = require_open(connection, form.drive_id)
    given = {name: " ".join(getattr(form, name).split()) or None for name in CONDITIONS}
    if not any(given.values()):
        raise BadInput("A rule needs a condition, or every gift would belong to the drive.")
    for name, judge in _JUDGES.items():
        if given[name] is not None:
            given[name] = judge(str(given[name]))
    _require_order(given["from_date"], given["to_date"])
    _require_its_own(connection, plan.entity_id, given, own)
    return {"entity_id": plan.entity_id, "drive_id": plan.id, **given}


def _source(text: str) -> str:
    codes = dict.fromkeys(one.code for one in processors())
    if text not in codes:
        raise BadInput(f"There is no processor {text!r}; choose one of {', '.join(codes)}.")
    return text


def _pattern(text: str) -> str:
    if not text.rstrip(ANY_ENDING) or ANY_ENDING in text[:-1]:
        raise BadInput(f"A * stands at the end, for whatever begins like that; not in {text!r}.")
    return text


def _state(text: str) -> str:
    if len(text) != 2 or not text.isalpha():
        raise BadInput(f"A state has two letters, such as OR; not {text!r}.")
    return text.upper()


def _zip(text: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) > _ZIP_LENGTH:
        raise BadInput(f"The beginning of a ZIP code is up to five digits; not {text!r}.")
    return text


def _day(text: str) -> str:
    return parse_day(text).isoformat()


_JUDGES = {
    "source": _source, "page": _pattern, "reference_code": _pattern, "state": _state,
    "zip_prefix": _zip, "from_date": _day, "to_date": _day,
}  # fmt: skip


def _require_order(first: str | None, last: str | None) -> None:
    if first and last and last < first:
        raise BadInput(f"The rule ends on {last}, before it begins on {first}.")


def _require_its_own(
    connection: Connection, entity_id: int, given: Mapping[str, str | None], own: int
) -> None:
    for rule in rules_of(connection, entity_id):
        if rule.id != own and all(getattr(rule, name) == given[name] for name in CONDITIONS):
            name = plan_of(connection, rule.drive_id).name
            raise BadInput(f"A rule of {name} says the same; change that one.")


# --- gifts that are in the book


@dataclass(frozen=True, slots=True)
class Move:
    """Gifts that go from one drive, or none, to another; ``back`` are refunds that go with them."""

    from_drive: int | None
    to_drive: int
    gifts: int = 0
    cents: int = 0
    back: int = 0


@dataclass(frozen=True, slots=True)
class Reassignment:
    """What rules would move, or have moved: the largest first.

    ``by_hand`` is how many gifts rules say another drive of, and keep what somebody set by hand.
    ``targets`` are the entries that move, by the drive that they go to.
    """

    moves: tuple[Move, ...]
    by_hand: int
    targets: Mapping[int, list[int]] = field(repr=False)

    @property
    def gifts(self) -> int:
        """Return how many gifts move."""
        return sum(one.gifts for one in self.moves)


def reassignment(connection: Connection, entity_id: int, *, by_hand: bool = False) -> Reassignment:
    """Return what the rules of an entity would move, without moving it.

    ``by_hand`` lets them move gifts as well whose drive somebody set by hand.
    """
    chooser = chooser_of(connection, entity_id)
    if chooser is None:
        return Reassignment((), 0, {})
    found = _Found(by_hand=by_hand)
    for gift in _imported_gifts(connection, entity_id):
        found.look_at(gift, chooser)
    for row in _went_back(connection, entity_id):
        found.follow(row)
    return found.result()


def reassign(unit: UnitOfWork, entity_id: int, *, by_hand: bool = False) -> Reassignment:
    """Let the rules of an entity move its gifts, as one step; returns what has moved.

    With ``by_hand`` the gifts that somebody had set by hand are the rules' again.
    """
    found = reassignment(unit.connection, entity_id, by_hand=by_hand)
    for drive_id, item_ids in found.targets.items():
        unit.update_many(item, item_ids, {"drive_id": drive_id})
    if by_hand:
        column = source_row.c
        marked = select(column.id).where(column.entity_id == entity_id, column.drive_by_hand == 1)
        moved = {one for each in found.targets.values() for one in each}
        rows = unit.connection.execute(marked.add_columns(column.item_id)).all()
        released = [row.id for row in rows if row.item_id in moved]
        unit.update_many(source_row, released, {"drive_by_hand": None})
    return found


class _Gift(NamedTuple):
    """A gift of a file as the book has it."""

    id: int
    drive_id: int | None
    day: str
    cents: int
    source: str
    page: str | None
    reference_code: str | None
    by_hand: int | None
    state: str | None
    zip: str | None


class _WentBack(NamedTuple):
    """What went back of a gift, or came again, with the entries that it may name."""

    id: int
    drive_id: int | None
    links: tuple[int | None, ...]


class _Found:
    """What moves, put together row by row."""

    def __init__(self, *, by_hand: bool) -> None:
        self._with_hand = by_hand
        self._kept = 0
        self._to: dict[int, tuple[int | None, int]] = {}
        self._moves: dict[tuple[int | None, int], Move] = {}
        self._last = 0

    def look_at(self, row: _Gift, chooser: DriveChooser) -> None:
        """Ask the rules about a gift; of several rows of one entry the first counts."""
        if row.id == self._last:
            return
        self._last = row.id
        facts = GiftFacts(
            row.source, row.page or "", row.reference_code or "", row.state or "", row.zip or "",
            row.day,
        )  # fmt: skip
        wanted = chooser.drive_of(facts)
        if wanted is None or wanted == row.drive_id:
            return
        if row.by_hand and not self._with_hand:
            self._kept += 1
            return
        self._to[row.id] = key = (row.drive_id, wanted)
        move = self._moves.get(key) or Move(*key)
        self._moves[key] = replace(move, gifts=move.gifts + 1, cents=move.cents + row.cents)

    def follow(self, row: _WentBack) -> None:
        """Let what went back of a gift, or came again, move with it."""
        key = next((self._to[one] for one in row.links if one in self._to), None)
        if key is not None and row.drive_id == key[0] and row.id not in self._to:
            self._to[row.id] = key
            self._moves[key] = replace(self._moves[key], back=self._moves[key].back + 1)

    def result(self) -> Reassignment:
        """Return it all."""
        targets: defaultdict[int, list[int]] = defaultdict(list)
        for item_id, (_, drive_id) in self._to.items():
            targets[drive_id].append(item_id)
        moves = sorted(self._moves.values(), key=lambda one: (-one.gifts, one.to_drive))
        return Reassignment(tuple(moves), self._kept, targets)


def _imported_gifts(connection: Connection, entity_id: int) -> Iterator[_Gift]:
    contact = tables.contact
    query = (
        select(
            item.c.id, item.c.drive_id, item.c.item_date, item.c.amount_cents, source_row.c.source,
            source_row.c.page, source_row.c.reference_code, source_row.c.drive_by_hand,
            contact.c.state, contact.c.zip,
        )
        .join_from(source_row, item, item.c.id == source_row.c.item_id)
        .outerjoin(contact, contact.c.id == item.c.contact_id)
        .where(
            item.c.entity_id == entity_id, item.c.kind.in_(parts()["gift"]), item.c.memo == 0,
        )
        .order_by(source_row.c.item_id, source_row.c.id)
    )  # fmt: skip
    result = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    for some in result.partitions(_AT_ONCE):
        yield from map(_Gift._make, some)


def _went_back(connection: Connection, entity_id: int) -> Iterator[_WentBack]:
    back = (*parts()["refund"], *parts()["chargeback"])
    again = item.c.kind.in_(parts()["gift"]) & item.c.parent_id.is_not(None)
    links = [item.c[name] for name in REFUND_LINKS]
    linked = or_(*(one.is_not(None) for one in links))
    query = select(item.c.id, item.c.drive_id, *links).where(
        item.c.entity_id == entity_id, linked, or_(item.c.kind.in_(back), again)
    )
    for item_id, drive_id, *named in connection.execute(query):
        yield _WentBack(item_id, drive_id, tuple(named))
