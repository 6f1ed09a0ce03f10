"""Checks about money in hand: deposited within ten days, and no more cash than is allowed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping, exists, or_, select

from financedesk.compliance.checks.entries import about, entries, item
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.deposit_rows import OnSlip, deposit_law, undeposited
from financedesk.ledger.refunds import refunded_cents
from financedesk.rules.cash import CashGift, CashStop, cash_stop, is_anonymous, is_cash
from financedesk.rules.money import format_cents
from financedesk.rules.receiving import takes_federal_money

act, account, hold = tables.transaction, tables.account, tables.hold
_SOON_DAYS = 3


def not_deposited(facts: Facts) -> Iterator[Finding]:
    """Yield accounts for which gifts wait that must be deposited by now, or soon (103.3(a))."""
    names = {row.id: row.name for row in facts.connection.execute(select(account))}
    waiting = sorted(undeposited(facts.connection, facts.ids), key=lambda one: one.account_id)
    for account_id, some in groupby(waiting, lambda one: one.account_id):
        pressing = [one for one in some if one.days_left(facts.today) <= _SOON_DAYS]
        if pressing:
            yield _waiting(facts, names[account_id], pressing)


def _waiting(facts: Facts, name: str, pressing: list[OnSlip]) -> Finding:
    first = pressing[0]
    late = sum(one.days_left(facts.today) < 0 for one in pressing)
    gifts = "1 gift waits" if len(pressing) == 1 else f"{len(pressing)} gifts wait"
    cents = sum(one.cents for one in pressing)
    over = f", {late} of them overdue" if late else ""
    return Finding(
        rule="not_deposited", entity_id=first.entity_id, key=f"account {first.account_id}",
        subject=name, cents=cents, item_ids=tuple(one.item_id for one in pressing),
        why=f"{gifts} for a deposit, {format_cents(cents, symbol=True)}{over}; the first must be in"
        f" the bank by {first.last_day}.",
        since=min(one.received for one in pressing), due=first.last_day,
        law=deposit_law(facts.today, facts.counsel), account_id=first.account_id,
    )  # fmt: skip


# --- cash


def too_much_cash(facts: Facts) -> Iterator[Finding]:
    """Yield givers whose currency of a day is more than the law lets them bring (110.4(c))."""
    for _, some in groupby(_in_cash(facts), lambda row: (row["whose"], row["whom"])):
        yield from _of_giver(facts, list(some))


def cash_excesses(facts: Facts, cards: Iterable[int]) -> dict[int, int]:
    """Return what each gift of some givers brought too much in currency, in cents by its entry."""
    asked = replace(facts, cards=frozenset(cards))
    rows = _in_cash(asked)
    found: dict[int, int] = {}
    for _, some in groupby(rows, lambda row: (row["whose"], row["whom"], row["item_date"])):
        found |= {row["item_id"]: stop.excess_cents for row, stop in _stops(asked, some)}
    return found


def _in_cash(facts: Facts) -> list[RowMapping]:
    """Return the currency of federal accounts, by giver and day."""
    return [
        row for row in facts.rows(_of_cash(facts))
        if is_cash(row["method"])
        and takes_federal_money(facts.entities[row["whose"]].form, row["account_kind"])
    ]  # fmt: skip


def _of_cash(facts: Facts) -> Any:  # noqa: ANN401 - a query of entries
    said = or_(act.c.description.ilike("%cash%"), act.c.description.ilike("%currency%"),
               act.c.description.ilike("%coin%"),
               act.c.description.ilike("%banknotes%"))  # fmt: skip
    in_cash = select(act.c.id).where(said, act.c.kind.not_in(("payout", "report")))
    held = exists().where(hold.c.item_id == item.c.id)
    more = (act.c.description.label("method"), account.c.kind.label("account_kind"))
    return (
        entries(facts, *more, few=True)
        .join(act, act.c.id == item.c.transaction_id)
        .join(account, account.c.id == item.c.account_id)
        .where(item.c.transaction_id.in_(in_cash), item.c.cash_cents > 0, ~held)
    )


def _of_giver(facts: Facts, rows: list[RowMapping]) -> Iterator[Finding]:
    """Yield one finding of each kind for a giver, with the excess of all days together."""
    found: dict[str, list[tuple[RowMapping, CashStop]]] = {}
    for _, same_day in groupby(rows, lambda row: row["item_date"]):
        for row, stop in _stops(facts, same_day):
            rule = "anonymous_cash" if is_anonymous(_name(row)) else "cash_over_limit"
            found.setdefault(rule, []).append((row, stop))
    for rule, stops in found.items():
        one = about(rule, [row for row, _ in stops], stops[-1][1].words)
        excess = sum(stop.excess_cents for _, stop in stops)
        yield Finding(
            rule=rule, entity_id=one.entity_id, key=one.key, card_id=one.card_id,
            subject=one.subject, why=one.why, cents=excess, item_ids=one.item_ids,
            since=one.since, law=stops[-1][1].citation,
        )  # fmt: skip


def _stops(facts: Facts, rows: Iterable[RowMapping]) -> Iterator[tuple[RowMapping, CashStop]]:
    before = 0
    for row in rows:
        kept = row["amount_cents"] - refunded_cents(facts.connection, row["item_id"])
        stop = cash_stop(
            CashGift(
                giver_name=_name(row), method=row["method"], cents=kept,
                day=date.fromisoformat(row["item_date"]), before_cents=before,
                overrides=facts.counsel,
            )
        )  # fmt: skip
        before += kept
        if stop is not None:
            yield row, stop


def _name(row: RowMapping) -> str:
    return row["name"] or " ".join(filter(None, (row["first_name"], row["last_name"])))
