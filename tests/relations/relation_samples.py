"""Made-up ledgers: events of pairs on days, and articles with sentences that tell of agreements."""

import datetime as dt

import numpy as np
import pyarrow as pa

from dragoman.codebook import load_codebook
from dragoman.ledger import Ledger
from dragoman.ledger.tables import import_schema
from dragoman.records import Actor, Article, Block, CodedArticle, Event, Mention, Sentence, Trigger, When

START = dt.date(2020, 1, 6)  # a Monday


def fill(path, rows, dataset="made"):
    """A ledger of events: rows of source, target, type, day (a date, or a number of days from START) and more."""
    book = load_codebook().types
    events, actors = [], []
    for number, (source, target, kind, day, *more) in enumerate(rows):
        event_id, known = f"{dataset}:{number}", book[kind]
        day = day if isinstance(day, dt.date) else START + dt.timedelta(int(day))
        fields = {"date_start": day, "date_end": day, "date_precision": "day", "status": "occurred", "confidence": 0.9}
        scores = {"quad_code": known.quad, "intensity": known.score, "goldstein": 1.0}
        events.append({"event_id": event_id, "event_type": kind, **fields, **scores, **(more[0] if more else {})})
        for side, key in (("actor", source), ("recipient", target)):
            who = {"key": key, "name": key, "country": key if len(key) == 3 else None}
            actors.append({"event_id": event_id, "side": side, "position": 0, **who})
    made = {"events": events, "event_actors": actors}
    with Ledger.create_or_open(path).write() as writer:
        writer.add_imported(
            dataset, {name: pa.Table.from_pylist(some, schema=import_schema(name)) for name, some in made.items()}
        )
    return Ledger.open(path)


def weekly(source, target, kind, counts):
    """Rows of so many events in each week."""
    return [(source, target, kind, 7 * week + n % 7) for week, count in enumerate(counts) for n in range(int(count))]


def noise(seed, mean, length):
    return np.random.default_rng(seed).poisson(mean, length)


def state(code, name=None):
    return Actor(name or code, code, "GOV", ("GOV",), text=name or code)


def report(number, sentences, published, events):
    """An article; events are its sentence's number, trigger, type, actors, recipients and fields that differ."""
    text, places = "", []
    for sentence in sentences:
        places.append((len(text), len(text) + len(sentence)))
        text += sentence + " "
    article = Article(
        f"a{number}", f"{number:016x}", text, (Block(0, len(text), "paragraph"),), title=f"Report {number}",
        published=published, source="The Example",
    )  # fmt: skip
    told = tuple(Sentence(n, *place, text[slice(*place)], "paragraph") for n, place in enumerate(places))
    return CodedArticle(article, told, tuple(_event(article, told, n, *event) for n, event in enumerate(events)), ())


def _event(article, told, number, sentence, trigger, kind, actors, recipients, fields=None):
    fields = {"status": "occurred", "day": str(article.published), "source": "clause", **(fields or {})}
    known, said = load_codebook().types[kind], told[sentence]
    start = said.start + said.text.index(trigger)
    when = When(fields["day"], fields["day"], "day" if fields["day"] else "none", fields["source"])
    name = f"{article.article_id}-{number}"
    mention = Mention(
        f"m{name}", article.article_id, sentence, said.start, said.end, said.text,
        Trigger(start, start + len(trigger), trigger), kind, None, tuple(actors), tuple(recipients), fields["status"], when,
        None, confidence=0.9,
    )  # fmt: skip
    return Event(
        f"e{name}", kind, None, known.quad, known.score, None, None, (), tuple(actors), tuple(recipients), None, when, None,
        fields["status"], (), {}, 0.9, (mention,),
    )  # fmt: skip


def coded(path, *reports):
    """A ledger of such articles."""
    with Ledger.create_or_open(path).write() as writer:
        for one in reports:
            writer.add(one)
    return Ledger.open(path)
