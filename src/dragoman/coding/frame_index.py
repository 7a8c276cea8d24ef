"""Which frame a predicate matches: the most specific one whose conditions hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.codebook.frames import Condition, Frame
from dragoman.language import Predicate

IsActor = Callable[[Token], bool]
_REACH = 7  # tokens between a verb and the rest of its trigger


@dataclass(frozen=True, slots=True)
class FrameMatch:
    """A frame that holds for a predicate, and the tokens its conditions consumed."""

    frame: Frame
    predicate: Predicate
    consumed: frozenset[int]
    score: float


class FrameIndex:
    """Frames by the first word of their trigger."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        """Args: ``frames`` from :func:`dragoman.codebook.frames.read_frames`."""
        self._frames: dict[tuple[str, str], list[tuple[tuple[str, ...], Frame]]] = defaultdict(list)
        for frame in frames:
            for trigger in frame.triggers:
                first, *rest = trigger.lower().split()
                self._frames[frame.pos, first].append((tuple(rest), frame))

    def words(self) -> frozenset[str]:
        """First words of all triggers, lower case."""
        return frozenset(word for _, word in self._frames)

    def evokes(self, token: Token) -> bool:
        """Whether any frame begins with this token."""
        return bool(self._candidates(token))

    def _candidates(self, token: Token) -> list[tuple[tuple[str, ...], Frame]]:
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}.get(token.pos_)
        if kind is None:
            return []
        lemma = token.lemma_.lower()
        found = self._frames.get((kind, lemma), [])
        if kind == "noun" and token.lower_ != lemma:
            found = found + [c for c in self._frames.get((kind, token.lower_), []) if c not in found]
        if kind == "adj" and token.tag_ in ("VBN", "JJ") and token.lower_ != lemma:
            found = found + self._frames.get((kind, token.lower_), [])
        return found

    def match(self, predicate: Predicate, is_actor: IsActor) -> list[FrameMatch]:
        """All frames that hold for a predicate, best first."""
        out = []
        for rest, frame in self._candidates(predicate.head):
            tail = _tail(predicate.head, rest, frame.pos)
            if tail is None:
                continue
            consumed = set(tail)
            score = 1.5 * len(rest) + 0.1 * frame.strength
            for condition in frame.conditions:
                used = _holds(condition, predicate, is_actor)
                if used is None:
                    break
                consumed.update(used)
                score += 0.05 if condition.negated else 1.0
            else:
                out.append(FrameMatch(frame, predicate, frozenset(consumed), score))
        return sorted(out, key=lambda m: -m.score)


def _tail(head: Token, rest: tuple[str, ...], pos: str) -> list[int] | None:
    """Indices of the trigger's other words; None if one is missing."""
    if not rest:
        return []
    if pos == "noun":
        after = head.doc[head.i + 1 : head.i + 1 + len(rest)]
        fits = len(after) == len(rest) and all(
            w in (t.lower_, t.lemma_.lower()) for w, t in zip(rest, after, strict=True)
        )
        return [t.i for t in after] if fits else None
    out: list[int] = []
    nearby = list(head.doc[head.i + 1 : min(head.sent.end, head.i + 1 + _REACH)])
    for word in rest:
        found = next((t for t in nearby if word in (t.lower_, t.lemma_.lower()) and _belongs(t, head)), None)
        if found is None:
            return None
        out.append(found.i)
    return out


def _belongs(token: Token, head: Token) -> bool:
    above = token
    for _ in range(3):
        if above.head == head:
            return True
        above = above.head
    return False


def _holds(condition: Condition, predicate: Predicate, is_actor: IsActor) -> list[int] | None:
    """Tokens that satisfy a condition; None where it fails."""
    fillers = _fillers(predicate, condition.slot)
    used: list[int] = []
    if condition.wants == "filled":
        good = bool(fillers)
    elif condition.wants == "actor":
        good = any(is_actor(t) for t in fillers)
    else:
        used = [
            t.i for f in fillers for t in ([f] if not condition.within else _phrase(f)) if _is_word(t, condition.words)
        ]
        good = bool(used)
    if condition.negated:
        return None if good else []
    if condition.slot == "gov":
        return [] if good else None  # the verb above keeps its own frame
    return used if good else None


def _fillers(predicate: Predicate, slot: str) -> list[Token]:
    if slot == "adv":
        return [c for c in predicate.head.children if c.dep_ in ("advmod", "acomp", "prt", "npadvmod")]
    if slot == "gov":
        return [predicate.head.head] if predicate.head.head != predicate.head else []
    own = predicate.slots.get(slot, [])
    return own + [t for t in predicate.near.get(slot, []) if t not in own]


def _phrase(head: Token) -> list[Token]:
    return [t for t in head.subtree if abs(t.i - head.i) <= 10]


def _is_word(token: Token, words: frozenset[str]) -> bool:
    return token.lemma_.lower() in words or token.lower_ in words
