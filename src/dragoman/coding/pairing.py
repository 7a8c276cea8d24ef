"""What holds between two marked phrases of a sentence: the coder's reading when source and target are given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from spacy.tokens import Token

from dragoman.actors import ArticleActors, Reference
from dragoman.coding.coder import Coder
from dragoman.coding.deciding import mode_of, status_of
from dragoman.coding.factuality import assess
from dragoman.coding.frame_index import FrameMatch
from dragoman.coding.participants import sides
from dragoman.coding.selection import choose, content_of_speech_acts
from dragoman.coding.typer import Question
from dragoman.language import ParsedArticle, ParsedSentence, governors, predicate
from dragoman.records import Actor

FALLBACK = "ACCUSE"  # returned, and counted, where no frame holds at all
_FRAMED_SHARE = 3.0  # what the best frame adds to the log-probability of its type
_FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT"})
_SOURCE, _TARGET = Actor("source", why="marked"), Actor("target", why="marked")


@dataclass(frozen=True, slots=True)
class Relation:
    """What holds from source to target; ``sure`` is False where nothing was found and the fallback stands."""

    event_type: str
    mode: str | None = None
    sure: bool = True


class PairReading:
    """One sentence with a source and a target, read with the coder's frames."""

    def __init__(self, coder: Coder, parsed: ParsedArticle, source: tuple[int, int], target: tuple[int, int]) -> None:
        """Args: ``parsed`` the sentence as an article; ``source`` and ``target`` character spans in it."""
        self._coder = coder
        self._parsed = parsed
        self._spans = {"source": source, "target": target}
        self._people = ArticleActors(parsed, coder.gazetteer)

    def holds(self) -> Relation:
        """The type that holds from source to target, with its mode."""
        typer = self._coder.typer
        readings = [r for s in self._parsed.sentences for r in self._readings(s)] if self._coder.use_frames else []
        framed = max(readings, key=lambda r: r[0])[1] if readings else None
        if typer is None:
            return framed or Relation(FALLBACK, sure=False)
        (judgement,) = typer.judge([self._question()])[0]
        scores = dict(zip(typer.labels.types[1:], np.log(judgement.types[1:] + 1e-6).tolist(), strict=True))
        if framed:
            scores[framed.event_type] += _FRAMED_SHARE
        best = max(scores, key=lambda t: scores[t])
        mode = mode_of(best, judgement, typer.labels)
        if framed and best == framed.event_type:
            return Relation(best, framed.mode or mode)
        return Relation(speech_act(best, status_of(judgement, typer.labels)), mode)

    def _question(self) -> Question:
        return Question.of_pair(self._parsed.article.text, self._spans["source"], self._spans["target"])

    def _readings(self, sentence: ParsedSentence) -> list[tuple[float, Relation]]:
        held = []
        for token in sentence.span:
            if self._coder.frames.evokes(token) and not self._marked(sentence, token, head=True):
                found = self._coder.frames.match(
                    predicate(token), lambda t: self._resolve(sentence, t, False) is not None
                )
                if found:
                    held.append(found)
        chosen = choose(held)
        inner = content_of_speech_acts(chosen)
        return [
            (
                self._score(sentence, m, m.predicate.head.i in inner),
                Relation(
                    speech_act(m.frame.event_type, assess(m.predicate, sentence).status),
                    m.frame.mode,
                ),
            )
            for m in chosen
        ]

    def _score(self, sentence: ParsedSentence, match: FrameMatch, inner: bool) -> float:
        who = sides(match.frame, match.predicate, lambda t, within: self._resolve(sentence, t, within))
        actors, recipients = {a.name for a in who.actors}, {a.name for a in who.recipients}
        score = 0.3 * match.score + 0.2 * match.frame.strength
        score += 3.0 * ("source" in actors) + 2.5 * ("target" in recipients)
        score += 0.8 * ("source" in recipients) + 0.8 * ("target" in actors)
        if not actors & {"source"} and self._near(sentence, match.predicate.head, "source"):
            score += 1.0
        if not recipients & {"target"} and self._near(sentence, match.predicate.head, "target"):
            score += 1.2
        if match.frame.needs == "both" and not (actors and recipients):
            score -= 1.0
        depth = sum(1 for _ in governors(match.predicate.head))
        return score - 0.15 * depth - (1.5 if inner else 0.0)

    def _marked(self, sentence: ParsedSentence, token: Token, head: bool = False) -> str | None:
        at = sentence.start_of(token)
        for name, (start, end) in self._spans.items():
            if start <= at < end:
                if not head:
                    return name
                outside = token.head == token or not start <= sentence.start_of(token.head) < end
                return name if outside and token.pos_ in ("PROPN", "PRON") else None
        return None

    def _resolve(self, sentence: ParsedSentence, token: Token, within: bool) -> Reference | None:
        marked = self._marked(sentence, token)
        if marked is None and within and token.pos_ in ("NOUN", "PROPN"):
            marked = next(
                (m for c in token.subtree for m in [self._marked(sentence, c)] if m and _inside(c, token)), None
            )
        if marked is not None:
            return Reference((_SOURCE if marked == "source" else _TARGET,), "person")
        found = self._people.at(sentence, token)
        return found if found is not None or not within else self._people.inside(sentence, token)

    def _near(self, sentence: ParsedSentence, head: Token, name: str) -> bool:
        """Whether the marked phrase lies anywhere beneath the predicate."""
        return any(self._marked(sentence, t) == name for t in head.subtree)


def speech_act(event_type: str, status: str) -> str:
    """What saying so amounts to, where the act itself has not happened.

    PLOVER codes the announcement: a cooperative act that is to come is AGREE, one refused is REJECT, a hostile
    one that is to come is THREATEN.
    """
    if event_type in _FRIENDLY and status == "denied":
        return "REJECT"
    if event_type in _FRIENDLY and status == "planned":
        return "AGREE"
    if event_type in _HOSTILE and status == "planned":
        return "THREATEN"
    return event_type


def _inside(token: Token, head: Token) -> bool:
    """Whether a token lies in a noun's own phrase, not in a clause that hangs on it."""
    current = token
    while current != head and current.head != current:
        if current.dep_ in ("relcl", "acl", "ccomp", "advcl"):
            return False
        current = current.head
    return bool(current == head)
