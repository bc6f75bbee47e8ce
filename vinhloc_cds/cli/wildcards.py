"""Files by pattern ("*.xlsx"), where the command prompt leaves that to the program."""

import os
from collections.abc import Sequence
from pathlib import Path

_PROMPT_EXPANDS = os.name != "nt"
"""Windows' cmd.exe hands over what was typed, as it stands."""


def expanded(typed: Sequence[Path]) -> list[Path]:
    """`typed`, with the files that each pattern among them stands for, sorted by name.

    A pattern that fits nothing stays, to be told of as a file that is missing.
    """
    if _PROMPT_EXPANDS:
        return list(typed)
    return [path for each in typed for path in _fitting(each) or [each]]


def _fitting(typed: Path) -> list[Path]:
    if not set("*?") & set(typed.name) or os.path.lexists(typed):
        return []
    # A bracket is only a letter to cmd.exe.
    found = typed.parent.glob(typed.name.replace("[", "[[]"))
    # What Office keeps beside an open document is no document.
    return sorted(path for path in found if not path.name.startswith("~$"))
