"""The table of texts of an .xls file, cut where Excel and others cut it."""

import struct

import pytest

from vinhloc_cds.forms.xls_texts import shared_texts

WORDS = "Xã Vĩnh Hưng"
UNITS = WORDS.encode("utf-16-le")
HEAD = struct.pack("<HBHI", len(WORDS), 0x01 | 0x08 | 0x04, 1, 3)
TAIL = struct.pack("<HH", 3, 7) + b"abc"
NEXT = struct.pack("<HB", 2, 0) + b"Xa"
COUNTS = struct.pack("<II", 9, 2)


@pytest.mark.parametrize(
    "pieces",
    [
        [HEAD + UNITS + TAIL + NEXT],
        # Within its letters each piece says anew how they are written.
        [HEAD + UNITS[:6], b"\x01" + UNITS[6:] + TAIL + NEXT],
        [HEAD + UNITS[:6], b"\x01" + UNITS[6:10], b"\x01" + UNITS[10:] + TAIL + NEXT],
        # Anywhere else it does not.
        [HEAD[:4], HEAD[4:] + UNITS + TAIL[:2], TAIL[2:5], TAIL[5:] + NEXT],
        [HEAD + UNITS + TAIL, NEXT[:3] + b"X", b"\x00a"],
    ],
)
def test_texts_are_whole_wherever_they_are_cut(pieces):
    assert shared_texts([COUNTS + pieces[0], *pieces[1:]]) == ([WORDS, "Xa"], {0: [(3, 7)]})


def test_a_table_may_say_that_it_holds_more_than_it_does():
    assert shared_texts([struct.pack("<II", 0, 1761)]) == ([], {})
    assert shared_texts([struct.pack("<II", 9, 9) + NEXT]) == (["Xa"], {})


def test_a_text_that_is_cut_off_is_damage():
    with pytest.raises(IndexError):
        shared_texts([COUNTS + HEAD + UNITS[:6]])
