"""Checks of one submission's figures: what blocks, what asks, what only shows a flag (rule 12)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from vinhloc_cds.domain.deadline import local
from vinhloc_cds.domain.expression import FACTS, parse
from vinhloc_cds.domain.formatting import format_scalar
from vinhloc_cds.domain.outcome import Expected, Reading, refuse, shortened
from vinhloc_cds.domain.plan import Aggregation, Check, Plan, Severity
from vinhloc_cds.domain.reading import read_value
from vinhloc_cds.domain.submission import Entry, Scalar, Submission, SubmissionDraft, Value
from vinhloc_cds.domain.unit import Unit
from vinhloc_cds.texts import Message, text

TYPE = "type"
"""`Finding.check` of what is said about a text as such, before any check of the plan."""

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_.]+)\}")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one indicator, in words for the officer.

    `check` is the code of the plan's check ("D02.1"), or `TYPE`. A QUESTION is settled by the
    reason given with the value; a BLOCK stops acceptance, never saving. `proposal` is what to
    type instead, where that can be told; the message names it, too.
    """

    indicator: str
    check: str
    severity: Severity
    message: str
    answered: bool = False
    proposal: str = ""


def read_entries(
    plan: Plan,
    unit: Unit,  # noqa: ARG001  # of the contract; no text means another thing to another unit yet
    draft: SubmissionDraft,
) -> tuple[Value, ...]:
    """The typed entries as values; blanks are left out, unreadable text is kept as raw."""
    return tuple(
        _value(plan, entry) for entry in draft.entries if entry.cleared or entry.raw.strip()
    )


def _value(plan: Plan, entry: Entry) -> Value:
    if entry.cleared:
        return Value(entry.indicator, None, entry.raw, cleared=True, reason=entry.reason)
    reading = _read(plan, entry.indicator, entry.raw)
    return Value(
        entry.indicator,
        reading.value,
        entry.raw,
        estimate=reading.estimate,
        reason=entry.reason,
    )


def _read(plan: Plan, indicator: str, raw: str) -> Reading:
    read = read_value if len(raw) > _KEPT_LETTERS else _read_once
    return read(raw, Expected.of(plan.indicator_by_code[indicator], plan.year))


# Units write the same few words, and a file's are read once more whenever it is judged.
_KEPT_LETTERS = 60
_read_once = lru_cache(maxsize=4096)(read_value)


def submission_fields(sent: Submission | SubmissionDraft) -> Mapping[str, Scalar]:
    """What the checks of R01 to R05 look at: fields of the submission itself, never values."""
    return {
        "R01": sent.number or None,
        "R02": sent.signed_on,
        "R03": sent.received_at,
        "R05": " ".join(filter(None, (sent.maker, sent.phone))) or None,
        "received": local(sent.received_at).date(),
    }


def check_values(
    plan: Plan,
    unit: Unit,
    values: Iterable[Value],
    *,
    standing: Mapping[str, Scalar] | None = None,
    fields: Mapping[str, Scalar] | None = None,
) -> tuple[Finding, ...]:
    """The findings on `values`, in the plan's order of indicators.

    `standing` are the unit's figures before this submission, so that a supplement is judged
    together with what it supplements; with it, values of a supplement override. `fields` are
    what `submission_fields` says of the submission; without them its own fields go unchecked.
    Only what this submission gives is judged, and what the plan wants filled in.
    """
    submission = _Submitted(plan, unit, tuple(values), standing or {}, fields or {})
    by_indicator: dict[str, list[Finding]] = {}
    for finding in [*submission.of_types(), *submission.of_plan()]:
        by_indicator.setdefault(finding.indicator, []).append(finding)
    order = [indicator.code for indicator in plan.indicators]
    return tuple(finding for code in order for finding in by_indicator.get(code, ()))


class _Submitted:
    """One submission's values beside all that its checks may name."""

    def __init__(
        self,
        plan: Plan,
        unit: Unit,
        values: tuple[Value, ...],
        standing: Mapping[str, Scalar],
        fields: Mapping[str, Scalar],
    ) -> None:
        self._plan = plan
        self._values = {value.indicator: value for value in values}
        self._asked = {indicator.code for indicator in plan.indicators_of(unit)}
        self._readings = {
            value.indicator: _reading_again(plan, value) for value in values if not value.cleared
        }
        self._refused = {value.indicator for value in values if self._is_refused(value)}
        self._given = [code for code in plan.indicator_by_code if code in self._values] + [
            code for code in plan.indicator_by_code if fields.get(code) is not None
        ]
        self._known: dict[str, Scalar] = {
            **_facts(plan, unit),
            **fields,
            # What was computed from the earlier figures says nothing of the new ones.
            **{code: value for code, value in standing.items() if not _is_computed(plan, code)},
            # A blank leaves the earlier figure (rule 11); "xóa số liệu" takes it away.
            **{value.indicator: value.value for value in values if value.given or value.cleared},
        }

    def of_types(self) -> Iterator[Finding]:
        """What reading the texts, or the cells they stood in, brought up."""
        for code, reading in self._readings.items():
            if doubt := self._values[code].doubt:
                yield self._finding(code, TYPE, doubt.severity, doubt.sentence, doubt.proposal)
            elif reading.severity is not None:
                problem, proposal = reading.sentence, reading.proposal
                yield self._finding(code, TYPE, reading.severity, problem, proposal)

    def of_plan(self) -> Iterator[Finding]:
        """The plan's checks that fail."""
        for indicator in self._plan.indicators:
            for check in indicator.checks:
                about = self._about(indicator.code, check)
                if about and self._fails(check):
                    yield self._finding(
                        about, check.code, check.severity, self._spelled_out(check.message)
                    )

    def _about(self, owner: str, check: Check) -> str | None:
        """The indicator that `check` would find fault with; None where it is none of our business.

        A supplement of D01 alone may contradict an earlier D02: then the finding is D01's, which
        can still be put right here.
        """
        rule = parse(check.rule)
        codes = rule.codes | parse(check.when).codes if check.when else rule.codes
        if not self._refused.isdisjoint(codes):
            return None
        if rule.required:
            return owner if rule.required <= self._asked else None
        if owner in self._given:
            return owner
        return next((code for code in self._given if code in codes), None)

    def _is_refused(self, value: Value) -> bool:
        """Whether its text must be mended first."""
        if value.doubt is not None:
            return value.doubt.severity is Severity.BLOCK
        reading = self._readings.get(value.indicator)
        return reading is not None and reading.severity is Severity.BLOCK

    def _fails(self, check: Check) -> bool:
        if check.when and parse(check.when).holds(self._known) is not True:
            return False
        return parse(check.rule).holds(self._known) is False

    def _finding(
        self, code: str, check: str, severity: Severity, message: str, proposal: str = ""
    ) -> Finding:
        value = self._values.get(code)
        answered = severity is Severity.QUESTION and value is not None and bool(value.reason)
        return Finding(code, check, severity, message, answered, proposal)

    def _spelled_out(self, message: str) -> str:
        """`message` with its {D02}, {plan.communes} filled in as they are known here."""

        def shown(found: re.Match[str]) -> str:
            name = found[1]
            if name not in self._plan.indicator_by_code and name not in FACTS:
                return found[0]
            return format_scalar(self._known.get(name)) or text("check.blank")

        return _PLACEHOLDER.sub(shown, message)


def _reading_again(plan: Plan, value: Value) -> Reading:
    """What is to be said of a value's text, which may have been read long ago or from a file."""
    reading = _read(plan, value.indicator, value.raw)
    if value.unreadable and reading.value is not None:
        return refuse(Message("check.unreadable", {"raw": shortened(value.raw)}))
    if value.given and reading.severity is Severity.BLOCK:
        return Reading(value.value)
    return reading


def _facts(plan: Plan, unit: Unit) -> Mapping[str, Scalar]:
    """The names of `FACTS` that plan and unit give a meaning to."""
    return {
        **{f"plan.{name}": number for name, number in plan.constants.items()},
        "plan.ceremony": plan.ceremony,
        "profile.hamlets": unit.profile.hamlets,
        "profile.households": unit.profile.households,
        "profile.teams": unit.profile.teams,
        "profile.members": unit.profile.members,
    }


def _is_computed(plan: Plan, code: str) -> bool:
    return plan.indicator_by_code[code].aggregation is Aggregation.COMPUTED
