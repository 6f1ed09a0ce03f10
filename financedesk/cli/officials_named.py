"""Which entity and which official a command on remittances means."""

import argparse

from financedesk.book import Reading
from financedesk.errors import BadInput, NotFound
from financedesk.ledger.access import Access
from financedesk.ledger.entities import EntityRow
from financedesk.remittances.people import OFFICIALS, Official, names_of
from financedesk.remittances.shelf import Kept
from financedesk.rules.roles import PROMISES


def entity_argument(parser: argparse.ArgumentParser) -> None:
    """Let a command be told whose officials are meant."""
    parser.add_argument(
        "--entity", default="", metavar="E",
        help="whose officials (the one entity that has any)",
    )  # fmt: skip


def keeper_named(connection: Reading, access: Access, code: str) -> EntityRow:
    """Return the entity whose officials are meant: the one that is named, or the only one.

    Raises NotFound and BadInput that say what to do, and Refused without the right to promises.
    """
    if code:
        found = access.find(code)
        access.require(PROMISES, found.id)
        return found
    access.require(PROMISES)
    allowed = access.where(PROMISES)
    held = [one for one in access.entities if one.id in allowed]
    keeping = [one for one in held if OFFICIALS.of(connection, one.id)]
    if len(keeping) == 1:
        return keeping[0]
    if not keeping:
        raise NotFound("Nobody is an official in this book yet; enter some with remit enter.")
    codes = ", ".join(one.code for one in keeping)
    raise BadInput(f"Several entities keep promises; name one with --entity: {codes}.")


def official_named(connection: Reading, entity: EntityRow, text: str) -> Kept[Official]:
    """Return the one official that a reference or a part of a name means.

    Raises NotFound, and BadInput with the choices where several could be meant.
    """
    held = OFFICIALS.of(connection, entity.id)
    exact = [one for one in held if one.fact.reference.casefold() == text.casefold()]
    if exact:
        return exact[0]
    names = names_of(connection, held)
    alike = [one for one in held if text.casefold() in names[one.id].casefold()]
    if len(alike) == 1:
        return alike[0]
    if not alike:
        raise NotFound(
            f"No official of {entity.code} is called “{text}”; give a reference or name."
        )
    choices = ", ".join(f"{one.fact.reference} {names[one.id]}" for one in alike)
    raise BadInput(f"“{text}” may be several officials; give the reference of one: {choices}.")
