"""What may be typed after the program's name; help and mistakes are said in Vietnamese."""

import argparse
import re
import sys
from pathlib import Path
from typing import NoReturn

from vinhloc_cds.cli.moments import closing, moment
from vinhloc_cds.domain.submission import Channel
from vinhloc_cds.texts import text

PROGRAM = "vinhloc-cds"
FORMATS = ("pdf", "docx", "xlsx")


class Parser(argparse.ArgumentParser):
    """A parser that speaks Vietnamese; wrong usage ends the program with exit code 2."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, add_help=False)
        self.options = self.add_argument_group(text("cli.options"))
        self.options.add_argument("-h", "--help", action="help", help=text("cli.help.help"))

    def format_usage(self) -> str:
        """How the command is used, on a line."""
        return _vietnamese_usage(super().format_usage())

    def format_help(self) -> str:
        """How the command is used, with all its arguments."""
        return _vietnamese_usage(super().format_help())

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how the command is used."""
        self.print_usage(sys.stderr)
        self.exit(2, text("cli.wrong", what=_in_vietnamese(message), program=self.prog) + "\n")


def make_parser() -> Parser:
    """The parser of the whole command line."""
    parser = Parser(PROGRAM, text("cli.about"))
    options = parser.options
    options.add_argument("--data", metavar="DIR", type=_folder, help=text("cli.help.data"))
    options.add_argument("--demo", action="store_true", help=text("cli.help.demo"))
    options.add_argument("--now", metavar="ISO", type=moment, help=text("cli.help.now"))
    options.add_argument("--plan", metavar="CODE", help=text("cli.help.plan"))
    commands = parser.add_subparsers(
        dest="command", title=text("cli.commands"), metavar=text("cli.command")
    )

    def command(name: str, about: str, *, answers: bool = True, at: bool = False) -> Parser:
        added = commands.add_parser(name, prog=f"{PROGRAM} {name}", description=about, help=about)
        if answers:
            added.options.add_argument("--json", action="store_true", help=text("cli.help.json"))
        if at:
            added.options.add_argument(
                "--as-of", metavar="ISO", type=closing, help=text("cli.help.as_of")
            )
        return added

    command("status", text("cli.help.status"))
    command("units", text("cli.help.units"))
    command("values", text("cli.help.values"), at=True)
    command("totals", text("cli.help.totals"), at=True)
    report = command("report", text("cli.help.report"), at=True)
    report.options.add_argument(
        "--format",
        metavar="pdf,docx,xlsx",
        type=_formats,
        default=FORMATS,
        help=text("cli.help.format"),
    )
    report.options.add_argument("--profile", metavar="ubnd|vhtt", help=text("cli.help.profile"))
    report.options.add_argument("--final", action="store_true", help=text("cli.help.final"))
    report.options.add_argument("--issued", metavar="N/SYMBOL|ID", help=text("cli.help.issued"))
    report.add_argument_group(text("cli.arguments")).add_argument(
        "out", metavar="OUT", type=Path, help=text("cli.help.out")
    )
    forms = command("forms", text("form.help.forms"))
    forms.options.add_argument(
        "--unit", metavar="CODE", action="append", default=[], help=text("form.help.unit")
    )
    forms.options.add_argument("--all", action="store_true", help=text("form.help.all"))
    forms.add_argument_group(text("cli.arguments")).add_argument(
        "out", metavar="OUT", type=Path, help=text("form.help.out")
    )
    take = command("import", text("importing.help.import"))
    take.options.add_argument(
        "--received", metavar="ISO", type=moment, help=text("importing.help.received")
    )
    take.options.add_argument(
        "--channel",
        metavar="|".join(Channel),
        type=_channel,
        default=Channel.ZALO,
        help=text("importing.help.channel"),
    )
    take.options.add_argument(
        "--accept-proposals", action="store_true", help=text("importing.help.accept_proposals")
    )
    take.add_argument_group(text("cli.arguments")).add_argument(
        "paths", metavar="PATH", type=Path, nargs="+", help=text("importing.help.paths")
    )
    command("backup", text("cli.help.backup"))
    restore = command("restore", text("cli.help.restore"))
    restore.add_argument_group(text("cli.arguments")).add_argument(
        "file", metavar="FILE", type=Path, help=text("cli.help.file")
    )
    check = command("check", text("cli.help.check"))
    check.add_argument_group(text("cli.arguments")).add_argument(
        "files", metavar="FILE", type=Path, nargs="*", help=text("inspection.cli.files")
    )
    self_test = command("self-test", text("self_test.help"))
    self_test.add_argument_group(text("cli.arguments")).add_argument(
        "out", metavar="OUT", type=Path, nargs="?", help=text("self_test.help_out")
    )
    return parser


def _folder(name: str) -> Path:
    # An empty name would be the folder that one happens to stand in.
    if not name.strip():
        raise argparse.ArgumentTypeError(text("cli.empty_folder"))
    return Path(name)


def _channel(typed: str) -> Channel:
    if typed not in set(Channel):
        raise argparse.ArgumentTypeError(
            text("importing.help.no_channel", typed=typed, known=", ".join(Channel))
        )
    return Channel(typed)


def _formats(typed: str) -> tuple[str, ...]:
    """The formats of a list with commas, each once."""
    formats = tuple(dict.fromkeys(part.strip() for part in typed.split(",")))
    if unknown := [each for each in formats if each not in FORMATS]:
        raise argparse.ArgumentTypeError(
            text("cli.no_format", typed=", ".join(unknown), known=", ".join(FORMATS))
        )
    return formats


def _vietnamese_usage(usage: str) -> str:
    return usage.replace("usage:", text("cli.usage"), 1)


def _in_vietnamese(message: str) -> str:
    """What argparse found wrong; its own English stays where we have no words for it."""
    if found := re.fullmatch(r"argument ([^:]+): (.+)", message, re.DOTALL):
        return text("cli.argument", argument=found[1], what=_in_vietnamese(found[2]))
    if found := re.fullmatch(r"unrecognized arguments: (.+)", message):
        return text("cli.unrecognized", arguments=found[1])
    if found := re.fullmatch(r"the following arguments are required: (.+)", message):
        return text("cli.required", arguments=found[1])
    if found := re.fullmatch(r"invalid choice: (.+) \(choose from (.+)\)", message):
        return text("cli.no_choice", typed=found[1], known=found[2])
    if message == "expected one argument":
        return text("cli.one_argument")
    return message
