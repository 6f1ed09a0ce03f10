"""Form types, old and new."""

import pytest

from financedesk.fec.tokens import body_tokens, is_cover, normal_token, record_of


@pytest.mark.parametrize(
    "raw,token,record",
    [
        ("SA11A1", "SA11AI", "SA"), ("SA11A2", "SA11AII", "SA"), ("sa11ai", "SA11AI", "SA"),
        ("SB21b", "SB21B", "SB"), ("SC10", "SC/10", "SC"), ("SC/9", "SC/9", "SC"),
        ("SC1/12", "SC1/12", "SC1"), ("SC210", "SC2/10", "SC2"), ("SD/9", "SD9", "SD"),
        ('"F3XN"', "F3XN", "F3X"), ("F3A", "F3A", "F3"), ("F3PT", "F3PT", "F3P"),
        ("F1MA", "F1MA", "F1M"), ("F99", "F99", "F99"), ("F24N", "F24N", "F24"),
        ("F13N", "F13N", "F13"), ("F132", "F132", "F132"), ("F65", "F65", "F65"),
        ("F1S", "F1S", "F1S"), ("F3PS", "F3PS", "F3PS"), ("F3ZT", "F3ZT", "F3Z"),
        ("F3P31AL", "F3P31AL", "F3P31"), ("H4", "H4", "H4"), ("SE", "SE", "SE"),
        ("TEXT", "TEXT", "TEXT"), ("SA3L", "SA3L", "SA3L"), ("SB3L", "SB3L", "SB"),
        ("SL", "SL", "SL"), ("ZZ99", "ZZ99", ""), ("Treasurer", "TREASURER", ""),
        ("SUITE 102", "SUITE 102", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_form_type_and_its_record(raw: str, token: str, record: str) -> None:
    assert normal_token(raw) == token
    assert record_of(raw) == record


def test_every_token_of_a_form_has_a_record() -> None:
    for form in ("F3X", "F3", "F3P", "F3L", "F24", "F1", "F2", "F5", "F6", "F7", "F9", "F13"):
        tokens = body_tokens(form)
        assert tokens
        assert all(record_of(token) and normal_token(token) == token for token in tokens)
    assert body_tokens("F99") == frozenset()
    assert body_tokens("F42") is None


def test_covers_and_their_attachments() -> None:
    assert is_cover("F3X")
    assert is_cover("F99")
    assert not is_cover("F65")
    assert not is_cover("F3Z")
    assert not is_cover("SA")
