"""A verdict as the book keeps it, the window shows it and the command line prints it."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from financedesk.fec.checks import Finding
from financedesk.reports.judge import Verdict

# More findings than this are counted, not kept: they are the same fault over and over.
_FINDINGS_KEPT = 2_000


def findings_of(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as the book keeps it and the command line prints it.

    Amounts that do not agree are warnings: the Commission takes the file and asks in a letter.
    """
    amounts = [
        Finding("warning", wrong.line, wrong.record, wrong.number, "amounts", wrong.message)
        for wrong in verdict.mismatches
    ]
    return {
        "acceptable": verdict.acceptable,
        "refused": _kept(verdict.refused),
        "warnings": _kept((*amounts, *verdict.warnings)),
        "advice": _kept(verdict.advice),
    }


def _kept(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [asdict(finding) for finding in findings[:_FINDINGS_KEPT]]
