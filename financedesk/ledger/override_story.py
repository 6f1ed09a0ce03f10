"""What became of counsel's words on a rule: who entered them, who withdrew them, and why."""

from dataclasses import dataclass

from sqlalchemy import Connection

from financedesk.ledger.overrides import KeptOverride, kept_overrides
from financedesk.ledger.register_detail import Event, history_of
from financedesk.rules.counsel import rule_spoken_of

_ORGANISATION = 0
"""The journal's chain of what belongs to no one entity."""


@dataclass(frozen=True, slots=True)
class OverrideStory:
    """An override with what the journal says was done to it, the oldest first."""

    kept: KeptOverride
    events: tuple[Event, ...]


def override_stories(connection: Connection, rule: str) -> tuple[OverrideStory, ...]:
    """Return every override of a rule, the newest first, withdrawn ones as well."""
    return tuple(
        OverrideStory(kept, history_of(connection, _ORGANISATION, "rule_override", kept.id))
        for kept in kept_overrides(connection)
        if rule_spoken_of(kept.override) == rule
    )
