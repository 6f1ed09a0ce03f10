"""Which values a field may hold: lists of codes, ids, days, amounts, rates."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from financedesk.errors import BadInput
from financedesk.fec.checks.findings import LEVELS, Level
from financedesk.fec.values import day
from financedesk.resources import resource


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with a value; the sentence goes on after “<field> is …”."""

    level: Level
    rule: str
    text: str


Judge = Callable[[str], Objection | None]

_EARLIEST_YEAR, _LATEST_YEAR = 1960, 2099
_MOST_DIGITS = 12
_COMMITTEE = re.compile(r"C\d{8}", re.ASCII)
_CANDIDATE = re.compile(r"P\d{8}|[HS]\d[A-Z]{2}\d{5}", re.ASCII)
_FEC_ID = re.compile(f"{_COMMITTEE.pattern}|{_CANDIDATE.pattern}", re.ASCII)
_AMOUNT = re.compile(r"-?(?:\d+(?:\.\d{0,2})?|\.\d{1,2})", re.ASCII)
_ELECTION = re.compile(r"[CEGOPRS]\d{4}", re.ASCII)
_RATE = re.compile(r"0?\.\d{1,4}|[01](?:\.0*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The values of a list, and what the Commission does about any other."""

    level: Level
    values: frozenset[str]


@cache
def code_lists() -> Mapping[str, CodeList]:
    """The lists of codes by name: state, entity, report_f3x, …."""
    data = json.loads(resource("fec", "codes.json").read_text(encoding="utf-8"))
    return {
        name: CodeList(LEVELS[level], frozenset(values.split()))
        for name, (level, values) in data["lists"].items()
    }


@cache
def judge_of(code: str) -> Judge | None:
    """The function that judges a value of this kind; None when every value will do."""
    if code in _KINDS:
        return _KINDS[code]
    known = code_lists().get(code)
    return None if known is None else _of_list(code, known)


def _of_list(code: str, known: CodeList) -> Judge:
    shown = ", ".join(sorted(known.values))
    among = f"one of {shown}" if len(shown) < 60 else "one of the Commission's codes"

    def judge(value: str) -> Objection | None:
        if value in known.values or (value.upper() in known.values and code != "text_code"):
            return None
        return Objection(known.level, f"code_{code}", f"“{value[:20]}”, which is not {among}")

    return judge


def _matching(pattern: re.Pattern[str], level: Level, rule: str, wanted: str) -> Judge:
    def judge(value: str) -> Objection | None:
        if pattern.fullmatch(value):
            return None
        return Objection(level, rule, f"“{value[:20]}”; it must be {wanted}")

    return judge


@lru_cache(maxsize=4096)
def _judge_day(value: str) -> Objection | None:
    if len(value) == 8 and value.isascii() and value.isdigit():
        try:
            found = day(value)
        except BadInput:
            found = ""
        if found.replace("-", "") == value:
            if _EARLIEST_YEAR <= int(value[:4]) <= _LATEST_YEAR:
                return None
            text = f"{value}, outside the years {_EARLIEST_YEAR} to {_LATEST_YEAR}"
            return Objection("warning", "date_unlikely", text)
    text = f"“{value[:20]}”, which is no day of the calendar written as YYYYMMDD"
    return Objection("refused", "date", text)


@lru_cache(maxsize=4096)
def _judge_amount(value: str) -> Objection | None:
    if not _AMOUNT.fullmatch(value):
        text = f"“{value[:20]}”, which is no amount; write digits and two decimals (1234.50)"
        return Objection("refused", "amount", text)
    if sum(character.isdigit() for character in value) > _MOST_DIGITS:
        return Objection("refused", "amount", f"{value}, which has more than {_MOST_DIGITS} digits")
    return None


def _judge_zip(value: str) -> Objection | None:
    if len(value) in (5, 9) and value.isascii() and value.isdigit():
        return None
    return Objection("warning", "zip", f"“{value[:20]}”; it should be 5 or 9 digits, no hyphen")


_DIGITS = re.compile(r"\d+", re.ASCII)
_KINDS: Mapping[str, Judge] = {
    "date": _judge_day,
    "amount": _judge_amount,
    "zip": _judge_zip,
    "filer_id": _matching(
        _FEC_ID,
        "refused",
        "id_format",
        "an FEC id such as C00123456",
    ),
    "committee_id": _matching(
        _COMMITTEE, "refused", "id_format", "a committee's FEC id such as C00123456"
    ),
    "candidate_id": _matching(
        _CANDIDATE, "refused", "id_format", "a candidate's FEC id such as H0OH01234"
    ),
    "fec_id": _matching(
        _FEC_ID,
        "refused",
        "id_format",
        "an FEC id such as C00123456",
    ),
    "election": _matching(
        _ELECTION, "warning", "election_code", "a letter (C, E, G, O, P, R, S) and a year: P2026"
    ),
    "rate": _matching(_RATE, "refused", "rate", "a fraction such as 0.36"),
    "year": _matching(
        re.compile(r"(?:19|20)\d\d", re.ASCII), "refused", "year", "a year such as 2026"
    ),
    "whole": _matching(_DIGITS, "refused", "number", "a whole number"),
    "district": _matching(
        re.compile(r"\d\d", re.ASCII), "refused", "district", "two digits such as 07"
    ),
    "phone": _matching(re.compile(r"\d{10}", re.ASCII), "warning", "phone", "ten digits"),
}
