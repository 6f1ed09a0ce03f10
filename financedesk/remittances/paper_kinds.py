"""Which papers on remittances there are, by code: what each says and what it needs to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from financedesk.errors import NotFound

PDF, WORKBOOK, CSV = ".pdf", ".xlsx", ".csv"
SHEET, STATEMENT, AGED, BOARD = "sheet", "statement", "aged", "board"
TRANSPARENCY, FORECAST, CERTIFICATE = "transparency", "forecast", "certificate"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """A paper: its code, its name, what it says in one sentence, and what it needs to be told.

    ``wants`` is months, month or day. ``table`` tells whether it is a workbook and a CSV file too,
    ``of_all`` whether those of all officials can stand in one document.
    """

    code: str
    name: str
    words: str
    wants: str
    of_one: bool = False
    of_all: bool = False
    table: bool = True

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of the files that it can be written to."""
        return (PDF, WORKBOOK, CSV) if self.table else (PDF,)


PAPERS: Mapping[str, PaperKind] = MappingProxyType(
    {
        one.code: one
        for one in (
            PaperKind(
                code=SHEET, name="Instruction sheet", of_one=True, of_all=True, wants="month",
                table=False,
                words="What one official may give in a month, to whom, to sign.",
            ),
            PaperKind(
                code=STATEMENT, name="Statement", of_one=True, of_all=True, wants="months",
                words="What was due of one official and why, what was given, what is open.",
            ),
            PaperKind(
                code=CERTIFICATE, name="Certificate of standing", of_one=True, wants="day",
                table=False, words="How one official stood on a day; issued once, kept for good.",
            ),
            PaperKind(
                code=AGED, name="Aged list", wants="day",
                words="Who has what open on a day, and for how long.",
            ),
            PaperKind(
                code=BOARD, name="Report to the board", wants="months",
                words="Due, kept, waived and open by schedule and level; named is only who agreed.",
            ),
            PaperKind(
                code=TRANSPARENCY, name="Open accounts", wants="months",
                words="For the members: who gave what of their pay, for whoever agreed to it.",
            ),
            PaperKind(
                code=FORECAST, name="Forecast", wants="day",
                words="What would come until the end of the cycle, by month and kind of recipient.",
            ),
        )
    }
)  # fmt: skip
"""The papers by code, those of one official first."""


def paper_kind(code: str) -> PaperKind:
    """Return a paper by its code; raises NotFound with the choices."""
    found = PAPERS.get(code)
    if found is None:
        raise NotFound(f"There is no paper “{code}”; choose one of {', '.join(PAPERS)}.")
    return found
