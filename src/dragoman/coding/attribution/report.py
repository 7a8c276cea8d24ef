"""One act of reporting: source, cue and content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from dragoman.coding.attribution.cues import Cue

Shape = Literal["clause", "quote", "infinitive", "phrase", "according", "noun", "headline", "signature", "free"]


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody reports something; all spans are of the paragraph's parse.

    ``shape`` says how the content comes: a ``clause``, a ``quote``, what is wanted (``infinitive``), what is spoken of
    (``phrase``), behind "according to", of a ``noun`` ("the claim that"), behind a name and a colon (``headline``),
    signed with a name (``signature``), or as a quotation with no reporting word (``free``). ``entry`` is the
    lexicon's, ``head`` the cue's main word. ``contents`` are pieces where the reporting clause interrupts them.
    """

    shape: Shape
    entry: Cue | None
    head: Token | None
    cue: Span | None
    source: Span | None
    contents: tuple[Span, ...]

    @property
    def anchor(self) -> int:
        """The token that places the report: the cue's first, else that of its content."""
        return int((self.cue or self.contents[0]).start)
