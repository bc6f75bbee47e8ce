"""What an OLE compound file (.xls, .doc, .msg, an encrypted .xlsx) holds at its top level."""

import struct

from vinhloc_cds.errors import UserError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_ENTRY = 128


def top_names(data: bytes) -> frozenset[str]:
    """The names of the streams and folders at the top. UserError where the file is damaged."""
    try:
        entries = _entries(data)
    except (struct.error, IndexError) as error:
        raise UserError("opening.damaged") from error
    if not entries:
        raise UserError("opening.damaged")
    names: set[str] = set()
    seen: set[int] = set()
    waiting = [entries[0][3]]
    while waiting:
        number = waiting.pop()
        if number in seen or number >= len(entries):
            continue
        seen.add(number)
        name, left, right, _ = entries[number]
        names.add(name)
        waiting += [left, right]
    # A tree that some writers leave out of order still lists its entries.
    return frozenset(names or {name for name, *_ in entries})


def _entries(data: bytes) -> list[tuple[str, int, int, int]]:
    """Name, left and right neighbour and first child of each entry of the directory."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    if size < 128:
        raise UserError("opening.damaged")
    first_directory = struct.unpack_from("<I", data, 48)[0]
    table = _table(data, size)
    found = []
    for sector in _chain(table, first_directory):
        start = (sector + 1) * size
        for position in range(start, min(start + size, len(data) - _ENTRY + 1), _ENTRY):
            length = struct.unpack_from("<H", data, position + 64)[0]
            name = data[position : position + max(min(length, 64) - 2, 0)].decode(
                "utf-16-le", "replace"
            )
            left, right, child = struct.unpack_from("<3I", data, position + 68)
            found.append((name, left, right, child))
    return found


def _table(data: bytes, size: int) -> list[int]:
    """The table that names each sector's successor."""
    lists = list(struct.unpack_from("<109I", data, 76))
    further, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while further < _END and further not in seen and (further + 2) * size <= len(data):
        seen.add(further)
        numbers = struct.unpack_from(f"<{size // 4}I", data, (further + 1) * size)
        lists += numbers[:-1]
        further = numbers[-1]
    table: list[int] = []
    for sector in lists:
        if sector < _END:
            piece = data[(sector + 1) * size : (sector + 2) * size]
            table += struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])
    return table


def _chain(table: list[int], sector: int) -> list[int]:
    sectors: dict[int, None] = {}
    while sector < len(table) and sector not in sectors:
        sectors[sector] = None
        sector = table[sector]
    return list(sectors)
