"""Zip and XML from anyone, opened so that nothing in them can do harm (reliability.md R6).

Headers are never believed: sizes are counted while inflating, and no part is inflated unless it
is asked for. XML has no DOCTYPE, no entities of its own, no network and libxml2's own limits.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.bounds import MARKS, refuse_many

if TYPE_CHECKING:
    from lxml.etree import _Element

UNPACKED_BYTES = 200 * 1024 * 1024
ENTRIES = 10_000
_TREE_MARKS = 2 * MARKS
_WHOLE = 512 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 0x1 | 0x40
_MARKED_UTF8 = 0x800
_LIMIT_WORDS = re.compile(r"Excessive depth|huge text node|too (?:long|big)\b")


class _Entry:
    """Where an entry's packed bytes stand, and the checksum that the unpacked ones must have."""

    __slots__ = ("crc", "end", "method", "start")

    def __init__(self, method: int, crc: int, start: int, end: int) -> None:
        self.method = method
        self.crc = crc
        self.start = start
        self.end = end


class Part:
    """An entry being unpacked, to be read piece by piece (as a file: lxml takes it)."""

    def __init__(self, owner: "SafeZip", entry: _Entry) -> None:
        self._owner = owner
        self._entry = entry
        self._rest: bytes | memoryview = owner.packed(entry)
        self._inflater = None if entry.method == _STORED else zlib.decompressobj(-zlib.MAX_WBITS)
        self._crc = 0
        self._done = False

    def read(self, size: int = -1) -> bytes:
        """At most `size` further bytes, or all that are left; b"" at the end."""
        # To zlib, no bytes at most would mean no limit.
        if self._done or size == 0:
            return b""
        limit = self._owner.left + 1
        if size >= 0:
            limit = min(limit, size)
        piece, whole = self._unpack(limit)
        self._owner.spend(len(piece))
        self._crc = zlib.crc32(piece, self._crc)
        if whole:
            self._done = True
            if self._crc != self._entry.crc:
                raise UserError("opening.damaged")
        elif not piece and limit:
            raise UserError("opening.damaged")
        return piece

    def _unpack(self, limit: int) -> tuple[bytes, bool]:
        if self._inflater is None:
            piece = bytes(self._rest[:limit])
            self._rest = self._rest[limit:]
            return piece, not self._rest
        try:
            piece = self._inflater.decompress(self._rest, limit)
        except zlib.error as error:
            raise UserError("opening.damaged") from error
        self._rest = self._inflater.unconsumed_tail
        return piece, self._inflater.eof


class _Joined:
    """A part of which the first bytes were read already, from its beginning."""

    def __init__(self, head: bytes, part: Part) -> None:
        self._head = io.BytesIO(head)
        self._part = part

    def read(self, size: int = -1) -> bytes:
        return self._head.read(size) or self._part.read(size)


class SafeZip:
    """The entries of a zip in memory. Every method raises UserError for what is not safe."""

    def __init__(self, data: bytes, entries: dict[str, _Entry]) -> None:
        self._data = memoryview(data)
        self._entries = entries
        self._folded: dict[str, str] | None = None
        self.left = UNPACKED_BYTES

    @property
    def names(self) -> tuple[str, ...]:
        """The entries' names in the zip's order, without folders; "/" between their parts."""
        return tuple(self._entries)

    def find(self, name: str) -> str | None:
        """The entry of that name, in whatever case it is written (as OOXML has it)."""
        if name in self._entries:
            return name
        if self._folded is None:
            self._folded = {entry.casefold(): entry for entry in reversed(self._entries)}
        return self._folded.get(name.casefold())

    def read(self, name: str, most: int = -1) -> bytes:
        """The whole of an entry, or its first `most` bytes."""
        part = self.open(name)
        pieces = []
        while piece := part.read(most):
            pieces.append(piece)
            if most >= 0:
                most -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def open(self, name: str) -> Part:
        """An entry to be read piece by piece, for one that may be large."""
        found = self.find(name)
        if found is None:
            raise UserError("opening.part_missing", part=name)
        return Part(self, self._entries[found])

    def packed(self, entry: _Entry) -> memoryview:
        """The packed bytes of an entry."""
        return self._data[entry.start : entry.end]

    def spend(self, count: int) -> None:
        """Count unpacked bytes against the limit of the whole."""
        self.left -= count
        if self.left < 0:
            raise UserError("opening.too_big_unpacked", limit=UNPACKED_BYTES >> 20)


def open_zip(data: bytes) -> SafeZip:
    """The zip in `data`; UserError for damage, passwords, entries that are double or overlap."""
    if data.count(b"PK\x01\x02") > ENTRIES:
        raise UserError("opening.too_many_entries", limit=ENTRIES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OSError) as error:
        raise UserError("opening.damaged") from error
    entries: dict[str, _Entry] = {}
    spans: list[tuple[int, int]] = []
    for info in infos:
        entry = _entry(data, info)
        spans.append((info.header_offset, entry.end))
        name = _name(info).replace("\\", "/")
        if name.endswith("/"):
            continue
        if name in entries:
            raise UserError("opening.duplicate_entries", name=name)
        entries[name] = entry
    spans.sort()
    if any(end > start for (_, end), (start, _) in pairwise(spans)):
        raise UserError("opening.damaged")
    return SafeZip(data, entries)


def _name(info: zipfile.ZipInfo) -> str:
    """An entry's name, readable also where a tool of Windows or of a phone did not mark it."""
    if info.flag_bits & _MARKED_UTF8 or info.filename.isascii():
        return info.filename
    given = info.orig_filename.encode("cp437")  # which is how zipfile takes unmarked names
    for encoding in ("utf-8", "cp1258"):
        try:
            return unicodedata.normalize("NFC", given.decode(encoding))
        except UnicodeDecodeError:
            continue
    return info.filename


def _entry(data: bytes, info: zipfile.ZipInfo) -> _Entry:
    if info.flag_bits & _ENCRYPTED:
        raise UserError("opening.encrypted_zip")
    if info.compress_type not in {_STORED, _DEFLATED}:
        raise UserError("opening.unknown_packing")
    offset = info.header_offset
    if not 0 <= offset <= len(data) - _LOCAL_HEADER.size:
        raise UserError("opening.damaged")
    mark, name_size, extra_size = _LOCAL_HEADER.unpack_from(data, offset)
    start = offset + _LOCAL_HEADER.size + name_size + extra_size
    end = start + info.compress_size
    if mark != b"PK\x03\x04" or end > len(data):
        raise UserError("opening.damaged")
    return _Entry(info.compress_type, info.CRC, start, end)


def parse_xml(data: bytes) -> "_Element":
    """The root of an XML part; UserError where it is damaged, too much or has a DOCTYPE."""
    from lxml import etree  # noqa: PLC0415 - its import is only paid for when a file comes in

    refuse_many(_marks(data), _TREE_MARKS)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(data, error) from error
    if root is None:
        raise UserError("opening.damaged")
    _refuse_doctype(root)
    return root


def iter_xml(source: bytes | Part | _Joined, tags: tuple[str, ...]) -> Iterator["_Element"]:
    """The elements of these tags in a large part, as each is complete; the caller forgets them.

    Raises as `parse_xml`.
    """
    from lxml import etree  # noqa: PLC0415 - as above

    stream = _Watched(io.BytesIO(source) if isinstance(source, bytes) else source)
    context = etree.iterparse(
        stream,
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )
    checked = False
    try:
        for _, element in context:
            if not checked:
                _refuse_doctype(element)
                checked = True
            yield element
            stream.marks = 0
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable(source if isinstance(source, bytes) else b"", error) from error
    if context.root is not None:
        _refuse_doctype(context.root)


def read_xml(part: Part, tags: tuple[str, ...]) -> Iterator["_Element"]:
    """The elements of these tags in a part; a caller that asks for the next is done with the last.

    A part of a usual size is parsed as a whole, which costs half as much as piece by piece.
    Elements within each other come in any order. Raises as `parse_xml`.
    """
    head = part.read(_WHOLE)
    more = part.read(1)
    if not more:
        yield from parse_xml(head).iter(*tags)
        return
    for element in iter_xml(_Joined(head + more, part), tags):
        yield element
        forget(element)


def forget(element: "_Element") -> None:
    """Let go of an element that was read, and of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


class _Watched:
    """A part on its way to the parser: what is held of it, until it is read, has its limit."""

    def __init__(self, source: io.BytesIO | Part | _Joined) -> None:
        self._source = source
        self._size = 0
        self.marks = 0

    def read(self, size: int = -1, /) -> bytes:
        piece = self._source.read(size)
        self._size += len(piece)
        if self._size > MARKS:  # so no part of a usual size pays for it
            self.marks += _marks(piece)
            refuse_many(self.marks, MARKS)
        return piece


def _marks(xml: bytes) -> int:
    """How many tags and attributes there may be, at most."""
    return xml.count(b"<") + xml.count(b"=")


def _refuse_doctype(element: "_Element") -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise UserError("opening.doctype")


def _unreadable(data: bytes, error: Exception) -> UserError:
    """A part that libxml2 gave up: for its entities, its size, or because it is damaged.

    MemoryError where it had no memory left, which is not the file's fault.
    """
    from lxml import etree  # noqa: PLC0415 - as above

    code = error.code if isinstance(error, etree.XMLSyntaxError) else None
    is_limit = met_limit(code, str(error))
    if code == etree.ErrorTypes.ERR_NO_MEMORY and not is_limit:
        raise MemoryError
    if b"<!DOCTYPE" in data:
        return UserError("opening.doctype")
    return UserError("opening.too_much" if is_limit else "opening.damaged")


def met_limit(code: int | None, words: str) -> bool:
    """Whether libxml2 stopped at a limit of its own: elements 256 deep, a text of 10 MB.

    The older one that lxml has for Windows (2.11) gives no `code` for it, or that of another error.
    """
    from lxml import etree  # noqa: PLC0415 - as above

    return code == etree.ErrorTypes.ERR_RESOURCE_LIMIT or bool(_LIMIT_WORDS.search(words))
