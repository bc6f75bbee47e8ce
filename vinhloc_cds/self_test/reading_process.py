"""A unit's form goes out and comes back: written, filled in, and read in a process of its own."""

import sys
from io import BytesIO

import openpyxl

from vinhloc_cds.domain.plan import Plan, ValueType
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.context import Context
from vinhloc_cds.forms.layout import VALUE
from vinhloc_cds.forms.worker import MEMORY_BYTES, Reader
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.self_test.greedy import Greedy
from vinhloc_cds.texts import text

_TYPED, _MEANT = "1.234", 1234


def check(bench: Bench) -> str:
    """Read the figure that was typed, in a process that is held to its memory.

    Wine alone may let it have more: it has no such limit.
    """
    plan = bench.snapshot().plan
    unit = plan.units_related(Relation.OBLIGED)[0]
    indicator = next(
        each.code for each in plan.indicators_of(unit) if each.value_type is ValueType.INTEGER
    )
    office = bench.demo()
    ((_, path),) = office.handing_out.write(plan.code, bench.scratch / "forms", [unit.code])
    with Reader(Context(plan)) as reader:
        reading = reader.read(_filled(path.read_bytes(), indicator), path.name)
    values = [found.value for found in reading.values if found.indicator == indicator]
    if (reading.unit, values) != (unit.code, [_MEANT]):
        raise FaultError(text("self_test.read_wrong", name=path.name, values=values, meant=_MEANT))
    parts = {"name": path.name, "limit": MEMORY_BYTES // 1024 // 1024}
    if _is_limited(plan):
        return text("self_test.read_limited", **parts)
    if _is_wine():
        return text("self_test.read_under_wine", **parts)
    raise FaultError(text("self_test.no_limit", limit=parts["limit"]))


def _filled(form: bytes, indicator: str) -> bytes:
    book = openpyxl.load_workbook(BytesIO(form))
    sheet = book.worksheets[0]
    (row,) = (cell.row for cell in sheet["A"] if cell.value == indicator)
    sheet[f"{VALUE}{row}"] = _TYPED
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _is_limited(plan: Plan) -> bool:
    try:
        with Reader(Context(plan), work=Greedy) as reader:
            reader.members(b"")
    except UserError as error:
        if error.code == "worker.too_much_memory":
            return True
        raise
    return False


if sys.platform == "win32":
    import ctypes

    def _is_wine() -> bool:
        return hasattr(ctypes.windll.ntdll, "wine_get_version")
else:

    def _is_wine() -> bool:
        return False
