"""What an official is paid and gives is a finding until counsel has looked at it."""

from datetime import date
from pathlib import Path

from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.ledger.entities import entities
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.stipend_detail import release_contract
from tests.remittances.fellowship import fellowship_at, gift
from tests.remittances.test_stipend_detail import enters, official

TODAY = date(2026, 3, 10)


def test_pay_without_a_release_is_found_and_counsel_settles_it(tmp_path: Path) -> None:
    with fellowship_at(str(tmp_path / "book.fdesk")) as book:

        def look(before: Judged | None = None) -> Judged:
            with book.read() as connection:
                if before is None:
                    return judge(connection, entities(connection), TODAY)
                return judge_again(connection, before, entities(connection), TODAY)

        def trips(found: Judged) -> list[Finding]:
            return [one for one in found.findings if one.rule == "round_trip"]

        official_id = official(book)
        number = enters(book, official_id)
        given = gift(book, "party", "Winter", "2026-02-20", 700_00)
        with book.unit_of_work("Take as remittance") as unit:
            take_as_remittance(unit, Receipt(item_id=given, keeper="party", reference="R-1"))
        before = look()
        assert trips(before) == []
        paid = gift(book, "voice", "Winter", "2026-02-25", 900_00, kind="operating_expenditure")
        known = look(before)
        (one,) = trips(known)
        assert (one.item_ids, one.cents) == ((paid,), 900_00)
        assert "counsel has not released" in one.why
        assert known.findings == look().findings
        with book.unit_of_work("Release contract") as unit:
            release_contract(unit, number, "R. Stone", date(2026, 3, 1))
        settled = look(known)
        assert trips(settled) == []
        assert settled.findings == look().findings
