"""The form of a remedy: it asks for what its act needs, with what is proposed filled in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from financedesk.compliance.finding import Finding
from financedesk.compliance.remedy import Given, Remedy
from financedesk.ledger.disposals import TREASURY
from financedesk.ledger.donor_requests import WAYS
from financedesk.rules.donor_declarations import ways
from financedesk.rules.holds import hold_reasons
from financedesk.rules.remedy_acts import remedy_acts
from financedesk.ui.formatting import dollars, long_day
from financedesk.ui.pages.drawer_form import DrawerForm, Fault, FormActs, Part
from financedesk.ui.widgets import FormRow, label
from financedesk.ui.widgets.build import combo
from financedesk.ui.widgets.date_edit import DateEdit
from financedesk.ui.widgets.form_row import Need
from financedesk.ui.widgets.money_edit import MoneyEdit

_ROWS: Mapping[str, tuple[str, str]] = {
    "amount": ("Amount", "compliance.fix_amount"), "day": ("On", "compliance.fix_day"),
    "words": ("Evidence", "compliance.fix_words"), "who": ("Decided by", "compliance.fix_who"),
    "how": ("How", "compliance.fix_how"), "reason": ("Reason", "compliance.fix_reason"),
    "payee": ("Paid to", "compliance.fix_payee"),
    "waiting": ("Not deposited", "compliance.fix_waiting"),
    "employer": ("Employer", "compliance.fix_employer"),
    "occupation": ("Occupation", "compliance.fix_occupation"),
    "street": ("Street", "compliance.fix_street"), "city": ("Town", "compliance.fix_city"),
    "state": ("State", "compliance.fix_state"), "zip": ("ZIP", "compliance.fix_zip"),
    "purpose": ("Purpose", "compliance.fix_purpose"),
}  # fmt: skip
_DECIDED = "Decided by"
_REASONS = {"above_limit": "excessive", "forbidden": "prohibited"}
_MISSING = {
    "words": "Write it down: it stands beside the act for whoever asks later.",
    "who": "Say who answers for it.",
    "payee": "Say who takes it: the Treasury, or a charity by its name.",
    "employer": "Say who the employer is, or “Self-employed”, “None”.",
    "occupation": "Say what the donor does.",
    "street": "Say the street and number.",
    "city": "Say the town.",
    "purpose": "Say what it was paid for.",
}


@dataclass(frozen=True)
class ToFix:
    """A finding with the remedy that was chosen, and who is at the desk."""

    finding: Finding
    remedy: Remedy
    today: date
    who: str = ""


class FixForm(DrawerForm):
    """Asks for the facts of a remedy; ``save`` is handed them."""

    def __init__(self, wanted: ToFix, save: Callable[[Given], None], acts: FormActs) -> None:
        self.act = remedy_acts()[wanted.remedy.code]
        super().__init__(wanted.today, acts, self.act.saves)
        self.wanted, self._save = wanted, save
        self.inputs: dict[str, QWidget] = {one: self._field(one) for one in wanted.remedy.asks}
        self.rows = {one: self._row(one, field) for one, field in self.inputs.items()}
        self.lay_out(*self._parts())

    # --- its fields

    def _field(self, name: str) -> QWidget:
        made: Mapping[str, Callable[[], QWidget]] = {
            "amount": lambda: MoneyEdit(self.wanted.remedy.cents),
            "day": lambda: DateEdit(self.today, self.today),
            "how": lambda: _choice(ways() if self.act.code == "attest" else WAYS),
            "reason": self._reasons,
            "payee": lambda: QLineEdit(TREASURY),
            "words": lambda: QLineEdit(self._proposed_words()),
            "who": lambda: QLineEdit(self.wanted.who if self.act.signer == _DECIDED else ""),
            "waiting": lambda: QCheckBox("Keep it out of the bank"),
        }
        return made.get(name, QLineEdit)()

    def _proposed_words(self) -> str:
        """Return what the finding says, as the record of why a gift is in question."""
        return self.wanted.finding.why if self.act.code == "hold" else ""

    def _reasons(self) -> QComboBox:
        chosen = _REASONS.get(self.wanted.finding.rule, "doubtful")
        return _choice({code: one.title for code, one in hold_reasons().items()}, chosen)

    def _row(self, name: str, field: QWidget) -> FormRow:
        title, help_key = _ROWS[name]
        said = {"words": self.act.evidence, "who": self.act.signer}.get(name, title)
        free = name in self.act.optional or isinstance(field, QComboBox | QCheckBox)
        need = Need.OPTIONAL if free else Need.REQUIRED
        return FormRow(said, field, help_key, need=need)

    def _parts(self) -> Sequence[Part]:
        finding, remedy = self.wanted.finding, self.wanted.remedy
        until = _until(remedy.by, self.today)
        amount = f"{dollars(remedy.cents)} in question." if remedy.cents else ""
        told: list[Part] = [
            label(finding.subject, "section", wrap=True),
            label(f"{finding.kind.title}. {amount}{until}", wrap=True),
            label(f"{remedy.words} ({remedy.citation})", "small", wrap=True),
        ]
        if remedy.note:
            told.append(label(remedy.note, "small", tone="warn", wrap=True))
        return (*told, *_in_pairs(self.rows))

    # --- what was typed

    def problems(self) -> Sequence[Fault]:
        """Return what is missing, or is no amount or day."""
        return [(self.rows[name], self._problem(name, field))
                for name, field in self.inputs.items()]  # fmt: skip

    def _problem(self, name: str, field: QWidget) -> str:
        if isinstance(field, MoneyEdit):
            most = self.wanted.remedy.cents
            fits = field.cents is not None and 0 < field.cents <= most
            return field.problem or (
                "" if fits else f"Enter an amount above zero, at most {dollars(most)}."
            )
        if isinstance(field, DateEdit):
            return field.problem
        lacks = isinstance(field, QLineEdit) and not field.text().strip()
        return _MISSING[name] if lacks and name not in self.act.optional else ""

    def hand_over(self) -> None:
        """Give the facts to whoever writes them."""
        self._save(self.given())

    def given(self) -> Given:
        """Return what is typed; what the form does not ask for stays empty."""
        amount, day = self.inputs.get("amount"), self.inputs.get("day")
        waiting = self.inputs.get("waiting")
        on = day.day if isinstance(day, DateEdit) and day.day is not None else self.today
        return Given(
            day=on.isoformat(), cents=amount.cents if isinstance(amount, MoneyEdit) else None,
            words=self._text("words"), who=self._text("who"), how=self._text("how"),
            reason=self._text("reason"), payee=self._text("payee"),
            employer=self._text("employer"), occupation=self._text("occupation"),
            street=self._text("street"), city=self._text("city"), state=self._text("state"),
            zip=self._text("zip"), purpose=self._text("purpose"),
            waiting=isinstance(waiting, QCheckBox) and waiting.isChecked(),
        )  # fmt: skip

    def _text(self, name: str) -> str:
        field = self.inputs.get(name)
        if isinstance(field, QComboBox):
            return str(field.currentData())
        return field.text().strip() if isinstance(field, QLineEdit) else ""


def _until(by: str, today: date) -> str:
    """Return the last day of a remedy as a sentence, and whether it is over."""
    if not by:
        return ""
    last = date.fromisoformat(by)
    return f" It was due by {long_day(last)}." if last < today else f" By {long_day(last)}."


_PAIRS = (
    ("amount", "day"),
    ("day", "how"),
    ("employer", "occupation"),
    ("day", "who"),
    ("state", "zip"),
)


def _in_pairs(rows: Mapping[str, FormRow]) -> Sequence[Part]:
    """Return the rows in their order, those that belong together side by side."""
    names, taken = list(rows), set[str]()
    found: list[Part] = []
    for place, name in enumerate(names):
        after = names[place + 1] if place + 1 < len(names) else ""
        if name in taken:
            continue
        if (name, after) in _PAIRS:
            found.append((rows[name], rows[after]))
            taken.add(after)
        else:
            found.append(rows[name])
    return found


def _choice(words: Mapping[str, str], chosen: str = "") -> QComboBox:
    made = combo()
    for code, one in words.items():
        made.addItem(one, code)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made
