"""The calendar as a file, read back by a reader that is not ours: same UIDs, alarms, no names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from financedesk.compliance.calendar import calendar, origins
from financedesk.compliance.calendar_entry import DONE, OPEN, OVERDUE, Entry, Span
from financedesk.errors import BadInput
from financedesk.ledger.entities import entities
from financedesk.reports.icalendar_file import Shared, calendar_bytes, write_calendar
from tests.ledger.riverbend import riverbend_at

TODAY = date(2026, 10, 6)
AT = datetime(2026, 10, 6, 12, 0, tzinfo=UTC)
SHARED = Shared(names={1: "Riverbend Party"}, origins={1: "abc"}, at=AT, today=TODAY)
HOLD = Entry(
    key="hold 7", entity_id=1, kind="hold", title="Gift on hold: Refund it.", about="Ada Zyx",
    note="$7,313.00 of it; “doubtful”, and more\nwords: ä, 日本.",
    day=date(2026, 10, 16), state=OPEN, law="11 CFR 103.3(b)(1)",
    cents=7_313_00, since=date(2026, 9, 16),
)  # fmt: skip


def events(entries: Sequence[Entry], shared: Shared = SHARED) -> list[Component]:
    read = Calendar.from_ical(calendar_bytes(entries, shared))
    assert (read["version"], read["method"]) == ("2.0", "PUBLISH")
    return list(read.walk("VEVENT"))


def test_an_entry_is_a_whole_day_with_its_reminders() -> None:
    (one,) = events([HOLD])
    assert one.decoded("dtstart") == date(2026, 10, 16)
    assert one.decoded("dtend") == date(2026, 10, 17)
    assert str(one["summary"]) == "Gift on hold: Refund it. (Riverbend Party)"
    assert "11 CFR 103.3(b)(1)" in str(one["description"])
    assert one["class"] == "PRIVATE"
    # Ten days are left: the reminder of the 21st day before has gone by.
    triggers = [alarm.decoded("trigger") for alarm in one.walk("VALARM")]
    nine = timedelta(hours=9)
    assert triggers == [nine - timedelta(days=days) for days in (7, 2, 0)]
    assert {str(alarm["action"]) for alarm in one.walk("VALARM")} == {"DISPLAY"}


def test_neither_names_nor_amounts_leave_unless_asked_for() -> None:
    content = calendar_bytes([HOLD], SHARED).decode()
    assert "Zyx" not in content
    assert "7,313" not in content.replace("\\", "")
    (told,) = events([HOLD], replace(SHARED, told=True))
    assert "Ada Zyx" in str(told["summary"])
    assert str(told["description"]).startswith(HOLD.note)


def test_reading_it_again_changes_what_is_there() -> None:
    """The same UID and a higher sequence: that is what makes a calendar update its entry."""
    (first,) = events([HOLD])
    moved = replace(HOLD, day=date(2026, 11, 16), title="Gift on hold: Decide.")
    (again,) = events([moved], replace(SHARED, at=AT + timedelta(days=1)))
    assert first["uid"] == again["uid"]
    assert again["sequence"] > first["sequence"]
    assert again.decoded("last-modified") > first.decoded("last-modified")
    others = [replace(HOLD, key="hold 8"), replace(HOLD, entity_id=2)]
    two = replace(SHARED, names={1: "A", 2: "B"}, origins={1: "abc", 2: "abc"})
    elsewhere = replace(SHARED, origins={1: "another book"})
    uids = {str(one["uid"]) for one in (*events(others, two), *events([HOLD], elsewhere))}
    assert len(uids | {str(first["uid"])}) == 4


@pytest.mark.parametrize(("state", "word"), [(DONE, "Done: "), (OVERDUE, "Overdue: ")])
def test_what_is_done_or_late_says_so_and_rings_no_more(state: str, word: str) -> None:
    (one,) = events([replace(HOLD, state=state, day=date(2026, 10, 1 if state == OVERDUE else 30))])
    assert str(one["summary"]).startswith(word)
    assert one.walk("VALARM") == []


def test_a_book_s_calendar_is_read_back_entry_by_entry(tmp_path: Path) -> None:
    with riverbend_at(str(tmp_path / "book.fdesk")) as book, book.read() as connection:
        rows = entities(connection)
        span = Span(date(2026, 10, 1), date(2027, 9, 30))
        entries = calendar(connection, rows, span, TODAY)
        marks = origins(connection, [one.id for one in rows])
    assert len(set(marks.values())) == len(rows)
    shared = replace(SHARED, names={one.id: one.name for one in rows}, origins=marks)
    target = tmp_path / "calendar.ics"
    write_calendar(entries, shared, target)
    read = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert [one.decoded("dtstart") for one in read] == [one.day for one in entries]
    assert len({str(one["uid"]) for one in read}) == len(entries) > 10
    assert all(len(line) <= 75 for line in target.read_bytes().split(b"\r\n"))
    with pytest.raises(BadInput, match="cannot be written"):
        write_calendar(entries, shared, tmp_path / "nowhere" / "calendar.ics")
