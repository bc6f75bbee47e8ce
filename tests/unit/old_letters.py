"""Vietnamese written in the encodings from before Unicode, for tests that need such texts."""

import unicodedata

# The alphabet as each encoding's own keyboard writes it, letter by letter.
LETTERS = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ"
_VNI = (
    "aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ "
    "eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò "
    "oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï "
    "uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î"
)
VNI = _VNI.split()
_VIQR_MARKS = dict(zip("\u0302\u0306\u031b\u0300\u0301\u0309\u0303\u0323", "^(+`'?~.", strict=True))


def tcvn3(text: str) -> str:
    """As typed in .VnTime: capitals with a tone have no code, and are typed small."""
    capitals = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))
    table = dict(zip(LETTERS, TCVN3, strict=True))
    return "".join(capitals.get(char) or table.get(char.lower(), char) for char in text)


def vni(text: str) -> str:
    """As typed in VNI-Times."""
    table = dict(zip(LETTERS, VNI, strict=True))
    table |= {letter.upper(): way.upper() for letter, way in table.items()}
    return "".join(table.get(char, char) for char in text)


def viqr(text: str) -> str:
    """As RFC 1456 has it, the mark of the vowel before that of the tone."""
    written = ""
    for char in text.replace("đ", "dd").replace("Đ", "DD"):
        letter, *marks = unicodedata.normalize("NFD", char)
        marks.sort(key=lambda mark: list(_VIQR_MARKS).index(mark) if mark in _VIQR_MARKS else 9)
        written += letter + "".join(_VIQR_MARKS.get(mark, mark) for mark in marks)
    return written
