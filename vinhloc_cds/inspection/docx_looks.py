"""What letters and paragraphs of a Word file look like once all styles have had their say."""

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from vinhloc_cds.inspection.ooxml import child, get, inside, is_on, local, number, points, value
from vinhloc_cds.inspection.sheet import BLACK
from vinhloc_cds.reports.nd30 import SINGLE_LINE, Adjust

if TYPE_CHECKING:
    from lxml.etree import _Element

SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_AUTO = 14.0
"""The space that "automatic" spacing leaves around a paragraph."""
_WORD_SIZE = 10.0
"""Of letters for which nothing says a size."""
_BLACKS = {"auto", "", "text1", "dark1", "tx1", "windowText", "black"}
_SMALL = 2 / 3
_ADJUST = {
    "left": Adjust.LEFT,
    "start": Adjust.LEFT,
    "center": Adjust.CENTER,
    "right": Adjust.RIGHT,
    "end": Adjust.RIGHT,
    "both": Adjust.BOTH,
    "distribute": Adjust.BOTH,
}


@dataclass(frozen=True, slots=True)
class Letters:
    """Properties of letters; None is "as before"."""

    ascii: str | None = None
    hAnsi: str | None = None  # noqa: N815  Word's own names
    cs: str | None = None
    eastAsia: str | None = None  # noqa: N815
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    color: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """Properties of a paragraph; None is "as before". `pitch` is in lines, or `exact` in points."""

    adjust: Adjust | None = None
    first: float | None = None
    left: float | None = None
    right: float | None = None
    before: float | None = None
    after: float | None = None
    pitch: float | None = None
    exact: bool | None = None
    list_id: str | None = None
    level: str | None = None


def _over(below: "Letters | Shape", above: "Letters | Shape") -> dict[str, object]:
    names = (each.name for each in fields(below))
    return {name: found for name in names if (found := getattr(above, name)) is not None}


def over_letters(below: Letters, *above: Letters) -> Letters:
    """`below` with what those above it say."""
    for each in above:
        if each is not _PLAIN:
            below = replace(below, **_over(below, each))  # type: ignore[arg-type]
    return below


def over_shape(below: Shape, *above: Shape) -> Shape:
    """`below` with what those above it say."""
    for each in above:
        if each is not _SHAPELESS:
            below = replace(below, **_over(below, each))  # type: ignore[arg-type]
    return below


_PLAIN = Letters()
_SHAPELESS = Shape()


@dataclass(slots=True)
class _Style:
    base: str
    letters: Letters
    shape: Shape


@dataclass(slots=True)
class Looks:
    """The styles of a file, resolved as they are asked for."""

    fonts: dict[str, str] = field(default_factory=dict)
    letters: Letters = _PLAIN
    shape: Shape = _SHAPELESS
    default: str = ""
    _styles: dict[str, _Style] = field(default_factory=dict)
    _letters: dict[str, Letters] = field(default_factory=dict)
    _shapes: dict[str, Shape] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: "_Element | None", theme: "_Element | None") -> "Looks":
        """The looks of styles.xml and of the theme that it refers to."""
        looks = cls(_theme_fonts(theme))
        for each in styles if styles is not None else ():
            if local(each) == "docDefaults":
                looks.letters = looks.read_letters(child(child(each, "rPrDefault"), "rPr"))
                looks.shape = read_shape(child(child(each, "pPrDefault"), "pPr"))
            elif local(each) == "style":
                name = get(each, "styleId")
                looks._styles[name] = _Style(
                    value(each, "basedOn"),
                    looks.read_letters(child(each, "rPr")),
                    read_shape(child(each, "pPr")),
                )
                if get(each, "type") == "paragraph" and get(each, "default") in {"1", "true"}:
                    looks.default = name
        return looks

    def read_letters(self, properties: "_Element | None") -> Letters:
        """What an element `rPr` says."""
        if properties is None or not len(properties):
            return _PLAIN
        fonts = child(properties, "rFonts")
        slots = {
            slot: self.fonts.get(get(fonts, f"{slot}Theme")) or get(fonts, slot) or None
            for slot in SLOTS
        }
        size = number(value(properties, "sz"))
        raised = value(properties, "vertAlign")
        return Letters(
            **slots,
            size=None if size is None else size / 2,
            bold=is_on(properties, "b"),
            italic=is_on(properties, "i"),
            capitals=is_on(properties, "caps"),
            hidden=is_on(properties, "vanish"),
            raised=raised in {"superscript", "subscript"} if raised else None,
            color=_color(child(properties, "color")),
        )

    def style_letters(self, name: str) -> Letters:
        """What a style and those it is based on say of letters."""
        if name not in self._letters:
            chain = self._chain(name)
            self._letters[name] = over_letters(_PLAIN, *(each.letters for each in chain))
        return self._letters[name]

    def style_shape(self, name: str) -> Shape:
        """What a style and those it is based on say of paragraphs."""
        if name not in self._shapes:
            chain = self._chain(name)
            self._shapes[name] = over_shape(_SHAPELESS, *(each.shape for each in chain))
        return self._shapes[name]

    def _chain(self, name: str) -> list[_Style]:
        """The style and what it is based on, the base first."""
        chain: list[_Style] = []
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            chain.append(self._styles[name])
            name = self._styles[name].base
        return chain[::-1]


def read_shape(properties: "_Element | None") -> Shape:
    """What an element `pPr` says."""
    if properties is None or not len(properties):
        return _SHAPELESS
    indent, spacing = child(properties, "ind"), child(properties, "spacing")
    numbered = child(properties, "numPr")
    first = points(get(indent, "firstLine"))
    hanging = points(get(indent, "hanging"))
    line = number(get(spacing, "line"))
    exact = get(spacing, "lineRule") in {"exact", "atLeast"}
    return Shape(
        adjust=_ADJUST.get(value(properties, "jc")),
        first=-hanging if hanging is not None else first,
        left=points(get(indent, "left") or get(indent, "start")),
        right=points(get(indent, "right") or get(indent, "end")),
        before=_space(spacing, "before"),
        after=_space(spacing, "after"),
        pitch=None if line is None else line / (20 if exact else 240),
        exact=None if line is None else exact,
        list_id=value(numbered, "numId") or None,
        level=value(numbered, "ilvl") or None,
    )


def pitch_in_lines(shape: Shape, size: float | None) -> float | None:
    """The distance of lines, in single lines of letters of that size."""
    if shape.pitch is None:
        return 1.0
    if not shape.exact:
        return shape.pitch
    return shape.pitch / (size * SINGLE_LINE) if size else None


def size_of(letters: Letters) -> float:
    """The size of letters as they are drawn."""
    size = letters.size if letters.size is not None else _WORD_SIZE
    return size * _SMALL if letters.raised else size


def color_of(letters: Letters) -> str:
    """The color of letters."""
    return letters.color if letters.color is not None else BLACK


def _space(spacing: "_Element | None", side: str) -> float | None:
    if get(spacing, f"{side}Autospacing") in {"1", "true", "on"}:
        return _AUTO
    return points(get(spacing, side))


def _color(element: "_Element | None") -> str | None:
    if element is None:
        return None
    theme = get(element, "themeColor")
    written = get(element, "val")
    if theme in _BLACKS - {""} or (not theme and written in _BLACKS):
        return BLACK
    return written.upper()


def _theme_fonts(theme: "_Element | None") -> dict[str, str]:
    """The fonts that a theme stands for, by the names under which styles ask for them."""
    fonts: dict[str, str] = {}
    if theme is None:
        return fonts
    for kind in inside(theme, "majorFont", "minorFont"):
        prefix = local(kind).removesuffix("Font")
        latin = get(child(kind, "latin"), "typeface")
        east, complex_ = get(child(kind, "ea"), "typeface"), get(child(kind, "cs"), "typeface")
        fonts |= {
            f"{prefix}HAnsi": latin,
            f"{prefix}Ascii": latin,
            f"{prefix}EastAsia": east or latin,
            f"{prefix}Bidi": complex_ or latin,
        }
    return fonts
