"""Fonts and texts of OpenDocument spreadsheets."""

from typing import TYPE_CHECKING

from vinhloc_cds.forms.grid import Run

if TYPE_CHECKING:
    from lxml.etree import _Element

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

PARAGRAPH = f"{_TEXT}p"
ANNOTATION = f"{_OFFICE}annotation"

_SPACES = 10_000
"""Spaces that one element may stand for."""
_PARENTS = 20
"""How far a style is followed to those that it builds on; more is a circle."""


class Styles:
    """The fonts that styles name, and the tables that they hide."""

    def __init__(self) -> None:
        self.hidden_tables: set[str] = set()
        self._faces: dict[str, str] = {}
        self._fonts: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._resolved: dict[str, str] = {}

    def take(self, element: "_Element") -> None:
        """Note a font face or a style."""
        name = element.get(f"{_STYLE}name", "")
        if element.tag == f"{_STYLE}font-face":
            self._faces[name] = element.get(f"{_SVG}font-family", name).strip("'\"")
            return
        family = element.get(f"{_STYLE}family", "")
        if element.tag == f"{_STYLE}default-style":
            name = ""
        key = f"{family}/{name}"
        if name:
            self._parents[key] = f"{family}/{element.get(f'{_STYLE}parent-style-name', '')}"
        for properties in element:
            if properties.tag == f"{_STYLE}text-properties":
                face = properties.get(f"{_STYLE}font-name")
                font = properties.get(f"{_FO}font-family", "").strip("'\"")
                if face is not None:
                    font = self._faces.get(face, face)
                if font:
                    self._fonts[key] = font
            elif properties.get(f"{_TABLE}display") == "false":
                self.hidden_tables.add(name)

    def cell_font(self, style: str) -> str:
        """The font of a cell's style; blank where nothing says it."""
        return self._font(f"table-cell/{style or 'Default'}")

    def span_font(self, style: str) -> str:
        """The font of a stretch of text; blank where it is the cell's."""
        return self._font(f"text/{style}")

    def _font(self, key: str) -> str:
        if key not in self._resolved:
            at = key
            for _ in range(_PARENTS):
                if at in self._fonts or at not in self._parents:
                    break
                at = self._parents[at]
            family = key.partition("/")[0]
            self._resolved[key] = self._fonts.get(at, self._fonts.get(f"{family}/", ""))
        return self._resolved[key]


def text_of(element: "_Element", font: str, styles: Styles) -> tuple[str, tuple[Run, ...]]:
    """The paragraphs of a cell or a comment, and its runs where it has several fonts.

    White space is kept as it stands: LibreOffice neither folds it when it reads nor spells out
    double spaces when it writes, whatever the standard says of texts.
    """
    paragraphs = [child for child in element if child.tag == PARAGRAPH]
    if len(paragraphs) == 1 and not len(paragraphs[0]):
        return paragraphs[0].text or "", ()
    runs: list[Run] = []
    for number, paragraph in enumerate(paragraphs):
        if number:
            _add("\n", runs[-1].font if runs else font, runs)
        _collect(paragraph, font, styles, runs)
    return "".join(run.text for run in runs), tuple(runs) if len(runs) > 1 else ()


def _add(text: str | None, font: str, runs: list[Run]) -> None:
    if text:
        if runs and runs[-1].font == font:
            text = runs.pop().text + text
        runs.append(Run(text, font))


def _collect(element: "_Element", font: str, styles: Styles, runs: list[Run]) -> None:
    _add(element.text, font, runs)
    for child in element:
        if child.tag == f"{_TEXT}span":
            own = styles.span_font(child.get(f"{_TEXT}style-name", "")) or font
            _collect(child, own, styles, runs)
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            _add(" " * (min(int(count), _SPACES) if count.isdecimal() else 1), font, runs)
        elif child.tag == f"{_TEXT}tab":
            _add("\t", font, runs)
        elif child.tag == f"{_TEXT}line-break":
            _add("\n", font, runs)
        elif child.tag != ANNOTATION and isinstance(child.tag, str):
            _collect(child, font, styles, runs)
        _add(child.tail, font, runs)
