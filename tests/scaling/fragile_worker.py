"""A worker whose process ends, as by a fault of a library, when it reads a certain word."""

import os

from dragoman.articles.raw import Raw
from dragoman.scaling.worker import CodingWorker

WORD = "xyzzy"


class FragileWorker(CodingWorker):
    def _read(self, documents):
        if any(isinstance(d, Raw) and WORD in d.text for d in documents):
            os._exit(139)
        return super()._read(documents)
