"""The outside formats that can be imported: a new one is a module and a row in this tuple."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from financedesk.errors import BadInput
from financedesk.intake import (
    actblue,
    actblue_cancelled,
    anedot,
    donorbox,
    fec_itcont,
    generic_donations,
    paypal,
    raise_the_money,
    square,
    stripe,
    winred,
)
from financedesk.intake.csv_table import find_table
from financedesk.intake.export_layout import Layout
from financedesk.intake.source_file import SourceFile
from financedesk.intake.staged import Notes, RejectedRow, StagedRow


@dataclass(frozen=True, slots=True)
class Format:
    """A processor's export: how it is known and read; ``processor`` names its dated profile.

    ``kin``: processors whose exports hold the same payments under the same keys. ``is_news``: such
    a file has no gifts and tells something of them; ``read`` yields what of it is refused.
    """

    code: str
    processor: str
    fits: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, Notes], Iterator[StagedRow | RejectedRow]]
    kin: tuple[str, ...] = ()
    is_news: bool = False


def _of(module: ModuleType, *kin: str) -> Format:
    layout: Layout = module.LAYOUT
    return Format(layout.code, layout.processor, module.fits, module.read, kin)


FORMATS = (
    Format(actblue.CODE, actblue.PROCESSOR, actblue.fits, actblue.read),
    Format(
        actblue_cancelled.CODE, actblue.PROCESSOR, actblue_cancelled.fits, actblue_cancelled.read,
        is_news=True,
    ),
    _of(donorbox, "stripe", "paypal"),
    _of(stripe, "donorbox"),
    _of(paypal, "donorbox"),
    _of(square),
    _of(anedot),
    _of(raise_the_money),
    Format(
        generic_donations.CODE, generic_donations.PROCESSOR, generic_donations.fits,
        generic_donations.read,
    ),
    Format(fec_itcont.CODE, fec_itcont.PROCESSOR, fec_itcont.fits, fec_itcont.read),
    _of(winred),
)  # fmt: skip

NO_GIFTS: dict[tuple[str, ...], str] = {
    ("Initiated Date", "Estimated Arrival", "Statement Descriptor", "Gross", "Net"): (
        "is WinRed's list of payouts: it has no gifts. Take the Transactions export, which names"
        " the payout of each gift."
    ),
    ("Type", "Date", "Name", "Gross", "Fee", "Net", "Balance"): (
        "has the columns of WinRed's ledger, which names neither the donors' addresses nor the gift"
        " that a refund is of. Take the Transactions export."
    ),
}
"""Files that are known and not taken as they are: their columns, and the word for them."""

NOBODYS = ("First Name", "Last Name", "Amount", "Date")
"""Columns of gifts that several processors write so."""


class UnknownFormat(BadInput):
    """A table of no known format: it can be read when somebody says what its columns hold."""


def format_of(source: SourceFile, code: str | None = None) -> Format:
    """Return the format of a file, or the one the user names; raises BadInput for neither.

    UnknownFormat, where it may still be read by a profile.
    """
    known = ", ".join(one.code for one in FORMATS)
    if code is not None:
        found = next((one for one in FORMATS if one.code == code), None)
        if found is None:
            raise BadInput(f"There is no format {code!r}; choose one of: {known}.")
        return found
    for one in FORMATS:
        if one.fits(source):
            return one
    for columns, sentence in NO_GIFTS.items():
        if find_table(source, columns) is not None:
            raise BadInput(f"{source.name} {sentence}")
    if find_table(source, NOBODYS) is not None:
        raise UnknownFormat(
            f"{source.name} is a list of gifts that does not say which processor it comes from, and"
            " whether a conduit must be reported depends on it. Say it with --as: winred, anedot,"
            " raise-the-money, or donations for another."
        )
    if source.name.lower().endswith(".fec"):
        raise BadInput(f"{source.name} is a filing, not a processor's export; adopt it instead.")
    raise UnknownFormat(
        f"{source.name} has the columns of none of the formats that can be read ({known}); take the"
        " processor's own export, with its header and all columns, or say with --profile what the"
        " columns hold."
    )
