"""What the book says of itself as a whole: the organisation's name."""

from sqlalchemy import select

from financedesk.book.schema import setting
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput

_LONGEST = 120


def rename_organisation(unit: UnitOfWork, name: str) -> None:
    """Give the organisation another name; undo brings the old one back.

    Raises BadInput for an empty name and for one that no line would hold.
    """
    wanted = " ".join(name.split())
    if not wanted:
        raise BadInput("The organisation has no name; type one.")
    if len(wanted) > _LONGEST:
        raise BadInput(
            f"The organisation's name has {len(wanted)} letters; shorten it to {_LONGEST} at most."
        )
    found = unit.connection.execute(select(setting.c.id).where(setting.c.key == "name")).scalar()
    if found is None:
        unit.insert(setting, {"key": "name", "value": wanted})
    else:
        unit.update(setting, found, {"value": wanted})
