"""How letters read: the tones that set their states off."""

from collections.abc import Mapping

from financedesk.ledger.kept_letters import ANSWERED, AWAITED, LATE, SENT, TO_SEND

TONES: Mapping[str, str] = {
    TO_SEND: "warn", AWAITED: "info", LATE: "bad", ANSWERED: "ok", SENT: "neutral",
}  # fmt: skip
