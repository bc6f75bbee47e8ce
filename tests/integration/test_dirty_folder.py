"""What units really send, taken in by the command line: what becomes of each file and cell."""

import io
import json
import re
import sys
import zipfile
from collections import Counter
from contextlib import redirect_stdout
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from vinhloc_cds import bootstrap
from vinhloc_cds.__main__ import main
from vinhloc_cds.domain.incoming import Incoming, Recognition
from vinhloc_cds.domain.submission import Submission, SubmissionState
from vinhloc_cds.domain.text import nfc

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dirty_folder import (
    DUPLICATE,
    IMPORTED,
    REFUSED,
    REVIEW,
    Sent,
    folder,
    write,
)

NOW = "2024-10-11T10:00"
ASKING = ("Hãy", "hãy", "ề nghị", "?", "hỏi lại", "chọn", "hỏi đơn vị", "Không cần làm gì")
"""What a sentence that waits for an answer has to contain: what to do."""


class Inbox:
    """The folder after it was taken in, with or without proposals accepted."""

    def __init__(self, place: Path, sent: list[Sent], *more: str) -> None:
        # A name decomposed by a Mac is shown composed.
        self.sent = {nfc(each.name): each for one in sent for each in (one.inside or (one,))}
        self.files = place / "Zalo"
        self.data = place / "data"
        write(sent, self.files)
        answers = self.ask("import", str(self.files), *more)
        self.answers = {nfc(each["file"]): each for each in answers}

    def ask(self, *arguments: str) -> list[dict]:
        out = io.StringIO()
        with redirect_stdout(out):
            self.code = main(["--data", str(self.data), "--now", NOW, *arguments, "--json"])
        return json.loads(out.getvalue())

    def stored(self) -> dict[str, tuple[Incoming, Submission | None]]:
        """Each file that was kept, and the submission made from it."""
        office = bootstrap.build_office(self.data, bootstrap.SetClock(_moment(NOW)))
        try:
            plan = office.planning.plan().code
            with office.store.reading() as work:
                made = {each.id: each for each in work.submissions.of_plan(plan)}
                kept = work.incoming.of_plan(plan)
            return {nfc(each.file_name): (each, made.get(each.submission or 0)) for each in kept}
        finally:
            office.store.close()


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(f"{iso}+07:00")


@pytest.fixture(scope="module")
def sent() -> list[Sent]:
    return folder()


@pytest.fixture(scope="module")
def inbox(sent, tmp_path_factory) -> Inbox:
    return Inbox(tmp_path_factory.mktemp("inbox"), sent)


@pytest.fixture(scope="module")
def stored(inbox) -> dict[str, tuple[Incoming, Submission | None]]:
    return inbox.stored()


def severities(answer: dict, *wanted: str) -> dict[str, str]:
    """By indicator, else by cell, else of the whole file."""
    found: dict[str, list[str]] = {}
    for problem in answer["problems"]:
        if problem["severity"] in wanted:
            key = problem["indicator"] or problem["cell"]
            found.setdefault(key, []).append(problem["severity"])
    return {key: " ".join(said) for key, said in found.items()}


def test_every_file_and_cell_ends_as_it_should(inbox, stored):
    assert inbox.code == 1
    assert set(inbox.answers) == set(inbox.sent)
    wrong = []
    for name, sent in inbox.sent.items():
        answer = inbox.answers[name]
        told = (answer["status"], answer["unit"], answer["how_recognised"])
        if told != (sent.status, sent.unit, sent.how):
            wrong.append(f"{name}: {told}")
        still_open = severities(answer, "question", "block")
        if still_open != dict(sent.open):
            wrong.append(f"{name}: open {still_open}, not {sent.open}")
        if missing := sent.flags - severities(answer, "flag").keys():
            wrong.append(f"{name}: no flag for {missing}")
        said = " ".join(problem["message"] for problem in answer["problems"])
        wrong += [f"{name}: nothing said of “{piece}”" for piece in sent.said if piece not in said]
        incoming, _ = stored.get(name, (None, None))
        values = {v.indicator: v.value for v in incoming.reading.values} if incoming else {}
        wrong += [
            f"{name}: {code} is {values.get(code, 'not there')}, not {value}"
            for code, value in sent.values.items()
            if code not in values or values[code] != value
        ]
    assert not wrong, "\n".join(wrong)


def test_every_sentence_is_one_and_every_question_can_be_answered(inbox):
    for answer in inbox.answers.values():
        for problem in answer["problems"]:
            assert problem["message"].endswith((".", "?")), problem
            if problem["severity"] != "flag":
                assert any(word in problem["message"] for word in ASKING), problem


def test_the_cells_add_up_and_none_gets_lost(inbox, stored):
    """Recounted by a second reader: all cells of the sheets that were read, all their figures."""
    looked_at = 0
    for name, (incoming, _) in stored.items():
        counts = incoming.reading.counts
        assert counts.cells == counts.values + counts.notes + counts.problems + counts.labels, name
        data = inbox.sent[name].data
        if incoming.reading.recognition is Recognition.NONE or not is_workbook(data):
            continue
        if "E15" in inbox.sent[name].case:
            continue  # its blank rows take the second reader a minute
        looked_at += 1
        book = openpyxl.load_workbook(io.BytesIO(data))
        dealt_with = Counter(
            (sheet, cell)
            for found in (*incoming.reading.values, *incoming.reading.problems)
            for sheet, cell in _cells(found.sheet, found.cell)
        )
        visible = [sheet for sheet in book if sheet.sheet_state == "visible"]
        filled = [
            cell
            for sheet in visible
            for row in sheet.iter_rows(max_row=150)
            for cell in row
            if cell.value is not None and str(cell.value).strip()
        ]
        assert counts.cells == len(filled), name
        if incoming.reading.plan not in {"", "KH-CDS-2024"}:
            # Last year's form is set aside as a whole: one sentence says how many cells it holds.
            assert counts.values == 0, name
            assert counts.problems > 0, name
            continue
        for cell in entries(visible):
            assert dealt_with[cell.parent.title, cell.coordinate], (name, cell.coordinate)
    assert looked_at > 25


def is_workbook(data: bytes) -> bool:
    """Whether the second reader can read it."""
    if not data.startswith(b"PK"):
        return False
    return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def _cells(sheet: str, cells: str) -> list[tuple[str, str]]:
    """ "B4, Thôn 2!B4" on sheet "Thôn 1" are two cells."""
    found = []
    for each in filter(None, cells.split(", ")):
        other, mark, cell = each.rpartition("!")
        found.append((other if mark else sheet, cell))
    return found


def entries(sheets):
    """What is filled in for an indicator, and every number that has to be accounted for.

    What numbers the rows has not, nor the sum that a unit put below our form.
    """
    for sheet in sheets:
        columns = [cell.column for cell in sheet[1] if cell.value == "value"]
        for row in sheet.iter_rows(max_row=150):
            said = [cell.value for cell in row]
            is_ours = columns and re.fullmatch(r"[A-HK]\d\d", str(said[0] or ""))
            for cell in row:
                is_number = isinstance(cell.value, int | float) and cell.column > 1
                if cell.value is not None and (
                    cell.column in columns if is_ours else is_number and "Tổng cộng" not in said
                ):
                    yield cell


def test_only_what_has_no_open_question_is_counted(inbox, stored):
    accepted = []
    for name, (_, made) in stored.items():
        status = inbox.answers[name]["status"]
        is_accepted = made is not None and made.state is SubmissionState.ACCEPTED
        assert is_accepted == (status == IMPORTED), name
        if is_accepted:
            assert severities(inbox.answers[name], "question", "block") == {}, name
            accepted.append(made)
    in_totals = {
        (row["code"], row["group"]): row["value"]
        for row in inbox.ask("totals")
        if row["code"] in {"C08", "D01", "D08", "H01", "E00"} and not row["extra_units"]
    }
    units = {row["code"]: row["groups"][0] for row in inbox.ask("units")}
    for (code, group), total in in_totals.items():
        figures = [
            made.value_of(code).value
            for made in accepted
            if made.value_of(code) and group in {None, "", units[made.unit]}
        ]
        if figures:
            assert total == sum(figures), (code, group)
    assert in_totals


def test_what_was_taken_in_is_not_taken_in_twice(inbox, stored):
    again = {nfc(each["file"]): each["status"] for each in inbox.ask("import", str(inbox.files))}
    for name, status in again.items():
        before = inbox.answers[name]["status"]
        assert status == (REFUSED if before == REFUSED else DUPLICATE), name
    assert inbox.stored().keys() == stored.keys()
    assert main(["--data", str(inbox.data), "--now", NOW, "check"]) == 0


def test_proposals_are_taken_where_there_are_some_and_nowhere_else(sent, tmp_path):
    inbox = Inbox(tmp_path, sent, "--accept-proposals")
    stored = inbox.stored()
    units = {name: answer["unit"] for name, answer in inbox.answers.items()}
    assert units["xa Vinh Hung (TCVN3).xlsx"] == "15367"
    assert units["VNPT quý III.xlsx"] == "VT03"
    assert units["Vinh Hung.xlsx"] is None
    assert units["Vinh Loc.xlsx"] is None
    _, made = stored["BC Vinh Yen (1).xlsx"]
    assert made.state is SubmissionState.RECEIVED
    taken = {code: made.value_of(code).value for code in ("C01", "C08", "E12", "H01", "C02", "C10")}
    assert taken == {"C01": 1200, "C08": 15, "E12": 5, "H01": 2_000_000, "C02": None, "C10": None}
    assert inbox.answers["BC Vinh Yen (1).xlsx"]["status"] == REVIEW
