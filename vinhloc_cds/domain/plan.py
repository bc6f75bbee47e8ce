"""A plan: what one official document obliges whom to do, by when, and how it is counted.

A `Plan` is read from a file of `resources/plans/` or from the store, and is whole in memory:
some hundreds of small records. Units, duties and indicators are known by their codes in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from vinhloc_cds.domain.deadline import Deadline, Window, local
from vinhloc_cds.domain.origin import Origin
from vinhloc_cds.domain.unit import Relation, Unit, UnitGroup


class Role(StrEnum):
    """What part a unit has in a duty."""

    LEAD = "lead"
    SUPPORT = "support"
    PERFORM = "perform"
    DIRECT = "direct"
    REPORT = "report"


class Binding(StrEnum):
    """How strongly a duty binds."""

    MANDATORY = "mandatory"
    CONDITIONAL = "conditional"
    ENCOURAGED = "encouraged"
    REQUESTED = "requested"


class DutyKind(StrEnum):
    """What sort of obligation a duty is."""

    TASK = "task"
    EVENT = "event"
    REPORT = "report"


class ValueType(StrEnum):
    """What a value of an indicator is."""

    INTEGER = "integer"
    MONEY = "money"
    BOOLEAN = "boolean"
    TEXT = "text"
    LONG_TEXT = "long_text"
    DATE = "date"
    DATETIME = "datetime"
    CHOICE = "choice"
    ATTACHMENT = "attachment"


class Aggregation(StrEnum):
    """How the values of many units become one."""

    SUM = "sum"
    SUM_WITHIN_GROUP = "sum_within_group"
    COUNT_YES = "count_yes"
    COUNT_ON_TIME = "count_on_time"
    MAX = "max"
    AVERAGE = "average"
    COMPUTED = "computed"
    COUNT = "count"
    LIST = "list"
    NONE = "none"


class Severity(StrEnum):
    """What a check that fails does (rule 12)."""

    BLOCK = "block"
    QUESTION = "question"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Check:
    """A check as data: where `when` holds (or is absent), `rule` must hold too.

    Both are expressions of `vinhloc_cds.domain.expression`; a blank operand makes a comparison
    unknown, and an unknown check is silent. `message` is the sentence the officer reads.
    """

    code: str
    severity: Severity
    rule: str
    message: str
    when: str = ""
    origin: Origin = Origin.STATED


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered place of the plan with its own words, word for word."""

    ref: str
    title: str
    body: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a clause obliges a group of units to do.

    `text` is our paraphrase (the clause's words are in `Clause.body`). `origins` marks the
    fields "text", "role", "window", "deadline", "binding" and "units". `condition` is the code
    of an indicator whose answer "no" or 0 makes the duty not applicable. `by_hand` duties are
    settled by the officer or by issuing the report, not by figures.
    """

    code: str
    clauses: tuple[str, ...]
    group: str
    units: tuple[str, ...]
    kind: DutyKind
    role: Role
    binding: Binding
    text: str
    window: Window | None
    peak: Window | None
    deadline: Deadline | None
    place: str
    evidence: str
    recipient: str
    indicators: tuple[str, ...]
    condition: str
    by_hand: bool
    origins: Mapping[str, Origin]
    note: str

    @property
    def is_report(self) -> bool:
        """Whether it is the duty to report itself, which any submission fulfils."""
        return self.kind is DutyKind.REPORT and self.role is Role.REPORT

    @property
    def settled_by_hand(self) -> bool:
        """Whether only the officer can say that it is done: no figure could show it."""
        return not self.is_report and (self.by_hand or not self.indicators)

    @property
    def is_conditional(self) -> bool:
        """Whether it only binds where something happens ("nếu có", "khi tổ chức")."""
        return bool(self.condition) or self.binding is Binding.CONDITIONAL


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure, date or text that units are asked for.

    `denominator` is the code of an indicator, or one of the plan's constants (`Plan.constants`).
    `expected_moment` is what COUNT_ON_TIME counts. A `submission_field` (R01 to R06) is a field
    of the submission itself and never a value. `level` core or extended ("mở rộng").
    """

    code: str
    name: str
    unit_of_measure: str
    value_type: ValueType
    clauses: tuple[str, ...]
    groups: tuple[str, ...]
    aggregation: Aggregation
    denominator: str
    computed_from: tuple[str, ...]
    expected_moment: datetime | None
    checks: tuple[Check, ...]
    choices: tuple[str, ...]
    evidence: str
    origin: Origin
    source: str
    annex: str
    core: bool
    submission_field: bool
    explanation: str

    @property
    def section(self) -> str:
        """The section of the form it stands in: the letter of its code, A to K."""
        return self.code[0]

    @property
    def is_text(self) -> bool:
        """Whether its values are words that stand side by side, never added up."""
        return self.value_type in {ValueType.TEXT, ValueType.LONG_TEXT, ValueType.CHOICE}

    @property
    def adds_up(self) -> bool:
        """Whether "số phát sinh thêm" makes sense: only for whole numbers that are summed."""
        return self.value_type in {ValueType.INTEGER, ValueType.MONEY} and self.aggregation in {
            Aggregation.SUM,
            Aggregation.SUM_WITHIN_GROUP,
        }

    @property
    def is_entered(self) -> bool:
        """Whether a unit fills it in as a value.

        A computed total too: what the unit wrote never stands, but is held against our own sum.
        """
        return not self.submission_field and self.value_type is not ValueType.ATTACHMENT


@dataclass(frozen=True, slots=True)
class Recipient:
    """A line of "Nơi nhận"; a purpose that the plan does not give is inferred and not printed."""

    name: str
    purpose: str
    purpose_origin: Origin


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: authority ("KT. CHỦ TỊCH", may be blank), title and name."""

    authority: str
    title: str
    name: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How one issuer's report is headed, addressed and signed (rule 17: all of it data)."""

    profile: str
    label: str
    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    symbol: str
    place: str
    addressees: tuple[str, ...]
    recipients: tuple[str, ...]
    signer: Signer


@dataclass(frozen=True, slots=True)
class ReportingRule:
    """Who reports to whom by when, and the clause that says so.

    `province_deadline` is not in the plan (rule 3): None until the office fills it in.
    """

    deadline: Deadline
    clause: str
    receiver: str
    superior_receiver: str
    province_deadline: Deadline | None


@dataclass(frozen=True)
class Plan:
    """One official document; `number` and `issued_on` may still be unknown (rule 3)."""

    code: str
    title: str
    short_title: str
    number: str
    issued_on: date | None
    issuer: str
    basis: tuple[str, ...]
    closing: str
    publicity: Window
    publicity_peak: Window | None
    campaign: Window
    ceremony: datetime
    reporting: ReportingRule
    clauses: tuple[Clause, ...]
    groups: tuple[UnitGroup, ...]
    units: tuple[Unit, ...]
    duties: tuple[Duty, ...]
    indicators: tuple[Indicator, ...]
    sections: Mapping[str, str]
    recipients: tuple[Recipient, ...]
    signer: Signer
    letterheads: tuple[Letterhead, ...]
    commune_group: str = "G_XA"

    @property
    def year(self) -> int:
        """The year the plan is carried out in, which a day written without a year is of."""
        return local(self.ceremony).year

    @cached_property
    def unit_by_code(self) -> Mapping[str, Unit]:
        """Units by the plan's label."""
        return {unit.code: unit for unit in self.units}

    @cached_property
    def indicator_by_code(self) -> Mapping[str, Indicator]:
        """Indicators by code."""
        return {indicator.code: indicator for indicator in self.indicators}

    @cached_property
    def duty_by_code(self) -> Mapping[str, Duty]:
        """Duties by code."""
        return {duty.code: duty for duty in self.duties}

    @cached_property
    def clause_by_ref(self) -> Mapping[str, Clause]:
        """Clauses by their number."""
        return {clause.ref: clause for clause in self.clauses}

    @cached_property
    def constants(self) -> Mapping[str, int]:
        """What checks and denominators may name instead of writing a number (rule 12)."""
        return {
            "campaign_days": self.campaign.days or 0,
            "communes": sum(
                unit.group == self.commune_group and unit.relation is Relation.OBLIGED
                for unit in self.units
            ),
        }

    def units_related(self, *relations: Relation) -> tuple[Unit, ...]:
        """The units with one of `relations`, in the plan's order."""
        return tuple(unit for unit in self.units if unit.relation in relations)

    def indicators_of(self, unit: Unit) -> tuple[Indicator, ...]:
        """What `unit` is asked to fill in, in the plan's order (its own group decides, rule 6)."""
        return tuple(i for i in self.indicators if i.is_entered and unit.group in i.groups)
