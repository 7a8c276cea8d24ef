"""Made-up coded articles, the same for the same number; run as a program, it writes them until killed."""

import datetime as dt
import sys
from pathlib import Path

from dragoman.ledger import Ledger, RunInfo
from dragoman.records import (
    Actor,
    Article,
    Attribution,
    Block,
    CodedArticle,
    Count,
    Dateline,
    Event,
    LeftOut,
    Mention,
    Place,
    Sentence,
    Statement,
    Thing,
    Trigger,
    When,
)

PUTIN = Actor("Vladimir Putin", "RUS", "GOV", ("GOV",), "president", "Q7747", "Putin", 0, 5, "roster: president")
KIM = Actor("Kim Jong-un", "PRK", "GOV", ("GOV",), "supreme leader", "Q56226", "Kim", 14, 17, "roster: leader")
NATO = Actor("NATO", None, "IGO", ("IGO",), None, "Q7184", "NATO", why="gazetteer: IGO")
DEAD = Count(2, 2, 2, "two people")
SOMEBODY = Actor("officials", None, "GOV", ("GOV",), text="officials", why="generic agent")
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
TEXT = "Putin visited Kim on Wednesday and gave him a car. NATO said it was worried."


def story(number):
    """The text of an article that tells the sample's events and is no copy of any other."""
    return TEXT + "".join(f" W{number}x{n}." for n in range(40)) if number else TEXT


def day_of(number):
    """Far from the day of any other number, so that no two articles tell of one happening."""
    return dt.date(2024, 6, 19) + dt.timedelta(days=100 * number)


def article(number=0, text=TEXT, **fields):
    values = {
        "article_id": f"a{number:06d}",
        "content_hash": f"{abs(hash_of(text)):016x}",
        "text": text,
        "blocks": (Block(0, len(text), "paragraph"),),
        "title": f"Report {number}",
        "dateline": Dateline("SEOUL", "Reuters", "June 19"),
        "published": dt.date(2024, 6, 1) + dt.timedelta(days=100 * number),
        "source": "The Example",
        "url": f"https://example.org/{number}",
        "language": "en",
        "origin": "news.jsonl",
        "record": str(number),
    }
    return Article(**{**values, **fields})


def hash_of(text):
    value = 7
    for letter in text:
        value = (value * 31 + ord(letter)) % (1 << 61)
    return value


def event(number=0, status="occurred", actors=(PUTIN,), recipients=(KIM,), key="", event_type="CONSULT", day=""):
    day = str(day_of(number)) if day == "" else day
    name = f"{number:06d}{key}"
    when = When(day, day, "day" if day else "none", "sentence" if day else None, "Wednesday")
    place = Place("Pyongyang", "PRK", None, 39.03385, 125.75432, 1871859, "city")
    told = " ".join([TEXT[:50], *(f"W{number}x{n}" for n in range(40 if number else 0))])
    mention = Mention(
        f"m{name}", f"a{number:06d}", 0, 0, 50, told, Trigger(6, 13, "visited"), event_type, "visit", actors, recipients,
        status, when, place, (Attribution(SOMEBODY, "said", 55, 59),), Thing("a car", "vehicle", 1.0), {"dead": DEAD},
        ("diplomatic",), 0.8, "frame visit.1", 2.0, 3.0,
    )  # fmt: skip
    return Event(
        f"e{name}", event_type, "visit", QUADS[event_type], 4.0, "042", 1.9, ("diplomatic",), actors, recipients, mention.thing, when, place,
        status, (SOMEBODY,), {"dead": DEAD}, 0.8765, (mention,), 2.0, 3.0,
    )  # fmt: skip


def statement(number=0):
    return Statement(
        f"s{number:06d}",
        f"a{number:06d}",
        1,
        51,
        76,
        TEXT[51:],
        NATO,
        (SOMEBODY,),
        "said",
        "doubts",
        (PUTIN,),
        (f"e{number:06d}",),
    )


def coded(number=0, text=None, events=None, **fields):
    text = story(number) if text is None else text
    sentences = (Sentence(0, 0, 50, TEXT[:50], "paragraph"), Sentence(1, 51, len(TEXT), TEXT[51:], "paragraph"))
    made = (event(number), event(number, "possible", (NATO,), (PUTIN,), "b", "THREATEN")) if events is None else events
    return CodedArticle(article(number, text, **fields), sentences, tuple(made), (statement(number),))


def left_out(number=0, reason="language"):
    return LeftOut("news.jsonl", f"bad{number}", reason, "is in Russian; only English is coded")


def write_all(ledger, total, batch):
    """What a real run does: skip what is there, store the rest; every tenth document is left out."""
    with Ledger.create_or_open(ledger).write(RunInfo(command="test"), batch_documents=batch) as writer:
        for number in range(total):
            one = coded(number)
            if not writer.seen(one.article.article_id, one.article.content_hash):
                writer.add(one)
            if number % 10 == 0:
                writer.leave_out(left_out(number))
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    write_all(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
