"""From a grid to what a unit reports: our form by its ids, by its labels, or a free table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from vinhloc_cds.domain.incoming import FileReading
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.forms.grid import Book


@dataclass(frozen=True, slots=True)
class Context:
    """What recognition knows beside the file: the plan, and labels that the officer confirmed.

    `labels` maps the fold key of a label to the code of its indicator, or "" for "ignore it".
    """

    plan: Plan
    labels: Mapping[str, str] = field(default_factory=dict)


def recognise(book: Book, name: str, context: Context, *, unit: str | None = None) -> FileReading:
    """What `book` reports; `name` is the file's, `unit` the unit where the officer has said it."""
    raise NotImplementedError
