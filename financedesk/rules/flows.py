"""Who may give to whom: the source and recipient matrix, and what a refusal says.

The verdicts stand in ``resources/rules/flows.toml``, each with its citation. A verdict is not an
amount: where it is *limited*, ``limits`` name what ``rules.limits`` measures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.rules.data import EARLIEST, in_force, rules_table
from financedesk.rules.limits import LimitRule, Override, limit_rule, rule_for
from financedesk.rules.parties import giver, recipient

ALLOWED, LIMITED, CONDITIONAL, PROHIBITED = "allowed", "limited", "conditional", "prohibited"
VERDICTS = (ALLOWED, LIMITED, CONDITIONAL, PROHIBITED)

NEEDS = {
    "": "",
    "state_law": "State law decides",
    "counsel": "Counsel must release it",
    "attestation": "The giver must declare it in writing",
    "accounting": "Records must show it",
    "written_terms": "Written terms must go with it",
    "window": "Only inside its days",
}
"""What settles a condition, by its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One rule of the matrix between classes of giver and of recipient, between two dates."""

    givers: tuple[str, ...]
    recipients: tuple[str, ...]
    verdict: str
    reason: str
    citation: str
    confidence: str
    limits: tuple[str, ...] = ()
    needs: str = ""
    condition: str = ""
    remedy: str = ""
    since: date = EARLIEST
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A rule that the organisation has set itself above the law."""

    code: str
    label: str
    givers: tuple[str, ...]
    citation: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a giver may give a recipient on a day, within what, on what condition, and why.

    ``limited_by`` is the code of the one limit that measures this giver's gift ("" without one).
    ``policy`` is the code of the organisation's own rule when that is what stops it.
    """

    giver: str
    recipient: str
    verdict: str
    reason: str
    citation: str
    confidence: str
    limited_by: str = ""
    needs: str = ""
    condition: str = ""
    remedy: str = ""
    policy: str = ""
    override: Override | None = None

    @property
    def allowed(self) -> bool:
        """Whether money may move at all: false for what is prohibited."""
        return self.verdict != PROHIBITED

    @property
    def stops(self) -> bool:
        """Whether it must not be posted before somebody settles it.

        Prohibited flows stop, and those that only counsel can release.
        """
        return self.verdict == PROHIBITED or self.needs == "counsel"

    @property
    def words(self) -> str:
        """Return the verdict as sentences for the treasurer, with the law in brackets."""
        parts = [f"{giver(self.giver).label} → {recipient(self.recipient).label}: {self.verdict}."]
        parts += [self.reason]
        if self.needs:
            parts.append(f"{NEEDS[self.needs]}: {self.condition}")
        if self.remedy:
            parts.append(self.remedy)
        if self.override is not None:
            parts.append(f"Counsel's word holds ({self.override.words}).")
        return f"{' '.join(parts)} [{self.citation}]"


@cache
def flows() -> tuple[Flow, ...]:
    """Return every rule of the matrix in the order of the table."""
    return tuple(_flow(row) for row in rules_table("flows")["flow"])


@cache
def policies() -> Mapping[str, Policy]:
    """Return the policies that an organisation may take on, by their codes."""
    rows = rules_table("flows")["policy"]
    return MappingProxyType({row["code"]: _policy(row) for row in rows})


def flow_code(giver_code: str, recipient_code: str) -> str:
    """Return the name by which counsel's override speaks of a flow."""
    return f"{giver_code} > {recipient_code}"


def cell_code(giver_code: str, recipient_code: str) -> str:
    """Return the name of the cell of the matrix in which two classes stand."""
    return flow_code(giver(giver_code).row, recipient(recipient_code).column)


def flow_between(giver_code: str, recipient_code: str, on: date) -> Flow:
    """Return the rule for two classes on a day; raises NotFound for an unknown class or day."""
    row, column = giver(giver_code).row, recipient(recipient_code).column
    for flow in _by_pair().get((row, column), ()):
        if in_force(flow.since, flow.until, on):
            return flow
    raise NotFound(f"No rule is known for {giver_code} to {recipient_code} on {on}.")


def may_give(
    giver_code: str,
    recipient_code: str,
    on: date,
    *,
    office: str = "",
    account: str = "",
    overrides: Iterable[Override] = (),
    policies_taken: Iterable[str] = (),
) -> Verdict:
    """Return whether one class may give another on a day, with limit, condition and citation.

    ``office`` is a candidate recipient's (H, S, P), ``account`` "special" for a national party's
    special accounts; both choose among limits. An override of counsel goes before policy and law
    and stays visible; one of a cell of the matrix is about every class that stands in it. Raises
    NotFound for an unknown class or policy.
    """
    verdict = _in_law(giver_code, recipient_code, on, office=office, account=account)
    verdict = _under_policy(verdict, policies_taken)
    names = (flow_code(giver_code, recipient_code), cell_code(giver_code, recipient_code))
    override = next((one for one in overrides if any(one.holds(name, on) for name in names)), None)
    if override is None:
        return verdict
    if override.verdict not in VERDICTS:
        raise BadInput(
            f"Counsel's override of “{override.rule}” must say one of {', '.join(VERDICTS)},"
            f" not {override.verdict!r}."
        )
    return _by_counsel(verdict, override)


def _by_counsel(verdict: Verdict, override: Override) -> Verdict:
    """Return what holds instead of the law by counsel's word."""
    settled = override.verdict in (ALLOWED, LIMITED)
    # A condition that the law does not know is counsel's own, and somebody must declare it.
    own = override.verdict == CONDITIONAL and not verdict.needs
    return replace(
        verdict,
        verdict=override.verdict,
        override=override,
        limited_by="" if override.verdict == ALLOWED else verdict.limited_by,
        needs="attestation" if own else "" if settled else verdict.needs,
        condition=override.reason if own else verdict.condition,
        policy="",
        remedy="" if settled else verdict.remedy,
    )


def _in_law(
    giver_code: str, recipient_code: str, on: date, *, office: str, account: str
) -> Verdict:
    flow = flow_between(giver_code, recipient_code, on)
    rule = _measure(flow, rule_for(giver_code, recipient_code, office=office, account=account))
    return Verdict(
        giver=giver_code,
        recipient=recipient_code,
        verdict=flow.verdict,
        reason=flow.reason,
        citation=flow.citation,
        confidence=flow.confidence,
        limited_by="" if rule is None else rule.code,
        needs=flow.needs,
        condition=flow.condition,
        remedy=flow.remedy,
    )


def _measure(flow: Flow, rule: LimitRule | None) -> LimitRule | None:
    """Return the limit that measures this gift, of those that the flow names."""
    if rule is not None and rule.code in flow.limits:
        return rule
    # Super PACs before 2010, where the limit of another recipient held.
    return limit_rule(flow.limits[0]) if rule is None and flow.limits else None


def _under_policy(verdict: Verdict, taken: Iterable[str]) -> Verdict:
    for code in taken:
        policy = policies().get(code)
        if policy is None:
            raise NotFound(f"There is no policy “{code}”; choose one of {', '.join(policies())}.")
        if verdict.allowed and verdict.giver in policy.givers:
            return replace(
                verdict,
                verdict=PROHIBITED,
                reason=policy.reason,
                citation=policy.citation,
                remedy=policy.remedy,
                needs="",
                condition="",
                limited_by="",
                policy=policy.code,
            )
    return verdict


@cache
def _by_pair() -> Mapping[tuple[str, str], tuple[Flow, ...]]:
    found: dict[tuple[str, str], tuple[Flow, ...]] = {}
    for flow in flows():
        for source in flow.givers:
            for target in flow.recipients:
                found[source, target] = (*found.get((source, target), ()), flow)
    return MappingProxyType(found)


def _flow(row: Mapping[str, Any]) -> Flow:
    where = f"flows.toml, {', '.join(row['from'])} to {', '.join(row['to'])}"
    if row["verdict"] not in VERDICTS or row.get("needs", "") not in NEEDS:
        raise BadInput(f"{where}: verdict or needs is none of the known words.")
    return Flow(
        givers=tuple(giver(code).code for code in row["from"]),
        recipients=tuple(recipient(code).code for code in row["to"]),
        verdict=row["verdict"],
        reason=row["reason"],
        citation=row["citation"],
        confidence=row["confidence"],
        limits=tuple(limit_rule(code).code for code in row.get("limits", ())),
        needs=row.get("needs", ""),
        condition=row.get("condition", ""),
        remedy=row.get("remedy", ""),
        since=row.get("since", EARLIEST),
        until=row.get("until"),
    )


def _policy(row: Mapping[str, Any]) -> Policy:
    return Policy(
        code=row["code"],
        label=row["label"],
        givers=tuple(row["from"]),
        citation=row["citation"],
        reason=row["reason"],
        remedy=row["remedy"],
    )
