"""A real platform and its processor, two years: each gift one gift, each payout what it holds.

Donorbox tells who gave, Stripe what was charged and paid out. What lies before a file is named.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from financedesk.banking.matching import accept_certain
from financedesk.banking.standing import standing
from financedesk.book import Book
from financedesk.intake.importing import import_file
from financedesk.intake.report import IntakeReport
from financedesk.ledger.entities import accounts, find_entity
from tests.banking.lines import tell
from tests.intake.exports import entity, new_book, rows_of
from tests.intake.processor_exports import raw_rows, whole_cents

YEARS = ("2023", "2024")
BEFORE = {
    "2023": {"po_1MM0NrLpAglNISLQbt309cwK": 200_00, "po_1MMLiPLpAglNISLQNBnMeoBg": 99_99},
    "2024": {"po_1OTxfCLpAglNISLQBv2kxgXf": 200_00},
}
"""Transfers of each year's first days, whose charges were made the year before."""
SharedFile = Callable[..., Path]


def of(shared_file: SharedFile, name: str) -> Path:
    return shared_file("data", "donations", "donorpipe_linked", f"{name}.csv")


class Linked:
    """A book into which both exports of both years were brought, and what was said of each."""

    def __init__(self, book: Book, shared_file: SharedFile) -> None:
        self.book = book
        self.reports: dict[str, IntakeReport] = {
            name: import_file(book, of(shared_file, name), entity="olive")
            for year in YEARS
            for name in (f"donorbox_{year}", f"stripe_{year}")
        }
        self.raw = {name: raw_rows(of(shared_file, name)) for name in self.reports}

    def charges(self, year: str) -> list[dict[str, str]]:
        return [row for row in self.raw[f"stripe_{year}"] if row["Type"] in ("charge", "payment")]

    def transfers(self) -> dict[str, tuple[str, int]]:
        """Day and cents of every transfer that Stripe tells of."""
        return {
            row["Source"]: (row["Transfer Date (UTC)"][:10], -whole_cents(row["Net"]))
            for year in YEARS
            for row in self.raw[f"stripe_{year}"]
            if row["Type"] == "payout"
        }


@pytest.fixture(scope="module")
def linked(shared_file: SharedFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Linked]:
    place = tmp_path_factory.mktemp("linked") / "book.fdesk"
    olive = entity("olive", "C00990001")
    since = tuple(replace(one, opening_date="2023-01-01") for one in olive.accounts)
    with new_book(place, [replace(olive, accounts=since)]) as book:
        yield Linked(book, shared_file)


def test_every_card_gift_is_joined_to_its_charge(linked: Linked) -> None:
    for year in YEARS:
        report = linked.reports[f"stripe_{year}"]
        charges = linked.charges(year)
        assert (report.accepted, report.completed, report.duplicates) == (
            0, len(charges), len(charges),
        )  # fmt: skip
        assert (report.rejected_count, report.conflict_count) == (0, 0)
    gifts = sum(len(linked.raw[f"donorbox_{year}"]) for year in YEARS)
    assert rows_of(linked.book, "SELECT COUNT(*) FROM item WHERE amount_cents = cash_cents"
                   " AND kind = 'individual_receipt'") == [(gifts,)]  # fmt: skip
    # Of the cards' gifts only the last evening's wait for a charge that the next year's file has.
    waiting = rows_of(
        linked.book,
        "SELECT i.item_date FROM item i JOIN source_row s ON s.item_id = i.id"
        " WHERE (s.external_id LIKE 'ch!_%' ESCAPE '!' OR s.external_id LIKE 'py!_%' ESCAPE '!')"
        " AND i.payout_id IS NULL",
    )
    assert waiting == [("2024-12-31",)]


def test_every_payout_is_its_charges(linked: Linked) -> None:
    kept = rows_of(
        linked.book,
        "SELECT p.external_id, p.paid_on, p.net_cents, SUM(i.cash_cents) FROM payout p"
        " JOIN item i ON i.payout_id = p.id GROUP BY p.id, p.external_id, p.paid_on, p.net_cents",
    )
    transfers = linked.transfers()
    for key, day, net, inside in kept:
        assert net == inside
        if key in transfers:
            assert transfers[key] == (day, net)
    missing = transfers.keys() - {row[0] for row in kept}
    # The other one of 2024 has its charge in the file of 2023.
    assert missing == BEFORE["2023"].keys()
    assert linked.book.verify() == []


def test_transfers_whose_charges_lie_before_the_file_are_named(linked: Linked) -> None:
    for year in YEARS:
        said = [one for one in linked.reports[f"stripe_{year}"].warnings if "Transfer po_" in one]
        assert len(said) == len(BEFORE[year])
        for key, cents in BEFORE[year].items():
            (words,) = [one for one in said if key in one]
            assert f"${cents / 100:.2f}" in words
            assert "has no charge in this file" in words


def test_the_bank_that_tells_of_every_transfer_is_matched_without_a_hand(linked: Linked) -> None:
    with linked.book.read() as connection:
        account = next(
            one for one in accounts(connection, find_entity(connection, "olive").id)
            if one.role == "bank"
        )  # fmt: skip
    transfers = linked.transfers()
    lines = [
        (day, cents, f"STRIPE TRANSFER {key}") for key, (day, cents) in sorted(transfers.items())
    ]
    tell(linked.book, account, *lines)
    with linked.book.unit_of_work("Accept certain matches") as unit:
        accepted = accept_certain(unit, account.id)
    assert accepted == len(transfers) - len(BEFORE["2023"])
    with linked.book.read() as connection:
        left = standing(connection, account.id)
    assert {line.payee.split()[-1] for line in left.unmatched_lines} == BEFORE["2023"].keys()
    assert left.difference_cents == sum(BEFORE["2023"].values())
