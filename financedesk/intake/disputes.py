"""What a chargeback's row costs beside the gift itself, and what its winning gives back.

The processor takes the gift out of the balance, and a fee for the dispute; when the committee wins,
it puts the gift back, and at some processors the fee as well.
"""

from financedesk.errors import BadInput
from financedesk.intake.staged import CHARGEBACK
from financedesk.rules.money import format_cents


def dispute_fee(meaning: str, cents: int, fee_cents: int | None, net_cents: int | None) -> int:
    """Return what the processor took for a dispute, in cents; below zero where it gave it back.

    ``meaning`` is CHARGEBACK or CHARGEBACK_WON; the amounts are without a sign, and None where the
    row does not say. Raises BadInput when amount, fee and net do not come out, and when
    a fee beside money that came again may have gone either way.
    """
    if net_cents is None:
        if fee_cents and meaning != CHARGEBACK:
            raise BadInput(
                "Without a net amount it cannot be told whether this fee was taken or given back;"
                " take the export with all columns."
            )
        return fee_cents or 0
    fee = net_cents - cents if meaning == CHARGEBACK else cents - net_cents
    if fee_cents is not None and fee_cents != abs(fee):
        raise BadInput(
            f"{format_cents(cents)} and a fee of {format_cents(fee_cents)} do not come to the"
            f" {format_cents(net_cents)} that the row gives as net."
        )
    return fee
