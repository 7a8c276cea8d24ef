"""Where things lie in a ledger folder, and how one is made and recognised."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from dragoman.datafiles import OWN_ACTORS
from dragoman.errors import LedgerError
from dragoman.ledger.files import ledger_errors, write_atomic

FORMAT = 1
_HEADER = "# A Dragoman ledger. Layout and tables: docs/ledger.md of the package.\n"
_FOLDERS = ("batches", "runs", "decisions", "history", "snapshots", "damaged", "temp")


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of a ledger folder."""

    root: Path

    @property
    def format_file(self) -> Path:
        """Says that this is a ledger, and of which format."""
        return self.root / "ledger.toml"

    @property
    def batches(self) -> Path:
        """Immutable Parquet batches, one folder each."""
        return self.root / "batches"

    @property
    def runs(self) -> Path:
        """One manifest for each run."""
        return self.root / "runs"

    @property
    def decisions(self) -> Path:
        """What analysts decided by hand, one file each."""
        return self.root / "decisions"

    @property
    def history(self) -> Path:
        """What became of events, one file for each snapshot that changed some."""
        return self.root / "history"

    @property
    def snapshots(self) -> Path:
        """Published DuckDB files, and CURRENT that names the one to read."""
        return self.root / "snapshots"

    @property
    def dataset(self) -> Path:
        """The manifest of a dataset; where it lies, there are no batches and snapshots."""
        return self.root / "dataset.json"

    @property
    def current(self) -> Path:
        """Two lines: the snapshot to read and its SHA-256."""
        return self.snapshots / "CURRENT"

    @property
    def damaged(self) -> Path:
        """Batches that were set aside, each with its reason."""
        return self.root / "damaged"

    @property
    def temp(self) -> Path:
        """Half-written things; whatever lies here without a writer is rubbish."""
        return self.root / "temp"

    @property
    def lock(self) -> Path:
        """Held by the one writer."""
        return self.root / "writer.lock"

    @property
    def writer(self) -> Path:
        """Who holds the lock, for people."""
        return self.root / "writer.json"

    def make_folders(self) -> None:
        """Makes the folders that are missing."""
        for name in _FOLDERS:
            (self.root / name).mkdir(parents=True, exist_ok=True)

    def clean_temp(self) -> int:
        """Removes what killed writers left, and counts it. Only for the lock's holder."""
        left = list(self.temp.iterdir()) if self.temp.is_dir() else []
        for path in left:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        return len(left)


def existing(path: str | Path) -> Layout:
    """The layout of a ledger that is there.

    Raises:
        LedgerError: there is no ledger, or one of a newer format.
    """
    layout = Layout(Path(path))
    if layout.dataset.exists():
        return layout
    try:
        stated = tomllib.loads(layout.format_file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LedgerError(
            f"{path}: no ledger here (ledger.toml is missing). Check the path, or make one with "
            "`dragoman code PATH --into LEDGER`."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LedgerError(
            f"{layout.format_file}: cannot be read: {error}. It should hold the line `format = {FORMAT}`."
        ) from error
    number = stated.get("format")
    if not isinstance(number, int) or number > FORMAT:
        raise LedgerError(
            f"{layout.format_file}: format {number!r} is not known to this version, which knows up to "
            f"{FORMAT}. Upgrade dragoman."
        )
    return layout


def create_or_open(path: str | Path) -> Layout:
    """The layout of the ledger at ``path``, made first where there is none.

    Raises:
        LedgerError: the folder holds other things, or cannot be written.
    """
    layout = Layout(Path(path))
    if "?" in str(path):  # DuckDB looks for its log elsewhere then.
        raise LedgerError(f"{path}: DuckDB cannot write below a folder with '?' in its name. Name another folder.")
    if layout.dataset.exists():
        raise LedgerError(
            f"{path}: is a dataset, which only `dragoman code ... --engine ray` writes to. Name another folder."
        )
    if layout.format_file.exists():
        return existing(path)
    with ledger_errors(layout.root, "making the ledger"):
        if layout.root.exists():
            _refuse_foreign(layout)
        layout.make_folders()
        # Last, so that a folder with this file is complete.
        write_atomic(layout.format_file, f"{_HEADER}format = {FORMAT}\n".encode(), layout.temp)
    return layout


def _refuse_foreign(layout: Layout) -> None:
    if not layout.root.is_dir():
        raise LedgerError(f"{layout.root}: is a file, not a folder. Name another place for the ledger.")
    foreign = sorted(p.name for p in layout.root.iterdir() if p.name not in (*_FOLDERS, *OWN_ACTORS))
    if foreign:
        raise LedgerError(
            f"{layout.root}: holds other things ({', '.join(foreign[:3])}) and is no ledger. "
            "Name a new or empty folder."
        )
