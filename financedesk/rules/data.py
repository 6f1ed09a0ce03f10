"""Read the dated, cited tables that ship with the program."""

import tomllib
from datetime import date
from functools import cache
from typing import Any

from financedesk.resources import resource

EARLIEST = date(1980, 1, 8)
"""First day of the reporting lines used here (Pub. L. 96-187); the default of every ``since``."""


@cache
def rules_table(name: str) -> dict[str, Any]:
    """Return one table of ``resources/rules`` by its file name without ``.toml``.

    The same dictionary is returned to every caller: do not change it.
    """
    with resource("rules", f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


def in_force(since: date, until: date | None, on: date) -> bool:
    """Whether a dated row applies on a day; both ends are included."""
    return since <= on and (until is None or on <= until)


def pick(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the named entries that are there."""
    return {name: values[name] for name in names if name in values}
