"""Letters that the law asks for, rendered from real cases and read back."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from financedesk.book import Book
from financedesk.compliance.letter_case import LetterValues
from financedesk.errors import BadInput, Cancelled
from financedesk.ledger.entities import EntityRow
from financedesk.ledger.kept_letters import letter_by_id, letter_content
from financedesk.progress import Silent
from financedesk.reports.compliance_letter import (
    keep_written,
    letter_words,
    write_in_one,
    written_letter,
    written_letters,
)
from financedesk.rules.letter_kinds import letter_kind, letter_kinds
from tests.compliance.letter_cases import CASES, case, letters_book
from tests.ledger.riverbend import ADDRESS, TREASURER, person
from tests.soaking import examples

SAYS = {
    "best_efforts": (
        "Dear Ada Okoro", "$300.00", "February 2, 2026", "employer and occupation", "exceed $200",
        "in a calendar year", "March 31, 2026", "1 Main St, Salem, OR 97301",
    ),
    "redesignation_request": (
        "$5,000.00", "$3,500.00", "primary election of 2026", "You may redesignate $1,500.00",
        "general election of 2026", "have it refunded", "April 3, 2026", "Signature of Ada Lopez",
    ),
    "redesignation_notice": (
        "You named no election", "we count $1,500.00 of it for the general election of 2026",
        "we refund it",
    ),
    "reattribution_request": (
        "$3,500.00 from Ada Lopez and $1,500.00 from Sam Lopez", "our own money",
        "Signature of Ada Lopez", "Signature of Sam Lopez", "have it refunded", "April 3, 2026",
    ),
    "reattribution_notice": (
        "Dear Ada Lopez, dear Sam Lopez", "$3,500.00 of it as Ada Lopez’s and $1,500.00 as Sam",
        "we refund $1,500.00",
    ),
    "refund": (
        "We refund $1,500.00", "February 25, 2026: Check 1042", "contribution on February 4, 2026",
        "Line 20(a)", "This refund restores your room", "11 CFR 103.3(b)(3)",
    ),
    "return": ("$400.00", "Check 553", "did not deposit it", "11 CFR 103.3(b)(1)", "France"),
    "source_inquiry": (
        "citizen of the United States", "no contract with the federal government",
        "account of a corporation", "my own money", "by March 4, 2026",
    ),
    "disgorgement": (
        "To United States Treasury", "We give you $350.00", "February 20, 2026: Check 1043",
        "nothing to do with any federal election",
    ),
    "joint_notice": (
        "Riverbend Party and Riverbend Campaign", "December 20, 2025", "Riverbend Party $600.00",
        "Riverbend Campaign $400.00", "name a participant",
    ),
    "llc_form": ("taxed as a partnership", "Member: name and address", "March 4, 2026"),
    "partnership_form": ("shares of the profits", "Partner: name and address", "March 4, 2026"),
    "in_kind_form": ("Chairs", "$300.00", "Fair value", "How it was found", "March 31, 2026"),
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """One book for all: every case has people of its own."""
    with letters_book(str(tmp_path_factory.mktemp("letters") / "book.fdesk")) as made:
        yield made


def words_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def own_words(folder: Path, *lines: str) -> Path:
    place = folder / "own.toml"
    head = ['title = "Hello"', 'salutation = "Dear {salutation},"', 'closing = "Yours,"']
    place.write_text("\n".join([*head, *lines]), encoding="utf-8")
    return place


@pytest.mark.parametrize("kind", CASES)
def test_each_letter_is_filled_from_a_real_case(book: Book, kind: str) -> None:
    values = case(book, kind).values()
    written = written_letter(values)
    said = words_of(written.content)
    for words in SAYS[kind]:
        assert words in said, words
    assert "{" not in said
    assert "March 1, 2026" in said
    assert "Ada Lopez, Treasurer" in said
    with book.unit_of_work("Write letter") as unit:
        number = keep_written(unit, written)
    with book.read() as connection:
        kept = letter_by_id(connection, number, [values.entity.id])
        name, content = letter_content(connection, number, [values.entity.id])
    assert (content, kept.text_sha256) == (written.content, written.text_sha256)
    assert name.endswith("-2026-03-01.pdf")


def test_what_a_request_need_not_ask_is_not_asked(book: Book) -> None:
    values = case(book, "best_efforts").values()
    only = replace(values, conditions=frozenset({"occupation"}))
    said = words_of(written_letter(only).content)
    assert "Occupation" in said
    assert "Employer (or" not in said
    assert "Street and number" not in said


def test_nothing_about_money_to_give_stands_beside_the_request_for_employer() -> None:
    text = letter_words(letter_kind("best_efforts"))
    said = " ".join(one.text for one in text.paragraphs).casefold()
    assert not any(word in said for word in ("donate", "contribute again", "support us", "give"))


def test_every_field_that_our_words_name_is_known_to_its_letter() -> None:
    for one in letter_kinds().values():
        assert letter_words(one).named(one.conditions) <= one.fields, one.code


def test_a_fact_that_nobody_knows_keeps_the_letter_from_being_written(book: Book) -> None:
    values = case(book, "refund").values()
    without = replace(values, words={**values.words, "paid_by": " "})
    with pytest.raises(BadInput, match="Ada Lopez cannot be written: nothing is known of paid by"):
        written_letter(without)
    said = written_letter(replace(without, conditions=without.conditions - {"how"}))
    assert "Check" not in words_of(said.content)


def test_words_of_ones_own_take_the_place_of_ours(book: Book, tmp_path: Path) -> None:
    values = case(book, "source_inquiry").values()
    place = own_words(tmp_path, "[[paragraph]]", 'text = "Whose is {gift_amount}?"', "[[reply]]",
                      'lines = ["Mine, {donor}"]')  # fmt: skip
    written = written_letter(values, place)
    said = words_of(written.content)
    assert "Whose is $400.00?" in said
    assert "Mine, Ada Away" in said
    ours = written_letter(values)
    assert written.text_sha256 != ours.text_sha256
    assert written_letter(values) == ours


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("[[paragraph]]", 'text = "{shoes}"'), r"own.toml, paragraph 1: there is no field {shoes"),
        (("[[paragraph]]", 'when = "never"', 'text = "a"'), "paragraph 1: “never” is none of"),
        (("[[paragraph]]", 'text = "a"', "[[reply]]", 'tick = "{shoes}"'), "reply 1: there is no"),
        (("[[paragraph]]", 'text = "a"', "[[reply]]", "lines = []"), "reply 1: say something"),
        (("[[paragraph]]", 'text = "a"', "[[reply]]", 'tick = "a"', 'words = "b"'), "one of: hea"),
        (("[[paragraph]]", 'text = "a"', "reply = 3"), "it has “when” and “text”"),
        (("reply = 3", "[[paragraph]]", 'text = "a"'), r"what is sent back stands in \[\[reply"),
    ],
)  # fmt: skip
def test_words_that_do_not_fit_are_refused_with_their_place(
    tmp_path: Path, lines: tuple[str, ...], why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        letter_words(letter_kind("source_inquiry"), own_words(tmp_path, *lines))


def anybody() -> LetterValues:
    """Return a letter to somebody, without a book."""
    entity = EntityRow(
        id=1, code="party", kind="state_party", name="Riverbend Party", form="F3X",
        committee_id="C00999991", filing="quarterly", qualified=False, ein="",
        address=ADDRESS, treasurer=TREASURER,
    )  # fmt: skip
    return LetterValues(
        kind=letter_kind("source_inquiry"),
        entity=entity,
        to=person("Hill"),
        on=date(2026, 3, 1),
        about="",
        amounts={"gift_amount": 5_00},
    )


@given(st.text(max_size=60))
@settings(max_examples=examples(8, 500), deadline=None)
def test_any_words_are_set_or_refused_in_words(text: str) -> None:
    quoted = "".join(f"\\U{ord(one):08x}" for one in text if not 0xD800 <= ord(one) < 0xE000)
    with TemporaryDirectory() as folder:
        place = own_words(Path(folder), "[[paragraph]]", f'text = "{quoted}"')
        assert _said(anybody(), place) in ("set", "refused")


def _said(values: LetterValues, place: Path) -> str:
    """Return whether words are set as a PDF or refused with the file's name."""
    try:
        content = written_letter(values, place).content
    except BadInput as error:
        return "refused" if "own.toml" in str(error) or "nothing is" in str(error) else str(error)
    return "set" if content.startswith(b"%PDF") else "no PDF"


def test_many_letters_stand_in_one_file_and_may_be_stopped(book: Book, tmp_path: Path) -> None:
    every = [case(book, kind).values() for kind in ("source_inquiry", "llc_form", "in_kind_form")]
    target = tmp_path / "letters.pdf"
    write_in_one(written_letters(every, Silent()), target)
    said = words_of(target.read_bytes())
    assert all(words in said for words in ("Ada Away", "Green Valley Holdings LLC", "Chairs"))
    with pytest.raises(Cancelled):
        written_letters(every, Stopping())


class Stopping:
    """Progress of somebody who stops at the second letter."""

    def step(self, done: int, total: int | None, text: str) -> None:
        """Stop."""
        assert (total, text) == (3, "Setting letters")
        if done:
            raise Cancelled("Stopped.")
