"""The sample book: sound, lifelike, the same every time, and nothing real in it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from financedesk.banking.closing import closings
from financedesk.banking.standing import standing
from financedesk.banking.tie_out import tie_out
from financedesk.book import Book
from financedesk.cli import main
from financedesk.errors import BookError, Cancelled
from financedesk.ledger.bills import bills
from financedesk.ledger.checks_drawn import checks, outstanding
from financedesk.ledger.cost_findings import cost_findings
from financedesk.ledger.cost_invoices import OPEN, SETTLED, invoices
from financedesk.ledger.entities import accounts, entities, find_entity
from financedesk.ledger.filings import filings
from financedesk.ledger.hold_rows import open_holds
from financedesk.ledger.kept_letters import AWAITED, TO_SEND, letters_of
from financedesk.ledger.overview import drives_progress, small_dollars
from financedesk.ledger.period import Period
from financedesk.ledger.room import open_book
from financedesk.ledger.summary import summarise
from financedesk.ledger.ultimate_payees import payees_missing
from financedesk.sample import SampleReport, build_sample
from financedesk.sample.days import LAST

CODES = ("party", "multnomah", "lane", "action", "institute", "voice")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> SampleReport:
    """The sample, built once for all tests."""
    return build_sample(tmp_path_factory.mktemp("sample") / "sample.fdesk")


@pytest.fixture(scope="module")
def book(report: SampleReport) -> Iterator[Book]:
    """The sample's book."""
    with open_book(report.book, write=False) as opened:
        yield opened


@pytest.fixture
def connection(book: Book) -> Iterator[Connection]:
    """A view of the book."""
    with book.read() as reading:
        yield reading


def test_it_has_every_kind_of_entity_and_about_20000_entries(report: SampleReport) -> None:
    assert report.entities == CODES
    assert 18_000 <= report.transactions <= 22_000


def test_the_book_is_sound(book: Book) -> None:
    assert book.verify() == []


def test_the_report_counts_what_is_in_the_book(
    report: SampleReport, connection: Connection
) -> None:
    items = connection.execute(text("SELECT COUNT(*) FROM item")).scalar_one()
    assert items == report.transactions


def test_no_account_is_ever_overdrawn(connection: Connection) -> None:
    lowest = connection.execute(
        text(
            """
            SELECT MIN(held) FROM (
                SELECT a.opening_balance_cents + SUM(d.cents) OVER (
                    PARTITION BY d.account_id ORDER BY d.posted_on) AS held
                FROM (SELECT account_id, posted_on, SUM(cents) AS cents FROM posting
                      GROUP BY account_id, posted_on) d
                JOIN account a ON a.id = d.account_id
                WHERE a.role IN ('bank', 'clearing'))
            """
        )
    ).scalar_one()
    assert lowest >= 0


def test_everything_happens_within_two_years(connection: Connection) -> None:
    span = connection.execute(text("SELECT MIN(item_date), MAX(item_date) FROM item")).one()
    assert "2025-01-01" <= span[0] <= "2025-01-10"
    assert "2026-10-25" <= span[1] <= "2026-10-31"


@pytest.mark.parametrize("code", ["party", "multnomah", "lane", "action"])
def test_small_gifts_are_a_lifelike_part(connection: Connection, code: str) -> None:
    entity = find_entity(connection, code)
    share = small_dollars(connection, [entity.id], "2026-01-01", "2026-10-31").per_mille
    assert share is not None
    assert 250 <= share <= 650


def test_the_lines_that_a_party_and_a_pac_need_are_used(connection: Connection) -> None:
    year = Period(first="2026-01-01", last="2026-10-31")
    party = summarise(connection, find_entity(connection, "party"), "F3X", year).a
    used = ("11ai", "11aii", "11c", "12", "17", "18a", "21ai", "21aii", "21b", "26", "28a", "10")
    assert [line for line in used if not party[line]] == []
    pac = summarise(connection, find_entity(connection, "action"), "F3X", year).a
    assert [line for line in ("11ai", "11c", "21b", "23") if not pac[line]] == []
    # What the state's money owes to shared costs is what it has sent over (11 CFR 106.7(f)).
    assert party["18a"] == party["21aii"]


def test_one_report_is_filed_and_locks_its_rows(connection: Connection) -> None:
    kept = {(filing.report_code, filing.state) for filing in filings(connection)}
    assert kept == {("M9", "filed"), ("Q3", "draft")}
    assert all(filing.findings["acceptable"] for filing in filings(connection))


def test_there_is_something_to_find_and_to_see(connection: Connection) -> None:
    silent = connection.execute(
        text(
            "SELECT COUNT(DISTINCT i.card_id) FROM item i JOIN aggregate g ON g.item_id = i.id"
            " JOIN contact c ON c.id = i.contact_id"
            " WHERE g.line = 'SA11AI' AND c.employer IS NULL"
        )
    ).scalar_one()
    assert silent > 10
    progress = drives_progress(connection, [entity.id for entity in entities(connection)])
    assert len(progress) == 10  # seven, and three parts of one of them
    assert all(drive.raised_cents > 0 and drive.donors > 10 for drive in progress)


def test_both_sides_of_a_transfer_agree(connection: Connection) -> None:
    sums = connection.execute(
        text(
            'SELECT t.id FROM "transaction" t JOIN item i ON i.transaction_id = t.id'
            " WHERE t.state = 'received' GROUP BY t.id"
            " HAVING SUM(i.cash_cents) <> 0 OR COUNT(DISTINCT i.entity_id) <> 2"
        )
    ).all()
    assert sums == []


def test_committee_numbers_are_none_that_exist(connection: Connection) -> None:
    """The FEC has not given out numbers above C009; the processor's own is the law's to name."""
    ids = connection.execute(
        text("SELECT DISTINCT committee_id FROM contact WHERE committee_id IS NOT NULL")
    ).scalars()
    known = {*ids, *(entity.committee_id for entity in entities(connection))} - {""}
    assert {number for number in known if not number.startswith("C0099")} == {"C00401224"}


def test_the_command_builds_the_same_book_again(
    report: SampleReport, book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "again.fdesk"
    assert main(["book", "sample", "--book", str(place), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["book"] == str(place)
    assert answer["entities"] == list(CODES)
    assert answer["transactions"] == report.transactions
    with open_book(place, write=False) as other:
        assert _facts(other) == _facts(book)


def _facts(book: Book) -> list[tuple[object, ...]]:
    query = (
        "SELECT i.id, i.entity_id, i.kind, i.amount_cents, i.item_date, i.drive_id, c.search_name,"
        " c.street_1, c.city, c.employer FROM item i LEFT JOIN contact c ON c.id = i.contact_id"
        " ORDER BY i.id"
    )
    with book.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_a_taken_place_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "taken.fdesk"
    place.write_text("mine")
    with pytest.raises(BookError, match="exists already"):
        build_sample(place)
    assert place.read_text() == "mine"


class _Impatient:
    """Somebody who stops the work at once."""

    def step(self, done: int, total: int | None, text: str) -> None:
        raise Cancelled("Stopped.")


def test_stopped_halfway_it_leaves_no_book(tmp_path: Path) -> None:
    place = tmp_path / "half.fdesk"
    with pytest.raises(Cancelled):
        build_sample(place, _Impatient())
    assert not place.exists()


def test_costs_are_shared_with_agreement_hours_and_payments(connection: Connection) -> None:
    ids = [entity.id for entity in entities(connection)]
    bills = invoices(connection, ids)
    assert {one.facts.basis for one in bills} == {"time", "fixed"}
    assert {one.state(LAST) for one in bills} == {OPEN, SETTLED}
    assert list(cost_findings(connection, ids, LAST)) == []


def test_one_account_is_closed_for_two_stretches_and_open_for_a_month(
    connection: Connection,
) -> None:
    owner = find_entity(connection, "multnomah")
    account = next(one for one in accounts(connection, owner.id) if one.code == "federal")
    autumn, summer = closings(connection, account.id)
    assert (summer.closed_through, autumn.closed_through) == ("2026-08-31", "2026-09-30")
    assert summer.reviewed_by
    assert not autumn.reviewed_by
    assert (summer.difference_cents, autumn.difference_cents) == (0, -12_00)
    found = standing(connection, account.id)
    assert found.certain
    assert found.unmatched_lines
    assert [gap.cents for gap in found.gaps] == [24_01]  # a gift that the import lacks
    assert any(len(some[0].entries) > 1 for some in found.doubtful)  # checks taken in together
    stale = [one for one in found.unmatched_entries if one.day.isoformat() < "2026-05-01"]
    assert [one.cents < 0 for one in stale] == [True]


def test_bank_books_and_line_8_tie_but_for_what_was_explained(connection: Connection) -> None:
    owner = find_entity(connection, "multnomah")
    (summer,) = tie_out(connection, owner.id, "2026-08-31").ties
    assert summer.bank_cents == summer.book_cents == summer.line_cents
    (autumn,) = tie_out(connection, owner.id, "2026-09-30").ties
    draft = next(one for one in filings(connection) if one.report_code == "Q3")
    assert autumn.line_cents == autumn.book_cents == draft.summary["A"]["8"]
    assert autumn.bank_difference_cents == sum(row.cents for row in autumn.rows) == -12_00
    assert {one.account.role for one in autumn.accounts} == {"bank", "clearing"}
    party = tie_out(connection, find_entity(connection, "party").id, "2026-08-31").ties
    assert [(one.part, one.bank_cents, one.line_difference_cents) for one in party] == [
        ("federal", None, 0), ("nonfederal", None, None),
    ]  # fmt: skip


def test_bills_wait_checks_are_drawn_and_a_card_names_its_payees(connection: Connection) -> None:
    party = [find_entity(connection, "party").id]
    assert {one.state for one in bills(connection, party)} == {"waiting", "approved", "paid"}
    assert {one.state for one in checks(connection, party)} == {"drawn", "printed", "void"}
    assert any(one.stale_on <= LAST for one in outstanding(connection, party))
    assert payees_missing(connection, party, "2026-01-01") == []


def test_two_gifts_are_on_hold_and_their_givers_were_asked(connection: Connection) -> None:
    party = find_entity(connection, "party")
    held = open_holds(connection, [party.id])
    assert {(one.cents, one.waiting) for one in held} == {(150_00, False), (400_00, True)}
    letters = {one.item_id: one.state(LAST) for one in letters_of(connection, [party.id])}
    assert letters == {one.item_id: TO_SEND if one.waiting else AWAITED for one in held}
