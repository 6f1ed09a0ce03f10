"""Officials out of a TOML file: people, offices, pay, schedules and pledges, all or nothing.

For an organisation that begins, and for a machine without a screen. The file says the same as the
facts of this room, official by official::

    [[wage]]
    series = "industry"                  # as schedules name it
    from = 2026-01-01
    per = "year"
    amount = "60000.00"
    source = "Bureau of Labor Statistics"

    [[schedule]]                         # terms as rules/schedules.py reads them
    code = "councillors"

    [[official]]
    reference = "R-1"                    # absent: the next free one
    person = { last_name = "Winter", first_name = "Ada", city = "Salem", state = "OR" }
    # or card = "Winter", somebody whom the books know
    [[official.term]]
    body = "City Council of Salem"
    level = "local"
    state = "OR"
    from = 2026-01-01
    [[official.term.pay]]
    from = 2026-01-01
    per = "year"
    gross = "148500.00"
    net = "101000.00"
    [official.pledge]
    schedule = "councillors"
    from = 2026-01-01
    signed = 2025-12-20
    treasurer = "Tom Lopez"              # who lets it begin; absent: it waits
    recipients = [{ entity = "party", account = "federal", tier = 1, weight = 2 }]
"""

import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

from financedesk.book import Book
from financedesk.book.unit import UnitOfWork
from financedesk.errors import BadInput
from financedesk.ledger.contacts import Contact
from financedesk.ledger.entities import find_entity
from financedesk.ledger.limit_person import find_card
from financedesk.ledger.writer import LedgerWriter
from financedesk.remittances.pay import (
    FAMILIES,
    ONCE,
    PAY,
    SEVERANCE,
    SLIPS,
    WAGES,
    FamilyState,
    PaySlip,
    WageFigure,
)
from financedesk.remittances.people import (
    CANDIDACIES,
    LEVELS,
    OFFICES,
    OFFICIALS,
    TERMS,
    FederalCandidacy,
    OfficeTerm,
    Official,
    PublicOffice,
    names_of,
    next_reference,
)
from financedesk.remittances.pledges import (
    PLEDGES,
    RECIPIENTS,
    Pledge,
    PledgeRecipient,
    PledgeStep,
    move_pledge,
)
from financedesk.remittances.schedules import SCHEDULES, add_schedule
from financedesk.remittances.waivers import DECLARED, Attestation
from financedesk.rules.allocation_taking import attestations
from financedesk.rules.entities import account_kinds
from financedesk.rules.pay import PERS, YEAR
from financedesk.rules.pledges import ACTIVE, PLEDGED, standard_text
from financedesk.rules.schedule_fields import Fields
from financedesk.rules.schedules import schedule_from, schedule_text

_MOST = 1_000_000
_PERSON = tuple(one.name for one in fields(Contact) if one.name not in ("type", "name"))


def enter_officials(book: Book, path: Path, entity_code: str, today: date) -> int:
    """Enter everything that a file says in an entity's books; return the number of officials.

    One unit of work: nothing is kept when anything is wrong. Raises BadInput that names the place
    in the file and what to write there, NotFound for who or what is not in the book, and Refused
    where the law or a role does not let it.
    """
    whole = Fields(_read(path), path.name)
    wages, people = whole.tables("wage"), whole.tables("official")
    schedules = [
        schedule_text(schedule_from(row, f"{path.name}, schedule {number}"))
        for number, row in enumerate(whole.value("schedule") or (), start=1)
    ]
    whole.done()
    with book.unit_of_work("Enter officials", why=path.name) as unit:
        entity_id = find_entity(unit.connection, entity_code).id
        for given in wages:
            WAGES.add(unit, entity_id, _wage(given))
        held = {one.fact.terms for one in SCHEDULES.of(unit.connection, entity_id)}
        for terms in schedules:
            if terms not in held:  # another file of the same organisation brought it
                add_schedule(unit, entity_id, terms)
        for given in people:
            _Entering(unit, entity_id, given, today).official()
    return len(people)


def _read(path: Path) -> dict[str, object]:
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise BadInput(f"{path} cannot be read; name the TOML file of officials.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} is not valid TOML: {error}.") from error


def _wage(given: Fields) -> WageFigure:
    begins = given.needed_day("from")
    found = WageFigure(
        series=given.filled("series", '"industry"'), area=given.text("area"),
        per=given.choice("per", PERS, YEAR), from_date=begins,
        known_on=given.day("known_on") or begins, cents=given.cents("amount"),
        source=given.filled("source", '"Bureau of Labor Statistics"'),
    )  # fmt: skip
    given.done()
    return found


class _Entering:
    """One official on the way into the books."""

    def __init__(self, unit: UnitOfWork, entity_id: int, given: Fields, today: date) -> None:
        self._unit, self._entity_id = unit, entity_id
        self._given, self._today = given, today

    def official(self) -> None:
        """Enter who it is, and everything about them."""
        given = self._given
        reference = given.text("reference") or next_reference(
            self._unit.connection, self._entity_id
        )
        citizen = not given.has("citizen") or given.truth("citizen")
        self._id = OFFICIALS.add(self._unit, self._entity_id, Official(
            card_id=self._card(), reference=reference, note=given.text("note"), citizen=citizen,
            contractor=given.truth("contractor"), published_from=given.day("published_from"),
        ))  # fmt: skip
        for one in given.tables("term"):
            self._term(one)
        for one in given.tables("family"):
            self._family(one)
        for one in given.tables("candidacy"):
            self._candidacy(one)
        for one in given.tables("attestation"):
            self._attestation(one)
        pledge = given.table("pledge")
        if pledge is not None:
            self._pledge(pledge)
        given.done()

    def _card(self) -> int:
        person = self._given.table("person")
        known = self._given.text("card")
        if (person is None) == (not known):
            raise self._given.fault("person", "say who it is, by person or by card.")
        if person is None:
            return find_card(self._unit.connection, known, [self._entity_id])
        words = {name: person.text(name) for name in _PERSON if person.has(name)}
        person.done()
        if not words.get("last_name"):
            raise person.fault("last_name", 'it is missing; write last_name = "Winter".')
        with LedgerWriter(self._unit, self._entity_id) as writer:
            return writer.add_contact(Contact(type="IND", **words)).card_id

    def _term(self, given: Fields) -> None:
        office = PublicOffice(
            body=given.filled("body", '"City Council of Salem"'),
            level=given.choice("level", LEVELS), state=given.text("state"),
            district=given.text("district"), office_class=given.text("class"),
        )  # fmt: skip
        held = OFFICES.of(self._unit.connection, self._entity_id, body=office.body)
        known = next((one.id for one in held if one.fact == office), None)
        term_id = TERMS.add(self._unit, self._entity_id, OfficeTerm(
            official_id=self._id,
            public_office_id=known or OFFICES.add(self._unit, self._entity_id, office),
            from_date=given.needed_day("from"), to_date=given.day("to"),
            end_known_on=given.day("end_known_on"), end_reason=given.text("end_reason"),
        ))  # fmt: skip
        for one in given.tables("pay"):
            self._slip(one, term_id, PAY)
        for one in given.tables("severance"):
            self._slip(one, term_id, SEVERANCE)
        given.done()

    def _slip(self, given: Fields, term_id: int, kind: str) -> None:
        gross, begins = given.cents("gross"), given.needed_day("from")
        net = given.cents("net")
        withheld = given.cents("withheld", 0) if given.has("withheld") else max(0, gross - net)
        SLIPS.add(self._unit, self._entity_id, PaySlip(
            office_term_id=term_id, kind=kind,
            per=given.choice("per", PERS, YEAR) if kind == PAY else ONCE, from_date=begins,
            known_on=given.day("known_on") or begins, gross_cents=gross, net_cents=net,
            withheld_cents=withheld,
            allowance_cents=given.cents("allowance", 0) if given.has("allowance") else 0,
            allowance_included=given.truth("allowance_included"),
            allowance_taxable=given.truth("allowance_taxable"), document=given.text("document"),
        ))  # fmt: skip
        given.done()

    def _family(self, given: Fields) -> None:
        begins = given.needed_day("from")
        FAMILIES.add(self._unit, self._entity_id, FamilyState(
            official_id=self._id, from_date=begins, known_on=given.day("known_on") or begins,
            children=given.count("children", 0, 0, 99),
            dependants=given.count("dependants", 0, 0, 99),
        ))  # fmt: skip
        given.done()

    def _candidacy(self, given: Fields) -> None:
        CANDIDACIES.add(self._unit, self._entity_id, FederalCandidacy(
            official_id=self._id, office=given.filled("office", '"H"'),
            from_date=given.needed_day("from"), to_date=given.day("to"), basis=given.text("basis"),
        ))  # fmt: skip
        given.done()

    def _attestation(self, given: Fields) -> None:
        DECLARED.add(self._unit, self._entity_id, Attestation(
            official_id=self._id, kind=given.choice("kind", tuple(attestations())),
            on_date=given.needed_day("on"), document=given.text("document"),
        ))  # fmt: skip
        given.done()

    def _pledge(self, given: Fields) -> None:
        """Enter a pledge; one that is signed begins when everything is there that the law wants."""
        standard = standard_text()
        signed = given.day("signed")
        pledge_id = PLEDGES.add(self._unit, self._entity_id, Pledge(
            official_id=self._id, schedule_code=given.filled("schedule", '"councillors"'),
            text=given.text("text") or standard.text,
            text_version=given.text("text_version") or standard.version,
            from_date=given.needed_day("from"), signed_on=signed,
        ))  # fmt: skip
        for one in given.tables("recipients"):
            self._recipient(one, pledge_id, signed or self._today)
        treasurer = given.text("treasurer")
        given.done()
        if signed is not None:
            (official,) = OFFICIALS.of(self._unit.connection, self._entity_id, id=self._id)
            name = names_of(self._unit.connection, [official])[self._id]
            self._move(pledge_id, PLEDGED, "official", signed, name)
            if treasurer:
                self._move(pledge_id, ACTIVE, "treasurer", signed, treasurer)

    def _recipient(self, given: Fields, pledge_id: int, consented_on: date) -> None:
        RECIPIENTS.add(self._unit, self._entity_id, PledgeRecipient(
            pledge_id=pledge_id, recipient=given.filled("entity", '"party"'),
            account_kind=given.choice("account", tuple(account_kinds())),
            tier=given.count("tier", 1, 1, 99), weight=given.count("weight", 1, 1, _MOST),
            wish_cents=given.cents("wish", 0) if given.has("wish") else None,
            cap_cents=given.cents("cap", 0) if given.has("cap") else None,
            consented_on=given.day("consented") or consented_on,
        ))  # fmt: skip
        given.done()

    def _move(self, pledge_id: int, state: str, role: str, on: date, who: str) -> None:
        step = PledgeStep(pledge_id=pledge_id, state=state, on_date=on, role=role, who=who)
        move_pledge(self._unit, step)
