"""Units' pictures from the store into all three formats of the report."""

import re
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from incoming_samples import incoming
from report_documents import PAYLOADS, picture
from stores import NOW, opened

from vinhloc_cds.domain.incoming import FileKind, FileReading, Recognition
from vinhloc_cds.domain.issuing import IssueForm
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.services.office import Office
from vinhloc_cds.services.reporting import FORMATS

PLAN = "KH-CDS-2024"
PHOTO = FileReading(FileKind.PICTURE, Recognition.NONE)
LOST, BROKEN = "Ảnh mất tệp", "Ảnh hỏng"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """As many pictures as there are hostile captions, then one that is lost and one broken."""
    with opened(tmp_path_factory.mktemp("data")) as (store, backups):
        case = Office.over(store, backups, lambda: NOW)
        case.planning.ensure_built_in()
        datas = [picture("JPEG", (60, 40 + n)) for n in range(len(PAYLOADS) + 1)]
        chosen = []
        for data, caption in zip([*datas, picture()[:60]], [*PAYLOADS, LOST, BROKEN], strict=True):
            sha256 = store.attachments.put(data)
            with store.writing() as work:
                file = incoming(sha256, plan=PLAN, unit="15364", reading=PHOTO, size=len(data))
                chosen.append(AnnexPicture(work.incoming.add(file).id, caption))
        (lost,) = (p for p in store.path.parent.rglob("*") if p.is_file() and _is(p, datas[-1]))
        lost.unlink()
        case.pictures.choose(PLAN, chosen)
        yield case


def _is(path, data: bytes) -> bool:
    return path.stat().st_size == len(data) and path.read_bytes() == data


@pytest.fixture(scope="module")
def rendered(case):
    return {each: case.reporting.render(PLAN, each) for each in FORMATS}


def test_the_order_is_kept_by_the_store(case):
    wanted = tuple(collapse(words) for words in (*PAYLOADS, LOST, BROKEN))
    with case.store.reading() as work:
        assert tuple(each.caption for each in work.pictures.of_plan(PLAN)) == wanted
    case.pictures.choose(PLAN, ())
    with case.store.reading() as work:
        assert work.pictures.of_plan(PLAN) == ()
    case.history.undo()
    with case.store.reading() as work:
        assert tuple(each.caption for each in work.pictures.of_plan(PLAN)) == wanted


def test_the_same_pictures_give_the_same_bytes(case, rendered):
    assert case.reporting.render(PLAN, "docx") == rendered["docx"]


def test_the_pdf_has_the_pictures_and_a_sentence_for_those_that_cannot_be_shown(rendered):
    pages = pypdfium2.PdfDocument(rendered["pdf"])
    annex = [
        words
        for page in pages
        if (words := page.get_textpage().get_text_bounded()) and "Không hiển thị được" in words
    ]
    said = " ".join(" ".join(annex).split())
    assert said.count("Không hiển thị được ảnh này") == 2
    assert LOST in said
    assert BROKEN in said
    pages.close()


def test_words_below_pictures_are_only_words(rendered):
    book = openpyxl.load_workbook(BytesIO(rendered["xlsx"]))
    sheet = book["Hình ảnh"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert len(sheet._images) == len(PAYLOADS)
    with ZipFile(BytesIO(rendered["docx"])) as archive:
        body = archive.read("word/document.xml").decode()
        pictures = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert len(pictures) == len(PAYLOADS)
    assert not re.search(r"<(img|b|script)\b", body)


def test_what_is_signed_has_them_too(case):
    proposal = case.issuing.propose(PLAN, "ubnd")
    assert sum("Không đọc được ảnh" in point for point in proposal.open_points) == 2
    form = IssueForm(5, proposal.day, proposal.signer, (), ("Lưu: VT.",))
    with ZipFile(BytesIO(case.issuing.rehearse(PLAN, "ubnd", form)["docx"])) as archive:
        media = [name for name in archive.namelist() if name.startswith("word/media/")]
    assert len(media) == len(PAYLOADS)


def test_the_body_refers_to_the_annex_only_while_there_is_one(case, rendered):
    def refers(data: bytes) -> bool:
        with ZipFile(BytesIO(data)) as archive:
            return "được in tại Phụ lục IV" in archive.read("word/document.xml").decode()

    assert refers(rendered["docx"])
    case.pictures.choose(PLAN, ())
    assert not refers(case.reporting.render(PLAN, "docx"))
    case.history.undo()
