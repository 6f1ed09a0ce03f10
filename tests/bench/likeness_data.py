"""Labelled people for the likeness bench: records as contacts, each with whose it is."""

import csv
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from financedesk.donors.traits import traits_of
from financedesk.ledger.contacts import Contact
from financedesk.rules.likeness_evidence import Traits

SHARED = Path(__file__).resolve().parents[3] / "shared"
_DEDUPE = SHARED / "data" / "dedupe"
GENERATOR = SHARED / "tools" / "make_donations.py"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record, whose it is, and how many rows of the file are like it.

    ``born`` (``YYYYMMDD``) and ``number`` are on no card, but some sets have them.
    """

    contact: Contact
    truth: str
    rows: int = 1
    born: str = ""
    number: str = ""

    @property
    def traits(self) -> Traits:
        """Return what the person is compared by, with what no card knows."""
        return replace(
            traits_of([self.contact]),
            births=frozenset(filter(None, [self.born])),
            numbers=frozenset(filter(None, [self.number])),
        )


def generated(rows: int, seed: int = 7) -> list[Labelled]:
    """Return the donors of a generated export of so many gifts, as written row by row."""
    with tempfile.TemporaryDirectory() as folder:
        words = ("-n", str(rows), "--seed", str(seed), "--out", folder)
        subprocess.run([sys.executable, str(GENERATOR), *words], check=True, capture_output=True)
        return list(_gifts(Path(folder)))


def _gifts(folder: Path) -> Iterator[Labelled]:
    with (folder / "truth_rows.csv").open(encoding="utf-8", newline="") as stream:
        truth = {row["lineitem"]: row["donor"] for row in csv.DictReader(stream)}
    # A donor of the truth without a row, or a row without a donor, would spoil every figure.
    with (folder / "truth_donors.jsonl").open(encoding="utf-8") as lines:
        donors = {str(json.loads(line)["id"]) for line in lines}
    counted: dict[tuple[Contact, str], int] = {}
    with (folder / "contributions.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            donor = truth[row["Lineitem ID"]]
            if donor not in donors:
                raise ValueError(f"donor {donor} is not in the truth")
            key = (_donor(row), donor)
            counted[key] = counted.get(key, 0) + 1
    for (contact, donor), rows in counted.items():
        yield Labelled(contact, donor, rows)


def _donor(row: Mapping[str, str]) -> Contact:
    first, last = row["Donor First Name"].strip(), row["Donor Last Name"].strip()
    named = {"last_name": last, "first_name": first} if first else {"name": last}
    return Contact(
        type="IND" if first else "ORG", **named, street_1=row["Donor Addr1"],
        street_2=row["Donor Addr2"], city=row["Donor City"], state=row["Donor State"],
        zip=row["Donor ZIP"], employer=row["Donor Employer"], email=row["Donor Email"],
        phone=row["Donor Phone"],
    )  # fmt: skip


def _read(name: str) -> Iterable[dict[str, str]]:
    with (_DEDUPE / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def census() -> list[Labelled]:
    """Return people of a census and of two years of tax forms."""
    return [
        Labelled(
            Contact(
                type="IND", last_name=row["last_name"], first_name=row["first_name"],
                middle_name=row["middle_initial"], employer=row["employer_name"],
                street_1=f"{row['street_number']} {row['street_name']}".strip(),
                street_2=row["unit_number"] or row["po_box"], city=row["city"],
                state=row["state"], zip=row["zipcode"] if row["zipcode"].strip("0") else "",
            ),
            row["simulant_id"],
            born=_day(row["date_of_birth"]),
        )
        for row in _read("people_census_w2.csv")
    ]  # fmt: skip


def _day(written: str) -> str:
    """Return a day that was written month first."""
    month, _, rest = written.partition("/")
    of_month, _, year = rest.partition("/")
    return f"{year}{month}{of_month}"


def febrl(name: str) -> list[Labelled]:
    """Return records of one of the Febrl sets."""
    return [
        Labelled(
            Contact(
                type="IND", last_name=row["surname"], first_name=row["given_name"],
                street_1=f"{row['street_number']} {row['address_1']}".strip(),
                street_2=row["address_2"], city=row["suburb"], state=row["state"],
                zip=row["postcode"],
            ),
            row["true_id"], born=row["date_of_birth"], number=row["soc_sec_id"],
        )
        for row in _read(f"{name}.csv")
    ]  # fmt: skip


def fake() -> list[Labelled]:
    """Return Splink's invented people: names, day of birth, town and e-mail address."""
    return [
        Labelled(
            Contact(
                type="IND", last_name=row["surname"], first_name=row["first_name"],
                city=row["city"], email=row["email"],
            ),
            row["cluster"],
            born=row["dob"].replace("-", ""),
        )
        for row in _read("fake_1000.csv")
    ]  # fmt: skip


_GIVEN = re.compile(r"^(.*?),\s*(.*)$")
_TITLES = frozenset({"MR", "MRS", "MS", "DR", "HON", "MISS", "REV", "SEN", "THE"})
_SUFFIXES = frozenset({"JR", "SR", "II", "III", "IV"})


def federal() -> list[Labelled]:
    """Return hard cases of real givers: neither street nor e-mail nor telephone."""
    return [Labelled(_giver(row), row["donor_id"]) for row in _read("fec_crp_gold.csv")]


def _giver(row: Mapping[str, str]) -> Contact:
    """Return a giver by the name as it was filed, ``LAST, FIRST MIDDLE TITLE``."""
    found = _GIVEN.match(row["contributor_name"])
    last, given = found.groups() if found else (row["last_name"], row["first_name"])
    words = given.replace(",", " ").replace(".", " ").split()
    suffix = next((word for word in words if word in _SUFFIXES), "")
    names = [word for word in words if word not in _SUFFIXES | _TITLES]
    return Contact(
        type="IND", last_name=last, first_name=names[0] if names else "",
        middle_name=" ".join(names[1:]), suffix=suffix, city=row["city"], state=row["state"],
        zip=row["zip"].zfill(5) if row["zip"].strip("0") else "", employer=row["employer"],
    )  # fmt: skip


SETS: Mapping[str, Callable[[], list[Labelled]]] = {
    "people_census_w2": census,
    "febrl1": lambda: febrl("febrl1"),
    "febrl3": lambda: febrl("febrl3"),
    "fake_1000": fake,
    "fec_crp_gold": federal,
}
