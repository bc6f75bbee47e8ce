"""The command line: thin, answers as JSON for programs and as tables for people."""
