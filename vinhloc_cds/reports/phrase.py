"""Words put together from the catalogue that remember where in them the figures stand.

A sentence is made of smaller ones. Each figure in it keeps its key (`vinhloc_cds.reports.trace`)
through all of them, so that a reader can ask any number of a document where it comes from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Formatter

from vinhloc_cds.reports.document import Paragraph, Spot
from vinhloc_cds.reports.plain import plain
from vinhloc_cds.reports.trace import FigureKey, StateKey
from vinhloc_cds.reports.wording import upper_first
from vinhloc_cds.texts import text


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or names of units, as printed, and what it is."""

    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and figures in turn; what units wrote is always words, whatever stands in it."""

    parts: tuple[str | Figure, ...]

    @property
    def text(self) -> str:
        """The phrase as it is read."""
        return "".join(part if isinstance(part, str) else part.words for part in self.parts)

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where in `text` the figures stand."""
        return tuple(_spots(self.parts))

    def as_line(self) -> "Phrase":
        """The phrase as it begins a line. A figure stays as it is: its words are data."""
        first, *rest = self.parts or ("",)
        return Phrase((upper_first(first), *rest)) if isinstance(first, str) else self

    def paragraph(self, *, item: bool = False) -> Paragraph:
        """The phrase as a paragraph of its own."""
        return Paragraph(self.text, self.spots, item=item)


def _spots(parts: Iterable[str | Figure]) -> Iterator[Spot]:
    at = 0
    for part in parts:
        if isinstance(part, str):
            at += len(part)
        else:
            yield Spot(at, at + len(part.words), part.key)
            at += len(part.words)


def figure(words: str, key: FigureKey | StateKey) -> Phrase:
    """A figure alone."""
    return Phrase((Figure(plain(words), str(key)),))


def phrase(code: str, /, **params: str | Phrase) -> Phrase:
    """The sentence `code` of the catalogue with its placeholders filled.

    Raises KeyError for an unknown code or a missing parameter: both are bugs.
    """
    parts: list[str | Figure] = []
    for words, name, _, _ in Formatter().parse(text(code)):
        parts.append(words)
        if name is not None:
            given = params[name]
            parts += given.parts if isinstance(given, Phrase) else (plain(given),)
    return _merged(parts)


def joined(separator: str, phrases: Iterable[Phrase]) -> Phrase:
    """The phrases one after the other with `separator` between them."""
    parts: list[str | Figure] = []
    for each in phrases:
        if parts:
            parts.append(separator)
        parts += each.parts
    return _merged(parts)


def _merged(parts: Iterable[str | Figure]) -> Phrase:
    """The parts with words that stand side by side made one."""
    found: list[str | Figure] = []
    for part in parts:
        if part == "":
            continue
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return Phrase(tuple(found))
