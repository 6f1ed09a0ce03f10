"""What a gift would come to: aggregate, report, what is lacking, and what speaks against it."""

from dataclasses import replace
from datetime import date

import pytest

from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import accounts
from financedesk.ledger.gift_forecast import Forecast, GiftQuestion, forecast
from tests.ledger.riverbend import Desk, person

TODAY = date(2026, 10, 6)


def asked(desk: Desk, giver: Contact, who: ContactRef | None, cents: int, day: str) -> GiftQuestion:
    with desk.book.read() as connection:
        account = accounts(connection, desk.entity.id)[0]
    return GiftQuestion(
        entity=desk.entity, account=account, giver=giver, card_id=who.card_id if who else None,
        day=day, cents=cents, method="Check 7", today=TODAY,
    )  # fmt: skip


def looked(desk: Desk, question: GiftQuestion) -> Forecast:
    with desk.book.read() as connection:
        return forecast(connection, question)


def concerns(found: Forecast) -> str:
    return " ".join(one.words for one in found.concerns)


def test_an_itemised_gift_says_what_the_report_still_wants(desk: Desk) -> None:
    bare = Contact(type="IND", last_name="Okoro", first_name="Ben", city="Bend")
    found = looked(desk, asked(desk, bare, None, 200_01, "2026-03-02"))
    assert found.lacks == ("street", "state", "ZIP", "employer", "occupation")
    assert looked(desk, asked(desk, bare, None, 200_00, "2026-03-02")).lacks == ()
    firm = Contact(type="PAC", name="Harbor PAC")
    assert looked(desk, asked(desk, firm, None, 5_00, "2026-03-02")).lacks == (
        "street", "city", "state", "ZIP",
    )  # fmt: skip


def test_the_same_gift_once_more_is_called_a_possible_duplicate(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-02", 25_00)
    same = asked(desk, person("Lopez"), ada, 25_00, "2026-03-02")
    assert "Possible duplicate: Ada Lopez has a gift of $25.00" in concerns(looked(desk, same))
    assert concerns(looked(desk, replace(same, item_id=gift))) == ""
    assert concerns(looked(desk, replace(same, cents=25_01))) == ""
    assert concerns(looked(desk, replace(same, day="2026-03-03"))) == ""


def test_a_correction_does_not_count_itself(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-02", 150_00)
    question = asked(desk, person("Lopez"), ada, 190_00, "2026-03-02")
    assert looked(desk, question).outlook.after_cents == 340_00
    assert looked(desk, replace(question, item_id=gift)).outlook.after_cents == 190_00
    earlier = replace(question, item_id=gift, day="2026-03-01")
    assert looked(desk, earlier).outlook.after_cents == 190_00


def test_a_namesake_is_pointed_out_before_a_second_record_is_made(desk: Desk) -> None:
    desk.meet(person("Lopez"))
    said = concerns(looked(desk, asked(desk, person("Lopez"), None, 5_00, "2026-03-02")))
    assert "Ada Lopez of Salem, OR is known already" in said


@pytest.mark.parametrize(
    ("state", "words"), [("filed", "will need an amendment"), ("final", "reopen it")]
)
def test_a_day_of_a_kept_report_is_said(desk: Desk, state: str, words: str) -> None:
    with desk.book.unit_of_work("Keep filing") as unit:
        values = {
            "entity_id": desk.entity.id, "form": "F3X", "report_code": "Q1", "state": state,
            "from_date": "2026-01-01", "to_date": "2026-03-31", "version": 0,
            "recorded_at": "2026-04-15T12:00:00Z",
        }  # fmt: skip
        unit.insert(tables.filing, values)
    ada = person("Lopez")
    said = concerns(looked(desk, asked(desk, ada, None, 5_00, "2026-03-31")))
    assert "April Quarterly Report" in said
    assert words in said
    assert concerns(looked(desk, asked(desk, ada, None, 5_00, "2026-04-01"))) == ""


def test_a_gift_above_the_limit_says_by_how_much_and_until_when(desk: Desk) -> None:
    ada = person("Lopez")
    who = desk.meet(ada)
    gift = desk.record("individual_receipt", who, "2026-02-01", 9_500_00)
    fits = looked(desk, asked(desk, ada, who, 500_00, "2026-10-01"))
    assert "limit" not in concerns(fits)
    over = looked(desk, asked(desk, ada, who, 500_01, "2026-10-01"))
    assert over.concerns[0].tone == "bad"
    assert "$0.01 above the limit: $500.00 left of $10,000.00 in 2026." in concerns(over)
    assert "by 2026-11-30" in concerns(over)
    corrected = replace(asked(desk, ada, who, 10_000_00, "2026-10-01"), item_id=gift)
    assert "limit" not in concerns(looked(desk, corrected))
    fresh = looked(desk, asked(desk, person("Bird", "Bo"), None, 10_000_01, "2026-10-01"))
    assert "$0.01 above the limit" in concerns(fresh)


def test_somebody_typed_anew_is_known_by_name_and_place(desk: Desk) -> None:
    ada = person("Lopez")
    desk.record("individual_receipt", desk.meet(ada), "2026-02-01", 9_500_00)
    anew = looked(desk, asked(desk, ada, None, 600_00, "2026-10-01"))
    assert "$100.00 above the limit" in concerns(anew)


def test_of_a_day_without_a_figure_no_limit_is_spoken(desk: Desk) -> None:
    old = looked(desk, asked(desk, person("Lopez"), None, 90_000_00, "1975-02-01"))
    assert "limit" not in concerns(old)
