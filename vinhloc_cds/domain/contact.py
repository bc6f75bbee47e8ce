"""What the office told a unit: a letter, a message, a call, and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ContactKind(StrEnum):
    """By which way the office turned to a unit."""

    LETTER = "letter"
    MESSAGE = "message"
    CALL = "call"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Contact:
    """One turning to one unit, noted in the log. A `cancelled` one was noted by mistake.

    `subject` is what it was about (the letter's number and "V/v ...", or the first words of the
    message), `note` what came of it ("hẹn gửi chiều 12/10"), `person` who was spoken to.
    """

    id: int
    plan: str
    unit: str
    kind: ContactKind
    at: datetime
    subject: str
    person: str = ""
    note: str = ""
    cancelled: bool = False
