"""What somebody may try in order to see over the wall: every way in that the faces have."""

import io
import json
import random
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from financedesk.cli import main
from financedesk.compliance.calendar import calendar, reminders
from financedesk.compliance.calendar_entry import Span
from financedesk.drives.figures import drive_list, drive_story
from financedesk.drives.giving import given_by
from financedesk.drives.plans import named
from financedesk.drives.promises import promised_by_month, promises_of, proposals
from financedesk.drives.prospects import prospects
from financedesk.drives.segments import SEGMENTS, SegmentQuery, segment_cards
from financedesk.drives.series import expected_by_month, series_of
from financedesk.errors import FinanceDeskError
from financedesk.intake.past_imports import past_imports
from financedesk.ledger import tables
from financedesk.ledger.access import access_of, reach_of
from financedesk.ledger.contact_search import find_contacts
from financedesk.ledger.contents import book_contents
from financedesk.ledger.cost_agreements import agreements
from financedesk.ledger.cost_findings import cost_findings
from financedesk.ledger.cost_invoices import invoices
from financedesk.ledger.cost_timesheets import timesheets
from financedesk.ledger.donor_attestations import declared_by
from financedesk.ledger.donor_documents import documents_of
from financedesk.ledger.donor_notes import add_note, notes_of
from financedesk.ledger.donor_page import donor_page
from financedesk.ledger.donor_requests import open_requests, requests_of
from financedesk.ledger.donors import DonorQuery, donor_count, donor_ids, donor_states
from financedesk.ledger.donors_detail import donor_detail
from financedesk.ledger.donors_rows import donor_rows
from financedesk.ledger.filings import filings
from financedesk.ledger.households import household_of, housemates
from financedesk.ledger.joint_agreements import agreements_of
from financedesk.ledger.kept_letters import letters_of
from financedesk.ledger.limit_doubles import doubles
from financedesk.ledger.limit_excess import excesses
from financedesk.ledger.limit_near import NearQuery, near_names, near_rooms, near_windows
from financedesk.ledger.limit_person import find_card
from financedesk.ledger.limits import Question, rooms_of_person
from financedesk.ledger.list_findings import list_findings
from financedesk.ledger.list_rows import list_rows
from financedesk.ledger.organisation_tree import organisation_tree
from financedesk.ledger.overview import (
    cash,
    drives_progress,
    over_time,
    raised,
    recent_contributions,
    small_dollars,
)
from financedesk.ledger.payee_search import find_payees, purposes_used
from financedesk.ledger.quick_search import quick_search
from financedesk.ledger.register import RegisterQuery, register_count, register_ids, register_rows
from financedesk.ledger.register_detail import history_of
from financedesk.ledger.saved_filters import saved_filters
from financedesk.ledger.tie_findings import open_ties
from financedesk.ledger.what_if import GiftAsked, what_if
from financedesk.progress import Silent
from financedesk.remittances.aged import aged_list
from financedesk.remittances.board_report import board_report
from financedesk.remittances.came import what_came
from financedesk.remittances.forecast import forecast_of
from financedesk.remittances.month_run import month_run
from financedesk.remittances.months import months_of
from financedesk.remittances.official_detail import official_detail
from financedesk.remittances.transparency import transparency_report
from financedesk.ui.book_desk import BookDesk
from financedesk.ui.fault_report import report_text
from tests.walls.promises import MONTH
from tests.walls.two_houses import MARK, SECRET_CENTS, Houses

TODAY = date(2026, 4, 10)
TEXTS = (
    "", "z", MARK, f"{MARK}donor1", f"{MARK}town", "Yqx", "Sam", "Shared", "Gray", "771313",
    f"{SECRET_CENTS // 100:,}.00", "example.org", "97302", "Tim", "OR",
)  # fmt: skip


@dataclass
class Attempt:
    """One try: what was asked, all that came back, and whether the other's name may be in it."""

    asked: str
    answer: str
    may_name: bool = False


class Burglar:
    """Tries one thing after another as the treasurer of one entity; ``chance`` decides which."""

    def __init__(self, houses: Houses, chance: random.Random, folder: Path) -> None:
        self.houses, self.chance, self.folder = houses, chance, folder
        self.who = houses.book.who
        with houses.book.read() as connection:
            self.ids = tuple(sorted(access_of(connection, self.who).ids))
        self.number = 0

    def text(self) -> str:
        """Return something to search for."""
        return self.chance.choice(TEXTS)

    def query(self) -> Attempt:
        """Ask the ledger something, as a page does; an error is an answer too."""
        name = self.chance.choice(list(QUERIES))
        return self.answer(name, QUERIES[name])

    def answer(self, asked: str, ask: "Callable[[Burglar], object]") -> Attempt:
        """Ask one question, and take what comes back, or the refusal, for the answer."""
        may_name = asked in NAMING
        try:
            return Attempt(asked, repr(ask(self)), may_name)
        except FinanceDeskError as error:
            answer = f"{error} {getattr(error, 'dependents', '')}".replace(asked, "")
            return Attempt(asked, _without(answer, TEXTS), may_name)

    # --- the command line

    def commands(self) -> list[tuple[str, ...]]:
        """Return every command that reads or changes a book, each with a chosen target."""
        houses, chance = self.houses, self.chance
        out = str(self.folder / f"out{self.number}")
        code = chance.choice(("campaign", "yqxother", "C00888881", "nowhere"))
        number = str(chance.choice((*houses.other_items, houses.other_batch, 3)))
        party = chance.choice((self.text() or "Sam", str(chance.choice(houses.other_cards))))
        return [
            ("export", "--entity", code, "--out", out),
            ("export", "--entity", "yqxother", "--out", out),
            ("filings", "list"), ("book", "info"), ("book", "verify"),
            ("book", "backup", str(self.folder / f"copy{self.number}.fdesk")),
            ("filings", chance.choice(("finalise", "reopen", "amend")), number),
            ("intake", "undo", number), ("undo",), ("redo",),
            ("gift", "split", "--party", party, "--amount", "50", "--joint", code),
            ("room", "--party", party, "--on", "2026-04-01", "--amount", "50"),
            ("file", "F3X", "--entity", code, "--from", "2026-01-01", "--to", "2026-03-31",
             "--out", out),
            ("drive", "list", "--parts"),
            ("drive", chance.choice(("report", "close", "rule", "change")), f"{MARK}fall"),
            ("drive", "assign", "--entity", code, "--move"),
            (chance.choice(("series", "promise")), "list", "--entity", code),
            ("promise", "end", number, "--why", "over"),
            ("calendar", "list", "--entity", code, "--all", "--year", "2026"),
            ("calendar", "export", "--out", f"{out}.ics", "--told"),
            ("calendar", "done", number), ("calendar", "remove", number),
            ("letters", "list", "--entity", code), ("letters", "sent", number),
            ("letters", "save", number, "--out", f"{out}.pdf"),
            ("letters", "write", "source_inquiry", "--gift", number),
            ("letters", "write", "best_efforts", "--findings"),
            ("bill", "list", "--entity", code), ("bill", "approve", number, "--by", "Sam"),
            ("checks", chance.choice(("list", "stale")), "--account", "main", "--entity", code),
            ("payments", "name", number, "--line", "Sam; 1.00; Lodging"),
            ("payments", "register", "--entity", code, "--from", "2026-01-01", "--to",
             "2026-12-31", "--out", f"{out}.csv"),
            ("donors", "show", party), ("donors", "note", party, "--words", "x"),
            ("donors", "document", party, "--save", number, "--to", f"{out}.bin"),
            ("donors", "request", "--entity", code),
            ("segment", chance.choice(list(SEGMENTS)), "--entity", code, "--state", "OR"),
            ("report", "mail-merge", "--entity", code, "--out", f"{out}.csv"),
            ("report", "mail-merge", "--entity", code, "--donor", party, "--out", f"{out}.csv"),
        ]  # fmt: skip

    def typed(self, words: tuple[str, ...]) -> Attempt:
        """Type a command, and take all it prints and writes for the answer."""
        self.number += 1
        said, wrong = io.StringIO(), io.StringIO()
        shape = self.chance.choice(((), ("--json",)))
        with redirect_stdout(said), redirect_stderr(wrong):
            main([*words, "--book", self.houses.book.location, *shape])
        answer = _without(said.getvalue() + wrong.getvalue(), words)
        places = (Path(word) for word in words if word.startswith(str(self.folder)))
        files = [_content(path) for place in places for path in _files(place)]
        return Attempt(" ".join(words), "\n".join([answer, *files]), words[0] == "room")

    def outside(self) -> Attempt:
        """Try something that opens the book by itself."""
        kind = self.chance.choice(("typed", "typed", "typed", "window", "crash"))
        if kind == "typed":
            return self.typed(self.chance.choice(self.commands()))
        return self.window() if kind == "window" else self.crash()

    # --- the window

    def window(self) -> Attempt:
        desk = BookDesk()
        opened = desk.open(self.houses.book.location)
        desk.take(opened)
        try:
            seen = [
                desk.entities(), desk.entity_rows(), desk.undo_status(), desk.notice, desk.scope,
                desk.today, [desk.why_not(act) for act in ("see", "record", "walls")],
                desk.sees_all, desk.badges(),
            ]  # fmt: skip
            try:
                desk.choose_entity(self.houses.other.entity.id)
            except FinanceDeskError as error:
                seen.append(str(error))
            else:
                seen.append(f"{MARK}: the window took the other entity in hand")
        finally:
            desk.close()
        return Attempt("the window", repr(seen))

    def crash(self) -> Attempt:
        try:
            int(f"{MARK}donor1 {SECRET_CENTS}")
        except ValueError as error:
            return Attempt("a crash report", report_text(error, error.__traceback__))


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else [one for one in place.rglob("*") if one.is_file()]


def _content(path: Path) -> str:
    return path.read_text("utf-8", "replace")


def _without(answer: str, asked: tuple[str, ...]) -> str:
    """Leave out what was typed: an answer that repeats the question tells nothing."""
    for word in sorted(asked, key=len, reverse=True):
        if len(word) > 2:
            answer = answer.replace(json.dumps(word)[1:-1], "").replace(word, "")
    return answer


# --- questions to the ledger, as the pages ask them


def _register(one: Burglar) -> object:
    query = RegisterQuery(
        entity_ids=one.ids, text=one.text(), descending=one.chance.random() < 0.5,
        kind_group=one.chance.choice(("all", "contributions", "disbursements")),
        order=one.chance.choice(("date", "amount", "name")),
        drive=one.chance.choice((None, one.houses.other_items[0])),
    )  # fmt: skip
    with one.houses.book.read() as connection:
        ids = register_ids(connection, query)
        return register_rows(connection, list(ids)), register_count(connection, query)


def _donors(one: Burglar) -> object:
    query = DonorQuery(entity_ids=one.ids, today=TODAY, text=one.text())
    with one.houses.book.read() as connection:
        ids = [*donor_ids(connection, query), *one.houses.other_cards]
        rows = donor_rows(connection, ids, one.ids, TODAY)
        return rows, donor_count(connection, query), donor_states(connection, one.ids)


def _donor(one: Burglar) -> object:
    card = one.chance.choice((*one.houses.own_cards, *one.houses.other_cards))
    with one.houses.book.read() as connection:
        return donor_detail(connection, card, one.ids, TODAY)


def _kept(one: Burglar) -> object:
    """Ask what is kept about a donor: page by page, part by part, and in lists."""
    card = one.chance.choice((*one.houses.own_cards, *one.houses.other_cards))
    parts = (notes_of, documents_of, declared_by, requests_of, household_of, housemates)
    with one.houses.book.read() as connection:
        found = [part(connection, card, one.ids) for part in parts]
        lists = open_requests(connection, one.ids), saved_filters(connection, one.ids)
        return found, lists, donor_page(connection, card, one.ids, TODAY)


def _note(one: Burglar) -> object:
    """Write a note about somebody else's donor."""
    with one.houses.book.unit_of_work("Reach over") as unit:
        add_note(unit, one.chance.choice(one.houses.other_cards), "x", who="x", on=TODAY)
    return f"{MARK}: it was written"


def _search(one: Burglar) -> object:
    with one.houses.book.read() as connection:
        return (
            quick_search(connection, one.ids, one.text()),
            find_contacts(connection, one.ids[0], one.text()),
            find_payees(connection, one.ids[0], one.text()),
            purposes_used(connection, one.ids[0], "2020-01-01"),
        )


def _rooms(one: Burglar) -> object:
    question = Question(on=date(2026, 4, 1), cents=one.chance.choice((1, 50_00, 3_500_00)))
    text = one.chance.choice((*TEXTS, *map(str, one.houses.other_cards), "Sam Shared", "Gray"))
    with one.houses.book.read() as connection:
        card = find_card(connection, text or "Gray", one.ids)
        return rooms_of_person(connection, card, one.ids, question)


def _doubles(one: Burglar) -> object:
    """Ask for cards that may be one person's and are above a limit together."""
    with one.houses.book.read() as connection:
        return doubles(connection, one.ids)


def _near(one: Burglar) -> object:
    """Ask who has used most of a limit."""
    with one.houses.book.read() as connection:
        asked = NearQuery(entity_ids=tuple(one.ids), today=date(2026, 4, 1))
        near = near_rooms(connection, asked)
        names = near_names(connection, [room.card_id for room in near])
        return near, names, near_windows(connection, one.ids)


def _figures(one: Burglar) -> object:
    first, last = "2026-01-01", "2026-12-31"
    with one.houses.book.read() as connection:
        return (
            cash(connection, one.ids, last), raised(connection, one.ids, first, last),
            small_dollars(connection, one.ids, first, last), drives_progress(connection, one.ids),
            recent_contributions(connection, one.ids), book_contents(connection, one.ids),
            over_time(connection, one.ids, one.chance.choice(("week", "month", "cycle")), last),
        )  # fmt: skip


def _drives(one: Burglar) -> object:
    """Look at drives, and ask for one by the name that the other entity gave it."""
    today = date(2026, 4, 1)
    with one.houses.book.read() as connection:
        access = access_of(connection, one.who)
        seen = drive_list(connection, one.ids, today, with_parts=True)
        stories = [drive_story(connection, card.plan.id, today) for card in seen]
        return seen, stories, named(connection, access, one.text() or "fall")


def _people(one: Burglar) -> object:
    """Ask who gives again and again, who promised, and whom to call; also by the others' cards."""
    cards = (*one.houses.other_cards, *one.houses.own_cards)
    with one.houses.book.read() as connection:
        own = one.ids[0]
        name = one.chance.choice(list(SEGMENTS))
        query = SegmentQuery(name=name, entity_id=own, today=TODAY, state="OR")
        return (
            series_of(connection, one.ids, TODAY), expected_by_month(connection, one.ids, TODAY, 6),
            promises_of(connection, one.ids, TODAY), proposals(connection, one.ids, TODAY),
            promised_by_month(connection, one.ids, TODAY, 6),
            segment_cards(connection, query), prospects(connection, cards, own, TODAY, Silent()),
            given_by(connection, cards, own, "2025-01-01", "2026-12-31"),
        )  # fmt: skip


def _history(one: Burglar) -> object:
    places = (
        *(("item", row) for row in one.houses.other_items),
        *(("contact", card) for card in (*one.houses.other_cards, *one.houses.own_cards)),
    )
    table, row = one.chance.choice(places)
    with one.houses.book.read() as connection:
        return history_of(connection, one.ids[0], table, row)


def _organisation(one: Burglar) -> object:
    with one.houses.book.read() as connection:
        return (
            organisation_tree(connection, one.who), past_imports(connection, one.ids),
            filings(connection, list(one.ids)), access_of(connection, one.who),
            excesses(connection, one.ids),
        )  # fmt: skip


def _joint(one: Burglar) -> object:
    """Ask how the other entity would share a gift of somebody out, as the pages do."""
    gift = GiftAsked(
        entity_id=one.houses.other.entity.id, on=date(2026, 4, 1), cents=50_00, giver="individual"
    )
    with one.houses.book.read() as connection:
        own = agreements_of(connection, one.ids[0])
        return own, what_if(connection, gift, one.ids).joint


def _undo(one: Burglar) -> object:
    reach = reach_of(one.houses.book)
    status = one.houses.book.undo_status(reach)
    group = one.chance.choice((status.undo_group, one.houses.other_batch, None))
    try:
        one.houses.book.undo(group, reach=reach)
        one.houses.book.redo(reach=reach)
    except FinanceDeskError as error:
        return status, str(error)
    return status


def _write(one: Burglar) -> object:
    """Write to the other's books, or name oneself in them; what is refused says nothing."""
    entity_id = one.houses.other.entity.id
    with one.houses.book.unit_of_work("Reach over") as unit:
        row = {"entity_id": entity_id, "code": "x", "name": "x", "goal_cents": 0}
        unit.insert(tables.drive, row)
    return f"{MARK}: it was written"


def _shared_costs(one: Burglar) -> object:
    with one.houses.book.read() as connection:
        return (
            agreements(connection, one.ids), invoices(connection, one.ids, seen=one.ids),
            timesheets(connection, one.ids), list(cost_findings(connection, one.ids, TODAY)),
        )  # fmt: skip


def _lists(one: Burglar) -> object:
    with one.houses.book.read() as connection:
        return (
            list_rows(connection, one.ids, TODAY),
            list(list_findings(connection, one.ids, TODAY)),
            list(open_ties(connection, one.ids, one.ids, TODAY)),
        )


def _promises(one: Burglar) -> object:
    """Ask who promised what, and how far it is."""
    first, year = date(2026, 1, 1), TODAY.year
    with one.houses.book.read() as connection:
        return [
            (
                month_run(connection, own, MONTH, one.ids, today=TODAY),
                aged_list(connection, own, TODAY),
                months_of(connection, own, year, on=TODAY, official_ids=()),
                board_report(connection, own, first, TODAY, on=TODAY),
                transparency_report(connection, own, first, TODAY, one.ids, on=TODAY),
                forecast_of(connection, own, one.ids, on=TODAY),
            )
            for own in one.ids
        ]


def _official(one: Burglar) -> object:
    with one.houses.book.read() as connection:
        return official_detail(connection, one.houses.other_official, one.ids, TODAY, TODAY.year)


def _came(one: Burglar) -> object:
    """Ask what came of promises: the line to oneself may be told, and nothing beside it."""
    with one.houses.book.read() as connection:
        return what_came(connection, one.ids, one.ids, TODAY, Silent())


def _calendar(burglar: Burglar) -> object:
    span, today = Span(date(2026, 1, 1), date(2026, 12, 31)), date(2026, 4, 1)
    with burglar.houses.book.read() as connection:
        access = access_of(connection, burglar.who)
        return (
            calendar(connection, access.entities, span, today, promises=burglar.ids),
            reminders(connection, access.entities, today),
        )


def _letters(one: Burglar) -> object:
    with one.houses.book.read() as connection:
        seen = letters_of(connection, one.ids)
        card = one.chance.choice([*one.houses.own_cards, *one.houses.other_cards])
        return seen, letters_of(connection, one.ids, card_id=card)


QUERIES: dict[str, Callable[[Burglar], object]] = {
    "register": _register, "donors": _donors, "donor": _donor, "search": _search,
    "rooms": _rooms, "figures": _figures, "history": _history, "organisation": _organisation,
    "drives": _drives, "people": _people,
    "undo": _undo, "write": _write, "joint": _joint, "shared costs": _shared_costs,
    "lists": _lists, "kept": _kept, "note": _note, "doubles": _doubles, "near": _near,
    "promises": _promises, "official": _official, "came": _came,
    "calendar": _calendar, "letters": _letters,
}  # fmt: skip
NAMING = frozenset({"rooms", "donor", "kept", "came"})
"""Where it is told which other recipients a gift fits, or who asked for one; nothing else."""
