"""What an OLE compound file (.xls, .doc, .msg, an encrypted .xlsx) holds at its top level."""

import struct
from typing import NamedTuple

from vinhloc_cds.errors import UserError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_ENTRY = 128


class _Entry(NamedTuple):
    """An entry of the directory: its neighbours and first child by number, where it begins."""

    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


def top_names(data: bytes) -> frozenset[str]:
    """The names of the streams and folders at the top. UserError where the file is damaged."""
    try:
        entries = _entries(data)
    except (struct.error, IndexError) as error:
        raise UserError("opening.damaged") from error
    return frozenset(entry.name for entry in _top(entries))


def stream(data: bytes, *names: str) -> bytes | None:
    """What the first of these streams at the top holds; None where there is none of them.

    Names are compared without case, as some libraries write them in capitals.
    What is missing at its end is left out, and no chain is followed in circles. UserError as
    `top_names`.
    """
    try:
        entries = _entries(data)
        size = _sector_size(data)
        table = _table(data, size)
        by_name = {entry.name.casefold(): entry for entry in reversed(_top(entries))}
        folded = (name.casefold() for name in names)
        found = next((by_name[name] for name in folded if name in by_name), None)
        if found is None:
            return None
        if found.size >= struct.unpack_from("<I", data, 56)[0]:
            return _joined(data, table, found, size, size)
        # Small streams share one, in small sectors with a table of their own.
        first = struct.unpack_from("<I", data, 60)[0]
        packed = b"".join(_sector(data, number, size, size) for number in _chain(table, first))
        small_table = list(struct.unpack(f"<{len(packed) // 4}I", packed[: len(packed) // 4 * 4]))
        shared = _joined(data, table, entries[0], size, size)
        return _joined(shared, small_table, found, 1 << struct.unpack_from("<H", data, 32)[0], 0)
    except (struct.error, IndexError, OverflowError) as error:
        raise UserError("opening.damaged") from error


def _joined(data: bytes, table: list[int], entry: _Entry, size: int, offset: int) -> bytes:
    sectors = _chain(table, entry.start)
    return b"".join(_sector(data, number, size, offset) for number in sectors)[: entry.size]


def _sector(data: bytes, number: int, size: int, offset: int) -> bytes:
    return data[offset + number * size : offset + (number + 1) * size]


def _top(entries: list[_Entry]) -> list[_Entry]:
    if not entries:
        raise UserError("opening.damaged")
    top: dict[int, _Entry] = {}
    waiting = [entries[0].child]
    while waiting:
        number = waiting.pop()
        if number not in top and number < len(entries):
            top[number] = entries[number]
            waiting += [entries[number].left, entries[number].right]
    # A tree that some writers leave out of order still lists its entries.
    return list(top.values()) or entries


def _sector_size(data: bytes) -> int:
    size: int = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    if size < 128:
        raise UserError("opening.damaged")
    return size


def _entries(data: bytes) -> list[_Entry]:
    size = _sector_size(data)
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
            first, content = struct.unpack_from("<2I", data, position + 116)
            found.append(_Entry(name, left, right, child, first, content))
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
