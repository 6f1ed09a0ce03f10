"""The wall: every row of the researched matrix through the ledger, and nothing forbidden passes."""

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from financedesk.book import Book
from financedesk.errors import FinanceDeskError, Walled
from financedesk.ledger import tables
from financedesk.ledger.contacts import Contact
from financedesk.ledger.crossings import gift_crossing
from financedesk.ledger.entities import write_organisation
from financedesk.ledger.organisation import Organisation
from financedesk.ledger.overrides import keep_override
from financedesk.ledger.room import create_book, open_book
from financedesk.ledger.typed_gift import TypedGift, met_gift, record_gift
from financedesk.ledger.typed_payment import TypedPayment, record_payment
from financedesk.ledger.typed_transfer import Side, TypedTransfer, record_transfer
from financedesk.ledger.wall import ASKED, Judgement, Note, judge
from financedesk.ledger.wall_notes import notes_of
from financedesk.rules.flows import PROHIBITED, flow_code, may_give
from financedesk.rules.limits import Override
from financedesk.rules.parties import giver_of_body, givers, recipient_of_body
from tests.ledger.meadow import entity, side
from tests.rules.matrix import SOURCES
from tests.soaking import examples

EXAMPLES = examples(8, 300)
DAY = "2026-07-06"
ON = date.fromisoformat(DAY)
NOTE = Note(words="The giver declared it in writing.", who="J. Doe", on=DAY)
TARGETS = {
    "FC": "campaign", "PAC": "action", "SP": "loud", "NP": "nation", "SLP": "party",
    "NF": "party.state", "LV": "party.levin", "C4": "voice", "C3": "institute", "527": "locals",
}  # fmt: skip
VERDICTS = {"A": "allowed", "L": "limited", "P": "prohibited", "C": "conditional"}
_FEDERAL = {"checking": "federal"}
WALLED = Organisation(
    name="Meadow",
    entities=(
        entity("campaign", "candidate", _FEDERAL, 1),
        entity("action", "pac", _FEDERAL, 2),
        entity("loud", "super_pac", _FEDERAL, 3),
        entity("nation", "national_party", _FEDERAL, 4),
        entity("party", "state_party", {**_FEDERAL, "state": "nonfederal", "levin": "levin"}, 5),
        entity("voice", "issue_c4", {"checking": "operating"}),
        entity("institute", "think_tank_c3", {"checking": "operating"}),
        entity("locals", "section_527", {"checking": "operating"}),
    ),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("books") / "walled.fdesk"
    with (
        create_book(str(made), name="Meadow") as book,
        book.unit_of_work("Set up", kind="setup") as unit,
    ):
        write_organisation(unit, WALLED)
    return made


@pytest.fixture
def book(written: Path, tmp_path: Path) -> Iterator[Book]:
    with open_book(copyfile(written, tmp_path / "walled.fdesk")) as made:
        yield made


def giver_of(source: str) -> Contact:
    if givers()[source].natural:
        return Contact(type="IND", last_name=source, first_name="Ada", city="Salem", state="OR")
    return Contact(type="ORG", name=f"The {source}", city="Salem", state="OR")


def gift(book: Book, source: str, place: str, cents: int = 100_00, **more: object) -> TypedGift:
    values: dict[str, object] = {"giver_class": source, **more}
    return TypedGift(
        giver=giver_of(source), known=None, amount_cents=cents, day=DAY,
        account=side(book, place).account, election_code="G2026" if place == "campaign" else "",
        **values,  # type: ignore[arg-type]
    )  # fmt: skip


def record(book: Book, typed: TypedGift, place: str) -> int:
    with book.unit_of_work("Record contribution") as unit:
        return record_gift(unit, side(book, place).entity, typed)


def judged(book: Book, typed: TypedGift, place: str) -> Judgement:
    with book.read() as connection:
        return judge(
            connection, gift_crossing(connection, met_gift(side(book, place).entity, typed))
        )


def entries(book: Book) -> int:
    with book.read() as connection:
        return connection.execute(select(func.count()).select_from(tables.item)).scalar_one()


def test_every_row_of_the_researched_matrix_holds_through_the_ledger(
    book: Book, shared_file: Callable[..., Path]
) -> None:
    matrix = json.loads(shared_file("rules", "entities.json").read_text())["matrix"]
    seen = 0
    for source, row in zip(SOURCES, matrix.values(), strict=True):
        for column, cell in row.items():
            place = TARGETS[column]
            typed = gift(book, source, place)
            said = judged(book, typed, place)
            law = may_give(source, said.crossing.recipient, ON)
            assert said.verdict.verdict == VERDICTS[cell["status"]], (source, column)
            assert (said.verdict.citation, said.verdict.condition) == (law.citation, law.condition)
            if law.needs != "state_law":  # a state's own file may set an amount
                assert (said.room is not None) == (bool(law.limited_by) and not law.stops)
            assert cell["status"] != "L" or said.room is not None
            _posts_as_it_says(book, typed, place, said)
            seen += 1
    assert seen == 170
    assert book.verify() == []


def _posts_as_it_says(book: Book, typed: TypedGift, place: str, said: Judgement) -> None:
    """Record a gift: refused with the law, asked for with the law, or taken."""
    before = entries(book)
    if said.prohibited:
        for note in (None, NOTE):
            with pytest.raises(Walled) as refused:
                record(book, gift(book, typed.giver_class, place, note=note), place)
            assert refused.value.citation == said.verdict.citation
            assert refused.value.remedy == said.verdict.remedy != ""
        assert entries(book) == before
        return
    if said.verdict.needs in ASKED:
        with pytest.raises(Walled) as asked:
            record(book, typed, place)
        assert asked.value.asks == said.verdict.needs
        assert said.verdict.condition.rstrip(".") in str(asked.value)
        assert entries(book) == before
        item_id = record(book, gift(book, typed.giver_class, place, note=NOTE), place)
        with book.read() as connection:
            kept = notes_of(connection, [item_id])[item_id]
        assert (kept.note, kept.needs, kept.giver) == (NOTE, said.verdict.needs, typed.giver_class)
        return
    record(book, typed, place)
    assert entries(book) == before + 1


def test_what_a_limit_leaves_is_said_with_its_law(book: Book) -> None:
    said = judged(book, gift(book, "individual", "campaign", 3_000_00), "campaign")
    assert said.left_words.startswith("Leaves $500.00 of $3,500.00 for the general 2026 (52 U.S.C.")
    over = judged(book, gift(book, "individual", "campaign", 4_000_00), "campaign")
    assert over.excess_cents == 500_00
    assert "$500.00 above $3,500.00 for the general 2026" in over.left_words
    assert "refund it, by 2026-09-04 (11 CFR 103.3(b)(3)" in over.left_words


def test_a_gift_above_the_limit_is_taken_for_it_can_be_put_right(book: Book) -> None:
    record(book, gift(book, "individual", "action", 6_000_00), "action")
    assert entries(book) == 1


def test_counsel_releases_what_only_counsel_may_and_the_limit_still_holds(book: Book) -> None:
    typed = gift(book, "federal_officeholder", "loud", 6_000_00)
    with pytest.raises(Walled, match="Counsel must release it") as asked:
        record(book, typed, "loud")
    assert asked.value.asks == "counsel"
    with book.read() as connection:
        crossing = gift_crossing(connection, met_gift(side(book, "loud").entity, typed))
        released = judge(connection, crossing, NOTE)
    assert released.excess_cents == 1_000_00
    item_id = record(book, gift(book, "federal_officeholder", "loud", note=NOTE), "loud")
    with book.read() as connection:
        assert notes_of(connection, [item_id])[item_id].needs == "counsel"


def test_an_own_entity_typed_by_its_name_is_known_for_what_it_is(book: Book) -> None:
    typed = TypedGift(
        giver=Contact(type="ORG", name="MEADOW INSTITUTE"), known=None, amount_cents=50_00,
        day=DAY, account=side(book, "loud").account,
    )  # fmt: skip
    with pytest.raises(Walled, match=r"501\(c\)\(3\)"):
        record(book, typed, "loud")


def word(rule: str, verdict: str) -> Override:
    return Override(rule=rule, verdict=verdict, reason="settled", who="R. Stone", decided_on=ON)


def test_counsel_s_word_opens_and_closes_the_wall(book: Book) -> None:
    with book.unit_of_work("Keep counsel's word") as unit:
        keep_override(unit, word(flow_code("corporation", "super_pac"), PROHIBITED))
        keep_override(unit, word(flow_code("union", "pac"), "allowed"))
    with pytest.raises(Walled, match=r"R\. Stone, 2026-07-06: settled"):
        record(book, gift(book, "corporation", "loud"), "loud")
    record(book, gift(book, "union", "action"), "action")
    assert entries(book) == 1
    book.undo()
    book.undo()
    record(book, gift(book, "corporation", "loud"), "loud")


# --- what the organisation would do itself


def transfer(book: Book, giver: str, taker: str, cents: int, note: Note | None) -> None:
    typed = TypedTransfer(
        giver=side(book, giver), taker=side(book, taker), amount_cents=cents, day=DAY,
        election_code="G2026", note=note,
    )  # fmt: skip
    with book.unit_of_work("Record transfer") as unit:
        record_transfer(unit, typed)


def test_a_transfer_above_the_limit_is_refused_with_the_law(book: Book) -> None:
    transfer(book, "action", "campaign", 3_000_00, None)
    with pytest.raises(Walled, match=r"\$500.00 above \$3,500.00") as refused:
        transfer(book, "action", "campaign", 1_000_00, None)
    assert "30116" in refused.value.citation
    transfer(book, "action", "campaign", 500_00, None)


def test_a_transfer_under_a_condition_needs_its_note(book: Book) -> None:
    with pytest.raises(Walled, match="declare") as asked:
        transfer(book, "party", "institute", 10_00, None)
    assert asked.value.asks == "attestation"
    transfer(book, "party", "institute", 10_00, NOTE)
    assert entries(book) == 2


def test_a_contribution_to_somebody_outside_counts_what_was_given_before(book: Book) -> None:
    of = side(book, "action")

    def pay(cents: int) -> None:
        payee = Contact(type="CCM", name="Friends of Else", committee_id="C00777777")
        candidate = Contact(type="CAN", last_name="Else", candidate_id="H6OR01001")
        paid = TypedPayment(
            payee=payee, known=None, kind="contribution_to_candidate", amount_cents=cents,
            day=DAY, account=of.account, election_code="G2026", candidate=candidate,
        )  # fmt: skip
        with book.unit_of_work("Record disbursement") as unit:
            record_payment(unit, of.entity, paid)

    pay(3_000_00)
    with pytest.raises(Walled, match=r"above \$3,500.00 for the general 2026"):
        pay(600_00)
    pay(500_00)


# --- whatever is tried

PLACES = tuple(TARGETS.values())
TRIES = st.lists(
    st.tuples(
        st.sampled_from((*SOURCES, *PLACES)), st.sampled_from(PLACES), st.integers(1, 9_000_00),
        st.booleans(),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=EXAMPLES, deadline=None)
@given(tries=TRIES)
def test_no_forbidden_pair_is_ever_typed_or_transferred_through(
    written: Path, tries: list[tuple[str, str, int, bool]]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_book(copyfile(written, f"{folder}/book.fdesk")) as book,
    ):
        for source, place, cents, noted in tries:
            note, before = (NOTE if noted else None), entries(book)
            own = source in PLACES
            try:
                if own:
                    transfer(book, source, place, cents, note)
                else:
                    record(book, gift(book, source, place, cents, note=note), place)
            except FinanceDeskError:
                assert entries(book) == before
                continue
            assert _may(book, source, place, own=own), (source, place)


def _may(book: Book, source: str, place: str, *, own: bool) -> bool:
    """Whether the matrix alone lets this through; within one entity it has no say."""
    into: Side = side(book, place)
    code = source
    if own:
        given = side(book, source)
        if given.entity.id == into.entity.id:
            return True
        code = giver_of_body(given.entity.kind, given.account.kind)
    return may_give(code, recipient_of_body(into.entity.kind, into.account.kind), ON).allowed
