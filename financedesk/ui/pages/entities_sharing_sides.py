"""Two choices that forms of shared costs ask for: who bears a cost, and who owes a share of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from financedesk.ledger.cost_agreements import CostParties
from financedesk.rules.cost_sharing import CostTerms, cost_terms
from financedesk.rules.passages import Holder
from financedesk.ui.pages.entities_sharing_rows import SideChoice, terms_words
from financedesk.ui.widgets import FormRow, label
from financedesk.ui.widgets.build import combo, set_shown, set_tone
from financedesk.ui.widgets.form_row import Need

MARGINS = (20, 14, 20, 20)


@dataclass(frozen=True)
class Sides:
    """Who may bear (books that the user may write) and who may owe (those that they may see)."""

    bearers: tuple[SideChoice, ...]
    debtors: tuple[SideChoice, ...]


class SidesFields(QObject):
    """Two choices, who bears and who owes, with the terms of the law below them.

    ``changed`` tells that another side was chosen.
    """

    changed = Signal()

    def __init__(self, sides: Sides, today: date) -> None:
        super().__init__()
        self._sides, self._today = sides, today
        self.bearer, self.debtor = combo(), combo()
        for field, choices in ((self.bearer, sides.bearers), (self.debtor, sides.debtors)):
            for one in choices:
                field.addItem(one.words)
        need = Need.REQUIRED
        self.bearer_row = FormRow("Bears the cost", self.bearer, "sharing.bearer", need=need)
        self.debtor_row = FormRow("Owes a share", self.debtor, "sharing.debtor", need=need)
        self.words = label("", "small", wrap=True)
        self._choose_another()
        for field in (self.bearer, self.debtor):
            field.currentIndexChanged.connect(lambda _at: self._chosen())
        self.say_terms()

    @property
    def parties(self) -> CostParties | None:
        """The two sides; None while there are no two."""
        bearer, debtor = self._chosen_bearer, self._chosen_debtor
        if bearer is None or debtor is None:
            return None
        return CostParties(
            entity_id=bearer.entity.id, account_kind=bearer.account_kind,
            debtor=debtor.entity.code, debtor_account_kind=debtor.account_kind,
        )  # fmt: skip

    @property
    def terms(self) -> CostTerms | None:
        """What the law says of these two today; None for one entity twice."""
        bearer, debtor = self._chosen_bearer, self._chosen_debtor
        if bearer is None or debtor is None or bearer.entity.id == debtor.entity.id:
            return None
        return cost_terms(
            Holder(bearer.entity.kind, bearer.account_kind),
            Holder(debtor.entity.kind, debtor.account_kind),
            self._today,
            connected=debtor.entity.kind == "ssf" and debtor.entity.parent_id == bearer.entity.id,
        )

    @property
    def problem(self) -> str:
        """What is wrong with the two; "" where the law lets them share."""
        found = self.terms
        if found is None:
            return "Choose two different entities; own accounts share by Schedules H3 and H5."
        return terms_words(found) if found.refused else ""

    def choose(self, parties: CostParties) -> None:
        """Choose the sides of something that is known."""
        for field, wanted in (
            (self.bearer, (parties.entity_id, parties.account_kind)),
            (self.debtor, (parties.debtor, parties.debtor_account_kind)),
        ):
            field.setCurrentIndex(self._place(field, wanted))

    def say_terms(self) -> None:
        """Say below the fields what the law says of the two."""
        found = self.terms
        self.words.setText("" if found is None or found.refused else terms_words(found))
        self.debtor_row.say(self.problem)
        set_tone(self.words, "warn" if found is not None and found.needs else "")
        set_shown(self.words, shown=bool(self.words.text()))

    def _place(self, field: QComboBox, wanted: tuple[int | str, str]) -> int:
        of_bearer = field is self.bearer
        choices = self._sides.bearers if of_bearer else self._sides.debtors
        for at, one in enumerate(choices):
            key = one.entity.id if of_bearer else one.entity.code
            if key == wanted[0] and one.account_kind == wanted[1]:
                return at
        return -1

    @property
    def _chosen_bearer(self) -> SideChoice | None:
        return _at(self._sides.bearers, self.bearer)

    @property
    def _chosen_debtor(self) -> SideChoice | None:
        return _at(self._sides.debtors, self.debtor)

    def _choose_another(self) -> None:
        """Begin with the first two that the law lets share, so that the form is no dead end."""
        for at in range(self.bearer.count()):
            for other in range(self.debtor.count()):
                self.bearer.setCurrentIndex(at)
                self.debtor.setCurrentIndex(other)
                if not self.problem:
                    return

    def _chosen(self) -> None:
        self.say_terms()
        self.changed.emit()


def _at(choices: Sequence[SideChoice], field: QComboBox) -> SideChoice | None:
    at = field.currentIndex()
    return choices[at] if 0 <= at < len(choices) else None
