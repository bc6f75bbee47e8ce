"""Archives that hurt readers: bombs, laughs, mazes, lies."""

import random
import struct
from collections.abc import Callable, Iterator

from hostile_builders import (
    HEAD,
    MAIN,
    OFFICE,
    SHEET,
    STRINGS,
    STYLES,
    ods,
    ods_content,
    parts,
    sheet,
    workbook,
    zipped,
)

Make = Callable[[], bytes]
MEBIBYTE = 1024 * 1024


def bombs() -> Iterator[tuple[str, Make]]:
    """What is small until it is unpacked."""
    many = 300 * MEBIBYTE
    for name in (SHEET, STRINGS, STYLES, "xl/workbook.xml", "xl/media/image1.png", "x.xml"):
        yield f"300 MiB of blanks in {name}", lambda name=name: workbook(**{name: bytes(many)})
    for name, text in (
        (SHEET, sheet("<row/>" * 10_000_000)),
        (SHEET, sheet("<row><c/><c/></row>" * 4_000_000)),
        (STRINGS, f'<sst xmlns="{MAIN}">' + "<si><t>x</t></si>" * 5_000_000 + "</sst>"),
        (STRINGS, f'<sst xmlns="{MAIN}"><si><t>' + "x" * 90_000_000 + "</t></si></sst>"),
    ):
        yield (
            f"{len(text) >> 20} MiB of {text[130:150]!r} in {name}",
            lambda n=name, t=text: workbook(**{n: t}),
        )
    yield "a nest of archives", _nest
    yield (
        "two hundred workbooks in an archive",
        lambda: zipped((f"{n}.xlsx", workbook()) for n in range(200)),
    )
    yield "60,000 empty entries", lambda: zipped((f"{n}", b"") for n in range(60_000))
    yield (
        "an archive of bombs",
        lambda: zipped((f"{n}.xlsx", workbook(**{SHEET: bytes(150 * MEBIBYTE)})) for n in range(9)),
    )
    yield "an entry that lies about its size", lambda: _lie(workbook(**{SHEET: bytes(many)}))
    yield (
        "190 MiB of members",
        lambda: zipped((f"{n}.csv", random.Random(n).randbytes(1000) * 9_500) for n in range(20)),
    )


def _nest() -> bytes:
    data = zipped({"0.csv": "a;b\n" * 100})
    for depth in range(30):
        data = zipped(
            {f"{depth}-{n}.zip": data for n in range(3)} if depth < 9 else {"z.zip": data}
        )
    return data


def _lie(data: bytes) -> bytes:
    """The sizes before unpacking and after, in both of an entry's headers, made small."""
    found = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = 0
        while (at := found.find(mark, at)) >= 0:
            if struct.unpack_from("<I", found, at + offset)[0] > MEBIBYTE:
                struct.pack_into("<I", found, at + offset, 1000)
            at += 4
    return bytes(found)


def entities() -> Iterator[tuple[str, Make]]:
    """What declares more than it holds, or asks for what is not in it."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    declared = {
        "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>',
        "quadratic laughs": f'<!DOCTYPE x [<!ENTITY l9 "{"h" * 100_000}">]>',
        "a file of the system": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        "a page of the web": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
        "a parameter entity": '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>',
        "an endless device": '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///dev/zero">]>',
    }
    for what, doctype in declared.items():
        for name in (SHEET, STRINGS, "xl/workbook.xml", "[Content_Types].xml"):
            yield f"{what} in {name}", lambda n=name, d=doctype: workbook(**{n: _declared(n, d)})
        yield (
            f"{what} in HTML",
            lambda d=doctype: (
                f"{d}<html><table><tr><td>{'&l9;' * 1000}</td></tr></table></html>".encode()
            ),
        )
        yield f"{what} in .ods", lambda d=doctype: ods(d + ods_content("<table:table-row/>"))
    yield (
        "a DOCTYPE in UTF-16",
        lambda: workbook(
            **{
                SHEET: (
                    '<?xml version="1.0"?>' + declared["billion laughs"] + "<x>&l9;</x>"
                ).encode("utf-16")
            }
        ),
    )
    yield (
        "a DOCTYPE in UTF-7",
        lambda: workbook(
            **{SHEET: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-<x/>'}
        ),
    )


def _declared(name: str, doctype: str) -> str:
    text = str(parts()[name]).replace(HEAD, HEAD + doctype)
    return text.replace("<t>", "<t>" + "&l9;" * 1000, 1)


def packages() -> Iterator[tuple[str, Make]]:
    """Archives whose parts are missing, double or elsewhere."""
    pairs = list(parts().items())
    yield "a sheet twice", lambda: zipped([*pairs, (SHEET, sheet("<row/>"))])
    yield "a workbook twice", lambda: zipped([*pairs, ("xl/workbook.xml", "<x/>")])
    yield "a sheet twice in other letters", lambda: zipped([*pairs, (SHEET.upper(), sheet(""))])
    yield "an encrypted flag", lambda: _flagged(workbook())
    for name in (
        "../../../etc/passwd",
        "/etc/passwd",
        "C:\\x.csv",
        "\\\\host\\x.csv",
        "CON",
        "a\0b",
    ):
        yield f"a member named {name!r}", lambda n=name: zipped({n: "a;b", "b.csv": "1;2"})
    for left_out in parts():
        yield f"without {left_out}", lambda n=left_out: workbook(**{n: None})
        yield f"a blank {left_out}", lambda n=left_out: workbook(**{n: ""})
        yield f"debris in {left_out}", lambda n=left_out: workbook(**{n: b"\xff\xfe<\0x\0" * 99})
        yield (
            f"half of {left_out}",
            lambda n=left_out: workbook(**{n: str(parts()[n])[: len(parts()[n]) // 2]}),
        )
    for target in (
        "../../../../etc/passwd",
        "file:///etc/passwd",
        "http://127.0.0.1:9/",
        "",
        "workbook.xml",
    ):
        links = str(parts()["xl/_rels/workbook.xml.rels"]).replace("worksheets/sheet1.xml", target)
        yield (
            f"a sheet at {target!r}",
            lambda s=links: workbook(**{"xl/_rels/workbook.xml.rels": s}),
        )
    for method in (1, 6, 9, 12, 14, 93, 99):
        yield f"packed by method {method}", lambda m=method: _packed(workbook(), m)
    yield "entries after the end", lambda: workbook() + workbook()
    yield "a program before the archive", lambda: b"MZ" + bytes(5000) + workbook()
    yield "2000 sheets of one name", lambda: _sheets_named(["Biểu"] * 2000)
    yield (
        "sheets of odd names",
        lambda: _sheets_named(["", "x" * 40_000, "&#9;", "../a", "'", "a:b"]),
    )


def _flagged(data: bytes) -> bytes:
    found = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := found.find(mark, at)) >= 0:
            found[at + offset] |= 1
            at += 4
    return bytes(found)


def _packed(data: bytes, method: int) -> bytes:
    found = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = 0
        while (at := found.find(mark, at)) >= 0:
            struct.pack_into("<H", found, at + offset, method)
            at += 4
    return bytes(found)


def _sheets_named(names: list[str]) -> bytes:
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId1"/>' for n, name in enumerate(names, 1)
    )
    return workbook(
        **{
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}'
            "</sheets></workbook>"
        }
    )
