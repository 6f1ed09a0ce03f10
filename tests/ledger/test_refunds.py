"""Refunds of gifts: their kind and line, how much is left, and what they do to the aggregate."""

import pytest

from financedesk.errors import BadInput, Refused
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import accounts
from financedesk.ledger.refunds import (
    Refundable,
    TypedRefund,
    record_refund,
    refund_kind,
    refundable,
)
from financedesk.ledger.register import register_rows
from financedesk.ledger.writer import LedgerWriter
from tests.ledger.riverbend import Desk, committee, person


@pytest.mark.parametrize(
    ("gift", "account", "giver", "refund"),
    [
        ("individual_receipt", "federal", "IND", "refund_individual_contribution"),
        ("earmark_receipt", "federal", "IND", "refund_individual_contribution"),
        ("receipt_from_unregistered_organization", "federal", "ORG",
         "refund_receipts_from_unregistered_organization"),
        ("party_receipt", "federal", "PTY", "refund_party_contribution"),
        ("party_receipt", "federal", "COM", "refund_party_contribution"),
        ("pac_receipt", "federal", "PAC", "refund_pac_contribution"),
        ("pac_receipt", "federal", "COM", "refund_pac_contribution"),
        ("individual_receipt", "noncontribution", "IND",
         "individual_refund_non_contribution_account"),
        ("nonfederal_receipt", "nonfederal", "ORG", "nonfederal_refund"),
        ("c3_contribution", "operating", "IND", "c3_contribution_refund"),
        ("section_527_contribution", "operating", "IND", "section_527_refund"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_the_gift(gift: str, account: str, giver: str, refund: str) -> None:
    assert refund_kind(gift, account, giver) == refund


def left(desk: Desk, gift: int) -> Refundable:
    with desk.book.read() as connection:
        return refundable(connection, gift)


def give_back(desk: Desk, gift: int, cents: int, day: str = "2026-03-09") -> int:
    typed = TypedRefund(
        gift_id=gift, amount_cents=cents, day=day, account_id=desk.account_id, method="Check 2043"
    )
    with desk.book.unit_of_work("Refund contribution") as unit:
        return record_refund(unit, typed)


def test_a_refund_names_its_gift_and_lowers_the_aggregate(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-02", 250_00)
    found = left(desk, gift)
    assert (found.left_cents, found.line.partition(":")[0]) == (250_00, "Line 28(a)")
    refund = give_back(desk, gift, 100_00)
    assert left(desk, gift).left_cents == 150_00
    with desk.book.read() as connection:
        gift_row, refund_row = register_rows(connection, [gift, refund])
    assert gift_row.refunded
    assert refund_row.kind == "refund_individual_contribution"
    assert (refund_row.name, refund_row.method) == ("Ada Lopez", "Check 2043")
    assert refund_row.aggregate_cents == 150_00
    assert list(desk.book.verify()) == []


def test_a_committee_gets_its_refund_on_its_own_line(desk: Desk) -> None:
    pac = desk.meet(committee("Harbor PAC", "C00999993"))
    gift = desk.record("pac_receipt", pac, "2026-03-02", 500_00)
    assert left(desk, gift).line.startswith("Line 28(c)")


def test_no_more_than_is_left_goes_back_and_nothing_before_the_gift(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-02", 250_00)
    give_back(desk, gift, 200_00)
    with pytest.raises(BadInput, match=r"Only \$50\.00"):
        give_back(desk, gift, 50_01)
    with pytest.raises(BadInput, match="above zero"):
        give_back(desk, gift, 0)
    with pytest.raises(BadInput, match="cannot be earlier"):
        give_back(desk, gift, 1_00, day="2026-03-01")
    give_back(desk, gift, 50_00)
    assert left(desk, gift).left_cents == 0


def test_what_is_no_gift_is_not_given_back(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-02", 250_00)
    refund = give_back(desk, gift, 10_00)
    with pytest.raises(Refused, match="Only a gift"):
        left(desk, refund)
    silent = desk.record("individual_receipt", None, "2026-03-02", 5_00)
    with pytest.raises(Refused, match="names its giver"):
        left(desk, silent)


def test_the_refund_names_the_newest_version_of_the_giver(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", ada, "2026-03-02", 250_00)
    moved = Contact(type="IND", last_name="Lopez-Marsh", first_name="Ada")
    with desk.book.unit_of_work("Move") as unit, LedgerWriter(unit, desk.entity.id) as writer:
        writer.add_contact(moved, card_id=ada.card_id)
    refund = give_back(desk, gift, 10_00)
    with desk.book.read() as connection:
        assert register_rows(connection, [refund])[0].name == "Ada Lopez-Marsh"
        assert accounts(connection, desk.entity.id)[0].id == desk.account_id
