"""What has changed since a report was issued, and why: from the submissions and the audit log."""

from collections.abc import Iterable, Iterator, Mapping

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.formatting import (
    format_date,
    format_datetime,
    format_number,
    format_percent,
)
from vinhloc_cds.domain.issuing import (
    Changes,
    Frozen,
    FrozenTotal,
    FrozenUnit,
    FrozenValue,
    Issue,
    StateChange,
    TotalChange,
    ValueChange,
)
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.progress import UnitState
from vinhloc_cds.domain.submission import Submission, SubmissionKind, SubmissionState
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.services.ports import AuditRecord, UnitOfWork
from vinhloc_cds.texts import text

_NO_TOTAL = FrozenTotal("", "", None, None, 0, 0, ())
"""A total that the plan does not have, which says no more than one that nobody gave."""


def changes_since(work: UnitOfWork, issue: Issue, plan: Plan, now: Frozen) -> Changes:
    """What is different `now`, in data of `plan`, from what `issue` says, in the plan's order."""
    values = tuple(_values(work, issue, now, plan))
    joined = _reporting(now, but=issue.frozen)
    return Changes(
        issue=issue,
        values=values,
        totals=tuple(_totals(issue.frozen, now, values, plan)),
        reported_since=joined,
        no_longer_reported=_reporting(issue.frozen, but=now),
        states=tuple(each for each in _states(issue.frozen, now) if each.unit not in joined),
    )


def _values(work: UnitOfWork, issue: Issue, now: Frozen, plan: Plan) -> Iterator[ValueChange]:
    before = {(each.unit, each.indicator): each for each in issue.frozen.values}
    after = {(each.unit, each.indicator): each for each in now.values}
    reasons: dict[str, _Reasons] = {}
    for unit, code in _in_order(plan, before.keys() | after.keys()):
        was, becomes = before.get((unit, code)), after.get((unit, code))
        if _printed(was) == _printed(becomes):
            continue
        if unit not in reasons:
            reasons[unit] = _Reasons(work, issue, unit)
        yield ValueChange(
            unit=unit,
            indicator=code,
            was=was.shown if was else "",
            now=becomes.shown if becomes else "",
            why=reasons[unit].why(code, plan),
        )


def _printed(frozen: FrozenValue | None) -> str | None:
    """What is compared: what reads alike on paper is no change, but yes is not 1."""
    return frozen.shown if frozen else None


def _in_order(plan: Plan, keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Units and indicators in the plan's order; what has left the plan stands last."""
    units = {unit.code: place for place, unit in enumerate(plan.units)}
    codes = {indicator.code: place for place, indicator in enumerate(plan.indicators)}
    last = len(units) + len(codes)
    return sorted(keys, key=lambda key: (units.get(key[0], last), codes.get(key[1], last), key))


def _totals(
    before: Frozen, now: Frozen, values: Iterable[ValueChange], plan: Plan
) -> Iterator[TotalChange]:
    was_by_key = {(each.code, each.group): each for each in before.totals}
    now_by_key = {(each.code, each.group): each for each in now.totals}
    changed: dict[str, set[str]] = {}
    for value in values:
        changed.setdefault(value.indicator, set()).add(value.unit)
    for key in dict.fromkeys([*now_by_key, *was_by_key]):
        was, total = was_by_key.get(key) or _NO_TOTAL, now_by_key.get(key) or _NO_TOTAL
        if _said(was) == _said(total):
            continue
        code, group = key
        touched = set(changed.get(code, ()))
        if key in was_by_key and key in now_by_key:
            touched |= set(was.missing) ^ set(total.missing)
        yield TotalChange(
            code=code,
            group=group,
            was=was.value,
            now=total.value,
            was_reported=was.reported,
            now_reported=total.reported,
            expected=(was if total is _NO_TOTAL else total).expected,
            units=_of_group(plan, group, touched),
            was_ratio=was.ratio,
            now_ratio=total.ratio,
        )


def _said(total: FrozenTotal) -> tuple[object, ...]:
    """What a report says of a total, as printed."""
    value = None if total.value is None else format_number(total.value)
    ratio = None if total.ratio is None else format_percent(total.ratio)
    return (value, total.reported, ratio)


def _of_group(plan: Plan, group: str, units: set[str]) -> tuple[str, ...]:
    return tuple(
        unit.code for unit in plan.units if unit.code in units and group in {"", unit.group}
    )


def _reporting(frozen: Frozen, *, but: Frozen) -> tuple[str, ...]:
    """The units whose report stands in `frozen`, without those whose report stands in `but`."""
    others = {unit.unit for unit in but.units if unit.received_at is not None}
    return tuple(
        unit.unit
        for unit in frozen.units
        if unit.received_at is not None and unit.unit not in others
    )


def _states(before: Frozen, now: Frozen) -> Iterator[StateChange]:
    """Units that stand otherwise: those of now in their order, then those that are gone."""
    was = {unit.unit: unit for unit in before.units}
    becomes = {unit.unit: unit for unit in now.units}
    for code in dict.fromkeys([*becomes, *was]):
        old, new = was.get(code), becomes.get(code)
        if old and new and (old.state, new.state) == (UnitState.WAITING, UnitState.OVERDUE):
            # Time alone does that: the report itself says until when units could send theirs.
            continue
        words, words_now = _state_words(old), _state_words(new)
        if words != words_now:
            yield StateChange(code, words, words_now)


def _state_words(unit: FrozenUnit | None) -> str:
    if unit is None:
        return ""
    state = text(f"state.unit.{unit.state}")
    return text("issuing.state_nothing", state=state) if unit.nothing else state


class _Reasons:
    """Why figures of one unit are others than in an issued report."""

    def __init__(self, work: UnitOfWork, issue: Issue, unit: str) -> None:
        sent = work.submissions.of_unit(issue.plan, unit)
        known = {
            submission
            for value in issue.frozen.values
            if value.unit == unit
            for submission in value.submissions
        }
        self._stories = [
            _Story(
                issue,
                each,
                work.audit.of("submission", str(each.id)),
                is_known=each.id in known,
            )
            for each in sorted(sent, key=lambda each: (each.received_at, each.id))
        ]

    def why(self, code: str, plan: Plan) -> str:
        """What changed `code`, a sentence to each cause, in the order of the submissions."""
        indicator = plan.indicator_by_code.get(code)
        codes = {code, *(indicator.computed_from if indicator else ())}
        causes: list[str] = []
        for story in reversed(self._stories):
            causes = [*story.causes(codes), *causes]
            # What came before has no effect on what this one settles anew (rule 11).
            codes -= story.settled(codes, plan)
        return " ".join(dict.fromkeys(causes)) or text("issuing.why.other")


class _Story:
    """What became of one submission since a report was issued."""

    def __init__(
        self,
        issue: Issue,
        submission: Submission,
        lines: tuple[AuditRecord, ...],
        *,
        is_known: bool,
    ) -> None:
        self.submission = submission
        self._issue = issue
        self._since = [line for line in lines if line.number > issue.audit_number]
        before = [line for line in lines if line.number <= issue.audit_number]
        states = [state for line in before if (state := _state_of(line))]
        accepted = bool(states) and states[-1] == SubmissionState.ACCEPTED
        # The log tells even of what left no figure standing, such as "không phát sinh".
        self._counted = is_known or (accepted and submission.received_at <= issue.as_of)
        self._counts = submission.state is SubmissionState.ACCEPTED

    def settled(self, codes: set[str], plan: Plan) -> set[str]:
        """For which of `codes` it says all that counts now, whatever came before it."""
        if not self._counts or self.submission.kind is SubmissionKind.ADDITIONAL:
            return set()
        if self.submission.kind is SubmissionKind.REPLACEMENT:
            return set(codes)
        return {
            value.indicator
            for value in self.submission.values
            if value.indicator in codes
            and (value.cleared or (value.given and not _is_text(plan, value.indicator)))
        }

    def causes(self, codes: set[str]) -> Iterator[str]:
        """How it changed the figures `codes`."""
        if self._counts and self._counted:
            yield from self._changed(codes)
            return
        voids = self.submission.kind is SubmissionKind.REPLACEMENT
        if voids or any(self.submission.value_of(code) is not None for code in codes):
            if self._counts:
                yield self._came(codes)
                yield from self._changed(codes, only_corrected=True)
            elif self._counted:
                yield self._went()

    def _came(self, codes: set[str]) -> str:
        sent = self.submission
        what = text(
            "issuing.why.submission",
            kind=text(f"issuing.why.kind.{sent.kind}"),
            received=format_datetime(sent.received_at),
            channel=text(f"state.channel.{sent.channel}"),
        )
        if sent.kind is SubmissionKind.REPLACEMENT:
            return text("issuing.why.replaced", what=what, reason=_bare(sent.reason))
        values = [value for code in codes if (value := sent.value_of(code))]
        if values and all(value.cleared for value in values):
            return text("issuing.why.cleared", what=what)
        if sent.received_at <= self._issue.as_of:
            return text("issuing.why.accepted_later", what=what)
        return text("issuing.why.came", what=what)

    def _went(self) -> str:
        received = format_datetime(self.submission.received_at)
        line = self._since[-1] if self._since else None
        day = format_date(local(line.at).date()) if line else ""
        match self.submission.state:
            case SubmissionState.RETURNED:
                reason = _bare(self.submission.returned_reason)
                return text("issuing.why.returned", received=received, day=day, reason=reason)
            case SubmissionState.RECEIVED:
                reopened = [line for line in self._since if line.action == "reopen"]
                reason = _bare(str(reopened[-1].detail.get("reason", ""))) if reopened else ""
                return text("issuing.why.reopened", received=received, day=day, reason=reason)
        return text("issuing.why.undone", received=received, day=day)

    def _changed(self, codes: set[str], *, only_corrected: bool = False) -> Iterator[str]:
        for line in self._since:
            if not codes & _values_in(line):
                continue
            if only_corrected and "correct" not in {line.action, line.detail.get("of")}:
                # It was new then: all else is how it came about.
                continue
            day = format_date(local(line.at).date())
            if line.action == "correct":
                reason = _bare(str(line.detail.get("reason", "")))
                yield text("issuing.why.corrected", day=day, reason=reason)
            elif line.action == "undo":
                yield text("issuing.why.taken_back", day=day)
            else:
                received = format_datetime(self.submission.received_at)
                yield text("issuing.why.revised", received=received, day=day)


def _is_text(plan: Plan, code: str) -> bool:
    """Whether words about `code` stand beside earlier ones instead of in their place."""
    indicator = plan.indicator_by_code.get(code)
    return indicator is not None and indicator.is_text


def _state_of(line: AuditRecord) -> str:
    """The state that a line of audit leaves a submission in; "" where it says nothing of it."""
    if line.action == "import":
        return str(line.detail.get("state") or "")
    if line.action == "undo" and line.detail.get("of") == "import":
        return SubmissionState.WITHDRAWN
    return str(_after(line).get("state", ""))


def _values_in(line: AuditRecord) -> set[str]:
    """The indicators whose value a line of audit changed."""
    found: set[str] = set()
    for side in ("before", "after"):
        part = line.detail.get(side)
        values = part.get("values") if isinstance(part, Mapping) else None
        if isinstance(values, Mapping):
            found |= set(values)
    return found


def _after(line: AuditRecord) -> Mapping[str, object]:
    after = line.detail.get("after")
    return after if isinstance(after, Mapping) else {}


def _bare(reason: str) -> str:
    """A reason as the end of a sentence that has its own full stop."""
    return collapse(reason).rstrip(".;, ")
