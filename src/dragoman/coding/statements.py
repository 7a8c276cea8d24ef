"""Statements: who said what about whom, where saying it is no event by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors import ArticleActors
from dragoman.coding.attribution import Speakers, cue_of
from dragoman.language import ParsedArticle, ParsedSentence
from dragoman.language.predicates import clause_subject
from dragoman.records import Actor, Event, Stance, Statement

_MEDIA = frozenset({"JRN"})


def statements_of(parsed: ParsedArticle, people: ArticleActors, events: Sequence[Event]) -> tuple[Statement, ...]:
    """Every reported statement of a political actor in an article.

    One for each reporting verb with a resolved source and a content (clause or quotation), and one for each
    whole-sentence quotation whose speaker is known. ``event_ids`` names the events told within the content.
    """
    triggers = [(m.trigger.start, e.event_id) for e in events for m in e.mentions]
    speakers = Speakers(parsed, people)
    out: list[Statement] = []
    for sentence in parsed.sentences:
        own = list(_reported(sentence, parsed, people))
        out += own or _free_quote(sentence, parsed, people, speakers)
    return tuple(_linked(s, triggers) for s in out)


def _linked(statement: Statement, triggers: Iterable[tuple[int, str]]) -> Statement:
    ids = tuple(dict.fromkeys(i for at, i in triggers if statement.start <= at < statement.end))
    return replace(statement, event_ids=ids)


def _reported(sentence: ParsedSentence, parsed: ParsedArticle, people: ArticleActors) -> Iterable[Statement]:
    for verb in sentence.span:
        cue = cue_of(verb)
        if cue is None or parsed.quote_at(sentence.start_of(verb)) is not None:
            continue
        content = _content(verb, sentence, parsed)
        if content is None:
            continue
        sources = [a for s in clause_subject(verb) for r in [people.at(sentence, s)] if r for a in r.actors]
        if not sources:
            continue
        through = tuple(a for a in sources[1:] if a.sector in _MEDIA)
        yield _statement(sentence, parsed, content, sources[0], through, verb.lemma_, cue.stance, people)


def _content(verb: Token, sentence: ParsedSentence, parsed: ParsedArticle) -> tuple[int, int] | None:
    for child in verb.children:
        if child.dep_ in ("ccomp", "parataxis") or (child.dep_ == "xcomp" and child.pos_ in ("VERB", "AUX")):
            tokens = list(child.subtree)
            return sentence.start_of(tokens[0]), sentence.end_of(tokens[-1])
    inside = [
        (max(a, sentence.record.start), min(b, sentence.record.end))
        for a, b in parsed.quotes
        if a < sentence.record.end and b > sentence.record.start
    ]
    return max(inside, key=lambda s: s[1] - s[0]) if inside else None


def _free_quote(
    sentence: ParsedSentence, parsed: ParsedArticle, people: ArticleActors, speakers: Speakers
) -> list[Statement]:
    quote = parsed.quote_at(sentence.record.start)
    if quote is None:
        return []
    speaker = speakers.of_quote(quote, sentence)
    if speaker is None:
        return []
    content = (sentence.record.start, min(quote[1], sentence.record.end))
    return [_statement(sentence, parsed, content, speaker.source, (), speaker.cue, "asserts", people)]


def _statement(
    sentence: ParsedSentence,
    parsed: ParsedArticle,
    content: tuple[int, int],
    source: Actor,
    through: tuple[Actor, ...],
    cue: str,
    stance: Stance,
    people: ArticleActors,
) -> Statement:
    start, end = content
    about: dict[tuple[str, str | None], Actor] = {}
    for token in sentence.span:
        if start <= sentence.start_of(token) < end:
            found = people.at(sentence, token)
            if found and found.kind != "pronoun":
                for actor in found.actors:
                    if (actor.name, actor.country) != (source.name, source.country):
                        about.setdefault((actor.name, actor.country), actor)
    key = f"{parsed.article.article_id}|{parsed.article.content_hash}|{start}|{end}|{source.name}|{cue}"
    return Statement(
        hashlib.sha256(key.encode()).hexdigest()[:16],
        parsed.article.article_id,
        sentence.record.index,
        start,
        end,
        parsed.article.text[start:end],
        source,
        through,
        cue,
        stance,
        tuple(about.values())[:8],
    )
