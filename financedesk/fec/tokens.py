"""The first field of every line: which record it is, and on which line of its form it stands."""

import re
from collections.abc import Mapping
from functools import cache

from financedesk.fec.layouts import known_records

#: The letters that may end a form's type: new, amended, terminating. Other forms have none.
FORM_SUFFIXES: Mapping[str, str] = {
    **dict.fromkeys(("F1", "F1M", "F2", "F24", "F3L", "F6", "F9", "F10", "F13"), "NA"),
    **dict.fromkeys(("F3", "F3P", "F3X", "F4", "F5", "F7", "F8"), "NAT"),
}

#: Line numbers as earlier versions spelled them.
_OLD_LINES: Mapping[str, str] = {
    "SA11A1": "SA11AI",
    "SA11A2": "SA11AII",
    "SA11A": "SA11AI",
    "SA17A1": "SA17A",
    "SA17AI": "SA17A",
}

#: Tables that come with a form and whose type differs from their record.
_ATTACHED: Mapping[str, str] = {"F3P31AL": "F3P31", "F3ZT": "F3Z"}

_DEBTS_AND_LOANS = re.compile(r"(SC1|SC2|SC|SD)/?(9|1[0-2])$")
_RECEIPTS_AND_PAYMENTS = re.compile(r"S[AB](\d|3?L)")


def _lines(receipts: str, payments: str, owed: str) -> frozenset[str]:
    tokens = {f"SA{line}" for line in receipts.split()} | {f"SB{line}" for line in payments.split()}
    for line in owed.split():
        tokens |= {f"SC/{line}", f"SC1/{line}", f"SC2/{line}", f"SD{line}"}
    return frozenset(tokens | {"TEXT"})


_LEVIN = "SL SAL1A SAL2 SBL4A SBL4B SBL4C SBL4D SBL5"
_BODY: Mapping[str, frozenset[str]] = {
    "F3X": _lines("11AI 11B 11C 12 13 14 15 16 17", "21B 22 23 26 27 28A 28B 28C 29 30B", "9 10")
    | frozenset(f"SE SF H1 H2 H3 H4 H5 H6 {_LEVIN}".split()),
    "F3": _lines("11AI 11B 11C 11D 12 13A 13B 14 15", "17 18 19A 19B 20A 20B 20C 21", "9 10")
    | {"F3S", "F3Z", "F3ZT", "F3Z1", "F3Z2"},
    "F3P": _lines(
        "16 17A 17B 17C 17D 18 19A 19B 20A 20B 20C 21",
        "23 24 25 26 27A 27B 28A 28B 28C 29",
        "11 12",
    )
    | {"F3PS", "F3P31", "F3P31AL", "F3PZ1", "F3PZ2"},
    "F3L": frozenset({"SA3L", "SB3L", "TEXT"}),
    "F24": frozenset({"SE", "TEXT"}),
    "F1": frozenset({"F1S", "TEXT"}),
    "F2": frozenset({"F2S", "TEXT"}),
    "F5": frozenset({"F56", "F57", "TEXT"}),
    "F6": frozenset({"F65", "TEXT"}),
    "F7": frozenset({"F76", "TEXT"}),
    "F9": frozenset({"F91", "F92", "F93", "F94", "TEXT"}),
    "F13": frozenset({"F132", "F133", "TEXT"}),
    "F4": frozenset({"TEXT"}),
    "F99": frozenset(),
    "F1M": frozenset(),
}


def body_tokens(form: str) -> frozenset[str] | None:
    """Which lines may follow the cover of a form (F3X, F24, …); None when that is not known."""
    return _BODY.get(form)


def is_cover(record: str) -> bool:
    """Whether a record is the cover of a form: F3X and F99 are, F65 and SA are not."""
    return record in _BODY or record in FORM_SUFFIXES


@cache
def normal_token(text: str) -> str:
    """Write a form type as version 8.5 does.

    ``SA11A1`` is ``SA11AI``, ``SB21b`` is ``SB21B``, ``SC10`` is ``SC/10``, ``f3xn`` is ``F3XN``.
    """
    token = text.strip().strip('"').upper()
    token = _OLD_LINES.get(token, token)
    owed = _DEBTS_AND_LOANS.match(token)
    if owed:
        record, line = owed.groups()
        return f"SD{line}" if record == "SD" else f"{record}/{line}"
    return token


@cache
def record_of(form_type: str) -> str:
    """The record that a form type belongs to: SA for SA11AI, F3X for F3XN; empty when unknown."""
    token = normal_token(form_type)
    form = token[:-1]
    if form in FORM_SUFFIXES and token[-1:] in FORM_SUFFIXES[form] and token not in known_records():
        return form
    if token in known_records():
        return token
    owed = _DEBTS_AND_LOANS.match(token)
    if owed:
        return owed.group(1)
    attached = _ATTACHED.get(token)
    if attached:
        return attached
    return token[:2] if _RECEIPTS_AND_PAYMENTS.match(token) else ""
