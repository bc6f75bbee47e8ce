"""The report's annex of pictures: which of those that units sent stand in it, in which order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from vinhloc_cds.domain.incoming import FileKind, Incoming, IncomingState
from vinhloc_cds.domain.picture import AnnexPicture
from vinhloc_cds.domain.plan import Plan
from vinhloc_cds.domain.text import collapse
from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.document import Picture
from vinhloc_cds.reports.wording import lower_first
from vinhloc_cds.services.filing import followed
from vinhloc_cds.services.history import History
from vinhloc_cds.services.ledger import Ledger
from vinhloc_cds.services.ports import Attachments, Store, UnitOfWork
from vinhloc_cds.services.things import pictures_thing
from vinhloc_cds.texts import text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that a unit sent. `caption` is what stands, or would stand, below it."""

    incoming: int
    unit: str
    file_name: str
    received_at: datetime
    chosen: bool
    caption: str


class Picturing:
    """Use cases around the pictures of the report."""

    def __init__(self, store: Store, history: History) -> None:
        self._store = store
        self._ledger = Ledger(store, history)

    def candidates(self, plan: str) -> tuple[Candidate, ...]:
        """Every picture of a known unit: those of the annex in its order, then the newest first."""
        with self._store.reading() as work:
            its_plan = work.plans.get(plan)
            chosen = work.pictures.of_plan(plan)
            files = _files(work, its_plan)
        captions = {picture.incoming: picture.caption for picture in chosen}
        others = [file for file in files.values() if file.id not in captions]
        others.sort(key=lambda file: (file.received_at, file.id), reverse=True)
        ordered = [files[number] for number in captions if number in files] + others
        return tuple(
            Candidate(
                incoming=file.id,
                unit=its_plan.unit_by_code[file.unit or ""].name,
                file_name=file.file_name,
                received_at=file.received_at,
                chosen=file.id in captions,
                caption=captions.get(file.id) or _own_caption(its_plan, file),
            )
            for file in ordered
        )

    def choose(self, plan: str, selection: Sequence[AnnexPicture]) -> None:
        """Let `selection`, in its order, be the pictures of the annex; one step to undo.

        UserError where one of them is no picture of a unit (any more).
        """
        with self._ledger.step(text("pictures.step")) as entry:
            its_plan = entry.work.plans.get(plan)
            files = _files(entry.work, its_plan)
            if any(picture.incoming not in files for picture in selection):
                raise UserError("pictures.gone")
            after = tuple(
                _tidy(its_plan, files[picture.incoming], picture) for picture in selection
            )
            entry.change(pictures_thing(plan), after, "choose")

    def data(self, incoming: int) -> bytes:
        """A picture as the unit sent it; UserError where the file is lost or damaged."""
        with self._store.reading() as work:
            sha256 = work.incoming.get(incoming).sha256
        return self._store.attachments.get(sha256)


def annex_pictures(
    work: UnitOfWork, attachments: Attachments, plan: Plan, as_of: datetime | None = None
) -> tuple[Picture, ...]:
    """The pictures chosen for the annex, of those received up to `as_of`.

    One whose file was discarded afterwards is left out. One whose file is lost or damaged has no
    data: each renderer says so in its place.
    """
    pictures = []
    for picture in work.pictures.of_plan(plan.code):
        file = _picture(work, plan, work.incoming.get(picture.incoming))
        if file is not None and (as_of is None or file.received_at <= as_of):
            caption = picture.caption or _own_caption(plan, file)
            pictures.append(Picture(_data(attachments, file), caption))
    return tuple(pictures)


def unreadable(pictures: Iterable[Picture]) -> Iterator[str]:
    """A sentence for each picture in whose place the report would only say that it has none."""
    for picture in pictures:
        # The drawing library is not needed before there is a picture.
        from vinhloc_cds.reports.picture import printable  # noqa: PLC0415

        if printable(picture.data) is None:
            yield text("pictures.unreadable", caption=picture.caption)


def _files(work: UnitOfWork, plan: Plan) -> dict[int, Incoming]:
    found = (_picture(work, plan, file) for file in work.incoming.of_plan(plan.code))
    return {file.id: file for file in found if file is not None}


def _picture(work: UnitOfWork, plan: Plan, file: Incoming) -> Incoming | None:
    """The file as what was entered from it has it; None where it is no picture of a known unit,
    or was set aside.
    """
    if file.reading.kind is not FileKind.PICTURE or file.state is IncomingState.DISCARDED:
        return None
    if file.submission is not None:
        file = followed(file, work.submissions.get(file.submission))
    return file if file.unit in plan.unit_by_code else None


def _own_caption(plan: Plan, file: Incoming) -> str:
    unit = plan.unit_by_code[file.unit or ""].name
    return text("pictures.caption", unit=unit, event=lower_first(plan.short_title))


def _tidy(plan: Plan, file: Incoming, picture: AnnexPicture) -> AnnexPicture:
    """In NFC, on one line; the program's own words, and none, leave it to the program."""
    caption = collapse(picture.caption)
    return replace(picture, caption="" if caption == _own_caption(plan, file) else caption)


def _data(attachments: Attachments, file: Incoming) -> bytes:
    try:
        return attachments.get(file.sha256)
    except UserError:
        return b""
