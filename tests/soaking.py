"""How thorough a run is: a plain one takes a sample of what ``make soak`` takes whole."""

import os

SOAK = os.environ.get("FINANCEDESK_SOAK") == "1"


def examples(plain: int, soak: int) -> int:
    """Return how many examples this run takes."""
    return soak if SOAK else plain
