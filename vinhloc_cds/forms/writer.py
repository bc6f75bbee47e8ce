"""The form as an .xlsx file: one template for all units that are asked the same, then filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from vinhloc_cds.domain.deadline import Deadline
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.forms import form_parts as parts
from vinhloc_cds.forms.form_parts import DECLARATION, MAIN
from vinhloc_cds.forms.form_sheet import LAST_PRINTED, Own, Sheet, Strings, shared
from vinhloc_cds.forms.layout import (
    TITLES_ROW,
    Layout,
    deadline_line,
    lay_out,
    profile_figure,
    shows_profile,
)
from vinhloc_cds.forms.signature import HIDDEN_SHEET, VERSION, Signature
from vinhloc_cds.forms.validations import CHOICES_COLUMN, choices_of
from vinhloc_cds.texts import text

_LEVEL = 6


class Forms:
    """Makes the forms of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._templates: dict[tuple[tuple[str, ...], bool], _Template] = {}

    def form(self, unit: Unit, deadline: Deadline) -> bytes:
        """The form of `unit`, due by `deadline`; the same plan and unit give the same bytes."""
        indicators = self._plan.indicators_of(unit)
        profile = shows_profile(self._plan, unit)
        key = tuple(indicator.code for indicator in indicators), profile
        template = self._templates.get(key)
        if template is None:
            layout = lay_out(self._plan, indicators, profile=profile)
            template = self._templates[key] = _template(self._plan, layout)
        return template.filled(self._plan, unit, deadline)


@dataclass(frozen=True, slots=True)
class _Template:
    """A form without its unit. `figures` tells where in `sheet` a figure of the profile goes."""

    before: Mapping[str, bytes]
    sheet: str
    strings: str
    figures: Mapping[str, str]
    unknown: int

    def filled(self, plan: Plan, unit: Unit, deadline: Deadline) -> bytes:
        """The file for `unit`."""
        signature = Signature.of(plan, unit)
        own = (
            str(signature),
            unit.name.upper(),
            deadline_line(plan, deadline),
            unit.code,
            signature.checksum,
        )
        sheet = self.sheet
        for name, mark in self.figures.items():
            figure = profile_figure(unit.profile, name)
            cell = f' t="s"><v>{self.unknown}</v>' if figure is None else f"><v>{figure}</v>"
            sheet = sheet.replace(mark, cell)
        strings = f"{_STRINGS_HEAD}{shared(own)}{self.strings}</sst>"
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for name, part in self.before.items():
                archive.writestr(_entry(name), part)
            archive.writestr(_entry("xl/sharedStrings.xml"), strings.encode())
            archive.writestr(_entry("xl/worksheets/sheet1.xml"), sheet.encode())
        return out.getvalue()


_STRINGS_HEAD = f"{DECLARATION}<sst {MAIN}>"


def _entry(name: str) -> ZipInfo:
    """An entry of the zip file without a moment, the same on every system."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def _template(plan: Plan, layout: Layout) -> _Template:
    strings = Strings()
    sheet = Sheet(plan, layout, strings)
    form = sheet.xml()
    unknown = strings.place(text("check.blank"))
    title = text("form.sheet")
    before = {
        "[Content_Types].xml": parts.content_types(),
        "_rels/.rels": parts.package_relations(),
        "docProps/app.xml": parts.application_properties(),
        "docProps/core.xml": parts.core_properties(plan.title, plan.issuer),
        "xl/workbook.xml": parts.workbook(
            title,
            HIDDEN_SHEET,
            f"$B$2:${LAST_PRINTED}${sheet.end}",
            f"${TITLES_ROW}:${TITLES_ROW}",
        ),
        "xl/_rels/workbook.xml.rels": parts.workbook_relations(),
        "xl/styles.xml": parts.styles(),
        "xl/worksheets/sheet2.xml": _hidden_sheet(plan, layout, strings),
    }
    return _Template(
        {name: part.encode() for name, part in before.items()},
        form,
        strings.xml(),
        sheet.figures,
        unknown,
    )


def _hidden_sheet(plan: Plan, layout: Layout, strings: Strings) -> str:
    """What `signature.HIDDEN_SHEET` holds, and the choices that entries offer."""
    pairs = {
        "plan": strings.place(plan.code),
        "unit": Own.UNIT_CODE,
        "version": strings.place(VERSION),
        "checksum": Own.CHECKSUM,
    }
    cells: dict[int, list[str]] = {}
    for row, (name, place) in enumerate(pairs.items(), 1):
        cells[row] = [
            f'<c r="A{row}" t="s"><v>{strings.place(name)}</v></c>',
            f'<c r="B{row}" t="s"><v>{place}</v></c>',
        ]
    for row, choice in enumerate(choices_of(layout), 1):
        place = strings.place(choice)
        cell = f'<c r="{CHOICES_COLUMN}{row}" t="s"><v>{place}</v></c>'
        cells.setdefault(row, []).append(cell)
    rows = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in cells.items())
    return f"{DECLARATION}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
