"""Pure rules over frozen dataclasses: no Qt, no SQL, no clock of their own."""
