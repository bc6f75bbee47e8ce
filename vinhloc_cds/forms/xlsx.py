"""Reads .xlsx and .xlsm (OOXML, transitional and strict) into the neutral grid.

Values are those that the file holds: nothing is calculated, no macro run, no link followed, and
`<dimension>` is not believed (reliability.md, R7).
"""

from typing import TYPE_CHECKING, NamedTuple

from vinhloc_cds.domain.incoming import FileKind
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.beside import attach_comments
from vinhloc_cds.forms.bounds import SHEETS, refuse_many
from vinhloc_cds.forms.grid import Book, Sheet
from vinhloc_cds.forms.safezip import SafeZip
from vinhloc_cds.forms.xlsx_parts import (
    MACROS,
    TRUE,
    Package,
    Relation,
    comments,
    drawings,
    local,
    shared_texts,
    styles,
    told_of,
)
from vinhloc_cds.forms.xlsx_sheet import Shared, SheetReader
from vinhloc_cds.texts import Message

if TYPE_CHECKING:
    from lxml.etree import _Element

_EMBEDDED = frozenset({"oleObject", "package"})


class _Entry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relation: Relation | None


def read_xlsx(archive: SafeZip) -> Book:
    """The grid of a workbook. UserError where it is damaged or not safe."""
    package = Package(archive)
    part = package.main_part()
    if part is None:
        raise UserError("opening.part_missing", part="xl/workbook.xml")
    root = package.root(part)
    if local(root) != "workbook":
        raise UserError("opening.damaged")
    relations = package.relations(part)
    shared = _shared(package, root, relations)
    notices = told_of(relations, date1904=shared.date1904)
    sheets = []
    for entry in _entries(root, relations):
        sheet = _read_sheet(package, entry, shared, notices)
        if sheet is not None:
            sheets.append(sheet)
    if not sheets:
        raise UserError("opening.no_sheets")
    macros = any(relation.type in MACROS for relation in relations)
    return Book(FileKind.XLSM if macros else FileKind.XLSX, sheets, tuple(notices))


def _shared(package: Package, root: "_Element", relations: list[Relation]) -> Shared:
    by_type = {
        relation.type: relation.target
        for relation in relations
        if package.archive.find(relation.target)
    }
    texts, looks = by_type.get("sharedStrings"), by_type.get("styles")
    properties = next(root.iterchildren("{*}workbookPr"), None)
    return Shared(
        shared_texts(package, texts) if texts else [],
        styles(package, looks) if looks else (),
        properties is not None and properties.get("date1904") in TRUE,
    )


def _entries(root: "_Element", relations: list[Relation]) -> list[_Entry]:
    """The sheets in the workbook's order; each part is read once, whoever names it again."""
    by_id = {relation.id: relation for relation in relations}
    entries = []
    for element in root.iterfind("{*}sheets/{*}sheet"):
        given = next((value for key, value in element.items() if str(key).endswith("}id")), "")
        hidden = element.get("state", "visible") != "visible"
        entries.append(_Entry(element.get("name", ""), hidden, by_id.pop(str(given), None)))
        refuse_many(len(entries), SHEETS)
    return entries


def _read_sheet(
    package: Package, entry: _Entry, shared: Shared, notices: list[Message]
) -> Sheet | None:
    """A sheet, or None where there is nothing to be read in it; what is to be told is added."""
    relation = entry.relation
    if relation is None or package.archive.find(relation.target) is None:
        notices.append(Message("opening.sheet_missing", {"sheet": entry.name}))
        return None
    if relation.type not in {"worksheet", "xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"}:
        notices.append(Message("opening.sheet_of_chart", {"sheet": entry.name}))
        return None
    sheet = Sheet(entry.name, hidden=entry.hidden)
    reader = SheetReader(shared, sheet)
    reader.read(package, relation.target)
    for code, told in (
        ("opening.cells_twice", reader.twice),
        ("opening.cells_outside", reader.outside),
        ("opening.cells_unreadable", reader.unreadable),
    ):
        if told.count:
            notices.append(Message(code, {"sheet": sheet.name, "cells": str(told)}))
    _read_beside(package, relation.target, sheet, notices)
    return sheet


def _read_beside(package: Package, part: str, sheet: Sheet, notices: list[Message]) -> None:
    """Comments, pictures, boxes and embedded files, which stand in parts of their own."""
    relations = package.relations(part)
    if not relations:
        return
    drawn = drawings(package, relations)
    sheet.pictures = tuple(sorted(one.place for one in drawn if not one.text))
    boxes = [(one.place, one.text) for one in drawn if one.text]
    notices += attach_comments(sheet, comments(package, relations), boxes)
    if any(relation.type in _EMBEDDED for relation in relations):
        notices.append(Message("opening.embedded", {"sheet": sheet.name}))
