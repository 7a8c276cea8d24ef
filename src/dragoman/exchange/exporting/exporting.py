"""Events of a ledger written in another format, with codebook, citations and a manifest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dragoman.exchange.exporting.companions import write_companions
from dragoman.exchange.exporting.filters import Filters
from dragoman.exchange.exporting.forms import Form, form_of
from dragoman.exchange.exporting.session import Session
from dragoman.exchange.exporting.target import Target
from dragoman.exchange.exporting.work import Work
from dragoman.exchange.exporting.writers import WRITERS
from dragoman.ledger import Ledger

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class LeftOutEvents:
    """Events that were asked for and not written, and why."""

    reason: str
    events: int
    why: str


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what was not.

    ``matching`` events were asked for, ``events`` of them written, the others ``left_out``; ``rows`` are those of
    each file.
    """

    path: Path
    form: str
    matching: int
    events: int
    left_out: tuple[LeftOutEvents, ...]
    rows: dict[str, int]


def export(
    ledger: Ledger, form: str, out: str | Path, filters: Filters | None = None, *, progress: Progress | None = None
) -> Exported:
    """Writes events of a ledger in another format.

    What stands at ``out`` afterwards is whole, or what was there before: all is written aside first.

    Args:
        ledger: the ledger.
        form: polecat, gdelt, icews, plover, parquet, csv, jsonl, geojson or gexf.
        out: a folder; or, with a suffix, a file with its companions beside it. An earlier export there is replaced.
        filters: which events; all that occurred or go on by default.
        progress: told how many rows of the main table are written, and about how many there are.

    Raises:
        InputError: the format or a filter is not known; ``out`` holds something else or cannot be written.
        LedgerError: the ledger cannot be read.
    """
    wanted, how = filters or Filters(), form_of(form)
    target = Target(out, how.main)
    session = Session(ledger.session())
    try:
        session.choose(wanted.query(), how.conditions(wanted.statuses is not None))
        with target.written() as folder:
            return _write(ledger, how, wanted, session, (folder, target), progress)
    finally:
        session.close()


def _write(
    ledger: Ledger,
    form: Form,
    filters: Filters,
    session: Session,
    place: tuple[Path, Target],
    progress: Progress | None,
) -> Exported:
    folder, target = place
    by_reason = {r["reason"]: r["events"] for r in session.rows(_COUNTS)}
    left_out = tuple(LeftOutEvents(n.name, by_reason[n.name], form.why(n)) for n in form.needs if n.name in by_reason)
    events, matching = by_reason.get(None, 0), sum(by_reason.values())
    work = Work(session, folder, _telling(progress, events))
    WRITERS[form.name](work, target.is_file)
    about = {
        "ledger": _ledger(ledger),
        "filters": filters.stated(),
        "matching": matching,
        "events": events,
        "left_out": [asdict(one) for one in left_out],
    }
    write_companions(form, session, folder, target, work.rows, about)
    rows = {target.name(name): count for name, count in work.rows.items()}
    return Exported(target.out, form.name, matching, events, left_out, rows)


_COUNTS = "SELECT reason, count(*) AS events FROM matching GROUP BY reason"


def _ledger(ledger: Ledger) -> dict[str, Any]:
    snapshot = ledger.snapshot
    return {"path": str(ledger.path), "snapshot": snapshot.name if snapshot else None, "sha256": ledger.snapshot_sha256}


def _telling(progress: Progress | None, total: int) -> Callable[[int], None] | None:
    if progress is None:
        return None
    done = 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, max(total, done))

    return told
