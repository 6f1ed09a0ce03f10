"""What becomes of ActBlue's rows: donors, conduits, payouts, refunds, conflicts, undo."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from financedesk.book import Book
from financedesk.errors import BadInput, NotFound
from financedesk.intake.importing import import_file
from financedesk.intake.undoing import undo_import
from financedesk.ledger.room import open_book
from tests.intake.exports import HEADER, entity, facts, gift, new_book, rows_of, write_export
from tests.soaking import examples


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


def test_columns_are_found_by_name_in_any_order(book: Book, tmp_path: Path) -> None:
    file = write_export(tmp_path / "a.csv", [gift()], sorted(HEADER, reverse=True))
    report = import_file(book, file)
    assert (report.accepted, report.total_cents, report.donors_new) == (1, 2500, 1)
    assert rows_of(book, "SELECT item_date, amount_cents, cash_cents, kind FROM item"
                   " WHERE kind = 'individual_receipt'") == [
        ("2026-02-03", 2500, 2500, "individual_receipt")
    ]  # fmt: skip
    assert book.verify() == []


def test_a_dry_run_counts_and_keeps_nothing(book: Book, tmp_path: Path) -> None:
    before = facts(book)
    report = import_file(book, write_export(tmp_path / "a.csv", [gift()]), dry_run=True)
    assert (report.accepted, report.batch, report.payouts) == (1, None, 1)
    assert facts(book) == before


def test_itemised_gifts_name_their_conduit(book: Book, tmp_path: Path) -> None:
    import_file(book, write_export(tmp_path / "a.csv", [gift()]))
    assert rows_of(
        book,
        "SELECT c.name, c.committee_id, c.type FROM item i JOIN contact c ON c.id = i.conduit_id",
    ) == [("ActBlue", "C00401224", "COM")]


def test_a_payout_is_gross_less_fees_and_refunds_and_lands_on_its_day(
    book: Book, tmp_path: Path
) -> None:
    rows = [
        gift(),
        gift(Lineitem_ID="7002", Amount="50.00", Fee="1.98"),
        gift(Lineitem_ID="7003", Date="2026-02-10 09:00:00", Disbursement_ID="101",
             Disbursement_Date="2026-02-16", Refund_ID="9", Refund_Date="2026-02-11"),
    ]  # fmt: skip
    import_file(book, write_export(tmp_path / "a.csv", rows))
    assert rows_of(
        book,
        "SELECT external_id, paid_on, gross_cents, fee_cents, refund_cents, net_cents FROM payout"
        " ORDER BY external_id",
    ) == [
        ("100", "2026-02-09", 7500, 297, 0, 7203),
        ("101", "2026-02-16", 2500, 99, 2500, -99),
    ]
    bank = rows_of(
        book,
        "SELECT p.posted_on, p.cents FROM posting p JOIN account a ON a.id = p.account_id"
        " WHERE a.role = 'bank' ORDER BY 1",
    )
    assert bank == [("2026-02-09", 7203), ("2026-02-16", -99)]
    assert book.verify() == []


def test_rows_of_committees_outside_the_book_are_refused_and_counted(
    book: Book, tmp_path: Path
) -> None:
    rows = [gift(), gift(Lineitem_ID="7002", Recipient_Gov_ID="C00999999"),
            gift(Lineitem_ID="7003", Recipient_Gov_ID="")]  # fmt: skip
    report = import_file(book, write_export(tmp_path / "a.csv", rows))
    assert report.accepted == 1
    assert [(row.row, row.field) for row in report.rejected] == [
        (2, "Recipient Gov ID"), (3, "Recipient Gov ID"),
    ]  # fmt: skip


def test_an_entity_restricts_and_fills_in(book: Book, tmp_path: Path) -> None:
    rows = [gift(), gift(Lineitem_ID="7002", Recipient_Gov_ID="C00990002"),
            gift(Lineitem_ID="7003", Recipient_Gov_ID="")]  # fmt: skip
    report = import_file(book, write_export(tmp_path / "a.csv", rows), entity="birch")
    assert (report.accepted, report.left_out) == (2, 1)
    codes = rows_of(book, "SELECT DISTINCT e.code FROM item i JOIN entity e ON e.id = i.entity_id")
    assert codes == [("birch",)]


def test_the_91_column_export_is_read(shared_file: Callable[..., Path], tmp_path: Path) -> None:
    sample = shared_file("data", "donations", "actblue", "parsons_test_csv_data.csv")
    with new_book(tmp_path / "book.fdesk", [entity("alder", "C001231234")]) as book:
        report = import_file(book, sample)
        assert (report.accepted, report.total_cents, report.fee_cents) == (1, 200, 8)
        assert rows_of(book, "SELECT external_id, recurrence FROM source_row") == [("123456789", 4)]


def test_a_receipt_id_is_no_key(shared_file: Callable[..., Path], book: Book) -> None:
    sample = shared_file("data", "donations", "actblue", "paid_101col_fixture.csv")
    report = import_file(book, sample, entity="alder")
    assert (report.rows, report.accepted, report.total_cents) == (3, 3, 7500)
    assert report.donors_new == 1


def test_a_changed_row_is_shown_and_changes_nothing(book: Book, tmp_path: Path) -> None:
    import_file(book, write_export(tmp_path / "a.csv", [gift()]))
    before = facts(book)
    report = import_file(book, write_export(tmp_path / "b.csv", [gift(Amount="26.00")]))
    assert report.accepted == 0
    assert [(one.row, one.key) for one in report.conflicts] == [(1, "7001")]
    assert facts(book) == before


def test_a_later_disbursement_completes_the_payout(book: Book, tmp_path: Path) -> None:
    first = import_file(book, write_export(
        tmp_path / "a.csv", [gift(Disbursement_ID="", Disbursement_Date="")]))  # fmt: skip
    assert (first.accepted, first.payouts) == (1, 0)
    second = import_file(book, write_export(tmp_path / "b.csv", [gift()]))
    assert (second.accepted, second.completed, second.payouts, second.conflict_count) == (
        0, 1, 1, 0,
    )  # fmt: skip
    assert rows_of(book, "SELECT net_cents FROM payout") == [(2401,)]
    assert book.verify() == []


def test_a_later_refund_stands_in_the_way_of_undoing_the_gift(book: Book, tmp_path: Path) -> None:
    empty = facts(book)
    first = import_file(book, write_export(tmp_path / "a.csv", [gift()]))
    refunded = gift(Refund_ID="9", Refund_Date="2026-02-20")
    second = import_file(book, write_export(tmp_path / "b.csv", [refunded]))
    assert (second.accepted, second.refunded_cents, second.conflict_count) == (0, 2500, 0)
    assert first.batch is not None
    assert second.batch is not None
    refused = undo_import(book, first.batch)
    assert refused.removed == 0
    assert refused.depends
    assert undo_import(book, second.batch).removed > 0
    assert undo_import(book, first.batch).removed > 0
    assert facts(book) == empty
    assert book.verify() == []


@pytest.mark.parametrize("order", [1, -1], ids=["gift first", "refund first"])
def test_a_row_with_a_negative_amount_is_the_refund_of_its_line_item(
    book: Book, tmp_path: Path, order: int
) -> None:
    rows = [gift(), gift(Amount="-25.00", Date="2026-02-20 12:00:00")][::order]
    report = import_file(book, write_export(tmp_path / "a.csv", rows))
    assert (report.accepted, report.total_cents, report.refunded_cents) == (2, 2500, 2500)
    assert rows_of(
        book,
        "SELECT r.item_date, r.amount_cents, r.cash_cents FROM item r JOIN item g"
        " ON g.id = r.parent_id WHERE g.amount_cents = 2500",
    ) == [("2026-02-20", 2500, -2500)]
    assert import_file(book, tmp_path / "a.csv").accepted == 0


def test_a_refund_without_its_gift_is_refused(book: Book, tmp_path: Path) -> None:
    report = import_file(book, write_export(tmp_path / "a.csv", [gift(Amount="-25.00")]))
    assert (report.accepted, report.rejected_count, report.batch) == (0, 1, None)


@pytest.mark.parametrize(
    ("other", "cards"),
    [
        ({"Donor First Name": "ANN", "Donor Email": "Ann+x@Example.org"}, 1),
        ({"Donor Email": "", "Donor Addr1": "1 Main Street"}, 1),
        ({"Donor Email": "", "Donor ZIP": "2118"}, 1),
        ({"Donor First Name": "Bob"}, 2),
        ({"Donor Last Name": "Lee Jr", "Donor Email": ""}, 2),
        ({"Donor Email": "", "Donor Addr1": "9 Oak St"}, 2),
    ],
)
def test_who_is_the_same_donor(
    book: Book, tmp_path: Path, other: dict[str, str], cards: int
) -> None:
    rows = [gift(), gift(Lineitem_ID="7002") | other]
    report = import_file(book, write_export(tmp_path / "a.csv", rows))
    assert report.donors_new == cards


def test_a_move_makes_a_new_version_and_keeps_the_old(book: Book, tmp_path: Path) -> None:
    import_file(book, write_export(tmp_path / "a.csv", [gift()]))
    moved = gift(Lineitem_ID="7002", Donor_Addr1="9 Oak St", Donor_ZIP="02120")
    report = import_file(book, write_export(tmp_path / "b.csv", [moved]))
    assert (report.donors_new, report.donors_matched) == (0, 1)
    assert rows_of(
        book,
        "SELECT c.street_1 FROM item i JOIN contact c ON c.id = i.contact_id"
        " WHERE i.kind = 'individual_receipt' ORDER BY i.id",
    ) == [("1 Main St",), ("9 Oak St",)]


def test_an_organisation_stays_one(book: Book, tmp_path: Path) -> None:
    row = gift(Donor_First_Name="", Donor_Last_Name="Acme Widgets LLC")
    import_file(book, write_export(tmp_path / "a.csv", [row]))
    query = "SELECT type, name FROM contact WHERE name LIKE 'Acme%'"
    assert rows_of(book, query) == [("ORG", "Acme Widgets LLC")]


@pytest.mark.parametrize("option", ["account", "drive", "entity"])
def test_what_is_not_in_the_book_is_named(book: Book, tmp_path: Path, option: str) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        import_file(book, write_export(tmp_path / "a.csv", [gift()]), **{option: "nowhere"})


def test_an_unknown_format_is_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="actblue"):
        import_file(book, write_export(tmp_path / "a.csv", [gift()]), as_format="pigeon")


def test_a_filing_is_sent_to_adoption(book: Book, tmp_path: Path) -> None:
    (tmp_path / "a.fec").write_text("HDR,FEC,3.00\nF3XN,C00999999\n", encoding="ascii")
    with pytest.raises(BadInput, match="adopt"):
        import_file(book, tmp_path / "a.fec")


ROUNDS = examples(3, 100)


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path, round_number: int) -> None:
    location = tmp_path / "book.fdesk"
    new_book(location).close()
    rows = (gift(Lineitem_ID=str(8000 + n), Donor_Email=f"d{n}@example.org") for n in range(6_000))
    file = write_export(tmp_path / "a.csv", rows)
    code = (
        "import sys; from pathlib import Path; from financedesk.ledger.room import open_book;"
        "from financedesk.intake.importing import import_file;"
        "book = open_book(sys.argv[1]); print('go', flush=True);"
        "import_file(book, Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(location), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ | _PATH) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.05 + 0.35 * round_number % 2)
        process.send_signal(signal.SIGKILL)
    with open_book(location) as book:
        assert book.verify() == []
        assert rows_of(book, "SELECT COUNT(*) FROM source_row")[0][0] in (0, 6_000)


_PATH = {"PYTHONPATH": str(Path(__file__).parents[2])}
