"""How many: dead, injured, arrested, abducted, displaced, taking part, soldiers, and sums of money."""

from dragoman.coding.magnitude.counting import magnitude
from dragoman.coding.magnitude.joining import joined_counts
from dragoman.coding.magnitude.numbers import number

__all__ = ["joined_counts", "magnitude", "number"]
