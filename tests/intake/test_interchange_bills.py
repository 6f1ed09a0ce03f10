"""Bills, approvals and checks go with the entity that is exported, and come back the same."""

from pathlib import Path

from financedesk.intake.interchange import enter_interchange
from financedesk.ledger.bill_approvals import set_approval_rule
from financedesk.ledger.bills import bills, withdraw_bill
from financedesk.ledger.check_voids import void_check
from financedesk.ledger.checks_drawn import checks
from financedesk.ledger.entities import find_entity
from financedesk.ledger.room import create_book
from tests.intake.test_interchange_whole import _again
from tests.ledger.meadow import meadow_at
from tests.ledger.paying import payer


def test_bills_and_checks_survive_the_journey(tmp_path: Path) -> None:
    with meadow_at(str(tmp_path / "first.fdesk")) as book:
        desk = payer(book)
        with book.unit_of_work("Say who must approve") as unit:
            set_approval_rule(unit, desk.of.entity.id, 500_00, "2026-01-01")
        desk.paid(600_00, "1")
        desk.paid(40_00, "2")
        gone = desk.bill(70_00, "3")
        with book.unit_of_work("Withdraw") as unit:
            withdraw_bill(unit, gone, "Credited", "2026-07-09")
        with book.unit_of_work("Void check") as unit:
            void_check(unit, desk.checks()[0].id, "2026-08-03", "Lost")
        before, after, problems = _again(book, "party", tmp_path)
    assert problems == []
    assert before == after
    with create_book(tmp_path / "third.fdesk", name="third") as third:
        enter_interchange(third, tmp_path / "out" / "entity.json", "party")
        with third.read() as connection:
            entity = find_entity(connection, "party")
            assert [one.state for one in bills(connection, [entity.id])] == [
                "approved", "withdrawn", "paid",
            ]  # fmt: skip
            assert [(one.number, one.state) for one in checks(connection, [entity.id])] == [
                (1002, "void"), (1001, "drawn"),
            ]  # fmt: skip
