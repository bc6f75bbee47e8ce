"""What of a page's styles matters to figures: the fonts that letters are in, and what is hidden."""

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

_SELECTOR = re.compile(r"[\w-]*(\.[\w-]+)|[\w-]+")
_FAMILY = re.compile(r"""font-family\s*:\s*(?:"([^"]*)"|'([^']*)'|([^,;"']+))""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)


class Style(NamedTuple):
    """Blank and False where nothing is said."""

    font: str = ""
    hidden: bool = False


_PLAIN = Style()


class Styles:
    """The rules of a page for tags and for classes, without any more of the cascade."""

    def __init__(self, sheets: str) -> None:
        self._rules: dict[str, Style] = {}
        for rule in sheets.replace("<!--", " ").replace("-->", " ").split("}"):
            selectors, brace, declarations = rule.rpartition("{")
            if not brace:
                continue
            style = _declared(declarations)
            if style == _PLAIN:
                continue
            for selector in selectors.split(","):
                if found := _SELECTOR.fullmatch(selector.strip()):
                    self._rules[(found[1] or found[0]).lower()] = style

    def of(self, element: "_Element") -> Style:
        """The style of an element by itself, without what it inherits."""
        style = self._rules.get(str(element.tag), _PLAIN)
        if not element.attrib:
            return style
        for name in element.get("class", "").split():
            style = _over(self._rules.get(f".{name}".lower(), _PLAIN), style)
        if declarations := element.get("style"):
            style = _over(_declared(declarations), style)
        if face := element.get("face"):
            style = style._replace(font=face.split(",")[0].strip(" \"'"))
        return style._replace(hidden=True) if "hidden" in element.attrib else style


def _declared(declarations: str) -> Style:
    family = _FAMILY.search(declarations)
    font = next(filter(None, family.groups()), "").strip() if family else ""
    return Style(font, bool(_HIDDEN.search(declarations)))


def _over(upper: Style, lower: Style) -> Style:
    return Style(upper.font or lower.font, upper.hidden or lower.hidden)
