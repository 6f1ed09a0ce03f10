"""What a table is by its columns, and what somebody says of a bank's: roles, days, signs."""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from financedesk.errors import BadInput
from financedesk.intake.asking import DAY_ORDER, ENCODING, MINUS, SHEET, WHAT, Question
from financedesk.intake.source_file import opened
from financedesk.intake.statements import Said, SaidTable, read_statements
from financedesk.intake.statements.bank_csv import Likeness, likeness
from tests.acceptance.shell import Shell
from tests.intake.statement_files import written
from tests.ledger.riverbend import riverbend_at

GERMAN = "Konto 12\nBuchung;Text;Betrag\n03.02.2026;Miete;-9.50\n14.02.2026;Einzahlung;100.00\n"
ROLES = {"day": 1, "payee": 2, "amount": 3}


def like(path: Path) -> Likeness:
    with opened(path) as source:
        return likeness(list(islice(source.lines(), 200)), path.name)


def can_be_read(path: Path) -> bool:
    try:
        read_statements(path, Said(minus_is_out=True, day_first=False))
    except BadInput:
        return False
    return True


@pytest.mark.parametrize("folder", ["csv", "csv_us"])
def test_what_is_read_as_a_bank_s_may_be_one(shared_file: Callable[..., Path], folder: str) -> None:
    files = sorted(shared_file("data", "bank", folder).glob("*.csv"))
    read = [path for path in files if can_be_read(path)]
    assert len(read) >= 9
    assert [path.name for path in read if like(path) is Likeness.NEITHER] == []


def test_no_export_of_gifts_is_taken_for_a_bank_s(shared_file: Callable[..., Path]) -> None:
    files = sorted(shared_file("data", "donations").rglob("*.csv"))
    readable = [path for path in files if not path.name.startswith("QBO")]
    assert len(readable) > 10
    assert [path.name for path in readable if like(path) is not Likeness.NEITHER] == []


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Date,Description,Amount", Likeness.EITHER),
        ("Date,Name,Amount,Currency", Likeness.EITHER),
        ("Date,Description,Amount,Balance", Likeness.STATEMENT),
        ("Date,Description,Debit,Credit", Likeness.STATEMENT),
        ("Date,Check Number,Description,Amount", Likeness.STATEMENT),
        ("Transaction Date,Post Date,Description,Category,Type,Amount,Memo", Likeness.STATEMENT),
        ("Date,Donor,Amount,Balance", Likeness.NEITHER),
        ("Date,Name,Email,Amount", Likeness.NEITHER),
        ("When,What,How much", Likeness.NEITHER),
        ("Date,Symbol,Quantity,Price,Amount", Likeness.NEITHER),
    ],
)
def test_columns_tell_what_a_table_is(header: str, expected: Likeness) -> None:
    assert likeness([header, "2026-02-03,a,1.00,2.00"], "a.csv") is expected


def test_said_columns_are_read_where_no_name_tells(tmp_path: Path) -> None:
    path = written(tmp_path, GERMAN, "a.csv")
    with pytest.raises(BadInput, match="columns of no bank's file"):
        read_statements(path)
    said = Said(minus_is_out=True, table=SaidTable(ROLES, 2))
    (statement,) = read_statements(path, said).statements
    assert [(one.booked_on, one.cents, one.payee) for one in statement.lines] == [
        ("2026-02-03", -950, "Miete"), ("2026-02-14", 10_000, "Einzahlung"),
    ]  # fmt: skip
    with pytest.raises(Question) as asked:
        read_statements(path, Said(table=SaidTable(ROLES, 2)))
    assert asked.value.option == MINUS


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (SaidTable({"day": 1, "payee": 2}, 2), "which the amount"),
        (SaidTable({"amount": 3}, 2), "which column of a.csv has the day"),
        (SaidTable(ROLES, 9), "no line 9"),
        (SaidTable({**ROLES, "colour": 4}, 2), "cannot be 'colour'"),
        (SaidTable({"day": 2, "payee": 1, "amount": 3}, 2), "is no day"),
        (SaidTable({**ROLES, "amount": 7}, 2), "no rows that can be read"),
    ],
)
def test_said_columns_that_cannot_be_are_refused(
    table: SaidTable, words: str, tmp_path: Path
) -> None:
    path = written(tmp_path, GERMAN, "a.csv")
    said = Said(minus_is_out=True, day_first=True, table=table)
    try:
        reasons = [one.reason for one in read_statements(path, said).statements[0].rejected]
    except BadInput as error:
        reasons = [str(error)]
    assert any(words in reason for reason in reasons), reasons


def test_a_running_balance_of_said_columns_proves_the_sign(tmp_path: Path) -> None:
    text = (
        "a;b;c;d\n2026-02-03;x;9.50;90.50\n2026-02-04;y;-100.00;190.50\n2026-02-05;z;1.00;189.50\n"
    )
    table = SaidTable({"day": 1, "payee": 2, "amount": 3, "balance": 4})
    (statement,) = read_statements(written(tmp_path, text, "a.csv"), Said(table=table)).statements
    assert [one.cents for one in statement.lines] == [-950, 10_000, -100]


def test_an_answer_says_what_was_asked() -> None:
    said = Said()
    for option, value in ((DAY_ORDER, "day"), (MINUS, "in"), (ENCODING, "cp1252"), (SHEET, "May")):
        said = said.answered(option, value)
    assert said == Said("cp1252", day_first=True, minus_is_out=False, sheet="May")
    assert said.answered(WHAT, "statement") == said


def test_the_shell_says_columns_too(tmp_path: Path) -> None:
    with riverbend_at(str(tmp_path / "book.fdesk")):
        shell = Shell(tmp_path / "book.fdesk")
    path = written(tmp_path, GERMAN, "a.csv")
    where = ("--account", "main", "--entity", "party", "--minus", "out", "--header-line", "2")
    answer = shell.ask("statement", path, *where, "--columns", "day=1,payee=2,amount=3")
    assert (answer["added"], answer["statements"][0]["out_cents"]) == (2, 950)
    for wrong in ("day=1,amount", "day=0,amount=3", "day=x"):
        assert "write it like" in shell.refused("statement", path, *where, "--columns", wrong)
