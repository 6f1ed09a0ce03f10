"""Every file of the shared material is known by what is in it, or refused in plain words."""

from pathlib import Path

import pytest

from financedesk.errors import BadInput
from financedesk.intake.formats import FORMATS, format_of
from financedesk.intake.source_file import opened
from financedesk.intake.staged import Notes
from financedesk.rules.conduits import processors
from tests.conftest import SHARED

FOLDER = SHARED / "data" / "donations"
KNOWN = {
    "actblue/cancelled_recurring_fixture.csv": "actblue-cancelled",
    "actblue/header_cancelled_recurring_2026.csv": "actblue-cancelled",
    "actblue/header_paid_101col_2026.csv": "actblue",
    "actblue/paid_101col_fixture.csv": "actblue",
    "actblue/parsons_test_csv_data.csv": "actblue",
    "donorpipe_linked/donorbox_2023.csv": "donorbox",
    "donorpipe_linked/donorbox_2024.csv": "donorbox",
    "donorpipe_linked/paypal_all_22Jul2023.csv": "paypal",
    "donorpipe_linked/stripe_2023.csv": "stripe",
    "donorpipe_linked/stripe_2024.csv": "stripe",
    "paypal/activity_us_dates_thousands.csv": "paypal",
    "square/transactions.csv": "square",
    "stripe/balance_history_quoted.csv": "stripe",
    "stripe/itemized_balance_change.csv": "stripe",
    "stripe/payments_created_date_utc.csv": "stripe",
    "stripe/payout_reconciliation_header.csv": "stripe",
}
REFUSED = {
    "donorpipe_linked/Benevity August 2023 Download.csv": "none of the formats",
    "donorpipe_linked/Benevity_DonationReport_G3XA2QUEAP_20250611.csv": "none of the formats",
    "donorpipe_linked/QBO_from_2023.csv": "CSV",
    "winred/field_dictionary_partial.csv": "none of the formats",
}


def _files() -> list[str]:
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.csv"))


@pytest.mark.parametrize("name", _files())
def test_each_file_is_known_or_refused(name: str) -> None:
    if name in KNOWN:
        with opened(FOLDER / name) as source:
            assert format_of(source).code == KNOWN[name]
            assert [one.code for one in FORMATS if one.fits(source)] == [KNOWN[name]]
        return
    with pytest.raises(BadInput, match=REFUSED[name]), opened(FOLDER / name) as source:
        format_of(source)


def test_each_format_has_a_profile_and_a_name_of_its_own() -> None:
    codes = [one.code for one in FORMATS]
    assert len(set(codes)) == len(codes)
    profiles = {one.code for one in processors()}
    assert {one.processor for one in FORMATS} <= profiles
    assert {kin for one in FORMATS for kin in one.kin} <= profiles


def test_a_format_named_for_a_file_of_another_says_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("one,two\n1,2\n", encoding="ascii")
    for one in FORMATS:
        with opened(tmp_path / "a.csv") as source, pytest.raises(BadInput, match=r"a\.csv"):
            list(one.read(source, Notes()))
