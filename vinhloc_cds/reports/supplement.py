"""The supplementary report: what has changed since an issued report, and why.

Rule 2 of the domain: reports are due before the campaign ends, so that supplements are normal.
"""

from collections.abc import Iterator, Mapping

from vinhloc_cds.domain.formatting import (
    document_date,
    document_number,
    format_number,
    format_percent,
)
from vinhloc_cds.domain.issuing import Changes, Issue, IssueForm, TotalChange, ValueChange
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.progress import UnitProgress, UnitState, unit_progress
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.domain.submission import SubmissionState
from vinhloc_cds.domain.unit import Relation
from vinhloc_cds.reports.annexes import received_cell
from vinhloc_cds.reports.document import (
    Align,
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    count_cell,
)
from vinhloc_cds.reports.fields import NAMED_EACH_TIME, NAMED_ONCE
from vinhloc_cds.reports.figure_table import indicator_title, total_words
from vinhloc_cds.reports.framing import AnnexContent, Frame, roman
from vinhloc_cds.reports.trace import FigureKey, Part
from vinhloc_cds.reports.wording import (
    listed_name,
    lower_first,
    sentence_moment,
    sentence_name,
)
from vinhloc_cds.texts import text

Row = tuple[Cell, ...]


def supplementary_report(
    snapshot: Snapshot,
    changes: Changes,
    profile: str,
    *,
    form: IssueForm | None = None,
    draft: bool = True,
    keywords: str = "",
) -> Document:
    """What `changes` says, under the letterhead `profile`; with `form` as it is issued.

    That nothing has changed is said too. Raises KeyError for a profile the plan does not have.
    """
    frame = Frame.of(snapshot, profile, form)
    title = lower_first(snapshot.plan.title)
    subject = text("supplement.subject", title=title)
    words = _Supplement(snapshot, changes)
    moment = sentence_moment(snapshot.moment)
    opening = text(
        "supplement.opening",
        issuer=frame.letterhead.label,
        base=words.base,
        title=title,
        closed=sentence_moment(changes.issue.as_of),
        moment=moment,
    )
    annex = text("supplement.annex")
    contents = (AnnexContent(annex, (words.value_table(),)),) if changes.values else ()
    return frame.document(
        subject,
        (
            Paragraph(opening),
            *(words.parts() if changes else (Paragraph(words.nothing()),)),
            frame.last_words(subject),
        ),
        contents,
        draft=draft,
        keywords=keywords,
    )


class _Supplement:
    """What is said about the changes of one plan since one issued report."""

    def __init__(self, snapshot: Snapshot, changes: Changes) -> None:
        self._snapshot = snapshot
        self._plan = snapshot.plan
        self._changes = changes
        self._units = {each.unit.code: each for each in unit_progress(snapshot)}
        self.base = _named(changes.issue)
        by_unit: dict[str, list[ValueChange]] = {}
        for change in changes.values:
            by_unit.setdefault(change.unit, []).append(change)
        self._by_unit: Mapping[str, list[ValueChange]] = by_unit

    def nothing(self) -> str:
        """That everything still stands as it was issued."""
        return text("supplement.nothing", base=self.base)

    def parts(self) -> Iterator[Block]:
        """Who has reported since, which totals changed, and where each change is told."""
        issue = self._changes.issue
        number = document_number(issue.number, issue.symbol)
        yield Heading(1, "I.", text("supplement.heading_units", number=number))
        yield from self._amended()
        yield from self._reported()
        yield Heading(1, "II.", text("supplement.heading_totals"))
        yield from self._totals()
        yield Heading(1, "III.", text("supplement.heading_values"))
        if self._changes.values:
            yield Paragraph(
                text(
                    "supplement.values",
                    count=len(self._changes.values),
                    units=len(self._by_unit),
                )
            )
        else:
            yield Paragraph(text("supplement.no_values"))

    def _amended(self) -> Iterator[Block]:
        """Which units that had reported have other figures now, and how each came about."""
        units = [code for code in self._by_unit if code not in self._changes.reported_since]
        if not units:
            return
        if len(units) > NAMED_ONCE:
            yield Paragraph(text("supplement.amended_many", count=len(units)))
            return
        names = ", ".join(_name_within(self._plan, code) for code in units)
        words = text("supplement.amended", count=len(units), names=names)
        if len(units) > NAMED_EACH_TIME:
            yield Paragraph(text("supplement.amended_see_annex", words=words))
            return
        yield Paragraph(words)
        for code in units:
            changed = self._by_unit[code]
            why = " ".join(dict.fromkeys(change.why for change in changed))
            name = _unit_name(self._plan, code)
            how = text("supplement.amended_unit", unit=name, count=len(changed), why=why)
            yield Paragraph(how, item=True)

    def _reported(self) -> Iterator[Block]:
        yield from self._reported_since()
        changed = self._changes.states
        if not changed:
            return
        gone = len(self._changes.no_longer_reported)
        words = text("supplement.states", count=len(changed))
        yield Paragraph(text("supplement.states_gone", words=words, count=gone) if gone else words)
        yield Table(
            text("supplement.states_name"),
            "",
            (
                Column(text("annex.order"), 11, Align.CENTER),
                Column(text("annex.unit"), 60),
                Column(text("supplement.state_was"), 42, Align.CENTER),
                Column(text("supplement.now"), 42, Align.CENTER),
            ),
            tuple(
                (
                    count_cell(number),
                    Cell(_unit_name(self._plan, change.unit)),
                    Cell(change.was or text("annex.missing"), align=Align.CENTER),
                    Cell(change.now or text("annex.missing"), align=Align.CENTER),
                )
                for number, change in enumerate(changed, 1)
            ),
        )

    def _reported_since(self) -> Iterator[Block]:
        obliged = [p for p in self._units.values() if p.unit.relation is Relation.OBLIGED]
        sent = sum(p.state in {UnitState.ON_TIME, UnitState.LATE} for p in obliged)
        since = self._changes.reported_since
        if not since:
            yield Paragraph(text("supplement.no_units", reported=sent, obliged=len(obliged)))
            return
        yield Paragraph(
            text("supplement.units", count=len(since), reported=sent, obliged=len(obliged))
        )
        yield Table(
            text("supplement.units_name"),
            "",
            (
                Column(text("annex.order"), 11, Align.CENTER),
                Column(text("annex.unit"), 74),
                Column(text("annex.received"), 38, Align.CENTER),
                Column(text("annex.state"), 32, Align.CENTER),
            ),
            tuple(self._reported_row(number, code) for number, code in enumerate(since, 1)),
        )

    def _reported_row(self, number: int, code: str) -> Row:
        progress: UnitProgress | None = self._units.get(code)
        received = progress.received_at if progress else None
        state = text(f"state.unit.{progress.state}") if progress else text("annex.missing")
        return (
            count_cell(number),
            Cell(_unit_name(self._plan, code)),
            received_cell(received),
            Cell(state, align=Align.CENTER),
        )

    def _totals(self) -> Iterator[Block]:
        # What is added up over all groups is told once; the annex says which unit it comes from.
        told = [change for change in self._changes.told_totals if self._differs(change)]
        if not told:
            yield Paragraph(text("supplement.no_totals"))
            return
        yield Paragraph(text("supplement.totals", count=len(told)))
        yield Table(
            text("supplement.totals_name"),
            "",
            (
                Column(text("annex.order"), 11, Align.CENTER),
                Column(text("supplement.indicator"), 44),
                Column(text("supplement.was"), 25, Align.RIGHT),
                Column(text("supplement.now"), 25, Align.RIGHT),
                Column(text("supplement.difference"), 24, Align.RIGHT),
                Column(text("supplement.units_was"), 15, Align.CENTER),
                Column(text("supplement.units_now"), 15, Align.CENTER),
            ),
            tuple(self._total_row(number, change) for number, change in enumerate(told, 1)),
            text("supplement.totals_note"),
        )

    def _differs(self, change: TotalChange) -> bool:
        """Whether anything of it reads otherwise than it did."""
        was = (self._total(change.code, change.was).text, _percent(change.was_ratio))
        now = (self._total(change.code, change.now).text, _percent(change.now_ratio))
        return (*was, change.was_reported) != (*now, change.now_reported)

    def _total_row(self, number: int, change: TotalChange) -> Row:
        name = _indicator_name(self._plan, change.code)
        groups = {group.code: group.name for group in self._plan.groups}
        if change.group:
            group = groups.get(change.group, change.group)
            name = text("supplement.of_group", indicator=name, group=group)
        was, now = _percent(change.was_ratio), _percent(change.now_ratio)
        if was != now:
            name = text("supplement.ratio", indicator=name, was=was, now=now)
        gap = None if change.was is None or change.now is None else change.now - change.was
        words = text("supplement.units_of", reported=change.now_reported, expected=change.expected)
        return (
            count_cell(number),
            Cell(name),
            self._total(change.code, change.was),
            self._total(change.code, change.now, str(FigureKey(change.code, group=change.group))),
            _missing() if gap is None else Cell(_signed(gap), gap, Align.RIGHT),
            count_cell(change.was_reported),
            Cell(
                words,
                align=Align.CENTER,
                key=str(FigureKey(change.code, Part.REPORTED, change.group)),
            ),
        )

    def _total(self, code: str, value: float | None, key: str = "") -> Cell:
        """A total as the report's own tables mark it; a dash where none is, which is not zero."""
        if value is None:
            return _missing()
        indicator = self._plan.indicator_by_code.get(code)
        words = total_words(indicator, value) if indicator else format_number(value)
        return Cell(words, value, Align.RIGHT, key=key)

    def value_table(self) -> Table:
        """Each changed figure with what it was, below its unit and why it changed.

        What was given to explain a figure has a column where anything was.
        """
        explained = any(map(self._explanation, self._changes.values))
        columns = [
            Column(text("annex.order"), 10, Align.CENTER),
            Column(text("supplement.indicator"), 92),
            Column(text("supplement.was"), 40),
            Column(text("supplement.now"), 40),
        ]
        if explained:
            columns.append(Column(text("supplement.explanation"), 70))
        rows: list[Row] = []
        for at, (unit, changes) in enumerate(self._by_unit.items(), 1):
            for why in dict.fromkeys(change.why for change in changes):
                title = text("supplement.unit_why", unit=_unit_name(self._plan, unit), why=why)
                number = Cell(roman(at), align=Align.CENTER, bold=True)
                rows.append((number, Cell(title, bold=True, span=len(columns) - 1)))
                same = [change for change in changes if change.why == why]
                rows += (
                    self._value_row(number, change, explained=explained)
                    for number, change in enumerate(same, 1)
                )
        return Table(
            text("supplement.values_name"),
            text("supplement.values_table"),
            tuple(columns),
            tuple(rows),
            text("supplement.values_note"),
        )

    def _value_row(self, number: int, change: ValueChange, *, explained: bool) -> Row:
        row = (
            count_cell(number),
            Cell(_indicator_name(self._plan, change.indicator)),
            _shown(self._plan, change, change.was),
            _shown(self._plan, change, change.now, str(_key_of(change))),
        )
        return (*row, Cell(self._explanation(change))) if explained else row

    def _explanation(self, change: ValueChange) -> str:
        """What was given for the figure that stands now when a check asked about it."""
        for submission in reversed(self._snapshot.by_unit.get(change.unit, ())):
            value = submission.value_of(change.indicator)
            if submission.state is SubmissionState.ACCEPTED and value and value.given:
                return value.reason
        return ""


def _named(issue: Issue) -> str:
    """The issued report within a sentence: "Báo cáo số 05/BC-UBND ngày 12 tháng 10 năm 2024"."""
    return text(
        "supplement.base",
        number=document_number(issue.number, issue.symbol),
        date=document_date(issue.day),
    )


def _unit_name(plan: Plan, code: str) -> str:
    """The unit by name; by its code where it has been taken out of the plan since."""
    unit = plan.unit_by_code.get(code)
    return listed_name(plan, unit) if unit else text("supplement.gone", code=code)


def _name_within(plan: Plan, code: str) -> str:
    """The same within a sentence."""
    unit = plan.unit_by_code.get(code)
    return sentence_name(plan, unit) if unit else text("supplement.gone", code=code)


def _indicator_name(plan: Plan, code: str) -> str:
    indicator = plan.indicator_by_code.get(code)
    return indicator_title(indicator) if indicator else text("supplement.gone", code=code)


def _key_of(change: ValueChange) -> FigureKey:
    return FigureKey(change.indicator, unit=change.unit)


def _missing() -> Cell:
    return Cell(text("annex.missing"), align=Align.CENTER)


def _percent(ratio: float | None) -> str:
    return text("annex.missing") if ratio is None else format_percent(ratio)


def _signed(gap: float) -> str:
    if gap > 0:
        return text("supplement.more", number=format_number(gap))
    return format_number(gap)


def _shown(plan: Plan, change: ValueChange, words: str, key: str = "") -> Cell:
    """What stood for one unit, as it was printed; words at the left, figures at the right."""
    if not words:
        return _missing()
    indicator = plan.indicator_by_code.get(change.indicator)
    left = indicator is None or indicator.is_text
    return Cell(words, align=Align.LEFT if left else Align.RIGHT, key=key)
