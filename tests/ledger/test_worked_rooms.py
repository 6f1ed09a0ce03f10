"""Worked cases through the ledger: what entries leave of every limit, in three cycles.

The amounts are those of the text, written here as a treasurer reads them. Each case is somebody of
their own, so that what one gave says nothing of another: nothing given yet, a gift, half of a
joint check, a gift to an affiliate, a refund in the next year, and the last cent.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from financedesk.book import Book
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import accounts, find_entity
from financedesk.ledger.entries import NewItem
from financedesk.ledger.gift_corrections import Redesignation, redesignate
from financedesk.ledger.limits import Question, RecipientRoom, room_for_gift
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.writer import LedgerWriter
from financedesk.rules.dates import general_election_day
from financedesk.rules.presumptions import CheckFacts, shares_of_check
from tests.ledger.meadow import entity
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import desk_for, person

YEARS = (2021, 2022, 2023, 2024, 2025, 2026)
_FEDERAL = {"checking": "federal"}
BODIES = Organisation(
    name="Meadow",
    entities=(
        entity("party", "state_party", {**_FEDERAL, "levin": "levin"}, 1, "river"),
        entity("county", "local_party", _FEDERAL, 2, "river"),
        entity("friend", "pac", _FEDERAL, 3, "founder"),
        entity("allies", "pac", _FEDERAL, 4, "founder"),
        entity("nation", "national_party", _FEDERAL, 5),
        entity("house", "candidate", _FEDERAL, 6),
        entity("senate", "candidate", _FEDERAL, 7),
    ),
)


@dataclass(frozen=True)
class Row:
    """One row of the text: who gives whom by which kind of entry, and dollars in three cycles."""

    giver: str
    kind: str
    taker: str
    dollars: tuple[int, int, int]
    affiliate: str = ""
    election: str = ""
    purse: str = ""
    account: str = ""

    @property
    def name(self) -> str:
        """The row in a word."""
        return "-".join(filter(None, (self.giver, self.taker, self.election, self.purse)))


_GIFT, _PAC, _PARTY = "individual_receipt", "pac_receipt", "party_receipt"
_HEADQUARTERS = "individual_national_party_headquarters_account"
ROWS = (
    Row("individual", _GIFT, "house", (2_900, 3_300, 3_500), election="P"),
    Row("individual", _GIFT, "house", (2_900, 3_300, 3_500), election="G"),
    Row("federal_pac", _PAC, "house", (2_900, 3_300, 3_500), election="P"),
    Row("multicandidate_pac", _PAC, "house", (5_000, 5_000, 5_000), election="G"),
    Row("party_federal", _PARTY, "house", (5_000, 5_000, 5_000), election="P"),
    Row("candidate_committee", _PAC, "house", (2_000, 2_000, 2_000), election="G"),
    Row("national_party", _PARTY, "senate", (51_200, 57_800, 62_000), election="G"),
    Row("individual", _GIFT, "friend", (5_000, 5_000, 5_000), "allies"),
    Row("multicandidate_pac", _PAC, "friend", (5_000, 5_000, 5_000), "allies"),
    Row("individual", _GIFT, "party", (10_000, 10_000, 10_000), "county"),
    Row("individual", _GIFT, "county", (10_000, 10_000, 10_000), "party"),
    Row("federal_pac", _PAC, "party", (10_000, 10_000, 10_000), "county"),
    Row("multicandidate_pac", _PAC, "party", (5_000, 5_000, 5_000), "county"),
    Row("individual", _GIFT, "nation", (36_500, 41_300, 44_300)),
    Row("multicandidate_pac", _PAC, "nation", (15_000, 15_000, 15_000)),
    Row("individual", _HEADQUARTERS, "nation", (109_500, 123_900, 132_900),
        purse="headquarters"),
    Row("individual", "levin_receipt", "party", (10_000, 10_000, 10_000), account="levin"),
)  # fmt: skip

# What each case gives and gets back, in cents; what that uses of the limit is written beside it.
_GIVEN, _LESS, _ELSEWHERE = 1_000_00, 250_00, 600_00
_HALF = shares_of_check(CheckFacts(cents=800_01, imprinted=("A", "B"), signed=("A", "B")))[1].cents
STEPS = {
    "nothing": 0, "gift": _GIVEN, "joint check": _GIVEN + _HALF, "affiliate": _GIVEN + _ELSEWHERE,
    "refund": _GIVEN - _LESS, "all": None,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One row in one year, and how far the giver has gone."""

    row: Row
    year: int
    step: str

    @property
    def cents(self) -> int:
        """The limit in cents."""
        return self.row.dollars[(self.year - 2021) // 2] * 100

    @property
    def used(self) -> int:
        """What is used of it, by hand."""
        known = STEPS[self.step]
        return self.cents if known is None else known

    @property
    def election(self) -> str:
        """The election of the gifts, "" where the limit runs by the year."""
        letter = self.row.election
        return f"{letter}{self.year + self.year % 2}" if letter else ""

    @property
    def giver(self) -> Contact:
        """Somebody who gives in this case and in no other."""
        number = _NUMBERS[self]
        known = replace(person(f"Giver{number}"), street_1=f"{number} Elm Street")
        if self.row.giver == "individual":
            return known
        return replace(known, type="COM", name=f"Committee {number}", last_name="", first_name="")

    def gifts(self) -> Iterator[tuple[str, str, int]]:
        """Yield taker, day and cents of what is given."""
        year, row = self.year, self.row
        if self.step == "all":
            yield row.taker, f"{year}-02-10", self.cents
        elif self.step != "nothing":
            yield row.taker, f"{year}-02-10", _GIVEN
        if self.step == "joint check":
            yield row.taker, f"{year}-02-11", _HALF
        if self.step == "affiliate":
            yield row.affiliate, f"{year}-03-01", _ELSEWHERE


CASES = tuple(
    Case(row, year, step)
    for row in ROWS for year in YEARS for step in STEPS
    if step != "affiliate" or row.affiliate
)  # fmt: skip
_NUMBERS = {case: number for number, case in enumerate(CASES)}
_REFUNDS = {
    _GIFT: "refund_individual_contribution", _PAC: "refund_pac_contribution",
    _PARTY: "refund_party_contribution", _HEADQUARTERS: "individual_refund_np_headquarters_account",
}  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    place = tmp_path_factory.mktemp("worked") / "book.fdesk"
    with book_of(place, BODIES) as made:
        _elect(made)
        for code in ("party", "county", "friend", "allies", "nation", "house", "senate"):
            _fill(made, code)
        yield made


def _elect(book: Book) -> None:
    with book.unit_of_work("Enter elections") as unit:
        for code, office, years in (
            ("house", "H", (2022, 2024, 2026)), ("senate", "S", (2026,)),
        ):  # fmt: skip
            owner = find_entity(unit.connection, code).id
            for year in years:
                for letter, day in (
                    ("P", f"{year}-05-19"), ("G", general_election_day(year).isoformat()),
                ):  # fmt: skip
                    values = {"entity_id": owner, "code": f"{letter}{year}", "office": office,
                              "held_on": day}  # fmt: skip
                    unit.insert(tables.election, values)


def _fill(book: Book, code: str) -> None:
    """Enter all that one taker gets, in one unit of work."""
    with book.unit_of_work("Enter") as unit:
        owner = find_entity(unit.connection, code).id
        held = {one.kind: one.id for one in accounts(unit.connection, owner)}
        with LedgerWriter(unit, owner) as writer:
            for case in CASES:
                gifts = [gift for gift in case.gifts() if gift[0] == code]
                if gifts or case.row.taker == code:
                    _enter(writer, case, gifts, held[case.row.account or "federal"])


def _enter(
    writer: LedgerWriter, case: Case, gifts: list[tuple[str, str, int]], account: int
) -> None:
    card = writer.add_contact(case.giver)
    first = 0
    for _taker, day, cents in gifts:
        item = NewItem(kind=case.row.kind, contact=card, item_date=day, amount_cents=cents,
                       account_id=account, election_code=case.election or None)  # fmt: skip
        made = writer.add_transaction("gift", day, [item])[0]
        first = first or made
    kind = _REFUNDS.get(case.row.kind)
    if case.step != "refund" or case.row.taker not in {gift[0] for gift in gifts}:
        return
    # In the next year: it counts in the window of its gift (11 CFR 103.3(b), 110.1(b)(5)).
    day = f"{case.year + 1}-01-15"
    if kind is None:  # what is sent back of a Levin gift has no kind of its own: the gift is less
        item = NewItem(kind=case.row.kind, contact=card, item_date=f"{case.year}-02-11",
                       amount_cents=-_LESS, account_id=account, parent_id=first)  # fmt: skip
    else:
        item = NewItem(kind=kind, contact=card, item_date=day, amount_cents=_LESS,
                       account_id=account, parent_id=first)  # fmt: skip
    writer.add_transaction("refund", item.item_date, [item])


def room_of(book: Book, case: Case, cents: int) -> RecipientRoom:
    row = case.row
    with book.read() as connection:
        owner = find_entity(connection, row.taker).id
        column = tables.contact.c
        found = connection.execute(tables.contact.select().where(
            column.entity_id == owner, column.street_1 == case.giver.street_1
        )).one()  # fmt: skip
        return room_for_gift(
            connection, found.card_id, owner, [owner],
            Question(on=date(case.year, 4, 1), cents=cents, giver=row.giver),
            account_kind=row.account, purse=row.purse,
            election_code=case.election if row.taker == "house" else "",
        )  # fmt: skip


def test_there_are_more_than_three_hundred_worked_cases() -> None:
    assert len(CASES) > 300
    assert _HALF == 400_00


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_what_is_left_is_what_the_text_says(book: Book, row: Row) -> None:
    for case in CASES:
        if case.row is not row:
            continue
        left = case.cents - case.used
        found = room_of(book, case, left)
        assert found.room is not None, case
        assert (found.room.used_cents, found.room.left_cents) == (case.used, left), case
        assert not found.room.limit.provisional
        assert found.fits, case
        assert not room_of(book, case, left + 1).fits, case


def test_the_book_of_all_cases_is_whole(book: Book) -> None:
    assert book.verify() == []


# --- beside the table


def test_in_2027_what_is_indexed_stands_provisionally_and_the_rest_does_not(book: Book) -> None:
    party, house, nation = (desk_for(book, code) for code in ("party", "house", "nation"))
    told = {}
    for desk in (party, house, nation):
        card = desk.meet(person("Later"))
        with book.read() as connection:
            found = room_for_gift(
                connection,
                card.card_id,
                desk.entity.id,
                [desk.entity.id],
                Question(on=date(2027, 2, 1)),
            )
        assert found.room is not None
        told[desk.entity.code] = (found.room.left_cents, found.room.limit.provisional)
    assert told == {
        "party": (10_000_00, False),
        "house": (3_500_00, True),
        "nation": (44_300_00, True),
    }


def test_what_is_redesignated_leaves_one_election_and_uses_the_other(book: Book) -> None:
    house = desk_for(book, "house")
    card: ContactRef = house.meet(person("Moved"))
    gift = house.record(_GIFT, card, "2026-02-10", 5_000_00, election_code="P2026")
    with book.unit_of_work("Redesignate") as unit:
        redesignate(unit, Redesignation(
            gift_id=gift, amount_cents=1_500_00, day="2026-04-01", to_election="G2026",
            how="signed", evidence="Letter",
        ))  # fmt: skip
    left = {}
    for code in ("P2026", "G2026"):
        with book.read() as connection:
            found = room_for_gift(
                connection,
                card.card_id,
                house.entity.id,
                [house.entity.id],
                Question(on=date(2026, 4, 2)),
                election_code=code,
            )
        assert found.room is not None
        left[code] = found.room.left_cents
    assert left == {"P2026": 0, "G2026": 2_000_00}
