"""Any vendor's table by a profile: what is read, what is asked, and what is never guessed."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.errors import BadInput
from financedesk.intake import reading as reading_module
from financedesk.intake.importing import import_file
from financedesk.intake.profiles import (
    Column,
    LeaveOut,
    Profile,
    profile_text,
    read_profile,
)
from financedesk.intake.report import IntakeReport
from tests.intake.exports import facts, new_book, rows_of
from tests.soaking import examples

HEADER = ("Ticket", "Sold on", "Price", "Fee", "First", "Last", "Code", "Status", "For")
ROW = ("1", "2026-02-03", "25.00", "0.99", "Ann", "Lee", "02118", "Sold", "C00990001")

SHOP = Profile(
    name="Shop",
    processor="other",
    columns={
        "key": Column("Ticket"), "day": Column("Sold on"), "amount": Column("Price"),
        "fee": Column("Fee"), "first_name": Column("First"), "last_name": Column("Last"),
        "zip": Column("Code"), "kind": Column("Status"), "recipient_id": Column("For"),
    },
    values={"kind": {"Sold": "gift", "Returned": "refund", "Held": "leave out"}},
)  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    named = {name.replace("_", " "): text for name, text in changes.items()}
    return dict(zip(HEADER, ROW, strict=True)) | named


def table(
    path: Path, rows: Iterable[dict[str, str]], header: Iterable[str] = HEADER, above: str = ""
) -> Path:
    names = list(header)
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(above)
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([one.get(name, "") for name in names] for one in rows)
    return path


def without(*roles: str, profile: Profile = SHOP) -> Profile:
    """The profile without some of its columns and what it says of them."""
    return replace(
        profile,
        columns={role: one for role, one in profile.columns.items() if role not in roles},
        values={role: one for role, one in profile.values.items() if role not in roles},
    )


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path / "book.fdesk") as made:
        yield made


def taken(book: Book, file: Path, profile: Profile = SHOP, **options: Any) -> IntakeReport:
    report = import_file(book, file, profile=profile, **options)
    assert book.verify() == []
    return report


def gifts(book: Book) -> list[tuple[Any, ...]]:
    return rows_of(
        book,
        "SELECT item_date, amount_cents, first_name, last_name FROM item"
        " JOIN contact ON contact.id = item.contact_id WHERE item.kind = 'individual_receipt'"
        " ORDER BY item.id",
    )


# --- what is read


def test_a_table_is_read_by_its_profile(book: Book, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [row(), row(Ticket="2", Price="$1,030.50", First="Bo")])
    report = taken(book, file)
    assert (report.accepted, report.total_cents, report.fee_cents) == (2, 105_550, 198)
    assert report.format == "profile:Shop"
    assert gifts(book) == [
        ("2026-02-03", 2_500, "Ann", "Lee"), ("2026-02-03", 103_050, "Bo", "Lee"),
    ]  # fmt: skip
    again = taken(book, file)
    assert (again.accepted, again.duplicates, again.batch) == (0, 2, None)


def test_a_refund_finds_its_gift_and_what_is_held_is_left_out(book: Book, tmp_path: Path) -> None:
    rows = [row(), row(Ticket="2", Status="Held"), row(Status="Returned", Sold_on="2026-02-09")]
    report = taken(book, table(tmp_path / "a.csv", rows))
    assert (report.accepted, report.total_cents, report.refunded_cents) == (2, 2_500, 2_500)
    assert report.warnings == ["Rows that are no gifts by Status were left out."]


def test_a_word_that_the_profile_does_not_know_refuses_its_row(book: Book, tmp_path: Path) -> None:
    report = taken(book, table(tmp_path / "a.csv", [row(), row(Ticket="2", Status="Disputed")]))
    (refused,) = report.rejected
    assert (refused.row, refused.field) == (2, "Status")
    assert "“Disputed”" in refused.reason


def test_constants_values_and_rows_left_out(book: Book, tmp_path: Path) -> None:
    profile = replace(
        without("kind"),
        columns={**without("kind").columns, "page": Column("Status")},
        values={"recipient_id": {"Alder": "C00990001"}, "page": {"Sold": "Box office"}},
        constants={"country": "United States", "occupation": "Teacher"},
        leave_out=(LeaveOut(Column("Status"), ("Held", "Void")),),
    )
    rows = [row(For="Alder"), row(Ticket="2", Status="Void"), row(Ticket="3", Status="Held")]
    report = taken(book, table(tmp_path / "a.csv", rows), profile)
    assert (report.rows, report.accepted) == (1, 1)
    assert len(report.warnings) == 2
    assert rows_of(book, "SELECT page FROM source_row") == [("Box office",)]
    assert rows_of(book, "SELECT occupation FROM contact WHERE first_name = 'Ann'") == [
        ("Teacher",)
    ]


@pytest.mark.parametrize(
    ("order", "whole", "parts"),
    [
        ("first last", "Ann Mary Lee", ("Ann Mary", "Lee")),
        ("last first", "Lee Ann Mary", ("Ann Mary", "Lee")),
        ("first last", "Lee, Ann Mary", ("Ann Mary", "Lee")),
    ],
)
def test_whole_names_are_parted_in_the_order_that_is_said(
    book: Book, tmp_path: Path, order: str, whole: str, parts: tuple[str, str]
) -> None:
    profile = without("first_name", "last_name")
    profile = replace(
        profile, columns={**profile.columns, "name": Column("Last")}, name_order=order
    )
    taken(book, table(tmp_path / "a.csv", [row(Last=whole)]), profile)
    assert [one[2:] for one in gifts(book)] == [parts]


def test_an_organisation_gives_without_a_first_name(book: Book, tmp_path: Path) -> None:
    profile = replace(SHOP, columns={**SHOP.columns, "organisation": Column("Firm")})
    file = table(tmp_path / "a.csv", [row(First="", Last="", Firm="Lee & Sons")], (*HEADER, "Firm"))
    taken(book, file, profile)
    assert rows_of(book, "SELECT type, name FROM contact WHERE external_key IS NULL") == [
        ("ORG", "Lee & Sons")
    ]


def test_amount_fee_and_net_have_to_agree(book: Book, tmp_path: Path) -> None:
    profile = replace(SHOP, columns={**SHOP.columns, "net": Column("Net")})
    rows = [row(Net="24.01"), row(Ticket="2", Net="23.00"), row(Ticket="3", Price="", Net="24.01")]
    report = taken(book, table(tmp_path / "a.csv", rows, (*HEADER, "Net")), profile)
    assert (report.accepted, report.total_cents) == (2, 5_000)
    assert [one.reason for one in report.rejected] == ["25.00 less 0.99 does not come to 23.00."]


def test_rows_in_another_currency_are_refused(book: Book, tmp_path: Path) -> None:
    profile = replace(SHOP, columns={**SHOP.columns, "currency": Column("Cur")})
    rows = [row(Cur="usd"), row(Ticket="2", Cur="CAD")]
    report = taken(book, table(tmp_path / "a.csv", rows, (*HEADER, "Cur")), profile)
    assert (report.accepted, report.rejected_count) == (1, 1)


# --- keys


def test_without_a_key_equal_gifts_are_two_and_the_file_again_adds_nothing(
    book: Book, tmp_path: Path
) -> None:
    profile = without("key", "kind")
    file = table(tmp_path / "a.csv", [row(), row(), row(Price="30.00")])
    assert taken(book, file, profile).accepted == 3
    assert taken(book, file, profile).duplicates == 3
    longer = table(tmp_path / "b.csv", [row(Price="30.00"), row(), row(), row()])
    report = taken(book, longer, profile)
    assert (report.accepted, report.duplicates) == (1, 3)


def test_two_vendors_without_a_code_do_not_meet_in_their_keys(book: Book, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [row()])
    assert taken(book, file).accepted == 1
    assert taken(book, file, replace(SHOP, name="Fair")).accepted == 1


def test_a_key_that_lost_its_digits_is_refused(book: Book, tmp_path: Path) -> None:
    report = taken(book, table(tmp_path / "a.csv", [row(Ticket="7E+07"), row(Ticket="")]))
    assert (report.accepted, report.rejected_count) == (0, 2)


# --- what is proved, or asked


def test_the_file_proves_that_the_day_comes_first(book: Book, tmp_path: Path) -> None:
    rows = [row(Sold_on="05/02/2026"), row(Ticket="2", Sold_on="13.02.2026")]
    taken(book, table(tmp_path / "a.csv", rows))
    assert [one[0] for one in gifts(book)] == ["2026-02-05", "2026-02-13"]


@pytest.mark.parametrize(
    ("order", "day"), [("day first", "2026-02-05"), ("month first", "2026-05-02")]
)
def test_the_order_that_is_said_decides(book: Book, tmp_path: Path, order: str, day: str) -> None:
    file = table(tmp_path / "a.csv", [row(Sold_on="05/02/2026")])
    with pytest.raises(BadInput, match="none of them tells whether the day or the month"):
        import_file(book, file, profile=SHOP)
    assert taken(book, file, replace(SHOP, day_order=order)).accepted == 1
    assert gifts(book)[0][0] == day


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2026-04-01T03:30:00Z", "2026-03-31"), ("2026-04-01T04:00:00Z", "2026-04-01"),
        ("2026-02-01 04:59:59", "2026-01-31"), ("2026-02-01 05:00:00 UTC", "2026-02-01"),
        ("2026-03-08 04:30:00", "2026-03-07"), ("2026-03-09 04:30:00", "2026-03-09"),
        ("2025-11-02 04:30:00", "2025-11-02"), ("2025-11-03 04:30:00", "2025-11-02"),
        ("2026-04-01 02:30 AM", "2026-03-31"), ("2026-04-01 12:30 AM", "2026-03-31"),
        ("2026-04-01 12:30 PM", "2026-04-01"), ("2026-03-31 22:30:00 -0400", "2026-03-31"),
        ("2026-04-01", "2026-04-01"),
    ],
)  # fmt: skip
def test_a_day_in_utc_is_the_day_that_it_was_in_the_east(
    book: Book, tmp_path: Path, stamp: str, day: str
) -> None:
    file = table(tmp_path / "a.csv", [row(Sold_on=stamp)])
    assert taken(book, file, replace(SHOP, clock="UTC")).accepted == 1
    assert gifts(book)[0][0] == day


def test_times_of_another_zone_are_refused_or_taken_as_written(book: Book, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [row(Sold_on="2026-04-01T02:30:00+09:00")])
    assert taken(book, file).rejected_count == 1
    assert taken(book, file, replace(SHOP, clock="UTC")).rejected_count == 1
    assert taken(book, file, replace(SHOP, clock="as written")).accepted == 1
    assert gifts(book)[0][0] == "2026-04-01"


def test_dates_that_contradict_each_other_stop_the_import(book: Book, tmp_path: Path) -> None:
    rows = [row(Sold_on="13/02/2026"), row(Ticket="2", Sold_on="02/13/2026")]
    before = facts(book)
    with pytest.raises(BadInput, match="day and month change places"):
        import_file(book, table(tmp_path / "a.csv", rows), profile=SHOP)
    assert facts(book) == before


def test_the_file_proves_its_decimal_comma(book: Book, tmp_path: Path) -> None:
    rows = [row(Price="1.100,00", Fee="0,99"), row(Ticket="2", Price="1.000", Fee="")]
    report = taken(book, table(tmp_path / "a.csv", rows))
    assert (report.total_cents, report.fee_cents) == (210_000, 99)


def test_a_comma_and_a_point_contradict_each_other(book: Book, tmp_path: Path) -> None:
    rows = [row(Price="11.50"), row(Ticket="2", Price="11,50")]
    file = table(tmp_path / "a.csv", rows)
    with pytest.raises(BadInput, match="comma and point change places"):
        import_file(book, file, profile=SHOP)
    stated = replace(SHOP, decimal=",")
    assert taken(book, file, stated).rejected_count == 2


def test_columns_of_one_name_are_told_apart_by_place(book: Book, tmp_path: Path) -> None:
    header = (*HEADER, "Price")
    file = table(tmp_path / "a.csv", [row()], header)
    with pytest.raises(BadInput, match="2 columns named Price, columns 3 and 10"):
        import_file(book, file, profile=SHOP)
    placed = replace(SHOP, columns={**SHOP.columns, "amount": Column("Price", 3)})
    assert taken(book, file, placed).accepted == 1
    moved = replace(SHOP, columns={**SHOP.columns, "amount": Column("Price", 4)})
    with pytest.raises(BadInput, match=r"Column 4 of a\.csv is “Fee” and not “Price”"):
        import_file(book, file, profile=moved)


def test_titles_totals_and_the_header_again_are_no_rows(book: Book, tmp_path: Path) -> None:
    header = dict(zip(HEADER, HEADER, strict=True))
    rows = [row(), header, row(Ticket="2"), {"Ticket": "Total", "Price": "50.00"}]
    file = table(tmp_path / "a.csv", rows, above="Sales\nof 2026\n\n")
    report = taken(book, file)
    assert (report.rows, report.accepted, report.rejected_count) == (2, 2, 0)
    assert "A line of totals was left out." in report.warnings


def test_a_renamed_column_is_named(book: Book, tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [row()], [*HEADER[:2], "Cost", *HEADER[3:]])
    with pytest.raises(BadInput, match="no header with the columns of the profile “Shop”"):
        import_file(book, file, profile=SHOP)


# --- the second process


def test_a_large_file_is_read_by_its_profile_in_a_second_process(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_module, "LARGE", 0)
    rows = [row(Ticket=str(number), Sold_on="05/02/2026") for number in range(1, 3_000)]
    rows.append(row(Ticket="x", Sold_on="28/02/2026", Price="lots"))
    report = taken(book, table(tmp_path / "a.csv", rows))
    assert (report.accepted, report.rejected_count) == (2_999, 1)
    assert gifts(book)[0][0] == "2026-02-05"


# --- the profile as a file


def test_a_profile_comes_back_from_its_file() -> None:
    whole = replace(
        SHOP, encoding="cp1252", delimiter=";", sheet='The "best"', header_line=4,
        day_order="day first", decimal=",", clock="UTC", constants={"country": "États\tUnis"},
        columns={**SHOP.columns, "amount": Column("Price", 3), "fee": Column(place=4)},
        leave_out=(LeaveOut(Column("Status"), ("a", "b\\\n")),),
    )  # fmt: skip
    assert read_profile(profile_text(whole)) == whole
    assert read_profile(profile_text(SHOP)) == SHOP


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1", "version = 2", "this program reads 1"),
        ('name = "Shop"', 'name = ""', "needs a name"),
        ('day = "Sold on"', "", "no column for day"),
        ('amount = "Price"', "", "no column for amount"),
        ('last_name = "Last"', "", "no column for last_name"),
        ('last_name = "Last"', 'name = "Last"', "say name_order"),
        ('zip = "Code"', 'postcode = "Code"', "no role 'postcode'"),
        ('zip = "Code"', "zip = 7", "say in which line the header"),
        ('zip = "Code"', "zip = 1.5", "cannot be read"),
        ('"Sold" = "gift"', '"Sold" = "sale"', "say one of gift, refund, chargeback,"),
        ("version = 1", 'version = 1\nday_order = "iso"', "say 'month first', 'day first'"),
        ("version = 1", "version = 1\nheader_line = 0", "give its place from 1"),
        ("version = 1", 'version = 1\nencoding = "a\\u0000b"', "that nobody can type"),
        ("version = 1", 'version = 1\ncolour = "red"', "'colour', which a profile does not know"),
        ("[columns]", '[constants]\nzip = "1"\n[columns]', "both a column and a constant"),
        ("[columns]", "[columns", "is no TOML"),
        ('name = "Shop"', "name = 7", "cannot be read"),
    ],
)
def test_a_profile_that_does_not_hold_together_is_refused(old: str, new: str, said: str) -> None:
    text = profile_text(SHOP)
    assert old in text
    with pytest.raises(BadInput, match=said):
        read_profile(text.replace(old, new, 1))


@settings(max_examples=examples(200, 20_000), deadline=None)
@given(st.text(max_size=300))
def test_whatever_stands_in_a_profile_is_read_or_refused(text: str) -> None:
    for given_text in (text, "version = 1\n" + text, profile_text(SHOP) + text):
        with suppress(BadInput):
            assert read_profile(given_text).columns


# --- bytes that nobody meant

_SMALL = "\n".join(
    ",".join(one) for one in (HEADER, ROW, ("2", *ROW[1:]), ("3", "13/02/2026", *ROW[2:]))
).encode()


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(_SMALL)
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, max(0, len(content) - 1)))
        length = draw(st.integers(1, 30))
        match draw(st.sampled_from(("cut", "swap", "repeat", "quote"))):
            case "cut":
                del content[place : place + length]
            case "swap":
                content[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case "repeat":
                content[place:place] = content[place : place + length] * 2
            case _:
                content[place:place] = draw(st.sampled_from((b'"', b"\n", b";", b"\x00", b",")))
    return bytes(content)


@settings(max_examples=examples(30, 3_000), deadline=None)
@given(content=damaged())
def test_a_damaged_table_is_read_or_refused_and_never_halfway(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    file = folder / "a.csv"
    file.write_bytes(content)
    with new_book(folder / "book.fdesk") as book:
        before = facts(book)
        try:
            report = import_file(book, file, entity="alder", profile=SHOP)
        except BadInput:
            assert facts(book) == before
            return
        taken_in = len(rows_of(book, "SELECT 1 FROM source_row"))
        assert report.accepted == taken_in
        assert report.rows == (
            report.accepted + report.duplicates + report.rejected_count
            + report.conflict_count + report.left_out
        )  # fmt: skip
