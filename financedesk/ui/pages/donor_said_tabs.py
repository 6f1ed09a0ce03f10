"""Tabs of a donor's page with what somebody said: consent, declarations, answers to requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout

from financedesk.ledger.donor_attestations import Declared, standing_of
from financedesk.ledger.donor_requests import FIELDS, WAYS, DonorRequest
from financedesk.ledger.donors_edit import CHANNELS, Consent
from financedesk.rules.donor_declarations import declarations, ways
from financedesk.ui.formatting import NOTHING, day
from financedesk.ui.models import Column, ListTableModel, Look
from financedesk.ui.pages.donor_tabs import DonorTab, few_rows
from financedesk.ui.pages.donor_written import letters_card
from financedesk.ui.widgets import (
    Banner,
    Card,
    Chip,
    DataTable,
    EmptyState,
    button,
    column,
    label,
    row,
)
from financedesk.ui.widgets.build import allow, line

if TYPE_CHECKING:
    from financedesk.ledger.donor_page import Efforts
    from financedesk.ui.pages.donor_view import DonorPageView, ReadDonor


@dataclass(frozen=True)
class _Said:
    """One answer as the list of all answers shows it."""

    on: date
    what: str
    answer: str
    tone: str
    how: str


_ANSWERS: tuple[Column[_Said], ...] = (
    Column("on", "Day", lambda one: day(one.on), Look.QUIET, 120, sortable=False),
    Column("what", "What", lambda one: one.what, Look.STRONG, 180, stretch=True, least=110,
           sortable=False),
    Column("answer", "Answer", lambda one: one.answer, Look.CHIP, 120, sortable=False,
           tone=lambda one: one.tone),
    Column("how", "How", lambda one: one.how or NOTHING, Look.QUIET, 200, sortable=False,
           yields=True, tip=lambda one: one.how),
)  # fmt: skip


def _answers_of(consents: Sequence[Consent], declared: Sequence[Declared]) -> list[_Said]:
    channels = {str(key): words for key, words in CHANNELS.items()}
    said = [
        _Said(date.fromisoformat(one.since), channels.get(one.channel, one.channel),
              "Yes" if one.given else "No", "ok" if one.given else "bad", one.basis)
        for one in consents
    ]  # fmt: skip
    said += [_declared(one) for one in declared]
    return sorted(said, key=lambda one: one.on, reverse=True)


def _declared(one: Declared) -> _Said:
    kind = declarations().get(one.kind)
    how = " · ".join(
        part for part in (ways().get(one.how, one.how), one.document, one.note) if part
    )
    return _Said(one.on, one.kind if kind is None else kind.label,
                 "Declared" if one.given else "Taken back", "ok" if one.given else "bad",
                 how)  # fmt: skip


class SaidTab(DonorTab):
    """May the donor be reached, what was declared, and every answer with its day."""

    def __init__(self, view: DonorPageView) -> None:
        super().__init__()
        self._view = view

    def lay_out(self, read: ReadDonor) -> None:
        """Show what stands now, and what was said before."""
        reached = Card("May we reach this donor?")
        for channel, words in CHANNELS.items():
            answer = read.page.detail.consents.get(channel)
            note = partial(self._view.acts.consent, channel)
            reached.body.addLayout(self._line(words, *_consent(answer), note, read))
        self.body.addWidget(reached)
        declared = Card("Declared", "what this donor says of themselves")
        standing = standing_of(read.page.declared)
        for place, (code, one) in enumerate(declarations().items()):
            if place:
                declared.body.addWidget(line())
            note = partial(self._view.acts.declare, code)
            chip, told = _standing(standing.get(code))
            made = self._line(one.label, chip, told or f"{one.text} [{one.citation}]", note, read)
            declared.body.addLayout(made)
        self.body.addWidget(declared)
        self._all(read)

    def _line(
        self, words: str, chip: Chip, told: str, note: Callable[[], None], read: ReadDonor
    ) -> QLayout:
        change = button("Note…", name=f"Note an answer: {words}", on_click=note)
        allow(change, read.may_not_add)
        said = column(label(words, "name", wrap=True), label(told, "small", wrap=True), spacing=2)
        made = row(spacing=12, margins=(0, 3, 0, 3))
        made.addLayout(said, 1)
        made.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        made.addWidget(change, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _all(self, read: ReadDonor) -> None:
        every = _answers_of(read.page.consents, read.page.declared)
        if not every:
            return
        model: ListTableModel[_Said] = ListTableModel(_ANSWERS)
        model.show(every)
        table = DataTable("Every answer", model, noun=("answer", "answers"), selection_bar=False)
        few_rows(table, len(every))
        card = Card("Every answer", "the newest of each counts", flush=True)
        card.body.addWidget(table)
        self.body.addWidget(card)


def _consent(answer: Consent | None) -> tuple[Chip, str]:
    if answer is None:
        return Chip("Not asked", "neutral"), "Not asked is not a yes."
    since = f"Since {day(date.fromisoformat(answer.since))}"
    told = f"{since} · {answer.basis}" if answer.basis else since
    return Chip("Yes" if answer.given else "No", "ok" if answer.given else "bad"), told


def _standing(answer: Declared | None) -> tuple[Chip, str]:
    if answer is None:
        return Chip("Not declared", "neutral"), ""
    parts = (day(answer.on), ways().get(answer.how, answer.how), answer.document, answer.note)
    told = " · ".join(part for part in parts if part)
    if answer.given:
        return Chip("Declared", "ok"), told
    law = declarations()[answer.kind]
    return Chip("Taken back", "bad"), f"{told}. {law.lacking} [{law.citation}]"


# --- requests


def _asked_for(one: DonorRequest) -> str:
    return ", ".join(FIELDS.get(code, code) for code in one.asked)


def _counts(one: DonorRequest) -> tuple[str, str]:
    if one.with_appeal:
        return "With an appeal", "bad"
    return ("In time", "ok") if one.counts else ("Too late", "bad")


def _answered(one: DonorRequest) -> str:
    if one.answered_on is None:
        return "not answered"
    return f"{day(one.answered_on)}: {one.answer or 'would not say'}"


_REQUESTS: tuple[Column[DonorRequest], ...] = (
    Column("asked", "Asked on", lambda one: day(one.asked_on), Look.STRONG, 120),
    Column("how", "How", lambda one: WAYS.get(one.how, one.how), Look.QUIET, 100, yields=True),
    Column("what", "For", _asked_for, Look.TEXT, 160, stretch=True, least=90, tip=_asked_for),
    Column("by", "Counts until", lambda one: day(one.ask_by) if one.ask_by else NOTHING,
           Look.QUIET, 120, yields=True),
    Column("counts", "Best effort", lambda one: _counts(one)[0], Look.CHIP, 128,
           tone=lambda one: _counts(one)[1]),
    Column("answer", "Answer", _answered, Look.QUIET, 170, least=110, tip=_answered),
)  # fmt: skip


def _order(one: DonorRequest, key: str) -> object:
    values: dict[str, object] = {
        "asked": one.asked_on, "how": one.how, "what": one.asked, "by": one.ask_by or date.min,
        "counts": one.counts, "answer": one.answered_on or date.max,
    }  # fmt: skip
    return values[key]


_NOBODY = "Nobody has asked yet"
_HOW = (
    "A letter, an e-mail or a call about nothing else, within 30 days of the gift, is a best"
    " effort. The letters list of the page Donors notes them by itself, and so does a letter that"
    " is noted as sent on the page Compliance."
)


class RequestsTab(DonorTab):
    """Best efforts: what is missing, until when asking counts, who asked and what came back."""

    def __init__(self, view: DonorPageView) -> None:
        super().__init__()
        self._view = view

    def lay_out(self, read: ReadDonor) -> None:
        """Show the requests and what they must show."""
        if read.page.efforts is not None:
            self.body.addWidget(_banner(read.page.efforts, self._view.desk.today))
        ask = button("Note a request…", icon="plus", on_click=self._view.acts.ask)
        allow(ask, read.may_not_add)
        letters_alone = bool(read.page.letters) and not read.page.requests
        card = Card("Requests", "for what the law wants reported [11 CFR 104.7(b)]",
                    flush=not letters_alone, trailing=row(ask))  # fmt: skip
        if read.page.requests:
            card.body.addWidget(self._table(read))
        elif letters_alone:
            card.body.addWidget(label(f"{_NOBODY}. {_HOW}", "small", wrap=True))
        else:
            card.body.addWidget(EmptyState(_NOBODY, _HOW, icon="bell"))
        self.body.addWidget(card)
        if read.page.letters:
            today, opened = self._view.desk.today, self._view.acts.open_letter
            self.body.addWidget(letters_card(read.page.letters, today, opened))

    def _table(self, read: ReadDonor) -> DataTable:
        model: ListTableModel[DonorRequest] = ListTableModel(
            _REQUESTS, identify=lambda one: one.id, order=_order
        )
        model.show(read.page.requests)
        table = DataTable("Requests", model, noun=("request", "requests"), selection_bar=False)
        few_rows(table, len(read.page.requests))
        known = {one.id: one for one in read.page.requests}
        if not read.may_not_add:
            table.row_opened.connect(lambda number: self._view.acts.answer(known[int(number)]))
        table.setToolTip("Enter notes the answer")
        return table


def _banner(efforts: Efforts, today: date) -> Banner:
    missing, by = ", ".join(efforts.missing), day(efforts.ask_by)
    gift = f"the gift of {day(efforts.gift_on)}"
    after = f"{(efforts.ask_by - efforts.gift_on).days} days after {gift}"
    if efforts.made is not None:
        asked = f"asked on {day(efforts.made.asked_on)}"
        return Banner(f"Not known: {missing}. Best efforts are shown: {asked}, after {gift}.", "ok")
    if efforts.is_late(today):
        words = f"Not known: {missing}. Nobody asked by {by}, {after}; ask all the same."
        return Banner(words, "bad")
    return Banner(f"Not known: {missing}. Ask by {by}, {after}.", "warn")
