"""How many: dead, injured, arrested, abducted, displaced, taking part, and sums of money."""

from __future__ import annotations

import re

from dragoman.language import ParsedSentence

_WORDS = {
    w: n
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
_WORDS |= {
    "dozen": 12,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
_NUMBER = r"(?P<n>\d{1,3}(?:,\d{3})+|\d+|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")"
_PEOPLE = r"(?:\s+(?:more\s+|other\s+|of\s+the\s+|[\w'’-]+\s+){0,3}?(?:people|persons|civilians|soldiers|troops|officers|policemen|police|militants|rebels|protesters|demonstrators|men|women|children|students|workers|members|others|worshippers|passengers|journalists|Palestinians|Israelis|Americans|suspects|activists|villagers|migrants|refugees|hostages|girls|boys|fighters|insurgents|servicemen|guards|residents|victims|bystanders|terrorists))?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dead", re.compile(rf"\b(?:killing|killed|kills|kill|slaying|executed|murdered)\s+(?:at\s+least\s+|about\s+|some\s+|nearly\s+|more\s+than\s+|up\s+to\s+|as\s+many\s+as\s+|around\s+|over\s+)?{_NUMBER}\b(?!\s*(?:years?|days?|months?|weeks?|percent|%))", re.I)),
    ("dead", re.compile(rf"\b{_NUMBER}{_PEOPLE}\s+(?:were\s+|was\s+|have\s+been\s+|had\s+been\s+|are\s+)?(?:killed|dead|died|slain|have\s+died|had\s+died|lost\s+their\s+lives)\b", re.I)),
    ("dead", re.compile(rf"\bdeath\s+toll\b[^.]{{0,40}}?\b{_NUMBER}\b", re.I)),
    ("injured", re.compile(rf"\b(?:wounding|wounded|injuring|injured|wounds|injures)\s+(?:at\s+least\s+|about\s+|some\s+|nearly\s+|more\s+than\s+|another\s+|over\s+)?{_NUMBER}\b", re.I)),
    ("injured", re.compile(rf"\b{_NUMBER}{_PEOPLE}\s+(?:were\s+|was\s+|have\s+been\s+|are\s+)?(?:wounded|injured|hurt|hospitali[sz]ed)\b", re.I)),
    ("arrested", re.compile(rf"\b(?:arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?|jailed|rounded\s+up)\s+(?:at\s+least\s+|about\s+|some\s+|nearly\s+|more\s+than\s+|over\s+)?{_NUMBER}\b", re.I)),
    ("arrested", re.compile(rf"\b{_NUMBER}{_PEOPLE}\s+(?:were\s+|was\s+|have\s+been\s+|had\s+been\s+)?(?:arrested|detained|jailed|taken\s+into\s+custody)\b", re.I)),
    ("abducted", re.compile(rf"\b(?:abduct(?:ed|ing)?|kidnapp?(?:ed|ing)?|seized|captured)\s+(?:at\s+least\s+|about\s+|some\s+|more\s+than\s+|over\s+)?{_NUMBER}{_PEOPLE}", re.I)),
    ("displaced", re.compile(rf"\b{_NUMBER}{_PEOPLE}\s+(?:were\s+|have\s+been\s+|had\s+)?(?:displaced|fled|flee|forced\s+from)\b", re.I)),
    ("participants", re.compile(rf"\b{_NUMBER}{_PEOPLE}\s+(?:marched|rallied|protested|demonstrated|took\s+part|took\s+to\s+the\s+streets|gathered)\b", re.I)),
)  # fmt: skip
_MONEY = re.compile(
    r"(?:US)?\$\s?(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<scale>thousand|million|billion|trillion|bn|m)?\b", re.I
)
_SCALE = {"thousand": 10**3, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}

_WANTED = {
    "ASSAULT": ("dead", "injured", "abducted", "displaced"),
    "COERCE": ("arrested", "displaced"),
    "PROTEST": ("dead", "injured", "arrested", "participants"),
    "AID": ("amount_usd",),
    "AGREE": ("amount_usd",),
    "SANCTION": ("amount_usd",),
    "COOPERATE": ("amount_usd",),
    "MOBILIZE": (),
}


def magnitude(event_type: str, sentence: ParsedSentence) -> dict[str, int]:
    """Counts that a sentence states for an event of this type; keys as in ``records.MAGNITUDES``.

    >>> number("1,500"), number("dozen")
    (1500, 12)
    """
    wanted = _WANTED.get(event_type, ())
    text = sentence.record.text
    out: dict[str, int] = {}
    for kind, pattern in _PATTERNS:
        if kind in wanted and kind not in out:
            match = pattern.search(text)
            if match:
                out[kind] = number(match.group("n"))
    if "amount_usd" in wanted:
        money = _MONEY.search(text)
        if money:
            out["amount_usd"] = round(
                float(money.group("n").replace(",", "")) * _SCALE.get((money.group("scale") or "").lower(), 1)
            )
    return out


def number(word: str) -> int:
    """The value of a number in digits or words."""
    low = word.lower().replace(",", "")
    return int(low) if low.isdigit() else _WORDS[low]
