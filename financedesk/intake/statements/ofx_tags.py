"""The tags of an OFX file as a tree within bounds, and its characters as it declares them.

OFX 1 leaves end tags out, so an end tag closes all that stands open above it, and a start tag
closes a value before it.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from financedesk.errors import BadInput

DEEPEST = 60
MOST_TAGS = 1_000_000

_TOKEN = re.compile(r"<[?!][^<>]*+>|<(/?)([A-Za-z_][\w.:-]*+)[^<>]*+>", re.ASCII)
_DOCTYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]{2,4}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": " "}
_BOUNDARIES = frozenset({"STMTRS", "CCSTMTRS", "INVSTMTRS"})
_VALUES = frozenset({
    "TRNTYPE", "DTPOSTED", "DTUSER", "DTAVAIL", "TRNAMT", "FITID", "CHECKNUM", "CHKNUM", "REFNUM",
    "NAME", "MEMO", "SIC", "PAYEEID", "CURDEF", "CURSYM", "CURRATE", "BANKID", "BRANCHID", "ACCTID",
    "ACCTTYPE", "ACCTKEY", "BALAMT", "DTASOF", "DTSTART", "DTEND", "CODE", "SEVERITY", "MESSAGE",
    "TRNUID", "SRVRTID", "CORRECTFITID", "CORRECTACTION",
})  # fmt: skip
"""Tags that hold a value: one of them that is empty and has no end tag holds nothing else."""


@dataclass(slots=True)
class Tag:
    """A tag with its text and what stands in it."""

    name: str
    text: str = ""
    inside: list["Tag"] = field(default_factory=list)

    def each(self, *names: str) -> Iterator["Tag"]:
        """Yield all tags of these names below this one, in the order of the file."""
        waiting = list(reversed(self.inside))
        while waiting:
            tag = waiting.pop()
            if tag.name in names:
                yield tag
            waiting.extend(reversed(tag.inside))

    def own(self, *names: str) -> Iterator["Tag"]:
        """Yield them without looking into another statement, nor into what was found."""
        waiting = list(reversed(self.inside))
        while waiting:
            tag = waiting.pop()
            if tag.name in names:
                yield tag
            elif tag.name not in _BOUNDARIES:
                waiting.extend(reversed(tag.inside))

    def field(self, name: str) -> str:
        """Return the text of the first tag of this name right inside, or nothing."""
        return next((tag.text.strip() for tag in self.inside if tag.name == name), "")


def tree(text: str, name: str) -> Tag:
    """Return the tags of a text; raises BadInput for a document type and for what has no end."""
    if _DOCTYPE.search(text):
        raise BadInput(
            f"{name} declares a document type or entities, which no bank's OFX does; nothing of it"
            " was read. Download it again."
        )
    body = _without_comments(text)
    root = Tag("")
    stack = [root]
    position = body.find("<")
    for number, token in enumerate(_TOKEN.finditer(body, max(position, 0))):
        if number > MOST_TAGS:
            raise BadInput(f"{name} has more tags than any statement; take a shorter period.")
        _add_text(stack[-1], body[position : token.start()])
        position = token.end()
        if token[2]:
            _step(stack, token[2].upper(), is_end=bool(token[1]), is_empty=token[0].endswith("/>"))
        if len(stack) > DEEPEST:
            raise BadInput(f"{name} nests tags deeper than any statement; download it again.")
    return root


def _without_comments(text: str) -> str:
    """Return the text without comments; one that never ends stays, as it may hold anything."""
    parts = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        parts.append(text[position:start])
        position = end + 3
    parts.append(text[position:])
    return "".join(parts).replace("<![CDATA[", "").replace("]]>", "")


def _add_text(tag: Tag, text: str) -> None:
    if not tag.inside and text and not text.isspace():
        tag.text += _ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[3]:
        return _NAMED.get(found[3].lower(), found[0])
    code = int(found[1]) if found[1] else int(found[2], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else found[0]


def _step(stack: list[Tag], name: str, *, is_end: bool, is_empty: bool) -> None:
    if is_end:
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth].name == name:
                del stack[depth:]
                return
        return
    if len(stack) > 1 and (stack[-1].text or stack[-1].name in _VALUES):
        stack.pop()
    tag = Tag(name)
    stack[-1].inside.append(tag)
    if not is_empty:
        stack.append(tag)


# --- characters


_XML_ENCODING = re.compile(
    rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.IGNORECASE
)
_CHARSET = re.compile(rb"CHARSET\s*:\s*([\w-]{1,20}?)(?=COMPRESSION|\s|$)", re.IGNORECASE)
_UTF8 = re.compile(rb"ENCODING\s*:\s*(?:UTF-?8|UNICODE)", re.IGNORECASE)
_EIGHT_BIT = re.compile(r"iso8859-(?!1$)[0-9]+|cp125[0-9]")
_LATIN = {"1252": "cp1252", "8859-1": "cp1252", "ISO-8859-1": "cp1252", "NONE": "cp1252"}


def decoded(data: bytes, said: str | None) -> tuple[str, list[str]]:
    """Return the text of an OFX file and notes on characters; raises BadInput for no text."""
    if said is not None:
        return _as_said(data, said), []
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _as_said(data, "utf-16"), []
    declared = _declared(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if declared != "utf-8":
            return data.decode(declared, errors="replace"), []
        note = "The file says UTF-8 and is not; it was read as Windows-1252."
        return data.decode("cp1252", errors="replace"), [note]
    if text.isascii() or declared == "utf-8":
        return text, []
    return text, ["The file says other characters than UTF-8, which it has; it was read as UTF-8."]


def _declared(data: bytes) -> str:
    head = data[:1000]
    if found := _XML_ENCODING.search(head):
        return _codec(found[1].decode("ascii"))
    if _UTF8.search(head) or head.lstrip()[:2] == b"<?":
        return "utf-8"
    charset = _CHARSET.search(head)
    return _LATIN.get(charset[1].decode("ascii").upper(), "utf-8") if charset else "utf-8"


def _codec(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    return known if _EIGHT_BIT.fullmatch(known) else "utf-8" if known == "utf-8" else "cp1252"


def _as_said(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise BadInput(f"There is no character encoding {encoding!r}; try cp1252.") from error
    except UnicodeError as error:
        raise BadInput(f"The file is not written in {encoding}; try another one.") from error
