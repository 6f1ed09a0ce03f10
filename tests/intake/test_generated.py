"""Exports with a known truth: every total, every payout, every refund to the cent."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from financedesk.intake.importing import import_file
from financedesk.intake.report import IntakeReport
from financedesk.intake.undoing import undo_import
from financedesk.rules.money import parse_cents
from tests.intake.exports import book_of, facts, generate, rows_of
from tests.soaking import SOAK

CASES = [(5_000, "flag"), (5_000, "negative"), (20_000, "flag")]
if SOAK:
    CASES += [(100_000, "flag"), (100_000, "negative")]


class Imported:
    """A generated export in a book, with its truth and the report of the import."""

    def __init__(self, folder: Path, truth: dict[str, Any]) -> None:
        self.folder = folder
        self.truth = truth
        self.file = folder / "contributions.csv"
        self.book = book_of(truth, folder / "book.fdesk")
        self.before = facts(self.book)
        self.report: IntakeReport = import_file(self.book, self.file)


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def imported(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Imported]:
    generator = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
    if not generator.exists():
        pytest.skip(f"the shared material is not beside this checkout: {generator}")
    rows, style = request.param
    folder = tmp_path_factory.mktemp("generated")
    done = Imported(folder, generate(generator, folder, rows, "--refund-style", style))
    yield done
    done.book.close()


def test_the_report_says_the_truth(imported: Imported) -> None:
    truth, report = imported.truth, imported.report
    assert report.rows == truth["rows"]
    assert report.total_cents == truth["gross_cents"]
    assert report.fee_cents == truth["fee_cents"]
    assert report.duplicates == truth["flags"]["duplicate_rows"]
    assert (report.rejected_count, report.conflict_count, report.left_out) == (0, 0, 0)
    lost = truth["refund_cents_not_written"]
    assert report.refunded_cents == truth["refunded_cents"] - lost


def test_every_month_of_every_recipient_is_the_truth(imported: Imported) -> None:
    found = rows_of(
        imported.book,
        "SELECT e.code, substr(i.item_date, 1, 7), COUNT(*), SUM(i.amount_cents) FROM item i"
        " JOIN entity e ON e.id = i.entity_id WHERE i.kind = 'individual_receipt' GROUP BY 1, 2",
    )
    wanted = {
        (f"e{key.partition(':')[0]}", key.partition(":")[2]): (value["rows"], value["gross"])
        for key, value in imported.truth["by_campaign_month"].items()
    }
    assert {(code, month): (number, cents) for code, month, number, cents in found} == wanted


def test_every_refund_stands_in_its_month(imported: Imported) -> None:
    """All but those that the generator had no row left for, when refunds are rows of their own."""
    found = rows_of(
        imported.book,
        "SELECT e.code, substr(i.item_date, 1, 7), COUNT(*), SUM(i.amount_cents) FROM item i"
        " JOIN entity e ON e.id = i.entity_id"
        " WHERE i.kind = 'refund_individual_contribution' AND i.parent_id IS NOT NULL"
        " GROUP BY 1, 2",
    )
    wanted = {
        (f"e{key.partition(':')[0]}", key.partition(":")[2]): (value["n"], value["cents"])
        for key, value in imported.truth["refunds_by_campaign_and_refund_month"].items()
    }
    for code, month, number, cents in found:
        left, left_cents = wanted[code, month]
        wanted[code, month] = (left - number, left_cents - cents)
    assert min(left for left, _ in wanted.values()) >= 0
    assert (
        sum(left for left, _ in wanted.values()),
        sum(cents for _, cents in wanted.values()),
    ) == (
        imported.truth["refund_rows_not_written_because_file_ended"],
        imported.truth["refund_cents_not_written"],
    )


def test_payouts_are_what_the_bank_received(imported: Imported) -> None:
    """Line by line; a week in which a recipient had refunds only counts in the next one."""
    found = {
        int(key): net
        for key, net in rows_of(imported.book, "SELECT external_id, net_cents FROM payout")
    }
    with (imported.folder / "bank.csv").open(encoding="utf-8", newline="") as stream:
        bank = {
            int(row["Description"].split()[-1]): parse_cents(row["Amount"])
            for row in csv.DictReader(stream)
        }
    nameless = set(bank) - set(found)
    assert set(found) <= set(bank)
    for key in sorted(nameless):
        later = [other for other in found if other // 1000 == key // 1000 and other > key]
        if later:
            bank[min(later)] += bank[key]
    lost = imported.truth["refund_rows_not_written_because_file_ended"]
    differing = {key: (net, bank[key]) for key, net in found.items() if bank[key] != net}
    assert len(differing) <= lost


def test_each_payout_has_one_fee_and_the_clearing_account_comes_out(imported: Imported) -> None:
    fees = rows_of(
        imported.book,
        "SELECT p.fee_cents, COUNT(i.id), SUM(i.amount_cents) FROM payout p LEFT JOIN item i"
        " ON i.payout_id = p.id AND i.kind = 'processor_fee' GROUP BY p.id, p.fee_cents",
    )
    expected = [(fee, 1, fee) if fee else (0, 0, None) for fee, _, _ in fees]
    assert fees == expected
    waiting = rows_of(
        imported.book,
        "SELECT COALESCE(SUM(amount_cents), 0) FROM item"
        " WHERE kind = 'refund_individual_contribution' AND payout_id IS NULL",
    )[0][0]
    clearing = rows_of(
        imported.book,
        "SELECT SUM(p.cents) FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE a.role = 'clearing'",
    )[0][0]
    assert clearing == -waiting


def test_people_who_are_two_stay_two(imported: Imported) -> None:
    """Sr and Jr at one address and spouses with one e-mail address have different names."""
    mixed = rows_of(
        imported.book,
        "SELECT c.card_id FROM contact c GROUP BY c.card_id"
        " HAVING COUNT(DISTINCT lower(COALESCE(c.last_name, c.name)) LIKE '% jr') > 1",
    )
    assert mixed == []


def test_the_book_is_sound(imported: Imported) -> None:
    assert imported.book.verify() == []


def test_a_second_import_adds_nothing(imported: Imported) -> None:
    before = facts(imported.book)
    again = import_file(imported.book, imported.file)
    assert (again.accepted, again.completed, again.batch) == (0, 0, None)
    assert again.duplicates == again.rows
    assert facts(imported.book) == before


def test_z_undo_leaves_the_book_as_it_was(imported: Imported) -> None:
    """Last in this file: the other tests look at what was imported."""
    assert imported.report.batch is not None
    undone = undo_import(imported.book, imported.report.batch)
    assert undone.depends == ()
    assert undone.removed > imported.report.accepted
    assert facts(imported.book) == imported.before
    assert imported.book.verify() == []
