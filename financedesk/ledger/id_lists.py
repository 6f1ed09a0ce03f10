"""Statements about some hundred rows that are asked at every key: built once, asked with any ids.

A statement that is built anew takes ten times as long as its answer. Those built here name the
rows by one value, so that SQLAlchemy and the database know them again whatever the ids are.
"""

import json
from collections.abc import Sequence

from sqlalchemy import BigInteger, ColumnElement, Connection, any_, bindparam, func, select
from sqlalchemy.dialects import postgresql

_NAME = "ids"


def among_ids(dialect: str, column: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that a column is one of the ids that ``with_ids`` brings."""
    if dialect == "sqlite":
        listed = func.json_each(bindparam(_NAME)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(bindparam(_NAME, type_=postgresql.ARRAY(BigInteger)))


def with_ids(connection: Connection, ids: Sequence[int]) -> dict[str, object]:
    """Return the value of a statement's ids as its database takes it."""
    listed = list(ids)
    return {_NAME: json.dumps(listed) if connection.dialect.name == "sqlite" else listed}
