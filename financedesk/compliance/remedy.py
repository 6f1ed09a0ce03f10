"""What a remedy is: what may be done about a finding, how much of it, until when, and why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from financedesk.book.unit import UnitOfWork
from financedesk.compliance.finding import Finding
from financedesk.errors import BadInput
from financedesk.ledger.contacts import Contact, ContactRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """One way to put a finding right; ``cents`` is what it moves, 0 where it moves nothing.

    ``asks`` are the facts that doing it needs (``rules.remedy_acts``); one with ``is_act`` false is
    done elsewhere, where the finding's entry or report stands. ``by`` is its last day as
    ``YYYY-MM-DD``, "" without one. ``why_not`` says why it is not open, "" where it is. ``note`` is
    what must be known beside it, ``item_ids`` the entries that it is done to. ``entity_ids`` are
    further entities to whose books it writes, to be asked about before it is done.
    """

    code: str
    title: str
    words: str
    is_act: bool = True
    asks: tuple[str, ...] = ()
    cents: int = 0
    by: str = ""
    why_not: str = ""
    note: str = ""
    citation: str = ""
    item_ids: tuple[int, ...] = ()
    entity_ids: tuple[int, ...] = ()

    @property
    def offered(self) -> bool:
        """Whether it may be done here and now."""
        return self.is_act and not self.why_not


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The facts with which a remedy is done; amounts in cents, the day ``YYYY-MM-DD``.

    ``words`` is the evidence, reason or method, ``who`` says so or answers for it. ``how`` is the
    way of a request or declaration, or whether a paper is ``signed`` or ``presumed``; ``presuming``
    then stands for what the presumption asks (no election named, both names printed). ``other`` is
    the card of the other giver, or ``newcomer`` who gets one.
    """

    day: str
    cents: int | None = None
    words: str = ""
    who: str = ""
    how: str = ""
    reason: str = ""
    payee: str = ""
    employer: str = ""
    occupation: str = ""
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    purpose: str = ""
    waiting: bool = False
    election: str = ""
    presuming: bool = False
    other: ContactRef | None = None
    newcomer: Contact | None = None

    @property
    def on(self) -> date:
        """The day."""
        return date.fromisoformat(self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A finding that is to be put right, and by what it is judged.

    ``visible`` are further entities that the user may see, as for ``gift_remedies.in_question``.
    """

    connection: Connection
    finding: Finding
    today: date
    visible: tuple[int, ...] = ()

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The entries of the finding, the newest first."""
        return tuple(reversed(self.finding.item_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Whether and how far a remedy is open for a finding: the figures of ``Remedy``.

    ``words`` and ``citation`` are its own where it knows better than the list of acts; ``without``
    are facts that it does not ask for here.
    """

    cents: int = 0
    by: str = ""
    why_not: str = ""
    note: str = ""
    item_ids: tuple[int, ...] = ()
    entity_ids: tuple[int, ...] = ()
    words: str = ""
    citation: str = ""
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """How an act is offered and done; ``offer`` returns None where it is no remedy at all."""

    offer: Callable[[Asked], Opening | None]
    do: Callable[[UnitOfWork, Asked, Given], object] = field(repr=False)


def require_words(words: str, said: str) -> str:
    """Return words without spaces around them; raises BadInput where there are none."""
    if not words.strip():
        raise BadInput(said)
    return words.strip()


def card_of(finding: Finding) -> int:
    """Return whom a finding is about; raises BadInput for one that is about nobody."""
    if finding.card_id is None:
        raise BadInput("This finding is about nobody with a card.")
    return finding.card_id


def spread(left: Sequence[tuple[int, int]], cents: int) -> list[tuple[int, int]]:
    """Return how an amount is taken from gifts with what is left of each, the first ones first."""
    found: list[tuple[int, int]] = []
    for item_id, most in left:
        part = min(most, cents)
        if part > 0:
            found.append((item_id, part))
            cents -= part
    return found
