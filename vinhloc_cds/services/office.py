"""All use cases in one hand, as windows and the command line receive them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from vinhloc_cds.services.history import History
from vinhloc_cds.services.planning import Planning
from vinhloc_cds.services.ports import Backups, Clock, Store

if TYPE_CHECKING:
    from vinhloc_cds.services.chasing import Chasing
    from vinhloc_cds.services.handing_out import HandingOut
    from vinhloc_cds.services.importing import Importing
    from vinhloc_cds.services.issuing import Issuing
    from vinhloc_cds.services.picturing import Picturing
    from vinhloc_cds.services.printing_lists import Lists
    from vinhloc_cds.services.recording import Recording
    from vinhloc_cds.services.reporting import Reporting
    from vinhloc_cds.services.returning import Returning
    from vinhloc_cds.services.tracing import Tracing


@dataclass(frozen=True)
class Office:
    """The services over one store.

    Showing a plan needs `planning` alone: what else there is, is loaded when it is first used.
    """

    planning: Planning
    backups: Backups
    history: History
    store: Store
    clock: Clock

    @classmethod
    def over(cls, store: Store, backups: Backups, clock: Clock) -> "Office":
        """The services over `store`, telling time by `clock`."""
        history = History(store)
        return cls(
            planning=Planning(store, clock, history),
            backups=backups,
            history=history,
            store=store,
            clock=clock,
        )

    @cached_property
    def recording(self) -> "Recording":
        """Use cases around what units send."""
        from vinhloc_cds.services.recording import Recording  # noqa: PLC0415 - see above

        return Recording(self.store, self.clock, self.history)

    @cached_property
    def importing(self) -> "Importing":
        """Use cases around files that come in."""
        from vinhloc_cds.services.importing import Importing  # noqa: PLC0415 - see above

        return Importing(self.store, self.backups, self.clock, self.history)

    @cached_property
    def returning(self) -> "Returning":
        """Use cases around what a unit is asked to mend."""
        from vinhloc_cds.services.returning import Returning  # noqa: PLC0415 - see above

        return Returning(self.store, self.clock, self.importing)

    @cached_property
    def chasing(self) -> "Chasing":
        """Use cases around units that owe something."""
        from vinhloc_cds.services.chasing import Chasing  # noqa: PLC0415 - see above

        return Chasing(self.store, self.clock, self.history)

    @cached_property
    def tracing(self) -> "Tracing":
        """Use cases around where a number comes from."""
        from vinhloc_cds.services.tracing import Tracing  # noqa: PLC0415 - see above

        return Tracing(self.store, self.clock)

    @cached_property
    def handing_out(self) -> "HandingOut":
        """Use cases around the forms that go out to the units."""
        from vinhloc_cds.services.handing_out import HandingOut  # noqa: PLC0415 - see above

        return HandingOut(self.store, self.clock)

    @cached_property
    def reporting(self) -> "Reporting":
        """Use cases around the consolidated report."""
        from vinhloc_cds.services.reporting import Reporting  # noqa: PLC0415 - see above

        return Reporting(self.store, self.clock, self.history)

    @cached_property
    def pictures(self) -> "Picturing":
        """Use cases around the pictures of the report."""
        from vinhloc_cds.services.picturing import Picturing  # noqa: PLC0415 - see above

        return Picturing(self.store, self.history)

    @cached_property
    def issuing(self) -> "Issuing":
        """Use cases around issued reports."""
        from vinhloc_cds.services.issuing import Issuing  # noqa: PLC0415 - see above

        return Issuing(self.store, self.clock, self.history)

    @cached_property
    def lists(self) -> "Lists":
        """Use cases around lists and sheets for the office's own use."""
        from vinhloc_cds.services.printing_lists import Lists  # noqa: PLC0415 - see above

        return Lists(self.store, self.clock)
