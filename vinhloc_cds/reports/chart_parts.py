"""A chart as DrawingML, which Word and Excel draw themselves: it can be edited there.

The figures stand on a sheet: names of categories in column A, a column for each series, its name
over it. The chart repeats them, so that it is drawn also where nobody opens the sheet.
"""

from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from vinhloc_cds.reports import nd30
from vinhloc_cds.reports.document import Chart, Series
from vinhloc_cds.reports.plain import plain

CHART_KIND = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHAPES_KIND = "application/vnd.openxmlformats-officedocument.drawingml.chartshapes+xml"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_NAMESPACES = f'xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _hatched(pattern: str) -> str:
    return (
        f'<a:pattFill prst="{pattern}"><a:fgClr><a:srgbClr val="000000"/></a:fgClr>'
        '<a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr></a:pattFill>'
    )


# Offices print without colours: series differ by grey and by hatching.
_FILLS = (
    '<a:solidFill><a:srgbClr val="737373"/></a:solidFill>',
    _hatched("wdUpDiag"),
    '<a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill>',
    _hatched("diagCross"),
    '<a:solidFill><a:srgbClr val="262626"/></a:solidFill>',
    _hatched("wdDnDiag"),
)
_SIZE = 1000  # hundredths of a point
_FIRST_COLUMN = 2  # of the figures: the names of the categories stand in A
# Where the bars stand in the frame if something is drawn at a place among them.
_LEFT, _TOP, _WIDTH = 0.03, 0.14, 0.94
# Several bars of a category stand closer together than one to a category.
_BAR_SHARE = 0.72
_FONT = (
    f'<a:latin typeface="{nd30.FONT}"/><a:ea typeface="{nd30.FONT}"/><a:cs typeface="{nd30.FONT}"/>'
)
_BLACK = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_WORDS = (
    f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{_SIZE}" b="0">{_BLACK}{_FONT}'
    f'</a:defRPr></a:pPr><a:endParaRPr lang="{nd30.LANGUAGE}"/></a:p></c:txPr>'
)


def _bars_height(chart: Chart) -> float:
    """The share of the frame's height that the bars fill; below are names and a legend."""
    return 0.64 if len(chart.series) > 1 else 0.74


def number_format(chart: Chart) -> str:
    """How its figures are shown: in groups with a dot between, as in the text beside it.

    A chart follows the machine's settings, which in offices are American as often as not; so the
    dots are written out as far as a format goes, which knows two conditions.
    """
    values = [value for series in chart.series for value in series.values if value is not None]
    if not all(float(value).is_integer() for value in values):
        return "#,##0.0#"
    most = max(values, default=0)
    if most >= 1_000_000_000:
        return "#,##0"
    millions = '[>=1000000]0"."000"."000;' if most >= 1_000_000 else ""
    thousands = '[>=1000]0"."000;' if most >= 1000 else ""
    return f"{millions}{thousands}0"


def chart_space(
    chart: Chart, sheet: str, first: int, *, workbook: str = "", shapes: str = ""
) -> str:
    """The chart whose figures stand on `sheet` from row `first` (the names of the series) on.

    `workbook` and `shapes` are the ids of the parts with the figures and with what is drawn over.
    """
    where = "'" + sheet.replace("'", "''") + "'!"
    series = "".join(
        _series(chart, one, number, where, first) for number, one in enumerate(chart.series)
    )
    layout = ""
    if chart.after is not None:
        sides = (("x", _LEFT), ("y", _TOP), ("w", _WIDTH), ("h", _bars_height(chart)))
        layout = (
            '<c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            '<c:yMode val="edge"/>'
            + "".join(f'<c:{side} val="{value}"/>' for side, value in sides)
            + "</c:manualLayout>"
        )
    legend = (
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>'
        if len(chart.series) > 1
        else ""
    )
    figures = (
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData>'
        if workbook
        else ""
    )
    over = f'<c:userShapes r:id="{shapes}"/>' if shapes else ""
    return (
        f'<c:chartSpace {_NAMESPACES} xmlns:r="{_RELATIONS}"><c:date1904 val="0"/>'
        f'<c:lang val="{nd30.LANGUAGE}"/><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout>{layout}</c:layout><c:barChart>'
        f'<c:barDir val="{"bar" if chart.horizontal else "col"}"/><c:grouping val="clustered"/>'
        f'<c:varyColors val="0"/>{series}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/>'
        f"</c:barChart>{_axes(chart)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/>{_NO_LINE}</c:spPr>{_WORDS}{figures}{over}</c:chartSpace>"
    )


def _series(chart: Chart, series: Series, number: int, where: str, first: int) -> str:
    letter = get_column_letter(number + _FIRST_COLUMN)
    last = first + len(chart.categories)
    names = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(plain(name))}</c:v></c:pt>'
        for at, name in enumerate(chart.categories)
    )
    values = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>'
        for at, value in enumerate(series.values)
        if value is not None
    )
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    shown = "".join(
        f'<c:show{what} val="{int(what == "Val")}"/>'
        for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    form = escape(number_format(chart), {'"': "&quot;"})
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef>'
        f"<c:f>{escape(where)}${letter}${first}</c:f><c:strCache>"
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(plain(series.name))}</c:v></c:pt>'
        "</c:strCache></c:strRef></c:tx>"
        f'<c:spPr>{_FILLS[number % len(_FILLS)]}<a:ln w="6350">{_BLACK}</a:ln></c:spPr>'
        f'<c:invertIfNegative val="0"/><c:dLbls><c:numFmt formatCode="{form}"'
        f' sourceLinked="0"/><c:spPr><a:noFill/>{_NO_LINE}</c:spPr>{_WORDS}'
        f'<c:dLblPos val="outEnd"/>{shown}</c:dLbls>'
        f"<c:cat><c:strRef><c:f>{escape(where)}$A${first + 1}:$A${last}</c:f>"
        f"<c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{escape(where)}${letter}${first + 1}:${letter}${last}</c:f>"
        f"<c:numCache><c:formatCode>{form}</c:formatCode>{count}{values}</c:numCache>"
        "</c:numRef></c:val></c:ser>"
    )


def _axes(chart: Chart) -> str:
    """The names along their axis; the figures stand at the bars and need none."""
    # Horizontal bars count from below; the first belongs at the top.
    least = min((v for one in chart.series for v in one.values if v is not None), default=0)
    ground = '<c:min val="0"/>' if least >= 0 else ""
    turned = "maxMin" if chart.horizontal else "minMax"
    sides = ("l", "b") if chart.horizontal else ("b", "l")
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="{turned}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{sides[0]}"/><c:numFmt formatCode="General"'
        ' sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        '<c:tickLblPos val="low"/><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
        f'</a:solidFill></a:ln></c:spPr>{_WORDS}<c:crossAx val="2"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
        '</c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>'
        f'{ground}</c:scaling><c:delete val="1"/>'
        f'<c:axPos val="{sides[1]}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def shapes(chart: Chart) -> str:
    """The line behind the category that `Chart.after` counts to, with its words at its head."""
    share = (chart.after or 0) / max(len(chart.categories), 1)
    if chart.horizontal:
        at = _TOP + _bars_height(chart) * share
        line = (_LEFT, at, _LEFT + _WIDTH, at)
        words = (0.6, at - 0.1, 1.0, at)
    else:
        at = _LEFT + _WIDTH * share
        line = (at, _TOP - 0.02, at, _TOP + _bars_height(chart))
        words = (max(at - 0.3, 0.0), 0.0, min(at + 0.3, 1.0), _TOP - 0.02)
    label = (
        f'<a:bodyPr wrap="square" lIns="0" rIns="0" tIns="0" bIns="0" anchor="b"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="ctr"/><a:r><a:rPr lang="{nd30.LANGUAGE}" sz="{_SIZE}" i="1">{_BLACK}'
        f"{_FONT}</a:rPr><a:t>{escape(plain(chart.after_label))}</a:t></a:r></a:p>"
    )
    return (
        f'<c:userShapes {_NAMESPACES} xmlns:cdr="{_DRAWING}/chartDrawing">'
        f"<cdr:relSizeAnchor>{_corners(line)}"
        '<cdr:cxnSp macro=""><cdr:nvCxnSpPr><cdr:cNvPr id="2" name="line"/><cdr:cNvCxnSpPr/>'
        f"</cdr:nvCxnSpPr><cdr:spPr>{_FRAME}"
        f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="15875">{_BLACK}'
        '<a:prstDash val="dash"/></a:ln></cdr:spPr></cdr:cxnSp></cdr:relSizeAnchor>'
        f"<cdr:relSizeAnchor>{_corners(words)}"
        '<cdr:sp macro="" textlink=""><cdr:nvSpPr><cdr:cNvPr id="3" name="words"/>'
        f'<cdr:cNvSpPr txBox="1"/></cdr:nvSpPr><cdr:spPr>{_FRAME}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></cdr:spPr>'
        f"<cdr:txBody>{label}</cdr:txBody></cdr:sp></cdr:relSizeAnchor></c:userShapes>"
    )


_FRAME = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>'


def _corners(place: tuple[float, float, float, float]) -> str:
    x1, y1, x2, y2 = (f"{each:.4f}" for each in place)
    return (
        f"<cdr:from><cdr:x>{x1}</cdr:x><cdr:y>{y1}</cdr:y></cdr:from>"
        f"<cdr:to><cdr:x>{x2}</cdr:x><cdr:y>{y2}</cdr:y></cdr:to>"
    )


def height(chart: Chart) -> float:
    """How high the chart is, in points."""
    if chart.horizontal:
        bars = len(chart.categories) * max(len(chart.series) * _BAR_SHARE, 1)
        return max(nd30.CHART_HEIGHT, nd30.CHART_FRAME + bars * nd30.CHART_BAR)
    return nd30.CHART_HEIGHT
