"""Any name in printable ASCII."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financedesk.fec.transliteration import plain


@pytest.mark.parametrize(
    "text,expected",
    [
        ("José Núñez", "Jose Nunez"),
        ("Jose\u0301", "Jose"),
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("Straße", "Strasse"),
        ("Zoë Ångström-Ørsted", "Zoe Angstrom-Orsted"),
        ("“O’Brien”—\u2018X’ – Y…", "\"O'Brien\"-'X' - Y..."),
        ("Nguyễn Thị Đào", "Nguyen Thi Dao"),
        ("Михаил Щербаков", "Mikhail Shcherbakov"),
        ("Єва Їжак", "Yeva Yizhak"),
        ("Σωκράτης", "Sokratis"),
        ("毛 李", "Mao Li"),
        ("김", "Gim"),
        ("\uff26\uff55\uff4c\uff4c\u3000\uff57", "Full w"),
        ("a\u00a0b\tc\r\nd", "a b c d"),
        ("  padded  ", "padded"),
        ("Ann\u200b-Lee 😀", "Ann-Lee"),
        ("½ of ²", "1/2 of 2"),
        ("İstanbul", "Istanbul"),
    ],
)
def test_letters_of_the_world(text: str, expected: str) -> None:
    assert plain(text) == expected


def test_a_letter_without_a_table_is_a_question_mark_and_not_lost() -> None:
    assert plain("עדי") == "???"


@given(st.text())
def test_the_result_is_printable_ascii_and_stays_as_it_is(text: str) -> None:
    written = plain(text)
    assert written.isascii()
    assert not written or written.isprintable()
    assert written == written.strip()
    assert plain(written) == written


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_ascii_is_left_alone(text: str) -> None:
    assert plain(text) == text.strip()
