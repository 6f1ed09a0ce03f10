"""What a page may be asked to show by another: a filter, a row, a form."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ShowItems:
    """Contributions, held to filters as ``((key, value), …)`` and to a search."""

    filters: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class ShowItem:
    """One entry in its drawer."""

    item_id: int


@dataclass(frozen=True)
class PutRight:
    """The form that puts a gift right: *redesignate* or *reattribute* (``rules.remedies``).

    Without an ``item_id`` it is the gift in the drawer, or else the row that is marked.
    """

    act: str
    item_id: int | None = None


@dataclass(frozen=True)
class RecordNew:
    """The form of a new contribution."""


@dataclass(frozen=True)
class ShowDeposits:
    """The deposits: all of them, one that is opened, or what is ``waiting`` for one."""

    deposit_id: int = 0
    waiting: bool = False


@dataclass(frozen=True)
class ShowDonor:
    """One donor in the drawer, by the card that an entity keeps of somebody."""

    card_id: int


@dataclass(frozen=True)
class ShowDonorPage:
    """One donor on a page of their own; ``tab`` as in ``donor_view.TABS``."""

    card_id: int
    tab: str = ""


@dataclass(frozen=True)
class ShowDonors:
    """The list of donors, held to filters as ``((key, value), …)`` and to a search."""

    filters: tuple[tuple[str, str], ...] = ()
    text: str = ""


@dataclass(frozen=True)
class ReviewDonors:
    """The donors who may be one person (*review*), or those who are linked (*linked*)."""

    view: str = "review"


@dataclass(frozen=True)
class AddDonor:
    """The form of a new donor."""


@dataclass(frozen=True)
class ExportLetters:
    """The list of letters to donors of whom something is not known."""


@dataclass(frozen=True)
class EnterDeposit:
    """The deposit slip: the one that waits, or a new one."""


@dataclass(frozen=True)
class ShowFiling:
    """One filing with its findings."""

    filing_id: int


@dataclass(frozen=True)
class PrepareFiling:
    """The form of a new filing; ``amends`` is the filing that it corrects."""

    amends: int | None = None


@dataclass(frozen=True)
class ImportFile:
    """The first step of an import, with the dialog of files or with the file that is given."""

    path: Path | None = None


@dataclass(frozen=True)
class ShowEntity:
    """One entity of the organisation in its drawer."""

    entity_id: int


@dataclass(frozen=True)
class AddEntity:
    """The form of a new entity."""


@dataclass(frozen=True)
class AddUnit:
    """The form of a new unit of the organisation's tree."""


@dataclass(frozen=True)
class AddMember:
    """The form of a new member, who sees and writes what the walls let through."""


@dataclass(frozen=True)
class ShareCosts:
    """Shared costs: the list "invoices", "agreements" or "timesheets"; ``enter`` opens its form."""

    listed: str = "invoices"
    enter: bool = False


@dataclass(frozen=True)
class ShowFindings:
    """A view of the page Compliance ("open", "clock", "held", "waived", "letters"), searched."""

    view: str = "open"
    text: str = ""


@dataclass(frozen=True)
class ShowLimits:
    """A view of the page Limits: "what-if", "near" or "rules"."""

    view: str


@dataclass(frozen=True)
class OverrideRule:
    """The form of counsel's word on the rule that is chosen in the list of rules."""


@dataclass(frozen=True)
class ShowLists:
    """The documents of lists and data; ``document`` is the number of the one that is meant."""

    document: str = ""


@dataclass(frozen=True)
class RecordList:
    """The form of a list or other data that one body gives another."""


@dataclass(frozen=True)
class ShowOfficial:
    """One official: pay, pledge, the year's dues and where they went."""

    official_id: int


@dataclass(frozen=True)
class AddOfficial:
    """The form of a new official."""


@dataclass(frozen=True)
class RunDues:
    """The dues run of a month, ``YYYY-MM``; without one that of the desk's day.

    ``came``: what came of the instructions, in every entity whose books the user keeps.
    """

    period: str = ""
    came: bool = False


@dataclass(frozen=True)
class ShowPapers:
    """The form of papers on remittances: one by its code, of one official where one is meant."""

    code: str = ""
    official_id: int = 0


@dataclass(frozen=True)
class ShowRemittances:
    """A view of the page Remittances: "months", "run", "arrears" or "schedules"."""

    view: str = "months"


@dataclass(frozen=True)
class ShowDrive:
    """One drive; 0: the list of all of them."""

    drive_id: int = 0


@dataclass(frozen=True)
class AddDrive:
    """The form of a new drive, or of a new part of one."""

    parent_id: int | None = None


@dataclass(frozen=True)
class ShowDrives:
    """A view of the page Drives: "cards", "table", "compare", "recurring", "promises", "people"."""

    view: str = "cards"


@dataclass(frozen=True)
class PresentDrive:
    """A drive full screen, for a hall: the one in hand."""


@dataclass(frozen=True)
class ShowReconcile:
    """One bank account on the page Reconcile; ``view`` is one of its lists or panels."""

    account_id: int | None = None
    view: str = ""


@dataclass(frozen=True)
class TypeStatement:
    """The form of a bank's statement that is typed by hand."""


@dataclass(frozen=True)
class ShowCalendar:
    """The calendar: everything, what is "late", or a month ``YYYY-MM``."""

    month: str = ""


@dataclass(frozen=True)
class NoteDeadline:
    """The form of a deadline that the books cannot know."""


@dataclass(frozen=True)
class ExportCalendar:
    """The dialog that asks where the calendar is written to, as a file for a telephone."""
