"""Sheets, styles, strings and comments that hurt readers."""

from collections.abc import Iterator

from hostile_builders import (
    MAIN,
    OFFICE,
    PACKAGE,
    SHEET,
    STRINGS,
    STYLES,
    cell,
    docx,
    ods,
    ods_content,
    sheet,
    styles,
    table,
    with_sheet,
    workbook,
)
from hostile_packages import Make


def sheets() -> Iterator[tuple[str, Make]]:
    """Sheets with cells and areas where none can be."""
    for place in (
        "XFD1048576",
        "A99999999",
        "ZZZZ1",
        "A0",
        "A-1",
        "",
        "1A",
        "A1B2",
        "$A$1",
        "A" * 999,
    ):
        row = "".join(filter(str.isdigit, place)) or "1"
        yield (
            f"one cell at {place[:12]!r}",
            lambda p=place, r=row: with_sheet(table() + f'<row r="{r}">{cell(p, "7")}</row>'),
        )
    for row in ("99999999", "-1", "0", "1e9", "x", "9" * 400):
        yield f"a row {row[:9]!r}", lambda r=row: with_sheet(f'<row r="{r}"><c><v>1</v></c></row>')
    yield (
        "one cell a hundred thousand times",
        lambda: with_sheet('<row r="1">' + cell("A1", "7") * 100_000 + "</row>"),
    )
    yield (
        "a row of 16,384 cells, 100 times",
        lambda: with_sheet(("<row>" + "<c><v>1</v></c>" * 16_384 + "</row>") * 100),
    )
    yield (
        "a million figures",
        lambda: with_sheet(("<row>" + "<c><v>1</v></c>" * 20 + "</row>") * 50_000),
    )
    yield (
        "a million texts of their own",
        lambda: with_sheet(
            "".join(
                "<row>" + "".join(cell(f"{c}{r}", f"{c} thứ {r}") for c in "ABCDEFGHIJ") + "</row>"
                for r in range(1, 100_001)
            )
        ),
    )
    for area in ("A1:XFD1048576", "A:XFD", "1:1048576", "B2:A1", "", "x", "A1", "A1:ZZZZ99999999"):
        merged = f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'
        yield f"merged {area!r}", lambda m=merged: with_sheet(table(), after=m)
        yield f"dimension {area!r}", lambda a=area: with_sheet(table(), f'<dimension ref="{a}"/>')
        formula = f'<row r="50"><c r="A50"><f t="shared" si="0" ref="{area}">A1</f></c></row>'
        yield f"a formula shared by {area!r}", lambda f=formula: with_sheet(table() + f)
    yield (
        "200,000 merged areas",
        lambda: with_sheet(
            table(),
            after="<mergeCells>"
            + "".join(f'<mergeCell ref="A{n}:C{n}"/>' for n in range(1, 200_001))
            + "</mergeCells>",
        ),
    )
    yield (
        "10,000 merged areas over one another",
        lambda: with_sheet(
            table(),
            after="<mergeCells>" + '<mergeCell ref="A1:XFD9999"/>' * 10_000 + "</mergeCells>",
        ),
    )
    yield (
        "hidden columns a hundred thousand times",
        lambda: with_sheet(
            table(), before="<cols>" + '<col min="1" max="16384" hidden="1"/>' * 100_000 + "</cols>"
        ),
    )
    yield (
        "columns to a thousand million",
        lambda: with_sheet(
            table(), before='<cols><col min="1" max="999999999" hidden="1"/></cols>'
        ),
    )
    yield (
        "300,000 links",
        lambda: with_sheet(
            table(),
            after="<hyperlinks>"
            + '<hyperlink ref="A1:XFD9" location="x"/>' * 300_000
            + "</hyperlinks>",
        ),
    )
    yield (
        "20,000 validations",
        lambda: with_sheet(
            table(),
            after="<dataValidations>"
            + '<dataValidation sqref="A1:XFD1048576"><formula1>1</formula1></dataValidation>'
            * 20_000
            + "</dataValidations>",
        ),
    )
    for value in (
        "1e308",
        "1e400",
        "-1e400",
        "NaN",
        "INF",
        "9" * 400,
        "9" * 5000,
        "0x10",
        "1_000",
        "١٢",
        "--1",
        "1e",
        "",
    ):
        for style in ("", 's="1"'):
            yield (
                f"the figure {value[:9]!r} {style}",
                lambda v=value, s=style: workbook(
                    **{
                        STYLES: styles('<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'),
                        SHEET: sheet(
                            table()
                            + f'<row r="40">{cell("B40", "Số tổ")}'
                            + f'<c r="C40" {s}><v>{v}</v></c></row>'
                        ),
                    }
                ),
            )
    for kind in ("s", "b", "e", "d", "str", "n", "x", "inlineStr"):
        for value in ("-1", "99999999999999999999", "x", "#REF!", "1.5", "9999-99-99"):
            yield (
                f"the value {value!r} of type {kind!r}",
                lambda k=kind, v=value: with_sheet(
                    table() + f'<row r="40"><c r="C40" t="{k}"><v>{v}</v></c></row>'
                ),
            )


def other_parts() -> Iterator[tuple[str, Make]]:
    """Styles, strings and comments beyond any use."""
    yield (
        "300,000 styles",
        lambda: workbook(
            **{
                STYLES: styles(
                    '<fonts><font><name val=".VnTime"/></font></fonts><cellXfs>'
                    + '<xf numFmtId="14" fontId="0"/>' * 300_000
                    + "</cellXfs>"
                )
            }
        ),
    )
    yield (
        "300,000 number formats",
        lambda: workbook(
            **{
                STYLES: f'<styleSheet xmlns="{MAIN}"><numFmts>'
                + "".join(
                    f'<numFmt numFmtId="{n}" formatCode="0.{"0" * (n % 30)}"/>'
                    for n in range(164, 300_000)
                )
                + '</numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
            }
        ),
    )
    for code in (
        "y" * 100_000,
        "[" * 100_000,
        '"' + "a" * 100_000,
        "#,##" * 30_000,
        "\\" * 99_999,
        "[$-" * 50_000,
    ):
        yield f"the number format {code[:4]!r} without end", lambda c=code: _formatted(c)
    for index in ("-1", "999999", "x", "99999999999999999999"):
        yield (
            f"a font number {index}",
            lambda i=index: workbook(
                **{STYLES: styles(f'<cellXfs><xf numFmtId="{i}" fontId="{i}"/></cellXfs>')}
            ),
        )
        yield (
            f"a style number {index}",
            lambda i=index: with_sheet(f'<row r="1"><c r="A1" s="{i}"><v>1</v></c></row>'),
        )
        yield (
            f"a string number {index}",
            lambda i=index: with_sheet(f'<row r="1"><c r="A1" t="s"><v>{i}</v></c></row>'),
        )
    yield (
        "a text of a million fonts",
        lambda: workbook(
            **{
                STRINGS: f'<sst xmlns="{MAIN}"><si>'
                + '<r><rPr><rFont val=".VnTime"/></rPr><t>x</t></r>' * 1_000_000
                + "</si></sst>",
                SHEET: sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
            }
        ),
    )
    yield (
        "one long string in 100,000 cells",
        lambda: workbook(
            **{
                STRINGS: f'<sst xmlns="{MAIN}"><si><t>{"Số tổ " * 5_000}</t></si></sst>',
                SHEET: sheet('<row><c t="s"><v>0</v></c></row>' * 100_000),
            }
        ),
    )
    links = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/comments" Target="../comments1.xml"/></Relationships>'
    )
    for what, notes in {
        "comments over 100,000 rows": "".join(
            f'<comment ref="A{n}" authorId="0"><text><t>x</t></text></comment>'
            for n in range(1, 1_048_576, 10)
        ),
        "a comment at XFD1048576": '<comment ref="XFD1048576"><text><t>x</t></text></comment>',
        "a comment nowhere": '<comment ref="ZZZZZ0"><text><t>x</t></text></comment><comment/>',
        "a comment of 20 MiB": '<comment ref="A1"><text><t>'
        + "x" * 20_000_000
        + "</t></text></comment>",
    }.items():
        yield (
            what,
            lambda n=notes: workbook(
                **{
                    "xl/worksheets/_rels/sheet1.xml.rels": links,
                    "xl/comments1.xml": f'<comments xmlns="{MAIN}"><authors/><commentList>'
                    f"{n}</commentList></comments>",
                }
            ),
        )
    for depth in (300, 100_000, 3_000_000):
        deep = "<x>" * depth + "</x>" * depth
        yield f"a sheet {depth} deep", lambda d=deep: with_sheet(d)
        yield (
            f"strings {depth} deep",
            lambda d=deep: workbook(**{STRINGS: f'<sst xmlns="{MAIN}">{d}</sst>'}),
        )
        yield f"HTML {depth} deep", lambda d=deep: ("<html>" + d.replace("x>", "table>")).encode()
        yield f"a document {depth} deep", lambda d=deep: docx(d.replace("x>", "w:tbl>"))
        yield (
            f"an .ods {depth} deep",
            lambda d=deep: ods(ods_content(d.replace("x>", "table:table-row>"))),
        )
    for attribute in (" a='1'" * 100_000, " a" + "a" * 5_000_000 + "='1'"):
        yield (
            f"an element with {attribute[:6]!r} without end",
            lambda a=attribute: with_sheet(f"<row{a}/>"),
        )
    yield (
        "100,000 name spaces",
        lambda: with_sheet("<row " + " ".join(f'xmlns:n{n}="u{n}"' for n in range(100_000)) + "/>"),
    )


def _formatted(code: str) -> bytes:
    quoted = code.replace('"', "&quot;")
    return workbook(
        **{
            STYLES: styles(
                f'<numFmts><numFmt numFmtId="164" formatCode="{quoted}"/></numFmts>'
                '<cellXfs><xf numFmtId="164"/></cellXfs>'
            ),
            SHEET: sheet('<row r="1"><c r="A1" s="0"><v>45000</v></c></row>'),
        }
    )
