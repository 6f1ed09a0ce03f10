"""Small ActBlue exports and books for the tests of the intake; large ones are generated."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.organisation import (
    NewAccount,
    NewEntity,
    NewRegistration,
    Organisation,
)
from tests.ledger.prepared import book_of as made_book

HEADER = (
    "Receipt ID", "Date", "Amount", "Recurrence Number", "Recipient", "Fundraising Page",
    "Reference Code", "Donor First Name", "Donor Last Name", "Donor Addr1", "Donor Addr2",
    "Donor City", "Donor State", "Donor ZIP", "Donor Country", "Donor Occupation",
    "Donor Employer", "Donor Email", "Donor Phone", "Reserved", "Lineitem ID", "Reserved",
    "Recipient Gov ID", "Recipient Election", "Disbursement ID", "Disbursement Date", "Refund ID",
    "Refund Date", "Fee", "Reserved",
)  # fmt: skip

GIFT = {
    "Receipt ID": "AB1", "Date": "2026-02-03 10:11:12", "Amount": "25.00",
    "Recurrence Number": "1", "Recipient": "Alder PAC", "Donor First Name": "Ann",
    "Donor Last Name": "Lee", "Donor Addr1": "1 Main St", "Donor City": "Boston",
    "Donor State": "MA", "Donor ZIP": "02118", "Donor Country": "United States",
    "Donor Occupation": "Teacher", "Donor Employer": "City Schools",
    "Donor Email": "ann@example.org", "Lineitem ID": "7001", "Recipient Gov ID": "C00990001",
    "Disbursement ID": "100", "Disbursement Date": "2026-02-09", "Fee": "0.99",
}  # fmt: skip


def gift(**changes: str) -> dict[str, str]:
    """A row of the export; names of columns with underscores for blanks: ``Lineitem_ID``."""
    return GIFT | {name.replace("_", " "): value for name, value in changes.items()}


def write_export(
    path: Path, rows: Iterable[Mapping[str, str]], header: Iterable[str] = HEADER
) -> Path:
    names = list(header)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] for row in rows)
    return path


def entity(code: str, committee_id: str, kind: str = "pac") -> NewEntity:
    registration = NewRegistration(authority="FEC", identifier=committee_id, filing="monthly")
    return NewEntity(
        code=code,
        kind=kind,
        name=f"{code} committee",
        registrations=(registration,),
        accounts=(NewAccount(code="bank", opening_date="2025-01-01"),),
    )


TWO = (entity("alder", "C00990001"), entity("birch", "C00990002"))


def new_book(location: Path | str, entities: Iterable[NewEntity] = TWO) -> Book:
    return made_book(location, Organisation(name="Test", entities=tuple(entities)))


def rows_of(book: Book, query: str, **names: Any) -> list[tuple[Any, ...]]:
    with book.read() as connection:
        return [tuple(row) for row in connection.execute(text(query), names)]


def rows_where(book: Book, table: str, **where: Any) -> list[dict[str, Any]]:
    """Rows of a table by what stands in their columns, in the order of their ids."""
    chosen = getattr(tables, table)
    query = select(chosen).filter_by(**where).order_by(chosen.c.id)
    with book.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def facts(book: Book) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact of the book, table by table: what an undo must leave as it was."""
    without = {"journal", "batch", "sequence"}
    return {
        table.name: rows_of(book, f'SELECT * FROM "{table.name}" ORDER BY 1')
        for table in book.tables
        if table.name not in without
    }


# --- from the generator

KINDS = {"cand": "candidate", "party": "state_party", "pac": "pac"}


def generate(generator: Path, folder: Path, rows: int, *options: str) -> dict[str, Any]:
    """Write a large export with its truth into a folder; returns the truth."""
    command = [sys.executable, str(generator), "-n", str(rows), "--seed", "7", "--out", str(folder)]
    subprocess.run([*command, *options], check=True, capture_output=True)
    truth: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return truth


def book_of(truth: Mapping[str, Any], location: Path | str) -> Book:
    """A book with the generator's campaigns as entities: e0, e1, …"""
    campaigns = truth["campaigns"].values()
    return new_book(
        location, [entity(f"e{c['index']}", c["fec_id"], KINDS[c["kind"]]) for c in campaigns]
    )
