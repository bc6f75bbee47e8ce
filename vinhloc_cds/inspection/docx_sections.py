"""A section of a Word file: its paper, margins, headers and page numbers."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from vinhloc_cds.inspection.docx_looks import Looks, over_letters, over_shape, read_shape, size_of
from vinhloc_cds.inspection.ooxml import child, get, inside, is_on, local, points, value
from vinhloc_cds.inspection.sheet import PageNumber, Section
from vinhloc_cds.reports.nd30 import Adjust

if TYPE_CHECKING:
    from lxml.etree import _Element

_PAGE = re.compile(r"\s*PAGE(\s|$)")
Related = Callable[[str], "_Element | None"]


def read_section(
    properties: "_Element | None", related: Related, looks: Looks, before: Section | None
) -> tuple[Section, list[str]]:
    """The section of an element `sectPr`, and the other words of its headers and footers.

    A section without headers of its own goes on with those of the one `before` it.
    """
    size, margins = child(properties, "pgSz"), child(properties, "pgMar")
    section = Section(
        width=points(get(size, "w")) or 0.0,
        height=points(get(size, "h")) or 0.0,
        top=_absolute(points(get(margins, "top"))),
        bottom=_absolute(points(get(margins, "bottom"))),
        left=_absolute(points(get(margins, "left"))),
        right=_absolute(points(get(margins, "right"))),
    )
    gutter = points(get(margins, "gutter")) or 0.0
    if section.left is not None:
        section.left += gutter
    start = get(child(properties, "pgNumType"), "start")
    section.starts_anew = before is None or start in {"0", "1"}
    marks: list[str] = []
    parts = _headers(properties, related)
    hides_first = bool(is_on(properties, "titlePg"))
    if before is not None:
        section.number, section.in_footer = before.number, before.in_footer
    for (part, kind), tree in parts.items():
        marks.append("".join(each.text or "" for each in inside(tree, "t", "textpath")).strip())
        marks += [get(each, "string") for each in inside(tree, "textpath")]
        found = _page_number(tree, looks)
        if kind == "first":
            section.on_first |= hides_first and found is not None
        elif kind == "default":
            if part == "headerReference":
                section.number = found
            else:
                section.in_footer = found is not None
    if not hides_first and (section.number is not None or section.in_footer):
        section.on_first = True
    return section, [mark for mark in marks if mark and not mark.isdecimal()]


def _headers(properties: "_Element | None", related: Related) -> dict[tuple[str, str], "_Element"]:
    found = {}
    for each in properties if properties is not None else ():
        if local(each) in {"headerReference", "footerReference"}:
            tree = related(get(each, "id"))
            if tree is not None:
                found[local(each), get(each, "type")] = tree
    return found


def _page_number(tree: "_Element", looks: Looks) -> PageNumber | None:
    """The field PAGE of a header, and how it is set."""
    for paragraph in inside(tree, "p"):
        field = next(
            (
                each
                for each in inside(paragraph, "instrText", "fldSimple")
                if _PAGE.match(
                    each.text or "" if local(each) == "instrText" else get(each, "instr")
                )
            ),
            None,
        )
        if field is None:
            continue
        properties = child(paragraph, "pPr")
        style = value(properties, "pStyle") or looks.default
        shape = over_shape(looks.shape, looks.style_shape(style), read_shape(properties))
        letters = over_letters(looks.letters, looks.style_letters(style))
        adjust = shape.adjust or Adjust.LEFT
        frame = child(properties, "framePr")
        if frame is not None and get(frame, "xAlign"):
            adjust = {"center": Adjust.CENTER, "right": Adjust.RIGHT}.get(
                get(frame, "xAlign"), Adjust.LEFT
            )
        number_ = PageNumber(adjust)
        for run in inside(paragraph, "r"):
            look = over_letters(
                letters,
                looks.style_letters(value(child(run, "rPr"), "rStyle")),
                looks.read_letters(child(run, "rPr")),
            )
            if any(local(each) in {"t", "instrText"} for each in run) or len(run) == 0:
                number_.sizes.append(size_of(look))
                number_.bold |= bool(look.bold)
                number_.italic |= bool(look.italic)
        return number_
    return None


def _absolute(length: float | None) -> float | None:
    return None if length is None else abs(length)
