"""The ports' repositories over one connection. Only frozen dataclasses leave this package."""
