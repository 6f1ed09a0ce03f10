"""Round trips: somebody is paid what they give (52 U.S.C. 30122), officials and all others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, select

from financedesk.compliance.checks.circles import Circles
from financedesk.compliance.checks.entries import about, by_card, contact, entries, item
from financedesk.compliance.checks.few import ids_of_kinds, of_kinds
from financedesk.compliance.facts import Facts, name_of
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.register_kinds import gift_kinds, kinds_of, refund_kinds
from financedesk.remittances.people import OFFICIALS, Official
from financedesk.remittances.shelf import Kept
from financedesk.remittances.stipend_detail import pledged_on
from financedesk.remittances.stipends import signs_of
from financedesk.rules.independence import pays_staff
from financedesk.rules.kinds import kinds
from financedesk.rules.round_trip import (
    EXPENSE,
    Gift,
    History,
    Paid,
    Sign,
    alarm_words,
    round_trip,
)

_PEOPLE = ("IND", "CAN")
_TOGETHER = frozenset({"same_amount", "in_proportion"})
"""What shows that pay and gifts go together, with or without a contract."""
_SPAN_DAYS = 730
_AT_ONCE = 500


def round_trips(facts: Facts) -> Iterator[Finding]:
    """Yield people who were paid what they give: the same amount, or in proportion (30122).

    Of officials every sign counts that counsel has not settled, for their contracts are known.
    """
    rows = _paid_people(facts)
    circles = Circles(facts, {row["whom"] for row in rows})
    of_person: dict[int, list[RowMapping]] = defaultdict(list)
    for row in rows:
        of_person[circles.person(row["whom"])].append(row)
    given = _gifts_of(facts, circles)
    officials = _officials(facts, circles)
    for person, paid in of_person.items():
        told = [
            one for official in officials.get(person, ())
            for one in _of_official(facts, official, paid)
        ]  # fmt: skip
        yield from told
        if not told and person in given:
            yield from _trips(facts, paid, given[person])


def of_same_person(facts: Facts, cards: Iterable[int]) -> frozenset[int]:
    """Return cards with all others of their people: what one gives counts against the other."""
    return Circles(facts, cards).cards


def _officials(facts: Facts, circles: Circles) -> dict[int, list[Kept[Official]]]:
    """Return the officials among the people that were paid, whoever keeps their promise."""
    kept = OFFICIALS.where(facts.connection, tables.official.c.entity_id.in_(facts.ids))
    found: dict[int, list[Kept[Official]]] = defaultdict(list)
    for official in kept:
        if official.fact.card_id in circles.cards:
            found[circles.person(official.fact.card_id)].append(official)
    return found


def _of_official(
    facts: Facts, official: Kept[Official], rows: list[RowMapping]
) -> Iterator[Finding]:
    signs = signs_of(
        facts.connection, official, pledged_on(facts.connection, official), facts.ids, facts.today
    )
    if not signs:
        return
    last, card_id = rows[-1], official.fact.card_id
    yield Finding(
        rule="round_trip", entity_id=official.entity_id, key=f"card {card_id}", card_id=card_id,
        subject=name_of(last), why=" ".join(alarm_words(signs)), law=signs[0].citation,
        cents=sum(row["amount_cents"] for row in rows), since=rows[0]["item_date"],
        item_ids=tuple(row["item_id"] for row in rows),
    )  # fmt: skip


def _trips(facts: Facts, rows: list[RowMapping], gifts: Sequence[Gift]) -> Iterator[Finding]:
    """Yield a finding for each card of a person on which pay stands that goes with gifts."""
    yield from by_card(rows, lambda some: _with_signs(facts, some, gifts))


def _with_signs(facts: Facts, rows: list[RowMapping], gifts: Sequence[Gift]) -> Finding | None:
    name = facts.entities[rows[0]["whose"]].name
    paid = tuple(_pay(row, name) for row in rows)
    signs = [
        one for one in round_trip(History(paid=paid, gifts=tuple(gifts)), facts.today)
        if one.code in _TOGETHER
    ]  # fmt: skip
    if not signs:
        return None
    days = {one.on.isoformat() for one in signs}
    shown = rows if _in_proportion(signs) else [row for row in rows if row["item_date"] in days]
    return about("round_trip", shown, _words(signs), law=signs[0].citation)


def _in_proportion(signs: Sequence[Sign]) -> bool:
    return any(one.code == "in_proportion" for one in signs)


def _words(signs: Sequence[Sign]) -> str:
    return " ".join(dict.fromkeys(one.words.replace("the official", "the payee") for one in signs))


def _pay(row: RowMapping, entity: str) -> Paid:
    pay = "wage" if pays_staff(row["kind"]) and "reimbursement" not in row["kind"] else EXPENSE
    return Paid(
        on=date.fromisoformat(row["item_date"]), cents=int(row["amount_cents"]), entity=entity,
        pay=pay,
    )  # fmt: skip


def _paid_people(facts: Facts) -> list[RowMapping]:
    """Return what people were paid, straight or behind a card, a payroll firm or others."""
    straight = and_(of_kinds(facts, _pay_kinds()), item.c.cash_cents < 0)
    rows = [
        *facts.rows(_to_people(facts, straight)),
        *facts.rows(_to_people(facts, _behind(facts))),
    ]
    return sorted(rows, key=_place)


def _place(row: RowMapping) -> tuple[object, ...]:
    return row["whose"], row["whom"], row["item_date"], row["item_id"]


def _to_people(facts: Facts, paid: ColumnElement[bool]) -> Select[Any]:
    since = (facts.today - timedelta(days=_SPAN_DAYS)).isoformat()
    return entries(facts, item.c.kind, few=True).where(
        paid, contact.c.type.in_(_PEOPLE), item.c.item_date >= since, item.c.amount_cents > 0
    )


def _behind(facts: Facts) -> ColumnElement[bool]:
    """Return the condition of memo entries that name whom a payment reached."""
    named = and_(item.c.memo == 1, item.c.kind.in_(_memo_kinds()))
    if facts.cards is not None:
        return named
    return and_(named, item.c.parent_id.in_(ids_of_kinds(facts, _parent_kinds())))


@cache
def _pay_kinds() -> tuple[str, ...]:
    back = frozenset(refund_kinds())
    return tuple(one for one in kinds_of("payments") if one not in back)


@cache
def _memo_kinds() -> tuple[str, ...]:
    return tuple(one for one in kinds() if pays_staff(one) and one.endswith("_memo"))


@cache
def _parent_kinds() -> tuple[str, ...]:
    return tuple(sorted({above for one in _memo_kinds() for above in kinds()[one].parents}))


def _gifts_of(facts: Facts, circles: Circles) -> dict[int, list[Gift]]:
    """Return what these people gave to any of the entities, by person, the oldest first."""
    found: dict[int, list[Gift]] = defaultdict(list)
    cards = sorted(circles.cards)
    for start in range(0, len(cards), _AT_ONCE):
        query = select(item.c.card_id, item.c.item_date, item.c.amount_cents).where(
            item.c.card_id.in_(cards[start : start + _AT_ONCE]), item.c.memo == 0,
            item.c.kind.in_(gift_kinds()), item.c.amount_cents > 0,
            (item.c.entity_id + 0).in_(facts.ids),
        )  # fmt: skip
        for card, day, cents in facts.connection.execute(query):
            found[circles.person(card)].append(Gift(date.fromisoformat(day), int(cents)))
    return {who: sorted(gifts, key=lambda one: (one.on, one.cents)) for who, gifts in found.items()}
