"""ActBlue's export of paid contributions: 101 columns today, 91 before 2022, in any order.

``Lineitem ID`` is a row's key; ``Receipt ID`` is not, because every recurrence of a pledge and
every recipient of a split gift repeats it. Times are US Eastern and taken as written. Refunds
come as a mark on the gift's row or as rows with a negative amount.
"""

from collections.abc import Iterator

from financedesk.errors import BadInput
from financedesk.intake.csv_table import find_table
from financedesk.intake.row_reading import (
    Refusal,
    RowReader,
    digest,
    require_key,
    tell_mixed,
    tidied,
)
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import GIFT, REFUND, Notes, RejectedRow, StagedRow

CODE = "actblue"
PROCESSOR = "actblue"

REQUIRED = (
    "Lineitem ID", "Date", "Amount", "Donor First Name", "Donor Last Name", "Receipt ID",
)  # fmt: skip
DONOR = (
    "Donor First Name", "Donor Last Name", "Donor Addr1", "Donor Addr2", "Donor City",
    "Donor State", "Donor ZIP", "Donor Country", "Donor Occupation", "Donor Employer",
    "Donor Email", "Donor Phone",
)  # fmt: skip
OTHERS = (
    "Receipt ID", "Date", "Amount", "Fee", "Lineitem ID", "Recipient Gov ID", "Recipient",
    "Recipient Election", "Fundraising Page", "Reference Code", "Recurrence Number",
    "Disbursement ID", "Disbursement Date", "Check Number", "Check Date", "Refund ID",
    "Refund Date", "Recurring Total Months", "Recur Weekly",
)  # fmt: skip
FIELDS = (*OTHERS, *DONOR)
_SINGLE = ("", "0", "1")
_LONGEST_NUMBER = 10


def fits(source: SourceFile) -> bool:
    """Tell whether the file has the columns that make an ActBlue row."""
    return find_table(source, REQUIRED) is not None


def read(source: SourceFile, notes: Notes) -> Iterator[StagedRow | RejectedRow]:
    """Yield a staged or a rejected row for each row of the export.

    Raises BadInput when the file as a whole misleads: a column that counts is there twice, dates
    put the day first, amounts have decimal commas, rows are swallowed by a quotation mark.
    """
    table = find_table(source, REQUIRED)
    if table is None:
        raise BadInput(f"{source.name} has no ActBlue header; it needs: {', '.join(REQUIRED)}.")
    tell_mixed(source, notes)
    reader = _Reader(table, notes, FIELDS)
    for number, cells in table.rows(notes):
        yield reader.stage(number, cells)
    reader.days.require_one_order(source.name)


class _Reader(RowReader):
    key_field = "Lineitem ID"

    def staged(self, number: int, given: tuple[str, ...]) -> StagedRow:
        """Return the row as staged; raise Refusal."""
        given = tidied(given)
        (
            receipt, when, amount, fee, key, recipient_id, recipient, election, page, reference,
            recurrence, payout_key, payout_when, check, check_when, refund_id, refund_when,
            months, weekly, *_
        ) = given  # fmt: skip
        donor = self.donor(given[len(OTHERS) :], "Donor Last Name")
        if not (key.isascii() and key.isdecimal()):
            _require_line_item(key, receipt)
        day = self.day("Date", when)
        cents = self.cents("Amount", amount)
        fee_cents = self.cents("Fee", fee) if fee else 0
        if not payout_key and check:
            payout_key, payout_when = f"check {check}", check_when
        charge = _charge(recurrence, months)
        if not cents:
            raise Refusal("Amount", "The amount is zero; nothing was given.")
        return StagedRow(
            number,
            key,
            digest(day, cents, fee_cents, recipient_id, donor),
            REFUND if cents < 0 else GIFT,
            day,
            abs(cents),
            fee_cents,
            recipient_id.upper(),
            recipient,
            election,
            donor,
            receipt,
            page,
            reference,
            charge,
            payout_key if payout_when else "",
            self.day("Disbursement Date", payout_when) if payout_key and payout_when else "",
            refund_id,
            self.day("Refund Date", refund_when) if refund_id or refund_when else "",
            every="week" if charge and weekly == "t" else "",
        )


def _charge(recurrence: str, months: str) -> int | None:
    """Return which charge of a series a row is, None for a single gift, which has the number 1.

    Only a series has a number of months; the number of a charge tells alone from the second on.
    """
    if not recurrence.isdecimal() or len(recurrence) >= _LONGEST_NUMBER:
        return None
    number = int(recurrence)
    return number if months not in _SINGLE or number > 1 else None


def _require_line_item(key: str, receipt: str) -> None:
    if not key:
        what = "a line of totals" if not receipt or receipt.lower() == "total" else "no gift"
        raise Refusal("Lineitem ID", f"The row has no line item id: it is {what}.")
    require_key("Lineitem ID", key, "line item id")
