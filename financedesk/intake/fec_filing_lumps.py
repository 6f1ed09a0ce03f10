"""What a cover says beyond its rows: one lump per line, so that the line stays as filed.

Small amounts need not be itemised on some lines (11 CFR 104.3(a)(4), (b)(3)); elsewhere a
difference is a fault of the filing, which the ledger keeps and reports.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from financedesk.fec.shapes import SHAPES
from financedesk.intake.fec_filing_cover import Cover, dollars
from financedesk.ledger.entries import NewItem
from financedesk.rules.kinds import Kind, kinds, line_for
from financedesk.rules.summary import SummaryLine, form_line

_UNITEMISED = "unitemised_"


@dataclass(frozen=True, slots=True)
class Lump:
    """Money on lines of a cover that no row of the file shows; ``lawful`` if it may be so."""

    lines: tuple[str, ...]
    token: str
    item: NewItem
    lawful: bool

    def sentence(self, form: str) -> str:
        """What a treasurer reads of a lump that the law does not explain."""
        numbers = " and ".join(form_line(form, code).number for code in self.lines)
        cents = self.item.amount_cents
        word = "more" if cents >= 0 else "less"
        return f"Line {numbers} of the cover is {dollars(abs(cents))} {word} than its rows."


def lumps(cover: Cover, row_sums: Mapping[str, int], account_id: int) -> list[Lump]:
    """Return the differences between column A of a cover and the sums of its rows, in cents."""
    by_token: dict[str, dict[SummaryLine, int]] = defaultdict(dict)
    for line in cover.components:
        difference = cover.a[line.code] - row_sums.get(line.code, 0)
        if difference and line.tokens:
            by_token[line.tokens[0]][line] = difference
    return [_lump(cover, token, parts, account_id) for token, parts in by_token.items()]


def _lump(cover: Cover, token: str, parts: Mapping[SummaryLine, int], account_id: int) -> Lump:
    of_kind, allowed = _kind(cover, token)
    federal, other = _shares(token, parts)
    total = sum(parts.values())
    shared = bool(SHAPES[token].federal) if token in SHAPES else False
    return Lump(
        lines=tuple(line.code for line in parts),
        token=token,
        lawful=allowed and total > 0,
        item=NewItem(
            kind=of_kind.code,
            amount_cents=total,
            item_date=cover.period.last,
            account_id=account_id,
            federal_cents=federal if shared else None,
            other_cents=other if shared else None,
            force_itemised=_forced(cover, of_kind, token),
            memo_description="Not itemised in the filing",
        ),
    )


def _kind(cover: Cover, token: str) -> tuple[Kind, bool]:
    """Return the kind of a lump on a line, and whether the law lets small amounts stand there."""
    on = date.fromisoformat(cover.period.last)
    for code, found in kinds().items():
        if code.startswith(_UNITEMISED):
            line = line_for(found, form=cover.form, account_kind=None, on=on)
            if line is not None and line.token == token:
                return found, True
    return kinds()[f"as_filed_{token.lower().replace('/', '_')}"], False


def _shares(token: str, parts: Mapping[SummaryLine, int]) -> tuple[int, int]:
    """Return the federal and the other share of a difference on lines 21(a) or 30(a)."""
    shape = SHAPES.get(token)
    federal = sum(
        cents
        for line, cents in parts.items()
        if shape is not None and line.rows and line.rows[0].field == shape.federal
    )
    return federal, sum(parts.values()) - federal


def _forced(cover: Cover, of_kind: Kind, token: str) -> bool | None:
    """Whether a lump must count as itemised to stay on its line; none of them is written out."""
    on = date.fromisoformat(cover.period.last)
    line = line_for(of_kind, form=cover.form, account_kind=None, on=on)
    if line is None or of_kind.code.startswith(_UNITEMISED):
        return None
    return line.unitemised_token != token
