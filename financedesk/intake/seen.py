"""Which row keys were met before: a bit a number, a few megabytes for a million of them."""

_PAGE_BITS = 16
_MASK = (1 << _PAGE_BITS) - 1
_LARGEST = 1 << 48
_DIGITS = len(str(_LARGEST))


class SeenKeys:
    """A set of row keys that may only grow.

    Keys that are numbers, as processors' are, cost one bit each in pages of 8 KiB, also behind a
    name and a colon; others are kept as they are.
    """

    def __init__(self) -> None:
        self._pages: dict[tuple[str, int], bytearray] = {}
        self._others: set[str] = set()

    def add(self, key: str) -> bool:
        """Add a key; returns whether it was there already."""
        name, _, digits = key.rpartition(":")
        too_long = len(digits) > _DIGITS
        if (
            too_long
            or not digits.isdecimal()
            or digits[0] == "0"
            or (number := int(digits)) >= _LARGEST
        ):
            known = key in self._others
            self._others.add(key)
            return known
        where = name, number >> _PAGE_BITS
        page = self._pages.get(where)
        if page is None:
            page = self._pages[where] = bytearray(1 << (_PAGE_BITS - 3))
        place = number & _MASK
        bit = 1 << (place & 7)
        known = bool(page[place >> 3] & bit)
        page[place >> 3] |= bit
        return known
