"""Files that hold far too much of one thing, in every format."""

import struct
from collections.abc import Iterator

from hostile_builders import (
    HEAD,
    MAIN,
    OFFICE,
    PACKAGE,
    SHEET,
    STRINGS,
    STYLES,
    docx,
    ods,
    ods_content,
    sheet,
    styles,
    table,
    with_sheet,
    workbook,
    zipped,
)
from hostile_packages import Make

_ROW_OF_10 = "<table:table-cell><text:p>7</text:p></table:table-cell>" * 10
_BIFF_START = b"\0\6\5\0" + bytes(12)
_BIFF_SHEET = b"\0\6\x10\0" + bytes(12)


def sizes() -> Iterator[tuple[str, Make]]:
    """All of them; those first that are over in a moment, for a sample."""
    yield from _texts()
    yield from _sheets()
    yield from _packages()
    yield from _xls()
    yield from _xlsb()
    yield from _ods()
    yield from _documents()


def _sheets() -> Iterator[tuple[str, Make]]:
    figures = "<c><v>7</v></c>"
    for what, rows in {
        "a row of 10 million blank cells": lambda: "<row>" + "<c/>" * 10_000_000 + "</row>",
        "30 million blank rows": lambda: "<row/>" * 30_000_000,
        "900,000 rows of a figure": lambda: f"<row>{figures}</row>" * 900_000,
        "25 rows of 10,000 figures": lambda: f"<row>{figures * 10_000}</row>" * 25,
        "100,000 rows of 8 figures": lambda: f"<row>{figures * 8}</row>" * 100_000,
        "cells in cells": lambda: "<row>" + ("<c>" * 200 + "</c>" * 200) * 3_000 + "</row>",
        "100 MB between rows": lambda: ("<row/>" + "x" * 200) * 450_000,
        "10 million comments of XML": lambda: "<!-- a -->" * 10_000_000,
        "2 million attributes": lambda: (
            "<row " + " ".join(f'a{n}="1"' for n in range(2_000_000)) + "/>"
        ),
    }.items():
        yield what, lambda r=rows: with_sheet(r())
    for what, after in {
        "5 million merged areas": lambda: '<mergeCell ref="A1:B2"/>' * 5_000_000,
        "20 million elements of no meaning": lambda: "<x/>" * 20_000_000,
        "2 million links": lambda: '<hyperlink ref="A1" location="x"/>' * 2_000_000,
    }.items():
        yield what, lambda a=after: with_sheet(table(), after=f"<x>{a()}</x>")
    yield (
        "hidden columns three million times",
        lambda: with_sheet(
            table(),
            before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 3_000_000 + "</cols>",
        ),
    )
    for what, content in {
        "2 million fonts": lambda: "<fonts>" + '<font><name val="x"/></font>' * 2_000_000,
        "2 million styles": lambda: "<fonts>" + '<xf numFmtId="9"/>' * 2_000_000,
    }.items():
        yield what, lambda c=content: workbook(**{STYLES: styles(c() + "</fonts>")})


def _packages() -> Iterator[tuple[str, Make]]:
    yield (
        "a text of 190 MB",
        lambda: workbook(
            **{STRINGS: f'<sst xmlns="{MAIN}"><si><t>' + "a" * (190 << 20) + "</t></si></sst>"}
        ),
    )
    kinds = {"comments": "c.xml", "drawing": "d.xml"}
    links = _relations((kind, kind, f"../{name}") for kind, name in kinds.items())
    for name, content in {
        "xl/c.xml": '<comment ref="B7"><text><t>x</t></text></comment>',
        "xl/d.xml": "<oneCellAnchor><from><row>1</row></from><p><t>a</t></p></oneCellAnchor>",
    }.items():
        yield (
            f"500,000 times {content[:12]}",
            lambda n=name, c=content: workbook(
                **{"xl/worksheets/_rels/sheet1.xml.rels": links, n: f"<x>{c * 500_000}</x>"}
            ),
        )
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 20_000))
    for count in (500, 200_000):
        yield f"a sheet under {count} names", lambda n=count: _same_sheet(n, rows)
    yield (
        "a member of 100 MB",
        lambda: zipped({"a.csv": b"a;b\n" * 25_000_000, "b.csv": b"1;2\n"}),
    )
    yield (
        "an archive of 100 archives",
        lambda: zipped(
            (f"{n}.zip", zipped({"a.csv": "a;b\n", "b.csv": "a;b\n"})) for n in range(100)
        ),
    )


def _relations(targets: Iterator[tuple[str, str, str]]) -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for name, kind, target in targets
        )
        + "</Relationships>"
    )


def _same_sheet(count: int, rows: str) -> bytes:
    named = "".join(f'<sheet name="x{n}" r:id="s{n}"/>' for n in range(count))
    links = _relations((f"s{n}", "worksheet", "worksheets/sheet1.xml") for n in range(count))
    return workbook(
        **{
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": links,
            SHEET: sheet(rows),
        }
    )


def _xls() -> Iterator[tuple[str, Make]]:
    blanks = b"\x0f\0" * 256 + b"\xff\0"
    packed = b"\x0f\0\6\0\0\0" * 256 + b"\xff\0"
    for what, records in {
        "blank cells": lambda: [(0x00BE, _at(row, 0) + blanks) for row in range(57_000)],
        "packed figures": lambda: [(0x00BD, _at(row, 0) + packed) for row in range(18_000)],
        "figures": lambda: [
            (0x0203, _at(row, column) + struct.pack("<Hd", 15, 1.5))
            for row in range(9_000)
            for column in range(150)
        ],
        "texts": lambda: [
            (0x0204, _at(row, column) + b"\x0f\0\x14\0\0" + b"x" * 20)
            for row in range(5_000)
            for column in range(150)
        ],
        "figures far to the right": lambda: [
            (0x0203, _at(row, 255) + struct.pack("<Hd", 15, 1.5)) for row in range(65_535)
        ],
        "merged areas": lambda: (
            [(0x00E5, b"\xe8\3" + struct.pack("<HHHH", 0, 9, 0, 255) * 1000)] * 3000
        ),
        "columns": lambda: [(0x007D, struct.pack("<HHHHHH", 0, 255, 9, 15, 1, 0))] * 1_000_000,
    }.items():
        yield f".xls: up to 30 MB of {what}", lambda r=records: _xls_of(r())
    yield (
        ".xls: a table of texts that promises more",
        lambda: (
            _biff([(0x0809, _BIFF_START), (0x00FC, b"\xff\xff\xff\x7f" * 2)])
            + _biff([(0x003C, b"\1\0\0a" * 2000)]) * 3000
        ),
    )


def _at(row: int, column: int) -> bytes:
    return struct.pack("<HH", row, column)


def _biff(records: list[tuple[int, bytes]]) -> bytes:
    return b"".join(struct.pack("<HH", code, len(data)) + data for code, data in records)


def _xls_of(records: list[tuple[int, bytes]]) -> bytes:
    """A workbook in Excel 97's records, without OLE around them, of one sheet."""
    head = _biff([(0x0809, _BIFF_START)])
    size = len(head) + 4 + 10 + 4
    entry = _biff([(0x0085, struct.pack("<IBB", size, 0, 0) + b"\2\0B1"), (0x000A, b"")])
    return head + entry + _biff([(0x0809, _BIFF_SHEET), *records, (0x000A, b"")])


def _xlsb() -> Iterator[tuple[str, Make]]:
    row = _binary(0, struct.pack("<IIHBBBI", 0, 0, 0, 0, 0, 0, 0))
    figure = _binary(2, struct.pack("<III", 0, 0, 6))
    for what, content in {
        "10 million blank cells": lambda: row + _binary(1, bytes(8)) * 10_000_000,
        "5 million rows": lambda: row * 5_000_000,
        "1.5 million figures": lambda: b"".join(
            _binary(0, struct.pack("<IIHBBBI", number, 0, 0, 0, 0, 0, 0))
            + b"".join(_binary(2, struct.pack("<III", column, 0, 6)) for column in range(150))
            for number in range(10_000)
        ),
        "300,000 times all columns": lambda: (
            _binary(60, struct.pack("<IIIIB", 0, 16_383, 0, 0, 1) + b"\0") * 300_000 + row + figure
        ),
        "3 million merged areas": lambda: (
            _binary(176, struct.pack("<IIII", 0, 9, 0, 9)) * 3_000_000
        ),
        "50 million records without content": lambda: b"\x25\0" * 50_000_000,
        "a record without end": lambda: b"\x07\xff\xff\xff\x7f" + b"x" * 1000,
        "a cell beyond all sheets": lambda: (
            _binary(0, b"\xff" * 4 + bytes(13)) + _binary(2, b"\xff" * 4 + bytes(8))
        ),
    }.items():
        yield f".xlsb: {what}", lambda c=content: _xlsb_of(c())
    text = _binary(19, b"\0\1\0\0\0a\0")
    yield ".xlsb: 5 million texts", lambda: _xlsb_of(row, text * 5_000_000)


def _binary(code: int, data: bytes) -> bytes:
    """A record of BIFF12 of less than 128 bytes."""
    number = bytes([code]) if code < 128 else bytes([code & 0x7F | 0x80, code >> 7])
    return number + bytes([len(data)]) + data


def _xlsb_of(content: bytes, texts: bytes = b"") -> bytes:
    names = [struct.pack("<I", len(name)) + name.encode("utf-16-le") for name in ("r1", "S1")]
    main = iter([("r", "officeDocument", "xl/workbook.bin")])
    parts = iter([("r1", "worksheet", "s.bin"), ("r2", "sharedStrings", "t.bin")])
    return zipped(
        {
            "_rels/.rels": _relations(main),
            "xl/workbook.bin": _binary(156, struct.pack("<II", 0, 1) + b"".join(names)),
            "xl/_rels/workbook.bin.rels": _relations(parts),
            "xl/s.bin": content,
            "xl/t.bin": texts,
        }
    )


def _ods() -> Iterator[tuple[str, Make]]:
    for what, rows in {
        "3 million rows": lambda: "<table:table-row/>" * 3_000_000,
        "a million figures": lambda: f"<table:table-row>{_ROW_OF_10}</table:table-row>" * 100_000,
        "a row of 5 million cells": lambda: (
            "<table:table-row>" + "<table:table-cell/>" * 5_000_000 + "</table:table-row>"
        ),
        "3 million columns": lambda: (
            '<table:table-column table:visibility="collapse"/>' * 3_000_000
        ),
        "200,000 tables": lambda: (
            "</table:table>"
            + "<table:table><table:table-row/></table:table>" * 200_000
            + "<table:table>"
        ),
        "a thousand million blanks": lambda: (
            "<table:table-row><table:table-cell><text:p>"
            + '<text:s text:c="10000"/>' * 100_000
            + "</text:p></table:table-cell></table:table-row>"
        ),
    }.items():
        yield f".ods: {what}", lambda r=rows: ods(ods_content(r()))


def _documents() -> Iterator[tuple[str, Make]]:
    run = "<w:r><w:t>Số</w:t></w:r>"
    for what, body in {
        "2 million runs in a cell": lambda: _in_cell(f"<w:p>{run * 2_000_000}</w:p>"),
        "3 million paragraphs": lambda: "<w:p/>" * 3_000_000,
        "200,000 paragraphs of text": lambda: f"<w:p>{run}</w:p>" * 200_000,
        "20 texts of 9 MB": lambda: f"<w:p><w:r><w:t>{'x' * (9 << 20)}</w:t></w:r></w:p>" * 20,
    }.items():
        yield f".docx: {what}", lambda b=body: docx(b())
    cell = b"<table><tr><td>"
    for what, page in {
        "a comment of 20 MB": lambda: b"<html><!--" + b"-" * 20_000_000 + b"-->" + cell,
        "3 million comments": lambda: b"<html>" + b"<!---->" * 3_000_000 + cell,
        "2 million comments before anything": lambda: b"<!---->" * 2_000_000,
        "a million instructions before anything": lambda: b"<?a ?>" * 1_000_000 + b"x",
        "a million hidden columns": lambda: b"<table>" + b"<col span=999 hidden>" * 900_000 + cell,
        "2 million lines in a cell": lambda: cell + b"a<br>" * 2_000_000,
        "20,000 cells that all go on downwards": lambda: (
            b"<table>" + b"<tr><td rowspan=65000>1<td>2" * 20_000
        ),
        "300,000 pictures": lambda: b"<table>" + b"<tr><td>1<img src=x>" * 300_000,
        "300,000 fonts in a cell": lambda: cell + b"<font face=a>x</font>y" * 300_000,
        "20 MB of a script": lambda: b"<html><script>" + b"x" * 20_000_000,
        "20 MB of styles": lambda: (
            b"<style>" + b".a{font-family:x}" * 1_200_000 + b"</style>" + cell
        ),
        "2 million parts": lambda: (
            b"MIME-Version: 1.0\nX-Document-Type: Workbook\n"
            b"Content-Type: multipart/related; boundary=a\n\n" + b"--a\n\n" * 2_000_000
        ),
    }.items():
        yield f"HTML: {what}", page


def _in_cell(content: str) -> str:
    return f"<w:tbl><w:tr><w:tc>{content}</w:tc></w:tr></w:tbl>"


def _texts() -> Iterator[tuple[str, Make]]:
    for what, content in {
        "blank cells": lambda: b";" * 30_000_000,
        "rows of a letter": lambda: b"a;\n" * 10_000_000,
        "rows far to the right": lambda: (b";" * 1000 + b"1\n") * 29_000,
        "unseen letters": lambda: "\u200b;".encode() * 6_000_000,
        "words of no encoding": lambda: b"Th\xe1i B\xecnh;1\n" * 2_000_000,
        "tabs between words": lambda: "Số tổ\t".encode() * 3_000_000,
    }.items():
        yield f".csv: up to 30 MB of {what}", content
