"""What is printed arrives as it is, whatever the code page; a window has nothing to print to."""

import sys

from vinhloc_cds.self_test.bench import Bench, FaultError
from vinhloc_cds.texts import text


def check(_: Bench) -> str:
    """Put a sentence into the encoding of each stream; which encodings those are."""
    words = text("self_test.sentence")
    encodings = []
    for stream in (sys.stdout, sys.stderr):
        if stream is None:
            continue
        if words.encode(stream.encoding, stream.errors or "strict") != words.encode():
            raise FaultError(text("self_test.wrong_encoding", encoding=stream.encoding))
        encodings.append(stream.encoding)
    return ", ".join(encodings) or text("self_test.no_streams")
