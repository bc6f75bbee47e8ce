"""The window: PySide6 over the services; only frozen dataclasses come in."""
