"""The user's own folder can hold the database; nothing of what is tried there stays."""

import shutil
from uuid import uuid4

from vinhloc_cds import place
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.services.files import make_folder, write_whole
from vinhloc_cds.texts import text


def check(bench: Bench) -> str:
    """Write there, or in the nearest folder above that exists, under a long Vietnamese name."""
    place.require_local(bench.data_dir)
    near = next(each for each in (bench.data_dir, *bench.data_dir.parents) if each.is_dir())
    # Not by `tempfile`, which tries names for ever where Windows refuses them all.
    folder = near / f"vinhloc-cds-{uuid4().hex}"
    make_folder(folder)
    try:
        file = folder / text("self_test.long_name")
        words = text("self_test.sentence").encode()
        write_whole(file, words)
        if [each.name for each in folder.iterdir()] != [file.name]:
            raise FaultError(text("self_test.other_name", file=file))
        if file.read_bytes() != words:
            raise FaultError(text("self_test.not_written", file=file))
    finally:
        shutil.rmtree(folder)
    return str(bench.data_dir)
