"""A folder "Zalo" as it comes together in a week: what 31 units send that is not a clean form.

    python tests/dirty_folder.py OUT

writes it, to be dropped on the window. Beside each file stands what has to become of it, by the
cases of dirty_cases.md (their numbers are in `case`). Where that gives no outcome, a comment says
what is best for the officer, and why.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "unit"))
sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

FLAG, QUESTION, BLOCK = "flag", "question", "block"
IMPORTED, REVIEW, DUPLICATE, REFUSED = "imported", "needs_review", "duplicate", "refused"
FORM, LABELS, TABLE, NONE = "form_id", "form_labels", "free_table", "none"


@dataclass(frozen=True)
class Sent:
    """A file with what becomes of it.

    `values` are decisive ones as they are stored; None is a cell without a figure. `open` is
    everything that keeps its figures from the totals, by indicator, else by cell, else by "": the
    severities in the order of the answer. `flags` are what only has to be known, of those that
    matter here. `said` are pieces of sentences. `ignored`: cells with digits that are no figures.
    """

    name: str
    data: bytes
    case: str
    status: str
    unit: str | None = None
    how: str = FORM
    values: Mapping[str, object] = field(default_factory=dict)
    open: Mapping[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    inside: tuple["Sent", ...] = ()


def commune(place: int) -> dict[str, object]:
    """What a commune reports that has nothing to hide; no two report the same."""
    teams = 8 + place % 4
    return {
        "A01": "Có",
        "A02": f"{10 + place}/KH-UBND",
        "A03": date(2024, 9, 20 + place % 5),
        "A04": 2 + place % 3,
        "B01": "Có",
        "B02": datetime(2024, 10, 1, 8, 0),  # noqa: DTZ001  # cells know no zone
        "B03": "Nhà văn hóa xã",
        "B04": 150 + 7 * place,
        "C01": 4 + place % 3,
        "C02": 12 + place % 5,
        "C03": 1500 + 31 * place,
        "C04": 6 + place % 2,
        "C05": 20 + place,
        "C06": 200 + 10 * place,
        "C08": 14 + place % 6,
        "C09": 2 + place % 2,
        "C10": 40 + place,
        "C11": 1,
        "C14": 3,
        "C15": 180 + 5 * place,
        "D01": teams,
        "D02": teams - 1,
        "D03": teams * 6 + place,
        "D04": teams * 5,
        "D05": 8 + place % 3,
        "D06": teams - 1,
        "D07": teams - 1,
        "D08": 1500 + 40 * place,
        "D09": 1100 + 30 * place,
        "E00": 700 + 11 * place,
        "E01": 320 + 7 * place,
        "E02": 250 + 5 * place,
        "E03": 120 + 3 * place,
        "E04": 200 + 4 * place,
        "E05": 90 + 2 * place,
        "F01": "Có",
        "F02": 1,
        "F03": 40 + place,
        "H01": 5_000_000 + 100_000 * place,
        "H02": 1_000_000,
        "H03": 500_000,
        "K01": f"Đã ra quân tại {teams - 1} thôn, người dân hưởng ứng.",
        "R01": f"{20 + place}/BC-UBND",
        "R02": date(2024, 10, 9),
        "R05": "Nguyễn Văn An",
        "phone": "0912345678",
    }


def office(place: int) -> dict[str, object]:
    """What an office of the district reports."""
    return {
        "A04": 1 + place % 3,
        "C01": 2 + place % 4,
        "C02": 5 + place % 7,
        "C03": 300 + 17 * place,
        "C08": 2 + place % 2,
        "C09": 1,
        "C14": 1 + place % 2,
        "C15": 40 + 3 * place,
        "G05": 1 + place % 3,
        "G06": 6 + place % 5,
        "H01": 2_000_000 + 50_000 * place,
        "H02": 0,
        "H03": 0,
        "K01": f"Cán bộ, công chức hưởng ứng; đã có {2 + place % 4} tin, bài.",
        "R01": f"{30 + place}/BC-PB",
        "R02": date(2024, 10, 8),
        "R05": "Lê Thị Bình",
        "phone": "0987654321",
    }


def telecom(place: int) -> dict[str, object]:
    """What a telecom company reports."""
    return office(place) | {
        "E00": 300 + 13 * place,
        "E01": 150 + place,
        "E02": 220 + 3 * place,
        "E11": 90 + place,
        "E12": 60 + place,
        "E15": 15 + place,
        "G01": 2,
        "G02": 130 + 9 * place,
        "G03": 210 + 8 * place,
        "G04": 4 + place % 2,
        "G07": 9 + place % 4,
    }


def folder() -> list[Sent]:
    """Everything in the folder, in the order in which it is taken in."""
    from dirty_builders import Desk
    from dirty_forms import forms
    from dirty_tables import tables
    from dirty_wrappings import wrappings

    from vinhloc_cds.domain.planfile import built_in_plans

    desk = Desk(built_in_plans()[0].load())
    return [*forms(desk), *tables(desk), *wrappings(desk)]


def write(sent: list[Sent], out: Path) -> None:
    """Write the files into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    for each in sent:
        path = out / each.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.data)


if __name__ == "__main__":
    write(folder(), Path(sys.argv[1]))
