"""What an entity keeps about a donor: notes, documents, declarations, requests, households."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger import donor_documents, households, tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.donor_attestations import (
    NewDeclaration,
    declare,
    declared_by,
    standing_of,
)
from financedesk.ledger.donor_documents import (
    LARGEST,
    add_document,
    document_content,
    documents_of,
    read_document,
    remove_document,
)
from financedesk.ledger.donor_notes import add_note, change_note, delete_note, notes_of
from financedesk.ledger.donor_page import DonorPage, donor_page
from financedesk.ledger.donor_requests import (
    NewRequest,
    answer_request,
    open_requests,
    record_letters,
    record_request,
    requests_of,
)
from financedesk.ledger.donors_edit import edit_donor, set_consent
from financedesk.ledger.donors_letters import letters
from financedesk.ledger.households import (
    change_household,
    household_of,
    housemates,
    join_household,
    leave_household,
    make_household,
)
from financedesk.ledger.period import Period
from financedesk.ledger.same_person import link_cards
from financedesk.ledger.saved_filters import Search, save_filter
from financedesk.ledger.tables_donor_page import DONOR_PAGE_TABLES
from financedesk.progress import Silent
from financedesk.reports.filing import Request, finalise, prepare
from financedesk.reports.interchange import export_entity
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 10, 6)
GIFT, REFUND = "individual_receipt", "refund_individual_contribution"
NOBODY_KNOWS = Contact(type="IND", last_name="Okoro", first_name="Ben", street_1="1 Elm St",
                       city="Bend", state="OR", zip="97701")  # fmt: skip


@pytest.fixture
def other(book: Book) -> Desk:
    """The desk of the campaign, behind the wall."""
    return desk_for(book, "campaign")


def page_of(book: Book, card: ContactRef, *desks: Desk) -> DonorPage:
    with book.read() as connection:
        return donor_page(connection, card.card_id, [one.entity.id for one in desks], TODAY)


def undo(book: Book) -> None:
    book.undo()


def test_a_note_is_written_said_anew_and_taken_away(book: Book, desk: Desk) -> None:
    card = desk.meet(person("Gray"))
    with book.unit_of_work("Note") as unit:
        first = add_note(unit, card.card_id, "Asked for a call. ", who="Ada", on=TODAY)
        add_note(unit, card.card_id, "Older", who="Ada", on=date(2026, 9, 1))
    with book.unit_of_work("Change") as unit:
        change_note(unit, first, "Called back.")
    with book.read() as connection:
        found = notes_of(connection, card.card_id, [desk.entity.id])
    assert [(one.words, one.who) for one in found] == [("Called back.", "Ada"), ("Older", "Ada")]
    with book.unit_of_work("Delete") as unit:
        delete_note(unit, first)
    page = page_of(book, card, desk)
    assert [one.words for one in page.notes] == ["Older"]
    assert [(one.action, one.changes) for one in page.history if one.action != "Add contact"] == [
        ("Delete", ("no longer: Called back.",)),
        ("Note", ("Asked for a call.", "Older")),
    ]
    with book.unit_of_work("Nothing") as unit:
        with pytest.raises(BadInput, match="words"):
            add_note(unit, card.card_id, "  ", who="Ada", on=TODAY)
        with pytest.raises(NotFound):
            change_note(unit, first, "Gone")
        with pytest.raises(NotFound):
            add_note(unit, 7, "Nobody", who="Ada", on=TODAY)


def test_what_is_kept_stands_with_all_cards_of_one_entity_and_never_of_another(
    book: Book, desk: Desk, other: Desk
) -> None:
    first, second = desk.meet(person("Gray")), desk.meet(person("Gray", "A."))
    strange = other.meet(person("Gray"))
    with book.unit_of_work("Write") as unit:
        for card, words in ((first, "one"), (second, "two"), (strange, "three")):
            add_note(unit, card.card_id, words, who="Ada", on=TODAY)
            add_document(unit, card.card_id, f"{words}.txt", words.encode(), kind="other",
                         who="Ada", on=TODAY)  # fmt: skip
            said = NewDeclaration(kind="citizen", given=True, on=TODAY, how="form", note=words)
            declare(unit, card.card_id, said, TODAY)
            asked = NewRequest(asked_on=TODAY, how="phone", asked=("employer",), note=words)
            record_request(unit, card.card_id, asked, TODAY)
        link_cards(unit, [first.card_id, second.card_id, strange.card_id])
    own = page_of(book, first, desk, other)
    assert {one.words for one in own.notes} == {"one", "two"}
    assert {one.name for one in own.documents} == {"one.txt", "two.txt"}
    assert {one.note for one in own.declared} == {"one", "two"}
    assert {one.note for one in own.requests} == {"one", "two"}
    with book.read() as connection:
        assert notes_of(connection, strange.card_id, [desk.entity.id]) == ()
        assert documents_of(connection, strange.card_id, [desk.entity.id]) == ()
        assert declared_by(connection, strange.card_id, [desk.entity.id]) == ()
        assert requests_of(connection, strange.card_id, [desk.entity.id]) == ()
        paper = documents_of(connection, strange.card_id, [other.entity.id])[0]
        with pytest.raises(NotFound):
            document_content(connection, paper.id, [desk.entity.id])
        with pytest.raises(NotFound):
            donor_page(connection, strange.card_id, [desk.entity.id], TODAY)


def test_a_document_comes_out_as_it_went_in(book: Book, desk: Desk, tmp_path: Path) -> None:
    card = desk.meet(person("Gray"))
    scan = tmp_path / "letter.pdf"
    scan.write_bytes(b"%PDF-1.4 \x00\xff")
    with book.unit_of_work("Keep a document") as unit:
        kept = add_document(unit, card.card_id, *read_document(scan), kind="letter", who="Ada",
                            on=TODAY)  # fmt: skip
    (known,) = page_of(book, card, desk).documents
    assert (known.name, known.size) == ("letter.pdf", 11)
    assert known.sha256 == hashlib.sha256(scan.read_bytes()).hexdigest()
    with book.read() as connection:
        assert document_content(connection, kept, [desk.entity.id])[1] == scan.read_bytes()
    with book.unit_of_work("Take out") as unit:
        remove_document(unit, kept)
    assert page_of(book, card, desk).documents == ()
    undo(book)
    with book.read() as connection:
        assert document_content(connection, kept, [desk.entity.id])[1] == scan.read_bytes()
        assert list(donor_documents.verify(connection)) == []
    assert book.verify() == []


def test_a_document_that_cannot_be_kept_is_refused_with_its_reason(
    book: Book, desk: Desk, tmp_path: Path
) -> None:
    card = desk.meet(person("Gray"))
    large, empty = tmp_path / "film.mp4", tmp_path / "empty.txt"
    with large.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    empty.touch()
    for place, reason in ((large, "10 MB"), (empty, "empty"), (tmp_path / "none", "No such file")):
        with pytest.raises(BadInput, match=reason):
            read_document(place)
    with book.unit_of_work("Keep") as unit:
        keep = {"who": "Ada", "on": TODAY}
        add_document(unit, card.card_id, "a.txt", b"same", kind="other", **keep)  # type: ignore[arg-type]
        with pytest.raises(Refused, match=r"as a\.txt"):
            add_document(unit, card.card_id, "b.txt", b"same", kind="other", **keep)  # type: ignore[arg-type]
        with pytest.raises(BadInput, match="kind"):
            add_document(unit, card.card_id, "b.txt", b"other", kind="film", **keep)  # type: ignore[arg-type]


def test_octets_that_somebody_touched_are_found(book: Book, desk: Desk) -> None:
    card = desk.meet(person("Gray"))
    with book.unit_of_work("Keep") as unit:
        add_document(unit, card.card_id, "a.txt", b"kept", kind="other", who="Ada", on=TODAY)
        unit.connection.execute(tables.donor_document.update().values(content=b"gone"))
        (problem,) = donor_documents.verify(unit.connection)
    assert "a.txt" in problem.text


def test_a_declaration_that_is_taken_back_keeps_its_history(book: Book, desk: Desk) -> None:
    card, stranger = desk.meet(person("Gray")), desk.meet(person("Hill"))
    yes = NewDeclaration(kind="not_contractor", given=True, on=date(2026, 1, 5), how="processor")
    with book.unit_of_work("Declare") as unit:
        paper = add_document(unit, stranger.card_id, "a.txt", b"x", kind="declaration", who="Ada",
                             on=TODAY)  # fmt: skip
        with pytest.raises(Refused, match="Nothing"):
            declare(unit, card.card_id, replace(yes, given=False), TODAY)
        with pytest.raises(Refused, match="not one of this donor"):
            declare(unit, card.card_id, replace(yes, document_id=paper), TODAY)
        with pytest.raises(BadInput, match="choose one of"):
            declare(unit, card.card_id, replace(yes, kind="rich"), TODAY)
        with pytest.raises(BadInput, match="still to come"):
            declare(unit, card.card_id, replace(yes, on=date(2026, 12, 1)), TODAY)
        declare(unit, card.card_id, yes, TODAY)
    with book.unit_of_work("Take back") as unit:
        declare(unit, card.card_id, replace(yes, given=False, on=TODAY, how="phone"), TODAY)
    said = page_of(book, card, desk).declared
    assert [(one.given, one.on.month) for one in said] == [(False, 10), (True, 1)]
    assert not standing_of(said)["not_contractor"].given
    undo(book)
    assert standing_of(page_of(book, card, desk).declared)["not_contractor"].given


def test_a_paper_that_proves_a_declaration_stays(book: Book, desk: Desk) -> None:
    card = desk.meet(person("Gray"))
    with book.unit_of_work("Declare") as unit:
        paper = add_document(unit, card.card_id, "form.pdf", b"x", kind="declaration", who="Ada",
                             on=TODAY)  # fmt: skip
        said = NewDeclaration(kind="adult", given=True, on=TODAY, how="form", document_id=paper)
        declare(unit, card.card_id, said, TODAY)
        with pytest.raises(Refused, match="proof"):
            remove_document(unit, paper)
    assert page_of(book, card, desk).declared[0].document == "form.pdf"


def test_letters_note_one_request_for_each_donor_and_undo_takes_all_back(
    book: Book, desk: Desk
) -> None:
    homeless = replace(NOBODY_KNOWS, last_name="Voss", street_1="", city="", phone="5035550100")
    written = replace(homeless, last_name="Wren", email="wren@example.org")
    for who in (NOBODY_KNOWS, homeless, written):
        desk.record(GIFT, desk.meet(who), "2026-09-20", 500_00)
    with book.read() as connection:
        cards = list(connection.execute(text("SELECT card_id FROM donor")).scalars())
        listed = list(letters(connection, cards, TODAY, Silent()))
    with book.unit_of_work("Letters list") as unit:
        assert record_letters(unit, listed, TODAY) == 2  # Voss has to be called
        assert record_letters(unit, listed, TODAY) == 0
    with book.read() as connection:
        found = open_requests(connection, [desk.entity.id])
    assert {(one.name, one.how, one.counts) for one in found} == {
        ("Ben Okoro", "letter", True), ("Ben Wren", "email", True),
    }  # fmt: skip
    assert {one.ask_by for one in found} == {date(2026, 10, 20)}
    undo(book)
    with book.read() as connection:
        assert open_requests(connection, [desk.entity.id]) == ()


@pytest.mark.parametrize(
    ("asked_on", "with_appeal", "shown"),
    [("2026-09-21", False, True), ("2026-09-21", True, False), ("2026-09-30", False, False)],
)
def test_best_efforts_are_one_request_in_time_without_an_appeal(
    book: Book, desk: Desk, asked_on: str, with_appeal: bool, shown: bool
) -> None:
    card = desk.meet(NOBODY_KNOWS)
    desk.record(GIFT, card, "2026-08-25", 500_00)
    missing = page_of(book, card, desk).efforts
    assert missing is not None
    assert (missing.ask_by, missing.made) == (date(2026, 9, 24), None)
    assert missing.is_late(TODAY)
    asked = NewRequest(
        asked_on=date.fromisoformat(asked_on), how="phone", asked=("employer", "occupation"),
        with_appeal=with_appeal,
    )  # fmt: skip
    with book.unit_of_work("Ask") as unit:
        record_request(unit, card.card_id, asked, TODAY)
    efforts = page_of(book, card, desk).efforts
    assert efforts is not None
    assert (efforts.made is not None) == shown
    assert page_of(book, card, desk).requests[0].counts == shown


def test_an_answer_ends_a_request_and_comes_after_it(book: Book, desk: Desk) -> None:
    card = desk.meet(NOBODY_KNOWS)
    asked = NewRequest(asked_on=date(2026, 9, 1), how="letter", asked=("employer",))
    with book.unit_of_work("Ask") as unit:
        number = record_request(unit, card.card_id, asked, TODAY)
        for wrong in (
            replace(asked, how="pigeon"), replace(asked, asked=()),
            replace(asked, asked=("income",)), replace(asked, asked_on=date(2026, 12, 1)),
            replace(asked, gift_on=date(2026, 9, 2)),
        ):  # fmt: skip
            with pytest.raises(BadInput):
                record_request(unit, card.card_id, wrong, TODAY)
        with pytest.raises(BadInput, match="later"):
            answer_request(unit, number, date(2026, 8, 1), "Mill", TODAY)
        with pytest.raises(BadInput, match="still to come"):
            answer_request(unit, number, date(2026, 11, 1), "Mill", TODAY)
        answer_request(unit, number, date(2026, 9, 9), "Mill", TODAY)
    (known,) = page_of(book, card, desk).requests
    assert (known.answered_on, known.answer, known.is_open) == (date(2026, 9, 9), "Mill", False)


def test_a_household_is_proposed_and_joined_by_hand_and_merges_nobody(
    book: Book, desk: Desk, other: Desk
) -> None:
    ada, ben = desk.meet(person("Gray", "Ada")), desk.meet(person("Gray", "Ben"))
    far = desk.meet(replace(person("Gray", "Cy"), street_1="9 Pine St"))
    strange = other.meet(person("Gray", "Dee"))
    desk.meet(person("Grayson", "Eve"))
    for card in (ada, ben, far):
        desk.record(GIFT, card, "2026-05-01", 150_00)
    own = [desk.entity.id]
    with book.read() as connection:
        assert [one.card_id for one in housemates(connection, ada.card_id, own)] == [ben.card_id]
        assert household_of(connection, ada.card_id, own) is None
    before = page_of(book, ada, desk).detail.row.aggregate_cents
    with book.unit_of_work("Household") as unit:
        made = make_household(unit, [ada.card_id, ben.card_id])
        with pytest.raises(Refused, match="lives in"):
            make_household(unit, [ben.card_id, far.card_id])
        with pytest.raises(Refused, match="two entities"):
            join_household(unit, made, strange.card_id)
        with pytest.raises(BadInput, match="two people"):
            make_household(unit, [far.card_id, far.card_id])
    living = page_of(book, ada, desk)
    assert living.household is not None
    assert (living.household.name, living.household.greeting) == (
        "Gray household", "Dear Ada and Ben Gray",
    )  # fmt: skip
    assert living.housemates == ()
    assert living.detail.others == ()  # nobody was linked
    assert living.detail.row.aggregate_cents == before
    with book.unit_of_work("Join") as unit:
        join_household(unit, made, far.card_id)
        change_household(unit, made, name="The Grays", salutation="Dear friends")
    third = page_of(book, far, desk).household
    assert third is not None
    assert (third.greeting, len(third.members)) == ("Dear friends", 3)
    with book.unit_of_work("Leave") as unit:
        leave_household(unit, far.card_id)
        leave_household(unit, ben.card_id)  # nobody lives together with himself
    assert page_of(book, ada, desk).household is None
    undo(book)
    assert page_of(book, ada, desk).household == third
    assert book.verify() == []


def test_a_household_of_other_books_is_found(book: Book, desk: Desk, other: Desk) -> None:
    ada, ben = desk.meet(person("Gray", "Ada")), desk.meet(person("Gray", "Ben"))
    strange = other.meet(person("Gray", "Dee"))
    with book.unit_of_work("Household") as unit:
        made = make_household(unit, [ada.card_id, ben.card_id])
        row = {"id": unit.next_id(), "entity_id": other.entity.id, "household_id": made,
               "card_id": strange.card_id}  # fmt: skip
        unit.connection.execute(insert(tables.household_member), row)
        assert len(households.verify(unit.connection)) == 1


def test_the_page_tells_each_year_by_entity_and_what_went_back(
    book: Book, desk: Desk, other: Desk
) -> None:
    here, there = desk.meet(person("Gray")), other.meet(person("Gray"))
    desk.record(GIFT, here, "2025-03-01", 300_00)
    gift = desk.record(GIFT, here, "2026-07-06", 160_00)
    desk.record(REFUND, here, "2026-07-09", 10_00, parent_id=gift)
    other.record(GIFT, there, "2026-02-02", 40_00)
    with book.unit_of_work("Link") as unit:
        link_cards(unit, [here.card_id, there.card_id])
    one, two = desk.entity.id, other.entity.id
    both = {(row.year, row.entity_id): row for row in page_of(book, here, desk, other).giving}
    assert {key: row.net_cents for key, row in both.items()} == {
        (2025, one): 300_00, (2026, one): 150_00, (2026, two): 40_00,
    }  # fmt: skip
    assert (both[2026, one].gifts, both[2026, one].returned_cents) == (1, 10_00)
    assert {row.entity_id for row in page_of(book, here, desk).giving} == {one}


def test_every_answer_on_being_reached_is_dated_and_the_newest_counts(
    book: Book, desk: Desk
) -> None:
    card = desk.meet(person("Gray"))
    with book.unit_of_work("Ask") as unit:
        set_consent(unit, card.card_id, "mail", given=True, since="2026-01-01", basis="form")
        set_consent(unit, card.card_id, "mail", given=False, since="2026-06-01", basis="letter")
        edit_donor(unit, card.card_id, replace(person("Gray"), employer="Shop"), "2026-02-01")
    page = page_of(book, card, desk)
    assert [(one.channel, one.given) for one in page.consents] == [("mail", False), ("mail", True)]
    assert not page.detail.consents["mail"].given
    assert any("Letters: no" in words for one in page.detail.history for words in one.changes)


def test_a_version_names_the_reports_that_say_what_it_says(
    book: Book, desk: Desk, tmp_path: Path
) -> None:
    card = desk.meet(person("Gray"))
    desk.record(GIFT, card, "2026-02-01", 250_00)
    desk.record(GIFT, card, "2026-05-01", 100_00)
    with book.unit_of_work("Moved") as unit:
        edit_donor(unit, card.card_id, replace(person("Gray"), employer="Ferry"), "2026-04-15")
    quarter = Period(first="2026-01-01", last="2026-03-31")
    asked = Request(entity_id=desk.entity.id, form="F3X", period=quarter, outputs=("fec",),
                    signed_on="2026-04-10")  # fmt: skip
    finalise(book, prepare(book, asked, tmp_path).filing.id)
    page = page_of(book, card, desk)
    new, old = page.detail.versions
    assert (new.contact.employer, old.contact.employer) == ("Ferry", "Mill")
    (report,) = page.used[old.contact_id]
    assert (report.form, report.to_date, report.state) == ("F3X", "2026-03-31", "final")
    assert report.entries == 1
    assert new.contact_id not in page.used


def everything_kept(book: Book) -> list[list[tuple[object, ...]]]:
    """Return every row that is kept about donors, without the numbers of rows."""
    with book.read() as connection:
        return [
            [
                tuple(row[name] for name in row if name != "id" and not name.endswith("_id"))
                for row in connection.execute(table.select().order_by(table.c.id)).mappings()
            ]
            for table in DONOR_PAGE_TABLES
        ]


def test_all_of_it_goes_with_the_entity_and_undo_of_the_file_takes_all_of_it(
    book: Book, desk: Desk, tmp_path: Path
) -> None:
    ada, ben = desk.meet(person("Gray", "Ada")), desk.meet(person("Gray", "Ben"))
    card = ada.card_id
    with book.unit_of_work("Keep") as unit:
        make_household(unit, [card, ben.card_id], salutation="Dear Grays")
        add_note(unit, card, "Words", who="Ada", on=TODAY)
        paper = add_document(unit, card, "a.bin", b"\x00\xff", kind="other", who="Ada", on=TODAY)
        yes = NewDeclaration(kind="adult", given=True, on=TODAY, how="form", document_id=paper)
        declare(unit, card, yes, TODAY)
        asked = NewRequest(asked_on=TODAY, how="letter", asked=("employer", "street"))
        answer_request(unit, record_request(unit, card, asked, TODAY), TODAY, "Mill", TODAY)
        save_filter(unit, desk.entity.id, "Near", Search(filters=(("flag", "near"),)))
    before = everything_kept(book)
    assert all(before)
    [file, *_] = export_entity(book, "party", tmp_path / "out")
    with riverbend_at(str(tmp_path / "other.fdesk")) as other:
        nothing = everything_kept(other)
        done = enter_interchange(other, file, "party")
        assert everything_kept(other) == before
        assert other.verify() == []
        other.undo_batch(done.batch_id)
        assert everything_kept(other) == nothing
