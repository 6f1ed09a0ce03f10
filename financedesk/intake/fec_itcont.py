"""The FEC's bulk file of individual contributions: 21 cells between ``|``, without a header.

It says what committees have reported, so that a committee's own past gifts can be brought in by
donor. Layout: fec.gov, "Contributions by individuals file description". ``SUB_ID`` is a row's key.
Amounts are whole dollars, days ``MMDDYYYY``; names are ``LAST, FIRST MIDDLE``. Names and addresses
may not be used to ask for money (52 U.S.C. 30111(a)(4)).
"""

import re
from collections.abc import Iterator, Sequence

from financedesk.errors import BadInput
from financedesk.intake.days import DayReader
from financedesk.intake.export_layout import LeftOut, Meaning, Unclear, Word
from financedesk.intake.row_reading import Refusal, digest, require_key, tell_mixed, tidied
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import GIFT, Donor, Notes, RejectedRow, StagedRow

CODE = "fec-itcont"
PROCESSOR = "fec_itcont"

COLUMNS = (
    "CMTE_ID", "AMNDT_IND", "RPT_TP", "TRANSACTION_PGI", "IMAGE_NUM", "TRANSACTION_TP",
    "ENTITY_TP", "NAME", "CITY", "STATE", "ZIP_CODE", "EMPLOYER", "OCCUPATION", "TRANSACTION_DT",
    "TRANSACTION_AMT", "OTHER_ID", "TRAN_ID", "FILE_NUM", "MEMO_CD", "MEMO_TEXT", "SUB_ID",
)  # fmt: skip

_PASSED_ON = LeftOut(
    "A conduit's record of a gift that it passed on was left out; the gift is its recipient's."
)
_MEMO = LeftOut("A memo entry was left out: its amount is counted with another entry.")
_OTHER_PURSE = Unclear(
    "The gift went to an account of its own (convention, headquarters, recount); enter it by hand."
)
_REFUND = Unclear(
    "The FEC's file does not say which gift a refund is of; adopt the committee's filing instead."
)
TYPES: dict[str, Word] = {
    **dict.fromkeys(("10", "11", "15", "15E", "15J"), Meaning.GIFT),
    **dict.fromkeys(("24T", "24I"), _PASSED_ON),
    **dict.fromkeys(("20Y", "21Y", "22Y", "41Y"), _REFUND),
    **dict.fromkeys(("30", "30E", "30T", "31", "31E", "31T", "32", "32E", "32T"), _OTHER_PURSE),
    "15C": Unclear("The candidate's own money stands on another line; enter it by hand."),
}
"""The transaction types of the file; others are refused."""

_COMMITTEE = re.compile(r"C\d{8}")
_DOLLARS = re.compile(r"-?\d{1,12}")
_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOOKED_AT = 5


def fits(source: SourceFile) -> bool:
    """Tell whether the first lines are rows of the FEC's file."""
    seen = 0
    for line in source.lines():
        cells = line.split("|")
        if len(cells) != len(COLUMNS) or not _COMMITTEE.fullmatch(cells[0]):
            return False
        if not _DOLLARS.fullmatch(cells[14]):
            return False
        seen += 1
        if seen == _LOOKED_AT:
            break
    return seen > 0


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each contribution of the file.

    Memo entries and what conduits passed on are only counted in ``notes``. Raises BadInput when
    the file is not the FEC's.
    """
    if not fits(source):
        raise BadInput(
            f"{source.name} is not the FEC's file of individual contributions: it has 21 cells"
            " between | in each line and no header."
        )
    tell_mixed(source, notes)
    notes.add(
        "The FEC's file says nothing of fees and payouts. Names and addresses in it may not be used"
        " to ask for money (52 U.S.C. 30111(a)(4))."
    )
    days = DayReader()
    for number, line in enumerate(source.lines(), start=1):
        if not line.strip():
            continue
        try:
            aside = _staged(number, line.split("|"), days)
        except Refusal as refusal:
            yield RejectedRow(number, refusal.field, str(refusal))
            continue
        if isinstance(aside, LeftOut):
            notes.add(aside.sentence)
        else:
            yield aside


def _staged(number: int, cells: Sequence[str], days: DayReader) -> StagedRow | LeftOut:
    if len(cells) != len(COLUMNS):
        raise Refusal("", f"The line has {len(cells)} cells instead of {len(COLUMNS)}.")
    row = dict(zip(COLUMNS, tidied(tuple(cells)), strict=True))
    for name, cell in row.items():
        if found := _CONTROL.search(cell):
            raise Refusal(name, f"The cell holds a character that is no text ({ord(found[0])}).")
    word = _MEMO if row["MEMO_CD"] == "X" else TYPES.get(row["TRANSACTION_TP"])
    if isinstance(word, LeftOut):
        return word
    if not isinstance(word, Meaning):
        kind = f"The transaction type {row['TRANSACTION_TP']} is no gift that is known."
        raise Refusal("TRANSACTION_TP", word.reason if word else kind)
    return _gift(number, row, days)


def _gift(number: int, row: dict[str, str], days: DayReader) -> StagedRow:
    key, committee = row["SUB_ID"], row["CMTE_ID"]
    require_key("SUB_ID", key, "row number of the FEC")
    if not _COMMITTEE.fullmatch(committee):
        raise Refusal("CMTE_ID", f"“{committee}” is no FEC id of a committee.")
    cents = _cents(row["TRANSACTION_AMT"])
    day = _day(row["TRANSACTION_DT"], days)
    donor = _donor(row)
    election = row["TRANSACTION_PGI"]
    return StagedRow(
        number, key, digest(day, cents, 0, committee, donor), GIFT, day, cents, 0, committee, "",
        election if len(election) == 5 else "", donor, row["TRAN_ID"], "", "", None, "", "", "", "",
    )  # fmt: skip


def _cents(text: str) -> int:
    if not _DOLLARS.fullmatch(text):
        raise Refusal("TRANSACTION_AMT", f"“{text}” is not an amount in whole dollars.")
    cents = int(text) * 100
    if cents < 0:
        raise Refusal(
            "TRANSACTION_AMT",
            "A negative entry takes something back, and does not say which gift; adopt the"
            " committee's filing instead.",
        )
    if not cents:
        raise Refusal("TRANSACTION_AMT", "The amount is zero; nothing was given.")
    return cents


def _day(text: str, days: DayReader) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        raise Refusal("TRANSACTION_DT", f"“{text}” is not a day like 01312026.")
    try:
        return days.read(f"{found[3]}-{found[1]}-{found[2]}")
    except BadInput as error:
        raise Refusal("TRANSACTION_DT", str(error)) from error


def _donor(row: dict[str, str]) -> Donor:
    name = " ".join(row["NAME"].split())
    if not name:
        raise Refusal("NAME", "The row names no donor.")
    last, comma, first = name.partition(",")
    is_person = bool(comma and first.strip()) and row["ENTITY_TP"] in ("IND", "CAN", "")
    first_name, last_name = (first.strip(), last.strip()) if is_person else ("", name)
    if not last_name:
        raise Refusal("NAME", f"“{name}” has no last name.")
    return Donor(
        first_name, last_name, "", "", row["CITY"], row["STATE"], row["ZIP_CODE"], "",
        row["OCCUPATION"], row["EMPLOYER"], "", "",
    )  # fmt: skip
