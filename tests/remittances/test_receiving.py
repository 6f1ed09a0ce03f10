"""Which contributions are taken for what officials were to give, and who of those paid it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import Refused
from financedesk.remittances.receiving import Proposal, proposals, take
from financedesk.rules.matching import POSSIBLE, SURE
from tests.remittances.fellowship import fellowship_at, gift, keeper
from tests.remittances.test_awaiting import signed_for_two_accounts


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A book in which a councillor, R-1, signed for two accounts of the party."""
    with fellowship_at(str(tmp_path / "book.fdesk")) as made:
        signed_for_two_accounts(made)
        yield made


def found(book: Book) -> tuple[Proposal, ...]:
    with book.read() as connection:
        return proposals(connection, keeper(book))


@pytest.mark.parametrize("said", ["For R-1, thank you", "pledge r-1"])
@pytest.mark.parametrize("column", ["memo_description", "purpose"])
def test_somebody_else_s_gift_with_the_reference_is_pointed_out_and_refused(
    book: Book, column: str, said: str
) -> None:
    stranger = gift(book, "party", "Nobody", "2026-01-20", 1_000_00, **{column: said})
    (one,) = found(book)
    assert (one.item_id, one.match.strength) == (stranger, POSSIBLE)
    assert "another name stands on it" in one.match.why
    with pytest.raises(Refused, match="30122"), book.unit_of_work("Take as remittance") as unit:
        take(unit, one)
    assert found(book) == (one,)


@pytest.mark.parametrize("said", [None, "For R-12", "R1", "100% of it"])
def test_a_gift_of_somebody_else_without_the_reference_is_nobody_s_business(
    book: Book, said: str | None
) -> None:
    gift(book, "party", "Nobody", "2026-01-20", 1_000_00, memo_description=said)
    assert found(book) == ()


def test_the_official_s_own_gift_goes_before_a_stranger_s(book: Book) -> None:
    stranger = gift(book, "party", "Nobody", "2026-01-20", 500_00, memo_description="R-1")
    own = gift(book, "party", "Winter", "2026-01-21", 1_000_00, memo_description="R-1")
    assert [(one.item_id, one.match.strength) for one in found(book)] == [
        (own, SURE), (stranger, POSSIBLE),
    ]  # fmt: skip
