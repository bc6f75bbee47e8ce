"""What the program knows and does: the plan, who has reported, the figures and the documents."""

__version__ = "0.1.0"
