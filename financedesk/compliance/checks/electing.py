"""Checks about elections: money kept for the general one, and independent spending told at once."""

import json
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import RowMapping, exists, func, select

from financedesk.compliance.checks.entries import entries, item
from financedesk.compliance.checks.few import has_kinds, of_kinds
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.register_kinds import gift_kinds, kinds_of, refund_kinds
from financedesk.rules.itemise import election_key
from financedesk.rules.kinds import kinds
from financedesk.rules.money import format_cents
from financedesk.rules.thresholds import reaches

election, account, account_day = tables.election, tables.account, tables.account_day
party, candidate, told, kept = (
    tables.item_party, tables.contact.alias("candidate"), tables.filing_item, tables.filing,
)  # fmt: skip
_CANDIDATES = ("F3", "F3P")
_LOOKED_BACK_DAYS = 400
_FIRST_DAY, _LAST_DAY = 19, 2
"""The days before an election on which 24 hours count instead of 48."""
_EARLY, _LATE = ("independent_48_hours", 48), ("independent_24_hours", 24)


# --- money for the general election


def general_money_spent(facts: Facts) -> Iterator[Finding]:
    """Yield candidates' committees with less cash before the primary than they hold for later."""
    for entity in facts.entities.values():
        if entity.form in _CANDIDATES:
            for primary in _primaries(facts, entity):
                yield from _short(facts, entity, primary)


def _primaries(facts: Facts, entity: EntityRow) -> list[tuple[str, date]]:
    """Return the codes of general elections with the day of the primary that comes before."""
    query = select(election.c.code, election.c.held_on).where(
        election.c.entity_id == entity.id, election.c.code.like("P%"),
        election.c.held_on.is_not(None),
    )  # fmt: skip
    oldest = facts.today - timedelta(days=_LOOKED_BACK_DAYS)
    days = [
        (f"G{row.code[1:]}", date.fromisoformat(row.held_on))
        for row in facts.connection.execute(query)
    ]
    return sorted(one for one in days if one[1] >= oldest)


def _short(facts: Facts, entity: EntityRow, primary: tuple[str, date]) -> Iterator[Finding]:
    code, held_on = primary
    last = min(held_on, facts.today).isoformat()
    meant = _meant_for(facts, entity.id, code, last)
    if not meant:
        return
    cash = _cash_by_day(facts, entity.id, last)
    short = list(_days_short(meant, cash))
    if short:
        worst = max(cents for _, cents in short)
        yield Finding(
            rule="general_money_spent", entity_id=entity.id, key=f"election {code}",
            subject=f"Money for {code}", cents=worst, since=short[0][0],
            why=f"From {short[0][0]} on, before the primary of {held_on}, cash is up to"
            f" {format_cents(worst, symbol=True)} less than what was given for {code}.",
        )  # fmt: skip


def _meant_for(facts: Facts, entity_id: int, code: str, last: str) -> dict[str, int]:
    """Return what came in for an election, less what went back or out for it, by day in cents."""
    gifts, out = gift_kinds(), (*refund_kinds(), *kinds_of("payments"))
    query = (
        select(item.c.item_date, item.c.kind, func.sum(func.abs(item.c.cash_cents)))
        .where(
            item.c.entity_id == entity_id, item.c.election_code == code, item.c.memo == 0,
            item.c.item_date <= last, item.c.kind.in_((*gifts, *out)),
        )
        .group_by(item.c.item_date, item.c.kind)
    )  # fmt: skip
    found: dict[str, int] = defaultdict(int)
    for day, kind, cents in facts.connection.execute(query):
        found[day] += int(cents) if kind in gifts else -int(cents)
    return dict(found)


def _cash_by_day(facts: Facts, entity_id: int, last: str) -> dict[str, int]:
    """Return how cash of the committee moved by day; what it began with stands on the first."""
    own = (account.c.entity_id == entity_id, account.c.role.in_(tables.CASH_ROLES))
    query = (
        select(account_day.c.day, func.sum(account_day.c.cents))
        .join(account, account.c.id == account_day.c.account_id)
        .where(*own, account_day.c.day <= last)
        .group_by(account_day.c.day)
    )
    moved = {day: int(cents) for day, cents in facts.connection.execute(query)}
    began = select(func.coalesce(func.sum(account.c.opening_balance_cents), 0)).where(*own)
    moved[""] = int(facts.connection.execute(began).scalar_one())
    return moved


def _days_short(meant: Mapping[str, int], cash: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield the days at whose end less is there than must be, with what lacks in cents."""
    needed = there = 0
    for day in sorted({*meant, *cash}):
        needed += meant.get(day, 0)
        there += cash.get(day, 0)
        if day and there < needed:
            yield day, needed - there


# --- independent expenditures


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spent:
    """One independent expenditure: whose election it is about, and whether a notice tells it."""

    entity_id: int
    item_id: int
    key: Hashable
    about: str
    day: date
    cents: int
    told: bool
    held_on: date | None

    @property
    def late(self) -> bool:
        """Whether it falls into the last twenty days, where 24 hours count."""
        if self.held_on is None:
            return False
        return _LAST_DAY <= (self.held_on - self.day).days <= _FIRST_DAY


def independent_notice(facts: Facts) -> Iterator[Finding]:
    """Yield elections about which so much was spent that it is told in 48 or 24 hours."""
    groups: dict[tuple[int, Hashable, bool], list[_Spent]] = defaultdict(list)
    for one in _spent(facts):
        if not one.told:
            groups[one.entity_id, one.key, one.late].append(one)
    for some in groups.values():
        yield from _untold(facts, sorted(some, key=lambda one: (one.day, one.item_id)))


def _untold(facts: Facts, left: list[_Spent]) -> Iterator[Finding]:
    """Yield a finding where what nobody told reaches the amount from which it must be told."""
    code, hours = _LATE if left[0].late else _EARLY
    total = 0
    for one in left:
        total += one.cents
        if reaches(code, total, one.day, facts.counsel):
            yield _notice(left, hours, one.day + timedelta(hours=hours))
            return


def _notice(left: list[_Spent], hours: int, due: date) -> Finding:
    cents, newest = sum(one.cents for one in left), left[-1]
    return Finding(
        rule="independent_notice", entity_id=newest.entity_id, key=f"{hours} hours {newest.key}",
        subject=newest.about, cents=cents, item_ids=tuple(one.item_id for one in left),
        since=left[0].day.isoformat(), due=due.isoformat(),
        why=f"{format_cents(cents, symbol=True)} of independent expenditures about {newest.about}"
        f" must be told within {hours} hours.",
    )  # fmt: skip


def _spent(facts: Facts) -> Iterator[_Spent]:
    oldest = (facts.today - timedelta(days=_LOOKED_BACK_DAYS)).isoformat()
    notified = exists().where(
        told.c.item_id == item.c.id, kept.c.id == told.c.filing_id, kept.c.form == "F24"
    )
    query = (
        entries(
            facts, item.c.election_code, item.c.fields, notified.label("told"),
            candidate.c.last_name.label("of_last"), candidate.c.first_name.label("of_first"),
            candidate.c.candidate_office.label("office"),
            candidate.c.candidate_state.label("seat_state"),
            candidate.c.candidate_district.label("seat_district"), few=True,
        )
        .outerjoin(party, (party.c.item_id == item.c.id) & (party.c.role == "candidate"))
        .outerjoin(candidate, candidate.c.id == party.c.contact_id)
        .where(of_kinds(facts, _spending_kinds()), item.c.memo == 0, item.c.item_date >= oldest,
               item.c.amount_cents > 0)
    )  # fmt: skip
    if not has_kinds(facts, _spending_kinds()):
        return
    days = _election_days(facts)
    for row in facts.rows(query):
        yield _as_spent(row, days)


def _spending_kinds() -> tuple[str, ...]:
    return tuple(
        code for code, one in kinds().items()
        if one.income_class == "independent_expenditures" and one.sign != "negative"
    )  # fmt: skip


def _election_days(facts: Facts) -> dict[tuple[int, str], date]:
    query = select(election.c.entity_id, election.c.code, election.c.held_on).where(
        election.c.entity_id.in_(facts.ids), election.c.held_on.is_not(None)
    )
    return {
        (row.entity_id, row.code): date.fromisoformat(row.held_on)
        for row in facts.connection.execute(query)
    }


def _as_spent(row: RowMapping, days: Mapping[tuple[int, str], date]) -> _Spent:
    fields: Mapping[str, Any] = json.loads(row["fields"]) if row["fields"] else {}
    code = row["election_code"] or fields.get("election_code", "")
    day = date.fromisoformat(row["item_date"])
    key = election_key(
        code, row["office"] or fields.get("so_candidate_office", ""),
        state=row["seat_state"] or fields.get("so_candidate_state", ""),
        district=row["seat_district"] or fields.get("so_candidate_district", ""),
        election_state=fields.get("so_candidate_state", ""), year=day.year,
    )  # fmt: skip
    named = " ".join(filter(None, (row["of_first"], row["of_last"])))
    return _Spent(
        entity_id=row["whose"], item_id=row["item_id"], key=key,
        about=named or code or "a candidate", day=day, cents=int(row["amount_cents"]),
        told=bool(row["told"]),
        held_on=days.get((row["whose"], code)),
    )  # fmt: skip
