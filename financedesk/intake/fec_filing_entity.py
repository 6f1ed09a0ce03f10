"""The entity and the account that a past filing belongs to."""

import re
from collections.abc import Iterable

from sqlalchemy import select

from financedesk.book import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.fec.values import zip_code
from financedesk.intake.fec_filing_cover import Cover
from financedesk.ledger import tables
from financedesk.ledger.access import Access, access_of
from financedesk.ledger.entities import (
    AccountRow,
    EntityRow,
    accounts,
    entities,
    entity_by_id,
    entity_of_committee,
    write_account,
    write_entity,
    write_registration,
)
from financedesk.ledger.names import folded
from financedesk.ledger.organisation import NewAccount, NewEntity, NewRegistration
from financedesk.rules.entities import files_federally

_PARTY_RECORDS = frozenset({"H1", "H2", "H3", "H4", "H5", "H6", "SF", "SL"})
_PARTY_LINES = frozenset({"SB30B"})
_PARTY_WORDS = frozenset({"party", "democratic", "republican", "libertarian"})
_PAC_WORDS = frozenset({"pac", "fund"})
_LONGEST_CODE = 32
_PLACE = ("street_1", "street_2", "city", "state")


def entity_of_filing(
    unit: UnitOfWork, cover: Cover, code: str | None, tokens: Iterable[str]
) -> tuple[EntityRow, bool]:
    """Return the entity that filed this, and whether it was made for it.

    ``code`` restricts to one entity; without it the committee id decides. Raises BadInput when
    the named entity is another committee or files another form.
    """
    connection = unit.connection
    access = access_of(connection, unit.heading.who)
    found = entity_of_committee(connection, cover.committee_id)
    named = _named(access, code)
    if named is None and not access.keeps_walls:
        _require_seen(access, found, cover)
    if code is not None:
        if named is not None:
            _require_own(unit, named, cover)
            return entity_by_id(connection, named.id), False
        if found is not None:
            raise BadInput(
                f"This filing is of {cover.committee_id}, and that is {found.code} in this book;"
                f" there is no entity {code!r}."
            )
    if found is not None:
        _require_form(found, cover)
        return found, False
    return entity_by_id(connection, _make(unit, cover, code, tokens)), True


def _named(access: Access, code: str | None) -> EntityRow | None:
    if code is None:
        return None
    try:
        return access.find(code)
    except NotFound:
        return None


def _require_seen(access: Access, found: EntityRow | None, cover: Cover) -> None:
    """Refuse a committee behind a wall in the words for one that is new to the book."""
    if found is None or found.id not in access.ids:
        raise Refused(
            f"{cover.committee_id} is none of the committees that you may see in this book; ask who"
            " keeps the walls."
        )


def _require_own(unit: UnitOfWork, entity: EntityRow, cover: Cover) -> None:
    _require_form(entity, cover)
    if not entity.committee_id:
        write_registration(unit, entity.id, _registration(cover))
    elif entity.committee_id != cover.committee_id:
        raise BadInput(
            f"This filing is of {cover.committee_id}; {entity.code} is {entity.committee_id}."
            " Leave --entity out, or choose the committee's own filing."
        )


def _require_form(entity: EntityRow, cover: Cover) -> None:
    if entity.form != cover.form:
        files = f"files Form {entity.form.removeprefix('F')}" if entity.form else "files no report"
        raise BadInput(
            f"This is a Form {cover.form.removeprefix('F')}; {entity.code} ({entity.kind})"
            f" {files} with the FEC."
        )


def _make(unit: UnitOfWork, cover: Cover, code: str | None, tokens: Iterable[str]) -> int:
    fields = cover.fields
    treasurer = ("last", "first", "middle")
    return write_entity(
        unit,
        NewEntity(
            code=code or _free_code(unit, cover),
            kind=guessed_kind(cover, tokens),
            name=cover.committee_name,
            address={
                **{part: fields.get(part, "") for part in _PLACE},
                "zip": zip_code(fields.get("zip", "")),
            },
            treasurer={
                **{part: fields.get(f"treasurer_{part}_name", "") for part in treasurer},
                "prefix": fields.get("treasurer_prefix", ""),
                "suffix": fields.get("treasurer_suffix", ""),
            },
            registrations=(_registration(cover),),
        ),
    )


def guessed_kind(cover: Cover, tokens: Iterable[str]) -> str:
    """Return the kind of entity that a filing speaks of: its schedules say more than its name."""
    if cover.form == "F3":
        return "candidate"
    found = set(tokens)
    words = set(folded(cover.committee_name).split())
    by_rows = bool(found & _PARTY_LINES) or bool({t[:2] for t in found} & _PARTY_RECORDS)
    by_name = bool(words & _PARTY_WORDS) and not words & _PAC_WORDS
    return "state_party" if by_rows or by_name else "pac"


def _registration(cover: Cover) -> NewRegistration:
    # Only the codes of months and quarters say how often somebody files.
    frequency = {"M": "monthly", "Q": "quarterly"}.get(cover.report_code[:1])
    if not cover.report_code[1:].isdigit():
        frequency = "quarterly" if cover.report_code == "MY" else None
    return NewRegistration(
        authority="FEC",
        identifier=cover.committee_id,
        filing=frequency,
        qualified=bool(cover.fields.get("qualified_committee")),
    )


def _free_code(unit: UnitOfWork, cover: Cover) -> str:
    taken = {entity.code for entity in entities(unit.connection)}
    slug = re.sub(r"[^a-z0-9]+", "-", folded(cover.committee_name))[:_LONGEST_CODE].strip("-")
    choices = (slug, cover.committee_id.lower())
    return next(choice for choice in choices if choice and choice not in taken)


def account_of_filing(unit: UnitOfWork, entity: EntityRow, cover: Cover) -> AccountRow:
    """Return the account that the filing's money goes through, made when there is none.

    It is the entity's first bank account whose money stands on the form's ordinary lines.
    """
    found = _ordinary_account(unit, entity)
    if found is not None:
        return found
    new = NewAccount(
        code="federal",
        kind="federal",
        name="Federal account",
        opening_date=cover.period.first,
        opening_balance_cents=cover.cash_begin,
    )
    made = write_account(unit, entity.id, new)
    return next(a for a in accounts(unit.connection, entity.id) if a.id == made)


def ordinary_account_kind(unit: UnitOfWork, entity: EntityRow) -> str:
    """Return the kind of the account that ``account_of_filing`` returns."""
    found = _ordinary_account(unit, entity)
    return found.kind if found else "federal"


def _ordinary_account(unit: UnitOfWork, entity: EntityRow) -> AccountRow | None:
    found = (
        account
        for account in accounts(unit.connection, entity.id)
        if account.role == "bank"
        and account.kind != "noncontribution"
        and files_federally(account.kind)
    )
    return next(found, None)


def levin_account(unit: UnitOfWork, entity: EntityRow, cover: Cover) -> int:
    """Return the entity's Levin account, made when there is none."""
    for account in accounts(unit.connection, entity.id):
        if account.kind == "levin":
            return account.id
    new = NewAccount(
        code="levin", kind="levin", name="Levin account", opening_date=cover.period.first
    )
    return write_account(unit, entity.id, new)


def carry_account_back(
    unit: UnitOfWork, account: AccountRow, cover: Cover, moved_before: int
) -> None:
    """Let an account begin with the first adopted day; its later balances stay what they were.

    ``moved_before`` is what the filing moved, in cents, before the day from which the account was
    kept so far: the balance of that day was a fact already.
    """
    first = cover.period.first
    if account.opening_date is None:
        if account.opening_balance_cents == 0 and not _has_postings(unit, account.id):
            changes = {"opening_date": first, "opening_balance_cents": cover.cash_begin}
            unit.update(tables.account, account.id, changes)
    elif first < account.opening_date:
        unit.update(
            tables.account,
            account.id,
            {
                "opening_date": first,
                "opening_balance_cents": account.opening_balance_cents - moved_before,
            },
        )


def _has_postings(unit: UnitOfWork, account_id: int) -> bool:
    column = tables.posting.c
    query = select(column.id).where(column.account_id == account_id).limit(1)
    return unit.connection.execute(query).first() is not None
