"""Corrections at the wall: what makes another gift of an entry is asked as a new one would be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest

from financedesk.book import Book
from financedesk.errors import Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.hold import HoldTerms, correct_onto_hold, place_hold
from financedesk.ledger.hold_rows import open_hold
from financedesk.ledger.overrides import keep_override
from financedesk.ledger.payment_edit import PaymentEdit, correct_payment, edit_outlook
from financedesk.ledger.room import open_book
from financedesk.ledger.typed_gift import TypedGift, record_gift, replace_gift
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.typed_transfer import (
    Side,
    TransferEdit,
    TypedTransfer,
    correct_transfer,
    record_transfer,
)
from financedesk.ledger.wall import Note
from financedesk.ledger.wall_notes import notes_of
from financedesk.rules.limits import Override
from tests.ledger.meadow import meadow_at, side

DAY = "2026-07-06"
FRIENDS = Contact(type="CCM", name="Friends of Else", committee_id="C00777777")
CANDIDATE = Contact(type="CAN", last_name="Else", candidate_id="H6OR01001")
RELEASED = Note(words="Opinion of counsel of July 1", who="R. Stone", on=DAY)
PERSON = Contact(type="IND", last_name="Lopez", first_name="Ada", state="OR")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("books") / "meadow.fdesk"
    with meadow_at(str(made)):
        return made


@pytest.fixture
def book(written: Path, tmp_path: Path) -> Iterator[Book]:
    with open_book(copyfile(written, tmp_path / "meadow.fdesk")) as made:
        yield made


def keep(book: Book, rule: str, verdict: str) -> None:
    word = Override(
        rule=rule, verdict=verdict, reason="settled", who="R. Stone", decided_on=date(2026, 7, 1)
    )
    with book.unit_of_work("Keep counsel's word") as unit:
        keep_override(unit, word)


# --- contributions made


def pay(book: Book, cents: int, **more: object) -> int:
    of = side(book, str(more.pop("of", "action")))
    values: dict[str, object] = {
        "payee": FRIENDS, "kind": "contribution_to_candidate", "election_code": "G2026",
        "candidate": CANDIDATE, **more,
    }  # fmt: skip
    paid = TypedPayment(
        known=None,
        amount_cents=cents,
        day=DAY,
        account=of.account,
        purpose="Contribution",
        **values,  # type: ignore[arg-type]
    )
    with book.unit_of_work("Record disbursement") as unit:
        return record_payment(unit, of.entity, paid)


def edited(cents: int, **more: object) -> PaymentEdit:
    base = PaymentEdit(
        amount_cents=cents, day=DAY, purpose="Contribution", category="", election_code="G2026",
        method="", payee=None,
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


def correct(book: Book, item_id: int, edit: PaymentEdit) -> None:
    with book.unit_of_work("Edit disbursement") as unit:
        correct_payment(unit, item_id, edit)


def amount(book: Book, item_id: int) -> int:
    with book.read() as connection:
        row = connection.execute(tables.item.select().where(tables.item.c.id == item_id)).one()
    return int(row.amount_cents)


def test_a_contribution_is_not_raised_above_its_limit(book: Book) -> None:
    paid = pay(book, 3_000_00)
    pay(book, 400_00)
    correct(book, paid, edited(3_100_00))
    with pytest.raises(Walled, match=r"\$0\.01 above \$3,500\.00 for the general 2026") as refused:
        correct(book, paid, edited(3_100_01))
    assert "30116" in refused.value.citation
    assert amount(book, paid) == 3_100_00
    correct(book, paid, edited(2_000_00, purpose="Support"))
    book.undo()
    assert amount(book, paid) == 3_100_00
    assert book.verify() == []


def test_another_election_has_its_own_limit(book: Book) -> None:
    pay(book, 3_000_00, election_code="P2026")
    paid = pay(book, 1_000_00)
    with pytest.raises(Walled, match="for the primary 2026"):
        correct(book, paid, edited(1_000_00, election_code="P2026"))
    correct(book, paid, edited(500_00, election_code="P2026"))


def test_another_payee_is_looked_at_as_a_new_one(book: Book) -> None:
    keep(book, "federal_pac > super_pac", "prohibited")
    payee = Contact(type="PAC", name="Some Action", committee_id="C00888888")
    paid = pay(book, 100_00, payee=payee, kind="contribution_to_other_committee", candidate=None,
               election_code="")  # fmt: skip
    with book.read() as connection:
        row = connection.execute(tables.item.select().where(tables.item.c.id == paid)).one()
        known = read_contact(connection, row.contact_id)
    own = replace(known, name="Meadow Loud", committee_id="C00999006")
    with pytest.raises(Walled, match=r"R\. Stone"):
        correct(book, paid, edited(100_00, election_code="", payee=own))
    correct(book, paid, edited(100_00, election_code="", payee=replace(known, city="Bend")))


def test_a_condition_is_asked_and_its_note_kept_and_enough_for_later(book: Book) -> None:
    paid = pay(book, 100_00)
    keep(book, "federal_pac > candidate", "conditional")
    with book.read() as connection:
        said = edit_outlook(connection, paid, edited(200_00))
        assert edit_outlook(connection, paid, edited(50_00)) is None
    assert said is not None
    assert said.asked.startswith("The giver must declare it in writing")
    with pytest.raises(Walled, match="must declare it") as asked:
        correct(book, paid, edited(200_00))
    assert asked.value.asks == "attestation"
    correct(book, paid, edited(200_00, note=RELEASED))
    correct(book, paid, edited(300_00))
    with book.read() as connection:
        settled = edit_outlook(connection, paid, edited(400_00))
        assert settled is not None
        assert settled.asked == ""
        assert notes_of(connection, [paid])[paid].note == RELEASED
        (count,) = connection.exec_driver_sql("SELECT count(*) FROM wall_note").one()
    assert count == 1
    book.undo()
    book.undo()
    with book.read() as connection:
        assert notes_of(connection, [paid]) == {}
    assert book.verify() == []


# --- gifts received


def received(of: Side, cents: int, **more: object) -> TypedGift:
    base = TypedGift(giver=PERSON, known=None, amount_cents=cents, day=DAY, account=of.account)
    return replace(base, **more)  # type: ignore[arg-type]


def card_of(book: Book, item_id: int) -> ContactRef:
    with book.read() as connection:
        row = connection.execute(tables.item.select().where(tables.item.c.id == item_id)).one()
    return ContactRef(row.contact_id, row.card_id)


def record(book: Book, of: Side, gift: TypedGift) -> int:
    with book.unit_of_work("Record contribution") as unit:
        return record_gift(unit, of.entity, gift)


def test_a_gift_s_new_day_or_amount_is_asked_as_a_new_gift(book: Book) -> None:
    of = side(book, "party")
    item_id = record(book, of, received(of, 100_00))
    keep(book, "individual > state_party", "prohibited")
    known = card_of(book, item_id)
    for change in ({"amount_cents": 200_00}, {"day": "2026-07-07"}):
        with (
            pytest.raises(Walled, match="Counsel's word holds"),
            book.unit_of_work("Edit contribution") as unit,
        ):
            replace_gift(unit, of.entity, item_id, received(of, 100_00, known=known, **change))
    with book.unit_of_work("Edit contribution") as unit:
        replace_gift(unit, of.entity, item_id, received(of, 90_00, known=known, method="Check 7"))
    assert amount(book, item_id) == 90_00


def test_what_is_refused_is_corrected_onto_hold_and_a_held_gift_is_corrected(book: Book) -> None:
    of = side(book, "party")
    item_id = record(book, of, received(of, 100_00))
    keep(book, "individual > state_party", "prohibited")
    gift = received(of, 200_00, known=card_of(book, item_id))
    terms = HoldTerms(reason="prohibited", basis="Counsel forbids it", since=DAY)
    with book.unit_of_work("Correct and hold") as unit:
        correct_onto_hold(unit, of.entity, item_id, gift, terms)
    with book.read() as connection:
        held = open_hold(connection, item_id)
    assert held is not None
    assert (held.open_cents, amount(book, item_id)) == (200_00, 200_00)
    with book.unit_of_work("Edit contribution") as unit:
        replace_gift(unit, of.entity, item_id, replace(gift, amount_cents=250_00))
    book.undo()
    book.undo()
    assert amount(book, item_id) == 100_00
    assert book.verify() == []


def test_a_gift_above_the_limit_is_still_taken_when_it_is_corrected(book: Book) -> None:
    of = side(book, "party")
    item_id = record(book, of, received(of, 9_000_00))
    known = card_of(book, item_id)
    with book.unit_of_work("Edit contribution") as unit:
        replace_gift(unit, of.entity, item_id, received(of, 12_000_00, known=known))
    assert amount(book, item_id) == 12_000_00
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, item_id, HoldTerms(reason="excessive", basis="Above", since=DAY))


# --- transfers


def test_a_transfer_s_other_day_is_looked_at(book: Book) -> None:
    typed = TypedTransfer(
        giver=side(book, "strangers"), taker=side(book, "campaign"), amount_cents=100_00,
        day=DAY, election_code="G2026",
    )  # fmt: skip
    with book.unit_of_work("Record transfer") as unit:
        given, _taken = record_transfer(unit, typed)
    keep(book, "federal_pac > candidate", "prohibited")
    edit = TransferEdit(amount_cents=100_00, day="2026-07-08", purpose="", method="")
    with pytest.raises(Walled, match=r"R\. Stone"), book.unit_of_work("Edit transfer") as unit:
        correct_transfer(unit, given, edit)
    with book.unit_of_work("Edit transfer") as unit:
        correct_transfer(unit, given, replace(edit, day=DAY, method="Wire"))
