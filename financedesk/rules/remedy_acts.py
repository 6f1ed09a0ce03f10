"""Remedies of findings that are acts of the books: what each is called, asks for, and rests on.

The list is ``resources/rules/remedy_acts.toml``; what does them is ``compliance/remedies``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.rules.checks import CheckKind
from financedesk.rules.data import rules_table

WAIVE = "waive"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyAct:
    """One act; ``asks`` are the facts that it needs, in the order in which a form asks for them.

    ``optional`` are those that may be left empty, ``done`` what is said when it is done.
    ``remedies`` are the codes of ``rules.checks`` that it stands for, ``rules`` the checks for
    which it does (empty for all of them). ``evidence`` is what its words are called, ``signer`` who
    answers for them. One that does not ``clears`` stops a clock and leaves the finding.
    """

    code: str
    remedies: tuple[str, ...]
    rules: tuple[str, ...] = ()
    title: str
    action: str
    words: str
    saves: str
    asks: tuple[str, ...]
    done: str
    optional: tuple[str, ...] = ()
    evidence: str = ""
    signer: str = ""
    clears: bool = True
    citation: str = ""

    def is_for(self, kind: CheckKind, remedy: str) -> bool:
        """Whether it is what a check means by one of its remedies."""
        return remedy in self.remedies and (not self.rules or kind.code in self.rules)


@cache
def remedy_acts() -> Mapping[str, RemedyAct]:
    """Return every act by its code, in the order of the table."""
    rows = rules_table("remedy_acts")["act"]
    lists = ("remedies", "rules", "asks", "optional")
    made = [
        RemedyAct(**{**row, **{name: tuple(row.get(name, ())) for name in lists}}) for row in rows
    ]
    return MappingProxyType({one.code: one for one in made})


def acts_for(kind: CheckKind, remedy: str) -> tuple[RemedyAct, ...]:
    """Return the acts that a check means by a remedy; none for what is done elsewhere."""
    return tuple(one for one in remedy_acts().values() if one.is_for(kind, remedy))
