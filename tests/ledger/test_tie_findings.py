"""Ties of independent bodies: staff, vendors, money and control, and how a sign is answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.independence import IndependenceFacts, add_independence
from financedesk.ledger.independence_signs import Sign, signs_of
from financedesk.ledger.list_outlook import list_outlook
from financedesk.ledger.list_transfers import record_list
from financedesk.ledger.tie_findings import Tie, open_ties
from financedesk.ledger.wall_findings import wall_findings
from financedesk.ledger.what_if import GiftAsked, what_if
from tests.ledger.meadow import meadow_at, side
from tests.ledger.riverbend import committee, desk_for, person
from tests.ledger.test_list_transfers import sold

PAID, ON = "2026-03-01", date(2026, 6, 29)
MILL = Contact(
    type="ORG", name="Mill Mailers", street_1="9 Mill St", city="Salem", state="OR", zip="97301"
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def every(book: Book) -> list[int]:
    codes = ("party", "county", "action", "loud", "campaign", "institute", "voice")
    return [side(book, code).entity.id for code in codes]


def signs(book: Book, code: str, on: date = ON) -> tuple[Sign, ...]:
    with book.read() as connection:
        return signs_of(connection, side(book, code).entity.id, every(book), on)


def ties(book: Book, code: str, on: date = ON) -> list[Tie]:
    with book.read() as connection:
        return list(open_ties(connection, [side(book, code).entity.id], every(book), on))


def pay(book: Book, code: str, who: Contact, kind: str, day: str = PAID, **more: object) -> int:
    desk = desk_for(book, code)
    return desk.record(kind, desk.meet(who), day, 50_00, **more)


def answer(book: Book, code: str, topic: str, words: str) -> None:
    facts = IndependenceFacts(topic=topic, weighs="for", facts=words)
    with book.unit_of_work("Add fact") as unit:
        add_independence(unit, side(book, code).entity.id, facts)


# --- staff and vendors


@pytest.mark.parametrize(
    ("ours", "theirs", "topic"),
    [
        ("payroll", "operating_expenditure", "staff"),
        ("operating_expenditure", "stipend", "staff"),
        ("operating_expenditure_staff_reimbursement", "operating_expenditure", "staff"),
        ("operating_expenditure", "operating_expenditure", "vendors"),
    ],
)
def test_a_person_whom_one_of_them_employs_is_staff(
    book: Book, ours: str, theirs: str, topic: str
) -> None:
    pay(book, "loud", person("Gray"), ours, "2026-05-01")
    pay(book, "party", person("Gray"), theirs)
    (one,) = signs(book, "loud")
    assert (one.topic, one.payee, one.entity) == (topic, "Ada Gray", "Meadow Party")
    assert one.until == date(2026, 6, 29)
    assert signs(book, "loud", date(2026, 6, 30)) == ()


def test_an_employee_behind_a_payroll_company_is_found(book: Book) -> None:
    memo = "operating_expenditure_payment_to_payroll_memo"
    pay(book, "campaign", person("Gray"), memo, memo=True, account_id=None)
    pay(book, "loud", person("Gray"), "operating_expenditure", "2026-05-01")
    assert [one.topic for one in signs(book, "loud")] == ["staff"]


def test_a_firm_is_a_vendor_whatever_it_is_paid_for(book: Book) -> None:
    for code in ("loud", "party"):
        pay(book, code, MILL, "payroll")
    assert [one.topic for one in signs(book, "loud")] == ["vendors"]


def test_a_price_that_a_list_is_worth_is_no_money_from_a_party(book: Book) -> None:
    with book.unit_of_work("Record list") as unit:
        record_list(unit, sold(book, "loud", "party", paid_on="2026-03-02"))
    assert signs(book, "loud") == ()
    desk = desk_for(book, "loud")
    party = desk.meet(committee("Meadow Party", "C00999001"))
    desk.record("other_receipt", party, PAID, 70_00)
    assert [(one.topic, one.cents) for one in signs(book, "loud")] == [("money", 70_00)]


# --- control


def test_whoever_stands_above_or_shares_limits_controls(book: Book) -> None:
    ids = {code: side(book, code).entity.id for code in ("party", "county", "loud", "voice")}
    with book.unit_of_work("Move") as unit:
        unit.update(tables.entity, ids["county"], {"parent_id": ids["party"]})
        unit.update(tables.entity, ids["loud"], {"parent_id": ids["county"]})
        unit.insert(
            tables.limit_group_member,
            {"entity_id": ids["voice"], "limit_group": "meadow-party", "to_date": "2026-05-31"},
        )
    found = signs(book, "loud")
    assert [(one.topic, one.entity, one.until) for one in found] == [
        ("boards", "Meadow Party", None), ("boards", "Meadow County", None),
    ]  # fmt: skip
    assert [one.entity for one in signs(book, "voice", date(2026, 5, 31))] == [
        "Meadow Party", "Meadow County",
    ]  # fmt: skip
    assert signs(book, "voice") == ()


def test_nobody_hears_of_entities_that_they_may_not_see(book: Book) -> None:
    ids = {code: side(book, code).entity.id for code in ("party", "loud")}
    with book.unit_of_work("Move") as unit:
        unit.update(tables.entity, ids["loud"], {"parent_id": ids["party"]})
    with book.read() as connection:
        assert signs_of(connection, ids["loud"], [ids["loud"]], ON) == ()


# --- answers


def test_a_sign_is_answered_where_the_file_names_it_under_its_topic(book: Book) -> None:
    for code in ("loud", "party"):
        pay(book, code, MILL, "operating_expenditure")
    (one,) = ties(book, "loud")
    assert "Mill Mailers was also paid by Meadow Party on 2026-03-01" in one.words
    assert "109.21(d)(4)" in one.citation
    answer(book, "loud", "staff", "Mill Mailers is no member of staff")
    answer(book, "loud", "vendors", "The mill only prints")
    assert len(ties(book, "loud")) == 1
    answer(book, "loud", "vendors", "MILL MAILERS only posts letters behind a firewall")
    assert ties(book, "loud") == []
    assert ties(book, "party") == [], "a party keeps no such file"


def test_findings_hold_one_line_for_each_body(book: Book) -> None:
    today = date.today().isoformat()
    for who in (MILL, replace(MILL, name="Oak Printers", street_1="8 Oak St")):
        for code in ("voice", "party"):
            kind = "c4_program_expense" if code == "voice" else "operating_expenditure"
            pay(book, code, who, kind, today)
    with book.read() as connection:
        found = [one for one in wall_findings(connection, every(book)) if one.kind == "tied"]
        alone = wall_findings(connection, [side(book, "voice").entity.id])
    assert [one.name for one in found] == ["Mill Mailers and 1 more"]
    assert found[0].entity_id == side(book, "voice").entity.id
    assert "Oak Printers" in found[0].why
    assert alone == ()


# --- where the wall is asked


def test_what_if_names_the_sign_for_whoever_may_see_it(book: Book) -> None:
    for code in ("loud", "party"):
        pay(book, code, MILL, "operating_expenditure", "2026-03-01")
    loud = side(book, "loud").entity.id
    gift = GiftAsked(entity_id=loud, on=date(2026, 3, 5), cents=1_00, giver="individual")
    with book.read() as connection:
        assert [one.sign.payee for one in what_if(connection, gift, every(book)).ties] == [
            "Mill Mailers"
        ]
        assert what_if(connection, gift, [loud]).ties == ()
        assert what_if(connection, gift, [side(book, "party").entity.id]).ties == ()
        outlook = list_outlook(connection, sold(book, "party", "loud"), every(book))
    assert any("Meadow Loud must be independent: Mill Mailers" in one for one in outlook.warns)
