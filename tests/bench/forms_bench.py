"""T4: forms written for 600 units, beside openpyxl writing the same forms.

    python tests/bench/forms_bench.py [--units N]

The peer puts the same words, styles, formulas and validations into a new workbook for each unit,
its style objects made once: what a program does that writes its forms with the library. As the
least that the library can do, it also saves one and the same workbook again for each unit, with
nothing but the unit's name changed.
"""

import argparse
import io
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import openpyxl  # noqa: E402
from openpyxl.worksheet.datavalidation import DataValidation  # noqa: E402
from openpyxl.worksheet.worksheet import Worksheet  # noqa: E402

from vinhloc_cds.domain.plan import Plan  # noqa: E402
from vinhloc_cds.domain.planfile import built_in_plans  # noqa: E402
from vinhloc_cds.domain.unit import Relation, Unit  # noqa: E402
from vinhloc_cds.forms.writer import Forms  # noqa: E402

ROUNDS = 3


def main() -> None:
    """Print the CPU seconds of both and the ratio, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=600)
    wanted = parser.parse_args().units
    plan = built_in_plans()[0].load()
    units = list(islice(many(plan), wanted))
    few = units[: max(1, wanted // 10)]
    Forms(plan).form(units[0], plan.reporting.deadline)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        runs = [
            (
                cpu(lambda: write_ours(plan, units, out)) / len(units),
                # A tenth of them is enough of the slow ones: each form costs the same.
                cpu(lambda: write_theirs(plan, few, out)) / len(few),
                cpu(lambda: save_again(plan, few, out)) / len(few),
            )
            for _ in range(ROUNDS)
        ]
    ours, theirs, again = (statistics.median(column) for column in zip(*runs, strict=True))
    answer = {
        "forms": len(units),
        "ours_ms": ours * 1000,
        "openpyxl_ms": theirs * 1000,
        "openpyxl_saving_again_ms": again * 1000,
        "ratio": ours / theirs,
        "ratio_saving_again": ours / again,
    }
    print(json.dumps(answer))


def many(plan: Plan) -> Iterator[Unit]:
    """The plan's own units over and over, each time with other codes and figures on file."""
    reporting = plan.units_related(Relation.OBLIGED, Relation.ASKED)
    for number, unit in zip(count(1), cycle(reporting), strict=False):
        profile = replace(unit.profile, hamlets=number, households=number * 100)
        on_file = profile if unit.group == plan.commune_group else unit.profile
        yield replace(unit, code=f"U{number:04}", profile=on_file)


def cpu(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def write_ours(plan: Plan, units: list[Unit], out: Path) -> None:
    forms = Forms(plan)
    for unit in units:
        (out / f"{unit.code}.xlsx").write_bytes(forms.form(unit, plan.reporting.deadline))


class Peer:
    """A form of ours as openpyxl sees it, to be written anew."""

    def __init__(self, data: bytes) -> None:
        self.model = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        self.cells = [
            (
                cell.coordinate,
                cell.value,
                copy(cell.font),
                copy(cell.fill),
                copy(cell.border),
                copy(cell.alignment),
                copy(cell.protection),
                cell.number_format,
            )
            for row in self.model.iter_rows()
            for cell in row
            if type(cell).__name__ == "Cell" and (cell.has_style or cell.value is not None)
        ]
        self.validations = [
            DataValidation(
                type=one.type,
                operator=one.operator,
                formula1=one.formula1,
                formula2=one.formula2,
                allow_blank=True,
                errorTitle=one.errorTitle,
                error=one.error,
                sqref=str(one.sqref),
            )
            for one in self.model.data_validations.dataValidation
        ]

    def write(self, file: Path) -> None:
        """One form, made from nothing."""
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for place, value, font, fill, border, alignment, protection, number_format in self.cells:
            cell = sheet[place]
            cell.value = value
            cell.font, cell.fill, cell.border = font, fill, border
            cell.alignment, cell.protection = alignment, protection
            cell.number_format = number_format
        for one in self.validations:
            sheet.add_data_validation(one)
        self._shape(sheet)
        book.create_sheet("_vlcds").sheet_state = "hidden"
        book.save(file)

    def _shape(self, sheet: Worksheet) -> None:
        for row, shape in self.model.row_dimensions.items():
            sheet.row_dimensions[row].height = shape.height
        for letter, column in self.model.column_dimensions.items():
            sheet.column_dimensions[letter].width = column.width
        for area in self.model.merged_cells.ranges:
            sheet.merge_cells(str(area))
        for area in self.model.conditional_formatting:
            for rule in area.rules:
                sheet.conditional_formatting.add(str(area.sqref), rule)
        sheet.protection.sheet = True
        sheet.freeze_panes = self.model.freeze_panes
        sheet.print_title_rows = self.model.print_title_rows
        sheet.print_area = self.model.print_area


def write_theirs(plan: Plan, units: list[Unit], out: Path) -> None:
    forms = Forms(plan)
    peers: dict[str, Peer] = {}
    for unit in units:
        if unit.group not in peers:
            peers[unit.group] = Peer(forms.form(unit, plan.reporting.deadline))
        peers[unit.group].write(out / f"{unit.code}.xlsx")


def save_again(plan: Plan, units: list[Unit], out: Path) -> None:
    forms = Forms(plan)
    books: dict[str, openpyxl.Workbook] = {}
    for unit in units:
        if unit.group not in books:
            form = io.BytesIO(forms.form(unit, plan.reporting.deadline))
            books[unit.group] = openpyxl.load_workbook(form)
        books[unit.group].worksheets[0]["B2"] = unit.name
        books[unit.group].save(out / f"{unit.code}.xlsx")


if __name__ == "__main__":
    main()
