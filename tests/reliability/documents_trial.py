"""Make every document of every size, with hostile words in all places, and look at the files.

    python tests/reliability/documents_trial.py [HOW_MANY]

HOW_MANY worlds for each of two processes, or all of them; 20 take in every size. No document may
fail, say anything else than the data, let a text of somebody's take effect (R9) or break a rule of
the decree that the checker knows; and LibreOffice, where it is installed, has to lay the Word files
out as our PDF. Prints one line of JSON; the exit code is 1 if any fault was found.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Self

# It is run as a script, from wherever.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "unit"))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from documents_figures import (
    Truth,
    excel_figure_faults,
    pdf_figure_faults,
    word_figure_faults,
)
from documents_held import (
    excel_faults,
    form_faults,
    letter_faults,
    link_faults,
    package_faults,
    pdf_faults,
    word_faults,
    words_of,
)
from documents_in_word import by_libreoffice, head_faults, layout_faults, order_faults
from documents_made import Made, World, documents, worlds
from documents_poisoned import ALL, NEUTRAL, poisoned, small_world
from printed_pages import Pages

from vinhloc_cds.reports.plain import plain
from vinhloc_cds.services.rendering import FORMATS, render

_SHARDS = 2
_NAMED = 5
_SECONDS = 30
_BYTES = 8 << 20
_REPORT = "report ubnd, issued"
_NOT_POISONED = {
    "report ubnd, draft", "report vhtt, draft", "report vhtt, issued", "supplement, draft",
    "letter to one", "letter to five",
}  # fmt: skip
_IN_WORD = {_REPORT, "report ubnd, draft", "supplement", "letter to all", "call list", "slip"}
_WORLD_IN_WORD = "31 units, mixed"
_REPORTS_IN_WORD = {"31 units, no data", "31 long names", "558 units, mixed"}

Job = tuple[str, Callable[[], World]]


@dataclass
class Found:
    """What became of some of the documents."""

    documents: int = 0
    figures: int = 0
    faults: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    biggest: list[tuple[int, str]] = field(default_factory=list)
    pages: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, other: Self) -> None:
        self.documents += other.documents
        self.figures += other.figures
        self.faults += other.faults
        self.slowest = sorted(self.slowest + other.slowest, reverse=True)[:_NAMED]
        self.biggest = sorted(self.biggest + other.biggest, reverse=True)[:_NAMED]
        self.pages |= other.pages


def main(arguments: list[str]) -> int:
    """Run the trial over all worlds, or some."""
    wanted = int(arguments[0]) if arguments else None
    found = Found()
    with ProcessPoolExecutor(_SHARDS) as pool:
        for part in pool.map(try_shard, range(_SHARDS), [wanted] * _SHARDS):
            found.add(part)
    print(json.dumps(vars(found), ensure_ascii=False))
    return int(bool(found.faults))


def jobs() -> Iterator[Job]:
    """The worlds of every size and the poisoned ones in turn, so that a sample has of both."""
    sizes = iter([(each.name, lambda each=each: each) for each in worlds()])
    small = small_world()
    payloads = iter([(p, lambda p=p: poisoned(small, p)) for p in ALL])
    while True:
        some = [*islice(sizes, 1), *islice(payloads, 2)]
        if not some:
            return
        yield from some


def try_shard(shard: int, wanted: int | None) -> Found:
    """Every second world, or whatever share one process has of them."""
    found = Found()
    said: dict[str, int] = {}
    in_word: list[Made] = []
    for name, make in islice(jobs(), shard, wanted, _SHARDS):
        given = make()
        hostile = given.name.startswith("poisoned")
        for made in documents(given):
            if not (hostile and made.kind in _NOT_POISONED):
                found.add(try_document(made, hostile=hostile))
            if given.name == _WORLD_IN_WORD and made.kind in _IN_WORD:
                in_word.append(made)
            if given.name in _REPORTS_IN_WORD and made.kind == _REPORT:
                in_word.append(made)
        if hostile:
            said = said or dict(told(poisoned(small_world(), NEUTRAL), NEUTRAL))
            counts = dict(told(given, name))
            for kind, count in said.items():
                if counts[kind] < count:
                    found.faults.append(f"{given.name}, {kind}: {counts[kind]} of {count} told")
    for made, pages in zip(in_word, (in_word and by_libreoffice(in_word)) or (), strict=False):
        found.add(try_layout(made, pages))
    return found


def told(given: World, payload: str) -> Iterator[tuple[str, int]]:
    """How often each document says `payload`, as a page can hold it."""
    # Lists set their own dash before each line and their own point behind it.
    shown = " ".join(plain(payload).split()).strip("-;., ")
    for number, made in enumerate(documents(given)):
        words = "\n".join(" ".join(words.split()) for words in words_of(made.document))
        yield f"{number}. {made.kind}", words.count(shown) if shown else sys.maxsize


def try_document(made: Made, *, hostile: bool) -> Found:
    """One document in all its formats."""
    found = Found(1)
    name = f"{made.world.name}, {made.kind}"
    files = {}
    for file_format in FORMATS:
        began = time.perf_counter()
        files[file_format] = render(made.document, file_format)
        took = time.perf_counter() - began
        found.slowest.append((round(took, 1), f"{name}, {file_format}"))
        found.biggest.append((len(files[file_format]), f"{name}, {file_format}"))
        if took > _SECONDS or len(files[file_format]) > _BYTES:
            found.faults.append(f"{name}: {took:.0f} s, {len(files[file_format])} bytes")
    found.faults += [f"{name}: {fault}" for fault in faults_of(made, files, hostile=hostile)]
    if made.kind == _REPORT and not hostile:
        found.figures = sum(1 for _ in Truth(made).values)
        found.faults += [
            f"{name}: {fault}"
            for fault in (
                *pdf_figure_faults(made),
                *word_figure_faults(made, files["docx"]),
                *excel_figure_faults(made, files["xlsx"]),
            )
        ]
    return found


def faults_of(made: Made, files: dict[str, bytes], *, hostile: bool) -> Iterator[str]:
    """What is wrong with the files of a document, whatever it is about."""
    document = made.document
    yield from pdf_faults(files["pdf"])
    yield from package_faults(files["docx"])
    yield from package_faults(files["xlsx"])
    yield from word_faults(document, files["docx"])
    yield from excel_faults(document, files["xlsx"])
    yield from letter_faults(document, files["pdf"], files["docx"])
    if hostile:
        # A preview's links lead to figures and nowhere else, whatever the words say.
        yield from link_faults(Pages(render(document, "pdf", links=True)))
    elif document.head is not None:
        yield from form_faults(made, files["docx"], "docx")
        if "long names" not in made.world.name:
            yield from form_faults(made, files["pdf"], "pdf")


def try_layout(made: Made, theirs: Pages) -> Found:
    """One document as LibreOffice prints its Word file, beside our own PDF."""
    found = Found()
    name = f"{made.world.name}, {made.kind}"
    ours = Pages(render(made.document, "pdf"))
    found.pages[name] = (len(ours), len(theirs))
    for program, pages in (("our PDF", ours), ("LibreOffice", theirs)):
        for check in (layout_faults, head_faults):
            for fault in check(made.document, pages):
                found.faults.append(f"{name}, {program}: {fault}")
    found.faults += [f"{name}: {fault}" for fault in order_faults(made.document, ours, theirs)]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
