"""How documents of lists and data are said: states, columns, and the sentences of a document."""

from collections.abc import Callable, Mapping
from datetime import date

from financedesk.ledger.list_outlook import ASKED, FAIRLY, FREELY, GIVEN, STOPPED, UNKNOWN
from financedesk.ledger.list_rows import (
    BOOKED,
    DUE,
    FORBIDDEN,
    OVERDUE,
    PASSED,
    SETTLED,
    STALE,
    UNAPPRAISED,
    UNBOOKED,
    ListRow,
)
from financedesk.ledger.list_terms import BASES, COUNTERS, EXCHANGE, MONEY, ORIGINS, SERVES
from financedesk.ui.formatting import NOTHING, day, dollars, money, plain_money, spoken_money
from financedesk.ui.models import Column, Look

STATE_WORDS: Mapping[str, tuple[str, str, str]] = {
    FORBIDDEN: ("Forbidden", "bad", "circle-x"),
    UNBOOKED: ("Not booked", "bad", "circle-alert"),
    UNAPPRAISED: ("No appraisal", "bad", "circle-alert"),
    OVERDUE: ("Not paid", "bad", "hourglass"),
    STALE: ("Old appraisal", "warn", "triangle-alert"),
    DUE: ("To be paid", "info", "clock"),
    BOOKED: ("In kind", "neutral", "hand-coins"),
    SETTLED: ("Settled", "ok", "circle-check"),
    PASSED: ("Free", "neutral", "check"),
}
"""The word, the tone and the glyph of each state of a document."""

ANSWER_WORDS: Mapping[str, tuple[str, str]] = {
    FREELY: ("Free", "ok"),
    FAIRLY: ("At fair value", "ok"),
    GIVEN: ("A contribution in kind", "warn"),
    UNKNOWN: ("Worth not known", "warn"),
    ASKED: ("On a condition", "warn"),
    STOPPED: ("Not allowed", "bad"),
}
"""The word and the tone of what a document would come to."""

PARTY_WORDS: Mapping[str, str] = {
    "ORG": "Company or organisation", "PAC": "PAC", "PTY": "Party committee",
    "CCM": "Candidate’s committee", "IND": "Person",
}  # fmt: skip
"""What somebody outside the book may be."""


def cited(words: str) -> str:
    """Return words in which the number of a citation stays on the line of its code."""
    for code in ("CFR", "U.S.C."):
        words = words.replace(f"{code} ", f"{code}\N{NO-BREAK SPACE}")
    return words


def list_columns() -> tuple[Column[ListRow], ...]:
    """Return the columns of the documents."""
    return (
        Column("glyph", "", lambda one: STATE_WORDS[one.state][0], Look.ICON, 36, sortable=False,
               icon=lambda one: STATE_WORDS[one.state][2],
               tone=lambda one: STATE_WORDS[one.state][1], copied=lambda _one: ""),
        Column("day", "Day", lambda one: _day(one.given_on), Look.TEXT, 108),
        Column("what", "What", lambda one: one.kind.label, Look.STRONG, 150, 96, yields=True,
               tip=what_words),
        Column("giver", "From", lambda one: one.giver, Look.TEXT, 190, 84,
               tip=lambda one: one.giver),
        Column("taker", "To", lambda one: one.taker, Look.TEXT, 190, stretch=True,
               tip=lambda one: one.taker),
        Column("records", "Number", lambda one: f"{one.records:,}", Look.NUMBER, 84,
               yields=True, tip=what_words),
        _amount("worth", "Worth", lambda one: one.worth.cents if one.value_cents else None),
        _amount("back", "Came back", lambda one: one.counter_cents or None),
        _amount("given", "In kind", lambda one: one.in_kind_cents or None),
        Column("state", "State", lambda one: STATE_WORDS[one.state][0], Look.CHIP, 128,
               tone=lambda one: STATE_WORDS[one.state][1], tip=state_words),
    )  # fmt: skip


def _amount(key: str, title: str, cents: Callable[[ListRow], int | None]) -> Column[ListRow]:
    def shown(one: ListRow) -> str:
        found = cents(one)
        return NOTHING if found is None else money(found)

    def copied(one: ListRow) -> str:
        found = cents(one)
        return "" if found is None else plain_money(found)

    def spoken(one: ListRow) -> str:
        found = cents(one)
        return NOTHING if found is None else spoken_money(found)

    return Column(key, title, shown, Look.NUMBER, 104, yields=True, copied=copied, spoken=spoken)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))


def what_words(one: ListRow) -> str:
    """Return what is in it and how much, as a sentence."""
    return f"{one.records:,} {one.kind.unit}: {one.contents}."


def worth_words(one: ListRow) -> str:
    """Return what it was worth, by what, and as of which day."""
    if not one.basis or not one.value_cents:
        return "Nobody has said yet"
    parts = [dollars(one.value_cents), BASES[one.basis].removeprefix("An ").removeprefix("A ")]
    if one.basis_words:
        parts.append(one.basis_words)
    if one.appraised_on:
        parts.append(_day(one.appraised_on))
    if one.worth.percent < 100:
        parts.append(f"{one.worth.percent} % of it on the day it was given")
    return " · ".join(parts)


def back_words(one: ListRow) -> str:
    """Return what came back for it."""
    if one.counter == EXCHANGE:
        return f"{one.counter_words}, worth {dollars(one.counter_cents)}"
    if one.counter != MONEY:
        return COUNTERS[one.counter]
    if one.owed_cents:
        paid = f"{dollars(one.paid_cents)} of {dollars(one.counter_cents)} are paid"
        return paid if one.pay_by is None else f"{paid}; the rest by {day(one.pay_by)}"
    return f"{dollars(one.counter_cents)}, paid"


def state_words(one: ListRow) -> str:
    """Return how a document stands, as a sentence."""
    return {
        FORBIDDEN: "The law lets this data pass at no price.",
        UNBOOKED: f"{dollars(one.gap_cents)} of its worth is not paid, and not booked as a"
        " contribution in kind.",
        UNAPPRAISED: "Nobody has said what it was worth.",
        OVERDUE: f"{dollars(one.owed_cents)} should have been paid by"
        f" {'' if one.pay_by is None else day(one.pay_by)}.",
        STALE: f"The appraisal was older than {one.appraisal.time} on that day, or has no day.",
        DUE: f"{dollars(one.owed_cents)} is to be paid by"
        f" {'' if one.pay_by is None else day(one.pay_by)}.",
        BOOKED: f"{dollars(one.in_kind_cents)} of its worth is booked as a contribution in kind.",
        SETTLED: "Its worth was paid or exchanged.",
        PASSED: "It passes freely between the two.",
    }[one.state]  # fmt: skip


def fact_words(one: ListRow) -> tuple[tuple[str, str], ...]:
    """Return what a document says, title by title; empty ones are left out."""
    facts = (
        ("From", one.giver),
        ("To", one.taker),
        ("Given on", _day(one.given_on)),
        ("In it", what_words(one)),
        ("Where from", ORIGINS[one.origin] if one.kind.names else ""),
        ("Used for", SERVES[one.serves] if one.kind.names else ""),
        ("Results came", _day(one.came_on) if one.came_on else ""),
        ("Worth", worth_words(one) if one.rule.price == "fair" else ""),
        ("Came back", back_words(one)),
        ("In kind", dollars(one.in_kind_cents) if one.in_kind_cents else ""),
        ("Approved by", one.approver),
        ("Own records", one.attested),
        ("Document", one.document),
    )
    return tuple((title, words) for title, words in facts if words)
