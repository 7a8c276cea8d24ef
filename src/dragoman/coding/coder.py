"""The coder: from an article to its events and statements."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Token

from dragoman.actors import ArticleActors, Gazetteer, role_words
from dragoman.actors.additions import gazetteer_with
from dragoman.codebook import MAY_LACK_ACTOR, SPEECH_ACTS, Codebook, bundled_folder, load_codebook, read_frames
from dragoman.coding.attribution import Voices, promised, said_by_another
from dragoman.coding.candidates import candidates, only_attempts
from dragoman.coding.contexts import contexts_of
from dragoman.coding.deciding import decide, match_for, sure_mode, weighed
from dragoman.coding.explaining import why
from dragoman.coding.factuality import GRANTED, PURPOSE, REAL, Assessment, assess, plainly_unreal
from dragoman.coding.frame_index import FrameIndex, FrameMatch
from dragoman.coding.implied import with_implied
from dragoman.coding.magnitude import magnitude
from dragoman.coding.merge import merge
from dragoman.coding.outright import with_outright
from dragoman.coding.participants import Resolve, Sides, addressed, blaming, joined, pointed, resolver, sides
from dragoman.coding.place import Locator, hosted, load_toponyms
from dragoman.coding.selection import choose, content_of_speech_acts, takes_out
from dragoman.coding.statements import statements_of
from dragoman.coding.things import thing_of
from dragoman.coding.time import Placed, lies_ahead, placed_by_sentence, when, written_on
from dragoman.coding.typer import Judgement, Labels, Question, load_typer
from dragoman.coding.urging import URGING, asked_for, urged
from dragoman.language import ParsedArticle, ParsedSentence, Parser, load_pipeline, predicate
from dragoman.records import Actor, Article, CodedArticle, DateSource, Mention, Trigger

_UNSCHEDULED = SPEECH_ACTS | {"ASSAULT"}


@dataclass(frozen=True, slots=True)
class Found:
    """A predicate with the frame that won, its sides and status, before it becomes a mention."""

    match: FrameMatch
    sides: Sides
    assessment: Assessment
    probability: float | None = None  # of the type, by the typer


@dataclass(frozen=True, slots=True)
class Reading:
    """An article read: who speaks, where things are, when.

    ``written`` is the day it speaks from, with what that is taken from; ``times`` its time expressions by sentence.
    """

    parsed: ParsedArticle
    voices: Voices
    locator: Locator
    written: tuple[dt.date | None, DateSource]
    times: Mapping[int, Sequence[Placed]]

    def times_of(self, sentence: ParsedSentence) -> Sequence[Placed]:
        """A sentence's time expressions."""
        return self.times.get(sentence.record.index, ())

    def times_before(self, sentence: ParsedSentence) -> Sequence[Placed]:
        """Those of the sentence before it in its paragraph."""
        index = sentence.record.index
        before = self.parsed.sentences[index - 1] if index else None
        return self.times_of(before) if before is not None and before.paragraph == sentence.paragraph else ()


class Coder:
    """Codes articles. One object holds all models and data; it may be shared by threads that take turns."""

    def __init__(
        self, model: str | None = None, typer: str = "bundled", frames: bool = True, actors: Sequence[Path] = ()
    ) -> None:
        """A coder with its models loaded.

        Args:
            model: a spaCy pipeline to parse with, instead of the bundled one.
            typer: ``bundled``, ``none`` (frames alone), ``teacher``, or the path of another typer model.
            frames: whether the codebook's frames have a say beside the typer; without a typer they always do.
            actors: files of own actors, that add to the bundled rosters, override or retire their rows.
        """
        self.codebook: Codebook = load_codebook()
        self.frames = FrameIndex(read_frames(bundled_folder(), self.codebook.modes))
        self.gazetteer = gazetteer_with(actors)
        self.toponyms = load_toponyms()
        self.use_frames = frames
        self.typer = load_typer(typer)
        nlp = load_pipeline(model) if model else load_pipeline()
        self.parser = Parser(nlp, self.frames.words() | role_words(), self._names_of_several_words)

    def _names_of_several_words(self, text: str) -> list[tuple[int, int]]:
        return [(m.start, m.end) for m in self.gazetteer.find(text) if " " in text[m.start : m.end]]

    def code(self, articles: Iterable[Article]) -> Iterator[CodedArticle]:
        """The articles in their order, coded."""
        for parsed in self.parser.parse(articles):
            yield self.code_parsed(parsed)

    def code_one(self, article: Article) -> CodedArticle:
        """One article, coded."""
        return self.code_parsed(self.parser.parse_one(article))

    def code_parsed(self, parsed: ParsedArticle, gazetteer: Gazetteer | None = None) -> CodedArticle:
        """A parsed article, coded; with other rosters where these are given."""
        people = ArticleActors(parsed, gazetteer or self.gazetteer)
        reading = self.read(parsed, people)
        found = self.found(parsed, people, reading.voices)
        mentions = [self.mention(one, sentence, reading) for one, sentence in found]
        events = merge(mentions, self.codebook, reading.written[0], len(parsed.article.title or ""))
        statements = statements_of(parsed, people, reading.voices, events)
        return CodedArticle(parsed.article, tuple(s.record for s in parsed.sentences), tuple(events), statements)

    def found(
        self, parsed: ParsedArticle, people: ArticleActors, voices: Voices
    ) -> Iterator[tuple[Found, ParsedSentence]]:
        """The events of an article, each with its sentence, in order."""
        judged = self.judge(parsed)
        for sentence in parsed.sentences:
            for found in self.events_in(sentence, people, voices, judged.get(sentence.record.index, {})):
                yield found, sentence

    def judge(self, parsed: ParsedArticle) -> dict[int, dict[int, Judgement]]:
        """The typer's judgements: by sentence, then by the candidate's token index."""
        if self.typer is None:
            return {}
        found = [(s, list(candidates(s, self.frames.evokes))) for s in parsed.sentences]
        asked = [(s, words) for s, words in found if words]
        answers = self.typer.judge([Question(s.record.text, tuple(map(s.place_of, words))) for s, words in asked])
        return {
            s.record.index: {t.i: j for t, j in zip(words, judgements, strict=True)}
            for (s, words), judgements in zip(asked, answers, strict=True)
        }

    def events_in(
        self, sentence: ParsedSentence, people: ArticleActors, voices: Voices, judged: Mapping[int, Judgement]
    ) -> list[Found]:
        """The events that a sentence tells of, one for each predicate that evokes one."""
        if self.typer is None:
            found = self._by_frames(sentence, people)
        else:
            words = [t for t in sentence.span if t.i in judged]
            decided = [self._decided(t, judged[t.i], sentence, people, self.typer.labels) for t in words]
            found = [f for f in decided if f is not None]
        asked = [u for t in sentence.span if (u := self._urged(t, sentence, people, voices, judged)) is not None]
        heads = {u.match.predicate.head.i for u in asked}
        found = [f for f in found if f.match.predicate.head.i not in heads] + asked
        inner = content_of_speech_acts([f.match for f in found])
        return with_means([f for f in found if f.match.predicate.head.i not in inner])

    def _decided(
        self, token: Token, judgement: Judgement, sentence: ParsedSentence, people: ArticleActors, labels: Labels
    ) -> Found | None:
        """The event that the typer, with the frames that hold, sees in a word."""
        resolve = resolver(people, sentence)
        if _names_a_body(token, sentence, people):
            return None
        options = self._matches(token, resolve) if self.use_frames else []
        options = [
            m for m in options if not takes_out(m) and sides(m.frame, m.predicate, resolve).satisfies(m.frame.needs)
        ]
        decision = decide(options, judgement, labels)
        if decision is None or (not options and only_attempts(token)):
            return None
        match = match_for(decision, token, options)
        blame = blaming(decision.event_type, people, sentence, resolve)
        by_slots = sides(match.frame, match.predicate, blame)
        who = joined(pointed(decision.event_type, token, judgement, sentence, resolve), by_slots)
        who = with_outright(decision.event_type, match.predicate, who, resolve)
        who = addressed(decision.event_type, match.predicate, who, blame)
        who = with_implied(match, who, sentence, people)
        if not who.actors and not (decision.event_type in MAY_LACK_ACTOR and who.recipients):
            return None
        by_rule = _assessment(match, sentence)
        assessment = weighed(by_rule, decision.event_type, plainly_unreal(token, by_rule), judgement, labels)
        return Found(match, who, assessment, decision.probability)

    def _urged(
        self,
        verb: Token,
        sentence: ParsedSentence,
        people: ArticleActors,
        voices: Voices,
        judged: Mapping[int, Judgement],
    ) -> Found | None:
        """The request that somebody makes by saying that others must do what a verb tells."""
        who = urged(verb, sentence, people, voices)
        if who is None:
            return None
        judgement = judged.get(asked_for(verb).i)
        mode = sure_mode("REQUEST", judgement, self.typer.labels) if self.typer and judgement else None
        match = FrameMatch(replace(URGING, mode=mode), predicate(verb), frozenset(), 0.0)
        return Found(match, who, Assessment("occurred", "asked in saying so"))

    def _matches(self, token: Token, resolve: Resolve) -> list[FrameMatch]:
        if not self.frames.evokes(token):
            return []
        return self.frames.match(predicate(token), lambda t: resolve(t, False) is not None)

    def _by_frames(self, sentence: ParsedSentence, people: ArticleActors) -> list[Found]:
        """The events by the frames alone, where there is no typer."""
        resolve = resolver(people, sentence)
        told = (t for t in sentence.span if not _names_a_body(t, sentence, people))
        matches = [held for token in told if (held := self._matches(token, resolve))]
        read: dict[int, Sides] = {}

        def fits(match: FrameMatch) -> bool:
            blamed = blaming(match.frame.event_type, people, sentence, resolve)
            who = sides(match.frame, match.predicate, blamed)
            read[id(match)] = with_implied(match, who, sentence, people)
            return read[id(match)].satisfies(match.frame.needs)

        return [Found(m, read[id(m)], _assessment(m, sentence)) for m in choose(matches, fits)]

    def read(self, parsed: ParsedArticle, people: ArticleActors) -> Reading:
        """What the fields of an article's mentions are read from."""
        written = written_on(parsed.article)
        times = placed_by_sentence(parsed, written[0])
        return Reading(parsed, Voices(parsed, people), Locator(parsed, self.toponyms), written, times)

    def mention(self, found: Found, sentence: ParsedSentence, reading: Reading) -> Mention:
        """The full mention of an event found in a sentence: source, date, place, thing, counts, contexts, why."""
        frame, view = found.match.frame, found.match.predicate
        head, article, times = view.head, reading.parsed.article, reading.times_of(sentence)
        links = reading.voices.chain(head, sentence)
        assessment = found.assessment
        if promised(links, frame.event_type, assessment.status, found.sides.actors):
            assessment = assessment.overruled("occurred", "done in saying it")
        elif _is_dated_ahead(found, times, reading.written[0]):
            assessment = assessment.overruled("planned", "its date lies ahead")
        status = assessment.status
        date = when(view, sentence, times, reading.written, status, reading.times_before(sentence))
        both = (found.sides.actors, found.sides.recipients)
        place, reason = reading.locator.where(frame.event_type, frame.mode, view, sentence, both, status in REAL)
        mode = hosted(frame.mode, both, place) if frame.event_type == "CONSULT" else frame.mode
        vouched = () if assessment.reason == GRANTED else links  # what is known is nobody's claim
        attribution = said_by_another(vouched, frame, status, both[0])
        trigger = Trigger(sentence.start_of(head), sentence.end_of(head), head.text)
        return Mention(
            mention_id=_mention_id(article, trigger, frame.event_type, both),
            article_id=article.article_id,
            sentence=sentence.record.index,
            start=sentence.record.start,
            end=sentence.record.end,
            text=sentence.record.text,
            trigger=trigger,
            event_type=frame.event_type,
            event_mode=mode,
            actors=both[0],
            recipients=both[1],
            status=status,
            when=date,
            place=place,
            attribution=attribution,
            thing=thing_of(frame, view, sentence),
            magnitude=magnitude(frame.event_type, view, sentence),
            contexts=contexts_of(sentence, self.codebook),
            confidence=_confidence(found),
            certainty=assessment.certainty,
            source_certainty=assessment.sourced,
            why=why(frame, found.probability, found.sides, assessment, date, reason, attribution),
        )


def with_means(found: list[Found]) -> list[Found]:
    """ "killed in police firing": violence told without its doer has that of the violent act within it."""
    doers = {f.match.predicate.head.i: f.sides.actors for f in found if f.match.frame.event_type == "ASSAULT"}
    out = []
    for one in found:
        actors: tuple[Actor, ...] = ()
        if one.match.frame.event_type == "ASSAULT" and not one.sides.actors:
            means = [t for slot in ("in", "by", "from", "during", "to") for t in one.match.predicate.fill(slot)]
            actors = next((doers[t.i] for t in means if doers.get(t.i)), ())
        out.append(replace(one, sides=replace(one.sides, actors=actors)) if actors else one)
    return out


def _names_a_body(token: Token, sentence: ParsedSentence, people: ArticleActors) -> bool:
    """Whether a word names a body and tells no deed: "Amnesty said"."""
    found = people.at(sentence, token) if token.pos_ == "PROPN" else None
    return found is not None and found.kind == "organisation"


def _is_dated_ahead(found: Found, times: Sequence[Placed], published: dt.date | None) -> bool:
    """Whether what is told as real is scheduled: its date is still to come.

    The date beside words is that of what they are about, and violence is not announced: "the September 11 massacre".
    """
    scheduled = found.match.frame.event_type not in _UNSCHEDULED and found.assessment.status in REAL
    return scheduled and lies_ahead(found.match.predicate, times, published)


def _assessment(match: FrameMatch, sentence: ParsedSentence) -> Assessment:
    found = assess(match.predicate, sentence)
    if found.reason == PURPOSE and match.frame.event_type == "PROTEST":
        return Assessment("occurred", "they came to protest")
    return found


def _mention_id(article: Article, trigger: Trigger, event_type: str, both: tuple[Sequence, Sequence]) -> str:  # type: ignore[type-arg]
    names = [f"{a.entity_id or a.name}/{a.country}" for side in both for a in (*side, None) if a]
    parts = [article.article_id, article.content_hash, str(trigger.start), str(trigger.end), event_type, *names]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _confidence(found: Found) -> float:
    """The typer's calibrated probability of the type; without it a plain score of frame and sides."""
    if found.probability is not None:
        return round(min(found.probability, 0.99), 3)
    base = {1: 0.35, 2: 0.5, 3: 0.62}[found.match.frame.strength]
    base += 0.08 * min(len(found.match.frame.conditions), 2)
    base += 0.08 * bool(found.sides.actors and found.sides.strong_actor)
    base += 0.08 * bool(found.sides.recipients and found.sides.strong_recipient)
    return round(min(base, 0.95), 3)
