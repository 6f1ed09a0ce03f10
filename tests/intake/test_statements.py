"""Bank statements by format: what is read, what is said, what is refused and never guessed."""

import gzip
from pathlib import Path

import pytest
from openpyxl import Workbook

from financedesk.errors import BadInput
from financedesk.intake.statements import (
    Balance,
    Said,
    Statement,
    StatementFile,
    StatementLine,
    read_statements,
)
from tests.intake.statement_files import (
    ALL,
    CAMT,
    CSV,
    MT940,
    OFX,
    OFX_2,
    OFX_HEAD,
    QIF,
    ofx,
    ofx_entry,
    ofx_statement,
    written,
)


def read(folder: Path, text: str | bytes, said: Said | None = None) -> StatementFile:
    return read_statements(written(folder, text), said)


def only(folder: Path, text: str | bytes, said: Said | None = None) -> Statement:
    (statement,) = read(folder, text, said).statements
    return statement


def sums(statement: Statement) -> list[tuple[str, int]]:
    return [(line.booked_on, line.cents) for line in statement.lines]


def complaints(statement: Statement) -> str:
    return " ".join([*(line.reason for line in statement.rejected), *statement.notes])


# --- every format, found by content


@pytest.mark.parametrize(
    ("kind", "code", "days", "closing"),
    [
        ("ofx", "ofx", [("2026-02-03", -950), ("2026-02-04", 10000)], 9050),
        ("ofx2", "ofx", [("2026-02-03", -1234)], -1234),
        ("camt", "camt", [("2026-02-03", 2500), ("2026-02-05", -1000)], 11500),
        ("mt940", "mt940", [("2026-02-03", 2500), ("2026-02-05", -1000)], 11500),
        ("qif", "qif", [("2026-02-03", 2500), ("2026-02-14", -101000)], None),
        ("csv", "csv", [("2026-02-03", 2500), ("2026-02-14", -1000), ("2026-02-16", -500)], 11000),
    ],
)
def test_a_format_is_found_by_content(
    tmp_path: Path, kind: str, code: str, days: list[tuple[str, int]], closing: int | None
) -> None:
    found = read(tmp_path, ALL[kind])
    (statement,) = found.statements
    assert (found.format, sums(statement)) == (code, days)
    assert (statement.closing and statement.closing.cents) == closing
    assert (statement.rejected, statement.notes) == ((), ())


@pytest.mark.parametrize("text", ALL.values(), ids=ALL)
def test_line_ends_and_packing_change_nothing(tmp_path: Path, text: str) -> None:
    plain = read(tmp_path, text).statements
    assert read(tmp_path, text.replace("\n", "\r\n")).statements == plain
    assert read(tmp_path, gzip.compress(text.encode())).statements == plain


def test_the_hash_is_of_the_file_as_given(tmp_path: Path) -> None:
    one, packed = read(tmp_path, OFX), read(tmp_path, gzip.compress(OFX.encode()))
    assert len({one.sha256, packed.sha256, read(tmp_path, QIF).sha256}) == 3


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<!DOCTYPE html><html></html>", "no statement"),
        (b'{"a": 1}', "no statement"),
        (b"Dear treasurer,\nthere is nothing here.\n", "columns of no bank"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "workbook"),
    ],
)
def test_what_is_no_statement_is_refused_in_words(tmp_path: Path, text: bytes, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        read(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file"):
        read_statements(tmp_path / "absent.ofx")


# --- OFX


def test_an_ofx_line_keeps_all_that_the_bank_tells(tmp_path: Path) -> None:
    entry = ofx_entry("20260203", "-9.50", "a1").replace("<MEMO>", "<CHECKNUM>0101<MEMO>")
    statement = only(tmp_path, ofx(ofx_statement(entry)))
    assert (statement.account, statement.bank, statement.currency) == ("000111", "011000015", "USD")
    assert statement.closing == Balance(9050, "2026-02-28")
    assert statement.lines == (
        StatementLine(
            "transaction 1", "2026-02-03", "", -950, "a1", "Invented Printing Co", "leaflets",
            "0101", "DEBIT",
        ),
    )  # fmt: skip


def test_several_statements_of_one_file_are_several(tmp_path: Path) -> None:
    text = ofx(
        ofx_statement(ofx_entry("20260203", "1", "a"), account="1"),
        ofx_statement(ofx_entry("20260204", "2", "a"), account="2", currency="EUR"),
    )
    found = [(one.account, one.currency, sums(one)) for one in read(tmp_path, text).statements]
    assert found == [("1", "USD", [("2026-02-03", 100)]), ("2", "EUR", [("2026-02-04", 200)])]


def test_a_statement_without_an_end_lends_nothing_to_the_one_before(tmp_path: Path) -> None:
    two = ofx(
        ofx_statement(ofx_entry("20260203", "1", "a"), account="1").replace("</STMTRS>", ""),
        ofx_statement(ofx_entry("20260204", "2", "b"), account="2"),
    ).replace("</STMTTRNRS><STMTTRNRS>", "")
    assert [len(one.lines) for one in read(tmp_path, two).statements] == [1, 1]


def test_an_empty_tag_without_an_end_swallows_nothing(tmp_path: Path) -> None:
    text = OFX.replace("<NAME>Invented Printing Co", "<NAME>\n", 1)
    statement = only(tmp_path, text)
    assert (statement.lines[0].payee, statement.lines[0].memo) == ("", "leaflets")


def test_a_card_in_xml_keeps_signs_and_letters(tmp_path: Path) -> None:
    (line,) = only(tmp_path, OFX_2).lines
    assert (line.payee, line.cents) == ("Zoë & Sons", -1234)


def test_the_same_reference_twice(tmp_path: Path) -> None:
    same, other = ofx_entry("20260203", "5", "x"), ofx_entry("20260203", "6", "x")
    statement = only(tmp_path, ofx(ofx_statement(same, same, other)))
    assert [line.cents for line in statement.lines] == [500, 600]
    assert [line.place for line in statement.rejected] == ["transaction 2"]
    assert "another line" in complaints(statement)


@pytest.mark.parametrize(
    ("amounts", "cents"),
    [
        (["1,234.56", "2"], [123456, 200]),
        (["25,00", "3"], [2500, 300]),
        (["-1,5"], [-150]),
        ([" +7.50 "], [750]),
    ],
)
def test_a_comma_that_the_file_proves_is_read(
    tmp_path: Path, amounts: list[str], cents: list[int]
) -> None:
    entries = [ofx_entry("20260203", amount, f"f{n}") for n, amount in enumerate(amounts)]
    statement = only(tmp_path, ofx(ofx_statement(*entries)))
    assert [line.cents for line in statement.lines] == cents


@pytest.mark.parametrize("amount", ["25,00", "1.234,56", "1,234", "0.005", "$5", "1e3", "٣", ""])
def test_an_amount_in_doubt_is_a_refused_line(tmp_path: Path, amount: str) -> None:
    entries = ofx_entry("20260203", "1.00", "a"), ofx_entry("20260203", amount, "b")
    statement = only(tmp_path, ofx(ofx_statement(*entries)))
    assert sums(statement) == [("2026-02-03", 100)]
    assert [line.place for line in statement.rejected] == ["transaction 2"]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("20260203", "2026-02-03"),
        ("20260203235959.123[-5:EST]", "2026-02-03"),
        ("20260203000000[0:GMT]", "2026-02-03"),
        ("20260204033000[0:GMT]", "2026-02-03"),
        ("20260203223000[-8:PST]", "2026-02-03"),
        ("2026-02-03", "2026-02-03"),
    ],
)
def test_days_of_ofx(tmp_path: Path, stamp: str, day: str) -> None:
    assert sums(only(tmp_path, ofx(ofx_statement(ofx_entry(stamp, "1", "a"))))) == [(day, 100)]


def test_a_stamp_of_greenwich_near_midnight_keeps_its_day_and_says_so(tmp_path: Path) -> None:
    entry = ofx_entry("20260204043000[0:GMT]", "1", "a")
    statement = only(tmp_path, ofx(ofx_statement(entry)))
    assert sums(statement) == [("2026-02-04", 100)]
    assert "near midnight" in complaints(statement)


@pytest.mark.parametrize("stamp", ["20260230", "010226", "soon", "00000000"])
def test_a_day_that_is_none_is_a_refused_line(tmp_path: Path, stamp: str) -> None:
    entries = ofx_entry("20260203", "1", "a"), ofx_entry(stamp, "2", "b")
    statement = only(tmp_path, ofx(ofx_statement(*entries)))
    assert [line.cents for line in statement.lines] == [100]
    assert len(statement.rejected) == 1


def test_another_currency_is_not_converted(tmp_path: Path) -> None:
    foreign = ofx_entry("20260203", "5", "b").replace(
        "</STMTTRN>", "<CURRENCY><CURRATE>1.1<CURSYM>EUR</CURRENCY></STMTTRN>"
    )
    statement = only(tmp_path, ofx(ofx_statement(ofx_entry("20260203", "1", "a"), foreign)))
    assert [line.cents for line in statement.lines] == [100]
    assert "EUR" in complaints(statement)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (OFX.replace("<OFX>", '<!DOCTYPE OFX SYSTEM "x.dtd"><OFX>'), "document type"),
        (OFX_HEAD + "<OFX>" + "<A>" * 5000, "deeper"),
        (OFX_HEAD + "<OFX>" + "<A></B>" * 5000, "deeper"),
        (OFX_HEAD + "<OFX><INVSTMTRS></INVSTMTRS></OFX>", "investment"),
        (OFX_HEAD + "<OFX><MESSAGE>Try later</OFX>", "Try later"),
        (ofx(ofx_statement(ofx_entry("20260230", "1", "a"))), "No line"),
    ],
)
def test_ofx_that_is_refused_whole(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        read(tmp_path, text)


def test_a_control_character_is_told_with_its_place(tmp_path: Path) -> None:
    odd = ofx_entry("20260204", "2", "b", name="Inven\x07ted")
    statement = only(tmp_path, ofx(ofx_statement(ofx_entry("20260203", "1", "a"), odd)))
    assert [line.place for line in statement.rejected] == ["transaction 2"]
    assert "0x07" in complaints(statement)


def test_characters_are_those_that_the_file_has(tmp_path: Path) -> None:
    text = ofx(ofx_statement(ofx_entry("20260203", "1", "a", name="Zoë O’Brien")))
    eight_bit, utf8 = only(tmp_path, text.encode("cp1252")), only(tmp_path, text.encode())
    assert eight_bit.lines[0].payee == utf8.lines[0].payee == "Zoë O’Brien"
    assert eight_bit.notes == ()
    assert "UTF-8" in complaints(utf8)


# --- CAMT


def test_a_camt_line_keeps_all_that_the_bank_tells(tmp_path: Path) -> None:
    statement = only(tmp_path, CAMT)
    assert (statement.account, statement.currency) == ("000111", "USD")
    assert statement.opening == Balance(10000, "2026-02-01")
    assert statement.lines[0] == StatementLine(
        "entry 1", "2026-02-03", "2026-02-04", 2500, "r1", "Invented Donor", "gift", "", ""
    )


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ('<Ntry><Amt Ccy="USD">10', '<Ntry><Amt Ccy="EUR">10', "EUR"),
        ("10.00</Amt><CdtDbtInd>DBIT", "10.00</Amt><CdtDbtInd>BOTH", "came in or went out"),
        ('"USD">10.00', '"USD">10.001', "parts of a cent"),
        ('"USD">10.00', '"USD">-10.00', "minus"),
        (
            "<Sts>BOOK</Sts>\n<BookgDt><Dt>2026-02-05",
            "<Sts>PDNG</Sts>\n<BookgDt><Dt>2026",
            "booked",
        ),
        ("2026-02-05", "2026-02-31", "calendar"),
    ],
)
def test_a_camt_entry_in_doubt_is_a_refused_line(
    tmp_path: Path, old: str, new: str, word: str
) -> None:
    assert old in CAMT
    statement = only(tmp_path, CAMT.replace(old, new))
    assert [line.cents for line in statement.lines] == [2500]
    assert word in complaints(statement)
    assert "closing balance" in complaints(statement)


def test_zeros_behind_the_cents_are_no_parts_of_a_cent(tmp_path: Path) -> None:
    assert sums(only(tmp_path, CAMT.replace("25.00<", "25.00000<")))[0] == ("2026-02-03", 2500)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (CAMT.replace("<Document", '<!DOCTYPE x [<!ENTITY e "1">]><Document', 1), "document type"),
        (CAMT[:-60], "cut short"),
        (CAMT.replace("<Stmt>", "<Stmt>" + "<A>" * 400 + "</A>" * 400), "broken"),
        (CAMT.replace("<Stmt>", "<Other>").replace("</Stmt>", "</Other>"), "holds no statement"),
    ],
)
def test_camt_that_is_refused_whole(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [("053.001.02", "053.001.99", "version 99"), (' xmlns="urn', ' lang="urn', "which version")],
)
def test_an_unknown_version_is_said(tmp_path: Path, old: str, new: str, word: str) -> None:
    statement = only(tmp_path, CAMT.replace(old, new))
    assert len(statement.lines) == 2
    assert word in complaints(statement)


# --- MT940


def test_an_mt940_line_keeps_all_that_the_bank_tells(tmp_path: Path) -> None:
    statement = only(tmp_path, MT940)
    assert statement.account == "12345678/000111"
    assert statement.lines == (
        StatementLine(
            "line 5", "2026-02-03", "2026-02-03", 2500, "B1", "", "Invented Donor", "", "NTRF"
        ),
        StatementLine(
            "line 7", "2026-02-05", "2026-02-04", -1000, "101", "Invented Landlord",
            "rent of the office", "101", "NCHK",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(("mark", "cents"), [("C", 500), ("D", -500), ("RC", -500), ("RD", 500)])
def test_reversals_turn_the_sign(tmp_path: Path, mark: str, cents: int) -> None:
    text = MT940.replace(":61:2602030203C25,00", f":61:2602030203{mark}5,00")
    assert only(tmp_path, text).lines[0].cents == cents


@pytest.mark.parametrize(
    ("days", "booked", "value"),
    [
        ("2512310102", "2026-01-02", "2025-12-31"),
        ("2601021231", "2025-12-31", "2026-01-02"),
        ("260203", "2026-02-03", "2026-02-03"),
        ("2602300301", "2026-03-01", ""),
    ],
)
def test_days_of_booking_have_no_year(tmp_path: Path, days: str, booked: str, value: str) -> None:
    line = only(tmp_path, MT940.replace(":61:2602030203C", f":61:{days}C")).lines[0]
    assert (line.booked_on, line.value_on) == (booked, value)


@pytest.mark.parametrize(
    "line", ["260230C1,00NTRF", "nothing", "260203X1,00NTRF", "260203EC1,NTRF"]
)
def test_one_bad_line_does_not_end_the_others(tmp_path: Path, line: str) -> None:
    text = MT940.replace(":62F:", f":61:{line}\n:62F:")
    statement = only(tmp_path, text)
    assert [line.cents for line in statement.lines] == [2500, -1000]
    assert [line.place for line in statement.rejected] == ["line 9"]


def test_details_without_a_line_belong_to_none(tmp_path: Path) -> None:
    text = MT940.replace(":61:2602030203", ":86:of nobody\n:61:2602030203", 1)
    assert [line.memo for line in only(tmp_path, text).lines] == [
        "Invented Donor", "rent of the office",
    ]  # fmt: skip


def test_each_statement_of_a_file_keeps_its_own_balances(tmp_path: Path) -> None:
    second = MT940.replace("REF1", "REF2").replace("C260201USD100,00", "C260301USD115,00")
    one, two = read(tmp_path, MT940 + second).statements
    assert (one.notes, one.closing) == ((), Balance(11500, "2026-02-28"))
    assert "lines come to 130.00" in complaints(two)


# --- QIF


def test_a_qif_line_keeps_all_that_the_bank_tells(tmp_path: Path) -> None:
    assert only(tmp_path, QIF).lines[1] == StatementLine(
        "line 6", "2026-02-14", "", -101000, "", "Invented Landlord", "Rent", "101", ""
    )


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (["22/02/2026", "03/02/2026"], ["2026-02-22", "2026-02-03"]),
        (["2/ 3'26", "2/14'26"], ["2026-02-03", "2026-02-14"]),
        (["2026-02-03", "2/3/2026"], ["2026-02-03", "2026-02-03"]),
        (["14.2.2026", "3.2.2026"], ["2026-02-14", "2026-02-03"]),
    ],
)
def test_a_file_proves_the_order_of_its_days(
    tmp_path: Path, days: list[str], found: list[str]
) -> None:
    text = "!Type:Bank\n" + "".join(f"D{day}\nT1.00\n^\n" for day in days)
    assert [line.booked_on for line in only(tmp_path, text).lines] == found


@pytest.mark.parametrize(
    "days",
    [["13/02/2026", "02/13/2026"], ["3.2.2026"], ["2/3/26", "13-2-2026"], ["2/3'26", "2/4/2026"]],
)
def test_an_order_of_days_in_doubt_is_asked_for(tmp_path: Path, days: list[str]) -> None:
    text = "!Type:Bank\n" + "".join(f"D{day}\nT1.00\n^\n" for day in days)
    with pytest.raises(BadInput, match=r"dates like 2026-01-31"):
        read(tmp_path, text)


def test_what_the_user_says_of_days_counts(tmp_path: Path) -> None:
    text = "!Type:Bank\nD3.2.2026\nT1.00\n^\n"
    assert sums(only(tmp_path, text, Said(day_first=True))) == [("2026-02-03", 100)]
    assert sums(only(tmp_path, text, Said(day_first=False))) == [("2026-03-02", 100)]


def test_accounts_of_one_qif_are_several_and_openings_are_balances(tmp_path: Path) -> None:
    text = (
        "!Account\nNChecking\nTBank\n^\n!Type:Bank\nD2/1/2026\nT50.00\nPOpening Balance\n^\n"
        "D2/14/2026\nT-5.00\nSRent\nD2/20/2026\n$-2.00\nSInk\n$-3.00\n^\n"
        "!Account\nNCard\nTCCard\n^\n!Type:CCard\nD2/15/2026\nT-7.00\n^\n"
    )
    one, two = read(tmp_path, text).statements
    assert (one.account, one.opening, sums(one)) == (
        "Checking", Balance(5000, "2026-02-01"), [("2026-02-14", -500)],
    )  # fmt: skip
    assert (two.account, sums(two)) == ("Card", [("2026-02-15", -700)])


def test_a_last_entry_that_is_not_closed_is_said(tmp_path: Path) -> None:
    statement = only(tmp_path, "!Type:Bank\nD02/03/2026\nT25.00")
    assert len(statement.lines) == 1
    assert "not closed" in complaints(statement)


def test_two_amounts_that_differ_are_refused(tmp_path: Path) -> None:
    text = QIF + "D02/15/2026\nT5.00\nU6.00\n^\n"
    assert "two amounts" in complaints(only(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("D02/03/2026\nT25.00\n^\n", "which kind of account"),
        ("!Type:Invst\nD02/03/2026\nNBuy\nT5.00\n^\n", "investment"),
        ("!Type:Cat\nNRent\n^\n", "no account's transactions"),
    ],
)
def test_qif_that_is_refused_whole(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        read(tmp_path, text)


# --- CSV


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        pytest.param("Date,Description,Debit,Credit\n2/3/2026,a,5.00,\n2/14/2026,b,,7\n",
                     [-500, 700], id="columns"),
        pytest.param("Date,Description,Amount,Balance\n2/3/2026,a,5.00,-5.00\n"
                     "2/4/2026,b,-9.00,4.00\n2/5/2026,c,1.00,3.00\n", [-500, 900, -100],
                     id="balance turns the sign"),
        pytest.param("Date,Description,Amount,Balance\n2/5/2026,c,1.00,6.00\n"
                     "2/4/2026,b,-9.00,5.00\n2/3/2026,a,5.00,14.00\n", [100, -900, 500],
                     id="newest first"),
        pytest.param("Date,Description,Transaction Type,Amount\n2/3/2026,a,debit,5.00\n"
                     "2/4/2026,b,credit,7.00\n", [-500, 700], id="words"),
        pytest.param("Date,Description,Card Member,Account #,Amount\n2/3/2026,a,x,-1,5.00\n",
                     [-500], id="American Express"),
        pytest.param("02/04/2026,-10.00,*,,A\n02/05/2026,4.00,*,,B\n02/09/2026,1.00,*,,C\n",
                     [-1000, 400, 100], id="Wells Fargo"),
        pytest.param("2026-04-02,A,10.00,,90.00\n2026-04-05,B,20.00,,70.00\n"
                     "2026-04-15,C,,100.00,170.00\n", [-1000, -2000, 10000], id="no header"),
    ],
)  # fmt: skip
def test_a_csv_that_proves_its_signs(tmp_path: Path, text: str, cents: list[int]) -> None:
    statement = only(tmp_path, text)
    assert [line.cents for line in statement.lines] == cents
    assert statement.notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "Date,Description,Amount\n2/3/2026,a,5.00\n2/4/2026,b,-7.00\n",
        "Date,Description,Amount,Balance\n2/3/2026,a,5.00,1.00\n2/4/2026,b,-7.00,2.00\n",
        "2026-04-02,A,10.00,\n2026-04-05,B,20.00,\n2026-04-15,C,,100.00\n",
        "2026-04-02,-10.00,A\n2026-04-05,20.00,B\n2026-04-15,5.00,C\n",
    ],
)
def test_a_csv_that_proves_nothing_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match="OFX or QFX"):
        read(tmp_path, text)


def test_what_the_user_says_of_signs_counts(tmp_path: Path) -> None:
    text = "Date,Description,Amount\n2/3/2026,a,5.00\n2/4/2026,b,-7.00\n"
    for minus_is_out, cents in ((True, [500, -700]), (False, [-500, 700])):
        statement = only(tmp_path, text, Said(minus_is_out=minus_is_out))
        assert [line.cents for line in statement.lines] == cents


def test_the_running_balance_gives_opening_and_closing(tmp_path: Path) -> None:
    statement = only(tmp_path, CSV)
    assert (statement.opening, statement.closing) == (
        Balance(10000, ""), Balance(11000, "2026-02-16"),
    )  # fmt: skip


def test_several_accounts_of_one_csv_are_several(tmp_path: Path) -> None:
    text = (
        "Date,Description,Debit,Credit,Account Name\n2/3/2026,a,5.00,,Checking\n"
        "2/4/2026,b,,7.00,Savings\n2/14/2026,c,1.00,,Checking\n"
    )
    found = [(one.account, sums(one)) for one in read(tmp_path, text).statements]
    assert found == [
        ("Checking", [("2026-02-03", -500), ("2026-02-14", -100)]),
        ("Savings", [("2026-02-04", 700)]),
    ]


def test_a_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (line.split(",") for line in CSV.splitlines()[:3]):
        sheet.append(row)
    book.save(tmp_path / "bank.xlsx")
    (statement,) = read_statements(tmp_path / "bank.xlsx").statements
    assert sums(statement) == [("2026-02-03", 2500), ("2026-02-14", -1000)]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("02/31/2026,x,1.00,111.00", "calendar"),
        ('02/15/2026,x,"1,00",111.00', "decimal comma"),
        ("Page 1 of 1", "no row"),
    ],
)  # fmt: skip
def test_a_row_in_doubt_is_told(tmp_path: Path, row: str, word: str) -> None:
    said = Said(minus_is_out=True)
    statement = only(tmp_path, f"{CSV}{row}\n", said)
    assert [line.cents for line in statement.lines] == [2500, -1000, -500]
    assert [line.place for line in statement.rejected] == ["line 5"]
    assert word in complaints(statement)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('Date,Description,Amount\n2/3/2026,"a,5.00\n2/4/2026,b,1.00\n', "quotation mark"),
        ("Date,Symbol,Quantity,Price,Amount\n2/3/2026,IBM,1,2,2\n", "investments"),
        ("Date,Description,Debit,Credit,Currency\n2/3/2026,a,1,,USD\n2/4/2026,b,1,,EUR\n", "mixes"),
        ("Date,Description,Debit,Credit\n", "no rows"),
    ],
)
def test_csv_that_is_refused_whole(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(BadInput, match=word):
        read(tmp_path, text)
