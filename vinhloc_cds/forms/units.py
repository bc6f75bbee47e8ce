"""Which unit a file is from (dirty_cases.md D): by hidden id, by name with accents, by alias.

A name without accents never decides, and neither does a file's name alone (rule 7).
"""

from collections.abc import Iterable
from typing import NamedTuple

from vinhloc_cds.domain.incoming import FileProblem
from vinhloc_cds.domain.plan import Plan


class UnitMatch(NamedTuple):
    """`unit` where it is beyond doubt; else `candidates`, and a `problem` that asks for it."""

    unit: str | None
    candidates: tuple[str, ...] = ()
    problem: FileProblem | None = None


def match_unit(
    plan: Plan, *, signed: str | None, texts: Iterable[str], file_name: str
) -> UnitMatch:
    """The unit of a file: `signed` is its hidden id, `texts` what stands in its head.

    Where they contradict each other it is a question, with the hidden id's unit proposed.
    """
    raise NotImplementedError
