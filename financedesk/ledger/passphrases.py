"""Signing in: who somebody is, told by a passphrase or by the login of the computer.

A passphrase is kept as an Argon2id hash (RFC 9106) beside the book's facts, never in the journal,
which notes only that one was set. It says who is at the desk; it does not encrypt the book:
whoever holds the file of a book can read it without FinanceDesk.
"""

from sqlalchemy import Connection, delete, insert, select

from financedesk.book import walls
from financedesk.book.clock import now
from financedesk.book.schema import member, member_passphrase
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NeedsPassphrase, NotFound, Refused
from financedesk.ledger.members import require_keeper
from financedesk.ledger.rights import has_members, is_member

SHORTEST = 12
"""How many characters a passphrase needs: several words, not one."""

ON_A_FILE = (
    "This book is a file: signing in keeps honest people apart, but whoever holds the file can"
    " read all of it without FinanceDesk."
)

_WRONG = "That is not the passphrase of {login}, or {login} is not named in this book."


def signed_in(
    connection: Connection, computer_login: str, wanted: str = "", passphrase: str | None = None
) -> str:
    """Return the login that somebody works under: ``wanted``, or that of the computer.

    Raises NeedsPassphrase when one was set and none is given, Refused when it is wrong or when
    somebody without a passphrase is named at another's computer. In a book without members
    nobody signs in. On a server that holds its users to the walls it is who that has signed in.
    """
    if walls.enforced(connection):  # the server has asked already
        return walls.author(connection, wanted.strip(), computer_login)
    login = wanted.strip() or computer_login
    if not has_members(connection):
        return login
    kept = _hash_of(connection, login)
    if kept is not None:
        _check(kept, login, passphrase)
    elif login != computer_login:
        _refuse_unproved(login, passphrase)
    return login


def needs_passphrase(connection: Connection, login: str) -> bool:
    """Tell whether a member of this login has set a passphrase, and so has to sign in."""
    return _hash_of(connection, login) is not None


def set_passphrase(unit: UnitOfWork, member_id: int, new: str, current: str | None = None) -> None:
    """Set a member's passphrase: one's own with the ``current`` one, or anybody's as a keeper.

    The unit of work is of kind ``setup``: a passphrase stands outside of undo. The journal notes
    that it was set, without the hash. Raises BadInput for one that is too short, Refused where it
    is not one's own or the current one is wrong.
    """
    if walls.enforced(unit.connection):
        raise Refused(
            "This book is on a server, which asks for a password of its own; its administrator"
            " sets that."
        )
    login = _login_of(unit.connection, member_id)
    _require_right(unit, login, current)
    _require_strong(new, login)
    _forget(unit, member_id)
    unit.connection.execute(
        insert(member_passphrase),
        {"member_id": member_id, "hash": _hashed(new), "set_at": now(),
         "set_by": unit.heading.who},
    )  # fmt: skip
    _note(unit, "set", login)


def clear_passphrase(unit: UnitOfWork, member_id: int) -> None:
    """Take a member's passphrase away: the login of their computer is believed again.

    Only who keeps the walls does that; raises Refused otherwise.
    """
    require_keeper(unit)
    login = _login_of(unit.connection, member_id)
    _forget(unit, member_id)
    _note(unit, "taken away", login)


def member_id_of(connection: Connection, login: str) -> int:
    """Return the id of the active member with this login; raises NotFound."""
    query = select(member.c.id).where(member.c.login == login, member.c.active == 1)
    found = connection.execute(query).scalar()
    if found is None:
        raise NotFound(f"{login} is not named in this book; only a member has a passphrase.")
    return int(found)


# --- inside


def _check(kept: str, login: str, passphrase: str | None) -> None:
    if passphrase is None:
        raise NeedsPassphrase(f"Sign in as {login}: this member has set a passphrase.", login)
    if not _is_right(kept, passphrase):
        raise Refused(_WRONG.format(login=login))


def _refuse_unproved(login: str, passphrase: str | None) -> None:
    """Refuse a member without a passphrase in the words for one who is not there.

    Only somebody who gives no passphrase is told more, and then the same of every name.
    """
    if passphrase is not None:
        raise Refused(_WRONG.format(login=login))
    raise NeedsPassphrase(
        f"Sign in as {login} with a passphrase. Somebody who has set none is known only by the"
        " login of their own computer; who keeps the walls can set one for them.",
        login,
    )


def _hash_of(connection: Connection, login: str) -> str | None:
    query = (
        select(member_passphrase.c.hash)
        .join(member, member.c.id == member_passphrase.c.member_id)
        .where(member.c.login == login, member.c.active == 1)
    )
    found: str | None = connection.execute(query).scalar()
    return found


def _hashed(passphrase: str) -> str:
    from argon2 import PasswordHasher

    return PasswordHasher().hash(passphrase)


def _is_right(kept: str, passphrase: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept, passphrase)
    except (VerificationError, InvalidHashError):
        return False


def _login_of(connection: Connection, member_id: int) -> str:
    login = connection.execute(select(member.c.login).where(member.c.id == member_id)).scalar()
    if login is None:
        raise NotFound("That member is no longer in the book; look at the list again.")
    return str(login)


def _require_right(unit: UnitOfWork, login: str, current: str | None) -> None:
    if unit.heading.who != login:
        require_keeper(unit)
        return
    if not is_member(unit.connection, login):
        raise Refused("Your access to this book is suspended; ask who keeps the walls.")
    kept = _hash_of(unit.connection, login)
    if kept is not None and not _is_right(kept, current or ""):
        raise Refused("The current passphrase is not right; the new one was not set.")


def _require_strong(new: str, login: str) -> None:
    if len(new.strip()) < SHORTEST:
        raise BadInput(
            f"A passphrase has at least {SHORTEST} characters: three or four words are easier to"
            " keep in mind than signs."
        )
    if len(set(new.casefold())) < 5 or login.casefold() == new.strip().casefold():
        raise BadInput("That is guessed too easily; take three or four words of your own.")


def _forget(unit: UnitOfWork, member_id: int) -> None:
    mine = member_passphrase.c.member_id == member_id
    unit.connection.execute(delete(member_passphrase).where(mine))


def _note(unit: UnitOfWork, what: str, login: str) -> None:
    """Journal that it was done, with no trace of the passphrase."""
    unit.also_in.add(0)
    unit.detail = {**unit.detail, "passphrase": what, "of": login}
