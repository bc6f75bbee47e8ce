"""What the use cases change, as audit names it and as a unit of work reads and saves it."""

from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.issuing import Issue
from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.domain.snapshot import Mark
from vinhloc_cds.domain.submission import Submission
from vinhloc_cds.errors import UserError
from vinhloc_cds.services.history import ChangedSinceError
from vinhloc_cds.services.ledger import Thing
from vinhloc_cds.services.ports import UnitOfWork
from vinhloc_cds.texts import text


def submission_thing(submission: int) -> Thing[Submission]:
    """The submission with this id."""
    return Thing(
        "submission",
        str(submission),
        lambda work: work.submissions.get(submission),
        lambda work, after: work.submissions.save(after),
    )


def incoming_thing(incoming: int) -> Thing[Incoming]:
    """The file taken in with this id."""
    return Thing(
        "incoming",
        str(incoming),
        lambda work: work.incoming.get(incoming),
        lambda work, after: work.incoming.save(after),
    )


def label_thing(plan: str, label: str) -> Thing[str | None]:
    """The indicator that a label (its fold key) means in a plan; None where that is unknown."""

    def save(work: UnitOfWork, after: str | None) -> None:
        if after is None:
            work.incoming.delete_label(plan, label)
        else:
            work.incoming.save_label(plan, label, after)

    return Thing(
        "label", f"{plan}/{label}", lambda work: work.incoming.labels(plan).get(label), save
    )


def mark_thing(plan: str, duty: str, unit: str) -> Thing[Mark | None]:
    """What was set by hand on an assignment; None where nothing was."""

    def save(work: UnitOfWork, after: Mark | None) -> None:
        if after:
            work.decisions.save_mark(plan, after)
        else:
            work.decisions.delete_mark(plan, duty, unit)

    def load(work: UnitOfWork) -> Mark | None:
        marks = work.decisions.marks(plan)
        return next((mark for mark in marks if (mark.duty, mark.unit) == (duty, unit)), None)

    return Thing("assignment", f"{plan}/{duty}/{unit}", load, save)


def passage_thing(plan: str, passage: str) -> Thing[PassageEdit | None]:
    """The officer's words for a passage; None where the program's stand."""

    def save(work: UnitOfWork, after: PassageEdit | None) -> None:
        if after:
            work.passages.save(plan, after)
        else:
            work.passages.delete(plan, passage)

    def load(work: UnitOfWork) -> PassageEdit | None:
        edits = work.passages.of_plan(plan)
        return next((edit for edit in edits if edit.passage == passage), None)

    return Thing("passage", f"{plan}/{passage}", load, save)


def pictures_thing(plan: str) -> Thing[tuple[AnnexPicture, ...]]:
    """The pictures of a plan's report, all together: their order is theirs together."""
    return Thing(
        "pictures",
        plan,
        lambda work: work.pictures.of_plan(plan),
        lambda work, after: work.pictures.save(plan, after),
    )


def issue_thing(issue: int) -> Thing[Issue]:
    """An issued report, of which only its withdrawal is ever saved.

    It cannot stand again once another has its number, or what it continues does not stand: then
    what withdrew it is not to be undone.
    """

    def save(work: UnitOfWork, after: Issue) -> None:
        stands = after.withdrawn_at is None
        if stands and after.base and work.issues.get(after.base).withdrawn_at is not None:
            raise ChangedSinceError(text("issuing.step.withdraw"))
        try:
            work.issues.withdraw(issue, after.withdrawn_at, after.withdrawn_reason)
        except UserError as error:
            if error.code == "store.issue_number_taken":
                raise ChangedSinceError(text("issuing.step.withdraw")) from error
            raise

    return Thing("issue", str(issue), lambda work: work.issues.get(issue), save)
