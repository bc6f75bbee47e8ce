"""Small steps through WordprocessingML. Tags are told by their local names: Strict is read too."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_POINTS_PER_TWIP = 1 / 20
_LONGEST = 12


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: "_Element") -> str:
    """The tag without its namespace."""
    return _local(str(element.tag))


def get(element: "_Element | None", name: str) -> str:
    """An attribute by its local name; blank where there is none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if _local(str(key)) == name:
            return str(value)
    return ""


def child(element: "_Element | None", name: str) -> "_Element | None":
    """The first child of that name."""
    if element is not None:
        for each in element:
            if local(each) == name:
                return each
    return None


def value(element: "_Element | None", name: str) -> str:
    """The `val` of the child of that name."""
    return get(child(element, name), "val")


def inside(element: "_Element", *names: str) -> Iterator["_Element"]:
    """Everything of these names within an element."""
    return (each for each in element.iter() if local(each) in names)


def number(written: str) -> float | None:
    """A number of an attribute; None where it is none, or beyond any page."""
    written = written.removesuffix("pt")
    try:
        return float(written) if 0 < len(written) <= _LONGEST else None
    except ValueError:
        return None


def points(written: str) -> float | None:
    """Twips (or points, where Strict spells them) as points."""
    found = number(written)
    if found is None or written.endswith("pt"):
        return found
    return found * _POINTS_PER_TWIP


def is_on(element: "_Element | None", name: str) -> bool | None:
    """A property that is on, off, or not mentioned."""
    found = child(element, name)
    return None if found is None else get(found, "val") not in {"0", "false", "off", "none"}
