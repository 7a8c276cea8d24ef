"""exporting: events of a ledger written in the formats of other data sets and of common tools."""

from dragoman.exchange.exporting.exporting import Exported, LeftOutEvents, export
from dragoman.exchange.exporting.filters import Filters
from dragoman.exchange.exporting.forms import load_forms

__all__ = ["Exported", "Filters", "LeftOutEvents", "export", "load_forms"]
