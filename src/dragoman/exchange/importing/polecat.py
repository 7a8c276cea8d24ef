"""POLECAT, the weekly and yearly tab files.

Cells that hold several values: ``;`` parts actors (and contexts), ``|`` the values of one actor. Where the cells of a
side hold as many parts, each actor gets his own; a single value is that of all.
"""

from __future__ import annotations

from dragoman.exchange.contracts import POLECAT, POLECAT_OTHER_NAMES
from dragoman.exchange.importing.kinds import Kind
from dragoman.exchange.importing.layouts import Contract
from dragoman.exchange.importing.phrases import (
    Coordinates,
    bad,
    empty,
    json_of,
    kept,
    name,
    person,
    refusal,
    warned,
)

_TAKEN = frozenset({
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name",
    "Actor Country", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Recipient Name",
    "Recipient Country", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw",
    "Placename", "Country", "Province", "Latitude", "Longitude", "GeoNames ID", "Source", "Publication Date",
})  # fmt: skip
_MODE = "replace(replace(lower(trim(\"Event Mode\")), ' ', '-'), '_', '-')"
_CONTEXTS = "translate(replace(replace(lower(Contexts), '; ', ';'), '|', ';'), ' -', '__')"
_QUAD_WORDS = """CASE WHEN "Quad Code" IN ('1', '2', '3', '4', '1.0', '2.0', '3.0', '4.0') THEN "Quad Code"[1]::INTEGER
    ELSE CASE WHEN lower("Quad Code") LIKE 'v%co%op%' THEN 1 WHEN lower("Quad Code") LIKE 'm%co%op%' THEN 2
        WHEN lower("Quad Code") LIKE 'v%con%' THEN 3 WHEN lower("Quad Code") LIKE 'm%con%' THEN 4 END END"""
_DAY, _INTENSITY = 'iso_day("Event Date")', "number(Intensity, -10, 10)"
_SITE = Coordinates("Latitude", "Longitude")
_GEONAMES = 'whole("GeoNames ID", 1, 1e12)'
_SIDES = (("actor", "Actor"), ("recipient", "Recipient"))
_LOOKED_UP = {"country": "iso", "sector": "plover_sectors", "sectors": "plover_sectors"}


def _cells(side: str) -> dict[str, str]:
    """The columns of one side, by field."""
    return {
        "name": f"{side} Name", "country": f"{side} Country", "sector": f"Primary {side} Sector",
        "sectors": f"{side} Sectors", "office": f"{side} Title", "text": f"{side} Name Raw",
    }  # fmt: skip


def _joined(side: str) -> str:
    """Whether any cell that tells actors apart holds several values."""
    cells = _cells(side)
    return (
        f"contains(concat_ws('', {', '.join(name(cells[f]) for f in ('name', 'country', 'office', 'text'))}), ';')"
        + (f" OR contains(concat_ws('', {name(cells['name'])}, {name(cells['country'])}), '|')")
    )


def _several(side: str, cells: dict[str, str]) -> str:
    """As many actors as the cell of names or of countries has parts."""

    def parts(field: str) -> str:
        return f"string_split(replace({name(cells[field])}, '|', ';'), ';')"

    def aligned(field: str) -> str:
        every = f"string_split({name(cells[field])}, ';')" if field == "sectors" else parts(field)
        whole = f"len({every}) = 1" if field != "sectors" else f"len({every}) <> {many}"
        taken = f"CASE WHEN {whole} THEN {name(cells[field])} ELSE list_extract({every}, i + 1) END"
        return f"CASE WHEN trim({taken}) NOT IN ('', 'None') THEN trim({taken}) END"

    many = f"greatest(coalesce(len({parts('name')}), 0), coalesce(len({parts('country')}), 0), 1)"
    fields = ", ".join(f"{field}: {aligned(field)}" for field in ("country", "sector", "sectors", "office"))
    struct = (
        f"{{side: '{side}', position: i::INTEGER, name: {aligned('name')}, {fields}, entity_id: NULL::VARCHAR, "
        f"text: {aligned('text')}}}"
    )
    return f"list_transform(range({many}), lambda i: {struct})"


def _people(side: str, words: str) -> str:
    cells = _cells(words)
    one = person(side, **{field: name(column) for field, column in cells.items()})
    there = " OR ".join(f"{name(cells[f])} IS NOT NULL" for f in ("name", "country", "text"))
    return f"CASE WHEN {_joined(words)} THEN {_several(side, cells)} WHEN {there} THEN [{one}] ELSE [] END"


def _extra() -> str:
    extra = {}
    for side, words in _SIDES:
        for field, column in _cells(words).items():
            unlike = f" OR {side}_{field}.value IS DISTINCT FROM {name(column)}" if field in _LOOKED_UP else ""
            extra[column] = kept(column, f"contains({name(column)}, ';') OR contains({name(column)}, '|'){unlike}")
    extra |= {
        "Event Type": kept("Event Type", 't.value <> "Event Type"'),
        "Event Mode": kept("Event Mode", f'{_MODE} IS DISTINCT FROM "Event Mode" OR m.value IS NULL'),
        "Intensity": kept("Intensity", f"wrong(Intensity, {_INTENSITY})"),
        "Quad Code": kept("Quad Code", "\"Quad Code\" NOT IN ('1', '2', '3', '4')"),
        "Contexts": kept("Contexts", "contains(Contexts, '|')"),
        "Country": kept("Country", "g.value IS DISTINCT FROM Country"),
        **_SITE.extra(),
        "GeoNames ID": kept("GeoNames ID", f'wrong("GeoNames ID", {_GEONAMES})'),
        "Publication Date": kept("Publication Date", 'wrong("Publication Date", iso_day("Publication Date"))'),
    }
    return json_of(extra, "kept")


_REFUSED = refusal((
    empty("Event ID", "every row needs its id"),
    empty("Event Date", "write the day as YYYY-MM-DD"),
    bad("Event Date", _DAY, "a day is wanted, as YYYY-MM-DD"),
    empty("Event Type", "one of the 16 PLOVER types is wanted"),
    bad("Event Type", "t.value", "one of the 16 PLOVER types is wanted"),
))  # fmt: skip
_WARNED = warned({
    "Event Mode is not in the codebook": '"Event Mode" IS NOT NULL AND m.value IS NULL',
    "Intensity is not within -10 and 10": f"wrong(Intensity, {_INTENSITY})",
    "Quad Code is no quad class": f'wrong("Quad Code", {_QUAD_WORDS})',
    "Country is no known country": "wrong(Country, g.value)",
    **_SITE.checks(),
    "GeoNames ID is no number": f'wrong("GeoNames ID", {_GEONAMES})',
    "Publication Date is no day": 'wrong("Publication Date", iso_day("Publication Date"))',
})  # fmt: skip


def _joins() -> str:
    """The lookups that tell whether a cell is taken over as it stands."""
    return "\n".join(
        f"LEFT JOIN {table} {side}_{field} ON {side}_{field}.word = {name(_cells(words)[field])}"
        for side, words in _SIDES
        for field, table in _LOOKED_UP.items()
    )


_SELECT = f"""
SELECT line, trim("Event ID") AS id, {_REFUSED}, {_WARNED},
    {_DAY} AS date_start, {_DAY} AS date_end, 'day' AS date_precision, 'import' AS date_source,
    t.value AS event_type, m.value AS event_mode, {_INTENSITY} AS intensity,
    coalesce({_QUAD_WORDS}, q.quad)::INTEGER AS quad_code,
    CASE WHEN Contexts IS NULL THEN []
        ELSE list_filter(string_split({_CONTEXTS}, ';'), lambda c: c <> '') END AS contexts,
    coalesce(Placename, City, District, Province) AS place_name, g.value AS place_country, Province AS place_admin1,
    {_SITE.stored}, {_GEONAMES} AS place_geonames_id,
    CASE WHEN City IS NOT NULL THEN 'city' WHEN District IS NOT NULL THEN 'admin2'
        WHEN Province IS NOT NULL THEN 'admin1'
        WHEN Placename IS NULL AND Country IS NOT NULL THEN 'country' END AS place_precision,
    CASE WHEN Source IS NULL THEN [] ELSE [Source] END AS outlets,
    iso_day("Publication Date") AS first_seen, iso_day("Publication Date") AS last_seen,
    list_concat({", ".join(_people(side, words) for side, words in _SIDES)}) AS people, {_extra()} AS extra
FROM chunk
LEFT JOIN types t ON t.word = upper(trim("Event Type"))
LEFT JOIN quads q ON q.word = t.value
LEFT JOIN modes m ON m.word = t.value || ' ' || {_MODE}
LEFT JOIN countries g ON g.word = lower(trim(Country))
{_joins()}
"""


EVENTS = Kind(
    "polecat", Contract(POLECAT, (POLECAT,), ("Event ID", "Event Type"), POLECAT_OTHER_NAMES), _SELECT, _TAKEN
)
