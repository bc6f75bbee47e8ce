"""What units wrote in their own words, as a table of an annex."""

from vinhloc_cds.domain.plan import ValueType
from vinhloc_cds.reports.document import Align, Block, Cell, Column, Table, count_cell
from vinhloc_cds.reports.material import APPRAISAL, Material
from vinhloc_cds.reports.plain import lines
from vinhloc_cds.reports.trace import FigureKey
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.texts import text


def opinions(material: Material) -> tuple[Block, ...]:
    """A row to each unit and kind of content; no table where nobody wrote.

    Their words stay, but not their lines, nor where they place tones.
    """
    plan = material.plan
    kinds = [
        i for i in plan.indicators if i.section == APPRAISAL and i.value_type is ValueType.LONG_TEXT
    ]
    rows: list[tuple[Cell, ...]] = []
    units: set[str] = set()
    for unit in plan.units:
        for kind in kinds:
            standing = material.matrix.get((unit.code, kind.code))
            words = one_line("\n".join(standing.texts)) if standing else ""
            if not words:
                continue
            units.add(unit.code)
            rows.append(
                (
                    count_cell(len(rows) + 1),
                    Cell(listed_name(plan, unit)),
                    Cell(kind.name),
                    Cell(words, key=str(FigureKey(kind.code, unit=unit.code))),
                )
            )
    if not rows:
        return ()
    return (
        Table(
            text("annex.opinions_name"),
            text("annex.opinions_table"),
            (
                Column(text("annex.order"), 6, Align.CENTER),
                Column(text("annex.unit"), 30),
                Column(text("annex.opinion_kind"), 28),
                Column(text("annex.opinion"), 80),
            ),
            tuple(rows),
            text("annex.opinions_note", count=len(units)),
        ),
    )


def one_line(words: str) -> str:
    """The lines that a unit wrote, one behind the other, parted where they part themselves."""
    found = ""
    for line in lines(words):
        if not found:
            found = line
        else:
            found += f" {line}" if found[-1] in ".;:!?," else f"; {line}"
    return found
