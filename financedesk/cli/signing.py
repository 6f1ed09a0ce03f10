"""Who types the commands: a member who signs in, or whoever is logged in to the computer."""

import os
import sys
import time
from getpass import getpass

from financedesk.book import Book, Reading, login_name
from financedesk.errors import NeedsPassphrase, Refused
from financedesk.ledger.access import access_of
from financedesk.ledger.passphrases import signed_in

USER_VARIABLE, PASSPHRASE_VARIABLE = "FINANCEDESK_USER", "FINANCEDESK_PASSPHRASE"
TRIES = 3
PAUSE_SECONDS = 1.0
"""How long a wrong passphrase keeps its author waiting; twice as long after each further one."""


def sign_in(book: Book, wanted: str) -> None:
    """Make ``book.who`` the member who works in it; in a book without members nobody signs in.

    The passphrase is the variable FINANCEDESK_PASSPHRASE or is asked for on a terminal, never an
    argument, because the arguments of a command are there for every user of the computer to see.
    Raises NeedsPassphrase or Refused.
    """
    given = os.environ.get(PASSPHRASE_VARIABLE)
    with book.read() as connection:
        try:
            login = signed_in(connection, login_name(), wanted, given)
        except NeedsPassphrase as error:
            if not sys.stdin.isatty():
                raise Refused(f"{error} Set {PASSPHRASE_VARIABLE}.") from error
            login = _asked(connection, wanted, error.login)
        except Refused:
            time.sleep(PAUSE_SECONDS)
            raise
        access = access_of(connection, login)
    if access.walled and not access.whole_book and not access.ids:
        raise Refused(
            f"This book does not name {login} among those who may see it; say who you are with"
            f" --user or in {USER_VARIABLE}."
        )
    book.who = login


def _asked(connection: Reading, wanted: str, login: str) -> str:
    for attempt in range(TRIES):
        try:
            return signed_in(connection, login_name(), wanted, getpass(f"Passphrase of {login}: "))
        except Refused as error:
            time.sleep(PAUSE_SECONDS * 2**attempt)
            refused = error
    raise refused
