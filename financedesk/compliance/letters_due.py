"""Letters that an act of the books calls for and that nobody has written yet.

Who redesignates or reattributes by presumption must tell the giver in writing within sixty days (11
CFR 110.1(b)(5)(ii)(B)(6), 110.1(k)(3)(ii)(B)(3)); a refund, a check sent back and money given away
go with a letter. No finding is left of these, for the act has settled it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, or_, select

from financedesk.compliance.letter_case import LetterAbout, item, transaction
from financedesk.ledger import tables
from financedesk.ledger.donor_owner import name_of_card
from financedesk.ledger.overrides import overrides
from financedesk.ledger.pairs import REATTRIBUTION, REDESIGNATION
from financedesk.ledger.refunds import return_kinds
from financedesk.ledger.register_kinds import DISPOSAL, REFUND_LINKS, refund_kinds
from financedesk.rules.letter_kinds import LetterKind, letter_kind

hold, letter = tables.hold, tables.kept_letter

LOOKED_BACK = timedelta(days=90)
"""How long ago an act may be that still calls for its letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDue:
    """A letter that is still to be written: which, about which gift, since when, and until when.

    ``send_by`` is the last day on which sending it counts, None without one; ``cents`` what moved
    or went back.
    """

    kind: LetterKind
    about: LetterAbout
    addressee: str
    since: date
    send_by: date | None
    cents: int


def letters_due(
    connection: Connection, entity_ids: Sequence[int], today: date
) -> tuple[LetterDue, ...]:
    """Return the letters that acts of the last ninety days call for, what is due first leading."""
    since, counsel = (today - LOOKED_BACK).isoformat(), overrides(connection)
    found = []
    for code, query in _asked(entity_ids, since, today.isoformat()):
        kind = letter_kind(code)
        for row in connection.execute(query).mappings():
            send_by = kind.send_by(date.fromisoformat(row["received"]), counsel)
            found.append(_due(connection, kind, row, send_by))
    return tuple(sorted(found, key=lambda one: (one.send_by or date.max, one.since)))


def _due(
    connection: Connection, kind: LetterKind, row: RowMapping, send_by: date | None
) -> LetterDue:
    about = LetterAbout(
        entity_id=row["entity_id"], card_id=row["card_id"], item_id=row["gift_id"]
    )  # fmt: skip
    return LetterDue(
        kind=kind, about=about, addressee=name_of_card(connection, row["card_id"]),
        since=date.fromisoformat(row["since"]), send_by=send_by, cents=abs(row["cents"]),
    )  # fmt: skip


# --- the acts

_gift = item.alias("gift")
# By which columns the act's entry names its gift; refunds by any of theirs.
_LINKS: Mapping[str, tuple[str, ...]] = {
    "redesignation_notice": ("corrects_id",), "reattribution_notice": ("corrects_id",),
    "disgorgement": ("parent_id",),
}  # fmt: skip


def _asked(
    entity_ids: Sequence[int], since: str, until: str
) -> Iterator[tuple[str, "Select[tuple[object, ...]]"]]:
    """Yield each kind of letter with the acts of some days that call for it."""
    for code, act in (
        ("redesignation_notice", REDESIGNATION), ("reattribution_notice", REATTRIBUTION),
    ):  # fmt: skip
        which = (transaction.c.kind == act) & transaction.c.description.startswith("Presumed:")
        moved = which & (item.c.amount_cents > 0) & (item.c.memo == 1)
        yield code, _of_entries(code, moved, entity_ids, since, until)
    back = set(refund_kinds()) - set(return_kinds())
    paid = item.c.kind.in_(sorted(back)) & (item.c.memo == 0) & item.c.payout_id.is_(None)
    yield "refund", _of_entries("refund", paid, entity_ids, since, until)
    given = (item.c.kind == DISPOSAL) & (item.c.memo == 0) & item.c.parent_id.is_not(None)
    yield "disgorgement", _of_entries("disgorgement", given, entity_ids, since, until)
    yield "return", _of_holds(entity_ids, since, until)


def _of_entries(
    code: str, which: ColumnElement[bool], entity_ids: Sequence[int], since: str, until: str
) -> "Select[tuple[object, ...]]":
    # The notice of a presumption may have gone out before it is entered; a refund is told later.
    after = None if letter_kind(code).send_clock else item.c.item_date
    named = or_(*(_gift.c.id == item.c[link] for link in _LINKS.get(code, REFUND_LINKS)))
    return (
        select(
            _gift.c.id.label("gift_id"), _gift.c.entity_id, _gift.c.card_id,
            _gift.c.item_date.label("received"), func.max(item.c.item_date).label("since"),
            func.sum(item.c.amount_cents).label("cents"),
        )
        .select_from(item)
        .join(transaction, transaction.c.id == item.c.transaction_id)
        .join(_gift, named)
        .where(
            item.c.entity_id.in_(entity_ids), item.c.item_date.between(since, until), which,
            _gift.c.card_id.is_not(None), ~_written(code, after),
        )
        .group_by(_gift.c.id, _gift.c.entity_id, _gift.c.card_id, _gift.c.item_date)
    )  # fmt: skip


def _of_holds(
    entity_ids: Sequence[int], since: str, until: str
) -> "Select[tuple[object, ...]]":  # fmt: skip
    return (
        select(
            _gift.c.id.label("gift_id"), _gift.c.entity_id, _gift.c.card_id,
            _gift.c.item_date.label("received"), hold.c.resolved_on.label("since"), hold.c.cents,
        )
        .join(_gift, _gift.c.id == hold.c.item_id)
        .where(
            hold.c.entity_id.in_(entity_ids), hold.c.resolution == "returned",
            hold.c.resolved_on.between(since, until), _gift.c.card_id.is_not(None),
            ~_written("return", hold.c.since),
        )
    )  # fmt: skip


def _written(code: str, since: ColumnElement[str] | None) -> ColumnElement[bool]:
    """Return the condition that such a letter about the gift was written, since a day if any."""
    query = select(letter.c.id).where(letter.c.kind == code, letter.c.item_id == _gift.c.id)
    if since is not None:
        query = query.where(letter.c.written_on >= since)
    return query.correlate(_gift, item, hold).exists()
