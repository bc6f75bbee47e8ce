"""Builds .xls and .xlsb files record by record, as [MS-XLS] and [MS-XLSB] describe them."""

import io
import struct
import zipfile

OLE_SECTOR = 512


def record(code: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(content)) + content


def letters(text: str, size: str = "H") -> bytes:
    """A BIFF8 text in UTF-16, with its length before it."""
    return struct.pack(f"<{size}B", len(text), 1) + text.encode("utf-16-le")


def cell(code: int, row: int, column: int, xf: int, content: bytes) -> bytes:
    return record(code, struct.pack("<HHH", row, column, xf) + content)


def text(row: int, column: int, words: str, xf: int = 0) -> bytes:
    return cell(0x0204, row, column, xf, letters(words))


def rich(row: int, column: int, words: str, runs: list[tuple[int, int]], xf: int = 0) -> bytes:
    packed = b"".join(struct.pack("<HH", *run) for run in runs)
    content = letters(words) + struct.pack("<H", len(runs)) + packed
    return cell(0x00D6, row, column, xf, content)


def number(row: int, column: int, value: float, xf: int = 0) -> bytes:
    return cell(0x0203, row, column, xf, struct.pack("<d", value))


def truth(row: int, column: int, value: int, *, error: bool = False) -> bytes:
    return cell(0x0205, row, column, 0, struct.pack("<BB", value, error))


def formula(row: int, column: int, result: bytes, flags: int = 0) -> bytes:
    tokens = b"\x1e\x01\x00"
    return cell(
        0x0006, row, column, 0, result + struct.pack("<HIH", flags, 0, len(tokens)) + tokens
    )


def bof(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


EOF = record(0x000A)


def xls_stream(
    *sheets: tuple[str, int, bytes],
    fonts: tuple[str, ...] = ("Times New Roman",),
    formats: tuple[str, ...] = (),
    xfs: tuple[tuple[int, int], ...] = ((0, 0),),
    extra: bytes = b"",
) -> bytes:
    """A workbook's stream; sheets as (name, visibility, records), xfs as (font, format)."""
    head = bof(0x0005) + extra
    for font in fonts:
        head += record(
            0x0031, struct.pack("<HHHHHBBBB", 240, 0, 8, 400, 0, 0, 0, 0, 0) + letters(font, "B")
        )
    for place, code in enumerate(formats):
        head += record(0x041E, struct.pack("<H", 164 + place) + letters(code))
    for font, number_format in xfs:
        head += record(0x00E0, struct.pack("<HHH", font, number_format, 1) + bytes(14))
    size = len(head) + sum(len(record(0x85, bytes(6) + letters(one[0], "B"))) for one in sheets)
    offset, listed, bodies = size + len(EOF), b"", b""
    for name, visibility, records in sheets:
        body = bof(0x0010) + records + EOF
        listed += record(
            0x0085, struct.pack("<IBB", offset + len(bodies), visibility, 0) + letters(name, "B")
        )
        bodies += body
    return head + listed + EOF + bodies


def ole(name: str, stream: bytes, *, circle: bool = False) -> bytes:
    """A compound file with one large stream; with `circle` its chain comes back to its start."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // OLE_SECTOR)
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 2 if circle else 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))

    def entry(title: str, kind: int, child: int, start: int, size: int) -> bytes:
        packed = (title + "\0").encode("utf-16-le")
        links = struct.pack("<HBBIII", len(packed), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return packed.ljust(64, b"\0") + links + bytes(36) + struct.pack("<III", start, size, 0)

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry(
        name, 2, 0xFFFFFFFF, 2, len(stream)
    )
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        + struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
        + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    )
    return header + table + directory.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def binary(code: int, content: bytes = b"") -> bytes:
    """A BIFF12 record."""
    head = bytes([code]) if code < 128 else bytes([code & 0x7F | 0x80, code >> 7])
    size = len(content)
    while size >= 128:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + content


def wide(words: str) -> bytes:
    return struct.pack("<I", len(words.encode("utf-16-le")) // 2) + words.encode("utf-16-le")


def binary_cell(code: int, column: int, content: bytes, xf: int = 0) -> bytes:
    return binary(code, struct.pack("<II", column, xf) + content)


def binary_row(row: int, *, hidden: bool = False) -> bytes:
    return binary(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0x10 if hidden else 0, 0))


RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for name, kind, target in targets
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{rows}</Relationships>'


def zipped(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
