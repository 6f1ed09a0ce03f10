"""What a check finds, and a list of findings that does not grow without end."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Literal

from financedesk.fec.layouts import CURRENT_VERSION, Field

#: The Commission refuses the filing; takes it with a warning; says nothing, but look at it.
Level = Literal["refused", "warning", "advice"]

LEVELS: dict[str, Level] = {"E": "refused", "W": "warning"}

#: How many findings of one rule are kept one by one.
FINDINGS_PER_RULE = 500

#: Rules that hold for filings of every version; of the others an old filing is only warned, since
#: the Commission took it under the rules of its day.
_TIMELESS = frozenset(
    {
        "unreadable",
        "cover_second",
        "one_form",
        "duplicate_transaction",
        "back_reference",
        "field_too_long",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or odd, in a sentence for the treasurer.

    ``line`` is the line of the file (0: the whole file), ``record`` the form type, ``field`` the
    field's name, ``rule`` a short name that stays the same.
    """

    level: Level
    line: int
    record: str
    field: str
    rule: str
    message: str


class Findings:
    """Collects findings; at most ``FINDINGS_PER_RULE`` of one rule, and how many there were."""

    def __init__(self, version: str = CURRENT_VERSION) -> None:
        """Collect for a filing of this version: old ones are judged more gently."""
        self._historical = version != CURRENT_VERSION
        self._kept: list[Finding] = []
        self._counts: Counter[tuple[Level, str]] = Counter()

    def add(self, finding: Finding) -> None:
        """Keep a finding, or count it."""
        if self._historical and finding.level == "refused" and finding.rule not in _TIMELESS:
            finding = replace(finding, level="warning")
        key = (finding.level, finding.rule)
        self._counts[key] += 1
        if self._counts[key] <= FINDINGS_PER_RULE:
            self._kept.append(finding)

    def result(self) -> list[Finding]:
        """The findings by line, and for every rule with too many of them one that says so."""
        more = [
            Finding(level, 0, "", "", rule, f"{count - FINDINGS_PER_RULE:,} more like it ({rule}).")
            for (level, rule), count in self._counts.items()
            if count > FINDINGS_PER_RULE
        ]
        return sorted(self._kept, key=lambda finding: finding.line) + more


def called(column: Field) -> str:
    """A field's name in a sentence: as the format calls it, not shouted."""
    label = column.label
    return label.lower() if label.isupper() or label == label.title() else label
