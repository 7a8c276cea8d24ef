"""One happening within an article is one event, however many sentences tell it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.codebook import Codebook
from dragoman.coding.magnitude import joined_counts
from dragoman.records import HAPPENED, Actor, Event, Mention, Status, When

RECENT = dt.timedelta(days=45)
_OF_THE_ARTICLE = frozenset({"publication", "dateline"})  # sources of a date that is the article's own
_SAME_GROUP: dict[Status, str] = {
    "occurred": "real",
    "ongoing": "real",
    "planned": "planned",
    "possible": "open",
    "denied": "denied",
}


_DONE_TO = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_PARTS = {
    **dict.fromkeys(("MIL", "COP", "JUD", "LEG", "SPY"), "state"),
    **dict.fromkeys(("OPP", "PTY", "ELI"), "politics"),
    **dict.fromkeys(("REB", "PRM", "UAF", "CRM"), "armed"),
}


# Modes of ASSAULT that tell what for, and those that tell by what means: of one act one of each may be told.
_AIMS = frozenset({"targeted", "destroy"})
_MEANS = frozenset("firearms explosives suicide-attack aerial drone heavy-weapons unconventional primitive".split())
_LIKE_MEANS = frozenset(
    frozenset(pair)
    for pair in (
        ("explosives", "suicide-attack"),
        ("aerial", "drone"),
        ("aerial", "heavy-weapons"),
        ("aerial", "explosives"),
    )
)


@dataclass(slots=True)
class _Cluster:
    mentions: list[Mention] = field(default_factory=list)


def side_key(actors: Sequence[Actor]) -> frozenset[str]:
    """What an event's side is compared by: country, else entity, else sector."""
    return frozenset(a.country or a.entity_id or a.name for a in actors)


def _compatible_sides(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def _to_other_parts(one: Mention, other: Mention) -> bool:
    """Whether two happenings within one state are done to different parts of it: candidates barred, marchers beaten."""
    countries = {a.country for m in (one, other) for a in (*m.actors, *m.recipients)} - {None}
    parts = [{_PARTS.get(a.sector or "", "people") for a in m.recipients} for m in (one, other)]
    whole = any(a.sector in (None, "GOV") for m in (one, other) for a in m.recipients)  # "attacked the nation"
    return len(countries) == 1 and not whole and all(parts) and not parts[0] & parts[1]


def _told(mention: Mention, day: dt.date | None) -> When:
    """The mention's date; for what took place and has none, the article's day, as if it were told as recent."""
    if mention.when.start is None and day is not None and mention.status in HAPPENED:
        return When(day.isoformat(), day.isoformat(), "day", "publication")
    return mention.when


def _compatible_when(one: When, other: When) -> bool:
    if one.start is None or other.start is None:
        return True
    sources = {one.source, other.source}
    if sources <= _OF_THE_ARTICLE:
        return True
    if sources & _OF_THE_ARTICLE:  # told as recent: a date of its own must not lie far back or ahead
        told, dated = (one, other) if one.source in _OF_THE_ARTICLE else (other, one)
        day = dt.date.fromisoformat(told.start or "")
        first, last = dt.date.fromisoformat(dated.start or ""), dt.date.fromisoformat(dated.end or dated.start or "")
        return first - RECENT <= day <= last + RECENT
    return not ((one.end or one.start) < other.start or (other.end or other.start) < one.start)


def _compatible_modes(one: Mention, other: Mention) -> bool:
    """Whether two modes can be of one act: an air strike and a targeted killing, a blast and a suicide attack."""
    a, b = one.event_mode, other.event_mode
    if not a or not b or a == b:
        return True
    if {a, b} <= _MEANS:
        return one.sentence == other.sentence or frozenset((a, b)) in _LIKE_MEANS
    return (a in _AIMS and b in _MEANS) or (b in _AIMS and a in _MEANS)


def compatible(one: Mention, other: Mention, day: dt.date | None = None) -> bool:
    """Whether two mentions can tell of the same happening.

    Same type; modes, sides, dates and status not in contradiction; at least one side in common.
    """
    if one.event_type != other.event_type:
        return False
    if not _compatible_modes(one, other):
        return False
    if one.event_type == "CONSULT" and (one.event_mode == "visit") != (other.event_mode == "visit"):
        return False  # a visit and the talks held on it are two happenings
    if _SAME_GROUP[one.status] != _SAME_GROUP[other.status]:
        return False
    a, b = side_key(one.actors), side_key(other.actors)
    c, d = side_key(one.recipients), side_key(other.recipients)
    straight = _compatible_sides(a, b) and _compatible_sides(c, d) and bool((a & b) | (c & d))
    crossed = one.event_type in ("CONSULT", "AGREE", "COOPERATE") and bool(a & d) and bool(b & c)
    if one.event_type in _DONE_TO and _to_other_parts(one, other):
        return False
    return (straight or crossed) and _compatible_when(_told(one, day), _told(other, day))


def merge(
    mentions: Sequence[Mention], codebook: Codebook, day: dt.date | None = None, title_end: int = 0
) -> list[Event]:
    """Events from an article's mentions, in the order of their first mention.

    Args:
        mentions: in the order of the text.
        codebook: for quad, intensity and CAMEO code.
        day: the article's own.
        title_end: where the article's title ends; a title that leaves a source out does not take it away.
    """
    clusters: list[_Cluster] = []
    for mention in mentions:
        home = next((c for c in clusters if all(compatible(m, mention, day) for m in c.mentions)), None)
        if home is None:
            clusters.append(_Cluster([mention]))
        else:
            home.mentions.append(mention)
    return [_event(c.mentions, codebook, title_end) for c in clusters]


def _best(values: list[str | None]) -> str | None:
    counts = Counter(v for v in values if v)
    return counts.most_common(1)[0][0] if counts else None


def _richest(mentions: list[Mention], side: str) -> tuple[Actor, ...]:
    """The side of the mention that names most: known identities first, then known countries."""
    options: list[tuple[Actor, ...]] = [getattr(m, side) for m in mentions]

    def worth(actors: tuple[Actor, ...]) -> tuple[int, int]:
        return sum(bool(a.country) for a in actors[:2]), sum(bool(a.entity_id) for a in actors[:2])

    return max(options, key=worth)


def _when(mentions: list[Mention]) -> When:
    order = {"clause": 0, "sentence": 1, "dateline": 2, "import": 2, "publication": 3, None: 4}
    fine = {"day": 0, "range": 1, "week": 1, "month": 2, "year": 3, "none": 4}
    best = min((m.when for m in mentions), key=lambda w: (order[w.source], fine[w.precision]))
    inside = [m.when for m in mentions if _within(m.when, best)]
    return min((best, *inside), key=lambda w: fine[w.precision])


def _within(one: When, other: When) -> bool:
    """Whether a date lies inside another: news of the day, said elsewhere in the text to be of this month."""
    if one.start is None or other.start is None:
        return False
    return other.start <= one.start and (one.end or one.start) <= (other.end or other.start)


def _said_by(mentions: list[Mention], title_end: int) -> tuple[Actor, ...]:
    """All sources of an event; none where the article's body first tells it on its own account.

    News name the source with the first telling and lean on it later.
    """
    first = next((m for m in mentions if m.start >= title_end), mentions[0])
    if not first.attribution:
        return ()
    return tuple({(a.source.name, a.source.country): a.source for m in mentions for a in m.attribution}.values())


def _event(mentions: list[Mention], codebook: Codebook, title_end: int) -> Event:
    first = mentions[0]
    mode = _best([m.event_mode for m in mentions])
    contexts = tuple(dict.fromkeys(c for m in mentions for c in m.contexts))
    status = Counter(m.status for m in mentions).most_common(1)[0][0]
    surest = max((m for m in mentions if m.status == status), key=lambda m: abs(m.certainty or 0.0))
    places = [m.place for m in mentions if m.place]
    cameo = codebook.cameo(first.event_type, mode, contexts)
    identity = hashlib.sha256("|".join(m.mention_id for m in mentions).encode()).hexdigest()[:16]
    confidence = 1.0
    for mention in mentions[:4]:
        confidence *= 1.0 - mention.confidence
    return Event(
        event_id=identity,
        event_type=first.event_type,
        event_mode=mode,
        quad_code=codebook.quad(first.event_type),
        intensity=codebook.intensity(first.event_type, mode),
        cameo_code=cameo[0] if cameo else None,
        goldstein=cameo[1] if cameo else None,
        contexts=contexts,
        actors=_richest(mentions, "actors"),
        recipients=_richest(mentions, "recipients"),
        thing=next((m.thing for m in mentions if m.thing), None),
        when=_when(mentions),
        place=min(places, key=lambda p: p.precision in ("country", "area", None)) if places else None,
        status=status,
        said_by=_said_by(mentions, title_end),
        magnitude=joined_counts([m.magnitude for m in mentions]),
        confidence=round(min(0.99, 1.0 - confidence), 3),
        mentions=tuple(mentions),
        certainty=surest.certainty,
        source_certainty=surest.source_certainty,
    )
