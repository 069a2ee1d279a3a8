"""The program as a whole: help, version, completion, and that it loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from detector.cli import COMMANDS, main
from detector.errors import DetectorError
from detector.parsing import READERS

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"numpy", "selectolax", "bs4", "sklearn", "can_ada", "publicsuffixlist", "importlib.metadata"}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment or None, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "arguments", [["--help"], *([name, "--help"] for name in COMMANDS), ["models", "verify", "--help"]]
)
def test_help_loads_nothing_heavy(arguments):
    probe = f"import atexit, sys; atexit.register(lambda: print('loaded', sorted({HEAVY!r} & set(sys.modules)))); from detector.cli import main; main()"
    done = python("-c", probe, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("loaded []\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_tells_what_the_command_tells(name):
    module, line = COMMANDS[name]
    found = import_module(module).command
    assert isinstance(found, click.Command)
    assert found.name == name
    assert (found.help or "").partition("\n")[0] == line


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_for_everything_and_an_example(name):
    found = import_module(COMMANDS[name][0]).command
    assert f"detector {name}" in found.help
    commands = [found, *(found.commands.values() if isinstance(found, click.Group) else ())]
    for command in commands:
        assert command.help
        for parameter in command.params:
            assert isinstance(parameter, click.Argument) or parameter.help, f"{name} {parameter.name}"


def test_help_shows_every_command_and_only_examples_that_exist(run):
    shown = run("--help").stdout
    assert all(f"  {name} " in shown for name in COMMANDS)
    examples = [
        line.split("detector ")[1].split()[0]
        for line in shown.splitlines()
        if line.startswith("    ") and "detector " in line
    ]
    assert len(examples) > 4
    assert set(examples) - {"_DETECTOR_COMPLETE"} <= {*COMMANDS, 'detector)"'}


def test_scan_offers_the_readers_there_are():
    found = import_module("detector.cli.scan").command
    choice = next(parameter.type for parameter in found.params if parameter.name == "reader")
    assert tuple(choice.choices) == READERS


def test_version(run):
    result = run("--version")
    assert (result.exit_code, result.stdout.split()[0]) == (0, "detector")
    assert result.stdout.rstrip().endswith(("(compiled)", "(pure Python)"))


def test_an_unknown_command_is_a_usage_error(run):
    assert run("sacn").exit_code == 2


def test_completion_knows_the_commands_without_loading_them():
    probe = f"import atexit, sys; atexit.register(lambda: print(sorted({HEAVY!r} & set(sys.modules)))); from detector.cli import main; main(prog_name='detector')"
    done = python("-c", probe, _DETECTOR_COMPLETE="bash_complete", COMP_WORDS="detector s", COMP_CWORD="1")
    assert done.stdout == "plain,scan\n[]\n"
    options = python("-c", probe, _DETECTOR_COMPLETE="bash_complete", COMP_WORDS="detector --v", COMP_CWORD="1")
    assert options.stdout.startswith("plain,--version")


@pytest.mark.parametrize("error", [*DetectorError.__subclasses__(), DetectorError])
def test_every_error_is_one_sentence_and_its_exit_code(error, run, monkeypatch):
    def fail(*_):
        raise error("It went\x1b[2J\u202e wrong; try again.")

    monkeypatch.setattr("detector.sources.files.documents", fail)
    monkeypatch.setattr("detector.model.load", fail)
    result = run("scan", "x")
    assert (result.exit_code, result.stdout) == (error.exit_code, "")
    assert result.stderr == "Error: It went wrong; try again.\n"


def test_an_interrupt_does_not_look_like_spam(run, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("detector.model.load", interrupt)
    assert run("scan", "x").exit_code == 130


def test_the_program_is_called_detector():
    assert main.name == "detector"
    assert "Usage: detector " in python("-m", "detector.cli", "--help").stdout
