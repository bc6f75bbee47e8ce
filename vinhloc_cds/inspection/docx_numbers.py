"""The numbers that Word sets by itself before paragraphs: "I.", "1.", "a)", "-"."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vinhloc_cds.inspection.docx_looks import Shape, read_shape
from vinhloc_cds.inspection.ooxml import child, get, local, value
from vinhloc_cds.reports.framing import roman

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class _Level:
    form: str
    pattern: str
    start: int
    shape: Shape


@dataclass(slots=True)
class Numbers:
    """The lists of a file, and how far each has counted."""

    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)
    _counted: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, numbering: "_Element | None") -> "Numbers":
        """The lists of numbering.xml."""
        numbers = cls()
        abstract: dict[str, dict[int, _Level]] = {}
        for each in numbering if numbering is not None else ():
            if local(each) == "abstractNum":
                abstract[get(each, "abstractNumId")] = dict(_levels(each))
            elif local(each) == "num":
                name, base = get(each, "numId"), value(each, "abstractNumId")
                numbers._abstract[name] = base
                numbers._levels[name] = dict(abstract.get(base, {}))
                for override in each:
                    if local(override) != "lvlOverride":
                        continue
                    # A list with a start of its own counts by itself.
                    numbers._abstract[name] = name
                    numbers._levels[name] |= dict(_levels(override))
        return numbers

    def shape(self, list_id: str, level: str) -> Shape | None:
        """Where paragraphs of a list stand."""
        found = self._levels.get(list_id, {}).get(_whole(level))
        return None if found is None else found.shape

    def next(self, list_id: str, level: str) -> str:
        """The number before the next paragraph of a list, and the blank after it."""
        levels = self._levels.get(list_id)
        at = _whole(level)
        if not levels or at not in levels:
            return ""
        counted = self._counted.setdefault(
            self._abstract[list_id],
            [levels[n].start - 1 if n in levels else 0 for n in range(_LEVELS)],
        )
        counted[at] += 1
        for below in range(at + 1, _LEVELS):
            counted[below] = levels[below].start - 1 if below in levels else 0
        found = levels[at]
        if found.form == "none":
            return ""
        if found.form == "bullet":
            # Signs of Symbol or Wingdings stand for a bullet, whatever their code.
            return f"{found.pattern if found.pattern.isascii() else '•'} "
        words = found.pattern
        for n in range(_LEVELS):
            if f"%{n + 1}" in words:
                form = levels[n].form if n in levels else "decimal"
                # A heading that Word counts from nought has not come yet.
                words = words.replace(f"%{n + 1}", _formatted(max(counted[n], 1), form))
        return f"{words} "


def _levels(parent: "_Element") -> list[tuple[int, _Level]]:
    return [
        (
            _whole(get(each, "ilvl")),
            _Level(
                value(each, "numFmt"),
                value(each, "lvlText"),
                _whole(value(each, "start") or "1"),
                read_shape(child(each, "pPr")),
            ),
        )
        for each in parent
        if local(each) == "lvl"
    ]


def _whole(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 5 else 0


def _formatted(count: int, form: str) -> str:
    if form == "upperRoman":
        return roman(count)
    if form == "lowerRoman":
        return roman(count).lower()
    if form in {"lowerLetter", "upperLetter"}:
        letter = _LETTERS[(count - 1) % len(_LETTERS)]
        return letter.upper() if form == "upperLetter" else letter
    return f"{count:02}" if form == "decimalZero" else str(count)
