"""What was signed for and has not come, also where two lines go to two accounts of one entity."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.remittances.awaiting import FEW, Asked, still_awaited, waiting_lines
from financedesk.remittances.instructions import Instruction, InstructionLine, keep_instruction
from financedesk.remittances.month_run import month_run
from financedesk.remittances.plan import sign_plan
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.receiving import awaited_by
from tests.remittances.fellowship import councillor, fellowship_at, gift, keeper

JANUARY = date(2026, 1, 1)
FEDERAL = Asked("party", "R-1", "party", "2026-01", "federal")
STATE = FEDERAL._replace(account_kind="nonfederal")
ELSEWHERE = FEDERAL._replace(account_kind="operating")
ANOTHER = FEDERAL._replace(recipient="action")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """The book of the fellowship in a file."""
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        yield made


@pytest.mark.parametrize(
    ("came", "awaited"),
    [
        ([], [True, True, True]),
        ([STATE], [True, False, True]),
        ([FEDERAL, STATE], [False, False, True]),
        # A second payment into one account is a gift of its own and answers nothing else.
        ([FEDERAL, FEDERAL], [False, True, True]),
        # One account that no line names: one payment for two lines leaves both, two answer both.
        ([ELSEWHERE], [True, True, True]),
        ([ELSEWHERE, ELSEWHERE], [False, False, True]),
        ([FEDERAL, ELSEWHERE], [False, False, True]),
        # One line alone is answered whatever the account is.
        ([ANOTHER._replace(account_kind="operating")], [True, True, False]),
        ([FEDERAL._replace(period="2026-02")], [True, True, True]),
        ([FEDERAL._replace(keeper="action")], [True, True, True]),
        ([FEDERAL._replace(reference="R-2")], [True, True, True]),
    ],
)
def test_a_payment_answers_the_line_of_its_account(came: list[Asked], awaited: list[bool]) -> None:
    assert still_awaited([FEDERAL, STATE, ANOTHER], came) == awaited


def signed_for_two_accounts(book: Book) -> int:
    """Let a councillor sign 1,000.00 for the federal and 500.00 for the state account."""
    with book.unit_of_work("Sign instruction") as unit:
        party = keeper(book)
        official_id, _term = councillor(unit, party, "Winter", JANUARY)
        found = Instruction(
            official_id=official_id, period="2026-01", due_cents=1_500_00, carried_in_cents=0,
            carried_out_cents=0, made_on=JANUARY, drafted_on=JANUARY,
        )  # fmt: skip
        lines = [
            InstructionLine(
                recipient="party", account_kind=kind, reference="R-1", giver="winter ada",
                period="2026-01", cents=cents, reason="As agreed", citation="11 CFR 110.1",
                made_on=JANUARY,
            )
            for kind, cents in (("federal", 1_000_00), ("nonfederal", 500_00))
        ]  # fmt: skip
        sign_plan(unit, keep_instruction(unit, party, found, lines), JANUARY)
    return official_id


def came(book: Book, account: str, cents: int) -> None:
    item = gift(book, "party", "Winter", "2026-01-20", cents, account=account)
    with book.unit_of_work("Take as remittance") as unit:
        receipt = Receipt(item_id=item, keeper="party", reference="R-1", period="2026-01")
        take_as_remittance(unit, receipt)


def left(book: Book, official_id: int, *, of_many: bool = False) -> list[int]:
    """Return the cents of the lines that wait, looked up alone or among many officials."""
    others = range(10_000, 10_000 + FEW) if of_many else ()
    with book.read() as connection:
        found = waiting_lines(connection, keeper(book), [official_id, *others])
        awaited = awaited_by(connection, keeper(book))
    mine = [one.cents for one in found.get(official_id, [])]
    assert mine == [one.cents for one in awaited]
    return mine


@pytest.mark.parametrize("of_many", [False, True])
def test_of_two_lines_to_one_entity_the_other_still_waits(book: Book, *, of_many: bool) -> None:
    official_id = signed_for_two_accounts(book)
    assert left(book, official_id, of_many=of_many) == [1_000_00, 500_00]
    came(book, "state", 500_00)
    assert left(book, official_id, of_many=of_many) == [1_000_00]
    with book.read() as connection:
        run = month_run(connection, keeper(book), "2026-01", [keeper(book)], today=JANUARY)
    assert [share.came for share in run.rows[0].shares] == [False, True]
    came(book, "federal", 1_000_00)
    assert left(book, official_id, of_many=of_many) == []


def test_what_was_to_be_given_before_a_day_is_not_read(book: Book) -> None:
    official_id = signed_for_two_accounts(book)
    with book.read() as connection:
        party = keeper(book)
        later = waiting_lines(connection, party, [official_id], since=date(2026, 1, 2))
        nobody = waiting_lines(connection, party, [official_id + 1])
    assert (dict(later), dict(nobody)) == ({}, {})
