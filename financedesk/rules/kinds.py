"""Economic events ("kinds") and the line of each form that each one stands on.

The table is ``resources/rules/kinds.toml``; its head explains how it is written and its sources.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from financedesk.errors import NotFound
from financedesk.rules.data import EARLIEST, in_force, rules_table
from financedesk.rules.entities import files_federally

FORMS = ("F3X", "F3")
NON_CONTRIBUTION_SINCE = date(2011, 10, 5)
COMMITTEE_TYPES = frozenset({"COM", "CCM", "PAC", "PTY"})
UNITEMISED_LINES = {"SA11AI": "SA11AII"}
OLD_TOKENS = {"SA11A1": "SA11AI", "SA11A2": "SA11AII", "SA11A": "SA11AI"}


@dataclass(frozen=True, slots=True)
class KindLine:
    """Where a kind stands on one form between two dates.

    ``account_kinds`` empty means every account that files federally. ``aggregate_sign`` is -1 for
    refunds, 0 when nothing is aggregated. ``itemise`` is ``over_200``, ``always`` or ``never``.
    """

    form: str
    account_kinds: tuple[str, ...]
    token: str
    unitemised_token: str
    group: str | None
    partition: str | None
    aggregate_sign: int
    itemise: str
    since: date
    until: date | None
    citation: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One economic event: what it does to cash, whom it needs, and the lines it may stand on.

    ``lines`` has the lines for particular accounts first; ``system_purpose`` is a pattern with
    fields in braces.
    """

    code: str
    label: str
    record: str | None
    direction: str
    cash: bool
    memo: str
    sign: str
    parties: tuple[str, ...]
    income_class: str
    children: tuple[str, ...]
    required_children: tuple[str, ...]
    parents: tuple[str, ...]
    parent_required: bool
    only_for: str
    lines: tuple[KindLine, ...]
    fecfile_type: str | None
    system_purpose: str


@dataclass(frozen=True, slots=True)
class Group:
    """An aggregation group: its partition, and whether memo items add to the running aggregate."""

    code: str
    label: str
    partition: str
    memo_counts: bool
    citation: str


@dataclass(frozen=True, slots=True)
class IncomeClass:
    """The account of the double entry behind an item; ``side`` is income, expense or balance."""

    code: str
    label: str
    side: str


@cache
def groups() -> Mapping[str, Group]:
    """Return the aggregation groups by code."""
    rows = rules_table("kinds")["groups"]
    return MappingProxyType({code: Group(code=code, **row) for code, row in rows.items()})


@cache
def income_classes() -> Mapping[str, IncomeClass]:
    """Return the income and expense classes by code."""
    rows = rules_table("kinds")["income_classes"]
    return MappingProxyType({code: IncomeClass(code=code, **row) for code, row in rows.items()})


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by its code, in the order of the table."""
    found: dict[str, Kind] = {}
    for section in rules_table("kinds")["section"]:
        defaults = {name: value for name, value in section.items() if name != "kinds"}
        for code, own in section["kinds"].items():
            found[code] = _build_kind(code, {**defaults, **own})
    return MappingProxyType(found)


def kind(code: str) -> Kind:
    """Return one kind; raises NotFound that names the nearest codes."""
    found = kinds().get(code)
    if found is None:
        raise NotFound(f"There is no transaction kind “{code}”{_nearest(code, tuple(kinds()))}.")
    return found


def kind_of_type(identifier: str) -> Kind:
    """Return the kind of a FECfile+ type such as ``INDIVIDUAL_RECEIPT``; raises NotFound."""
    found = _kinds_by_type().get(identifier)
    if found is None:
        near = _nearest(identifier, tuple(_kinds_by_type()))
        raise NotFound(f"There is no transaction type “{identifier}”{near}.")
    return found


def line_for(kind: Kind, *, form: str, account_kind: str | None, on: date) -> KindLine | None:
    """Return the line that a kind takes on a form for money of this account on this day, or None.

    An item without an account (memo, in-kind, debt) takes the line of the ordinary federal account.
    Law: 52 U.S.C. 30104(b)(2)-(6); each line carries its own citation.
    """
    valid = [x for x in kind.lines if x.form == form and in_force(x.since, x.until, on)]
    if not account_kind:
        ordinary = [x for x in valid if not x.account_kinds]
        return next(iter(ordinary or valid), None)
    return next((x for x in valid if _fits_account(x, account_kind)), None)


def kind_for_token(
    token: str, *, memo: bool, entity_type: str, form: str = "F3X", cents: int | None = None
) -> Kind:
    """Return the kind that a row of a past filing becomes: the natural one, else "as filed".

    ``token`` is the row's form type as written (older spellings are understood); with the row's
    amount in ``cents`` a kind of the other sign is passed over. Raises NotFound for a token that no
    schedule of the form has.
    """
    line = OLD_TOKENS.get(token.upper().strip(), token.upper().strip())
    for row in rules_table("kinds")["adopt"].get(line, ()):
        natural = kind(row["kind"])
        wanted = row.get("form", form) == form and row.get("memo", memo) == memo
        if (
            wanted
            and _names_entity(row.get("entities"), entity_type.upper().strip())
            and allows(natural, memo=memo, cents=cents or 0)
        ):
            return natural
    found = kinds().get(f"as_filed_{line.lower().replace('/', '_')}")
    if found is None:
        raise NotFound(f"Line “{token}” is not a schedule line of Form {form.removeprefix('F')}.")
    return found


def allows(kind: Kind, *, memo: bool, cents: int) -> bool:
    """Whether an item of this kind may have this memo flag and an amount of this sign."""
    if kind.memo != "optional" and memo != (kind.memo == "always"):
        return False
    return not (kind.sign == "positive" and cents < 0) and not (
        kind.sign == "negative" and cents > 0
    )


@cache
def _kinds_by_type() -> Mapping[str, Kind]:
    return {x.fecfile_type: x for x in kinds().values() if x.fecfile_type}


def _nearest(wanted: str, choices: tuple[str, ...]) -> str:
    near = get_close_matches(wanted, choices, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?".rstrip("?") if near else ""


def _fits_account(line: KindLine, account: str) -> bool:
    if line.account_kinds:
        return account in line.account_kinds
    return files_federally(account)


def _names_entity(wanted: list[str] | None, entity: str) -> bool:
    general = "COM" if entity in COMMITTEE_TYPES else entity
    return wanted is None or entity in wanted or general in wanted


def _build_kind(code: str, row: dict[str, Any]) -> Kind:
    return Kind(
        code=code,
        label=row["label"],
        record=row.get("record"),
        direction=row["direction"],
        cash=row.get("cash", True),
        memo=row["memo"],
        sign=row.get("sign", "any"),
        parties=tuple(row.get("parties", ())),
        income_class=row["income_class"],
        children=tuple(row.get("children", ())),
        required_children=tuple(row.get("required_children", ())),
        parents=tuple(row.get("parents", ())),
        parent_required=row.get("parent_required", False),
        only_for=row.get("only_for", ""),
        lines=_build_lines(row),
        fecfile_type=code.upper() if row.get("fecfile") else None,
        system_purpose=row.get("system_purpose", ""),
    )


def _build_lines(row: dict[str, Any]) -> tuple[KindLine, ...]:
    lines = []
    if override := row.get("noncontribution"):
        lines.append(_non_contribution_line({**row, "unitemised": override["token"], **override}))
    if token := row.get("token"):
        lines.append(_build_line("F3X", token, row))
    if token := row.get("f3"):
        group = row.get("f3_group", row.get("group"))
        lines.append(_build_line("F3", token, {**row, "group": group}))
    return tuple(lines)


def _non_contribution_line(row: dict[str, Any]) -> KindLine:
    since = max(NON_CONTRIBUTION_SINCE, row.get("since", EARLIEST))
    dated = {**row, "since": since, "account_kinds": ("noncontribution",)}
    return _build_line("F3X", row["token"], dated)


def _build_line(form: str, token: str, row: dict[str, Any]) -> KindLine:
    group = row.get("group") or None
    return KindLine(
        form=form,
        account_kinds=tuple(row.get("account_kinds", ())),
        token=token,
        unitemised_token=_unitemised_token(token, row),
        group=group,
        partition=groups()[group].partition if group else None,
        aggregate_sign=row.get("aggregate_sign", 1) if group else 0,
        itemise=row["itemise"],
        since=row.get("since", EARLIEST),
        until=row.get("until"),
        citation=rules_table("kinds")["citations"][form][token],
    )


def _unitemised_token(token: str, row: dict[str, Any]) -> str:
    shared = UNITEMISED_LINES.get(token, token)
    return str(row.get("unitemised", shared)) if row.get("token") == token else shared
