"""Time: the expressions of an article with their TIMEX3 values, and the dates of its events."""

from dragoman.coding.time.dating import lies_ahead, when
from dragoman.coding.time.document import Timex, timexes, timexes_by_sentence, written_on

__all__ = ["Timex", "lies_ahead", "timexes", "timexes_by_sentence", "when", "written_on"]
