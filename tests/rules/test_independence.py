"""How long a fact counts against independence, and which statuses contradict."""

from datetime import date

import pytest

from financedesk.errors import NotFound
from financedesk.rules.entities import entity_kinds
from financedesk.rules.independence import counted, keeps_file, topics
from financedesk.rules.parties import giver_of_body, recipient_of_body, statuses
from financedesk.rules.standing import Span, deciding, overlap

LAST = date(2026, 2, 28)


@pytest.mark.parametrize(
    ("topic", "weighs", "on", "state", "until"),
    [
        ("vendors", "against", date(2026, 1, 1), "stands", date(2026, 6, 28)),
        ("vendors", "against", date(2026, 6, 28), "runs_out", date(2026, 6, 28)),
        ("vendors", "against", date(2026, 6, 29), "over", date(2026, 6, 28)),
        ("staff", "against", date(2026, 6, 28), "runs_out", date(2026, 6, 28)),
        ("money", "against", date(2028, 2, 28), "runs_out", date(2028, 2, 28)),
        ("money", "against", date(2028, 2, 29), "over", date(2028, 2, 28)),
        ("vendors", "for", date(2026, 3, 1), "over", LAST),
        ("vendors", "for", LAST, "stands", LAST),
        ("vendors", "against", date(2025, 12, 31), "to_come", None),
    ],
)
def test_a_fact_that_ended_counts_until_its_time_has_run_out(
    topic: str, weighs: str, on: date, state: str, until: date | None
) -> None:
    found = counted(topic, weighs, date(2026, 1, 1), LAST, on)
    assert (found.state, found.until) == (state, until)
    assert found.counts == (state in ("stands", "runs_out"))


def test_a_fact_without_an_end_stands() -> None:
    assert counted("boards", "against", None, None, LAST).until is None
    with pytest.raises(NotFound, match="founders, boards, money, vendors, staff"):
        counted("weather", "for", None, None, LAST)


def test_topics_are_cited_and_have_one_period_each() -> None:
    for one in topics().values():
        assert one.citation
        assert one.asks.endswith(".")
        assert bool(one.clock) != bool(one.years)
    kept = {kind for kind in entity_kinds() if keeps_file(kind)}
    assert kept == {"super_pac", "hybrid_pac", "issue_c4"}


def test_every_status_may_be_given_to_a_kind_of_entity() -> None:
    for one in statuses().values():
        assert one.of
        assert set(one.of) <= set(entity_kinds())
    for kind in entity_kinds():
        assert giver_of_body(kind)
        assert recipient_of_body(kind)


def test_spans_meet_on_a_single_day() -> None:
    half = Span("not_a_party", "", "2026-06-30")
    assert overlap([half, Span("state_committee", "2026-07-01")]) is None
    assert overlap([half, Span("state_committee", "2026-06-30")]) is not None
    assert overlap([half, Span("state_committee")]) is not None
    assert deciding([half, Span("pending")]) == [half]
