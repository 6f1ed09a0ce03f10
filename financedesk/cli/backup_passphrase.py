"""The passphrase of an encrypted backup, as the command line comes by it."""

import os
import sys
from getpass import getpass
from pathlib import Path

from financedesk.errors import BadInput, NeedsPassphrase

BACKUP_VARIABLE = "FINANCEDESK_BACKUP_PASSPHRASE"
"""Never an argument, because those are there for every user of the computer to see."""


def new_backup_passphrase() -> str:
    """Return the passphrase that a new backup is encrypted under; asked for twice on a terminal.

    Raises NeedsPassphrase where there is neither the variable nor a terminal, BadInput when the
    two are not the same.
    """
    given = os.environ.get(BACKUP_VARIABLE)
    if given is not None:
        return given
    first = _asked("Passphrase of the backup: ", "Say under which passphrase")
    if getpass("Once more: ") != first:
        raise BadInput("The two passphrases are not the same; nothing was written.")
    return first


def backup_passphrase(source: Path) -> str:
    """Return the passphrase of a backup that is to be restored; raises NeedsPassphrase."""
    given = os.environ.get(BACKUP_VARIABLE)
    if given is not None:
        return given
    return _asked(f"Passphrase of {source.name}: ", f"{source.name} is encrypted: say with what")


def _asked(prompt: str, otherwise: str) -> str:
    if not sys.stdin.isatty():
        raise NeedsPassphrase(f"{otherwise} in {BACKUP_VARIABLE}.")
    return getpass(prompt)
