"""Pieces of SQL that the data sets share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


def name(column: str) -> str:
    """A column, quoted."""
    return '"' + column.replace('"', '""') + '"'


def text(words: str) -> str:
    """A text, quoted."""
    return "'" + words.replace("'", "''") + "'"


def json_of(parts: Mapping[str, str], beside: str | None = None) -> str:
    """One JSON object of what is not NULL; NULL where all is.

    Args:
        parts: by key, an expression that gives text.
        beside: an expression that gives members of the object, as ``cells.members`` writes them.
    """
    keys = {key: text(json.dumps(key, ensure_ascii=False) + ":") for key in parts}
    pairs = [f"{keys[key]} || to_json({value})::VARCHAR" for key, value in parts.items()]
    inner = ", ".join(([beside] if beside else []) + pairs)
    return f"nullif('{{' || concat_ws(',', {inner}) || '}}', '{{}}')"


def kept(column: str, condition: str) -> str:
    """A column where a condition holds, for ``json_of``."""
    return f"CASE WHEN {condition} THEN {name(column)} END"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """What a row's two columns of degrees (WGS84) say; 0, 0 is written for no place."""

    latitude_column: str
    longitude_column: str

    @property
    def latitude(self) -> str:
        """The number, NULL where it is none."""
        return f"number({name(self.latitude_column)}, -90, 90)"

    @property
    def longitude(self) -> str:
        """The number, NULL where it is none."""
        return f"number({name(self.longitude_column)}, -180, 180)"

    @property
    def nowhere(self) -> str:
        """The condition that both are 0."""
        return f"({self.latitude} = 0 AND {self.longitude} = 0)"

    @property
    def placed(self) -> str:
        """The condition that both are known and stand for a place."""
        return f"{self.latitude} IS NOT NULL AND {self.longitude} IS NOT NULL AND NOT {self.nowhere}"

    @property
    def stored(self) -> str:
        """The columns ``place_latitude`` and ``place_longitude``."""
        return (
            f"CASE WHEN {self.placed} THEN {self.latitude} END AS place_latitude,\n"
            f"    CASE WHEN {self.placed} THEN {self.longitude} END AS place_longitude"
        )

    def extra(self) -> dict[str, str]:
        """What of them is not stored, for ``json_of``."""
        both = ((self.latitude_column, self.latitude), (self.longitude_column, self.longitude))
        return {column: kept(column, f"NOT ({self.placed}) OR {number} IS NULL") for column, number in both}

    def checks(self) -> dict[str, str]:
        """What is wrong with them, for ``warned``."""
        return {
            f"{self.latitude_column} is no latitude": f"wrong({name(self.latitude_column)}, {self.latitude})",
            f"{self.longitude_column} is no longitude": f"wrong({name(self.longitude_column)}, {self.longitude})",
            "latitude and longitude are 0, 0": self.nowhere,
        }


def refusal(checks: Iterable[tuple[str, str, str]]) -> str:
    """The columns ``reason`` and ``detail`` by the first condition that holds; NULL where none does.

    Args:
        checks: condition, reason, and an expression for the detail.
    """
    rows = list(checks)
    reason = " ".join(f"WHEN {condition} THEN {text(code)}" for condition, code, _ in rows)
    detail = " ".join(f"WHEN {condition} THEN {words}" for condition, _, words in rows)
    return f"CASE {reason} END AS reason, CASE {detail} END AS detail"


def empty(column: str, what: str) -> tuple[str, str, str]:
    """The check that a key field is filled."""
    words = f"the field {column} is empty: {what}"
    return f"{name(column)} IS NULL", "missing-field", text(words)


def bad(column: str, taken: str, what: str) -> tuple[str, str, str]:
    """The check that a key field could be read; ``what`` says what is wanted."""
    words = f"{text(f'the field {column} holds ')} || left({name(column)}, 60) || {text(f': {what}')}"
    return f"{taken} IS NULL", "wrong-field", words


def warned(checks: Mapping[str, str]) -> str:
    """The column ``warned``: the fields that could not be read, parted by ``|``; empty where all could.

    Args:
        checks: by what is said, the condition.
    """
    cases = (f"CASE WHEN {condition} THEN {text(what)} END" for what, condition in checks.items())
    return f"concat_ws('|', {', '.join(cases)}) AS warned"


def person(side: str, **fields: str) -> str:
    """One actor or recipient as a struct.

    Args:
        side: ``actor`` or ``recipient``.
        fields: expressions for ``name``, ``country``, ``sector``, ``sectors``, ``office``, ``entity_id``, ``text``.
    """
    known = {key: fields.get(key, "NULL::VARCHAR") for key in PERSON}
    inner = ", ".join(f"{key}: {value}" for key, value in known.items())
    return f"{{side: '{side}', position: 0, {inner}}}"


PERSON = ("name", "country", "sector", "sectors", "office", "entity_id", "text")
