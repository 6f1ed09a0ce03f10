"""What the row of entry writes, in one unit of work of the database worker, and what is said."""

from financedesk.book import UnitOfWork
from financedesk.ledger.edit import ItemEdit, replace_item
from financedesk.ledger.entry_drafts import GIFT, drop_draft
from financedesk.ledger.typed_gift import find_or_make_drive, record_gift, replace_gift
from financedesk.ui.formatting import dollars
from financedesk.ui.pages.contribution_fields import Typed


def write_typed(unit: UnitOfWork, typed: Typed) -> None:
    """Record a gift or correct an entry; see ``record_gift``, ``replace_gift``, ``replace_item``.

    Of a locked entry only the drive is written, whatever else its fields show. What was kept of
    the row while it was typed goes in the same moment, so that it never comes back as a second.
    """
    drop_draft(unit, typed.entity.id, unit.heading.who, GIFT)
    entered = typed.entered
    if entered is None:
        if typed.gift is not None:
            record_gift(unit, typed.entity, typed.gift)
    elif typed.gift is not None:
        replace_gift(unit, typed.entity, entered.item_id, typed.gift)
    else:
        drive_id = find_or_make_drive(unit, entered.entity_id, typed.drive)
        cents, day = (
            (entered.amount_cents, entered.day) if entered.locked else (typed.cents, typed.day)
        )
        replace_item(unit, entered.item_id, ItemEdit(cents, day, drive_id))


def saved_words(typed: Typed) -> str:
    """Return what the toast says of a gift that was recorded or corrected."""
    if typed.entered is not None:
        return f"Saved the entry of {typed.name}"
    return f"Recorded {dollars(typed.cents)} from {typed.name}"
