"""What the page of disbursements may be asked to show by a command or another page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordDisbursement:
    """The form of a new disbursement."""


@dataclass(frozen=True)
class RecordTransfer:
    """The form of a new transfer between own accounts or entities."""
