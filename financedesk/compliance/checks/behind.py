"""Who stands behind a gift: another payer by the bank, or a body that paid its giver first."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select

from financedesk.compliance.checks.entries import about, by_card, contact, entries, item
from financedesk.compliance.checks.few import ids_of_kinds, of_kinds
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.names import folded
from financedesk.ledger.register_kinds import gift_kinds, kinds_of, refund_kinds
from financedesk.rules.independence import pays_staff
from financedesk.rules.kinds import kinds
from financedesk.rules.round_trip import EXPENSE, Gift, History, Paid, Sign, round_trip
from financedesk.rules.signs import sign

line, posting, link, said = (
    tables.statement_line, tables.posting, tables.person_link, tables.donor_attestation,
)  # fmt: skip
part_line, part_posting = tables.bank_match_line, tables.bank_match_posting
_PEOPLE = ("IND", "CAN")
_TOGETHER = frozenset({"same_amount", "in_proportion"})
"""What shows that pay and gifts go together, with or without a contract."""
_SPAN_DAYS = 730
_SHORTEST_NAME = 2
_AT_ONCE = 500


# --- another payer


def paid_by_another(facts: Facts) -> Iterator[Finding]:
    """Yield people whose gift came, by the bank, from a payer of quite another name."""
    own_money = _own_money(facts)
    rows = [
        row for row in facts.rows(_with_payer(facts))
        if row["whom"] not in own_money and _is_another(row)
    ]  # fmt: skip

    def found(some: list[RowMapping]) -> Finding:
        last = some[-1]
        return about(
            "paid_by_another", some, f"The bank says that it came from “{last['payer']}”.",
            due=facts.last_day("questionable", last["item_date"]),
            figures=(("Payer", last["payer"]),),
        )  # fmt: skip

    yield from by_card(rows, found)


def _with_payer(facts: Facts) -> Select[Any]:
    """Return the query of gifts that are the whole of an entry which the bank has as one line."""
    told = (
        select(posting.c.transaction_id, line.c.payee, line.c.amount_cents)
        .join(part_posting, part_posting.c.posting_id == posting.c.id)
        .join(part_line, part_line.c.bank_match_id == part_posting.c.bank_match_id)
        .join(line, line.c.id == part_line.c.statement_line_id)
        .where(line.c.entity_id.in_(facts.ids), line.c.payee != "", line.c.amount_cents > 0,
               posting.c.cents == line.c.amount_cents)
        .cte("told")
    )  # fmt: skip
    return (
        entries(facts, told.c.payee.label("payer"), few=True)
        .join(told, told.c.transaction_id == item.c.transaction_id)
        .where(
            item.c.transaction_id.in_(select(told.c.transaction_id)),
            item.c.cash_cents == told.c.amount_cents, item.c.kind.in_(gift_kinds()),
            item.c.memo == 0, contact.c.type.in_(_PEOPLE),
        )
    )  # fmt: skip


def _is_another(row: RowMapping) -> bool:
    """Tell whether a payer has a name, and no word of the giver's in it."""
    payer = set(folded(row["payer"]).split())
    named = {
        one for one in payer - sign("bank_words").words
        if len(one) >= _SHORTEST_NAME and one.isalpha()
    }  # fmt: skip
    giver = set(folded(f"{row['last_name'] or ''} {row['first_name'] or ''}").split())
    return len(named) > 1 and not giver & payer


def _own_money(facts: Facts) -> frozenset[int]:
    """Return the cards of givers who declared that it is their own money."""
    query = (
        select(said.c.card_id, said.c.given)
        .where(said.c.entity_id.in_(facts.ids), said.c.kind == "own_funds")
        .order_by(said.c.on_date, said.c.id)
    )
    newest = {row.card_id: row.given for row in facts.connection.execute(query)}
    return frozenset(card_id for card_id, given in newest.items() if given)


# --- round trips


def round_trips(facts: Facts) -> Iterator[Finding]:
    """Yield people who were paid what they give: the same amount, or in proportion (30122)."""
    paid = _paid_people(facts)
    given = _gifts_of(facts, {row["person"] for row in paid})
    of_person: dict[int, list[RowMapping]] = defaultdict(list)
    for row in paid:
        of_person[row["person"]].append(row)
    for person, rows in of_person.items():
        if person in given:
            yield from _trips(facts, rows, given[person])


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
    person = func.coalesce(link.c.person_id, item.c.card_id).label("person")
    return (
        entries(facts, item.c.kind, person, few=True)
        .outerjoin(link, link.c.card_id == item.c.card_id)
        .where(paid, contact.c.type.in_(_PEOPLE), item.c.item_date >= since,
               item.c.amount_cents > 0)
    )  # fmt: skip


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


def _gifts_of(facts: Facts, persons: Collection[int]) -> dict[int, list[Gift]]:
    """Return what some persons gave to any of the entities, by person, the oldest first."""
    found: dict[int, list[Gift]] = defaultdict(list)
    person = func.coalesce(link.c.person_id, item.c.card_id)
    for some in _in_parts(sorted(persons)):
        cards = select(link.c.card_id).where(link.c.person_id.in_(some))
        query = (
            select(person, item.c.item_date, item.c.amount_cents)
            .outerjoin(link, link.c.card_id == item.c.card_id)
            .where(
                or_(item.c.card_id.in_(some), item.c.card_id.in_(cards)), item.c.memo == 0,
                item.c.kind.in_(gift_kinds()), item.c.amount_cents > 0,
                (item.c.entity_id + 0).in_(facts.ids),
            )
            .order_by(item.c.item_date, item.c.id)
        )  # fmt: skip
        for who, day, cents in facts.connection.execute(query):
            found[who].append(Gift(date.fromisoformat(day), int(cents)))
    return found


def _in_parts(ids: list[int]) -> Iterator[list[int]]:
    yield from (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
