"""Program files for Windows, made byte by byte: only what the loader and the check look at."""

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from PyInstaller.archive.writers import CArchiveWriter, ZlibArchiveWriter

X64, X86 = 0x8664, 0x014C
SECTION = 0x1000  # where the one section lies in memory
IN_FILE = 0x400


def image(
    imports: Sequence[str] = (),
    delayed: Sequence[str] = (),
    *,
    machine: int = X64,
    wine: bool = False,
    icon: bool = False,
    told: Mapping[str, str] | None = None,
) -> bytes:
    """A PE file that imports one function of each DLL, with what it tells Windows of itself."""
    section = bytearray()
    directories = [(0, 0)] * 16
    names = {name: _add(section, name.encode() + b"\0") for name in (*imports, *delayed)}
    thunk = _add(section, struct.pack("<QQ", 1 << 63 | 1, 0))  # by ordinal 1
    if imports:
        rows = b"".join(struct.pack("<5I", thunk, 0, 0, names[name], thunk) for name in imports)
        directories[1] = _add(section, rows + bytes(20)), len(rows) + 20
    if delayed:
        rows = b"".join(
            struct.pack("<8I", 1, names[name], 0, thunk, thunk, 0, 0, 0) for name in delayed
        )
        directories[13] = _add(section, rows + bytes(32)), len(rows) + 32
    directories[2] = _resources(section, icon=icon, told=told)
    raw = bytes(section) + bytes(-len(section) % 0x200)
    optional = struct.pack("<HBB9I", 0x20B, 14, 0, 0, len(raw), 0, 0, 0, 0, 0, 0, 0)[:24]
    optional += struct.pack("<QII6HIIIIHHQQQQII", 1 << 32, 0x1000, 0x200, 6, 0, 0, 0, 6, 0, 0,
                            SECTION + len(raw), IN_FILE, 0, 3, 0, 0, 0, 0, 0, 0, 16)  # fmt: skip
    optional += b"".join(struct.pack("<II", *entry) for entry in directories)
    dos = b"MZ" + bytes(58) + struct.pack("<I", 0x80)
    dos += (b"Wine builtin DLL\0" if wine else b"").ljust(0x40, b"\0")
    head = b"PE\0\0" + struct.pack("<HHIIIHH", machine, 1, 0, 0, 0, len(optional), 0x2022)
    table = b".rdata\0\0" + struct.pack("<6IHHI", len(raw), SECTION, len(raw), IN_FILE, 0, 0, 0, 0,
                                        0x4000_0040)  # fmt: skip
    return (dos + head + optional + table).ljust(IN_FILE, b"\0") + raw


def program(path: Path, modules: Sequence[str], *, say: str = "", **told: object) -> None:
    """What PyInstaller makes: an image, and behind it the archive of `modules`, each with `say`."""
    code = {name: compile(f"words = {say!r}", name, "exec") for name in modules}
    archive, package = path.with_suffix(".pyz"), path.with_suffix(".pkg")
    entries = [(name, f"{name}.py", "PYMODULE") for name in modules]
    ZlibArchiveWriter(str(archive), entries, code)
    CArchiveWriter(str(package), [("PYZ.pyz", str(archive), False, "z")], "python311.dll")
    path.write_bytes(image(["KERNEL32.dll"], **told) + package.read_bytes())  # type: ignore[arg-type]
    archive.unlink()
    package.unlink()


def _add(section: bytearray, data: bytes) -> int:
    """Put `data` at the section's end, on a multiple of 8; its address in memory."""
    section.extend(bytes(-len(section) % 8))
    address = SECTION + len(section)
    section.extend(data)
    return address


def _resources(
    section: bytearray, *, icon: bool, told: Mapping[str, str] | None
) -> tuple[int, int]:
    """The resource directory: kind, number, language, as Windows wants it."""
    kinds = {3: b"icon", 14: bytes(6)} if icon else {}
    if told:
        kinds[16] = _version(told)
    if not kinds:
        return 0, 0
    leaf_size = 16 + 8 + 16 + 8 + 16  # two directories of one entry and the data's entry
    start = 16 + 8 * len(kinds)
    content = {kind: _add(section, data) for kind, data in kinds.items()}
    tree = struct.pack("<IIHHHH", 0, 0, 0, 0, 0, len(kinds))
    leaves = b""
    for place, (kind, data) in enumerate(sorted(kinds.items())):
        at = start + place * leaf_size
        tree += struct.pack("<II", kind, 1 << 31 | at)
        leaves += struct.pack("<IIHHHHII", 0, 0, 0, 0, 0, 1, 1, 1 << 31 | at + 24)
        leaves += struct.pack("<IIHHHHII", 0, 0, 0, 0, 0, 1, 0x042A, at + 48)
        leaves += struct.pack("<IIII", content[kind], len(data), 0, 0)
    return _add(section, tree + leaves), len(tree + leaves)


def _version(told: Mapping[str, str]) -> bytes:
    strings = b"".join(
        _node(name, (value + "\0").encode("utf-16-le"), words=len(value) + 1)
        for name, value in told.items()
    )
    table = _node("StringFileInfo", b"", _node("042A04B0", b"", strings, kind=1), kind=1)
    fixed = struct.pack("<13I", 0xFEEF04BD, 0x10000, *[0] * 11)
    return _node("VS_VERSION_INFO", fixed, table, words=len(fixed), kind=0)


def _node(name: str, value: bytes, below: bytes = b"", *, words: int = 0, kind: int = 1) -> bytes:
    key = (name + "\0").encode("utf-16-le")
    key += bytes(-(6 + len(key)) % 4)
    value += bytes(-len(value) % 4)
    size = 6 + len(key) + len(value) + len(below)
    return struct.pack("<HHH", size, words, kind) + key + value + below
