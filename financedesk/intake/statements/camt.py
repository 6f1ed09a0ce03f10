"""CAMT.053 statements, and the reports (052) and notifications (054) of the same ISO 20022 family.

Read with lxml: no entities, no document type, no network, no huge trees.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from financedesk.errors import BadInput
from financedesk.intake.statements.balancing import judged
from financedesk.intake.statements.facts import (
    Balance,
    RejectedLine,
    Statement,
    StatementLine,
)
from financedesk.intake.statements.written import exact_cents, iso_day, words

CODE = "camt"

_START = re.compile(rb"<(?:\w+:)?Document\b")
_BODY = re.compile(rb"BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)\b|camt\.05[234]")
_NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.05[234]\.001\.([0-9]{2})")
_NEWEST = 13
_OPENINGS = ("OPBD", "PRCD")
_CLOSINGS = ("CLBD",)
_SIGNS = {"CRDT": 1, "DBIT": -1}
_KINDS = {
    "Stmt": "",
    "Rpt": "This is a report within the day; its lines come again in the bank's statement.",
    "Ntfctn": "This is a notification; its lines come again in the bank's statement.",
}


def fits(head: bytes) -> bool:
    """Tell whether a file that begins like this is of the family."""
    plain = head.replace(b"\x00", b"")
    return _START.search(plain) is not None and _BODY.search(plain) is not None


def read(data: bytes, name: str) -> tuple[Statement, ...]:
    """Return the statements of a file; raises BadInput for XML that is cut, unsafe or empty."""
    root = _root(data, name)
    notes = _about_version(root)
    found = [(node, _KINDS[_name(node)]) for node in _below(root) if _name(node) in _KINDS]
    if not found:
        raise BadInput(f"{name} is of the CAMT family but holds no statement; download it again.")
    return judged([_statement(node, [*notes, *filter(None, [kind])]) for node, kind in found], name)


def _root(data: bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(
            f"{name} is XML that is cut short or broken (line {error.lineno}); download it again."
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadInput(
            f"{name} declares a document type or entities, which no bank's CAMT does; nothing of it"
            " was read. Download it again."
        )
    return root


def _about_version(root: etree._Element) -> list[str]:
    namespace = etree.QName(root).namespace or ""
    found = _NAMESPACE.fullmatch(namespace)
    if found is None:
        return ["The file does not say which version of CAMT it is; it was read as a known one."]
    if int(found[1]) > _NEWEST:
        return [f"The file is of version {found[1]} of CAMT, which is not known here; check it."]
    return []


# --- the tree, whatever its namespace


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname


def _below(root: etree._Element) -> Iterator[etree._Element]:
    return (node for body in root for node in body)


def _each(node: etree._Element, *path: str) -> list[etree._Element]:
    found = [node]
    for name in path:
        found = [child for one in found for child in one if _name(child) == name]
    return found


def _text(node: etree._Element, *path: str) -> str:
    return next((one.text.strip() for one in _each(node, *path) if one.text), "")


def _first_text(node: etree._Element, paths: str) -> str:
    """Return the first text of several paths, which are separated by blanks."""
    return next(filter(None, (_text(node, *path.split("/")) for path in paths.split())), "")


# --- statements


@dataclass(slots=True)
class _Account:
    currency: str
    lines: list[StatementLine] = field(default_factory=list)
    rejected: list[RejectedLine] = field(default_factory=list)


def _statement(node: etree._Element, notes: list[str]) -> Statement:
    account = _Account(_currency(node))
    for number, entry in enumerate(_each(node, "Ntry"), start=1):
        place = f"entry {number}"
        try:
            account.lines.append(_line(entry, place, account.currency))
        except BadInput as error:
            account.rejected.append(RejectedLine(place, str(error)))
    return Statement(
        account=" ".join(_first_text(node, "Acct/Id/IBAN Acct/Id/Othr/Id Acct/Nm").split()),
        bank=_first_text(
            node, "Acct/Svcr/FinInstnId/BICFI Acct/Svcr/FinInstnId/BIC Acct/Svcr/FinInstnId/Nm"
        ),
        currency=account.currency,
        opening=_balance(node, _OPENINGS, account.currency, notes),
        closing=_balance(node, _CLOSINGS, account.currency, notes),
        lines=tuple(account.lines),
        rejected=tuple(account.rejected),
        notes=tuple(notes),
    )


def _currency(node: etree._Element) -> str:
    """Return the account's currency; where it is not said, that of everything in the statement."""
    if said := _text(node, "Acct", "Ccy"):
        return said
    for amounts in (_each(node, "Ntry", "Amt"), _each(node, "Bal", "Amt")):
        written = {str(amount.get("Ccy", "")) for amount in amounts}
        if len(written) == 1:
            return written.pop()
    return ""


def _balance(
    node: etree._Element, codes: tuple[str, ...], currency: str, notes: list[str]
) -> Balance | None:
    balances = {_first_text(one, "Tp/CdOrPrtry/Cd Tp/Cd"): one for one in _each(node, "Bal")}
    found = next((balances[code] for code in codes if code in balances), None)
    if found is None:
        return None
    try:
        return Balance(_cents(found, currency), _day(found, "Dt"))
    except BadInput as error:
        notes.append(f"A balance cannot be read: it {error}")
        return None


def _cents(node: etree._Element, currency: str) -> int:
    amount = next(iter(_each(node, "Amt")), None)
    if amount is None or not amount.text:
        raise BadInput("has no amount.")
    written = str(amount.get("Ccy", ""))
    if written != currency:
        raise BadInput(
            f"is in {written or 'no named currency'}, and the account in {currency or 'several'}."
        )
    sign = _SIGNS.get(_text(node, "CdtDbtInd"))
    if sign is None:
        raise BadInput("does not say whether money came in or went out (CdtDbtInd).")
    cents = exact_cents(amount.text)
    if cents < 0:
        raise BadInput("has a minus, though the file says the direction in words.")
    return sign * cents


def _day(node: etree._Element, name: str) -> str:
    text = _first_text(node, f"{name}/Dt {name}/DtTm")
    return iso_day(text[:10]) if text else ""


def _line(entry: etree._Element, place: str, currency: str) -> StatementLine:
    state = _first_text(entry, "Sts/Cd Sts/Prtry Sts").upper()
    if state and state != "BOOK":
        raise BadInput(f"is not booked yet (status {state[:10]}).")
    booked, value = _day(entry, "BookgDt"), _day(entry, "ValDt")
    if not (booked or value):
        raise BadInput("has no day.")
    cents = _cents(entry, currency)
    return StatementLine(
        place=place,
        booked_on=booked or value,
        value_on=value,
        cents=cents,
        reference=words(_first_text(entry, "AcctSvcrRef NtryRef")),
        payee=words(_payee(entry, is_in=cents > 0)),
        memo=words(_memo(entry)),
        check_number=words(_first_text(entry, "NtryDtls/TxDtls/Refs/ChqNb")),
        kind=words(_first_text(entry, "BkTxCd/Domn/Fmly/SubFmlyCd BkTxCd/Prtry/Cd")),
    )


def _payee(entry: etree._Element, *, is_in: bool) -> str:
    """Return the other side's name; a batch of several has none."""
    if len(_each(entry, "NtryDtls", "TxDtls")) > 1:
        return ""
    one, other = ("Dbtr", "Cdtr") if is_in else ("Cdtr", "Dbtr")
    parties = "NtryDtls/TxDtls/RltdPties"
    return _first_text(
        entry,
        f"{parties}/{one}/Nm {parties}/{one}/Pty/Nm {parties}/{other}/Nm {parties}/{other}/Pty/Nm",
    )


def _memo(entry: etree._Element) -> str:
    told = [
        *_each(entry, "NtryDtls", "TxDtls", "RmtInf", "Ustrd"),
        *_each(entry, "NtryDtls", "TxDtls", "AddtlTxInf"),
        *_each(entry, "AddtlNtryInf"),
    ]
    return " ".join(dict.fromkeys(one.text.strip() for one in told if one.text))
