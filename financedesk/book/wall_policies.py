"""The walls as PostgreSQL holds them: row-level security on every table, generated from the tables.

Who somebody is, is the role that the server has signed in (``SESSION_USER``, which no statement of
a user changes); what they may see are the rows of ``member_entity`` of that login. The questions
to those rows are functions that run with the rights of the book's owner, because nobody may read
everybody's rights. Policies are forced upon the owner as well; only inside these functions, which
are known by their search path, and while the owner sets a book up (``INSIDE``) are the tables free.
Neither opens anything for anybody else: both count only for the role that owns the tables.
"""

# ruff: noqa: S608 - nothing but constants of this module and names of tables is put together.
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql

from financedesk.rules.roles import PROMISES, RULES, WALLS, Role, roles

INSIDE = "financedesk.inside"
"""The setting under which the owner of the tables is not held to the walls."""

_PATH = "pg_catalog, pg_temp"
WITH_OWNERS_RIGHTS = f"LANGUAGE sql STABLE SECURITY DEFINER SET search_path = {_PATH}"
"""How a function looks over the wall. Its body is read when it is made (``BEGIN ATOMIC``), so that
no table of a user's own can stand in for one of the book."""

_preparer = postgresql.dialect().identifier_preparer  # type: ignore[no-untyped-call]


def _array(function: str) -> str:
    # In a query of its own it is asked once, and not for every row.
    return f"ANY (CAST((SELECT {function}()) AS BIGINT[]))"


SEEN, WRITTEN = _array("wall_seen"), _array("wall_written")
"""What an entity's id is compared with: those that the user may see, and may write."""

PROMISED = _array("wall_promised")
"""The entities whose officials' pay and promises the user may see and keep."""

_NAMED, _WRITES = "(SELECT wall_named())", "(SELECT wall_writes())"
_WHOLE, _KEEPS = "(SELECT wall_whole())", "(SELECT wall_keeps())"


@dataclass(frozen=True, slots=True)
class Wall:
    """Conditions in SQL on a row of one table.

    ``seen``: who may read it; ``added``: it may be stored so; ``changed``: as it stands, it may be
    changed or deleted; ``after``: a change may leave it so. Both are as ``added`` where they are
    None. What is not ``deleted`` stays, and what is not ``altered`` stays as it is. ``asked`` is a
    table that the questions about rights read themselves.
    """

    seen: str
    added: str
    changed: str | None = None
    after: str | None = None
    altered: bool = True
    deleted: bool = True
    asked: bool = False


OF_ENTITY = Wall(f"entity_id = {SEEN}", f"entity_id = {WRITTEN}")
"""Rows of one entity: what every table with an ``entity_id`` has that says nothing else."""

OF_PROMISES = Wall(f"entity_id = {PROMISED}", f"entity_id = {PROMISED}")
"""What officials are paid and have promised: for who keeps it, and for nobody who only looks."""

OF_ORGANISATION = Wall(_NAMED, _KEEPS)
"""Rows of the whole organisation: members read them, who keeps the walls writes them."""

OF_RULES = Wall(_NAMED, f"{_WHOLE} AND (SELECT wall_sets_rules())")
"""What holds instead of a rule, for the whole organisation."""

OF_WORK = Wall(_NAMED, "false", _WRITES, _WRITES, deleted=False)
"""The one row that every unit of work counts on."""

OF_WHOLE = Wall(_NAMED, f"{_WHOLE} AND {_WRITES}")
"""Rows about all entities alike: written by somebody from whom no entity is hidden."""

OF_KEEPERS = Wall(_KEEPS, _KEEPS)
"""What nobody sees but who keeps the walls."""

OF_BATCH = Wall(
    f"id = {_array('wall_batches')}",
    f"{_WRITES} AND (entity_id IS NULL OR entity_id = {WRITTEN})",
    f"{_WRITES} AND id = {_array('wall_batches')}",
)
"""Imports: seen where every entity that they touched is seen."""

OF_JOURNAL = Wall(
    f"chain = {SEEN} OR (chain = 0 AND {_WHOLE}) OR ({_KEEPS} AND wall_orphan(chain))",
    f"who = SESSION_USER AND ((chain = 0 AND {_WRITES}) OR chain = {WRITTEN}"
    f" OR ({_KEEPS} AND wall_orphan(chain)))",
    altered=False,
    deleted=False,
)
"""Entries of the journal, each signed with the login that the server knows; never changed."""

OF_MEMBERS = Wall(
    f"login = SESSION_USER OR {_WHOLE} OR EXISTS (SELECT 1 FROM member_entity"
    " WHERE member_entity.member_id = member.id)",
    _KEEPS,
    asked=True,
)
"""People of the book: oneself and those with whom one shares an entity."""

OF_RIGHTS = Wall(f"entity_id = {SEEN} OR {_KEEPS}", _KEEPS, asked=True)
"""Rights: those in entities that one sees; who keeps the walls sets them."""


def wall_of(table: Table) -> Wall | None:
    """Return the wall of a table; None, which nobody passes, where nothing says whose rows are."""
    given: Wall | None = table.info.get("wall")
    if given is not None:
        return given
    return OF_ENTITY if "entity_id" in table.columns else None


def functions() -> list[str]:
    """Return the statements that make the questions to the rights; they come before policies."""
    writing = _codes(role for role in roles().values() if role.writes)
    keeping, ruling, promising = (
        _codes(role for role in roles().values() if act in role.acts)
        for act in (WALLS, RULES, PROMISES)
    )
    return [
        one.format(writing=writing, keeping=keeping, ruling=ruling, promising=promising)
        for one in _FUNCTIONS
    ]


def policies(table: Table) -> list[str]:
    """Return the one statement that puts a table behind the wall."""
    name, wall = _preparer.quote(table.name), wall_of(table)
    parts = [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
    ]
    if wall is not None:
        parts += _rules(name, wall)
    return [";\n".join(parts)]


def reference_indexes(table: Table) -> Iterator[str]:
    """Yield indexes of references that no other index leads with.

    Who is behind a wall cannot lay references down while a batch leaves: the server then looks
    for the rows that refer to each row that goes.
    """
    leading = {_first(index.expressions) for index in table.indexes}
    leading |= {_first(one) for one in table.constraints if isinstance(one, _UNIQUE)}
    for column in table.columns:
        # Entities hardly ever leave, and everything refers to them.
        if column.foreign_keys and column.name not in {*leading, "entity_id"}:
            name, own = _preparer.quote(table.name), _preparer.quote(column.name)
            made = _preparer.quote(f"refers_{table.name}_{column.name}"[:63])
            where = f" WHERE {own} IS NOT NULL" if column.nullable else ""
            yield f"CREATE INDEX {made} ON {name} ({own}){where}"


_UNIQUE = (UniqueConstraint, PrimaryKeyConstraint)


def _first(parts: Iterable[object]) -> str:
    first = next(iter(parts), None)
    return str(first.name) if isinstance(first, Column) else ""


def _codes(some: Iterable[Role]) -> str:
    words = sorted({word for role in some for word in (role.code, *role.also)})
    return ", ".join(f"'{word}'" for word in words)


def _rules(name: str, wall: Wall) -> Sequence[str]:
    # What the questions about rights read cannot ask them: only a row that is not free asks.
    free = "(SELECT wall_inside())" if wall.asked else "(SELECT wall_down())"
    changed = wall.added if wall.changed is None else wall.changed
    after = wall.added if wall.after is None else wall.after
    rules = [
        f"CREATE POLICY seen ON {name} FOR SELECT USING ({_either(free, wall.seen)})",
        f"CREATE POLICY added ON {name} FOR INSERT WITH CHECK ({_either(free, wall.added)})",
    ]
    rights = ["SELECT", "INSERT"]
    if wall.altered:
        rights.append("UPDATE")
        rules.append(
            f"CREATE POLICY changed ON {name} FOR UPDATE USING ({_either(free, changed)})"
            f" WITH CHECK ({_either(free, after)})"
        )
    if wall.deleted:
        rights.append("DELETE")
        rules.append(f"CREATE POLICY deleted ON {name} FOR DELETE USING ({_either(free, changed)})")
    return [*rules, f"GRANT {', '.join(rights)} ON {name} TO PUBLIC"]


def _either(free: str, otherwise: str) -> str:
    # CASE, because only there the order in which conditions are asked is certain.
    return f"CASE WHEN {free} THEN true ELSE {otherwise} END"


_RIGHTS = "member_entity e JOIN member m ON m.id = e.member_id"
_OWN = f"{_RIGHTS} WHERE m.login = SESSION_USER AND m.active = 1"
_OWNER = "SELECT relowner FROM pg_class WHERE oid = CAST('member' AS regclass)"
_KEPT_BY = """NOT EXISTS (SELECT 1 FROM member_entity a JOIN member b ON b.id = a.member_id
    WHERE b.active = 1 AND NOT EXISTS (SELECT 1 FROM member_entity o
        WHERE o.member_id = {member} AND o.entity_id = a.entity_id
            AND o.access IN ({{keeping}})))"""


def _function(name: str, returns: str, body: str, *, asks: bool = True) -> str:
    way = WITH_OWNERS_RIGHTS if asks else "LANGUAGE sql STABLE"
    return f"CREATE FUNCTION {name} RETURNS {returns} {way}\nBEGIN ATOMIC\n{body};\nEND"


_FUNCTIONS = (
    _function(
        "wall_inside()", "boolean",
        f"SELECT CURRENT_USER = pg_get_userbyid(({_OWNER}))\n"
        f"    AND (current_setting('search_path') = '{_PATH}'\n"
        f"        OR coalesce(current_setting('{INSIDE}', true), '') = 'yes')",
        asks=False,
    ),
    # A book that names nobody is its owner's alone.
    _function(
        "wall_open()", "boolean",
        "SELECT NOT EXISTS (SELECT 1 FROM member WHERE active = 1)\n"
        f"    AND pg_has_role(SESSION_USER, ({_OWNER}), 'MEMBER')",
    ),
    _function("wall_down()", "boolean", "SELECT wall_inside() OR wall_open()", asks=False),
    _function(
        "wall_seen()", "bigint[]",
        f"SELECT coalesce(array_agg(e.entity_id), CAST('{{{{}}}}' AS BIGINT[])) FROM {_OWN}",
    ),
    _function(
        "wall_written()", "bigint[]",
        f"SELECT coalesce(array_agg(e.entity_id), CAST('{{{{}}}}' AS BIGINT[])) FROM {_OWN}\n"
        "    AND e.access IN ({writing})",
    ),
    _function(
        "wall_promised()", "bigint[]",
        f"SELECT coalesce(array_agg(e.entity_id), CAST('{{{{}}}}' AS BIGINT[])) FROM {_OWN}\n"
        "    AND e.access IN ({promising})",
    ),
    _function(
        "wall_named()", "boolean",
        "SELECT wall_open() OR EXISTS (\n"
        "    SELECT 1 FROM member WHERE login = SESSION_USER AND active = 1)",
    ),
    _function(
        "wall_writes()", "boolean",
        f"SELECT wall_open() OR EXISTS (\n    SELECT 1 FROM {_OWN} AND e.access IN ({{writing}}))",
    ),
    _function(
        "wall_keeps()", "boolean",
        "SELECT wall_open() OR EXISTS (SELECT 1 FROM member m\n"
        "    WHERE m.login = SESSION_USER AND m.active = 1 AND "
        + _KEPT_BY.format(member="m.id") + ")",
    ),
    _function(
        "wall_sets_rules()", "boolean",
        f"SELECT wall_open() OR NOT EXISTS (\n    SELECT 1 FROM {_OWN}"
        " AND e.access NOT IN ({ruling}))",
    ),
    _function(
        "wall_has_keeper()", "boolean",
        "SELECT EXISTS (SELECT 1 FROM member m WHERE m.active = 1 AND "
        + _KEPT_BY.format(member="m.id") + ")",
    ),
    _function(
        "wall_whole()", "boolean",
        "SELECT wall_open() OR (wall_named() AND NOT EXISTS (\n"
        "    SELECT 1 FROM member_entity WHERE NOT entity_id = " + SEEN + "))",
    ),
    # An entity that is just being made or taken out, and that nobody has a right to.
    _function(
        "wall_orphan(entity bigint)", "boolean",
        "SELECT entity <> 0 AND wall_keeps() AND NOT EXISTS (\n"
        "    SELECT 1 FROM member_entity WHERE entity_id = entity)",
    ),
    _function(
        "wall_batches()", "bigint[]",
        "SELECT coalesce(array_agg(batch_id), CAST('{{}}' AS BIGINT[])) FROM (\n"
        "    SELECT batch_id FROM journal WHERE batch_id IS NOT NULL AND kind = 'import'\n"
        "    GROUP BY batch_id HAVING bool_and(chain = 0 OR chain = "
        + SEEN + ")) AS whole",
    ),
    # Acts of which the user sees a part, and another part stands behind a wall.
    _function(
        "wall_crossing(since bigint)", "SETOF bigint",
        "SELECT group_id FROM journal WHERE group_id >= since AND NOT wall_whole()\n"
        f"    GROUP BY group_id HAVING bool_or(chain = {SEEN})\n"
        f"    AND NOT bool_and(chain = {SEEN})",
    ),
    # Where the next entry of a chain goes on, for whoever may write one.
    _function(
        "wall_head(wanted bigint)", "TABLE (number bigint, hash text)",
        "SELECT j.number, j.hash FROM journal j WHERE j.chain = wanted\n"
        "    AND (wall_open() OR wall_orphan(wanted) OR wanted = ANY (wall_written())\n"
        "        OR (wanted = 0 AND wall_writes()))\n"
        "    ORDER BY j.number DESC LIMIT 1",
    ),
)  # fmt: skip
