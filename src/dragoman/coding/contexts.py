"""What an event is about, beside its type: PLOVER contexts, by the words of its sentence."""

from __future__ import annotations

import itertools

from dragoman.codebook import Codebook
from dragoman.language import ParsedSentence


def contexts_of(sentence: ParsedSentence, codebook: Codebook) -> tuple[str, ...]:
    """Contexts whose words occur in the sentence, those with most words first (four at most)."""
    lemmas = [t.lemma_.lower() for t in sentence.span if t.is_alpha]
    present = set(lemmas) | {f"{a} {b}" for a, b in itertools.pairwise(lemmas)}
    hits = {name: len(c.words & present) for name, c in codebook.contexts.items()}
    ranked = sorted((n for n in hits if hits[n]), key=lambda n: (-hits[n], n))
    return tuple(ranked[:4])
