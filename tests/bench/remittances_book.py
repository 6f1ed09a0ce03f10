"""A book of officials with four years of pay, pledges, waivers and gifts, from a fixed seed.

Six schedules, two of them with a second version; pay that changes every year, some of it learned
late; terms that end and begin; pauses, families and waivers. Most give each month what is due, some
skip months, some give a part, a few nothing. What was given is known to the cent.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.contacts import CONTACT_COLUMNS, Contact, contact_row, search_name
from financedesk.ledger.entities import default_account, find_entity
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration, Organisation
from financedesk.ledger.writer import LedgerWriter
from financedesk.remittances.schedules import ScheduleVersion, version_of
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.dates import last_of_month
from financedesk.rules.dues import OfficialFacts
from financedesk.rules.dues_run import run_dues
from financedesk.rules.kinds import kind
from financedesk.rules.pay import Family, PayRecord, PledgedDays, ReferenceWage, Term
from financedesk.rules.pledges import standard_text
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER

FIRST, LAST, ON = date(2023, 1, 1), date(2026, 12, 1), date(2026, 12, 31)
MONTHS = 48
BEGIN = "2022-12-31"
_OFFICES = 60
_DIGEST = "0" * 64
_GIFT = "individual_receipt"


def _entity(number: int, code: str, kind_of_entity: str, account: str) -> NewEntity:
    registrations = (NewRegistration(authority="FEC", identifier=f"C0099870{number}"),)
    return NewEntity(
        code=code, kind=kind_of_entity, name=f"Bench {code.capitalize()}", address=ADDRESS,
        treasurer=TREASURER, registrations=registrations if number < 3 else (),
        accounts=(NewAccount(code="main", kind=account, opening_date=BEGIN,
                             opening_balance_cents=0),),
    )  # fmt: skip


HOUSES = (
    _entity(1, "party", "state_party", "federal"), _entity(2, "action", "pac", "federal"),
    _entity(3, "voice", "issue_c4", "operating"),
)  # fmt: skip
TAKERS = tuple((one.code, one.accounts[0].kind) for one in HOUSES)
_MOST_A_YEAR = (10_000_00, 5_000_00, None)
"""What a person may give each of them in a year: generated gifts go to the first with room."""

_HEAD = 'approved_by = "Convention"\napproved_on = 2022-11-01\n'
_LEVEL = '[[level]]\nname = "{}"\nkind = "percent"\npercent = "{}"\n'
_REDUCED = '[[reduction]]\neach = "child"\namount = "100.00"\nper = "month"\n'
_BRACKETS = (
    '[[bracket]]\nup_to = "60000.00"\npercent = "10"\n[[bracket]]\nup_to = "100000.00"\n'
    'percent = "30"\n[[bracket]]\npercent = "60"\n'
)


def _terms(code: str, since: str, rule: str) -> str:
    return f'code = "{code}"\nname = "{code.capitalize()}"\nfrom = {since}\n{_HEAD}{rule}'


SCHEDULES = (
    _terms("councillors", BEGIN, 'kind = "cap"\nkeep = { amount = "48000.00", per = "year" }\n'),
    _terms("councillors", "2025-01-01",
           'kind = "cap"\nkeep = { amount = "51000.00", per = "year" }\n'),
    _terms("wage", BEGIN, 'kind = "cap"\nkeep = { wage = "industry", factor = "1.1" }\n'),
    _terms("share", BEGIN, f'kind = "percent"\npercent = "15"\n{_REDUCED}'),
    _terms("share", "2024-07-01", f'kind = "percent"\npercent = "12.5"\n{_REDUCED}'),
    _terms("slices", BEGIN, f'kind = "brackets"\n{_BRACKETS}'),
    _terms("fixed", BEGIN, 'kind = "flat"\namount = "250.00"\nper = "month"\n'),
    _terms("levels", BEGIN,
           f'kind = "composite"\n{_LEVEL.format("federal", "9")}{_LEVEL.format("state", "4")}'),
)  # fmt: skip
_CODES = ("councillors", "wage", "share", "slices", "fixed", "levels")
_WAGES = ((2022, 52_000_00), (2023, 54_080_00), (2024, 56_100_00), (2025, 57_800_00),
          (2026, 59_300_00))  # fmt: skip


@cache
def versions() -> tuple[ScheduleVersion, ...]:
    """Return every version of every schedule."""
    return tuple(version_of(text) for text in SCHEDULES)


@dataclass(frozen=True, slots=True)
class Payment:
    """A gift: when, how much, to which of ``HOUSES``."""

    day: date
    cents: int
    house: int


@dataclass(slots=True)
class Person:
    """One official as the generator has them; days are first days, both ends included."""

    number: int
    code: str
    pledged: date
    paused: tuple[date, date] | None = None
    terms: list[tuple[int, date, date | None]] = field(default_factory=list)
    slips: list[tuple[int, date, date, int, int]] = field(default_factory=list)
    families: list[tuple[date, int]] = field(default_factory=list)
    waived: tuple[str, str, int | None] | None = None
    payments: list[Payment] = field(default_factory=list)
    signed: list[tuple[date, int]] = field(default_factory=list)

    @property
    def name(self) -> tuple[str, str]:
        """Last name and first name."""
        return f"Last{self.number:05}", f"First{self.number % 211}"

    @property
    def reference(self) -> str:
        """What instructions and payments carry."""
        return f"R-{self.number + 1}"


def office_words(number: int) -> str:
    """Return the name of an office, as dues name it."""
    return f"Council {number}, Ward {number % 7 + 1}"


def facts_of(one: Person) -> OfficialFacts:
    """Return what the rules compute an official's dues from."""
    spans = _active(one)
    return OfficialFacts(
        terms=[Term(office=office_words(office), from_day=first, to_day=last, term=str(place))
               for place, (office, first, last) in enumerate(one.terms)],
        pays=[PayRecord(office=office_words(one.terms[term][0]), from_day=since, gross_cents=gross,
                        withheld_cents=gross - net, net_cents=net, per="year", known_on=known)
              for term, since, known, gross, net in one.slips],
        families=[Family(from_day=since, known_on=since, children=children)
                  for since, children in one.families],
        schedules=[version.schedule for version in versions() if version.code == one.code],
        wages=[ReferenceWage(series="industry", from_day=date(year, 1, 1), cents=cents,
                             source="BLS", per="year", known_on=date(year, 1, 1))
               for year, cents in _WAGES],
        pledged=[PledgedDays(from_day=first, to_day=last, known_on=known)
                 for first, last, known in spans],
    )  # fmt: skip


def _active(one: Person) -> Iterator[tuple[date, date | None, date]]:
    yield one.pledged, None, one.pledged
    if one.paused is not None:
        rests, again = one.paused
        yield one.pledged, rests - timedelta(days=1), rests
        yield again, None, again


def people(officials: int) -> Iterator[Person]:
    """Yield so many officials; always the same."""
    chance = random.Random(23)
    for number in range(officials):
        one = Person(number, chance.choice(_CODES), FIRST)
        _career(one, chance)
        _pay(one, chance)
        _circumstances(one, chance)
        _giving(one, chance)
        yield one


def _career(one: Person, chance: random.Random) -> None:
    office = chance.randrange(_OFFICES)
    if chance.random() < 0.85:
        one.terms.append((office, FIRST, None))
        return
    ends = date(2024, chance.randint(2, 11), chance.randint(1, 28))
    again = ends + timedelta(days=chance.randint(20, 200))
    other = (office + 1 + chance.randrange(_OFFICES - 1)) % _OFFICES
    one.terms += [(office, FIRST, ends), (other, again, None)]


def _pay(one: Person, chance: random.Random) -> None:
    net = chance.randint(40_000, 110_000) * 100
    for term, (_office, first, last) in enumerate(one.terms):
        for year in range(first.year, (last or LAST).year + 1):
            since = max(first, date(year, 1, 1))
            late = chance.random() < 0.1
            known = since + timedelta(days=chance.randint(35, 80) if late else 0)
            one.slips.append((term, since, known, net * 7 // 5, net))
            net += net * chance.randint(0, 4) // 100


def _circumstances(one: Person, chance: random.Random) -> None:
    for since in (FIRST, date(2025, 5, 1))[: chance.randint(0, 2)]:
        one.families.append((since, chance.randint(0, 3)))
    if chance.random() < 0.05:
        rests = date(2025, chance.randint(1, 6), 1)
        one.paused = rests, rests + timedelta(days=chance.randint(31, 120))
    if chance.random() < 0.08:
        year, month = chance.randint(2023, 2026), chance.randint(1, 10)
        cents = None if chance.random() < 0.5 else 100_00
        one.waived = f"{year}-{month:02}", f"{year}-{month + chance.randint(0, 2):02}", cents


def _giving(one: Person, chance: random.Random) -> None:
    habit = chance.random()
    used: Counter[tuple[int, int]] = Counter()
    for (month, _kind), asked in run_dues(facts_of(one), LAST, on=ON).asked().items():
        cents = _given(asked, habit, chance)
        day = last_of_month(month) + timedelta(days=chance.randint(1, 20) - 15)
        if asked <= 0:
            continue
        one.signed.append((month, asked))
        if cents <= 0 or day > ON:
            continue
        house = next(
            place for place, most in enumerate(_MOST_A_YEAR)
            if most is None or used[place, day.year] + cents <= most
        )  # fmt: skip
        used[house, day.year] += cents
        one.payments.append(Payment(day, cents, house))


def _given(asked: int, habit: float, chance: random.Random) -> int:
    if habit < 0.85:
        return asked
    if habit < 0.93:
        return asked if chance.random() < 0.8 else 0
    return asked // 2 if habit < 0.98 else 0


def fill(location: str, officials: int) -> None:
    """Make the book."""
    organisation = Organisation(name="Bench", entities=HOUSES)
    with book_of(location, organisation) as book, book.unit_of_work("Fill") as unit:
        unit.start_batch(kind="bench", format="bench", file_name="bench", file_sha256=_DIGEST)
        _Filling(book, unit, list(people(officials))).run()


Row = tuple[Any, ...]


class _Filling:
    """One batch: officials with all their facts, then cards, gifts and what they keep."""

    def __init__(self, book: Book, unit: UnitOfWork, everybody: Sequence[Person]) -> None:
        self.unit, self.everybody = unit, everybody
        with book.read() as connection:
            found = [find_entity(connection, one.code).id for one in HOUSES]
            accounts = [default_account(connection, one) for one in found]
        self.houses = found
        self.accounts = [one.id for one in accounts if one is not None]
        self.keeper = found[0]

    def run(self) -> None:
        """Write everything, what is referred to before what refers to it."""
        self._cards()
        self._people()
        self._terms()
        self._common()
        self._pledges()
        self._waivers()
        self._instructions()
        self._gifts()

    def _put(self, table: Table, rows: Sequence[Mapping[str, object]]) -> range:
        """Insert rows of one shape and return their ids; columns that are not named are empty."""
        if not rows:
            return range(0)
        ids = self.unit.reserve(len(rows))
        names = [column.name for column in table.columns if column.name != "id"]
        lines = ((at, *map(one.get, names)) for at, one in zip(ids, rows, strict=True))
        self.unit.bulk_insert(table, ("id", *names), lines)
        return ids

    def _own(self, **values: object) -> dict[str, object]:
        return {"entity_id": self.keeper, **values}

    def _cards(self) -> None:
        count = len(self.everybody)
        ids = self.unit.reserve(count * len(self.houses))
        self.cards = [ids[house * count : (house + 1) * count] for house in range(len(self.houses))]
        rows = (
            contact_row(card, self.houses[house], card, self._contact(one), "2026-10-01T00:00:00Z")
            for house, cards in enumerate(self.cards)
            for card, one in zip(cards, self.everybody, strict=True)
        )
        self.unit.bulk_insert(tables.contact, CONTACT_COLUMNS, rows)
        links = [
            {"entity_id": self.houses[house], "card_id": card, "person_id": own}
            for house in range(1, len(self.houses))
            for card, own in zip(self.cards[house], self.cards[0], strict=True)
        ]
        self._put(tables.person_link, links)

    def _contact(self, one: Person) -> Contact:
        last, first = one.name
        return Contact(
            type="IND", last_name=last, first_name=first, street_1=f"{one.number} Oak St",
            city="Salem", state="OR", zip=f"{10_000 + one.number % 89_999}", employer="Salem",
            occupation="Councillor", email=f"o{one.number}@example.org",
        )  # fmt: skip

    def _people(self) -> None:
        self.officials = self._put(tables.official, [
            self._own(card_id=card, reference=one.reference, citizen=1, contractor=0)
            for card, one in zip(self.cards[0], self.everybody, strict=True)
        ])  # fmt: skip
        self.offices = self._put(tables.public_office, [
            self._own(body=f"Council {number}", level="local", state="OR",
                      district=f"Ward {number % 7 + 1}") for number in range(_OFFICES)
        ])  # fmt: skip

    def _each(self) -> Iterator[tuple[int, Person]]:
        return zip(self.officials, self.everybody, strict=True)

    def _terms(self) -> None:
        held = [(official, one, term) for official, one in self._each() for term in one.terms]
        ids = self._put(tables.office_term, [
            self._own(official_id=official, public_office_id=self.offices[office],
                      from_date=first.isoformat(), to_date=last and last.isoformat())
            for official, _one, (office, first, last) in held
        ])  # fmt: skip
        starts: dict[int, int] = {}
        for at, (official, _one, _term) in zip(ids, held, strict=True):
            starts.setdefault(official, at)
        self._put(tables.pay_record, [
            self._own(office_term_id=starts[official] + term, kind="pay", per="year",
                      from_date=since.isoformat(), known_on=known.isoformat(), gross_cents=gross,
                      withheld_cents=gross - net, net_cents=net, allowance_cents=0,
                      allowance_included=0, allowance_taxable=0)
            for official, one in self._each() for term, since, known, gross, net in one.slips
        ])  # fmt: skip

    def _common(self) -> None:
        self._put(tables.family_state, [
            self._own(official_id=official, from_date=since.isoformat(),
                      known_on=since.isoformat(), children=children, dependants=0)
            for official, one in self._each() for since, children in one.families
        ])  # fmt: skip
        self._put(tables.reference_wage, [
            self._own(series="industry", per="year", from_date=f"{year}-01-01",
                      known_on=f"{year}-01-01", cents=cents, source="BLS")
            for year, cents in _WAGES
        ])  # fmt: skip
        self._put(tables.remittance_schedule, [
            self._own(code=one.code, name=one.name, terms=one.terms,
                      from_date=one.from_date.isoformat(), approved_by=one.approved_by,
                      approved_on=one.approved_on and one.approved_on.isoformat())
            for one in versions()
        ])  # fmt: skip

    def _pledges(self) -> None:
        text = standard_text().text
        pledges = self._put(tables.pledge, [
            self._own(official_id=official, schedule_code=one.code, text_version="1", text=text,
                      from_date=one.pledged.isoformat(), signed_on=one.pledged.isoformat())
            for official, one in self._each()
        ])  # fmt: skip
        self._put(tables.pledge_step, [
            self._own(pledge_id=pledge, state=state, on_date=day.isoformat(), role=role, who="Ada")
            for pledge, one in zip(pledges, self.everybody, strict=True)
            for state, day, role in _steps(one)
        ])  # fmt: skip
        self._put(tables.pledge_recipient, [
            self._own(pledge_id=pledge, recipient=code, account_kind=account, tier=tier, weight=1,
                      consented_on=FIRST.isoformat())
            for pledge in pledges for tier, (code, account) in enumerate(TAKERS, start=1)
        ])  # fmt: skip
        self._put(tables.attestation, [
            self._own(official_id=official, kind=declared, on_date="2026-06-01")
            for official in self.officials for declared in attestations()
        ])  # fmt: skip

    def _waivers(self) -> None:
        self._put(tables.remittance_waiver, [
            self._own(official_id=official, reason="hardship", first_period=one.waived[0],
                      last_period=one.waived[1], cents=one.waived[2], due_kind="pay",
                      approved_by="Board", approved_on=f"{one.waived[0]}-01")
            for official, one in self._each() if one.waived is not None
        ])  # fmt: skip

    def _instructions(self) -> None:
        signed = [(official, one, month, cents) for official, one in self._each()
                  for month, cents in one.signed]  # fmt: skip
        ids = self._put(tables.remittance_instruction, [
            self._own(official_id=official, period=f"{month:%Y-%m}", due_cents=cents,
                      carried_in_cents=0, carried_out_cents=0, made_on=month.isoformat(),
                      drafted_on=month.isoformat(), signed_on=month.isoformat())
            for official, _one, month, cents in signed
        ])  # fmt: skip
        self._put(tables.instruction_line, [
            self._own(remittance_instruction_id=instruction, recipient="party",
                      account_kind="federal", reference=one.reference,
                      giver=search_name(self._contact(one)), period=f"{month:%Y-%m}", cents=cents,
                      reason="Tier 1", citation="52 U.S.C. 30116(a)(1)(D)",
                      made_on=month.isoformat())
            for instruction, (_official, one, month, cents) in zip(ids, signed, strict=True)
        ])  # fmt: skip

    def _gifts(self) -> None:
        given = [(at, gift) for at, one in enumerate(self.everybody) for gift in one.payments]
        given.sort(key=lambda one: one[1].day)
        places = sorted({(gift.house, gift.day) for _at, gift in given})
        days = self._put(tables.transaction, [
            {"entity_id": self.houses[house], "kind": "gift", "happened_on": day.isoformat(),
             "state": "done"} for house, day in places
        ])  # fmt: skip
        transaction = dict(zip(places, days, strict=True))
        items = self._put(tables.item, [
            {"entity_id": self.houses[gift.house], "kind": _GIFT,
             "transaction_id": transaction[gift.house, gift.day],
             "contact_id": self.cards[gift.house][at], "card_id": self.cards[gift.house][at],
             "account_id": self.accounts[gift.house], "amount_cents": gift.cents,
             "cash_cents": gift.cents, "item_date": gift.day.isoformat(), "memo": 0,
             "unaggregated": 0} for at, gift in given
        ])  # fmt: skip
        self._put(tables.remittance_receipt, [
            {"entity_id": self.houses[gift.house], "item_id": item, "keeper": HOUSES[0].code,
             "reference": self.everybody[at].reference, "period": f"{gift.day:%Y-%m}"}
            for item, (at, gift) in zip(items, given, strict=True)
        ])  # fmt: skip
        self._post(given, transaction)

    def _post(
        self, given: Sequence[tuple[int, Payment]], transaction: Mapping[tuple[int, date], int]
    ) -> None:
        cash: Counter[tuple[int, date]] = Counter()
        for _at, gift in given:
            cash[gift.house, gift.day] += gift.cents
        for house, entity_id in enumerate(self.houses):
            with LedgerWriter(self.unit, entity_id) as writer:
                for (owner, day), cents in cash.items():
                    if owner == house:
                        place, on = transaction[owner, day], day.isoformat()
                        writer.add_posting(place, self.accounts[house], on, cents)
                        writer.add_posting(place, writer.class_account(kind(_GIFT)), on, -cents)


def _steps(one: Person) -> Iterator[tuple[str, date, str]]:
    yield "pledged", one.pledged, "official"
    yield "active", one.pledged, "treasurer"
    if one.paused is not None:
        yield "paused", one.paused[0], "official"
        yield "active", one.paused[1], "official"
