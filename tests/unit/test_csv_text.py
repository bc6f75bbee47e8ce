"""Text files as units save them (F5): every encoding, every separator, nothing interpreted."""

import codecs
import unicodedata
from contextlib import suppress

import old_letters
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import bounds
from vinhloc_cds.forms.csv_text import read_csv
from vinhloc_cds.forms.encodings import legacy
from vinhloc_cds.forms.grid import Book, CellKind

ROWS = [
    ["STT", "Chỉ tiêu", "Số lượng"],
    ["1", "Số người dân được hướng dẫn", "1.200"],
    ["2", "Số Tổ công nghệ số cộng đồng", "12,5"],
    ["3", "Xã Vĩnh Hưng, thị trấn Vĩnh Lộc", "=SUM(C2:C3)"],
]


def as_text(separator: str = ";", end: str = "\r\n") -> str:
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in ROWS]
    return end.join(separator.join(row) for row in quoted)


def grid(book: Book) -> list[list[str]]:
    (sheet,) = book.sheets
    height = 1 + max((row for row, _ in sheet.cells), default=-1)
    rows: list[list[str]] = [[] for _ in range(height)]
    for (row, column), cell in sorted(sheet.cells.items()):
        assert cell.kind is CellKind.TEXT
        rows[row] += [""] * (column - len(rows[row])) + [cell.raw]
    return rows


def codes(book: Book) -> list[str]:
    return [notice.code for notice in book.notices]


def cp1258(text: str) -> bytes:
    """As Windows types it: the tone is a mark of its own behind the letter."""
    written = ""
    for char in unicodedata.normalize("NFD", text):
        is_tone = char in "\u0300\u0301\u0303\u0309\u0323"
        if is_tone or not unicodedata.combining(char):
            written += char
        else:
            # The mark of the vowel belongs to it, also where the tone has come first.
            at = -1 - bool(unicodedata.combining(written[-1]))
            vowel = unicodedata.normalize("NFC", written[at] + char)
            written = written[:at] + vowel + (written[at + 1 :] if at < -1 else "")
    return written.encode("cp1258")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_the_separator_is_told_by_content(separator, end):
    book = read_csv(as_text(separator, end).encode(), "biểu/báo cáo.csv")
    assert book.kind is FileKind.CSV
    assert book.sheets[0].name == "báo cáo"
    assert grid(book) == ROWS
    assert codes(book) == []


@pytest.mark.parametrize(
    "data",
    [
        as_text().encode(),
        codecs.BOM_UTF8 + as_text().encode(),
        codecs.BOM_UTF16_LE + as_text("\t").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + as_text("\t").encode("utf-16-be"),
    ],
)
def test_unicode_of_every_kind_is_read_without_a_word(data):
    book = read_csv(data, "a.csv")
    assert grid(book) == ROWS
    assert not book.notices


def test_windows_1258_keeps_its_marks_and_is_told():
    book = read_csv(cp1258(as_text()), "a.csv")
    assert codes(book) == ["encodings.csv.encoding"]
    assert "Windows-1258" in str(book.notices[0])
    raw = grid(book)
    assert raw != ROWS
    assert [[unicodedata.normalize("NFC", cell) for cell in row] for row in raw] == ROWS
    assert all(legacy(cell) is None for cell in book.sheets[0].cells.values())


@pytest.mark.parametrize(
    ("write", "encoding"), [(old_letters.tcvn3, "TCVN3"), (old_letters.vni, "VNI")]
)
def test_old_letters_stay_as_they_are_and_every_cell_is_understood(write, encoding):
    written = write(as_text())
    book = read_csv(written.encode("latin-1"), "a.csv")
    assert encoding in str(book.notices[0])
    assert grid(book) == [[write(cell) for cell in row] for row in ROWS]
    # "Số" alone could not be told by its text: the file as a whole tells it.
    read = [legacy(cell) for _, cell in sorted(book.sheets[0].cells.items())]
    said = [cell if write(cell) != cell else None for row in ROWS for cell in row]
    assert [found[1] if found else None for found in read] == said


def test_the_soft_hyphen_survives():
    book = read_csv("VÜnh H\u00adng;VÜnh Hïng\n".encode("latin-1"), "a.csv")
    assert grid(book) == [["VÜnh H\u00adng", "VÜnh Hïng"]]


def test_what_is_not_vietnamese_is_read_and_said():
    book = read_csv("Größe;Straße\n1;2\n".encode("cp1252"), "a.csv")
    assert grid(book) == [["Größe", "Straße"], ["1", "2"]]
    assert codes(book) == ["encodings.csv.no_vietnamese"]


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("sep=;\r\na;b\r\n", [["a", "b"]]),
        ("sep=\t\na,1\tb\n", [["a,1", "b"]]),
        ('a;"b\nc";d\n1;2;3\n', [["a", "b\nc", "d"], ["1", "2", "3"]]),
        ('a;"nói ""có""";c\n', [["a", 'nói "có"', "c"]]),
        ("a;1,5\nb;2,5\nc;3,5\n", [["a", "1,5"], ["b", "2,5"], ["c", "3,5"]]),
        ("UBND xã Vĩnh Hùng\n\nA,B\n1,2\n", [["UBND xã Vĩnh Hùng"], [], ["A", "B"], ["1", "2"]]),
        ("một ô\n", [["một ô"]]),
        ("a; ;\u00a0;\u200b;b\n", [["a", "", "", "", "b"]]),
        ("05;0913123456;1/10\n", [["05", "0913123456", "1/10"]]),
        ("a;b\x1a", [["a", "b"]]),
        ("=1+1;+84;-5;@x\n", [["=1+1", "+84", "-5", "@x"]]),
        ("", []),
    ],
)
def test_fields(written, rows):
    book = read_csv(written.encode(), "a.csv")
    assert grid(book) == rows
    assert all(not cell.formula for cell in book.sheets[0].cells.values())


def test_quotes_that_do_not_close_are_said():
    book = read_csv(b'a;"b\n1;2\n', "a.csv")
    assert codes(book) == ["encodings.csv.quotes"]
    assert grid(book) == [["a", "b\n1;2\n"]]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a;b\x00\x00c", "encodings.csv.not_text"),
        (b"\x01\x02\x03;a", "encodings.csv.not_text"),
        ("a;b\nVĩnh Hù".encode()[:-1], "encodings.csv.cut_off"),
        (codecs.BOM_UTF16_LE + "a;b".encode("utf-16-le")[:-1], "encodings.csv.cut_off"),
        (b'a;"' + b"x" * 200_000, "encodings.csv.too_long"),
    ],
)
def test_what_is_no_text_is_one_sentence(data, code):
    with pytest.raises(UserError) as error:
        read_csv(data, "a.csv")
    assert error.value.code == code
    assert str(error.value)


def test_too_many_cells_are_refused():
    with pytest.raises(UserError) as error:
        read_csv(b"1;" * (bounds.CELLS + 1), "a.csv")
    assert error.value.code == "opening.too_many_cells"


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(data):
    with suppress(UserError):
        assert len(read_csv(data, "a.csv").sheets) == 1
