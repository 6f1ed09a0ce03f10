"""State law as plug-in files: what a state lets whom give for its own elections.

A file is TOML with ``state``, ``title`` and a table ``[[limit]]`` per rule::

    state = "CA"
    title = "California, 2025-2026"

    [[limit]]
    office_level = "legislature"     # absent: whatever the office
    recipient_type = "candidate"     # a class of recipient of parties.toml
    donor_type = "individual"        # a class of giver of parties.toml, or "any"
    window = "election"              # year, election, cycle or none
    amount = "5900.00"               # or: unlimited = true, or: prohibited = true
    effective_from = 2025-01-01
    effective_to = 2026-12-31        # absent: until the law changes
    source = "Cal. Gov. Code 85301"
    confidence = "verified"          # absent: knowledge

What ships are seeds; a treasurer's own file for a state takes the place of the seed.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from financedesk.errors import BadInput, NotFound
from financedesk.resources import resource
from financedesk.rules.data import in_force
from financedesk.rules.figures import CONFIDENCES
from financedesk.rules.money import parse_cents
from financedesk.rules.parties import giver, recipient

ANY = "any"
STATE_WINDOWS = ("year", "election", "cycle", "none")
_BOUNDS = ("amount", "unlimited", "prohibited")
_KEYS = frozenset(
    {
        "office_level", "recipient_type", "donor_type", "window", "effective_from",
        "effective_to", "source", "confidence", *_BOUNDS,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLimit:
    """One rule of one state; ``cents`` is None where no amount is set.

    ``prohibited`` says that this donor may give nothing at all.
    """

    state: str
    office_level: str
    recipient_type: str
    donor_type: str
    window: str
    cents: int | None
    prohibited: bool
    effective_from: date
    effective_to: date | None
    source: str
    confidence: str

    def fits(self, donor_type: str, recipient_type: str, office_level: str, on: date) -> bool:
        """Whether the rule speaks of this donor, recipient and office on a day."""
        return (
            self.recipient_type == recipient_type
            and self.donor_type in (donor_type, ANY)
            and self.office_level in (office_level, "")
            and in_force(self.effective_from, self.effective_to, on)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLaw:
    """What one file says of one state."""

    state: str
    title: str
    limits: tuple[StateLimit, ...]


def read_state_law(path: Path) -> StateLaw:
    """Return what a plug-in file says; raises BadInput that names file, rule and key."""
    try:
        with path.open("rb") as stream:
            data = tomllib.load(stream)
    except FileNotFoundError as error:
        raise BadInput(f"There is no file {path}; name the TOML file of the state.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not valid TOML: {error}.") from error
    return state_law_from(data, path.name)


def state_law_from(data: Mapping[str, Any], source: str) -> StateLaw:
    """Return the state law of parsed TOML data; ``source`` names it in errors."""
    state = str(data.get("state", "")).strip().upper()
    if len(state) != 2 or not state.isalpha():
        raise BadInput(f'{source}: write the state as two letters, like state = "CA".')
    rows = data.get("limit")
    if not isinstance(rows, list) or not rows:
        raise BadInput(f"{source}: write each rule as a table [[limit]]; there is none.")
    limits = tuple(
        _limit(row, state, f"{source}, limit {number}") for number, row in enumerate(rows, start=1)
    )
    _refuse_doubles(limits, source)
    return StateLaw(state=state, title=str(data.get("title", state)), limits=limits)


@cache
def shipped_state_laws() -> tuple[StateLaw, ...]:
    """Return the seeds that ship with the program, by state."""
    files = sorted(resource("rules", "states").glob("*.toml"))
    return tuple(read_state_law(path) for path in files)


def state_laws(own: Iterable[StateLaw] = ()) -> Mapping[str, StateLaw]:
    """Return the law of each state: the treasurer's own file where there is one, else the seed."""
    found = {law.state: law for law in shipped_state_laws()}
    return {**found, **{law.state: law for law in own}}


def state_limit(
    law: StateLaw | None,
    donor_type: str,
    recipient_type: str,
    on: date,
    *,
    office_level: str = "",
) -> StateLimit | None:
    """Return the rule of a state for a gift, the most particular first; None when none is known.

    None means that nobody has entered it, not that the gift is free: state law stays a condition.
    """
    if law is None:
        return None
    fitting = [one for one in law.limits if one.fits(donor_type, recipient_type, office_level, on)]
    return max(fitting, key=_particular, default=None)


def _particular(limit: StateLimit) -> tuple[bool, bool]:
    return limit.donor_type != ANY, limit.office_level != ""


def _limit(row: object, state: str, where: str) -> StateLimit:
    if not isinstance(row, dict):
        raise BadInput(f"{where}: write each rule as a table [[limit]].")
    if unknown := sorted(set(row) - _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise BadInput(f"{where}: the key {unknown[0]!r} is unknown; the keys are {known}.")
    begins, ends = _span(row, where)
    return StateLimit(
        state=state,
        office_level=str(row.get("office_level", "")),
        recipient_type=_one_of(row, "recipient_type", where),
        donor_type=_one_of(row, "donor_type", where),
        window=_window(row, where),
        cents=_amount(row, where),
        prohibited=row.get("prohibited") is True,
        effective_from=begins,
        effective_to=ends,
        source=_filled(row, "source", where),
        confidence=_confidence(row, where),
    )


def _filled(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{where}: {key} is missing; every rule of a state needs it.")
    return value.strip()


def _one_of(row: Mapping[str, Any], key: str, where: str) -> str:
    code = _filled(row, key, where)
    try:
        if key == "recipient_type":
            return recipient(code).code
        return ANY if code == ANY else giver(code).code
    except NotFound as error:
        raise BadInput(f"{where}, {key}: {error}") from error


def _window(row: Mapping[str, Any], where: str) -> str:
    window = _filled(row, "window", where)
    if window not in STATE_WINDOWS:
        choices = ", ".join(STATE_WINDOWS)
        raise BadInput(f"{where}: window {window!r} is not one of {choices}.")
    return window


def _confidence(row: Mapping[str, Any], where: str) -> str:
    confidence = str(row.get("confidence", "knowledge"))
    if confidence not in CONFIDENCES:
        choices = ", ".join(CONFIDENCES)
        raise BadInput(f"{where}: confidence {confidence!r} is not one of {choices}.")
    return confidence


def _amount(row: Mapping[str, Any], where: str) -> int | None:
    given = [key for key in _BOUNDS if key in row]
    if len(given) != 1:
        raise BadInput(f"{where}: give exactly one of amount, unlimited = true, prohibited = true.")
    if given[0] != "amount":
        if row[given[0]] is not True:
            raise BadInput(f"{where}: {given[0]} can only be true; leave it out otherwise.")
        return 0 if given[0] == "prohibited" else None
    amount = row["amount"]
    if isinstance(amount, bool) or not isinstance(amount, str | int):
        raise BadInput(f'{where}: write the amount as text with cents, like amount = "5900.00".')
    try:
        cents = parse_cents(str(amount))
    except BadInput as error:
        raise BadInput(f"{where}, amount: {error}") from error
    if cents <= 0:
        raise BadInput(f"{where}: an amount is above zero; prohibited = true forbids the gift.")
    return cents


def _span(row: Mapping[str, Any], where: str) -> tuple[date, date | None]:
    begins, ends = row.get("effective_from"), row.get("effective_to")
    if not isinstance(begins, date) or not isinstance(ends, date | None):
        raise BadInput(f"{where}: write effective_from and effective_to as dates: 2026-01-31.")
    if ends is not None and ends < begins:
        raise BadInput(f"{where}: effective_to {ends} is before effective_from {begins}.")
    return begins, ends


def _refuse_doubles(limits: Sequence[StateLimit], source: str) -> None:
    for (first, one), (second, other) in combinations(enumerate(limits, start=1), 2):
        same = (
            one.donor_type == other.donor_type
            and one.recipient_type == other.recipient_type
            and one.office_level == other.office_level
        )
        if same and _overlap(one, other):
            raise BadInput(
                f"{source}: limits {first} and {second} speak of the same gifts at the same time;"
                " end one before the other begins."
            )


def _overlap(one: StateLimit, other: StateLimit) -> bool:
    last = min(one.effective_to or date.max, other.effective_to or date.max)
    return max(one.effective_from, other.effective_from) <= last
