"""Files of other data sets as they come: rows made up to the column contracts, with the malformations that are known."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.exchange.contracts import ACLED, GDELT, GDELT_MENTIONS, ICEWS, POLECAT, POLECAT_STRAY

POLECAT_ROW = {
    "Event ID": "e1", "Event Date": "2023-01-02", "Event Type": "CONSULT", "Event Mode": "visit", "Intensity": "4.0",
    "Quad Code": "1", "Contexts": "diplomatic; military", "Actor Name": "Mira Okonkwo", "Actor Country": "NGA",
    "Actor COW": "475", "Primary Actor Sector": "GOV", "Actor Sectors": "GOV", "Actor Title": "minister",
    "Actor Name Raw": "Minister Okonkwo", "Recipient Name": "Jan Kowal", "Recipient Country": "POL",
    "Recipient COW": "290", "Primary Recipient Sector": "MIL", "Recipient Sectors": "MIL",
    "Recipient Name Raw": "General Kowal", "Placename": "Gdansk", "City": "Gdansk", "Province": "Pomerania",
    "Country": "POL", "Latitude": "54.35", "Longitude": "18.65", "GeoNames ID": "3099434", "Raw Placename": "Gdansk",
    "Source": "Example Wire", "Publication Date": "2023-01-03", "Story People": "Mira Okonkwo; Jan Kowal",
    "Language": "en", "Version": "603",
}  # fmt: skip
GDELT_ROW = {
    "GLOBALEVENTID": "1", "SQLDATE": "20220301", "MonthYear": "202203", "Year": "2022", "FractionDate": "2022.1644",
    "Actor1Code": "NGAGOV", "Actor1Name": "NIGERIA", "Actor1CountryCode": "NGA", "Actor1Type1Code": "GOV",
    "Actor2Code": "AUSBUS", "Actor2Name": "AUSTRALIA", "Actor2CountryCode": "AUS", "Actor2Type1Code": "BUS",
    "IsRootEvent": "1", "EventCode": "042", "EventBaseCode": "042", "EventRootCode": "04", "QuadClass": "1",
    "GoldsteinScale": "1.9", "NumMentions": "4", "NumSources": "1", "NumArticles": "4", "AvgTone": "-3.25",
    "Actor1Geo_Type": "1", "Actor1Geo_FullName": "Nigeria", "Actor1Geo_CountryCode": "NI", "Actor1Geo_ADM1Code": "NI",
    "Actor1Geo_Lat": "10", "Actor1Geo_Long": "8", "Actor1Geo_FeatureID": "NI", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Perth, Western Australia, Australia", "ActionGeo_CountryCode": "AS",
    "ActionGeo_ADM1Code": "AS08", "ActionGeo_ADM2Code": "154637", "ActionGeo_Lat": "-31.9333",
    "ActionGeo_Long": "115.833", "ActionGeo_FeatureID": "-1597052", "DATEADDED": "20220301120000",
    "SOURCEURL": "https://example.org/news/1",
}  # fmt: skip
MENTION_ROW = {
    "GLOBALEVENTID": "1", "EventTimeDate": "20220301000000", "MentionTimeDate": "20220302101500", "MentionType": "1",
    "MentionSourceName": "example.org", "MentionIdentifier": "https://example.org/news/2", "SentenceID": "3",
    "Actor1CharOffset": "-1", "Actor2CharOffset": "20", "ActionCharOffset": "40", "InRawText": "1", "Confidence": "60",
    "MentionDocLen": "2000", "MentionDocTone": "-1.5",
}  # fmt: skip
ICEWS_ROW = {
    "Event ID": "123", "Event Date": "2014-02-03", "Source Name": "Mira Okonkwo",
    "Source Sectors": "Executive,Government", "Source Country": "Russian Federation", "Event Text": "Make a visit",
    "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "NATO",
    "Target Sectors": "International Government Organization", "Story ID": "99", "Sentence Number": "2",
    "Publisher": "Example Wire", "City": "Ulm", "Province": "Baden-Württemberg", "Country": "Germany",
    "Latitude": "48.4", "Longitude": "9.99",
}  # fmt: skip
ACLED_ROW = {
    "event_id_cnty": "KEN1", "event_date": "2023-02-16", "year": "2023", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Kenya (2022-)", "inter1": "State forces", "actor2": "Al Shabaab",
    "inter2": "Rebel group", "iso": "404", "region": "Eastern Africa", "country": "Kenya", "admin1": "Lamu",
    "location": "Lamu", "latitude": "-2.2717", "longitude": "40.902", "geo_precision": "1",
    "source": "Example Post; Example Wire", "source_scale": "National", "notes": "They clashed.", "fatalities": "5",
    "timestamp": "1676937600",
}  # fmt: skip


def row(columns, base, missing="", **changed):
    """One row as a line of a tab file; names in ``changed`` are written with underscores."""
    values = {**base, **{k.replace("_", " ") if k not in columns else k: v for k, v in changed.items()}}
    return "\t".join(values.get(c) or missing for c in columns)


def polecat(**changed):
    return row(POLECAT, POLECAT_ROW, "None", **changed)


def gdelt(**changed):
    return row(GDELT, GDELT_ROW, **changed)


def mention(**changed):
    return row(GDELT_MENTIONS, MENTION_ROW, **changed)


def icews(**changed):
    return row(ICEWS, ICEWS_ROW, **changed)


def acled(**changed):
    cells = {**ACLED_ROW, **changed}
    return ",".join('"' + cells.get(c, "").replace('"', '""') + '"' for c in ACLED)


def put(path, lines, encoding="utf-8", end="\n"):
    """Writes lines to a file and gives its path."""
    Path(path).write_bytes((end.join(lines) + end).encode(encoding))
    return path


@dataclass
class Made:
    """A large file: how many rows stand in it, which lines must be refused, and how many ids stand twice."""

    rows: int = 0
    refused: set[int] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)


_COUNTRIES = (
    "USA RUS CHN UKR ISR PSE IRN TUR SYR IND PAK KOR PRK JPN DEU FRA GBR NGA KEN ETH ZAF BRA VEN COL MEX".split()
)
_FIPS = "US RS CH UP IS WE IR TU SY IN PK KS KN JA GM FR UK NI KE ET SF BR VE CO MX AS AU".split()
_PLACES = "Kyiv Gaza Ankara Lagos Nairobi Bogota Tehran Delhi Seoul Berlin Quito Lima Accra Tunis Amman Hanoi".split()
_TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
_CODES = "010 020 036 040 042 043 051 057 061 071 073 0841 090 1012 111 112 120 130 138 141 1411 150 163 172 173 180 190 193 1951 202".split()
_SECTORS = "GOV MIL REB OPP COP CVL BUS JRN LEG JUD".split()


def large_polecat(path, count, seed=7, every=5_000):
    """A POLECAT file of ``count`` rows; every ``every``-th is malformed in one of several ways, some are harmless."""
    rng, made = random.Random(seed), Made()
    pool = [_polecat_middle(rng) for _ in range(4_000)]
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join("Event Intensity" if c == "Intensity" else c for c in (*POLECAT, *POLECAT_STRAY)) + "\n")
        for number in range(count):
            line = f"P{number:08d}\t{_day(rng, '-')}\t{pool[rng.randrange(4_000)]}"
            file.write(_spoilt(made, number, line, every, _POLECAT_FAULTS, "None", "P{:08d}") + "\n")
    return made


def _polecat_middle(rng):
    pair = [rng.choice(_COUNTRIES) for _ in range(3)]
    several = rng.random() < 0.1
    names = [f"{rng.choice(_PLACES)}'s envoy {rng.randrange(900)}" for _ in range(3)]
    cells = {
        "Event Type": rng.choice(_TYPES), "Event Mode": "None", "Intensity": f"{rng.uniform(-10, 10):.1f}",
        "Quad Code": str(rng.randrange(1, 5)), "Contexts": rng.choice(["None", "military", "diplomatic; economic"]),
        "Actor Name": "; ".join(names[:2]) if several else names[0],
        "Actor Country": "; ".join(pair[:2]) if several else pair[0],
        "Primary Actor Sector": rng.choice(_SECTORS), "Actor Sectors": "|".join(rng.sample(_SECTORS, rng.choice([1, 1, 2]))),
        "Recipient Name": names[2], "Recipient Country": rng.choice([pair[2], "None"]),
        "Recipient Sectors": rng.choice(_SECTORS), "Placename": rng.choice(_PLACES), "City": rng.choice(_PLACES),
        "Country": pair[0], "Latitude": f"{rng.uniform(-80, 80):.4f}", "Longitude": f"{rng.uniform(-170, 170):.4f}",
        "GeoNames ID": str(rng.randrange(10**5, 10**7)), "Source": f"Outlet {rng.randrange(300)}",
        "Publication Date": _day(rng, "-"), "Story People": "; ".join(names), "Story Locations": "; ".join(rng.sample(_PLACES, 3)),
        "Language": "en", "Version": "603",
    }  # fmt: skip
    return "\t".join([cells.get(c, "None") for c in POLECAT[2:]] + ["None"] * len(POLECAT_STRAY))


def large_gdelt(path, count, seed=7, every=5_000):
    """A GDELT 2.0 events file of ``count`` rows, likewise."""
    rng, made = random.Random(seed), Made()
    pool = [_gdelt_middle(rng) for _ in range(4_000)]
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        for number in range(count):
            day = _day(rng, "")
            middle = pool[rng.randrange(4_000)]
            line = f"{100_000_000 + number}\t{day}\t{day[:6]}\t{day[:4]}\t{middle}\t{day}120000\thttps://example.org/{number}"
            file.write(_spoilt(made, number, line, every, _GDELT_FAULTS, "", "1{:08d}") + "\n")
    return made


def _gdelt_middle(rng):
    code, (one, other) = rng.choice(_CODES), rng.sample(_COUNTRIES, 2)
    place = f"{rng.choice(_PLACES)}, {rng.choice(_PLACES)}, Somewhere"
    cells = {
        "FractionDate": "2022.1644", "Actor1Code": f"{one}GOV", "Actor1Name": one, "Actor1CountryCode": one,
        "Actor1Type1Code": "GOV", "Actor2Code": rng.choice(["", other]), "Actor2Name": other,
        "Actor2CountryCode": rng.choice(["", other]), "IsRootEvent": "1", "EventCode": code, "EventBaseCode": code[:3],
        "EventRootCode": code[:2], "QuadClass": str(rng.randrange(1, 5)), "GoldsteinScale": f"{rng.uniform(-10, 10):.1f}",
        "NumMentions": str(rng.randrange(1, 40)), "NumSources": "1", "NumArticles": str(rng.randrange(1, 40)),
        "AvgTone": f"{rng.uniform(-15, 15):.14f}",
        **{f"{who}Geo_{k}": v for who in ("Actor1", "Actor2", "Action") for k, v in (
            ("Type", "4"), ("FullName", place), ("CountryCode", rng.choice(_FIPS)), ("ADM1Code", "UP12"),
            ("ADM2Code", "25541"), ("Lat", f"{rng.uniform(-80, 80):.4f}"), ("Long", f"{rng.uniform(-170, 170):.3f}"),
            ("FeatureID", str(-rng.randrange(10**7))))},
    }  # fmt: skip
    return "\t".join(cells.get(c, "") for c in GDELT[4:-2])


def _day(rng, between):
    return f"{rng.randrange(2015, 2024)}{between}{rng.randrange(1, 13):02d}{between}{rng.randrange(1, 29):02d}"


def _spoilt(made, number, line, every, faults, missing, identity):
    """The line, spoilt where its turn has come; notes what must come of it."""
    made.rows += 1
    place = number + (2 if missing else 1)  # the header is a line
    if number % every:
        return line
    kind = number // every % (len(faults) + 3)
    if kind < len(faults):
        made.refused.add(place)
        return faults[kind](line.split("\t"), missing)
    if kind == len(faults):
        return line + "\t\t"
    if kind == len(faults) + 1:
        return line.replace("Outlet", "D\xe9p\xeache")
    if number > 1:  # the id of a row that was written before
        cells = line.split("\t")
        made.repeated.add(place - 1)
        made.refused.add(place - 1)
        return "\t".join([identity.format(number - 1), *cells[1:]])
    return line


def _cell(number, value):
    def spoil(cells, missing):
        return "\t".join([*cells[:number], missing if value is None else value, *cells[number + 1 :]])

    return spoil


_CUT = (lambda cells, _: "\t".join(cells[:17]), lambda cells, _: "\t".join([*cells, "more"]))
_POLECAT_FAULTS = (_cell(0, None), _cell(1, None), _cell(1, "2023-02-31"), _cell(2, None), _cell(2, "JUGGLE"), *_CUT)
_GDELT_FAULTS = (_cell(0, None), _cell(0, "12a"), _cell(1, "20230231"), _cell(26, None), _cell(26, "XX"), *_CUT)
