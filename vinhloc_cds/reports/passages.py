"""Passages: the parts of the report's body that the officer may word himself.

A passage is a handful of paragraphs that the program makes from the data. Its template is the
same as plain text, a paragraph to a line, items with "- " before them and each figure as a field
"{D02.value}"; filled in with figures, it is paragraphs again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vinhloc_cds.domain.passage import PassageEdit
from vinhloc_cds.reports.document import Paragraph


@dataclass(frozen=True, slots=True)
class Offer:
    """Words that a unit wrote and that may be taken over, with where they stand."""

    unit: str
    unit_name: str
    indicator: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the body under one heading, as the program words it from the data.

    `key` stays the same whatever the data are; `title` names it for the officer.
    """

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where an edited passage no longer goes with the data.

    `sentence` says it to the officer; `literal` is the number typed by hand that it is about, and
    `key` the field that says it now; both blank where the program's own words have changed.
    """

    sentence: str
    literal: str = ""
    key: str = ""


def template_of(paragraphs: Iterable[Paragraph]) -> str:
    """The paragraphs as a template."""
    raise NotImplementedError


def filled_in(template: str, figures: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The paragraphs of a template; a field that has no figure now stands as "[...]"."""
    raise NotImplementedError


def disagreements(
    edit: PassageEdit, passage: Passage, figures: Mapping[str, str]
) -> tuple[Disagreement, ...]:
    """Where `edit` does not agree with what the program words now, and with `figures` of now."""
    raise NotImplementedError
