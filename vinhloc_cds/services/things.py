"""What the use cases change, as audit names it and as a unit of work reads and saves it."""

from vinhloc_cds.domain.incoming import Incoming
from vinhloc_cds.domain.submission import Submission
from vinhloc_cds.services.ledger import Thing
from vinhloc_cds.services.ports import UnitOfWork


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
