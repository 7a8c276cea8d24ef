"""Did it happen, and who vouches for it: status and certainty of events (see ``docs/factuality.md``)."""

from dragoman.coding.factuality.assessing import assess, assess_word, plainly_unreal, still_to_come
from dragoman.coding.factuality.embedding import GRANTED, PURPOSE
from dragoman.coding.factuality.experience import log_odds
from dragoman.coding.factuality.scale import REAL, Assessment

__all__ = [
    "GRANTED",
    "PURPOSE",
    "REAL",
    "Assessment",
    "assess",
    "assess_word",
    "log_odds",
    "plainly_unreal",
    "still_to_come",
]
