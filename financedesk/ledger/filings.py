"""Filings as kept: drafts, finalised and filed reports, and the locks that these set.

draft → final (bytes, rows and findings frozen, rows locked) → filed (with the FEC's number).
An amendment is a new version of the same report; *reopen* takes a final one back to a draft, and
*amend* unlocks a filed one so that its rows can be corrected.
"""

import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.access import access_of
from financedesk.ledger.contacts import now_text
from financedesk.ledger.fec_ids import generated
from financedesk.ledger.period import Period
from financedesk.rules.roles import SEE

_UNKNOWN = "There is no filing {}; `filings list` shows those that exist."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """One kept filing; ``summary`` and ``cover`` as they were composed or adopted.

    ``state`` is draft, final, filed, amending, adopted or replaced. ``original_number`` is the
    FEC's number of the original report, which every amendment names.
    """

    id: int
    entity_id: int
    form: str
    report_code: str
    period: Period
    state: str
    version: int
    fec_number: str
    original_number: str
    signed_on: str
    file_name: str
    sha256: str
    summary: Mapping[str, Mapping[str, int]]
    findings: Mapping[str, Any]
    cover: Mapping[str, str]
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFiling:
    """What a draft is kept with."""

    entity_id: int
    form: str
    report_code: str
    period: Period
    version: int
    amends_id: int | None
    original_number: str
    signed_on: str
    file_name: str
    sha256: str
    summary: Mapping[str, Mapping[str, int]]
    findings: Mapping[str, Any]
    cover: Mapping[str, str]


# What moves a filing from one state to the next.
FilingChange = Callable[[UnitOfWork, Filing], None]


def keep_draft(unit: UnitOfWork, new: NewFiling) -> int:
    """Keep a draft; an earlier draft of the same report and version is replaced by it."""
    values = {
        "entity_id": new.entity_id, "form": new.form, "report_code": new.report_code or None,
        "from_date": new.period.first, "to_date": new.period.last, "state": "draft",
        "version": new.version, "amends_id": new.amends_id,
        "original_fec_number": new.original_number or None, "signed_on": new.signed_on or None,
        "file_name": new.file_name, "sha256": new.sha256, "summary": _json(new.summary),
        "findings": _json(new.findings), "cover": _json(new.cover), "recorded_at": now_text(),
    }  # fmt: skip
    for filing in filings_of(unit.connection, new.entity_id, new.form, new.period):
        if filing.state == "draft" and filing.version == new.version:
            unit.update(tables.filing, filing.id, values)
            return filing.id
    return unit.insert(tables.filing, values)


def filings(connection: Connection, entity_ids: Sequence[int] | None = None) -> list[Filing]:
    """Return all kept filings, newest period first, the newest version first within it."""
    column = tables.filing.c
    query = select(*_LISTED).order_by(
        column.to_date.desc(), column.entity_id, column.version.desc(), column.id.desc()
    )
    if entity_ids is not None:
        query = query.where(column.entity_id.in_(entity_ids))
    return [_filing(row) for row in connection.execute(query).mappings()]


def filings_of(connection: Connection, entity_id: int, form: str, period: Period) -> list[Filing]:
    """Return the filings of one report, in the order in which they were kept."""
    column = tables.filing.c
    query = (
        select(*_LISTED)
        .where(
            column.entity_id == entity_id,
            column.form == form,
            column.from_date == period.first,
            column.to_date == period.last,
        )
        .order_by(column.version, column.id)
    )
    return [_filing(row) for row in connection.execute(query).mappings()]


def filing_by_id(connection: Connection, filing_id: int) -> Filing:
    """Return one filing; raises NotFound."""
    query = select(*_LISTED).where(tables.filing.c.id == filing_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(_UNKNOWN.format(filing_id))
    return _filing(row)


def filing_for(connection: Connection, filing_id: int, login: str, act: str = SEE) -> Filing:
    """Return one filing to a login that may do an act with it.

    Raises NotFound for one behind a wall, in the words for one that does not exist, and Refused
    where the login's role does not allow the act.
    """
    access = access_of(connection, login)
    filing = filing_by_id(connection, filing_id)
    if filing.entity_id not in access.ids:
        raise NotFound(_UNKNOWN.format(filing_id))
    access.require(act, filing.entity_id)
    return filing


def kept_bytes(connection: Connection, filing_id: int) -> bytes:
    """Return the exact file of a finalised or adopted filing; raises NotFound for a draft."""
    query = select(tables.filing.c.content).where(tables.filing.c.id == filing_id)
    content = connection.execute(query).scalar()
    if content is None:
        raise NotFound(f"Filing {filing_id} is a draft; finalise it to freeze its file.")
    return zlib.decompress(content)


FILING_ITEM_COLUMNS = (
    "id", "entity_id", "filing_id", "item_id", "line", "itemised", "fec_id", "amount_cents",
)  # fmt: skip
FEC_ID_COLUMNS = ("id", "entity_id", "fec_id", "item_id")


def finalise(unit: UnitOfWork, filing: Filing, content: bytes) -> int:
    """Freeze a draft: its bytes, every row that it used, and their ids; returns the row count.

    Unitemised rows are among them: they stand in the report's totals. Runs inside a batch, so
    that a million rows are one journal entry. Raises Refused when it is not a draft.
    """
    if filing.state != "draft":
        raise Refused(f"Filing {filing.id} is {filing.state} already; only a draft is finalised.")
    unit.update(tables.filing, filing.id, {"state": "final", "content": zlib.compress(content, 6)})
    rows = _used_rows(unit.connection, filing)
    unit.bulk_insert(
        tables.filing_item,
        FILING_ITEM_COLUMNS,
        [
            (unit.next_id(), filing.entity_id, filing.id, row["item_id"], row["line"],
             row["itemised"], row["fec_id"] or generated(row["item_id"]), row["amount_cents"])
            for row in rows
        ],
    )  # fmt: skip
    fresh = [row["item_id"] for row in rows if row["itemised"] and row["fec_id"] is None]
    unit.bulk_insert(
        tables.fec_id,
        FEC_ID_COLUMNS,
        [(unit.next_id(), filing.entity_id, generated(item), item) for item in fresh],
    )
    return len(rows)


def _used_rows(connection: Connection, filing: Filing) -> Sequence[RowMapping]:
    aggregate, item, fec_id = tables.aggregate.c, tables.item.c, tables.fec_id.c
    query = (
        select(
            aggregate.item_id, aggregate.line, aggregate.itemised, item.amount_cents, fec_id.fec_id
        )
        .join(tables.item, item.id == aggregate.item_id)
        .outerjoin(tables.fec_id, fec_id.item_id == aggregate.item_id)
        .where(
            aggregate.entity_id == filing.entity_id,
            aggregate.form == filing.form,
            aggregate.line.is_not(None),
            aggregate.reported_on.between(filing.period.first, filing.period.last),
        )
        .order_by(aggregate.item_id)
    )
    return connection.execute(query).mappings().all()


def mark_filed(unit: UnitOfWork, filing: Filing, number: str) -> None:
    """Record the FEC's number of a finalised filing; raises Refused when it is not final.

    An adopted filing may be given its number too: amendments must name the original's.
    """
    if filing.state not in ("final", "filed", "adopted"):
        raise Refused(f"Filing {filing.id} is a {filing.state}; finalise it before it is filed.")
    changes: dict[str, object] = {"fec_number": number}
    if filing.state == "final":
        changes["state"] = "filed"
    if filing.version == 0:
        changes["original_fec_number"] = number
    unit.update(tables.filing, filing.id, changes)


def read_filing_number(text: str) -> str:
    """Read the FEC's number of a filing, ``FEC-1234567`` or its digits; raises BadInput."""
    digits = text.strip().upper().removeprefix("FEC-")
    if not (digits.isascii() and digits.isdecimal()):
        raise BadInput(f"{text!r} is not a filing number; it looks like FEC-1234567.")
    return f"FEC-{digits}"


def reopen(unit: UnitOfWork, filing: Filing) -> None:
    """Take a final filing that was not sent back to a draft, and unlock its rows.

    The ids that its rows were given go as well: nobody outside has seen them, and they come
    again with the next finalising.
    """
    if filing.state != "final":
        raise Refused(f"Filing {filing.id} is {filing.state}; only a final one is reopened.")
    unit.update(tables.filing, filing.id, {"state": "draft", "content": None})
    column = tables.filing_item.c
    of_filing = select(column.id, column.item_id).where(column.filing_id == filing.id)
    rows = unit.connection.execute(of_filing).all()
    for row in rows:
        unit.delete(tables.filing_item, row.id)
    for id_row in _ids_given_for(unit.connection, {row.item_id for row in rows}):
        unit.delete(tables.fec_id, id_row)


def _ids_given_for(connection: Connection, item_ids: set[int]) -> list[int]:
    """Return the rows of generated ids of these items, but for items in another kept filing."""
    given, kept = tables.fec_id.c, tables.filing_item.c
    elsewhere = select(kept.id).where(kept.item_id == given.item_id).exists()
    query = select(given.id, given.item_id, given.fec_id).where(~elsewhere)
    return [
        row.id
        for row in connection.execute(query)
        if row.item_id in item_ids and row.fec_id == generated(row.item_id)
    ]


def amend(unit: UnitOfWork, filing: Filing) -> None:
    """Unlock the rows of a filed report, so that they can be corrected and filed again."""
    if filing.state not in ("filed", "adopted"):
        raise Refused(f"Filing {filing.id} is {filing.state}; only a filed report is amended.")
    unit.update(tables.filing, filing.id, {"state": "amending"})


_LISTED = tuple(column for column in tables.filing.columns if column.name != "content")


def _filing(row: RowMapping) -> Filing:
    return Filing(
        id=row["id"], entity_id=row["entity_id"], form=row["form"],
        report_code=row["report_code"] or "",
        period=Period(first=row["from_date"] or "", last=row["to_date"] or ""),
        state=row["state"], version=row["version"], fec_number=row["fec_number"] or "",
        original_number=row["original_fec_number"] or "", signed_on=row["signed_on"] or "",
        file_name=row["file_name"] or "", sha256=row["sha256"] or "",
        summary=json.loads(row["summary"] or "{}"), findings=json.loads(row["findings"] or "{}"),
        cover=json.loads(row["cover"] or "{}"), recorded_at=row["recorded_at"],
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
