"""The sample's elected people: what they pledged, what came of it, and what is still open.

Their gifts are the ordinary contributions of the entities' books; here these are noted as keeping a
promise. One of them has a waiver, one paused, one is behind, one runs for Congress, one works for
the charity. Who they are stands in ``resources/sample/officials.toml``.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from financedesk.book import Book, UnitOfWork
from financedesk.ledger.entities import EntityRow
from financedesk.remittances.entering import enter_officials
from financedesk.remittances.escalation import StepTaken, take_step
from financedesk.remittances.people import OFFICIALS
from financedesk.remittances.plan import keep_plan, plan_of, sign_plan
from financedesk.remittances.pledges import PLEDGES, PledgeStep, move_pledge
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.receiving import proposals, take
from financedesk.remittances.stipends import STIPENDS, Stipend
from financedesk.remittances.waivers import DECLARED, WAIVERS, Attestation, Waiver
from financedesk.resources import resource
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.matching import SURE
from financedesk.sample.cast import official_key, officials
from financedesk.sample.days import LAST, in_month, months
from financedesk.sample.desk import Desk, Remitted

KEEPER = "party"
_TREASURER = "Ruth Abernathy-Sol"
_BOARD = "Board of the Lantern Party"
_RENEWED = date(2026, 1, 9)
_LAST_MONTH = date(2026, 10, 1)
_AGREED, _SIGNED = date(2026, 9, 24), date(2026, 9, 28)
_PAUSED, _WAIVED, _STIPEND, _BEHIND, _UNSIGNED = "R-4", "R-3", "R-11", "R-9", "R-2"
_WAIVED_MONTHS = ("2025-11", "2025-12")
_PAUSED_ON = date(2026, 10, 20)

_GIFTS_BESIDES = ((1, 15_00), (8, 60_00))
"""Which officials give the PAC how much a month beside what the party gets."""
_STEPS = (
    ("statement", date(2026, 7, 8)), ("reminder", date(2026, 7, 29)), ("talk", date(2026, 8, 20)),
    ("offer", date(2026, 9, 15)),
)  # fmt: skip
_WORDS = {
    "statement": "Open of February to June: 300.00 a month since your pay rose. The pledge is"
    " voluntary; you may change it or take it back at any time.",
    "reminder": "A friendly word: something is open. Write to me at home or call whenever it suits"
    " you.",
    "talk": "R. Abernathy-Sol and M. Penhallow spoke by telephone on 20 August: the rise went into"
    " the care of a parent.",
    "offer": "We offer to waive the rise until the end of the year, or a plan of 50.00 a month."
    " The offer stands until 15 October.",
}
_WAGE_CENTS, _WAGE_MINUTES, _USUAL_CENTS = 400_00, 720, 40_00


def give_besides(desk: Desk) -> None:
    """Record what officials give to the PAC each month of 2026 beside what the party gets."""
    for number, cents in _GIFTS_BESIDES:
        who = desk.contact(official_key(number), officials()[number - 1][0])
        for month in months():
            if month.year == LAST.year:
                day = in_month(month, 6 + number)
                item = desk.receive(
                    "individual_receipt", day, cents, who, "Bank transfer, remittance"
                )
                desk.remitted.append(Remitted(number, item, day))


def pay_research(desk: Desk) -> None:
    """Pay the official who does research for the charity, by the contract of the summer."""
    number = int(_STIPEND.removeprefix("R-"))
    who = desk.contact(official_key(number), officials()[number - 1][0])
    for month in months()[-3:]:
        desk.pay(
            "c3_program_expense", in_month(month, 28), _WAGE_CENTS, who, "Research on transit",
            "operating",
        )  # fmt: skip


def write_officials(
    book: Book, entities: Mapping[str, EntityRow], remitted: Sequence[Remitted]
) -> None:
    """Write who pledged what, note which gifts keep it, and agree on the last month."""
    enter_officials(book, resource("sample", "officials.toml"), KEEPER, LAST)
    writing = _Writing(book, entities)
    writing.note_gifts(remitted)
    writing.enter_stipend()
    writing.agree_on_last_month()
    writing.note_what_happened()


class _Writing:
    """The work on officials who are entered."""

    def __init__(self, book: Book, entities: Mapping[str, EntityRow]) -> None:
        self._book, self._entities = book, entities
        self._keeper = entities[KEEPER].id
        with book.read() as connection:
            known = OFFICIALS.of(connection, self._keeper)
            self._ids = {one.fact.reference: one.id for one in known}

    def note_gifts(self, remitted: Sequence[Remitted]) -> None:
        """Note the gifts of every month but the last as keeping their promise."""
        with self._book.unit_of_work("Take the sample’s remittances") as unit:
            for number, item_id, day in remitted:
                if day < _LAST_MONTH:
                    take_as_remittance(
                        unit, Receipt(item_id=item_id, keeper=KEEPER, reference=f"R-{number}")
                    )

    def enter_stipend(self) -> None:
        """Enter the contract that the charity has with one of them, released by counsel."""
        stipend = Stipend(
            keeper=KEEPER, reference=_STIPEND, work="Research on transit fares",
            monthly_cents=_WAGE_CENTS, monthly_minutes=_WAGE_MINUTES, market_cents=_USUAL_CENTS,
            market_evidence="Pay survey of nonprofit research, Oregon 2025", tax_form="1099-NEC",
            contract_on=date(2026, 7, 6), from_date=date(2026, 8, 1), to_date=date(2027, 1, 31),
            released_by="R. Okafor", released_on=date(2026, 7, 20),
        )  # fmt: skip
        with self._book.unit_of_work("Enter stipend") as unit:
            STIPENDS.add(unit, self._entities["institute"].id, stipend)

    def agree_on_last_month(self) -> None:
        """Propose October to everybody, have all but one sign, and take what came of it."""
        ids = [entity.id for entity in self._entities.values()]
        with self._book.unit_of_work("Renew declarations") as unit:
            for official_id in self._ids.values():
                for kind in attestations():
                    declared = Attestation(official_id=official_id, kind=kind, on_date=_RENEWED)
                    DECLARED.add(unit, self._keeper, declared)
        with self._book.unit_of_work("Keep the sample’s instructions") as unit:
            for place, (reference, official_id) in enumerate(self._ids.items()):
                plan = plan_of(
                    unit.connection, official_id, f"{_LAST_MONTH:%Y-%m}", ids,
                    made_on=in_month(_LAST_MONTH, 3 + place),
                )  # fmt: skip
                kept = keep_plan(unit, plan, _AGREED)
                if reference != _UNSIGNED:
                    sign_plan(unit, kept, _SIGNED)
        with self._book.unit_of_work("Take the sample’s remittances") as unit:
            for entity_id in ids:
                for one in proposals(unit.connection, entity_id):
                    if one.match.strength == SURE:
                        take(unit, one)

    def note_what_happened(self) -> None:
        """Note a waiver, a pause, and the steps about who is behind."""
        with self._book.unit_of_work("Note waiver") as unit:
            self._waive(unit)
        with self._book.unit_of_work("Pause pledge") as unit:
            (pledge,) = PLEDGES.of(unit.connection, self._keeper, official_id=self._ids[_PAUSED])
            move_pledge(unit, PledgeStep(
                pledge_id=pledge.id, state="paused", on_date=_PAUSED_ON, role="official",
                who="Gustavo Ibarra-Stone", note="Until the new term begins",
            ))  # fmt: skip
        for step, on in _STEPS:
            with self._book.unit_of_work("Take step") as unit:
                take_step(unit, StepTaken(
                    official_id=self._ids[_BEHIND], step=step, on_date=on, role="treasurer",
                    who=_TREASURER, text=_WORDS[step],
                ))  # fmt: skip

    def _waive(self, unit: UnitOfWork) -> None:
        """Waive two months that brought no gift."""
        first, last = _WAIVED_MONTHS
        WAIVERS.add(unit, self._keeper, Waiver(
            official_id=self._ids[_WAIVED], reason="family", first_period=first, last_period=last,
            approved_by=_BOARD, approved_on=date(2025, 11, 12),
        ))  # fmt: skip
