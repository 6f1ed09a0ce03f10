"""What an official promised behind the wall, and the one gift of theirs that crosses it."""

from datetime import date

from financedesk.ledger.contacts import Contact
from financedesk.remittances.instructions import Instruction, InstructionLine, keep_instruction
from financedesk.remittances.plan import sign_plan
from financedesk.remittances.receipts import Receipt, take_as_remittance
from financedesk.remittances.schedules import add_schedule
from financedesk.remittances.waivers import WAIVERS, Waiver
from tests.ledger.riverbend import Desk
from tests.remittances.fellowship import CAP, PERSON, councillor, paid, pledge

MONTH = "2026-03"
_SINCE, _SIGNED = date(2026, 1, 1), date(2026, 3, 2)
CROSSING_CENTS = 40_00


def promised(other: Desk, own: Desk, mark: str, cents: int) -> int:
    """Let an official pledge to the other entity, and sign lines for both; return the official.

    What was pledged, paid and waived there comes to ``cents``, and every word of it is marked.
    What is asked of this side is a line of 40.00 that came already, from the name alone.
    """
    name = f"{mark}official"
    with other.book.unit_of_work(f"Add {name}") as unit:
        words = CAP.replace('"councillors"', f'"{mark}schedule"').replace("Conv", f"{mark}conv")
        add_schedule(unit, other.entity.id, words)
        official_id, term_id = councillor(unit, other.entity.id, name, _SINCE)
        paid(unit, term_id, other.entity.id, _SINCE, cents, cents)
        to = [(desk.entity.code, "federal") for desk in (other, own)]
        pledge(unit, other.entity.id, official_id, _SINCE, f"{mark}schedule", to)
        waiver = Waiver(
            official_id=official_id, reason="family", first_period="2026-01",
            last_period="2026-01", cents=cents // 100, approved_by=f"{mark}board",
            approved_on=_SINCE,
        )  # fmt: skip
        WAIVERS.add(unit, other.entity.id, waiver)
        found = Instruction(
            official_id=official_id, period=MONTH, due_cents=cents + CROSSING_CENTS,
            carried_in_cents=0, carried_out_cents=0, made_on=_SIGNED, drafted_on=_SIGNED,
        )  # fmt: skip
        lines = [
            InstructionLine(
                recipient=desk.entity.code, account_kind="federal", reference="R-1",
                giver="fischer ode" if desk is own else f"{name} ada", period=MONTH,
                cents=amount, reason="As agreed", citation="11 CFR 110.1", made_on=_SIGNED,
            )
            for desk, amount in ((other, cents), (own, CROSSING_CENTS))
        ]  # fmt: skip
        sign_plan(unit, keep_instruction(unit, other.entity.id, found, lines), _SIGNED)
    _given(other, name, cents)
    return official_id


def _given(other: Desk, name: str, cents: int) -> None:
    """Record what the official gave there, and take it for what was promised."""
    who = other.meet(Contact(type="IND", last_name=name, first_name="Ada", **PERSON))
    item = other.record("individual_receipt", who, "2026-03-20", cents, purpose=f"{name} R-1")
    with other.book.unit_of_work("Take as remittance") as unit:
        receipt = Receipt(item_id=item, keeper=other.entity.code, reference="R-1", period=MONTH)
        take_as_remittance(unit, receipt)
