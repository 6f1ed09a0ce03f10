"""The calendar as a file for telephones and other calendars (RFC 5545), with reminders.

It leaves the house, so that it names neither donors nor amounts unless somebody asks for that. An
entry has the same UID each time: a calendar that reads the file again puts the new one in place.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING

from financedesk.compliance.calendar_entry import DONE, KINDS, OVERDUE, PAST, STATES, Entry
from financedesk.reports.pdf.paper_file import write_file
from financedesk.rules.deadlines import reminder_days

if TYPE_CHECKING:
    from icalendar import Alarm, Event

# Reminders come at nine in the morning of their day, wherever the telephone is.
_MORNING = timedelta(hours=9)
_PRODUCT = "-//FinanceDesk//Calendar of deadlines//EN"
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What a calendar file is made with.

    ``names`` and ``origins`` are the name of each entity and what tells it from all others
    (``compliance.calendar.origins``). ``told`` lets names of people and amounts into the file.
    """

    names: Mapping[int, str]
    origins: Mapping[int, str]
    at: datetime
    today: date
    told: bool = False


def calendar_bytes(entries: Sequence[Entry], shared: Shared) -> bytes:
    """Return entries as a calendar file; each is a whole day, with the reminders still to come."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "FinanceDesk deadlines")
    for one in entries:
        made.add_component(_event(one, shared))
    return bytes(made.to_ical())


def write_calendar(entries: Sequence[Entry], shared: Shared, target: Path) -> None:
    """Write entries into a calendar file; raises BadInput when it cannot be written there."""
    content = calendar_bytes(entries, shared)

    def write(stream: IO[bytes]) -> None:
        stream.write(content)

    write_file(write, target)


def uid_of(one: Entry, origin: str) -> str:
    """Return what a calendar knows an entry by, the same in each file."""
    mark = hashlib.sha256(f"{origin}\n{one.entity_id}\n{one.key}".encode()).hexdigest()
    return f"{mark[:32]}@financedesk"


def _event(one: Entry, shared: Shared) -> "Event":
    from icalendar import Event

    made = Event()
    made.add("uid", uid_of(one, shared.origins[one.entity_id]))
    made.add("dtstamp", shared.at)
    made.add("last-modified", shared.at)
    # Grows with each file, so that the newest one wins.
    made.add("sequence", int((shared.at - _EPOCH).total_seconds()) // 60)
    made.add("summary", _title(one, shared))
    made.add("dtstart", one.day)
    made.add("dtend", one.day + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    made.add("class", "PRIVATE")
    made.add("categories", [KINDS[one.kind]])
    made.add("description", _description(one, shared))
    for alarm in _alarms(one, shared):
        made.add_component(alarm)
    return made


def _title(one: Entry, shared: Shared) -> str:
    state = f"{STATES[one.state]}: " if one.state in (DONE, OVERDUE) else ""
    about = f": {one.about}" if shared.told and one.about else ""
    return f"{state}{one.title}{about} ({shared.names[one.entity_id]})"


def _description(one: Entry, shared: Shared) -> str:
    told = one.note if shared.told else ""
    since = f"Since {one.since}." if one.since else ""
    state = "Its day has passed." if one.state == PAST else ""
    return "\n".join(filter(None, (told, since, state, one.law)))


def _alarms(one: Entry, shared: Shared) -> Iterator["Alarm"]:
    from icalendar import Alarm

    left = one.days_left(shared.today)
    for days in reminder_days():
        if one.is_open and days <= left:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", _title(one, shared))
            alarm.add("trigger", _MORNING - timedelta(days=days))
            yield alarm
