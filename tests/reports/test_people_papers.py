"""Papers for the people behind a drive, read back: call sheets, letters, receipts, lists."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from financedesk.book import Book
from financedesk.drives.giving import Given, GivenLine
from financedesk.drives.prospects import Prospect, prospects
from financedesk.errors import BadInput, Cancelled, NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.donors_edit import set_consent
from financedesk.ledger.organisation import NewEntity, Organisation
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.progress import Silent
from financedesk.reports.call_sheet import CallSheet, write_call_sheet
from financedesk.reports.mail_merge import COLUMNS, OF_HISTORY, write_mail_merge
from financedesk.reports.receipt_letter import ReceiptLetter, receipt_letters, write_receipts
from financedesk.reports.thank_you import thank_yous, write_thank_yous
from financedesk.rules.tax_notices import Benefit
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import Desk, desk_for, person
from tests.ledger.riverbend import entity as riverbend_entity

TODAY = date(2026, 6, 15)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NOT_DEDUCTIBLE = (
    "Contributions or gifts to Riverbend {} are not deductible as charitable contributions for"
    " federal income tax purposes."
)
KINDS = {
    "party": "individual_receipt", "campaign": "individual_receipt",
    "institute": "c3_contribution", "voice": "c4_contribution",
}  # fmt: skip


def other(code: str, kind: str, ein: str) -> NewEntity:
    return replace(
        riverbend_entity(code, kind, "C00999990"), registrations=(), ein=ein, limit_group=None
    )


ALL = Organisation(
    name="Riverbend",
    entities=(
        riverbend_entity("party", "state_party", "C00999991"),
        riverbend_entity("campaign", "candidate", "C00999992"),
        other("institute", "think_tank_c3", "93-0990143"),
        other("voice", "issue_c4", "93-0990151"),
        other("nameless", "think_tank_c3", ""),
    ),
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with book_of(tmp_path / "book.fdesk", ALL) as made:
        yield made


def donor(desk: Desk, *gifts: tuple[str, int], **known: Any) -> ContactRef:
    who = desk.meet(replace(person("Lopez"), **{"phone": "503-555-0100", **known}))
    for day, cents in gifts:
        desk.record(KINDS.get(desk.entity.code, "c3_contribution"), who, day, cents)
    return who


def words_in(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def people(desk: Desk, *who: ContactRef) -> tuple[Prospect, ...]:
    with desk.book.read() as connection:
        cards = [one.card_id for one in who]
        return tuple(prospects(connection, cards, desk.entity.id, TODAY, Silent()))


def call_sheet(desk: Desk, folder: Path, *who: ContactRef) -> str:
    sheet = CallSheet(entity=desk.entity, about="Lapsed", on=TODAY, people=people(desk, *who))
    write_call_sheet(sheet, folder / "calls.pdf")
    return words_in(folder / "calls.pdf")


def thanks(desk: Desk, folder: Path, *who: ContactRef, words: Path | None = None) -> str:
    with desk.book.read() as connection:
        cards = [one.card_id for one in who]
        found = thank_yous(connection, desk.entity, cards, FIRST, LAST, TODAY, Silent())
    write_thank_yous(found, folder / "thanks.pdf", Silent(), words)
    return words_in(folder / "thanks.pdf")


def receipt(desk: Desk, folder: Path, *who: ContactRef, benefit: Benefit | None = None) -> str:
    with desk.book.read() as connection:
        cards = [one.card_id for one in who]
        found = receipt_letters(connection, desk.entity, cards, FIRST, LAST, TODAY, benefit)
    write_receipts(found, folder / "receipt.pdf", Silent())
    return words_in(folder / "receipt.pdf")


# --- call sheets


def test_a_call_sheet_says_whom_to_call_what_to_ask_and_what_to_read_out(
    book: Book, tmp_path: Path
) -> None:
    desk = desk_for(book, "party")
    who = donor(desk, ("2026-02-01", 20_00), ("2026-03-01", 50_00), employer="")
    said = call_sheet(desk, tmp_path, who)
    for words in (
        "Call sheet: Lapsed", "1 donor to call.", "Ada Lopez, Salem, OR", "503-555-0100",
        "2 times, $70 in all; last $50 on 2026-03-01", "$50, $100, $125", "employer",
        "paid for by Riverbend Party, 1 Main St, Salem, OR 97301, and is not authorized by any",
        "Are you a United States citizen", "Is this your own money", "federal government",
        "personal card", "best efforts to collect and report", "exceed $200 in a calendar year",
        NOT_DEDUCTIBLE.format("Party"), "11 CFR 104.7(b)(1)", "52 U.S.C. 30121",
        "The limit leaves $9,930.",
    ):  # fmt: skip
        assert words in said, words


@pytest.mark.parametrize(
    ("code", "there", "absent"),
    [
        ("campaign", "exceed $200 in an election cycle", "not authorized by any candidate"),
        ("voice", NOT_DEDUCTIBLE.format("Voice"), "United States citizen"),
        ("institute", "only what you pay above its value may be deducted", "not deductible"),
    ],
)
def test_what_is_read_out_goes_by_whose_money_it_is(
    book: Book, tmp_path: Path, code: str, there: str, absent: str
) -> None:
    desk = desk_for(book, code)
    said = call_sheet(desk, tmp_path, donor(desk, ("2026-02-01", 20_00)))
    assert there in said
    assert absent not in said


def test_who_said_no_to_calls_is_not_on_the_sheet(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    stays = donor(desk, ("2026-02-01", 20_00))
    gone = donor(desk, ("2026-02-02", 20_00), last_name="Quietman", phone="503-555-0199")
    with book.unit_of_work("No calls") as unit:
        set_consent(unit, gone.card_id, "phone", given=False, since="2026-03-01")
    said = call_sheet(desk, tmp_path, stays, gone)
    assert "1 donor to call. 1 has said no to calls and must not be called." in said
    assert "Quietman" not in said
    assert "503-555-0199" not in said
    assert "Nobody to call." in call_sheet(desk, tmp_path, gone)


def test_a_long_call_sheet_has_its_titles_on_each_page(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    many = [donor(desk, ("2026-02-01", 20_00), first_name=f"No{n}") for n in range(24)]
    call_sheet(desk, tmp_path, *many)
    pages = PdfReader(tmp_path / "calls.pdf").pages
    assert len(pages) > 1
    assert all("May be asked" in page.extract_text() for page in pages)


# --- thank-you letters


def test_a_thank_you_names_the_gift_and_says_what_the_law_wants(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    said = thanks(desk, tmp_path, donor(desk, ("2026-02-01", 20_00), ("2026-03-05", 50_00)))
    for words in (
        "Riverbend Party", "1 Main St", "Ada Lopez 2 Oak St Salem, OR 97302", "June 15, 2026",
        "Dear Ada Lopez,", "your gift of $50.00 to Riverbend Party, which we received on March 5",
        NOT_DEDUCTIBLE.format("Party"), "26 U.S.C. 6113", "Ada Lopez, Treasurer",
    ):  # fmt: skip
        assert words in said, words
    assert "first one" not in said
    assert "best efforts" not in said


def test_a_first_gift_through_a_drive_is_thanked_for_as_such(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    values = {"entity_id": desk.entity.id, "code": "gala", "name": "Spring gala"}
    with book.unit_of_work("Make a drive") as unit:
        gala = unit.insert(tables.drive, values)
    who = desk.meet(person("Galan"))
    desk.record("individual_receipt", who, "2026-06-01", 20_00, drive_id=gala)
    said = thanks(desk, tmp_path, who)
    assert "It is your first one" in said
    assert "You gave to “Spring gala”." in said


def test_what_the_law_wants_asked_for_is_asked_with_thanks_and_nothing_else(
    book: Book, tmp_path: Path
) -> None:
    desk = desk_for(book, "party")
    said = thanks(desk, tmp_path, donor(desk, ("2026-02-01", 300_00), employer=""))
    assert "Federal law requires us to use our best efforts" in said
    assert "We do not know yours yet: employer." in said
    voice = desk_for(book, "voice")
    assert "best efforts" not in thanks(
        voice, tmp_path, donor(voice, ("2026-02-01", 300_00), employer="")
    )


def test_many_letters_are_one_document_with_pages_of_their_own(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "voice")
    two = [donor(desk, ("2026-02-01", 20_00), first_name=name) for name in ("Uma", "Kei")]
    none = donor(desk, ("2025-02-01", 20_00), first_name="Never")
    said = thanks(desk, tmp_path, *two, none)
    assert len(PdfReader(tmp_path / "thanks.pdf").pages) == 2
    assert "Dear Uma Lopez" in said
    assert "Dear Kei Lopez" in said
    assert "Never" not in said
    with pytest.raises(NotFound, match="None of them gave"):
        thanks(desk, tmp_path, none)


OWN = """
title = "A note"
salutation = "Hello {salutation}!"
closing = "Yours"
[[paragraph]]
text = "Your {gift_amount} helped."
"""


def test_an_organisations_own_words_take_the_place_of_ours(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    said = thanks(desk, tmp_path, donor(desk, ("2026-02-01", 20_00)), words=own)
    assert "Hello Ada Lopez! Your $20.00 helped." in said
    assert NOT_DEDUCTIBLE.format("Party") in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("{gift_amount}", "{gift_amont}"), "paragraph 1: there is no field {gift_amont}"),
        (("{gift_amount}", "{gift_amount!r}"), "no field"),
        (("{gift_amount}", "{gift_amount"), "a brace is left open"),
        (("[[paragraph]]", '[[paragraph]]\nwhen = "rich"'), "“rich” is none of: always"),
        (("[[paragraph]]", "[[paragraph]]\nfont = 9"), "nothing else"),
        (("[[paragraph]]\ntext =", "text ="), "it may say closing, paragraph"),
        (('closing = "Yours"', 'closing = ""'), "closing: say something"),
        (('title = "A note"', "title = "), "cannot be read"),
    ],
)
def test_words_with_a_mistake_are_refused_with_its_place(
    book: Book, tmp_path: Path, change: tuple[str, str], words: str
) -> None:
    desk = desk_for(book, "party")
    own = tmp_path / "own.toml"
    own.write_text(OWN.replace(*change), encoding="utf-8")
    who = donor(desk, ("2026-02-01", 20_00))
    with pytest.raises(BadInput, match=r"own\.toml") as refused:
        thanks(desk, tmp_path, who, words=own)
    assert words in str(refused.value)
    assert not (tmp_path / "thanks.pdf").exists()


# --- receipts


def test_a_charitys_receipt_is_the_acknowledgment_that_the_law_wants(
    book: Book, tmp_path: Path
) -> None:
    desk = desk_for(book, "institute")
    said = receipt(desk, tmp_path, donor(desk, ("2026-02-01", 250_00), ("2026-03-01", 50_00)))
    for words in (
        "from January 1, 2026 to December 31, 2026: $300.00 in all",
        "February 1, 2026 250.00", "March 1, 2026 50.00",
        "exempt under section 501(c)(3)", "employer identification number is 93-0990143",
        "No goods or services were provided in exchange for these contributions.",
        "it is the written acknowledgment", "26 U.S.C. 170(f)(8)(B)(ii)",
    ):  # fmt: skip
        assert words in said, words
    assert "not deductible" not in said


def test_small_gifts_need_no_acknowledgment(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "institute")
    said = receipt(desk, tmp_path, donor(desk, ("2026-02-01", 249_99)))
    assert "written acknowledgment" not in said
    assert "No goods or services" in said


def test_what_came_in_exchange_lowers_what_is_deductible(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "institute")
    who = donor(desk, ("2026-02-01", 100_00))
    dinner = Benefit(words="a dinner", cents=40_00)
    said = receipt(desk, tmp_path, who, benefit=dinner)
    assert "you received a dinner, whose value we estimate in good faith at $40.00" in said
    assert "what you gave above the value of what you received: $60.00." in said
    assert "No goods or services" not in said
    assert "$0.00" in receipt(desk, tmp_path, who, benefit=replace(dinner, cents=500_00))


def test_property_is_described_and_not_valued_by_a_charity(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "institute")
    chairs = GivenLine(
        id=1, day="2026-02-01", cents=300_00, words="Ten chairs", in_kind=True, drive=""
    )
    given = Given(card_id=1, contact=person("Ito", "Kei"), lines=(chairs,), is_first=True)
    letter = ReceiptLetter(entity=desk.entity, given=given, first=FIRST, last=LAST, on=TODAY)
    write_receipts([letter], tmp_path / "receipt.pdf", Silent())
    said = words_in(tmp_path / "receipt.pdf")
    assert "Goods or services: Ten chairs February 1, 2026 not valued" in said
    assert "300.00" not in said
    assert "their value is for the donor to determine" in said


def test_a_gift_in_kind_to_a_committee_is_told_with_its_value(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    who = desk.meet(person("Ito", "Kei"))
    desk.record("in_kind_receipt", who, "2026-02-01", 300_00, account_id=None, purpose="Chairs")
    said = receipt(desk, tmp_path, who)
    assert "Goods or services: Chairs February 1, 2026 300.00" in said


def test_a_receipt_of_who_is_no_charity_says_that_nothing_is_deductible(
    book: Book, tmp_path: Path
) -> None:
    for code in ("party", "voice", "campaign"):
        desk = desk_for(book, code)
        said = receipt(desk, tmp_path, donor(desk, ("2026-02-01", 500_00)))
        assert NOT_DEDUCTIBLE.format(code.capitalize()) in said
        assert "No goods or services" not in said


def test_what_was_given_back_is_taken_off(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    who = desk.meet(person("Lopez"))
    gift = desk.record("individual_receipt", who, "2026-02-01", 500_00)
    refund = TypedRefund(
        gift_id=gift, amount_cents=200_00, day="2026-03-01", account_id=desk.account_id
    )
    with book.unit_of_work("Refund") as unit:
        record_refund(unit, refund)
    said = receipt(desk, tmp_path, who)
    assert "Given back to you March 1, 2026 -200.00" in said
    assert "$300.00 in all" in said


def test_a_receipt_is_of_one_entity_alone(book: Book, tmp_path: Path) -> None:
    party, institute = desk_for(book, "party"), desk_for(book, "institute")
    donor(party, ("2026-02-01", 777_00))
    said = receipt(institute, tmp_path, donor(institute, ("2026-02-01", 20_00)))
    assert "777" not in said
    assert "Party" not in said


def test_what_cannot_be_confirmed_is_refused(book: Book, tmp_path: Path) -> None:
    institute, party = desk_for(book, "institute"), desk_for(book, "party")
    nameless = desk_for(book, "nameless")
    one, two = (donor(institute, ("2026-02-01", 90_00), first_name=n) for n in ("Uma", "Kei"))
    dinner = Benefit(words="a dinner", cents=40_00)
    with pytest.raises(BadInput, match="name one"):
        receipt(institute, tmp_path, one, two, benefit=dinner)
    with pytest.raises(BadInput, match="leave the benefit out"):
        receipt(party, tmp_path, donor(party, ("2026-02-01", 90_00)), benefit=dinner)
    for bad in (replace(dinner, words=" "), replace(dinner, cents=0)):
        with pytest.raises(BadInput):
            receipt(institute, tmp_path, one, benefit=bad)
    with pytest.raises(BadInput, match="no EIN"):
        receipt(nameless, tmp_path, donor(nameless, ("2026-02-01", 90_00)))
    with pytest.raises(NotFound):
        receipt(institute, tmp_path, ContactRef(1, 1))


# --- mail merge


def test_a_mail_merge_has_a_row_for_each_donor(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    who = donor(desk, ("2026-02-01", 20_00), ("2026-03-01", 50_00), email="ada@example.org")
    firm = desk.meet(Contact(type="ORG", name="=Acme", city="Salem", state="OR"))
    with book.unit_of_work("No e-mail") as unit:
        set_consent(unit, who.card_id, "email", given=False, since="2026-03-01")
    found = people(desk, who, firm)
    assert write_mail_merge(found, tmp_path / "list.xlsx", Silent()) == 2
    sheet = load_workbook(tmp_path / "list.xlsx").active
    assert sheet is not None
    titles, first, second = sheet.iter_rows(values_only=True)
    row = dict(zip(titles, first, strict=True))
    assert list(titles) == list(COLUMNS)
    assert (row["name"], row["salutation"]) == ("Ada Lopez", "Ada Lopez")
    assert (row["email"], row["may_email"]) == (None, "no")
    assert (row["phone"], row["may_call"], row["zip"]) == ("503-555-0100", "yes", "97302")
    assert (str(row["given"]), str(row["last_amount"]), str(row["ask_1"])) == ("70", "50", "50")
    assert dict(zip(titles, second, strict=True))["ask_1"] is None
    write_mail_merge(found, tmp_path / "list.csv", Silent())
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert (rows[0]["given"], rows[0]["email"]) == ("70.00", "")
    assert rows[1]["name"] != "=Acme"


def test_a_list_for_another_entity_says_nothing_of_gifts(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    found = people(desk, donor(desk, ("2026-02-01", 20_00)))
    write_mail_merge(found, tmp_path / "list.csv", Silent(), history=False)
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert not OF_HISTORY & set(text.splitlines()[0].split(","))
    assert "20.00" not in text


class Impatient:
    def step(self, done: int, total: int | None, text: str) -> None:
        raise Cancelled("Stopped.")


def test_what_is_stopped_leaves_no_file(book: Book, tmp_path: Path) -> None:
    desk = desk_for(book, "party")
    who = donor(desk, ("2026-02-01", 20_00))
    with book.read() as connection:
        letters = thank_yous(connection, desk.entity, [who.card_id], FIRST, LAST, TODAY, Silent())
        receipts = receipt_letters(connection, desk.entity, [who.card_id], FIRST, LAST, TODAY)
    with pytest.raises(Cancelled):
        write_thank_yous(letters, tmp_path / "a.pdf", Impatient())
    with pytest.raises(Cancelled):
        write_receipts(receipts, tmp_path / "b.pdf", Impatient())
    with pytest.raises(Cancelled):
        write_mail_merge(people(desk, who), tmp_path / "c.csv", Impatient())
    assert not list(tmp_path.glob("[abc].*"))
