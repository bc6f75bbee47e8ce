"""Finding what was typed inside a running text, as it is read on a page (rule 14)."""

import re
import unicodedata
from functools import lru_cache

from vinhloc_cds.domain.text import collapse, fold_key, nfc, spelling

_WORD = re.compile(r"[^\W_]+")


class Searchable:
    """A text in which words are found by how they look without accents, then by their accents.

    A word typed without marks finds every accent; one with a mark finds exactly its own, each
    word judged by itself, in the old and the new style of tone placement. Line breaks count as
    blanks.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        folded: list[str] = []
        self._places: list[int] = []
        for place, char in enumerate(text):
            letters = _folded(char)
            if letters == " " and folded[-1:] == [" "]:
                continue
            folded += letters
            self._places += [place] * len(letters)
        self._folded = "".join(folded)

    def find(self, typed: str) -> tuple[tuple[int, int], ...]:
        """Where `typed` stands: first and behind the last character, none of them overlapping."""
        asked = Searchable(collapse(typed))
        key = asked._folded
        marked = [found.span() for found in _WORD.finditer(key) if asked._is_marked(*found.span())]
        spans = []
        at = self._folded.find(key) if key else -1
        while at >= 0:
            same = all(
                spelling(asked._part(start, end)) == spelling(self._part(at + start, at + end))
                for start, end in marked
            )
            if same:
                spans.append(self._span(at, at + len(key)))
            at = self._folded.find(key, at + (len(key) if same else 1))
        return tuple(spans)

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """From folded to real characters; marks that stand behind a letter belong to it."""
        behind = self._places[end - 1] + 1
        while behind < len(self._text) and unicodedata.category(self._text[behind]) == "Mn":
            behind += 1
        return self._places[start], behind

    def _part(self, start: int, end: int) -> str:
        first, behind = self._span(start, end)
        return self._text[first:behind]

    def _is_marked(self, start: int, end: int) -> bool:
        part = self._part(start, end)
        return fold_key(part) != nfc(part).casefold()


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    """A character without its accents: none for a mark that stands alone, " " for any blank."""
    return fold_key(char) or ("" if unicodedata.category(char) == "Mn" else " ")
