"""Donors of a file who may be one person: found with reasons, linked only when somebody says so."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.intake import likely_people as likely_module
from financedesk.intake.importing import import_file
from financedesk.intake.likely_people import LikelyPerson
from financedesk.intake.people_said import PersonSaid, Verdict
from financedesk.intake.resemblance import Likeness, resemblance
from financedesk.intake.undoing import undo_import
from financedesk.intake.watching import RowWatcher
from financedesk.ledger.same_person import link_cards
from tests.intake.exports import facts, gift, new_book, rows_of, write_export

LEE = Likeness("Ann", "Lee", "", "1 Main St", "02118", "ann@example.org")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made
        assert made.verify() == []


def file(folder: Path, *rows: Mapping[str, str], name: str = "a.csv") -> Path:
    return write_export(folder / name, rows)


def watched(book: Book, path: Path) -> RowWatcher:
    watcher = RowWatcher()
    import_file(book, path, watcher=watcher, dry_run=True)
    return watcher


def likely(book: Book, path: Path) -> Sequence[LikelyPerson]:
    people = watched(book, path).people
    assert people is not None
    return people


def found(book: Book, path: Path) -> list[tuple[int, str, str]]:
    """The rows of the likely donors, with both names as they stand on the cards."""
    return [(one.row, one.new.display_name, one.other.display_name) for one in likely(book, path)]


BILL = gift(
    Lineitem_ID="21", Donor_First_Name="Bill", Donor_Last_Name="Reyes", Donor_Email="",
    Donor_Addr1="5 Oak Street",
)  # fmt: skip
UNKNOWN = BILL | {"Donor Employer": ""}
WILLIAM = BILL | {"Lineitem ID": "22", "Donor First Name": "William", "Donor Addr1": "9 Elm Ave"}


# --- what is alike


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (LEE._replace(first_name="A."), "initial"),
        (LEE._replace(first_name="Anna"), "begin alike"),
        (LEE._replace(first_name="Lee", last_name="Ann"), "changed places"),
        (LEE._replace(street="9 Elm", email=""), "Same first name."),
        (LEE._replace(last_name="Hill"), "under another name"),
        (LEE._replace(street="1 MAIN Street #4", zip="", first_name="An"), "begin alike"),
    ],
)
def test_what_may_be_one_person_says_why(other: Likeness, reason: str) -> None:
    alike = resemblance(LEE, other)
    assert alike is not None
    assert any(reason in one for one in alike.reasons)


@pytest.mark.parametrize(
    "other",
    [
        LEE._replace(first_name="Bob", email=""),
        LEE._replace(zip="97477", street="1 Main St", email=""),
        LEE._replace(first_name="Lee", last_name="Ann", zip="", street="", email=""),
        LEE._replace(first_name="Aida", street="9 Elm", email=""),
        LEE._replace(first_name="", last_name="Lee"),
        LEE._replace(last_name="Hill", first_name="Bob", street="9 Elm", zip="97477"),
    ],
)
def test_what_is_not_alike_is_no_question(other: Likeness) -> None:
    assert resemblance(LEE, other) is None


@pytest.mark.parametrize(
    ("other", "against"),
    [
        (LEE._replace(last_name="Lee Jr."), "Jr.: father and son"),
        (LEE._replace(suffix="III"), "III: father and son"),
        (LEE._replace(first_name="Bob"), "spouses"),
        (LEE._replace(first_name="Bob", last_name="Hill"), "household"),
    ],
)
def test_father_and_son_and_spouses_are_told_as_two(other: Likeness, against: str) -> None:
    alike = resemblance(LEE, other)
    assert alike is not None
    assert any(against in one for one in alike.against)
    assert resemblance(LEE, LEE._replace(first_name="A.")) is not None


likenesses = st.builds(
    Likeness, *[st.sampled_from(["", "Ann", "Lee", "A", "Bill", "William", "Lee Jr"])] * 2,
    st.sampled_from(["", "Jr", "Sr"]), st.sampled_from(["", "1 Main St", "9 Elm Ave"]),
    st.sampled_from(["", "02118", "97477"]), st.sampled_from(["", "a@x.org", "A+b@x.org"]),
)  # fmt: skip


@given(likenesses, likenesses)
def test_it_is_the_same_question_both_ways(one: Likeness, other: Likeness) -> None:
    here, there = resemblance(one, other), resemblance(other, one)
    assert (here is None) == (there is None)
    if here is not None and there is not None:
        assert here.reasons
        assert len(here.reasons) == len(there.reasons)
        assert len(here.against) == len(there.against)


# --- who is found


def test_a_donor_who_may_have_a_card_is_found_in_the_book(book: Book, tmp_path: Path) -> None:
    import_file(book, file(tmp_path, BILL))
    before = facts(book)
    second = file(tmp_path, gift(Lineitem_ID="30"), WILLIAM, name="b.csv")
    (one,) = likely(book, second)
    assert (one.row, one.other_row) == (2, None)
    assert (one.new.first_name, one.other.first_name) == ("William", "Bill")
    assert one.resemblance.reasons == (
        "William may be Bill.", "Same last name and ZIP code.",
    )  # fmt: skip
    assert rows_of(book, "SELECT id FROM contact WHERE first_name = 'Bill'") == [(one.other_card,)]
    assert facts(book) == before


def test_two_donors_of_one_file_are_found(book: Book, tmp_path: Path) -> None:
    (one,) = likely(book, file(tmp_path, BILL, WILLIAM))
    assert (one.row, one.other_row, one.other_card) == (2, 1, None)


def test_who_is_known_is_no_question(book: Book, tmp_path: Path) -> None:
    import_file(book, file(tmp_path, BILL))
    again = BILL | {"Lineitem ID": "40", "Donor City": "Salem"}
    assert found(book, file(tmp_path, again, name="b.csv")) == []


def test_nobody_is_sought_in_the_books_of_another_entity(book: Book, tmp_path: Path) -> None:
    import_file(book, file(tmp_path, BILL))
    birch = WILLIAM | {"Recipient Gov ID": "C00990002", "Recipient": "Birch"}
    assert found(book, file(tmp_path, birch, name="b.csv")) == []


@pytest.mark.parametrize(
    "other",
    [
        {"Donor First Name": "Reyes", "Donor Last Name": "Bill", "Donor Addr1": "9 Elm Ave"},
        {"Donor First Name": "Billie", "Donor ZIP": ""},
        {"Donor Last Name": "Reyes Jr"},
        {"Donor First Name": "", "Donor Last Name": "Reyes Bakery"},
    ],
)
def test_every_way_to_be_alike_is_searched_for(
    book: Book, tmp_path: Path, other: Mapping[str, str]
) -> None:
    bakery = BILL | {"Lineitem ID": "20", "Donor First Name": "", "Donor Last Name": "Reyes Bakery"}
    import_file(book, file(tmp_path, BILL, bakery))
    row = BILL | {"Lineitem ID": "41", "Donor Addr1": "5 Oak Street"} | other
    if not row["Donor First Name"]:
        row = row | {"Donor Addr1": "77 Elm Ave"}
    assert len(found(book, file(tmp_path, row, name="b.csv"))) == 1


def test_a_shared_e_mail_address_is_a_question(book: Book, tmp_path: Path) -> None:
    import_file(book, file(tmp_path, gift()))
    spouse = gift(Lineitem_ID="8", Donor_First_Name="Bob", Donor_Email="ANN@example.org")
    (one,) = likely(book, file(tmp_path, spouse, name="b.csv"))
    assert "spouses" in one.resemblance.against[0]


def test_no_more_are_listed_than_can_be_looked_at(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("financedesk.intake.watching.MOST_LIKELY", 2)
    rows = [UNKNOWN | {"Lineitem ID": str(n), "Donor Addr1": f"{n} Oak St"} for n in range(1, 6)]
    watcher = watched(book, file(tmp_path, *rows))
    assert watcher.people is not None
    assert (len(watcher.people), watcher.has_more_people) == (2, True)


def test_a_crowd_of_one_name_is_bounded(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likely_module, "_MOST_ALIKE", 3)
    rows = [UNKNOWN | {"Lineitem ID": str(n), "Donor Addr1": f"{n} Oak St"} for n in range(1, 9)]
    assert len(likely(book, file(tmp_path, *rows))) == 3


# --- what is said of them


def said(one: LikelyPerson, verdict: Verdict) -> PersonSaid:
    return PersonSaid(one.row, verdict, "Said by the treasurer", one.other_card, one.other_row)


def links(book: Book) -> list[tuple[object, ...]]:
    return rows_of(
        book,
        "SELECT c.first_name, p.first_name, l.reason FROM person_link l"
        " JOIN contact c ON c.id = l.card_id JOIN contact p ON p.id = l.person_id",
    )


@pytest.mark.parametrize("in_book", [True, False])
def test_who_is_one_person_is_linked_with_the_import_and_goes_with_it(
    book: Book,
    tmp_path: Path,
    in_book: bool,
) -> None:
    rows = (WILLIAM,) if in_book else (BILL, WILLIAM)
    if in_book:
        import_file(book, file(tmp_path, BILL, name="first.csv"))
    before = facts(book)
    path = file(tmp_path, *rows)
    (one,) = likely(book, path)
    report = import_file(book, path, people=[said(one, Verdict.SAME)])
    assert links(book) == [("William", "Bill", "Said by the treasurer")]
    assert book.verify() == []
    assert report.batch is not None
    undo_import(book, report.batch)
    assert facts(book) == before


def test_one_person_is_added_up(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, BILL | {"Amount": "150.00"}, WILLIAM | {"Amount": "150.00"})
    (one,) = likely(book, path)
    import_file(book, path, people=[said(one, Verdict.SAME)])
    sums = rows_of(book, "SELECT MAX(aggregate_cents) FROM aggregate")
    assert sums == [(300_00,)]


def test_who_is_not_is_told_apart(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, BILL, WILLIAM)
    (one,) = likely(book, path)
    import_file(book, path, people=[said(one, Verdict.APART)])
    assert links(book) == []
    assert rows_of(book, "SELECT reason FROM person_apart") == [("Said by the treasurer",)]


def test_what_is_tried_links_nobody(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, BILL, WILLIAM)
    (one,) = likely(book, path)
    before = facts(book)
    import_file(book, path, people=[said(one, Verdict.SAME)], dry_run=True)
    assert facts(book) == before


def test_a_choice_for_a_row_without_a_new_card_is_only_noted(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, BILL, WILLIAM)
    wrong = [
        PersonSaid(9, Verdict.SAME, "why", other_row=1),
        PersonSaid(1, Verdict.SAME, "why", other_row=9),
    ]
    report = import_file(book, path, people=wrong)
    assert any("got no new card" in one for one in report.warnings)
    assert links(book) == []


def test_what_contradicts_itself_stores_nothing(book: Book, tmp_path: Path) -> None:
    path = file(tmp_path, BILL, WILLIAM)
    (one,) = likely(book, path)
    before = facts(book)
    with pytest.raises(BadInput, match="Row 2"):
        import_file(book, path, people=[said(one, Verdict.APART), said(one, Verdict.SAME)])
    with pytest.raises(NotFound, match="Row 2"):
        import_file(book, path, people=[PersonSaid(2, Verdict.SAME, "why", other_card=7)])
    assert facts(book) == before


def test_cards_of_two_entities_are_not_linked(book: Book, tmp_path: Path) -> None:
    birch = WILLIAM | {"Recipient Gov ID": "C00990002", "Recipient": "Birch"}
    path = file(tmp_path, BILL, birch)
    with pytest.raises(Refused, match="two entities"):
        import_file(book, path, people=[PersonSaid(2, Verdict.SAME, "why", other_row=1)])


def test_who_is_linked_already_is_linked_as_a_whole_on_both_databases(
    location: str, tmp_path: Path
) -> None:
    with new_book(location) as book:
        two = BILL, BILL | {"Lineitem ID": "60", "Donor First Name": "Will", "Donor ZIP": "97477"}
        import_file(book, file(tmp_path, *two, name="first.csv"))
        cards = [row[0] for row in rows_of(book, "SELECT id FROM contact WHERE type = 'IND'")]
        with book.unit_of_work("Link") as unit:
            link_cards(unit, cards, "Known before")
        before = facts(book)
        path = file(tmp_path, WILLIAM)
        (one,) = likely(book, path)
        report = import_file(book, path, people=[said(one, Verdict.SAME)])
        assert rows_of(book, "SELECT COUNT(*), COUNT(DISTINCT person_id) FROM person_link") == [
            (2, 1)
        ]
        assert book.verify() == []
        assert report.batch is not None
        undo_import(book, report.batch)
        assert facts(book) == before
