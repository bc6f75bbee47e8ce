"""Passages: the parts of the report's body that the officer may word himself.

A passage is a handful of paragraphs that the program makes from the data. Its template is the
same as plain text, a paragraph to a line, items with "- " before them and each figure as a field
"{D02.value}"; filled in with figures, it is paragraphs again. A backslash before a field, or
before "- " at the beginning of a line, makes it plain text: what units wrote is never a field.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.reports.document import Paragraph, Spot
from vinhloc_cds.reports.numbers import Number, numbers_in
from vinhloc_cds.reports.trace import StateKey, parse_key
from vinhloc_cds.texts import text

LISTING = "reporting"
"""The passage that names the units without accepted figures; others refer to it."""
SILENT = ("overdue", "waiting", "unaccepted")
"""Why a unit has none: the kinds under which it is named."""

_FIELD = re.compile(r"(\\*)\{([^{}\s]+)\}")
_TRAILING = re.compile(r"\\+$")
_ITEM = "- "
_NO_ITEM = re.compile(r"\\+- ")
_LIKE_ITEM = re.compile(r"\\*- ")


@dataclass(frozen=True, slots=True)
class Offer:
    """Words that a unit wrote and that may be taken over, with where they stand."""

    unit: str
    unit_name: str
    indicator: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the body under one heading, as the program words it from the data.

    `key` stays the same whatever the data are; `title` names it for the officer.
    """

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where an edited passage no longer goes with the data.

    `sentence` says it to the officer; `literal` is the number typed by hand that it is about, and
    `key` the field that says it now; both blank where the program's own words have changed.
    What only has to be looked at (a number that is no figure of ours) is not `serious`.
    """

    sentence: str
    literal: str = ""
    key: str = ""
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """A figure in a template, by its key."""

    key: str


def literal(words: str) -> str:
    """`words` that a unit wrote as they stand in a template, where nothing in them is a field.

    Lines that begin with "- " are items there as they were with the unit.
    """
    lines = (_escaped(line) for line in words.split("\n"))
    return "\n".join(f"\\{line}" if _NO_ITEM.match(line) else line for line in lines)


def _escaped(words: str) -> str:
    """`words` with twice the backslashes and one more before what would read as a field."""
    return _FIELD.sub(
        lambda found: rf"{found[1]}\{found[0]}" if _is_key(found[2]) else found[0], words
    )


def _is_key(key: str) -> bool:
    try:
        parse_key(key)
    except ValueError:
        return False
    return True


def template_of(paragraphs: Iterable[Paragraph]) -> str:
    """The paragraphs as a template."""
    return "\n".join(map(_line_of, paragraphs))


def _line_of(paragraph: Paragraph) -> str:
    parts: list[str | Field] = []
    at = 0
    for spot in paragraph.spots:
        parts += (paragraph.text[at : spot.start], Field(spot.key))
        at = spot.end
    line = written((*parts, paragraph.text[at:]))
    if paragraph.item:
        return f"{_ITEM}{line}"
    return f"\\{line}" if _LIKE_ITEM.match(line) else line


def written(parts: Iterable[str | Field]) -> str:
    """The template of plain text and fields; `pieces` reads it again."""
    template = words = ""
    for part in parts:
        if isinstance(part, Field):
            # Backslashes right before a field count twice, or they would make plain text of it.
            slashes = "".join(_TRAILING.findall(words))
            template += f"{_escaped(words)}{slashes}{{{part.key}}}"
            words = ""
        else:
            words += part
    return template + _escaped(words)


def filled_in(template: str, figures: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The paragraphs of a template; a field that has no figure now stands as "[...]"."""
    return tuple(
        _paragraph(line.removesuffix("\r"), figures)
        for line in template.split("\n")
        if line.strip()
    )


def _paragraph(line: str, figures: Mapping[str, str]) -> Paragraph:
    item = line.startswith(_ITEM)
    if item or _NO_ITEM.match(line):
        line = line.removeprefix(_ITEM) if item else line[1:]
    words = ""
    spots = []
    for piece in pieces(line):
        if isinstance(piece, str):
            words += piece
        else:
            shown = figures.get(piece.key, text("report.passage.no_value"))
            spots.append(Spot(len(words), len(words) + len(shown), piece.key))
            words += shown
    return Paragraph(words, tuple(spots), item=item)


def pieces(template: str) -> Iterator[str | Field]:
    """The plain text and the fields of a template in turn, as they are read."""
    at = 0
    for found in _FIELD.finditer(template):
        slashes, key = found.groups()
        if not _is_key(key):
            continue
        yield template[at : found.start()] + slashes[: len(slashes) // 2]
        yield f"{{{key}}}" if len(slashes) % 2 else Field(key)
        at = found.end()
    yield template[at:]


def fields_of(template: str) -> tuple[str, ...]:
    """The keys of the template's fields, each once, in order."""
    found = (piece.key for piece in pieces(template) if isinstance(piece, Field))
    return tuple(dict.fromkeys(found))


def disagreements(
    edit: PassageEdit, passage: Passage, figures: Mapping[str, str]
) -> tuple[Disagreement, ...]:
    """Where `edit` does not agree with what the program words now, and with `figures` of now."""
    return (
        *_changed_words(edit, passage),
        *_lists_left_out(edit, passage, figures),
        *_fields_without_value(edit, figures),
        *_numbers_by_hand(edit, figures),
    )


def _changed_words(edit: PassageEdit, passage: Passage) -> Iterator[Disagreement]:
    if template_of(passage.paragraphs) != edit.base:
        yield Disagreement(text("report.passage.words_changed"))


def _lists_left_out(
    edit: PassageEdit, passage: Passage, figures: Mapping[str, str]
) -> Iterator[Disagreement]:
    """Lists of units that other passages refer to, which stand here or nowhere."""
    place = text("report.reporting_place", number=2)
    if passage.key != LISTING or not any(place in shown for shown in figures.values()):
        return
    standing = fields_of(edit.template)
    if str(StateKey("names.silent")) in standing:
        return
    printed = "\n".join(each.text for each in filled_in(edit.template, figures))
    for kind in SILENT:
        key = str(StateKey(f"names.{kind}"))
        if key in fields_of(template_of(passage.paragraphs)) and figures[key] not in printed:
            sentence = text("report.passage.list_left_out", place=place, key=key)
            yield Disagreement(sentence, key=key)


def _fields_without_value(edit: PassageEdit, figures: Mapping[str, str]) -> Iterator[Disagreement]:
    for key in fields_of(edit.template):
        if key not in figures:
            seen = edit.seen.get(key)
            yield Disagreement(
                text("report.passage.value_gone", key=key, seen=seen)
                if seen
                else text("report.passage.value_unknown", key=key),
                key=key,
            )


def _numbers_by_hand(edit: PassageEdit, figures: Mapping[str, str]) -> Iterator[Disagreement]:
    """Numbers that the officer typed, held against the figures of then and of now.

    What the program itself writes as plain words ("10 ngày", a number of a document) is no
    number typed by hand.
    """
    own = set(_numbers(edit.base))
    known = {number for shown in figures.values() for number in numbers_in(shown)}
    first = fields_of(edit.base)
    for number in dict.fromkeys(_numbers(edit.template)):
        if number in own:
            continue
        # Figures of this passage come first: it is theirs that the officer wrote over.
        same = [key for key in (*first, *edit.seen) if _says(edit.seen.get(key), number)]
        stands = any(_says(figures.get(key), number) for key in same)
        if same and not stands:
            now = figures.get(same[0])
            yield Disagreement(
                text("report.passage.figure_changed", literal=number.words, now=now)
                if now
                else text("report.passage.figure_gone", literal=number.words),
                number.words,
                same[0],
            )
        elif not same and number.whole and number not in known:
            yield Disagreement(
                text("report.passage.number_unknown", literal=number.words),
                number.words,
                serious=False,
            )


def _says(shown: str | None, number: Number) -> bool:
    return shown is not None and list(numbers_in(shown)) == [number]


def _numbers(template: str) -> Iterator[Number]:
    """The numbers in the plain text of a template."""
    for line in template.split("\n"):
        # A mark where a field stood keeps the words before and behind it apart.
        words = "".join(p if isinstance(p, str) else " \0 " for p in pieces(line))
        yield from numbers_in(words)
