"""The tab of the pledge: its state and steps, whom it authorises, declarations and waivers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from financedesk.remittances.pledges import PledgeRecipient
from financedesk.remittances.shelf import Kept
from financedesk.remittances.waivers import WAIVER_REASONS, Waiver
from financedesk.rules.entities import account_kind
from financedesk.rules.pledges import author_roles, next_states, standard_text, states
from financedesk.rules.schedule_words import schedule_words
from financedesk.ui.formatting import NOTHING, day, money
from financedesk.ui.models import Column, Look
from financedesk.ui.pages.official_cards import FactsCard, TabPage
from financedesk.ui.pages.official_pledge_forms import STEP_WORDS
from financedesk.ui.pages.official_small_forms import DECLARATION_WORDS
from financedesk.ui.pages.official_words import (
    PLEDGE_TONES,
    days_words,
    optional_day,
    period_words,
    pledge_word,
)
from financedesk.ui.widgets import Card, Chip, Facts, button, column, label, row
from financedesk.ui.widgets.action_row import ActionRow
from financedesk.ui.widgets.build import allow, clear, set_shown
from financedesk.ui.widgets.facts import fact_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from financedesk.remittances.official_detail import Declaration, OfficialDetail, PledgeDetail
    from financedesk.remittances.pledges import PledgeStep
    from financedesk.ui.pages.official_editing import OfficialEditing

_NONE = (
    "No pledge yet. It is voluntary and can be taken back at any time; draft one, let the official"
    " sign it, and activate it when the declarations are there."
)


class PledgeTab(TabPage):
    """Shows the newest pledge; its buttons do what the states of a pledge allow, or say why not."""

    def __init__(self, editing: OfficialEditing) -> None:
        super().__init__()
        self._editing = editing
        self._pledge: PledgeDetail | None = None
        self._names: Mapping[str, str] = {}
        self.step_buttons: dict[str, QPushButton] = {}
        self.draft_button = button("Draft a pledge", icon="plus")
        self.draft_button.clicked.connect(lambda _on=False: editing.edit_pledge())
        self.edit_button = button("Edit draft", icon="pencil", on_click=self._edit)
        self.card = Card("Pledge", trailing=row(self.edit_button, self.draft_button))
        self._facts = column(spacing=6)
        self.card.body.addLayout(self._facts)
        self.text_card = Card("What is signed")
        self._text = label("", "small", wrap=True)
        self.text_card.body.addWidget(self._text)
        self.text_card.body.addStretch(1)
        self.recipients = FactsCard(
            "Authorised recipients", self._columns(), lambda one: one.id,
            ("Nobody is authorised yet", "Whom the official lets receive, and in which order."),
            add="Add recipient",
        ).when(opened=self._recipient, add=self._recipient)  # fmt: skip
        self.declarations = FactsCard(
            "Declarations", _DECLARATIONS, None, ("None", ""), add="Add declarations"
        ).when(opened=lambda _place: editing.declare(), add=editing.declare)
        self.waivers = FactsCard(
            "Waivers", _WAIVERS, lambda one: one.id,
            ("No waiver", "Months for which nothing, or less, is asked."), add="Add waiver",
        ).when(opened=editing.edit_waiver, add=editing.edit_waiver)  # fmt: skip
        self.lay_out(
            (self.card, self.text_card), self.recipients, (self.declarations, self.waivers)
        )  # fmt: skip

    def _columns(self) -> tuple[Column[Kept[PledgeRecipient]], ...]:
        def name(one: Kept[PledgeRecipient]) -> str:
            return self._names.get(one.fact.recipient, one.fact.recipient)

        return (
            Column("tier", "Tier", lambda one: str(one.fact.tier), Look.NUMBER, 56,
                   sortable=False),
            Column("recipient", "Recipient", name, Look.STRONG, 150, stretch=True,
                   sortable=False, tip=name),
            Column("account", "Account", lambda one: account_kind(one.fact.account_kind).label,
                   Look.TEXT, 150, sortable=False),
            Column("weight", "Weight", lambda one: str(one.fact.weight), Look.NUMBER, 72,
                   sortable=False),
            Column("wish", "Wish a month", lambda one: _optional(one.fact.wish_cents), Look.NUMBER,
                   112, sortable=False),
            Column("cap", "Most a month", lambda one: _optional(one.fact.cap_cents), Look.NUMBER,
                   112, sortable=False),
            Column("consented", "Authorised", lambda one: day(one.fact.consented_on), Look.QUIET,
                   118, sortable=False, yields=True),
            Column("days", "When", lambda one: days_words(one.fact.from_date, one.fact.to_date),
                   Look.QUIET, 120, sortable=False, yields=True),
        )  # fmt: skip

    def _edit(self) -> None:
        if self._pledge is not None:
            self._editing.edit_pledge(self._pledge)

    def _recipient(self, row_id: int | None = None) -> None:
        if self._pledge is not None:
            self._editing.edit_recipient(self._pledge, row_id)

    def show_detail(self, detail: OfficialDetail, names: Mapping[str, str], why_not: str) -> None:
        """Show an official; ``names`` are entities’ by short name.

        ``why_not`` says why nothing may be written.
        """
        self._names = names
        self._pledge = pledge = detail.pledge
        clear(self._facts)
        self.step_buttons = {}
        if pledge is None:
            self._facts.addWidget(label(_NONE, "quiet", wrap=True))
            self.text_card.set_heading("The standard text", f"Version {standard_text().version}")
            self._text.setText(standard_text().text)
        else:
            self._show_pledge(pledge, why_not)
        self._earlier(detail)
        open_one = pledge is not None and not states()[pledge.state].final
        allow(
            self.draft_button,
            why_not or ("This pledge stands; end it or have it revoked first." if open_one else ""),
        )
        draft = pledge is not None and not pledge.steps
        set_shown(self.edit_button, shown=draft)
        set_shown(self.draft_button, shown=not draft)
        allow(self.edit_button, why_not)
        none = "" if pledge is not None else "Draft the pledge first."
        self.recipients.show_rows(pledge.recipients if pledge else (), why_not or none)
        self.declarations.show_rows(detail.declarations, why_not)
        self.waivers.show_rows(detail.waivers, why_not)

    def _show_pledge(self, pledge: PledgeDetail, why_not: str) -> None:
        fact = pledge.pledge.fact
        state = states()[pledge.state]
        chip = Chip(pledge_word(pledge.state), PLEDGE_TONES[pledge.state])
        words = state.label if state.label != chip.text else ""
        self._facts.addLayout(row(chip, label(words, "small"), None))
        self._facts.addWidget(self._buttons(pledge, why_not))
        facts = Facts("The pledge")
        facts.show_pairs(
            [
                ("Begins", day(fact.from_date)), ("Signed", optional_day(fact.signed_on)),
                *self._schedule(pledge), *map(_step_pair, pledge.steps),
            ]
        )  # fmt: skip
        self._facts.addWidget(facts)
        if pledge.schedule is not None:
            for said in schedule_words(pledge.schedule.fact.schedule):
                self._facts.addWidget(label(said, "small", wrap=True))
        self.text_card.set_heading("What is signed", f"Version {fact.text_version}")
        self._text.setText(fact.text)

    def _buttons(self, pledge: PledgeDetail, why_not: str) -> ActionRow:
        made = ActionRow()
        ways = next_states(pledge.state)
        # What can be done now stands first; the rest says why not.
        for to, words in sorted(STEP_WORDS.items(), key=lambda one: one[0] not in ways):
            one = button(f"{words}…", name=f"{words} the pledge",
                         on_click=partial(self._editing.move_pledge, pledge, to))  # fmt: skip
            allow(one, why_not or _no_way(pledge.state, to, ways), states()[to].label)
            self.step_buttons[to] = one
            made.add(one)
        return made

    def _schedule(self, pledge: PledgeDetail) -> list[tuple[str, str]]:
        kept = pledge.schedule
        if kept is None:
            return []
        return [("Schedule", kept.fact.name), ("Its version of", day(kept.fact.from_date))]

    def _earlier(self, detail: OfficialDetail) -> None:
        for one in detail.pledges[1:]:
            words = f"{pledge_word(one.state)}, from {day(one.pledge.fact.from_date)}"
            self._facts.addLayout(fact_line("Earlier pledge", words))


def _no_way(state: str, to: str, ways: Sequence[str]) -> str:
    if to in ways:
        return ""
    said = ", ".join(STEP_WORDS[one].lower() for one in ways)
    here = states()[state].label
    return f"It is “{here}”. {f'From there you can: {said}.' if said else 'Draft a new pledge.'}"


def _step_pair(kept: Kept[PledgeStep]) -> tuple[str, str]:
    """Return a step as a fact: what it became, when and by whom."""
    when = f"{pledge_word(kept.fact.state)} {day(kept.fact.on_date)}"
    return when, _step_words(kept.fact)


def _step_words(step: PledgeStep) -> str:
    until = f"until {day(step.until_date)}" if step.until_date else ""
    return ", ".join(filter(None, (step.who, author_roles()[step.role], until, step.note)))


def _optional(cents: int | None) -> str:
    return NOTHING if cents is None else money(cents)


_DECLARATIONS: Sequence[Column[Declaration]] = (
    Column("what", "What", lambda one: DECLARATION_WORDS.get(one.code, one.code), Look.STRONG,
           150, stretch=True, sortable=False, tip=lambda one: f"{one.text} {one.law}"),
    Column("until", "Holds until", lambda one: optional_day(one.holds_until), Look.TEXT, 112,
           sortable=False),
    Column("state", "State", lambda one: "Missing" if one.missing else "Holds", Look.CHIP, 92,
           sortable=False, tone=lambda one: "warn" if one.missing else "ok"),
)  # fmt: skip


def _months(one: Kept[Waiver]) -> str:
    first, last = one.fact.first_period, one.fact.last_period
    return period_words(first) if first == last else f"{first} to {last}"


_WAIVERS: Sequence[Column[Kept[Waiver]]] = (
    Column("months", "Months", _months, Look.STRONG, 140, stretch=True, sortable=False,
           tip=_months),
    Column("less", "Less a month", lambda one: money(one.fact.cents) if one.fact.cents else "All",
           Look.NUMBER, 104, sortable=False),
    Column("reason", "Reason", lambda one: WAIVER_REASONS[one.fact.reason], Look.QUIET, 110,
           sortable=False, yields=True),
    Column("by", "Approved by", lambda one: one.fact.approved_by, Look.QUIET, 110, sortable=False,
           yields=True, tip=lambda one: one.fact.approved_by),
)  # fmt: skip
