"""A sentence for the encoder: its word pieces, where the words in question stand, and, for pairs, marked sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tokenizers import Tokenizer

Span = tuple[int, int]
LONGEST = 160  # word pieces of a sentence, marks included; what lies behind is not read
NOWHERE = 0  # the position of what is not asked for: that of the opening special piece


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a text: what each of some words tells, or what two marked sides do.

    With ``triggers``, one answer for each; without, one answer for the pair of marked sides.
    """

    text: str
    triggers: tuple[Span, ...] = ()
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()

    @classmethod
    def of_pair(cls, text: str, source: Span, target: Span) -> Question:
        """What a source does to a target; a side whose span is empty is not marked."""
        return cls(text, (), *((span,) if span[1] > span[0] else () for span in (source, target)))


@dataclass(frozen=True, slots=True)
class Marked:
    """Word pieces. ``offsets`` are character spans, None for marks and special pieces.

    ``asked`` has one entry an answer: first and last piece of the trigger, opening marks of actor and recipient.
    """

    ids: list[int]
    offsets: list[Span | None]
    asked: list[tuple[int, int, int, int]]


@dataclass(slots=True)
class Marker:
    """Turns questions into word pieces; the marks are unused entries of the vocabulary."""

    tokenizer: Tokenizer
    opening: tuple[int, ...] = field(init=False)
    closing: tuple[int, ...] = field(init=False)
    first: int = field(init=False)
    last: int = field(init=False)

    def __post_init__(self) -> None:
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        marks = [self.id_of(f"[unused{i}]") for i in range(4)]
        self.opening, self.closing = tuple(marks[0::2]), tuple(marks[1::2])
        self.first, self.last = self.id_of("[CLS]", "<s>"), self.id_of("[SEP]", "</s>")

    def id_of(self, *names: str) -> int:
        """The number of the first of some pieces that the vocabulary has.

        Raises:
            ValueError: it has none of them.
        """
        found = [i for i in map(self.tokenizer.token_to_id, names) if i is not None]
        if not found:
            raise ValueError(f"the tokenizer lacks {names[0]}; use a BERT or MPNet vocabulary")
        return int(found[0])

    def mark(self, question: Question) -> Marked:
        """The word pieces of a question."""
        found = self.tokenizer.encode(question.text, add_special_tokens=False)
        before, behind = self._marks(found.offsets, (question.actors, question.recipients))
        ids, sides = [self.first], [NOWHERE, NOWHERE]
        out: list[Span | None] = [None]
        for i, (piece, offset) in enumerate(zip(found.ids, found.offsets, strict=True)):
            if len(ids) >= LONGEST - 2:
                break
            for side in before.get(i, ()):
                sides[side] = sides[side] or len(ids)
                ids.append(self.opening[side])
                out.append(None)
            ids.append(piece)
            out.append(offset)
            for side in behind.get(i, ()):
                ids.append(self.closing[side])
                out.append(None)
        ids.append(self.last)
        out.append(None)
        asked = [(*_ends(out, t), NOWHERE, NOWHERE) for t in question.triggers]
        return Marked(ids, out, asked or [(NOWHERE, NOWHERE, sides[0], sides[1])])

    def _marks(
        self, offsets: Sequence[Span], sides: tuple[tuple[Span, ...], ...]
    ) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        before: dict[int, list[int]] = {}
        behind: dict[int, list[int]] = {}
        for side, spans in enumerate(sides):
            for span in spans:
                inside = [i for i, offset in enumerate(offsets) if _meets(offset, span)]
                if inside:
                    before.setdefault(inside[0], []).append(side)
                    behind.setdefault(inside[-1], []).insert(0, side)
        return before, behind


def _ends(offsets: Sequence[Span | None], span: Span) -> tuple[int, int]:
    """First and last piece of a trigger; nowhere if it was cut off."""
    inside = [i for i, offset in enumerate(offsets) if offset and _meets(offset, span)]
    return (inside[0], inside[-1]) if inside else (NOWHERE, NOWHERE)


def _meets(offset: Span, span: Span) -> bool:
    return offset[0] < span[1] and offset[1] > span[0]
