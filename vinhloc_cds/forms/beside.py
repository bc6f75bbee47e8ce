"""What stands beside the cells of a sheet: comments, and boxes with a text that lie over them."""

from collections.abc import Iterable, Mapping

from vinhloc_cds.forms.grid import Place, Sheet, cell_name
from vinhloc_cds.texts import Message

_NAMED = 20
"""Told one by one; of more only their number."""


def attach_comments(
    sheet: Sheet, comments: Mapping[Place, str], boxes: Iterable[tuple[Place, str]] = ()
) -> list[Message]:
    """Give each comment to its cell; what is to be told of those on blank cells and of boxes."""
    lonely = []
    for place, comment in sorted(comments.items()):
        cell = sheet.cells.get(place)
        if cell is not None:
            sheet.cells[place] = cell._replace(comment=comment)
        elif comment.strip():
            lonely.append((place, comment))
    told = []
    for code, texts in (("opening.comment_on_blank", lonely), ("opening.box", list(boxes))):
        for place, words in texts[:_NAMED]:
            params = {"sheet": sheet.name, "cell": cell_name(place), "text": words.strip()}
            told.append(Message(code, dict(params)))
        if len(texts) > _NAMED:
            rest = len(texts) - _NAMED
            told.append(Message("opening.more_beside", {"sheet": sheet.name, "count": rest}))
    return told
