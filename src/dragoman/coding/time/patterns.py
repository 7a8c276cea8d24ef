"""The shapes of time expressions as regular expressions, and which words a sentence needs for each."""

from __future__ import annotations

import re

from dragoman.coding.time.words import COUNT, either

MONTH = rf"(?P<month>{either('month')})\b\.?"
WEEKDAY = rf"(?:{either('weekday')})\b\.?"
UNIT = r"(?:(?:second|minute|hour|day|night|week|fortnight|weekend|month|quarter|year|decade|millennium|yr)s?|centur(?:y|ies)|millennia)"
_ORDINAL = rf"(?:{either('ordinal')})"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_YEAR_WORDS = (
    rf"nineteen(?:-| )(?:hundred|(?:{_TENS})(?:(?:-| )(?:{_ONES}))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    rf"|seventeen|eighteen|nineteen)|two thousand(?: and)?(?: (?:{_ONES}|ten|eleven|twelve))?"
)
YEAR = rf"(?P<year>(?<![\d.,$])(?:1\d|20)\d\d(?![\d%]|[.,]\d|-\d\d-)|['’`]\d\d(?!\d|s)|{_YEAR_WORDS})"
_THE = r"(?:(?:the|its|their|his|her|our) )?"
_MOD = r"(?:(?:the )?(?:very )?(?:early|earlier|late|later|mid)(?:-| )(?:in |on )?(?:the )?)"
_EDGE = r"(?:(?:the )?(?:early |late |latter )?(?:beginning|start|end|middle|close|part|half|course|rest|remainder|days|months|years)(?: of|-)(?: the)? )"
_APPROX = (
    r"(?:(?:about|around|nearly|almost|roughly|approximately|some|more than|less than|fewer than|at least|at most"
    r"|(?:just |well )?over|(?:just )?under|up to|no more than|no less than|another|an additional|the entire|a full) )"
)
_ZONE = r"(?: (?:GMT|UTC|Z|E[SD]?T|C[SD]T|M[SD]T|P[SD]T|CET|CEST|BST|IST|JST|MSK|local time|Eastern(?: time)?|Pacific(?: time)?))"
_OF_YEAR = rf"(?:,? (?:of )?(?:fiscal )?{YEAR})"
_REL_YEAR = r"(?:,? (?:of )?(?P<rel>last|this|next|the same|that|the following|the previous) year)"

# name: (kinds of words that a sentence must hold, pattern). Where two overlap, the longer wins, then the earlier.
PATTERNS: dict[str, tuple[str, str]] = {
    "reference": ("reference", rf"\b(?P<word>{either('reference')}|a while|some time|(?<=at )the time)\b(?!-| of\b| as\b| after\b)"),
    "iso": ("digit", r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\d-])(?:T(?P<clock>\d\d:\d\d)(?::\d\d)?Z?)?"),
    "slashed": ("digit", r"(?<![\d/])(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d|\d\d)(?![\d/])"),
    "month day": (
        "month",
        rf"(?:{_MOD}?(?:(?:this|next|last)(?: coming)? )?{WEEKDAY},? (?:the )?)?\b(?:last )?{MONTH} (?:the )?(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL})"
        rf"(?![\d%]|[:.,]\d| (?:percent|per cent|million|billion))(?:{_REL_YEAR}|{_OF_YEAR})?",
    ),
    "day month": (
        "month",
        rf"(?:{_MOD}?(?:(?:this|next|last)(?: coming)? )?{WEEKDAY},? )?(?:the )?(?<![\d.,])\b(?P<day>\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINAL})(?: of)? {MONTH}"
        rf"(?:{_REL_YEAR}|{_OF_YEAR})?",
    ),
    "month": (
        "month",
        rf"(?:{_EDGE}|{_MOD})?(?:(?P<shift>last|next|this past|this coming|this|the previous|the following|the same|that|each|every) )?\b{MONTH}"
        rf"(?:{_REL_YEAR}|{_OF_YEAR})?",
    ),
    "weekday": (
        "weekday",
        rf"(?:{_MOD})?(?:(?P<shift>last|next|this past|this coming|this|coming|the previous|the following|the next|that|each|every(?: other)?|alternate) )?"
        rf"\b(?P<weekday>{either('weekday')})\b(?P<s>s?)\.?(?: (?P<part>morning|afternoon|evening|night)(?P<ps>s?)\b)?",
    ),
    "the day before": (
        "deictic weekday",
        rf"(?:the )?day (?P<way>before|after) (?P<day>yesterday|tomorrow|(?P<last>last )?(?P<weekday>{either('weekday')}))\b",
    ),
    "deictic": (
        "deictic",
        rf"(?:{_MOD})?\b(?:(?P<word>today|yesterday|tomorrow|tonight|overnight)(?: (?P<part>morning|afternoon|evening|night))?"
        r"|(?P<shift>last|this|that|the next|the following|the previous|the same) (?P<part2>morning|afternoon|evening|night))\b(?!-)",
    ),
    "unit": (
        "unit",
        rf"(?:{_EDGE}|{_MOD})?\b(?P<shift>last|next|this past|this coming|this(?: current)?|coming|current|that(?: same)?"
        r"|(?:the|its|their|our)(?: (?:past|last|next|coming|upcoming|current|present|same|following|previous|prior|preceding|latest))?)"
        r"(?: (?P<kind>fiscal|calendar|full|whole|entire))? (?P<unit>day|week|weekend|month|quarter|half|year|decade|century|millennium|(?<=latest )period|(?<=current )period|(?<=that )period)"
        r"\b(?!-|['’]s (?:eve|day))(?: or (?:so|two))?",
    ),
    "rate": (
        "unit",
        r"(?:(?<=\d )|(?<=illion )|(?<=ousand )|(?<=times )|(?<=once )|(?<=twice )|(?<=percent )|(?<=dollars )|(?<=% )|(?<=flights ))(?:an?|per) (?P<unit>second|minute|hour|day|week|month|year)\b(?! (?:ago|earlier|before|later|after))",
    ),
    "counted": (
        "unit",
        rf"(?:{_APPROX}|(?:the )?(?P<lead>first|final|last|past|next|coming|latest|previous|following|recent)(?: {_APPROX})? |the |these |those |(?P<set>every|each) )*"
        rf"\b(?P<count>{COUNT})(?: (?:to|or|and) (?P<upper>{COUNT}))?"
        r"(?P<sep>(?:-| )(?:(?:more|consecutive|straight|full|whole|additional|trading|business|working|calendar|fiscal|solid|long|short|entire|other) )*)"
        rf"(?P<unit>{UNIT})\b(?P<half> and a half)?(?:-long)?(?P<age>-olds?\b| old\b| of age\b)?(?: or (?:so|more|longer|less))?"
        rf"(?: (?P<tail>ago\b|earlier\b|later\b|from now\b|hence\b|(?:before|prior|previously|afterwards?|after that|before that)(?= ?(?:[.,;:)'’”]|$))))?",
    ),
    "plural": (
        "unit",
        r"(?:(?P<lead>(?:the )?(?:past|last|next|recent|coming|ensuing|following|intervening|early|first|final|later)|these|those|more|many) )?"
        r"(?<!-)\b(?P<unit>minutes|hours|days|weeks|months|quarters|years|decades|centuries)\b(?! of age| old|-old)(?: (?:and|or) (?:weeks|months|years))?"
        r"(?:-long|(?P<tail> (?:ago|earlier|later|before(?= ?(?:[.,;:)'’”]|$)))))?",
    ),
    "compared": (
        "unit",
        rf"{_THE}(?:comparable |corresponding )*(?:(?:year|month|week)-(?:ago|earlier|before)|prior-year)"
        r"(?: (?P<ordinal>first|second|third|fourth))?(?:(?:-| )(?P<unit>quarter|half|period|month|week|(?:nine|six|three) months))?\b",
    ),
    "period": (
        "unit",
        rf"{_THE}(?:(?P<same>same|corresponding|comparable|similar|latest|current|year-ago) )?{YEAR} (?:fiscal )?(?P<unit>quarter|period|half)\b"
        rf"|the (?P<same2>same|corresponding|comparable|similar|year-earlier) (?P<unit2>quarter|period|month|week|time|day)"
        r"(?: (?P<rel>last year|a year (?:earlier|ago|before)|of last year|in the previous year))?\b",
    ),
    "quarter": (
        "unit",
        rf"{_THE}(?:(?P<rel>last|this|next) year['’]s |(?:fiscal )?{YEAR}(?:['’]s?)? )?(?:flat )?(?:fiscal(?:-| ))?"
        r"(?P<ordinal>first|second|third|fourth|1st|2nd|3rd|4th)(?:-| )(?:fiscal(?:-| ))?(?P<unit>quarter)s?\b"
        rf"(?: (?:of |in )?(?:(?P<rel2>last|this|next) year|(?:the )?(?:fiscal (?:year )?)?(?P<year2>(?:19|20)\d\d)\b))?",
    ),
    "half": (
        "unit",
        rf"(?:the )?(?P<ordinal>first|second|last|latter) half (?:of )?(?:(?P<rel>last|this|next|the) year\b|(?:fiscal )?{YEAR})",
    ),
    "season": (
        "season",
        rf"(?:{_EDGE}|{_MOD})?\b(?:(?P<shift>last|next|this past|this coming|this|the|each|every) |(?<=\bin )|(?<=\bduring )|(?<=\bby )|(?<=\buntil )|(?<=\bsince ))(?:(?:early|late|mid)(?:-| ))?"
        rf"(?P<season>{either('season')})(?P<s>s?)\b(?!-)(?:{_REL_YEAR}|{_OF_YEAR})?",
    ),
    "holiday": ("holiday", rf"(?:(?P<shift>last|next|this|each|every) )?\b(?P<holiday>{either('holiday')})\b(?:{_REL_YEAR}|{_OF_YEAR})?"),
    "decade": (
        "decade",
        r"(?:(?:the )?(?:early|late|mid|middle)(?:-| )(?:to-late )?(?:the )?|(?:the )?(?:end|beginning|start|middle) of the |(?P<the>the ))?"
        r"(?:(?:nineteen |19|20)?(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)"
        r"|(?P<century>1[5-9]|20)(?P<ten>\d)0s|(?P<quote>['’`])?(?<!\d)(?P<short>\d)0s)\b",
    ),
    "century": (
        "unit",
        rf"(?:the )?(?:(?:early|late|mid)(?:-| ))?(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|{_ORDINAL})(?:-| )century\b(?P<bc> (?:BC|BCE|B\.C\.))?",
    ),
    "year": (
        "digit yearword",
        rf"(?:{_EDGE}|(?:the )?(?:early|late|mid|post|pre)(?:-| )(?:in )?)?(?P<lead>the year |fiscal (?:year )?|FY ?|calendar (?:year )?)?\b{YEAR}"
        r"(?P<era> ?(?:A\.?H\.?|B\.?E\.?|B\.?C\.?(?:E\.?)?|AD|CE)(?![\w]))?",
    ),
    "era": ("digit", r"\b(?:(?P<ad>A\.?D\.?) )?(?<![\d.,$])(?P<y>\d{1,4})(?: (?P<era>A\.?H\.?|B\.?E\.?|B\.?C\.?(?:E\.?)?|AD|CE)(?![\w]))?"),
    "year end": ("unit", r"(?:(?:the )?(?P<rel>last|this|next) )?(?:around )?\byear(?:['’]s)?(?:-| )end\b"),
    "clock": (
        "digit part",
        r"(?:(?:about|around|shortly after|shortly before|just after|just before) )?(?<![\d:.,$])(?:"
        r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?: ?(?P<half>[ap])\.?m\b\.?| (?:o['’]clock|in the (?P<part>morning|afternoon|evening)|at night))"
        rf"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?= ?(?:GMT|UTC|on\b|hours\b|local time))|(?P<hour4>[01]\d|2[0-3])(?P<minute4>[0-5]\d)(?= (?:GMT|UTC|hours|hrs)\b)"
        rf"|\b(?P<word>noon|midnight|midday)\b){_ZONE}?",
    ),
    "part": ("part", r"(?:the |mid-?)(?P<part>morning|afternoon|evening|night)\b|\bmid(?:-| )?(?P<part2>morning|afternoon|evening)\b"),
    "every": (
        "every",
        rf"\b(?:every|each) (?:other )?(?:single )?(?P<unit>second|minute|hour|day|night|week|weekend|month|quarter|year|decade"
        rf"|morning|afternoon|evening|{either('season')})\b",
    ),
    "set": ("set", rf"\b(?:twice(?:-| ))?(?P<word>{either('set')})\b"),
}  # fmt: skip

TRIGGERS = {
    "month": rf"(?:{either('month')})\b",
    "weekday": rf"(?:{either('weekday')})s?\b",
    "deictic": r"(?:today|yesterday|tomorrow|tonight|overnight|morning|afternoon|evening|night)\b",
    "unit": rf"{UNIT}\b|half\b|period\b",
    "season": rf"(?:{either('season')})s?\b",
    "holiday": rf"(?:{either('holiday')})\b",
    "decade": r"(?:['’`]?\d{1,3}0s|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b",
    "digit": r"\d",
    "yearword": r"(?:nineteen|two thousand)\b",
    "part": r"(?:noon|midnight|midday)\b|mid",
    "every": r"(?:every|each)\b",
    "set": rf"(?:{either('set')})\b",
    "reference": rf"(?:{either('reference')}|time|while)\b",
}


_BLANK = re.compile(r"\(\?<[=!][^)]*\)| \?| ")


def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, in either case, never from within a word, with any white space for a blank (but in a look-behind)."""

    def spaced(match: re.Match[str]) -> str:
        return {" ": r"\s+", " ?": r"\s*"}.get(match.group(), match.group())

    return re.compile(rf"(?<![^\W\d_])(?:{_BLANK.sub(spaced, pattern)})", re.I)
