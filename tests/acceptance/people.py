"""The people behind a drive on the command line: series, promises, segments, papers, doubles."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from tests.intake.exports import HEADER, gift, write_export

Ask = Callable[..., dict[str, Any]]
_PARTY = ("--entity", "party")
_ON = ("--on", "2026-04-20")


WRONG_ON_PEOPLE: tuple[tuple[str, str], ...] = (
    ("series cancel AB404 --entity party", "AB404"),
    ("series fail AB404 --entity party --amount=-1", "AB404"),
    ("series list --entity party --state asleep", "asleep"),
    ("promise end 999 --why moved", "999"),
    ("promise keep 999 1", "999"),
    ("promise add --entity party --donor Nobody --amount 5 --due 2026-01-01", "Nobody"),
    ("promise add --entity party --donor Lee --amount 0 --due 2099-01-01", "above zero"),
    ("segment rich --entity party", "rich"),
    ("segment region --entity party", "region"),
    ("report call-sheet --entity nobody --out @a.pdf", "nobody"),
    ("report call-sheet --entity party --out @a.txt", ".pdf"),
    ("report call-sheet --entity party --out @nowhere/a.pdf", "nowhere"),
    ("report thank-you --entity party --words @bad.toml --on 2025-06-30 --out @a.pdf", "bad.toml"),
    ("report receipt-letter --entity party --from 2030-01-01 --to 2030-02-01 --out @a.pdf", "None"),
    ("report mail-merge --entity party --out @a.doc", ".csv"),
)  # fmt: skip
"""Calls about segments and papers that are none."""


def people_are_asked(ask: Ask, folder: Path) -> None:
    """Ask every command on people once, in a book whose party is C00999991."""
    _series_run(ask, folder)
    _promises_are_kept(ask)
    _papers_are_printed(ask, folder)
    _a_donor_is_known(ask, folder)
    _nobody_is_twice(ask, folder)


def _series_run(ask: Ask, folder: Path) -> None:
    columns = (*HEADER, "Recurring Total Months")
    charges = [
        gift(
            Receipt_ID="AB5", Lineitem_ID=f"750{number}", Recurrence_Number=str(number),
            Date=f"2026-0{number + 1}-05 10:00:00", Recipient_Gov_ID="C00999991",
            Recurring_Total_Months="unlimited", Amount="10.00", Disbursement_ID="",
        )
        for number in (1, 2, 3)
    ]  # fmt: skip
    ask("intake", write_export(folder / "series.csv", charges, columns))
    listed = ask("series list", *_PARTY, *_ON)
    (one,) = listed["series"]
    assert (one["receipt"], one["charges"], one["state"]) == ("AB5", 3, "running")
    assert listed["expected"][1]["cents"] == 10_00
    assert ask("series raise", "AB5", *_PARTY, "--amount", "15", "--on", "2026-04-10")["new"]
    assert ask("series fail", "AB5", *_PARTY, "--on", "2026-04-06")["new"]
    assert not ask("series fail", "AB5", *_PARTY, "--on", "2026-04-07")["new"]
    assert ask("series list", *_PARTY, *_ON)["states"]["failed"] == 1
    ask("series cancel", "AB5", *_PARTY, "--on", "2026-04-12", "--note", "by telephone")
    assert ask("series list", *_PARTY, *_ON)["states"]["cancelled"] == 1


def _promises_are_kept(ask: Ask) -> None:
    terms = ("--amount", "10", "--due", "2026-02-01", "--every", "month", "--times", "3")
    made = ask(
        "promise add", *_PARTY, "--donor", "Lee", *terms, "--on", "2026-02-01", "--drive", "spring"
    )
    number = str(made["promise"])
    listed = ask("promise list", *_PARTY, *_ON, status=1)
    assert (listed["overdue_cents"], len(listed["promises"])) == (30_00, 1)
    first, *_ = listed["proposals"]
    kept = ask("promise keep", number, str(first["gift"]), "--due", first["due"])
    assert (kept["kept_cents"], kept["new"]) == (10_00, True)
    assert not ask("promise keep", number, str(first["gift"]))["new"]
    reminded = ask("promise remind", number, "--by", "letter", "--words", "Dear friend")
    assert reminded["reminders"][0]["by"] == "letter"
    ended = ask("promise end", number, "--why", "moved away", "--on", "2026-04-15")
    assert (ended["state"], ended["overdue_cents"]) == ("let go", 0)


def _papers_are_printed(ask: Ask, folder: Path) -> None:
    found = ask("segment", "recurring-lost", *_PARTY, *_ON)
    assert [one["name"] for one in found["people"]] == ["Ann Lee"]
    spring = (*_PARTY, *_ON, "--drive", "spring")
    assert ask("segment", "all", *spring)["donors"] == 1
    sheet = ask("report call-sheet", *spring, "--out", folder / "calls.pdf")
    assert sheet["number"] == 1
    assert any("11 CFR 110.20" in one["citation"] for one in sheet["notices"])
    ask("report thank-you", *_PARTY, *_ON, "--donor", "Lee", "--out", folder / "thanks.pdf")
    receipt = ask("report receipt-letter", *spring, "--out", folder / "receipt.pdf")
    assert (receipt["number"], receipt["acknowledgments"]) == (1, 0)
    for name in ("calls", "thanks", "receipt"):
        pages = PdfReader(folder / f"{name}.pdf").pages
        assert "Ann Lee" in " ".join(page.extract_text() for page in pages)
    merged = ask("report mail-merge", *spring, "--out", folder / "list.csv")
    assert (merged["number"], merged["for"], merged["document"]) == (1, "party", "")
    assert "Ann Lee" in (folder / "list.csv").read_text(encoding="utf-8-sig")


def _nobody_is_twice(ask: Ask, folder: Path) -> None:
    row = gift(Donor_First_Name="Anne", Lineitem_ID="7900", Recipient_Gov_ID="C00999991")
    ask("intake", write_export(folder / "anne.csv", [row]))
    # The import has linked them already; who is parted is asked about again.
    assert ask("donors duplicates", *_PARTY)["pairs"] == []
    assert ask("donors unmerge", "Anne Lee")["saved"]
    (pair,) = ask("donors duplicates", *_PARTY, status=1)["pairs"]
    assert {"a", "b", "score", "reasons"} <= set(pair)
    assert pair["names"] == ["Ann Lee", "Anne Lee"]
    cards = (str(pair["a"]), str(pair["b"]))
    assert ask("donors merge", *cards, "--reason", "same e-mail address")["saved"]
    assert ask("donors unmerge", cards[1])["saved"]
    assert ask("donors apart", *cards, "--reason", "mother and daughter")["score"] == pair["score"]


def _a_donor_is_known(ask: Ask, folder: Path) -> None:
    scan = folder / "form.txt"
    scan.write_text("signed", encoding="utf-8")
    whom = ("Ann Lee", *_PARTY)
    card = ask("donors note", *whom, "--words", "Call in the evening")["card"]
    kept = ask("donors document", *whom, "--add", scan, "--kind", "declaration")["documents"][0]
    paper = str(kept["document"])
    said = ask("donors attest", *whom, "citizen", "--how", "form", "--document", paper)
    assert (said["card"], said["given"]) == (card, True)
    asked = ask("donors request", *whom, "--how", "letter", "--asked", "employer")["requests"][0]
    assert asked["asked"] == ["employer"]
    ask("donors request", *whom, "--answer", str(asked["request"]), "--words", "Mill")
    shown = ask("donors show", str(card))
    assert [one["words"] for one in shown["notes"]] == ["Call in the evening"]
    assert shown["requests"][0]["answer"] == "Mill"
