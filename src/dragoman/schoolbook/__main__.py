"""``python -m dragoman.schoolbook check|add|count``: write, check and count the schoolbook."""

from __future__ import annotations

import sys
from pathlib import Path

from dragoman.actors import country_names
from dragoman.codebook import load_codebook
from dragoman.schoolbook.checks import near_duplicates, problems
from dragoman.schoolbook.items import Item, read_items, write_items
from dragoman.schoolbook.notation import read_notation
from dragoman.schoolbook.statistics import count


def _read(paths: list[Path]) -> tuple[list[Item], list[str]]:
    items: list[Item] = []
    found: list[str] = []
    codebook, countries = load_codebook(), frozenset(country_names())
    for path in paths:
        held, errors = (read_items(path), []) if path.suffix == ".jsonl" else read_notation(path)
        found += errors
        for item in held:
            found += [f"{item.item_id} ({item.text[:40]!r}): {p}" for p in problems(item, codebook, countries)]
        items += held
    return items, found


def main(arguments: list[str]) -> int:
    """``check FILE...`` prints what is wrong; ``count FILE...`` what is there; ``add OUT.jsonl FILE...`` converts."""
    if len(arguments) < 2 or arguments[0] not in ("check", "count", "add"):
        print(__doc__)
        return 2
    verb, paths = arguments[0], [Path(a) for a in arguments[1:]]
    if verb == "add":
        target, paths = paths[0], paths[1:]
    items, found = _read(paths)
    if verb == "count":
        for name, value in vars(count(items)).items():
            print(f"{name}: {dict(value.most_common()) if hasattr(value, 'most_common') else value}")
        return 0
    if verb == "add":
        write_items(items, target)
    found += [f"{b}: near-duplicate of {a}: {s!r}" for a, b, s in near_duplicates(items)]
    print("\n".join(found) if found else f"{len(items)} items, {sum(len(i.events) for i in items)} events: no errors")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
