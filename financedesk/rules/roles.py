"""The roles that people have in an entity, and the acts that each allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from financedesk.rules.data import rules_table

SEE, RECORD, CORRECT, IMPORT = "see", "record", "correct", "import"
FILE, RULES, ENTITIES, WALLS = "file", "rules", "entities", "walls"
PROMISES = "promises"

TREASURER, VIEWER = "treasurer", "viewer"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a role may allow; ``words`` follow "may"."""

    code: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is in an entity, in plain words, and the codes of the acts it allows.

    ``also`` are the words under which descriptions of an organisation may name it.
    """

    code: str
    label: str
    words: str
    acts: frozenset[str]
    also: tuple[str, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether the role allows anything beyond looking."""
        return self.acts != {SEE}


@cache
def acts() -> Mapping[str, Act]:
    """Return every act by its code."""
    rows = rules_table("roles")["acts"]
    return MappingProxyType({code: Act(code, **row) for code, row in rows.items()})


@cache
def roles() -> Mapping[str, Role]:
    """Return every role by its code, the one that may do most first."""
    return MappingProxyType(
        {
            code: Role(
                code, row["label"], row["words"], frozenset(row["acts"]), tuple(row.get("also", ()))
            )
            for code, row in rules_table("roles")["roles"].items()
        }
    )


@cache
def role_named(words: str) -> Role | None:
    """Return the role of a code, or of another word for it such as ``write``; None for neither."""
    for role in roles().values():
        if words == role.code or words in role.also:
            return role
    return None


def role_allows(code: str, act: str) -> bool:
    """Tell whether the role of this code allows an act; no role allows none."""
    role = role_named(code)
    return role is not None and act in role.acts


def roles_that_may(act: str) -> tuple[Role, ...]:
    """Return the roles that allow an act."""
    return tuple(role for role in roles().values() if act in role.acts)
