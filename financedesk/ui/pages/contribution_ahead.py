"""Looks ahead while a contribution is typed: asks the ledger in a job, says it in the live line."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from financedesk.compliance.finding import Finding
from financedesk.ledger.entered_gift import EnteredGift
from financedesk.ledger.gift_forecast import Forecast, GiftQuestion, forecast
from financedesk.ledger.slip_checks import SlipCheck
from financedesk.rules.receiving import Concern
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.jobs import JobRunner, Latest
from financedesk.ui.pages.brought import Brought, concerns_beside
from financedesk.ui.pages.contribution_donor import contact_of
from financedesk.ui.pages.contribution_fields import GiftFields
from financedesk.ui.pages.contribution_live import LiveLine, concerns_of, forecast_words
from financedesk.ui.pages.contribution_writing import write_typed

_START = "Date, donor, amount: this line says what a gift comes to."
_WHICH = Concern("warn", "Say for which election it is: P or G and the year, such as G2026.")


class LookAhead(QObject):
    """Keeps the live line true; ``foretold`` follows each answer, ``taller`` a change of height."""

    foretold = Signal()
    taller = Signal()

    def __init__(
        self,
        parent: QObject,
        fields: GiftFields,
        desk: BookDesk,
        runner: JobRunner,
        *,
        keys: str = "",
        before: Callable[[], tuple[SlipCheck, ...]] = tuple,
        alone: bool = False,
    ) -> None:
        """``keys`` says beside the line what the keyboard does.

        ``before`` answers with the checks that stand before this one on a slip. ``alone`` is a
        gift that is recorded by itself: the line also says what would be found of it.
        """
        super().__init__(parent)
        self._fields, self._desk, self._runner = fields, desk, runner
        self._latest = Latest()
        self._before = before
        self._counted: tuple[SlipCheck, ...] = ()
        self.live = LiveLine(keys)
        self._beside: tuple[Concern, ...] = ()
        self._brought = Brought(self, desk, runner) if alone else None
        if self._brought is not None:
            self._brought.told.connect(self._tell)
        self.found: Forecast | None = None

    @property
    def itemised(self) -> bool:
        """Whether the gift as typed will stand on the report by itself."""
        return self.found is not None and self.found.outlook.itemised

    @property
    def asks(self) -> bool:
        """Whether somebody must declare something before the gift may pass."""
        return self.found is not None and bool(self.found.asks)

    def say(self, words: str, concerns: tuple[Concern, ...] = (), *, act: str = "") -> None:
        """Say something in the live line; answers that are on their way are dropped."""
        self._latest.only(lambda _: None)
        self._bring(None, typed=False)
        self._show(words, concerns, act=act)

    def forget(self) -> None:
        """Know nothing of the gift that is typed next."""
        self.found = None

    def look(self, entered: EnteredGift | None) -> None:
        """Say what the gift comes to as it is typed; ``entered`` is what it corrects."""
        if entered is not None and (entered.locked or not entered.is_gift):
            self._say_held(entered)
            return
        self._counted = self._before()
        asked = self._question(entered)
        if asked is None:
            self.found = None
            self.say(_START)
            return
        asked = replace(asked, before=self._counted)
        self._bring(entered)
        book = self._desk.book

        def ask(_progress: object) -> Forecast:
            with book.read() as connection:
                return forecast(connection, asked)

        deliver = self._latest.only(self._take)
        self._latest.replace(self._runner.background("Looking ahead", ask, on_done=deliver))

    @property
    def is_outdated(self) -> bool:
        """Whether checks before this one have changed since its answer was asked for."""
        return self._before() != self._counted

    def check(self, number: int) -> SlipCheck | None:
        """Return the gift as a check of a slip; None while it says too little to count."""
        asked = self._question(None)
        if asked is None:
            return None
        return SlipCheck(
            number=number, giver=asked.giver, card_id=asked.card_id, day=asked.day,
            cents=asked.cents, election_code=asked.election_code,
        )  # fmt: skip

    def _question(self, entered: EnteredGift | None) -> GiftQuestion | None:
        fields = self._fields
        cents, when, account = fields.amount.cents, fields.date.day, fields.account_row
        if not cents or cents <= 0 or when is None or account is None or not self._desk.is_open:
            return None
        known = fields.donor.known
        return GiftQuestion(
            entity=fields.entity_row, account=account,
            giver=contact_of(
                known, fields.details.giver_type, fields.donor.text(), fields.details.typed()
            ),
            card_id=known.ref.card_id if known else None, day=when.isoformat(), cents=cents,
            method=fields.method.text(), today=self._desk.today,
            item_id=entered.item_id if entered else None,
            election_code=fields.election.text().strip().upper(),
            visible=tuple(one.id for one in self._desk.entity_rows()),
        )  # fmt: skip

    def _bring(self, entered: EnteredGift | None, *, typed: bool = True) -> None:
        """Ask what would be found of the gift as it is typed, if it can be recorded."""
        if self._brought is None:
            return
        act = None
        if typed and not self._fields.problems():
            act = partial(write_typed, typed=self._fields.typed(entered))
        self._brought.ask(act)

    def _tell(self, found: Sequence[Finding]) -> None:
        self._beside = concerns_beside(found)
        if self.found is not None:
            self._say_forecast(self.found)

    def _take(self, found: Forecast) -> None:
        self.found = found
        self._say_forecast(found)
        self.foretold.emit()

    def _say_forecast(self, found: Forecast) -> None:
        by_cycle = self._fields.entity_row.form == "F3"
        concerns = concerns_of(found)
        if by_cycle and not self._fields.election.text().strip():
            concerns = (*concerns, _WHICH)
        window = "this election cycle" if by_cycle else "this year"
        self._show(forecast_words(found, window), (*concerns, *self._beside))

    def _say_held(self, entered: EnteredGift) -> None:
        if not entered.locked:
            self.say("Amount, date and drive of this entry can be corrected here.")
            return
        concern = Concern("neutral", f"{entered.locked} Its drive may still change.")
        self.say("This row is locked.", (concern,), act="Amend…" if entered.filing_id else "")

    def _show(self, words: str, concerns: tuple[Concern, ...], *, act: str = "") -> None:
        if self.live.say(words, concerns, act=act):
            self.taller.emit()
