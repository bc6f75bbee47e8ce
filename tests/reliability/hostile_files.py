"""Files that hurt readers, made in code: bombs, lies, mazes, debris.

Each has a name that tells what it does; making one takes a moment, so they are made when asked for.
"""

import random
import struct
from collections.abc import Iterator

from hostile_builders import SHEET, docx, ods, ods_content, sheet, table, with_text, workbook
from hostile_packages import Make, bombs, entities, packages
from hostile_sheets import other_parts, sheets
from hostile_sizes import sizes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def hostile_files() -> Iterator[tuple[str, Make]]:
    """All of them, by name; those alike lie apart, so that a sample has some of each kind."""
    groups = [
        list(group())
        for group in (
            bombs,
            entities,
            packages,
            sheets,
            sizes,
            other_parts,
            _texts,
            _documents,
            _debris,
        )
    ]
    while any(groups):
        for group in groups:
            if group:
                yield group.pop(0)


def _texts() -> Iterator[tuple[str, Make]]:
    long = 32_767
    patterns = {
        "digits": "9",
        "digits and points": "1.",
        "digits and commas": "1,",
        "digits and blanks": "1 ",
        "blanks": " ",
        "brackets": "(",
        "signs": "-",
        "plus and figures": "1+",
        "accents": "a\u0323\u0302",
        "only accents": "\u0301",
        "soft hyphens": "\u00ad",
        "letters": "a",
        "slashes": "1/1/",
        "names": "Vĩnh ",
        "hamlets": "thôn 1: 2; ",
        "percents": "5%",
        "exponents": "1e9",
        "lines": "x&#10;",
        "colons": "8:",
        "TCVN3": "Bé ®iÖn ",
        "VNI": "Tieáng Vieät ",
        "marks of direction": "\u202e",
        "joined emoji": "\U0001f468\u200d",
        "quotes": "&quot;",
        "equal signs": "=",
        "dates": "ngày 1 tháng 2 năm ",
        "units": "xã Vĩnh Hùng, ",
        "months": "tháng 10 ",
        "dong": "đồng ",
        "billions": "1 tỷ 2 triệu ",
    }
    for what, pattern in patterns.items():
        yield f"32,767 of {what}", lambda p=pattern: with_text((p * long)[:long])
        yield (
            f"a text of {what} alone in .csv",
            lambda p=pattern: f"Mã;Chỉ tiêu;Số liệu\nD01;Số tổ;{(p * long)[:long]}\n".encode(),
        )
    for what, text in {
        "half a surrogate pair": "_xD800_",
        "control characters": "_x0000__x0008__x001F_",
        "a formula": "=HYPERLINK(&quot;http://127.0.0.1:9&quot;)",
        "a picture of a host": "&lt;img src='//127.0.0.1/x'&gt;",
    }.items():
        yield what, lambda t=text: with_text(t)
    for what, data in {
        "one line without end": b"a" * 25_000_000,
        "one cell after another": b";" * 25_000_000,
        "one line after another": b"\n" * 25_000_000,
        "a quote never closed": b'"' + b"a;b\n" * 6_000_000,
        "only quotes": b'"' * 25_000_000,
        "a million rows": b"D01;7;x\n" * 3_000_000,
        "carriage returns": b"a\r" * 9_000_000,
        "NULs between letters": b"a\0;\0b\0\n\0" * 1_000_000,
        "half of UTF-16": b"\xff\xfe" + b"a\0;" * 1_000_001,
        "UTF-8 that breaks off": "Số tổ;7\n".encode() * 1000 + b"\xe1\xbb",
        "all bytes": bytes(range(256)) * 1000,
    }.items():
        yield f"text: {what}", lambda d=data: d


def _documents() -> Iterator[tuple[str, Make]]:
    for rows, columns in ((1_048_576, 16_384), (999_999_999, 999_999_999), (-1, 0), (1_048_576, 1)):
        repeated = (
            f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
            f'table:number-columns-repeated="{columns}"><text:p>7</text:p></table:table-cell>'
            "</table:table-row>"
        )
        yield f".ods: a cell {rows} x {columns} times", lambda r=repeated: ods(ods_content(r))
        yield f".ods: that ten times {rows}", lambda r=repeated: ods(ods_content(r * 10))
        yield (
            f"HTML: a cell {rows} x {columns}",
            lambda r=rows, c=columns: (
                f"<html><table><tr><td rowspan={r} colspan={c}>7</td></tr></table></html>".encode()
            ),
        )
        yield (
            f".docx: a cell {rows} x {columns}",
            lambda c=columns: docx(
                f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{c}"/></w:tcPr><w:p><w:r><w:t>7'
                "</w:t></w:r></w:p></w:tc></w:tr></w:tbl>" * 3
            ),
        )
    yield (
        ".ods: blanks repeated",
        lambda: ods(
            ods_content(
                '<table:table-row><table:table-cell><text:p><text:s text:c="999999999"/>x</text:p>'
                "</table:table-cell></table:table-row>"
            )
        ),
    )
    yield "HTML: a million cells never closed", lambda: b"<html><table>" + b"<tr><td>7" * 1_000_000
    yield "HTML: 300,000 tables", lambda: b"<html>" + b"<table><tr><td>7</table>" * 300_000
    yield "HTML: 20 MiB of one tag", lambda: b"<html><table " + b"a=b " * 5_000_000
    yield "HTML: 20 MiB of a comment", lambda: b"<html><!--" + b"-" * 20_000_000
    yield ".docx: 300,000 tables", lambda: docx("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>" * 300_000)
    yield (
        ".docx: a table of 500,000 rows",
        lambda: docx("<w:tbl>" + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 500_000 + "</w:tbl>"),
    )
    yield ".docx: without a body", lambda: docx("</w:body><w:body>")


def _debris() -> Iterator[tuple[str, Make]]:
    chance = random.Random(3)
    yield "0 bytes", lambda: b""
    yield "one byte", lambda: b"P"
    yield "NULs", lambda: bytes(1_000_000)
    yield "a picture that says it is a workbook", lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000)
    sound = {
        "xlsx": workbook,
        "ods": lambda: ods(ods_content("<table:table-row/>")),
        "docx": lambda: docx("<w:p/>"),
    }
    for kind, make in sound.items():
        for tenth in range(1, 10):
            yield (
                f".{kind} cut off at {tenth}0 %",
                lambda m=make, t=tenth: m()[: len(m()) * t // 10],
            )
    for number in range(60):
        yield f"a workbook with bytes changed, {number}", lambda n=number: _changed(workbook(), n)
    for number in range(30):
        yield (
            f"a sheet with bytes changed, {number}",
            lambda n=number: workbook(**{SHEET: _changed(sheet(table()).encode(), n)}),
        )
    marks = [OLE, b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"%PDF-1.7", b"{\\rtf1", b""]
    marks += [b"\x09\x08\x10\0\0\x06", b"\xef\xbb\xbf", b"\xff\xfe", b"<html>"]
    marks += [b"<?xml version='1.0'?>", b"From: a\nMIME-Version: 1.0\n\n"]
    for mark in marks:
        for size in (0, 1, 500, 5_000, 1_000_000):
            yield (
                f"{mark[:10]!r} and {size} bytes of debris",
                lambda m=mark, s=size: m + random.Random(s).randbytes(s),
            )
    for sectors in (1, 3, 40):
        for _ in range(4):
            seed = chance.randrange(1000)
            yield (
                f"an OLE file of {sectors} sectors in circles, {seed}",
                lambda n=sectors, s=seed: _ole(n, s),
            )
    yield (
        "BIFF records that promise more",
        lambda: _biff(
            [(0x0809, b"\0\6\5\0" + bytes(12)), (0x00FC, b"\xff" * 8), (0x0085, bytes(8))]
        ),
    )
    yield (
        "BIFF without end",
        lambda: _biff([(0x0809, b"\0\6\x10\0" + bytes(12)), *[(0x0203, bytes(14))] * 200_000]),
    )


def _changed(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    found = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _ole(sectors: int, seed: int) -> bytes:
    """A header in order, and then tables of sectors that lead in circles."""
    chance = random.Random(seed)
    head = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 1, 1, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table_ = struct.pack("<128I", *(chance.randrange(sectors + 1) for _ in range(128)))
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack(
        "<HBBIII", 18, 2, 1, 0, 0, 0
    )
    entry += bytes(36) + struct.pack("<IQ", chance.randrange(sectors), 2**31)
    return head + table_ + (entry * 4) + chance.randbytes(512 * sectors)


def _biff(records: list[tuple[int, bytes]]) -> bytes:
    return b"".join(struct.pack("<HH", code, len(data)) + data for code, data in records)
