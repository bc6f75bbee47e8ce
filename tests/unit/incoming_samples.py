"""Incoming files for tests of what keeps and shows them."""

from dataclasses import replace
from datetime import date
from typing import Any

from builders import PLAN, at

from vinhloc_cds.domain.incoming import (
    CellCounts,
    FileKind,
    FileProblem,
    FileReading,
    FoundValue,
    Incoming,
    IncomingState,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.domain.submission import Channel, Doubt

DOUBT = Doubt(Severity.QUESTION, "Ô là chữ, không phải số.", "12")
READING = FileReading(
    FileKind.XLSX,
    Recognition.FREE_TABLE,
    candidates=("A", "B"),
    plan=PLAN,
    signed_on=date(2024, 10, 9),
    values=(
        FoundValue("D01", 12, "12 tổ", "Biểu 1", "C7", doubt=DOUBT, label="Số tổ"),
        FoundValue("K01", at("2024-10-01T08:00"), "8h", "Biểu 1", "C8", estimate=True),
    ),
    problems=(FileProblem(Todo.CHOOSE_UNIT, Severity.QUESTION, "Hai đơn vị.", raw="Vĩnh Hưng"),),
    counts=CellCounts(9, 2, 3, 1, 3),
)


def incoming(sha256: str = "ab" * 32, **changed: Any) -> Incoming:
    waiting = Incoming(
        id=0,
        plan=PLAN,
        file_name="goi.zip/Biểu.xlsx",
        sha256=sha256,
        size=5,
        taken_at=at("2024-10-12T09:00"),
        received_at=at("2024-10-10T08:00"),
        channel=Channel.ZALO,
        unit=None,
        kind=None,
        state=IncomingState.WAITING,
        reading=READING,
    )
    return replace(waiting, **changed)
