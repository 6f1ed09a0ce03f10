"""A copy of the book that is known to be good, and the way back from it."""

import hashlib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from sqlalchemy import Table

from financedesk.book import migrate
from financedesk.book.stores import Store, store_at
from financedesk.book.verify import verify
from financedesk.errors import BookDamaged, BookError
from financedesk.progress import Progress

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: where it is, its size and SHA-256."""

    path: Path
    bytes: int
    sha256: str


def back_up(
    store: Store, target: Path, tables: list[Table], key: str | None, progress: Progress
) -> Backup:
    """Copy a book that may be in use, verify the copy, and only then give it its name.

    Raises BookError when the name is taken, BookDamaged when the copy fails its checks.
    """
    if target.exists():
        raise BookError(f"{target} exists already; choose another name for the backup.")
    if not target.parent.is_dir():
        raise BookError(f"The folder {target.parent} does not exist; create it first.")
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        progress.step(0, None, "Copying the book")
        store.copy_to(unfinished)
        require_sound(unfinished, tables, key, progress)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return Backup(target, target.stat().st_size, sha256_of(target))


def restore(
    source: Path, store: Store, tables: list[Table], key: str | None, progress: Progress
) -> Backup:
    """Verify a backup and put it in the place of a book, which is replaced at once or not at all.

    Raises BookMissing or BookDamaged for the backup, BookBusy while the book is being written.
    """
    require_sound(source, tables, key, progress)
    progress.step(0, None, "Restoring the book")
    store.replace_by(source)
    return Backup(source, source.stat().st_size, sha256_of(source))


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
