"""A copy of the book that is known to be good, and the way back from it.

A copy may be encrypted under a passphrase of its own, while the book stays as it is: for copies
that leave the computer. The passphrase is kept nowhere, so that a copy whose passphrase is
forgotten is lost.
"""

import hashlib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sqlalchemy import Table

from financedesk.book import migrate
from financedesk.book.sqlite_store import SqliteStore, is_encrypted
from financedesk.book.stores import Store, store_at
from financedesk.book.verify import verify
from financedesk.errors import BadInput, BookDamaged, BookError, NeedsPassphrase, Refused
from financedesk.progress import Progress

CHUNK = 1 << 20
SHORTEST = 12
"""How many characters the passphrase of a backup has at least."""
_FEWEST_SIGNS = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: where it is, its size and SHA-256, and whether a passphrase is on it."""

    path: Path
    bytes: int
    sha256: str
    encrypted: bool = False


def back_up(
    store: Store,
    target: Path,
    tables: list[Table],
    key: str | None,
    progress: Progress,
    passphrase: str | None = None,
) -> Backup:
    """Copy a book that may be in use, verify the copy, and only then give it its name.

    Raises BookError when the name is taken, BookDamaged when the copy fails its checks, BadInput
    for a passphrase that is too short.
    """
    if passphrase is not None:
        require_strong(passphrase)
    if target.exists():
        raise BookError(f"{target} exists already; choose another name for the backup.")
    if not target.parent.is_dir():
        raise BookError(f"The folder {target.parent} does not exist; create it first.")
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        progress.step(0, None, "Copying the book")
        store.copy_to(unfinished, passphrase)
        require_sound(unfinished, tables, passphrase or key, progress)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    size = target.stat().st_size
    return Backup(target, size, sha256_of(target), encrypted=bool(passphrase or key))


def require_strong(passphrase: str) -> None:
    """Raise BadInput for a passphrase that somebody who has the copy could guess."""
    if len(passphrase.strip()) < SHORTEST or len(set(passphrase.casefold())) < _FEWEST_SIGNS:
        raise BadInput(
            f"The passphrase of a backup has at least {SHORTEST} characters: take three or four"
            " words, and keep them where the backup is not."
        )


def needs_passphrase(source: Path) -> bool:
    """Tell whether a backup is under a passphrase; False for a file that is not there."""
    return source.is_file() and is_encrypted(source)


def restore(
    source: Path,
    store: Store,
    tables: list[Table],
    key: str | None,
    progress: Progress,
    passphrase: str | None = None,
) -> Backup:
    """Verify a backup and put it in the place of a book, which is replaced at once or not at all.

    What was encrypted under a passphrase of its own stands there as the book does: in the open,
    or under the book's ``key``. Raises BookMissing or BookDamaged for the backup, NeedsPassphrase
    when it is under one and none is given, Refused when that is wrong, BookBusy while the book is
    being written.
    """
    own_key = passphrase or key
    encrypted = needs_passphrase(source)
    if encrypted and not own_key:
        raise NeedsPassphrase(f"{source.name} is encrypted: give the passphrase it was made with.")
    own_key = own_key if encrypted else None
    if encrypted and passphrase:
        require_right(source, passphrase)
    require_sound(source, tables, own_key, progress)
    progress.step(0, None, "Restoring the book")
    if own_key == key or store.dialect != "sqlite":
        store.replace_by(source)
    else:
        _replace_under(source, store, own_key, key)
    size = source.stat().st_size
    return Backup(source, size, sha256_of(source), encrypted=encrypted)


def require_right(source: Path, passphrase: str) -> None:
    """Raise Refused when a backup does not open with this passphrase; nothing is written."""
    store = store_at(source, passphrase)
    try:
        store.require_present()
    except BookDamaged as error:
        raise Refused(
            f"That is not the passphrase of {source.name}, or the file is damaged. Nothing was"
            " changed."
        ) from error
    finally:
        store.close()


def _replace_under(source: Path, store: Store, own_key: str | None, key: str | None) -> None:
    """Put a copy in the place of a book, under the book's key instead of the copy's."""
    copied = Path(store.location).with_name(Path(store.location).name + ".opened")
    copied.unlink(missing_ok=True)
    kept = SqliteStore(source, own_key)
    try:
        if key is None:
            kept.open_copy_to(copied)
        else:
            kept.copy_to(copied, key)
        store.replace_by(copied)
    finally:
        kept.close()
        copied.unlink(missing_ok=True)


def require_sound(path: Path, tables: list[Table], key: str | None, progress: Progress) -> None:
    """Raise BookDamaged when the book in a file fails its checks.

    One of an earlier schema is checked as a database; its rows when it has been upgraded.
    """
    store = store_at(path, key)
    try:
        store.require_present()
        with store.reading() as connection:
            outdated = migrate.is_outdated(migrate.revision_of(connection), str(path))
            rows = iter(()) if outdated else verify(connection, tables, (), progress)
            problem = next(chain(store.check(), rows), None)
    finally:
        store.close()
    if problem is not None:
        raise BookDamaged(f"{path} fails its checks and was not used: {problem.text}")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file that no connection of this process has open."""
    running = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            running.update(piece)
    return running.hexdigest()
