"""Entering files of the open interchange form."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.cli import main
from financedesk.errors import BadInput, NotFound
from financedesk.intake.interchange import enter_interchange
from financedesk.ledger import tables
from financedesk.ledger.entities import accounts, find_entity
from financedesk.ledger.period import Period
from financedesk.ledger.room import create_book
from financedesk.ledger.summary import summarise
from tests.intake.exports import rows_where
from tests.ledger.prepared import empty_book
from tests.scenarios.entering import COMMITTEE, CONTACTS, gift, interchange, write_json


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with empty_book(tmp_path / "book.fdesk", "Riverbend") as made:
        yield made


def _item(book: Book, fec_id: str) -> dict[str, Any]:
    [row] = rows_where(book, "fec_id", fec_id=fec_id)
    [item] = rows_where(book, "item", id=row["item_id"])
    return item


def test_a_committee_that_is_not_in_the_book_becomes_an_entity(book: Book, tmp_path: Path) -> None:
    done = enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
    with book.read() as connection:
        entity = find_entity(connection, "river")
        cash = [account.opening_balance_cents for account in accounts(connection, entity.id)]
    assert (done.entity, done.entered, done.refused, done.total_cents) == ("river", 1, (), 25_000)
    assert (entity.committee_id, entity.kind, entity.filing) == ("C00999999", "pac", "quarterly")
    assert entity.qualified
    assert entity.address["city"] == "Salem"
    assert entity.treasurer["first"] == "Ada"
    assert cash == [100_000]


def test_cash_gifts_move_the_bank_and_in_kind_gifts_do_not(book: Book, tmp_path: Path) -> None:
    in_kind = gift("A2", type="IN_KIND_RECEIPT", amount="80.00", purpose="In-Kind: Catering")
    out = gift("B2", type="IN_KIND_OUT", amount="80.00", parent="A2")
    content = interchange(gift("A1"), in_kind, out)
    enter_interchange(book, write_json(tmp_path, content), "river")
    assert _item(book, "A1")["cash_cents"] == 25_000
    assert (_item(book, "A2")["cash_cents"], _item(book, "A2")["account_id"]) == (0, None)
    assert _item(book, "B2")["parent_id"] == _item(book, "A2")["id"]
    with book.read() as connection:
        entity = find_entity(connection, "river")
        found = summarise(connection, entity, "F3X", Period(first="2026-01-01", last="2026-03-31"))
    assert (found.a["6b"], found.a["19"], found.a["8"]) == (100_000, 33_000, 125_000)
    assert book.verify() == []


def test_the_loans_own_fields_are_written_as_the_format_wants_them(
    book: Book, tmp_path: Path
) -> None:
    given = {
        "loan_due_date": "2027-12-31", "loan_due_date_is_date": True,
        "loan_interest_rate": "4.5", "loan_interest_rate_is_percent": True,
        "secured": False, "personal_funds": True,
    }  # fmt: skip
    typed = {"loan_due_date": "on demand", "loan_interest_rate": "0.00%", "secured": "no"}
    loan = {"type": "LOAN_RECEIVED_FROM_INDIVIDUAL", "amount": "8000.00"}
    content = interchange(gift("C1", **loan, fields=given), gift("C2", **loan, fields=typed))
    done = enter_interchange(book, write_json(tmp_path, content), "river")
    assert done.notes == ()
    assert json.loads(_item(book, "C1")["fields"]) == {
        "loan_due_date": "20271231", "loan_interest_rate": "0.045",
        "secured": "N", "personal_funds": "Y",
    }  # fmt: skip
    assert json.loads(_item(book, "C2")["fields"]) == {
        "loan_due_date": "on demand", "loan_interest_rate": "0.00%", "secured": "N",
    }  # fmt: skip


def test_an_undated_debt_is_incurred_in_the_report_that_it_names(
    book: Book, tmp_path: Path
) -> None:
    debt = gift("D1", type="DEBT_OWED_BY_COMMITTEE", contact="shop", date=None, report="Q1")
    paid = gift("B1", type="OPERATING_EXPENDITURE", contact="shop", debt="D1", amount="50.00")
    enter_interchange(book, write_json(tmp_path, interchange(debt, paid)), "river")
    assert _item(book, "D1")["item_date"] == "2026-01-01"
    assert _item(book, "B1")["applies_to_id"] == _item(book, "D1")["id"]


def test_a_row_of_another_day_goes_into_the_report_that_it_names(
    book: Book, tmp_path: Path
) -> None:
    late = gift("A1", date="2025-12-30", report="Q1")
    enter_interchange(book, write_json(tmp_path, interchange(late, cash_on_hand=None)), "river")
    item = _item(book, "A1")
    assert (item["item_date"], item["reported_on"]) == ("2025-12-30", "2026-01-01")


def test_parties_texts_and_the_users_own_choices_are_kept(book: Book, tmp_path: Path) -> None:
    spent = gift(
        "E1", type="INDEPENDENT_EXPENDITURE", contact="shop", contact_2="green", date=None,
        memo_text="See the invoice.", force_itemized=True, force_unaggregated=True,
        fields={"election_code": "G2026", "dissemination_date": "2026-02-22"},
    )  # fmt: skip
    enter_interchange(book, write_json(tmp_path, interchange(spent)), "river")
    item = _item(book, "E1")
    [party] = rows_where(book, "item_party")
    assert (party["item_id"], party["role"]) == (item["id"], "candidate")
    assert (item["item_date"], item["election_code"]) == ("2026-02-22", "G2026")
    assert (item["force_itemised"], item["unaggregated"]) == (1, 1)
    texts = [(row["item_id"], row["form"], row["text"]) for row in rows_where(book, "memo_text")]
    assert (item["id"], None, "See the invoice.") in texts
    assert (None, "F3X", "About the whole report.") in texts


REFUSED = {
    "type": gift("A2", type="INDIVIDUAL_RECIEPT"),
    "contact": gift("A2", contact="nobody"),
    "contact_2": gift("A2", contact_2="nobody"),
    "date": gift("A2", date="2026-02-30"),
    "amount": gift("A2", amount="12.345"),
    "parent": gift("A2", parent="A9"),
    "loan": gift("A2", loan="A9"),
    "report": gift("A2", report="Q9"),
    "id": gift("A" * 21),
    "memo": gift("A2", memo="yes"),
    "account": gift("A2", account="swiss"),
    "dissemination_date": gift(
        "A2", type="INDEPENDENT_EXPENDITURE", fields={"dissemination_date": "soon"}
    ),
    "purpose": gift("A2", purpose=["a", "list"]),
}


@pytest.mark.parametrize("field", REFUSED)
def test_a_row_that_cannot_be_taken_is_refused_and_the_others_are_entered(
    field: str, book: Book, tmp_path: Path
) -> None:
    content = interchange(gift("A1"), REFUSED[field], gift("A3"))
    done = enter_interchange(book, write_json(tmp_path, content), "river")
    [refused] = done.refused
    assert (refused.id, refused.field) == (REFUSED[field]["id"], field)
    assert refused.reason.endswith(".")
    assert done.entered == 2
    assert [row["fec_id"] for row in rows_where(book, "fec_id")] == ["A1", "A3"]
    assert book.verify() == []


def test_what_hangs_on_a_refused_row_is_refused_with_it(book: Book, tmp_path: Path) -> None:
    rows = (
        gift("A1", amount="much"),
        gift("A2", parent="A1"),
        gift("A1"),
    )
    done = enter_interchange(book, write_json(tmp_path, interchange(*rows)), "river")
    assert [(one.id, one.field) for one in done.refused] == [
        ("A1", "amount"), ("A2", "parent"), ("A1", "id"),
    ]  # fmt: skip
    assert rows_where(book, "item") == []


def test_rows_of_a_contact_that_cannot_be_taken_are_refused(book: Book, tmp_path: Path) -> None:
    contacts = [*CONTACTS, {"key": "ghost", "type": "IND", "first_name": "Casper"}]
    content = interchange(gift("A1", contact="ghost"), gift("A2"), contacts=contacts)
    done = enter_interchange(book, write_json(tmp_path, content), "river")
    assert [(one.id, one.field) for one in done.refused] == [
        ("ghost", "last_name"), ("A1", "contact"),
    ]  # fmt: skip
    assert done.entered == 1


def test_a_wrong_sign_is_refused(book: Book, tmp_path: Path) -> None:
    returned = gift("A1", type="RETURN_RECEIPT")
    done = enter_interchange(book, write_json(tmp_path, interchange(returned)), "river")
    assert [one.field for one in done.refused] == ["amount"]


def test_an_always_memo_kind_is_a_memo_item_even_if_the_row_forgets(
    book: Book, tmp_path: Path
) -> None:
    rows = (gift("A1", type="PARTNERSHIP_RECEIPT", contact="shop"),)
    memo = gift("A2", type="PARTNERSHIP_ATTRIBUTION", parent="A1")
    enter_interchange(book, write_json(tmp_path, interchange(*rows, memo)), "river")
    item = _item(book, "A2")
    assert (item["memo"], item["cash_cents"]) == (1, 0)


def test_a_second_file_uses_the_cards_of_the_first(book: Book, tmp_path: Path) -> None:
    enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
    moved = [{**CONTACTS[0], "street_1": "9 Elm St"}, *CONTACTS[1:]]
    content = interchange(gift("A2"), gift("A3", parent="A1"), contacts=moved, cash_on_hand=None)
    enter_interchange(book, write_json(tmp_path, content), "river")
    first, second = _item(book, "A1"), _item(book, "A2")
    assert first["card_id"] == second["card_id"]
    assert first["contact_id"] != second["contact_id"]
    assert _item(book, "A3")["parent_id"] == first["id"]
    assert len(rows_where(book, "contact", external_key="shop")) == 1
    assert len(rows_where(book, "memo_text")) == 1


def test_the_same_file_again_adds_nothing_and_says_so(book: Book, tmp_path: Path) -> None:
    path = write_json(tmp_path, interchange(gift("A1")))
    enter_interchange(book, path, "river")
    again = enter_interchange(book, path, "river")
    assert (again.entered, [one.field for one in again.refused]) == (0, ["id"])
    assert len(rows_where(book, "item")) == 1


def test_cash_of_a_later_year_overrides_what_was_computed(book: Book, tmp_path: Path) -> None:
    content = interchange(gift("A1"), cash_on_hand={"2026": "1000.00", "2027": "777.00"})
    enter_interchange(book, write_json(tmp_path, content), "river")
    again = interchange(gift("A2", date="2027-01-05"), cash_on_hand={"2027": "777.00"})
    enter_interchange(book, write_json(tmp_path, again), "river")
    with book.read() as connection:
        entity = find_entity(connection, "river")
        found = summarise(connection, entity, "F3X", Period(first="2027-01-01", last="2027-03-31"))
    assert (found.a["6b"], found.b["6a"], found.b["19"]) == (77_700, 77_700, 25_000)


def test_undo_takes_the_whole_file_back(book: Book, tmp_path: Path) -> None:
    before = _facts(book)
    done = enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
    book.undo_batch(done.batch_id)
    assert _facts(book) == before
    assert book.verify() == []


def _facts(book: Book) -> dict[str, int]:
    with book.read() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables.LEDGER_TABLES
            if table.name != "kind_line"
        }


BROKEN = {
    "no JSON": '{"contacts": [',
    "a list": "[]",
    "nothing of ours": '{"hello": 1}',
    "transactions no list": '{"transactions": {"id": "A1"}}',
    "a newer format": '{"format": "financedesk-9", "transactions": []}',
    "a name twice": '{"transactions": [], "transactions": []}',
    "a year that is none": json.dumps(interchange(cash_on_hand={"next": "1.00"})),
    "a report without days": json.dumps(interchange(report={"key": "Q1"})),
    "cash that is none": json.dumps(interchange(cash_on_hand={"2026": "lots"})),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_not_of_the_form_is_refused_whole(
    what: str, book: Book, tmp_path: Path
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(BROKEN[what], encoding="utf-8")
    before = _facts(book)
    with pytest.raises((BadInput, NotFound), match=r"\.$|\?$"):
        enter_interchange(book, path, "river")
    assert _facts(book) == before


def test_a_missing_file_and_an_unknown_entity_are_said(book: Book, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        enter_interchange(book, tmp_path / "nowhere.json", "river")
    with pytest.raises(NotFound, match="river"):
        enter_interchange(
            book, write_json(tmp_path, interchange(gift("A1"), committee=None)), "river"
        )


def test_another_committees_file_leaves_the_registration_alone(book: Book, tmp_path: Path) -> None:
    enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
    other = {**COMMITTEE, "committee_id": "C00111111"}
    content = interchange(gift("A2"), committee=other, cash_on_hand=None)
    done = enter_interchange(book, write_json(tmp_path, content), "river")
    assert "C00111111" in done.notes[0]
    assert [row["identifier"] for row in rows_where(book, "registration")] == ["C00999999"]


def test_the_command_prints_what_was_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    location = tmp_path / "book.fdesk"
    create_book(location, name="Riverbend").close()
    path = write_json(tmp_path, interchange(gift("A1"), gift("A2", amount="1,2")))
    arguments = ["enter", str(path), "--entity", "river", "--book", str(location)]
    assert main([*arguments, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["entered"] == 1
    assert [(one["id"], one["field"]) for one in told["refused"]] == [("A2", "amount")]
    assert main(["enter", str(tmp_path / "none.json"), "--entity", "river", "--book",
                 str(location)]) == 2  # fmt: skip
    assert capsys.readouterr().err.startswith("financedesk: ")


def _shared(fec_id: str, **shares: str) -> dict[str, Any]:
    fields = {"account_identifier": "ADMIN", **shares}
    return gift(fec_id, type="h4_allocated_disbursement", contact="shop", fields=fields)


def test_a_shared_payment_says_what_the_federal_account_bears(book: Book, tmp_path: Path) -> None:
    rows = (
        _shared("A1", federal_share="70.00", nonfederal_share="180.00"),
        _shared("A2", federal_share="70.00"),
        _shared("A3", nonfederal_share="180.00"),
        _shared("A4"),
        _shared("A5", federal_share="70.00", nonfederal_share="70.00"),
        _shared("A6", federal_share="much"),
    )
    done = enter_interchange(book, write_json(tmp_path, interchange(*rows)), "river")
    assert [(one.id, one.field) for one in done.refused] == [
        ("A4", "federal_share"), ("A5", "federal_share"), ("A6", "federal_share"),
    ]  # fmt: skip
    for fec_id in ("A1", "A2", "A3"):
        item = _item(book, fec_id)
        assert (item["federal_cents"], item["other_cents"]) == (70_00, 180_00)
        assert json.loads(item["fields"]) == {"account_identifier": "ADMIN"}
    with book.read() as connection:
        entity = find_entity(connection, "river")
        found = summarise(connection, entity, "F3X", Period(first="2026-01-01", last="2026-03-31"))
    assert (found.a["21ai"], found.a["21aii"]) == (210_00, 540_00)


def test_a_contact_joins_the_card_that_has_no_key_and_the_same_name_and_address(
    book: Book, tmp_path: Path
) -> None:
    """Its card came with a past filing; two keys of one file stay two people all the same."""
    enter_interchange(book, write_json(tmp_path, interchange(gift("A1"))), "river")
    [known] = rows_where(book, "contact", external_key="lee")
    with book.unit_of_work("Forget the key") as unit:
        unit.update(tables.contact, known["id"], {"external_key": None})
    lee = next(row for row in CONTACTS if row["key"] == "lee")
    people = [
        lee | {"key": "one", "zip": "97301-1234"},
        lee | {"key": "two"},
        lee | {"key": "three", "street_1": "9 Elm St"},
    ]
    gifts = [gift(f"B{n}", contact=row["key"]) for n, row in enumerate(people)]
    content = interchange(*gifts, contacts=people, report=None)
    for row in content["transactions"]:
        row.pop("report", None)
    assert enter_interchange(book, write_json(tmp_path, content), "river").refused == ()
    cards = {key: rows_where(book, "contact", external_key=key)[0]["card_id"] for key in
             ("one", "two", "three")}  # fmt: skip
    assert cards["one"] == known["card_id"]
    assert len(set(cards.values())) == 3
