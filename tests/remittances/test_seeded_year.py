"""A year of forty officials: every seeded gap is found and nothing else, and everything ties.

What must come out is reckoned in ``seeded_truth`` from plain numbers; what happened is written in
``seeded_people``. Here the two meet the program.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import hardmoney
import pytest
from sqlalchemy import text

from financedesk.book import Book
from financedesk.fec.reader import Record
from financedesk.fec.values import cents as cents_of
from financedesk.fec.values import day as day_of
from financedesk.ledger.entities import entities, find_entity
from financedesk.ledger.limit_excess import excesses
from financedesk.ledger.period import Period
from financedesk.remittances.aged import aged_list
from financedesk.remittances.board_report import board_report
from financedesk.remittances.dues import OfficialDues, dues_of
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.receiving import awaited_by, proposals
from financedesk.remittances.statements import statement_of
from financedesk.reports.filing import Request, prepare
from tests.acceptance.comparing import fec_id, records_of
from tests.remittances.seeded_people import GROUP, ROOM, WRONG_PAYER
from tests.remittances.seeded_people import OFFICIALS as HOW_MANY
from tests.remittances.seeded_truth import (
    LAST_DAY,
    PLANS,
    SEVERANCE,
    YEAR,
    Gift,
    Person,
    Stands,
    asked,
    missing,
    moved,
    stands,
)
from tests.remittances.seeded_year import KEEPER, ROUTES, period, seeded_book, the_story

QUARTERS = {
    "Q1": (date(YEAR, 1, 1), date(YEAR, 3, 31)), "Q2": (date(YEAR, 4, 1), date(YEAR, 6, 30)),
    "Q3": (date(YEAR, 7, 1), date(YEAR, 9, 30)), "YE": (date(YEAR, 10, 1), LAST_DAY),
}  # fmt: skip
ENDS = [last for _first, last in QUARTERS.values()]
FEDERAL = tuple(GROUP)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The book of the year."""
    with seeded_book(str(tmp_path_factory.mktemp("year") / "year.fdesk")) as book:
        yield book


def people() -> list[Person]:
    return the_story().people


def found(year: Book, on: date) -> dict[str, OfficialDues]:
    """Return what the program says of everybody by reference, on the last day of a month."""
    with year.read() as connection:
        party = find_entity(connection, KEEPER).id
        references = {one.id: one.fact.reference for one in OFFICIALS.of(connection, party)}
        dues = dues_of(connection, party, on, on=on)
    return {references[one.official_id]: one for one in dues}


@cache
def truth(on: date) -> dict[str, Stands]:
    """Return how everybody stands by the other arithmetic."""
    return {one.reference: stands(one, on) for one in people()}


# --- what was seeded


def test_the_year_is_as_large_as_it_is_said_to_be(year: Book) -> None:
    assert len(people()) == len(found(year, LAST_DAY)) == HOW_MANY == 40
    assert len({one.plan for one in people()}) == len(PLANS) == 9
    assert year.verify() == []
    gifts = [gift for one in people() for gift in one.gifts]
    assert len(gifts) > 500
    assert sum(1 for one in gifts if one.back) >= 5
    assert {one.payer for one in gifts} == {"self", "spouse", "friend"}
    assert {seat.until for one in people() for seat in one.seats} - {None}


# --- dues


@pytest.mark.parametrize("on", ENDS, ids=str)
def test_every_month_asks_what_it_must_as_it_was_stated(year: Book, on: date) -> None:
    told = found(year, on)
    for person in people():
        wanted = {(one.month, one.kind): one.cents for one in asked(person, on)}
        run = told[person.reference].run
        said = {(month.month, kind): cents for (month, kind), cents in run.asked().items()}
        assert said == wanted, (person.reference, person.plan)


def test_what_was_stated_stays_when_more_is_known(year: Book) -> None:
    early, late = found(year, ENDS[0]), found(year, LAST_DAY)
    corrected = set()
    for reference, one in early.items():
        months = list(one.run.asked().items())
        whole = late[reference].run.asked()
        assert [(key, whole[key]) for key, _cents in months] == months, reference
        corrected |= {
            reference for due in late[reference].run.dues if due.corrects is not None
        }  # fmt: skip
    # Pay, family, a wage, a vacancy and a schedule that became known late, and nobody else.
    assert corrected == _LEARNED_LATE


_LEARNED_LATE = {
    *(f"R-{number}" for number in (2, 5, 12, 14, 24, 31, 36, 38)),  # pay, family, a vacancy
    *(f"R-{number}" for number in (2, 11, 20, 29)),  # the wage of July, known in September
    *(f"R-{number}" for number in (6, 15, 24, 33)),  # the plan of May, approved in June
    "R-30",  # paused on the first of May: the cents that April then takes
}


def test_every_day_of_which_something_is_not_known_is_told_and_no_other(year: Book) -> None:
    told = found(year, LAST_DAY)
    wanted = {one.reference: missing(one) for one in people() if missing(one)}
    said = {
        reference: [(gap.first, gap.last, gap.words) for gap in one.run.gaps]
        for reference, one in told.items()
        if one.run.gaps
    }
    assert set(said) == set(wanted) == {"R-3", "R-7", "R-13", "R-25", "R-34"}
    for reference, gaps in wanted.items():
        for (first, last, words), (begins, ends, says) in zip(
            sorted(gaps), sorted(said[reference]), strict=True
        ):
            assert (first, last) == (begins, ends), reference
            assert says.startswith(words), reference


# --- standing and arrears


@pytest.mark.parametrize("on", ENDS, ids=str)
def test_everybody_stands_as_they_must(year: Book, on: date) -> None:
    told = found(year, on)
    for reference, wanted in truth(on).items():
        standing = told[reference].standing
        said = [
            (one.month.month, one.kind, one.asked_cents, one.waived_cents, one.made_cents)
            for one in standing.months
        ]
        assert said == [tuple(one) for one in wanted.months], reference
        assert standing.credit_cents == wanted.credit, reference
        assert standing.open_cents == wanted.open_cents, reference
        ages = {age: cents for age, cents in standing.ageing.items() if cents}
        assert ages == wanted.ageing(on), reference


def test_every_promise_that_is_open_was_seeded_and_nothing_else_is(year: Book) -> None:
    told = found(year, LAST_DAY)
    behind = {
        reference
        for reference, one in told.items()
        if any(month.month.month < 10 and month.open_cents for month in one.standing.months)
    }
    wanted = {
        reference
        for reference, one in truth(LAST_DAY).items()
        if not one.lapsed and any(month.month < 10 and month.left for month in one.months)
    }
    assert behind == wanted
    # Who never paid, stopped, pays three months late, or was given half a gift back.
    assert {"R-29", "R-37"} <= behind <= {"R-29", "R-37", *_LATE_OR_REFUNDED}
    kept = {reference for reference, one in told.items() if not one.standing.open_cents}
    assert {"R-10", "R-17", "R-21", "R-23", "R-26", "R-39"} <= kept
    states = Counter(one.pledge for one in told.values())
    assert states == {"active": 38, "revoked": 1, "ended": 1}


_LATE_OR_REFUNDED = {f"R-{number}" for number in (1, 2, 4, 5, 11, 20, 24, 32, 33, 35)}


def test_a_severance_is_asked_apart_from_pay(year: Book) -> None:
    months = found(year, LAST_DAY)["R-16"].standing.months
    assert [(one.month.month, one.asked_cents) for one in months if one.kind == SEVERANCE] == [
        (10, 6_000_00)
    ]


# --- tied to the ledger

_CLEARED = """
SELECT r.reference, SUM(i.cash_cents) AS cents FROM remittance_receipt r
JOIN item i ON i.id = r.item_id OR i.parent_id = r.item_id GROUP BY r.reference
"""


def test_what_clears_dues_is_the_cash_of_the_books_and_nothing_twice(year: Book) -> None:
    with year.read() as connection:
        cash = {row.reference: int(row.cents) for row in connection.execute(text(_CLEARED))}
    told = found(year, LAST_DAY)
    for person in people():
        standing = told[person.reference].standing
        given_back = sum(-one.cents for one in asked(person, LAST_DAY) if one.cents < 0)
        used = sum(one.made_cents for one in standing.months) + standing.credit_cents
        assert used - given_back == cash.get(person.reference, 0) == moved(
            person.gifts, LAST_DAY
        ), person.reference  # fmt: skip


def test_statements_tie_to_the_ledger_line_by_line(year: Book) -> None:
    half = date(YEAR, 6, 30)
    with year.read() as connection:
        seen = [one.id for one in entities(connection)]
        party = find_entity(connection, KEEPER).id
        ids = {one.fact.reference: one.id for one in OFFICIALS.of(connection, party)}
        for person in people():
            told = statement_of(
                connection, ids[person.reference], date(YEAR, 7, 1), LAST_DAY, seen, on=LAST_DAY
            )
            wanted = truth(LAST_DAY)[person.reference]
            before = sum(one.cents for one in asked(person, LAST_DAY) if one.month < 7)
            before -= sum(one.waived for one in wanted.months if one.month < 7)
            given = moved(person.gifts, LAST_DAY) - moved(person.gifts, half)
            assert told.brought_cents == before - moved(person.gifts, half), person.reference
            assert told.given_cents == given, person.reference
            left = sum(one.left for one in wanted.months) - wanted.credit
            assert told.balance_cents == left, person.reference
            assert told.open_cents == wanted.open_cents, person.reference
            rows = Counter((one.day, one.cents) for one in told.given)
            assert rows == Counter(_moves_after(person, half)), person.reference


def _moves_after(person: Person, half: date) -> Iterator[tuple[date, int]]:
    for one in person.gifts:
        if one.remits and one.day > half:
            yield one.day, one.cents
        if one.remits and one.back and one.back[0] > half:
            yield one.back[0], -one.back[1]


@pytest.mark.parametrize("on", ENDS, ids=str)
def test_the_aged_list_names_who_has_something_open_and_nobody_else(year: Book, on: date) -> None:
    with year.read() as connection:
        told = aged_list(connection, find_entity(connection, KEEPER).id, on)
    wanted = {
        reference: one.ageing(on) for reference, one in truth(on).items() if one.open_cents > 0
    }
    said = {
        one.person.reference: {age: cents for age, cents in one.ages.items() if cents}
        for one in told.rows
    }
    assert said == wanted
    assert told.open_cents == sum(one.open_cents for one in truth(on).values())
    assert told.credit_cents == sum(one.credit for one in truth(on).values())
    assert told.others == HOW_MANY - len(wanted)


def test_the_board_s_sums_are_those_of_everybody(year: Book) -> None:
    with year.read() as connection:
        party = find_entity(connection, KEEPER).id
        told = board_report(connection, party, date(YEAR, 1, 1), LAST_DAY, on=LAST_DAY)
    months = [month for one in truth(LAST_DAY).values() for month in one.months]
    sums = [one.sums for one in told.rows]
    assert sum(one.waived for one in sums) == sum(one.waived for one in months)
    assert sum(one.kept for one in sums) == sum(one.made for one in months)
    assert sum(one.open for one in sums) == sum(
        one.open_cents for one in truth(LAST_DAY).values()
    )  # fmt: skip
    assert told.officials == HOW_MANY
    assert told.named == ()  # nobody agreed to be named


def test_each_contribution_is_one_receipt_one_aggregate_and_one_use_of_a_limit(
    year: Book,
) -> None:
    with year.read() as connection:
        rows = connection.execute(
            text(
                "SELECT i.id, i.kind, (SELECT COUNT(*) FROM remittance_receipt r"
                " WHERE r.item_id = i.id) AS receipts, (SELECT COUNT(*) FROM aggregate a"
                " WHERE a.item_id = i.id) AS aggregates, (SELECT COUNT(*) FROM attribution u"
                " WHERE u.item_id = i.id) AS uses FROM item i JOIN contact c ON c.id ="
                " i.contact_id WHERE c.last_name LIKE 'Official%' AND i.parent_id IS NULL"
            )
        ).all()
    gifts = [gift for one in people() for gift in one.gifts if gift.payer != "friend"]
    assert len(rows) == len(gifts)
    assert Counter(row.receipts for row in rows) == Counter(int(one.remits) for one in gifts)
    assert {row.aggregates for row in rows} == {1}
    limited = {row.id for row in rows if row.kind in ("individual_receipt", "nonfederal_receipt")}
    assert {row.uses for row in rows if row.id in limited} == {1}
    assert {row.uses for row in rows if row.id not in limited} == {0}


def test_limits_are_used_once_and_who_is_above_one_is_found(year: Book) -> None:
    with year.read() as connection:
        told = excesses(connection)
        query = text("SELECT card_id, last_name FROM contact WHERE last_name LIKE 'Official%'")
        names = {row.card_id: row.last_name for row in connection.execute(query)}
    above = {}
    for person in people():
        for group, room in ROOM.items():
            used, gross = _used(person, group)
            if gross > room:
                above[f"Official{person.number:02d}"] = (used, gross, max(0, used - room))
    said = {names[one.person_id]: (one.used_cents, one.gross_cents, one.excess_cents)
            for one in told}  # fmt: skip
    assert said == above
    assert {name: over for name, (_used, _gross, over) in said.items()} == {
        "Official19": 1_200_00, "Official28": 0,
    }  # fmt: skip


def _used(person: Person, group: str) -> tuple[int, int]:
    """Return what somebody used of a limit, net of what was given back, and gross."""
    theirs = [one for one in person.gifts if GROUP.get(one.entity) == group and one.payer == "self"]
    gross = sum(one.cents for one in theirs)
    return gross - sum(one.back[1] for one in theirs if one.back), gross


def test_what_came_answers_what_was_agreed_and_the_spouse_s_gift_does_not(year: Book) -> None:
    with year.read() as connection:
        waiting = {
            code: [(one.reference, one.period) for one in awaited_by(connection, entity_id)]
            for code in {route.entity for route in ROUTES.values()}
            for entity_id in [find_entity(connection, code).id]
        }
        left = proposals(connection, find_entity(connection, KEEPER).id)
    open_lines = {code: rows for code, rows in waiting.items() if rows}
    assert open_lines == {KEEPER: [("R-15", period(WRONG_PAYER[15]))]}
    assert left == ()


# --- the forms


@dataclass(frozen=True)
class _Row:
    """A gift or refund as a form should tell it; ``running`` is the year's sum after it."""

    name: str
    day: date
    cents: int
    running: int
    itemised: bool


@cache
def _ledger_of(entity: str) -> tuple[list[_Row], list[_Row], list[_Row]]:
    """Return receipts, refunds and bills of an entity's federal account, by the law's own rule."""
    by_giver: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for name, gift in _federal_gifts(entity):
        by_giver[name].append((gift.day, gift.cents))
        if gift.back:
            by_giver[name].append((gift.back[0], -gift.back[1]))
    for donor in the_story().donors:
        if donor.entity == entity:
            by_giver[f"{donor.name} Ada"] += donor.rows
    receipts, refunds = [], []
    for name, moves in by_giver.items():
        for row in _run(name, moves):
            (receipts if row.cents > 0 else refunds).append(row)
    bills = [
        row
        for firm in the_story().firms
        if firm.entity == entity
        for row in _run(firm.name, firm.rows)
    ]
    return receipts, refunds, bills


def _federal_gifts(entity: str) -> Iterator[tuple[str, Gift]]:
    for person in people():
        for gift in person.gifts:
            if gift.entity == entity:
                yield _name(person, gift.payer), gift


def _name(person: Person, payer: str) -> str:
    first, kind = ("Ada", "Official") if payer == "self" else ("Sam", "Official")
    if payer == "friend":
        kind = "Friend"
    return f"{kind}{person.number:02d} {first}"


def _run(name: str, moves: list[tuple[date, int]]) -> Iterator[_Row]:
    """Yield moves with the year's running sum: from above 200.00 on each is shown by itself."""
    running = 0
    for day, cents in sorted(moves):
        running += cents
        yield _Row(name, day, cents, running, itemised=running > 200_00)


@pytest.fixture(scope="module")
def filed(year: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """The four reports of each federal entity as .fec files."""
    folder = tmp_path_factory.mktemp("filed")
    files = {}
    for code in FEDERAL:
        with year.read() as connection:
            entity_id = find_entity(connection, code).id
        for name, (first, last) in QUARTERS.items():
            request = Request(
                entity_id=entity_id, form="F3X", code=name, signed_on="2027-01-20",
                period=Period(first=first.isoformat(), last=last.isoformat()), outputs=("fec",),
            )  # fmt: skip
            prepared = prepare(year, request, folder / code / name)
            files[code, name] = prepared.files[0]
            _same_lines(code, name, prepared.summary)
    return files


def _same_lines(code: str, name: str, summary: Mapping[str, Mapping[str, int]]) -> None:
    receipts, refunds, bills = _ledger_of(code)
    first, last = QUARTERS[name]
    for column, since in (("A", first), ("B", date(YEAR, 1, 1))):
        within = [row for row in receipts if since <= row.day <= last]
        back = -sum(row.cents for row in refunds if since <= row.day <= last)
        spent = sum(row.cents for row in bills if since <= row.day <= last)
        shown = sum(row.cents for row in within if row.itemised)
        whole = sum(row.cents for row in within)
        wanted = {
            "11ai": shown, "11aii": whole - shown, "11aiii": whole, "19": whole, "28a": back,
            "21b": spent, "31": back + spent,
        }  # fmt: skip
        said = {line: summary[column][line] for line in wanted}
        assert said == wanted, (code, name, column)
    rows = [*receipts, *refunds, *(row for row in bills)]
    cash = sum(
        -row.cents if row in bills else row.cents for row in rows if row.day <= last
    )  # fmt: skip
    assert summary["A"]["8"] == cash, (code, name)


def test_every_report_is_acceptable_and_ties(filed: dict[tuple[str, str], Path]) -> None:
    assert len(filed) == 12
    for key, path in filed.items():
        judged = hardmoney.parse_file(str(path))
        assert judged.validate().is_acceptable, key
        assert judged.reconcile().balances, key


@pytest.mark.parametrize("code", FEDERAL)
def test_the_rows_of_the_year_are_those_that_must_be_shown_each_once(
    filed: dict[tuple[str, str], Path], code: str
) -> None:
    rows = {name: records_of(filed[code, name])[1:] for name in QUARTERS}
    receipts, refunds, bills = _ledger_of(code)
    wanted = {
        "SA11AI": [row for row in receipts if row.itemised],
        "SB28A": refunds,
        "SB21B": [row for row in bills if row.itemised],
    }
    for line, true_rows in wanted.items():
        said = Counter(
            _told(name, row) for name in QUARTERS for row in rows[name] if row.form_type == line
        )
        assert said == Counter(
            (_quarter(row.day), row.name, row.day, abs(row.cents),
             row.running if line == "SA11AI" else 0)
            for row in true_rows
        ), line  # fmt: skip
    assert {row.form_type for name in QUARTERS for row in rows[name]} <= set(wanted)
    numbers = Counter(fec_id(row) for name in QUARTERS for row in rows[name])
    assert set(numbers.values()) == {1}


def _quarter(day: date) -> str:
    return next(name for name, (first, last) in QUARTERS.items() if first <= day <= last)


def _told(quarter: str, row: Record) -> tuple[str, str, date, int, int]:
    fields = row.fields
    who, what = ("contributor", "contribution") if row.form_type[:2] == "SA" else (
        "payee", "expenditure",
    )  # fmt: skip
    names = (fields.get(f"{who}_{part}", "") for part in
             ("organization_name", "last_name", "first_name"))  # fmt: skip
    # Schedule B has no running sum.
    running = fields.get(f"{what}_aggregate", "")
    return (
        quarter, " ".join(filter(None, names)),
        date.fromisoformat(day_of(fields[f"{what}_date"])),
        cents_of(fields[f"{what}_amount"]), cents_of(running) if running else 0,
    )  # fmt: skip
