"""What an official's dues are computed from: terms, pay, reference wages, family.

Every fact has the day from which it holds and the day on which it became known. A correction is
another fact with a later ``known_on``, so that what was stated once can be stated again.
Amounts are cents of one currency, which the schedule names. No tax return, no number of a person.
"""

from dataclasses import dataclass
from datetime import date

from financedesk.errors import BadInput
from financedesk.rules.money import LARGEST_CENTS

MONTH, YEAR = "month", "year"
PERS = (MONTH, YEAR)
GROSS, NET = "gross", "net"
BASES = (GROSS, NET)
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRecord:
    """What an office pays from a day on, as the slip says it, until a later record begins.

    ``withheld_cents`` is what the employer keeps back; ``allowance_cents`` counts only where it is
    taxable; ``allowance_included`` says that gross and net on the slip hold it already.
    ``known_on`` None: known since it began to hold. Raises BadInput for amounts that cannot be.
    """

    office: str
    from_day: date
    gross_cents: int
    net_cents: int
    withheld_cents: int = 0
    allowance_cents: int = 0
    allowance_included: bool = False
    allowance_taxable: bool = False
    per: str = MONTH
    known_on: date | None = None
    document: str = ""

    def __post_init__(self) -> None:
        """Refuse a slip that does not add up."""
        require_per(self.per, self)
        _require_slip(self)
        require_cents(self.allowance_cents, self, "allowance")
        outside = 0 if self.allowance_included else self.allowance_cents
        if self.net_cents > self.gross_cents - self.withheld_cents + outside:
            raise BadInput(
                f"{self}: the net is more than gross less what is withheld; check the slip, and"
                " enter tax-free allowances as allowances."
            )
        if self.allowance_included and self.allowance_cents > min(self.gross_cents, self.net_cents):
            raise BadInput(f"{self}: the allowance is more than the pay that is to include it.")

    def __str__(self) -> str:
        """Say which it is, for an error."""
        return f"Pay of {self.office} from {self.from_day}"

    def counted_cents(self, base: str) -> int:
        """Return the pay that a schedule counts: gross or net, with allowances only if taxable."""
        stated = self.gross_cents if base == GROSS else self.net_cents
        if self.allowance_taxable == self.allowance_included:
            return stated
        return stated + (self.allowance_cents if self.allowance_taxable else -self.allowance_cents)

    def a_year(self, base: str, salaries: int = MONTHS_A_YEAR) -> int:
        """Return the counted pay of a year, in which a monthly amount comes ``salaries`` times."""
        cents = self.counted_cents(base)
        return cents * salaries if self.per == MONTH else cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Severance:
    """What an office pays once when a term has ended; it makes a due of its own kind."""

    office: str
    paid_on: date
    gross_cents: int
    net_cents: int
    withheld_cents: int = 0
    known_on: date | None = None
    document: str = ""

    def __post_init__(self) -> None:
        """Refuse a slip that does not add up."""
        _require_slip(self)
        if self.net_cents > self.gross_cents - self.withheld_cents:
            raise BadInput(f"{self}: the net is more than gross less what is withheld.")

    def __str__(self) -> str:
        """Say which it is, for an error."""
        return f"Severance of {self.office} on {self.paid_on}"

    def counted_cents(self, base: str) -> int:
        """Return the gross or the net of it."""
        return self.gross_cents if base == GROSS else self.net_cents


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceWage:
    """A figure that a cap goes by, from a day until the next one of its series and area.

    A year's figure holds from 1 January. ``source`` says where it was published.
    """

    series: str
    from_day: date
    cents: int
    source: str
    area: str = ""
    per: str = MONTH
    known_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a figure without a name, a source or an amount."""
        if not self.series.strip() or not self.source.strip():
            raise BadInput(f"{self}: name its series and where it was published.")
        require_per(self.per, self)
        require_cents(self.cents, self)

    def __str__(self) -> str:
        """Say which it is, for an error."""
        return f"Reference wage {self.series or '?'} from {self.from_day}"

    def a_year(self, salaries: int = MONTHS_A_YEAR) -> int:
        """Return the wage of a year, in which a monthly amount comes ``salaries`` times."""
        return self.cents * (salaries if self.per == MONTH else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """For how many somebody cares from a day on: children, and dependants who are no children.

    Two counts and no names: the schedule asks no more.
    """

    from_day: date
    children: int = 0
    dependants: int = 0
    known_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse less than nobody."""
        if min(self.children, self.dependants) < 0:
            raise BadInput(f"Family from {self.from_day}: a count cannot be below zero.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Days in an office, both included; ``to_day`` None while it lasts.

    Its end, once known, is the same term once more with a later ``known_on``. Two terms are the
    same when office and ``term`` agree, or office and first day where ``term`` is empty.
    """

    office: str
    from_day: date
    to_day: date | None = None
    end_reason: str = ""
    term: str = ""
    known_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a term that ends before it begins."""
        require_span(self.from_day, self.to_day, f"Term in {self.office}")

    @property
    def identity(self) -> tuple[str, str]:
        """What makes a later version of it the same term."""
        return self.office, self.term or self.from_day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class PledgedDays:
    """Days on which a pledge is active, both included; days outside bring no due.

    A later version of the same first day takes its place from its ``known_on`` on.
    """

    from_day: date
    to_day: date | None = None
    known_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse days that end before they begin."""
        require_span(self.from_day, self.to_day, "Pledge")


def require_cents(cents: int, where: object, name: str = "") -> None:
    """Raise BadInput unless an amount is not negative and of sensible size.

    ``where`` is named in the error, ``name`` says which of its amounts it is.
    """
    if not 0 <= cents <= LARGEST_CENTS:
        of = f", {name}" if name else ""
        raise BadInput(f"{where}{of}: an amount is zero or more, and of sensible size.")


def require_per(per: str, where: object) -> None:
    """Raise BadInput unless an amount is said to be of a month or of a year."""
    if per not in PERS:
        raise BadInput(f"{where}: an amount is per month or per year, not per {per!r}.")


def require_span(first: date, last: date | None, where: str) -> None:
    """Raise BadInput when the last day comes before the first."""
    if last is not None and last < first:
        raise BadInput(f"{where}: the last day {last} is before the first, {first}.")


def _require_slip(slip: PayRecord | Severance) -> None:
    require_cents(slip.gross_cents, slip, "gross")
    require_cents(slip.withheld_cents, slip, "withheld")
    require_cents(slip.net_cents, slip, "net")
    if slip.withheld_cents > slip.gross_cents:
        raise BadInput(f"{slip}: more is withheld than the gross; check the slip.")
