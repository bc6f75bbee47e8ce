"""Units' pictures that the officer has chosen for the report's last annex."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnexPicture:
    """A picture of the annex: the record of the file that came in, and the words below it.

    A plan has them in the order of the annex. Nothing gets there by itself: a photographed paper
    form is a picture, too. A blank `caption` stands for the program's own.
    """

    incoming: int
    caption: str = ""
