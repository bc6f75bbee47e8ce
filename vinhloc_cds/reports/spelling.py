"""One way of placing tones in a whole document: "hóa", "ủy", as Decree 30 itself writes.

Plans, names and what units wrote come in both ways; a document that mixes them is sent back.
What is stored stays as it was written.
"""

import re
import unicodedata
from dataclasses import fields, is_dataclass
from typing import TypeVar, cast

from vinhloc_cds.domain.plan import Signer

T = TypeVar("T")

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_BARE = {"o": "ae", "u": "y"}


def _moved() -> dict[str, str]:
    """The open rimes with their tone on the second vowel, and as they are written here."""
    found = {}
    for first, seconds in _BARE.items():
        for second in seconds:
            for tone in _TONES:
                late = unicodedata.normalize("NFC", f"{first}{second}{tone}")
                early = unicodedata.normalize("NFC", f"{first}{tone}{second}")
                for style in (str.lower, str.upper, str.capitalize):
                    found[style(late)] = style(early)
    return found


_MOVED = _moved()
# An address leads nowhere if a letter of it is written otherwise.
_ADDRESS = r"(?<!\S)\S*(?:@|://|www\.|\.(?:vn|com|net|org)\b)\S*"
# Only at the end of a syllable ("hoán" has its tone where it belongs), and "qu" is a consonant.
_RIME = re.compile(rf"“[^”]*”|{_ADDRESS}|(?<![qQ])(?:{'|'.join(_MOVED)})(?![^\W\d_])")
# What names a figure is no text.
_NO_TEXT = {"key"}


def spelled(words: str) -> str:
    """`words`, in NFC, with tones placed the one way; as long as before.

    What stands in quotation marks is somebody's own words and stays as it is; so do addresses.
    """
    return _RIME.sub(lambda found: _MOVED.get(found[0], found[0]), words)


def spelled_alike(record: T) -> T:
    """A document, or any part of one, with all its texts as `spelled` has them.

    Who signs writes his name his own way.
    """
    return cast("T", _spelled(record))


def _spelled(item: object) -> object:
    if type(item) is str:
        return spelled(item)
    if isinstance(item, tuple):
        return tuple(map(_spelled, item))
    if is_dataclass(item) and not isinstance(item, type):
        own = _NO_TEXT | {"name"} if isinstance(item, Signer) else _NO_TEXT
        parts = {field.name: getattr(item, field.name) for field in fields(item)}
        changed = {
            name: after
            for name, part in parts.items()
            if name not in own and (after := _spelled(part)) is not part
        }
        return type(item)(**(parts | changed)) if changed else item
    return item
