"""Words for a reading pane."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, which may be a heading."""

    words: str
    heading: bool = False
