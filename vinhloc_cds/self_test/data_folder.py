"""The user's own folder can hold the database; nothing of what is tried there stays."""

import tempfile
from pathlib import Path

from vinhloc_cds import place
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text


def check(bench: Bench) -> str:
    """Write there, or in the nearest folder above that exists, under a long Vietnamese name."""
    place.require_local(bench.data_dir)
    near = next(each for each in (bench.data_dir, *bench.data_dir.parents) if each.is_dir())
    words = text("self_test.sentence")
    with tempfile.TemporaryDirectory(prefix="vinhloc-cds-", dir=near) as name:
        file = Path(name, text("self_test.long_name"))
        file.write_text(words, encoding="utf-8")
        if [each.name for each in Path(name).iterdir()] != [file.name]:
            raise FaultError(text("self_test.other_name", file=file))
        if file.read_text(encoding="utf-8") != words:
            raise FaultError(text("self_test.not_written", file=file))
    return str(bench.data_dir)
