"""The profiles that a book keeps: one row each, for the whole organisation, with their history."""

from datetime import date

from sqlalchemy import Connection, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.intake.profiles import Profile, checked, profile_text, read_profile
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.rules.conduits import processor

_profile = tables.intake_profile


def kept_profiles(connection: Connection) -> list[Profile]:
    """Return every profile of the book, by name."""
    query = select(_profile.c.name, _profile.c.terms).order_by(_profile.c.name)
    rows = connection.execute(query)
    return [read_profile(row.terms, f"The profile “{row.name}”") for row in rows]


def kept_profile(connection: Connection, name: str) -> Profile:
    """Return the profile of a name, however it is capitalised; raises NotFound with the choices."""
    found = {profile.name.casefold(): profile for profile in kept_profiles(connection)}
    profile = found.get(name.strip().casefold())
    if profile is None:
        choices = ", ".join(one.name for one in found.values()) or "none yet"
        raise NotFound(f"There is no profile “{name}” in this book; it has: {choices}.")
    return profile


def keep_profile(unit: UnitOfWork, profile: Profile) -> bool:
    """Keep a profile in place of the one of its name; returns whether it is a new one.

    Raises BadInput for one that does not hold together, NotFound for a processor that nobody
    knows, Refused for who does not keep the walls: a profile is the whole organisation's.
    """
    checked(profile)
    processor(profile.processor, date.today())
    _require_keeper(unit)
    values = {"name": profile.name, "terms": profile_text(profile)}
    known = _id_of(unit.connection, profile.name)
    if known is None:
        unit.insert(_profile, values)
    else:
        unit.update(_profile, known, values)
    return known is None


def drop_profile(unit: UnitOfWork, name: str) -> None:
    """Take a profile off the shelf; what was imported with it stays. Raises NotFound, Refused."""
    _require_keeper(unit)
    known = _id_of(unit.connection, kept_profile(unit.connection, name).name)
    if known is None:
        raise BadInput(f"The profile “{name}” was taken away meanwhile.")
    unit.delete(_profile, known)


def _id_of(connection: Connection, name: str) -> int | None:
    rows = connection.execute(select(_profile.c.id, _profile.c.name))
    wanted = name.casefold()
    return next((row.id for row in rows if row.name.casefold() == wanted), None)


def _require_keeper(unit: UnitOfWork) -> None:
    if not access_of(unit.connection, unit.heading.who).keeps_walls:
        raise Refused(
            "Profiles are the whole organisation's; ask who keeps the walls to save it, or give it"
            " as a file with each import."
        )
