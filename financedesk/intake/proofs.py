"""What a whole file proves where a profile leaves it open: day and month, the decimal mark.

The file is walked once, when the first cell is met that can be read in two ways.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from financedesk.errors import BadInput
from financedesk.intake.csv_table import Table
from financedesk.intake.days import DAY_FIRST, MONTH_FIRST, TWO_ORDERS
from financedesk.intake.staged import Notes
from financedesk.rules.money import parse_cents

_COMMA_AMOUNT = re.compile(
    r"[-(]?\s*[$€]?\s*-?(?:\d+|\d{1,3}(?:[.'\u00a0\u202f ]\d{3})+)(?:,\d{1,2})?\s*[$€]?\)?"
)
_PROVES_COMMA = re.compile(r"\d,\d{1,2}\)?(?:\s*[$€])?")
_PROVES_POINT = re.compile(r"\d\.\d{1,2}\)?")
_GROUPS = re.compile(r"[.'\u00a0\u202f €]")


class Proofs:
    """What one file proves; ``days`` and ``amounts`` are the places of its columns."""

    def __init__(self, table: Table, days: Sequence[int], amounts: Sequence[int]) -> None:
        self._table = table
        self._days = days
        self._amounts = amounts

    def day_order(self, text: str) -> str:
        """Return the order that some date of the file proves.

        ``text`` is one that proves nothing. Raises BadInput when none does, or both are proved.
        """
        day_first = month_first = ""
        for cell in self._cells(self._days):
            if found := TWO_ORDERS.match(cell):
                first, second = int(found[1]), int(found[2])
                day_first = day_first or (cell if second <= 12 < first else "")
                month_first = month_first or (cell if first <= 12 < second else "")
        name = self._table.source.name
        if day_first and month_first:
            raise BadInput(
                f"{name} writes both {day_first} and {month_first}: day and month change places"
                " within the file. Export it again with dates like 2026-01-31."
            )
        if not (day_first or month_first):
            raise BadInput(
                f"{name} writes dates like {text}, and none of them tells whether the day or the"
                f" month comes first; say day_order = “{MONTH_FIRST}” or “{DAY_FIRST}” in the"
                " profile."
            )
        return DAY_FIRST if day_first else MONTH_FIRST

    def is_decimal_comma(self) -> bool:
        """Tell whether the file writes its cents after a comma.

        Raises BadInput when some amounts have a decimal comma and others a decimal point.
        """
        comma = point = ""
        for cell in self._cells(self._amounts):
            if _ends(cell, _PROVES_COMMA):
                comma = comma or cell
            elif _ends(cell, _PROVES_POINT):
                point = point or cell
        if comma and point:
            raise BadInput(
                f"{self._table.source.name} writes both {comma} and {point}: comma and point change"
                " places within the file. Say decimal in the profile if one of them is a slip."
            )
        return bool(comma)

    def _cells(self, places: Sequence[int]) -> Iterator[str]:
        for _, cells in self._table.rows(Notes()):
            for place in places:
                if place < len(cells):
                    yield cells[place].strip()


def _ends(text: str, pattern: re.Pattern[str]) -> bool:
    return any(match.end() == len(text) for match in pattern.finditer(text))


@lru_cache(maxsize=65536)
def comma_cents(text: str) -> int:
    """Return an amount like ``1.234,50`` in cents; raises BadInput."""
    plain = text.strip()
    if not _COMMA_AMOUNT.fullmatch(plain):
        raise BadInput(f"“{plain}” is not an amount with a decimal comma, like 1234,50.")
    return parse_cents(_GROUPS.sub("", plain).replace(",", "."))
