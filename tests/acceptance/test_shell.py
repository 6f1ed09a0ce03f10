"""The command line as a contract: keys, exit statuses, one line for what could not be done.

Nothing is half done: after a command that failed the book holds the same rows as before.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from financedesk.cli.registry import commands
from financedesk.ledger import tables
from financedesk.ledger.room import open_book
from tests.acceptance.bills import bills_are_paid
from tests.acceptance.calendars import WRONG_ON_CALENDAR, the_calendar_is_kept
from tests.acceptance.closings import accounts_are_closed
from tests.acceptance.deposits import deposits_are_made
from tests.acceptance.letters import letters_are_sent
from tests.acceptance.papers import papers_are_written
from tests.acceptance.people import WRONG_ON_PEOPLE, people_are_asked
from tests.acceptance.remedies import WRONG_ON_REMEDIES, findings_are_put_right
from tests.acceptance.shell import Shell, empty_book, everything_in, refused, run
from tests.acceptance.shell_keys import KEYS, MORE
from tests.cli.test_remittance_commands import OFFICIALS_FILE
from tests.intake.exports import gift, write_export
from tests.intake.statement_files import OFX, written
from tests.ledger.riverbend import desk_for, person, riverbend_at

SharedFile = Callable[..., Path]

ORGANISATION = """
name = "Riverbend Organisation"
[[entity]]
code = "party"
kind = "state_party"
name = "Riverbend Party of Oregon"
committee_id = "C00900021"
filing = "quarterly"
treasurer = { first = "Ada", last = "Lopez" }
address = { street_1 = "1 Main St", city = "Salem", state = "OR", zip = "97301" }
  [[entity.account]]
  code = "federal"
  kind = "federal"
  opening_date = 2025-01-01
  opening_balance = "12500.00"
"""
LEE = {
    "key": "lee", "type": "IND", "last_name": "Lee", "first_name": "Kim", "street_1": "2 Oak St",
    "city": "Salem", "state": "OR", "zip": "97301", "employer": "Mill", "occupation": "Miller",
}  # fmt: skip
GIFT = {
    "id": "A1", "type": "INDIVIDUAL_RECEIPT", "contact": "lee", "date": "2025-02-03",
    "amount": "250.00",
}  # fmt: skip
UNKNOWN_KIND = {**GIFT, "id": "A2", "type": "LOTTERY_WIN"}
PROFILE = """
version = 1
name = "Dinner"
processor = "other"
[columns]
day = "Given"
last_name = "Who"
amount = "Sum"
"""
QUARTER = ("--from", "2025-01-01", "--to", "2025-03-31")
FILE = ("file", "F3X", "--entity", "party", *QUARTER, "--only", "fec")


# --- what each command answers


@pytest.fixture(scope="module")
def answers(
    tmp_path_factory: pytest.TempPathFactory,
    shared_file: SharedFile,
    sample: tuple[Shell, dict[str, Any]],
) -> dict[str, dict[str, Any]]:
    """A treasurer's first days, one command after the other: what each one answered."""
    folder = tmp_path_factory.mktemp("days")
    day = _Day(Shell(folder / "book.fdesk"), folder)
    day.answers["book sample"] = sample[1]
    day.money_comes_in(shared_file("data", "fec", "753533.fec"))
    day.a_report_is_filed()
    day.counsel_decides()
    day.the_book_is_kept()
    campaign = _Day(Shell(folder / "campaign.fdesk"), folder)
    campaign.gifts_are_put_right()
    findings_are_put_right(campaign.ask)
    campaign.officials_keep_promises()
    bills_are_paid(campaign.ask, folder)
    deposits_are_made(campaign.ask, folder)
    the_calendar_is_kept(campaign.ask, folder)
    campaign.a_drive_runs()
    shutil.copy(sample[0].book, folder / "bank.fdesk")
    bank = _Day(Shell(folder / "bank.fdesk"), folder)
    accounts_are_closed(bank.ask, folder)
    return day.answers | campaign.answers | bank.answers


class _Day:
    """Runs commands on a book and keeps what they answered, by command."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        self.shell = shell
        self.folder = folder
        self.answers: dict[str, dict[str, Any]] = {}

    def ask(self, command: str, *words: str | Path, status: int = 0) -> dict[str, Any]:
        name = "intake undo" if words[:1] == ("undo",) else command
        self.answers[name] = self.shell.ask(*command.split(), *words, status=status)
        return self.answers[name]

    def money_comes_in(self, past: Path) -> None:
        self.ask("book create", "--from", _organisation(self.folder))
        assert self.ask("enter", _gifts(self.folder), "--entity", "party", status=1)["refused"]
        export = write_export(
            self.folder / "actblue.csv", [gift(Recipient_Gov_ID="C00900021", Date="2025-03-03")]
        )
        batch = self.ask("intake", export)["batch"]
        self.ask("intake", "undo", str(batch))
        self.profiles_are_kept(export)
        self.ask("statement", written(self.folder, OFX, "bank.qfx"), "--account", "federal")
        self.ask("reconcile", "--account", "federal", "--entity", "party", status=1)
        terms = ("--processor", "stripe", "--since", "2025-01-01", "--rate", "2.9")
        number = self.ask("terms add", "--entity", "party", *terms)["number"]
        assert self.ask("terms list", "--entity", "party")["terms"][0]["rate_basis_points"] == 290
        self.ask("terms remove", str(number), "--entity", "party")
        self.ask("adopt", past)
        rooms = self.ask("room", "--party", "Lee", "--on", "2025-06-30")["rooms"]
        assert [room["used_cents"] for room in rooms if room["recipient"] == "party"] == [250_00]
        assert self.ask("check", "--as-of", "2025-12-31", status=1)["findings"]
        assert self.ask("may", "corporation", "pac", status=1)["allowed"] is False

    def profiles_are_kept(self, export: Path) -> None:
        assert "Donor Last Name" in {
            column["name"] for column in self.ask("profiles look", export)["columns"]
        }
        file = self.folder / "dinner.toml"
        file.write_text(PROFILE, encoding="utf-8")
        assert self.ask("profiles save", file) == {"name": "Dinner", "new": True}
        assert self.ask("profiles list")["profiles"][0]["name"] == "Dinner"
        text = self.ask("profiles show", "dinner")["toml"]
        copy = self.folder / "copy.toml"
        self.ask("profiles export", "Dinner", copy)
        assert copy.read_text("utf-8") == text
        self.ask("profiles delete", "Dinner")

    def a_report_is_filed(self) -> None:
        draft = self.ask("file", *FILE[1:], "--out", self.folder / "out")
        number, path = str(draft["filing"]), draft["files"][0]
        self.ask("filings list")
        self.ask("filings finalise", number)
        self.ask("filings reopen", number)
        self.shell.ask("filings", "finalise", number)
        self.ask("filings filed", number, "--fec", "FEC-1234567")
        assert self.ask("undo")["undone"] == "Record filing number"
        assert self.ask("redo")["redone"] == "Record filing number"
        self.ask("filings amend", number)
        assert self.ask("validate", path)["acceptable"]
        assert self.ask("compare", path, path)["changed"] == []

    def counsel_decides(self) -> None:
        word = ("--value", "9,000.00", "--counsel", "R. Stone", "--reason", "no party in law yet")
        number = self.ask("override add", "person_to_state_party", *word)["number"]
        assert [one["number"] for one in self.ask("override list")["overrides"]] == [number]
        self.ask("override withdraw", str(number), "--why", "recognised as a party")
        (policy,) = self.ask("policy list")["policies"]
        assert not policy["taken"]
        assert self.ask("policy take", policy["code"])["policies"][0]["taken"]
        assert not self.ask("policy lift", policy["code"])["policies"][0]["taken"]

    def gifts_are_put_right(self) -> None:
        with riverbend_at(str(self.shell.book)) as book:
            desk = desk_for(book, "campaign")
            with book.unit_of_work("Enter election") as unit:
                day = {"entity_id": desk.entity.id, "code": "P2026", "held_on": "2026-05-19"}
                unit.insert(tables.election, day)
            desk.meet(person("Bird", "Bo"))
            gift_id = desk.record(
                "individual_receipt", desk.meet(person("Lopez")), "2026-02-02", 9_000_00,
                election_code="P2026",
            )  # fmt: skip
        paper = ("--amount", "1,000.00", "--on", "2026-03-20", "--evidence", "a signed letter")
        self.ask("gift remedies", str(gift_id), status=1)
        self.ask("gift redesignate", str(gift_id), "--to", "G2026", *paper, status=1)
        self.ask("gift reattribute", str(gift_id), "--to", "Bird", *paper, status=1)
        letters_are_sent(self.ask, self.folder, str(gift_id))
        shares = ("--share", "party=60", "--share", "campaign=40")
        self.ask(
            "gift split", "--party", "Bird", "--amount", "10.00", "--on", "2026-03-20", *shares
        )

    def officials_keep_promises(self) -> None:
        file = self.folder / "officials.toml"
        file.write_text(OFFICIALS_FILE, encoding="utf-8")
        self.ask("remit enter", file, "--entity", "party")
        (due,) = self.ask("remit due", "--period", "2026-03")["due"]
        assert (due["due_cents"], due["state"]) == (3_416_66, "open")
        plan = self.ask("remit plan", "--official", "R-1", "--period", "2026-03", "--keep")
        (line,) = plan["lines"]
        assert {"recipient", "room_before_cents", "room_after_cents", "reason", "citation"} <= set(
            line
        )
        assert line["amount_cents"] + plan["carry_cents"] == 3_416_66
        (missing,) = self.ask("remit match", "--entity", "party", status=1)["awaited"]
        assert missing["amount_cents"] == line["amount_cents"]
        of = ("--official", "R-1", "--on", "2026-03-20")
        assert self.ask("remit steps", *of)["next"] == "statement"
        said = ("--who", "Ada Lopez", "--text", "February is open.")
        assert self.ask("remit step", "statement", *of, *said)["on"] == "2026-03-20"
        assert self.ask("remit stipends", *of)["signs"] == []
        papers_are_written(self.ask, self.folder, line["amount_cents"])

    def a_drive_runs(self) -> None:
        plan = ("--goal", "500", "--budget", "50", "--from", "2026-02-01", "--to", "2026-03-31")
        assert self.ask("drive make", "Spring", "--entity", "party", *plan)["drive"] == "spring"
        self.ask("drive change", "spring", "--goal", "1,000")
        (rule,) = self.ask("drive rule", "spring", "--page", "spring-*", "--state", "MA")["rules"]
        assert rule["words"] == "page begins with spring-, giver in MA"
        rows = [
            gift(Recipient_Gov_ID="C00999991", Fundraising_Page=page, Lineitem_ID=key)
            for page, key in (("spring-doors", "7001"), ("other", "7002"))
        ]
        self.shell.ask("intake", write_export(self.folder / "spring.csv", rows))
        self.ask("drive rule", "spring", "--reference", "X*", "--from", "2026-02-01")
        self.ask("drive assign", "--entity", "party", "--move")
        report = self.ask("drive report", "Spring", "--on", "2026-03-02")
        assert (report["raised_cents"], report["gifts"], report["fee_cents"]) == (25_00, 1, 99)
        assert (report["goal_share"], report["time_share"], report["pace"]) == (25, 508, 49)
        (listed,) = self.ask("drive list")["drives"]
        assert (listed["code"], listed["entity"], listed["donors"]) == ("spring", "party", 1)
        people_are_asked(self.ask, self.folder)
        assert self.ask("drive close", "spring", "--on", "2026-04-01")["raised_cents"] == 25_00

    def the_book_is_kept(self) -> None:
        self.ask("export", "--entity", "party", "--out", self.folder / "export")
        assert self.ask("book info")["ok"]
        assert self.ask("book verify")["ok"]
        copy = self.folder / "copy.fdesk"
        kept = self.ask("book backup", copy)
        assert self.ask("book restore", copy)["sha256"] == kept["sha256"]


def _organisation(folder: Path) -> Path:
    path = folder / "organisation.toml"
    path.write_text(ORGANISATION, encoding="utf-8")
    return path


def _gifts(folder: Path) -> Path:
    content = {"contacts": [LEE], "transactions": [GIFT, UNKNOWN_KIND]}
    path = folder / "gifts.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_no_command_is_without_a_contract() -> None:
    known = {command.words for command in commands()}
    assert known | {"intake undo"} == set(KEYS) | set(MORE)


@pytest.mark.parametrize("command", [*KEYS, *MORE])
def test_a_command_answers_with_its_keys(command: str, answers: dict[str, dict[str, Any]]) -> None:
    assert (KEYS | MORE)[command] <= set(answers[command])


@pytest.mark.parametrize("command", [*KEYS, *MORE])
def test_amounts_are_cents_and_days_are_iso(
    command: str, answers: dict[str, dict[str, Any]]
) -> None:
    for name, value in _leaves(answers[command]):
        if name.endswith("_cents"):
            assert isinstance(value, int), name
        if name in ("from", "to") and value is not None:
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", value), (name, value)
        assert not isinstance(value, float), name


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, name)
    else:
        yield name, value


def test_the_summary_is_keyed_by_line_in_cents(answers: dict[str, dict[str, Any]]) -> None:
    summary = answers["file"]["summary"]
    assert set(summary) == {"A", "B"}
    assert (summary["A"]["11ai"], summary["B"]["11ai"]) == (250_00, 250_00)
    assert (summary["A"]["6b"], summary["A"]["8"]) == (12_500_00, 12_750_00)
    assert "21b" in summary["B"]


def test_findings_say_where_and_what(tmp_path: Path, shared_file: SharedFile) -> None:
    printed = run("validate", shared_file("data", "fec", "843444.fec"), "--json")
    assert printed.status in (0, 1)
    found = json.loads(printed.out)
    listed = [*found["refused"], *found["warnings"], *found["advice"]]
    assert listed
    for one in listed:
        assert {"line", "record", "field", "rule", "message"} <= set(one)
        assert one["message"].endswith((".", "?"))


def test_words_for_people_and_one_object_for_programs(tmp_path: Path) -> None:
    shell = empty_book(tmp_path)
    in_words = shell.run("filings", "list")
    assert (in_words.status, in_words.out, in_words.err) == (0, "No filings yet.\n", "")
    assert shell.ask("filings", "list") == {"filings": []}


# --- what cannot be done


@dataclass(frozen=True, slots=True)
class Desk:
    """A book beside files of every wrong kind: its rows, and its filings' numbers by state."""

    shell: Shell
    rows: str
    filings: dict[str, str]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, shared_file: SharedFile) -> Desk:
    """A book with gifts, an adopted report and a draft."""
    folder = tmp_path_factory.mktemp("desk")
    shell = Shell(folder / "book.fdesk")
    shell.ask("book", "create", "--from", _organisation(folder))
    shell.ask("enter", _gifts(folder), "--entity", "party", status=1)
    shell.ask("adopt", shared_file("data", "fec", "753533.fec"))
    shell.ask(*FILE, "--out", folder / "out")
    write_export(folder / "actblue.csv", [gift(Recipient_Gov_ID="C00900021")])
    (folder / "notes.txt").write_text("not for this\n", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "nothing").write_bytes(b"")
    (folder / "list.json").write_text("[1, 2]", encoding="utf-8")
    (folder / "half.json").write_text('{"contacts": [', encoding="utf-8")
    (folder / "strange.json").write_text('{"transactions": {"id": 1}}', encoding="utf-8")
    (folder / "bad.toml").write_text("name = ", encoding="utf-8")
    (folder / "kind.toml").write_text(
        ORGANISATION.replace("state_party", "tea_party"), encoding="utf-8"
    )
    numbers = {one["state"]: str(one["id"]) for one in shell.ask("filings", "list")["filings"]}
    return Desk(shell, everything_in(shell.book), numbers)


#: Wrong calls: the words, and a part of the answer that says what is wrong. ``@name`` is a file or
#: folder beside the book.
WRONG: list[tuple[str, str]] = [
    ("deposit list --account nowhere", "no bank account 'nowhere'"),
    ("deposit new --account federal --entity party", "--gift"),
    ("deposit add 9 --account federal --entity party --all", "has no deposit 9"),
    ("deposit slip 9 --account federal --entity party --out @slip.pdf", "has no deposit 9"),
    ("letters write refund", "--gift"),
    ("letters write refund --donor Lee", "name it with --gift"),
    ("letters write thanks --findings", "thanks"),
    ("letters sent 7", "no such letter"),
    ("letters save 7 --out @letter.pdf", "no such letter"),
    # Files that are not what the command reads, or are not there.
    ("adopt @none.fec", "none.fec"),
    ("adopt @notes.txt", "notes.txt"),
    ("adopt @picture.png", "picture.png"),
    ("adopt @nothing", "nothing"),
    ("adopt @actblue.csv", "actblue.csv"),
    ("adopt @list.json", "list.json"),
    ("adopt @", "read"),
    ("enter @none.json --entity party", "none.json"),
    ("enter @notes.txt --entity party", "notes.txt"),
    ("enter @picture.png --entity party", "picture.png"),
    ("enter @list.json --entity party", "list.json"),
    ("enter @half.json --entity party", "half.json"),
    ("enter @strange.json --entity party", "strange.json"),
    ("enter @nothing --entity party", "nothing"),
    ("enter @ --entity party", "read"),
    ("intake @none.csv", "none.csv"),
    ("intake @notes.txt", "notes.txt"),
    ("intake @picture.png", "picture.png"),
    ("intake @nothing", "nothing"),
    ("intake @list.json", "list.json"),
    ("intake @", ""),
    ("validate @none.fec", "none.fec"),
    ("validate @", ""),
    ("compare @none.fec @none.fec", "none.fec"),
    ("compare @notes.txt @picture.png", "notes.txt"),
    ("book restore @notes.txt", ""),
    ("book restore @none.fdesk", "none.fdesk"),
    ("book create --from @none.toml", "none.toml"),
    ("book create --from @bad.toml", "bad.toml"),
    ("book create --from @kind.toml", "tea_party"),
    ("book create --from @organisation.toml", "exists already"),
    ("book sample", "exists already"),
    # Entities that are not in the book, or are another's.
    ("adopt @../753533.fec --entity party", "C00448563"),
    ("enter @gifts.json --entity nobody", "nobody"),
    ("intake @actblue.csv --entity nobody", "nobody"),
    ("intake @actblue.csv --entity party --account nowhere", "nowhere"),
    ("intake @actblue.csv --as winred2", "winred2"),
    ("intake @actblue.csv --drive nothing", "nothing"),
    ("export --entity nobody --out @out", "nobody"),
    ("file F3X --entity nobody --from 2025-01-01 --to 2025-03-31 --out @out", "nobody"),
    # Days, forms and codes that are none.
    ("file F3X --entity party --from 2025-02-30 --to 2025-03-31 --out @out", "2025-02-30"),
    ("file F3X --entity party --from 01/01/2025 --to 2025-03-31 --out @out", "01/01/2025"),
    ("file F3X --entity party --from 2025-03-31 --to 2025-01-01 --out @out", "--from"),
    ("file F3X --entity party --from 2025-01-01 --to 2025-03-31 --signed soon --out @o", "soon"),
    ("file F3X --entity party --from 2025-01-01 --to 2025-03-31 --code Q9 --out @out", "Q9"),
    ("file F24 --entity party --from 2025-01-01 --to 2025-03-31 --out @out", "F24"),
    ("file F3X --entity party --from 2025-01-01 --to 2025-03-31 --only doc --out @out", "doc"),
    ("file F3X --entity party --from 2025-01-01 --out @out", "--to"),
    ("file F3X --entity party --from 2025-01-01 --to 2025-03-31 --amend --out @out", "original"),
    # Folders that cannot be written to.
    ("file F3X --entity party --from 2025-01-01 --to 2025-03-31 --out @notes.txt", "notes.txt"),
    ("file F3X --entity party --from 2025-01-01 --to 2025-03-31 --out @notes.txt/x", "notes.txt"),
    ("export --entity party --out @notes.txt", "notes.txt"),
    ("export --entity party --out @notes.txt/x", "notes.txt"),
    ("book backup @notes.txt/copy.fdesk", "notes.txt"),
    ("book backup @notes.txt", "notes.txt"),
    # Filings and imports that are not there, or not in this state.
    ("filings finalise 999", "999"),
    ("filings finalise first", "first"),
    ("filings finalise @adopted", "adopted"),
    ("filings reopen @adopted", "adopted"),
    ("filings reopen 999", "999"),
    ("filings amend 999", "999"),
    ("filings amend @draft", "draft"),
    ("filings filed @draft --fec FEC-1", "draft"),
    ("filings filed @adopted --fec FEC-12X", "FEC-12X"),
    ("filings filed @adopted", "--fec"),
    ("intake undo", "number"),
    ("intake undo 999", "999"),
    ("intake undo all", "number"),
    ("redo", "redo"),
    # Series, promises, people, deadlines and findings that are none.
    *WRONG_ON_PEOPLE, *WRONG_ON_CALENDAR, *WRONG_ON_REMEDIES,
    # Words that no command knows.
    ("filings", "filings"),
    ("book destroy", "destroy"),
    ("adopt", "FILE"),
    ("fly", "fly"),
]  # fmt: skip


@pytest.mark.parametrize("line,reason", WRONG, ids=[line for line, _ in WRONG])
def test_a_wrong_call_is_one_line_and_changes_nothing(
    line: str, reason: str, desk: Desk, shared_file: SharedFile
) -> None:
    book = desk.shell.book
    said = desk.shell.refused(*_words(line, desk, shared_file))
    assert reason in said
    assert everything_in(book) == desk.rows
    assert list(book.parent.glob("**/.filing-*")) == []


def _words(line: str, desk: Desk, shared_file: SharedFile) -> Iterator[str]:
    for word in line.split():
        if word == "@../753533.fec":
            yield str(shared_file("data", "fec", "753533.fec"))
        elif word.startswith("@"):
            beside = desk.shell.book.parent / word[1:]
            yield desk.filings.get(word[1:]) or str(beside)
        else:
            yield word


COMMANDS_WITH_A_BOOK = (
    "book info", "book verify", "book backup x.fdesk", "undo", "redo", "adopt x.fec",
    "enter x.json --entity e", "intake x.csv", "intake undo 1", "export --entity e --out o",
    "file F3X --entity e --from 2025-01-01 --to 2025-03-31 --out o", "filings list",
    "filings finalise 1", "filings filed 1 --fec FEC-1", "filings reopen 1", "filings amend 1",
)  # fmt: skip


@pytest.mark.parametrize("line", COMMANDS_WITH_A_BOOK)
def test_without_a_book_a_command_says_which_is_missing(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FINANCEDESK_BOOK", raising=False)
    assert "--book" in refused(*line.split())
    assert "absent.fdesk" in refused(*line.split(), "--book", tmp_path / "absent.fdesk")
    monkeypatch.setenv("FINANCEDESK_BOOK", str(tmp_path / "elsewhere.fdesk"))
    assert "elsewhere.fdesk" in refused(*line.split())
    (tmp_path / "text.fdesk").write_text("no book", encoding="utf-8")
    assert "text.fdesk" in refused(*line.split(), "--book", tmp_path / "text.fdesk")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["text.fdesk"]


def test_a_book_that_another_program_writes_is_not_written(desk: Desk, tmp_path: Path) -> None:
    shell = desk.shell
    with open_book(shell.book):
        for words in (("undo",), (*FILE, "--out", tmp_path / "out"), ("adopt", tmp_path / "x")):
            shell.refused(*words)
        assert shell.ask("book", "info")["ok"]
    assert everything_in(shell.book) == desk.rows


def test_files_that_cannot_be_moved_into_place_leave_no_draft(desk: Desk, tmp_path: Path) -> None:
    """The name of the .fec file is a folder already; root may write anywhere else."""
    out = tmp_path / "out"
    (out / "party-F3X-Q1-2025-03-31.fec" / "in the way").mkdir(parents=True)
    assert "party-F3X-Q1" in desk.shell.refused(*FILE, "--code", "Q1", "--out", out)
    assert everything_in(desk.shell.book) == desk.rows
    assert [path.name for path in out.iterdir()] == ["party-F3X-Q1-2025-03-31.fec"]


# --- broken files

BROKEN = (
    "character-encoding", "empty", "f99", "filing_invalid_version", "form-99", "last-value",
    "legacy_header", "no-header-mapping", "non-ascii-char", "paper1", "paper2", "quote-left-open",
    "text", "too_few_fields", "too_many_fields", "trailing-quote", "undefined-row-type",
    "comma_for_v8", "embedded_fs_in_data", "f99_no_endtext", "unknown_records", "version_9_9",
)  # fmt: skip


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a book with one committee in it."""
    folder = tmp_path_factory.mktemp("fresh")
    Shell(folder / "book.fdesk").ask("book", "create", "--from", _organisation(folder))
    return folder


@pytest.fixture
def spare(fresh: Path, tmp_path: Path) -> Shell:
    """A copy of that book, into which a broken file is tried."""
    return Shell(shutil.copytree(fresh, tmp_path / "spare") / "book.fdesk")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_taken_as_a_whole_or_not_at_all(
    name: str, spare: Shell, shared_file: SharedFile
) -> None:
    path, whole = _broken(name, shared_file), shared_file("data", "fec", "753533.fec")
    before = everything_in(spare.book)
    for words in (
        ("validate", path), ("compare", path, whole), ("intake", path),
        ("enter", path, "--entity", "party"),
    ):  # fmt: skip
        assert _ended_well(spare, *words) in (
            (2,) if words[0] in ("intake", "enter") else (0, 1, 2)
        )
    assert everything_in(spare.book) == before
    if _ended_well(spare, "adopt", path) == 2:
        assert everything_in(spare.book) == before
        return
    assert spare.ask("book", "verify")["ok"]


def _broken(name: str, shared_file: SharedFile) -> Path:
    crafted = shared_file("data", "negative", "fec") / f"{name}.fec"
    return crafted if crafted.exists() else shared_file("data", "fec", f"{name}.fec")


def _ended_well(shell: Shell, *words: str | Path) -> int:
    """Return the status of a command that ended in one of the two ways of the contract."""
    printed = shell.run(*words, "--json")
    if printed.status == 2:
        assert printed.out == ""
        assert re.fullmatch(r"financedesk: [^\n]+\n", printed.err)
    else:
        assert printed.err == ""
        assert isinstance(json.loads(printed.out), dict)
    return printed.status


#: As the list of the crafted files says: rejected, or read with a word about it.
CRAFTED = {
    "comma_for_v8": "reject", "embedded_fs_in_data": "reject", "version_9_9": "reject",
    "f99_no_endtext": "warn", "unknown_records": "warn",
}  # fmt: skip


@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_files_are_judged_as_their_list_says(
    name: str, spare: Shell, shared_file: SharedFile
) -> None:
    path = _broken(name, shared_file)
    rejected = CRAFTED[name] == "reject"
    answer = spare.ask("validate", path, status=1 if rejected else 0)
    assert answer["acceptable"] is not rejected
    assert bool(answer["refused"]) is rejected
    assert answer["refused"] or answer["warnings"]
    if rejected:
        spare.refused("adopt", path)
