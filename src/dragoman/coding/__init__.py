"""coding/: from parsed sentences and their actors to events and statements."""

from dragoman.coding.coder import Coder

__all__ = ["Coder"]
