"""What the page of disbursements may be asked to show by a command or another page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordDisbursement:
    """The form of a new disbursement."""


@dataclass(frozen=True)
class RecordTransfer:
    """The form of a new transfer between own accounts or entities."""


@dataclass(frozen=True)
class ShowBills:
    """The bills; ``add`` shows the form of a new one, ``bill_id`` puts the cursor on one."""

    bill_id: int = 0
    add: bool = False


@dataclass(frozen=True)
class ShowChecks:
    """The checks that were drawn."""


@dataclass(frozen=True)
class NamePayees:
    """The form that says who is behind a payment."""

    item_id: int


@dataclass(frozen=True)
class SaveRegister:
    """The register of what was paid, as a paper, workbook or table."""


@dataclass(frozen=True)
class RecordPayroll:
    """The form of a month's payroll."""
