"""Every rule that the program knows, as one list: what, how much, since when, and by what law.

Limits, thresholds, clocks, deadlines, the matrix, policies, the states' plug-in files, which data
may pass and which costs may be shared, what officials may be paid, what they declare and what may
be done about an open pledge; each figure a row of its own. For reading only: what decides are the
modules that own the tables.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product

from financedesk.resources import resource
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.cost_sharing import TERMS, cost_rules
from financedesk.rules.data import EARLIEST
from financedesk.rules.data_crossing import (
    COMPANY,
    PERSON,
    PRICES,
    DataRow,
    data_kinds,
    data_rows,
)
from financedesk.rules.dates import general_election_day
from financedesk.rules.deadlines import mail_law, waiver_law, windows
from financedesk.rules.escalation import NEVER, PER_STATE, escalation_steps
from financedesk.rules.figures import IN_FORCE, Figure
from financedesk.rules.flows import NEEDS, flow_code, flows, policies
from financedesk.rules.limits import limit_rules, read_in_words
from financedesk.rules.parties import givers, recipients
from financedesk.rules.passages import ANY as EVERY_SIDE
from financedesk.rules.passages import side_labels
from financedesk.rules.pledges import author_roles
from financedesk.rules.state_law import ANY, StateLaw, StateLimit, read_state_law
from financedesk.rules.stipends import offices, pay_kinds, stipend_rules
from financedesk.rules.tax_deadlines import exemptions, tax_deadlines
from financedesk.rules.thresholds import (
    clocks,
    federal_shares,
    threshold_sources,
    thresholds,
)

LIMIT, THRESHOLD, CLOCK, SHARE = "limit", "threshold", "clock", "share"
FLOW, POLICY, STATE, DATA, COST = "flow", "policy", "state", "data", "cost"
STIPEND, DECLARATION, STEP = "stipend", "declaration", "step"
DEADLINE = "deadline"
KINDS = (
    LIMIT, THRESHOLD, CLOCK, DEADLINE, SHARE, FLOW, POLICY, STATE, DATA, COST, STIPEND,
    DECLARATION, STEP,
)  # fmt: skip

_WINDOWS = {
    "calendar_year": "year", "election": "election", "campaign": "campaign",
    "item": "gift or payment", "person_year": "person and year", "year": "year",
    "candidate_election": "candidate and election", "covered_period": "covered period",
    "cycle": "cycle", "none": "",
}  # fmt: skip
_ANY_YEAR = 2026
"""A year of a general election, by which dates against one are told."""
_LOCKED = {"": "", PER_STATE: "Locked until released", NEVER: "Never"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleEntry:
    """One figure or cell of the rules.

    ``rule`` is the name by which counsel's override speaks of it. ``cents`` is an amount where the
    rule has one, ``value`` what else it says (a verdict, days, a share). ``source`` is the file.
    """

    kind: str
    rule: str
    title: str
    since: date | None
    until: date | None
    status: str
    citation: str
    confidence: str
    source: str
    cents: int | None = None
    value: str = ""
    unit: str = ""
    note: str = ""
    read_in: tuple[str, ...] = ()

    def holds(self, first: date, last: date) -> bool:
        """Whether the rule holds on any day from ``first`` to ``last``."""
        begun = self.since is None or self.since <= last
        return begun and (self.until is None or self.until >= first)

    def standing(self, on: date) -> str:
        """Return its status on a day; void and provisional are said whatever the day."""
        if self.status != IN_FORCE:
            return self.status
        if self.since is not None and on < self.since:
            return "coming"
        if self.until is not None and on > self.until:
            return "past"
        return self.status


def cycle_days(year: int) -> tuple[date, date]:
    """Return the days of the cycle that ends with the general election of an even year."""
    return date(year - 1, 1, 1), general_election_day(year)


@cache
def rule_entries() -> tuple[RuleEntry, ...]:
    """Return every rule, kind by kind in the order of its table."""
    found = (
        _limits(), _thresholds(), _clocks(), _deadlines(), _shares(), _flows(), _policies(),
        _states(), _data(), _costs(), _stipends(), _declarations(), _steps(),
    )  # fmt: skip
    return tuple(entry for part in found for entry in part)


def cycles() -> tuple[int, ...]:
    """Return the cycles that figures of limits are known for, by their even year, newest first."""
    ends = {
        figure.until.year + figure.until.year % 2
        for rule in limit_rules().values()
        for figure in rule.figures
        if figure.until is not None
    }
    return tuple(sorted(ends, reverse=True))


def _limits() -> Iterator[RuleEntry]:
    for rule in limit_rules().values():
        head = RuleEntry(
            kind=LIMIT, rule=rule.code, title=rule.label, since=None, until=None, status="",
            citation=rule.citation, confidence="", source="limits.toml", note=rule.note,
            unit=_per(_WINDOWS[rule.window]),
        )  # fmt: skip
        yield from _figures(head, rule.figures, read_in_words())


def _thresholds() -> Iterator[RuleEntry]:
    for one in thresholds().values():
        window = _WINDOWS.get(one.window, one.window)
        head = RuleEntry(
            kind=THRESHOLD, rule=one.code, title=one.label, since=None, until=None, status="",
            citation=one.citation, confidence="", source="thresholds.toml",
            unit=f"{'above' if one.over else 'from'} it, {_per(window)}",
        )  # fmt: skip
        yield from _figures(head, one.figures, threshold_sources())


def _figures(
    head: RuleEntry, figures: Iterable[Figure], sources: Mapping[str, str]
) -> Iterator[RuleEntry]:
    for one in figures:
        yield replace(
            head,
            since=one.since,
            until=one.until,
            status=one.status,
            confidence=one.confidence,
            cents=one.cents,
            value="No amount" if one.cents is None else "",
            note=one.note or head.note,
            read_in=tuple(sources.get(name, name) for name in one.read_in),
        )


def _clocks() -> Iterator[RuleEntry]:
    for one in clocks().values():
        yield RuleEntry(
            kind=CLOCK, rule=one.code, title=f"{one.trigger}: {one.action}", since=None, until=None,
            status=IN_FORCE, citation=one.citation, confidence=one.confidence,
            source="clocks.toml", value=one.time, note=one.note,
        )  # fmt: skip


def _deadlines() -> Iterator[RuleEntry]:
    blank = RuleEntry(
        kind=DEADLINE, rule="", title="", since=None, until=None, status=IN_FORCE, citation="",
        confidence="verified", source="deadlines.toml",
    )  # fmt: skip
    for title, (value, law) in (
        ("A quarterly report is not owed", waiver_law()),
        ("A report before an election, on paper: the last postmark", mail_law()),
    ):
        yield replace(blank, title=title, value=value, citation=law, rule=f"{DEADLINE}:{title}")
    for one in windows(general_election_day(_ANY_YEAR)):
        yield replace(blank, title=one.title, value=one.span, citation=one.citation, note=one.words,
                      confidence=one.confidence, rule=f"{DEADLINE}:{one.code}")  # fmt: skip
    yield from _taxes(replace(blank, source="tax_deadlines.toml"))


def _taxes(blank: RuleEntry) -> Iterator[RuleEntry]:
    # A year with an election and one without have every date between them.
    dates = {one.title: one for year in (_ANY_YEAR, _ANY_YEAR + 1) for one in tax_deadlines(year)}
    for one in dates.values():
        yield replace(blank, title=one.title, value=one.on, citation=one.citation,
                      confidence=one.confidence, note=one.only_if,
                      rule=f"{DEADLINE}:{one.title}")  # fmt: skip
    for exempt in exemptions().values():
        yield replace(blank, title=f"Who files no Form {exempt.form}", value="Exempt",
                      citation=exempt.citation, confidence=exempt.confidence, note=exempt.words,
                      rule=f"{DEADLINE}:exempt {exempt.form}")  # fmt: skip


def _shares() -> Iterator[RuleEntry]:
    for one in federal_shares().values():
        yield RuleEntry(
            kind=SHARE, rule=one.code, title=f"Smallest federal share: {one.label}",
            since=one.since, until=None, status=IN_FORCE, citation=one.citation,
            confidence=one.confidence, source="thresholds.toml", value=f"{one.percent} %",
        )  # fmt: skip


def _flows() -> Iterator[RuleEntry]:
    for flow in flows():
        for source, target in product(flow.givers, flow.recipients):
            needs = f"{NEEDS[flow.needs]}: {flow.condition}" if flow.needs else flow.condition
            yield RuleEntry(
                kind=FLOW, rule=flow_code(source, target), since=_known(flow.since),
                title=f"{givers()[source].label} → {recipients()[target].label}",
                until=flow.until, status=IN_FORCE, citation=flow.citation,
                confidence=flow.confidence, source="flows.toml", value=flow.verdict,
                note=" ".join(part for part in (flow.reason, needs, flow.remedy) if part),
            )  # fmt: skip


def _known(since: date) -> date | None:
    return None if since <= EARLIEST else since


def _policies() -> Iterator[RuleEntry]:
    for one in policies().values():
        yield RuleEntry(
            kind=POLICY, rule=one.code, title=one.label, since=None, until=None, status=IN_FORCE,
            citation=one.citation, confidence="knowledge", source="flows.toml",
            value="Only where taken on", note=f"{one.reason} {one.remedy}",
        )  # fmt: skip


def _states() -> Iterator[RuleEntry]:
    for path in sorted(resource("rules", "states").glob("*.toml")):
        law = read_state_law(path)
        yield from (_of_state(law, one, f"states/{path.name}") for one in law.limits)


def _of_state(law: StateLaw, one: StateLimit, file: str) -> RuleEntry:
    donor = "Anybody" if one.donor_type == ANY else givers()[one.donor_type].label
    office = f" ({one.office_level})" if one.office_level else ""
    free = "Prohibited" if one.prohibited else "No limit"
    return RuleEntry(
        kind=STATE, rule=f"state:{one.state}",
        title=f"{law.title}: {donor} → {recipients()[one.recipient_type].label}{office}",
        since=one.effective_from, until=one.effective_to, status=IN_FORCE, citation=one.source,
        confidence=one.confidence, source=file, unit=_per(_WINDOWS[one.window]),
        cents=None if one.prohibited else one.cents,
        value=free if one.prohibited or one.cents is None else "",
    )  # fmt: skip


def _data() -> Iterator[RuleEntry]:
    for row in data_rows():
        for code in row.data:
            rule = row.rule
            yield RuleEntry(
                kind=DATA, rule=f"data:{code}", title=_crossing_title(row, code),
                since=_known(rule.since), until=rule.until, status=IN_FORCE,
                citation=rule.citation, confidence=rule.confidence, source="data_crossings.toml",
                value=PRICES[rule.price],
                note=" ".join(part for part in (rule.reason, rule.condition, rule.remedy) if part),
            )  # fmt: skip


def _crossing_title(row: DataRow, code: str) -> str:
    ties = {"own": "inside one entity", "party": "inside one party", "affiliated": "affiliates"}
    if row.tie:
        return f"{data_kinds()[code].label}: {ties[row.tie]}"
    labels = {**side_labels(), COMPANY: "company", PERSON: "person"}
    givers = ", ".join(labels[one] for one in row.givers) or "anybody else"
    takers = ", ".join(labels[one] for one in row.takers) or "anybody else"
    return f"{data_kinds()[code].label}: {givers} → {takers}"


def _costs() -> Iterator[RuleEntry]:
    labels = {**side_labels(), EVERY_SIDE: "any"}
    for rule in cost_rules():
        bearers = ", ".join(labels[one] for one in rule.bearers)
        debtors = ", ".join(labels[one] for one in rule.debtors)
        whose = ", its own fund" if rule.connected else ""
        yield RuleEntry(
            kind=COST, rule=f"cost:{','.join(rule.bearers)} > {','.join(rule.debtors)}{whose}",
            title=f"Shared cost: {bearers} bears, {debtors}{whose} owes", since=_known(rule.since),
            until=rule.until, status=IN_FORCE, citation=rule.terms.citation,
            confidence=rule.terms.confidence, source="shared_costs.toml",
            value=TERMS[rule.terms.terms],
            note=" ".join(part for part in (rule.terms.says, rule.terms.instead) if part),
        )  # fmt: skip


def _stipends() -> Iterator[RuleEntry]:
    for rule in stipend_rules():
        pays = ", ".join(pay_kinds()[one] for one in rule.pays) or "any pay"
        office = offices()[rule.office]
        yield RuleEntry(
            kind=STIPEND, rule=f"{STIPEND}:{rule.office}", title=f"{office}: {pays}",
            since=_known(rule.since), until=rule.until, status=IN_FORCE, citation=rule.citation,
            confidence=rule.confidence, source="stipends.toml", value=rule.ruling.capitalize(),
            note=f"{rule.reason} {rule.instead}",
        )  # fmt: skip


def _declarations() -> Iterator[RuleEntry]:
    for one in attestations().values():
        yield RuleEntry(
            kind=DECLARATION, rule=f"{DECLARATION}:{one.code}", title=f"Declared: “{one.text}”",
            since=None, until=None, status=IN_FORCE, citation=one.citation,
            confidence=one.confidence, source="remittances.toml",
            value="Holds for a year" if one.years == 1 else f"Holds for {one.years} years",
        )  # fmt: skip


def _steps() -> Iterator[RuleEntry]:
    for one in escalation_steps().values():
        authors = ", ".join(author_roles()[role].lower() for role in one.by)
        parts = (one.reason, one.instead, one.says, one.says_not)
        yield RuleEntry(
            kind=STEP, rule=f"{STEP}:{one.code}", title=f"About an open pledge: {one.label}",
            since=None, until=None, status=IN_FORCE, citation=one.citation,
            confidence=one.confidence, source="escalation.toml",
            value=_LOCKED[one.locked] or f"By {authors}", note=" ".join(filter(None, parts)),
        )  # fmt: skip


def _per(window: str) -> str:
    return f"per {window}" if window else ""
