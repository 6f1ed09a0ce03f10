"""What the register finds, in which order, what its rows say, and what it never shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.errors import NotFound
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entries import NewItem
from financedesk.ledger.register import (
    RegisterQuery,
    RegisterRow,
    register_count,
    register_ids,
    register_row_detail,
    register_rows,
)
from financedesk.ledger.writer import LedgerWriter
from tests.ledger.riverbend import Desk, committee, desk_for, person, riverbend_at


@dataclass
class Rows:
    """The ids of what was recorded, by a short name."""

    desk: Desk
    ids: dict[str, int]

    def found(self, **query: object) -> list[str]:
        """Return the short names of what a query finds, in its order."""
        wanted = RegisterQuery(entity_ids=(self.desk.entity.id,), **query)  # type: ignore[arg-type]
        names = {item_id: name for name, item_id in self.ids.items()}
        with self.desk.book.read() as connection:
            ids = register_ids(connection, wanted)
            assert register_count(connection, wanted).rows == len(ids)
        return [names[item_id] for item_id in ids]

    def row(self, name: str) -> RegisterRow:
        """Return one row."""
        with self.desk.book.read() as connection:
            return register_rows(connection, [self.ids[name]])[0]


@pytest.fixture
def rows(desk: Desk) -> Rows:
    """Five receipts and two payments of the party."""
    ada = desk.meet(person("Lopez"))
    bo = desk.meet(replace(person("Lozano", "Bo"), city="Portland"))
    mill = desk.meet(committee("Mill Race Printing", ""))
    ids = {
        "small": desk.record("individual_receipt", ada, "2026-01-05", 150_00),
        "large": desk.record("individual_receipt", bo, "2026-02-01", 900_00),
        "second": desk.record("individual_receipt", ada, "2026-03-09", 40_00),
        "transfer": desk.record("transfer", mill, "2026-03-10", 5_000_00),
        "memo": desk.record(
            "partnership_attribution", bo, "2026-03-11", 75_00, account_id=None, memo=True
        ),
        "bill": desk.record("operating_expenditure", mill, "2026-03-12", 310_00, purpose="Flyers"),
    }
    ids["refund"] = desk.record(
        "refund_individual_contribution", bo, "2026-03-20", 100_00, parent_id=ids["large"]
    )
    return Rows(desk, ids)


def test_contributions_come_newest_first(rows: Rows) -> None:
    assert rows.found() == ["memo", "second", "large", "small"]
    assert rows.found(descending=False) == ["small", "large", "second", "memo"]

    for order, expected in (
        ("amount", ["second", "memo", "small", "large"]),
        ("name", ["small", "second", "large", "memo"]),
    ):
        assert rows.found(order=order, descending=False) == expected
        assert rows.found(order=order, descending=True) == expected[::-1]


def test_filters(rows: Rows) -> None:
    every = ["small", "large", "second", "transfer", "memo", "bill", "refund"]
    expected: list[tuple[dict[str, object], Sequence[str]]] = [
        ({"kind_group": "receipts"}, ["small", "large", "second", "transfer", "memo"]),
        ({"kind_group": "disbursements"}, ["bill", "refund"]),
        ({"kind_group": "all"}, every),
        ({"status": "itemised"}, ["large", "memo"]),
        ({"status": "unitemised"}, ["small", "second"]),
        ({"status": "memo"}, ["memo"]),
        ({"status": "refunded"}, ["large"]),
        ({"first_day": "2026-02-01", "last_day": "2026-03-09"}, ["large", "second"]),
    ]
    for query, names in expected:
        assert (query, rows.found(**query, descending=False)) == (query, names)


def test_search_as_you_type(rows: Rows) -> None:
    expected: list[tuple[str, Sequence[str]]] = [
        ("lop", ["small", "second"]),
        ("LOZANO, b", ["large", "memo", "refund"]),
        ("ada lopez", ["small", "second"]),
        ("ada", ["small", "second"]),
        ("race", ["transfer", "bill"]),
        ("port", ["large", "memo", "refund"]),
        ("310", ["bill"]),
        ("$5,000.00", ["transfer"]),
        ("$5,000.", ["transfer"]),
        ("%", []),
        ("nobody", []),
        ("", ["small", "large", "second", "transfer", "memo", "bill", "refund"]),
    ]
    for typed, names in expected:
        found = rows.found(text=typed, kind_group="all", descending=False)
        assert (typed, found) == (typed, names)


def test_a_new_version_of_a_contact_keeps_the_old_rows_in_sight(rows: Rows) -> None:
    """Whoever looks for the new name finds what was given under the old one."""
    desk = rows.desk
    with desk.book.read() as connection:
        card = connection.execute(
            text("SELECT card_id FROM item WHERE id = :id"), {"id": rows.ids["small"]}
        ).scalar_one()
    with desk.book.unit_of_work("Marry") as unit, LedgerWriter(unit, desk.entity.id) as writer:
        writer.add_contact(person("Quist"), card_id=card)
    assert rows.found(text="quist", descending=False) == ["small", "second"]
    assert rows.row("small").name == "Ada Lopez"


def test_nothing_of_another_entity_is_found(rows: Rows, book: Book) -> None:
    other = desk_for(book, "campaign")
    lozano = other.meet(person("Lozano", "Bo"))
    hidden = other.record("individual_receipt", lozano, "2026-03-09", 900_00)
    for typed in ("", "lozano", "900.00", "salem"):
        query = RegisterQuery(entity_ids=(other.entity.id,), text=typed)
        with book.read() as connection:
            assert list(register_ids(connection, query)) == [hidden]
            both = replace(query, entity_ids=(other.entity.id, rows.desk.entity.id))
            assert hidden in register_ids(connection, both)
    assert hidden not in rows.ids.values()
    assert rows.found(text="900.00") == ["large"]


def test_totals_leave_memo_items_out_and_net_all_kinds(rows: Rows) -> None:
    def cents(**query: object) -> int:
        wanted = RegisterQuery(entity_ids=(rows.desk.entity.id,), **query)  # type: ignore[arg-type]
        with rows.desk.book.read() as connection:
            return register_count(connection, wanted).cents

    assert cents() == 1_090_00
    assert cents(kind_group="disbursements") == 410_00
    assert cents(kind_group="all") == 1_090_00 + 5_000_00 - 410_00
    assert cents(text="nobody") == 0


def test_a_limit_takes_the_first_rows(rows: Rows) -> None:
    query = RegisterQuery(entity_ids=(rows.desk.entity.id,))
    with rows.desk.book.read() as connection:
        assert list(register_ids(connection, query, limit=1)) == [rows.ids["memo"]]


def test_rows_come_in_the_order_asked_for_and_gone_ids_are_left_out(rows: Rows) -> None:
    wanted = [rows.ids["bill"], 1, rows.ids["small"]]
    with rows.desk.book.read() as connection:
        found = register_rows(connection, wanted)
    assert [row.id for row in found] == [rows.ids["bill"], rows.ids["small"]]


def test_a_row_in_words(rows: Rows) -> None:
    row = rows.row("large")
    assert (row.name, row.city, row.state) == ("Bo Lozano", "Portland", "OR")
    assert (row.amount_cents, row.aggregate_cents, row.itemised) == (900_00, 900_00, True)
    assert row.line.startswith("Line 11(a)(i): ")
    assert (row.entity_code, row.kind_label) == ("party", "Individual receipt")
    assert row.refunded
    assert not rows.row("small").refunded
    assert rows.row("small").line.startswith("Line 11(a)(ii): ")
    assert rows.row("memo").memo


def test_a_row_says_which_filing_holds_it(rows: Rows) -> None:
    desk = rows.desk
    with desk.book.unit_of_work("Keep filing") as unit:
        filing = unit.insert(
            tables.filing,
            {
                "entity_id": desk.entity.id, "form": "F3X", "report_code": "Q1",
                "from_date": "2026-01-01", "to_date": "2026-03-31", "state": "filed",
                "version": 0, "recorded_at": "2026-04-15T09:00:00Z",
            },
        )  # fmt: skip
        values = {
            "entity_id": desk.entity.id, "filing_id": filing, "item_id": rows.ids["large"],
            "line": "SA11AI", "itemised": 1, "fec_id": "FDX1", "amount_cents": 900_00,
        }  # fmt: skip
        unit.insert(tables.filing_item, values)
    assert "Q1 report" in (rows.row("large").locked or "")
    assert rows.row("small").locked is None
    with desk.book.read() as connection:
        (stands,) = register_row_detail(connection, rows.ids["large"]).filings
    assert (stands.filing_id, stands.report_code, stands.fec_id) == (filing, "Q1", "FDX1")


def test_the_detail_of_a_row(rows: Rows) -> None:
    with rows.desk.book.read() as connection:
        detail = register_row_detail(connection, rows.ids["large"])
        refund = register_row_detail(connection, rows.ids["refund"])
    assert isinstance(detail.contact, Contact)
    assert (detail.contact.employer, detail.contact.occupation) == ("Mill", "Miller")
    assert [child.id for child in detail.children] == [rows.ids["refund"]]
    assert [parent.id for parent in refund.parents] == [rows.ids["large"]]
    assert detail.dates == {"Received or paid": "2026-02-01"}
    assert detail.fec_id.startswith("FD")
    assert detail.account == "main"


def test_the_history_of_a_row_tells_who_changed_what(rows: Rows) -> None:
    item = rows.ids["small"]
    with rows.desk.book.unit_of_work("Correct amount", who="ruth", why="Typing slip") as unit:
        unit.update(tables.item, item, {"purpose": "Dinner"})
    with rows.desk.book.read() as connection:
        made, changed = register_row_detail(connection, item).history
    assert made.action == "Record contribution"
    assert (changed.who, changed.action, changed.why) == ("ruth", "Correct amount", "Typing slip")
    assert (changed.before, changed.after) == ({"purpose": None}, {"purpose": "Dinner"})


def test_the_history_of_an_imported_row_begins_with_its_import(desk: Desk) -> None:
    with desk.book.unit_of_work("Import march.csv") as unit:
        batch = unit.start_batch(
            kind="intake", format="test", file_name="march.csv", file_sha256="0" * 64,
            entity_id=desk.entity.id,
        )  # fmt: skip
        with LedgerWriter(unit, desk.entity.id) as writer:
            who = writer.add_contact(person("Lopez"))
            new = NewItem(
                kind="individual_receipt", amount_cents=5_00, item_date="2026-03-01",
                contact=who, account_id=desk.account_id,
            )  # fmt: skip
            (item,) = writer.add_transaction("gift", "2026-03-01", [new])
        batch.finish(1, 5_00)
    with desk.book.read() as connection:
        (event,) = register_row_detail(connection, item).history
    assert event.action == "Import march.csv"


def test_a_row_that_is_gone_is_not_found(desk: Desk) -> None:
    with desk.book.read() as connection, pytest.raises(NotFound, match="no entry 7"):
        register_row_detail(connection, 7)


def test_ids_by_date_come_from_the_covering_index(tmp_path: Path) -> None:
    """A million rows are listed without reading one of them; only the rows of a day are sorted."""
    statement = (
        "EXPLAIN QUERY PLAN SELECT id FROM item WHERE kind IN ('individual_receipt')"
        " AND entity_id = 1 ORDER BY item_date DESC, id DESC"
    )
    with riverbend_at(str(tmp_path / "book.fdesk")) as book, book.read() as connection:
        plan = " ".join(str(row[-1]) for row in connection.execute(text(statement)))
    assert "COVERING INDEX item_day" in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan
