"""Checks about payments: who is behind them, and checks that nobody cashes."""

from collections.abc import Iterator
from datetime import timedelta

from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger.checks_drawn import outstanding
from financedesk.ledger.ultimate_payees import payees_missing
from financedesk.rules.payables import payee_law, stale_law, warn_of_stale_days


def missing_ultimate_payee(facts: Facts) -> Iterator[Finding]:
    """Yield payments through a card, a payroll firm or staff behind which nobody is named."""
    first = f"{facts.today.year - 1}-01-01"
    for one in payees_missing(facts.connection, facts.ids, first, facts.cards):
        yield Finding(
            rule="missing_ultimate_payee", entity_id=one.entity_id,
            key=f"item {one.item_id}", card_id=one.card_id,
            subject=one.payee, why=one.missing_words, cents=one.missing_cents,
            item_ids=(one.item_id,), since=one.day, law=payee_law(),
        )  # fmt: skip


def stale_checks(facts: Facts) -> Iterator[Finding]:
    """Yield checks that a bank need not pay any more, or soon will not (UCC 4-404)."""
    soon = facts.today + timedelta(days=warn_of_stale_days())
    for one in outstanding(facts.connection, facts.ids):
        if one.stale_on <= soon:
            yield Finding(
                rule="stale_check", entity_id=one.entity_id, subject=one.payee,
                key=f"check {one.number} {one.account}", cents=one.cents, law=stale_law(),
                why=f"Check {one.number} of {one.drawn_on.isoformat()} was not cashed.",
                item_ids=() if one.item_id is None else (one.item_id,),
                since=one.drawn_on.isoformat(), due=one.stale_on.isoformat(),
            )  # fmt: skip
