"""Printed documents: a neutral document, what goes into it, and its renderers."""
