"""What a donor is compared by, worked out from the cells of a row alone.

Nothing here knows a book, so that the process that reads a large file can do it beforehand.
"""

from hashlib import blake2b

from financedesk.intake.staged import Donor, DonorTraits
from financedesk.ledger.names import folded, match_keys_of, person_key


def traits_of(donor: Donor) -> DonorTraits:
    """Return what a donor is compared by; without a first name it is an organisation."""
    first, last, street_1, _, _, _, zip_code, *_ = donor
    name = folded(f"{last} {first}")
    email, place = match_keys_of(
        person_key(last, first) if first else name, donor.email, zip_code, street_1
    )
    return DonorTraits(name, email, place, *numbers_of(donor))


def numbers_of(donor: Donor) -> tuple[int, int]:
    """Return the numbers of a donor's address and details, see ``DonorTraits``."""
    first, last, street_1, street_2, city, state, zip_code, country, *_ = donor
    cells = (first, last, street_1, street_2, city, state, zip_code[:5], country)
    address = _plain("\x1f".join(cells))
    details = f"{address}\x1e{_plain(donor.employer)}\x1e{_plain(donor.occupation)}"
    return _number(address), _number(details)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _number(text: str) -> int:
    # The language's own hash differs from one process to the next.
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
