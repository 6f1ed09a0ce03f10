"""The tab of a donor's history: who changed what, and when."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from financedesk.ledger.donors_detail import DonorEvent
from financedesk.ui.formatting import day
from financedesk.ui.widgets import column, label
from financedesk.ui.widgets.facts import fact_line


class HistoryTab(QWidget):
    """The journal's entries about a donor, the newest first."""

    def __init__(self, events: Sequence[DonorEvent]) -> None:
        super().__init__()
        body = column(spacing=2)
        for event in events:
            when = f"{day(date.fromisoformat(event.at[:10]))}, {event.at[11:16]} UTC"
            body.addLayout(fact_line(event.action, when))
            said = [f"by {event.who}"] if event.who else []
            said += [*event.changes, *filter(None, [event.why])]
            body.addWidget(label("; ".join(said), "small", wrap=True))
            body.addSpacing(6)
        body.addStretch(1)
        self.setLayout(body)
