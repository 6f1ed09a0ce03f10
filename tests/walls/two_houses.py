"""A book of two entities that must not see each other; everything of the other one is marked."""

import re
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import insert, select

from financedesk.book import Book, login_name
from financedesk.book.unit import UnitOfWork
from financedesk.ledger import tables
from financedesk.ledger.account_edit import account_by_id
from financedesk.ledger.bank_matches import write_match
from financedesk.ledger.contacts import Contact
from financedesk.ledger.members import add_member
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.promise_facts import NewPromise, note_reminder, record_promise
from financedesk.ledger.series_events import SeriesKey, SeriesNews, tell
from financedesk.rules.promises import Terms
from tests.ledger.prepared import book_of
from tests.ledger.riverbend import Desk, desk_for, entity, person
from tests.walls.promises import promised

MARK = "Zqx"
"""In every word that is behind the wall, but for the entity's own name."""

NAMED = "Yqx"
"""In the other entity's name and code: that it exists is told where a gift may go to it."""

SECRET_CENTS = 7_713_130_000_00
"""More than everything else in the book together: any sum with one of these in it is found."""

_LARGE = re.compile(r"(?<![\w.#])\d{10,14}(?!\w)")
_LARGE_WORDS = re.compile(r"\d{1,3}(,\d{3}){2,}\.\d\d")
_IDS_FROM = 1 << 40
_IDS_UNTIL = (1 << 40) + 1_000_000


def organisation() -> Organisation:
    """Describe both: no limit group, no parent and no unit joins them."""
    own = entity("campaign", "candidate", "C00999992", opening_cents=5_000_00)
    other = replace(
        entity("yqxother", "state_party", "C00888881", opening_cents=SECRET_CENTS),
        name=f"{NAMED} Other Party", treasurer={"last": f"{MARK}treasurer", "first": "Tom"},
        limit_group="yqx", address={"street_1": f"1 {MARK}street", "city": f"{MARK}town",
                                    "state": "OR", "zip": "97333"},
    )  # fmt: skip
    return Organisation(name="Two houses", entities=(own, other))


@dataclass(frozen=True)
class Houses:
    """The book, its two desks, and the ids of what stands behind the wall."""

    book: Book
    own: Desk
    other: Desk
    own_cards: tuple[int, ...]
    other_cards: tuple[int, ...]
    other_items: tuple[int, ...]
    other_batch: int
    other_official: int


def two_houses(location: str) -> Houses:
    """Make the book: whoever runs the tests is treasurer of the campaign alone."""
    book = book_of(location, organisation())
    book.who = "ada"
    own, other = desk_for(book, "campaign"), desk_for(book, "yqxother")
    both = replace(person("Shared", "Sam"), email="sam@example.org")
    own_cards, items, other_cards = [], [], []
    for number, who in enumerate((person("Gray"), person("Hill"), both)):
        card = own.meet(who)
        own.record("individual_receipt", card, f"2026-03-{number + 1:02}", 25_00 + number)
        own_cards.append(card.card_id)
    for number in range(6):
        giver = both if number == 5 else _marked(number)
        card = other.meet(giver)
        items.append(
            other.record(
                "individual_receipt", card, f"2026-03-{number + 1:02}", SECRET_CENTS + number,
                purpose=f"{MARK}purpose {number}",
            )
        )  # fmt: skip
        other_cards.append(card.card_id)
    items.append(_second_card(other, other_cards[0]))
    batch = _imported(other)
    with book.unit_of_work("Add member") as unit:
        add_member(
            unit, login=login_name(), name="Mo", rights={own.entity.id: "treasurer"},
            own_name=f"{MARK} Ada",
        )  # fmt: skip
    _drive(other)
    _people(other, other_cards[0], items[0])
    _donor_page(other, other_cards[0])
    _list(other, other_cards[0], items[0])
    _bill(other, other_cards[0])
    _deposit(other)  # before the bank has it, which locks it
    _statement(other)
    _shared_costs(other)
    _joint(other)
    official = promised(other, own, MARK, SECRET_CENTS)
    return Houses(
        book, own, other, tuple(own_cards), tuple(other_cards), tuple(items), batch, official
    )  # fmt: skip


def _marked(number: int) -> Contact:
    return Contact(
        type="IND", last_name=f"{MARK}donor{number}", first_name="Tim",
        street_1=f"2 {MARK}street", city=f"{MARK}town", state="OR", zip="97302",
        employer=f"{MARK}mill", occupation=f"{MARK}miller", email=f"{MARK}{number}@example.org",
    )  # fmt: skip


def _second_card(other: Desk, first: int) -> int:
    """Enter a donor once more, as a second form without a number does; return that gift."""
    again = other.meet(_marked(0))
    with other.book.unit_of_work(f"Ask about {MARK}donor") as unit:
        question = {
            "id": unit.next_id(), "entity_id": other.entity.id, "card_id": first,
            "other_id": again.card_id, "score": 7_713_130_002,
        }  # fmt: skip
        unit.connection.execute(insert(tables.person_question), question)
    return other.record("individual_receipt", again, "2026-03-20", SECRET_CENTS + 20)


def _imported(other: Desk) -> int:
    with other.book.unit_of_work(f"Import {MARK}file.csv") as unit:
        batch = unit.start_batch(
            kind="intake", format="test", file_name=f"{MARK}file.csv", file_sha256="0" * 64,
            entity_id=other.entity.id,
        )  # fmt: skip
        batch.finish(0, SECRET_CENTS)
        return batch.id


def _drive(other: Desk) -> None:
    row = {
        "entity_id": other.entity.id, "code": f"{MARK}fall", "name": f"{MARK}drive",
        "goal_cents": SECRET_CENTS, "from_date": "2026-01-01", "to_date": "2026-12-31",
    }  # fmt: skip
    with other.book.unit_of_work(f"Add {MARK}drive") as unit:
        unit.insert(tables.drive, row)


def _people(other: Desk, card: int, gift: int) -> None:
    """Let a donor of the other entity promise, and give again and again."""
    terms = Terms(amount_cents=SECRET_CENTS, due_on=date(2026, 3, 1), every="month", times=6)
    said = NewPromise(
        card_id=card, terms=terms, promised_on=date(2026, 2, 1), note=f"{MARK}promise",
        channel=f"{MARK}call",
    )  # fmt: skip
    row = {
        "entity_id": other.entity.id, "source": "actblue", "external_id": f"{MARK}row",
        "item_id": gift, "digest": "x", "receipt_id": f"{MARK}receipt", "recurrence": 1,
    }  # fmt: skip
    with other.book.unit_of_work(f"Record {MARK}promise") as unit:
        number = record_promise(unit, said, date(2026, 3, 1))
        note_reminder(unit, number, "letter", date(2026, 3, 5), words=f"{MARK}reminder")
        unit.insert(tables.source_row, row)
    which = SeriesKey(entity_id=other.entity.id, source="actblue", key=f"{MARK}receipt")
    with other.book.unit_of_work(f"Tell of {MARK}series") as unit:
        failed = SeriesNews(kind="failed", on=date(2026, 3, 28), note=f"{MARK}card")
        tell(unit, which, failed, date(2026, 4, 1))


def _donor_page(other: Desk, card: int) -> None:
    """Write what the other entity keeps about a donor beside gifts and addresses."""
    whose = {"entity_id": other.entity.id}
    about = {**whose, "card_id": card}
    with other.book.unit_of_work(f"Write down {MARK}donor") as unit:
        home = unit.insert(
            tables.household, {**whose, "name": f"{MARK}home", "salutation": f"{MARK}dear"}
        )
        unit.insert(tables.household_member, {**about, "household_id": home})
        noted = {"noted_on": "2026-03-05", "who": MARK, "words": f"{MARK}note"}
        unit.insert(tables.donor_note, {**about, **noted})
        paper = unit.insert(
            tables.donor_document,
            {**about, "name": f"{MARK}.pdf", "kind": "letter", "added_on": "2026-03-05",
             "who": MARK, "size": 7_713_130_000, "sha256": MARK, "content": MARK.encode()},
        )  # fmt: skip
        unit.insert(
            tables.donor_attestation,
            {**about, "kind": "citizen", "given": 1, "on_date": "2026-03-05", "how": "form",
             "note": f"{MARK}form", "document_id": paper},
        )  # fmt: skip
        unit.insert(
            tables.donor_request,
            {**about, "asked_on": "2026-03-05", "how": "letter", "asked": "employer",
             "with_appeal": 0, "note": f"{MARK}letter", "answered_on": "2026-03-09",
             "answer": f"{MARK}answer"},
        )  # fmt: skip
        words = {"name": f"{MARK}filter", "content": f'{{"text": "{MARK}"}}'}
        unit.insert(tables.saved_filter, {**whose, **words})
        unit.insert(
            tables.kept_letter,
            {**about, "kind": "best_efforts", "addressee": f"{MARK}donor", "about": f"{MARK}gift",
             "cents": SECRET_CENTS, "text_sha256": MARK, "who": MARK, "written_on": "2026-03-05",
             "sent_on": "2026-03-05", "channel": "letter", "answered_on": "2026-03-09",
             "answer": f"{MARK}answer", "size": 7_713_130_000, "sha256": MARK,
             "content": MARK.encode()},
        )  # fmt: skip
        unit.insert(
            tables.noted_deadline,
            {**whose, "clock": "", "what": f"{MARK}answer the letter", "due_on": "2026-04-05",
             "law": f"{MARK}law"},
        )  # fmt: skip
        unit.insert(
            tables.waiver,
            {**about, "rule": "foreign_address", "about": MARK, "cents": 7_713_130_000,
             "reason": f"{MARK}passport", "initials": MARK, "waived_on": "2026-03-05"},
        )  # fmt: skip


def _joint(other: Desk) -> None:
    """Write a joint fundraising agreement of the other entity with somebody outside."""
    whose = {"entity_id": other.entity.id}
    with other.book.unit_of_work(f"Add {MARK}agreement") as unit:
        days = {"from_date": "2026-01-01", "signed_on": "2025-12-20"}
        kept = unit.insert(
            tables.joint_agreement, {**whose, **days, "whole": 0, "note": f"{MARK}binder"}
        )
        share = {"place": 1, "name": f"{MARK}partner", "recipient": "pac", "weight": 7_713_130_000}
        unit.insert(tables.joint_share, {**whose, "agreement_id": kept, **share})


def _shared_costs(other: Desk) -> None:
    """Write what the other entity shares with a third one: months, hours, pay, an invoice."""
    whose = {"entity_id": other.entity.id}
    sides = {**whose, "account_kind": "federal", "debtor": f"{MARK}county",
             "debtor_account_kind": "federal", "what": "staff", "basis": "time"}  # fmt: skip
    days = {"from_date": "2026-03-01", "to_date": "2026-03-31"}
    with other.book.unit_of_work(f"Share costs with {MARK}county") as unit:
        agreement = unit.insert(
            tables.cost_agreement,
            {**sides, **days, "title": f"{MARK}staff", "signed_on": "2026-03-01"},
        )
        sheet = unit.insert(
            tables.cost_timesheet,
            {**whose, "person": f"{MARK}clerk", "month": "2026-03", "pay_cents": SECRET_CENTS},
        )
        hours = {**whose, "timesheet_id": sheet, "worked_for": f"{MARK}county", "use": "other"}
        unit.insert(tables.cost_hours, {**hours, "minutes": 7_713_130_000})
        invoice = unit.insert(
            tables.cost_invoice,
            {**sides, **days, "agreement_id": agreement, "number": f"{MARK}1",
             "invoiced_on": "2026-04-01", "description": f"{MARK}work",
             "amount_cents": SECRET_CENTS},
        )  # fmt: skip
        unit.insert(
            tables.cost_invoice_sheet,
            {**whose, "invoice_id": invoice, "timesheet_id": sheet, "minutes": 7_713_130_000,
             "cents": SECRET_CENTS},
        )  # fmt: skip


def _list(other: Desk, card_id: int, item_id: int) -> None:
    """Write a list that the other entity sold to one of its donors, and its entry."""
    whose = {"entity_id": other.entity.id}
    with other.book.unit_of_work(f"Record {MARK}list") as unit:
        kept = unit.insert(
            tables.list_transfer,
            {**whose, "document": f"{MARK}L1", "side": "gave", "inside": 0,
             "contact_id": card_id, "card_id": card_id, "account_id": other.account_id,
             "data": "donor_list", "origin": "own", "serves": "appeals",
             "records": 7_713_130_000, "contents": f"{MARK}names", "value_cents": SECRET_CENTS,
             "basis": "appraisal", "basis_words": f"{MARK}house", "counter": "money",
             "counter_cents": SECRET_CENTS, "approver": f"{MARK}chair",
             "given_on": "2026-03-02"},
        )  # fmt: skip
        link = {"list_transfer_id": kept, "item_id": item_id, "role": "price"}
        unit.insert(tables.list_transfer_entry, {**whose, **link})


def _statement(other: Desk) -> None:
    """Write what a bank says of the other entity's account, and which entry it is."""
    whose = {"entity_id": other.entity.id, "account_id": other.account_id}
    with other.book.unit_of_work(f"Bring in {MARK}statement") as unit:
        _closing(unit, whose)
        unit.insert(
            tables.processor_contract,
            {"entity_id": other.entity.id, "processor": f"{MARK}processor", "since": "2026-01-01",
             "rate_basis_points": 395, "fixed_cents": SECRET_CENTS, "settle_days": 2,
             "source": f"{MARK}contract"},
        )  # fmt: skip
        kept = unit.insert(
            tables.bank_statement,
            {**whose, "number": f"{MARK}000", "bank": f"{MARK}bank", "currency": "USD",
             "closing_cents": SECRET_CENTS, "closing_on": "2026-03-31", "format": "ofx",
             "file_name": f"{MARK}.ofx", "file_sha256": f"{MARK}hash", "part": 1},
        )  # fmt: skip
        unit.insert(
            tables.bank_file,
            {"entity_id": other.entity.id, "name": f"{MARK}.ofx", "sha256": MARK,
             "size": 7_713_130_000, "content": MARK.encode()},
        )  # fmt: skip
        line = unit.insert(
            tables.statement_line,
            {**whose, "bank_statement_id": kept, "line_key": f"{MARK}key",
             "booked_on": "2026-03-02", "amount_cents": SECRET_CENTS, "reference": f"{MARK}1",
             "payee": f"{MARK}payee", "memo": "", "check_number": "", "kind": "CREDIT",
             "place": "transaction 1"},
        )  # fmt: skip
        account = account_by_id(unit.connection, other.account_id)
        booked = select(tables.posting.c.id).where(
            tables.posting.c.account_id == account.id, tables.posting.c.cents == SECRET_CENTS
        )
        posting = unit.connection.execute(booked).scalar_one()
        write_match(unit, account, [line], [posting], why=f"{MARK}why", certain=True)
        unit.insert(
            tables.line_set_aside,
            {"entity_id": other.entity.id, "statement_line_id": line, "why": f"{MARK}aside",
             "said_by": MARK, "said_on": "2026-03-04"},
        )  # fmt: skip


def _closing(unit: UnitOfWork, whose: dict[str, int]) -> None:
    """Write a closing that was reopened, with what it said."""
    closing = unit.insert(
        tables.bank_closing,
        {**whose, "closed_from": "2026-01-01", "closed_through": "2026-01-31",
         "statement_cents": SECRET_CENTS, "statement_on": "2026-01-31",
         "cleared_cents": SECRET_CENTS, "book_cents": SECRET_CENTS,
         "prepared_by": f"{MARK}P", "prepared_on": "2026-02-02",
         "reviewed_by": f"{MARK}R", "reviewed_on": "2026-02-03",
         "reopened_by": f"{MARK}O", "reopened_on": "2026-02-04", "reopened_why": f"{MARK}why"},
    )  # fmt: skip
    unit.insert(
        tables.bank_closing_item,
        {"entity_id": whose["entity_id"], "bank_closing_id": closing, "side": "bank",
         "day": "2026-01-20", "cents": SECRET_CENTS, "text": f"{MARK}fee", "why": f"{MARK}later"},
    )  # fmt: skip


def _bill(other: Desk, card: int) -> None:
    """Enter a bill with its rule and approval, and a check that was spoiled."""
    whose = {"entity_id": other.entity.id}
    with other.book.unit_of_work(f"Enter {MARK}bill") as unit:
        rule = {**whose, "above_cents": SECRET_CENTS, "since": "2026-01-01"}
        unit.insert(tables.approval_rule, rule)
        bill = unit.insert(
            tables.bill,
            {
                **whose, "contact_id": card, "card_id": card, "number": f"{MARK}7",
                "received_on": "2026-03-01", "due_on": "2026-03-31", "amount_cents": SECRET_CENTS,
                "purpose": f"{MARK}purpose", "category": "", "kind": "operating_expenditure",
                "method": "wire", "account_id": other.account_id, "entered_by": f"{MARK}Ada",
            },
        )  # fmt: skip
        unit.insert(
            tables.bill_approval,
            {
                **whose, "bill_id": bill, "approver": f"{MARK}Ada",
                "approver_key": f"{MARK}ada", "approved_on": "2026-03-02",
            },
        )  # fmt: skip
        unit.insert(
            tables.bank_check,
            {
                **whose, "account_id": other.account_id, "number": 7, "payee": f"{MARK}payee",
                "amount_cents": SECRET_CENTS, "drawn_on": "2026-03-02",
                "voided_on": "2026-03-02", "voided_why": f"{MARK}torn",
            },
        )  # fmt: skip


def _deposit(other: Desk) -> None:
    """Write a slip of the other entity with the first of its gifts."""
    whose = {"entity_id": other.entity.id}
    gifts = select(tables.item.c.id).where(
        tables.item.c.entity_id == other.entity.id, tables.item.c.account_id == other.account_id
    )
    with other.book.unit_of_work(f"Take {MARK} to the bank") as unit:
        kept = unit.insert(
            tables.deposit,
            {**whose, "account_id": other.account_id, "number": 7_713_130_001,
             "deposited_on": "2026-03-02", "declared_count": 1, "declared_cents": SECRET_CENTS,
             "first_initials": f"{MARK}A", "second_initials": f"{MARK}B",
             "differs_why": f"{MARK}count"},
        )  # fmt: skip
        item_id = unit.connection.execute(gifts.order_by(tables.item.c.id).limit(1)).scalar_one()
        unit.update(tables.item, item_id, {"deposited_date": "2026-03-02"})
        unit.insert(tables.deposit_item, {**whose, "deposit_id": kept, "item_id": item_id})


def crossed(text: str, *, may_name: bool = False) -> str:
    """Return what in a text comes from behind the wall; empty when nothing does."""
    plain = text.casefold()
    for mark in (MARK, *(() if may_name else (NAMED, "C00888881"))):
        if mark.casefold() in plain:
            at = plain.index(mark.casefold())
            return text[max(0, at - 60) : at + 60]
    figures = [one[0] for one in _LARGE_WORDS.finditer(text)]
    numbers = (one[0] for one in _LARGE.finditer(text))
    figures += [one for one in numbers if not _IDS_FROM <= int(one) < _IDS_UNTIL]
    return " ".join(figures)


__all__ = ["MARK", "NAMED", "SECRET_CENTS", "Houses", "crossed", "two_houses"]
