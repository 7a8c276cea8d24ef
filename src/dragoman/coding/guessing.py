"""The best guess for a sentence that is known to tell an event although no frame of ours holds in it."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors import ArticleActors
from dragoman.codebook import Frame
from dragoman.coding.attribution import Speakers, cue_of
from dragoman.coding.coder import Coder, Found
from dragoman.coding.frame_index import FrameMatch
from dragoman.coding.merge import merge
from dragoman.coding.pairing import FALLBACK
from dragoman.coding.participants import Resolve, resolver, sides
from dragoman.coding.place import Locator
from dragoman.coding.status import assess
from dragoman.language import ParsedArticle, ParsedSentence, predicate
from dragoman.records import Event

_OTHERS = ("obj", "iobj", "with", "against", "to", "on", "for", "of", "from", "in", "between", "comp", "csubj")
_GUESS = Frame("guess", (), "verb", (), FALLBACK, None, ("subj", "by", "poss"), _OTHERS, None, "either", 1)


def guess(coder: Coder, parsed: ParsedArticle) -> list[Event]:
    """Events by the loosest reading: a frame whose demand for actors is not met, else the main clause's sides.

    Returns:
        One event, or none where the sentence names no political actor at all. Type and confidence of a
        reading without a frame are the fallback's.
    """
    people = ArticleActors(parsed, coder.gazetteer)
    speakers, locator = Speakers(parsed, people), Locator(parsed, coder.toponyms)
    for sentence in parsed.sentences:
        resolve = resolver(people, sentence)
        options = [_found(m, resolve, sentence) for m in _matches(coder, sentence)]
        options = [f for f in options if f.sides.actors or f.sides.recipients]
        if options:
            best = max(options, key=lambda f: (bool(f.sides.actors) + bool(f.sides.recipients), f.match.score))
            return merge([coder.mention(best, sentence, parsed, people, speakers, locator)], coder.codebook)
    return []


def _matches(coder: Coder, sentence: ParsedSentence) -> list[FrameMatch]:
    out = []
    for token in sentence.span:
        if coder.frames.evokes(token):
            out += coder.frames.match(predicate(token), lambda _: True)[:1]
    return [*out, FrameMatch(_GUESS, predicate(_main(sentence.span.root)), frozenset(), 0.0)]


def _main(root: Token) -> Token:
    """The clause that tells the event: what is reported rather than the reporting."""
    if cue_of(root) is not None:
        return next((c for c in root.children if c.dep_ == "ccomp" and c.pos_ in ("VERB", "AUX")), root)
    return root


def _found(match: FrameMatch, resolve: Resolve, sentence: ParsedSentence) -> Found:
    return Found(match, sides(match.frame, match.predicate, resolve), assess(match.predicate, sentence))
