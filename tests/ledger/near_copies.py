"""Makes near copies of articles: another headline, a reworded lead, the next day's date.

Run as ``python tests/ledger/near_copies.py IN.jsonl.gz OUT.jsonl``; three copies each. The rules are of the kind by which
desks make wire copy their own: other words for common ones, an opening of their own, the first two sentences turned round
or the lead cut at a comma.
"""

import datetime as dt
import gzip
import json
import re
import sys
from pathlib import Path

COPIES = 3
# common words of news and what desks put for them; each copy takes another column
WORDS = {
    "said": ("stated", "told reporters", "announced"),
    "says": ("states", "tells reporters", "announces"),
    "killed": ("slain", "left dead", "shot dead"),
    "told": ("informed", "let it be known to", "briefed"),
    "government": ("authorities", "cabinet", "administration"),
    "officials": ("authorities", "officers", "civil servants"),
    "president": ("head of state", "leader", "chief executive"),
    "country": ("nation", "state", "land"),
    "countries": ("nations", "states", "lands"),
    "people": ("persons", "individuals", "men and women"),
    "attack": ("assault", "strike", "raid"),
    "attacks": ("assaults", "strikes", "raids"),
    "meeting": ("session", "encounter", "talks"),
    "met": ("held talks", "conferred", "sat down"),
    "agreement": ("accord", "pact", "deal"),
    "called": ("appealed", "asked", "pressed"),
    "war": ("conflict", "fighting", "hostilities"),
    "new": ("fresh", "further", "latest"),
    "many": ("numerous", "a lot of", "scores of"),
    "large": ("big", "sizeable", "major"),
    "after": ("following", "in the wake of", "on the heels of"),
    "also": ("further", "moreover", "in addition"),
    "but": ("yet", "however,", "though"),
    "week": ("seven days", "working week", "calendar week"),
    "including": ("among them", "not least", "with"),
    "announced": ("made known", "declared", "said"),
    "more than": ("over", "upwards of", "in excess of"),
    "because of": ("owing to", "on account of", "due to"),
}
OPENINGS = ("According to reports, ", "In the latest turn, ", "It has emerged that ")
_RULES = re.compile(r"\b(" + "|".join(sorted(WORDS, key=len, reverse=True)) + r")\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")


def reworded(text, which):
    """The same with other words for the common ones."""

    def other(match):
        word = WORDS[match.group().lower()][which]
        return word[0].upper() + word[1:] if match.group()[0].isupper() else word

    return _RULES.sub(other, text)


def lead_of(paragraph, which):
    """The first paragraph as another desk would print it."""
    sentences = _SENTENCE.split(paragraph)
    if which == 1 and len(sentences) > 1:
        sentences[:2] = [sentences[1], sentences[0]]
    if which == 2 and len(parts := sentences[0].split(", ")) > 2:
        sentences[0] = ", ".join(parts[:-1]) + "."
    opened = OPENINGS[which] + sentences[0][0].lower() + sentences[0][1:] if sentences[0] else ""
    return reworded(" ".join([opened if which != 1 else sentences[0], *sentences[1:]]), which)


def headline_of(title, which):
    """Another headline over the same."""
    words = reworded(title, which).split()
    middle = len(words) // 2
    return (f"Report: {' '.join(words)}", " ".join(words[middle:] + words[:middle]), f"{' '.join(words[:6])} - latest")[
        which
    ]


def copies_of(record):
    """Three near copies of a record with ``id``, ``date``, ``title`` and ``text``."""
    paragraphs = record["text"].split("\n")
    first = next((n for n, p in enumerate(paragraphs) if len(p.split()) > 8), 0)
    day = dt.date.fromisoformat(record["date"]) + dt.timedelta(days=1)
    for which in range(COPIES):
        lead = lead_of(paragraphs[first], which)
        yield {
            **record,
            "id": f"{record['id']}-copy{which}",
            "url": f"https://copy{which}.example/{record['id']}",
            "source": f"Copy {which}",
            "date": day.isoformat(),
            "title": headline_of(record["title"], which),
            "text": "\n".join([*paragraphs[:first], lead, *paragraphs[first + 1 :]]),
        }


def main(source, out):
    """The command; see the module."""
    with gzip.open(source, "rt", encoding="utf-8") as lines, Path(out).open("w", encoding="utf-8") as stream:
        for line in lines:
            for record in (json.loads(line), *copies_of(json.loads(line))):
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
