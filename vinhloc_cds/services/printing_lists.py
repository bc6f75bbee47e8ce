"""Lists and sheets on paper, for the office's own use."""

from vinhloc_cds.errors import UserError
from vinhloc_cds.reports.lists import Listing, listing_document
from vinhloc_cds.reports.unit_sheet import unit_sheet
from vinhloc_cds.services.intake import judge, stops
from vinhloc_cds.services.planning import take_snapshot
from vinhloc_cds.services.ports import Clock, Store


class Lists:
    """Use cases around what is printed to be worked with; every result is a PDF."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def duty_table(self, plan: str, listing: Listing) -> bytes:
        """The table of duties as a page shows it."""
        from vinhloc_cds.reports import pdf  # noqa: PLC0415 - not before the first list

        with self._store.reading() as work:
            known = work.plans.get(plan)
        return pdf.render(listing_document(known, listing, self._clock()))

    def unit_sheet(self, plan: str, unit: str) -> bytes:
        """All that is known of `unit`. UserError where the plan has no such unit."""
        from vinhloc_cds.reports import pdf  # noqa: PLC0415 - as above

        with self._store.reading() as work:
            snapshot = take_snapshot(work, plan, now=self._clock())
            log = work.contacts.of_plan(plan)
        if unit not in snapshot.plan.unit_by_code:
            raise UserError("lists.sheet.no_unit", unit=unit)
        sent = snapshot.by_unit.get(unit, ())
        findings = [
            finding
            for submission in sent
            if submission.stands
            for finding in judge(
                snapshot.plan,
                submission,
                submission.values,
                [other for other in sent if other.id != submission.id],
                entry=submission.id,
            )
            if stops(finding)
        ]
        told = [each for each in log if each.unit == unit and not each.cancelled]
        return pdf.render(unit_sheet(snapshot, unit, findings, told))
