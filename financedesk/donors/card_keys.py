"""What the cards of one entity may have in common with another card, as numbers.

Half a million cards are a few dozen megabytes. Keys are fewer than those of ``blocking``: what an
import brings has addresses, telephones or e-mail addresses.
"""

from array import array
from collections.abc import Iterator

from financedesk.ledger.names import plain_zip

_DIGITS_ALONE = dict.fromkeys(map(ord, " -().+:/\xa0"))
_LEAST_OF_PHONE = 7
FAMILIES = EMAIL, PHONE, HOUSE, NAME, WORK = range(5)
"""Keys of one family are compared with one another."""


class CardKeys:
    """The versions of an entity's cards, in the order of their numbers, with their keys.

    ``families`` holds for each family the keys, and beside each the place of its version.
    """

    def __init__(self) -> None:
        self.contacts = array("q")
        self.cards = array("q")
        self.families = tuple((array("q"), array("l")) for _ in FAMILIES)

    def add(  # noqa: PLR0913 - what a card is compared by
        self,
        contact_id: int,
        card_id: int,
        *,
        email: str | None,
        place: str | None,
        phone: str | None,
        zip_code: str | None,
        city: str | None,
        employer: str | None,
        name: str,
    ) -> None:
        """Add a version; e-mail address and place as the card keeps them to be matched by.

        ``name`` is the one that the card is found by, last name first.
        """
        at = len(self.contacts)
        self.contacts.append(contact_id)
        self.cards.append(card_id)
        given = email, place, phone, zip_code, city, employer, name
        for family, key in _keys_of(*given):
            keys, places = self.families[family]
            keys.append(hash(key))
            places.append(at)


def _keys_of(
    email: str | None,
    place: str | None,
    phone: str | None,
    zip_code: str | None,
    city: str | None,
    employer: str | None,
    name: str,
) -> Iterator[tuple[int, str]]:
    if email:
        yield EMAIL, email.partition("|")[0]
    if phone:
        figures = phone.translate(_DIGITS_ALONE)[-10:]
        if len(figures) >= _LEAST_OF_PHONE:
            yield PHONE, figures
    if place:
        _, near, street = place.rsplit("|", 2)
        number, _, rest = street.partition(" ")
        yield HOUSE, f"{near} {number} {rest[:2]}"
        yield NAME, f"{near} {' '.join(sorted(name.split()))}"
    elif zip_code or city:
        # Without a street there is little to go by: the town, and how the name begins.
        town = plain_zip(zip_code) if zip_code else city
        yield NAME, f"{town} {' '.join(sorted(name.split()))}"
        yield NAME, f"{town} {name[:5]}~"
    if employer and not (email or phone):
        yield WORK, f"{employer[:8].lower()} {name[:6]}"
