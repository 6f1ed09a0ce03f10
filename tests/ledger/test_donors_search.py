"""The list of donors by what is typed: amounts beside words; and searches kept under a name."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import register_search
from financedesk.ledger.donors import DonorQuery, donor_count, donor_ids
from financedesk.ledger.donors_rows import donor_rows
from financedesk.ledger.donors_search import Sizes, typed_search
from financedesk.ledger.saved_filters import (
    Search,
    delete_filter,
    rename_filter,
    save_filter,
    saved_filters,
)
from tests.ledger.riverbend import Desk, desk_for, person

TODAY = date(2026, 10, 6)
GIFT, REFUND = "individual_receipt", "refund_individual_contribution"
_MOST = (1 << 62) - 1


def found(book: Book, desk: Desk, typed: str) -> set[str]:
    """Ask as the page does: the first rows, all of them, and their number."""
    query = DonorQuery(entity_ids=(desk.entity.id,), today=TODAY, text=typed)
    with book.read() as connection:
        first = list(donor_ids(connection, query, limit=50))
        every = list(donor_ids(connection, query))
        assert donor_count(connection, query).donors == len(every)
        rows = donor_rows(connection, every, query.entity_ids, TODAY)
    assert first == every
    return {row.contact.last_name for row in rows}


@pytest.fixture
def givers(book: Book, desk: Desk) -> None:
    """Gray gave 250 and 25, Hill 1,000.01 and got 250 back, Ives 20; Kent's phone begins so."""
    gray, hill, ives = (desk.meet(person(name)) for name in ("Gray", "Hill", "Ives"))
    desk.meet(replace(person("Kent"), phone="250-555-0100"))
    desk.record(GIFT, gray, "2026-03-01", 250_00)
    desk.record(GIFT, gray, "2026-04-01", 25_00)
    gift = desk.record(GIFT, hill, "2026-03-01", 1_000_01)
    desk.record(REFUND, hill, "2026-03-09", 250_00, parent_id=gift)
    desk.record(GIFT, ives, "2026-03-01", 20_00)
    strange = desk_for(book, "campaign")
    strange.record(GIFT, strange.meet(person("Zorn")), "2026-03-01", 250_00)


ASKED = {
    "250": {"Gray", "Kent"},
    "250.": {"Gray"},
    "250.00": {"Gray"},
    "$250": {"Gray"},
    "250-555": {"Kent"},
    "20": {"Ives"},
    "1,000.01": {"Hill"},
    ">1000": {"Hill"},
    "> 250": {"Hill"},
    ">=250": {"Gray", "Hill"},
    "<25": {"Ives"},
    "<=25": {"Gray", "Ives"},
    ">20 <1000": {"Gray"},
    "gray >20": {"Gray"},
    "salem >=20": {"Gray", "Hill", "Ives"},
    "hill <25": set(),
    ">5000": set(),
    "gray": {"Gray"},
}


@pytest.mark.parametrize("many", [3_000, 1], ids=["few", "many"])
@pytest.mark.usefixtures("givers")
def test_an_amount_finds_who_gave_as_much(
    book: Book, desk: Desk, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The same answers, whether gifts are looked up or the list is walked.
    monkeypatch.setattr(register_search, "MANY", many)
    monkeypatch.setattr("financedesk.ledger.donors_search.MANY", many)
    assert {typed: found(book, desk, typed) for typed in ASKED} == ASKED


@given(st.text(alphabet="<>=$0123456789.,ab ", max_size=20))
def test_whatever_is_typed_has_a_meaning(typed: str) -> None:
    meant = typed_search(typed)
    assert len(meant.words) <= len(typed)
    if meant.sizes is not None:
        assert -_MOST <= meant.sizes.least_cents <= _MOST + 1
        assert -_MOST - 1 <= meant.sizes.most_cents <= _MOST


def test_two_bounds_hold_together() -> None:
    assert typed_search("> 1,000.50 <=2000").sizes == Sizes(1_000_51, 2_000_00)
    assert typed_search("mill > 3").words == "mill"


# --- searches under a name


def test_a_search_is_kept_renamed_and_forgotten(book: Book, desk: Desk) -> None:
    whose = desk.entity.id
    wanted = Search(text=" mill >100", filters=(("flag", "near"), ("state", "OR")), order="given")
    with book.unit_of_work("Save filter") as unit:
        kept = save_filter(unit, whose, " Mill   people ", wanted)
        with pytest.raises(Refused, match="mill people"):
            save_filter(unit, whose, "mill people", wanted)
        with pytest.raises(BadInput, match="everybody"):
            save_filter(unit, whose, "All", Search(order="name"))
        for name in ("", "x" * 61):
            with pytest.raises(BadInput, match="name"):
                save_filter(unit, whose, name, wanted)
        other = save_filter(unit, whose, "Zeal", wanted)
        with pytest.raises(Refused):
            rename_filter(unit, other, "MILL PEOPLE")
        rename_filter(unit, other, "Amber")
        rename_filter(unit, kept, "Mill People")
    with book.read() as connection:
        known = saved_filters(connection, [whose])
        assert saved_filters(connection, [desk_for(book, "campaign").entity.id]) == ()
    assert [one.name for one in known] == ["Amber", "Mill People"]
    assert known[1].search == replace(wanted, text="mill >100")
    with book.unit_of_work("Delete filter") as unit:
        delete_filter(unit, kept)
        with pytest.raises(NotFound):
            delete_filter(unit, kept)
    book.undo()
    with book.read() as connection:
        assert len(saved_filters(connection, [whose])) == 2
