"""What an act would bring is told before it is done, and nothing of it stays in the book."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book, UnitOfWork
from financedesk.compliance.before_posting import would_bring
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import judge
from financedesk.errors import FinanceDeskError, Walled
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entities import AccountRow, accounts, entities
from financedesk.ledger.typed_batch import Deposit, record_deposit
from financedesk.ledger.typed_gift import TypedGift, record_gift
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

TODAY = date(2026, 10, 6)
Act = Callable[[UnitOfWork], object]
PEOPLE = (
    replace(person("Away"), country="France"),
    replace(person("Okoro"), employer="", occupation=""),
    person("Harbor LLC"),
    *(replace(person(name), email="pay@example.org") for name in ("Lee", "Ruiz", "Wren", "Moss")),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with riverbend_at(str(tmp_path_factory.mktemp("before") / "book.fdesk")) as book:
        yield book


@pytest.fixture(scope="module")
def party(book: Book) -> Desk:
    return desk_for(book, "party")


def account_of(desk: Desk) -> AccountRow:
    with desk.book.read() as connection:
        every = accounts(connection, desk.entity.id)
    return next(one for one in every if one.id == desk.account_id)


def gift(
    desk: Desk, giver: Contact, cents: int, known: ContactRef | None = None, method: str = "7"
) -> TypedGift:
    return TypedGift(
        giver=giver, known=known, day="2026-10-05", amount_cents=cents, account=account_of(desk),
        method=method,
    )  # fmt: skip


def giving(desk: Desk, *gifts: TypedGift) -> Act:
    def act(unit: UnitOfWork) -> None:
        for one in gifts:
            record_gift(unit, desk.entity, one)

    return act


def brought(book: Book, act: Act) -> tuple[Finding, ...]:
    with book.read() as connection:
        rows = entities(connection)
    return would_bring(book, act, rows, TODAY)


def findings(book: Book) -> tuple[Finding, ...]:
    with book.read() as connection:
        return judge(connection, entities(connection), TODAY).findings


def state(book: Book) -> list[object]:
    names = ("item", "contact", "posting", "journal", "sequence", "aggregate", "donor")
    with book.read() as connection:
        return [
            connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1").fetchall()
            for name in names
        ]


def test_a_gift_from_abroad_is_told_before_it_stands(book: Book, party: Desk) -> None:
    before = state(book)
    (one,) = brought(book, giving(party, gift(party, PEOPLE[0], 50_00)))
    assert (one.rule, one.cents, one.subject) == ("foreign_address", 50_00, "Ada Away")
    assert state(book) == before


def test_of_a_finding_that_stands_only_what_comes_is_told(book: Book, party: Desk) -> None:
    ref = party.meet(PEOPLE[0])
    party.record("individual_receipt", ref, "2026-09-01", 30_00)
    (one,) = brought(book, giving(party, gift(party, PEOPLE[0], 50_00, ref)))
    assert (one.rule, one.cents, len(one.item_ids)) == ("foreign_address", 50_00, 1)
    assert not brought(book, giving(party, gift(party, person("Plain"), 20_00)))


def test_checks_of_one_slip_are_judged_together(book: Book, party: Desk) -> None:
    four = [gift(party, one, 25_00) for one in PEOPLE[-4:]]
    slip = Deposit(day="2026-10-06", gifts=tuple(four), declared_count=4, declared_cents=100_00)

    def act(unit: UnitOfWork) -> None:
        record_deposit(unit, party.entity, slip)

    assert [one.rule for one in brought(book, act)] == ["many_names_one_address"]
    fewer = replace(slip, gifts=tuple(four[:3]), declared_count=3, declared_cents=75_00)

    def less(unit: UnitOfWork) -> None:
        record_deposit(unit, party.entity, fewer)

    assert not brought(book, less)


def test_a_payment_without_a_purpose_is_told(book: Book, party: Desk) -> None:
    def paying(purpose: str) -> Act:
        payment = TypedPayment(
            payee=Contact(type="ORG", name="Quiet Firm", street_1="1 K St", city="Salem",
                          state="OR", zip="97301"),
            known=None, kind="operating_expenditure", amount_cents=900_00, day="2026-10-05",
            account=account_of(party), purpose=purpose,
        )  # fmt: skip
        return lambda unit: record_payment(unit, party.entity, payment)

    assert "vague_purpose" in [one.rule for one in brought(book, paying("Expenses"))]
    plain = [one.rule for one in brought(book, paying("Printing of leaflets"))]
    assert "vague_purpose" not in plain


def test_what_the_wall_refuses_is_refused_in_the_try_as_well(book: Book, party: Desk) -> None:
    before = state(book)
    with pytest.raises(Walled):
        brought(book, giving(party, gift(party, Contact(type="ORG", name="Mill Inc."), 40_00)))
    assert state(book) == before


STEPS = st.lists(
    st.tuples(st.sampled_from(("give", "give", "pay", "delete")), st.integers(0, 6),
              st.integers(1, 300_000)),
    min_size=1, max_size=3,
)  # fmt: skip


class Steps:
    """Acts on a few known people, tried and then done."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.people = desk, [desk.meet(one) for one in PEOPLE]
        self.items: list[int] = []

    def act(self, name: str, who: int, cents: int) -> Act:
        """Return an act; what it makes is remembered when it is done."""
        if name == "delete" and self.items:
            item_id = self.items[cents % len(self.items)]
            return lambda unit: remove_items(unit, [item_id])
        if name == "pay":
            payment = TypedPayment(
                payee=PEOPLE[who], known=self.people[who], kind="operating_expenditure",
                amount_cents=cents, day="2026-10-05", account=account_of(self.desk),
                purpose=("Expenses", "Printing")[cents % 2],
            )  # fmt: skip
            return lambda unit: record_payment(unit, self.desk.entity, payment)
        typed = gift(self.desk, PEOPLE[who], cents, self.people[who], ("7", "cash")[cents % 2])
        return lambda unit: record_gift(unit, self.desk.entity, typed)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    with riverbend_at(str(tmp_path_factory.mktemp("steps") / "book.fdesk")) as book:
        yield Steps(desk_for(book, "party"))


@given(STEPS)
@settings(max_examples=examples(3, 300), deadline=None)
def test_what_is_told_is_what_is_found_afterwards(
    steps: Steps, wanted: list[tuple[str, int, int]]
) -> None:
    book = steps.desk.book
    for name, who, cents in wanted:
        act = steps.act(name, who, cents)
        before = {(one.rule, one.key): one for one in findings(book)}
        try:
            told = brought(book, act)
        except FinanceDeskError as refused:
            with pytest.raises(type(refused)), book.unit_of_work("Refused") as unit:
                act(unit)
            continue
        with book.unit_of_work("Done") as unit:
            made = act(unit)
        steps.items.extend([made] if isinstance(made, int) else ())
        more = [
            one for one in findings(book)
            if not _covers(before.get((one.rule, one.key)), one)
        ]  # fmt: skip
        assert sorted((one.rule, one.key) for one in told) == sorted(
            (one.rule, one.key) for one in more
        )


def _covers(before: Finding | None, one: Finding) -> bool:
    return (
        before is not None
        and one.cents <= before.cents
        and set(one.item_ids) <= set(before.item_ids)
    )
