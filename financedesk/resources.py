"""Find the files that ship with the program, in the wheel or in a checkout."""

from functools import cache
from pathlib import Path

from financedesk.errors import NotFound


@cache
def resource_root() -> Path:
    """Return the folder ``resources``: inside the installed package, else beside it."""
    package = Path(__file__).parent
    for candidate in (package / "resources", package.parent / "resources"):
        if candidate.is_dir():
            return candidate
    raise NotFound("The program's resources folder is missing; install FinanceDesk again.")


def resource(*parts: str) -> Path:
    """Return the path of one shipped file, e.g. ``resource("rules", "kinds.toml")``.

    Raises NotFound when it does not exist.
    """
    path = resource_root().joinpath(*parts)
    if not path.exists():
        raise NotFound(
            f"The program's file {'/'.join(parts)} is missing; install FinanceDesk again."
        )
    return path
