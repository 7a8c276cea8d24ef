"""The Ray cluster: joined or started, silent, and left again."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dragoman.errors import InputError

# Nothing goes out to Ray's makers; no lines of workers' logs among the answers of a command.
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0", "RAY_DEDUP_LOGS": "1"}
# A local cluster passes partitions alone: a small share of memory is enough for its object store.
_LOCAL_STORE = 200_000_000
_HOST_PORT = re.compile(r"(?P<host>[^:/]+):(?P<port>\d+)")


@contextmanager
def cluster(address: str | None, workers: int | None) -> Iterator[Any]:
    """The module ``ray``, connected to a cluster; a cluster of this machine alone without an address.

    A connection that is there already is used, and stays.

    Args:
        address: of the cluster's head, ``HOST:PORT`` or ``auto``; None starts one here.
        workers: how many processes one started here shall have room for; None for one a core.

    Raises:
        InputError: Ray is not installed, or no cluster answers.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise InputError("--engine ray: Ray is not installed; run `pip install 'dragoman[ray]'`") from error
    joined = ray.is_initialized()
    if not joined:
        _join(ray, address, workers)
    try:
        yield ray
    finally:
        if not joined:
            ray.shutdown()


def _join(ray: Any, address: str | None, workers: int | None) -> None:
    if address is not None and (found := _HOST_PORT.fullmatch(address)):
        _knock(address, found["host"], int(found["port"]))
    common: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR", "include_dashboard": False}
    try:
        if address is None:
            ray.init("local", num_cpus=workers, object_store_memory=_LOCAL_STORE, **common)
        else:
            common.pop("include_dashboard")
            ray.init(address, **common)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise _no_answer(address, error) from error


def _knock(address: str, host: str, port: int) -> None:
    """Whether anything listens there: Ray itself would ask again for minutes."""
    try:
        socket.create_connection((host, port), timeout=10).close()
    except (OSError, OverflowError) as error:
        raise _no_answer(address, error) from error


def _no_answer(address: str | None, error: Exception) -> InputError:
    where = f"--address {address}" if address else "--engine ray"
    return InputError(
        f"{where}: no Ray cluster answers ({str(error)[:200]}). Start one with `ray start --head`, "
        "or leave --address out to use this machine alone."
    )


def room(ray: Any) -> int:
    """How many workers of one core each the cluster has room for."""
    return max(1, int(ray.cluster_resources().get("CPU", 1)))
