"""The six pages of the main window, one to a file."""
