"""Read a file of the open interchange form and refuse what is not of its shape."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from financedesk.errors import BadInput

OWN_FORMAT = "financedesk-1"
_LARGEST_PLAIN_FILE = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class InterchangeFile:
    """A file of the interchange form: its name, SHA-256 and parsed content."""

    name: str
    sha256: str
    content: dict[str, Any]

    @property
    def is_own(self) -> bool:
        """Whether ``financedesk export`` wrote it, so that nothing is missing."""
        return self.content.get("format") == OWN_FORMAT

    def rows(self, section: str) -> list[dict[str, Any]]:
        """Return a section as a list of objects; an absent one is empty.

        Raises BadInput when it is something else.
        """
        found = self.content.get(section)
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise BadInput(f"{self.name}: “{section}” must be a list of objects.")
        return found

    def table(self, section: str) -> dict[str, Any]:
        """Return a section as one object; an absent one is empty."""
        found = self.content.get(section)
        if found is None:
            return {}
        if not isinstance(found, dict):
            raise BadInput(f"{self.name}: “{section}” must be one object.")
        return found


def read_interchange(path: Path) -> InterchangeFile:
    """Return the content of an interchange file.

    Raises BadInput when it is missing, is no JSON, or holds neither contacts nor transactions.
    """
    raw = _bytes_of(path)
    try:
        # Numbers with decimals stay text: no amount or rate may pass through a binary fraction.
        content = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_without_repeats, parse_float=str
        )
    except UnicodeDecodeError as error:
        raise BadInput(f"{path.name} is not written in UTF-8; save it again as UTF-8.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"{path.name} is no valid JSON: {error}. Correct it there.") from error
    if not isinstance(content, dict) or not {"contacts", "transactions"} & set(content):
        raise BadInput(
            f"{path.name} is not in the interchange form: it needs “contacts” and “transactions”."
        )
    stated = content.get("format", "")
    if stated and stated != OWN_FORMAT:
        raise BadInput(
            f"{path.name} is of the format “{stated}”; this FinanceDesk reads {OWN_FORMAT} and the"
            " plain interchange form."
        )
    return InterchangeFile(path.name, hashlib.sha256(raw).hexdigest(), content)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_PLAIN_FILE:
            raise BadInput(f"{path.name} is larger than 2 GiB; divide it by years.")
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the file system refused"
        raise BadInput(f"{path} cannot be read: {reason}. Check the name.") from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(f"The name “{twice}” stands twice in one object; which one counts?")
    return found
