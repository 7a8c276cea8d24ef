"""What an import came to: rows read, stored and refused, and what could not be read in those that were stored."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class FileReport:
    """One file, or one member of an archive.

    Attributes:
        origin: its path; ``archive.zip!member`` for a member.
        rows: rows read; blank lines and the header are none.
        stored: rows taken over.
        refused: rows not taken over, the repeated ones among them; ``rows == stored + refused``.
        repeated: rows whose id stands again further on in the file.
        reasons: the refused rows by reason.
        warnings: by what could not be read, the number of rows that were stored without it.
        repaired: by what was mended, the number of lines.
        problem: why the file was not read, or not to its end.
        done_by: the run that had imported the same file before.
    """

    origin: str
    rows: int = 0
    stored: int = 0
    refused: int = 0
    repeated: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)
    problem: str | None = None
    done_by: str | None = None

    def record(self) -> dict[str, Any]:
        """The report as one JSON object, without what is empty."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {k: dict(v) if isinstance(v, Counter) else v for k, v in told.items() if v or v == 0}


@dataclass(slots=True)
class ImportReport:
    """All files of an import."""

    kind: str
    files: list[FileReport] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Rows read."""
        return sum(f.rows for f in self.files)

    @property
    def stored(self) -> int:
        """Rows taken over."""
        return sum(f.stored for f in self.files)

    @property
    def refused(self) -> int:
        """Rows not taken over."""
        return sum(f.refused for f in self.files)

    @property
    def problems(self) -> list[FileReport]:
        """Files that were not read, or not to their end."""
        return [f for f in self.files if f.problem]

    @property
    def skipped(self) -> list[FileReport]:
        """Files that had been imported before."""
        return [f for f in self.files if f.done_by]

    def counted(self, name: str) -> Counter[str]:
        """``reasons``, ``warnings`` or ``repaired`` of all files together."""
        return sum((getattr(f, name) for f in self.files), Counter())

    def __str__(self) -> str:
        text = f"{self.rows:,} rows read, {self.stored:,} stored, {self.refused:,} refused"
        repeated = sum(f.repeated for f in self.files)
        text += f" ({repeated:,} of them repeated)" if repeated else ""
        if self.skipped:
            text += f"; {len(self.skipped)} of {len(self.files)} files had been imported before"
        if self.problems:
            text += f"; {len(self.problems)} of {len(self.files)} files could not be read wholly"
        return text
