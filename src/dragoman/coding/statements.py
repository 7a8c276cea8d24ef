"""Statements: who said what about whom, where saying it is no event by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dragoman.actors import ArticleActors
from dragoman.coding.attribution import Report, Voices
from dragoman.language import ParsedArticle, ParsedSentence
from dragoman.records import Actor, Attribution, Event, Statement

_SAYING = frozenset({"clause", "quote", "according", "noun", "headline", "signature", "free"})
_MOST_ABOUT = 8


def statements_of(
    parsed: ParsedArticle, people: ArticleActors, voices: Voices, events: Sequence[Event]
) -> tuple[Statement, ...]:
    """Every reported statement of a political actor in an article, in order.

    One for each report (see ``coding.attribution``) whose source is known and whose content is a clause or a
    quotation. ``event_ids`` names the events told within the content.
    """
    triggers = [(m.trigger.start, e.event_id) for e in events for m in e.mentions]
    found = (s for sentence in parsed.sentences for s in _in_sentence(sentence, parsed, people, voices))
    return tuple(_linked(s, triggers) for s in found)


def _linked(statement: Statement, triggers: Iterable[tuple[int, str]]) -> Statement:
    ids = tuple(dict.fromkeys(i for at, i in triggers if statement.start <= at < statement.end))
    return replace(statement, event_ids=ids)


def _in_sentence(
    sentence: ParsedSentence, parsed: ParsedArticle, people: ArticleActors, voices: Voices
) -> Iterator[Statement]:
    for report in voices.reports(sentence):
        if report.shape not in _SAYING or not report.contents:
            continue
        sources = voices.sources(report, sentence)
        if sources:
            through = voices.through(report, sentence)
            yield _statement(report, sentence, parsed, sources[0], through, voices.paragraph(sentence), people)


def _statement(
    report: Report,
    sentence: ParsedSentence,
    parsed: ParsedArticle,
    link: Attribution,
    through: tuple[Actor, ...],
    paragraph: Sequence[ParsedSentence],
    people: ArticleActors,
) -> Statement:
    source, cue = link.source, link.cue
    start = sentence.offset + min(c.start_char for c in report.contents)
    end = sentence.offset + max(c.end_char for c in report.contents)
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
        report.entry.stance if report.entry is not None else "asserts",
        _about((start, end), source, paragraph, people),
    )


def _about(
    content: tuple[int, int], source: Actor, paragraph: Sequence[ParsedSentence], people: ArticleActors
) -> tuple[Actor, ...]:
    """Whom a content speaks of, its source and mere pronouns left out."""
    about: dict[tuple[str, str | None], Actor] = {}
    for sentence in paragraph:
        if sentence.record.end <= content[0] or sentence.record.start >= content[1]:
            continue
        for token in sentence.span:
            if content[0] <= sentence.start_of(token) < content[1]:
                found = people.at(sentence, token)
                if found and found.kind != "pronoun":
                    about.update({(a.name, a.country): a for a in found.actors if (a.name, a.country) not in about})
    about.pop((source.name, source.country), None)
    return tuple(about.values())[:_MOST_ABOUT]
