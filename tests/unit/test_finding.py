"""Finding words in running text: without accents all of them, with accents only what matches."""

import unicodedata

import pytest

from vinhloc_cds.domain.finding import Searchable

TEXT = "UBND xã Vĩnh Hưng và xã Vĩnh Hùng,\r\nhuyện Vĩnh  Lộc; khu phố Hòa Bình, Hoà An. Đã đăng."


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vinh hung", ["Vĩnh Hưng", "Vĩnh Hùng"]),
        ("VĨNH HƯNG", ["Vĩnh Hưng"]),
        ("vinh hùng", ["Vĩnh Hùng"]),
        ("hung, huyen vinh loc", ["Hùng,\r\nhuyện Vĩnh  Lộc"]),
        ("hoà", ["Hòa", "Hoà"]),
        ("hoá", []),
        ("vĩ", ["Vĩ", "Vĩ", "Vĩ"]),
        ("da dang", ["Đã đăng"]),
        ("đa", []),
        ("  loc ; ", []),
        (" lộc; ", ["Lộc;"]),
        (".*", []),
        ("", []),
        (" ", []),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_is_typed_is_found_as_it_stands(typed, found, form):
    text = unicodedata.normalize(form, TEXT)
    parts = [text[start:end] for start, end in Searchable(text).find(typed)]
    assert [unicodedata.normalize("NFC", part) for part in parts] == found


def test_hits_do_not_overlap():
    assert Searchable("aaaa a\u0301a").find("aa") == ((0, 2), (2, 4), (5, 8))
