"""The one catalogue of Vietnamese sentences, for screens, checks and the command line alike.

The sentences stand in `resources/texts/*.toml`, one file to a subject, so that an official can
review the wording without reading code. A code is `<file>.<key>`: the key `returned` of
`state.toml` is `state.returned`. Placeholders are those of `str.format`.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any


@cache
def _subject(name: str) -> dict[str, str]:
    """The sentences of one subject by dotted key; nested tables become dotted keys."""
    source = resources.files("resources").joinpath("texts", f"{name}.toml")
    return dict(_flatten(tomllib.loads(source.read_text(encoding="utf-8"))))


def _flatten(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows += _flatten(value, f"{prefix}{key}.")
        else:
            rows.append((prefix + key, value))
    return rows


def text(code: str, /, **params: object) -> str:
    """The sentence `code` with its placeholders filled.

    Raises KeyError for an unknown code or a missing parameter: both are bugs.
    """
    subject, _, key = code.partition(".")
    template = _subject(subject)[key]
    return template.format(**params) if params else template


def has_text(code: str) -> bool:
    """Whether the catalogue knows `code`."""
    subject, _, key = code.partition(".")
    try:
        return key in _subject(subject)
    except FileNotFoundError:
        return False


def placeholders(code: str) -> frozenset[str]:
    """The names of the parameters that the sentence `code` takes."""
    subject, _, key = code.partition(".")
    return frozenset(name for _, name, _, _ in Formatter().parse(_subject(subject)[key]) if name)


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence not yet spelled out, so that rules stay free of wording."""

    code: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return text(self.code, **self.params)
