"""Runs: what was asked for, with which versions, what came of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import re
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from dragoman.errors import InputError, LedgerError
from dragoman.ledger.files import sha256_of, write_atomic
from dragoman.ledger.layout import FORMAT, Layout

RunStatus = Literal["running", "finished", "interrupted", "failed", "killed"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
COUNTED = ("coded", "left_out", "skipped", "sentences", "events", "mentions", "statements")


def now() -> str:
    """The time now, UTC, as manifests write it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")


def new_run_id() -> str:
    """A name that sorts by time and is never used twice."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def installed_versions(*packages: str) -> dict[str, str]:
    """The versions of Python, of the packages that shape the output, and of ``packages`` (the model)."""
    found = {"python": platform.python_version()}
    for package in ("dragoman", "spacy", "duckdb", "pyarrow", *packages):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file or folder that a run read, with the SHA-256 of its content."""

    path: str
    sha256: str
    bytes: int

    @classmethod
    def of(cls, path: str | Path) -> InputFile:
        """Describes a file; a folder by the names and contents of all files in it.

        Raises:
            InputError: it cannot be read.
        """
        place = Path(path)
        try:
            if not place.is_dir():
                return cls(str(path), sha256_of(place), place.stat().st_size)
            digest, size = hashlib.sha256(), 0
            for inner in sorted(p for p in place.rglob("*") if p.is_file()):
                digest.update(f"{inner.relative_to(place).as_posix()}\0{sha256_of(inner)}\n".encode())
                size += inner.stat().st_size
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
        return cls(str(path), digest.hexdigest(), size)


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run is: its name, command, inputs, versions, configuration and seed."""

    run_id: str = field(default_factory=new_run_id)
    command: str = ""
    inputs: tuple[InputFile, ...] = ()
    versions: Mapping[str, str] = field(default_factory=installed_versions)
    config: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.run_id):
            raise InputError(f"run_id {self.run_id!r}: use letters, digits, '.', '_' and '-' only, 80 at most")


@dataclass(slots=True)
class RunLog:
    """The manifest of a run while it lasts."""

    info: RunInfo
    layout: Layout
    started: str = field(default_factory=now)
    status: RunStatus = "running"
    finished: str | None = None
    error: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    durations: dict[str, float] = field(default_factory=dict)
    batches: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where the manifest lies."""
        return self.layout.runs / f"{self.info.run_id}.json"

    def begin(self) -> None:
        """Writes the manifest for the first time.

        Raises:
            LedgerError: the ledger has a run of that name.
        """
        if self.path.exists():
            raise LedgerError(f"{self.path}: a run of this name is in the ledger already. Give the run another run_id.")
        self.save()

    def end(self, error: BaseException | None) -> None:
        """Notes how the run ended, and writes it down."""
        self.status = _status_after(error)
        self.error = None if error is None else f"{type(error).__name__}: {error}"
        self.finished = now()
        self.save()

    def save(self) -> None:
        """Replaces the manifest."""
        write_atomic(self.path, _as_json(self.manifest()), self.layout.temp)

    def manifest(self) -> dict[str, Any]:
        """The run as one JSON object."""
        return {
            "format": FORMAT,
            "run_id": self.info.run_id,
            "status": self.status,
            "started": self.started,
            "finished": self.finished,
            "error": self.error,
            "command": self.info.command,
            "inputs": [asdict(i) for i in self.info.inputs],
            "versions": dict(self.info.versions),
            "config": dict(self.info.config),
            "seed": self.info.seed,
            "counts": {key: self.counts[key] for key in COUNTED},
            "left_out_by_reason": dict(sorted(self.reasons.items())),
            "durations": {room: round(seconds, 3) for room, seconds in self.durations.items()},
            "batches": list(self.batches),
            **self.notes,
        }


def _status_after(error: BaseException | None) -> RunStatus:
    if error is None:
        return "finished"
    return "failed" if isinstance(error, Exception) else "interrupted"


def _as_json(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=1, default=str).encode("utf-8", "replace") + b"\n"


def read_runs(layout: Layout) -> list[dict[str, Any]]:
    """The manifests of all runs, oldest first; one that cannot be read has the status ``unreadable``."""
    found = [_read_run(path) for path in layout.runs.glob("*.json")]
    return sorted(found, key=lambda r: (str(r.get("started") or ""), r["run_id"]))


def _read_run(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(manifest, dict) and manifest.get("run_id") == path.stem:
            return manifest
    except (OSError, ValueError):
        pass
    return {"run_id": path.stem, "status": "unreadable", "counts": {}, "versions": {}}


def mark_killed(layout: Layout) -> list[str]:
    """Says of every run that claims to be running that it was killed. Only for the lock's holder."""
    killed = [r for r in read_runs(layout) if r["status"] == "running"]
    for manifest in killed:
        manifest["status"] = "killed"
        write_atomic(layout.runs / f"{manifest['run_id']}.json", _as_json(manifest), layout.temp)
    return [r["run_id"] for r in killed]


def run_rows(manifests: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of table ``runs``."""
    return [
        {
            "run_id": m["run_id"],
            "status": m["status"],
            "started": _moment(m.get("started")),
            "finished": _moment(m.get("finished")),
            "command": m.get("command"),
            "package_version": m.get("versions", {}).get("dragoman"),
            **{key: m.get("counts", {}).get(key) for key in COUNTED},
            "record": json.dumps(m, ensure_ascii=False),
        }
        for m in manifests
    ]


def _moment(text: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
