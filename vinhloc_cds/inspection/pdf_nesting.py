"""Whether drawings of a PDF that stand in each other multiply beyond what memory holds.

PDFium draws a form wherever it is named, as often as it is named, forms in forms too: a file of one
kilobyte can ask for billions of them and would end the program. So they are counted before.
"""

import base64
import re
import zlib
from dataclasses import dataclass, field

from vinhloc_cds.errors import UserError

_OBJECT = re.compile(rb"obj\b")
_DIGITS = re.compile(rb"\d{1,10}$")
_LONGEST = 220
"""Bytes that an object's number takes at most, with the blanks in it."""
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+R\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_FORM = re.compile(rb"/Subtype\s*(?:/Form\b|\d+\s+\d+\s+R\b)")
_TILE = re.compile(rb"/PatternType\b")
_TILED = re.compile(rb"/[^\s/<>\[\]()]{1,127}\s{1,99}(?:scn|SCN)\b")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_OTHER = re.compile(rb"/Subtype\s*/(?:Image|Type1C|CIDFontType0C|OpenType|XML)\b|/Length1\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_DRAWN = re.compile(rb"/[^\s/<>\[\]()]{1,127}\s{1,99}Do\b")
_LEVELS = 40
_MOST = 200_000
"""Forms that a page may draw in all, those within forms counted each time."""
_UNPACKED = 8 << 20
"""Bytes of one stream that are looked at."""
_WORK = 2_000_000
"""Steps from form to form that a document asks for at most."""
_BYTES = 256 << 20
"""Bytes of all streams with drawings or words."""


@dataclass(slots=True)
class _Form:
    """How often a form draws anything, and the forms that this may be."""

    draws: int
    names: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Budget:
    """What is left to be looked at."""

    steps: int = _WORK
    size: int = _BYTES

    def step(self, count: int = 1) -> None:
        self.steps -= count
        if self.steps < 0:
            raise UserError("inspection.pdf_nested")

    def take(self, content: bytes) -> bytes:
        self.size -= len(content)
        if self.size < 0:
            raise UserError("inspection.pdf_nested")
        return content


def refuse_endless(data: bytes) -> None:
    """UserError where some page may draw more forms than a document has any need of."""
    budget = _Budget()
    heads, streams = _objects(data, budget)
    _refuse_endless_tiles(heads, streams, data, budget)
    numbers = {number for number in streams if _FORM.search(heads[number])}
    if not numbers:
        return
    drawn = {
        number: len(_DRAWN.findall(_content(heads[number], data, at, budget)))
        for number, at in streams.items()
        if not _OTHER.search(heads[number])
    }
    forms = {
        number: _Form(drawn.get(number, 0), _named(number, heads, numbers, budget))
        if drawn.get(number, 0)
        else _Form(0)
        for number in numbers
    }
    weights = dict.fromkeys(forms, 1)
    for _ in range(_LEVELS):
        budget.step(sum(len(form.names) for form in forms.values()))
        found = {
            number: 1 + form.draws * max((weights[each] for each in form.names), default=0)
            for number, form in forms.items()
        }
        if found == weights:
            break
        weights = found
        _refuse_many(max(weights.values()))
    heaviest = max(weights.values())
    for number, count in drawn.items():
        if number not in forms:
            _refuse_many(heaviest * count)


def _refuse_endless_tiles(
    heads: dict[int, bytes], streams: dict[int, int], data: bytes, budget: _Budget
) -> None:
    """A tile that is filled with tiles of its own kind has no end."""
    tiled = {
        number
        for number, at in streams.items()
        if _TILE.search(heads[number]) and _TILED.search(_content(heads[number], data, at, budget))
    }
    for number in tiled:
        if number in _led_to(number, heads, set(), budget):
            raise UserError("inspection.pdf_nested")


def _refuse_many(count: int) -> None:
    if count > _MOST:
        raise UserError("inspection.pdf_nested")


def _objects(data: bytes, budget: _Budget) -> tuple[dict[int, bytes], dict[int, int]]:
    """What stands in each object before its stream, and where the stream begins."""
    heads: dict[int, bytes] = {}
    streams: dict[int, int] = {}
    # Not by their numbers: a scan is full of digits, and may be large.
    found = [
        (number, match.start(), match.end())
        for match in _OBJECT.finditer(data)
        if (number := _number_before(match.start(), data)) is not None
    ]
    for at, (number, _, start) in enumerate(found):
        end = found[at + 1][1] if at + 1 < len(found) else len(data)
        begins = _STREAM.search(data, start, end)
        heads[number] = _spelt_out(data[start : begins.start() if begins else end])
        if begins is None:
            continue
        streams[number] = begins.end()
        if _PACKED.search(heads[number]):
            heads |= _packed(heads[number], _content(heads[number], data, begins.end(), budget))
    return heads, {number: at for number, at in streams.items() if number in heads}


def _number_before(at: int, data: bytes) -> int | None:
    """The number of the object that begins with the "obj" there; None if none does."""
    said = data[max(at - _LONGEST, 0) : at].replace(b"\0", b" ")
    words = said.rsplit(None, 2)
    if not said[-1:].isspace() or len(words) < 2 or not words[-1].isdigit():
        return None
    digits = _DIGITS.search(words[-2])
    return int(digits[0]) if digits else None


def _packed(head: bytes, content: bytes) -> dict[int, bytes]:
    """The objects in a stream of objects: numbers and places stand before them."""
    first = re.search(rb"/First\s+(\d{1,9})", head)
    begin = int(first[1]) if first else 0
    pairs = [int(each) for each in re.findall(rb"\d{1,10}", content[:begin])]
    places = list(zip(pairs[::2], pairs[1::2], strict=False))
    ends = [*(begin + place for _, place in places[1:]), len(content)]
    # One that is locked holds nothing that can be read.
    return {
        number: content[begin + place : end]
        for (number, place), end in zip(places, ends, strict=False)
    }


def _content(head: bytes, data: bytes, at: int, budget: _Budget) -> bytes:
    """A stream as it is unpacked; as it stands where that is not known."""
    end = data.find(b"endstream", at)
    content = data[at : end if end >= 0 else len(data)]
    try:
        if b"ASCII85" in head:
            content = base64.a85decode(content.strip().removesuffix(b"~>"))
        if b"Flate" in head:
            content = zlib.decompressobj().decompress(content, _UNPACKED)
    except (ValueError, zlib.error):
        return b""
    return budget.take(content)


def _named(number: int, heads: dict[int, bytes], forms: set[int], budget: _Budget) -> set[int]:
    """The forms that an object leads to by what it says, or by what that says."""
    if b"/Resources" not in heads[number]:
        # It has those of its page, which may be any.
        budget.step(len(forms))
        return forms
    return _led_to(number, heads, forms, budget) & forms


def _led_to(number: int, heads: dict[int, bytes], ends: set[int], budget: _Budget) -> set[int]:
    """The objects that one leads to, but not by what those in `ends` say."""
    seen: set[int] = set()
    ahead = [number]
    while ahead:
        for each in _REFERENCE.findall(heads.get(ahead.pop(), b"")):
            budget.step()
            named = int(each)
            if named not in seen:
                seen.add(named)
                if named not in ends:
                    ahead.append(named)
    return seen


def _spelt_out(head: bytes) -> bytes:
    """With the letters of names that are written as numbers ("#46orm")."""
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), head)
