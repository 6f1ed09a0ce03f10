"""Books for the checks: clean ones of any size, and what the FEC fines most, planted one by one.

Everything is invented, and written through the same functions that the program's acts use. What is
clean has what deceives a program: spouses with one e-mail address, people called like firms,
students, citizens abroad, staff who give, bills that two approved, payers whom a bank abbreviates.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_matches import NewMatch, write_matches
from financedesk.ledger.bill_approvals import approve_bill
from financedesk.ledger.bills import NewBill, add_bill, pay_bill
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.cost_timesheets import TimesheetFacts, Worked, record_timesheet
from financedesk.ledger.donor_attestations import NewDeclaration, declare
from financedesk.ledger.entries import NewItem
from financedesk.ledger.organisation import (
    NewAccount,
    NewEntity,
    NewRegistration,
    Organisation,
)
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.writer import LedgerWriter
from tests.banking.lines import tell
from tests.intake.exports import rows_of
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER, Desk, committee, desk_for, person

CLEAN_DAY, PLANTED_DAY = date(2026, 10, 1), date(2026, 10, 16)
"""The days on which clean books, and those with something planted, are looked at: on the second
the report of the quarter is late, for nobody filed it."""
GIFT, BILL = "individual_receipt", "operating_expenditure"
_OPENING = 5_000_000_00


def _entity(code: str, kind: str, number: str, *more: NewAccount) -> NewEntity:
    account = NewAccount(
        code="main", opening_date="2026-01-01", opening_balance_cents=_OPENING
    )  # fmt: skip
    registered = (
        (NewRegistration(authority="FEC", identifier=number, from_date="2024-01-15"),)
        if number else ()
    )  # fmt: skip
    state = (NewRegistration(authority="OR", identifier="17001"),) if more else ()
    return NewEntity(
        code=code, kind=kind, name=f"Alder {code.capitalize()}", address=ADDRESS,
        treasurer=TREASURER, registrations=(*registered, *state), accounts=(account, *more),
    )  # fmt: skip


ALDER = Organisation(
    name="Alder",
    entities=(
        _entity("party", "state_party", "C00999981",
                NewAccount(code="state", kind="nonfederal", opening_date="2026-01-01",
                           opening_balance_cents=_OPENING)),
        _entity("campaign", "candidate", "C00999982"),
        _entity("fund", "pac", "C00999983"),
        _entity("loud", "super_pac", "C00999984"),
        _entity("county", "local_party", ""),
        _entity("voice", "issue_c4", ""),
    ),
)  # fmt: skip

_FIRST = (
    "Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana", "Ivo", "June", "Kim", "Lior", "Mei",
    "Noor", "Ola", "Pia", "Quinn", "Rosa", "Sol", "Tess", "Uma", "Vik", "Wren", "Yara", "Zoë",
)  # fmt: skip
_LAST = (
    "Adeyemi", "Bank", "Church", "Delgado", "Eriksen", "Fund", "Garcia-Lopez", "Haddad",
    "Incorvaia", "Jansen", "Kovalenko", "Lee", "Muñoz", "Nguyen", "O’Brien", "Patel", "Quist",
    "Rossi", "Suit", "Trust", "Ueda", "Van Dyke", "Wash", "Xu", "Young", "Zhao",
)  # fmt: skip
_WORK = (
    ("Teacher", "City Schools"), ("Student", "State University"), ("Retired", "None"),
    ("Contractor", "Self-employed"), ("Electrician", "IBEW Local 38"), ("Engineer", "Acme LLC"),
    ("Program analyst, defense contractor", "Orbital Works Inc"), ("Nanny", "Self"),
    ("General contractor", "Self"), ("Pediatric nurse", "Children's Hospital"),
)  # fmt: skip
_PURPOSES = (
    "Printing of leaflets", "Rent", "Catering Costs", "Postage", "Website Hosting",
    "Legal Services", "Yard Signs", "T-Shirts", "Office Supplies", "Hall Rental", "Telephone",
    "Lawsuit defense: Legal Services", "Personal computer for the office", "Travel",
)  # fmt: skip


def book_at(location: str) -> Book:
    """Return a new book of the invented organisation, opened."""
    return book_of(location, ALDER)


# --- clean entries


@dataclass
class Clean:
    """Writes entries with which nothing is wrong, of one seed; ``items`` counts them."""

    book: Book
    random: Random
    items: int = 0

    def fill(self, size: int) -> int:
        """Write about so many entries into every committee; returns how many there are."""
        for code, share in (("party", 40), ("campaign", 30), ("fund", 20), ("loud", 5)):
            self._gifts(code, size * share // 100)
        for code in ("party", "campaign"):
            self._payments(code, size // 40)
        self._at_the_bank(size // 60 + 1)
        self._bills(3)
        self._wages()
        self._committees(size // 100 + 1)
        return self.items

    def _gifts(self, code: str, number: int) -> None:
        desk = desk_for(self.book, code)
        with (
            self.book.unit_of_work("Record contributions") as unit,
            LedgerWriter(unit, desk.entity.id) as writer,
        ):
            known: list[tuple[ContactRef, int]] = []
            for place in range(number):
                if not known or self.random.random() < 0.4:
                    known.append((writer.add_contact(self.somebody(place)), 0))
                who, given = known[chosen := self.random.randrange(len(known))]
                cents = self.random.choice((10_00, 25_00, 50_00, 100_00, 250_00))
                if given + cents <= 3_000_00:
                    known[chosen] = (who, given + cents)
                    self._gift(writer, desk, who, cents)
            self._abroad(unit, writer, desk)

    def _gift(self, writer: LedgerWriter, desk: Desk, who: ContactRef, cents: int) -> None:
        day = date(2026, 7, 1) + timedelta(days=self.random.randrange(88))
        new = NewItem(
            kind=GIFT, contact=who, item_date=day.isoformat(), amount_cents=cents,
            account_id=desk.account_id, deposited_date=(day + timedelta(days=3)).isoformat(),
            agent_date=(day - timedelta(days=self.random.randrange(9))).isoformat(),
            election_code="G2026",
        )  # fmt: skip
        cash = cents == 10_00 and self.random.random() < 0.2
        writer.add_transaction("gift", day.isoformat(), [new],
                               description="Cash" if cash else "Check")  # fmt: skip
        self.items += 1

    def somebody(self, place: int) -> Contact:
        """Return a person of whom all is known; spouses have one address and two names."""
        last, first = self.random.choice(_LAST), self.random.choice(_FIRST)
        occupation, employer = self.random.choice(_WORK)
        return replace(
            person(last, first), street_1=f"{place} Oak St", occupation=occupation,
            employer=employer, email=f"home{place // 2}@example.org", phone="503 555 0100",
        )  # fmt: skip

    def _abroad(self, unit: UnitOfWork, writer: LedgerWriter, desk: Desk) -> None:
        away = writer.add_contact(
            replace(self.somebody(1), country="France", state="", zip="75001")
        )
        self._gift(writer, desk, away, 25_00)
        writer.flush()
        said = NewDeclaration(kind="citizen", given=True, on=date(2026, 7, 1), how="form")
        declare(unit, away.card_id, said, CLEAN_DAY)

    def _payments(self, code: str, number: int) -> None:
        desk = desk_for(self.book, code)
        with (
            self.book.unit_of_work("Record payments") as unit,
            LedgerWriter(unit, desk.entity.id) as writer,
        ):
            for place in range(number):
                day = (date(2026, 7, 1) + timedelta(days=self.random.randrange(88))).isoformat()
                shop = replace(
                    shop_called(f"Invented Shop {code} {place}"), street_1=f"{place} K St"
                )
                new = NewItem(
                    kind=BILL, contact=writer.add_contact(shop), item_date=day,
                    amount_cents=self.random.randrange(20_00, 900_00), account_id=desk.account_id,
                    purpose=self.random.choice(_PURPOSES),
                )  # fmt: skip
                writer.add_transaction("payment", day, [new], description="Check")
                self.items += 1

    def _at_the_bank(self, number: int) -> None:
        """Gifts and payments that the bank shows as well, in words of its own."""
        desk = desk_for(self.book, "fund")
        lines: list[tuple[str, int, str]] = []
        items: list[int] = []
        with (
            self.book.unit_of_work("Record entries") as unit,
            LedgerWriter(unit, desk.entity.id) as writer,
        ):
            for place in range(number):
                who = self.somebody(90_000 + place)
                cents, day = 100_00 + place, "2026-07-06"
                told = f"ACH CREDIT {who.first_name} {who.last_name} ORIG PERSON"
                lines.append((day, cents, self.random.choice((told, "MOBILE DEPOSIT", "WIRE IN"))))
                gift = NewItem(
                    kind=GIFT, contact=writer.add_contact(who), item_date=day, amount_cents=cents,
                    account_id=desk.account_id, deposited_date=day,
                )  # fmt: skip
                items += writer.add_transaction("gift", day, [gift], description="Check")
                shop = replace(shop_called(f"Told Shop {place}"), street_1=f"{place} M St")
                paid = NewItem(
                    kind=BILL, contact=writer.add_contact(shop), item_date=day,
                    amount_cents=cents + 400_00, account_id=desk.account_id, purpose="Postage",
                )  # fmt: skip
                lines.append((day, -cents - 400_00, "CHECK"))
                items += writer.add_transaction("payment", day, [paid], description="Check")
        self.items += len(items)
        match(self.book, desk, lines, items)

    def _committees(self, number: int) -> None:
        """Gifts of registered committees, and gifts that went back."""
        desk = desk_for(self.book, "party")
        gifts = []
        with (
            self.book.unit_of_work("Record entries") as unit,
            LedgerWriter(unit, desk.entity.id) as writer,
        ):
            for place in range(number):
                other = writer.add_contact(committee(f"Group {place}", f"C{90_000_000 + place}"))
                for kind, who in (("pac_receipt", other), (GIFT, self._met(writer, place))):
                    new = NewItem(
                        kind=kind, contact=who, item_date="2026-08-03", amount_cents=90_00,
                        account_id=desk.account_id, deposited_date="2026-08-05",
                    )  # fmt: skip
                    gifts += writer.add_transaction("gift", "2026-08-03", [new])
        with self.book.unit_of_work("Refund") as unit:
            for gift in gifts[1::10]:
                record_refund(unit, TypedRefund(gift_id=gift, amount_cents=90_00, day="2026-08-20",
                                                account_id=desk.account_id))  # fmt: skip
        self.items += len(gifts) + len(gifts[1::10])

    def _met(self, writer: LedgerWriter, place: int) -> ContactRef:
        return writer.add_contact(self.somebody(80_000 + place))

    def _bills(self, number: int) -> None:
        desk = desk_for(self.book, "party")
        for place in range(number):
            with self.book.unit_of_work("Pay bill") as unit:
                made = bill(unit, desk, shop_called(f"Billing Firm {place}"), 2_000_00, str(place))
                for who in ("Ann Lee", "Bo Day"):
                    approve_bill(unit, made, who, "2026-08-02")
                pay_bill(unit, desk.entity, made, "2026-08-06")
            self.items += 1

    def _wages(self) -> None:
        """Two people's months, one paid by shared money and with certified hours, who give too."""
        desk = desk_for(self.book, "party")
        for name, account, month in (("Gray", "main", "2026-07"), ("Moss", "state", "2026-08")):
            who = desk.meet(replace(person(name), street_1=f"9 {name} Ct"))
            pay(desk, who, 3_100_00, f"{month}-28", kind="payroll" if account == "main" else
                "nonfederal_disbursement", purpose="Salary", account=account)  # fmt: skip
            desk.record(GIFT, who, f"{month}-15", 75_00, deposited_date=f"{month}-17")
            sheet = TimesheetFacts(
                entity_id=desk.entity.id, person=f"Ada {name}", month=month, pay_cents=3_100_00,
                worked=(Worked(worked_for="party", use="shared", minutes=9_600),),
                certified_by="Ada Lopez", certified_on="2026-09-02",
            )  # fmt: skip
            with self.book.unit_of_work("Enter timesheet") as unit:
                record_timesheet(unit, sheet)
            self.items += 2


def shop_called(name: str) -> Contact:
    """Describe a firm with everything that a filing wants to know."""
    return Contact(
        type="ORG", name=name, street_1="5 Mill St", city="Salem", state="OR", zip="97301"
    )  # fmt: skip


def match(
    book: Book, desk: Desk, lines: Sequence[tuple[str, int, str]], items: Sequence[int]
) -> None:
    """Have the bank tell entries of a desk, each as a line, and match them."""
    with book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    told = tell(book, account, *lines)
    query = (
        "SELECT i.id, p.id FROM item i JOIN posting p ON p.transaction_id = i.transaction_id"
        f" AND p.account_id = {desk.account_id} WHERE i.id >= {min(items)}"
    )
    postings = {int(one[0]): int(one[1]) for one in rows_of(book, query)}
    pairs = [
        NewMatch(lines=[line], postings=[postings[item]], why="planted", certain=False)
        for line, item in zip(told, items, strict=True)
    ]
    with book.unit_of_work("Match") as unit:
        write_matches(unit, account, pairs)


def bill(
    unit: UnitOfWork, desk: Desk, payee: Contact, cents: int, number: str,
    received_on: str = "2026-08-01",
) -> int:  # fmt: skip
    """Enter a bill of the summer."""
    new = NewBill(
        payee=payee, known=None, number=number, received_on=received_on, due_on="2026-08-31",
        amount_cents=cents, purpose="Printing of leaflets", kind=BILL, method="check",
        account=account_by_id(unit.connection, desk.account_id), entered_by="Cy Roe",
    )  # fmt: skip
    return add_bill(unit, desk.entity, new)


def pay(
    desk: Desk, who: ContactRef, cents: int, day: str, *, kind: str = BILL,
    purpose: str = "Travel", account: str = "main", method: str = "Check", **more: object,
) -> int:  # fmt: skip
    """Record a payment out of one of the entity's accounts."""
    query = (
        f"SELECT id FROM account WHERE entity_id = {desk.entity.id} AND code = '{account}'"
        " AND role = 'bank'"
    )
    ((account_id,),) = rows_of(desk.book, query)
    new = NewItem(
        kind=kind, contact=who, item_date=day, amount_cents=cents, account_id=int(account_id),
        purpose=purpose, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    with (
        desk.book.unit_of_work("Record payment") as unit,
        LedgerWriter(unit, desk.entity.id) as writer,
    ):
        return writer.add_transaction("payment", day, [new], description=method)[0]


# --- what is planted


@dataclass(frozen=True, slots=True)
class Planted:
    """What must be found: the check's code and, where it is about somebody, whom by name."""

    rule: str
    subject: str = ""


class Fault:
    """Plants one fault after the other into a book, each about people of its own."""

    def __init__(self, book: Book, seed: int) -> None:
        self.book, self.random = book, Random(seed)
        self.number = 0

    def desk(self, code: str) -> Desk:
        return desk_for(self.book, code)

    def new(self, **more: object) -> Contact:
        """Return somebody whom the book has not met."""
        self.number += 1
        known = replace(
            person(f"Planted{chr(64 + self.number % 26 + 1)}{self.number}"),
            street_1=f"{self.number} Ash St", email=f"planted{self.number}@example.org",
        )  # fmt: skip
        return replace(known, **more)  # type: ignore[arg-type]

    def give(self, code: str, who: Contact, cents: int, day: str = "2026-09-10",
             **more: object) -> Planted:  # fmt: skip
        """Record a gift; returns nothing planted but whom it is about."""
        desk = self.desk(code)
        values: dict[str, object] = {"deposited_date": day, "election_code": "G2026", **more}
        desk.record(GIFT, desk.meet(who), day, cents, **values)
        return Planted("", who.display_name)


def _late_report(fault: Fault) -> Iterator[Planted]:
    """The quarter is over, its day has passed, and nobody filed."""
    assert fault.number >= 0
    yield Planted("late_report", "October Quarterly Report")


def _notices(fault: Fault) -> Iterator[Planted]:
    with fault.book.unit_of_work("Enter election") as unit:
        for code in ("campaign", "loud"):
            unit.insert(tables.election, {
                "entity_id": fault.desk(code).entity.id, "code": "G2026", "held_on": "2026-11-03",
            })  # fmt: skip
    told = fault.give("campaign", fault.new(), fault.random.randrange(1_000_00, 3_500_00),
                      "2026-10-15")  # fmt: skip
    yield Planted("notice_48_hours", told.subject)
    day, cents = fault.random.choice((("2026-09-20", 10_000_00), ("2026-10-15", 1_000_00)))
    desk = fault.desk("loud")
    pay(desk, desk.meet(shop_called("Loud Mailers")), cents, day, kind="independent_expenditure",
        purpose="Mailing against Roe", election_code="G2026")  # fmt: skip
    yield Planted("independent_notice")


def _unequal(fault: Fault) -> Iterator[Planted]:
    desk = fault.desk("loud")
    with fault.book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    words = fault.random.choice(("ACTBLUE PAYOUT", "STRIPE TRANSFER"))
    tell(fault.book, account, ("2026-09-14", fault.random.randrange(50_00, 900_00), words))
    yield Planted("payout_unknown")


def _excess(fault: Fault) -> Iterator[Planted]:
    code, limit = fault.random.choice((("campaign", 3_500_00), ("fund", 5_000_00)))
    giver = fault.new()
    told = fault.give(code, giver, limit + fault.random.randrange(1, 2_000_00))
    yield replace(told, rule="above_limit")


def _straw(fault: Fault) -> Iterator[Planted]:
    shared = f"pay{fault.number}@example.org"
    first, *_ = [fault.give("fund", fault.new(email=shared), 500_00) for _ in range(4)]
    yield replace(first, rule="many_names_one_address")
    amount = fault.random.randrange(300_00, 2_000_00)
    desk, staff = fault.desk("party"), fault.new()
    ref = desk.meet(staff)
    pay(desk, ref, amount, "2026-09-01", purpose="Mileage")
    desk.record(GIFT, ref, "2026-09-06", amount, deposited_date="2026-09-07")
    yield Planted("round_trip", staff.display_name)
    yield from _another_payer(fault)


def _another_payer(fault: Fault) -> Iterator[Planted]:
    desk, giver = fault.desk("loud"), fault.new()
    item = desk.record(GIFT, desk.meet(giver), "2026-09-08", 750_00, deposited_date="2026-09-08")
    match(fault.book, desk, [("2026-09-09", 750_00, "WIRE FROM BRUNO OXENBERG")], [item])
    yield Planted("paid_by_another", giver.display_name)


def _corporate(fault: Fault) -> Iterator[Planted]:
    desk = fault.desk("campaign")
    firm = shop_called(fault.random.choice(("Acme Widgets Inc", "First Valley Bank")))
    desk.record(GIFT, desk.meet(firm), "2026-09-04", 500_00, deposited_date="2026-09-05")
    yield Planted("forbidden", firm.name)
    as_person = fault.new(last_name="Green Holdings LLC", first_name="")
    yield replace(fault.give("fund", as_person, 200_00), rule="organisation_name")


def _contractor(fault: Fault) -> Iterator[Planted]:
    by_trade = fault.new(occupation="Federal contractor", employer="Self-employed")
    yield replace(fault.give("fund", by_trade, 100_00), rule="contractor_sign")
    yield _taken_back(fault, "not_contractor", "declared_contractor")


def _taken_back(fault: Fault, kind: str, rule: str) -> Planted:
    desk = fault.desk(fault.random.choice(("party", "campaign", "loud")))
    giver = fault.new()
    ref = desk.meet(giver)
    desk.record(GIFT, ref, "2026-09-02", 150_00, deposited_date="2026-09-03")
    with fault.book.unit_of_work("Note answers") as unit:
        for given, day in ((True, date(2026, 9, 2)), (False, date(2026, 9, 20))):
            said = NewDeclaration(kind=kind, given=given, on=day, how="form")
            declare(unit, ref.card_id, said, CLEAN_DAY)
    return Planted(rule, giver.display_name)


def _foreign(fault: Fault) -> Iterator[Planted]:
    country = fault.random.choice(("Canada", "Germany", "México"))
    abroad = fault.new(country=country, state="", zip="10115")
    yield replace(fault.give("party", abroad, 25_00), rule="foreign_address")
    yield _taken_back(fault, "citizen", "declared_foreign")


def _unknown_work(fault: Fault) -> Iterator[Planted]:
    lacking = fault.random.choice(({"employer": ""}, {"occupation": ""},
                                   {"employer": "", "occupation": ""}))  # fmt: skip
    told = fault.give("fund", fault.new(**lacking), fault.random.randrange(200_01, 900_00))
    yield replace(told, rule="missing_information")


def _vague(fault: Fault) -> Iterator[Planted]:
    desk = fault.desk("campaign")
    for name, purpose, rule in (
        ("Vague Firm", fault.random.choice(("Consulting", "Expenses", "GOTV")), "vague_purpose"),
        ("Silent Firm", "", "missing_purpose"),
        ("Card Company", "Credit card payment", "missing_ultimate_payee"),
    ):  # fmt: skip
        pay(desk, desk.meet(shop_called(name)), 700_00, "2026-09-03", purpose=purpose)
        yield Planted(rule, name)


def _without_logs(fault: Fault) -> Iterator[Planted]:
    desk, staff = fault.desk("party"), fault.new()
    pay(desk, desk.meet(staff), 2_800_00, "2026-08-28", kind="nonfederal_disbursement",
        purpose="Salary", account="state")  # fmt: skip
    yield Planted("hours_not_logged", staff.display_name)
    desk.record("h3_transfer_from_nonfederal", desk.meet(shop_called("Alder Party")),
                "2026-07-20", 400_00)  # fmt: skip
    yield Planted("untimely_transfer")


def _soft_money(fault: Fault) -> Iterator[Planted]:
    desk = fault.desk("party")
    voice = shop_called("Alder Voice")
    desk.record("receipt_from_unregistered_organization", desk.meet(voice), "2026-09-11",
                fault.random.randrange(300_00, 9_000_00), deposited_date="2026-09-12")  # fmt: skip
    yield Planted("forbidden", "Alder Voice")


def _coordinated(fault: Fault) -> Iterator[Planted]:
    vendor = shop_called("Common Mailers")
    for code, day in (("campaign", "2026-09-15"), ("loud", "2026-09-25")):
        desk = fault.desk(code)
        pay(desk, desk.meet(vendor), 800_00, day, purpose="Printing of leaflets")
    yield Planted("tied_body")


def _hands(fault: Fault) -> Iterator[Planted]:
    desk, giver = fault.desk("party"), fault.new()
    new = NewItem(kind=GIFT, contact=desk.meet(giver), item_date="2026-09-21",
                  amount_cents=fault.random.randrange(100_01, 900_00), account_id=desk.account_id,
                  deposited_date="2026-09-22")  # fmt: skip
    with (
        fault.book.unit_of_work("Record contribution") as unit,
        LedgerWriter(unit, desk.entity.id) as writer,
    ):
        writer.add_transaction("gift", "2026-09-21", [new], description="Cash, at the door")
    yield Planted("cash_over_limit", giver.display_name)
    yield replace(
        fault.give("fund", fault.new(), 90_00, agent_date="2026-07-11"), rule="late_forwarding"
    )
    fault.give("campaign", fault.new(), 60_00, "2026-09-12", deposited_date=None)
    yield Planted("not_deposited", "main")
    yield replace(
        fault.give("fund", fault.new(street_1="", city=""), 80_00), rule="missing_address"
    )
    group = Contact(type="COM", name="Friends of Nobody", street_1="1 A St", city="Salem",
                    state="OR", zip="97301")  # fmt: skip
    fund = fault.desk("fund")
    fund.record("pac_receipt", fund.meet(group), "2026-09-10", 90_00, deposited_date="2026-09-11")
    yield Planted("committee_without_number", group.name)


def _misuse(fault: Fault) -> Iterator[Planted]:
    desk = fault.desk("campaign")
    for name, purpose, method, rule in (
        ("Valley Club", fault.random.choice(("Country club dues", "Tuition")), "", "personal_use"),
        ("Odd Jobs", "Yard Signs", "Cash", "paid_in_cash"),
    ):  # fmt: skip
        pay(desk, desk.meet(shop_called(name)), 400_00, "2026-09-03", purpose=purpose,
            method=method)  # fmt: skip
        yield Planted(rule, name)
    party = fault.desk("party")
    payee = fault.new()
    with fault.book.unit_of_work("Approve bill") as unit:
        made = bill(unit, party, payee, 3_000_00, "own")
        for who in ("Ann Lee", f"{payee.first_name} {payee.last_name}"):
            approve_bill(unit, made, who, "2026-08-02")
        pay_bill(unit, party.entity, made, "2026-08-06")
    yield Planted("own_approval", payee.display_name)
    pay(party, party.meet(shop_called("Wired Firm")), 50_000_00, "2026-09-03", method="Wire",
        purpose="Television Ads")  # fmt: skip
    yield Planted("one_approval", "Wired Firm")


FINES: Mapping[int, Callable[[Fault], Iterator[Planted]]] = {
    1: _late_report, 2: _notices, 3: _unequal, 4: _excess, 5: _straw, 6: _corporate,
    7: _contractor, 8: _foreign, 9: _unknown_work, 10: _vague, 11: _without_logs,
    12: _soft_money, 13: _coordinated, 14: _hands, 15: _misuse,
}  # fmt: skip
"""What plants each of the FEC's most fined faults, by its number in the list."""


def plant(book: Book, seed: int) -> dict[int, tuple[Planted, ...]]:
    """Plant all of them; returns what must be found, by the fault's number."""
    fault = Fault(book, seed)
    return {number: tuple(make(fault)) for number, make in FINES.items()}
