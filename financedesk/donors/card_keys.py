"""What the cards of one entity may have in common with another card, as numbers.

Half a million cards are two dozen megabytes: a key is kept in four bytes, and two that are alike
by chance are compared for nothing, once in an import. Keys are fewer than those of ``blocking``:
what an import brings has addresses, telephones or e-mail addresses.
"""

from array import array
from collections.abc import Iterator

from financedesk.ledger.names import plain_zip

_FAMILIES, _FOUR_BYTES = 6, 0xFFFF_FFFF


class CardKeys:
    """The versions of an entity's cards, in the order of their numbers, with their keys.

    Keys of one family are compared with one another: e-mail address, telephone, house, name,
    beginning of the name, work.
    """

    def __init__(self) -> None:
        self.contacts = array("q")
        self.cards = array("q")
        # Each only as long as its last key: what no row of a file has takes no room.
        self._families = tuple(array("I") for _ in range(_FAMILIES))

    def families(self) -> "Iterator[array[int]]":
        """Yield the keys of each family that has any: one for every version, 0 for none."""
        for family in self._families:
            if family:
                self._fill(family, len(self.contacts))
                yield family

    def add(  # noqa: PLR0913, PLR0917 - what a card is compared by
        self,
        contact_id: int,
        card_id: int,
        email: str | None,
        place: str | None,
        figures: str,
        zip_code: str | None,
        city: str | None,
        employer: str | None,
        name: str,
    ) -> None:
        """Add a version; e-mail address and place as the card keeps them to be matched by.

        ``figures`` are those of the telephone number, ``name`` is the one that the card is found
        by, last name first.
        """
        house = whole = begins = 0
        if place:
            _, near, street = place.rsplit("|", 2)
            number, _, rest = street.partition(" ")
            house = hash((near, number, rest[:2]))
            whole = hash((near, *sorted(name.split())))
        elif zip_code or city:
            # Without a street there is little to go by: the town, and how the name begins.
            town = plain_zip(zip_code) if zip_code else city
            whole = hash((town, *sorted(name.split())))
            begins = hash((town, name[:5]))
        works = employer and not (email or figures)
        work = hash((employer[:8].lower(), name[:6])) if employer and works else 0
        mail = hash(email.partition("|")[0]) if email else 0
        phone = hash(figures) if figures else 0
        here = len(self.contacts)
        for family, key in zip(
            self._families, (mail, phone, house, whole, begins, work), strict=True
        ):
            if key:
                self._fill(family, here)
                family.append(key & _FOUR_BYTES)
        self.contacts.append(contact_id)
        self.cards.append(card_id)

    @staticmethod
    def _fill(family: "array[int]", length: int) -> None:
        missing = length - len(family)
        if missing:
            family.frombytes(bytes(missing * family.itemsize))
