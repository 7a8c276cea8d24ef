"""importing: files of other data sets, read, converted and stored in a ledger."""

from dragoman.exchange.importing.report import FileReport, ImportReport
from dragoman.exchange.importing.running import KINDS, Progress, import_into

__all__ = ["KINDS", "FileReport", "ImportReport", "Progress", "import_into"]
