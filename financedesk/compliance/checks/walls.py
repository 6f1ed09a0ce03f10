"""What breaks the matrix of flows, a limit, or the rules of shared costs and lists."""

from collections.abc import Iterator, Mapping

from financedesk.compliance.facts import Facts
from financedesk.compliance.finding import Finding
from financedesk.ledger.cost_findings import LATE, NOT_SHARED, QUARTER, UNPROVED
from financedesk.ledger.limit_findings import ABOVE, MAY_BE_ONE
from financedesk.ledger.wall_findings import (
    FORBIDDEN,
    ON_LIST,
    TIED,
    UNSETTLED,
    UNTIMELY,
    WallFinding,
    matrix_findings,
    other_findings,
)
from financedesk.rules.checks import check_kind

_RULES: Mapping[str, str] = {
    FORBIDDEN: "forbidden", ABOVE: "above_limit", MAY_BE_ONE: "one_person_above_limit",
    UNSETTLED: "unsettled_condition", UNTIMELY: "untimely_transfer", ON_LIST: "list_without_price",
    NOT_SHARED: "cost_not_to_share", QUARTER: "quarter_of_hours", LATE: "cost_share_overdue",
    UNPROVED: "cost_without_proof", TIED: "tied_body",
}  # fmt: skip


def against_matrix(facts: Facts) -> Iterator[Finding]:
    """Yield who gave what may not flow there, or not without a condition that nobody noted."""
    for one in matrix_findings(facts.connection, facts.ids, facts.cards):
        yield _finding(facts, one)


def against_walls(facts: Facts) -> Iterator[Finding]:
    """Yield what else the ledger finds against the wall, as findings of the checks that name it."""
    for one in other_findings(facts.connection, facts.ids, facts.today):
        yield _finding(facts, one)


def _finding(facts: Facts, one: WallFinding) -> Finding:
    rule = _RULES[one.kind]
    clock = check_kind(rule).clock
    counts = bool(clock and one.first_day and one.item_ids)
    return Finding(
        rule=rule, entity_id=one.entity_id, card_id=one.card_id, subject=one.name,
        why=f"{one.why} {one.remedy}".strip(),
        key=" ".join(filter(None, (one.name, one.document, one.citation, one.first_day))),
        cents=one.cents, item_ids=one.item_ids, since=one.first_day, law=one.citation,
        document=one.document,
        due=facts.last_day(clock, one.last_day) if counts else "",
    )  # fmt: skip
