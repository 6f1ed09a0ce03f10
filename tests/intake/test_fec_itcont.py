"""The FEC's bulk file of individual contributions."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.intake.processor_exports import read_file

LINE = (
    "C00990001|A|M9|P2026|201711039084161359|15|IND|LEE, ANN M|BOSTON|MA|021180001|CITY SCHOOLS|"
    "TEACHER|02032026|250||SA11AI.1|1190206|||4112120171485507768"
)


def lines(*changes: dict[int, str]) -> str:
    made = []
    for change in changes:
        cells = LINE.split("|")
        for place, cell in change.items():
            cells[place] = cell
        made.append("|".join(cells) + "\n")
    return "".join(made)


def raw_lines(file: Path) -> Iterable[list[str]]:
    with file.open(encoding="cp1252") as stream:
        yield from (line.rstrip("\r\n").split("|") for line in stream)


@pytest.mark.parametrize(
    ("name", "rows"), [("agaiduk_t3__itcont.txt", 5_000), ("jkwong80__itcont.txt", 20_000)]
)
def test_the_real_files_come_to_what_they_hold(
    shared_file: Callable[..., Path], name: str, rows: int
) -> None:
    file = shared_file("data", "bulk", name)
    raw = list(raw_lines(file))
    assert len(raw) == rows
    own = [r for r in raw if r[18] != "X" and r[5] in ("10", "11", "15", "15E", "15J")]
    given = [r for r in own if int(r[14]) > 0 and r[13]]
    read = read_file(file)
    assert (read.format, len(read.gifts)) == ("fec-itcont", len(given))
    assert read.gross == sum(int(r[14]) * 100 for r in given)
    assert {row.key for row in read.gifts} == {r[20] for r in given}
    memo = sum(r[18] == "X" for r in raw)
    passed_on = sum(r[18] != "X" and r[5] in ("24T", "24I") for r in raw)
    assert read.counted("memo entry") == memo
    assert read.counted("passed on") == passed_on
    assert len(read.refused) == rows - len(given) - memo - passed_on


def test_a_line_becomes_a_gift(tmp_path: Path) -> None:
    (tmp_path / "itcont.txt").write_text(lines({}), encoding="ascii")
    (gift,) = read_file(tmp_path / "itcont.txt").gifts
    assert (gift.key, gift.day, gift.cents, gift.election_code) == (
        "4112120171485507768", "2026-02-03", 25_000, "P2026",
    )  # fmt: skip
    assert (gift.donor.first_name, gift.donor.last_name) == ("ANN M", "LEE")
    assert (gift.recipient_id, gift.receipt_id) == ("C00990001", "SA11AI.1")


def test_what_is_no_gift_says_why(tmp_path: Path) -> None:
    text = lines(
        {}, {14: "-250"}, {14: "0"}, {5: "22Y"}, {5: "99Z"}, {5: "31"}, {13: ""}, {7: ""},
        {20: "4.08282E+18"}, {18: "X"}, {5: "24T"},
    )  # fmt: skip
    (tmp_path / "itcont.txt").write_text(text + "C00990001|A|M9\n", encoding="ascii")
    read = read_file(tmp_path / "itcont.txt")
    assert len(read.gifts) == 1
    assert read.reasons() == [
        (2, "TRANSACTION_AMT"), (3, "TRANSACTION_AMT"), (4, "TRANSACTION_TP"),
        (5, "TRANSACTION_TP"), (6, "TRANSACTION_TP"), (7, "TRANSACTION_DT"), (8, "NAME"),
        (9, "SUB_ID"), (12, ""),
    ]  # fmt: skip
