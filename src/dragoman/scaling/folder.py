"""The dataset's folder as it is written: parts stored whole, found again, and listed in the manifest."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.datafiles import OWN_ACTORS
from dragoman.errors import LedgerError
from dragoman.ledger.dataset import FORMAT, find_superseded, part_note, read_manifest
from dragoman.ledger.files import ledger_errors, sha256_of, write_atomic
from dragoman.ledger.layout import Layout
from dragoman.ledger.lock import writer_lock
from dragoman.ledger.runs import now
from dragoman.ledger.tables import BATCH_TABLES
from dragoman.scaling.parts import Part
from dragoman.scaling.recipe import Recipe

Note = dict[str, Any]
# What a note says of a partition and the manifest repeats; the files stay in the note.
_LISTED = ("partition", "sequence", "sha256", "created", "first", "last", "documents", "skipped", "rows",
           "left_out_by_reason", "seconds")  # fmt: skip


@dataclass(slots=True)
class DatasetFolder:
    """A dataset that is being written. Made by ``writing_dataset``."""

    layout: Layout
    manifest: dict[str, Any]
    known: dict[str, Note] = field(default_factory=dict)  # the manifest's partitions by name

    @property
    def parts(self) -> Path:
        """The notes of the partitions that are done."""
        return self.layout.root / "parts"

    def first_sequence(self) -> int:
        """The place of the first partition of this run: behind those of finished runs."""
        return int(self.manifest["behind"]) + 1

    def stored(self, name: str) -> Note | None:
        """The note of a partition that is done, with all its files as they were written; else None."""
        try:
            return part_note(self.layout, name)
        except LedgerError:
            return None

    def store(self, part: Part) -> Note:
        """Writes a part, its note last.

        Raises:
            LedgerError: it could not be written; what was stored before is safe.
        """
        with ledger_errors(self.layout.root, "writing a partition"):
            for path, content in part.files.items():
                self._put(path, content)
            note = {**part.note, "created": now()}
            if (before := self.known.get(part.name)) is not None:
                note["sequence"] = before["sequence"]
            self._put(f"parts/{part.name}.json", as_json(note))
            return note

    def _put(self, path: str, content: bytes) -> None:
        # Not waiting for the disk: until the manifest lists it, its note's hashes are what vouches for a part.
        target, aside = self.layout.root / path, self.layout.temp / "part"
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        aside.replace(target)

    def list_partition(self, note: Note) -> None:
        """Lists a stored partition, so that the next ``publish`` shows it to readers."""
        self.known[note["partition"]] = {key: note[key] for key in _LISTED}

    def publish(self, status: str, error: BaseException | None = None) -> None:
        """Writes the manifest, with all partitions that are listed and what they come to.

        Args:
            status: as a run's: running, finished, interrupted or failed.
            error: what ended the run, if something did.

        Raises:
            LedgerError: it could not be written; readers see what they saw before.
        """
        manifest = self.manifest
        manifest["status"] = status
        manifest["error"] = None if error is None else f"{type(error).__name__}: {error}"
        manifest["finished"] = None if status == "running" else now()
        manifest["sessions"][-1].update(status=status, finished=manifest["finished"])
        if status == "finished":
            manifest["behind"] = max((p["sequence"] for p in self.known.values()), default=0)
        with ledger_errors(self.layout.root, "publishing the dataset"):
            if status != "running":
                self.settle()
                _sync()
            write_atomic(self.layout.dataset, as_json(manifest), self.layout.temp)
            self._forget()

    def settle(self) -> None:
        """Counts what the listed partitions come to, and finds the articles of which another telling counts."""
        listed = sorted(self.known.values(), key=lambda p: p["sequence"])
        self.manifest.update(partitions=listed, **totals(listed))
        rows = find_superseded(self.layout, self.manifest)
        self.manifest["superseded"] = self._write("superseded", rows) if rows.num_rows else None

    def merged(self) -> bool:
        """Whether the events are merged of just the partitions that are listed."""
        stated = self.manifest["merged"]
        return not self.known or (stated is not None and stated["of"] == self._listed())

    def keep_merged(self, found: Mapping[str, pa.Table]) -> None:
        """Stores what merging found of the listed partitions."""
        files = {name: self._write("merged", rows) for name, rows in found.items() if rows.num_rows}
        self.manifest["merged"] = {"of": self._listed(), "files": files}

    def _listed(self) -> str:
        return hashlib.sha256(" ".join(sorted(self.known)).encode()).hexdigest()

    def _write(self, kind: str, rows: pa.Table) -> str:
        """A Parquet file under its own digest."""
        aside = self.layout.temp / f"{kind}.parquet"
        pq.write_table(rows, aside, compression="zstd")
        name = f"{kind}/{sha256_of(aside)[:16]}.parquet"
        (self.layout.root / kind).mkdir(exist_ok=True)
        aside.replace(self.layout.root / name)
        return name

    def _forget(self) -> None:
        """Removes what an earlier manifest named."""
        merged = self.manifest["merged"] or {"files": {}}
        kept = {self.manifest["superseded"], *merged["files"].values()}
        for kind in ("superseded", "merged"):
            for path in self.layout.root.glob(f"{kind}/*.parquet"):
                if path.relative_to(self.layout.root).as_posix() not in kept:
                    path.unlink()


def _sync() -> None:
    """Brings all that was written to the disk; Windows has no such call."""
    if hasattr(os, "sync"):
        os.sync()


def as_json(content: Mapping[str, Any]) -> bytes:
    """An object as the dataset's files hold it: lists of objects one to a line."""
    lines = []
    for key, value in content.items():
        rows = isinstance(value, list) and value and all(isinstance(v, dict) for v in value)
        text = ",\n  ".join(_json(v) for v in value) if rows else ""
        lines.append(f"{_json(key)}: " + (f"[\n  {text}\n ]" if rows else _json(value)))
    return ("{\n " + ",\n ".join(lines) + "\n}\n").encode("utf-8", "replace")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def totals(partitions: Iterable[Note]) -> dict[str, Any]:
    """What partitions come to: counts as a run's manifest has them, reasons, seconds of work."""
    rows: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    skipped, seconds = 0, 0.0
    for one in partitions:
        rows.update(one["rows"])
        reasons.update(one["left_out_by_reason"])
        skipped += one["skipped"]
        seconds += one["seconds"]
    named = {k: rows[k] for k in ("left_out", "sentences", "events", "mentions", "statements")}
    counts = {"coded": rows["articles"], "skipped": skipped, **named, "rows": {t: rows[t] for t in BATCH_TABLES}}
    return {
        "counts": counts,
        "left_out_by_reason": dict(sorted(reasons.items())),
        "durations": {"workers": round(seconds, 3)},
    }


@contextmanager
def writing_dataset(path: Path, recipe: Recipe, inputs: Sequence[str], size: int = 64) -> Iterator[DatasetFolder]:
    """A dataset, opened or made; at the end, however it comes, readers see all that is stored.

    Args:
        path: its folder.
        recipe: what is coded by.
        inputs: files and folders of this run.
        size: documents in a partition, of a new dataset; one that is there keeps its own.

    Raises:
        LedgerError: the folder holds other things, or was coded by another recipe.
        LedgerLocked: another process writes to it.
    """
    layout = Layout(path)
    _refuse_foreign(layout)
    with ledger_errors(path, "making the dataset"):
        for place in (path, layout.temp, path / "parts"):
            place.mkdir(parents=True, exist_ok=True)
    with writer_lock(layout, dataset=True):
        layout.clean_temp()
        folder = _opened(layout, recipe, inputs, size)
        folder.publish("running")
        try:
            yield folder
        except BaseException as error:
            try:
                folder.publish("failed" if isinstance(error, Exception) else "interrupted", error)
            except Exception as second:
                error.add_note(f"And when the dataset was closed: {second}")
            raise
        folder.publish("finished")


def _opened(layout: Layout, recipe: Recipe, inputs: Sequence[str], size: int) -> DatasetFolder:
    session = {"status": "running", "started": now(), "finished": None, "command": " ".join(sys.argv)}
    if not layout.dataset.exists():
        made = {**_new_manifest(recipe, size), "inputs": list(inputs), "sessions": [session]}
        return DatasetFolder(layout, made)
    manifest = read_manifest(layout)
    if manifest["run_id"] != recipe.run_id:
        raise LedgerError(f"{layout.root}: was coded otherwise: {_differences(manifest, recipe)}. Name a new folder.")
    for last in manifest["sessions"]:
        last["status"] = "killed" if last["status"] == "running" else last["status"]
    manifest["sessions"].append(session)
    manifest["inputs"] = list(dict.fromkeys([*manifest["inputs"], *inputs]))
    return DatasetFolder(layout, manifest, {p["partition"]: p for p in manifest["partitions"]})


def _new_manifest(recipe: Recipe, size: int) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "run_id": recipe.run_id,
        "status": "running",
        "started": now(),
        "finished": None,
        "error": None,
        "command": " ".join(sys.argv),
        "inputs": [],
        "versions": dict(recipe.versions),
        "config": recipe.record(),
        "seed": recipe.seed,
        "partition_size": size,
        "behind": 0,
        "superseded": None,
        "merged": None,
        "partitions": [],
        **totals([]),
        "sessions": [],
    }


def _differences(manifest: Mapping[str, Any], recipe: Recipe) -> str:
    pairs = {**manifest["versions"], **manifest["config"], "seed": manifest["seed"]}
    own = {**recipe.versions, **recipe.record(), "seed": recipe.seed}
    changed = [f"{k} {pairs.get(k)} then, {own.get(k)} now" for k in own if pairs.get(k) != own.get(k)]
    return "; ".join(changed) or "by another recipe"


def _refuse_foreign(layout: Layout) -> None:
    root = layout.root
    if any(c in str(root) for c in "*?["):
        raise LedgerError(f"{root}: DuckDB cannot read below a folder with *, ? or [ in its name. Name another folder.")
    if layout.dataset.exists() or not root.exists():
        return
    own = {"parts", "temp", "writer.lock", "writer.json", "superseded", "merged", *BATCH_TABLES, *OWN_ACTORS}
    foreign = sorted(p.name for p in root.iterdir() if p.name not in own) if root.is_dir() else [root.name]
    if foreign:
        raise LedgerError(
            f"{root}: holds other things ({', '.join(foreign[:3])}) and is no dataset. Name a new or empty folder."
        )
