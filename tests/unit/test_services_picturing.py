"""Units' pictures in the report: which may stand there, in which order, with which words."""

from dataclasses import replace
from io import BytesIO

import pytest
from builders import at
from importing_desk import refusal
from incoming_samples import incoming
from memory import MemoryStore, office
from PIL import Image
from report_documents import picture
from report_samples import NOW, plan_2024, submission

from vinhloc_cds.domain.incoming import (
    FileKind,
    FileProblem,
    FileReading,
    IncomingState,
    Recognition,
    Todo,
)
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.domain.plan import Severity
from vinhloc_cds.reports.picture import _read, printable
from vinhloc_cds.services.importing import Decision
from vinhloc_cds.services.picturing import annex_pictures

PLAN = "KH-CDS-2024"
PHOTO = FileReading(
    FileKind.PICTURE,
    Recognition.NONE,
    problems=(FileProblem(Todo.ENTER_BY_HAND, Severity.QUESTION, "Ảnh chụp."),),
)
OWN = "UBND thị trấn Vĩnh Lộc: hưởng ứng Ngày Chuyển đổi số quốc gia năm 2024"


@pytest.fixture
def store() -> MemoryStore:
    """Three pictures of communes, and what is none: the last four."""
    store = MemoryStore(plan_2024(), now=NOW)
    files = [
        ("15349", PHOTO, IncomingState.WAITING),
        ("15352", PHOTO, IncomingState.WAITING),
        ("15355", PHOTO, IncomingState.TAKEN),
        (None, PHOTO, IncomingState.WAITING),
        ("KHAC", PHOTO, IncomingState.WAITING),
        ("15358", PHOTO, IncomingState.DISCARDED),
        ("15361", replace(PHOTO, kind=FileKind.PDF), IncomingState.WAITING),
    ]
    for number, (unit, reading, state) in enumerate(files, 1):
        data = picture("JPEG", (60, 30 + number))
        store.tables.incoming[number] = incoming(
            store.attachments.put(data),
            id=number,
            plan=PLAN,
            file_name=f"anh-{number}.jpg",
            received_at=at(f"2024-10-0{number}T08:00"),
            unit=unit,
            state=state,
            reading=reading,
        )
    return store


@pytest.fixture
def case(store: MemoryStore):
    return office(store)


def printed_pictures(case):
    """The pictures as the report has them."""
    with case.store.reading() as work:
        return annex_pictures(work, case.store.attachments, work.plans.get(PLAN))


def choose(case, *numbers: int, **captions: str) -> None:
    chosen = [AnnexPicture(number, captions.get(f"of_{number}", "")) for number in numbers]
    case.pictures.choose(PLAN, chosen)


def listed(case) -> list[tuple[int, bool]]:
    return [(each.incoming, each.chosen) for each in case.pictures.candidates(PLAN)]


def test_pictures_of_known_units_are_offered_and_none_stands_there_by_itself(case):
    assert listed(case) == [(3, False), (2, False), (1, False)]
    assert case.pictures.candidates(PLAN)[2].caption == OWN
    assert printed_pictures(case) == ()


def test_the_annex_follows_the_officers_order_in_one_step_that_can_be_undone(case, store):
    choose(case, 1, 3)
    assert listed(case) == [(1, True), (3, True), (2, False)]
    choose(case, 3, 1)
    assert [each.data for each in printed_pictures(case)] == [
        case.pictures.data(3),
        case.pictures.data(1),
    ]
    assert [(line.action, line.entity_id) for line in store.tables.audit] == [("choose", PLAN)] * 2
    case.history.undo()
    assert listed(case) == [(1, True), (3, True), (2, False)]
    choose(case, 1, 3)
    assert len(store.tables.audit) == 3, "what changes nothing leaves no trace"


@pytest.mark.parametrize(
    ("typed", "stored", "printed"),
    [
        ("  Lễ phát động\n ở xã ", "Lễ phát động ở xã", "Lễ phát động ở xã"),
        ("Hoa\u0300 bình", "Hoà bình", "Hoà bình"),
        (OWN, "", OWN),
        (" ", "", OWN),
    ],
)
def test_the_words_below_are_the_officers_or_else_the_programs(case, store, typed, stored, printed):
    choose(case, 1, of_1=typed)
    assert store.tables.pictures[PLAN] == (AnnexPicture(1, stored),)
    assert printed_pictures(case)[0].caption == printed
    assert case.pictures.candidates(PLAN)[0].caption == printed


@pytest.mark.parametrize("number", [4, 5, 6, 7, 99])
def test_what_is_no_picture_of_a_unit_is_refused(case, store, number):
    assert refusal(case.pictures.choose, PLAN, [AnnexPicture(number)]) == "pictures.gone"
    assert store.tables.pictures == {}


def test_a_file_that_is_discarded_leaves_the_annex_and_comes_back_with_undo(case):
    choose(case, 1, 2)
    case.importing.discard(1, "Gửi nhầm")
    assert [each.data for each in printed_pictures(case)] == [case.pictures.data(2)]
    assert listed(case) == [(2, True), (3, False)]
    case.history.undo()
    assert len(printed_pictures(case)) == 2


def test_the_unit_is_that_of_the_report_that_was_entered_from_it(case, store):
    store.tables.submissions[1] = submission("PB03")
    store.tables.incoming[3] = replace(store.tables.incoming[3], submission=1)
    assert case.pictures.candidates(PLAN)[0].caption.startswith("Phòng Tư pháp: ")


def test_reports_hold_what_was_received_by_then(case, monkeypatch):
    seen = []
    monkeypatch.setattr(
        "vinhloc_cds.reports.consolidated.consolidated_report",
        lambda *_, pictures, **__: seen.append(len(pictures)),
    )
    monkeypatch.setattr("vinhloc_cds.services.reporting.render", lambda *_, **__: b"")
    choose(case, 1, 3)
    for moment in (None, at("2024-10-02T08:00"), at("2024-09-30T08:00")):
        case.reporting.render(PLAN, "pdf", as_of=moment)
    assert seen == [2, 1, 0]


def test_a_lost_file_is_said_and_stops_nothing(case, store):
    choose(case, 1, 2)
    store.attachments.files.pop(store.tables.incoming[1].sha256)
    assert [bool(each.data) for each in printed_pictures(case)] == [False, True]
    (said,) = (each for each in case.issuing.propose(PLAN, "ubnd").open_points if "ảnh" in each)
    assert OWN in said


def test_a_picture_without_figures_is_settled_in_one_step(case, store):
    case.importing.decide(4, Decision(unit="PB03", no_figures=True))
    assert (4, False) in listed(case)
    listed_files = {file.id: points for file, points in case.importing.incoming(PLAN)}
    assert not any(point.open for point in listed_files[4])
    case.history.undo()
    assert store.tables.incoming[4].unit is None


def test_a_file_that_figures_were_read_from_is_no_picture(case, store):
    read = replace(PHOTO, kind=FileKind.XLSX, recognition=Recognition.FORM_ID)
    store.tables.incoming[4] = replace(store.tables.incoming[4], reading=read)
    assert refusal(case.importing.decide, 4, Decision(no_figures=True)) == "importing.is_read"


def telephone(size: tuple[int, int]) -> bytes:
    """A picture as a telephone takes it: turned by a remark, with the place where it was taken."""
    image = Image.effect_noise(size, 60).convert("RGB")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[2] = (20.0, 1.0, 2.0)
    out = BytesIO()
    image.save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


def test_a_telephones_picture_is_printed_upright_small_and_without_its_place():
    data = telephone((2400, 1500))
    found = printable(data)
    assert (found.kind, found.width, found.height) == ("jpeg", 1000, 1600)
    assert b"Exif" in data
    assert b"Exif" not in found.data
    assert len(found.data) < len(data) / 2
    with Image.open(BytesIO(found.data)) as image:
        red, _, blue = image.getpixel((500, 100))
        assert red > 200 > blue, "what was at the left is at the top"
    assert _read(data) == found


def test_a_photograph_that_was_sent_as_png_is_no_larger_than_as_jpeg():
    out = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(out, "PNG")
    assert printable(out.getvalue()).kind == "jpeg"
    assert printable(picture("PNG")).kind == "png"
