"""Bank statements: OFX, QFX, QIF, CAMT, MT940 and CSV into lines in cents, nothing guessed."""

from financedesk.intake.statements.facts import (
    Balance,
    RejectedLine,
    Said,
    SaidTable,
    Statement,
    StatementFile,
    StatementLine,
)
from financedesk.intake.statements.reading import read_statements

__all__ = [
    "Balance",
    "RejectedLine",
    "Said",
    "SaidTable",
    "Statement",
    "StatementFile",
    "StatementLine",
    "read_statements",
]
