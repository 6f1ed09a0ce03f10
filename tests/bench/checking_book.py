"""A book for the checks: a million entries of 300,000 people, with a little wrong on purpose.

One giver in so many lacks an employer, lives abroad or is called like a firm, and one gift or
payment in so many came late or says too little. What is planted is known; the bench compares it
with what is found.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from financedesk.ledger.contacts import Contact
from tests.bench.desk_book import ROWS_PER_PERSON, Filling
from tests.ledger.riverbend import riverbend_at

FIRMS = 200
"""So many firms are paid."""
UNKNOWN, ABROAD, FIRM, LATE, VAGUE = 211, 1_009, 2_003, 5_003, 97
"""One in so many is planted, all primes, so that few entries have two things wrong."""

_PURPOSES = (
    "Printing of leaflets", "Rent of the office in Salem", "Catering for volunteers",
    "Postage for mailing", "Web hosting", "Payroll",
)  # fmt: skip


def fill(location: str, rows: int) -> None:
    """Make a book with so many entries."""
    people = max(10, round(rows / ROWS_PER_PERSON))
    with riverbend_at(location) as book, book.unit_of_work("Fill") as unit:
        digest = "0" * 64
        unit.start_batch(kind="bench", format="bench", file_name="bench", file_sha256=digest)
        _Planted(book, unit, rows, people).run()


class _Planted(Filling):
    """People and entries of whom a few are not as they should be; the last ones are firms."""

    def card_of(self, cards: range, *, bill: bool) -> int:
        """Return a firm for a bill, anybody else for a gift."""
        if bill:
            return cards[-1 - self.chance.randrange(FIRMS)]
        return super().card_of(cards[:-FIRMS], bill=bill)

    def person(self, number: int, contact: Contact) -> Contact:
        """Return a person with what is wrong with one of this number, or a firm."""
        if number >= self.people - FIRMS:
            return replace(contact, type="ORG", name=f"{contact.last_name} Supply", email="")
        if number % UNKNOWN == 0:
            contact = replace(contact, employer="", occupation="")
        if number % ABROAD == 0:
            contact = replace(contact, country="France", state="", zip="75001", city="Paris")
        if number % FIRM == 0:
            contact = replace(contact, last_name=f"{contact.last_name} LLC")
        return contact

    def beside(self, number: int, day: str) -> Mapping[str, object]:
        """Return the purpose of a payment, or the day on which an agent had a gift."""
        if number % 20 == 19:
            vague = number // 20 % VAGUE == 0
            purpose = "Expenses" if vague else _PURPOSES[number // 20 % len(_PURPOSES)]
            return {"purpose": purpose}
        held = 45 if number % LATE == 0 else number % 3
        agent = (date.fromisoformat(day) - timedelta(held)).isoformat()
        return {"agent_date": agent, "deposited_date": day}


def planted(rows: int) -> Mapping[str, int]:
    """Return how many people or entries have something wrong: what is found can only be less.

    Some of these people never gave, or less than the law asks about.
    """
    people = round(rows / ROWS_PER_PERSON)
    return {
        "missing_information": people // UNKNOWN + 1, "foreign_address": people // ABROAD + 1,
        "organisation_name": people // FIRM + 1, "late_forwarding": rows // LATE + 1,
        "vague_purpose": rows // 20 // VAGUE + 1,
    }  # fmt: skip
