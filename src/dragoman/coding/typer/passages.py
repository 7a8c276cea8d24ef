"""Passages: sentences of one paragraph that the typer reads together, so that each word is read in its context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.language import ParsedSentence

LONGEST_PASSAGE = 480  # characters; the encoder reads some 160 word pieces


def passages(sentences: Sequence[ParsedSentence], longest: int = LONGEST_PASSAGE) -> Iterator[list[ParsedSentence]]:
    """The sentences in their order, as many together as one paragraph and ``longest`` characters hold."""
    held: list[ParsedSentence] = []
    for sentence in sentences:
        apart = held and sentence.paragraph != held[0].paragraph
        if apart or (held and sentence.record.end - held[0].record.start > longest):
            yield held
            held = []
        held.append(sentence)
    if held:
        yield held
