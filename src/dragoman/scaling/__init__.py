"""Scaling: a corpus coded on a Ray cluster into a dataset of Parquet files that ``Ledger`` opens in place.

``engine.code_into_dataset`` is the way in. The documents are cut into partitions; each is coded by one worker and
stored whole or not at all, under a name made from its content and the recipe; what is stored is not coded again. At
the end the events are merged across articles. docs/scale.md says more. Nothing is imported here: workers that merge
need no parser.
"""
