"""Which bank account a code means, among those of the entities in which somebody may do an act."""

from sqlalchemy import Connection

from financedesk.errors import BadInput, NotFound
from financedesk.ledger.access import access_of
from financedesk.ledger.entities import AccountRow, accounts


def bank_account_named(
    connection: Connection, login: str, code: str, entity_code: str | None, act: str
) -> AccountRow:
    """Return the bank account with a code, of one entity or of the only one that has it.

    Raises NotFound without such an account, BadInput where several entities have one, and Refused
    for somebody who may not do the act there.
    """
    access = access_of(connection, login)
    only = None if entity_code is None else access.find(entity_code)
    access.require(act, *(() if only is None else (only.id,)))
    allowed = access.where(act)
    places = [one for one in access.entities if one.id in allowed] if only is None else [only]
    found = [
        (one.code, account)
        for one in places
        for account in accounts(connection, one.id)
        if account.role == "bank" and account.code == code
    ]
    if not found:
        whose = entity_code or "No entity"
        raise NotFound(f"{whose} has no bank account {code!r}; see financedesk book info.")
    if len(found) > 1:
        owners = ", ".join(owner for owner, _ in found)
        raise BadInput(f"Several entities have an account {code!r} ({owners}); name one: --entity.")
    return found[0][1]
