"""February is adopted, March is typed in by hand: aggregates, flags and cover come by themselves.

The rows of a real March are typed as plain transactions, without aggregates or flags, and small
amounts as one row a line. What a report of March should then look like was filed in 2012.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hardmoney
import pytest
from sqlalchemy import select

from financedesk.fec.reader import Record
from financedesk.fec.values import cents
from financedesk.ledger import tables
from financedesk.ledger.edit import ItemEdit, replace_item
from financedesk.ledger.room import open_book
from financedesk.rules.summary import form_lines
from tests.acceptance.by_hand import lump, typed
from tests.acceptance.comparing import cover_cents, fec_id, normal, records_of
from tests.acceptance.shell import Shell, empty_book

SharedFile = Callable[..., Path]
Cover = Mapping[tuple[str, str], int]

COMMITTEE = "C00014498"
FIRST, LAST = "2012-03-01", "2012-03-31"
# The lines of this report whose small amounts no row shows, and the kind that a treasurer types.
SMALL_AMOUNTS = {
    "11aii": "unitemised_individuals",
    "15": "unitemised_sa15",
    "21b": "unitemised_sb21b",
}
# One donor of March had given $500.00 in January, which no file that we have shows: the running
# total that was filed tells it. It is typed as well, as the treasurer who had it would.
GAVE_IN_JANUARY, JANUARY_CENTS = "20328.C366479", 500_00


@dataclass(frozen=True, slots=True)
class March:
    """The report as it was filed in 2012, and as the desk files it from typed rows."""

    shell: Shell
    filed: dict[str, Record]
    ours: dict[str, Record]
    filed_cover: Cover
    cover: Cover
    copy: Path


def _typed_march(
    shared_file: SharedFile, *, january: bool = True, changes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the interchange file of March; ``changes`` are made to rows by their id."""
    rows = _body(shared_file("data", "fec", "780387.fec"))
    february = _body(shared_file("data", "fec", "771694.fec"))
    content = typed(rows.values(), taken=frozenset(february))
    transactions = content["transactions"]
    for row in transactions:
        row.update((changes or {}).get(row["id"], {}))
    transactions += _small_amounts(shared_file, rows)
    if january:
        again = next(row for row in transactions if row["id"] == GAVE_IN_JANUARY)
        gift = {"id": "JANUARY", "date": "2012-01-17", "amount": "500.00"}
        transactions.insert(0, again | gift)
    return content


def _small_amounts(shared_file: SharedFile, rows: Mapping[str, Record]) -> list[dict[str, Any]]:
    cover = cover_cents(shared_file("data", "fec", "780387.fec"))
    shown = {"SA15": 0, "SB21B": 0, "SA11AII": 0}
    for record in rows.values():
        if record.form_type in shown and "memo_code" not in record.fields:
            shown[record.form_type] += cents(
                record.fields.get("contribution_amount")
                or record.fields.get("expenditure_amount", "")
            )
    tokens = dict(zip(SMALL_AMOUNTS, ("SA11AII", "SA15", "SB21B"), strict=True))
    return [
        lump(kind, cover["A", line] - shown[tokens[line]], LAST, f"SMALL-{line.upper()}")
        for line, kind in SMALL_AMOUNTS.items()
    ]


def _body(path: Path) -> dict[str, Record]:
    return {fec_id(row): row for row in records_of(path)[1:] if row.record != "TEXT"}


def _filed_by_hand(folder: Path, shared_file: SharedFile, content: dict[str, Any]) -> March:
    shell = empty_book(folder)
    shell.ask("adopt", shared_file("data", "fec", "771694.fec"))
    file = folder / "march.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    entered = shell.ask("enter", file, "--entity", COMMITTEE)
    assert (entered["entered"], entered["refused"]) == (len(content["transactions"]), [])
    assert entered["notes"] == []
    copy = _file(shell, folder)
    original = shared_file("data", "fec", "780387.fec")
    return March(
        shell, _body(original), _body(copy), cover_cents(original), cover_cents(copy), copy
    )


def _file(shell: Shell, folder: Path) -> Path:
    answer = shell.ask(
        "file", "F3X", "--entity", COMMITTEE, "--from", FIRST, "--to", LAST, "--only", "fec",
        "--out", folder / "out",
    )  # fmt: skip
    return Path(answer["files"][0])


@pytest.fixture(scope="module")
def march(tmp_path_factory: pytest.TempPathFactory, shared_file: SharedFile) -> March:
    folder = tmp_path_factory.mktemp("march")
    return _filed_by_hand(folder, shared_file, _typed_march(shared_file))


# --- the cover and the judges


def test_every_line_of_both_columns_is_what_was_filed(march: March) -> None:
    assert march.cover == march.filed_cover


def test_the_file_is_acceptable_and_ties(march: March) -> None:
    judged = hardmoney.parse_file(str(march.copy))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    assert march.shell.ask("validate", march.copy)["refused"] == []
    assert march.shell.ask("book", "verify")["ok"]


# --- the rows

# Filed row by row, though neither March nor what the desk knows of the year brings the payee over
# $200.00 (11 CFR 104.3(b)(3)): whoever typed it in 2012 chose to show it, or knew of a payment in
# January that we never saw. The money is in line 21(b) all the same.
NOT_OVER_200 = {
    "20416.E50216": "paid by card, 167.23",
    "20413.E50186": "112.36; the payee's 360.00 of the 22nd comes later and is shown",
}
# Details of card statements and reimbursements of not more than $200.00 a vendor: memo items, which
# need no row of their own.
SMALL_DETAILS = {
    "20416.E50217", "20416.E50221", "20416.E50222", "20416.E50223", "20416.E50224",
    "20416.E50225", "20416.E50226", "20313.E49894", "20313.E49895", "20313.E49896",
    "20313.E49906", "20313.E49907", "20313.E49908", "20313.E49911", "20416.E50208",
    "20416.E50210", "20416.E50214", "20319.E49974", "20319.E49975", "20417.E50237",
    "20417.E50239", "20417.E50240", "20417.E50241",
}  # fmt: skip
# H1 describes the whole year and was filed in February under this id; a typed row cannot take an
# id that is taken.
RENAMED = {"H10709200333J2": "H10709200333J2N"}


def test_the_rows_that_must_be_shown_are_shown_and_no_other(march: March) -> None:
    wanted = {RENAMED.get(number, number) for number in march.filed}
    assert wanted - set(march.ours) == set(NOT_OVER_200) | SMALL_DETAILS
    assert set(march.ours) - wanted == set()


def test_what_is_not_shown_stays_within_the_law(march: March) -> None:
    hidden = [march.filed[number] for number in (*NOT_OVER_200, *SMALL_DETAILS)]
    assert {row.form_type for row in hidden} == {"SB21B"}
    assert max(cents(row.fields["expenditure_amount"]) for row in hidden) <= 200_00
    assert {fec_id(row) for row in hidden if row.fields.get("memo_code")} == SMALL_DETAILS


def test_every_row_says_what_was_filed_aggregates_included(march: March) -> None:
    """All fields; the total that stands on details of shared payments is compared below."""
    differing = {}
    for number, filed in march.filed.items():
        ours = march.ours.get(RENAMED.get(number, number))
        if ours is None:
            continue
        wanted, found = normal(filed), normal(ours)
        names = {name for name in wanted | found if wanted.get(name) != found.get(name)}
        names -= {"transaction_id"} if number in RENAMED else set()
        names -= {"event_year_to_date"} if "memo_code" in wanted else set()
        if names:
            differing[number] = names
    assert differing == {}
    with_totals = [row for row in march.ours.values() if "contribution_aggregate" in row.fields]
    assert len(with_totals) == 12


def test_details_of_shared_payments_leave_the_running_total_where_it_is(march: March) -> None:
    """A memo item adds nothing to its event (11 CFR 104.17(b)(3)); it shows what was reached.

    The software of 2012 put each detail's own amount there.
    """
    details = [
        row for row in march.ours.values() if row.record == "H4" and "memo_code" in row.fields
    ]
    assert len(details) == 24
    for row in details:
        parent = march.ours[row.fields["back_reference_tran_id"].upper()]
        assert row.fields["event_year_to_date"] == parent.fields["event_year_to_date"]
        before = march.filed[fec_id(row)].fields
        assert cents(before["event_year_to_date"]) == cents(before["total_amount"])


def test_without_january_one_gift_is_not_known_to_pass_200(
    tmp_path: Path, shared_file: SharedFile
) -> None:
    """$20.00 in March follow $500.00 in January; who does not know it reports them unitemised."""
    march = _filed_by_hand(tmp_path, shared_file, _typed_march(shared_file, january=False))
    assert GAVE_IN_JANUARY not in march.ours
    assert _moves(march.filed_cover, march.cover) == {
        ("A", "11ai"): -20_00, ("B", "11ai"): -20_00,
        ("A", "11aii"): 20_00, ("B", "11aii"): 20_00,
    }  # fmt: skip


# --- one row changes

RECEIPTS = ("11ai", "11aiii", "11d", "19", "20", "6c", "6d", "8", "33", "35")


def test_one_receipt_changes_and_exactly_its_lines_move(march: March, tmp_path: Path) -> None:
    number, more = "20319.C366356", 123_45
    with open_book(march.shell.book) as book:
        with book.read() as connection:
            item_id = connection.execute(
                select(tables.fec_id.c.item_id).where(tables.fec_id.c.fec_id == number)
            ).scalar_one()
        with book.unit_of_work("Correct a receipt") as unit:
            replace_item(unit, item_id, ItemEdit(2_500_00 + more, "2012-03-15", None))
    copy = _file(march.shell, tmp_path)
    assert _moves(march.cover, cover_cents(copy)) == _on_both_columns(dict.fromkeys(RECEIPTS, more))
    assert _changed_rows(march.ours, _body(copy)) == {
        number: {"contribution_amount": more, "contribution_aggregate": more}
    }
    march.shell.ask("undo")  # the draft
    march.shell.ask("undo")
    assert cover_cents(_file(march.shell, tmp_path)) == march.cover


def test_one_shared_expense_changes_and_exactly_its_lines_move(
    march: March, tmp_path: Path, shared_file: SharedFile
) -> None:
    """$10.00 more, of which the federal account bears $2.80; later totals of the event follow."""
    number = "H420413.E50187"
    fields = dict(march.filed[number].fields)
    own = ("account_identifier", "administrative_voter_drive_activity")
    shares = {"federal_share": "158.23", "nonfederal_share": "406.88"}
    change = {"amount": "565.11", "fields": {name: fields[name] for name in own} | shares}
    content = _typed_march(shared_file, changes={number: change})
    changed = _filed_by_hand(tmp_path, shared_file, content)
    spent = dict.fromkeys(("21c", "31", "7"), 10_00) | {"8": -10_00, "21aii": 7_20}
    federal = dict.fromkeys(("21ai", "32", "36", "38"), 2_80)
    assert _moves(march.cover, changed.cover) == _on_both_columns(spent | federal)
    rows = _changed_rows(march.ours, changed.ours)
    assert rows.pop(number) == {
        "total_amount": 10_00, "federal_share": 2_80, "nonfederal_share": 7_20,
        "event_year_to_date": 10_00,
    }  # fmt: skip
    assert set(map(str, rows.values())) == {"{'event_year_to_date': 1000}"}
    later = {
        found
        for found, row in march.ours.items()
        if row.record == "H4" and row.fields["expenditure_date"] >= "20120314" and found != number
    }
    assert set(rows) == later


def _on_both_columns(moves: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Return the moves in columns A and B, as far as the form has the line there."""
    lines = {line.code: line for line in form_lines("F3X")}
    return {
        (column, code): cents
        for code, cents in moves.items()
        for column in ("A", "B")
        if lines[code].name(column)
    }


def _moves(before: Cover, after: Cover) -> dict[tuple[str, str], int]:
    return {key: after[key] - before[key] for key in before if after[key] != before[key]}


def _changed_rows(
    before: Mapping[str, Record], after: Mapping[str, Record]
) -> dict[str, dict[str, int]]:
    """Return the amounts that moved, by row and field; nothing but amounts may move."""
    assert set(before) == set(after)
    found: dict[str, dict[str, int]] = {}
    for number, record in before.items():
        old, new = normal(record), normal(after[number])
        assert set(old) == set(new)
        moved = {name: int(new[name]) - int(old[name]) for name in old if old[name] != new[name]}
        if moved:
            found[number] = moved
    return found
