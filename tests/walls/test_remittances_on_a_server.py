"""What an official gave elsewhere stays behind the wall; that the due was cleared does not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.book.wall_policies import OF_PROMISES
from financedesk.errors import FinanceDeskError, Refused
from financedesk.ledger.entities import entities, find_entity
from financedesk.ledger.members import add_member
from financedesk.ledger.room import open_book
from financedesk.ledger.tables_remittances import REMITTANCE_TABLES
from financedesk.remittances.certificates import CERTIFICATES, issue_certificate
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.escalation import STEPS_TAKEN, StepTaken
from financedesk.remittances.instructions import (
    LINES,
    Instruction,
    InstructionLine,
    keep_instruction,
)
from financedesk.remittances.paper_kinds import PAPERS, SHEET
from financedesk.remittances.pay import SLIPS
from financedesk.remittances.people import OFFICIALS, TERMS
from financedesk.remittances.pledges import PLEDGES, STEPS
from financedesk.remittances.receipts import RECEIPTS, Receipt, payments_of, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.statements import statement_of
from financedesk.reports.remittance_papers import Asked, issue, read_paper
from tests.ledger.prepared import book_of
from tests.postgresql_server import PostgresqlServer, as_role
from tests.remittances.fellowship import CAP, FELLOWSHIP, councillor, gift, paid, pledge
from tests.walls.conftest import KEEPER

DAY, APRIL = date(2025, 1, 1), date(2025, 4, 30)
KEPT = (OFFICIALS, TERMS, SLIPS, PLEDGES, STEPS, STEPS_TAKEN, CERTIFICATES)


@dataclass
class House:
    """One book on a server; Mo is treasurer of the party, Io of the think tank."""

    url: str
    official_id: int

    @contextmanager
    def as_role(self, login: str) -> Iterator[Book]:
        with open_book(as_role(self.url, login)) as book:
            yield book

    def dues(self, login: str) -> OfficialDues:
        with self.as_role(login) as book, book.read() as connection:
            party = find_entity(connection, "party").id
            (found,) = dues_of(connection, party, APRIL, on=APRIL)
        return found


def _line(recipient: str, cents: int) -> InstructionLine:
    return InstructionLine(
        recipient=recipient, account_kind="federal", reference="R-1", giver="winter ada",
        period="2025-01", cents=cents, reason="Why", citation="52 USC 30116", made_on=DAY,
    )  # fmt: skip


@pytest.fixture
def house(postgresql_server: PostgresqlServer) -> House:
    """A councillor who gave to the party once, and to the think tank twice in one month."""
    for login in ("mo", "io", "vi"):
        postgresql_server.role(login)
    url = postgresql_server.fresh(KEEPER)
    with book_of(url, FELLOWSHIP) as book:
        with book.unit_of_work("Add members") as unit:
            party, institute = (
                find_entity(unit.connection, code).id for code in ("party", "institute")
            )
            add_member(unit, login="mo", name="Mo", rights={party: "treasurer"}, own_name="Ada")
            add_member(unit, login="io", name="Io", rights={institute: "treasurer"})
        with book.unit_of_work("Add official") as unit:
            add_schedule(unit, party, CAP)
            official_id, term_id = councillor(unit, party, "Winter")
            paid(unit, term_id, party, DAY, 148_500_00, 101_000_00)
            pledge(unit, party, official_id, DAY, "councillors")
            STEPS_TAKEN.add(unit, party, StepTaken(
                official_id=official_id, step="statement", on_date=APRIL, role="treasurer",
                who="Mo", text="February is open.",
            ))  # fmt: skip
            drafted = Instruction(
                official_id=official_id, period="2025-01", due_cents=500_00, carried_in_cents=0,
                carried_out_cents=0, made_on=DAY, drafted_on=DAY,
            )  # fmt: skip
            lines = [_line("party", 300_00), _line("institute", 200_00)]
            keep_instruction(unit, party, drafted, lines)
            issue_certificate(unit, official_id, DAY, APRIL)
        for code, day, cents in (
            ("party", "2025-02-03", 300_00), ("institute", "2025-02-04", 111_00),
            ("institute", "2025-02-09", 89_00), ("institute", "2025-03-02", 17_00),
        ):  # fmt: skip
            item = gift(book, code, "Winter", day, cents)
            with book.unit_of_work("Take as remittance") as unit:
                take_as_remittance(unit, Receipt(item_id=item, keeper="party", reference="R-1"))
    return House(url, official_id)


def test_who_keeps_the_promise_sees_that_it_was_kept_and_not_by_whom(house: House) -> None:
    with house.as_role("mo") as book, book.read() as connection:
        paid = [(one.day.isoformat(), one.cents) for _, one in
                payments_of(connection, [house.official_id])]  # fmt: skip
        receipts = RECEIPTS.of(connection, find_entity(connection, "party").id)
    assert sorted(paid) == [("2025-02-03", 300_00), ("2025-02-09", 200_00), ("2025-03-02", 17_00)]
    assert len(receipts) == 1
    assert house.dues("mo").standing == house.dues(KEEPER).standing
    assert house.dues("mo").standing.months[0].made_cents == 517_00


def test_who_receives_sees_no_pay_no_pledge_and_no_other_line(house: House) -> None:
    with house.as_role(KEEPER) as book, book.read() as connection:
        party = find_entity(connection, "party").id
    with house.as_role("io") as book, book.read() as connection:
        institute = find_entity(connection, "institute").id
        assert [shelf.of(connection, party) for shelf in KEPT] == [[]] * len(KEPT)
        assert [one.fact.recipient for one in LINES.of(connection, party)] == ["institute"]
        assert len(RECEIPTS.of(connection, institute)) == 3
        assert list(payments_of(connection, [house.official_id])) == []


def test_who_receives_takes_the_payment_by_what_the_sheet_says(house: House) -> None:
    with house.as_role("io") as book:
        own = gift(book, "institute", "Winter", "2025-03-03", 5_00)
        with book.unit_of_work("Take as remittance") as unit:
            take_as_remittance(unit, Receipt(item_id=own, keeper="party", reference="R-1"))
        stranger = gift(book, "institute", "Summer", "2025-03-03", 5_00)
        with book.unit_of_work("Take as remittance") as unit, pytest.raises(Refused):
            take_as_remittance(unit, Receipt(item_id=stranger, keeper="party", reference="R-1"))
    assert house.dues("mo").standing.months[0].made_cents == 522_00


def test_who_keeps_the_promise_writes_nothing_where_the_money_went(house: House) -> None:
    with house.as_role(KEEPER) as book:
        elsewhere = gift(book, "institute", "Winter", "2025-03-03", 5_00)
    with (
        house.as_role("mo") as book,
        pytest.raises(FinanceDeskError),
        book.unit_of_work("Take as remittance") as unit,
    ):
        take_as_remittance(unit, Receipt(item_id=elsewhere, keeper="party", reference="R-1"))
    with house.as_role(KEEPER) as book:
        assert book.verify() == []


@pytest.mark.parametrize("role", ["viewer", "fundraiser", "administrator"])
def test_who_only_looks_sees_no_pay_and_no_promise(house: House, role: str) -> None:
    with house.as_role(KEEPER) as book, book.unit_of_work("Add member") as unit:
        party = find_entity(unit.connection, "party").id
        add_member(unit, login="vi", name="Vi", rights={party: role})
    with house.as_role("vi") as book, book.read() as connection:
        assert [shelf.of(connection, party) for shelf in KEPT] == [[]] * len(KEPT)
        assert [one.fact.recipient for one in LINES.of(connection, party)] == ["party"]
        assert list(payments_of(connection, [house.official_id])) == []
        assert dues_of(connection, party, APRIL, on=APRIL) == []
        assert len(RECEIPTS.of(connection, party)) == 1
    with (
        house.as_role("vi") as book,
        pytest.raises(FinanceDeskError),
        book.unit_of_work("Add schedule") as unit,
    ):
        add_schedule(unit, party, CAP.replace("councillors", "others"))


def test_a_compliance_officer_keeps_promises(house: House) -> None:
    with house.as_role(KEEPER) as book, book.unit_of_work("Add member") as unit:
        party = find_entity(unit.connection, "party").id
        add_member(unit, login="vi", name="Vi", rights={party: "compliance_officer"})
    assert house.dues("vi").standing == house.dues(KEEPER).standing
    with house.as_role("vi") as book:
        with book.unit_of_work("Add schedule") as unit:
            add_schedule(unit, party, CAP.replace("councillors", "others"))
        book.undo()
    with house.as_role(KEEPER) as book:
        assert book.verify() == []


def test_who_sees_every_entity_and_no_promise_cannot_verify(house: House) -> None:
    with house.as_role(KEEPER) as book, book.unit_of_work("Add member") as unit:
        every = [one.id for one in entities(unit.connection)]
        add_member(unit, login="vi", name="Vi", rights=dict.fromkeys(every, "administrator"))
    with house.as_role("vi") as book, pytest.raises(Refused, match="officials’ pay"):
        book.verify()


def _papers(house: House, login: str) -> str:
    """Return all that a login reads in the papers of the party's officials."""
    with house.as_role(login) as book:
        with book.read() as connection:
            party = find_entity(connection, "party").id
        asked = Asked(
            keeper_id=party, official_id=house.official_id, on=APRIL, first=DAY, last=APRIL
        )
        if login == "mo":
            issue(book, asked, APRIL)
        # A sheet names whom the party itself proposed; what came of it is in no paper.
        found = {code: repr(read_paper(book, code, asked)) for code in PAPERS}
    assert "room_after_cents=None" in found[SHEET]
    return " ".join(words for code, words in found.items() if code != SHEET)


def test_no_paper_tells_what_reached_a_hidden_entity_and_all_tell_that_it_did(house: House) -> None:
    said = _papers(house, "mo")
    for hidden in ("institute", "Institute", "111_00", "11100", "8900"):
        assert hidden not in said
    assert said.count("kind='elsewhere'") == 2
    with house.as_role("mo") as book, book.read() as connection:
        party = find_entity(connection, "party").id
        stated = statement_of(connection, house.official_id, DAY, APRIL, {party}, on=APRIL)
    assert [(one.day.isoformat(), one.cents) for one in stated.given] == [
        ("2025-02-03", 300_00), ("2025-02-28", 200_00), ("2025-03-31", 17_00),
    ]  # fmt: skip
    assert stated.balance_cents == house.dues("mo").standing.open_cents


def test_who_receives_reads_no_paper_of_the_officials(house: House) -> None:
    with house.as_role(KEEPER) as book, book.read() as connection:
        party = find_entity(connection, "party").id
    with house.as_role("io") as book:
        asked = Asked(keeper_id=party, official_id=house.official_id, on=APRIL)
        for code in PAPERS:
            with pytest.raises(FinanceDeskError):
                read_paper(book, code, asked)


def test_every_table_of_promises_says_so() -> None:
    others = {one.name for one in REMITTANCE_TABLES if one.info.get("wall") is not OF_PROMISES}
    # What reaches a recipient is the recipient's; pay for work stands with who pays it.
    assert others == {"instruction_line", "remittance_receipt", "stipend"}
