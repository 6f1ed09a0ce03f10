"""The drawer of one entity: what it is, its accounts, where it is used, and what can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QPushButton, QWidget

from financedesk.ledger.entity_detail import AccountState, EntityDetail
from financedesk.ledger.joint_agreements import JOINT
from financedesk.ledger.organisation_tree import UnitRow
from financedesk.rules.entities import account_kind, entity_kind
from financedesk.rules.meters import Reading
from financedesk.ui.formatting import counted, dollars, money
from financedesk.ui.pages.entity_joint_panel import JointActions, JointSection
from financedesk.ui.pages.entity_meters import MetersSection
from financedesk.ui.pages.entity_standing_panel import StandingActions, StandingSections
from financedesk.ui.pages.entity_words import (
    FREQUENCY_WORDS,
    LEVEL_WORDS,
    address_words,
    day_words,
    span_words,
    state_of,
    treasurer_words,
)
from financedesk.ui.theme import Weight, current_theme, font
from financedesk.ui.widgets import Banner, Chip, button, column, label, line, row
from financedesk.ui.widgets.build import allow
from financedesk.ui.widgets.facts import fact_line

_ROLES = {"clearing": "Money at a processor", "in_transit": "Money between entities"}


@dataclass(frozen=True)
class EntityActions:
    """What the buttons of the drawer do; accounts are named by their ids."""

    edit: Callable[[], None]
    close: Callable[[], None]
    reopen: Callable[[], None]
    delete: Callable[[], None]
    add_account: Callable[[], None]
    edit_account: Callable[[int], None]
    show_entries: Callable[[], None]
    show_filings: Callable[[], None]
    standing: StandingActions
    joint: JointActions
    meters: Callable[[int, Callable[[Sequence[Reading]], None]], None]


class EntityPanel(QWidget):
    """Every fact of one entity; acts that the user may not do stand there disabled."""

    def __init__(
        self,
        detail: EntityDetail,
        above: str,
        actions: EntityActions,
        *,
        course: QWidget,
        why_not: str,
        why_not_delete: str,
    ) -> None:
        """``above`` names the entity above it as far as the user may see it.

        ``course`` draws how its cash went.
        ``why_not`` says why the user may not change it and who can, empty where they may.
        """
        super().__init__()
        self.detail, self._actions, self._why_not = detail, actions, why_not
        self._body = column(spacing=4, margins=(20, 16, 20, 20))
        self._heading()
        self._buttons(why_not_delete)
        self._section("Facts", self._facts(above))
        self._accounts()
        if detail.accounts:
            self._title("Cash over the year")
            self._body.addWidget(course)
        self._registrations()
        if detail.joint or detail.entity.kind == JOINT:
            self.joint = JointSection(detail.joint, actions.joint, why_not)
            self._body.addWidget(self.joint)
        standing = StandingSections(detail, actions.standing, why_not)
        self._body.addWidget(standing)
        if detail.readings:
            self.meters = MetersSection(detail.readings, detail.readings[0].year, actions.meters)
            self._body.addWidget(self.meters)
        self._uses()
        self._body.addStretch(1)
        self.setLayout(self._body)

    def _heading(self) -> None:
        held = label(dollars(self.detail.cash_cents), "kpi")
        held.setFont(font(current_theme().scale.kpi, Weight.TITLE, tabular=True))
        held.setAccessibleName(f"Holds {dollars(self.detail.cash_cents)}")
        top = row(held, None, spacing=8)
        closed_on = self.detail.entity.closed_on
        top.addWidget(Chip(*state_of(closed_on)), 0, Qt.AlignmentFlag.AlignVCenter)
        self._body.addLayout(top)
        kind = entity_kind(self.detail.entity.kind)
        self._body.addWidget(label(kind.label, "small", wrap=True))
        self._body.addWidget(label(kind.citation, "caption", wrap=True))
        if closed_on:
            self._body.addSpacing(6)
            said = f"Closed on {day_words(closed_on)}: no entry may come after that day."
            self._body.addWidget(Banner(said, "neutral"))

    def _buttons(self, why_not_delete: str) -> None:
        closed = bool(self.detail.entity.closed_on)
        does = self._actions
        self.edit = button("Edit", icon="pencil", on_click=does.edit)
        self.add_account = button("Add account", icon="wallet", on_click=does.add_account)
        self.end = (
            button("Reopen", icon="lock-open", on_click=does.reopen)
            if closed
            else button("Close…", icon="lock", name="Close the entity", on_click=does.close)
        )
        self.delete = button("Delete", icon="trash-2", on_click=does.delete)
        self._body.addSpacing(8)
        self._body.addLayout(row(self.edit, self.add_account, None, spacing=8))
        self._body.addSpacing(4)
        self._body.addLayout(row(self.end, self.delete, None, spacing=8))
        for made in (self.edit, self.end):
            allow(made, self._why_not)
        gone = "It is closed; reopen it, then add the account." if closed else ""
        allow(self.add_account, self._why_not or gone)
        allow(
            self.delete, why_not_delete, "Only what nothing uses can be deleted; it can be undone"
        )
        if self._why_not:
            said = f"You may read this entity, not write it. {self._why_not}"
            self._body.addWidget(label(said, "small", wrap=True))

    def _facts(self, above: str) -> list[tuple[str, str]]:
        one = self.detail
        unit = one.unit
        return [
            ("Short name", one.entity.code),
            ("Committee id", one.entity.committee_id),
            ("EIN", one.entity.ein),
            ("Under", above),
            ("Unit", f"{unit.name} ({unit.level})" if unit else ""),
            ("Treasurer", treasurer_words(one.entity)),
            ("Address", address_words(one.entity)),
        ]

    # --- sections

    def _title(self, words: str) -> None:
        self._body.addSpacing(12)
        self._body.addWidget(label(words, "small-strong"))
        self._body.addWidget(line())

    def _section(self, title: str, facts: Sequence[tuple[str, str]]) -> None:
        shown = [(name, words) for name, words in facts if words]
        if shown:
            self._title(title)
            for name, words in shown:
                self._body.addLayout(fact_line(name, words))

    def _accounts(self) -> None:
        self._title("Accounts")
        if not self.detail.accounts:
            said = "No account yet: money needs one before it can be recorded."
            self._body.addWidget(label(said, "small", wrap=True))
        for held in self.detail.accounts:
            self._body.addLayout(self._account(held))

    def _account(self, held: AccountState) -> QLayout:
        account = held.account
        name = label(account.name, "name", wrap=True)
        amount = label(money(held.balance_cents), "name")
        amount.setFont(font(current_theme().scale.body, Weight.NAME, tabular=True))
        amount.setAccessibleName(f"{account.name} holds {money(held.balance_cents)}")
        top = row(name, None, amount, spacing=8)
        top.setStretch(0, 1)
        second = row(label(account_words(held), "small", wrap=True), spacing=8)
        second.setStretch(0, 1)
        if account.role == "bank":
            second.addWidget(self._account_button(held), 0, Qt.AlignmentFlag.AlignTop)
        return column(top, second, spacing=0, margins=(0, 4, 0, 4))

    def _account_button(self, held: AccountState) -> QPushButton:
        made = button(
            "Edit", "link", name=f"Edit the account {held.account.name}",
            on_click=lambda: self._actions.edit_account(held.account.id),
        )  # fmt: skip
        allow(made, self._why_not)
        return made

    def _registrations(self) -> None:
        facts = []
        for one in self.detail.registrations:
            words = [one.identifier, FREQUENCY_WORDS.get(one.filing, "")]
            words += [span_words(one.from_date, one.to_date)]
            facts.append((one.authority, "\n".join(filter(None, words))))
        if self.detail.qualified_since:
            facts.append(("Multicandidate", f"since {day_words(self.detail.qualified_since)}"))
        self._section("Registrations", facts)

    def _uses(self) -> None:
        uses = self.detail.uses
        self._title("Where it is used")
        places = (
            (counted(uses.entries, "entry", "entries"), self._actions.show_entries),
            (counted(uses.filings, "filing"), self._actions.show_filings),
        )
        for words, show in places:
            go = button(words, "link", name=f"Show {words}", on_click=show)
            allow(go, "There are none yet." if words.startswith("0 ") else "")
            self._body.addLayout(row(go, None))
        rest = (counted(uses.contacts, "contact"), counted(uses.drives, "drive"))
        self._body.addWidget(label(" · ".join(rest), "small"))


def account_words(held: AccountState) -> str:
    """Return what an account is, below its name."""
    account = held.account
    if account.role != "bank":
        return _ROLES.get(account.role, account.role)
    words = [account_kind(account.kind).label, account.bank]
    if account.opening_date:
        began = money(account.opening_balance_cents)
        words.append(f"{began} on {day_words(account.opening_date)}")
    if account.closed_on:
        words.append(f"closed on {day_words(account.closed_on)}")
    elif held.lock:
        words.append("kind and opening balance are locked")
    return " · ".join(filter(None, words))


class UnitPanel(QWidget):
    """The drawer of one unit: its level, what stands under it, and what can be done."""

    def __init__(
        self,
        unit: UnitRow,
        above: str,
        below: Sequence[str],
        edit: Callable[[], None],
        delete: Callable[[], None],
        *,
        why_not: str,
    ) -> None:
        super().__init__()
        body = column(spacing=4, margins=(20, 16, 20, 20))
        body.addWidget(label(LEVEL_WORDS[unit.level], "section"))
        self.edit = button("Edit", icon="pencil", on_click=edit)
        self.delete = button("Delete", icon="trash-2", on_click=delete)
        allow(self.edit, why_not)
        used = "Move what stands under it first" if below else ""
        allow(self.delete, why_not or used, "Can be undone")
        body.addSpacing(8)
        body.addLayout(row(self.edit, self.delete, None, spacing=8))
        body.addSpacing(8)
        body.addLayout(fact_line("Short name", unit.code))
        if above:
            body.addLayout(fact_line("Under", above))
        body.addLayout(fact_line("Stand under it", "\n".join(below) or "Nothing yet"))
        body.addStretch(1)
        self.setLayout(body)
