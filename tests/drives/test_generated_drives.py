"""Generated exports with a known truth: every figure of every drive and month, to the cent.

Counted a second time in plain Python from the file itself, which knows nothing of the book.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from financedesk.book import Book
from financedesk.drives.assigning import RuleForm, add_rule, change_rule, reassign
from financedesk.drives.figures import DriveCard, Slice, drive_list, drive_story
from financedesk.drives.planning import DriveForm, make_drive
from financedesk.intake.importing import import_file
from financedesk.ledger import drive_totals
from financedesk.ledger.drive_rules import rules_of
from financedesk.ledger.entities import entities
from financedesk.ledger.refunds import TypedRefund, record_refund
from financedesk.ledger.same_person import link_cards
from financedesk.rules.money import parse_cents
from tests.intake.exports import book_of, generate, rows_of
from tests.soaking import SOAK

ROWS = 100_000 if SOAK else 20_000
TODAY = date(2026, 6, 30)
WHOLE, PART, ZERO = "whole", "part", "zero"


@dataclass
class Recount:
    """What the file says of one drive."""

    amounts: list[int] = field(default_factory=list)
    fee_cents: int = 0
    refunds: int = 0
    refunded_cents: int = 0
    months: defaultdict[str, list[int]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0, 0])
    )
    pages: Counter[str] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    def add(self, row: dict[str, str]) -> None:
        cents, day = parse_cents(row["Amount"]), row["Date"][:10]
        self.amounts.append(cents)
        self.fee_cents += parse_cents(row["Fee"])
        self.months[day[:7]][0] += 1
        self.months[day[:7]][1] += cents
        self.pages[row["Fundraising Page"]] += cents
        self.references[row["Reference Code"]] += cents
        self.states[row["Donor State"].upper()] += cents
        if row["Refund Date"]:
            self.refunds += 1
            self.refunded_cents += cents
            self.months[row["Refund Date"][:7]][2] += cents


def recounted(file: Path, ids: dict[str, int]) -> dict[tuple[int, str], Recount]:
    """Count the file by campaign and drive; a row that stands twice counts once."""
    found: defaultdict[tuple[int, str], Recount] = defaultdict(Recount)
    seen: set[str] = set()
    with file.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        header = next(rows)
        for cells in rows:
            row = dict(zip(header, cells, strict=True))
            if row["Lineitem ID"] in seen:
                continue
            seen.add(row["Lineitem ID"])
            campaign = ids[row["Recipient Gov ID"]]
            page = row["Fundraising Page"].rsplit("-", 1)[1]
            for drive in {"0": (ZERO,), "1": (WHOLE, PART)}.get(page, (WHOLE,)):
                found[campaign, drive].add(row)
    return found


class Imported:
    """A generated export in a book: per campaign a drive, a part of it, and one by a rule."""

    def __init__(self, folder: Path, truth: dict[str, Any]) -> None:
        self.truth, self.book = truth, book_of(truth, folder / "book.fdesk")
        with self.book.read() as connection:
            self.entities = {one.code: one.id for one in entities(connection)}
        for campaign in range(len(truth["campaigns"])):
            self._plan(campaign)
        import_file(self.book, folder / "contributions.csv", drive=WHOLE)
        ids = {one["fec_id"]: one["index"] for one in truth["campaigns"].values()}
        self.recount = recounted(folder / "contributions.csv", ids)

    def _plan(self, campaign: int) -> None:
        entity_id = self.entities[f"e{campaign}"]
        form = DriveForm(entity_id=entity_id, name=WHOLE, from_date="2025-01-01")
        with self.book.unit_of_work("Plan drives") as unit:
            whole = make_drive(unit, form)
            part = make_drive(unit, DriveForm(
                entity_id=entity_id, name=PART, parent_id=whole, part_kind="channel"
            ))  # fmt: skip
            zero = make_drive(unit, DriveForm(entity_id=entity_id, name=ZERO))
            add_rule(unit, RuleForm(drive_id=zero, page=f"page-{campaign}-0"))
            add_rule(unit, RuleForm(drive_id=part, page=f"page-{campaign}-1"))

    def cards(self) -> dict[tuple[int, str], DriveCard]:
        campaign = {entity_id: int(code[1:]) for code, entity_id in self.entities.items()}
        with self.book.read() as connection:
            found = drive_list(connection, self.entities.values(), TODAY, with_parts=True)
        return {(campaign[one.plan.entity_id], one.plan.code): one for one in found}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    generator = Path(__file__).parents[2].parent / "shared" / "tools" / "make_donations.py"
    if not generator.exists():
        pytest.skip(f"the shared material is not beside this checkout: {generator}")
    folder = tmp_path_factory.mktemp("drives")
    done = Imported(folder, generate(generator, folder, ROWS))
    yield done
    done.book.close()


def test_every_drive_s_figures_are_those_of_the_file(imported: Imported) -> None:
    cards = imported.cards()
    assert set(cards) == set(imported.recount)
    for key, card in cards.items():
        figures, true = card.figures, imported.recount[key]
        assert (figures.gifts, figures.gross_cents) == (len(true.amounts), sum(true.amounts))
        assert (figures.refunds, figures.refunded_cents) == (true.refunds, true.refunded_cents)
        assert figures.fee_cents == true.fee_cents
        raised = sum(true.amounts) - true.refunded_cents
        assert (figures.raised_cents, figures.net_cents) == (raised, raised - true.fee_cents)
        assert figures.median_cents == int(median(true.amounts))
        assert figures.average_cents == sum(true.amounts) // len(true.amounts)


def test_a_campaign_s_drives_come_to_its_truth(imported: Imported) -> None:
    cards = imported.cards()
    for campaign in imported.truth["campaigns"].values():
        both = [cards[campaign["index"], name].figures for name in (WHOLE, ZERO)]
        assert sum(one.gifts for one in both) == campaign["rows"]
        assert sum(one.gross_cents for one in both) == campaign["gross"]
        assert sum(one.refunded_cents for one in both) == campaign["refunded"]
        assert sum(one.fee_cents for one in both) == campaign["fee"]


def test_every_month_and_slice_of_every_drive_is_the_file_s(imported: Imported) -> None:
    by_month: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (campaign, name), card in imported.cards().items():
        true = imported.recount[campaign, name]
        with imported.book.read() as connection:
            story = drive_story(connection, card.plan.id, TODAY)
        months: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for day in story.days:
            back = day.gross_cents - day.raised_cents
            for which in (months[day.day[:7]], by_month[f"{campaign}:{day.day[:7]}"]):
                if which is months[day.day[:7]] or name != PART:
                    for place, value in enumerate((day.gifts, day.gross_cents, back)):
                        which[place] += value
        assert months == true.months
        assert story.days[-1].so_far_cents == card.figures.raised_cents
        assert gross_by(story.pages) == true.pages
        assert gross_by(story.references) == true.references
        assert gross_by(story.states) == true.states
        assert [one.value for one in story.sources] == ["actblue"]
        assert [one.plan.code for one in story.parts] == ([PART] if name == WHOLE else [])
    truth = imported.truth["by_campaign_month"]
    assert {key: tuple(each[:2]) for key, each in by_month.items() if each[0]} == {
        key: (each["rows"], each["gross"]) for key, each in truth.items()
    }
    back = imported.truth["refunds_by_campaign_and_refund_month"]
    assert {key: each[2] for key, each in by_month.items() if each[2]} == {
        key: each["cents"] for key, each in back.items()
    }


def gross_by(slices: Iterable[Slice]) -> dict[str, int]:
    return {one.value: one.gross_cents for one in slices}


def test_people_and_lines_are_those_of_the_entries(imported: Imported) -> None:
    """Who is the same person is the book's to say, so it is counted from its own rows."""
    rows = rows_of(
        imported.book,
        "SELECT d.id, d.parent_id, COALESCE(l.person_id, i.card_id), i.item_date, g.line,"
        " g.counted_cents FROM item i JOIN aggregate g ON g.item_id = i.id"
        " LEFT JOIN drive d ON d.id = i.drive_id"
        " LEFT JOIN person_link l ON l.card_id = i.card_id WHERE i.kind = 'individual_receipt'",
    )
    # Cards that the import has linked are one person's.
    ever: dict[int, str] = {}
    first: defaultdict[int, dict[int, str]] = defaultdict(dict)
    lines: Counter[tuple[int, str]] = Counter()
    for own, whole, person, day, line, cents in rows:
        ever[person] = min(ever.get(person, day), day)
        for drive in filter(None, (own, whole)):
            first[drive][person] = min(first[drive].get(person, day), day)
            lines[drive, line] += cents
    for card in imported.cards().values():
        figures, drive = card.figures, card.plan.id
        assert figures.donors == len(first[drive])
        came = first[drive].items()
        assert figures.new_donors == sum(day == ever[person] for person, day in came)
        assert figures.unitemised_cents == lines[drive, "SA11AII"]
        assert figures.itemised_cents == lines[drive, "SA11AI"]


def _refund(book: Book, drive: int) -> None:
    gift_id, cents, account_id = rows_of(
        book,
        "SELECT id, amount_cents, account_id FROM item i WHERE drive_id = :drive AND kind = :kind"
        " AND NOT EXISTS (SELECT 1 FROM item r WHERE r.parent_id = i.id) ORDER BY id LIMIT 1",
        drive=drive, kind="individual_receipt",
    )[0]  # fmt: skip
    refund = TypedRefund(
        gift_id=gift_id, amount_cents=cents, day="2026-06-30", account_id=account_id
    )
    with book.unit_of_work("Record refund") as unit:
        record_refund(unit, refund)


def _link(book: Book, drive: int) -> None:
    cards = rows_of(
        book,
        "SELECT DISTINCT card_id FROM item WHERE drive_id = :drive AND kind = :kind"
        " ORDER BY card_id LIMIT 2",
        drive=drive, kind="individual_receipt",
    )  # fmt: skip
    with book.unit_of_work("Link") as unit:
        link_cards(unit, [row[0] for row in cards])


def _reassign(book: Book, drive: int) -> None:
    with book.unit_of_work("Reassign") as unit:
        entity_id = unit.row(book_table(book, "drive"), drive)["entity_id"]
        rule = next(one for one in rules_of(unit.connection, entity_id) if one.page)
        change_rule(unit, rule.id, RuleForm(drive_id=drive, page=f"{rule.page[:-1]}3"))  # type: ignore[index]
        assert reassign(unit, entity_id).gifts


def book_table(book: Book, name: str) -> Any:
    return next(table for table in book.tables if table.name == name)


@pytest.mark.parametrize(
    ("act", "moves"),
    [
        (_refund, ("refunds", "refunded_cents", "raised_cents")),
        (_link, ("donors",)),
        (_reassign, ("gifts", "gross_cents")),
    ],
)
def test_an_act_moves_the_figures_and_undo_brings_them_back(
    imported: Imported, act: Callable[[Book, int], None], moves: tuple[str, ...]
) -> None:
    before = imported.cards()
    drive = before[5, ZERO].plan.id
    act(imported.book, drive)
    after = imported.cards()[5, ZERO].figures
    for name in moves:
        assert getattr(after, name) != getattr(before[5, ZERO].figures, name), name
    with imported.book.read() as connection:
        assert list(drive_totals.verify(connection)) == []
    imported.book.undo()
    assert imported.cards() == before


def test_z_the_book_is_sound(imported: Imported) -> None:
    assert imported.book.verify() == []
