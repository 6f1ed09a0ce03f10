"""What a whole statement says about itself: does its closing balance follow, is it there twice."""

from collections.abc import Sequence
from dataclasses import replace

from financedesk.errors import BadInput
from financedesk.intake.statements.facts import RejectedLine, Statement, StatementLine
from financedesk.rules.money import plain_cents


def judged(statements: Sequence[Statement], name: str) -> tuple[Statement, ...]:
    """Return the statements with notes on what does not add up.

    Raises BadInput when there are lines and none could be read, in the words of the first of them.
    """
    if not any(one.lines for one in statements):
        failed = next((line for one in statements for line in one.rejected), None)
        if failed is not None:
            raise BadInput(
                f"No line of {name} could be read: {failed.place}: {failed.reason} Nothing was"
                " taken; download the file again, or take another format."
            )
    return tuple(_judged(one) for one in statements)


def without_repeats(statement: Statement) -> Statement:
    """Set aside lines that stand there twice under one reference, where a reference is unique.

    A reference that comes again with another amount, day or name stays, with a note.
    """
    first: dict[str, StatementLine] = {}
    kept, repeated, notes = [], [], []
    for line in statement.lines:
        known = first.setdefault(line.reference, line) if line.reference else line
        if known is not line and replace(known, place="") == replace(line, place=""):
            reason = f"is the same as {known.place}, under the same reference."
            repeated.append(RejectedLine(line.place, reason))
            continue
        if known is not line:
            notes.append(
                f"{line.place} has the reference of {known.place} and is another line; both were"
                " taken."
            )
        kept.append(line)
    return replace(
        statement,
        lines=tuple(kept),
        rejected=(*statement.rejected, *repeated),
        notes=(*statement.notes, *notes),
    )


def _judged(statement: Statement) -> Statement:
    notes = list(statement.notes)
    if not statement.lines:
        notes.append("The statement has no lines.")
    if statement.opening is not None and statement.closing is not None:
        follows = statement.opening.cents + sum(line.cents for line in statement.lines)
        if follows != statement.closing.cents:
            notes.append(
                f"The closing balance is {plain_cents(statement.closing.cents)}, but the opening"
                f" balance and the lines come to {plain_cents(follows)}."
            )
    return replace(statement, notes=tuple(notes))
