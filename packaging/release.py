"""What holds for every build, on Windows and on Debian: which wheels, which version, which setup.

    python release.py SETUP

Holds a finished setup against its largest size and writes its SHA-256 beside it.
"""

import hashlib
import re
import sys
from pathlib import Path

FOR_WINDOWS = (
    "--only-binary=:all:",
    "--platform=win_amd64",
    "--python-version=3.11",
    "--implementation=cp",
    "--abi=cp311",
    "--abi=abi3",
    "--abi=none",
)
"""Tells pip, which otherwise thinks of the machine it runs on, to take wheels for Windows."""

LARGEST_SETUP = 40_000_000
"""Bytes; the issue's 40 MB."""

_VERSION = re.compile(r'^__version__ = "([\d.]+)"$', re.MULTILINE)


def version_of(tree: Path) -> str:
    """The version that a tree of ours says it is; ValueError where it is none."""
    found = _VERSION.search((tree / "vinhloc_cds" / "__init__.py").read_text("utf-8"))
    if found is None:
        raise ValueError(f"{tree} is not the program's tree")
    return found[1]


def finish(setup: Path) -> str:
    """Write the SHA-256 beside a setup, as sha256sum does, and return it.

    ValueError where the setup is too large to be given to anybody.
    """
    content = setup.read_bytes()
    if len(content) > LARGEST_SETUP:
        raise ValueError(f"{setup.name} has {len(content):,} bytes, more than {LARGEST_SETUP:,}")
    digest = hashlib.sha256(content).hexdigest()
    line = f"{digest}  {setup.name}\n"
    setup.with_name(f"{setup.name}.sha256").write_text(line, encoding="ascii", newline="\n")
    return digest


if __name__ == "__main__":
    try:
        print(finish(Path(sys.argv[1])))
    except ValueError as error:
        sys.exit(str(error))
