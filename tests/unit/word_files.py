"""What a Word file says once its numbering is counted, as Word would count it."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from docx.oxml.ns import qn
from lxml import etree

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class _Lists:
    """Counts the paragraphs of a file's lists: levels restart below a higher one."""

    def __init__(self, archive: ZipFile) -> None:
        numbering = etree.fromstring(archive.read("word/numbering.xml"))
        styles = etree.fromstring(archive.read("word/styles.xml"))
        self._levels = {
            one.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): level for level in one.iter(qn("w:lvl"))
            }
            for one in numbering.iter(qn("w:abstractNum"))
        }
        self._lists = {
            one.get(qn("w:numId")): one.find(qn("w:abstractNumId")).get(qn("w:val"))
            for one in numbering.iter(qn("w:num"))
        }
        self._anew = {
            one.get(qn("w:numId"))
            for one in numbering.iter(qn("w:num"))
            if one.find(qn("w:lvlOverride")) is not None
        }
        self._styles = {
            style.get(qn("w:styleId")): found
            for style in styles.iter(qn("w:style"))
            if (found := style.find(f".//{qn('w:numPr')}")) is not None
        }
        self._counts: dict[str, list[int]] = {}

    def level(self, paragraph: etree._Element) -> tuple[str, int] | None:
        """The list and the level of a paragraph, its own or its style's."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        numbers = properties.find(qn("w:numPr"))
        style = properties.find(qn("w:pStyle"))
        if numbers is None and style is not None:
            numbers = self._styles.get(style.get(qn("w:val")))
        if numbers is None:
            return None
        level = numbers.find(qn("w:ilvl"))
        number = numbers.find(qn("w:numId")).get(qn("w:val"))
        return number, 0 if level is None else int(level.get(qn("w:val")))

    def label(self, number: str, level: int) -> str:
        """What stands before the next paragraph of this list and level."""
        # Lists of one pattern count on together unless one begins anew.
        pattern = self._lists[number]
        key = number if number in self._anew else pattern
        counts = self._counts.setdefault(key, [0, 0])
        counts[level] += 1
        counts[level + 1 :] = [0] * len(counts[level + 1 :])
        form = self._levels[pattern][level]
        shown = form.find(qn("w:lvlText")).get(qn("w:val"))
        kind = form.find(qn("w:numFmt")).get(qn("w:val"))
        count = _roman(counts[level]) if kind == "upperRoman" else str(counts[level])
        assert form.find(qn("w:suff")).get(qn("w:val")) == "space"
        return shown.replace(f"%{level + 1}", count) + " "


def said(data: bytes) -> Iterator[str]:
    """The paragraphs of the text in their order, with their numbers."""
    for _, words, _ in _paragraphs(data):
        yield words


def headings(data: bytes) -> list[list[str]]:
    """The numbered headings as they are read, section by section."""
    found: list[list[str]] = [[]]
    for kind, words, ends in _paragraphs(data):
        if kind == "heading":
            found[-1].append(words)
        if ends:
            found.append([])
    return found


def _paragraphs(data: bytes) -> Iterator[tuple[str, str, bool]]:
    with ZipFile(BytesIO(data)) as archive:
        lists = _Lists(archive)
        root = etree.fromstring(archive.read("word/document.xml"))
    for paragraph in root.iter(qn("w:p")):
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        level = lists.level(paragraph)
        label = lists.label(*level) if level else ""
        kind = "" if level is None else "item" if label == "- " else "heading"
        yield kind, label + words, next(paragraph.iter(qn("w:sectPr")), None) is not None


def shown_in_chart(data: bytes) -> list[list[str]]:
    """The words and figures of each chart, with what is drawn over it."""
    found = []
    with ZipFile(BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("word/charts/chart"):
                root = etree.fromstring(archive.read(name))
                found.append(_shown(root))
    return found


def _shown(root: etree._Element) -> list[str]:
    words: list[str] = []
    for at, series in enumerate(root.iter(f"{_CHART}ser")):
        for part in ("tx", "cat", "val"):
            # The categories stand once, the name of an only series nowhere.
            if part == "cat" and at:
                continue
            if part == "tx" and next(root.iter(f"{_CHART}legend"), None) is None:
                continue
            words += [value.text for value in series.find(f"{_CHART}{part}").iter(f"{_CHART}v")]
    return words


def _roman(number: int) -> str:
    digits = ""
    for value, letter in _ROMAN:
        while number >= value:
            digits += letter
            number -= value
    return digits
