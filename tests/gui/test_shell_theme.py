"""Colours that can be read and icons that follow the palette."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette

from ui import theme

GROUNDS = {False: ("#ffffff", "#f5f5f5"), True: ("#1c1c1c", "#262626")}
ICONS = Path(theme.__file__).parents[1] / "resources" / "icons"


def luminance(colour):
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def dark(request, qapp):
    before = qapp.palette()
    base = QColor(GROUNDS[request.param][0])
    palette = QPalette(base, base)
    palette.setColor(QPalette.ColorRole.Base, base)
    qapp.setPalette(palette)
    yield request.param
    qapp.setPalette(before)


def test_words_in_colour_can_be_read(dark):
    assert theme.is_dark() is dark
    for name in ("good", "late", "waiting", "bad", "quiet"):
        grounds = [*GROUNDS[dark], theme.colour("card"), theme.colour("hover")]
        for ground in grounds:
            assert contrast(theme.colour(name), ground) >= 4.5, (name, QColor(ground).name())
    assert contrast(theme.colour("strip_text"), theme.colour("strip")) >= 4.5


def test_every_state_has_a_colour_that_exists(qapp):
    for name in filter(None, theme.STATE_COLOURS.values()):
        assert theme.colour(name).isValid()


@pytest.mark.parametrize("path", sorted(ICONS.glob("*.svg")), ids=lambda path: path.stem)
def test_icons_are_drawn(qapp, path):
    image = theme.icon(path.stem).pixmap(QSize(24, 24)).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 100 for x in range(24) for y in range(24))
    assert inked > 20


def test_icons_follow_the_palette(dark):
    image = theme.icon("report").pixmap(QSize(32, 32)).toImage()
    inks = {
        image.pixelColor(x, y).lightness() > 128
        for x in range(32)
        for y in range(32)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert inks == {dark}


def test_a_disabled_icon_is_paler(qapp):
    icon = theme.icon("print")
    images = [
        icon.pixmap(QSize(32, 32), mode).toImage()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
    ]
    assert images[0] != images[1]


def test_markup_in_a_tooltip_is_only_text():
    assert theme.plain_tooltip("<b>&x") == "<qt>&lt;b&gt;&amp;x</qt>"
    assert theme.plain_tooltip("") == ""
