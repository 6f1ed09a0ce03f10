"""The pages of the desk, in the order of the sidebar.

A page's module is read when the page is first opened, or when the window has come to rest: it
stands before the ledger and its database are loaded.
"""

from collections.abc import Callable, Sequence
from typing import TypedDict

from financedesk.rules.remedies import REATTRIBUTE, REDESIGNATE
from financedesk.rules.roles import CORRECT, FILE, IMPORT, PROMISES, RECORD, RULES
from financedesk.ui.actions import Command
from financedesk.ui.book_desk import book_desk
from financedesk.ui.pages.disbursement_subjects import (
    RecordDisbursement,
    RecordPayroll,
    RecordTransfer,
    SaveRegister,
    ShowBills,
)
from financedesk.ui.pages.subjects import (
    AddDonor,
    AddDrive,
    AddEntity,
    AddMember,
    AddOfficial,
    AddUnit,
    EnterDeposit,
    ExportCalendar,
    ExportLetters,
    ImportFile,
    NoteDeadline,
    OverrideRule,
    PrepareFiling,
    PresentDrive,
    PutRight,
    RecordList,
    RecordNew,
    ReviewDonors,
    RunDues,
    ShareCosts,
    ShowDeposits,
    ShowDrives,
    ShowLimits,
    ShowPapers,
    ShowReconcile,
    ShowRemittances,
    TypeStatement,
)
from financedesk.ui.shell.page import PageEntry, PageModule, Shell

__all__ = ["PAGES"]


def _page(module: str, name: str) -> PageModule:
    return PageModule(f"financedesk.ui.pages.{module}", name)


class _Role(TypedDict):
    enabled: Callable[[], bool]
    why: Callable[[], str]


def _role(shell: Shell, act: str) -> _Role:
    """Return when a command of an act can run, and the words that say why it cannot."""
    return _Role(
        enabled=lambda: book_desk(shell).may(act), why=lambda: book_desk(shell).why_not(act)
    )


def _record(shell: Shell) -> Sequence[Command]:
    record = Command(
        "contributions.record",
        "Record contribution",
        lambda: shell.go("contributions", RecordNew()),
        shortcut="Ctrl+Shift+N",
        icon="plus",
        menu="Tools",
        **_role(shell, RECORD),
    )
    deposit = Command(
        "contributions.deposit",
        "Enter deposit slip",
        lambda: shell.go("contributions", EnterDeposit()),
        shortcut="Ctrl+Shift+E",
        icon="banknote",
        menu="Tools",
        **_role(shell, RECORD),
    )
    deposits = Command(
        "contributions.deposits",
        "Deposits, and what waits for one",
        lambda: shell.go("contributions", ShowDeposits()),
        icon="banknote",
        menu="Tools",
        enabled=lambda: book_desk(shell).is_open,
    )
    return record, deposit, deposits, *_put_right(shell)


def _put_right(shell: Shell) -> Sequence[Command]:
    def command(act: str, title: str, shortcut: str, icon: str) -> Command:
        return Command(
            f"contributions.{act}",
            title,
            lambda: shell.go("contributions", PutRight(act)),
            shortcut=shortcut,
            icon=icon,
            menu="Tools",
            **_role(shell, CORRECT),
        )

    return (
        command(REDESIGNATE, "Redesignate gift", "Ctrl+Shift+R", "flag"),
        command(REATTRIBUTE, "Reattribute gift", "Ctrl+Shift+A", "users"),
    )


def _pay(shell: Shell) -> Sequence[Command]:
    def command(name: str, title: str, shortcut: str, icon: str, subject: object) -> Command:
        return Command(
            f"disbursements.{name}",
            title,
            lambda: shell.go("disbursements", subject),
            shortcut=shortcut,
            icon=icon,
            menu="Tools",
            **_role(shell, RECORD),
        )

    record, transfer = RecordDisbursement(), RecordTransfer()
    return (
        command("record", "Record disbursement", "Ctrl+Shift+D", "plus", record),
        command("transfer", "Record transfer", "Ctrl+Shift+T", "split", transfer),
        command("bill", "Enter bill", "Ctrl+Shift+I", "file-text", ShowBills(add=True)),
        command("payroll", "Record payroll", "", "users", RecordPayroll()),
        Command(
            "disbursements.register",
            "Save the register of disbursements…",
            lambda: shell.go("disbursements", SaveRegister()),
            icon="file-spreadsheet",
            menu="Tools",
        ),
    )


def _import(shell: Shell) -> Sequence[Command]:
    command = Command(
        "import.choose",
        "Import a file…",
        lambda: shell.go("import", ImportFile()),
        shortcut="Ctrl+I",
        icon="file-input",
        menu="File",
        group=1,
        **_role(shell, IMPORT),
    )
    return (command,)


def _file(shell: Shell) -> Sequence[Command]:
    command = Command(
        "filings.prepare",
        "Prepare filing",
        lambda: shell.go("filings", PrepareFiling()),
        shortcut="Ctrl+Shift+F",
        icon="plus",
        menu="Tools",
        **_role(shell, FILE),
    )
    return (command,)


def _limits(shell: Shell) -> Sequence[Command]:
    def command(name: str, title: str, shortcut: str) -> Command:
        return Command(
            f"limits.{name.replace('-', '_')}",
            title,
            lambda: shell.go("limits", ShowLimits(name)),
            shortcut=shortcut,
            icon="scale",
            menu="Tools",
            group=1,
            enabled=lambda: book_desk(shell).is_open,
        )

    return (
        command("what-if", "What if somebody gives…", "Ctrl+Shift+W"),
        command("near", "Who is near or over a limit", ""),
        command("rules", "Rules, limits and clocks", ""),
        Command(
            "limits.override",
            "Enter counsel’s word on a rule",
            lambda: shell.go("limits", OverrideRule()),
            icon="scale",
            menu="Tools",
            group=1,
            enabled=lambda: not book_desk(shell).why_not_whole(RULES),
            why=lambda: book_desk(shell).why_not_whole(RULES),
        ),
    )


def _calendar(shell: Shell) -> Sequence[Command]:
    note = Command(
        "calendar.note",
        "Note a deadline",
        lambda: shell.go("calendar", NoteDeadline()),
        icon="plus",
        menu="Tools",
        group=1,
        **_role(shell, CORRECT),
    )
    export = Command(
        "calendar.export",
        "Export the calendar…",
        lambda: shell.go("calendar", ExportCalendar()),
        icon="calendar",
        menu="Tools",
        group=1,
        enabled=lambda: book_desk(shell).is_open,
    )
    return note, export


def _organise(shell: Shell) -> Sequence[Command]:
    def command(name: str, title: str, subject: object) -> Command:
        return Command(
            f"entities.{name}",
            title,
            lambda: shell.go("entities", subject),
            icon="plus",
            menu="Tools",
            group=2,
            enabled=lambda: book_desk(shell).may_write_all,
        )

    return (
        command("add", "Add entity", AddEntity()),
        command("add_unit", "Add unit", AddUnit()),
        command("add_member", "Add member", AddMember()),
        Command(
            "entities.record_list",
            "Record list or data",
            lambda: shell.go("entities", RecordList()),
            icon="file-spreadsheet",
            menu="Tools",
            group=2,
            **_role(shell, RECORD),
        ),
        *_share(shell),
    )


def _share(shell: Shell) -> Sequence[Command]:
    def command(listed: str, title: str) -> Command:
        return Command(
            f"entities.share_{listed}",
            title,
            lambda: shell.go("entities", ShareCosts(listed, enter=True)),
            icon="split",
            menu="Tools",
            group=3,
            **_role(shell, RECORD),
        )

    return (
        command("invoices", "Invoice a shared cost"),
        command("timesheets", "Enter timesheet"),
        command("agreements", "Enter agreement on shared costs"),
    )


def _settings(shell: Shell) -> Sequence[Command]:
    command = Command(
        "settings.open",
        "Settings…",
        lambda: shell.go("settings"),
        shortcut="Ctrl+,",
        icon="settings",
        menu="Edit",
        group=2,
        in_palette=False,
    )
    return (command,)


def _donors(shell: Shell) -> Sequence[Command]:
    add = Command(
        "donors.add",
        "Add donor",
        lambda: shell.go("donors", AddDonor()),
        shortcut="Ctrl+Shift+P",
        icon="plus",
        menu="Tools",
        **_role(shell, RECORD),
    )
    letters = Command(
        "donors.letters",
        "Export letters list…",
        lambda: shell.go("donors", ExportLetters()),
        icon="download",
        menu="Tools",
        enabled=lambda: book_desk(shell).is_open,
    )
    review = Command(
        "donors.review",
        "Who may be one person",
        lambda: shell.go("donors", ReviewDonors()),
        icon="users",
        menu="Tools",
        enabled=lambda: book_desk(shell).is_open,
    )
    return (add, letters, review)


def _drives(shell: Shell) -> Sequence[Command]:
    def look(view: str, title: str, icon: str) -> Command:
        return Command(
            f"drives.{view}",
            title,
            lambda: shell.go("drives", ShowDrives(view)),
            icon=icon,
            menu="Tools",
            group=5,
            enabled=lambda: book_desk(shell).is_open,
        )

    add = Command(
        "drives.add",
        "New drive",
        lambda: shell.go("drives", AddDrive()),
        shortcut="Ctrl+Shift+V",
        icon="plus",
        menu="Tools",
        group=5,
        **_role(shell, RECORD),
    )
    present = Command(
        "drives.present",
        "Present the drive",
        lambda: shell.go("drives", PresentDrive()),
        shortcut="F11",
        icon="play",
        menu="Tools",
        group=5,
        enabled=lambda: book_desk(shell).is_open,
    )
    return (add, present, look("table", "Drives in a table", "table-2"),
            look("compare", "Compare drives", "scale"))  # fmt: skip


def _promises(shell: Shell) -> Sequence[Command]:
    def command(name: str, title: str, shortcut: str, icon: str, subject: object) -> Command:
        return Command(
            f"remittances.{name}",
            title,
            lambda: shell.go("remittances", subject),
            shortcut=shortcut,
            icon=icon,
            menu="Tools",
            group=4,
            **_role(shell, PROMISES),
        )

    return (
        command("add_official", "Add official", "Ctrl+Shift+O", "plus", AddOfficial()),
        command("run", "Run the dues of a month", "Ctrl+Shift+M", "calendar-clock", RunDues()),
        command("papers", "Papers on remittances…", "Ctrl+Alt+P", "file-text", ShowPapers()),
        command("arrears", "Arrears by age", "", "hourglass", ShowRemittances("arrears")),
        Command(
            "remittances.match",
            "Match what came of officials’ instructions",
            lambda: shell.go("remittances", RunDues(came=True)),
            icon="hand-coins",
            menu="Tools",
            group=4,
            **_role(shell, RECORD),
        ),
    )


def _reconcile(shell: Shell) -> Sequence[Command]:
    def command(name: str, title: str, icon: str, run: Callable[[], object]) -> Command:
        return Command(
            f"reconcile.{name}",
            title,
            run,
            icon=icon,
            menu="Tools",
            group=6,
            **_role(shell, IMPORT),
        )

    return (
        command(
            "import", "Import a statement", "file-input", lambda: shell.go("import", ImportFile())
        ),
        command(
            "type", "Type a statement", "pencil", lambda: shell.go("reconcile", TypeStatement())
        ),
        Command(
            "reconcile.close",
            "Close a bank account’s month",
            lambda: shell.go("reconcile", ShowReconcile(view="close")),
            icon="lock",
            menu="Tools",
            group=6,
            enabled=lambda: book_desk(shell).is_open,
        ),
    )


_OUTLAY_KEYS = (
    ("Edit the entry", "F2"),
    ("Delete the entries", "Del"),
    ("Say who is behind the payment", "U"),
    ("In bills: approve, pay, enter another", "A P N"),
    ("In checks: print, void, draw again", "P V R"),
)

_GIFT_KEYS = (
    ("Correct the row where it stands", "Enter F2"),
    ("Everything about the entry", "Ctrl+Enter"),
    ("Record it once more", "Ctrl+D"),
    ("Put it on hold, or settle it", "Ctrl+H"),
    ("Delete the entries", "Del"),
    ("In a deposit: copy from above", "Ctrl+'"),
    ("In a deposit: take the check off", "Ctrl+Del"),
    ("In a deposit: record it", "Ctrl+Enter"),
    ("In deposits: print the slip, type one, correct it", "P N F2"),
    ("In what waits: put it on a deposit", "D"),
    ("On a slip: put more on, take off, go back", "A Del Esc"),
)
_DONOR_KEYS = (
    ("Edit the donor", "F2"),
    ("Next donor, donor before", "Alt+↓ Alt+↑"),
    ("One person?: same, different, the next one, open the card", "S D L O"),
    ("Link all that are the same; part a linked card", "Ctrl+Enter U"),
)
_PROMISE_KEYS = (
    ("Over the months of the officials", "← → ↑ ↓"),
    ("First month, last month", "Home End"),
    ("Open the month or the official", "Enter"),
    ("Year before, year after; in the dues run the month", "Alt+← Alt+→"),
    ("In the dues run: mark, prepare, signed, waive", "Space Ctrl+Enter S W"),
    ("In the dues run: match what came", "M"),
    ("In what came: take it, take all exact, open it", "Enter Ctrl+Enter O"),
    ("Back from an official, or from what came", "Esc"),
)
_DRIVE_KEYS = (
    ("Over the cards; open the one in hand", "← → ↑ ↓ Enter"),
    ("Back to all drives; from a part to its drive", "Esc"),
    ("The drive on the whole screen", "F11"),
)
_RECONCILE_KEYS = (
    ("Accept the pair in hand", "Enter Space"),
    ("Take another of what it may be", "1 … 9"),
    ("Accept all that is certain", "Ctrl+Enter"),
    ("Find & match, create, transfer, set aside", "M C T X"),
    ("Take the match back", "U"),
    ("What a pair is made of", "F2"),
    ("In find & match: tick, from list to list, match", "Space Tab Enter"),
    ("List before, list after", "Alt+← Alt+→"),
)
_FINDING_KEYS = (
    ("Explain the finding; fix it; write its letter", "Enter F L"),
    ("Go where it is put right; waive it", "G W"),
)
_CALENDAR_KEYS = (
    ("Over the months", "← →"),
    ("Go where it is dealt with, or open what was noted", "Enter"),
    ("Mark it as done, or as open again", "D"),
    ("Edit what was noted, take it away", "F2 Del"),
)
_FILING_KEYS = (("Back to the list", "Esc"),)
_TREE_KEYS = (
    ("Fold, unfold the tree", "← →"),
    ("On the walls: treasurer, compliance, fundraiser, viewer, administrator, none", "T C F V A N"),
    ("In shared costs: open the row; enter a new one", "Enter Ctrl+N"),
)
_IMPORT_KEYS = (
    ("Rows: to the cells, back; skip a row or take it again; take it back", "Enter Esc S Ctrl+Z"),
    ("People: same person, different people, decide later", "S D L"),
)
_LIMIT_KEYS = (
    ("Answer at once; start the question over", "Enter Esc"),
    ("Open the giver, the gift above a limit, the rule", "Enter"),
    ("Enter counsel’s word on the rule, withdraw it", "Ctrl+N Del"),
)
_SETTINGS_KEYS = (("Next section, section before", "↓ ↑"),)

PAGES: tuple[PageEntry, ...] = (
    PageEntry(
        "dashboard", "Dashboard", "layout-dashboard", "Overview",
        _page("dashboard", "Dashboard"),
    ),
    PageEntry(
        "contributions", "Contributions", "hand-coins", "Money",
        _page("contributions", "Contributions"), _record, _GIFT_KEYS,
    ),
    PageEntry(
        "disbursements", "Disbursements and transfers", "banknote", "Money",
        _page("disbursements", "Disbursements"), _pay, _OUTLAY_KEYS, "Disbursements",
    ),
    PageEntry(
        "donors", "Donors", "users", "Money", _page("donors", "Donors"), _donors, _DONOR_KEYS
    ),
    PageEntry(
        "drives", "Drives", "target", "Money", _page("drives", "Drives"), _drives, _DRIVE_KEYS
    ),
    PageEntry(
        "remittances", "Remittances", "list-checks", "Money",
        _page("remittances", "Remittances"), _promises, _PROMISE_KEYS,
    ),
    PageEntry(
        "reconcile", "Reconcile", "wallet", "Money", _page("reconcile", "Reconcile"), _reconcile,
        _RECONCILE_KEYS,
    ),
    PageEntry(
        "filings", "Filings", "landmark", "Reporting", _page("filings", "Filings"), _file,
        _FILING_KEYS,
    ),
    PageEntry(
        "compliance", "Compliance", "shield-check", "Reporting",
        _page("compliance", "Compliance"), keys=_FINDING_KEYS,
    ),
    PageEntry(
        "calendar", "Calendar", "calendar", "Reporting", _page("calendar", "Calendar"), _calendar,
        _CALENDAR_KEYS,
    ),
    PageEntry(
        "limits", "Limits", "scale", "Reporting", _page("limits", "Limits"), _limits, _LIMIT_KEYS
    ),
    PageEntry(
        "import", "Import", "file-input", "Set-up", _page("imports", "Imports"), _import,
        _IMPORT_KEYS,
    ),
    PageEntry(
        "entities", "Entities", "building-2", "Set-up", _page("entities", "Entities"), _organise,
        _TREE_KEYS,
    ),
    PageEntry(
        "settings", "Settings", "settings", "Set-up", _page("settings", "Settings"), _settings,
        _SETTINGS_KEYS,
    ),
)  # fmt: skip
