"""Adding, changing, closing and deleting the bank accounts of an entity."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, HasDependents, Locked, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.account_locks import account_lock
from financedesk.ledger.entities import AccountRow, accounts, entity_by_id, write_account
from financedesk.ledger.organisation import NewAccount
from financedesk.ledger.overview import cash
from financedesk.rules.entity_accounts import require_account_allowed
from financedesk.rules.money import format_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """A bank account as a form holds it, new or changed; the balance is in cents."""

    code: str
    kind: str
    name: str
    bank: str = ""
    opening_date: str = ""
    opening_balance_cents: int = 0


def add_account(unit: UnitOfWork, entity_id: int, form: AccountFacts) -> int:
    """Open a bank account of an entity; returns its id.

    Raises BadInput for a code that is taken and Refused for a kind that such an entity may not
    keep, with the law.
    """
    form = _judged(unit.connection, entity_id, form, own_id=None)
    return write_account(
        unit,
        entity_id,
        NewAccount(
            code=form.code, kind=form.kind, name=form.name, bank=form.bank,
            opening_date=form.opening_date or None,
            opening_balance_cents=form.opening_balance_cents,
        ),
    )  # fmt: skip


def edit_account(unit: UnitOfWork, account_id: int, form: AccountFacts) -> None:
    """Change a bank account.

    Raises Locked when kind, opening day or balance would change under a finalised filing.
    """
    before = account_by_id(unit.connection, account_id)
    form = _judged(unit.connection, before.entity_id, form, own_id=account_id)
    was = (before.kind, before.opening_date or "", before.opening_balance_cents)
    if was != (form.kind, form.opening_date, form.opening_balance_cents):
        lock = account_lock(unit.connection, before)
        if lock:
            raise Locked(lock)
    unit.update(
        tables.account,
        account_id,
        {
            "code": form.code, "kind": form.kind, "name": form.name, "bank": form.bank or None,
            "opening_date": form.opening_date or None,
            "opening_balance_cents": form.opening_balance_cents,
        },
    )  # fmt: skip


def _judged(
    connection: Connection, entity_id: int, form: AccountFacts, own_id: int | None
) -> AccountFacts:
    code, name = form.code.strip(), " ".join(form.name.split())
    if not name:
        raise BadInput("Name the account, as “Federal checking”.")
    if not code:
        raise BadInput("Give the account a short name, as federal.")
    if not form.opening_date and form.opening_balance_cents:
        raise BadInput("Say on which day the account held its opening balance.")
    entity = entity_by_id(connection, entity_id)
    require_account_allowed(entity.kind, form.kind)
    for other in _codes(connection, entity_id):
        if other.id != own_id and other.code.casefold() == code.casefold():
            raise BadInput(f"{entity.name} has an account “{code}” already; choose another name.")
    return AccountFacts(
        code=code, kind=form.kind, name=name, bank=form.bank.strip(),
        opening_date=form.opening_date, opening_balance_cents=form.opening_balance_cents,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Code:
    id: int
    code: str


def _codes(connection: Connection, entity_id: int) -> list[_Code]:
    column = tables.account.c
    query = select(column.id, column.code).where(column.entity_id == entity_id)
    return [_Code(row.id, row.code) for row in connection.execute(query)]


def account_by_id(connection: Connection, account_id: int) -> AccountRow:
    """Return one account that holds money; raises NotFound."""
    column = tables.account.c
    owner = connection.execute(select(column.entity_id).where(column.id == account_id)).scalar()
    held = [] if owner is None else accounts(connection, owner)
    for found in held:
        if found.id == account_id:
            return found
    raise NotFound("That account is no longer in the book; look at the entity again.")


def close_account(unit: UnitOfWork, account_id: int, day: str) -> None:
    """Close an account on its last day; no entry may come after it.

    Raises Refused while it holds money or has entries after that day.
    """
    account = account_by_id(unit.connection, account_id)
    column = tables.posting.c
    last = (
        select(column.posted_on)
        .where(column.account_id == account_id, column.posted_on > day)
        .order_by(column.posted_on.desc())
        .limit(1)
    )
    later = unit.connection.execute(last).scalar()
    if later is not None:
        raise Refused(
            f"{account.name} has an entry of {later}; its last day cannot be before that."
        )
    held = cash(unit.connection, [account.entity_id], day).accounts
    cents = next(one.cents for one in held if one.account.id == account_id)
    if cents:
        raise Refused(
            f"{account.name} still holds {format_cents(cents)}; pay it out or transfer it before"
            " you close the account."
        )
    unit.update(tables.account, account_id, {"closed_on": day})


def reopen_account(unit: UnitOfWork, account_id: int) -> None:
    """Open an account again; raises Refused while its entity is closed."""
    account = account_by_id(unit.connection, account_id)
    entity = entity_by_id(unit.connection, account.entity_id)
    if entity.closed_on:
        raise Refused(f"{entity.name} is closed since {entity.closed_on}; reopen it first.")
    unit.update(tables.account, account_id, {"closed_on": None})


def delete_account(unit: UnitOfWork, account_id: int) -> None:
    """Delete an account that nothing was booked on.

    Raises HasDependents when it can only be closed, Locked when a filing counts its balance.
    """
    account = account_by_id(unit.connection, account_id)
    users: dict[Table, str] = {
        tables.posting: "postings", tables.item: "entries", tables.payout: "payouts",
        tables.list_transfer: "documents of lists", tables.bank_statement: "bank statements",
    }  # fmt: skip
    used = [
        words
        for table, words in users.items()
        if unit.connection.execute(
            select(table.c.id).where(table.c.account_id == account_id).limit(1)
        ).first()
    ]
    if used:
        raise HasDependents(
            f"{account.name} has {' and '.join(used)}; close it on its last day instead.",
            tuple(used),
        )
    if account.opening_balance_cents and (lock := account_lock(unit.connection, account)):
        raise Locked(lock)
    unit.delete(tables.account, account_id)
