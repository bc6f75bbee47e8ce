"""What each command does with the services; the exit code is 0 where it is done."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from vinhloc_cds import bootstrap
from vinhloc_cds.cli import answers, importing, inspecting, tables
from vinhloc_cds.cli.parser import PROGRAM, make_parser
from vinhloc_cds.cli.wildcards import expanded
from vinhloc_cds.domain.formatting import format_datetime
from vinhloc_cds.domain.snapshot import Snapshot
from vinhloc_cds.services.office import Office
from vinhloc_cds.texts import text

_DONE = 0
_MUST_ACT = 1
_PROFILE = "ubnd"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A command that only looks: its answer for programs, and for people."""

    for_programs: Callable[[Snapshot], object]
    for_people: Callable[[Snapshot], str]


_READINGS = {
    "status": _Reading(answers.status, tables.status),
    "units": _Reading(answers.units, tables.units),
    "values": _Reading(answers.values, tables.values),
    "totals": _Reading(answers.totals, tables.totals),
}


def run(setup: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    """Do the command that `arguments` name; UserError where the user must act."""
    if arguments.command == "restore":
        return _restore(setup, arguments)
    if arguments.command == "check" and arguments.files:
        return _inspect(arguments)
    if arguments.command == "self-test":
        return _self_test(setup, arguments)
    with bootstrap.open_office(setup) as office:
        if reading := _READINGS.get(arguments.command):
            as_of = getattr(arguments, "as_of", None)
            snapshot = office.planning.snapshot(setup.plan, as_of=as_of)
            if arguments.json:
                _say_json(reading.for_programs(snapshot))
            else:
                _say(reading.for_people(snapshot))
            return _DONE
        return _ACTIONS[arguments.command](office, setup, arguments)


def _report(office: Office, setup: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    plan = office.planning.plan(setup.plan)
    if arguments.issued is not None:
        if arguments.final or arguments.profile or arguments.as_of:
            make_parser().error(text("cli.issued_as_it_is"))
        issue = office.issuing.find(plan.code, arguments.issued)
        paths = office.issuing.export(issue, arguments.out, arguments.format)
    else:
        profile = arguments.profile or _PROFILE
        known = [letterhead.profile for letterhead in plan.letterheads]
        if profile not in known:
            problem = text("cli.no_profile", typed=profile, known=", ".join(known))
            make_parser().error(problem)
        paths = office.reporting.export(
            plan.code,
            arguments.out,
            arguments.format,
            profile=profile,
            as_of=arguments.as_of,
            draft=not arguments.final,
        )
    return _answer(arguments, answers.files(paths), "\n".join(map(str, paths)))


def _forms(office: Office, setup: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    plan = office.planning.plan(setup.plan)
    if unknown := [code for code in arguments.unit if code not in plan.unit_by_code]:
        make_parser().error(text("form.no_unit", typed=", ".join(unknown)))
    written = office.handing_out.write(
        plan.code, arguments.out, arguments.unit, include_asked=arguments.all
    )
    names = "\n".join(str(path) for _, path in written)
    return _answer(arguments, answers.forms(plan, written), names)


def _backup(office: Office, _: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    made = office.backups.make("manual")
    return _answer(arguments, answers.backup(made), text("cli.backed_up", path=made.path))


def _check(office: Office, _: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    problems = office.backups.check()
    sentences = "\n".join(problems) or text("cli.sound")
    _answer(arguments, {"sound": not problems, "problems": list(problems)}, sentences)
    return _MUST_ACT if problems else _DONE


def _inspect(arguments: argparse.Namespace) -> int:
    """Hold documents against the decree; it needs no database."""
    inspected = inspecting.inspect_files(expanded(arguments.files))
    _answer(arguments, inspecting.for_programs(inspected), inspecting.for_people(inspected))
    return _MUST_ACT if inspecting.has_faults(inspected) else _DONE


def _self_test(setup: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    """Try the program itself out; of the user's data it needs to know only where they are."""
    # The window and the store, which no other command needs both of.
    from vinhloc_cds.self_test import running  # noqa: PLC0415

    data_dir = setup.data_dir or bootstrap.default_data_dir()
    outcome = running.run(data_dir, arguments.out, running.CHECKS)
    _answer(arguments, outcome.for_programs(), outcome.for_people())
    return _DONE if outcome.passed else _MUST_ACT


def _import(office: Office, setup: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    plan = office.planning.plan(setup.plan)
    outcomes = importing.take_in(office, plan, arguments)
    _answer(arguments, importing.for_programs(outcomes), importing.for_people(plan, outcomes))
    return _MUST_ACT if importing.needs_the_officer(outcomes) else _DONE


_ACTIONS = {
    "report": _report,
    "forms": _forms,
    "import": _import,
    "backup": _backup,
    "check": _check,
}


def _restore(setup: bootstrap.Setup, arguments: argparse.Namespace) -> int:
    """Put a backup in the database's place; it needs no database that can be opened."""
    lost = bootstrap.issues_lost(setup, arguments.file)
    if lost and not arguments.json:
        _say(text("store.issues_lost", count=len(lost), names="; ".join(lost)))
    restored = bootstrap.restore(setup, arguments.file)
    told = answers.backup(restored) | {"issues_lost": list(lost)}
    return _answer(arguments, told, text("cli.restored", path=restored.path))


def way_back(setup: bootstrap.Setup) -> str:
    """What to type when the database cannot be used: the newest backup, if there is one."""
    backups = bootstrap.list_backups(setup)
    place = ["--data", str(setup.data_dir)] if setup.data_dir else []
    file = str(backups[0].path) if backups else "FILE"
    command = subprocess.list2cmdline([PROGRAM, *place, "restore", file])
    if not backups:
        return text("cli.no_backup", command=command)
    return text("cli.way_back", made=format_datetime(backups[0].made_at), command=command)


def _answer(arguments: argparse.Namespace, for_programs: object, for_people: str) -> int:
    if arguments.json:
        _say_json(for_programs)
    else:
        _say(for_people)
    return _DONE


def _say(words: str) -> None:
    # The window has no streams; of the commands it knows the self-test alone, which leaves files.
    if sys.stdout is not None:
        sys.stdout.write(f"{words}\n")


def _say_json(answer: object) -> None:
    _say(json.dumps(answer, ensure_ascii=False, indent=2))
