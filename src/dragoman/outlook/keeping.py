"""What the outlook keeps in a ledger's folder: files that are written once and never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from dragoman.errors import LedgerError
from dragoman.ledger import Ledger
from dragoman.ledger.files import ledger_errors, write_atomic

Record = dict[str, Any]
_MADE = "made"


def keep(ledger: Ledger, folder: str, name: str, record: Record) -> Record:
    """Write a record down under a name and its own digest; the same content is there once, as first written.

    Args:
        ledger: whose folder it is kept in. The writer's lock is not needed: no file is ever changed.
        folder: the folder within it.
        name: what the file's name begins with.
        record: what is kept; ``id`` (the digest) and ``made`` (the time) are added.

    Raises:
        LedgerError: the folder cannot be written.
    """
    content = json.dumps(record, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    path = ledger.path / folder / f"{name}-{digest}.json"
    whole = {"id": digest, _MADE: dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), **record}
    with ledger_errors(ledger.path, f"keeping {folder}"):
        path.parent.mkdir(exist_ok=True)
        if not path.exists():
            text = json.dumps(whole, ensure_ascii=False, indent=1)
            write_atomic(path, text.encode() + b"\n", path.parent)
    return whole


def kept(ledger: Ledger, folder: str) -> list[Record]:
    """All records of a folder, in the order in which they were made.

    Raises:
        LedgerError: a file cannot be read, or its content is not what its name says.
    """
    found = []
    for path in sorted((ledger.path / folder).glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            own = {k: v for k, v in record.items() if k not in ("id", _MADE)}
            content = json.dumps(own, ensure_ascii=False, sort_keys=True).encode()
            if not path.stem.endswith(hashlib.sha256(content).hexdigest()[:12]):
                raise ValueError("its content is not what was written")
        except (OSError, ValueError, AttributeError) as error:
            raise LedgerError(f"{path}: cannot be used: {error}. Restore the file or remove it.") from error
        found.append(record)
    return sorted(found, key=lambda r: (r[_MADE], r["id"]))
