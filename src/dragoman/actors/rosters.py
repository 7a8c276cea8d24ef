"""The rosters that the package brings: CSV files, read into names with the entries that they lead to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources.abc import Traversable

from dragoman.actors.entries import IN_ARMS, IN_GOVERNMENT, OPPOSITION, WHERE_NAMED, Entry
from dragoman.datafiles import ROSTERS, read_tables, split_cell

_SHORT_PARTIES = {
    "Liberal Democratic": "Liberal Democrats", "Christian Democrat": "Christian Democrats",
    "Social Democrat": "Social Democrats", "Democratic Party": "Democrats", "Socialist Party": "Socialists",
    "Communist Party": "Communists", "Labour Party": "Labour", "Labor Party": "Labor|Labour", "Green": "Greens",
    "Conservative Party": "Conservatives", "Liberal Party": "Liberals", "Republican Party": "Republicans",
    "National Party": "National Party",
}  # fmt: skip


def data_folder() -> Traversable:
    """The folder of rosters that the package brings."""
    return ROSTERS


def read_rows(prefix: str, folder: Traversable | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of every roster whose name starts with ``prefix``, each with its ``file:line``.

    Raises:
        DataError: no such file, or a row with more fields than the header.
    """
    return read_tables(prefix, folder or data_folder())


def countries() -> Iterator[tuple[str, Entry]]:
    """The names of states, of their people, capitals and seats of government, each with its entry."""
    for place, row in read_rows("countries"):
        base = Entry(
            "country", row["name"], row["iso3"] or None, "GOV",
            entity_id=row["qid"] or None, start=row["valid_from"], end=row["valid_to"], rank=2, row=place,
        )  # fmt: skip
        for name in [row["name"], *split_cell(row["aliases"]), *split_cell(row["abbreviations"])]:
            yield name, base
        for name in split_cell(row["adjectives"]):
            yield name, replace(base, kind="adjective", rank=3)
        for name in split_cell(row["people"]):
            yield name, replace(base, kind="people", sector="CVL", rank=4)
        for name in split_cell(row["capital"]):
            yield name, replace(base, kind="capital", rank=3)
        for seat in split_cell(row["seats"]):
            name, _, sector = seat.partition(":")
            yield name, replace(base, kind="seat", name=name, sector=sector or "GOV", entity_id=None, rank=2)


def _persons() -> Iterator[tuple[str, Entry]]:
    for place, row in read_rows("people"):
        entry = Entry(
            "person", row["name"], row["country"] or None, row["sector"] or None, row["office"] or None,
            row["entity_id"] or None, row["start"], row["end"], row=place,
        )  # fmt: skip
        names = [row["name"], *split_cell(row["aliases"])]
        if row["country"] == "HUN":  # the surname comes first at home
            names += [" ".join([*n.split()[1:], n.split()[0]]) for n in names if n.count(" ") == 1]
        for name in names:
            yield name, entry
        for name in split_cell(row["short"]):
            yield name, replace(entry, short=True)


def _organisations() -> Iterator[tuple[str, Entry]]:
    periods = _party_periods()
    governed = {country for country, _ in periods}
    for place, row in read_rows("organisations"):
        entry = Entry(
            "organisation", row["name"], row["country"] or None, row["sector"] or None,
            entity_id=row["entity_id"] or None, start=row["start"], end=row["end"],
            org_kind=row["kind"], rank=3, row=place,
        )  # fmt: skip
        held = periods.get((row["country"], row["name"]), [])
        a_party = row["kind"] == "party" and row["sector"] in ("PTY", "OPP", "GOV", "REB")
        spells = _spells(entry, held) if held or (a_party and row["country"] in governed) else []
        for name in [row["name"], *split_cell(row["aliases"])]:
            for spell in spells:
                yield name, spell
            yield name, entry
        if a_party:
            for name in _members(row["name"]):
                for spell in [*spells, entry]:
                    yield name, replace(spell, rank=WHERE_NAMED)


def _members(party: str) -> Iterator[str]:
    """What a country's press calls a party's people for short: "the Democrats", where the country is clear."""
    for part, name in _SHORT_PARTIES.items():
        if part in party:
            yield from split_cell(name)
            return


def _party_periods() -> dict[tuple[str, str], list[tuple[str, dict[str, str]]]]:
    """When parties governed their state or fought it, by country and the party's name."""
    out: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for place, row in read_rows("party_periods"):
        out[row["country"], row["party"]].append((place, row))
    return dict(out)


def _spells(party: Entry, periods: list[tuple[str, dict[str, str]]]) -> list[Entry]:
    """A party as it stands in each of its periods, and as opposition between them."""
    out, free = [], max("1985", party.start)
    for place, row in sorted(periods, key=lambda x: x[1]["start"]):
        if row["start"] > free:
            out.append(
                replace(
                    party,
                    sector="OPP",
                    office=OPPOSITION,
                    start=free,
                    end=row["start"],
                )
            )
        held = IN_GOVERNMENT if row["sector"] == "GOV" else IN_ARMS
        out.append(replace(party, sector=row["sector"], office=held, row=place, start=row["start"], end=row["end"]))
        free = row["end"] or "9999"
    if free != "9999":
        out.append(replace(party, sector="OPP", office=OPPOSITION, start=free, end=""))
    return out


def _groups() -> Iterator[tuple[str, Entry]]:
    for place, row in read_rows("groups_of_states"):
        entry = Entry(
            "group", row["name"], None, "GOV", members=tuple(split_cell(row["members"])),
            start=row["valid_from"], end=row["valid_to"], rank=2, row=place,
        )  # fmt: skip
        for name in [row["name"], *split_cell(row["aliases"])]:
            yield name, entry


def bundled() -> Iterator[tuple[str, Entry]]:
    """Every name of the bundled rosters with an entry that it leads to."""
    for source in (countries(), _persons(), _organisations(), _groups()):
        yield from source


@cache
def country_names() -> dict[str, str]:
    """ISO3 codes to the usual English name (today's state where several rows share a code)."""
    names: dict[str, str] = {}
    for _, row in read_rows("countries"):
        if row["iso3"] and (row["iso3"] not in names or not row["valid_to"]):
            names[row["iso3"]] = row["name"]
    return names


@cache
def countries_by_cow() -> dict[str, str]:
    """Correlates of War numbers to ISO3 codes (of the state that counts as their successor today)."""
    return {row["cow"]: row["iso3"] for _, row in read_rows("countries") if row["cow"] and row["iso3"]}
