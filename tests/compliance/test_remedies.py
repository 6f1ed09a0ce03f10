"""Every remedy that is an act clears its finding, and undo brings the finding back as it was."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from financedesk.book import Book
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.compliance.remedies import ACTS, put_right, remedies_of
from financedesk.compliance.remedy import Given, Remedy
from financedesk.compliance.waivers import answered, waivers
from financedesk.errors import BadInput, NotFound, Refused
from financedesk.ledger import tables
from financedesk.ledger.checks_drawn import draw_check
from financedesk.ledger.contacts import Contact, ContactRef, read_contact
from financedesk.ledger.entities import entities
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.rules.checks import check_kinds, remedy_words
from financedesk.rules.remedy_acts import acts_for, remedy_acts
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at

TODAY = date(2026, 9, 20)
GIFT, BILL = "individual_receipt", "operating_expenditure"
SAID = Given(
    day="2026-09-20", words="as agreed", who="AL", employer="Mill", occupation="Miller",
    purpose="Printing of leaflets", how="", street="1 Elm St", city="Salem",
)  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    with riverbend_at(str(tmp_path_factory.mktemp("remedies") / "book.fdesk")) as made:
        yield made


def look(book: Book, before: Judged | None = None, today: date = TODAY) -> Judged:
    """Look through the books: everything, or what changed since another look."""
    with book.read() as connection:
        rows = entities(connection)
        return (
            judge(connection, rows, today)
            if before is None
            else judge_again(connection, before, rows, today)
        )


def standing(book: Book, judged: Judged) -> dict[str, Finding]:
    """What is not waived, by rule and key."""
    with book.read() as connection:
        given = waivers(connection, sorted(judged.entity_ids))
    left = answered(judged.findings, given).standing
    return {f"{one.rule} {one.entity_id} {one.key}": one for one in left}


def offered(book: Book, finding: Finding, today: date = TODAY) -> dict[str, Remedy]:
    with book.read() as connection:
        return {one.code: one for one in remedies_of(connection, finding, today)}


def abroad(book: Book) -> None:
    party = desk_for(book, "party")
    giver = party.meet(replace(person("Away"), country="France"))
    give(party, giver, "2026-09-01", 5_00)
    give(party, giver, "2026-09-02", 7_00)


def firm_s_name(book: Book, name: str = "Acme Widgets Inc.") -> None:
    party = desk_for(book, "party")
    give(party, party.meet(person(name)), "2026-09-01", 5_00)


def silent(book: Book, name: str = "Okoro") -> None:
    party = desk_for(book, "party")
    nobody = party.meet(replace(person(name), employer="", occupation=""))
    give(party, nobody, "2026-09-01", 150_00)
    give(party, nobody, "2026-09-03", 250_00)


def homeless(book: Book) -> None:
    party = desk_for(book, "party")
    unknown = party.meet(replace(person("Nomad"), street_1="", city=""))
    give(party, unknown, "2026-09-03", 60_00)


def one_mailbox(book: Book) -> None:
    party = desk_for(book, "party")
    for name in ("Post", "Wells", "Ruiz", "Wren"):
        giver = party.meet(replace(person(name), email="pay@example.org"))
        give(party, giver, "2026-09-03", 25_00)


def above(book: Book, name: str = "Lee") -> None:
    campaign = desk_for(book, "campaign")
    giver = campaign.meet(person(name))
    give(campaign, giver, "2026-03-01", 3_000_00, election_code="P2026")
    give(campaign, giver, "2026-03-01", 2_000_00, election_code="P2026")


def above_by_year(book: Book) -> None:
    party = desk_for(book, "party")
    give(party, party.meet(person("Rich")), "2026-09-01", 11_000_00)


def forbidden(book: Book) -> None:
    campaign = desk_for(book, "campaign")
    firm = campaign.meet(Contact(type="ORG", name="Mill Works Inc."))
    give(campaign, firm, "2026-09-01", 500_00, election_code="G2026")


def undeclared(book: Book) -> None:
    party = desk_for(book, "party")
    club = party.meet(Contact(type="ORG", name="Mill Club"))
    party.record("receipt_from_unregistered_organization", club, "2026-09-01", 50_00,
                 deposited_date="2026-09-01")  # fmt: skip


def give(desk: Desk, who: ContactRef, day: str, cents: int, **more: object) -> int:
    """Record a gift that is in the bank."""
    return desk.record(GIFT, who, day, cents, deposited_date=day, **more)


def in_cash(book: Book) -> None:
    party = desk_for(book, "party")
    giver = party.meet(person("Noter"))
    for day, cents in (("2026-09-01", 150_00), ("2026-09-02", 90_00), ("2026-09-02", 30_00)):
        _in_cash(party, giver, day, cents)


def anonymous(book: Book) -> None:
    party = desk_for(book, "party")
    _in_cash(party, party.meet(Contact(type="IND", last_name="Anonymous")), "2026-09-01", 70_00)


def _in_cash(desk: Desk, giver: ContactRef, day: str, cents: int) -> None:
    item_id = give(desk, giver, day, cents)
    with desk.book.unit_of_work("Say how it came") as unit:
        act = unit.row(tables.item, item_id)["transaction_id"]
        unit.update(tables.transaction, act, {"description": "Cash"})


def waiting(book: Book) -> None:
    party = desk_for(book, "party")
    party.record(GIFT, party.meet(person("Slow")), "2026-09-12", 50_00)


def held(book: Book) -> None:
    _held(book, waits=False)


def held_out(book: Book) -> None:
    _held(book, waits=True)


def _held(book: Book, *, waits: bool) -> None:
    party = desk_for(book, "party")
    item_id = party.record(
        GIFT, party.meet(person("Doubtful")), "2026-09-15", 400_00,
        deposited_date=None if waits else "2026-09-16",
    )  # fmt: skip
    with book.unit_of_work("Hold") as unit:
        terms = HoldTerms(reason="doubtful", basis="odd check", since="2026-09-15", waiting=waits)
        place_hold(unit, item_id, terms)


def vague(book: Book) -> None:
    party = desk_for(book, "party")
    firm = party.meet(Contact(type="ORG", name="Mill Print"))
    party.record(BILL, firm, "2026-09-01", 500_00, purpose="Consulting")


def uncashed(book: Book) -> None:
    party = desk_for(book, "party")
    shop = party.meet(Contact(type="ORG", name="Small Shop"))
    paid = party.record(BILL, shop, "2026-02-03", 20_00, purpose="Paper")
    with book.unit_of_work("Draw check") as unit:
        draw_check(unit, paid, 1042)


def two_cards(book: Book, name: str = "Twin") -> None:
    party = desk_for(book, "party")
    for day in ("2026-09-01", "2026-09-02"):
        give(party, party.meet(person(name)), day, 9_000_00)


def handed_late(book: Book) -> None:
    party = desk_for(book, "party")
    give(party, party.meet(person("Agent")), "2026-09-15", 60_00, agent_date="2026-08-01")


PLANTED: tuple[tuple[Callable[[Book], None], str, Mapping[str, Given]], ...] = (
    (abroad, "foreign_address", {"attest": SAID, "hold": SAID, "refund": SAID}),
    (firm_s_name, "organisation_name", {"hold": SAID, "refund": SAID}),
    (silent, "missing_information", {"request": SAID, "complete": SAID}),
    (one_mailbox, "many_names_one_address", {"attest": SAID}),
    (homeless, "missing_address", {"address": SAID}),
    (above, "above_limit", {
        "refund": SAID, "hold": SAID,
        "redesignate": replace(SAID, day="2026-04-20", how="signed", election="G2026"),
        "reattribute": replace(SAID, day="2026-04-20", how="signed", newcomer=person("Lee", "Bo")),
    }),
    (above_by_year, "above_limit", {"refund": SAID}),
    (forbidden, "forbidden", {"refund": SAID}),
    (undeclared, "unsettled_condition", {"note": SAID}),
    (in_cash, "cash_over_limit", {"refund": SAID}),
    (anonymous, "anonymous_cash", {"dispose": SAID}),
    (waiting, "not_deposited", {"deposit": SAID, "send_back": SAID}),
    (held, "on_hold", {"release": SAID, "refund": SAID, "dispose": SAID}),
    (held_out, "on_hold", {"release": SAID, "return": SAID}),
    (vague, "vague_purpose", {"purpose": SAID}),
    (uncashed, "stale_check", {"void": SAID}),
    (two_cards, "one_person_above_limit", {"link": SAID, "apart": SAID}),
    (handed_late, "late_forwarding", {"waive": SAID}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("plant", "rule", "acts"), PLANTED, ids=[f"{one[0].__name__}" for one in PLANTED]
)
def test_each_remedy_clears_its_finding_and_undo_brings_it_back(
    book: Book, plant: Callable[[Book], None], rule: str, acts: Mapping[str, Given]
) -> None:
    first = look(book)
    known = set(standing(book, first))
    plant(book)
    judged = look(book, first)
    before = standing(book, judged)
    ((key, finding),) = [
        (key, one) for key, one in before.items() if one.rule == rule and key not in known
    ]
    ways = offered(book, finding)
    assert {code: ways[code].cents for code in acts} == dict.fromkeys(acts, finding.cents)
    for code, given in acts.items():
        with book.unit_of_work(remedy_acts()[code].action) as unit:
            put_right(unit, finding, code, given, TODAY)
        after = look(book, judged)
        assert key not in standing(book, after), code
        book.undo()
        judged = look(book, after)
        assert standing(book, judged) == before, code


def test_what_is_offered_says_how_much_until_when_and_by_what_law(book: Book) -> None:
    known = set(standing(book, look(book)))
    above(book, "Ode")
    (finding,) = [one for key, one in standing(book, look(book)).items() if key not in known]
    ways = offered(book, finding, date(2026, 4, 20))
    assert list(ways) == ["refund", "redesignate", "reattribute", "hold"]
    refund, paper = ways["refund"], ways["redesignate"]
    assert (refund.cents, refund.by) == (1_500_00, "2026-04-30")
    assert refund.asks == ("amount", "day", "words")
    assert (paper.cents, paper.by, paper.asks) == (1_500_00, "2026-04-30", ())
    assert "110.1(b)(5)" in paper.citation
    assert len(refund.item_ids) == 1
    with pytest.raises(BadInput, match=r"1,500\.00"), book.unit_of_work("Refund") as unit:
        put_right(unit, finding, "refund", replace(SAID, cents=1_500_01), TODAY)
    with book.unit_of_work("Refund") as unit:
        put_right(unit, finding, "refund", replace(SAID, cents=1_000_00), TODAY)
    (rest,) = [one for one in standing(book, look(book)).values() if one.key == finding.key]
    assert rest.cents == 500_00
    book.undo()


def test_what_is_no_act_names_what_is_done_elsewhere_and_why_a_way_is_closed(book: Book) -> None:
    due = next(one for one in look(book, today=date(2026, 10, 6)).findings
               if one.rule == "report_due")  # fmt: skip
    (file,) = offered(book, due).values()
    assert (file.is_act, file.offered, file.words) == (False, False, remedy_words()["file"])
    with pytest.raises(Refused, match="puts nothing right"), book.unit_of_work("Waive") as unit:
        put_right(unit, due, "waive", SAID, TODAY)
    with pytest.raises(NotFound, match="no act"), book.unit_of_work("Pray") as unit:
        put_right(unit, due, "pray", SAID, TODAY)
    known = set(standing(book, look(book)))
    silent(book, "Wren")
    (asked,) = [one for key, one in standing(book, look(book)).items() if key not in known]
    late = offered(book, asked, date(2026, 11, 1))["request"]
    assert "thirty days" in late.why_not
    with pytest.raises(Refused, match="thirty days"), book.unit_of_work("Ask") as unit:
        put_right(unit, asked, "request", SAID, date(2026, 11, 1))


def test_linking_cards_names_whose_books_it_writes_to(book: Book) -> None:
    known = set(standing(book, look(book)))
    two_cards(book, "Double")
    (one,) = [one for key, one in standing(book, look(book)).items() if key not in known]
    ways = offered(book, one)
    assert ways["link"].entity_ids == ways["apart"].entity_ids == (one.entity_id,)
    assert ways["waive"].entity_ids == ()


def test_what_is_not_given_is_asked_for_and_nothing_is_written(book: Book) -> None:
    known = set(standing(book, look(book)))
    firm_s_name(book, "Quiet Mill LLC")
    (finding,) = [one for key, one in standing(book, look(book)).items() if key not in known]
    for code in ("hold", "waive"):
        with pytest.raises(BadInput), book.unit_of_work(code) as unit:
            put_right(unit, finding, code, replace(SAID, words=" "), TODAY)
    assert finding in standing(book, look(book)).values()


def test_cash_that_is_given_away_stands_among_other_disbursements(book: Book) -> None:
    known = set(standing(book, look(book)))
    anonymous(book)
    (finding,) = [one for key, one in standing(book, look(book)).items() if key not in known]
    assert finding.cents == 20_00
    with book.unit_of_work("Dispose") as unit:
        put_right(unit, finding, "dispose", replace(SAID, payee="Food Bank"), TODAY)
    query = select(tables.item).where(tables.item.c.parent_id == finding.item_ids[0])
    with book.read() as connection:
        row = connection.execute(query).one()
        payee = read_contact(connection, row.contact_id).name
    assert (row.kind, row.amount_cents, payee) == ("other_disbursement", 20_00, "Food Bank")
    assert book.verify() == []


def test_the_list_of_acts_is_whole() -> None:
    assert set(ACTS) == set(remedy_acts())
    named = {code for kind in check_kinds().values() for code in kind.remedies}
    for act in remedy_acts().values():
        assert set(act.remedies) <= set(remedy_words()), act.code
        assert set(act.rules) <= set(check_kinds()), act.code
        assert "words" not in act.asks or act.evidence, act.code
        assert act.code == "waive" or named & set(act.remedies), act.code
    assert [one.code for one in acts_for(check_kinds()["vague_purpose"], "correct")] == ["purpose"]
    assert acts_for(check_kinds()["late_forwarding"], "correct") == ()


def test_entries_of_a_filed_report_stay_as_they_are_until_it_is_amended(tmp_path: Path) -> None:
    with riverbend_at(str(tmp_path / "filed.fdesk")) as own:
        party = desk_for(own, "party")
        firm = party.meet(Contact(type="ORG", name="Mill Print"))
        paid = [party.record(BILL, firm, f"2026-09-0{day}", day * 300_00, purpose="Consulting")
                for day in (1, 2)]  # fmt: skip
        _finalise(own, party, paid[0])
        finding = next(one for one in look(own).findings if one.rule == "vague_purpose")
        way = offered(own, finding)["purpose"]
        assert (way.cents, way.item_ids) == (600_00, (paid[1],))
        assert "reopen that filing first" in way.note
        with own.unit_of_work("Say what for") as unit:
            put_right(unit, finding, "purpose", SAID, TODAY)
        rest = next(one for one in look(own).findings if one.rule == "vague_purpose")
        assert rest.item_ids == (paid[0],)
        assert "reopen that filing first" in offered(own, rest)["purpose"].why_not
        with pytest.raises(Refused, match="reopen"), own.unit_of_work("Say what for") as unit:
            put_right(unit, rest, "purpose", SAID, TODAY)


def _finalise(book: Book, desk: Desk, item_id: int) -> None:
    own = {"entity_id": desk.entity.id}
    with book.unit_of_work("Finalise") as unit:
        filing = unit.insert(tables.filing, {
            **own, "form": "F3X", "report_code": "Q3", "from_date": "2026-07-01",
            "to_date": "2026-09-30", "state": "final", "version": 0,
            "recorded_at": "2026-10-01T00:00:00Z",
        })  # fmt: skip
        unit.insert(tables.filing_item, {
            **own, "filing_id": filing, "item_id": item_id, "line": "SB21B", "itemised": 1,
            "amount_cents": 300_00,
        })  # fmt: skip
