"""Lists and other data across the wall: what is posted, what is refused, and what undo restores."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.errors import BadInput, HasDependents, Refused, Walled
from financedesk.ledger import tables
from financedesk.ledger.account_balance import balance
from financedesk.ledger.account_edit import delete_account
from financedesk.ledger.contacts import Contact
from financedesk.ledger.edit import remove_items
from financedesk.ledger.entity_end import delete_entity
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.list_names import names_known_by_reports_alone
from financedesk.ledger.list_rows import ListRow, list_rows
from financedesk.ledger.list_terms import Outsider, TypedList, list_terms
from financedesk.ledger.list_transfers import (
    Appraisal,
    appraise_list,
    pay_list,
    record_list,
    remove_list,
    typed_list,
)
from financedesk.ledger.wall import Note
from financedesk.ledger.wall_findings import wall_findings
from tests.ledger.meadow import OPENING, meadow_at, side
from tests.ledger.riverbend import committee, desk_for, person

DAY, LATER = "2026-03-02", "2026-03-20"
TODAY = date(2026, 3, 25)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with meadow_at(str(tmp_path / "meadow.fdesk")) as made:
        yield made


def typed(book: Book, giver: str, taker: str, **more: object) -> TypedList:
    values = {
        "giver": side(book, giver), "taker": side(book, taker), "data": "donor_list",
        "records": 1_200, "contents": "name, address", "day": DAY, "approver": "A. Lopez",
        "value_cents": 600_00, "basis": "appraisal", "basis_words": "List House",
        "appraised_on": "2026-01-15", **more,
    }  # fmt: skip
    return TypedList(**values)  # type: ignore[arg-type]


def sold(book: Book, giver: str, taker: str, **more: object) -> TypedList:
    return typed(book, giver, taker, **{"counter": "money", "counter_cents": 600_00, **more})


def record(book: Book, deal: TypedList) -> tuple[int, ...]:
    with book.unit_of_work("Record list") as unit:
        return record_list(unit, deal)


def rows(book: Book, *codes: str, today: date = TODAY) -> tuple[ListRow, ...]:
    ids = [side(book, code).entity.id for code in codes]
    with book.read() as connection:
        return list_rows(connection, ids, today)


def cash(book: Book, code: str) -> int:
    of = side(book, code)
    with book.read() as connection:
        return balance(connection, of.entity, of.account, "2026-12-31").cents


def kinds_in(book: Book, code: str) -> list[tuple[str, int, int]]:
    column = tables.item.c
    query = select(column.kind, column.amount_cents, column.memo).order_by(column.id)
    with book.read() as connection:
        found = connection.execute(query.where(column.entity_id == side(book, code).entity.id))
        return [tuple(row) for row in found]  # type: ignore[misc]


def content(book: Book) -> dict[str, int]:
    with book.read() as connection:
        return {
            one.name: connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in (tables.item, tables.posting, tables.list_transfer, tables.contact,
                        tables.list_transfer_entry, tables.transaction, tables.wall_note)
        }  # fmt: skip


# --- a sale


def test_a_sale_is_money_in_on_one_side_and_out_on_the_other(book: Book) -> None:
    before = content(book)
    gave, took = record(book, sold(book, "party", "loud", paid_on=LATER))
    assert (cash(book, "party"), cash(book, "loud")) == (OPENING + 600_00, OPENING - 600_00)
    assert kinds_in(book, "party") == [("other_receipt", 600_00, 0)]
    assert kinds_in(book, "loud") == [("operating_expenditure", 600_00, 0)]
    (row,) = rows(book, "party", "loud")
    assert (row.id, row.state, row.paid_cents) == (gave, "settled", 600_00)
    (other,) = rows(book, "loud")
    assert (other.id, other.side, other.giver, other.document) == (
        took, "took", "Meadow Party", row.document,
    )  # fmt: skip
    assert book.verify() == []
    book.undo()
    assert content(book) == before
    book.redo()
    assert rows(book, "loud")[0].state == "settled"
    assert book.verify() == []


def test_a_price_is_owed_until_it_is_paid_and_then_it_is_late(book: Book) -> None:
    gave, took = record(book, sold(book, "party", "loud"))
    (row,) = rows(book, "party")
    assert (row.state, row.owed_cents, row.pay_by) == ("due", 600_00, date(2026, 4, 1))
    assert rows(book, "party", today=date(2026, 4, 1))[0].state == "due"
    assert rows(book, "party", today=date(2026, 4, 2))[0].state == "overdue"
    with book.unit_of_work("Pay") as unit:
        paid = pay_list(unit, took, LATER, 200_00)
    assert rows(book, "loud")[0].owed_cents == 400_00
    with pytest.raises(BadInput, match=r"Only \$400.00"), book.unit_of_work("Pay") as unit:
        pay_list(unit, gave, LATER, 500_00)
    with book.unit_of_work("Pay") as unit:
        pay_list(unit, gave, LATER, 400_00)
    assert rows(book, "party")[0].state == "settled"
    with book.unit_of_work("Delete") as unit:
        remove_items(unit, paid)
    assert rows(book, "party")[0].owed_cents == 200_00
    assert book.verify() == []


def test_more_than_it_is_worth_is_not_a_price(book: Book) -> None:
    with pytest.raises(BadInput, match=r"\$100.00 more than it is worth"):
        record(book, sold(book, "party", "loud", counter_cents=700_00))


# --- below its worth


@pytest.mark.parametrize(
    ("giver", "taker", "law"),
    [
        ("institute", "party", r"501\(c\)\(3\)"), ("voice", "party", "30118"),
        ("loud", "party", "30118"), ("loud", "campaign", "SpeechNow|30116"),
        ("voice", "campaign", "30118"), ("institute", "loud", r"501\(c\)\(3\)"),
        ("party", "loud", "300.2"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("price", [0, 599_99])
def test_a_gift_that_the_matrix_forbids_is_refused_with_law_and_remedy(
    book: Book, giver: str, taker: str, law: str, price: int
) -> None:
    before = content(book)
    deal = typed(book, giver, taker, counter="money" if price else "none", counter_cents=price,
                 election_code="G2026")  # fmt: skip
    with pytest.raises(Walled, match=law) as stop:
        record(book, deal)
    assert stop.value.citation
    assert (
        "its full value" in str(stop.value)
        or "in advance" in str(stop.value)
        or ("before it goes out" in str(stop.value))
    )
    assert content(book) == before
    record(book, replace(deal, counter="money", counter_cents=600_00, paid_on=DAY))


def test_without_a_value_nobody_can_show_that_nothing_is_given(book: Book) -> None:
    unknown = typed(book, "loud", "party", value_cents=0, basis="")
    with pytest.raises(Walled, match="Nobody has said what it is worth"):
        record(book, unknown)
    record(book, typed(book, "strangers", "party", value_cents=0, basis=""))
    assert rows(book, "party")[0].state == "unappraised"


def test_what_is_not_paid_is_a_contribution_in_kind_on_both_sides(book: Book) -> None:
    record(book, sold(book, "strangers", "action", counter_cents=450_00, paid_on=DAY))
    assert kinds_in(book, "strangers") == [
        ("in_kind_contribution_to_other_committee", 150_00, 1), ("other_receipt", 450_00, 0),
    ]  # fmt: skip
    assert kinds_in(book, "action") == [
        ("pac_in_kind_receipt", 150_00, 0), ("pac_in_kind_out", 150_00, 0),
        ("operating_expenditure", 450_00, 0),
    ]  # fmt: skip
    assert (cash(book, "strangers"), cash(book, "action")) == (OPENING + 450_00, OPENING - 450_00)
    (row,) = rows(book, "action")
    assert (row.state, row.in_kind_cents, row.gap_cents) == ("in_kind", 150_00, 150_00)
    assert book.verify() == []


def test_a_gift_in_kind_uses_the_limit_and_stops_at_it(book: Book) -> None:
    deal = typed(book, "strangers", "action", value_cents=4_000_00)
    record(book, deal)
    party = side(book, "action").entity
    with book.read() as connection:
        (card,) = connection.execute(
            select(tables.contact.c.card_id).where(tables.contact.c.entity_id == party.id)
        ).scalars()
        (room,) = (
            one for one in rooms_of_person(connection, card, [party.id],
                                           Question(on=date(2026, 3, 3), cents=1))
            if one.entity_id == party.id
        )  # fmt: skip
    assert room.room is not None
    assert room.room.left_cents == 1_000_00
    with pytest.raises(Walled, match=r"\$3,000.00 above \$5,000.00"):
        record(book, deal)


def test_to_somebody_outside_it_counts_with_what_was_given_before(book: Book) -> None:
    friends = Outsider(replace(committee("Hill Friends", "C00777777"), type="PAC"))
    deal = replace(typed(book, "strangers", "action", value_cents=3_000_00), taker=friends)
    record(book, deal)
    assert kinds_in(book, "strangers") == [("in_kind_contribution_to_other_committee", 3_000_00, 1)]
    (row,) = rows(book, "strangers")
    assert (row.taker, row.entity_ids) == ("Hill Friends", (side(book, "strangers").entity.id,))
    with pytest.raises(Walled, match=r"above \$5,000.00"):
        record(book, deal)


def test_from_somebody_outside_it_is_a_gift_in_kind_or_refused(book: Book) -> None:
    friends = Outsider(committee("Hill Friends", "C00777777"))
    record(book, replace(typed(book, "party", "action"), giver=friends))
    assert kinds_in(book, "action") == [
        ("pac_in_kind_receipt", 600_00, 0), ("pac_in_kind_out", 600_00, 0),
    ]  # fmt: skip
    mill = Outsider(Contact(type="ORG", name="Mill Corporation"))
    with pytest.raises(Walled, match="30118"):
        record(book, replace(typed(book, "party", "action"), giver=mill))
    record(book, replace(sold(book, "party", "action"), giver=mill))
    assert rows(book, "action")[0].state == "due"
    assert book.verify() == []


def test_a_charity_s_gift_to_an_issue_organisation_needs_its_written_terms(book: Book) -> None:
    deal = typed(book, "institute", "voice")
    with pytest.raises(Walled) as stop:
        record(book, deal)
    assert stop.value.asks == "written_terms"
    record(book, replace(deal, note=Note(words="For education only.", who="A. Lopez", on=DAY)))
    assert [one[0] for one in kinds_in(book, "voice")] == ["grant_received"]
    assert (cash(book, "institute"), cash(book, "voice")) == (OPENING, OPENING)
    assert wall_kinds(book, "voice") == []
    assert book.verify() == []


def wall_kinds(book: Book, *codes: str) -> list[str]:
    ids = [side(book, code).entity.id for code in codes]
    with book.read() as connection:
        return [one.kind for one in wall_findings(connection, ids)]


# --- what moves nothing


def test_an_exchange_of_equal_value_and_a_list_inside_the_party_post_nothing(book: Book) -> None:
    swap = {"counter": "exchange", "counter_cents": 600_00, "counter_words": "900 own names"}
    record(book, typed(book, "party", "voice", **swap))
    record(book, typed(book, "party", "county", value_cents=0, basis=""))
    states = [one.state for one in rows(book, "party")]
    assert sorted(states) == ["free", "settled"]
    assert kinds_in(book, "party") == kinds_in(book, "voice") == kinds_in(book, "county") == []
    with pytest.raises(Walled, match="30118"):
        record(book, typed(book, "voice", "party", **{**swap, "counter_cents": 500_00}))
    with pytest.raises(BadInput, match="gives nothing to itself"):
        record(book, typed(book, "party", "party.reserve"))


def test_plans_never_reach_those_who_spend_independently(book: Book) -> None:
    with pytest.raises(Walled, match=r"109\.21"):
        record(book, sold(book, "party", "loud", data="ad_plans"))
    with pytest.raises(Walled, match="learned in non-partisan"):
        record(book, sold(book, "institute", "party", data="poll"))


def test_a_poll_that_is_old_enough_is_worth_nothing(book: Book) -> None:
    poll = typed(book, "loud", "party", data="poll", basis="cost", came_on="2026-03-01")
    with pytest.raises(Walled):
        record(book, poll)
    half = replace(poll, day="2026-03-20", counter="money", counter_cents=300_00)
    record(book, half)
    record(book, replace(poll, day="2026-08-29"))
    assert [one.state for one in rows(book, "party")] == ["settled", "due"]
    assert rows(book, "party")[1].worth.percent == 50


# --- names out of reports


def test_names_out_of_reports_serve_no_appeal(book: Book) -> None:
    with pytest.raises(Walled, match="30111") as stop:
        record(book, typed(book, "party", "county", origin="reports"))
    assert "own records" in stop.value.remedy
    with pytest.raises(Walled, match="30111"):
        record(book, sold(book, "party", "loud", origin="reports", serves="other"))
    record(book, typed(book, "party", "county", origin="reports", serves="other"))


def adopt(book: Book, code: str, *names: str) -> None:
    desk = desk_for(book, code)
    for name in names:
        item_id = desk.record("individual_receipt", desk.meet(person(name)), DAY, 50_00)
        with book.unit_of_work("As if adopted") as unit:
            act = unit.row(tables.item, item_id)["transaction_id"]
            unit.update(tables.transaction, act, {"kind": "report"})


def test_a_book_that_knows_its_people_by_reports_alone_must_say_whose_they_are(book: Book) -> None:
    adopt(book, "county", "Lopez", "Moreau")
    deal = typed(book, "county", "party")
    with pytest.raises(Walled, match="All 2 people") as stop:
        record(book, deal)
    assert stop.value.asks == "own_records"
    record(book, replace(deal, attested="Kept by the county since 2020, says A. Lopez"))
    desk = desk_for(book, "county")
    desk.record("individual_receipt", desk.meet(person("Gray")), DAY, 50_00)
    with book.read() as connection:
        found = names_known_by_reports_alone(connection, desk.entity.id)
        other = names_known_by_reports_alone(connection, side(book, "party").entity.id)
    assert (found.people, found.by_reports, found.are_all) == (3, 2, False)
    assert (other.people, other.by_reports) == (0, 0)
    record(book, deal)


# --- afterwards


def test_an_appraisal_that_comes_later_books_what_was_given(book: Book) -> None:
    gave, took = record(book, typed(book, "strangers", "action", value_cents=0, basis=""))
    assert kinds_in(book, "action") == []
    found = Appraisal(value_cents=800_00, basis="appraisal", basis_words="List House",
                      appraised_on=DAY)  # fmt: skip
    with book.unit_of_work("Appraise") as unit:
        appraise_list(unit, took, found)
    assert [one[1] for one in kinds_in(book, "action")] == [800_00, 800_00]
    with book.unit_of_work("Appraise") as unit:
        appraise_list(unit, gave, replace(found, value_cents=700_00))
    assert [one[1] for one in kinds_in(book, "action")] == [700_00, 700_00]
    assert kinds_in(book, "strangers") == [("in_kind_contribution_to_other_committee", 700_00, 1)]
    assert [one.state for one in rows(book, "action", "strangers")] == ["in_kind"]
    assert book.verify() == []
    for _ in range(2):
        book.undo()
    assert (kinds_in(book, "action"), rows(book, "action")[0].state) == ([], "unappraised")


def test_a_document_goes_with_its_entries_on_both_sides(book: Book) -> None:
    _gave, took = record(book, sold(book, "strangers", "action", counter_cents=450_00, paid_on=DAY))
    with book.unit_of_work("Delete list") as unit:
        remove_list(unit, took)
    assert (kinds_in(book, "action"), kinds_in(book, "strangers")) == ([], [])
    assert rows(book, "action", "strangers") == ()
    assert book.verify() == []
    book.undo()
    assert len(rows(book, "strangers")) == 1
    assert cash(book, "action") == OPENING - 450_00


def test_a_document_reads_as_it_was_typed(book: Book) -> None:
    deal = sold(book, "party", "loud", came_on="", attested="Ours", election_code="G2026")
    _gave, took = record(book, deal)
    with book.read() as connection:
        assert typed_list(connection, took) == deal


def test_an_account_and_an_entity_that_a_document_names_stay(book: Book) -> None:
    record(book, typed(book, "party.reserve", "county", value_cents=0, basis=""))
    reserve = side(book, "party.reserve").account
    with (
        pytest.raises(HasDependents, match="documents of lists"),
        book.unit_of_work("Delete account") as unit,
    ):
        delete_account(unit, reserve.id)
    with (
        pytest.raises(HasDependents, match="lists and data"),
        book.unit_of_work("Delete entity") as unit,
    ):
        delete_entity(unit, side(book, "county").entity.id)


def test_nobody_books_what_is_half_theirs(book: Book) -> None:
    gave, _took = record(book, typed(book, "party", "county", value_cents=0, basis=""))
    with pytest.raises(Refused, match="Nothing is to be paid"), book.unit_of_work("Pay") as unit:
        pay_list(unit, gave, DAY, 1_00)
    with pytest.raises(BadInput, match="choose it"):
        record(book, replace(sold(book, "party", "loud"),
                             taker=Outsider(committee("Meadow Loud", "C00999006"))))  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"records": 0}, "how many names"), ({"contents": " "}, "what is in it"),
        ({"approver": ""}, "who approved"), ({"counter": "money"}, "Say the price"),
        ({"counter": "exchange", "counter_cents": 5}, "what came in exchange"),
        ({"counter_cents": 5}, "no price"), ({"basis": "guess"}, "“guess”"),
        ({"data": "poll", "came_on": "2026-03-03"}, "before that"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(book: Book, change: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        record(book, typed(book, "strangers", "action", **change))


def test_verify_finds_copies_that_tell_different_things(book: Book) -> None:
    gave, took = record(book, sold(book, "party", "loud", paid_on=DAY))
    assert book.verify() == []
    with book.unit_of_work("Tamper") as unit:
        unit.update(tables.list_transfer, took, {"value_cents": 1})
    assert [one.row for one in book.verify()] == [gave]
    book.undo()
    with book.unit_of_work("Tamper") as unit:
        (row,) = rows(book, "loud")
        unit.update(tables.list_transfer_entry, _link_of(book, took), {"list_transfer_id": gave})
    assert [one.row for one in book.verify()] == [gave]
    assert row.item_ids


def _link_of(book: Book, list_id: int) -> int:
    column = tables.list_transfer_entry.c
    with book.read() as connection:
        query = select(column.id).where(column.list_transfer_id == list_id)
        return int(connection.execute(query).scalar_one())


# --- findings


def test_findings_name_what_is_missing_late_and_not_booked(book: Book) -> None:
    assert wall_kinds(book, "party", "loud", "action", "strangers") == []
    record(book, sold(book, "party", "loud"))  # never paid
    record(book, typed(book, "strangers", "action", value_cents=0, basis=""))
    old = sold(book, "party", "voice", appraised_on="2025-03-01", paid_on=DAY)
    record(book, old)
    record(book, replace(old, appraised_on="2025-03-02"))
    ids = [side(book, code).entity.id for code in ("party", "loud", "action", "strangers")]
    with book.read() as connection:
        found = [one for one in wall_findings(connection, ids) if one.kind == "list"]
    assert [(one.name, one.cents) for one in found] == [
        ("Donor list for Meadow Loud", 600_00), ("Donor list for Meadow Voice", 600_00),
        ("Donor list for Meadow Action", 0),
    ]  # fmt: skip
    late, stale, unknown = found
    assert "116.3" in late.citation
    assert "too old" in stale.why
    assert "100.52(d)" in unknown.citation
    assert all(one.remedy.endswith(".") for one in found)


def test_an_entry_that_goes_missing_is_a_finding(book: Book) -> None:
    record(book, typed(book, "strangers", "action"))
    (row,) = rows(book, "action")
    with book.unit_of_work("Delete") as unit:
        remove_items(unit, [row.item_ids[0]])
    assert rows(book, "action")[0].state == "unbooked"
    assert rows(book, "strangers")[0].state == "in_kind"


def test_the_terms_say_before_saving_what_will_be(book: Book) -> None:
    with book.read() as connection:
        found = list_terms(connection, typed(book, "strangers", "action"))
        assert (found.gap_cents, found.out, found.into) == (
            600_00, "contribution_to_other_committee", "pac_receipt",
        )  # fmt: skip
        assert found.judged is not None
        assert "Leaves $4,400.00" in found.judged.left_words
        refused = list_terms(connection, typed(book, "loud", "party"))
    assert refused.judged is not None
    assert refused.judged.prohibited
