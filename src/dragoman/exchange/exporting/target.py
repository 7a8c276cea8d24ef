"""Where an export goes: written aside and put in its place in one step, or not there at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dragoman.errors import InputError
from dragoman.ledger.files import is_full, sync_folder

KIND = "dragoman export"
MANIFEST = "manifest.json"


class Target:
    """A folder, or one file with its companions beside it.

    ``OUT`` with a suffix names a file, in formats that have one main file; then every companion bears its stem:
    ``events.csv`` goes with ``events.manifest.json`` and so on. Anything else is a folder.
    """

    def __init__(self, out: str | Path, main: str | None) -> None:
        """Looks at the place, changes nothing.

        Raises:
            InputError: something lies there that is no earlier export.
        """
        self.out = Path(out)
        self.main = main if self.out.suffix and not self.out.is_dir() else None
        if self._is_taken():
            raise InputError(f"{self.out}: is there already and is no earlier export; name another place or remove it")

    @property
    def is_file(self) -> bool:
        """Whether it is one file with companions."""
        return self.main is not None

    def name(self, name: str) -> str:
        """What a file of the export is called where it ends up, by its name within the export's folder."""
        if self.main is None:
            return name
        return self.out.name if name == self.main else f"{self.out.name.split('.')[0]}.{name}"

    def _place(self, name: str) -> Path:
        return (self.out.parent if self.is_file else self.out) / self.name(name)

    def _is_taken(self) -> bool:
        if self.out.is_dir():
            return any(self.out.iterdir()) and not _is_export(self._place(MANIFEST))
        return self.out.exists() and not (self.is_file and _is_export(self._place(MANIFEST)))

    @contextmanager
    def written(self) -> Iterator[Path]:
        """An empty folder beside the place; what stands in it when the block ends without error is put there.

        Raises:
            InputError: the place cannot be written, or the disk is full; what was there before still is.
        """
        aside = self.out.with_name(f".{self.out.name}.{os.getpid()}")
        try:
            aside.mkdir(parents=True)
            yield aside
            if self.is_file:
                self._place_files(aside)
            else:
                self._place_folder(aside)
            sync_folder(self.out.parent)
        except OSError as error:
            what = "no room on the disk" if is_full(error) else str(error.strerror or error)
            raise InputError(f"{self.out}: cannot be written: {what}; what was there before still is") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def _place_files(self, aside: Path) -> None:
        # The main file last: where it is, its companions are.
        names = sorted((p.name for p in aside.iterdir()), key=lambda name: name == self.main)
        for name in names:
            (aside / name).replace(self._place(name))

    def _place_folder(self, aside: Path) -> None:
        before = self.out.with_name(f".{self.out.name}.{os.getpid()}.before")
        if self.out.exists():
            self.out.rename(before)
        try:
            aside.rename(self.out)
        except OSError:
            with suppress(OSError):
                before.rename(self.out)
            raise
        shutil.rmtree(before, ignore_errors=True)


def _is_export(manifest: Path) -> bool:
    try:
        return bool(json.loads(manifest.read_text(encoding="utf-8"))["kind"] == KIND)
    except (OSError, ValueError, KeyError, TypeError):
        return False
