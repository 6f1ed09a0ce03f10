"""A committee with a month of gifts and bills, and the statement its bank sends of it."""

from pathlib import Path

from financedesk.banking.matching import match_by_hand
from financedesk.banking.standing import standing
from financedesk.book import Book
from financedesk.intake.importing import import_file
from financedesk.intake.statements.storing import take_statement
from financedesk.ledger.contacts import Contact
from tests.intake.exports import gift, new_book, write_export
from tests.intake.statement_files import OFX_HEAD
from tests.ledger.prepared import copy_of
from tests.ledger.riverbend import Desk, desk_for, person
from tests.ui.opened_book import COMMITTEES

PAYOUT = "W20260209"
Told = tuple[str, str, str, str]
"""A line of the bank: day, amount, payee, memo."""

FEBRUARY: tuple[Told, ...] = (
    ("20260205", "-900.00", "ELM ESTATES", "RENT"),
    ("20260210", "96.04", "ACTBLUE", f"PAYOUT {PAYOUT}"),
    ("20260212", "-4.00", "OAK CAFE", ""),
    ("20260213", "-4.00", "OAK CAFE", ""),
    ("20260218", "250.00", "DEPOSIT", ""),
    ("20260227", "-15.00", "MONTHLY FEE", ""),
)
"""The payout holds a gift of 25.00 (less 0.99) that the export lacks; nobody booked the fee."""


def statement_file(folder: Path, *lines: Told, closing: str, name: str = "february.ofx") -> Path:
    """Write a bank's file; ``closing`` is the balance on the last day of February."""
    entries = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{number}"
        f"<NAME>{payee}<MEMO>{memo}</STMTTRN>"
        for number, (day, amount, payee, memo) in enumerate(lines, start=1)
    )
    body = (
        "<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>011000015"
        "<ACCTID>000111<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20260201"
        f"<DTEND>20260228{entries}</BANKTRANLIST><LEDGERBAL><BALAMT>{closing}<DTASOF>20260228"
        "</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    )
    path = folder / name
    path.write_text(OFX_HEAD + body, encoding="ascii")
    return path


def pay(desk: Desk, name: str, day: str, cents: int) -> int:
    """Record a bill; returns the entry's id."""
    shop = desk.meet(Contact(type="ORG", name=name, city="Salem", state="OR"))
    return desk.record("operating_expenditure", shop, day, cents, purpose="Rent")


def february_book(folder: Path, *, told: bool = False) -> str:
    """Make the book of one committee; ``told``: its bank has told of February already."""
    location = str(folder / "alder.fdesk")
    copy_of(f"february, told {told}", location, lambda place: _write(Path(place), told=told))
    return location


def _write(place: Path, *, told: bool) -> None:
    folder = place.parent
    with new_book(place, COMMITTEES[:1]) as book:
        desk = desk_for(book, "alder")
        desk.record("individual_receipt", desk.meet(person("Moss", "Ida")), "2026-01-05", 2_000_00)
        gifts = [
            gift(Lineitem_ID=str(number), Amount=amount, Disbursement_ID=PAYOUT)
            for number, amount in enumerate(("25.00", "40.00", "10.00"), start=1)
        ]
        import_file(book, write_export(folder / "actblue.csv", gifts), account="bank")
        pay(desk, "Elm Estates", "2026-02-04", 900_00)
        pay(desk, "Oak Cafe", "2026-02-11", 4_00)
        pay(desk, "Oak Cafe", "2026-02-12", 4_00)
        for name, cents in (("Lee", 150_00), ("Day", 100_00)):
            desk.record("individual_receipt", desk.meet(person(name)), "2026-02-15", cents,
                        deposited_date="2026-02-17")  # fmt: skip
        january(book, folder)
        if told:
            bank(book, statement_file(folder, *FEBRUARY, closing="1423.04"))


def january(book: Book, folder: Path) -> None:
    """Let the bank tell of January, and match it."""
    lines = (("20260106", "2000.00", "DEPOSIT", ""),)
    path = statement_file(folder, *lines, closing="2000.00", name="january.ofx")
    text = path.read_text(encoding="ascii")
    path.write_text(text.replace("20260228", "20260131").replace("<FITID>1", "<FITID>j1"),
                    encoding="ascii")  # fmt: skip
    bank(book, path)
    desk = desk_for(book, "alder")
    with book.read() as connection:
        found = standing(connection, desk.account_id, "2026-01-31")
    with book.unit_of_work("Match with the bank") as unit:
        lines_open = [one.key for one in found.unmatched_lines]
        match_by_hand(unit, desk.account_id, lines_open, [found.unmatched_entries[0].key])


def bank(book: Book, path: Path) -> None:
    """Bring in a bank's file."""
    take_statement(book, path, account="bank", entity="alder")
