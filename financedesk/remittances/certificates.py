"""The standing certificate: how an official stood on a day, in a text that stays what it is.

It says what was known on that day. What is issued is kept word for word, so that nothing that is
entered or corrected later, of whatever date, changes a paper that somebody holds.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, Refused
from financedesk.ledger import tables
from financedesk.ledger.entities import EntityRow, entity_by_id
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.given import given_by
from financedesk.remittances.paper_facts import Person, people_of
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.shelf import Kept, Shelf
from financedesk.remittances.statements import lapsed_of
from financedesk.rules.dates import first_of_month, last_of_month
from financedesk.rules.dues_standing import AGES, STATES, UNFULFILLED
from financedesk.rules.money import format_cents

_FINGERPRINT = 16
_CERTIFIES = " certifies for "


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate's words, paragraph by paragraph, for one official and the day ``on_date``."""

    official_id: int
    on_date: date
    issued_on: date
    issued_by: str
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text in its paragraphs; the first is its title."""
        return tuple(self.text.split("\n\n"))

    @property
    def keeper(self) -> str:
        """The legal name of who certifies, as it was."""
        return self.paragraphs[1].partition(_CERTIFIES)[0]

    @property
    def fingerprint(self) -> str:
        """The beginning of the text's SHA-256: two papers with the same one say the same."""
        return sha256(self.text.encode("utf-8")).hexdigest()[:_FINGERPRINT]


def certificate_text(connection: Connection, official_id: int, on: date) -> str:
    """Return what a certificate of an official's standing on a day says.

    From what was known on that day: a pay slip, a correction, a waiver or a step of the pledge that
    became known later is not in it. Raises NotFound for an unknown official.
    """
    entity_id = OFFICIALS.one(connection, official_id).entity_id
    (dues,) = dues_of(connection, entity_id, _last_due(on), on=on, official_ids=[official_id])
    person = people_of(connection, entity_id, on, [official_id])[official_id]
    # What reached whom is nobody's business here: only the sum is told.
    given = given_by(connection, [official_id], (), until=on).get(official_id, ())
    keeper = entity_by_id(connection, entity_id)
    said = _paragraphs(keeper, person, dues, sum(one.cents for one in given))
    return "\n\n".join(said)


def issue_certificate(
    unit: UnitOfWork, official_id: int, on: date, today: date
) -> Kept[Certificate]:
    """Keep a certificate of an official's standing on a day, and return it.

    The one that was issued for that day before is returned as it was: there are never two. Raises
    BadInput for a day that has not come yet, and NotFound.
    """
    if on > today:
        raise BadInput(f"{on} has not come yet; a certificate says how somebody stood.")
    official = OFFICIALS.one(unit.connection, official_id)
    before = issued(unit.connection, official_id, on)
    if before is not None:
        return before
    fact = Certificate(
        official_id=official_id, on_date=on, issued_on=today, issued_by=unit.heading.who,
        text=certificate_text(unit.connection, official_id, on),
    )  # fmt: skip
    return CERTIFICATES.one(
        unit.connection, CERTIFICATES.add(unit, official.entity_id, fact)
    )  # fmt: skip


def issued(connection: Connection, official_id: int, on: date) -> Kept[Certificate] | None:
    """Return the certificate that was issued for a day, None where there is none."""
    entity_id = OFFICIALS.one(connection, official_id).entity_id
    held = CERTIFICATES.of(
        connection, entity_id, official_id=official_id, on_date=on.isoformat()
    )  # fmt: skip
    return held[0] if held else None


def _last_due(on: date) -> date:
    """Return a day in the last month that was due by a day: a month is due on its last day."""
    return on if on == last_of_month(on) else first_of_month(on) - timedelta(days=1)


def _paragraphs(
    keeper: EntityRow, person: Person, dues: OfficialDues, given_cents: int
) -> Iterator[str]:
    on = dues.standing.on
    yield f"Certificate of standing on {_day(on)}"
    offices = "; ".join(person.offices(on)) or "no office on that day"
    yield f"{keeper.name}{_CERTIFIES}{person.plain_name} ({person.reference}): {offices}."
    yield _pledge(person, on)
    yield _sums(dues, given_cents)
    yield _open(dues)
    if dues.run.gaps:
        yield "Not counted, because it was not known: " + " ".join(
            f"{gap.first} to {gap.last}, {gap.words}" for gap in dues.run.gaps
        )
    yield (
        "A pledge is voluntary and revocable at any time. What is open is an unfulfilled pledge: a"
        " memorandum, nothing that anybody could claim, without consequence for a public office."
    )
    yield (
        f"It says what was known by {_day(on)}. What became known later is a credit or a debit of"
        " the month in which it did, and changes nothing of what is certified here."
    )


def _pledge(person: Person, on: date) -> str:
    pledge = person.pledge(on)
    if pledge is None:
        return "No pledge had been made by that day, and nothing was asked."
    signed = "not signed" if pledge.signed_on is None else f"signed on {_day(pledge.signed_on)}"
    return (
        f"The pledge by the schedule “{pledge.schedule}”, {signed} and counting from"
        f" {_day(pledge.first)}, stood as: {pledge.state_words}."
    )


def _sums(dues: OfficialDues, given_cents: int) -> str:
    waived = sum(one.waived_cents for one in dues.standing.months)
    said = (
        f"From the beginning to that day {_dollars(dues.run.cents)} was due,"
        f" {_dollars(given_cents)} was given and {_dollars(waived)} was waived."
    )
    lapsed = lapsed_of(dues.standing.months)
    return f"{said} {_dollars(lapsed)} ended with the pledge." if lapsed else said


def _open(dues: OfficialDues) -> str:
    standing = dues.standing
    if standing.credit_cents:
        return f"Nothing was open, and {_dollars(standing.credit_cents)} was given in advance."
    if not standing.open_cents:
        return "Nothing was open: the promise was kept."
    ages = standing.ageing
    by_age = ", ".join(f"{age}: {_dollars(ages[age])}" for age in AGES if ages[age])
    states = Counter(one.state for one in standing.months if one.open_cents)
    why = " ".join(f"{_months(number)}: {STATES[state]}" for state, number in states.items())
    return (
        f"{_dollars(standing.open_cents)} was an {UNFULFILLED} ({by_age}; days since it was due)."
        f" {why}"
    )


def _months(number: int) -> str:
    return f"{number} month{'' if number == 1 else 's'}"


def _day(day: date) -> str:
    return day.isoformat()


def _dollars(cents: int) -> str:
    return format_cents(cents, symbol=True)


def _judge(connection: Connection, entity_id: int, fact: Certificate, row_id: int) -> None:
    if row_id:
        raise Refused(
            "What was certified stays as it was; take it away if it was issued by mistake."
        )
    held = CERTIFICATES.of(
        connection, entity_id, official_id=fact.official_id, on_date=fact.on_date.isoformat()
    )  # fmt: skip
    if held:
        raise BadInput(f"A certificate for {fact.on_date} was issued already; that one counts.")
    if not fact.text.strip():
        raise BadInput("A certificate says something.")


CERTIFICATES = Shelf(
    tables.standing_certificate, Certificate, "certificate of standing", _judge
)  # fmt: skip
