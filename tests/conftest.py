"""What several test modules need: one coder for all, and the shared gold data where it is."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def coder():
    from dragoman.coding import Coder

    return Coder()


@pytest.fixture(scope="session")
def shared():
    """The folder of gold data beside the repository, or where DRAGOMAN_SHARED points."""
    folder = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip(f"no gold data at {folder}; set DRAGOMAN_SHARED to measure")
    return folder
