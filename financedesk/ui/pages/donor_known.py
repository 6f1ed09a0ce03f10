"""The tab of what is known of a donor: now, and what was true before."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QWidget

from financedesk.ledger.contacts import Contact
from financedesk.ledger.donor_page import UsedIn
from financedesk.ledger.donors_detail import DonorDetail, Version
from financedesk.ledger.donors_edit import Consent
from financedesk.ledger.donors_rows import unknown_of
from financedesk.ui.formatting import counted, day, span
from financedesk.ui.widgets import Banner, column, label, line
from financedesk.ui.widgets.facts import fact_line

_UNKNOWN = "Not known"


class KnownTab(QWidget):
    """Address, work and ways to reach the donor, each as it is now; below it what was before."""

    def __init__(
        self, detail: DonorDetail, used: Mapping[int, tuple[UsedIn, ...]] | None = None
    ) -> None:
        """``used`` tells by version which finalised or filed reports say what it says."""
        super().__init__()
        self._used = used or {}
        self._body = column(spacing=4)
        if detail.filed:
            words = counted(detail.filed, "entry stands", "entries stand")
            told = f"Locked: {words} in filed reports and keep what was filed then."
            self._body.addWidget(Banner(told, "neutral"))
        for name, value in _facts(detail.row.contact, detail.consents).items():
            self._body.addLayout(fact_line(name, value))
        for place, version in enumerate(detail.versions):
            self._version(version, newest=place == 0)
        self._body.addStretch(1)
        self.setLayout(self._body)

    def _version(self, version: Version, *, newest: bool) -> None:
        if version.valid_from:
            since = f"True since {_day(version.valid_from)}"
        else:
            since = f"Noted {_day(version.recorded_at[:10])}"
        self._body.addSpacing(10)
        self._body.addWidget(label(f"{'Now' if newest else 'Before'} · {since}", "small-strong"))
        self._body.addWidget(line())
        entries = counted(version.entries, "entry names", "entries name")
        self._body.addWidget(label(f"{entries} this version.", "small", wrap=True))
        for report in self._used.get(version.contact_id, ()):
            self._body.addWidget(label(_stands_in(report), "small", wrap=True))
        if not newest:
            for name, value in _facts(version.contact, {}).items():
                self._body.addLayout(fact_line(name, value))


def _stands_in(report: UsedIn) -> str:
    """Return in which report how many entries say what a version says."""
    name = " ".join(part for part in (report.form, report.report_code) if part)
    ends = [date.fromisoformat(one) for one in (report.from_date, report.to_date) if one]
    facts = ", ".join([*([span(ends[0], ends[-1])] if ends else []), report.state])
    entries = counted(report.entries, "entry", "entries")
    return f"Stands in {name} ({facts}): {entries}"


def _facts(known: Contact, consents: Mapping[str, Consent]) -> dict[str, str]:
    town = ", ".join(part for part in (known.city, f"{known.state} {known.zip}".strip()) if part)
    street = ", ".join(part for part in (known.street_1, known.street_2) if part)
    asked = unknown_of(known)
    facts = {
        "Name": known.display_name,
        "Street": street or (_UNKNOWN if "street" in asked else ""),
        "Town": town or (_UNKNOWN if "city" in asked else ""),
        "Employer": known.employer or (_UNKNOWN if known.is_person else ""),
        "Occupation": known.occupation or (_UNKNOWN if known.is_person else ""),
        "E-mail": known.email,
        "May be e-mailed": _answer(consents.get("email")),
        "Phone": known.phone,
        "May be called": _answer(consents.get("phone")),
        "May be written to": _answer(consents.get("mail")),
        "Committee": known.committee_id,
    }
    return {name: value for name, value in facts.items() if value}


def _answer(consent: Consent | None) -> str:
    if consent is None:
        return ""
    return f"{'Yes' if consent.given else 'No'}, since {_day(consent.since)}"


def _day(words: str) -> str:
    return day(date.fromisoformat(words))
