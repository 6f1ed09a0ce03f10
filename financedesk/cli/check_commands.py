"""Commands on .fec files, ours or not: validate one, compare two."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from financedesk.cli.command import Command, Context, Outcome
from financedesk.fec.compare import Comparison, RowChange, compare
from financedesk.fec.reader import Record
from financedesk.reports.findings import findings_of
from financedesk.reports.judge import judge_filing
from financedesk.rules.money import format_cents

_SHOWN = 40


def _validate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.fec")


def _validate(context: Context) -> Outcome:
    path: Path = context.arguments.file
    verdict = judge_filing(path)
    data = findings_of(verdict)
    takes = "The FEC would take" if verdict.acceptable else "The FEC would refuse"
    lines = [f"{takes} {path.name}."]
    for name, label in (("refused", "Refused"), ("warnings", "Warning"), ("advice", "Advice")):
        lines += [_finding_line(label, finding) for finding in data[name][:_SHOWN]]
        if len(data[name]) > _SHOWN:
            lines.append(f"  and {len(data[name]) - _SHOWN:,} more of this kind; see --json")
    attention = not verdict.acceptable or bool(verdict.mismatches)
    return Outcome(data, "\n".join(lines), attention=attention)


def _finding_line(label: str, finding: dict[str, Any]) -> str:
    place = f"line {finding['line']}" if finding["line"] else "the file"
    return f"  {label}, {place} {finding['record']}: {finding['message']}"


def _compare_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="A.fec")
    parser.add_argument("after", type=Path, metavar="B.fec")


def _compare(context: Context) -> Outcome:
    given = context.arguments
    found = compare(given.before, given.after)
    data = {
        "lines": [
            {"line": one.label, "field": one.field, "before_cents": one.before,
             "after_cents": one.after}
            for one in found.lines
        ],
        "cover": [asdict(one) for one in found.cover],
        "added": [_record(record) for record in found.added],
        "removed": [_record(record) for record in found.removed],
        "changed": [_changed(change) for change in found.changed],
        "unchanged": found.unchanged,
    }  # fmt: skip
    return Outcome(data, _words(found))


def _record(record: Record) -> dict[str, Any]:
    return {"line": record.line, "record": record.form_type, "fields": dict(record.fields)}


def _changed(change: RowChange) -> dict[str, Any]:
    return {
        "record": change.after.form_type,
        "before_line": change.before.line,
        "after_line": change.after.line,
        "fields": [asdict(one) for one in change.fields],
    }


def _words(found: Comparison) -> str:
    lines = [
        f"{one.label}: {format_cents(one.before)} → {format_cents(one.after)}"
        for one in found.lines
    ]
    lines.append(
        f"{len(found.added):,} rows added, {len(found.removed):,} removed,"
        f" {len(found.changed):,} changed, {found.unchanged:,} the same."
    )
    for change in found.changed[:_SHOWN]:
        fields = ", ".join(f"{c.field} {c.before!r} → {c.after!r}" for c in change.fields)
        lines.append(f"  {change.after.form_type} line {change.after.line}: {fields}")
    return "\n".join(lines)


COMMANDS = (
    Command("validate", "judge any .fec file", _validate_arguments, _validate),
    Command("compare", "difference between two .fec files", _compare_arguments, _compare),
)
