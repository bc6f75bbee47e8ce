"""A passage of the report that the officer wrote over: his words, with figures as live fields."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PassageEdit:
    """What stands in place of the words that the program makes for the passage `passage`.

    `template` is its text, a paragraph to a line, with a figure as "{D02.value}" (the keys of
    `vinhloc_cds.reports.trace`) and items beginning with "- ". `base` is what the program had
    written when this was edited, in the same form, and `seen` the figures of then by key: both
    tell later what has changed since.
    """

    passage: str
    template: str
    base: str
    seen: Mapping[str, str]
    edited_at: datetime
