"""Plain values read field by field, each fault with its place, what is wrong and what to write."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from financedesk.errors import BadInput
from financedesk.rules.money import parse_cents

_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?|[0-9]{1,9}/[1-9][0-9]{0,8}")


class Fields:
    """The keys of one table; ``where`` names it in errors. ``done`` refuses what nobody read."""

    def __init__(self, values: object, where: str) -> None:
        if not isinstance(values, Mapping):
            raise BadInput(f"{where}: write it as a table with keys and values.")
        self.where = where
        self._values: Mapping[str, Any] = values
        self._read: set[str] = set()

    def has(self, key: str) -> bool:
        """Whether a key is there."""
        return key in self._values

    def value(self, key: str) -> Any:  # noqa: ANN401 -- whatever the file holds
        """Return what stands under a key, or None; the key counts as read."""
        self._read.add(key)
        return self._values.get(key)

    def fault(self, key: str, words: str) -> BadInput:
        """Return the error that names the place and the key."""
        return BadInput(f"{self.where}, {key}: {words}")

    def text(self, key: str) -> str:
        """Return words that may be absent, without spaces around them."""
        value = self.value(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.fault(key, f"write words in quotes, not {value!r}.")
        return value.strip()

    def filled(self, key: str, example: str) -> str:
        """Return words that must be there."""
        found = self.text(key)
        if not found:
            raise self.fault(key, f"it is missing; write it like {key} = {example}.")
        return found

    def choice(self, key: str, choices: Sequence[str], default: str = "") -> str:
        """Return one of the words that may stand here."""
        found = self.text(key) or default
        if found not in choices:
            said = f"{found!r} is not known" if found else "it is missing"
            raise self.fault(key, f"{said}; choose one of {', '.join(choices)}.")
        return found

    def day(self, key: str) -> date | None:
        """Return a day that may be absent."""
        value = self.value(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.fault(key, f"{value!r} is not a day; write {key} = 2026-01-31, no quotes.")
        return value

    def needed_day(self, key: str) -> date:
        """Return a day that must be there."""
        found = self.day(key)
        if found is None:
            raise self.fault(key, f"it is missing; write {key} = 2026-01-31.")
        return found

    def truth(self, key: str) -> bool:
        """Return whether something that may be absent is said to be true."""
        value = self.value(key)
        if value not in (None, True, False) or isinstance(value, int) is not isinstance(
            value, bool
        ):
            raise self.fault(key, "write true or false.")
        return value is True

    def count(self, key: str, default: int, least: int, most: int) -> int:
        """Return a whole number between two others."""
        value = self.value(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.fault(key, f"write a whole number from {least} to {most}, not {value!r}.")
        return value

    def cents(self, key: str, least: int = 1) -> int:
        """Return an amount in cents, above zero unless 0 is allowed; 12 means 12.00."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.fault(key, f'write the amount in quotes with cents: {key} = "2500.00".')
        try:
            found = parse_cents(str(value))
        except BadInput as error:
            raise self.fault(key, str(error)) from error
        if found < least:
            raise self.fault(key, f"{value} is not above zero.")
        return found

    def number(self, key: str) -> Fraction:
        """Return an exact number above zero: ``12.5`` or ``1/3`` in quotes, or a whole one."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.fault(key, f'write the number in quotes, like {key} = "12.5".')
        if not _NUMBER.fullmatch(found := str(value).strip()):
            raise self.fault(key, f'“{found}” is not a number; write it like {key} = "12.5".')
        if (exact := Fraction(found)) <= 0:
            raise self.fault(key, f"{found} is not above zero.")
        return exact

    def percent(self, key: str) -> Fraction:
        """Return a percentage above 0, up to 100."""
        found = self.number(key)
        if found > 100:
            raise self.fault(key, "a percentage is at most 100.")
        return found

    def table(self, key: str) -> "Fields | None":
        """Return a table under a key, or None."""
        value = self.value(key)
        return None if value is None else Fields(value, f"{self.where}, {key}")

    def tables(self, key: str) -> tuple["Fields", ...]:
        """Return the rows of ``[[key]]`` in their order; none when there are none."""
        rows = self.value(key)
        if rows is None:
            return ()
        if not isinstance(rows, list | tuple):
            raise self.fault(key, f"write each as a table [[{key}]].")
        return tuple(
            Fields(row, f"{self.where}, {key} {number}") for number, row in enumerate(rows, start=1)
        )

    def done(self) -> None:
        """Raise BadInput when a key is there that nobody asked for."""
        if unknown := sorted(set(self._values) - self._read, key=str):
            known = ", ".join(sorted(self._read))
            raise BadInput(
                f"{self.where}: the key {unknown[0]!r} has no place here; the keys are {known}."
            )
