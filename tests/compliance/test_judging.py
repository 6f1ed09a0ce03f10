"""Looking only at what changed finds what a look at everything would find, after any acts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from financedesk.book import Book
from financedesk.book.schema import metadata
from financedesk.compliance.checks import CHECKS, Check
from financedesk.compliance.facts import Facts, facts_of
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.compliance.touched import OF_ALL
from financedesk.compliance.waivers import waive
from financedesk.errors import FinanceDeskError, NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.deposits import SlipHead, make_deposit
from financedesk.ledger.donor_attestations import NewDeclaration, declare
from financedesk.ledger.donor_requests import NewRequest, record_request
from financedesk.ledger.donors_edit import edit_donor
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import AccountRow, accounts, entities
from financedesk.ledger.entries import NewItem
from financedesk.ledger.hold import HoldTerms, Settled, place_hold, release_hold
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.same_person import link_cards, tell_apart
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.typed_transfer import Side, TypedTransfer, record_transfer
from financedesk.ledger.writer import LedgerWriter
from tests.banking.closing_house import ClosingHouse, closing_house
from tests.compliance.test_closing_checks import filed
from tests.ledger.riverbend import desk_for, person, riverbend_at
from tests.soaking import examples

TODAY = date(2026, 10, 6)
EMAIL = "pay@example.org"
GIFT, BILL = "individual_receipt", "operating_expenditure"


PEOPLE = (
    replace(person("Lee"), email=EMAIL),
    replace(person("Leigh"), first_name="Ida", email=EMAIL),
    replace(person("Okoro"), employer="", occupation="", email=EMAIL),
    replace(person("Away"), country="France", email=EMAIL),
    Contact(type="ORG", name="Quiet Firm"),
)


class Acts:
    """A book in which anything may happen to a few people."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.desks = (desk_for(book, "party"), desk_for(book, "campaign"))
        self.people: list[list[ContactRef]] = [
            [desk.meet(one) for one in PEOPLE] for desk in self.desks
        ]
        self.items: list[int] = []

    def do(self, act: str, desk: int, who: int, cents: int) -> None:
        """Do one act; what the books refuse is left."""
        try:
            getattr(self, act)(desk, who, cents)
        except FinanceDeskError:
            return

    def give(self, desk: int, who: int, cents: int) -> None:
        found = self.desks[desk].record(
            GIFT, self.people[desk][who], "2026-09-01", cents, election_code="G2026",
            agent_date="2026-08-01" if cents % 7 == 0 else None,
        )  # fmt: skip
        self.items.append(found)

    def pay(self, desk: int, who: int, cents: int) -> None:
        purpose = ("Consulting", "", "Printing of leaflets")[cents % 3]
        found = self.desks[desk].record(
            BILL, self.people[desk][who], "2026-09-02", cents, purpose=purpose
        )
        self.items.append(found)

    def move(self, desk: int, who: int, cents: int) -> None:
        """Correct a card: another address, another employer."""
        known = replace(PEOPLE[who], email=EMAIL if cents % 2 else f"own{who}@example.org",
                        employer="" if cents % 3 else "Mill")  # fmt: skip
        with self.book.unit_of_work("Edit donor") as unit:
            edit_donor(unit, self.people[desk][who].card_id, known, "2026-08-01")

    def delete(self, _desk: int, _who: int, cents: int) -> None:
        if self.items:
            item_id = self.items.pop(cents % len(self.items))
            with self.book.unit_of_work("Delete") as unit:
                remove_items(unit, [item_id])

    def link(self, desk: int, who: int, cents: int) -> None:
        people = self.people[desk]
        cards = (people[who].card_id, people[cents % len(people)].card_id)
        with self.book.unit_of_work("Link") as unit:
            link_cards(unit, cards)

    def part(self, desk: int, who: int, cents: int) -> None:
        people = self.people[desk]
        cards = (people[who].card_id, people[cents % len(people)].card_id)
        with self.book.unit_of_work("Tell apart") as unit:
            tell_apart(unit, cards, "known")

    def cash(self, desk: int, who: int, cents: int) -> None:
        """Write cash as another program did: nothing asked for its limit."""
        at = self.desks[desk]
        new = NewItem(
            kind=GIFT, contact=self.people[desk][who], item_date="2026-09-20", amount_cents=cents,
            account_id=at.account_id, election_code="G2026",
        )  # fmt: skip
        with (
            self.book.unit_of_work("Record cash") as unit,
            LedgerWriter(unit, at.entity.id) as writer,
        ):
            words = "Cash" if cents % 2 else "Check 9"
            self.items += writer.add_transaction("gift", "2026-09-20", [new], description=words)

    def say_how(self, _desk: int, _who: int, cents: int) -> None:
        """Correct how an entry was paid: a change of its act alone."""
        words = "In cash" if cents % 2 else "Check 10"
        with self.book.unit_of_work("Correct how") as unit:
            row = unit.row(tables.item, self._one(cents))
            unit.update(tables.transaction, row["transaction_id"], {"description": words})

    def hold(self, _desk: int, _who: int, cents: int) -> None:
        terms = HoldTerms(reason="doubtful", basis="A letter came.", since="2026-09-21")
        with self.book.unit_of_work("Hold") as unit:
            place_hold(unit, self._one(cents), terms)

    def release(self, _desk: int, _who: int, cents: int) -> None:
        settled = Settled(day="2026-09-25", who="Ann", why="She showed her passport.")
        with self.book.unit_of_work("Release") as unit:
            release_hold(unit, self._one(cents), settled)

    def refund(self, desk: int, _who: int, cents: int) -> None:
        at = self.desks[desk]
        typed = TypedRefund(gift_id=self._one(cents), amount_cents=cents, day="2026-09-26",
                            account_id=at.account_id)  # fmt: skip
        with self.book.unit_of_work("Refund") as unit:
            record_refund(unit, typed)

    def ask(self, desk: int, who: int, _cents: int) -> None:
        asked = NewRequest(asked_on=date(2026, 9, 5), how="letter", asked=("employer",))
        with self.book.unit_of_work("Ask") as unit:
            record_request(unit, self.people[desk][who].card_id, asked, TODAY)

    def declare(self, desk: int, who: int, cents: int) -> None:
        said = NewDeclaration(
            kind="citizen", given=bool(cents % 2), on=date(2026, 9, 6), how="paper"
        )
        with self.book.unit_of_work("Declare") as unit:
            declare(unit, self.people[desk][who].card_id, said, TODAY)

    def slip(self, desk: int, _who: int, cents: int) -> None:
        account = self._account(desk)
        with self.book.unit_of_work("Deposit") as unit:
            make_deposit(unit, account, SlipHead(day="2026-09-22"), [self._one(cents)])

    def draw(self, desk: int, who: int, cents: int) -> None:
        """Pay by a check, or through a card that names nobody."""
        payment = TypedPayment(
            payee=PEOPLE[who], known=self.people[desk][who], kind=BILL, amount_cents=cents,
            day="2026-03-02", account=self._account(desk), method=f"Check {cents}",
            purpose=("Reimbursement", "Credit card payment", "Printing")[cents % 3],
        )  # fmt: skip
        with self.book.unit_of_work("Pay") as unit:
            self.items.append(record_payment(unit, self.desks[desk].entity, payment))

    def pass_on(self, desk: int, _who: int, cents: int) -> None:
        giver, taker = (
            Side(entity=self.desks[at].entity, account=self._account(at)) for at in (desk, 1 - desk)
        )
        transfer = TypedTransfer(giver=giver, taker=taker, amount_cents=cents, day="2026-09-03",
                                 election_code="G2026")  # fmt: skip
        with self.book.unit_of_work("Transfer") as unit:
            record_transfer(unit, transfer)

    def waive(self, _desk: int, _who: int, cents: int) -> None:
        found = whole(self.book).findings
        with self.book.unit_of_work("Waive") as unit:
            waive(unit, found[cents % len(found)], reason="Known", initials="AL", day="2026-10-06")

    def _one(self, cents: int) -> int:
        if not self.items:
            raise NotFound("Nothing was recorded yet.")
        return self.items[cents % len(self.items)]

    def _account(self, desk: int) -> AccountRow:
        at = self.desks[desk]
        with self.book.read() as connection:
            return next(
                one for one in accounts(connection, at.entity.id) if one.id == at.account_id
            )

    def undo(self, _desk: int, _who: int, _cents: int) -> None:
        self.book.undo()

    def redo(self, _desk: int, _who: int, _cents: int) -> None:
        self.book.redo()


NAMES = (
    *("give", "give", "give", "pay", "pay", "move", "move", "delete", "link", "part", "cash"),
    *("say_how", "hold", "release", "refund", "ask", "declare", "slip", "draw", "pass_on"),
    *("waive", "undo", "undo", "redo"),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.integers(0, 1), st.integers(0, 4), st.integers(1, 400_000)
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def acts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Acts]:
    with riverbend_at(str(tmp_path_factory.mktemp("acts") / "book.fdesk")) as book:
        yield Acts(book)


def whole(book: Book, today: date = TODAY) -> Judged:
    with book.read() as connection:
        return judge(connection, entities(connection), today)


@given(STEPS, st.integers(1, 4))
@settings(max_examples=examples(5, 400), deadline=None)
def test_what_changed_is_enough(
    acts: Acts, steps: list[tuple[str, int, int, int]], every: int
) -> None:
    known = whole(acts.book)
    for number, step in enumerate(steps, 1):
        acts.do(*step)
        if number % every == 0 or number == len(steps):
            with acts.book.read() as connection:
                known = judge_again(connection, known, entities(connection), TODAY)
    assert known.findings == whole(acts.book).findings


def after(book: Book, act: Callable[[], object], today: date = TODAY) -> tuple[Judged, Judged]:
    """Return what is known after an act, and what a whole look finds."""
    before = whole(book, today)
    act()
    with book.read() as connection:
        return judge_again(connection, before, entities(connection), today), whole(book, today)


def test_nothing_new_is_not_looked_at_again(acts: Acts) -> None:
    before = whole(acts.book)
    with acts.book.read() as connection:
        assert judge_again(connection, before, entities(connection), TODAY) is before


def test_another_day_and_other_entities_are_looked_at_whole(acts: Acts) -> None:
    before = whole(acts.book)
    with acts.book.read() as connection:
        tomorrow = judge_again(connection, before, entities(connection), date(2026, 10, 20))
        assert any(one.rule == "late_report" for one in tomorrow.findings)
        some = judge_again(connection, before, entities(connection)[:1], TODAY)
    assert {one.entity_id for one in some.findings} <= some.entity_ids
    assert len(some.entity_ids) == 1


# --- whole entities: banks, closings, reports


def test_what_a_bank_tells_and_what_is_closed_is_judged_again(tmp_path: Path) -> None:
    acts: tuple[Callable[[ClosingHouse], object], ...] = (
        lambda house: house.pay("Late Bill", "2026-03-20", 30_00),
        lambda house: house.close_march(),
        lambda house: house.reopen(house.closings()[0].id),
        lambda house: filed(house, tmp_path),
        lambda house: house.pay("Later Bill", "2026-03-21", 31_00),
        lambda house: house.book.undo(),
    )
    with closing_house(tmp_path) as house:
        for act in acts:
            again, anew = after(house.book, lambda act=act: act(house), date(2026, 4, 5))
            assert again.findings == anew.findings


def test_a_check_reads_only_what_it_says_it_reads(acts: Acts, tmp_path: Path) -> None:
    with closing_house(tmp_path) as house:
        for book in (acts.book, house.book):
            with book.read() as connection:
                facts = facts_of(connection, entities(connection), TODAY)
                for check in CHECKS:
                    if check.reads and not check.about_cards:
                        left = _read_by(connection, check, facts) - check.reads - _KNOWN
                        assert not left, (check.rules, left)


# What is judged wholly after any change of these, and what follows from entries.
_KNOWN = OF_ALL | {one.name for one in metadata.sorted_tables if one.info.get("derived")} | {
    "sqlite_master", "json_each",
}  # fmt: skip
_READ = 20


def _read_by(connection: Connection, check: Check, facts: Facts) -> set[str]:
    """Return the tables of which SQLite says that a check reads them."""
    seen: set[str] = set()

    def note(action: int, table: str, *_rest: object) -> int:
        if action == _READ:
            seen.add(table)
        return 0

    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_authorizer(note)
    try:
        list(check.find(facts))
    finally:
        driver.set_authorizer(None)
    return seen
