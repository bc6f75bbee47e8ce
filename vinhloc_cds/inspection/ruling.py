"""How a rule's faults are gathered, and what becomes of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from vinhloc_cds.inspection.outcome import Finding, Outcome, RuleResult
from vinhloc_cds.inspection.sheet import Line
from vinhloc_cds.texts import text

_SHOWN = 60
_SIZE_LEEWAY = 0.3


def excerpt(words: str, most: int = _SHOWN) -> str:
    """The first words of something, on a line."""
    joined = " ".join(words[: 4 * most].split())
    if len(joined) <= most:
        return joined
    return joined[:most].rsplit(" ", 1)[0] + "…"


def place_of(line: Line) -> str:
    """Where a line is found: its page if that is known, and its first words."""
    words = excerpt(line.words)
    if line.page is not None:
        return text("inspection.place.page", page=line.page, words=words)
    return text("inspection.place.words", words=words)


@dataclass
class Faults:
    """What is wrong by one rule, each fault once with all its places.

    `seen` says whether the document has what the rule is about at all.
    """

    seen: bool = False
    _failed: dict[str, list[str]] = field(default_factory=dict)
    _doubtful: dict[str, list[str]] = field(default_factory=dict)

    def fail(self, sentence: str, place: str = "") -> None:
        """A fault; it is about something that is there, or has to be."""
        self.seen = True
        self._failed.setdefault(sentence, []).append(place)

    def doubt(self, sentence: str, place: str = "") -> None:
        """What a person has to look at."""
        self.seen = True
        self._doubtful.setdefault(sentence, []).append(place)

    def result(self, rule: str, clause: str) -> RuleResult:
        """The rule's result; `rule` names its title in the catalogue."""
        if self._failed:
            outcome = Outcome.FAILED
        elif self._doubtful:
            outcome = Outcome.DOUBTFUL
        else:
            outcome = Outcome.PASSED if self.seen else Outcome.ABSENT
        findings = tuple(_findings(self._failed)) + tuple(_findings(self._doubtful))
        return RuleResult(rule, clause, text(f"inspection.rule.{rule}"), outcome, findings)


def _findings(faults: dict[str, list[str]]) -> Iterable[Finding]:
    for sentence, found in faults.items():
        places = [place for place in found if place]
        place = places[0] if places else ""
        if len(places) > 1:
            place = text("inspection.place.more", place=place, count=len(places) - 1)
        yield Finding(sentence, place)


def clause(section: str, number: int, point: str = "") -> str:
    """A clause of the decree's Annex I, part I, as it is cited."""
    if point:
        return text("inspection.clause.point", section=section, number=number, point=point)
    return text("inspection.clause.whole", section=section, number=number)


def shown(number: float) -> str:
    """A measure in Vietnamese notation, without decimals that say nothing."""
    return f"{number:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def face(*, bold: bool, italic: bool) -> str:
    """What letters look like, in the decree's words."""
    if bold and italic:
        return text("inspection.face.bold_italic")
    if bold:
        return text("inspection.face.bold")
    return text("inspection.face.italic" if italic else "inspection.face.upright")


def hold_size(faults: Faults, what: str, line: Line, sizes: tuple[float, float]) -> None:
    """Fail letters that are smaller or larger than `sizes`."""
    low, high = sizes
    for size in sorted(set(line.sizes)):
        if not low - _SIZE_LEEWAY <= size <= high + _SIZE_LEEWAY:
            asked = shown(low) if low == high else f"{shown(low)}–{shown(high)}"
            sentence = text("inspection.size", what=what, size=shown(size), asked=asked)
            faults.fail(sentence, place_of(line))


def hold_face(faults: Faults, what: str, line: Line, *, bold: bool, italic: bool) -> None:
    """Fail letters that are not as bold or as slanted as asked."""
    for run in line.written:
        if any(letter.isalnum() for letter in run.text) and (run.bold, run.italic) != (
            bold,
            italic,
        ):
            found = face(bold=run.bold, italic=run.italic)
            asked = face(bold=bold, italic=italic)
            faults.fail(
                text("inspection.face.wrong", what=what, found=found, asked=asked), place_of(line)
            )
            return


def hold_capitals(faults: Faults, what: str, line: Line, *, capitals: bool) -> None:
    """Fail what is in capitals and should not be, or the other way round."""
    letters = [letter for letter in line.text if letter.isalpha()]
    if not letters:
        return
    if capitals and line.text != line.text.upper():
        faults.fail(text("inspection.capitals.missing", what=what), place_of(line))
    elif not capitals and len(letters) > 3 and line.text == line.text.upper():
        faults.fail(text("inspection.capitals.superfluous", what=what), place_of(line))
