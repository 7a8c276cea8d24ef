"""Whatever an address asks for, the desk answers without failing."""

from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error

# Reading takes a coder and its time; what its forms refuse is tested beside it.
SLOW_TO_ANSWER = "/read"


def fuzz(app, address, examples):
    """Asks every operation of the OpenAPI document for things that it says it takes, and for things that it does not."""
    schema = schemathesis.openapi.from_dict(app.openapi()).exclude(path_regex=SLOW_TO_ANSWER)
    profile = settings(max_examples=examples, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
                       suppress_health_check=list(HealthCheck))  # fmt: skip
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in schemathesis.GenerationMode:
            asked += _ask(operation, mode, profile, address)
    return asked


def _ask(operation, mode, profile, address):
    asked = []

    @profile
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        asked.append(case)
        case.call_and_validate(base_url=address, checks=[not_a_server_error])

    with suppress(Unsatisfiable):  # what takes any text in its path cannot be asked wrongly
        ask()
    return len(asked)


def test_no_address_makes_it_fail(app, address):
    assert fuzz(app, address, 2) > 60


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_many_addresses_do_not_make_it_fail(app, address):
    assert fuzz(app, address, 150) > 3000
