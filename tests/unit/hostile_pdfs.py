"""PDFs that no program makes: damaged, endless, going round in circles. Inspected one by one.

Run as a program it prints one line for each; it is run in a process of its own with limits.
"""

import json
import sys
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from vinhloc_cds.errors import UserError
from vinhloc_cds.inspection.inspecting import inspect

_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
_WORDS = b"BT /F 14 Tf 90 700 Td (Bao cao ket qua) Tj ET"


def assembled(objects: dict[int, bytes | str], root: int = 1, trailer: str = "") -> bytes:
    """A file of these objects with a right table of where they are."""
    data = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, found in objects.items():
        places[number] = len(data)
        words = found.encode() if isinstance(found, str) else found
        data += b"%d 0 obj\n%s\nendobj\n" % (number, words)
    table = len(data)
    size = max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        data += b"%010d 00000 n \n" % places.get(number, 0)
    ending = f"trailer\n<</Size {size}/Root {root} 0 R{trailer}>>\nstartxref\n{table}\n%%EOF"
    return bytes(data) + ending.encode()


def stream(content: bytes, head: str = "", *, packed: bool = False) -> bytes:
    """A stream, packed if asked for."""
    content = zlib.compress(content) if packed else content
    how = "/Filter/FlateDecode" if packed else ""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (
        (head + how).encode(), len(content), content,
    )  # fmt: skip


def one_page(
    content: bytes = _WORDS, box: str = "0 0 595 842", more: str = "", *, packed: bool = False,
    **others: bytes,
) -> bytes:  # fmt: skip
    """A page with this content; `more` stands among its resources, `others` are objects `o7`…"""
    page = (
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R"
        f"/Resources<</Font<</F 5 0 R>>{more}>>>>"
    )
    return assembled(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: page,
            4: stream(content, packed=packed),
            5: _FONT,
            **{int(name[1:]): found for name, found in others.items()},
        }
    )


def tree(kids: Callable[[int], str], depth: int, count: int = 1) -> bytes:
    """A tree of pages as deep; `kids` says what stands below a node."""
    page = "<</Type/Page/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
    nodes = {10 + at: f"<</Type/Pages/Kids[{kids(10 + at)}]/Count {count}>>" for at in range(depth)}
    return assembled(
        {1: "<</Type/Catalog/Pages 10 0 R>>", 3: page, 4: stream(_WORDS), 5: _FONT, **nodes}
    )


def many_pages(count: int) -> bytes:
    data = BytesIO()
    canvas = Canvas(data, invariant=True)
    for _ in range(count):
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def locked() -> bytes:
    data = BytesIO()
    canvas = Canvas(data, encrypt=StandardEncryption("mat-khau"), invariant=True)
    canvas.drawString(90, 700, "Bao cao")
    canvas.save()
    return data.getvalue()


def files() -> Iterator[tuple[str, bytes]]:
    """The files that are soon read or refused, with their names."""
    whole = one_page()
    for part in (9, 60, len(whole) // 3, len(whole) - 60):
        yield f"cut after {part}", whole[:part]
    yield "bytes lost", whole[:200] + whole[260:]
    yield "locked", locked()
    yield "501 pages", many_pages(501)
    yield "a tree of 5,000 levels", tree(lambda at: f"{at + 1 if at < 5_009 else 3} 0 R", 5_000)
    yield "a tree in a circle", tree(lambda _: "10 0 R", 1, 3)
    yield "a tree that doubles", tree(lambda at: f"{at + 1} 0 R " * 2 if at < 39 else "3 0 R", 30)
    yield "a count that lies", tree(lambda _: "3 0 R", 1, 2_000_000_000)
    for box in ("0 0 1e9 1e9", "0 0 0 0", "0 0 -595 -842", "9e37 9e37 -9e37 9e37", "a b c d"):
        yield f"box {box}", one_page(box=box)
    yield "a bomb of blanks", one_page(b" " * 60_000_000 + _WORDS, packed=True)
    form = stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
                  "/Resources<</XObject<</X 7 0 R>>>>")  # fmt: skip
    yield "a form in itself", one_page(b"/X Do", more="/XObject<</X 7 0 R>>", o7=form)
    yield (
        "a form by another name",
        one_page(b"/X Do", more="/XObject<</X 7 0 R>>", o7=form.replace(b"/Form", b"/F#6frm")),
    )
    yield (
        "a form by reference",
        one_page(
            b"/X Do", more="/XObject<</X 7 0 R>>", o7=form.replace(b"/Form", b" 8 0 R"), o8=b"/Form"
        ),
    )
    tile = stream(b"/Pattern cs /P scn 0 0 5 5 re f", "/Type/Pattern/PatternType 1/PaintType 1"
                  "/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"
                  "/Resources<</Pattern<</P 7 0 R>>>>")  # fmt: skip
    yield (
        "a tile in itself",
        one_page(b"/Pattern cs /P scn 0 0 500 500 re f", more="/Pattern<</P 7 0 R>>", o7=tile),
    )
    unread = stream(b"no numbers", "/Type/ObjStm/N 1/First 5", packed=True)
    form = stream(b"", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    yield "packed objects that are none", one_page(o7=unread.replace(b"x\x9c", b"  "), o8=form)
    nested = {
        f"o{n}": stream(
            b"/X Do " * 12,
            f"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {n + 1} 0 R>>>>",
        )
        for n in range(7, 15)
    }
    last = {"o15": stream(b"0 0 9 9 re f", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]")}
    yield "forms that multiply", one_page(b"/X Do", more="/XObject<</X 7 0 R>>", **nested, **last)
    yield "places that are no numbers", one_page(b"1e38 0 0 1e38 1e38 -1e38 cm " + _WORDS * 3)
    yield "letters of no size", one_page(_WORDS.replace(b"14 Tf", b"0 Tf"))
    yield "letters of any size", one_page(_WORDS.replace(b"14 Tf", b"1e30 Tf"))


def endless() -> Iterator[tuple[str, bytes]]:
    """Files that take seconds to be read or refused."""
    yield "5,000 pages", many_pages(5_000)
    yield "endless boxes", one_page(b"0 0 9 9 re f " * 600_000 + _WORDS, packed=True)
    yield "endless corners", one_page(b"0 0 m " + b"9 9 l 0 500 l " * 900_000 + b"f", packed=True)
    yield "endless words", one_page(_WORDS.replace(b"Bao", b"Bao " * 2_000_000), packed=True)
    yield "endless lines", one_page(b"1 1 m 1 800 l S 1 1 m 500 1 l S " * 60_000 + _WORDS)
    yield "endless graphics states", one_page(b"q " * 3_000_000 + _WORDS, packed=True)


def main() -> None:
    """A line before and after each: the last one says where a crash was."""
    slow = endless() if "--slow" in sys.argv else ()
    for name, data in (*files(), *slow):
        sys.stdout.write(json.dumps([name, ""]) + "\n")
        sys.stdout.flush()
        try:
            said = f"{len(inspect(data, 'x.pdf').results)} results."
        except UserError as error:
            said = str(error)
        sys.stdout.write(json.dumps([name, said]) + "\n")


if __name__ == "__main__":
    main()
