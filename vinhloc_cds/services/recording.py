"""Submissions: taking them in, accepting, returning, reopening, correcting."""

from dataclasses import dataclass

from vinhloc_cds.domain.checking import Finding
from vinhloc_cds.domain.submission import Submission, SubmissionDraft, Value
from vinhloc_cds.services.history import History
from vinhloc_cds.services.ports import AuditRecord, Clock, Store


@dataclass(frozen=True, slots=True)
class Preview:
    """How a draft would be read: its values and what is wrong with them."""

    values: tuple[Value, ...]
    findings: tuple[Finding, ...]

    @property
    def acceptable(self) -> bool:
        """Whether nothing blocks and every question has its answer."""
        raise NotImplementedError


class Recording:
    """Use cases around a submission. Every change is audited and can be undone in its session."""

    def __init__(self, store: Store, clock: Clock, history: History) -> None:
        self._store = store
        self._clock = clock
        self._history = history

    def preview(self, plan: str, draft: SubmissionDraft, *, revises: int | None = None) -> Preview:
        """Read and check a draft without storing it (`revises`: the submission it would change)."""
        raise NotImplementedError

    def record(self, plan: str, draft: SubmissionDraft, *, accept: bool = False) -> Submission:
        """Store a new submission, whatever its figures; with `accept`, accepted at once.

        UserError when the unit does not report to this plan, the moment lies in the future, a
        replacement has no reason, a first submission exists already, additional figures are
        texts or no whole numbers, or `accept` is asked for and something blocks.
        """
        raise NotImplementedError

    def revise(self, submission: int, draft: SubmissionDraft, *, accept: bool = False) -> Submission:
        """Change a submission that is not accepted; UserError otherwise."""
        raise NotImplementedError

    def findings(self, submission: int) -> tuple[Finding, ...]:
        """What the checks say of a stored submission."""
        raise NotImplementedError

    def accept(self, submission: int) -> Submission:
        """Let its figures into the totals; UserError naming what blocks."""
        raise NotImplementedError

    def give_back(self, submission: int, reason: str) -> Submission:
        """Return it to the unit ("trả lại"); UserError without a reason."""
        raise NotImplementedError

    def reopen(self, submission: int, reason: str) -> Submission:
        """Take an acceptance or a return back, to state RECEIVED; UserError without a reason."""
        raise NotImplementedError

    def correct(self, submission: int, indicator: str, raw: str, reason: str) -> Submission:
        """Correct one value, accepted or not; a blank `raw` takes it away (rule 13).

        UserError without a reason, or if the new value would block an accepted submission.
        """
        raise NotImplementedError

    def trail(self, submission: int) -> tuple[AuditRecord, ...]:
        """What was done to it, oldest first."""
        raise NotImplementedError
