"""Several sheets or columns made one report: hamlets are added up, copies held together (D7)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from vinhloc_cds.domain.formatting import format_scalar
from vinhloc_cds.domain.incoming import FileProblem, FoundValue, Todo
from vinhloc_cds.domain.outcome import shortened
from vinhloc_cds.domain.plan import Plan, Severity, ValueType
from vinhloc_cds.domain.submission import Doubt, Scalar
from vinhloc_cds.forms.gathering import Gathered, doubted
from vinhloc_cds.texts import text


def combine(parts: Sequence[Gathered], plan: Plan) -> list[FoundValue]:
    """The values of all `parts`, one for each indicator; what contradicts becomes a question.

    The first part that says something stands. Figures of hamlets are added up, and held against
    the total that the unit wrote itself.
    """
    if len(parts) == 1 and not parts[0].hamlet:
        return parts[0].values
    own: dict[str, FoundValue] = {}
    of_hamlets: dict[str, list[tuple[str, FoundValue]]] = {}
    for part in parts:
        for found in list(part.values):
            if part.hamlet:
                of_hamlets.setdefault(found.indicator, []).append((part.hamlet, found))
            elif (first := own.setdefault(found.indicator, found)) is not found:
                _hold_together(part, first, found)
    hamlets = list(dict.fromkeys(part.hamlet for part in parts if part.hamlet and part.values))
    for code, found_values in of_hamlets.items():
        added = _added(found_values, plan)
        silent = [name for name in hamlets if name not in {one for one, _ in found_values}]
        if silent:
            added = _without(added, silent, len(hamlets), plan)
        total = own.get(code)
        own[code] = added if total is None else _held_against(total, added)
    order = {code: place for place, code in enumerate(plan.indicator_by_code)}
    return sorted(own.values(), key=lambda found: order[found.indicator])


def _hold_together(part: Gathered, first: FoundValue, again: FoundValue) -> None:
    if (first.value, first.raw if first.value is None else "") == (
        again.value,
        again.raw if again.value is None else "",
    ):
        return
    message = text(
        "recognition.said_otherwise",
        indicator=again.indicator,
        cell=again.cell,
        sheet=again.sheet,
        raw=shortened(again.raw),
        first=shortened(first.raw),
        first_cell=first.cell,
        first_sheet=first.sheet,
    )
    part.withdraw(again, message, again.indicator)


def _added(found: Sequence[tuple[str, FoundValue]], plan: Plan) -> FoundValue:
    """What the hamlets say together of one indicator."""
    values = [one for _, one in found]
    first = values[0]
    indicator = plan.indicator_by_code[first.indicator]
    joined = replace(
        first,
        raw=" + ".join(one.raw for one in values),
        cell=", ".join([first.cell, *(_cell_from(one, first.sheet) for one in values[1:])]),
        estimate=any(one.estimate for one in values),
        doubt=_doubts([one.doubt for one in values if one.doubt is not None]),
    )
    if len(values) == 1:
        return joined
    if unreadable := [one for one in values if one.value is None]:
        cells = shortened(", ".join(_cell_from(one, "") for one in unreadable))
        return _refused(joined, text("recognition.sum_unreadable", cells=cells))
    if indicator.adds_up or indicator.value_type in {ValueType.INTEGER, ValueType.MONEY}:
        total = sum(one.value for one in values if isinstance(one.value, int))
        if indicator.adds_up or indicator.computed_from:
            return replace(joined, value=total)
    if indicator.value_type is ValueType.BOOLEAN:
        return _without_sum(joined, any(one.value is True for one in values))
    if indicator.is_text:
        said = "\n".join(f"{name}: {one.raw}" for name, one in found)
        return replace(joined, value=said, raw=said)
    if len({one.value for one in values}) == 1:
        return _without_sum(joined, first.value)
    said = shortened("; ".join(f"{name}: {one.raw}" for name, one in found))
    return _refused(joined, text("recognition.hamlets_differ", said=said))


def _doubts(doubts: Sequence[Doubt]) -> Doubt | None:
    """The doubts about parts of a sum in one; what is proposed for a part is not for the sum."""
    if len(doubts) < 2:
        return doubts[0] if doubts else None
    gravest = max((one.severity for one in doubts), key=list(Severity)[::-1].index)
    return Doubt(gravest, " ".join(dict.fromkeys(one.sentence for one in doubts)))


def _without(added: FoundValue, silent: Sequence[str], of: int, plan: Plan) -> FoundValue:
    """A sum that some hamlets gave nothing for: a blank is not zero (rule 8)."""
    missing = shortened(", ".join(silent))
    sentence = text("recognition.hamlets_silent", given=of - len(silent), count=of, missing=missing)
    doubt = Doubt(Severity.QUESTION, sentence)
    # Its text is a sum of ours: that is no calculation of the unit's to be asked about.
    return replace(added, doubt=doubt) if added.doubt is None else doubted(added, doubt, plan)


def _without_sum(joined: FoundValue, value: Scalar) -> FoundValue:
    """An answer rather than a sum: its text is that of the value."""
    return replace(joined, value=value, raw=format_scalar(value))


def _held_against(total: FoundValue, added: FoundValue) -> FoundValue:
    """The unit's own total with all its cells; both are shown where they differ (N28)."""
    both = replace(total, cell=f"{total.cell}, {_all_cells(added, total.sheet)}")
    if added.value is None or total.value == added.value or isinstance(total.value, str):
        return both
    message = text(
        "recognition.sum_differs", total=shortened(total.raw), sum=format_scalar(added.value)
    )
    return _refused(both, message)


def _all_cells(found: FoundValue, sheet: str) -> str:
    return found.cell if found.sheet == sheet else f"{found.sheet}!{found.cell}"


def _cell_from(found: FoundValue, sheet: str) -> str:
    """A cell as it is named on `sheet`: with its own sheet's name where that is another."""
    return found.cell if found.sheet == sheet else f"{found.sheet}!{found.cell}"


def _refused(found: FoundValue, message: str) -> FoundValue:
    return replace(found, value=None, doubt=Doubt(Severity.BLOCK, message))


def hamlets_told(names: Iterable[str], expected: int | None) -> FileProblem | None:
    """That hamlets were added up, and how many are missing by the unit's profile."""
    listed = sorted(set(names))
    if not listed:
        return None
    where = {"count": len(listed), "names": shortened(", ".join(listed))}
    if expected is None:
        message = text("recognition.hamlets_unsure", **where)
        return FileProblem(Todo.CONFIRM, Severity.QUESTION, message)
    if expected == len(listed):
        return FileProblem(Todo.KNOW, Severity.FLAG, text("recognition.hamlets", **where))
    if expected > len(listed):
        missing = expected - len(listed)
        message = text("recognition.hamlets_missing", **where, expected=expected, missing=missing)
    else:
        message = text("recognition.hamlets_too_many", **where, expected=expected)
    return FileProblem(Todo.CONFIRM, Severity.QUESTION, message)
