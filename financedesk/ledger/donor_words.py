"""What is kept about a donor, as one row is named where an undo meets it."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, RowMapping, Table, select

from financedesk.ledger import tables
from financedesk.ledger.donor_owner import name_of_card
from financedesk.rules.donor_declarations import declarations

_Words = Callable[[RowMapping, str], str]


def _declared(row: RowMapping, who: str) -> str:
    kind = declarations().get(row["kind"])
    label = row["kind"] if kind is None else kind.label
    return f"{who}’s declaration “{label}” of {row['on_date']}"


_ABOUT: Mapping[str, tuple[Table, _Words]] = {
    "household_member": (tables.household_member, lambda _row, who: f"{who} in a household"),
    "donor_note": (
        tables.donor_note, lambda row, who: f"The note of {row['noted_on']} about {who}"
    ),
    "donor_document": (
        tables.donor_document, lambda row, who: f"The document {row['name']} of {who}"
    ),
    "donor_attestation": (tables.donor_attestation, _declared),
    "donor_request": (
        tables.donor_request, lambda row, who: f"The request to {who} of {row['asked_on']}"
    ),
    "kept_letter": (
        tables.kept_letter,
        lambda row, _who: f"The letter of {row['written_on']} to {row['addressee']}",
    ),
}  # fmt: skip
_NAMED: Mapping[str, tuple[Table, str]] = {
    "household": (tables.household, "The household"),
    "saved_filter": (tables.saved_filter, "The filter"),
}


def describe(connection: Connection, table: str, row_id: int) -> str | None:
    """Return what is kept about a donor in a treasurer's words; None for other tables' rows."""
    if table in _ABOUT:
        kept, words = _ABOUT[table]
        row = _row(connection, kept, row_id)
        return None if row is None else words(row, name_of_card(connection, row["card_id"]))
    if table in _NAMED:
        kept, what = _NAMED[table]
        row = _row(connection, kept, row_id)
        return None if row is None else f"{what} {row['name']}"
    return None


def _row(connection: Connection, kept: Table, row_id: int) -> RowMapping | None:
    columns = (column for column in kept.c if column.name != "content")
    return connection.execute(select(*columns).where(kept.c.id == row_id)).mappings().first()
