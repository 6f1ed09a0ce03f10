"""What a disbursement or transfer will come to, in the words of the line under a form."""

from datetime import date

from financedesk.ledger.account_balance import Balance
from financedesk.ledger.report_place import ReportPlace
from financedesk.ledger.typed_payment import SideOutlook
from financedesk.ledger.typed_transfer import Side, TransferOutlook
from financedesk.rules.passages import Passage
from financedesk.rules.purposes import vagueness_of
from financedesk.ui.formatting import day, dollars, short_day

_NO_FORM = "No form of the FEC shows it."


def stands_words(found: SideOutlook) -> str:
    """Return on which line of which report an entry will stand."""
    if not found.line:
        return _NO_FORM
    line = found.line.partition(":")[0]
    if found.report is None:
        return f"{line}, on the report of that day."
    return f"{line} of the {report_words(found.report)}."


def report_words(report: ReportPlace) -> str:
    """Return a report with its due day, or that it is filed already."""
    if report.closed:
        return (
            f"{report.title}, which is closed already ({report.closed}): the entry needs an "
            "amendment"
        )
    return f"{report.title}, due {short_day(report.due)}" if report.due else report.title


def aggregate_words(found: SideOutlook, window: str) -> str:
    """Return what the payee was paid with it and whether it is itemised; empty for no line."""
    if not found.line:
        return ""
    if found.after_cents is None:
        return "Itemised whatever its amount." if found.itemised else ""
    total = f"Makes {dollars(found.after_cents)} to this payee {window}"
    if found.crosses:
        return f"{total}, above $200: itemised from here on."
    return f"{total}: {'itemised' if found.itemised else 'not itemised'}."


def balance_words(held: Balance, account: str) -> str:
    """Return what an account holds after it, and when it would be overdrawn."""
    words = f"Leaves {dollars(held.cents)} on {account}."
    if held.least_cents >= 0:
        return words
    if held.least_cents == held.cents:
        return f"Overdraws {account}: {dollars(held.cents)} after it."
    when = day(date.fromisoformat(held.least_on))
    return f"{words} Overdraws it on {when}: {dollars(held.least_cents)} then."


def purpose_warning(purpose: str, *, to_person: bool) -> str:
    """Return why the FEC would ask about a purpose; empty when it says enough."""
    found = vagueness_of(purpose, to_person=to_person)
    if found is None:
        return ""
    return f"The FEC finds “{purpose.strip()}” too vague. {found.instead} ({found.citation})"


# --- transfers


_TONES = {"limited": "info", "conditional": "warn", "refused": "bad"}


def passage_words(found: Passage) -> tuple[str, str]:
    """Return what the law says of a transfer, and its tone; nothing for what it plainly allows."""
    if found.refused:
        return f"Not allowed. {found.words}", "bad"
    return found.words, _TONES.get(found.status, "info")


def transfer_words(found: TransferOutlook, giver: Side, taker: Side) -> tuple[str, ...]:
    """Return where both sides will stand and what the taking account holds after it."""
    if found.giver is None or found.taker is None:
        return ()
    own = giver.entity.id == taker.entity.id
    sides = ((found.giver, giver), (found.taker, taker))
    if own and not found.giver.line and not found.taker.line:
        stands = ["Between own accounts: no form shows it."]
    else:
        stands = [f"{_side_name(side, own=own)}: {stands_words(one)}" for one, side in sides]
    holds = f"{_account_name(taker, own=own)} then holds {dollars(found.taker.balance.cents)}."
    return (*stands, holds)


def left_words(found: TransferOutlook, giver: Side, taker: Side) -> tuple[str, str]:
    """Return what the giving account holds after it, and the tone: bad when it is overdrawn."""
    if found.giver is None:
        return "", ""
    own = giver.entity.id == taker.entity.id
    words = balance_words(found.giver.balance, _account_name(giver, own=own))
    return words, "bad" if found.giver.balance.least_cents < 0 else ""


def _side_name(side: Side, *, own: bool) -> str:
    return side.account.name if own else side.entity.name


def _account_name(side: Side, *, own: bool) -> str:
    return side.account.name if own else f"{side.account.name} of {side.entity.name}"
