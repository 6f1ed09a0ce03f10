"""The commands on letters, one after the other on a gift above its limit."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

#: What each of the commands answers as JSON.
KEYS_OF_LETTERS: dict[str, set[str]] = {
    "letters list": {"on", "letters", "to_write", "waiting", "late"},
    "letters write": {"kind", "letters", "left_out", "files"},
    "letters sent": {"letters"},
    "letters answered": {"letters"},
    "letters save": {"letter", "name", "files"},
    "letters discard": {"discarded"},
}
LETTER = {
    "letter", "entity", "kind", "title", "addressee", "about", "state", "cents", "gift", "card",
    "written_on", "send_by", "reply_by", "sent_on", "answered_on", "channel", "answer", "sha256",
}  # fmt: skip


def letters_are_sent(ask: Callable[..., dict[str, Any]], folder: Path, gift: str) -> None:
    """Write one to a giver and note it as sent and answered; write those of all findings."""
    on = ("--on", "2026-03-21")
    of = ("redesignation_request", "--gift", gift, *on, "--out", folder / "letter.pdf")
    (one,) = ask("letters write", *of)["letters"]
    assert set(one) == LETTER
    assert (one["state"], one["reply_by"], one["cents"]) == ("to_send", "2026-04-03", 3_500_00)
    assert (folder / "letter.pdf").read_bytes().startswith(b"%PDF")
    number = str(one["letter"])
    ask("letters save", number, "--out", folder / "kept.pdf")
    assert (folder / "kept.pdf").read_bytes() == (folder / "letter.pdf").read_bytes()
    (sent,) = ask("letters sent", number, *on, "--how", "email")["letters"]
    assert (sent["sent_on"], sent["channel"]) == ("2026-03-21", "email")
    assert ask("letters list", "--on", "2026-04-04", status=1)["late"] == 1
    said = ("--words", "wants a refund", "--on", "2026-03-30")
    (answered,) = ask("letters answered", number, *said)["letters"]
    assert (answered["state"], answered["answer"]) == ("answered", "wants a refund")
    assert ask("letters list", "--on", "2026-03-30")["to_write"] == []
    many = ask("letters write", "reattribution_request", "--findings", *on)
    assert [one["addressee"] for one in many["letters"]] == ["Ada Lopez"]
    again = ask("letters write", "reattribution_request", "--findings", *on)
    assert (again["letters"], len(again["left_out"])) == ([], 1)
    ask("letters discard", str(many["letters"][0]["letter"]))
    assert [one["letter"] for one in ask("letters list")["letters"]] == [one["letter"]]
