"""The log: what is written to it in Vietnamese can be read again."""

import logging

from vinhloc_cds import bootstrap
from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text

_log = logging.getLogger(__name__)


def check(bench: Bench) -> str:
    """Write a record and find it in the file, whose size is told."""
    words = text("self_test.sentence")
    root = logging.getLogger()
    # What is only tried out stands in no other log.
    others, root.handlers = root.handlers, []
    try:
        with bootstrap.logging_to(bench.log_file):
            _log.warning(words)
    finally:
        root.handlers = others
    if words not in bench.log_file.read_text(encoding="utf-8"):
        raise FaultError(text("self_test.not_written", file=bench.log_file))
    return text("self_test.log", name=bench.log_file.name, size=bench.log_file.stat().st_size)
