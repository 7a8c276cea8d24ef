"""Scaling: a corpus coded on a Ray cluster into a dataset of Parquet files that ``Ledger`` opens in place.

The documents are cut into partitions; each is coded by one worker and stored whole or not at all, under a name made
from its content and the recipe. What is stored is not coded again. docs/scale.md says more.
"""

from dragoman.scaling.engine import code_into_dataset
from dragoman.scaling.recipe import Recipe

__all__ = ["Recipe", "code_into_dataset"]
