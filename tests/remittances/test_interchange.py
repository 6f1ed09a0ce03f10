"""What is known of officials goes with the entity that keeps it, and receipts with theirs."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import Refused
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.entities import find_entity
from financedesk.ledger.members import add_member
from financedesk.ledger.room import create_book
from financedesk.remittances.certificates import CERTIFICATES, issue_certificate
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.escalation import STEPS_TAKEN, StepTaken
from financedesk.remittances.instructions import (
    INSTRUCTIONS,
    LINES,
    Instruction,
    InstructionLine,
    keep_instruction,
)
from financedesk.remittances.pay import FAMILIES, SLIPS, WAGES, FamilyState, WageFigure
from financedesk.remittances.people import (
    BELONGINGS,
    CANDIDACIES,
    OFFICES,
    OFFICIALS,
    TERMS,
    FederalCandidacy,
)
from financedesk.remittances.pledges import PLEDGES, RECIPIENTS, STEPS, PledgeRecipient
from financedesk.remittances.receipts import RECEIPTS, Receipt, take_as_remittance
from financedesk.remittances.schedules import SCHEDULES, add_schedule
from financedesk.remittances.stipends import STIPENDS, Stipend
from financedesk.remittances.waivers import DECLARED, WAIVERS, Waiver
from financedesk.reports.interchange import export_entity
from tests.remittances.fellowship import (
    CAP,
    councillor,
    fellowship_at,
    gift,
    keeper,
    paid,
    pledge,
)

DAY, LAST = date(2025, 1, 1), date(2025, 12, 31)
OF_KEEPER = (
    OFFICIALS, BELONGINGS, OFFICES, TERMS, CANDIDACIES, SLIPS, WAGES, FAMILIES, SCHEDULES, PLEDGES,
    STEPS, RECIPIENTS, DECLARED, WAIVERS, INSTRUCTIONS, LINES, STEPS_TAKEN, STIPENDS,
    CERTIFICATES,
)  # fmt: skip


def first_book(folder: Path) -> Book:
    """Make a book in which every sort of fact is kept, and two gifts that keep a promise."""
    with fellowship_at(str(folder / "first.fdesk")) as book:
        party = keeper(book)
        with book.unit_of_work("Add official") as unit:
            add_schedule(unit, party, CAP)
            official_id, term_id = councillor(unit, party, "Winter")
            paid(unit, term_id, party, DAY, 148_500_00, 101_000_00)
            given = pledge(unit, party, official_id, DAY, "councillors")
            whose = {"official_id": official_id}
            WAGES.add(unit, party, WageFigure(
                series="Median", from_date=DAY, known_on=DAY, cents=60_000_00, source="BLS",
            ))  # fmt: skip
            FAMILIES.add(unit, party, FamilyState(**whose, from_date=DAY, known_on=DAY, children=1))
            CANDIDACIES.add(unit, party, FederalCandidacy(**whose, office="H", from_date=LAST))
            RECIPIENTS.add(unit, party, PledgeRecipient(
                pledge_id=given, recipient="action", account_kind="federal", consented_on=DAY,
                tier=2, wish_cents=50_00,
            ))  # fmt: skip
            WAIVERS.add(unit, party, Waiver(
                **whose, reason="plan", first_period="2025-06", last_period="2025-06", cents=10_00,
                approved_by="Board", approved_on=DAY,
            ))  # fmt: skip
            STIPENDS.add(unit, party, Stipend(
                keeper="party", reference="R-1", work="Research", monthly_cents=900_00,
                monthly_minutes=1_200, market_cents=45_00, market_evidence="Survey",
                independent_evidence="Since 2019", services_evidence="Timesheets", tax_form="W-2",
                contract_on=DAY, from_date=DAY, released_by="R. Stone", released_on=DAY,
            ))  # fmt: skip
            STEPS_TAKEN.add(unit, party, StepTaken(
                **whose, step="offer", on_date=DAY, role="board", who="Bo", text="A plan",
                address="ada@example.org", answer="accepted", answered_on=DAY, broken_on=LAST,
            ))  # fmt: skip
            keep_instruction(
                unit, party,
                Instruction(**whose, period="2025-01", due_cents=100_00, carried_in_cents=0,
                            carried_out_cents=40_00, made_on=DAY, drafted_on=DAY, signed_on=DAY),
                [InstructionLine(recipient="action", account_kind="federal", reference="R-1",
                                 giver="winter ada", period="2025-01", cents=60_00,
                                 reason="Why", citation="52 USC 30116", made_on=DAY)],
            )  # fmt: skip
        for code, cents in (("party", 300_00), ("action", 60_00)):
            item = gift(book, code, "Winter", "2025-02-03", cents)
            with book.unit_of_work("Take as remittance") as unit:
                take_as_remittance(unit, Receipt(item_id=item, keeper="party", reference="R-1"))
        with book.unit_of_work("Issue certificate of standing") as unit:
            issue_certificate(unit, official_id, LAST, LAST)
    return book


def facts(book: Book) -> list[list[str]]:
    """Return what is kept, without the numbers under which it is."""
    with book.read() as connection:
        party = find_entity(connection, "party").id
        found = []
        for shelf in OF_KEEPER:
            rows = [repr(one.fact) for one in shelf.of(connection, party)]
            found.append([_plain(row) for row in rows])
        return found


def _plain(words: str) -> str:
    inside = words.partition("(")[2].rstrip(")")
    return ", ".join(part for part in inside.split(", ") if "_id=" not in part)


def dues(book: Book) -> OfficialDues:
    with book.read() as connection:
        (found,) = dues_of(connection, keeper(book), LAST, on=LAST)
    return found


@pytest.mark.parametrize("codes", [("party", "action"), ("action", "party")])
def test_everything_is_the_same_in_another_book(codes: Sequence[str], tmp_path: Path) -> None:
    first = first_book(tmp_path)
    with create_book(tmp_path / "second.fdesk", name="second") as second:
        for code in codes:
            [file, *_] = export_entity(first, code, tmp_path / code)
            enter_interchange(second, file, code)
        assert second.verify() == []
        assert facts(second) == facts(first)
        before, after = dues(first), dues(second)
        assert (after.run.dues, after.standing) == (before.run.dues, before.standing)
        assert after.standing.months[0].made_cents == 360_00
        with second.read() as connection:
            (kept,) = RECEIPTS.of(connection, find_entity(connection, "action").id)
    assert (kept.fact.keeper, kept.fact.reference) == ("party", "R-1")


def test_the_other_entity_alone_still_says_whose_gift_it_was(tmp_path: Path) -> None:
    first = first_book(tmp_path)
    with create_book(tmp_path / "second.fdesk", name="second") as second:
        [file, *_] = export_entity(first, "action", tmp_path / "action")
        enter_interchange(second, file, "action")
        with second.read() as connection:
            (kept,) = RECEIPTS.of(connection, find_entity(connection, "action").id)
            assert (kept.fact.keeper, kept.fact.reference) == ("party", "R-1")
            assert SLIPS.of(connection, find_entity(connection, "action").id) == []


def test_an_entity_entered_under_another_name_is_named_so(tmp_path: Path) -> None:
    first = first_book(tmp_path)
    with create_book(tmp_path / "second.fdesk", name="second") as second:
        [file, *_] = export_entity(first, "party", tmp_path / "party")
        enter_interchange(second, file, "state")
        with second.read() as connection:
            state = find_entity(connection, "state").id
            named = {one.fact.recipient for one in RECIPIENTS.of(connection, state)}
            (found,) = dues_of(connection, state, LAST, on=LAST)
    assert named == {"state", "action"}
    assert found.standing.months[0].made_cents == 300_00


def test_who_may_not_see_promises_takes_no_copy_of_them(tmp_path: Path) -> None:
    with fellowship_at(str(tmp_path / "book.fdesk")) as book:
        book.who = "ada"
        with book.unit_of_work("Add official") as unit:
            party = find_entity(unit.connection, "party").id
            councillor(unit, party, "Winter")
            action = find_entity(unit.connection, "action").id
            rights = dict.fromkeys((party, action), "viewer")
            add_member(unit, login="vi", name="Vi", rights=rights, own_name="Ada")
        book.who = "vi"
        with pytest.raises(Refused, match="pay and promises"):
            export_entity(book, "party", tmp_path / "out")
        assert export_entity(book, "action", tmp_path / "out")
