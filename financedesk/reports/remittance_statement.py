"""An official's statement on paper: the balance, each month's arithmetic, what was given."""

from collections.abc import Iterator
from itertools import chain

from financedesk.remittances.given import kind_words
from financedesk.remittances.statements import StatedMonth, Statement
from financedesk.reports.pdf.page import Flow
from financedesk.reports.pdf.paper import (
    Column,
    Paper,
    figures,
    spread,
    table_head,
    table_row,
)
from financedesk.reports.pdf.parts import section, sentence, title
from financedesk.reports.pdf.type import BODY, NOTE
from financedesk.reports.remittance_words import (
    MEMORANDUM,
    VOLUNTARY,
    amount,
    blank_if_nothing,
    dollars,
    span_words,
    who_words,
)
from financedesk.rules.dues_formula import PAY_DUE, ROUNDING
from financedesk.rules.dues_standing import UNFULFILLED

_MONTHS = spread(
    Column("Month", 0), Column("How it stands", 130), Column("Due", 70, amount=True),
    Column("Waived", 65, amount=True), Column("Kept", 70, amount=True),
    Column("Open", 70, amount=True),
)  # fmt: skip
_GIVEN = spread(
    Column("To", 0), Column("Day", 62), Column("For", 92), Column("Amount", 76, amount=True)
)
_WAIVERS = spread(
    Column("Months", 0), Column("Reason", 90), Column("What", 110), Column("Approved", 150)
)
STATE_WORDS = {
    "open": "Open",
    "instructed": "Signed, not yet given",
    "partly_made": "Partly kept",
    "fulfilled": "Kept",
    "carried": "Carried: no room",
    "waived": "Waived",
    "lapsed": "Ended with the pledge",
}
"""The states of a due in two or three words."""


def statement_paper(stated: Statement) -> Paper:
    """Return a statement, ready to be written."""
    span = span_words(stated.first, stated.last)
    paper = Paper(
        title="Statement", whose=stated.keeper.name,
        about=f"{stated.person.plain_name} ({stated.person.reference}) · {span}",
        foot=f"as known on {stated.on}",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Statement")
    flow.add(title(f"Statement for {span}", who_words(stated.person, stated.on)))
    flow.add(sentence(f"{VOLUNTARY} {MEMORANDUM}"))
    _balance(flow, stated)
    _months(flow, stated)
    _waivers(flow, stated)
    _given(flow, stated)
    return paper


def _balance(flow: Flow, stated: Statement) -> None:
    flow.add(
        figures(
            (
                ("Brought forward", dollars(stated.brought_cents)),
                ("Due", dollars(stated.due_cents)),
                ("Waived", dollars(-stated.waived_cents)),
                ("Given", dollars(-stated.given_cents)),
                (f"Balance on {stated.on}", dollars(stated.balance_cents)),
            )
        )
    )
    flow.add(sentence(" ".join(_balance_words(stated)), BODY))


def _balance_words(stated: Statement) -> Iterator[str]:
    if stated.open_cents:
        ages = ", ".join(
            f"{age}: {dollars(cents)}" for age, cents in stated.ageing.items() if cents
        )
        yield f"{dollars(stated.open_cents)} is an {UNFULFILLED} ({ages}; days since it was due)."
    if stated.credit_cents:
        yield f"{dollars(stated.credit_cents)} was given in advance and meets what comes next."
    if stated.lapsed_cents:
        yield f"{dollars(stated.lapsed_cents)} ended with the pledge, and nothing of it is asked."
    if not (stated.open_cents or stated.credit_cents or stated.lapsed_cents):
        yield "Nothing is open: the promise was kept."


def _months(flow: Flow, stated: Statement) -> None:
    flow.add(section("Month by month"))
    flow.repeat(table_head(_MONTHS))
    for one in stated.months:
        flow.add(table_row(_MONTHS, _cells(one), below=formula_words(one)))
    open_cents = sum(one.settled.open_cents for one in stated.months)
    kept = sum(one.settled.made_cents for one in stated.months)
    flow.add(
        table_row(
            _MONTHS,
            ("All", "", amount(stated.due_cents), amount(stated.waived_cents), amount(kept),
             amount(open_cents)),
            strong=True,
        )
    )  # fmt: skip
    flow.repeat()
    flow.skip(4)
    flow.add(sentence(f"{ROUNDING} What is given keeps the oldest month first."))
    for gap in stated.gaps:
        flow.add(sentence(f"Not known from {gap.first} to {gap.last}: {gap.words}", BODY))
    flow.skip(4)


def _cells(one: StatedMonth) -> tuple[str, ...]:
    kind = "" if one.settled.kind == PAY_DUE else f" ({one.settled.kind})"
    return (
        f"{one.settled.month:%Y-%m}{kind}", STATE_WORDS[one.settled.state], amount(one.due_cents),
        blank_if_nothing(one.settled.waived_cents), blank_if_nothing(one.settled.made_cents),
        blank_if_nothing(one.settled.open_cents),
    )  # fmt: skip


def formula_words(one: StatedMonth) -> str:
    """Return how a month's due came about, line by line, with the numbers in it."""
    several = len(one.dues) > 1
    said = []
    for due in one.dues:
        name = " ".join(filter(None, (due.office, due.line))) if several else due.line
        said.append(": ".join(filter(None, (name, due.formula.words))))
    return " | ".join(filter(None, said))


def _waivers(flow: Flow, stated: Statement) -> None:
    if not stated.waivers:
        return
    flow.add(section("Waivers"), table_head(_WAIVERS))
    for one in stated.waivers:
        months = f"{one.first_period} – {one.last_period}"
        approved = f"{one.approved_by}, {one.approved_on}"
        flow.add(table_row(_WAIVERS, (months, one.reason, one.amount, approved)))
    flow.skip(4)


def _given(flow: Flow, stated: Statement) -> None:
    flow.add(section("What was given"))
    if not stated.given:
        flow.add(sentence("Nothing was given in these months.", BODY))
        return
    flow.repeat(table_head(_GIVEN))
    for one in stated.given:
        day = f"{one.day}" if one.entry is not None else f"{one.day:%Y-%m}"
        periods = ", ".join(one.periods)
        flow.add(table_row(_GIVEN, (one.name, day, periods, amount(one.cents))))
    flow.repeat()
    totals = ((kind_words(kind), cents) for kind, cents in stated.given_by_kind.items())
    for name, cents in chain(totals, [("All", stated.given_cents)]):
        flow.add(table_row(_GIVEN, (name, "", "", amount(cents)), strong=True))
    if any(one.entry is None for one in stated.given):
        flow.add(
            sentence(
                "What reached entities whose books are not the reader’s is one sum a month.", NOTE
            )
        )
