"""The pool: workers on a cluster, each with a bounded queue; what a dead one held goes to the others."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from dragoman.errors import InputError
from dragoman.scaling.recipe import Recipe
from dragoman.scaling.worker import CodingWorker

# One job in work and one waiting: the worker never idles, and memory holds no more.
_QUEUE = 2
_LOOK = 5.0  # seconds until the pool looks again whether it has workers at all
_PATIENCE = 600.0  # seconds without any worker until it gives up

J = TypeVar("J")


# done; failed: it raised an error; killed: its worker died over it; lost: its worker died before it was begun.
Fate = Literal["done", "failed", "killed", "lost"]


@dataclass(frozen=True, slots=True)
class Told(Generic[J]):
    """What became of a job: its result where it was done, else the error."""

    job: J
    fate: Fate
    result: Any = None
    error: Exception | None = None


@dataclass(eq=False, slots=True)
class _Worker(Generic[J]):
    handle: Any
    ready: bool = False
    queue: dict[Any, J] = field(default_factory=dict)  # by reference, oldest first


class Pool(Generic[J]):
    """Workers that code; a job is the name of a method of ``CodingWorker`` and its argument."""

    def __init__(self, ray: Any, recipe: Recipe, size: int, kind: type[CodingWorker] = CodingWorker) -> None:
        """Starts ``size`` workers of a kind, wherever the cluster has room; they count when they are up."""
        self._ray, self._recipe, self.size = ray, recipe, size
        self._class = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(kind)
        self._shared = ray.put(recipe)
        self._workers: list[_Worker[J]] = []
        self._starting: dict[Any, _Worker[J]] = {}
        self._stillborn = 0
        self._seen_alive = time.monotonic()
        for _ in range(size):
            self._start()

    def _start(self) -> None:
        worker: _Worker[J] = _Worker(self._class.remote(self._shared))
        self._workers.append(worker)
        self._starting[worker.handle.versions.remote()] = worker

    def free(self) -> bool:
        """Whether a worker could take a job now."""
        return any(w.ready and len(w.queue) < _QUEUE for w in self._workers)

    def busy(self) -> bool:
        """Whether a job is out."""
        return any(w.queue for w in self._workers)

    def give(self, job: J, method: str, argument: object) -> None:
        """Hands a job to the free worker with the least to do."""
        worker = min((w for w in self._workers if w.ready), key=lambda w: len(w.queue))
        worker.queue[getattr(worker.handle, method).remote(argument)] = job

    def wait(self) -> Iterator[Told[J]]:
        """What has happened since: jobs done and jobs failed. Waits until there is something, or a while.

        Raises:
            InputError: no worker can be started.
        """
        out = [ref for w in self._workers for ref in w.queue]
        done, _ = self._ray.wait([*self._starting, *out], num_returns=1, timeout=_LOOK)
        for ref in done:
            if ref in self._starting:
                self._welcome(ref)
            else:
                yield from self._collect(ref)
        self._check_alive()

    def _welcome(self, ref: Any) -> None:
        worker = self._starting.pop(ref)
        try:
            versions = self._ray.get(ref)
        except self._ray.exceptions.RayError as error:
            self._bury(worker)
            self._stillborn += 1
            if self._stillborn > 2 * self.size + 2:
                raise InputError(f"--engine ray: no worker can be started: {cause_of(error)}") from error
            self._start()
            return
        self._check_versions(versions)
        worker.ready, self._stillborn = True, 0

    def _check_versions(self, there: Mapping[str, str]) -> None:
        differing = [f"{k} {there.get(k)} for {v}" for k, v in self._recipe.versions.items() if there.get(k) != v]
        if differing:
            raise InputError(
                f"--engine ray: a machine of the cluster has {', '.join(differing)}. Install the same versions "
                "everywhere, or results would depend on the machine."
            )

    def _collect(self, ref: Any) -> Iterator[Told[J]]:
        worker = next((w for w in self._workers if ref in w.queue), None)
        if worker is None:  # it died, and its jobs were told of already
            return
        try:
            result = self._ray.get(ref)
        except self._ray.exceptions.RayTaskError as error:
            yield Told(worker.queue.pop(ref), "failed", error=error)
        except self._ray.exceptions.RayError as error:
            yield from self._lost(worker, error)
        else:
            yield Told(worker.queue.pop(ref), "done", result)

    def _lost(self, worker: _Worker[J], error: Exception) -> Iterator[Told[J]]:
        """The jobs of a dead worker: what it had finished, what it was at, what it had not begun."""
        self._bury(worker)
        self._start()
        fate: Fate = "killed"
        for ref, job in worker.queue.items():
            try:
                yield Told(job, "done", self._ray.get(ref, timeout=0))
            except (self._ray.exceptions.RayError, TimeoutError):
                yield Told(job, fate, error=error)
                fate = "lost"

    def _bury(self, worker: _Worker[J]) -> None:
        self._workers.remove(worker)
        self._ray.kill(worker.handle)

    def _check_alive(self) -> None:
        if any(w.ready for w in self._workers):
            self._seen_alive = time.monotonic()
        elif time.monotonic() - self._seen_alive > _PATIENCE:
            raise InputError(
                f"--engine ray: for {_PATIENCE / 60:.0f} minutes the cluster had no core for a worker. "
                "Look at it with `ray status`; the same command goes on from what is stored."
            )

    def close(self) -> None:
        """Ends all workers."""
        for worker in self._workers:
            self._ray.kill(worker.handle)


def cause_of(error: Exception) -> str:
    """The last line that says what went wrong, of Ray's long ones."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:300] if lines else type(error).__name__
