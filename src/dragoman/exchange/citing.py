"""Citations: of Dragoman and of every work, data set and model that shapes what it writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

from dragoman import __version__
from dragoman.datafiles import read_csv

ALWAYS = "always"
_SPECIAL = {"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "ö": r"{\"o}", "é": r"{\'e}"}


@dataclass(frozen=True, slots=True)
class Resource:
    """Something to cite.

    ``use``: ``always``, or the imported data set that calls for it. ``kind``: BibTeX's entry type. ``used_for``: what
    Dragoman has from it.
    """

    key: str
    use: str
    kind: str
    author: str
    title: str
    year: str
    publisher: str
    doi: str
    url: str
    licence: str
    used_for: str
    version: str = ""

    @property
    def authors(self) -> tuple[str, ...]:
        """Its authors, one by one, as "Surname, Given"."""
        return tuple(self.author.split(" and "))

    @property
    def address(self) -> str:
        """Where it is found."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


TOOL = Resource(
    "dragoman", ALWAYS, "software", "The Dragoman developers",
    "Dragoman: political event records from news, traceable to the sentence", "2026", "", "", "", "MIT",
    "coding, ledger, export", __version__,
)  # fmt: skip


@cache
def _known() -> tuple[Resource, ...]:
    made = []
    for _, row in read_csv(files("dragoman.exchange") / "data" / "resources.csv"):
        package = row.pop("package")
        made.append(Resource(**row, version=_version(package) if package else ""))
    return tuple(made)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def resources(datasets: Iterable[str] = ()) -> list[Resource]:
    """Dragoman, what it always builds on, and the data sets that were imported.

    Args:
        datasets: names as the ledger has them, ``polecat`` and so on; others are passed over.
    """
    wanted = {ALWAYS, *datasets}
    return [TOOL, *(r for r in _known() if r.use in wanted)]


def as_text(cited: Sequence[Resource]) -> str:
    """References for people, one a paragraph."""
    return "\n".join(_reference(r) for r in cited) + "\n"


def _reference(one: Resource) -> str:
    names = "; ".join(one.authors)
    parts = [f"{names} ({one.year}). {one.title}", f"Version {one.version}" if one.version else "", one.publisher]
    text = ". ".join(p for p in parts if p) + "."
    notes = "; ".join(n for n in (one.used_for, one.licence) if n)
    return f"{text} {one.address + ' ' if one.address else ''}[{notes}]"


def as_bibtex(cited: Sequence[Resource]) -> str:
    """References as a BibTeX file."""
    return "\n".join(_entry(r) for r in cited)


def _entry(one: Resource) -> str:
    where = {"article": "journal", "inproceedings": "booktitle"}.get(one.kind, "publisher")
    corporate = "," not in one.author
    told = {
        "author": f"{{{_tex(one.author)}}}" if corporate else _tex(one.author),
        "title": f"{{{_tex(one.title)}}}", "year": one.year, where: _tex(one.publisher), "version": one.version,
        "doi": one.doi, "url": one.url, "note": _tex(one.used_for),
    }  # fmt: skip
    lines = [f"  {name} = {{{value}}}" for name, value in told.items() if value]
    kind = "misc" if one.kind == "software" else one.kind
    return f"@{kind}{{{one.key},\n" + ",\n".join(lines) + "\n}\n"


def _tex(text: str) -> str:
    return re.sub("[&%#_öé]", lambda found: _SPECIAL[found[0]], text)


def as_cff(cited: Sequence[Resource], message: str) -> str:
    """A CITATION.cff (Citation File Format 1.2.0): the first as the work itself, the others as its references.

    Args:
        cited: what is cited.
        message: to whoever reads the file.
    """
    first, *others = cited
    lines = ["cff-version: 1.2.0", f"message: {_quoted(message)}", *_cff(first, "software")]
    lines += ["references:"] if others else []
    for one in others:
        kind = {"article": "article", "inproceedings": "conference-paper"}.get(one.kind, "generic")
        head, *rest = _cff(one, kind)
        lines += [f"  - {head}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def _cff(one: Resource, kind: str) -> list[str]:
    lines = [f"type: {kind}", f"title: {_quoted(one.title)}", "authors:"]
    lines += [f"  - {_person(name)}" for name in one.authors]
    told = {"version": one.version, "doi": one.doi, "url": one.url}
    if kind == "software":
        told["license"] = one.licence
    else:
        lines.append(f"year: {one.year}")
        told["journal" if kind == "article" else "collection-title"] = one.publisher
        told["notes"] = "; ".join(n for n in (one.used_for, one.licence) if n)
    return lines + [f"{name}: {_quoted(value)}" for name, value in told.items() if value]


def _person(name: str) -> str:
    family, comma, given = name.partition(", ")
    if not comma:
        return f"name: {_quoted(name)}"
    return f"{{family-names: {_quoted(family)}, given-names: {_quoted(given)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
