"""A filing's life: draft, final, filed, amended; what it locks and what it refuses."""

import hashlib
from pathlib import Path

import hardmoney
import pytest
from sqlalchemy import func, select

from financedesk.book.schema import journal
from financedesk.errors import Locked, NotFound, Refused
from financedesk.ledger import filings, tables
from financedesk.ledger.period import Period
from financedesk.reports.filing import Prepared, Request, export_kept, finalise, prepare
from tests.ledger.riverbend import Desk, committee, desk_for, person

Q1 = Period(first="2026-01-01", last="2026-03-31")


def request(desk: Desk, **more: object) -> Request:
    """Ask for the first quarter's report as a .fec file alone."""
    given: dict[str, object] = {
        "entity_id": desk.entity.id, "form": "F3X", "period": Q1, "signed_on": "2026-04-10",
        "outputs": ("fec",),
    }  # fmt: skip
    return Request(**{**given, **more})  # type: ignore[arg-type]


def quarter(desk: Desk) -> int:
    """Record a quarter and return the id of its only itemised gift."""
    ada = desk.meet(person("Lopez"))
    shop = desk.meet(committee("Print Shop", ""))
    gift = desk.record("individual_receipt", ada, "2026-01-05", 500_00)
    desk.record("individual_receipt", desk.meet(person("Abel")), "2026-02-05", 40_00)
    desk.record("operating_expenditure", shop, "2026-03-05", 220_00, purpose="Printing")
    return gift


def file_of(prepared: Prepared) -> Path:
    """Return the .fec file."""
    return next(path for path in prepared.files if path.suffix == ".fec")


def prepared_and_final(desk: Desk, folder: Path) -> filings.Filing:
    """Prepare the report and finalise it."""
    return finalise(desk.book, prepare(desk.book, request(desk), folder).filing.id)


def test_a_draft_is_acceptable_to_a_judge_that_we_did_not_write(desk: Desk, tmp_path: Path) -> None:
    quarter(desk)
    prepared = prepare(desk.book, request(desk), tmp_path / "out")
    judged = hardmoney.parse_file(str(file_of(prepared)))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    assert prepared.verdict.acceptable
    assert prepared.summary["A"]["11aii"] == 40_00
    assert prepared.filing.sha256 == hashlib.sha256(file_of(prepared).read_bytes()).hexdigest()


def test_preparing_again_gives_the_same_bytes_and_one_draft(desk: Desk, tmp_path: Path) -> None:
    quarter(desk)
    first = prepare(desk.book, request(desk), tmp_path / "a")
    second = prepare(desk.book, request(desk), tmp_path / "b")
    assert file_of(first).read_bytes() == file_of(second).read_bytes()
    assert first.filing.id == second.filing.id


def test_all_three_files_are_written_and_nothing_else_stays(desk: Desk, tmp_path: Path) -> None:
    quarter(desk)
    out = tmp_path / "out"
    prepared = prepare(desk.book, request(desk, outputs=("fec", "pdf", "xlsx")), out)
    assert sorted(path.suffix for path in prepared.files) == [".fec", ".pdf", ".xlsx"]
    assert sorted(out.iterdir()) == sorted(prepared.files)


def test_a_finalised_filing_keeps_its_bytes_and_locks_its_rows(desk: Desk, tmp_path: Path) -> None:
    gift = quarter(desk)
    prepared = prepare(desk.book, request(desk), tmp_path)
    filing = finalise(desk.book, prepared.filing.id)
    assert filing.state == "final"
    kept = export_kept(desk.book, filing.id, tmp_path / "kept.fec")
    assert kept.read_bytes() == file_of(prepared).read_bytes()
    with pytest.raises(Locked, match="reopen"), desk.book.unit_of_work("Change") as unit:
        unit.update(tables.item, gift, {"amount_cents": 1, "cash_cents": 1})
    with desk.book.unit_of_work("Change") as unit:
        unit.update(tables.item, gift, {"deposited_date": "2026-01-08"})
    assert desk.book.verify() == []


def test_undo_does_not_get_behind_a_final_filing(desk: Desk, tmp_path: Path) -> None:
    ada = desk.meet(person("Lopez"))
    desk.record("individual_receipt", ada, "2026-01-05", 500_00)
    with desk.book.read() as connection:
        newest = connection.execute(select(func.max(journal.c.group_id))).scalar_one()
    prepared_and_final(desk, tmp_path)
    with pytest.raises(Locked):
        desk.book.undo(newest, cascade=True)
    assert desk.book.verify() == []


def test_a_book_that_moved_on_cannot_be_finalised(desk: Desk, tmp_path: Path) -> None:
    quarter(desk)
    draft = prepare(desk.book, request(desk), tmp_path).filing
    desk.record("individual_receipt", desk.meet(person("Late")), "2026-03-30", 900_00)
    with pytest.raises(Refused, match="prepare it again"):
        finalise(desk.book, draft.id)


def test_a_draft_that_would_be_refused_cannot_be_finalised(desk: Desk, tmp_path: Path) -> None:
    desk.record("individual_receipt", desk.meet(person("")), "2026-01-05", 500_00)
    prepared = prepare(desk.book, request(desk), tmp_path)
    assert not prepared.verdict.acceptable
    with pytest.raises(Refused, match="findings"):
        finalise(desk.book, prepared.filing.id)


def test_reopening_unlocks_and_finalising_again_locks(desk: Desk, tmp_path: Path) -> None:
    gift = quarter(desk)
    filing = prepared_and_final(desk, tmp_path)
    with desk.book.unit_of_work("Reopen") as unit:
        filings.reopen(unit, filing)
    with desk.book.unit_of_work("Correct") as unit:
        unit.update(tables.item, gift, {"purpose": "Corrected"})
    with desk.book.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.fec_id)).scalar() == 0
    again = prepared_and_final(desk, tmp_path)
    assert again.id == filing.id
    assert again.sha256 != filing.sha256
    assert desk.book.verify() == []


def test_an_amendment_names_the_original_and_keeps_the_ids(desk: Desk, tmp_path: Path) -> None:
    gift = quarter(desk)
    original = prepare(desk.book, request(desk), tmp_path / "original")
    filing = finalise(desk.book, original.filing.id)
    with desk.book.unit_of_work("Filed") as unit:
        filings.mark_filed(unit, filing, "FEC-1234567")
    with desk.book.read() as connection:
        filed = filings.filing_by_id(connection, filing.id)
    with desk.book.unit_of_work("Amend") as unit:
        filings.amend(unit, filed)
    with desk.book.unit_of_work("Correct") as unit:
        unit.update(tables.item, gift, {"purpose": "Corrected"})
    amendment = prepare(desk.book, request(desk, amend=True), tmp_path / "amendment")
    header, cover, *rows = _lines(file_of(amendment))
    assert header[5:7] == ["FEC-1234567", "1"]
    assert cover[0] == "F3XA"
    assert [row[2] for row in rows] == [row[2] for row in _lines(file_of(original))[2:]]
    assert hardmoney.parse_file(str(file_of(amendment))).validate().is_acceptable
    second = finalise(desk.book, amendment.filing.id)
    with desk.book.unit_of_work("Filed") as unit:
        filings.mark_filed(unit, second, "FEC-1234999")
    third = prepare(desk.book, request(desk, amend=True), tmp_path / "third")
    assert _lines(file_of(third))[0][5:7] == ["FEC-1234567", "2"]


def _lines(path: Path) -> list[list[str]]:
    return [line.split("\x1c") for line in path.read_bytes().decode("ascii").split("\r\n")[:-1]]


def test_an_amendment_needs_a_filed_original_with_its_number(desk: Desk, tmp_path: Path) -> None:
    quarter(desk)
    with pytest.raises(Refused, match="file the original first"):
        prepare(desk.book, request(desk, amend=True), tmp_path)
    filing = prepared_and_final(desk, tmp_path)
    with desk.book.unit_of_work("Filed without number") as unit:
        unit.update(tables.filing, filing.id, {"state": "filed"})
    with pytest.raises(Refused, match="filings filed"):
        prepare(desk.book, request(desk, amend=True), tmp_path)


def test_a_draft_is_not_filed_and_has_no_kept_bytes(desk: Desk, tmp_path: Path) -> None:
    quarter(desk)
    draft = prepare(desk.book, request(desk), tmp_path).filing
    with pytest.raises(Refused), desk.book.unit_of_work("Filed") as unit:
        filings.mark_filed(unit, draft, "FEC-1")
    with pytest.raises(NotFound):
        export_kept(desk.book, draft.id, tmp_path / "kept.fec")


def test_an_entity_that_files_another_form_is_refused(desk: Desk, tmp_path: Path) -> None:
    campaign = desk_for(desk.book, "campaign")
    with pytest.raises(Refused, match="does not file Form 3X"):
        prepare(desk.book, request(campaign), tmp_path)


def test_names_beyond_ascii_are_written_plain_and_told(desk: Desk, tmp_path: Path) -> None:
    desk.record("individual_receipt", desk.meet(person("Núñez", "Zoë")), "2026-01-05", 500_00)
    prepared = prepare(desk.book, request(desk), tmp_path)
    assert b"Nunez\x1cZoe" in file_of(prepared).read_bytes()
    assert {(c.before, c.after) for c in prepared.changes} == {("Núñez", "Nunez"), ("Zoë", "Zoe")}


def test_a_conduit_s_memo_follows_each_itemised_gift_and_no_other(
    desk: Desk, tmp_path: Path
) -> None:
    conduit = desk.meet(committee("Small Gifts Conduit", "C00999990"))
    big, small = desk.meet(person("Lopez")), desk.meet(person("Abel"))
    desk.record("individual_receipt", big, "2026-01-05", 500_00, conduit_id=conduit.contact_id)
    desk.record("individual_receipt", small, "2026-01-06", 50_00, conduit_id=conduit.contact_id)
    prepared = prepare(desk.book, request(desk), tmp_path)
    gift, memo = _lines(file_of(prepared))[2:]
    assert (memo[3], memo[4], memo[42]) == (gift[2], "SA11AI", "X")
    assert memo[6] == "Small Gifts Conduit"
    judged = hardmoney.parse_file(str(file_of(prepared)))
    assert judged.validate().is_acceptable
    assert judged.reconcile().balances
    assert prepared.summary["A"]["19"] == 550_00
