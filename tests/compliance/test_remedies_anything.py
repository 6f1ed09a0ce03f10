"""Over random books each remedy clears its finding, and undo brings everything back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from financedesk.book import Book
from financedesk.compliance.finding import Finding
from financedesk.compliance.judging import Judged, judge, judge_again
from financedesk.compliance.remedies import put_right, remedies_of
from financedesk.compliance.remedy import Given, Remedy
from financedesk.compliance.waivers import answered, waivers
from financedesk.errors import FinanceDeskError
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact, ContactRef
from financedesk.ledger.entities import entities
from financedesk.ledger.hold import HoldTerms, place_hold
from financedesk.rules.remedy_acts import remedy_acts
from tests.ledger.riverbend import Desk, desk_for, person, riverbend_at
from tests.soaking import examples

TODAY = date(2026, 9, 20)
GIVERS: Sequence[Contact] = (
    person("Lee"),
    person("Lee"),
    replace(person("Okoro"), employer="", occupation=""),
    replace(person("Away"), country="France"),
    person("Acme Widgets Inc."),
    Contact(type="ORG", name="Mill Works Corporation"),
    Contact(type="ORG", name="Mill Club"),
    Contact(type="IND", last_name="Anonymous"),
)
_GIFT = st.tuples(
    st.sampled_from(("party", "campaign")), st.integers(0, len(GIVERS) - 1), st.integers(0, 40),
    st.sampled_from((60_00, 150_00, 260_00, 4_000_00, 9_000_00)),
    st.sampled_from(("check", "cash", "waits", "hold", "kept out")),
)  # fmt: skip
BOOKS = st.lists(_GIFT, min_size=1, max_size=6)
Gift = tuple[str, int, int, int, str]


class Planted:
    """A book with random gifts, most of which the law asks about."""

    def __init__(self, book: Book, gifts: Sequence[Gift]) -> None:
        self.book = book
        self._cards: dict[tuple[str, int], ContactRef] = {}
        for gift in gifts:
            self._give(*gift)

    def _give(self, code: str, who: int, days: int, cents: int, how: str) -> None:
        desk = desk_for(self.book, code)
        day = (TODAY - timedelta(days=days)).isoformat()
        waits = how in ("waits", "kept out")
        kind = "receipt_from_unregistered_organization" if who == 6 else "individual_receipt"
        item_id = desk.record(
            kind, self._card(desk, code, who), day, cents, election_code="G2026",
            deposited_date=None if waits else day,
        )  # fmt: skip
        if how == "cash":
            with self.book.unit_of_work("Say how it came") as unit:
                act = unit.row(tables.item, item_id)["transaction_id"]
                unit.update(tables.transaction, act, {"description": "Cash"})
        if how in ("hold", "kept out"):
            with self.book.unit_of_work("Hold") as unit:
                terms = HoldTerms(reason="doubtful", basis="odd", since=day, waiting=waits)
                place_hold(unit, item_id, terms)

    def _card(self, desk: Desk, code: str, who: int) -> ContactRef:
        if (code, who) not in self._cards:
            self._cards[code, who] = desk.meet(GIVERS[who])
        return self._cards[code, who]

    # --- looking

    def look(self, before: Judged | None = None) -> Judged:
        """Look at everything, or at what changed."""
        with self.book.read() as connection:
            rows = entities(connection)
            if before is None:
                return judge(connection, rows, TODAY)
            return judge_again(connection, before, rows, TODAY)

    def standing(self, judged: Judged) -> dict[str, Finding]:
        """What is not waived, by what tells findings apart."""
        with self.book.read() as connection:
            said = waivers(connection, sorted(judged.entity_ids))
        left = answered(judged.findings, said).standing
        return {f"{one.rule} {one.entity_id} {one.key}": one for one in left}

    def ways(self, judged: Judged) -> list[tuple[str, Finding, Remedy]]:
        """Every remedy that is open for what stands."""
        with self.book.read() as connection:
            return [
                (key, finding, one)
                for key, finding in self.standing(judged).items()
                for one in remedies_of(connection, finding, TODAY)
                if one.offered
            ]


SAID = Given(
    day=TODAY.isoformat(), words="in writing", who="AL", how="", employer="Mill",
    occupation="Miller", purpose="Printing", election="P2028", newcomer=person("Newcomer", "Bo"),
)  # fmt: skip


def said_for(remedy: Remedy) -> Given:
    on_paper = remedy.code in ("redesignate", "reattribute")
    return replace(SAID, how="signed", cents=remedy.cents) if on_paper else SAID


@given(BOOKS, st.data())
@settings(
    max_examples=examples(3, 250), deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_each_remedy_clears_its_finding_and_undo_brings_it_back(
    gifts: list[Gift], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder, riverbend_at(str(Path(folder) / "book.fdesk")) as book:
        planted = Planted(book, gifts)
        judged = planted.look()
        ways = planted.ways(judged)
        if not ways:
            return
        key, finding, remedy = data.draw(st.sampled_from(ways), label="remedy")
        before = planted.standing(judged)
        try:
            with book.unit_of_work(remedy.title) as unit:
                put_right(unit, finding, remedy.code, said_for(remedy), TODAY)
        except FinanceDeskError:
            assert planted.look().findings == judged.findings
            return
        after = planted.look(judged)
        assert after.findings == planted.look().findings
        left = planted.standing(after).get(key)
        if not remedy_acts()[remedy.code].clears:
            assert left != finding
        elif remedy.cents >= finding.cents:
            assert left is None
        else:
            assert left is None or left.cents <= finding.cents - remedy.cents
        assert book.verify() == []
        book.undo()
        again = planted.look(after)
        assert again.findings == judged.findings
        assert planted.standing(again) == before
