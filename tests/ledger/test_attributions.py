"""What items use of limits: written for every way in, in the right group and window, and proved."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.errors import Cancelled
from financedesk.ledger import tables
from financedesk.ledger.aggregates import rebuild
from financedesk.ledger.entities import find_entity
from financedesk.ledger.entity_standing import (
    LIMIT_GROUP,
    DatedFact,
    add_fact,
    end_fact,
    facts_of,
)
from financedesk.ledger.organisation import (
    NewAccount,
    NewEntity,
    NewRegistration,
    NewStatus,
    Organisation,
)
from financedesk.ledger.verify import verify
from financedesk.rules.attribution import PURSES, limit_uses
from financedesk.rules.kinds import kinds
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import ADDRESS, TREASURER, Desk, committee, desk_for, person


def rows(book: Book) -> list[tuple[Any, ...]]:
    with book.read() as connection:
        query = 'SELECT limit_group, "window", cents FROM attribution ORDER BY id'
        return [tuple(row) for row in connection.execute(text(query))]


def problems(book: Book) -> list[str]:
    with book.read() as connection:
        return [problem.text for problem in verify(connection)]


def member(
    code: str, kind: str, *accounts: str, group: str = "", statuses: tuple[NewStatus, ...] = ()
) -> NewEntity:
    """Describe an entity with one account of each kind named, the code of each its kind."""
    return NewEntity(
        code=code, kind=kind, name=f"Riverbend {code}", limit_group=group or None,
        address=ADDRESS, treasurer=TREASURER, statuses=statuses,
        registrations=(NewRegistration(authority="FEC", identifier=f"C0000{len(code):04}"),),
        accounts=tuple(NewAccount(code=one, kind=one) for one in accounts),
    )  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Book]:
    """A book with every kind of recipient, the party and the PAC under common control."""
    organisation = Organisation(
        name="Riverbend",
        entities=(
            member("party", "state_party", "federal", "nonfederal", "levin", group="river"),
            member("pac", "pac", "federal", group="river"),
            member("hybrid", "hybrid_pac", "contribution", "noncontribution"),
            member("national", "national_party", "federal", group="river"),
            member("campaign", "candidate", "federal", group="river"),
            member("other", "candidate", "federal", group="river"),
            member("charity", "think_tank_c3", "operating"),
            member("joint", "jfc", "federal"),
        ),
    )
    with book_of(tmp_path / "book.fdesk", organisation) as book:
        yield book


def desk_on(book: Book, code: str, account: str) -> Desk:
    with book.read() as connection:
        found = find_entity(connection, code)
        query = text("SELECT id FROM account WHERE entity_id = :entity AND code = :code")
        account_id = connection.execute(query, {"entity": found.id, "code": account}).scalar_one()
    return Desk(book, found, account_id)


def test_every_kind_that_uses_a_limit_is_a_kind_and_is_cited() -> None:
    assert set(limit_uses()) <= set(kinds())
    for use in limit_uses().values():
        assert use.purse in PURSES
        assert use.sign in (1, -1)
        assert use.citation
        assert (kinds()[use.kind].direction == "out") == (use.sign == -1)


COUNTED = (
    ("party", "federal", "individual_receipt", "river", "2026"),
    ("pac", "federal", "individual_receipt", "river", "2026"),
    ("party", "nonfederal", "nonfederal_receipt", "party_nonfederal:{}", "2026"),
    ("party", "levin", "levin_receipt", "levin:{}", "2026"),
    ("hybrid", "contribution", "individual_receipt", "entity:{}", "2026"),
    ("hybrid", "noncontribution", "individual_receipt", "independent:entity:{}", "2026"),
    ("hybrid", "noncontribution", "individual_receipt_non_contribution_account",
     "independent:entity:{}", "2026"),
    ("national", "federal", "individual_receipt", "national:{}", "2026"),
    ("national", "federal", "individual_national_party_convention_account",
     "convention:{}", "2026"),
    ("campaign", "federal", "individual_receipt", "candidate:{}", "G2026"),
    ("other", "federal", "individual_receipt", "candidate:{}", "G2026"),
)  # fmt: skip


def test_a_gift_counts_under_the_name_of_its_recipient_s_allowance(house: Book) -> None:
    wanted = []
    for code, account, kind, group, window in COUNTED:
        desk = desk_on(house, code, account)
        desk.record(kind, desk.meet(person("Lopez")), "2026-01-05", 150_00)
        wanted.append((group.format(desk.entity.id), window, 150_00))
    assert rows(house) == wanted
    assert problems(house) == []


def test_gifts_without_a_federal_amount_use_no_limit(house: Book) -> None:
    charity, joint = desk_on(house, "charity", "operating"), desk_on(house, "joint", "federal")
    charity.record("c3_contribution", charity.meet(person("Lopez")), "2026-01-05", 150_00)
    joint.record("individual_receipt", joint.meet(person("Lopez")), "2026-01-05", 150_00)
    assert rows(house) == []
    assert problems(house) == []


def test_what_is_no_gift_uses_no_limit(desk: Desk) -> None:
    friend = desk.meet(committee("Riverbend Local", "C00000009"))
    desk.record("transfer", friend, "2026-01-05", 900_00)
    desk.record("joint_fundraising_transfer", friend, "2026-01-05", 900_00)
    desk.record("offset_to_operating_expenditures", friend, "2026-01-05", 900_00)
    bank = desk.meet(committee("Bank", ""))
    desk.record("loan_received_from_bank_receipt", bank, "2026-01-05", 900_00)
    assert rows(desk.book) == []


def test_a_donor_s_share_of_a_joint_fundraiser_is_that_donor_s_gift(desk: Desk) -> None:
    joint = desk.meet(committee("Riverbend Victory", "C00000008"))
    ada = desk.meet(person("Lopez"))
    lump = desk.record("joint_fundraising_transfer", joint, "2026-01-05", 900_00)
    desk.record(
        "individual_jf_transfer_memo", ada, "2026-01-05", 600_00, memo=True, parent_id=lump,
        account_id=None,
    )  # fmt: skip
    assert rows(desk.book) == [("riverbend", "2026", 600_00)]


def test_a_partnership_s_gift_counts_for_the_firm_and_for_each_partner(desk: Desk) -> None:
    firm, ada = desk.meet(committee("Lopez & Co", "")), desk.meet(person("Lopez"))
    gift = desk.record("partnership_receipt", firm, "2026-01-05", 900_00)
    desk.record(
        "partnership_attribution", ada, "2026-01-05", 300_00, memo=True, parent_id=gift,
        account_id=None,
    )  # fmt: skip
    assert [cents for _, _, cents in rows(desk.book)] == [900_00, 300_00]


def test_a_loan_from_a_person_is_a_gift_until_it_is_paid_back(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("loan_received_from_individual_receipt", ada, "2025-11-05", 900_00)
    desk.record("loan_repayment_made", ada, "2026-02-05", 400_00)
    assert rows(desk.book) == [("riverbend", "2025", 900_00), ("riverbend", "2025", -400_00)]


def test_the_day_a_gift_is_made_decides_its_year(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 150_00, made_date="2025-12-30")
    assert rows(desk.book) == [("riverbend", "2025", 150_00)]


def test_a_refund_goes_back_into_the_year_of_its_gift(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    old = desk.record("individual_receipt", ada, "2025-11-05", 150_00)
    desk.record("individual_receipt", ada, "2026-01-05", 70_00)
    desk.record("refund_individual_contribution", ada, "2026-02-05", 50_00, parent_id=old)
    assert rows(desk.book)[-1] == ("riverbend", "2025", -50_00)
    assert problems(desk.book) == []


def test_a_refund_that_names_no_gift_gives_back_the_newest_one(desk: Desk) -> None:
    ada, bo = desk.meet(person("Lopez")), desk.meet(person("Bird", "Bo"))
    desk.record("individual_receipt", ada, "2024-03-05", 90_00)
    desk.record("individual_receipt", ada, "2025-11-05", 150_00)
    desk.record("individual_receipt", bo, "2026-01-15", 70_00)
    desk.record("refund_individual_contribution", ada, "2026-02-05", 50_00)
    desk.record("individual_receipt", ada, "2026-03-05", 80_00)
    assert [window for _, window, cents in rows(desk.book) if cents < 0] == ["2025"]
    assert problems(desk.book) == []


def test_a_refund_of_what_is_not_in_the_book_stays_in_its_own_year(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("refund_individual_contribution", ada, "2026-02-05", 50_00)
    assert rows(desk.book) == [("riverbend", "2026", -50_00)]


def test_a_bounced_check_takes_back_what_it_used(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2025-12-29", 150_00)
    desk.record("return_receipt", ada, "2026-01-09", -150_00, parent_id=gift)
    assert [(window, cents) for _, window, cents in rows(desk.book)] == [
        ("2025", 150_00), ("2025", -150_00),
    ]  # fmt: skip


def test_a_gift_to_a_candidate_counts_for_the_election_it_names_or_the_next_one(
    book: Book,
) -> None:
    desk = desk_for(book, "campaign")
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-06-05", 1_00, election_code="P2026")
    desk.record("individual_receipt", ada, "2026-03-05", 2_00)
    desk.record("individual_receipt", ada, "2026-11-03", 3_00)
    desk.record("individual_receipt", ada, "2026-11-04", 4_00)
    assert [window for _, window, _ in rows(book)] == ["P2026", "G2026", "G2026", "G2028"]
    with book.unit_of_work("Enter the primary") as unit:
        values = {"entity_id": desk.entity.id, "code": "P2026", "held_on": "2026-05-19"}
        unit.insert(tables.election, values)
    assert [window for _, window, _ in rows(book)] == ["P2026", "P2026", "G2026", "G2028"]
    assert problems(book) == []


def test_a_refund_counts_for_the_election_of_its_gift(book: Book) -> None:
    desk = desk_for(book, "campaign")
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-05", 90_00, election_code="P2026")
    desk.record("refund_individual_contribution", ada, "2026-06-20", 40_00, parent_id=gift)
    assert [(window, cents) for _, window, cents in rows(book)] == [
        ("P2026", 90_00), ("P2026", -40_00),
    ]  # fmt: skip


def test_a_new_limit_group_and_status_hold_from_their_day(house: Book) -> None:
    desk = desk_on(house, "pac", "federal")
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 1_00)
    desk.record("individual_receipt", ada, "2026-07-05", 2_00)
    with house.unit_of_work("Counsel: independent since July") as unit:
        (before,) = facts_of(unit.connection, LIMIT_GROUP, desk.entity.id)
        end_fact(unit, LIMIT_GROUP, before.id, "2026-06-30")
        free = DatedFact(word="free", from_date="2026-07-01")
        add_fact(unit, LIMIT_GROUP, desk.entity.id, free)
    assert [group for group, _, _ in rows(house)] == ["river", "free"]
    assert problems(house) == []


def test_a_national_committee_in_law_has_an_allowance_of_its_own(house: Book) -> None:
    desk = desk_on(house, "party", "federal")
    desk.record("individual_receipt", desk.meet(person("Lopez")), "2026-01-05", 1_00)
    with house.unit_of_work("Status") as unit:
        values = {"entity_id": desk.entity.id, "status": "national_committee"}
        unit.insert(tables.entity_status, values)
    assert rows(house) == [(f"national:{desk.entity.id}", "2026", 1_00)]


def test_rows_from_scratch_are_the_rows_kept_in_step(house: Book) -> None:
    for code, account in (("party", "federal"), ("pac", "federal"), ("campaign", "federal")):
        desk = desk_on(house, code, account)
        ada = desk.meet(person("Lopez"))
        gift = desk.record("individual_receipt", ada, "2025-12-05", 150_00)
        desk.record("refund_individual_contribution", ada, "2026-02-05", 50_00, parent_id=gift)
        desk.record("refund_individual_contribution", ada, "2026-02-06", 20_00)
    kept = rows(house)
    with house.unit_of_work("Rebuild") as unit:
        rebuild(unit.connection)
    assert rows(house) == kept


DAMAGES = (
    "UPDATE attribution SET cents = cents + 1",
    "UPDATE attribution SET limit_group = 'x'",
    "UPDATE attribution SET \"window\" = '1999' WHERE cents > 0",
    "UPDATE attribution SET \"window\" = '2026' WHERE cents < 0",
    "DELETE FROM attribution WHERE cents < 0",
    "UPDATE attribution SET id = id + 100000 WHERE cents < 0",
)


def test_verify_notices_rows_that_the_items_do_not_give(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2025-01-05", 150_00)
    desk.record("refund_individual_contribution", ada, "2026-02-05", 50_00)
    assert problems(desk.book) == []
    for damage in DAMAGES:
        with suppress(Cancelled), desk.book.unit_of_work("Damage") as unit:
            unit.connection.execute(text(damage))
            found = [problem.text for problem in verify(unit.connection)]
            assert any("uses of a limit" in sentence for sentence in found), damage
            raise Cancelled
    assert problems(desk.book) == []
