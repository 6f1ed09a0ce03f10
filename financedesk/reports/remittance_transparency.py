"""The report to the members on paper: open accounts of those who agreed, totals, and uses."""

from collections.abc import Sequence
from itertools import groupby

from financedesk.remittances.given import kind_words
from financedesk.remittances.transparency import LEAST_TOGETHER, OpenAccount, Transparency
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
from financedesk.reports.pdf.type import BODY
from financedesk.reports.remittance_words import (
    VOLUNTARY,
    amount,
    counted,
    dollars,
    span_words,
)

_ACCOUNT = (
    Column("Net pay", 76, amount=True), Column("Given", 76, amount=True),
    Column("Kept of the pay", 76, amount=True),
    Column("Given since the beginning", 84, amount=True),
)  # fmt: skip
_ACCOUNTS = spread(Column("Official", 0), *_ACCOUNT)
_KINDS = spread(Column("Kind of entity", 0), Column("Given", 100, amount=True))
_USES = spread(Column("Use", 0), Column("Spent", 100, amount=True))


def transparency_paper(report: Transparency) -> Paper:
    """Return the report to the members, ready to be written."""
    span = span_words(report.first, report.last)
    paper = Paper(
        title="Open accounts", whose=report.keeper.name, about=f"officials’ remittances, {span}",
        foot=f"as known on {report.on}",
    )  # fmt: skip
    flow = paper.flow
    flow.begin("Open accounts")
    flow.add(title(f"Open accounts for {span}", "What officials gave of their pay, and what for"))
    flow.add(
        sentence(
            f"Named is who agreed to it; nobody’s address is told. {VOLUNTARY} Everybody named gave"
            " from their own pay, in their own name."
        )
    )
    flow.add(
        figures(
            (
                ("Given", dollars(report.given_cents)),
                ("Since the beginning", dollars(report.ever_cents)),
                ("Named", counted(len(report.accounts), "official")),
                ("Not named", counted(report.others, "official")),
            )
        )
    )
    flow.add(sentence(others_words(report), BODY))
    _accounts(flow, report.accounts)
    _kinds(flow, report)
    _uses(flow, report)
    return paper


def others_words(report: Transparency) -> str:
    """Return what the totals say of those who are not named."""
    if not report.others:
        return "Every official agreed to be named."
    if report.others_given is None:
        return (
            "The totals are of those who are named: what others gave is left out, because fewer"
            f" than {LEAST_TOGETHER} of them gave anything, and a sum would tell of somebody."
        )
    return "The totals count those who are not named as well."


def _accounts(flow: Flow, accounts: Sequence[OpenAccount]) -> None:
    flow.add(section("Official by official"))
    if not accounts:
        flow.add(sentence("Nobody agreed to be named yet.", BODY))
        return
    flow.repeat(table_head(_ACCOUNTS))
    for one in accounts:
        who = ", ".join((one.person.plain_name, *one.offices))
        cells = (who, amount(one.pay_cents), amount(one.given_cents), amount(one.kept_cents),
                 amount(one.ever_cents))  # fmt: skip
        flow.add(table_row(_ACCOUNTS, cells, below=_to_whom(one)))
    sums = (
        sum(one.pay_cents for one in accounts), sum(one.given_cents for one in accounts),
        sum(one.kept_cents for one in accounts), sum(one.ever_cents for one in accounts),
    )  # fmt: skip
    flow.add(table_row(_ACCOUNTS, ("All who are named", *map(amount, sums)), strong=True))
    flow.repeat()
    flow.skip(4)


def _to_whom(one: OpenAccount) -> str:
    parts = [f"{kind_words(kind)} {dollars(cents)}" for kind, cents in one.given.items() if cents]
    return f"To: {'; '.join(parts)}." if parts else "Nothing was given in these months."


def _kinds(flow: Flow, report: Transparency) -> None:
    if not report.given:
        return
    rows = [table_row(_KINDS, (kind_words(kind), amount(cents)))
            for kind, cents in report.given.items()]  # fmt: skip
    flow.add(section("To which kind of entity"), table_head(_KINDS), *rows)
    flow.add(table_row(_KINDS, ("All", amount(report.given_cents)), strong=True))
    flow.skip(4)


def _uses(flow: Flow, report: Transparency) -> None:
    if not report.uses:
        return
    flow.add(section("What the entities that received it spent their money on"))
    flow.add(
        sentence(
            "Everything that each of them spent in these months, whoever gave it: money in one"
            " account is not told apart by its giver."
        )
    )
    for name, uses in groupby(report.uses, key=lambda one: one.entity):
        held = list(uses)
        rows = [table_row(_USES, (one.words, amount(one.cents))) for one in held]
        total = table_row(_USES, (name, amount(sum(one.cents for one in held))), strong=True)
        flow.add(table_head(_USES), total, *rows)
        flow.skip(4)
