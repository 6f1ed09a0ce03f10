"""A joint fundraiser's agreement goes with it: shares, versions, participants by their names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger import tables
from financedesk.ledger.entities import find_entity
from financedesk.ledger.joint_agreements import JointTerms, agreements_of
from financedesk.ledger.joint_shares import joint_forecast
from financedesk.ledger.limits import Question
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.room import create_book
from financedesk.reports.interchange import export_entity
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import RIVERBEND, desk_for, entity, person
from tests.ledger.test_joint_agreements import BOTH, OUTSIDE, TERMS, keep

ON = date(2026, 5, 1)


def first_book(folder: Path) -> Book:
    """Make a book whose joint committee changed its formula once."""
    jfc = replace(entity("joint", "jfc", "C00999995"), limit_group="")
    organisation = Organisation(name="Riverbend", entities=(*RIVERBEND.entities, jfc))
    book = book_of(folder / "first.fdesk", organisation)
    joint = desk_for(book, "joint")
    joint.record("individual_receipt", joint.meet(person("Lopez")), "2026-02-01", 500_00)
    keep(book, joint, replace(TERMS, note="Binder 4"))
    three = (replace(BOTH[0], weight=3), replace(BOTH[1], weight=2), replace(OUTSIDE, weight=1))
    changed = replace(
        TERMS, from_date="2026-04-01", signed_on="2026-03-20", whole=0, shares=three
    )  # fmt: skip
    keep(book, joint, changed)
    return book


def entered(book: Book, codes: Sequence[str], folder: Path) -> Book:
    made = create_book(folder / "second.fdesk", name="second")
    for code in codes:
        [file, *_] = export_entity(book, code, folder / code)
        enter_interchange(made, file, code)
    return made


def terms_in(book: Book) -> list[JointTerms]:
    with book.read() as connection:
        joint = find_entity(connection, "joint")
        return [one.terms for one in agreements_of(connection, joint.id)]


@pytest.mark.parametrize(
    "codes", [("joint", "party", "campaign"), ("campaign", "party", "joint"), ("joint",)]
)
def test_an_agreement_is_the_same_in_another_book(codes: Sequence[str], tmp_path: Path) -> None:
    with first_book(tmp_path) as book, entered(book, codes, tmp_path) as second:
        assert second.verify() == []
        assert terms_in(second) == terms_in(book)
        assert len(terms_in(second)) == 2


def test_participants_that_are_in_the_other_book_are_measured_by_their_books(
    tmp_path: Path,
) -> None:
    with (
        first_book(tmp_path) as book,
        entered(book, ("joint", "party"), tmp_path) as second,
        second.read() as connection,
    ):
        joint = find_entity(connection, "joint")
        seen = [row.id for row in connection.execute(tables.entity.select())]
        card = connection.execute(tables.contact.select()).first()
        assert card is not None
        question = Question(on=ON, cents=600_00)
        found = joint_forecast(connection, joint.id, card.card_id, seen, question)
    assert found is not None
    assert [(one.share.name, one.cents, one.outside) for one in found.parts] == [
        ("Riverbend Party", 300_00, False), ("Riverbend Campaign", 200_00, True),
        ("Harbor for House", 100_00, True),
    ]  # fmt: skip
