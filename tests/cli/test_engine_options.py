"""What of ``code`` goes with which engine."""

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.errors import InputError


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "spark"], "use local or ray"),
        (["--engine", "ray"], "--into"),
        (["--address", "auto"], "--engine ray"),
    ],
)
def test_options_that_do_not_go_together(options, said):
    result = CliRunner().invoke(app, ["code", "examples", *options])
    assert isinstance(result.exception, InputError) and said in str(result.exception)
