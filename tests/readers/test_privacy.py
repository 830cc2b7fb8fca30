"""Personal numbers: found where they are numbers of people, masked, located; none of these numbers is anybody's."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.model import PageKind
from inspection.readers import privacy
from inspection.readers.privacy import Piece, identity_check, is_bank_card, is_identity_number, luhn_sum, of_pieces
from tests.given.reading import reading

DAY = date(2023, 9, 30)


def identity(serial: int, division: str = "539900", born: str = "19850312") -> str:
    """An identity number of a division that no register knows."""
    first = f"{division}{born}{serial:03d}"
    return first + identity_check(first)


def card(serial: int, head: str = "621799", length: int = 19) -> str:
    """A card number that passes Luhn's check."""
    first = f"{head}{serial:0{length - 1 - len(head)}d}"
    return next(first + digit for digit in "0123456789" if luhn_sum(first + digit) % 10 == 0)


def mobile(serial: int) -> str:
    """Eleven digits like a mobile number's."""
    return f"139{serial:08d}"


def read(html: str) -> dict[str, tuple[int, list[tuple[str, str]]]]:
    """Count and (masked number, place) by kind."""
    return {
        sign.kind: (sign.count, [(found["value"], found["place"]) for found in sign.detail["found"]])
        for sign in privacy.read(reading(html, PageKind.OTHER))
    }


def test_the_check_digit_is_that_of_the_standard():
    # the two examples that GB 11643-1999 itself prints
    assert identity_check("11010519491231002") == "X"
    assert identity_check("44052418800101001") == "4"


def test_identity_numbers_are_counted_masked_and_located():
    one, other = identity(1), identity(42)
    html = f"<p>公示</p><p>张某 {one}</p><table><tr><td>李某<td>{other}</tr><tr><td>李某<td>{other}</tr></table>"
    assert read(html) == {
        "identity_number": (2, [(f"539…{one[-2:]}", "line 2"), (f"539…{other[-2:]}", "line 4")]),
    }


@pytest.mark.parametrize(
    "digits",
    [
        identity(1)[:-1] + ("0" if identity(1)[-1] != "0" else "1"),  # wrong check digit
        identity(1, division="999900"),  # no such province
        identity(1, born="19851312"),  # no such month
        identity(1, born="20240101"),  # not yet born
        identity(1, born="18991231"),
        identity(1)[:6] + "********" + identity(1)[14:],  # masked already
        f"2023{identity(1)}",  # part of a longer number
        f"A{identity(1)}",
        "",
    ],
)
def test_other_numbers_of_that_length_are_no_identity_numbers(digits):
    assert read(f"<p>编号：{digits}</p>") == {}


def test_a_lower_case_and_a_full_width_number_are_found():
    with_x = next(identity(serial) for serial in range(999) if identity(serial).endswith("X"))
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in identity(7))
    assert read(f"<p>{with_x.lower()}</p><p>{wide}</p>")["identity_number"][0] == 2


def test_cards_of_the_banks_union_are_found_and_older_ones_where_banks_are_spoken_of():
    union, spaced, older = card(5), card(6, length=16), card(7, head="955880")
    grouped = " ".join(re.findall("....", spaced))
    assert read(f"<p>补贴 {union}</p><p>{grouped}</p>") == {
        "bank_card": (2, [(f"621…{union[-2:]}", "line 1"), (f"621…{spaced[-2:]}", "line 2")])
    }
    assert read(f"<p>编号 {older}</p>") == {}
    assert read(f"<p>开户银行账号</p><p>{older}</p>")["bank_card"][0] == 1
    assert not is_bank_card(union[:-1] + str((int(union[-1]) + 1) % 10), "卡号")


MOBILES = {
    "an office's phone": ([mobile(1)], 0),
    "two offices' phones": ([mobile(1), mobile(2)], 0),
    "three people in a table": ([mobile(1), mobile(2), mobile(3)], 3),
    "the same number on every line": ([mobile(1)] * 6, 0),
    "three phones far apart": ([mobile(1), *[""] * 20, mobile(2), *[""] * 20, mobile(3)], 0),
    "five phones far apart": ([row for serial in range(5) for row in (mobile(serial), *["话"] * 20)], 5),
    "no mobile prefix": ([f"120{serial:08d}" for serial in range(9)], 0),
}


@pytest.mark.parametrize(("numbers", "expected"), MOBILES.values(), ids=MOBILES)
def test_mobile_numbers_are_told_where_they_form_a_list(numbers, expected):
    html = "".join(f"<p>姓名 {number or '无'}</p>" for number in numbers)
    assert read(html).get("mobiles", (0, []))[0] == expected


def test_no_number_is_kept_whole():
    numbers = [identity(1), card(5), *(mobile(serial) for serial in range(3))]
    found = list(privacy.read(reading("".join(f"<p>{number}</p>" for number in numbers), PageKind.OTHER)))
    assert {sign.kind for sign in found} == {"identity_number", "bank_card", "mobiles"}
    kept = json.dumps([asdict(sign) for sign in found], ensure_ascii=False)
    assert not re.search(r"\d{6}", kept)


def test_pieces_of_a_file_keep_their_places():
    pieces = [Piece(0, "名单!A1", "身份证号"), Piece(1, "名单!A2", identity(3)), Piece(2, "名单!A3", identity(4))]
    (sign,) = of_pieces(pieces, DAY)
    assert [found["place"] for found in sign.detail["found"]] == ["名单!A2", "名单!A3"]


@given(st.integers(0, 999), st.dates(date(1900, 1, 1), DAY), st.integers(0, 16), st.integers(1, 9))
def test_a_single_wrong_digit_never_passes(serial, born, place, change):
    number = identity(serial, born=f"{born:%Y%m%d}")
    assert is_identity_number(number, DAY)
    wrong = number[:place] + str((int(number[place]) + change) % 10) + number[place + 1 :]
    assert not is_identity_number(wrong, DAY)


@given(st.text(st.sampled_from("0123456789xX １２ -\n卡号"), max_size=80))
def test_no_text_makes_it_raise(text):
    list(of_pieces([Piece(0, "line 1", text)], DAY))
    list(privacy.read(reading(text, PageKind.OTHER)))
