"""All use cases in one hand, as windows and the command line receive them."""

from dataclasses import dataclass

from vinhloc_cds.services.history import History
from vinhloc_cds.services.planning import Planning
from vinhloc_cds.services.ports import Backups, Clock, Store
from vinhloc_cds.services.recording import Recording
from vinhloc_cds.services.reporting import Reporting


@dataclass(frozen=True)
class Office:
    """The services over one store."""

    planning: Planning
    recording: Recording
    reporting: Reporting
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
            recording=Recording(store, clock, history),
            reporting=Reporting(store, clock),
            backups=backups,
            history=history,
            store=store,
            clock=clock,
        )
