"""What the journal says was done to an official's facts: who did what, when, and what changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from financedesk.book.history import Recorded, recorded
from financedesk.book.schema import journal
from financedesk.remittances.instructions import INSTRUCTIONS
from financedesk.remittances.pay import FAMILIES, SLIPS
from financedesk.remittances.people import BELONGINGS, CANDIDACIES, OFFICIALS, TERMS, Official
from financedesk.remittances.pledges import PLEDGES, RECIPIENTS, STEPS
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import DECLARED, WAIVERS
from financedesk.rules.money import format_cents

_MOST = 400
_OWN = (CANDIDACIES, FAMILIES, BELONGINGS, DECLARED, PLEDGES, WAIVERS, INSTRUCTIONS, TERMS)
_NAMES = {
    one.table.name: one.name for one in (*_OWN, OFFICIALS, SLIPS, STEPS, RECIPIENTS)
}  # fmt: skip
_MARKS = frozenset({"citizen", "contractor", "allowance_included", "allowance_taxable"})
_QUIET = frozenset({"id", "entity_id", "text", "terms"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One act in the journal: when (UTC), who, what, why, and what changed by it, in words."""

    at: str
    who: str
    action: str
    why: str
    changes: tuple[str, ...]


def official_history(connection: Connection, official_id: int) -> tuple[Told, ...]:
    """Return what was done to an official and everything that hangs on them, the newest first.

    Of facts that were deleted the journal keeps what was done before; they are told as long as
    what they hang on is there. Raises NotFound.
    """
    kept = OFFICIALS.one(connection, official_id)
    ids = _ids(connection, kept)
    # Ids are unique over all tables, so a look at the text finds the entries to unpack.
    names = [journal.c.content.contains(f'"id":{one},', autoescape=True) for one in ids[:_MOST]]
    whose = f'"official_id":{official_id}'
    names += [journal.c.content.contains(f"{whose}{end}", autoescape=True) for end in ",}"]
    query = (
        select(journal)
        .where(journal.c.chain == kept.entity_id, or_(*names))
        .order_by(journal.c.number.desc())
    )
    known = set(ids)
    found = []
    for row in connection.execute(query):
        changes = tuple(_changes(row.content, known, official_id))
        if changes:
            found.append(
                Told(at=row.at, who=row.who, action=row.action, why=row.why, changes=changes)
            )
    return tuple(found)


def _ids(connection: Connection, kept: Kept[Official]) -> list[int]:
    """Return the numbers of the official's rows."""
    found = [kept.id]
    terms, pledges = [], []
    for shelf in _OWN:
        rows = [one.id for one in shelf.of(connection, kept.entity_id, official_id=kept.id)]
        found += rows
        if shelf is TERMS:
            terms = rows
        elif shelf is PLEDGES:
            pledges = rows
    slips = SLIPS.of(connection, kept.entity_id, office_term_id=terms)
    found += [one.id for one in slips]
    found += [one.id for one in STEPS.of(connection, kept.entity_id, pledge_id=pledges)]
    found += [one.id for one in RECIPIENTS.of(connection, kept.entity_id, pledge_id=pledges)]
    return found


def _changes(content: str, known: set[int], official_id: int) -> Iterator[str]:
    """Yield what an entry of the journal changed of these rows, one sentence each."""
    for one in recorded(content):
        mine = one.id in known or official_id in (
            (one.before or {}).get("official_id"), (one.after or {}).get("official_id"),
        )  # fmt: skip
        if mine and one.table in _NAMES:
            yield _sentence(one)


def _sentence(one: Recorded) -> str:
    name = _NAMES[one.table].capitalize()
    if one.after is None:
        return f"{name} deleted"
    told = [words for column in one.after if (words := _column(one, column))]
    return f"{name}: {', '.join(told)}" if told else name


def _column(one: Recorded, column: str) -> str:
    """Return a column that was written, and what stood there before; empty for what says nothing.

    References to other rows are numbers that nobody knows.
    """
    after = (one.after or {})[column]
    if column in _QUIET or column.endswith("_id") or (one.before is None and after in (None, 0)):
        return ""
    title = column.removesuffix("_cents").removesuffix("_date").replace("_", " ")
    was = f" instead of {_value(one.before, column)}" if one.before is not None else ""
    return f"{title} {_value(one.after, column)}{was}"


def _value(values: Mapping[str, object] | None, column: str) -> str:
    found = (values or {}).get(column)
    if column in _MARKS:
        return "yes" if found else "no"
    if isinstance(found, int) and column.endswith("cents"):
        return format_cents(found)
    return "nothing" if found is None or found == "" else str(found)
