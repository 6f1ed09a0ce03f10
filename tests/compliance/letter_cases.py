"""A real case for every kind of letter, made through the functions that the window calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from financedesk.book import Book
from financedesk.compliance.letter_case import LetterAbout, LetterMore, LetterValues
from financedesk.compliance.letters import NOTHING_MORE, letter_values
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.disposals import Disposal, record_disposal
from financedesk.ledger.entries import NewItem
from financedesk.ledger.hold import HoldTerms, place_hold, record_held_gift, refund_held
from financedesk.ledger.joint_agreements import JointShare, JointTerms, add_version
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.typed_gift import TypedGift
from financedesk.ledger.writer import LedgerWriter
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import RIVERBEND, Desk, desk_for, entity, person

RECEIVED, ON, DAY_60 = "2026-02-02", date(2026, 3, 1), date(2026, 4, 3)
GIFT = "individual_receipt"
FIRM = Contact(
    type="ORG", name="Green Valley Holdings LLC", street_1="5 Mill Rd", city="Salem", state="OR",
    zip="97301",
)  # fmt: skip
ALL = Organisation(
    name="Riverbend",
    entities=(
        *RIVERBEND.entities, replace(entity("joint", "jfc", "C00999995"), limit_group="")
    ),
)  # fmt: skip


@dataclass(frozen=True)
class LetterCase:
    """What one letter is about in a book, and what was said beside it."""

    desk: Desk
    kind: str
    about: LetterAbout
    more: LetterMore = NOTHING_MORE

    def values(self, on: date = ON) -> LetterValues:
        """Return what it says."""
        with self.desk.book.read() as connection:
            seen = [row.id for row in connection.execute(tables.entity.select())]
            return letter_values(connection, self.about, self.kind, on, self.more, seen)


def letters_book(location: str) -> Book:
    """Make a book of a party, a campaign with a primary, and their joint committee."""
    book = book_of(location, ALL)
    campaign = desk_for(book, "campaign")
    with book.unit_of_work("Enter election") as unit:
        primary = {"entity_id": campaign.entity.id, "code": "P2026", "held_on": "2026-05-19"}
        unit.insert(tables.election, primary)
    return book


def case(book: Book, kind: str) -> LetterCase:
    """Make the real case of a kind of letter."""
    return CASES[kind](book)


def _about(desk: Desk, kind: str, item_id: int, more: LetterMore = NOTHING_MORE) -> LetterCase:
    return LetterCase(desk, kind, LetterAbout(entity_id=desk.entity.id, item_id=item_id), more)


def excessive(book: Book, cents: int = 5_000_00, street: str = "2 Oak St") -> tuple[Desk, int]:
    """Record a gift to the campaign that is above the primary's limit."""
    desk = desk_for(book, "campaign")
    who = desk.meet(replace(person("Lopez"), street_1=street))
    return desk, desk.record(GIFT, who, RECEIVED, cents)


def silent_donor(book: Book) -> tuple[Desk, ContactRef]:
    """Record who gave the party $300 and did not say for whom they work."""
    desk = desk_for(book, "party")
    who = desk.meet(replace(person("Okoro"), employer="", occupation=""))
    desk.record(GIFT, who, RECEIVED, 300_00)
    return desk, who


def _best_efforts(book: Book) -> LetterCase:
    desk, who = silent_donor(book)
    about = LetterAbout(entity_id=desk.entity.id, card_id=who.card_id, rule="missing_information")
    return LetterCase(desk, "best_efforts", about)


def _of_excess(kind: str, more: LetterMore = NOTHING_MORE) -> Callable[[Book], LetterCase]:
    # Each of a person of its own, so that several may stand in one book.
    street = f"2 {kind} St"
    return lambda book: _about(*_placed(excessive(book, street=street), kind), more)


def _placed(found: tuple[Desk, int], kind: str) -> tuple[Desk, str, int]:
    desk, gift = found
    return desk, kind, gift


def refunded(book: Book, cents: int = 1_500_00) -> tuple[Desk, int]:
    """Record an excessive gift that went to the bank, on hold, and the check that refunds it."""
    desk = desk_for(book, "campaign")
    gift = desk.record(
        GIFT, desk.meet(person("Lopez")), RECEIVED, 5_000_00, deposited_date="2026-02-04"
    )
    terms = HoldTerms(reason="excessive", basis="Above the primary’s limit", since=RECEIVED,
                      cents=1_500_00)  # fmt: skip
    typed = TypedRefund(gift_id=gift, amount_cents=cents, day="2026-02-25",
                        account_id=desk.account_id, method="Check 1042")  # fmt: skip
    with book.unit_of_work("Hold") as unit:
        place_hold(unit, gift, terms)
    with book.unit_of_work("Refund contribution") as unit:
        refund_held(unit, typed)
    return desk, gift


def _waiting(book: Book) -> LetterCase:
    desk = desk_for(book, "party")
    with book.read() as connection:
        account = account_by_id(connection, desk.account_id)
    gift = TypedGift(giver=replace(person("Moreau"), country="France"), known=None,
                     amount_cents=400_00, day=RECEIVED, account=account, method="Check 553",
                     held=True)  # fmt: skip
    terms = HoldTerms(reason="prohibited", basis="Neither citizen nor resident", since=RECEIVED,
                      waiting=True)  # fmt: skip
    with book.unit_of_work("Record contribution on hold") as unit:
        item_id = record_held_gift(unit, desk.entity, gift, terms)
    return _about(desk, "return", item_id)


def _inquiry(book: Book) -> LetterCase:
    desk = desk_for(book, "party")
    gift = desk.record(GIFT, desk.meet(replace(person("Away"), country="France")), RECEIVED, 400_00)
    return _about(desk, "source_inquiry", gift)


def _given_away(book: Book) -> LetterCase:
    desk = desk_for(book, "party")
    gift = desk.record(GIFT, desk.meet(person("Nobody")), RECEIVED, 400_00)
    given = Disposal(gift_id=gift, amount_cents=350_00, day="2026-02-20",
                     account_id=desk.account_id, method="Check 1043")  # fmt: skip
    with book.unit_of_work("Dispose of contribution") as unit:
        record_disposal(unit, given)
    return _about(desk, "disgorgement", gift)


def _joint(book: Book) -> LetterCase:
    desk = desk_for(book, "joint")
    shares = tuple(
        JointShare(participant=code, name="", recipient="", weight=weight)
        for code, weight in (("party", 60), ("campaign", 40))
    )
    terms = JointTerms(from_date="2026-01-01", signed_on="2025-12-20", whole=100, shares=shares)
    with book.unit_of_work("Add joint fundraising agreement") as unit:
        add_version(unit, desk.entity.id, terms)
    gift = desk.record(GIFT, desk.meet(person("Lopez", "Joan")), RECEIVED, 1_000_00)
    return _about(desk, "joint_notice", gift)


def _firm(kind: str) -> Callable[[Book], LetterCase]:
    def made(book: Book) -> LetterCase:
        desk = desk_for(book, "party")
        return _about(desk, kind, desk.record("partnership_receipt", desk.meet(FIRM), RECEIVED,
                                              900_00))  # fmt: skip

    return made


def _in_kind(book: Book) -> LetterCase:
    desk = desk_for(book, "party")
    who = desk.meet(person("Lopez"))
    of_both = {"amount_cents": 300_00, "item_date": RECEIVED, "contact": who, "purpose": "Chairs"}
    with book.unit_of_work("Record in-kind") as unit, LedgerWriter(unit, desk.entity.id) as writer:
        act = writer.open_transaction("gift", RECEIVED)
        (gift,) = writer.add_side(act, [NewItem(kind="in_kind_receipt", **of_both)])  # type: ignore[arg-type]
        writer.add_side(act, [NewItem(kind="in_kind_out", parent_id=gift, **of_both)])  # type: ignore[arg-type]
    return _about(desk, "in_kind_form", gift)


def _refund(book: Book) -> LetterCase:
    return _about(*_placed(refunded(book), "refund"))


CASES: Mapping[str, Callable[[Book], LetterCase]] = {
    "best_efforts": _best_efforts,
    "redesignation_request": _of_excess("redesignation_request"),
    "redesignation_notice": _of_excess("redesignation_notice"),
    "reattribution_request": _of_excess("reattribution_request", LetterMore(other="Sam Lopez")),
    "reattribution_notice": _of_excess("reattribution_notice", LetterMore(other="Sam Lopez")),
    "refund": _refund,
    "return": _waiting,
    "source_inquiry": _inquiry,
    "disgorgement": _given_away,
    "joint_notice": _joint,
    "llc_form": _firm("llc_form"),
    "partnership_form": _firm("partnership_form"),
    "in_kind_form": _in_kind,
}


def give_back(desk: Desk, gift: int, cents: int) -> None:
    """Refund a part of a gift that is not on hold."""
    typed = TypedRefund(gift_id=gift, amount_cents=cents, day="2026-02-26",
                        account_id=desk.account_id)  # fmt: skip
    with desk.book.unit_of_work("Refund contribution") as unit:
        record_refund(unit, typed)
