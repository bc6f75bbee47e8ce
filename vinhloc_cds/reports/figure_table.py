"""Tables of figures: units by indicators, group by group, with what they add up to.

Blank is not zero: a unit without any figure of a table has no row in it but is named below its
group, and every total says over how many units it stands unless it stands over all of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from vinhloc_cds.domain.consolidation import Total
from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import format_number, format_value
from vinhloc_cds.domain.plan import Aggregation, Indicator
from vinhloc_cds.domain.standing import StandingValue
from vinhloc_cds.domain.submission import Scalar
from vinhloc_cds.domain.unit import Relation, Unit, UnitGroup
from vinhloc_cds.reports.document import Align, Cell, Column, Table, count_cell
from vinhloc_cds.reports.framing import roman
from vinhloc_cds.reports.material import Material
from vinhloc_cds.reports.trace import FigureKey, Part
from vinhloc_cds.reports.wording import listed_name
from vinhloc_cds.texts import text

# The number and the name of the unit stand before the figures.
_BEFORE = 2
_SUMMED = {Aggregation.SUM, Aggregation.SUM_WITHIN_GROUP, Aggregation.COMPUTED}

Row = tuple[Cell, ...]


def indicator_title(indicator: Indicator) -> str:
    """The indicator over a column or before a figure, with its unit where the name lacks it."""
    unit = indicator.unit_of_measure
    if not unit or unit.casefold() in indicator.name.casefold():
        return indicator.name
    return text("annex.indicator", name=indicator.name, unit=unit)


def total_words(indicator: Indicator, value: float) -> str:
    """A total as a cell shows it, marked where it is no sum of what units reported."""
    words = format_number(value)
    match indicator.aggregation:
        case Aggregation.AVERAGE:
            return text("annex.average", value=words)
        case Aggregation.MAX:
            return text("annex.maximum", value=words)
        case Aggregation.COUNT_YES:
            return text("annex.yes", value=words)
        case Aggregation.COUNT_ON_TIME:
            return text("annex.on_time", value=words)
    return words


class FigureTable:
    """Units by some indicators: communes first, then group by group.

    `nothing` are the units whose accepted word is "không phát sinh".
    """

    def __init__(
        self, material: Material, indicators: Sequence[Indicator], nothing: frozenset[str]
    ) -> None:
        self._material = material
        self._indicators = indicators
        self._nothing = nothing
        self._totals: Mapping[tuple[str, str | None], Total] = {
            (t.code, t.group): t for t in material.totals
        }
        self._groups = self._asked_groups()
        # Where there is one group only, what is never added across groups is its total.
        self._only = self._groups[0][0].code if len(self._groups) == 1 else None

    def table(self, name: str, title: str) -> Table:
        """The table under its `name` and `title`."""
        rows: list[Row] = []
        # What makes up the grand total: subtotals, and units that are a group by themselves.
        parts: dict[int, Row] = {}
        for at, (group, units) in enumerate(self._groups, 1):
            if self._only:
                shown = [unit for unit in units if self._gave(unit)]
                rows += self._unit_rows(shown)
                parts = dict(enumerate(rows))
                rows += self._absent(units, shown)
                continue
            start = len(rows)
            if len(units) == 1:
                rows.append(self._unit_row(_center(roman(at)), units[0]))
            elif any(self._gave(unit) for unit in units):
                rows += self._group_rows(roman(at), group, units, start)
            else:
                rows.append(self._silent_row(roman(at), group, units))
                continue
            parts[start] = rows[start]
        rows.append(
            (
                _center(text("annex.total"), bold=True, span=_BEFORE),
                *self._total_cells(None, parts),
            )
        )
        rows += self._coverage_row(None)
        return Table(name, title, self._columns(), tuple(rows), self._note(rows))

    def _asked_groups(self) -> list[tuple[UnitGroup, list[Unit]]]:
        """The groups that are asked for one of the indicators, with their units."""
        plan = self._material.plan
        asked = {group for indicator in self._indicators for group in indicator.groups}
        members: dict[str, list[Unit]] = {}
        for unit in sorted(plan.units, key=lambda u: u.order):
            if unit.relation is not Relation.NONE:
                members.setdefault(unit.group, []).append(unit)
        ordered = sorted(plan.groups, key=lambda g: (g.code != plan.commune_group, g.order))
        return [
            (group, members[group.code])
            for group in ordered
            if group.code in asked and group.code in members
        ]

    def _columns(self) -> tuple[Column, ...]:
        columns = [
            Column(text("annex.order"), 5, Align.CENTER),
            Column(text("annex.unit"), 25),
        ]
        for indicator in self._indicators:
            title = indicator_title(indicator)
            wide = 13 if indicator.is_text else 10
            columns.append(Column(title, wide, Align.LEFT if indicator.is_text else Align.RIGHT))
        return tuple(columns)

    def _group_rows(
        self, number: str, group: UnitGroup, units: Sequence[Unit], start: int
    ) -> Iterator[Row]:
        """The group with its subtotals, over how many units, then its units; from row `start`."""
        shown = [unit for unit in units if self._gave(unit)]
        incomplete = any(
            total.reported + total.extra_units < len(units)
            for indicator in self._indicators
            if (total := self._totals.get((indicator.code, group.code)))
        )
        first = start + (2 if incomplete else 1)
        members = dict(enumerate(self._unit_rows(shown), first))
        totals = self._total_cells(group.code, members)
        yield (_center(number, bold=True), Cell(group.name, bold=True), *totals)
        if incomplete:
            yield from self._coverage_row(group.code)
        yield from members.values()
        yield from self._absent(units, shown)

    def _unit_rows(self, units: Sequence[Unit]) -> Iterator[Row]:
        for number, unit in enumerate(units, 1):
            yield self._unit_row(count_cell(number), unit)

    def _unit_row(self, number: Cell, unit: Unit) -> Row:
        name = Cell(listed_name(self._material.plan, unit))
        return (number, name, *(self._value(unit, indicator) for indicator in self._indicators))

    def _standing(self, unit: Unit, indicator: Indicator) -> StandingValue | None:
        found = self._material.matrix.get((unit.code, indicator.code))
        return None if found is None or found.value is None else found

    def _gave(self, unit: Unit) -> bool:
        """Whether the unit gave any figure of the table."""
        return any(
            unit.group in indicator.groups and self._standing(unit, indicator)
            for indicator in self._indicators
        )

    def _absent(self, units: Sequence[Unit], shown: Sequence[Unit]) -> Iterator[Row]:
        """A line that names the units without any figure of the table: nobody just vanishes."""
        there = {unit.code for unit in shown}
        if gone := [unit for unit in units if unit.code not in there]:
            words = self._named(gone)
            yield (Cell(""), Cell(words, italic=True, span=len(self._indicators) + 1))

    def _silent_row(self, number: str, group: UnitGroup, units: Sequence[Unit]) -> Row:
        """A group none of whose units gave any figure of the table."""
        words = text("annex.silent_group", group=group.name, units=self._named(units))
        return (_center(number, bold=True), Cell(words, span=len(self._indicators) + 1))

    def _named(self, gone: Sequence[Unit]) -> str:
        """Units without figures by name: those that lack them, and those where nothing arose."""
        plan = self._material.plan
        words = []
        for code, found in (
            ("annex.no_figures", [u for u in gone if u.code not in self._nothing]),
            ("annex.nothing_arose", [u for u in gone if u.code in self._nothing]),
        ):
            if found:
                names = ", ".join(listed_name(plan, unit) for unit in found)
                words.append(text(code, count=len(found), names=names))
        return " ".join(words)

    def _value(self, unit: Unit, indicator: Indicator) -> Cell:
        """What the unit reported; missing, zero and never asked for are told apart."""
        if unit.group not in indicator.groups:
            return _center("")
        standing = self._standing(unit, indicator)
        if standing is None:
            return _center(text("annex.missing"))
        words = format_value(indicator, standing.value)
        if standing.estimate:
            words = text("annex.estimate", value=words)
        elif standing.partial:
            words = text("annex.partial", value=words)
        return Cell(
            words,
            _typed(standing.value),
            _alignment(indicator, standing.value),
            key=str(FigureKey(indicator.code, unit=unit.code)),
        )

    def _total_cells(self, group: str | None, parts: Mapping[int, Row]) -> Iterator[Cell]:
        """What the rows `parts`, by their numbers, come to, indicator by indicator."""
        for at, indicator in enumerate(self._indicators, _BEFORE):
            cell = self._total(indicator, group)
            # A row that is not asked for the indicator takes no part in its sum.
            adds = {number: row[at].value for number, row in parts.items() if row[at].text}
            # The sum of nothing would be zero, and blank is not.
            if (
                indicator.aggregation in _SUMMED
                and cell.value is not None
                and cell.value == _sum(adds.values())
            ):
                cell = replace(cell, adds=tuple(adds))
            yield cell

    def _total_of(self, indicator: Indicator, group: str | None) -> Total | None:
        total = self._totals.get((indicator.code, group))
        if total is None and group is None and self._only:
            return self._totals.get((indicator.code, self._only))
        return total

    def _total(self, indicator: Indicator, group: str | None) -> Cell:
        total = self._total_of(indicator, group)
        if total is None:
            within = indicator.aggregation is Aggregation.SUM_WITHIN_GROUP
            return _center(text("annex.not_added") if within and group is None else "")
        if total.value is None:
            return _center(text("annex.missing"), bold=True)
        words = total_words(indicator, total.value)
        key = FigureKey(total.code, group=total.group or "")
        return Cell(words, total.value, Align.RIGHT, bold=True, key=str(key))

    def _coverage_row(self, group: str | None) -> Iterator[Row]:
        """Over how many units the totals stand; no row below totals that are none."""
        totals = (self._total_of(indicator, group) for indicator in self._indicators)
        covered = tuple(map(_coverage, totals))
        if any(cell.text for cell in covered):
            yield (_center(text("annex.coverage"), italic=True, span=_BEFORE), *covered)

    def _note(self, rows: Sequence[Row]) -> str:
        """What the marks in `rows` mean: those that stand there and no others."""
        shown = {cell.text for row in rows for cell in row[1:]}
        coverages = [row for row in rows if row[0].italic]
        marks = [
            (text("annex.missing") in shown, text("annex.note_missing")),
            ("0" in shown, text("annex.note_zero")),
            ("" in shown, text("annex.note_blank")),
            (text("annex.not_added") in shown, text("annex.note_not_added")),
            (bool(coverages), text("annex.note_coverage")),
            (any("(" in cell.text for row in coverages for cell in row), text("annex.note_others")),
            (bool(coverages and not self._only), text("annex.note_complete")),
        ]
        told = "; ".join(words for there, words in marks if there)
        return text("annex.note", marks=told) if told else ""


def _center(words: str, *, bold: bool = False, italic: bool = False, span: int = 1) -> Cell:
    return Cell(words, align=Align.CENTER, bold=bold, italic=italic, span=span)


def _typed(value: Scalar) -> int | str | date | datetime | None:
    """`value` as a spreadsheet keeps it; an answer and words are what their text says."""
    if isinstance(value, bool | str):
        return None
    if isinstance(value, datetime):
        return local(value).replace(tzinfo=None)
    return value


def _alignment(indicator: Indicator, value: Scalar) -> Align:
    if indicator.is_text:
        return Align.LEFT
    return Align.CENTER if isinstance(value, bool | date) else Align.RIGHT


def _sum(values: Iterable[object]) -> int | float | None:
    """What the figures among `values` add up to; None where there is none."""
    found = [value for value in values if isinstance(value, int | float)]
    return sum(found) if found else None


def _coverage(total: Total | None) -> Cell:
    """Over how many of how many units a total stands."""
    if total is None or not (total.expected or total.extra_units):
        return _center("")
    words = text("annex.covered_of", reported=total.reported, expected=total.expected)
    others = text("annex.covered_others", extra=total.extra_units)
    if not total.expected:
        words = others
    elif total.extra_units:
        words = text("annex.covered_both", obliged=words, others=others)
    key = FigureKey(total.code, Part.REPORTED, total.group or "")
    return Cell(words, align=Align.CENTER, italic=True, key=str(key))
