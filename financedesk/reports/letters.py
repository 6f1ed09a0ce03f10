"""The list of letters: a CSV file that a word processor merges into requests to donors."""

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from financedesk.errors import BadInput
from financedesk.ledger.donors_letters import Letter
from financedesk.rules.money import plain_cents


def _treasurer(letter: Letter) -> str:
    parts = (
        letter.entity.treasurer.get(name, "") for name in ("first", "middle", "last", "suffix")
    )
    return " ".join(part for part in parts if part)


FIELDS: Mapping[str, Callable[[Letter], str]] = {
    "name": lambda one: one.contact.display_name,
    "prefix": lambda one: one.contact.prefix,
    "first_name": lambda one: one.contact.first_name,
    "last_name": lambda one: one.contact.last_name,
    "suffix": lambda one: one.contact.suffix,
    "street_1": lambda one: one.contact.street_1,
    "street_2": lambda one: one.contact.street_2,
    "city": lambda one: one.contact.city,
    "state": lambda one: one.contact.state,
    "zip": lambda one: one.contact.zip,
    "email": lambda one: one.contact.email,
    "phone": lambda one: one.contact.phone,
    "send_by": lambda one: "letter" if one.has_address else "telephone or e-mail",
    "missing": lambda one: ", ".join(one.missing),
    "employer": lambda one: one.contact.employer,
    "occupation": lambda one: one.contact.occupation,
    "gift_date": lambda one: one.gift_day,
    "gift_amount": lambda one: plain_cents(one.gift_cents),
    "aggregate": lambda one: plain_cents(one.aggregate_cents),
    "ask_by": lambda one: one.ask_by,
    "overdue": lambda one: "yes" if one.overdue else "no",
    "statement": lambda one: one.statement,
    "committee": lambda one: one.entity.name,
    "committee_street": lambda one: one.entity.address.get("street_1", ""),
    "committee_city": lambda one: one.entity.address.get("city", ""),
    "committee_state": lambda one: one.entity.address.get("state", ""),
    "committee_zip": lambda one: one.entity.address.get("zip", ""),
    "treasurer": _treasurer,
}
"""The columns of the file, each with what it says of a letter."""


def write_letters(path: Path, letters: Iterable[Letter], today: date) -> int:
    """Write the list and return how many letters it holds: all of them or no file at all.

    The file is UTF-8 with a mark at its beginning, by which spreadsheets know it. Raises BadInput
    when it cannot be written there; what stood there before stays then.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _cannot(path, error) from error
    written = 0
    try:
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["letter_date", *FIELDS])
            for letter in letters:
                writer.writerow([today.isoformat(), *(cell(letter) for cell in FIELDS.values())])
                written += 1
        Path(name).replace(path)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        Path(name).unlink(missing_ok=True)
    return written


def _cannot(path: Path, error: OSError) -> BadInput:
    reason = error.strerror or error
    return BadInput(f"The list cannot be written to {path}: {reason}. Choose another place.")
