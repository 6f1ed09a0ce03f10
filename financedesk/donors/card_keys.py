"""What the cards of one entity may have in common with another card, as numbers.

Half a million cards are a few dozen megabytes. Keys are fewer than those of ``blocking``: what an
import brings has addresses, telephones or e-mail addresses.
"""

from array import array

from financedesk.ledger.names import plain_zip


class CardKeys:
    """The versions of an entity's cards, in the order of their numbers, with their keys.

    Each of ``families`` holds one key for every version, 0 for none; keys of one family are
    compared with one another: e-mail address, telephone, house, name, beginning of the name, work.
    """

    def __init__(self) -> None:
        self.contacts = array("q")
        self.cards = array("q")
        self.families = tuple(array("q") for _ in range(6))
        self._append = tuple(one.append for one in (self.contacts, self.cards, *self.families))

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
        to_contacts, to_cards, to_email, to_phone, to_house, to_name, to_begin, to_work = (
            self._append
        )
        to_contacts(contact_id)
        to_cards(card_id)
        to_email(hash(email.partition("|")[0]) if email else 0)
        to_phone(hash(figures) if figures else 0)
        to_house(house)
        to_name(whole)
        to_begin(begins)
        works = employer and not (email or figures)
        to_work(hash((employer[:8].lower(), name[:6])) if employer and works else 0)
