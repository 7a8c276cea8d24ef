"""What travels with an export: codebook, citations, and a manifest of what it is and what it left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.exchange.citing import as_bibtex, as_cff, resources
from dragoman.exchange.exporting.forms import Form
from dragoman.exchange.exporting.page import codebook_page
from dragoman.exchange.exporting.session import Session
from dragoman.exchange.exporting.target import KIND, MANIFEST, Target
from dragoman.ledger import installed_versions
from dragoman.ledger.files import sha256_of
from dragoman.ledger.runs import now

CODEBOOK, CITATION, BIBTEX = "CODEBOOK.md", "CITATION.cff", "CITATION.bib"
_MESSAGE = "Please cite Dragoman, which made these events, and the works and data sets below that they rest on."
_DATASETS = """
SELECT dataset, count(*) AS events FROM events SEMI JOIN chosen USING (event_id) GROUP BY ALL ORDER BY dataset
"""
_RUNS = """
SELECT DISTINCT run FROM (SELECT unnest([first_run, last_run]) AS run FROM events SEMI JOIN chosen USING (event_id))
WHERE run IS NOT NULL ORDER BY run
"""
_LICENCES = """
SELECT coalesce(licence, 'not stated') AS licence, count(*) AS articles FROM articles
WHERE article_id IN (SELECT article_id FROM mentions SEMI JOIN chosen USING (event_id)) GROUP BY ALL ORDER BY ALL
"""


def write_companions(
    form: Form, session: Session, folder: Path, target: Target, rows: Mapping[str, int], about: Mapping[str, Any]
) -> None:
    """Writes codebook, citations and manifest into the folder of an export.

    Args:
        form: the format.
        session: what was exported.
        folder: where its files lie now.
        target: where they are going, for their names.
        rows: how many went into each file.
        about: what else the manifest says.
    """
    datasets = {r["dataset"]: r["events"] for r in session.rows(_DATASETS)}
    cited = resources(datasets)
    (folder / CODEBOOK).write_text(codebook_page(form, session), encoding="utf-8")
    (folder / CITATION).write_text(as_cff(cited, _MESSAGE), encoding="utf-8")
    (folder / BIBTEX).write_text(as_bibtex(cited), encoding="utf-8")
    manifest = {
        "kind": KIND,
        "format": form.name,
        "made": now(),
        **about,
        "datasets": datasets,
        "runs": [r["run"] for r in session.rows(_RUNS)],
        "licences_of_articles": {r["licence"]: r["articles"] for r in session.rows(_LICENCES)},
        "versions": installed_versions(),
        "files": {target.name(name): told for name, told in _files(folder, rows)},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _files(folder: Path, rows: Mapping[str, int]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        size = {"rows": rows[name]} if name in rows else {}
        yield name, {**size, "bytes": path.stat().st_size, "sha256": sha256_of(path)}
