"""The orders in which the decree counts: Roman numbers, and the letters of Vietnamese."""

from vinhloc_cds.reports.framing import roman

LETTERS = "abcdđeghiklmnopqrstuvxy"
"""I.II.6.đ: points go by the Vietnamese alphabet; as usual without ă, â, ê, ô, ơ and ư."""
_OF_ROMAN = {roman(count): count for count in range(1, 60)}


def of_roman(written: str) -> int | None:
    """The number that Roman digits say; None where they are none."""
    return _OF_ROMAN.get(written.upper())
