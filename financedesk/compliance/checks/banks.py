"""What is missing, late or unequal between processors, the bank and the books."""

from collections.abc import Iterator

from financedesk.banking.missing import BankFinding, bank_findings
from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding


def at_the_bank(facts: Facts) -> Iterator[Finding]:
    """Yield what the bank lacks or has too much, and what processors took or took back."""
    for one in bank_findings(facts.connection, facts.ids, facts.today):
        yield _finding(one)


def _finding(one: BankFinding) -> Finding:
    since = one.since.isoformat()
    return Finding(
        rule=one.code, entity_id=one.entity_id, key=f"{one.name} {since} {one.cents}",
        subject=one.name, why=one.why, cents=abs(one.cents), item_ids=one.items, since=since,
        due=one.due.isoformat(), law=one.kind.citation,
        account_id=one.account_id,
    )  # fmt: skip
