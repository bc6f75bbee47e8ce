"""Text as a page or a cell can hold it.

What units typed or sent may carry anything. XML refuses control characters and lone
surrogates, and invisible marks (zero width, direction overrides) would make a page read
otherwise than it says. Every renderer takes its text through here.
"""

import unicodedata

REPLACEMENT = "□"
"""Stands where a character was that cannot be printed: nothing disappears silently."""

_BREAKS = "\n\t\r\x0b\x0c\x85\u2028\u2029"
_NON_CHARACTERS = {"Cc", "Cs", "Co", "Cn"}


def plain(text: str) -> str:
    """`text` in composed form on one line: breaks become spaces, invisible marks vanish."""
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in _BREAKS:
        return " "
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    return REPLACEMENT if category in _NON_CHARACTERS else character


def lines(text: str) -> tuple[str, ...]:
    """The lines of `text` that hold anything, each as `plain` gives it."""
    found = (plain(line).strip() for line in text.splitlines())
    return tuple(line for line in found if line)
