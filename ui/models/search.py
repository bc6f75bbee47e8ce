"""What is typed into the search boxes of pages on which clauses of the plan are found as well."""

import re

from vinhloc_cds.domain.text import SearchQuery

_REF = re.compile(r"[ivx]+(\.[\w-]+)+\.?", re.IGNORECASE)


class PlanQuery:
    """Words as in `SearchQuery`; what looks like a clause ("II.2.a") finds that and those in it."""

    def __init__(self, query: str) -> None:
        words = query.split()
        self._refs = tuple(word.casefold() for word in words if _REF.fullmatch(word))
        self._words = SearchQuery(" ".join(word for word in words if not _REF.fullmatch(word)))

    def matches(self, *texts: str) -> bool:
        """Whether `texts`, of which each clause number is one, hold all that was typed."""
        found = all(any(text.casefold().startswith(ref) for text in texts) for ref in self._refs)
        return found and self._words.matches(*texts)
