"""What the fields of the forms mean: words a newcomer understands, and the law behind them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from financedesk.errors import NotFound
from financedesk.resources import resource


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """The help of one field: what belongs in it, and the rule where there is one."""

    words: str
    law: str = ""

    @property
    def text(self) -> str:
        """Both as one paragraph."""
        return f"{self.words} ({self.law})" if self.law else self.words


def field_help(key: str) -> FieldHelp:
    """Return the help of a field by its key, such as ``contributions.amount``.

    The words stand in ``resources/help``, one file per page and one table per field. Raises
    NotFound for a field that nobody has described.
    """
    page, _, field = key.partition(".")
    found = _page(page).get(field)
    if found is None:
        raise NotFound(f"The field {key} has no help; describe it in resources/help/{page}.toml.")
    return found


@cache
def _page(name: str) -> Mapping[str, FieldHelp]:
    with resource("help", f"{name}.toml").open("rb") as file:
        return {key: FieldHelp(**values) for key, values in tomllib.load(file).items()}
