"""What the reading process is given: files, and what the program knows beside them.

The program itself loads this; what reads the files is only loaded in the process.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from vinhloc_cds.domain.plan import Plan

if TYPE_CHECKING:
    from vinhloc_cds.forms.labels import Vocabulary


class Member(NamedTuple):
    """A file, perhaps inside an archive; `name` is only shown."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Context:
    """What recognition knows beside the file: the plan, and labels that the officer confirmed.

    `labels` maps the fold key of a label to the code of its indicator, or "" for "ignore it".
    """

    plan: Plan
    labels: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """The names of the plan's indicators; made for the first file that has no ids."""
        from vinhloc_cds.forms.labels import Vocabulary, synonyms_of  # noqa: PLC0415 - see above

        return Vocabulary(self.plan, self.labels, synonyms_of(self.plan))
