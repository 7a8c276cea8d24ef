"""Events across articles: which tellings are of one happening.

``telling_of`` takes what one article tells of a happening; ``blocks`` says which tellings are compared; ``link`` and
``links_among`` score pairs; ``clusters`` divides what hangs together. All are pure functions of their arguments, and a
score of its pair alone, so that the partition is a function of the set of tellings, however they arrive.
``NearDuplicates`` recognises articles that are copies of each other and count as one voice.
"""

from dragoman.ledger.merging.blocking import blocks
from dragoman.ledger.merging.clustering import clusters, components
from dragoman.ledger.merging.copies import NearDuplicates, copies_among, voices
from dragoman.ledger.merging.partition import by_component, divided, hanging_together, partition
from dragoman.ledger.merging.scoring import Link, link, links_among
from dragoman.ledger.merging.telling import Party, Site, Telling, telling_of

__all__ = [
    "Link",
    "NearDuplicates",
    "Party",
    "Site",
    "Telling",
    "blocks",
    "by_component",
    "clusters",
    "components",
    "copies_among",
    "divided",
    "hanging_together",
    "link",
    "links_among",
    "partition",
    "telling_of",
    "voices",
]
