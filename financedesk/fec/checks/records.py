"""Rules that tie several fields of one record together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from financedesk.fec.checks.conditions import Context, entity_of
from financedesk.fec.checks.findings import Finding, Level
from financedesk.fec.layouts import layout
from financedesk.fec.reader import Record

Rule = Callable[[Record], Iterator[Finding]]
RuleInContext = Callable[[Record, Context], Iterator[Finding]]

#: The boxes for state and local party committees, and the federal share that each stands for.
_RATIO_BOXES: Mapping[str, str] = {
    "presidential_only_election_year": ".28",
    "presidential_senate_election_year": ".36",
    "senate_only_election_year": ".21",
    "non_presidential_non_senate_election_year": ".15",
}
_RATIO_USES = (
    "administrative_ratio_applies",
    "generic_voter_drive_ratio_applies",
    "public_communications_referencing_party_ratio_applies",
)


@dataclass(frozen=True, slots=True)
class _OneOf:
    """Boxes of which at most one may be marked."""

    boxes: tuple[str, ...]
    level: Level
    what: str


_EXCLUSIVE: Mapping[str, _OneOf] = {
    "H1": _OneOf(tuple(_RATIO_BOXES), "refused", "kinds of election year (H1, boxes 4 to 7)"),
    "H2": _OneOf(
        ("direct_fundraising", "direct_candidate_support"),
        "warning",
        "kinds of event (direct fundraising, direct candidate support)",
    ),
    "H4": _OneOf(
        (
            "administrative_voter_drive_activity",
            "fundraising_activity",
            "exempt_activity",
            "generic_voter_drive_activity",
            "direct_candidate_support_activity",
            "public_communications_party_activity",
        ),
        "warning",
        "kinds of activity",
    ),
    "H6": _OneOf(
        (
            "voter_registration_activity",
            "gotv_activity",
            "voter_id_activity",
            "generic_campaign_activity",
        ),
        "warning",
        "kinds of activity",
    ),
}


_NAMED_STEMS = ("contributor", "payee", "lender", "creditor", "guarantor")
_PERSONS_LEAVE = tuple(f"{stem}_organization_name" for stem in _NAMED_STEMS)
_OTHERS_LEAVE = tuple(f"{stem}_last_name" for stem in _NAMED_STEMS)


def check_record(record: Record, context: Context) -> Iterator[Finding]:
    """Every finding about fields of a record that do not go together."""
    exclusive = _EXCLUSIVE.get(record.record)
    if exclusive is not None:
        yield from _check_exclusive(record, exclusive)
    for rule in _RULES.get(record.record, ()):
        yield from rule(record)
    in_context = _RULES_IN_CONTEXT.get(record.record)
    if in_context is not None:
        yield from in_context(record, context)


def _check_exclusive(record: Record, rule: _OneOf) -> Iterator[Finding]:
    marked = [box for box in rule.boxes if record.fields.get(box)]
    if len(marked) > 1:
        message = f"{len(marked)} {rule.what} are marked; only one may be."
        yield _finding(record, rule.level, marked[1], "one_box", message)


def _check_h1(record: Record) -> Iterator[Finding]:
    fields = record.fields
    percentages = fields.get("federal_percent") or fields.get("nonfederal_percent")
    for box, share in _RATIO_BOXES.items():
        given = fields.get("federal_percent", "")
        if fields.get(box) and given and given.strip("0") != share:
            message = (
                f"The box says that the federal share is 0{share}, and the ratio says {given}."
            )
            yield _finding(record, "warning", "federal_percent", "ratio_of_box", message)
    if percentages and not any(fields.get(use) for use in _RATIO_USES):
        message = "A ratio is given, but not what it applies to (boxes 10 to 12)."
        yield _finding(record, "refused", _RATIO_USES[0], "ratio_use", message)


def _check_names(record: Record) -> Iterator[Finding]:
    """A person has no organization's name, and an organization no person's."""
    entity = entity_of(record.fields)
    if not entity:
        return
    for name in _PERSONS_LEAVE if entity in ("IND", "CAN") else _OTHERS_LEAVE:
        if name in record.fields:
            message = f"A row of entity type {entity} should leave {name.replace('_', ' ')} empty."
            yield _finding(record, "advice", name, "name_of_other_kind", message)


def _check_address(record: Record) -> Iterator[Finding]:
    for name in _second_lines(record.record):
        if name in record.fields and name[:-1] + "1" not in record.fields:
            message = "The address stands in its second line only; put it in the first."
            yield _finding(record, "warning", name, "second_address_line", message)


@cache
def _second_lines(record: str) -> tuple[str, ...]:
    """The fields of a record that hold the second line of an address."""
    return tuple(name for name in layout(record).names if name.endswith("street_2"))


def _check_coverage(record: Record) -> Iterator[Finding]:
    first = record.fields.get("coverage_from_date", "")
    last = record.fields.get("coverage_through_date", "")
    if first and last and first > last:
        message = f"The period ends ({last}) before it begins ({first})."
        yield _finding(record, "warning", "coverage_through_date", "coverage_order", message)


def _check_text(record: Record, context: Context) -> Iterator[Finding]:
    schedule = record.fields.get("back_reference_sched_form_name", "").upper()
    if record.fields.get("back_reference_tran_id_number") and schedule == context.form_type:
        message = (
            f"The text belongs to the whole report ({schedule}) and to one transaction; "
            "leave the transaction's id empty, or name its schedule."
        )
        name = "back_reference_tran_id_number"
        yield _finding(record, "refused", name, "text_reference", message)


def _check_loan(record: Record, context: Context) -> Iterator[Finding]:
    owed_by = record.form_type == ("SC/12" if context.form == "F3P" else "SC/10")
    if (
        owed_by
        and context.form in ("F3", "F3X", "F3P")
        and not record.fields.get("receipt_line_number")
    ):
        message = "The line on which the loan was received is missing (13 on Form 3X)."
        yield _finding(record, "warning", "receipt_line_number", "receipt_line", message)


def _check_committee_boxes(record: Record) -> Iterator[Finding]:
    """Which of the boxes for lobbyists' committees may stand together on Form 1."""
    marked = {name for name in _LOBBYIST_BOXES if record.fields.get(name)}
    if len(marked) > 1 and marked != {"lobbyist_registrant_pac_2", "leadership_pac"}:
        message = "More boxes for lobbyists' and leadership committees are marked than go together."
        yield _finding(record, "refused", min(marked), "one_box", message)


_LOBBYIST_BOXES = (
    "lobbyist_registrant_pac",
    "lobbyist_registrant_pac_2",
    "leadership_pac",
    "lobbyist_registrant_pac_3",
    "lobbyist_registrant_pac_4",
)


def _finding(record: Record, level: Level, name: str, rule: str, message: str) -> Finding:
    return Finding(level, record.line, record.form_type, name, rule, message)


_NAMED = (_check_names, _check_address)
_COVER = (_check_address, _check_coverage)
_RULES: Mapping[str, tuple[Rule, ...]] = {
    "F3X": _COVER,
    "F3": _COVER,
    "F3P": _COVER,
    "F24": (_check_address,),
    "F99": (_check_address,),
    "F1": (_check_address, _check_committee_boxes),
    "F1M": (_check_address,),
    "SA": _NAMED,
    "SB": _NAMED,
    "SC": _NAMED,
    "SC2": _NAMED,
    "SD": _NAMED,
    "SE": _NAMED,
    "SF": _NAMED,
    "H1": (_check_h1,),
    "H4": _NAMED,
    "H6": _NAMED,
}
_RULES_IN_CONTEXT: Mapping[str, RuleInContext] = {"SC": _check_loan, "TEXT": _check_text}
