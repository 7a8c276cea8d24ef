"""The coder, held once and ready: texts are coded one at a time, in whatever thread asks."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from dragoman.actors.additions import files_of_ledger
from dragoman.coding import Coder
from dragoman.errors import InputError
from dragoman.records import Article, CodedArticle
from dragoman.running import new_coder

MOST_LETTERS = 60_000  # of a text coded while its reader waits: about 10,000 words, some ten seconds
_PATIENCE = 60.0  # seconds that a reader waits for those before him
_SAMPLE = "France and Germany signed a treaty in Paris on Monday. Police arrested 12 protesters in Lima."


class LiveCoder:
    """Codes texts with the ledger's own actors; loads its models when first needed, or ahead by ``warm``."""

    def __init__(self, ledger: Path, coder: Coder | None = None) -> None:
        """Of a ledger's folder, for the sake of its own actors; or a coder that there is already."""
        self._ledger = ledger
        self._coder = coder
        self._turn = threading.Lock()

    @property
    def ready(self) -> bool:
        """Whether the models are loaded."""
        return self._coder is not None

    def warm(self) -> None:
        """Loads the models in the background, and codes a line so that nothing is left to be compiled."""
        threading.Thread(target=self._warm, daemon=True, name="coder").start()

    def _warm(self) -> None:
        from dragoman.articles import article_from_text

        sample = article_from_text(_SAMPLE)
        if isinstance(sample, Article):
            self.code(sample)

    def code(self, article: Article) -> tuple[CodedArticle, float]:
        """An article coded, and the seconds that it took once its turn had come.

        Raises:
            InputError: it is too long to wait for, or too many wait before it.
            DataError: a row of the ledger's own actors is wrong.
        """
        if len(article.text) > MOST_LETTERS:
            raise InputError(
                f"text: {len(article.text):,} letters are too many to wait for (at most {MOST_LETTERS:,}); save it as "
                "a file and run `dragoman code FILE --into LEDGER`"
            )
        if not self._turn.acquire(timeout=_PATIENCE):
            raise InputError(f"text: others have been reading for {_PATIENCE:.0f} seconds; try again in a moment")
        try:
            if self._coder is None:
                self._coder = new_coder(files_of_ledger(self._ledger))
            begun = time.perf_counter()
            return self._coder.code_one(article), time.perf_counter() - begun
        finally:
            self._turn.release()
