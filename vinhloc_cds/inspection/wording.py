"""What is wrong in the words of any document: spelling, doubled words, blanks, signs."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from vinhloc_cds.domain.text import fold_key
from vinhloc_cds.inspection.doubled import doubled
from vinhloc_cds.inspection.outcome import RuleResult
from vinhloc_cds.inspection.parts import Parts
from vinhloc_cds.inspection.ruling import Faults, clause, excerpt, place_of
from vinhloc_cds.inspection.sheet import Line, Sheet
from vinhloc_cds.texts import text

_SYLLABLE = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_WEB = re.compile(r"@|://|www\.|\.(?:vn|com|net|org|gov)\b", re.I)
_NAMED = re.compile(r"\b(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c)((?: [^\W\d_]+){1,5})")
_OPEN = re.compile(r"^(?P<onset>[^aeiouy]*(?:(?<=q)u)?)(?P<rime>oa|oe|uy)$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_FONTS = re.compile(r"^(\.vn|vni[- ]|vn[a-z]+h?$|\.vntime|vk sans|tcvn)", re.I)
_QUOTE_BEFORE = re.compile(r"[^\W_][“](?=\w)")
_QUOTE_AFTER = re.compile(r"[”](?=[^\W_])")
_BLANK_BEFORE = re.compile(r"[^\s.…] +([,;:!?]|\.(?=\s|$))")
_NO_BLANK_AFTER = re.compile(r"[^\W\d_][,;!?][^\W\d_]")
_INSIDE = re.compile(r"\( \w|\w \)|“ \w|\w ”")
_ADDRESS = re.compile(r"[/@\\]|www\.")
_TWO_BLANKS = re.compile(r"[^\s.…_/:]  +(?=[^\s.…_/])")
_SENTENCE_AFTER = re.compile(r"(?<![A-ZĐ.…])\.\s+([^\W\d_])")
_GROUND = ("can cu ", "thuc hien ke hoach so", "thuc hien cong van so", "thuc hien quyet dinh so")
_CITED = re.compile(
    r"số\s+\d+/([A-ZĐa-z]{2,4})-UBND\s+ngày\s+[^;.]{0,40}?\s+của\s+"
    r"(Sở [^\W\d_]+(?: [^\W\d_]+){0,9}|Phòng [^\W\d_]+(?: [^\W\d_]+){0,9})"
)
_NAME_END = re.compile(r"\s(?:về|v/v|gửi|trên|theo|và tổ chức)\s.*$")
_MOST = 12


def wording_rules(sheet: Sheet, parts: Parts) -> list[RuleResult]:
    """Findings in the words themselves."""
    lines = [line for line in sheet.lines if line.words]
    return [
        _tones(lines, parts),
        _doubled(lines),
        _blanks(lines),
        _grounds(parts),
        _cited(lines),
        _encoding(lines),
    ]


def _tones(lines: list[Line], parts: Parts) -> RuleResult:
    """Syllables in oa, oe, uy bear their tone on either letter; a document keeps to one of them."""
    faults = Faults(seen=True)
    found: dict[str, dict[bool, Counter[str]]] = {}
    fixed = {id(parts.state), id(parts.signer)}
    signer = unicodedata.normalize("NFC", parts.signer.words) if parts.signer is not None else ""
    for line in lines:
        if id(line) in fixed:
            continue
        # What is quoted, a name and an address stand as they were given.
        own = _QUOTED.sub(" ", unicodedata.normalize("NFC", line.text))
        own = " ".join(word for word in own.split() if not _WEB.search(word))
        own = _NAMED.sub(_after_name, own)
        if signer:
            own = own.replace(signer, " ")
        for syllable in _SYLLABLE.findall(own):
            if (placed := _placed(syllable.lower())) is not None:
                key, on_first = placed
                found.setdefault(key, {}).setdefault(on_first, Counter())[syllable] += 1
    habits: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for styles in found.values():
        if len(styles) == 1:
            for on_first, counted in styles.items():
                habits[on_first] += counted
        else:
            faults.fail(text("inspection.tones.word", first=_counted(styles[True]),
                             second=_counted(styles[False])))  # fmt: skip
    if habits[True] and habits[False]:
        faults.doubt(text("inspection.tones.habit", first=_counted(habits[True]),
                          second=_counted(habits[False])))  # fmt: skip
    return faults.result("tones", text("inspection.clause.own"))


def _after_name(match: re.Match[str]) -> str:
    """What follows a person's name, of the words that are matched."""
    words = match[1].split()
    return " " + " ".join(itertools.dropwhile(lambda word: word[0].isupper(), words))


def _placed(syllable: str) -> tuple[str, bool] | None:
    """The syllable without its place of the tone, and whether that is the first of two vowels."""
    bare, tone, at = "", "", -1
    for place, letter in enumerate(syllable):
        marks = unicodedata.normalize("NFD", letter)
        if (mark := next((m for m in marks if m in _TONES), "")) != "":
            if tone:
                return None
            tone, at = mark, place
        bare += unicodedata.normalize("NFC", "".join(m for m in marks if m not in _TONES))
    match = _OPEN.match(bare)
    if not tone or match is None or match["onset"].endswith("q") or bare.startswith("qu"):
        return None
    return bare + tone, at == len(bare) - 2


def _counted(words: Counter[str]) -> str:
    folded: Counter[str] = Counter()
    for word, count in words.items():
        folded[word if word.upper() != word else word.lower()] += count
    return ", ".join(f"“{word}” ({count})" for word, count in folded.most_common(_MOST))


def _doubled(lines: list[Line]) -> RuleResult:
    faults = Faults(seen=True)
    for line in lines:
        for words, sure in doubled(line.text):
            sentence = text("inspection.doubled", words=words)
            (faults.fail if sure else faults.doubt)(sentence, place_of(line))
    return faults.result("doubled", text("inspection.clause.own"))


def _blanks(lines: list[Line]) -> RuleResult:
    faults = Faults(seen=True)
    for line in lines:
        words = line.text
        if not any(letter.isalpha() for letter in words):
            continue
        for fault, at in _blank_faults(words):
            around = excerpt(words[max(0, at - 14) : at + 18].strip(), 40)
            faults.fail(text(f"inspection.blank.{fault}", around=around), place_of(line))
        for match in _TWO_BLANKS.finditer(words.strip()):
            around = excerpt(words.strip()[max(0, match.start() - 12) : match.end() + 12], 40)
            faults.doubt(text("inspection.blank.two", around=around), place_of(line))
    return faults.result("blanks", text("inspection.clause.own"))


def _blank_faults(words: str) -> Iterator[tuple[str, int]]:
    for match in _QUOTE_BEFORE.finditer(words):
        yield "before_quote", match.start()
    for match in _QUOTE_AFTER.finditer(words):
        yield "after_quote", match.start()
    for match in _BLANK_BEFORE.finditer(words):
        yield "before_mark", match.start()
    for match in _NO_BLANK_AFTER.finditer(words):
        before, after = words[: match.start()].split(" "), words[match.end() :].split(" ")
        if _ADDRESS.search(before[-1] + match[0] + after[0]):
            continue
        yield "after_mark", match.start()
    for match in _INSIDE.finditer(words):
        yield "inside", match.start()


def _grounds(parts: Parts) -> RuleResult:
    """A ground is one phrase: what follows it is a paragraph of its own."""
    faults = Faults()
    for line in parts.body[:12]:
        key = fold_key(line.words)
        if not key.startswith(_GROUND):
            continue
        faults.seen = True
        if any(match[1].isupper() for match in _SENTENCE_AFTER.finditer(line.words)):
            faults.fail(text("inspection.ground.goes_on"), place_of(line))
            if key.startswith("can cu "):
                continue
            faults.doubt(text("inspection.ground.word", found=line.words.split(" số")[0]),
                         place_of(line))  # fmt: skip
    return faults.result("grounds", clause("II", 6, "a"))


def _cited(lines: list[Line]) -> RuleResult:
    """A document of a department that bears the committee's symbol is cited wrongly."""
    faults = Faults()
    for line in lines:
        joined = " ".join(line.text.split())
        for match in _CITED.finditer(joined):
            symbol = f"{match[1]}-UBND"
            issuer = _NAME_END.sub("", match[2])
            sentence = text("inspection.symbol.cited", symbol=symbol, issuer=excerpt(issuer, 50))
            faults.doubt(sentence, place_of(line))
    return faults.result("cited", clause("II", 3, "b"))


def _encoding(lines: list[Line]) -> RuleResult:
    faults = Faults(seen=True)
    for line in lines:
        for run in line.written:
            if _OLD_FONTS.match(run.font):
                faults.fail(text("inspection.old_font", font=run.font), place_of(line))
        if unicodedata.normalize("NFC", line.text) != line.text:
            faults.fail(text("inspection.decomposed"), place_of(line))
    return faults.result("encoding", clause("I", 4))
