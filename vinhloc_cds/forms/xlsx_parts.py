"""The parts of an OOXML workbook beside its sheets: relationships, texts, styles, comments."""

import posixpath
import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import unquote

from vinhloc_cds.forms.bounds import CELLS, COLUMNS, RELATIONS, ROWS, STYLES, refuse_many
from vinhloc_cds.forms.grid import Place, Run
from vinhloc_cds.forms.numberformat import NumberFormat, classify, classify_builtin
from vinhloc_cds.forms.safezip import SafeZip, parse_xml, read_xml
from vinhloc_cds.texts import Message

if TYPE_CHECKING:
    from lxml.etree import _Element

TRUE = frozenset({"1", "true", "on"})
"""How XML says yes."""

MACROS = frozenset({"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})
"""Relations to what a workbook could run."""

# Parts of fewer bytes are kept once they are read: the next file may well hold the same.
_KEPT = 64 * 1024
_STYLE_TAGS = ("{*}numFmt", "{*}font", "{*}xf")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
# A letter by its number; one beyond the first 65,536 is written as two.
_ESCAPE = re.compile(
    r"_x(d[89ab][0-9a-f]{2})__x(d[c-f][0-9a-f]{2})_|_x([0-9a-f]{4})_", re.IGNORECASE
)


class Relation(NamedTuple):
    """What a part points to; `target` is a part's name, or blank where it lies outside."""

    id: str
    type: str
    """The last word of its type: "worksheet", "comments" …"""
    target: str


def told_of(relations: Iterable[Relation], *, date1904: bool) -> list[Message]:
    """What is to be told of a workbook as a whole, by what it points to."""
    types = {relation.type for relation in relations}
    told = []
    if types & MACROS:
        told.append(Message("opening.macros"))
    if "externalLink" in types:
        told.append(Message("opening.external_links"))
    if date1904:
        told.append(Message("opening.date1904"))
    return told


class Package:
    """A zip in which parts point to each other."""

    def __init__(self, archive: SafeZip) -> None:
        self.archive = archive

    def main_part(self) -> str | None:
        """The part that the package is about: the workbook, or the text."""
        for relation in self.relations(""):
            if relation.type == "officeDocument" and self.archive.find(relation.target):
                return relation.target
        for usual in ("xl/workbook.xml", "xl/workbook.bin", "word/document.xml"):
            if self.archive.find(usual):
                return usual
        return None

    def relations(self, part: str) -> list[Relation]:
        """Where `part` points to ("" for the package itself); nothing outside is followed."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.archive.find(source) is None:
            return []
        data = self.archive.read(source)
        return list((_known_relations if len(data) < _KEPT else _relations)(data, folder))

    def root(self, part: str) -> "_Element":
        """The root of a part that is small."""
        return parse_xml(self.archive.read(part))

    def elements(self, part: str, tags: tuple[str, ...]) -> Iterator["_Element"]:
        """The elements of these tags in a part that may be large; each until the next one."""
        return read_xml(self.archive.open(part), tags)


def _relations(data: bytes, folder: str) -> tuple[Relation, ...]:
    """What the part with these bytes says about one in `folder`."""
    found: list[Relation] = []
    for element in parse_xml(data):
        refuse_many(len(found), RELATIONS)
        target = ""
        if element.get("TargetMode") != "External":
            given = unquote(element.get("Target", "")).replace("\\", "/")
            target = posixpath.normpath(posixpath.join("/", folder, given)).lstrip("/")
        kind = element.get("Type", "").rsplit("/", 1)[-1]
        found.append(Relation(element.get("Id", ""), kind, target))
    return tuple(found)


_known_relations = lru_cache(maxsize=32)(_relations)


def local(element: "_Element") -> str:
    """An element's name without its namespace; blank for a comment."""
    # Of what was parsed it is a text, or a function where it is a comment.
    return _local(cast("Hashable", element.tag))


@lru_cache(maxsize=256)
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def place_of(reference: str) -> Place | None:
    """Row and column of "B7"; None where no sheet has such a cell."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row - 1, column - 1) if row <= ROWS and column <= COLUMNS else None


def unescaped(text: str) -> str:
    """A text with its _xHHHH_ turned into letters, where these are letters that a text may hold."""
    return _ESCAPE.sub(_letter, text) if "_x" in text else text


def _letter(found: re.Match[str]) -> str:
    high, low, single = (int(unit, 16) if unit else 0 for unit in found.groups())
    if high:
        return chr(0x10000 + ((high & 0x3FF) << 10 | low & 0x3FF))
    allowed = single in {9, 10, 13} or 0x20 <= single < 0xD800 or 0xE000 <= single < 0xFFFE
    return chr(single) if allowed else found[0]


class Text(NamedTuple):
    """A text of the workbook; `runs` where it changes its font, "" for the cell's own."""

    text: str
    runs: tuple[Run, ...] = ()


def text_of(element: "_Element") -> Text:
    """The text of an <si>, <is> or <text>, without the phonetic guide that stands beside it."""
    if len(element) == 1 and local(element[0]) == "t":
        return Text(unescaped(element[0].text or ""))
    runs: list[Run] = []
    for child in element:
        name = local(child)
        if name == "t":
            runs.append(Run(child.text or "", ""))
        elif name == "r":
            letters = "".join(part.text or "" for part in child if local(part) == "t")
            font = next((part.get("val", "") for part in child.iter("{*}rFont")), "")
            if runs and runs[-1].font == font:
                letters = runs.pop().text + letters
            runs.append(Run(letters, font))
    runs = [Run(unescaped(run.text), run.font) for run in runs if run.text]
    fonts = {run.font for run in runs}
    return Text("".join(run.text for run in runs), tuple(runs) if fonts - {""} else ())


def shared_texts(package: Package, part: str) -> list[Text]:
    """The texts that cells name by their place in a list."""
    texts = []
    for element in package.elements(part, ("{*}si",)):
        texts.append(text_of(element))
        refuse_many(len(texts), CELLS)
    return texts


class Style(NamedTuple):
    """What is kept of a cell's style."""

    format: NumberFormat
    font: str


PLAIN = Style(NumberFormat.PLAIN, "")


def styles(package: Package, part: str) -> Sequence[Style]:
    """The styles that cells name by their place in a list; only these, of all that is there."""
    opened = package.archive.open(part)
    head = opened.read(_KEPT)
    if opened.read(1):
        return _styles(package.elements(part, _STYLE_TAGS))
    return _known_styles(head)


@lru_cache(maxsize=16)
def _known_styles(data: bytes) -> tuple[Style, ...]:
    return _styles(parse_xml(data).iter(*_STYLE_TAGS))


def _styles(elements: Iterable["_Element"]) -> tuple[Style, ...]:
    """The styles among the elements of these tags, of which others are meant for tables …"""
    codes: dict[str, str] = {}
    fonts: list[str] = []
    pairs: dict[tuple[str, str], Style] = {}
    found: list[Style] = []
    for count, element in enumerate(elements):
        refuse_many(count, STYLES)
        parent = element.getparent()
        owner = "" if parent is None else local(parent)
        if owner == "numFmts":
            codes[element.get("numFmtId", "")] = element.get("formatCode", "")
        elif owner == "fonts":
            fonts.append(next((one.get("val", "") for one in element.iter("{*}name")), ""))
        elif owner == "cellXfs":
            pair = (element.get("numFmtId", "0"), element.get("fontId", "0"))
            if pair not in pairs:
                pairs[pair] = _style(pair, codes, fonts)
            found.append(pairs[pair])
    return tuple(found)


def _style(pair: tuple[str, str], codes: dict[str, str], fonts: list[str]) -> Style:
    number, font = pair
    if number in codes:
        kind = classify(codes[number])
    else:
        kind = classify_builtin(int(number) if number.isdecimal() else 0)
    index = int(font) if font.isdecimal() else 0
    return Style(kind, fonts[index] if index < len(fonts) else "")


def comments(package: Package, relations: list[Relation]) -> dict[Place, str]:
    """The comments of a sheet by their cell. Threads stand in full in a part of their own."""
    found: dict[Place, str] = {}
    for relation in relations:
        if relation.type == "comments" and package.archive.find(relation.target):
            for element in package.root(relation.target).iter("{*}comment"):
                place = place_of(element.get("ref", ""))
                text = "".join(text_of(one).text for one in element if local(one) == "text")
                if place and text.strip():
                    found[place] = text
    threads: dict[Place, list[str]] = {}
    for relation in relations:
        if relation.type == "threadedComment" and package.archive.find(relation.target):
            for element in package.root(relation.target).iter("{*}threadedComment"):
                place = place_of(element.get("ref", ""))
                text = "".join(one.text or "" for one in element if local(one) == "text")
                if place and text.strip():
                    threads.setdefault(place, []).append(text)
    return found | {place: "\n".join(texts) for place, texts in threads.items()}


class Drawn(NamedTuple):
    """A picture over cells, or a box with a text; `place` is its top left cell."""

    place: Place
    text: str


def drawings(package: Package, relations: list[Relation]) -> list[Drawn]:
    """What lies over the cells of a sheet; a picture has no text. Charts are left out."""
    found = []
    for relation in relations:
        if relation.type != "drawing" or not package.archive.find(relation.target):
            continue
        for anchor in package.root(relation.target):
            if not local(anchor).endswith("Anchor"):
                continue
            start = next(anchor.iterchildren("{*}from"), None)
            place = (0, 0) if start is None else (_number(start, "row"), _number(start, "col"))
            if next(anchor.iter("{*}pic"), None) is not None:
                found.append(Drawn(place, ""))
            lines = ["".join(one.itertext("{*}t")) for one in anchor.iter("{*}p")]
            text = "\n".join(line for line in lines if line.strip())
            if text:
                found.append(Drawn(place, text))
    return found


def _number(start: "_Element", name: str) -> int:
    text = start.findtext(f"{{*}}{name}", "0").strip()
    return int(text) if text.isdecimal() and len(text) < 8 else 0
