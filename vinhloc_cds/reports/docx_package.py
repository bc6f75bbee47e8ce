"""A Word file's parts around its text: what they are called, how they hang together, who made them.

Written part by part, not poured into an office program's template: nothing is in the file that the
decree's page does not need, and a long annex costs what its text costs.
"""

from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.docx_styles import style_id
from vinhloc_cds.reports.fixed import zipped
from vinhloc_cds.reports.plain import plain

_HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_KINDS = "application/vnd.openxmlformats-officedocument"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", f"{_OFFICE}/relationships"),
        ("wp", f"{_DRAWING}/wordprocessingDrawing"),
        ("a", f"{_DRAWING}/main"),
        ("pic", f"{_DRAWING}/picture"),
        ("c", f"{_DRAWING}/chart"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("o", "urn:schemas-microsoft-com:office:office"),
    )
)
_W = NAMESPACES.split(" ", 1)[0]
# Files that are told by their name's ending; every other part is named.
_ENDINGS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xlsx": f"{_KINDS}.spreadsheetml.sheet",
}
# Since Word 2013 a table's edge stands at the margin, not its text.
_COMPATIBILITY = "15"
_WATERMARK_SIZE = (420, 105)


class Package:
    """The parts of one file. `relate` gives the ids by which the text names other parts."""

    def __init__(self) -> None:
        self._parts: dict[str, bytes] = {}
        self._kinds: dict[str, str] = {}
        self._relations: dict[str, list[str]] = {}

    def add(self, name: str, content: str | bytes, kind: str = "") -> None:
        """A part: XML without its declaration as words, anything else as bytes."""
        data = (_HEADER + content).encode() if isinstance(content, str) else content
        self._parts[name] = data
        if kind:
            self._kinds[name] = kind

    def relate(self, source: str, kind: str, target: str) -> str:
        """Let `source` name `target` (a path in the file); the id to name it by."""
        found = self._relations.setdefault(source, [])
        number = f"rId{len(found) + 1}"
        uri = kind if "/" in kind else f"{_OFFICE}/relationships/{kind}"
        found.append(f'<Relationship Id="{number}" Type="{uri}" Target="/{target}"/>')
        return number

    def part(self, name: str, content: str, kind: str, relation: str) -> str:
        """A part of the text's own: added under word/ and named by it."""
        self.add(f"word/{name}", content, f"{_KINDS}.wordprocessingml.{kind}+xml")
        return self.relate("word/document.xml", relation, f"word/{name}")

    def packed(self, moment: datetime) -> bytes:
        """The file."""
        for source, found in self._relations.items():
            folder, _, name = source.rpartition("/")
            self._parts[f"{folder}/_rels/{name}.rels".lstrip("/")] = (
                f'{_HEADER}<Relationships xmlns="{_PACKAGE}/relationships">'
                f"{''.join(found)}</Relationships>"
            ).encode()
        return zipped({"[Content_Types].xml": self._types(), **self._parts}, moment)

    def _types(self) -> bytes:
        endings = {name.rpartition(".")[2] for name in self._parts}
        defaults = "".join(
            f'<Default Extension="{ending}" ContentType="{kind}"/>'
            for ending, kind in _ENDINGS.items()
            if ending in endings
        )
        named = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in self._kinds.items()
        )
        return (
            f'{_HEADER}<Types xmlns="{_PACKAGE}/content-types">{defaults}{named}</Types>'.encode()
        )


def add_properties(package: Package, words: Mapping[str, str], moment: datetime) -> None:
    """Metadata (element to words) that says nothing of this machine or of the time of printing."""
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    said = "".join(
        f"<{key}>{escape(plain(value))}</{key}>" for key, value in words.items() if value
    )
    package.add(
        "docProps/core.xml",
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{said}'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "</cp:coreProperties>",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
    package.relate("", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml")


def add_settings(package: Package) -> None:
    """How Word lays the file out, and the one font it names."""
    settings = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", _COMPATIBILITY),
            ("overrideTableStyleFontSizeAndJustification", "1"),
            ("enableOpenTypeFeatures", "1"),
            ("doNotFlipMirrorIndents", "1"),
        )
    )
    package.part(
        "settings.xml",
        f'<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        f'<w:characterSpacingControl w:val="doNotCompress"/><w:compat>{settings}</w:compat>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>',
        "settings",
        "settings",
    )
    package.part(
        "fontTable.xml",
        f'<w:fonts {_W}><w:font w:name="{nd30.FONT}"/></w:fonts>',
        "fontTable",
        "fontTable",
    )


def add_headers(package: Package, mark: str) -> str:
    """The page number over every page but the first, and `mark` behind all; their references."""
    field = "".join(
        f"<w:r>{part}</w:r>"
        for part in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve">PAGE</w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>2</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    references = ""
    # The first page has an empty header of its own, so that no reader shows the number there.
    for number, (kind, inside) in enumerate((("default", field), ("first", "")), 1):
        behind = _watermark(mark, number) if mark else ""
        made = package.part(
            f"header{number}.xml",
            f'<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="{style_id(nd30.PAGE_NUMBER)}"/>'
            f'<w:jc w:val="center"/></w:pPr>{behind}{inside}</w:p></w:hdr>',
            "header",
            "header",
        )
        references += f'<w:headerReference w:type="{kind}" r:id="{made}"/>'
    return references


def _watermark(mark: str, number: int) -> str:
    """Words across the page, named as Word's own so that its "Remove watermark" finds them."""
    width, height = _WATERMARK_SIZE
    centered = "".join(
        f"mso-position-{way}:center;mso-position-{way}-relative:margin;"
        for way in ("horizontal", "vertical")
    )
    return (
        "<w:r><w:rPr><w:noProof/></w:rPr><w:pict>"
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
        ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}"'
        ' type="#_x0000_t136" o:allowincell="f" fillcolor="silver" stroked="f"'
        f' style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;'
        f'rotation:315;z-index:-251658752;{centered}"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;{nd30.FONT}&quot;;font-size:1pt"'
        f" string={quoteattr(mark)}/></v:shape></w:pict></w:r>"
    )
