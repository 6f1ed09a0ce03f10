"""The seeded year in a book, made through the room's and the ledger's public functions alone.

``seeded_book`` gives a copy of it that is made once in a process; what it must say is in
``seeded_truth`` and ``seeded_people``, which know nothing of the program.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.errors import Refused
from financedesk.ledger.contacts import Contact, ContactRef, search_name
from financedesk.ledger.entities import accounts, find_entity
from financedesk.ledger.entries import NewItem
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.room import open_book
from financedesk.ledger.same_person import link_cards
from financedesk.ledger.writer import LedgerWriter
from financedesk.remittances.instructions import Instruction, InstructionLine, keep_instruction
from financedesk.remittances.pay import (
    FAMILIES,
    ONCE,
    SEVERANCE,
    SLIPS,
    WAGES,
    FamilyState,
    PaySlip,
    WageFigure,
)
from financedesk.remittances.people import (
    OFFICES,
    OFFICIALS,
    TERMS,
    OfficeTerm,
    Official,
    PublicOffice,
)
from financedesk.remittances.pledges import (
    PLEDGES,
    RECIPIENTS,
    Pledge,
    PledgeRecipient,
    PledgeStep,
    move_pledge,
)
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.receiving import proposals, take
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import DECLARED, WAIVERS, Attestation, Waiver
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.matching import SURE
from financedesk.rules.pledges import standard_text
from tests.ledger.prepared import book_of, copy_of
from tests.remittances.fellowship import ADDRESS, FELLOWSHIP
from tests.remittances.seeded_people import (
    INSTRUCTED,
    UNMARKED,
    WRONG_PAYER,
    Story,
    Stranger,
    story,
)
from tests.remittances.seeded_truth import MONTHS, YEAR, Gift, Person
from tests.remittances.seeded_truth import WAGES as TRUE_WAGES

KEEPER = "party"
SIGNED = date(YEAR - 1, 12, 20)
_GROUP = "fellowship"


def _with_ward() -> Organisation:
    """Return the fellowship with a local party, which shares the state party's limit."""
    party, *others = FELLOWSHIP.entities
    ward = replace(
        others[0], code="ward", kind="local_party", name="Fellowship Ward", parent="party",
        limit_group=_GROUP,
        registrations=(replace(others[0].registrations[0], identifier="C00999973"),),
    )  # fmt: skip
    return replace(FELLOWSHIP, entities=(replace(party, limit_group=_GROUP), *others, ward))


@dataclass(frozen=True)
class _Route:
    """Where a gift goes in the books: entity, kind of account, and the kinds of its entries."""

    entity: str
    account_kind: str
    kind: str
    refund: str


_FEDERAL = ("federal", "individual_receipt", "refund_individual_contribution")
ROUTES = {
    "party": _Route("party", *_FEDERAL), "ward": _Route("ward", *_FEDERAL),
    "action": _Route("action", *_FEDERAL),
    "state": _Route("party", "nonfederal", "nonfederal_receipt", "nonfederal_refund"),
    "voice": _Route("voice", "operating", "c4_contribution", "c4_contribution_refund"),
    "institute": _Route("institute", "operating", "c3_contribution", "c3_contribution_refund"),
}  # fmt: skip
RECIPIENTS_IN_ORDER = ("party", "ward", "action", "state", "institute", "voice")

SCHEDULES = """
code = "cap"
kind = "cap"
keep = { amount = "60000.00", per = "year" }
---
code = "wage"
kind = "cap"
keep = { wage = "industry", factor = "1.25" }
[[supplement]]
each = "dependant"
amount = "200.00"
---
code = "tenth"
kind = "percent"
percent = "10"
---
code = "tenth"
from = 2026-09-01
approved_on = 2026-08-20
kind = "percent"
percent = "12"
---
code = "kids"
kind = "percent"
percent = "12"
minimum = { amount = "25.00" }
[[reduction]]
each = "child"
amount = "50.00"
---
code = "slices"
kind = "brackets"
base = "gross"
[[bracket]]
up_to = "60000.00"
percent = "10"
[[bracket]]
up_to = "100000.00"
percent = "30"
[[bracket]]
percent = "60"
---
code = "whole"
kind = "brackets"
base = "net"
whole = true
by = "gross"
[[bracket]]
up_to = "40000.00"
percent = "5"
[[bracket]]
percent = "10"
---
code = "whole"
from = 2026-05-01
approved_on = 2026-06-10
kind = "brackets"
base = "net"
whole = true
by = "gross"
[[bracket]]
up_to = "50000.00"
percent = "5"
[[bracket]]
percent = "12"
---
code = "flat"
to = 2026-10-31
severance = { percent = "50", base = "gross" }
kind = "flat"
amount = "40.00"
---
code = "levels"
kind = "composite"
[[level]]
name = "national"
kind = "percent"
percent = "3"
[[level]]
name = "regional"
kind = "percent"
percent = "2"
[[level]]
name = "local"
kind = "percent"
base = "net"
percent = "1.5"
---
code = "shares"
offices = "each"
kind = "percent"
percent = "8"
[[share]]
to = "party"
amount = "25.00"
[[share]]
to = "projects"
percent = "50"
[[share]]
to = "fund"
percent = "50"
"""


def _schedule_texts() -> Iterator[str]:
    for words in SCHEDULES.split("---"):
        first = "" if "\nfrom =" in words else "from = 2026-01-01\napproved_on = 2025-12-01\n"
        yield f'name = "Plan"\napproved_by = "Convention"\n{first}{words.strip()}\n'


@cache
def the_story() -> Story:
    """Return the year, once."""
    return story()


@contextmanager
def seeded_book(location: str) -> Iterator[Book]:
    """Open a copy of the seeded book at a place."""
    copy_of("seeded year", location, _make)
    with open_book(location) as book:
        yield book


def _make(location: str) -> None:
    with book_of(location, _with_ward()) as book:
        year = _Year(book, the_story())
        year.enter_officials()
        year.enter_money()
        year.take_remittances()


class _Year:
    """Writes the year: officials first, then money, then which of it keeps a promise."""

    def __init__(self, book: Book, told: Story) -> None:
        self._book, self._story = book, told
        with book.read() as connection:
            codes = {route.entity for route in ROUTES.values()}
            self._ids = {code: find_entity(connection, code).id for code in codes}
            self._accounts = {
                (code, account.kind): account.id
                for code in codes
                for account in accounts(connection, self._ids[code])
            }
        self._cards: dict[tuple[int, str, str], ContactRef] = {}
        self._items: list[tuple[Person, Gift, int]] = []

    # --- officials

    def enter_officials(self) -> None:
        """Enter schedules, wages and every official with pay, family, pledge and waivers."""
        with self._book.unit_of_work("Enter officials") as unit:
            party = self._ids[KEEPER]
            for text in _schedule_texts():
                add_schedule(unit, party, text)
            for wage in TRUE_WAGES:
                WAGES.add(unit, party, WageFigure(
                    series="industry", from_date=wage.since, known_on=wage.known,
                    cents=wage.cents, source="Bureau",
                ))  # fmt: skip
            for person in self._story.people:
                self._official(unit, person)

    def _official(self, unit: UnitOfWork, person: Person) -> None:
        party = self._ids[KEEPER]
        with LedgerWriter(unit, party) as writer:
            ref = writer.add_contact(contact_of(person.number))
        self._cards[person.number, KEEPER, "self"] = ref
        official_id = OFFICIALS.add(
            unit, party, Official(card_id=ref.card_id, reference=person.reference)
        )
        terms = [self._term(unit, official_id, *seat) for seat in person.seats]
        for pay in person.pays:
            SLIPS.add(unit, party, PaySlip(
                office_term_id=terms[pay.seat], from_date=pay.since, known_on=pay.known,
                gross_cents=pay.gross, withheld_cents=pay.gross - pay.net, net_cents=pay.net,
            ))  # fmt: skip
        if person.severance:
            day, gross, net = person.severance
            SLIPS.add(unit, party, PaySlip(
                office_term_id=terms[0], kind=SEVERANCE, per=ONCE, from_date=day, known_on=day,
                gross_cents=gross, withheld_cents=gross - net, net_cents=net,
            ))  # fmt: skip
        for cared in person.cared:
            FAMILIES.add(unit, party, FamilyState(
                official_id=official_id, from_date=cared.since, known_on=cared.known,
                children=cared.children, dependants=cared.dependants,
            ))  # fmt: skip
        self._pledge(unit, official_id, person)
        for leave in person.leaves:
            WAIVERS.add(unit, party, Waiver(
                official_id=official_id, reason="plan" if leave.cents else "health",
                first_period=period(leave.first), last_period=period(leave.last),
                cents=leave.cents, approved_by="Board", approved_on=leave.approved,
            ))  # fmt: skip

    def _term(
        self, unit: UnitOfWork, official_id: int, body: str, since: date,
        until: date | None, known: date | None,
    ) -> int:  # fmt: skip
        party = self._ids[KEEPER]
        office = PublicOffice(body=body, level="local", state="OR")
        return TERMS.add(unit, party, OfficeTerm(
            official_id=official_id, public_office_id=OFFICES.add(unit, party, office),
            from_date=since, to_date=until, end_known_on=known,
        ))  # fmt: skip

    def _pledge(self, unit: UnitOfWork, official_id: int, person: Person) -> None:
        party, text = self._ids[KEEPER], standard_text()
        for kind in attestations():
            declared = Attestation(official_id=official_id, kind=kind, on_date=SIGNED)
            DECLARED.add(unit, party, declared)
        since = person.active[0].since
        pledge_id = PLEDGES.add(unit, party, Pledge(
            official_id=official_id, schedule_code=person.plan, text_version=text.version,
            text=text.text, from_date=since, signed_on=SIGNED,
        ))  # fmt: skip
        for place, code in enumerate(RECIPIENTS_IN_ORDER, start=1):
            route = ROUTES[code]
            RECIPIENTS.add(unit, party, PledgeRecipient(
                pledge_id=pledge_id, recipient=route.entity, account_kind=route.account_kind,
                tier=place, consented_on=SIGNED,
            ))  # fmt: skip
        for state, on, role in _steps(person):
            step = PledgeStep(
                pledge_id=pledge_id, state=state, on_date=on, role=role, who="Ada Winter"
            )
            move_pledge(unit, step)

    # --- money

    def enter_money(self) -> None:
        """Enter every gift, refund and bill in the books of the entity where it happened."""
        for entity in self._ids:
            with (
                self._book.unit_of_work("Record the year") as unit,
                LedgerWriter(unit, self._ids[entity]) as writer,
            ):
                self._gifts_of(writer, entity)
                for one in (*self._story.donors, *self._story.firms):
                    if one.entity == entity:
                        self._stranger(writer, one)
        with self._book.unit_of_work("Link cards") as unit:
            for person in self._story.people:
                cards = [
                    ref.card_id
                    for (number, _entity, payer), ref in self._cards.items()
                    if number == person.number and payer == "self"
                ]
                if len(cards) > 1:
                    link_cards(unit, cards)

    def _gifts_of(self, writer: LedgerWriter, entity: str) -> None:
        for person in self._story.people:
            for gift in person.gifts:
                route = ROUTES[gift.entity]
                if route.entity == entity:
                    item = self._gift(writer, person, gift, route)
                    self._items.append((person, gift, item))

    def _gift(self, writer: LedgerWriter, person: Person, gift: Gift, route: _Route) -> int:
        key = (person.number, route.entity, gift.payer)
        if key not in self._cards:
            self._cards[key] = writer.add_contact(contact_of(person.number, gift.payer))
        marked = person.number in INSTRUCTED - UNMARKED and gift.period and gift.remits
        new = NewItem(
            kind=route.kind, amount_cents=gift.cents, item_date=gift.day.isoformat(),
            contact=self._cards[key], account_id=self._accounts[route.entity, route.account_kind],
            memo_description=person.reference if marked else None,
        )  # fmt: skip
        (item,) = writer.add_transaction("gift", gift.day.isoformat(), [new])
        if gift.back:
            day, cents = gift.back
            back = replace(
                new, kind=route.refund, amount_cents=cents, item_date=day.isoformat(),
                parent_id=item, purpose="Refund of Contribution", memo_description=None,
            )  # fmt: skip
            writer.flush()
            writer.add_transaction("refund", day.isoformat(), [back])
        return item

    def _stranger(self, writer: LedgerWriter, one: Stranger) -> None:
        donor = one.name.startswith("Donor")
        contact = (
            replace(contact_of(0), last_name=one.name)
            if donor
            else Contact(type="ORG", name=one.name, **ADDRESS)
        )
        who = writer.add_contact(contact)
        for day, cents in one.rows:
            new = NewItem(
                kind="individual_receipt" if donor else "operating_expenditure",
                amount_cents=cents, item_date=day.isoformat(), contact=who,
                account_id=self._accounts[one.entity, "federal"],
                purpose=None if donor else "Printing",
            )  # fmt: skip
            writer.add_transaction("gift" if donor else "bill", day.isoformat(), [new])

    # --- which of it keeps a promise

    def take_remittances(self) -> None:
        """Keep the instructions, take what answers them, and note the rest by hand."""
        for person in self._story.people:
            if person.number in INSTRUCTED:
                self._instruct(person)
        for entity_id in self._ids.values():
            with self._book.unit_of_work("Take as remittances") as unit:
                for one in proposals(unit.connection, entity_id):
                    if one.match.strength == SURE:
                        take(unit, one)
        with self._book.unit_of_work("Take as remittances") as unit:
            for person, gift, item in self._items:
                instructed = person.number in INSTRUCTED and gift.period
                if gift.remits and not instructed:
                    take_as_remittance(unit, receipt_of(person, item))
                elif gift.payer != "self":
                    refused(unit, receipt_of(person, item))

    def _instruct(self, person: Person) -> None:
        party = self._ids[KEEPER]
        giver = search_name(contact_of(person.number))
        with self._book.unit_of_work("Keep instructions") as unit:
            (official,) = [
                one for one in OFFICIALS.of(unit.connection, party)
                if one.fact.reference == person.reference
            ]  # fmt: skip
            for month in MONTHS:
                told = _told(person, month)
                if told:
                    cents = sum(one.cents for one in told)
                    made_on = min(one.day for one in told)
                    instruction = Instruction(
                        official_id=official.id, period=period(month), due_cents=cents,
                        carried_in_cents=0, carried_out_cents=0, made_on=made_on,
                        drafted_on=SIGNED, signed_on=made_on,
                    )  # fmt: skip
                    lines = [_line(person, giver, one, month) for one in told]
                    keep_instruction(unit, party, instruction, lines)


def receipt_of(person: Person, item_id: int) -> Receipt:
    """Return the note that a gift keeps somebody's promise."""
    return Receipt(item_id=item_id, keeper=KEEPER, reference=person.reference)


def refused(unit: UnitOfWork, receipt: Receipt) -> None:
    """Try to take somebody else's gift; raises AssertionError when nobody stops it."""
    try:
        take_as_remittance(unit, receipt)
    except Refused:
        return
    raise AssertionError("Somebody else's gift was taken as the official's.")


def contact_of(number: int, payer: str = "self") -> Contact:
    """Return how somebody stands on a card: an official by number, the spouse, a friend."""
    last = {"friend": f"Friend{number:02d}"}.get(payer, f"Official{number:02d}")
    return Contact(
        type="IND", last_name=last, first_name="Sam" if payer != "self" else "Ada",
        street_1=f"{number + 10} Oak St", city="Salem", state="OR", zip="97302",
        employer="Council", occupation="Councillor",
    )  # fmt: skip


def _told(person: Person, month: int) -> list[Gift]:
    """Return what somebody was to give in a month; what the spouse paid instead is still told."""
    own = [one for one in person.gifts if one.period == month]
    instead = [
        one for one in person.gifts
        if one.payer == "spouse" and WRONG_PAYER[person.number] == month
    ]  # fmt: skip
    return [*own, *instead]


def period(month: int) -> str:
    """Return a month as books keep it."""
    return f"{YEAR}-{month:02d}"


def _line(person: Person, giver: str, gift: Gift, month: int) -> InstructionLine:
    route = ROUTES[gift.entity]
    return InstructionLine(
        recipient=route.entity, account_kind=route.account_kind, reference=person.reference,
        giver=giver, period=period(month), cents=gift.cents, reason="Agreed",
        citation="52 U.S.C. 30116", made_on=gift.day,
    )  # fmt: skip


def _steps(person: Person) -> Iterator[tuple[str, date, str]]:
    """Yield the moves of a pledge: state, day, and in which role somebody brought it there."""
    first = person.active[0]
    yield "pledged", SIGNED, "official"
    began = SIGNED if first.since == date(YEAR, 1, 1) else first.since
    yield "active", began, "treasurer"
    for one in person.active:
        if one.known is not None and one.known != person.over:
            yield "paused", one.known, "official"
            yield "active", person.active[1].since, "official"
    if person.over:
        gone = any(seat.until and seat.until < person.over for seat in person.seats)
        yield ("ended", person.over, "treasurer") if gone else ("revoked", person.over, "official")
