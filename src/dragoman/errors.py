"""The errors Dragoman raises.

    DragomanError
    |-- InputError        a file, record or field given by the user cannot be used
    |-- DataError         a data file of the package or of the user breaks its own format
    |-- LedgerError       the ledger cannot be opened, written or read
    |   `-- LedgerLocked  another process is writing to it
    `-- NotFoundError     an event, article or codebook entry that was asked for does not exist

A message says what was wrong, where (file, record, field) and what to do about it.
"""


class DragomanError(Exception):
    """Base of all errors that Dragoman raises on purpose."""


class InputError(DragomanError):
    """Input given by the user cannot be used."""


class DataError(DragomanError):
    """A data file (codebook, frames, roster) breaks its own format."""


class LedgerError(DragomanError):
    """The ledger cannot be opened, written or read."""


class LedgerLocked(LedgerError):
    """Another process is writing to the ledger."""


class NotFoundError(DragomanError):
    """What was asked for is not there."""
