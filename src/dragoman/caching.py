"""What takes long to build from data files and never changes, kept in the user's cache folder under its recipe.

Kept as ``marshal`` writes it: plain tuples, lists, numbers and texts, from which nothing can be executed.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def cache_folder() -> Path:
    """Where the cache lies: ``$XDG_CACHE_HOME/dragoman``, else ``~/.cache/dragoman``."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "dragoman"


def recipe(*parts: bytes | str) -> str:
    """A short digest of everything that a cached thing is made from, this Python's version included."""
    digest = hashlib.sha256(sys.version.encode())
    for part in parts:
        held = part.encode() if isinstance(part, str) else part
        digest.update(len(held).to_bytes(8, "big") + held)
    return digest.hexdigest()[:20]


def recalled(name: str, made_of: str, make: Callable[[], Any]) -> Any:
    """A thing from the cache, else made and kept there; made each time where the folder cannot be written.

    Args:
        name: what it is; older recipes of the same name are deleted.
        made_of: its recipe.
        make: makes it, of plain tuples, lists, dicts, numbers and texts.
    """
    path = cache_folder() / f"{name}-{made_of}.bin"
    with contextlib.suppress(OSError, EOFError, ValueError, TypeError):
        return marshal.loads(path.read_bytes())
    made = make()
    with contextlib.suppress(OSError):
        _keep(path, marshal.dumps(made))
        _forget(p for p in path.parent.glob(f"{name}-*.bin") if p != path)
    return made


def file_kept(name: str, made_of: str, make: Callable[[Path], None]) -> Path | None:
    """A file in the cache folder, made where it is not there; None where the folder cannot be written.

    Args:
        name: what it is; older recipes of the same name are deleted.
        made_of: its recipe.
        make: writes it to the path that it is given; it is made aside and moved in whole.
    """
    path = cache_folder() / f"{name}-{made_of}.db"
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as aside:
            make(Path(aside) / path.name)
            (Path(aside) / path.name).replace(path)
    except OSError:
        return None
    _forget(p for p in path.parent.glob(f"{name}-*.db") if p != path)
    return path


def compiled(function: Callable[..., Any]) -> Any:
    """A function of numbers and arrays, compiled by numba at its first call and kept beside its file or in a cache.

    Compiled anew by each process where neither folder can be written. It lets other threads run meanwhile.
    """
    from numba import njit

    try:
        return njit(nogil=True, cache=True)(function)
    except RuntimeError:  # no place for the cache
        return njit(nogil=True)(function)


def _keep(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    Path(aside).replace(path)


def _forget(paths: Iterable[Path]) -> None:
    for path in sorted(paths, key=lambda p: p.stat().st_mtime)[:-3]:
        path.unlink(missing_ok=True)
