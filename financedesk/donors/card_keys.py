"""What the cards of one entity may have in common with another card, as numbers.

Half a million cards are a few dozen megabytes. Keys are fewer than those of ``blocking``: what an
import brings has addresses, telephones or e-mail addresses.
"""

from array import array

from financedesk.ledger.names import plain_zip

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
        at = len(self.contacts)
        self.contacts.append(contact_id)
        self.cards.append(card_id)
        if email:
            self._note(EMAIL, at, email.partition("|")[0])
        if figures:
            self._note(PHONE, at, figures)
        if place:
            _, near, street = place.rsplit("|", 2)
            number, _, rest = street.partition(" ")
            self._note(HOUSE, at, f"{near} {number} {rest[:2]}")
            self._note(NAME, at, f"{near} {' '.join(sorted(name.split()))}")
        elif zip_code or city:
            # Without a street there is little to go by: the town, and how the name begins.
            town = plain_zip(zip_code) if zip_code else city
            self._note(NAME, at, f"{town} {' '.join(sorted(name.split()))}")
            self._note(NAME, at, f"{town} {name[:5]}~")
        if employer and not (email or figures):
            self._note(WORK, at, f"{employer[:8].lower()} {name[:6]}")

    def _note(self, family: int, at: int, key: str) -> None:
        keys, places = self.families[family]
        keys.append(hash(key))
        places.append(at)
