"""The tab of offices and pay: terms, slips with their days and documents, and what else counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from financedesk.remittances.pay import SEVERANCE, FamilyState, PaySlip
from financedesk.remittances.people import Belonging, FederalCandidacy
from financedesk.remittances.shelf import Kept
from financedesk.ui.formatting import NOTHING, counted, day, money
from financedesk.ui.models import Column, Look
from financedesk.ui.pages.official_cards import FactsCard, TabPage
from financedesk.ui.pages.official_office import LEVEL_WORDS
from financedesk.ui.pages.official_time_forms import FEDERAL_OFFICES
from financedesk.ui.pages.official_words import days_words, optional_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from financedesk.remittances.official_detail import HeldOffice, OfficialDetail
    from financedesk.ui.pages.official_editing import OfficialEditing


class _Slip(NamedTuple):
    """A slip with the office that pays it."""

    office: str
    kept: Kept[PaySlip]

    @property
    def per(self) -> str:
        """What the amounts are of."""
        fact = self.kept.fact
        return "Severance, once" if fact.kind == SEVERANCE else f"A {fact.per}"


class OfficeTab(TabPage):
    """Terms, pay, family, candidacies and units; each row opens its form."""

    def __init__(self, editing: OfficialEditing) -> None:
        super().__init__()
        self._held: tuple[HeldOffice, ...] = ()
        self.terms = FactsCard(
            "Terms in office", _TERMS, lambda one: one.term.id,
            ("No term yet", "Dues count by days in office."), add="Add term",
        ).when(opened=lambda row_id: editing.edit_term(self._term(row_id)),
               add=editing.edit_term)  # fmt: skip
        self.slips = FactsCard(
            "Pay", _SLIPS, lambda one: one.kept.id,
            ("No pay slip yet", "Enter what the office pays, as a slip or the published pay says."),
            add="Add pay slip",
        ).when(opened=editing.edit_slip, add=editing.edit_slip)  # fmt: skip
        self.families = FactsCard(
            "Family", _FAMILIES, lambda one: one.id,
            ("Nothing entered", ""), add="Add", subtitle="Only where the schedule asks for it",
        ).when(opened=editing.edit_family, add=editing.edit_family)  # fmt: skip
        self.candidacies = FactsCard(
            "Federal candidacies", _CANDIDACIES, lambda one: one.id,
            ("No candidacy", ""), add="Add",
            subtitle="While one runs, only federal limits and sources count",
        ).when(opened=editing.edit_candidacy, add=editing.edit_candidacy)  # fmt: skip
        self.units = FactsCard(
            "Units", _UNITS, lambda one: one.id,
            ("No unit", ""), add="Add",
            subtitle="Units of the organisation that the official answers to",
        ).when(opened=editing.edit_unit, add=editing.edit_unit)  # fmt: skip
        self.lay_out(
            self.terms, self.slips, (self.families, self.candidacies), self.units
        )  # fmt: skip

    def _term(self, row_id: int) -> HeldOffice | None:
        return next((one for one in self._held if one.term.id == row_id), None)

    def show_detail(self, detail: OfficialDetail, why_not: str) -> None:
        """Show an official; ``why_not`` says why nothing may be added."""
        self._held = detail.offices
        slips = [
            _Slip(held.office.fact.words, slip) for held in detail.offices for slip in held.slips
        ]
        slips.sort(key=lambda one: (one.kept.fact.from_date, one.kept.id), reverse=True)
        self.terms.show_rows(detail.offices, why_not)
        no_term = "" if detail.offices else "Enter the term in office first."
        self.slips.show_rows(slips, why_not or no_term)
        self.families.show_rows(detail.families, why_not)
        self.candidacies.show_rows(detail.candidacies, why_not)
        self.units.show_rows(detail.units, why_not)


def _level(one: HeldOffice) -> str:
    fact = one.office.fact
    return " · ".join(filter(None, (LEVEL_WORDS[fact.level], fact.state)))


_TERMS: Sequence[Column[HeldOffice]] = (
    Column("office", "Office", lambda one: one.office.fact.words, Look.STRONG, 220, stretch=True,
           sortable=False, tip=lambda one: one.office.fact.words),
    Column("level", "Level", _level, Look.TEXT, 96, sortable=False),
    Column("class", "Class", lambda one: one.office.fact.office_class or NOTHING, Look.QUIET, 90,
           sortable=False, yields=True),
    Column("from", "Since", lambda one: day(one.term.fact.from_date), Look.TEXT, 112,
           sortable=False),
    Column("to", "Last day", lambda one: optional_day(one.term.fact.to_date), Look.TEXT, 112,
           sortable=False),
    Column("reason", "Why it ended", lambda one: one.term.fact.end_reason or NOTHING, Look.QUIET,
           130, sortable=False, yields=True),
)  # fmt: skip


def _allowance(one: _Slip) -> str:
    fact = one.kept.fact
    return money(fact.allowance_cents) if fact.allowance_cents else NOTHING


_SLIPS: Sequence[Column[_Slip]] = (
    Column("from", "From", lambda one: day(one.kept.fact.from_date), Look.STRONG, 112,
           sortable=False),
    Column("office", "Office", lambda one: one.office, Look.TEXT, 170, least=84, stretch=True,
           sortable=False, tip=lambda one: one.office),
    Column("per", "Of", lambda one: one.per, Look.QUIET, 78, sortable=False, yields=True),
    Column("gross", "Gross", lambda one: money(one.kept.fact.gross_cents), Look.NUMBER, 104,
           sortable=False),
    Column("withheld", "Withheld", lambda one: money(one.kept.fact.withheld_cents), Look.NUMBER,
           104, sortable=False, yields=True),
    Column("net", "Net", lambda one: money(one.kept.fact.net_cents), Look.AMOUNT, 104,
           sortable=False),
    Column("allowance", "Allowance", _allowance, Look.NUMBER, 96, sortable=False, yields=True),
    Column("document", "Document", lambda one: one.kept.fact.document or NOTHING, Look.QUIET, 140,
           sortable=False, yields=True, tip=lambda one: one.kept.fact.document),
    Column("known", "Known on", lambda one: day(one.kept.fact.known_on), Look.QUIET, 108,
           sortable=False, yields=True),
)  # fmt: skip


def _people(one: Kept[FamilyState]) -> str:
    children = counted(one.fact.children, "child", "children")
    return f"{children}, {counted(one.fact.dependants, 'dependant')}"


_FAMILIES: Sequence[Column[Kept[FamilyState]]] = (
    Column("people", "Cares for", _people, Look.STRONG, 130, stretch=True, sortable=False,
           tip=_people),
    Column("from", "Since", lambda one: day(one.fact.from_date), Look.TEXT, 104, sortable=False),
)  # fmt: skip
_CANDIDACIES: Sequence[Column[Kept[FederalCandidacy]]] = (
    Column("office", "Seeks", lambda one: FEDERAL_OFFICES[one.fact.office], Look.STRONG, 110,
           stretch=True, sortable=False, tip=lambda one: FEDERAL_OFFICES[one.fact.office]),
    Column("days", "When", lambda one: days_words(one.fact.from_date, one.fact.to_date),
           Look.TEXT, 150, sortable=False,
           tip=lambda one: days_words(one.fact.from_date, one.fact.to_date)),
)  # fmt: skip
_UNITS: Sequence[Column[Kept[Belonging]]] = (
    Column("unit", "Unit", lambda one: one.fact.unit, Look.STRONG, 100, stretch=True,
           sortable=False, tip=lambda one: one.fact.unit),
    Column("days", "When", lambda one: days_words(one.fact.from_date, one.fact.to_date),
           Look.TEXT, 150, sortable=False),
)  # fmt: skip
