"""What a reading process may be given to do in a test: to misbehave in every way there is.

The process imports it by its name; what a file is to do stands in its own bytes.
"""

import faulthandler
import os
import socket
import subprocess
import sys
import time
from typing import Any

from vinhloc_cds.domain.incoming import FileKind, FileReading, Recognition
from vinhloc_cds.errors import UserError
from vinhloc_cds.forms.context import Context, Member
from vinhloc_cds.forms.excerpt import Excerpt

MEBIBYTE = 1024 * 1024


class Misbehaving:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.held: list[object] = []

    def read(self, data: bytes, name: str, unit: str | None) -> FileReading:
        if data.isalpha():
            getattr(self, data.decode())()
        note = f"{os.getpid()} {len(data)} {' '.join(self.context.labels)}"
        return FileReading(FileKind.CSV, Recognition.NONE, unit=unit, maker=name, note=note)

    def members(self, data: bytes) -> tuple[Member, ...] | None:
        return (Member("một", data), Member("hai", data[::-1])) if data else None

    def excerpt(self, data: bytes, name: str, sheet: str, cell: str) -> Excerpt:
        return Excerpt(sheet, 0, 0, ((data.decode(), name, cell),), 0, 0)

    def sentence(self) -> None:
        raise UserError("worker.no_cell", sheet="Biểu 1", cell="B7")

    def bug(self) -> None:
        raise AssertionError("Không thể như vậy")

    def exit(self) -> None:
        sys.exit(3)

    def abort(self) -> None:
        os.abort()

    def segfault(self) -> None:
        faulthandler._read_null()

    def vanish(self) -> None:
        os._exit(0)

    def hang(self) -> None:
        while True:
            time.sleep(1)

    def spin(self) -> None:
        # In C, and deaf to any signal.
        "a" * 40 in "a" * 20 + "b"  # noqa: B015
        sum(range(10**12))

    def memory(self) -> None:
        while True:
            self.held.append(bytearray(16 * MEBIBYTE))

    def much(self) -> None:
        bytearray(256 * MEBIBYTE)

    def depth(self) -> None:
        self.depth()

    def unsayable(self) -> None:
        raise UserError("worker.no_cell", sheet=lambda: 0, cell="")

    def talk(self) -> None:
        print("out")  # noqa: T201
        os.write(1, b"out")
        os.write(2, b"err")

    def connect(self) -> None:
        socket.create_connection(("127.0.0.1", 9))

    def start(self) -> None:
        subprocess.run(["true"], check=False)


class NeverReady:
    def __init__(self, context: Context) -> None:
        raise AssertionError("kein Anfang")


class SlowToStart:
    def __init__(self, context: Context) -> None:
        time.sleep(30)


class DeadAtOnce:
    def __init__(self, context: Context) -> None:
        os._exit(1)


def loaded(context: Context) -> Any:
    """A work that answers with what this process has imported."""
    from vinhloc_cds.forms.reading import Forms

    class Listing(Forms):
        def members(self, data: bytes) -> tuple[Member, ...]:
            return tuple(Member(name, b"") for name in sys.modules)

    return Listing(context)
