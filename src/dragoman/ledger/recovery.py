"""What a writer does before it writes, so that any earlier death leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.errors import LedgerError
from dragoman.ledger.batch import Batch, remove_copies, set_aside, survey
from dragoman.ledger.files import sha256_of
from dragoman.ledger.layout import Layout
from dragoman.ledger.runs import mark_killed
from dragoman.ledger.snapshot import folded, publish, published


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was found and put right when a ledger was opened for writing."""

    killed_runs: tuple[str, ...]
    set_aside: tuple[str, ...]
    folded: tuple[str, ...]
    batches: Sequence[Batch]


def recover(layout: Layout, full: bool = False) -> Recovered:
    """Puts the ledger in order; only for the holder of the writer's lock.

    Half-written things go, runs that died are marked, damaged batches are set aside, complete ones that no
    snapshot holds are folded into a new one.

    Args:
        layout: the ledger.
        full: read every batch and the snapshot again, not only what changed since it was last verified.
    """
    layout.make_folders()
    layout.clean_temp()
    killed = mark_killed(layout)
    have = folded(layout)
    sound, damaged = survey(layout, have or {}, full)
    for name, reason in damaged.items():
        set_aside(layout, name, reason)
    remove_copies(layout, sound)
    parts = [part.batch for b in sound for part in b.parts]
    late = [name for name in parts if name not in (have or {})]
    stale = (have is None and (bool(sound) or layout.current.exists())) or bool(set(have or {}) - set(parts))
    if late or stale or killed or (full and not snapshot_is_whole(layout)):
        publish(layout, sound)
    return Recovered(tuple(killed), tuple(damaged), tuple(late), sound)


def snapshot_is_whole(layout: Layout) -> bool:
    """Whether the published snapshot and its index, where there are any, are byte for byte what was published."""
    try:
        snapshot = published(layout)
        return snapshot is None or all(sha256_of(path) == digest for path, digest in snapshot.files)
    except (LedgerError, OSError):
        return False
