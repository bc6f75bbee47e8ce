"""The Excel form that goes out to each unit."""

from collections.abc import Collection
from pathlib import Path

from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import file_stem
from vinhloc_cds.domain.unit import Relation, Unit
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store

_SUFFIX = ".xlsx"
# Zalo cuts long names, and a path has to stay below 260 characters.
_LONGEST_NAME = 40


class HandingOut:
    """Use cases around the forms of one plan."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def write(
        self, plan: str, out: Path, units: Collection[str] = (), *, include_asked: bool = False
    ) -> tuple[tuple[str, Path], ...]:
        """Write a form for each obliged unit into the folder `out`; unit codes with their files.

        With `include_asked` the units that are asked to report get one too; with `units` just
        these do, asked or obliged. Each file is written whole or not at all, over an older one.
        UserError for a unit that the plan does not know or ask, where there is nobody to write
        to, and where the folder or a file cannot be written.
        """
        # Nothing else needs what a workbook is made of.
        from vinhloc_cds.forms.writer import Forms  # noqa: PLC0415

        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=self._clock())
        chosen = _chosen(snapshot.plan, units, include_asked=include_asked)
        names = file_names(snapshot.plan)
        forms = Forms(snapshot.plan)
        make_folder(out)
        written = []
        for unit in chosen:
            path = out / names[unit.code]
            write_whole(path, forms.form(unit, snapshot.deadline_of(unit.code)))
            written.append((unit.code, path))
        return tuple(written)


def _chosen(plan: Plan, codes: Collection[str], *, include_asked: bool) -> tuple[Unit, ...]:
    if unknown := [code for code in codes if code not in plan.unit_by_code]:
        raise UserError("form.unknown_unit", typed=", ".join(unknown))
    report = plan.units_related(Relation.OBLIGED, Relation.ASKED)
    if codes:
        for code in codes:
            if plan.unit_by_code[code] not in report:
                raise UserError("form.not_asked", unit=plan.unit_by_code[code].name)
        return tuple(unit for unit in report if unit.code in codes)
    chosen = report if include_asked else plan.units_related(Relation.OBLIGED)
    if not chosen:
        raise UserError("form.no_units")
    return chosen


def file_names(plan: Plan) -> dict[str, str]:
    """The name of each unit's file: its code first, then letters that every system keeps.

    No two are the same, whatever becomes of accents and capitals on the way, and a unit's name
    does not hang on which others get a form.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for unit in plan.units:
        stem = _slug(f"{unit.code} {_bare_name(unit)}") or "bieu"
        name, number = stem, 1
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name)
        names[unit.code] = f"{name}{_SUFFIX}"
    return names


def _bare_name(unit: Unit) -> str:
    """The short name without what the unit is: "Vĩnh Hưng" of "Xã Vĩnh Hưng"."""
    kind = f"{unit.kind} "
    name = unit.short_name
    return name[len(kind) :] if name.casefold().startswith(kind.casefold()) else name


def _slug(name: str) -> str:
    """`name` in lower case ASCII letters and digits, words parted by hyphens and none cut."""
    words = file_stem(name).split("-")
    kept: list[str] = []
    for word in words:
        if kept and len("-".join([*kept, word])) > _LONGEST_NAME:
            break
        kept.append(word[:_LONGEST_NAME])
    return "-".join(kept)
