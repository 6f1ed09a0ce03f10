"""Donors in the ledger: the list and its filters, versions, walls, letters, the derived table."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import donors_summary, tables
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.donors import DonorQuery, donor_count, donor_ids, donor_states
from financedesk.ledger.donors_detail import DonorDetail, donor_detail
from financedesk.ledger.donors_edit import add_donor, consents, edit_donor, set_consent
from financedesk.ledger.donors_letters import letters
from financedesk.ledger.donors_rows import DonorRow, donor_rows
from financedesk.ledger.entries import NewItem
from financedesk.ledger.writer import LedgerWriter
from financedesk.progress import Silent
from financedesk.reports.letters import write_letters
from tests.ledger.riverbend import Desk, committee, desk_for, person

TODAY = date(2026, 10, 6)
GIFT, REFUND = "individual_receipt", "refund_individual_contribution"


def found(book: Book, desk: Desk, **asked: object) -> list[str]:
    query = DonorQuery(entity_ids=(desk.entity.id,), today=TODAY, **asked)  # type: ignore[arg-type]
    with book.read() as connection:
        ids = donor_ids(connection, query)
        assert donor_count(connection, query).donors == len(ids)
        rows = donor_rows(connection, ids, query.entity_ids, TODAY)
    assert [row.card_id for row in rows] == list(ids)
    return [row.contact.last_name or row.contact.name for row in rows]


def row_of(book: Book, desk: Desk, ref: ContactRef) -> DonorRow:
    with book.read() as connection:
        return donor_rows(connection, [ref.card_id], [desk.entity.id], TODAY)[0]


def detail_of(book: Book, ref: ContactRef, *desks: Desk) -> DonorDetail:
    with book.read() as connection:
        return donor_detail(connection, ref.card_id, [one.entity.id for one in desks], TODAY)


def sound(book: Book) -> None:
    with book.read() as connection:
        assert list(donors_summary.verify(connection)) == []


@pytest.fixture
def lopez(desk: Desk) -> ContactRef:
    """Gave 300 in 2025, 160 in this year, and got 10 back."""
    known = desk.meet(person("Lopez"))
    desk.record(GIFT, known, "2025-03-01", 300_00)
    gift = desk.record(GIFT, known, "2026-07-06", 160_00)
    desk.record(REFUND, known, "2026-07-09", 10_00, parent_id=gift)
    return known


@pytest.fixture
def okoro(desk: Desk) -> ContactRef:
    """Gave 500 and said nothing about work."""
    known = desk.meet(Contact(type="IND", last_name="Okoro", first_name="Ben", city="Bend",
                              state="OR", street_1="1 Elm St", zip="97701"))  # fmt: skip
    desk.record(GIFT, known, "2026-09-20", 500_00)
    return known


def test_a_row_says_what_somebody_gave(book: Book, desk: Desk, lopez: ContactRef) -> None:
    row = row_of(book, desk, lopez)
    assert (row.gifts, row.given_cents, row.cycle_cents) == (2, 460_00, 450_00)
    assert (row.last_day, row.last_cents) == ("2026-07-06", 160_00)
    assert row.aggregate_cents == 150_00  # of the year, less what was given back
    assert row.refunded
    assert row.near
    assert row.missing == ()


def test_vendors_are_no_donors_and_somebody_added_is_one(book: Book, desk: Desk) -> None:
    shop = desk.meet(Contact(type="ORG", name="Print Shop"))
    desk.record("operating_expenditure", shop, "2026-02-01", 20_00, purpose="Printing")
    with book.unit_of_work("Add donor") as unit:
        add_donor(unit, desk.entity.id, person("Teller"))
    assert found(book, desk) == ["Teller"]
    assert found(book, desk, flag="never") == ["Teller"]
    sound(book)


def test_the_list_is_searched_filtered_and_sorted(
    book: Book, desk: Desk, lopez: ContactRef, okoro: ContactRef
) -> None:
    pac = desk.meet(committee("Mill Workers PAC", "C00999993"))
    desk.record("pac_receipt", pac, "2026-01-05", 50_00)
    assert found(book, desk) == ["Okoro", "Lopez", "Mill Workers PAC"]
    assert found(book, desk, order="name", descending=False) == [
        "Lopez", "Mill Workers PAC", "Okoro",
    ]  # fmt: skip
    assert found(book, desk, order="gifts")[0] == "Lopez"
    assert found(book, desk, order="aggregate") == ["Okoro", "Lopez", "Mill Workers PAC"]
    assert found(book, desk, order="cycle", descending=False)[0] == "Mill Workers PAC"
    assert found(book, desk, order="given")[0] == "Okoro"
    assert found(book, desk, text="oko") == ["Okoro"]
    assert found(book, desk, flag="missing") == ["Okoro"]
    assert found(book, desk, flag="refunded") == ["Lopez"]
    assert found(book, desk, flag="near") == ["Lopez"]
    assert found(book, desk, group="committee") == ["Mill Workers PAC"]
    assert found(book, desk, first_day="2025-01-01", last_day="2025-12-31") == ["Lopez"]
    assert found(book, desk, lapsed_since="2026-08-01") == ["Lopez", "Mill Workers PAC"]
    assert found(book, desk, new_since="2026-09-01") == ["Okoro"]
    with book.read() as connection:
        assert donor_states(connection, [desk.entity.id]) == ("OR",)
    assert found(book, desk, state="WA") == []


def test_recurring_is_who_gave_in_three_of_the_last_six_months(
    book: Book, desk: Desk, okoro: ContactRef
) -> None:
    monthly, thrice = desk.meet(person("Ruiz")), desk.meet(person("Teller"))
    for day in ("2026-07-01", "2026-08-01", "2026-09-01"):
        desk.record(GIFT, monthly, day, 10_00)
    for day in ("2026-09-01", "2026-09-02", "2026-09-03"):
        desk.record(GIFT, thrice, day, 10_00)
    assert found(book, desk, recurring=True) == ["Ruiz"]


def test_nobody_looks_over_a_wall(book: Book, desk: Desk, lopez: ContactRef) -> None:
    campaign = desk_for(book, "campaign")
    teller = campaign.meet(person("Lopez"))
    campaign.record(GIFT, teller, "2026-08-08", 75_00, election_code="G2026")
    with book.unit_of_work("Join") as unit:
        for entity_id, ref in ((desk.entity.id, lopez), (campaign.entity.id, teller)):
            unit.insert(
                tables.person_link,
                {"entity_id": entity_id, "card_id": ref.card_id, "person_id": lopez.card_id},
            )
    assert len(found(book, desk)) == len(found(book, campaign)) == 1
    assert found(book, desk, text="lopez") == ["Lopez"]
    with pytest.raises(NotFound):
        detail_of(book, teller, desk)
    with book.read() as connection:
        assert donor_rows(connection, [teller.card_id], [desk.entity.id], TODAY) == []
    alone, both = detail_of(book, lopez, desk), detail_of(book, lopez, desk, campaign)
    assert alone.others == ()
    assert {year.entity_id for year in alone.years} == {desk.entity.id}
    assert alone.entries == 3
    assert [other.card_id for other in both.others] == [teller.card_id]
    assert both.entries == 4
    assert {use.entity_id for use in alone.limits} == {desk.entity.id}
    assert {use.entity_id for use in both.limits} == {desk.entity.id, campaign.entity.id}


def test_the_limit_bar_counts_what_was_used_of_a_dated_limit(
    book: Book, desk: Desk, lopez: ContactRef
) -> None:
    (use,) = detail_of(book, lopez, desk).limits
    assert (use.used_cents, use.window) == (150_00, "in 2026")
    assert use.allowed_cents == 10_000_00
    assert use.left_cents == 9_850_00
    desk.record(GIFT, lopez, "2026-09-01", 12_000_00)
    assert row_of(book, desk, lopez).over_cents == 2_150_00


def test_an_unknown_limit_is_said_and_not_guessed(book: Book, desk: Desk) -> None:
    shop = desk.meet(Contact(type="ORG", name="Print Shop"))
    desk.record(GIFT, shop, "2026-02-01", 20_00)
    (use,) = detail_of(book, shop, desk).limits
    assert use.allowed_cents is None
    assert "30118" in use.words
    campaign = desk_for(book, "campaign")
    teller = campaign.meet(person("Teller"))
    campaign.record(GIFT, teller, "2026-08-08", 75_00, election_code="G2026")
    (named,) = detail_of(book, teller, campaign).limits
    assert (named.window, named.used_cents) == ("for the general 2026", 75_00)


def test_a_change_from_a_day_on_leaves_what_was_true_before(
    book: Book, desk: Desk, lopez: ContactRef
) -> None:
    moved = person("Lopez")
    with book.unit_of_work("Edit donor") as unit:
        done = edit_donor(
            unit, lopez.card_id, _with(moved, city="Astoria"), valid_from="2026-01-01"
        )
    assert (done.entries, done.filed) == (2, 0)
    detail = detail_of(book, lopez, desk)
    assert [(one.contact.city, one.entries) for one in detail.versions] == [
        ("Astoria", 2), ("Salem", 1),
    ]  # fmt: skip
    assert detail.versions[0].valid_from == "2026-01-01"
    assert "City: Salem → Astoria" in detail.history[0].changes
    sound(book)
    book.undo()
    assert [one.contact.city for one in detail_of(book, lopez, desk).versions] == ["Salem"]
    sound(book)


def test_a_correction_without_a_day_reaches_every_entry_that_is_not_filed(
    book: Book, desk: Desk, okoro: ContactRef
) -> None:
    first = desk.record(GIFT, okoro, "2026-06-20", 40_00)
    _file(book, desk, first)
    known = detail_of(book, okoro, desk).row.contact
    with book.unit_of_work("Edit donor") as unit:
        done = edit_donor(unit, okoro.card_id, _with(known, employer="Mill", occupation="Miller"))
    assert (done.entries, done.filed) == (1, 1)
    detail = detail_of(book, okoro, desk)
    assert detail.filed == 1
    assert detail.row.missing == ()
    assert found(book, desk, flag="missing") == []
    with book.read() as connection:
        column = tables.item.c.contact_id
        kept = connection.execute(
            tables.item.select().with_only_columns(column).where(tables.item.c.id == first)
        ).scalar_one()
        assert read_contact(connection, kept).employer == ""


def _with(known: Contact, **changes: str) -> Contact:
    return replace(known, **changes)


def _file(book: Book, desk: Desk, item_id: int) -> None:
    """Put an entry into a filed report."""
    with book.unit_of_work("File") as unit:
        filing = unit.insert(
            tables.filing,
            {
                "entity_id": desk.entity.id, "form": "F3X", "report_code": "M7",
                "from_date": "2026-06-01", "to_date": "2026-06-30", "state": "filed",
                "version": 0, "recorded_at": "2026-07-20T00:00:00Z",
            },
        )  # fmt: skip
        unit.insert(
            tables.filing_item,
            {
                "entity_id": desk.entity.id, "filing_id": filing, "item_id": item_id,
                "line": "SA11AI", "itemised": 1, "amount_cents": 40_00,
            },
        )  # fmt: skip


def test_nothing_new_is_no_change_and_a_name_is_needed(
    book: Book, desk: Desk, lopez: ContactRef
) -> None:
    with book.unit_of_work("Edit donor") as unit:
        assert edit_donor(unit, lopez.card_id, person("Lopez")).entries == 0
    assert len(detail_of(book, lopez, desk).versions) == 1
    with pytest.raises(BadInput), book.unit_of_work("Edit donor") as unit:
        edit_donor(unit, lopez.card_id, Contact(type="IND", first_name="Ada"))


def test_the_same_donor_is_not_added_twice(book: Book, desk: Desk, lopez: ContactRef) -> None:
    with pytest.raises(Refused, match="Salem"), book.unit_of_work("Add donor") as unit:
        add_donor(unit, desk.entity.id, person("Lopez"))
    mail = Contact(type="ORG", name="Mill", email="mill@example.org")
    with book.unit_of_work("Add donor") as unit:
        add_donor(unit, desk.entity.id, mail)
        add_donor(unit, desk.entity.id, Contact(type="ORG", name="Mill"))
    with pytest.raises(Refused), book.unit_of_work("Add donor") as unit:
        add_donor(unit, desk.entity.id, mail)


def test_consent_is_dated_and_the_newest_answer_counts(
    book: Book, desk: Desk, lopez: ContactRef
) -> None:
    for given, since in ((True, "2026-01-01"), (True, "2026-02-01"), (False, "2026-03-01")):
        with book.unit_of_work("Note consent") as unit:
            set_consent(unit, lopez.card_id, "email", given=given, since=since)
    with book.read() as connection:
        answer = consents(connection, lopez.card_id)["email"]
        rows = connection.execute(text("SELECT COUNT(*) FROM consent")).scalar_one()
    assert (answer.given, answer.since, rows) == (False, "2026-03-01", 2)
    assert "phone" not in detail_of(book, lopez, desk).consents


def test_letters_go_to_whom_the_law_wants_asked(
    book: Book, desk: Desk, lopez: ContactRef, okoro: ContactRef, tmp_path: Path
) -> None:
    place = tmp_path / "letters.csv"
    with book.read() as connection:
        cards = [lopez.card_id, okoro.card_id]
        made = list(letters(connection, cards, TODAY, Silent()))
    assert write_letters(place, made, TODAY) == 1
    with place.open(encoding="utf-8-sig", newline="") as stream:
        (line,) = csv.DictReader(stream)
    assert (line["name"], line["street_1"], line["missing"]) == (
        "Ben Okoro", "1 Elm St", "employer, occupation",
    )  # fmt: skip
    assert (line["gift_amount"], line["ask_by"], line["overdue"]) == ("500.00", "2026-10-20", "no")
    assert "calendar year" in line["statement"]
    assert line["committee"] == "Riverbend Party"
    assert line["treasurer"] == "Ada Lopez"


def test_a_list_that_cannot_be_finished_leaves_what_was_there(
    book: Book, okoro: ContactRef, tmp_path: Path
) -> None:
    place = tmp_path / "letters.csv"
    place.write_text("kept")

    def broken() -> object:
        with book.read() as connection:
            yield from letters(connection, [okoro.card_id], TODAY, Silent())
        raise Refused("stopped in the middle")

    with pytest.raises(Refused):
        write_letters(place, broken(), TODAY)  # type: ignore[arg-type]
    assert place.read_text() == "kept"
    assert list(tmp_path.glob(".letters*")) == []
    with pytest.raises(BadInput, match="Choose another place"):
        write_letters(tmp_path / "none" / "letters.csv", [], TODAY)


def test_the_derived_rows_follow_every_change_and_undo(
    book: Book, desk: Desk, lopez: ContactRef
) -> None:
    desk.record(GIFT, lopez, "2026-10-01", 5_00)
    sound(book)
    assert row_of(book, desk, lopez).gifts == 3
    book.undo()
    sound(book)
    assert row_of(book, desk, lopez).gifts == 2
    with book.unit_of_work("Nothing") as unit:
        unit.connection.execute(text("UPDATE donor SET gifts = 7"))
    with book.read() as connection:
        problems = list(donors_summary.verify(connection))
    assert [problem.row for problem in problems] == [lopez.card_id]


@pytest.mark.parametrize("gifts", [30, 1_200])
def test_an_import_brings_its_donors_and_takes_them_away(
    book: Book, desk: Desk, lopez: ContactRef, gifts: int
) -> None:
    with book.unit_of_work("Import gifts") as unit:
        batch = unit.start_batch(
            kind="test", format="test", file_name="gifts.csv", file_sha256="0" * 64,
            entity_id=desk.entity.id,
        )  # fmt: skip
        with LedgerWriter(unit, desk.entity.id) as writer:
            people = [writer.add_contact(person(f"Name{place:02}")) for place in range(10)]
            for number in range(gifts):
                who = lopez if number == 0 else people[number % 10]
                new = NewItem(
                    kind=GIFT, amount_cents=5_00, item_date="2026-08-08", contact=who,
                    account_id=desk.account_id,
                )  # fmt: skip
                writer.add_transaction("gift", "2026-08-08", [new])
        batch.finish(gifts, gifts * 5_00)
    sound(book)
    assert len(found(book, desk)) == 11
    assert row_of(book, desk, lopez).gifts == 3
    book.undo()
    sound(book)
    assert found(book, desk) == ["Lopez"]
    assert row_of(book, desk, lopez).gifts == 2
