"""Contributions typed by hand: their kind, what they will come to, the card and the drive."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from financedesk.errors import BadInput
from financedesk.ledger import tables
from financedesk.ledger.contact_search import find_contacts
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import AccountRow, accounts
from financedesk.ledger.register import register_rows
from financedesk.ledger.typed_gift import Outlook, TypedGift, gift_kind, outlook, record_gift
from tests.ledger.riverbend import Desk, person


def account(desk: Desk) -> AccountRow:
    with desk.book.read() as connection:
        return accounts(connection, desk.entity.id)[0]


def record(desk: Desk, gift: TypedGift) -> int:
    with desk.book.unit_of_work("Record contribution") as unit:
        return record_gift(unit, desk.entity, gift)


def typed(desk: Desk, giver: Contact, cents: int, day: str = "2026-03-02") -> TypedGift:
    return TypedGift(giver=giver, known=None, amount_cents=cents, day=day, account=account(desk))


@pytest.mark.parametrize(
    ("entity", "held", "giver", "kind"),
    [
        ("state_party", "federal", "IND", "individual_receipt"),
        ("state_party", "federal", "PAC", "pac_receipt"),
        ("state_party", "federal", "COM", "pac_receipt"),
        ("state_party", "federal", "PTY", "party_receipt"),
        ("state_party", "nonfederal", "ORG", "nonfederal_receipt"),
        ("state_party", "levin", "IND", "levin_receipt"),
        ("think_tank_c3", "operating", "IND", "c3_contribution"),
        ("issue_c4", "operating", "ORG", "c4_contribution"),
        ("section_527", "operating", "IND", "section_527_contribution"),
    ],
)
def test_the_kind_follows_from_who_receives_and_who_gives(
    entity: str, held: str, giver: str, kind: str
) -> None:
    assert gift_kind(entity, held, giver) == kind


def looked(desk: Desk, card: int | None, day: str, cents: int) -> Outlook:
    with desk.book.read() as connection:
        return outlook(connection, desk.entity, account(desk), ("IND", card), day, cents)


def test_what_is_foretold_is_what_the_book_then_says(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 150_00)
    desk.record("individual_receipt", ada, "2026-09-05", 500_00)
    found = looked(desk, ada.card_id, "2026-03-02", 50_01)
    assert (found.before_cents, found.after_cents) == (150_00, 200_01)
    assert found.itemised
    assert found.crosses
    gift = desk.record("individual_receipt", ada, "2026-03-02", 50_01)
    with desk.book.read() as connection:
        row = register_rows(connection, [gift])[0]
    assert (row.aggregate_cents, row.itemised, row.line) == (200_01, True, found.line)


def test_the_threshold_itself_is_not_above_it(desk: Desk) -> None:
    found = looked(desk, None, "2026-03-02", 200_00)
    assert (found.after_cents, found.itemised, found.crosses) == (200_00, False, False)


def test_a_new_year_begins_at_nothing(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-11-05", 150_00)
    assert looked(desk, ada.card_id, "2027-01-05", 100_00).after_cents == 100_00


def test_a_known_giver_keeps_the_card_and_new_facts_make_a_version(desk: Desk) -> None:
    ada = desk.meet(person("Lopez"))
    with desk.book.read() as connection:
        (known,) = find_contacts(connection, desk.entity.id, "lop")
    assert known.ref == ada
    plain = replace(typed(desk, known.contact, 20_00), known=known.ref)
    moved = replace(plain, giver=replace(known.contact, employer="Ferry Works"))
    items = [record(desk, plain), record(desk, moved)]
    with desk.book.read() as connection:
        column = tables.item.c
        query = select(column.contact_id, column.card_id).where(column.id.in_(items))
        found = connection.execute(query.order_by(column.id)).all()
        (newest,) = find_contacts(connection, desk.entity.id, "lopez")
    assert found[0].contact_id == ada.contact_id
    assert found[1].contact_id != ada.contact_id
    assert {row.card_id for row in found} == {ada.card_id}
    assert newest.contact.employer == "Ferry Works"
    assert newest.last_cents == 20_00


def test_a_drive_is_found_by_its_name_and_made_when_it_is_new(desk: Desk) -> None:
    giver = person("Lopez")
    gifts = [replace(typed(desk, giver, 20_00), drive=name)
             for name in ("Fall Drive", " fall  drive", "Fall-Drive!", "")]  # fmt: skip
    items = [record(desk, gift) for gift in gifts]
    with desk.book.read() as connection:
        drives = [row.drive for row in register_rows(connection, items)]
        codes = connection.execute(select(tables.drive.c.code)).scalars().all()
    assert drives == ["Fall Drive", "Fall Drive", "Fall-Drive!", ""]
    assert sorted(codes) == ["fall-drive", "fall-drive-2"]


def test_a_gift_of_nothing_or_of_nobody_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput, match="above zero"):
        record(desk, typed(desk, person("Lopez"), 0))
    with pytest.raises(BadInput, match="who gave"):
        record(desk, typed(desk, Contact(type="IND"), 5_00))


def test_another_entity_s_people_are_not_proposed(desk: Desk) -> None:
    desk.meet(person("Lopez"))
    with desk.book.read() as connection:
        assert find_contacts(connection, desk.entity.id + 1, "lopez") == []
        assert find_contacts(connection, desk.entity.id, "  ") == []
