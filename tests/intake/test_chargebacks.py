"""Chargebacks: no refunds, but negative entries of their gifts; what came again when one is won."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import hardmoney
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.cli import main
from financedesk.intake.importing import import_file
from financedesk.intake.report import IntakeReport
from financedesk.intake.undoing import undo_import
from financedesk.ledger.period import Period
from financedesk.ledger.refunds import kind_that_came_again, return_kind, return_kinds
from financedesk.reports.filing import Request, prepare
from financedesk.rules.kinds import kind, line_for
from financedesk.rules.money import format_cents
from tests.intake.exports import facts, gift, new_book, rows_of, write_export
from tests.intake.processor_exports import (
    DONORBOX,
    STRIPE,
    WINRED,
    donorbox_gift,
    read_file,
    stripe_row,
    winred_row,
    write_rows,
)
from tests.intake.test_paypal import HEADER as PAYPAL
from tests.intake.test_paypal import PAYMENT
from tests.intake.test_platforms import ANEDOT, SALE, SQUARE
from tests.intake.test_platforms import GIFT as ANEDOT_GIFT
from tests.ledger.riverbend import desk_for, riverbend_at
from tests.soaking import examples

ITEMS = "SELECT kind, amount_cents, item_date FROM item ORDER BY item_date, id"
PAYOUTS = (
    "SELECT external_id, gross_cents, fee_cents, refund_cents, net_cents FROM payout ORDER BY 1"
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


def dispute(**changes: str) -> dict[str, str]:
    """What Stripe writes when a donor's bank takes the first gift back, with its fee of $15."""
    given = {
        "Type": "dispute", "Source": "dp_1", "charge_id": "ch_1aA", "Amount": "-41.72",
        "Fee": "15.00", "Net": "-56.72", "Transfer": "po_2",
    } | changes  # fmt: skip
    dates = {"Created (UTC)": "2026-02-10 09:00", "Transfer Date (UTC)": "2026-02-13 00:00"}
    return stripe_row(**given) | dates


def won(**changes: str) -> dict[str, str]:
    """What Stripe writes when the committee wins: the gift and the fee come again."""
    given = {
        "Type": "dispute_reversal", "Source": "dp_1", "charge_id": "ch_1aA", "Amount": "41.72",
        "Fee": "-15.00", "Net": "56.72", "Transfer": "po_3",
    } | changes  # fmt: skip
    dates = {"Created (UTC)": "2026-03-02 09:00", "Transfer Date (UTC)": "2026-03-06 00:00"}
    return stripe_row(**given) | dates


def second(day: str = "2026-02-11 09:00", payout: str = "po_2", paid: str = "2026-02-13") -> Any:
    """A gift of fifty dollars that pays for what goes back."""
    row = stripe_row(Source="ch_2", Amount="50.00", Fee="2.00", Net="48.00", Transfer=payout)
    return row | {"Created (UTC)": day, "Transfer Date (UTC)": f"{paid} 00:00"}


def third() -> dict[str, str]:
    row = stripe_row(Source="ch_3", Amount="900.00", Fee="20.00", Net="880.00", Transfer="po_3")
    dates = {"Created (UTC)": "2026-03-01 09:00", "Transfer Date (UTC)": "2026-03-06 00:00"}
    return row | dates


def taken(book: Book, folder: Path, *rows: dict[str, str], name: str = "a.csv") -> IntakeReport:
    return import_file(book, write_rows(folder / name, STRIPE, rows), entity="alder")


def accounts(book: Book) -> dict[str, int]:
    query = (
        "SELECT a.role, SUM(p.cents) FROM posting p JOIN account a ON a.id = p.account_id"
        " GROUP BY 1"
    )
    return dict(rows_of(book, query))


# --- what formats say


READ: dict[str, tuple[tuple[str, ...], list[dict[str, str]], tuple[str, str, int, int]]] = {
    "stripe": (STRIPE, [stripe_row(), dispute()], ("ch_1aA", "dp_1", 4_172, 1_500)),
    "stripe's adjustment": (
        STRIPE,
        [stripe_row(), dispute(Type="adjustment", charge_id="",
                               Description="Chargeback withdrawal for ch_1aA")],
        ("ch_1aA", "dp_1", 4_172, 1_500),
    ),
    "winred": (
        WINRED,
        [winred_row(), winred_row(Type="Dispute", Refund_ID="d1", Amount="-$1,000.00", Fee="",
                                  Net="-$1,015.00")],
        ("rv_ccc_1", "d1", 100_000, 1_500),
    ),
    "anedot": (
        ANEDOT,
        [ANEDOT_GIFT, ANEDOT_GIFT | {"Type": "Chargeback", "Amount": "-$1,250.00",
                                     "Net Amount": "-$1,275.00", "Anedot Fee": "$25.00",
                                     "Transaction ID": "t9"}],
        ("d1", "t9", 125_000, 2_500),
    ),
    "paypal": (
        PAYPAL,
        [PAYMENT, PAYMENT | {"Type": "Chargeback", "Gross": "-1,250.00", "Fee": "0.00",
                             "Net": "-1,250.00", "Transaction ID": "9RV",
                             "Reference Txn ID": "9AB12345CD678901E"}],
        ("9AB12345CD678901E", "9RV", 125_000, 0),
    ),
    "square": (
        (*SQUARE, "Original Transaction ID"),
        [SALE, SALE | {"Event Type": "Dispute", "Total Collected": "-$50.00", "Fees": "$0.00",
                       "Net Total": "-$50.00", "Original Transaction ID": "32WG7b1g",
                       "Transaction ID": "x9", "Payment ID": "p9"}],
        ("32WG7b1g", "p9", 5_000, 0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_row_that_is_a_chargeback_names_its_gift_and_its_fee(name: str, tmp_path: Path) -> None:
    header, rows, expected = READ[name]
    read = read_file(write_rows(tmp_path / "a.csv", header, rows))
    assert (len(read.gifts), read.refunds, read.refused) == (1, [], [])
    (row,) = read.disputes
    assert (row.key, row.refund_id, row.cents, row.fee_cents) == expected
    assert (row.meaning, row.key) == ("chargeback", read.gifts[0].key)


def test_a_status_alone_is_refused_with_what_to_take_instead(tmp_path: Path) -> None:
    rows = [donorbox_gift(Status="disputed"), donorbox_gift(Status="paid", Stripe_Charge_Id="ch_2")]
    read = read_file(write_rows(tmp_path / "a.csv", DONORBOX, rows))
    assert read.reasons() == [(1, "Status")]
    assert "chargebacks as rows of their own" in read.refused[0].reason


def test_a_gift_that_says_it_was_disputed_is_not_taken_as_if_it_stood(tmp_path: Path) -> None:
    header = ("id", "Created date (UTC)", "Amount", "Disputed Amount", "Fee", "Currency", "Status",
              "Customer Name")  # fmt: skip
    row = {
        "id": "ch_1", "Created date (UTC)": "2026-02-03 10:00", "Amount": "50.00", "Fee": "2.00",
        "Currency": "usd", "Status": "Paid", "Customer Name": "Ann Lee",
    }  # fmt: skip
    rows = [row | {"Disputed Amount": "0.00"}, row | {"id": "ch_2", "Disputed Amount": "50.00"}]
    read = read_file(write_rows(tmp_path / "a.csv", header, rows))
    assert [one.key for one in read.gifts] == ["ch_1"]
    assert read.reasons() == [(2, "Disputed Amount")]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Amount": "41.72", "Net": "26.72"}, "sign of the amount"),
        ({"Net": "56.72"}, "sign of the amount"),
        ({"Fee": "14.00"}, "do not come to"),
        ({"charge_id": "", "Source": "dp_1"}, "does not name its gift"),
        ({"Type": "adjustment", "Description": "Reserve"}, "names no chargeback"),
    ],
)
def test_a_chargeback_that_contradicts_itself_is_refused(
    changes: dict[str, str], words: str, tmp_path: Path
) -> None:
    read = read_file(write_rows(tmp_path / "a.csv", STRIPE, [dispute(**changes)]))
    assert (read.disputes, len(read.refused)) == ([], 1)
    assert words in read.refused[0].reason


def test_a_fee_that_may_have_gone_either_way_is_not_guessed(tmp_path: Path) -> None:
    read = read_file(write_rows(tmp_path / "a.csv", STRIPE, [won(Net="")]))
    assert "taken or given back" in read.refused[0].reason


# --- what the book does


def test_a_chargeback_is_a_negative_entry_that_its_payout_bears(book: Book, tmp_path: Path) -> None:
    report = taken(book, tmp_path, stripe_row(), second(), dispute())
    assert (report.rejected_count, report.conflict_count) == (0, 0)
    assert (report.refunded_cents, report.chargebacks, report.chargeback_cents) == (0, 1, 4_172)
    assert report.fee_cents == 185 + 200 + 1_500
    assert rows_of(book, ITEMS) == [
        ("individual_receipt", 4_172, "2026-02-04"),
        ("processor_fee", 185, "2026-02-06"),
        ("return_receipt", -4_172, "2026-02-10"),
        ("individual_receipt", 5_000, "2026-02-11"),
        ("processor_fee", 1_700, "2026-02-13"),
    ]
    assert rows_of(book, PAYOUTS) == [
        ("po_1", 4_172, 185, 0, 3_987), ("po_2", 5_000, 1_700, 4_172, -872),
    ]  # fmt: skip
    assert accounts(book) == {
        "bank": 3_987 - 872, "clearing": 0, "expense": 1_885, "income": -5_000,
    }  # fmt: skip
    linked = "SELECT g.amount_cents FROM item r JOIN item g ON g.id = r.parent_id"
    assert rows_of(book, linked) == [(4_172,)]
    assert book.verify() == []


def test_twice_is_known_and_taking_the_file_back_restores(book: Book, tmp_path: Path) -> None:
    taken(book, tmp_path, stripe_row(), second())
    before = facts(book)
    report = taken(book, tmp_path, dispute(), name="b.csv")
    assert (report.accepted, report.batch is not None) == (1, True)
    again = taken(book, tmp_path, stripe_row(), second(), dispute(), name="c.csv")
    assert (again.accepted, again.duplicates, again.chargebacks, again.batch) == (0, 3, 0, None)
    assert report.batch is not None
    undo_import(book, report.batch)
    assert facts(book) == before


def test_another_amount_of_a_known_chargeback_is_a_conflict(book: Book, tmp_path: Path) -> None:
    taken(book, tmp_path, stripe_row(), dispute())
    report = taken(book, tmp_path, dispute(Amount="-40.00", Net="-55.00"), name="b.csv")
    assert (report.accepted, report.conflict_count) == (0, 1)
    assert "has a chargeback of this gift with another date or amount" in report.conflicts[0].reason


@pytest.mark.parametrize(
    "rows",
    [
        [dispute(Amount="-41.73", Net="-56.73")],
        [dispute(), dispute(Source="dp_2", Amount="-0.01", Net="-15.01")],
        [stripe_row(Type="refund", Source="re_1", charge_id="ch_1aA", Amount="-30.00", Fee="0.00",
                    Net="-30.00"), dispute(Amount="-11.73", Net="-26.73")],
    ],
    ids=["at once", "in two", "with a refund"],
)  # fmt: skip
def test_more_than_the_gift_is_a_conflict(
    rows: list[dict[str, str]], book: Book, tmp_path: Path
) -> None:
    report = taken(book, tmp_path, stripe_row(), *rows)
    assert report.conflict_count == 1
    assert "more cannot" in report.conflicts[0].reason
    assert book.verify() == []


def test_a_chargeback_in_parts_and_a_refund_of_the_rest(book: Book, tmp_path: Path) -> None:
    rows = [
        dispute(Amount="-20.00", Net="-35.00"),
        dispute(Source="dp_2", Amount="-11.72", Net="-26.72"),
        stripe_row(Type="refund", Source="re_1", charge_id="ch_1aA", Amount="-10.00", Fee="0.00",
                   Net="-10.00"),
    ]  # fmt: skip
    report = taken(book, tmp_path, stripe_row(), third(), *rows)
    assert (report.chargebacks, report.chargeback_cents, report.refunded_cents) == (
        2, 3_172, 1_000,
    )  # fmt: skip
    assert taken(book, tmp_path, *rows, name="b.csv").duplicates == 3


def test_a_gift_that_is_not_there_is_asked_for(book: Book, tmp_path: Path) -> None:
    report = taken(book, tmp_path, dispute())
    assert (report.accepted, report.rejected_count, report.batch) == (0, 1, None)
    assert "import the file that has it first" in report.rejected[0].reason


def test_the_next_payout_bears_what_none_had_borne(book: Book, tmp_path: Path) -> None:
    open_dispute = dispute(Transfer="") | {"Transfer Date (UTC)": ""}
    taken(book, tmp_path, stripe_row(), open_dispute)
    assert accounts(book)["clearing"] == -4_172
    report = taken(book, tmp_path, third(), name="b.csv")
    assert report.completed == 1
    assert rows_of(book, PAYOUTS)[-1] == ("po_3", 90_000, 3_500, 4_172, 82_328)
    assert accounts(book)["clearing"] == 0
    assert book.verify() == []


# --- won


def test_a_chargeback_that_is_won_is_a_new_entry_of_the_gift(book: Book, tmp_path: Path) -> None:
    report = taken(book, tmp_path, third(), won(), dispute(), second(), stripe_row())
    assert (report.rejected_count, report.conflict_count) == (0, 0)
    assert (report.chargeback_cents, report.won_cents) == (4_172, 4_172)
    assert rows_of(
        book,
        "SELECT a.kind, a.amount_cents, a.item_date, a.made_date, g.item_date FROM item a"
        " JOIN item g ON g.id = a.parent_id WHERE a.amount_cents > 0",
    ) == [("individual_receipt", 4_172, "2026-03-02", "2026-02-04", "2026-02-04")]
    assert rows_of(book, PAYOUTS)[-1] == ("po_3", 94_172, 500, 0, 93_672)
    assert accounts(book)["clearing"] == 0
    assert book.verify() == []


def test_it_counts_to_the_year_of_the_gift(book: Book, tmp_path: Path) -> None:
    early = {"Created (UTC)": "2025-12-20 09:00", "Transfer Date (UTC)": "2025-12-23 00:00"}
    taken(book, tmp_path, stripe_row() | early, dispute(), won())
    used = 'SELECT "window", SUM(cents) FROM attribution GROUP BY 1'
    assert rows_of(book, used) == [("2025", 4_172)]


def test_a_gift_that_is_charged_back_again_can_be_won_again(book: Book, tmp_path: Path) -> None:
    twice = [
        dispute(Source="dp_2") | {"Created (UTC)": "2026-03-20 09:00"},
        won(Source="dp_2") | {"Created (UTC)": "2026-04-02 09:00"},
    ]
    rows = [*reversed(twice), third(), won(), dispute(), second(), stripe_row()]
    report = taken(book, tmp_path, *rows)
    assert (report.rejected, report.conflicts) == ([], [])
    assert (report.chargebacks, report.chargeback_cents, report.won_cents) == (2, 8_344, 8_344)
    more = dispute(Source="dp_3") | {"Created (UTC)": "2026-05-02 09:00"}
    assert taken(book, tmp_path, *rows, more, name="b.csv").chargebacks == 1
    again = won(Source="dp_3") | {"Created (UTC)": "2026-06-02 09:00"}
    assert taken(book, tmp_path, again, name="c.csv").won_cents == 4_172
    assert taken(book, tmp_path, *rows, more, again, name="d.csv").accepted == 0
    assert book.verify() == []


def test_what_was_won_can_be_refunded_once(book: Book, tmp_path: Path) -> None:
    taken(book, tmp_path, third(), won(), dispute(), second(), stripe_row())
    refund = stripe_row(
        Type="refund", Source="re_1", charge_id="ch_1aA", Amount="-41.72", Fee="0.00", Net="-41.72"
    ) | {"Created (UTC)": "2026-03-10 09:00"}
    more = refund | {"Source": "re_2", "Amount": "-0.01", "Net": "-0.01"}
    report = taken(book, tmp_path, refund, more, name="b.csv")
    assert (report.refunded_cents, report.conflict_count) == (4_172, 1)
    assert rows_of(
        book,
        "SELECT g.item_date FROM item r JOIN item g ON g.id = r.parent_id"
        " WHERE r.kind = 'refund_individual_contribution'",
    ) == [("2026-03-02",)]


@pytest.mark.parametrize(
    ("rows", "refused", "conflicts"),
    [
        ([stripe_row(), won()], 1, 0),
        ([won()], 1, 0),
        ([stripe_row(), dispute(), won(Amount="50.00", Net="65.00")], 0, 1),
    ],
    ids=["nothing was charged back", "no gift", "more than was charged back"],
)
def test_what_was_never_charged_back_cannot_be_won(
    rows: list[dict[str, str]], refused: int, conflicts: int, book: Book, tmp_path: Path
) -> None:
    report = taken(book, tmp_path, *rows)
    assert (report.rejected_count, report.conflict_count, report.won_cents) == (
        refused, conflicts, 0,
    )  # fmt: skip


def test_paypal_names_the_chargeback_and_not_the_payment(book: Book, tmp_path: Path) -> None:
    taken_back = PAYMENT | {
        "Type": "Chargeback", "Gross": "-1,250.00", "Fee": "0.00", "Net": "-1,250.00",
        "Transaction ID": "9RV", "Reference Txn ID": "9AB12345CD678901E",
    }  # fmt: skip
    again = PAYMENT | {
        "Type": "Cancelled Reversal", "Gross": "1,250.00", "Fee": "0.00", "Net": "1,250.00",
        "Transaction ID": "9CR", "Reference Txn ID": "9RV",
    }  # fmt: skip
    file = write_rows(tmp_path / "a.csv", PAYPAL, [again, taken_back, PAYMENT])
    report = import_file(book, file, entity="alder")
    assert (report.won_cents, report.rejected_count) == (125_000, 0)
    assert import_file(book, file, entity="alder").duplicates == 3


def test_a_fee_given_back_that_no_payout_can_bear_is_told(book: Book, tmp_path: Path) -> None:
    alone = [stripe_row(), second(), dispute(), won()]
    report = taken(book, tmp_path, *alone)
    assert any("gave a fee back" in sentence for sentence in report.warnings)
    assert rows_of(book, PAYOUTS)[-1] == ("po_3", 4_172, 0, 0, 4_172)
    assert book.verify() == []


# --- kinds, the form, the command line


@pytest.mark.parametrize(
    ("gift_kind", "giver", "back", "again"),
    [
        ("individual_receipt", "IND", "return_receipt", "individual_receipt"),
        ("individual_receipt", "ORG", "return_receipt", "individual_receipt"),
        ("tribal_receipt", "ORG", "return_receipt", "tribal_receipt"),
        ("partnership_receipt", "ORG", "return_receipt", "individual_receipt"),
        ("pac_receipt", "COM", "pac_return", "pac_receipt"),
        ("party_receipt", "COM", "party_return", "party_receipt"),
        ("as_filed_sa11b", "PAC", "party_return", "party_receipt"),
        ("earmark_receipt", "PTY", "party_return", "party_receipt"),
        ("pac_earmark_receipt", "CCM", "pac_return", "pac_receipt"),
    ],
)
def test_the_kind_follows_the_gift_and_its_giver(
    gift_kind: str, giver: str, back: str, again: str
) -> None:
    assert return_kind(gift_kind, giver) == back
    assert kind_that_came_again(gift_kind, giver) == again


@pytest.mark.parametrize("code", return_kinds())
@pytest.mark.parametrize("account", ["federal", "noncontribution"])
def test_a_return_stands_on_the_line_of_the_gift(code: str, account: str) -> None:
    of_gift = {"party_return": "party_receipt", "pac_return": "pac_receipt"}
    lines = [
        line_for(kind(one), form="F3X", account_kind=account, on=date(2026, 2, 1))
        for one in (code, of_gift.get(code, "individual_receipt"))
    ]
    tokens = {line.token for line in lines if line is not None}
    assert (None in lines, len(tokens)) == (False, 1)


def test_a_filing_with_a_chargeback_is_accepted(tmp_path: Path) -> None:
    rows = [
        stripe_row(Amount="300.00", Fee="9.00", Net="291.00"), third(), second(),
        dispute(Amount="-300.00", Net="-315.00"), won(Amount="300.00", Net="315.00"),
    ]  # fmt: skip
    file = write_rows(tmp_path / "a.csv", STRIPE, rows)
    with riverbend_at(str(tmp_path / "book.fdesk")) as book:
        desk = desk_for(book, "party")
        assert import_file(book, file, entity=desk.entity.code).accepted == 5
        prepared = prepare(
            book,
            Request(
                entity_id=desk.entity.id, form="F3X",
                period=Period(first="2026-01-01", last="2026-03-31"), signed_on="2026-04-10",
                outputs=("fec",),
            ),
            tmp_path / "out",
        )  # fmt: skip
        assert book.verify() == []
    (written,) = [path for path in prepared.files if path.suffix == ".fec"]
    judged = hardmoney.parse_file(str(written))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    assert prepared.verdict.acceptable
    assert prepared.summary["A"]["11ai"] + prepared.summary["A"]["11aii"] == 30_000 + 95_000
    assert "Returned/Bounced Receipt" in written.read_text(encoding="utf-8")


def test_the_command_line_counts_them_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "book.fdesk"
    with new_book(place):
        pass
    file = write_rows(
        tmp_path / "a.csv", STRIPE, [stripe_row(), second(), third(), dispute(), won()]
    )
    words = ["intake", str(file), "--entity", "alder", "--book", str(place)]
    assert main([*words, "--dry-run"]) == 0
    assert "1 chargeback of $41.72" in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    names = ("refunded_cents", "chargebacks", "chargeback_cents", "won_cents")
    assert [answer[name] for name in names] == [0, 1, 4_172, 4_172]


def test_a_refund_row_after_a_mark_of_another_refund_does_not_go_back_twice(
    book: Book, tmp_path: Path
) -> None:
    import_file(book, write_export(tmp_path / "a.csv", [gift()]))
    marked = gift(Refund_ID="9", Refund_Date="2026-02-11")
    report = import_file(book, write_export(tmp_path / "b.csv", [marked]))
    assert (report.refunded_cents, report.conflict_count) == (2_500, 0)
    back = gift(Lineitem_ID="7001", Amount="-25.00", Fee="0.00", Date="2026-02-12 10:00:00",
                Refund_ID="10", Refund_Date="2026-02-12", Disbursement_ID="",
                Disbursement_Date="")  # fmt: skip
    report = import_file(book, write_export(tmp_path / "c.csv", [back]))
    assert report.rejected == []
    assert (report.refunded_cents, report.conflict_count) == (0, 1)


# --- whatever comes in whatever order


STEPS = st.lists(
    st.tuples(st.sampled_from(["dispute", "won", "refund"]), st.integers(1, 6_000)), max_size=6
)


def step_row(number: int, step: str, cents: int) -> dict[str, str]:
    """A row about the first gift: what it takes or gives again, with a fee for the dispute."""
    amount, fee = format_cents(cents), "15.00"
    whole = {
        "dispute": (f"-{amount}", fee, f"-{format_cents(cents + 1_500)}"),
        "won": (amount, "0.00", amount),
        "refund": (f"-{amount}", "0.00", f"-{amount}"),
    }[step]
    kind = {"dispute": "dispute", "won": "dispute_reversal", "refund": "refund"}[step]
    row = stripe_row(
        Type=kind, Source=f"x_{number}", charge_id="ch_1aA", Amount=whole[0], Fee=whole[1],
        Net=whole[2], Transfer="",
    )  # fmt: skip
    dates = {"Created (UTC)": "2026-02-10 09:00", "Transfer Date (UTC)": ""}
    return row | dates


@settings(max_examples=examples(4, soak=300), deadline=None)
@given(STEPS)
def test_no_more_goes_back_than_came_and_the_books_tie(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    with new_book(folder / "book.fdesk") as book:
        before = facts(book)
        rows = [step_row(number, *one) for number, one in enumerate(steps)]
        first = taken(book, folder, *rows, stripe_row(), third())
        kept = first.total_cents - first.refunded_cents - first.chargeback_cents + first.won_cents
        assert 90_000 <= kept <= 94_172
        assert sum(one for (one,) in rows_of(book, CASH)) == kept - first.fee_cents
        assert book.verify() == []
        assert first.accepted + first.rejected_count + first.conflict_count == len(rows) + 2
        again = taken(book, folder, *rows, stripe_row(), third(), name="b.csv")
        assert (again.accepted, again.refunded_cents, again.chargebacks) == (0, 0, 0)
        assert first.batch is not None
        undo_import(book, first.batch)
        assert facts(book) == before


CASH = (
    "SELECT p.cents FROM posting p JOIN account a ON a.id = p.account_id"
    " WHERE a.role IN ('bank', 'clearing')"
)
