"""Entity kinds, account kinds and payment processors."""

from datetime import date

import pytest

from financedesk.errors import NotFound
from financedesk.rules.conduits import processor, processors
from financedesk.rules.entities import (
    account_kind,
    account_kinds,
    entity_kind,
    entity_kinds,
    federal_account_kinds,
    files_federally,
)


def test_every_kind_of_entity_is_known() -> None:
    assert set(entity_kinds()) == {
        "national_party",
        "state_party",
        "local_party",
        "pac",
        "ssf",
        "leadership_pac",
        "super_pac",
        "hybrid_pac",
        "jfc",
        "candidate",
        "think_tank_c3",
        "issue_c4",
        "section_527",
    }


def test_what_each_entity_files() -> None:
    for found in entity_kinds().values():
        assert found.federal == (found.form is not None)
        assert found.party == (found.role == "party")
        assert (found.form == "F3") == (found.window == "election_cycle")
        assert found.citation
    assert entity_kind("candidate").form == "F3"
    assert entity_kind("hybrid_pac").form == "F3X"
    assert entity_kind("issue_c4").form is None


def test_which_accounts_file_federally() -> None:
    assert set(account_kinds()) == {*federal_account_kinds(), "nonfederal", "levin"}
    assert files_federally("noncontribution")
    assert not files_federally("levin")
    assert account_kind("levin").label == "Levin account"


def test_conduits_are_reported_by_name_and_number() -> None:
    actblue = processor("actblue", date(2026, 3, 1))
    assert actblue.is_conduit
    assert (actblue.name, actblue.committee_id) == ("ActBlue", "C00401224")
    assert (actblue.street_1, actblue.city, actblue.state, actblue.zip) == (
        "P.O. Box 441146",
        "Somerville",
        "MA",
        "02144",
    )
    assert processor("winred", date(2026, 3, 1)).committee_id == "C00694323"


def test_merchants_are_no_conduits() -> None:
    for code in ("anedot", "stripe", "paypal", "square", "donorbox"):
        found = processor(code, date(2026, 3, 1))
        assert not found.is_conduit
        assert found.committee_id == ""
    assert all(x.is_conduit == bool(x.committee_id) for x in processors())


def test_what_is_not_known_is_answered_with_the_choices() -> None:
    with pytest.raises(NotFound, match="state_party"):
        entity_kind("statal_party")
    with pytest.raises(NotFound, match="nonfederal"):
        account_kind("slush")
    with pytest.raises(NotFound, match="actblue"):
        processor("venmo", date(2026, 1, 1))
    with pytest.raises(NotFound, match="2018"):
        processor("winred", date(2018, 12, 31))
