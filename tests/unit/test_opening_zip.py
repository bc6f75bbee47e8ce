"""Zip and XML from anyone: what is refused, and with which sentence."""

import io
import struct
import warnings
import zipfile

import pytest

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms import safezip
from vinhloc_cds.forms.safezip import iter_xml, open_zip, parse_xml


def packed(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def code_of(work) -> str:
    with pytest.raises(UserError) as caught:
        work()
    assert str(caught.value)
    return caught.value.code


def read_all(data: bytes) -> None:
    archive = open_zip(data)
    for name in archive.names:
        archive.read(name)


def with_flag(data: bytes, flag: int) -> bytes:
    central = data.index(b"PK\x01\x02")
    return data[: central + 8] + struct.pack("<H", flag) + data[central + 10 :]


def overlapping() -> bytes:
    """Two names in the directory for the same packed bytes."""
    data = packed(("a.xml", b"x" * 5000), ("b.xml", b"y" * 5000))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    return data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (packed(("a", b"1"), ("a", b"2")), "opening.duplicate_entries"),
        (packed(("x/a", b"1"), ("x\\a", b"2")), "opening.duplicate_entries"),
        (with_flag(packed(("a", b"1")), 1), "opening.encrypted_zip"),
        (packed(("a", b"1"), method=zipfile.ZIP_LZMA), "opening.unknown_packing"),
        (packed(("a", b"1" * 9000))[:-30], "opening.damaged"),
        (b"PK\x03\x04" + b"\0" * 60, "opening.damaged"),
        (packed(("a", b"hello"), method=0).replace(b"hello", b"hallo"), "opening.damaged"),
        (overlapping(), "opening.damaged"),
        (packed(*((str(i), b"") for i in range(10_001))), "opening.too_many_entries"),
    ],
)
def test_a_zip_that_is_not_safe_gets_its_sentence(data, code):
    assert code_of(lambda: read_all(data)) == code


@pytest.mark.parametrize("claimed", [None, 10])
def test_unpacked_bytes_are_counted_whatever_the_header_says(monkeypatch, claimed):
    monkeypatch.setattr(safezip, "UNPACKED_BYTES", 1_000_000)
    data = packed(("a", bytes(600_000)), ("b", bytes(600_000)))
    if claimed:
        data = data.replace(struct.pack("<I", 600_000), struct.pack("<I", claimed))
    archive = open_zip(data)
    assert len(archive.read("a")) == 600_000
    assert code_of(lambda: archive.read("b")) == "opening.too_big_unpacked"
    part = open_zip(data).open("b")
    assert part.read(1000) == bytes(1000)
    assert len(part.read()) == 599_000
    assert part.read() == b""


def test_parts_are_found_in_any_case_and_with_either_slash():
    archive = open_zip(packed(("XL\\Workbook.xml", b"<a/>"), ("folder/", b"")))
    assert archive.names == ("XL/Workbook.xml",)
    assert archive.read("xl/workbook.xml") == b"<a/>"
    assert code_of(lambda: archive.read("xl/styles.xml")) == "opening.part_missing"


BOMB = b"<!DOCTYPE a [<!ENTITY b 'bbbbbbbbbb'><!ENTITY c '&b;&b;&b;&b;&b;'>]><a x='&c;'>&c;</a>"


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"<!DOCTYPE a><a/>", "opening.doctype"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "opening.doctype"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "opening.doctype"),
        (BOMB, "opening.doctype"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "opening.doctype"),
        (b"<a>", "opening.damaged"),
        (b"", "opening.damaged"),
        (b"<a>" * 500 + b"</a>" * 500, "opening.too_much"),
        (b"<a>&b;</a>", "opening.damaged"),
    ],
)
def test_xml_that_is_not_safe_gets_its_sentence(xml, code):
    assert code_of(lambda: parse_xml(xml)) == code
    assert code_of(lambda: list(iter_xml(xml, ("{*}a",)))) == code
    assert code_of(lambda: list(iter_xml(xml, ("{*}nothing",)))) == code


def test_a_large_part_is_parsed_while_it_is_unpacked(monkeypatch):
    rows = b"".join(b"<r>%d</r>" % number for number in range(50_000))
    data = packed(("a.xml", b"<a>" + rows + b"</a>"))
    found = [element.text for element in iter_xml(open_zip(data).open("a.xml"), ("{*}r",))]
    assert found == [str(number) for number in range(50_000)]
    monkeypatch.setattr(safezip, "UNPACKED_BYTES", 100_000)
    part = open_zip(data).open("a.xml")
    assert code_of(lambda: list(iter_xml(part, ("{*}r",)))) == "opening.too_big_unpacked"
