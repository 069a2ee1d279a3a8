"""Running the program in a test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from detector.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run `detector` with these arguments, in this process; only a DetectorError or an exit may end it."""

    def invoke(*arguments: object, input: bytes | None = None) -> Result:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke
