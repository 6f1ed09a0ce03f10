"""Random weeks of bills and checks: the book ties after them, and undo leads back to the start."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from financedesk.book.unit import UnitOfWork
from financedesk.errors import FinanceDeskError, NotFound
from financedesk.ledger.account_balance import balance
from financedesk.ledger.bills import bills, withdraw_bill
from financedesk.ledger.check_voids import void_check
from financedesk.ledger.checks_drawn import draw_again, mark_printed
from financedesk.ledger.contacts import Contact
from financedesk.ledger.edit import remove_items
from financedesk.ledger.outlays import outlay_rows, paid_between
from financedesk.ledger.payment_edit import PaymentEdit, correct_payment
from financedesk.ledger.period import Period
from financedesk.ledger.ultimate_payees import NewPayee, name_payees
from tests.intake.exports import facts
from tests.ledger.meadow import OPENING, meadow_at
from tests.ledger.paying import Payer, payer, problems
from tests.soaking import examples

PEOPLE = ("Ann Lee", "Bo Day", "ann lee", "Cy Fox")
DAYS = ("2026-07-06", "2026-07-20", "2026-08-03")
YEAR = Period(first="2026-01-01", last="2026-12-31")
INN = Contact(type="ORG", name="Juniper Inn", city="Bend", state="OR")


def _one(ids: list[int], pick: int) -> int:
    """Return the first or second of some rows; NotFound, as for any act on nothing."""
    if pick % 2 >= len(ids):
        raise NotFound("There is nothing to act on.")
    return ids[pick % 2]


class Weeks:
    """Does acts on whatever the book has; an act that is refused changes nothing."""

    def __init__(self, desk: Payer) -> None:
        self.desk, self.done = desk, 0
        self._acts: dict[str, Callable[[int, int], None]] = {
            "enter": self._enter, "approve": self._approve, "pay": self._pay,
            "print": lambda pick, _cents: self._check(
                pick, lambda unit, one: mark_printed(unit, [one], DAYS[2])
            ),
            "void": lambda pick, _cents: self._check(
                pick, lambda unit, one: void_check(unit, one, DAYS[pick % 3], "Lost")
            ),
            "again": lambda pick, _cents: self._check(
                pick, lambda unit, one: draw_again(unit, one, DAYS[2], "Torn")
            ),
            "withdraw": self._withdraw, "delete": self._delete, "edit": self._edit,
            "name": self._name,
        }  # fmt: skip

    def act(self, name: str, pick: int, cents: int) -> None:
        """Do one act, or see that its refusal leaves everything as it was."""
        before = facts(self.desk.book)
        try:
            self._acts[name](pick, cents)
        except FinanceDeskError:
            assert facts(self.desk.book) == before
        else:
            self.done += facts(self.desk.book) != before

    def _enter(self, pick: int, cents: int) -> None:
        self.desk.bill(cents, f"N-{pick}", method=("check", "wire", "ach")[pick % 3])

    def _approve(self, pick: int, _cents: int) -> None:
        one = _one(self._open(), pick)
        self.desk.approve(one, PEOPLE[pick % len(PEOPLE)])

    def _pay(self, pick: int, cents: int) -> None:
        one = _one(self._open(), pick)
        self.desk.pay(one, DAYS[pick % 3], cents if pick == 5 else None)

    def _withdraw(self, pick: int, _cents: int) -> None:
        one = _one(self._open(), pick)
        self._do(lambda unit: withdraw_bill(unit, one, "Credited", DAYS[2]))

    def _delete(self, pick: int, _cents: int) -> None:
        one = _one(self._paid(), pick)
        self._do(lambda unit: remove_items(unit, [one]))

    def _edit(self, pick: int, cents: int) -> None:
        one = _one(self._paid(), pick)
        edit = PaymentEdit(
            amount_cents=cents, day=DAYS[pick % 3], purpose="Printing", category="",
            election_code="", method=f"Check {1000 + pick}" if pick % 2 else "Wire",
            payee=None,
        )  # fmt: skip
        self._do(lambda unit: correct_payment(unit, one, edit))

    def _name(self, pick: int, cents: int) -> None:
        lines = [
            NewPayee(payee=INN, known=None, amount_cents=cents, day=DAYS[0], purpose="Lodging")
        ]
        one = _one(self._paid(), pick)
        self._do(lambda unit: name_payees(unit, one, "card", lines if pick else []))

    def _check(self, pick: int, work: Callable[[UnitOfWork, int], object]) -> None:
        one = _one([one.id for one in self.desk.checks()], pick)
        self._do(lambda unit: work(unit, one))

    def _do(self, work: Callable[[UnitOfWork], object]) -> None:
        with self.desk.book.unit_of_work("Act") as unit:
            work(unit)

    def _open(self) -> list[int]:
        with self.desk.book.read() as connection:
            return [one.id for one in bills(connection, [self.desk.of.entity.id], only_open=True)]

    def _paid(self) -> list[int]:
        with self.desk.book.read() as connection:
            return paid_between(connection, [self.desk.of.entity.id], YEAR)

    def ties(self) -> None:
        """See that cash is what was paid, that live checks are what they pay, and the proofs."""
        with self.desk.book.read() as connection:
            rows = {one.id: one for one in outlay_rows(connection, self._paid(), ())}
            held = balance(connection, self.desk.of.entity, self.desk.of.account, YEAR.last).cents
        assert held == OPENING - sum(one.out_cents for one in rows.values())
        for one in self.desk.checks():
            if one.item_id is not None:
                assert rows[one.item_id].out_cents == one.cents
        assert problems(self.desk.book) == []


@settings(
    max_examples=examples(2, 200), deadline=None, suppress_health_check=list(HealthCheck)
)  # fmt: skip
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["enter", "approve", "pay"]), st.integers(0, 5),
            st.integers(1, 1_500_00),
        ),
        min_size=3, max_size=8,
    ),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["approve", "pay", "print", "void", "again", "withdraw", "delete", "edit", "name"]
            ),
            st.integers(0, 5), st.integers(1, 1_500_00),
        ),
        max_size=12,
    ),
)  # fmt: skip
def test_whatever_is_done_the_book_ties_and_undo_restores(
    first: list[tuple[str, int, int]], then: list[tuple[str, int, int]]
) -> None:
    with (
        TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        meadow_at(str(Path(folder) / "meadow.fdesk")) as book,
    ):
        before = facts(book)
        weeks = Weeks(payer(book))
        for one in (("enter", 0, 90_00), ("approve", 0, 0), ("pay", 0, 0), *first, *then):
            weeks.act(*one)
        weeks.ties()
        for _ in range(weeks.done):
            book.undo()
        assert facts(book) == before
