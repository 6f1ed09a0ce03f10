"""Who appears in the sample book: invented people from our own lists, drawn by seeded chance."""

import random
import tomllib
from functools import cache
from typing import Any

from financedesk.ledger.contacts import Contact
from financedesk.resources import resource

STATE = "OR"
# One giver in so many left employer and occupation out, so that there is something to find.
_SILENT_ONE_IN = 11


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("sample", f"{name}.toml").read_text(encoding="utf-8"))


def others(key: str) -> list[Any]:
    """Return a list of ``others.toml``: vendor, official, committee, funder or drive."""
    rows: list[Any] = _table("others")[key]
    return rows


class Cast:
    """Draws people; no two of one cast share first and last name."""

    def __init__(self, chance: random.Random) -> None:
        """Draw from this seeded chance."""
        self._chance = chance
        self._known: set[tuple[str, str]] = set()

    def people(self, number: int) -> list[Contact]:
        """Return so many people with address, work and mostly an e-mail address."""
        return [self.person() for _ in range(number)]

    def person(self) -> Contact:
        """Return one person whom this cast has not seen before."""
        lists, chance = _table("people"), self._chance
        first, last = self._name()
        city, zip_code = chance.choice(lists["towns"])
        occupation, employer = chance.choice(lists["work"])
        if chance.randrange(_SILENT_ONE_IN) == 0:
            occupation = employer = ""
        mail = f"{first}.{last}@example.org".lower() if chance.random() < 0.8 else ""
        return Contact(
            type="IND", first_name=first, last_name=last,
            middle_name=chance.choice("ABCDEFGHJKLMNPRSTW") if chance.random() < 0.3 else "",
            street_1=f"{chance.randrange(10, 9900)} {chance.choice(lists['streets'])}",
            city=city, state=STATE, zip=zip_code, employer=employer, occupation=occupation,
            email=mail,
        )  # fmt: skip

    def _name(self) -> tuple[str, str]:
        lists = _table("people")
        while True:
            name = (
                self._chance.choice(lists["first_names"]),
                self._chance.choice(lists["last_names"]),
            )
            if name not in self._known:
                self._known.add(name)
                return name


def vendors() -> dict[str, Contact]:
    """Return the firms that the organisation pays, by key."""
    return {
        row["key"]: Contact(
            type="ORG", name=row["name"], street_1=row["street_1"], city=row["city"],
            state=STATE, zip=row["zip"],
        )
        for row in others("vendor")
    }  # fmt: skip


def committees() -> dict[str, Contact]:
    """Return the committees outside the organisation, by key."""
    return {
        key: Contact(
            type="COM", name=name, committee_id=number, street_1="P.O. Box 218", city=city,
            state=STATE, zip=zip_code,
        )
        for key, name, number, city, zip_code in others("committee")
    }  # fmt: skip


def official_key(number: int) -> str:
    """Return the key under which every entity knows an elected person, by place in the list."""
    return f"OFFICIAL-{number}"


def officials() -> list[tuple[Contact, int]]:
    """Return the elected people and what each remits a month, in cents."""
    return [
        (
            Contact(
                type="IND", first_name=first, last_name=last, street_1="900 Court St NE",
                city=city, state=STATE, zip=zip_code, occupation=office,
                employer=_employer(office, city), external_key=official_key(number),
            ),
            dollars * 100,
        )
        for number, (first, last, office, city, zip_code, dollars) in enumerate(
            others("official"), start=1
        )
    ]  # fmt: skip


def _employer(office: str, city: str) -> str:
    return "State of Oregon" if office.startswith("State") else f"Local Government of {city}"


def funders() -> list[Contact]:
    """Return the foundations and firms that give to charity and issue organisation."""
    return [
        Contact(type="ORG", name=name, street_1="1 Foundation Ct", city=city, state=STATE, zip=code)
        for name, city, code in others("funder")
    ]
