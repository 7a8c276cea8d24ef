"""The ledger: what was coded, stored so that nothing is lost and nothing stands twice.

``Ledger`` opens, asks and writes one; ``doctor`` looks one over. The folder's layout is in docs/ledger.md.
"""

from dragoman.ledger.compaction import Cleaned, compact, vacuum
from dragoman.ledger.doctor import Check, Finding, doctor
from dragoman.ledger.dyads import Dyad, Party, Tally
from dragoman.ledger.editing import merge_events, split_event
from dragoman.ledger.feed import changes, history
from dragoman.ledger.filters import EventFilters
from dragoman.ledger.frame import Frame
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.rows import article_of
from dragoman.ledger.runs import InputFile, RunInfo, installed_versions, new_run_id
from dragoman.ledger.writer import Writer

__all__ = [
    "Check",
    "Cleaned",
    "Dyad",
    "EventFilters",
    "Finding",
    "Frame",
    "InputFile",
    "Ledger",
    "Party",
    "RunInfo",
    "Tally",
    "Writer",
    "article_of",
    "changes",
    "compact",
    "doctor",
    "history",
    "installed_versions",
    "merge_events",
    "new_run_id",
    "split_event",
    "vacuum",
]
