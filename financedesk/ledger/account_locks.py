"""When the kind and the opening balance of an account may no longer change."""

from sqlalchemy import Connection, RowMapping, Select, select

from financedesk.ledger import tables
from financedesk.ledger.closed_rows import closed_account
from financedesk.ledger.entities import AccountRow
from financedesk.ledger.locks import LOCKING_STATES
from financedesk.rules.entities import files_federally


def account_lock(connection: Connection, account: AccountRow) -> str:
    """Return why kind, opening day and balance of an account are locked; empty when they are not.

    A finalised filing has used them: an entry on the account stands in it, or its cash on hand
    begins with the opening balance (11 CFR 104.3(a)(1)). So has a closing of the account.
    """
    if closed := closed_account(connection, account.id):
        return closed
    filing = _with_its_entries(connection, account) or _with_its_cash(connection, account)
    if filing is None:
        return ""
    verb = "Reopen" if filing["state"] == "final" else "Amend"
    name = filing["report_code"] or filing["form"]
    return (
        f"The {name} report through {filing['to_date']} ({filing['state']}) uses this account:"
        f" its kind and its opening balance stay as they were filed. {verb} that filing first."
    )


def _with_its_entries(connection: Connection, account: AccountRow) -> RowMapping | None:
    inside = (
        _newest(account.entity_id)
        .join(tables.filing_item, tables.filing_item.c.filing_id == tables.filing.c.id)
        .join(tables.item, tables.item.c.id == tables.filing_item.c.item_id)
        .where(tables.item.c.account_id == account.id)
    )
    return connection.execute(inside).mappings().first()


def _with_its_cash(connection: Connection, account: AccountRow) -> RowMapping | None:
    if account.role != "bank" or not files_federally(account.kind):
        return None
    since = tables.filing.c.to_date >= (account.opening_date or "")
    return connection.execute(_newest(account.entity_id).where(since)).mappings().first()


def _newest(entity_id: int) -> Select[tuple[str, str, str, str]]:
    column = tables.filing.c
    return (
        select(column.form, column.report_code, column.to_date, column.state)
        .where(column.entity_id == entity_id, column.state.in_(LOCKING_STATES))
        .order_by(column.to_date.desc())
        .limit(1)
    )
